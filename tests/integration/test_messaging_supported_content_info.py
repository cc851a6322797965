# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``messaging_supported_content_info``: all profiles over all pages, and which one is the org's default."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.supported_content import DEFAULT, EVERYTHING, PICTURES, PROFILES, PROFILES_LISTING
from tests.simulator import fleets
from tests.simulator.client import Simulator

MODULE = "messaging_supported_content_info"
FLEET = "plain-webdeployments:1"


def test_all_are_listed_and_the_default_is_told(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    result = modules.succeed(MODULE)
    assert simulator.requests() == [TOKEN, PROFILES_LISTING, f"GET {DEFAULT}"]
    assert [(each["id"], each["default"]) for each in result["supported_contents"]] == [
        (PICTURES, False),
        (EVERYTHING, True),
    ]
    stored = simulator.supported_content()[0]["mediaTypes"]["allow"]
    first = result["supported_contents"][0]
    assert {key: first[key] for key in ("inbound", "outbound")} == {
        key: [each["type"].lower() for each in stored[key]] for key in ("inbound", "outbound")
    }
    assert (result["total"], result["changed"], result["audit"]) == (2, False, [])


def test_every_page_is_read(simulator: Simulator, modules: Modules) -> None:
    state = fleets.named(FLEET)
    many: list[dict[str, Any]] = [{"id": f"p{number}", "name": f"EU {number}"} for number in range(7)]
    parts = {**state["webdeployments"], "supported_content": many, "default_supported_content": "p6", "deployments": []}
    simulator.reset({**state, "webdeployments": parts}, page_size_cap=3)
    result = modules.succeed(MODULE)
    assert [each["id"] for each in result["supported_contents"]] == [each["id"] for each in many]
    assert (result["supported_contents"][6]["default"], len(simulator.requests())) == (True, 5 + len(many))


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"id": PICTURES}, ["Pictures"]),
        ({"name": "Everything"}, ["Everything"]),
        ({"name_glob": "*i*"}, ["Pictures", "Everything"]),
        ({"name": "pictures"}, []),
        ({"id": "nobody"}, []),
    ],
)
def test_some_are_found(simulator: Simulator, modules: Modules, options: dict[str, Any], found: list[str]) -> None:
    simulator.reset(FLEET)
    result = modules.succeed(MODULE, **options)
    read = f"GET {PROFILES}/{options['id']}" if "id" in options else PROFILES_LISTING
    assert simulator.requests() == [TOKEN, read, *([f"GET {DEFAULT}"] if found else [])]
    assert [each["name"] for each in result["supported_contents"]] == found
    assert result["total"] == len(found)


def test_more_than_one_selector_is_refused(simulator: Simulator, modules: Modules) -> None:
    refused = modules.fail(MODULE, id="x", name="y", api="communications")
    assert len(refused["failure"]["details"]) == 2
    assert simulator.requests() == []


def test_a_403_names_the_permission(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    simulator.fault("GET", DEFAULT, {"respond": {"status": 403, "message": "No."}})
    refused = modules.fail(MODULE)
    assert refused["failure"]["kind"] == "permission"
    assert "messaging:supportedContent:view" in refused["msg"]
