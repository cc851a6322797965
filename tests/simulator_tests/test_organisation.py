# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""State files, fleets, and the state as the control API shows it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import fleets
from tests.simulator.client import Simulator, SimulatorError

from .api import CHANNELS, Api, webhook


def test_a_state_comes_back_as_it_was_given(simulator: Simulator) -> None:
    state = {
        **fleets.mixed(20),
        "webhooks": [{"id": "w1", **webhook(), "secret": "s"}],
        "queues": ["q1", "q2"],
        "clients": [{"client_id": "a", "client_secret": "b", "scopes": ["communications:read"]}],
    }
    simulator.reset(state)
    assert simulator.state() == state
    assert (simulator.client_id, simulator.client_secret) == ("a", "b")


def test_what_is_left_out_has_defaults(simulator: Simulator) -> None:
    first_client = simulator.client_id
    simulator.reset({})
    state = simulator.state()
    assert (state["channels"], state["webhooks"], state["queues"]) == ([], [], ["queue-123", "queue-456"])
    assert simulator.client_id == first_client


def test_replacing_the_state_keeps_tokens_and_journal(api: Api, simulator: Simulator) -> None:
    api.get(CHANNELS)
    simulator.state(fleets.webmessaging(3))
    assert api.get(CHANNELS).json()["total"] == 3
    assert len(simulator.journal()) == 2


@pytest.mark.parametrize(
    ("state", "place"),
    [
        ({"nonsense": []}, "nonsense"),
        ({"channels": {}}, "state.channels"),
        ({"channels": [{"id": "a"}, {"name": "b"}]}, r"state.channels\[1\]: id"),
        ({"channels": [{"id": "a"}, {"id": "a"}]}, "two have the id"),
        ({"channels": [{"id": "a", "version": "1"}]}, "version"),
        ({"queues": [{"id": "q"}]}, r"state.queues\[0\]"),
        ({"clients": [{"client_id": "a:b", "client_secret": "s", "scopes": []}]}, "colon"),
        ({"clients": [{"client_id": "a"}]}, r"state.clients\[0\]"),
        ({"webhooks": [{"id": "a", "name": "n"}]}, "callbackUrl"),
        ({"webhooks": [{"id": each, **webhook()} for each in "ab"]}, "two have the name"),
        ("mixed", "fleet"),
    ],
)
def test_a_wrong_state_changes_nothing(simulator: Simulator, state: Any, place: str) -> None:
    before = simulator.state()
    with pytest.raises(SimulatorError, match=place):
        simulator.reset(state)
    with pytest.raises(SimulatorError, match=place):
        simulator.state(state)
    assert simulator.state() == before


def test_a_fleet_is_the_same_every_time(simulator: Simulator) -> None:
    assert fleets.mixed(100) == fleets.mixed(100)
    assert fleets.mixed(100)["channels"][:10] == fleets.mixed(10)["channels"]
    simulator.reset("webmessaging:100")
    assert simulator.channels() == fleets.webmessaging(100)["channels"]


def test_a_mixed_fleet_holds_what_breaks_clients() -> None:
    channels = fleets.mixed(40)["channels"]
    names = [channel["name"] for channel in channels]
    configurations = [channel.get("configuration") for channel in channels]
    webchats = [(each or {}).get("webchat", "absent") for each in configurations]
    assert len({channel["id"] for channel in channels}) == 40
    assert names.count("Primary Web Messaging") == 1
    assert names.count("Twin") > 1
    assert any("{{" in name for name in names)
    assert any("'" in name and '"' in name for name in names)
    assert any(not name.isascii() for name in names)
    assert {"voice", "email", "sms"} <= {channel["channelType"] for channel in channels}
    assert any("configuration" in channel and channel["configuration"] is None for channel in channels)
    assert any("configuration" not in channel for channel in channels)
    assert {} in webchats
    assert None in webchats
    assert any(isinstance(each, dict) and each.get("features", []) is None for each in webchats)


def test_no_fleet_has_a_size_of_its_own() -> None:
    assert fleets.mixed(0)["channels"] == []
    assert len(fleets.named("mixed:7")["channels"]) == 7
