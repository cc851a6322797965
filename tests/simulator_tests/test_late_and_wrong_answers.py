# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that take effect late, and answers that do not show what is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.simulator.client import Simulator, SimulatorError
from tests.simulator.webdeployments_fleets import FIRST_DEPLOYMENT_ID

from .api import CHANNEL_ID, CHANNELS, WEBHOOKS, Api, webhook

CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"
DEPLOYMENTS = "/api/v2/webdeployments/deployments"
DEPLOYMENT = f"{DEPLOYMENTS}/{FIRST_DEPLOYMENT_ID}"


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("plain-webdeployments:2", pending_polls=0)
    return simulator


@pytest.fixture
def client(org: Simulator) -> Iterator[Api]:
    with Api(org) as client:
        yield client


def effect_of(simulator: Simulator) -> float | None:
    """How long after its arrival the last request took effect."""
    entry = simulator.journal()[-1]
    return None if entry["effect_at"] is None else float(entry["effect_at"] - entry["at"])


def wait_for_the_effect(simulator: Simulator) -> float:
    give_up_at = time.monotonic() + 5
    while (found := effect_of(simulator)) is None:
        assert time.monotonic() < give_up_at
        time.sleep(0.02)
    return found


def test_a_late_request_is_answered_after_it(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"late": 0.3})
    started = time.monotonic()
    assert api.patch({"name": "New"}).json()["name"] == "New"
    assert time.monotonic() - started >= 0.3
    assert 0.3 <= wait_for_the_effect(simulator) < 1


def test_a_late_request_is_carried_out_though_nobody_waits(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"late": 0.5})
    with pytest.raises(requests.ReadTimeout):
        requests.patch(
            simulator.url + CHANNEL,
            json={"id": CHANNEL_ID, "name": "New"},
            headers={"Authorization": f"Bearer {api.token}"},
            timeout=0.1,
        )
    assert effect_of(simulator) is None
    assert wait_for_the_effect(simulator) >= 0.5
    assert simulator.channel(CHANNEL_ID)["name"] == "New"


@pytest.mark.parametrize("told", [{"respond": {"status": 504}}, {"reset": "before"}])
def test_told_at_once_and_carried_out_later(api: Api, simulator: Simulator, told: dict[str, Any]) -> None:
    theirs = {"act": "edit_channel", "description": "theirs"}
    simulator.fault("PATCH", CHANNEL, {"late": 0.3, **told, "then_person": theirs})
    started = time.monotonic()
    if "reset" in told:
        with pytest.raises(requests.ConnectionError):
            api.patch({"name": "New"})
    else:
        assert api.patch({"name": "New"}).status_code == 504
    assert time.monotonic() - started < 0.3
    assert (simulator.channel(CHANNEL_ID)["version"], effect_of(simulator)) == (1, None)
    assert wait_for_the_effect(simulator) >= 0.3
    channel = simulator.channel(CHANNEL_ID)
    assert (channel["version"], channel["name"], channel["description"]) == (3, "New", "theirs")
    assert simulator.journal()[-1]["status"] == (504 if "respond" in told else None)


def test_a_reset_ends_what_is_late(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"late": 0.2, "respond": {"status": 504}})
    api.patch({"name": "New"})
    simulator.reset()
    time.sleep(0.3)
    assert simulator.channel(CHANNEL_ID)["version"] == 1


def test_the_journal_tells_which_write_had_an_effect(api: Api, simulator: Simulator) -> None:
    api.get(CHANNEL)
    api.patch({"name": "New"})
    api.patch({"name": 5})
    simulator.fault("PATCH", CHANNEL, {"reset": "before"})
    simulator.fault("PATCH", CHANNEL, {"reset": "after"})
    for _turn in range(2):
        with pytest.raises(requests.ConnectionError):
            api.patch({"name": "Lost"})
    assert [entry["effect_at"] is not None for entry in simulator.journal()] == [False, True, False, False, True]


def test_a_stale_read_shows_what_was_before_the_last_write(org: Simulator, client: Api) -> None:
    org.fault("GET", f"{DEPLOYMENTS}.*", {"stale": True}, skip=2, times=2)
    old = client.get(DEPLOYMENT).json()
    for number in (1, 2):
        assert client.call("PUT", DEPLOYMENT, json={**old, "name": f"New {number}"}).status_code == 200
    assert client.get(DEPLOYMENT).json()["name"] == "New 2"
    assert client.get(DEPLOYMENT).json()["name"] == "New 1"
    assert client.get(DEPLOYMENTS).json()["entities"][0]["name"] == "New 1"
    assert client.get(DEPLOYMENTS).json()["entities"][0]["name"] == "New 2"


def test_a_stale_read_of_what_was_made_or_deleted(api: Api, simulator: Simulator) -> None:
    made = f"{WEBHOOKS}/{api.create_webhook().json()['id']}"
    simulator.fault("GET", f"{WEBHOOKS}.*", {"stale": True}, times=4)
    assert api.get(made).status_code == 404
    assert api.get(WEBHOOKS).json()["entities"] == []
    api.call("DELETE", made)
    assert api.get(made).json()["name"] == webhook()["name"]
    assert len(api.get(WEBHOOKS).json()["entities"]) == 1
    assert api.get(made).status_code == 404


def test_a_stale_first_page_decides_for_the_others(org: Simulator, client: Api) -> None:
    client.call("DELETE", DEPLOYMENT)
    org.fault("GET", DEPLOYMENTS, {"stale": True})
    page = client.get(DEPLOYMENTS, pageSize=1).json()
    assert (page["total"], client.get(page["nextUri"]).json()["total"]) == (2, 2)
    assert client.get(DEPLOYMENTS, pageSize=1).json()["total"] == 1


def test_a_thin_answer_lacks_members(org: Simulator, client: Api) -> None:
    org.fault("GET", f"{DEPLOYMENTS}.*", {"thin": ["flow", "configuration.version", "nonsense.x"]}, times=2)
    first, second = client.get(DEPLOYMENTS).json()["entities"]
    single = client.get(DEPLOYMENT).json()
    assert single == first
    for each in (first, second):
        assert "flow" not in each
        assert each["configuration"].keys() == {"id", "name"}
    assert client.get(DEPLOYMENT).json()["flow"]["id"]


@pytest.mark.parametrize("other", ["x", None])
def test_an_answer_about_another_object(api: Api, simulator: Simulator, other: str | None) -> None:
    simulator.fault("GET", CHANNEL, {"other_id": other})
    answer = api.get(CHANNEL).json()
    assert answer.get("id") == other
    assert ("id" in answer) is (other is not None)
    assert api.get(CHANNEL).json() == {**answer, "id": CHANNEL_ID}


def test_an_error_stays_what_it_is(api: Api, simulator: Simulator) -> None:
    simulator.fault("GET", ".*", {"thin": ["message"], "other_id": "x"})
    answer = api.get(f"{CHANNELS}/nobody").json()
    assert answer["message"]
    assert "id" not in answer


@pytest.mark.parametrize(
    "action",
    [
        {"late": -1},
        {"late": "1"},
        {"stale": 1},
        {"old_answer": False},
        {"thin": "flow"},
        {"thin": [""]},
        {"other_id": 5},
    ],
)
def test_wrong_actions_are_refused(simulator: Simulator, action: dict[str, Any]) -> None:
    with pytest.raises(SimulatorError, match=rf"fault.action.{next(iter(action))}"):
        simulator.fault("GET", ".*", action)
