# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An entry of an org's audit trail as Genesys Cloud sends it to Amazon EventBridge.

After events/UserPresenceChange.json in GenesysCloudBlueprints/aws-eventbridge-user-presence-update-blueprint, an event
that was captured in 2021, and the topic's schema in Genesys' notification mappings.
"""

from __future__ import annotations

from typing import Any

TOPICS = ["v2.audits.entitytype.{id}.entityid.{id}", "v2.audits.entitytype.{entityType}.entityid.{entityId}"]
"""Genesys spells its name in both ways."""


def message(body: Any, topic: str = TOPICS[0]) -> dict[str, Any]:
    """What EventBridge puts into the queue: the envelope of the event that Genesys' own blueprint holds."""
    return {
        "version": "0",
        "id": "4cbedb0f-4dfd-4c8e-9e57-0acded092527",
        "detail-type": topic,
        "source": "aws.partner/genesys.com/cloud/bb14bed0-f8f9-445d-b9d1-10cecb8569d6/quickstart-test",
        "account": "123456789",
        "time": "2026-11-22T10:15:30Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {
            "topicName": "v2.audits.entitytype.Deployment.entityid.d1",
            "version": "2",
            "eventBody": body,
            "metadata": {"CorrelationId": "b61df0b3-9e33-444b-a455-1c92a33ef4e2-archival"},
            "timestamp": "2026-11-22T10:15:30.435Z",
        },
    }


def bridged(entry: dict[str, Any], as_object: bool = True) -> dict[str, Any]:
    """The event body of the same change, with the names that it has there."""
    body = {name: value for name, value in entry.items() if name not in ("user", "client", "eventDate")}
    client = entry.get("client", {"id": ""})
    body["userId"] = entry.get("user", {"id": ""})["id"]
    body["clientId"] = client if as_object else client["id"]
    body["eventTime"] = entry["eventDate"]
    return body
