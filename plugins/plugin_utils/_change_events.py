# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""An entry of the org's audit trail as an event, in the shape that the webhook's deliveries have as events. Pure."""

from __future__ import annotations

import re
from typing import Any, Collection

from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.plugin_utils._change_feed import moment

SENDER = "genesys.cloud.webmessaging_changes"
"""What stands for the webhook that there is none of."""


def event(entry: JsonObject) -> JsonObject:
    """``payload`` as a delivery has it, with the entry itself as ``audit``; the event's id is the entry's."""
    entity = entry.get("entity") if isinstance(entry.get("entity"), dict) else {}
    return {
        "payload": {
            "id": entry["id"],
            "sequence": round(moment(entry["eventDate"]).timestamp() * 1000),
            "webhookId": SENDER,
            "resource": _snake(entry.get("entityType")),
            "action": _done(entry.get("action")),
            "timestamp": entry["eventDate"],
            "entity": {"id": entity.get("id"), "name": entity.get("name")} if entity else {},
            "audit": entry,
        },
        "meta": {"uuid": entry["id"]},
    }


def is_by(entry: JsonObject, client_ids: Collection[str]) -> bool:
    """Whether one of these OAuth clients did it. The service can name a client as the user."""
    actors = [actor.get("id") for actor in (entry.get("client"), entry.get("user")) if isinstance(actor, dict)]
    return any(isinstance(actor, str) and actor != "" and actor in client_ids for actor in actors)


def _snake(name: Any) -> str:
    """``ConfigurationVersion``: configuration_version."""
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", str(name or "")).lower()


def _done(verb: Any) -> str:
    """``Update``: updated, as the webhook says it."""
    text = str(verb or "").lower()
    return f"{text.rstrip('e')}ed" if text else ""
