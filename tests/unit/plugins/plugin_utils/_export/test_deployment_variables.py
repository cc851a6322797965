# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of an org's configurations and deployments: what it says, and what it leaves out with a reason."""

from __future__ import annotations

from typing import Any

import yaml

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.deployment_variables import deployment_variables
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.selection import selection
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.usable_names import UsableNames

FLOW, PROFILE = "f10f0000-0000-4000-8000-000000000001", "5c000000-0000-4000-8000-000000000001"
CONFIGURATION: dict[str, Any] = {
    "id": "c1",
    "name": "EU",
    "version": "3",
    "draft_differs": False,
    "configuration": {"languages": ["en-us"], "defaultLanguage": "en-us", "somethingNew": {"a": 1}},
}
DEPLOYMENT: dict[str, Any] = {
    "id": "d1",
    "name": "Shop",
    "status": "Active",
    "configuration": {"id": "c1", "version": "3"},
    "description": None,
    "flow_id": None,
    "supported_content_id": None,
    "allow_all_domains": True,
    "allowed_domains": [],
    "push_integrations": [],
}


def exported(*arguments: Any) -> dict[str, Any]:
    text, _warnings = deployment_variables(*arguments)
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_an_empty_org_is_two_empty_lists() -> None:
    assert exported([], []) == {"webmessaging_configurations": [], "webmessaging_deployments": []}


def test_objects_are_told_in_the_order_of_their_names_and_refer_to_each_other_by_name() -> None:
    others = [{**CONFIGURATION, "id": "c0", "name": "Zebra"}, CONFIGURATION]
    found = exported(others, [DEPLOYMENT])
    assert [each["name"] for each in found["webmessaging_configurations"]] == ["EU", "Zebra"]
    (deployment,) = found["webmessaging_deployments"]
    assert (deployment["name"], deployment["configuration"]["name"]) == ("Shop", "EU")


def test_what_shares_a_name_is_told_by_its_id() -> None:
    twins = [CONFIGURATION, {**CONFIGURATION, "id": "c2"}]
    found = exported(twins, [DEPLOYMENT])
    assert [each["id"] for each in found["webmessaging_configurations"]] == ["c1", "c2"]
    assert found["webmessaging_deployments"][0]["configuration"]["id"] == "c1"


def test_a_listing_that_cannot_be_read_is_left_out_with_its_reason() -> None:
    failure = {"method": "GET", "path": "/deployments", "status": 403, "message": "no right"}
    text, warnings = deployment_variables([CONFIGURATION], [], {"deployments": failure})
    assert warnings == ["deployments: GET /deployments answered 403: no right"]
    assert "left out, since GET /deployments answered 403: no right" in text
    assert yaml.safe_load(text)["webmessaging_deployments"] == []


def test_a_file_with_names_has_no_ids_and_says_why_one_stays() -> None:
    named = {
        **DEPLOYMENT,
        "flow_id": FLOW,
        "flow_name": "Day",
        "supported_content_id": PROFILE,
        "supported_content_name": "All",
    }
    twins = {"kind": "supported_content", "name": "All", "ids": [PROFILE, FLOW]}
    text, warnings = deployment_variables([CONFIGURATION], [named], names=UsableNames([twins]))
    (entry,) = yaml.safe_load(text)["webmessaging_deployments"]
    assert (entry["flow_name"], entry["supported_content_id"], "flow_id" in entry) == ("Day", PROFILE, False)
    assert "  # supported_content_id: an id, since 2 supported contents have the name 'All'\n  - name: Shop\n" in text
    assert warnings == []


def test_a_selection_that_nothing_matches_is_a_warning() -> None:
    text, (warning,) = deployment_variables([CONFIGURATION], [DEPLOYMENT], selection=selection("Shops*"))
    assert yaml.safe_load(text) == {"webmessaging_configurations": [], "webmessaging_deployments": []}
    assert warning == "no deployment has a name like Shops*, so the file has none"
