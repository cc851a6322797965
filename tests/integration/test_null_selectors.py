# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A selector that is null is not given: templates write ``default(none)`` for what they leave out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import CHANNEL, FLEET, ID, INFO, ITEM, READ, TOKEN, org, page
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

NAME = "Primary Web Messaging"
BY_ID: dict[str, Any] = {"id": ID, "name": None}
BY_NAME: dict[str, Any] = {"id": None, "name": NAME}


@pytest.mark.parametrize(("selectors", "read"), [(BY_ID, READ), (BY_NAME, page(1))])
def test_a_channel_is_selected_by_what_is_not_null(
    simulator: Simulator, modules: Modules, selectors: dict[str, Any], read: str
) -> None:
    simulator.reset(org())
    result = modules.succeed(CHANNEL, max_concurrent_sessions=500, **selectors)
    assert result["channel"]["id"] == ID
    assert simulator.requests() == [TOKEN, read]


@pytest.mark.parametrize(
    ("selectors", "read"),
    [
        ({**BY_ID, "name_glob": None}, READ),
        ({**BY_NAME, "name_glob": None}, page(1)),
        ({"id": None, "name": None, "name_glob": "Prim*"}, page(1)),
        ({"id": None, "name": None, "name_glob": None}, page(1)),
    ],
)
def test_a_discovery_is_narrowed_by_what_is_not_null(
    simulator: Simulator, modules: Modules, selectors: dict[str, Any], read: str
) -> None:
    simulator.reset(org())
    result = modules.succeed(INFO, **selectors)
    assert [channel["id"] for channel in result["channels"]] == [ID]
    assert simulator.requests() == [TOKEN, read]


@pytest.mark.parametrize(
    ("selectors", "read"),
    [
        ({**BY_ID, "name_glob": None}, READ),
        ({**BY_NAME, "name_glob": None}, page(1)),
        ({"id": None, "name": None, "name_glob": "Prim*"}, page(1)),
    ],
)
def test_an_entry_of_a_fleet_selects_by_what_is_not_null(
    simulator: Simulator, modules: Modules, selectors: dict[str, Any], read: str
) -> None:
    simulator.reset(org())
    result = modules.succeed(FLEET, channels=[{**selectors, "max_concurrent_sessions": 500}])
    assert [row["id"] for row in result["channels"]] == [ID]
    assert simulator.requests() == [TOKEN, read]


def test_an_entry_of_a_fleet_with_nothing_but_nulls_selects_nothing(simulator: Simulator, modules: Modules) -> None:
    result = modules.fail(FLEET, channels=[{"id": None, "name": None, "name_glob": None}])
    assert result["failure"]["kind"] == "validation"
    assert result["failure"]["message"].startswith("channels[0].id or name or name_glob: is missing")
    assert simulator.requests() == []


def test_webhooks_are_listed_by_what_is_not_null(simulator: Simulator, modules: Modules) -> None:
    modules.succeed("webmessaging_webhook", name="Sync", callback_url="https://monitor.example/", secret="signed")
    by_name: dict[str, Any] = {"id": None, "name": "Sync"}
    by_pattern: dict[str, Any] = {"id": None, "name": None, "name_glob": "S*"}
    for selectors in (by_name, by_pattern):
        result = modules.succeed("webmessaging_webhook_info", **selectors)
        assert [webhook["name"] for webhook in result["webhooks"]] == ["Sync"]


def test_a_null_beside_a_wrong_selector_hides_nothing(simulator: Simulator, modules: Modules) -> None:
    result = modules.fail(CHANNEL, id=None, name=" ", max_concurrent_sessions=500)
    assert result["failure"]["message"].startswith("name: ' ' is empty")
    assert simulator.requests(path=f"{ITEM}|/oauth/token") == []
