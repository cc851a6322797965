# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert an entry of the org's audit trail to an event, in the shape of the webhook's deliveries as events. Pure."""

from __future__ import annotations

import re
from typing import Any, Collection, Mapping

from ...module_utils._core.json_values import JsonObject, text_or_none
from ...module_utils._core.outcomes import done
from .feed import moment

SERVICE, MESSAGING = "WebDeployments", "Messaging"
"""The services' names in the audit trail."""
FOLLOWED: Mapping[str, frozenset[str] | None] = {
    SERVICE: None,
    MESSAGING: frozenset({"SupportedContent", "ConversationDefaultSupportedContent"}),
}
"""The types of the entities whose changes are told, by service; None: of all. Deployments refer to those of the second
service (types: SDK ``audit_log_message.py``)."""
SENDER = "genesys.cloud.webmessaging_changes"
"""Stands in for ``webhookId`` in events that no webhook sent."""


def event(entry: JsonObject) -> JsonObject:
    """Return the event: a delivery's ``payload`` with the entry itself as ``audit``; the event's id is the entry's."""
    entity = entry.get("entity") if isinstance(entry.get("entity"), dict) else {}
    resource, action = _snake(entry.get("entityType")), done(str(entry.get("action") or "").lower())
    return {
        "payload": {
            "id": entry["id"],
            "sequence": round(moment(entry["eventDate"]).timestamp() * 1000),
            "webhookId": SENDER,
            "resource": resource,
            # No public source says under which of the two names publishing is audited: nothing else creates a version.
            "action": "published" if (resource, action) == ("configuration_version", "created") else action,
            "timestamp": entry["eventDate"],
            "entity": {"id": entity.get("id"), "name": entity.get("name")} if entity else {},
            "audit": entry,
        },
        "meta": {"uuid": entry["id"]},
    }


def is_followed(service: Any, entry: JsonObject) -> bool:
    """Return whether changes of such an entity are told."""
    if not isinstance(service, str) or service not in FOLLOWED:
        return False
    types = FOLLOWED[service]
    return types is None or str(entry.get("entityType")) in types


def is_change(entry: JsonObject) -> bool:
    """Return whether anything changed: refused attempts are audited too (SDK ``audit_log_message.py``, ``status``)."""
    return str(entry.get("status")).upper() != "FAILURE"


def is_by(entry: JsonObject, client_ids: Collection[str]) -> bool:
    """Return whether one of these OAuth clients did it; its id can stand under ``user`` (``reality.md`` R3)."""
    return any(id_of(entry.get(kind)) in client_ids for kind in ("client", "user"))


def id_of(reference: Any) -> str | None:
    """Return the id; None also for an empty one, which entries can have."""
    return text_or_none(reference.get("id")) if isinstance(reference, dict) else None


def _snake(name: Any) -> str:
    """Return ``configuration_version`` for ``ConfigurationVersion``."""
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", str(name or "")).lower()
