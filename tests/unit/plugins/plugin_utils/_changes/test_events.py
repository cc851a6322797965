# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of the org's audit trail as events."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._changes import events

ENTRY: dict[str, Any] = {
    "id": "e1",
    "eventDate": "2026-11-22T10:15:30.123Z",
    "entityType": "ConfigurationVersion",
    "entity": {"id": "c1", "name": "Primary", "selfUri": "/x"},
    "action": "Publish",
    "client": {"id": "our-client"},
}


def test_an_event_has_the_shape_of_a_delivery_and_holds_the_entry() -> None:
    assert events.event(ENTRY) == {
        "payload": {
            "id": "e1",
            "sequence": 1795342530123,
            "webhookId": "genesys.cloud.webmessaging_changes",
            "resource": "configuration_version",
            "action": "published",
            "timestamp": "2026-11-22T10:15:30.123Z",
            "entity": {"id": "c1", "name": "Primary"},
            "audit": ENTRY,
        },
        "meta": {"uuid": "e1"},
    }


@pytest.mark.parametrize(
    ("entity_type", "action", "told"),
    [
        ("Deployment", "Update", ("deployment", "updated")),
        ("Configuration", "Delete", ("configuration", "deleted")),
        ("Deployment", "Create", ("deployment", "created")),
        # However publishing is audited, it is told as publishing.
        ("ConfigurationVersion", "Create", ("configuration_version", "published")),
        ("IdentityResolutionConfig", "Restore", ("identity_resolution_config", "restored")),
        ("SupportedContent", "Update", ("supported_content", "updated")),
        ("ConversationDefaultSupportedContent", "Update", ("conversation_default_supported_content", "updated")),
        (None, None, ("", "")),
    ],
)
def test_resource_and_action_are_in_the_webhooks_words(entity_type: Any, action: Any, told: tuple[str, str]) -> None:
    payload = events.event({**ENTRY, "entityType": entity_type, "action": action, "entity": None})["payload"]
    assert ((payload["resource"], payload["action"]), payload["entity"]) == (told, {})


@pytest.mark.parametrize(
    ("service", "entity_type", "is_followed"),
    [
        ("WebDeployments", "Anything", True),
        ("WebDeployments", None, True),
        ("Messaging", "SupportedContent", True),
        ("Messaging", "ConversationDefaultSupportedContent", True),
        ("Messaging", "MessagingIntegration", False),
        ("Messaging", ["SupportedContent"], False),
        ("Presence", "SupportedContent", False),
        (["Messaging"], "SupportedContent", False),
        (None, None, False),
    ],
)
def test_of_messaging_only_content_profiles_are_followed(service: Any, entity_type: Any, is_followed: bool) -> None:
    assert events.is_followed(service, {**ENTRY, "entityType": entity_type}) is is_followed


@pytest.mark.parametrize("actor", ["client", "user"])
def test_a_client_is_known_by_its_id_also_where_it_stands_as_the_user(actor: str) -> None:
    actors: list[Any] = [
        {"id": "our-client"},
        {"id": "another"},
        None,
        {"id": {}},
        {"id": ["our-client"]},
        {"id": None},
        {"id": ""},
    ]
    entries = [*({**ENTRY, "client": {"id": ""}, actor: each} for each in actors), {}]
    assert [events.is_by(each, {"our-client", ""}) for each in entries] == [True, *[False] * 7]


@pytest.mark.parametrize(("status", "is_one"), [("SUCCESS", True), ("WARNING", True), (None, True), ("Failure", False)])
def test_a_refused_attempt_is_no_change(status: Any, is_one: bool) -> None:
    assert events.is_change({**ENTRY, "status": status}) is is_one
