# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in place of ids: only where one object has the name and the client could know it."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.deployment_schema import REFERRING
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.usable_names import UsableNames

DEPLOYMENT: dict[str, Any] = {
    "name": "Shop",
    "flow_id": "f1",
    "flow_name": "Day",
    "supported_content_id": None,
    "supported_content_name": None,
    "identity_resolution": {"division": {"id": "v1", "name": "Sales"}, "externalSource": {"id": "e1", "name": "CRM"}},
}
CONTENT_OF_API: dict[str, Any] = {
    "authenticationSettings": {"integrationId": "i1", "integrationName": "Login"},
    "supportCenter": {
        "knowledgeBase": {"id": "k1", "name": "Help"},
        "enabledCategories": [{"id": "c1", "name": "Orders"}, {"id": "c2"}],
    },
}


def test_names_leave_a_result_in_either_spelling_and_are_remembered() -> None:
    names = UsableNames([])
    assert names.without_names(CONTENT, CONTENT_OF_API) == {
        "authenticationSettings": {"integrationId": "i1"},
        "supportCenter": {"knowledgeBase": {"id": "k1"}, "enabledCategories": [{"id": "c1"}, {"id": "c2"}]},
    }
    stripped = names.without_names(REFERRING, DEPLOYMENT)
    assert stripped["identity_resolution"] == {"division": {"id": "v1"}, "externalSource": {"id": "e1"}}
    assert (stripped["name"], "flow_name" in stripped) == ("Shop", False)
    known = [("knowledge_base", "k1"), ("knowledge_category", "c1"), ("division", "v1"), ("external_source", "e1")]
    assert [names.name(*each) for each in known] == ["Help", "Orders", "Sales", "CRM"]
    assert DEPLOYMENT["flow_name"] == "Day"


def test_a_name_takes_the_place_of_its_id_and_an_id_without_one_is_told() -> None:
    names = UsableNames([])
    names.without_names(CONTENT, CONTENT_OF_API)
    section = {"knowledge_base": {"id": "k1"}, "enabled_categories": [{"id": "c1"}, {"id": "c2"}]}
    options, comments = names.by_name(CONTENT, {"support_center": section})
    assert options["support_center"] == {
        "knowledge_base": {"name": "Help"},
        "enabled_categories": [{"name": "Orders"}, {"id": "c2"}],
    }
    told = "support_center.enabled_categories[1].id: an id, since no knowledge category with this id was found"
    assert comments == [told]
    assert section["knowledge_base"] == {"id": "k1"}


def test_an_object_that_another_owns_keeps_its_id_without_the_owner() -> None:
    names = UsableNames([])
    names.without_names(CONTENT, CONTENT_OF_API)
    options, _comments = names.by_name(CONTENT, {"support_center": {"enabled_categories": [{"id": "c1"}]}})
    assert options["support_center"]["enabled_categories"] == [{"id": "c1"}]


def test_a_name_of_several_objects_or_of_a_kind_that_nobody_may_list_is_not_used() -> None:
    twins = {"kind": "inbound_message_flow", "name": "Day", "ids": ["f0", "f1"]}
    for names, reason in (
        (UsableNames([twins]), "2 inbound message flows have the name 'Day'"),
        (
            UsableNames([], ["inbound_message_flow"]),
            "the client may not list inbound message flows (architect:flow:view); its name is 'Day'",
        ),
    ):
        stripped = names.without_names(REFERRING, DEPLOYMENT)
        options, comments = names.by_name(REFERRING, {"flow_id": stripped["flow_id"]})
        assert (options, comments) == ({"flow_id": "f1"}, [f"flow_id: an id, since {reason}"])


def test_without_resolved_names_every_id_stays_without_a_word() -> None:
    names = UsableNames(None)
    stripped = names.without_names(REFERRING, DEPLOYMENT)
    assert names.by_name(REFERRING, {"flow_id": stripped["flow_id"]}) == ({"flow_id": "f1"}, [])
