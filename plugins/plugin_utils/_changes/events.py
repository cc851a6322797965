# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""An entry of the org's audit trail as an event, in the shape that the webhook's deliveries have as events. Pure."""

from __future__ import annotations

import re
from typing import Any, Collection

from ...module_utils._core.json_values import JsonObject, text_or_none
from ...module_utils._core.outcomes import done
from .feed import moment

SERVICE = "WebDeployments"
"""What the audit trail calls the service."""
SENDER = "genesys.cloud.webmessaging_changes"
"""What stands for the webhook that there is none of."""


def event(entry: JsonObject) -> JsonObject:
    """``payload`` as a delivery has it, with the entry itself as ``audit``; the event's id is the entry's."""
    entity = entry.get("entity") if isinstance(entry.get("entity"), dict) else {}
    resource, action = _snake(entry.get("entityType")), done(str(entry.get("action") or "").lower())
    return {
        "payload": {
            "id": entry["id"],
            "sequence": round(moment(entry["eventDate"]).timestamp() * 1000),
            "webhookId": SENDER,
            "resource": resource,
            # Nothing public says by which of the two names publishing is audited: a version is made by nothing else.
            "action": "published" if (resource, action) == ("configuration_version", "created") else action,
            "timestamp": entry["eventDate"],
            "entity": {"id": entity.get("id"), "name": entity.get("name")} if entity else {},
            "audit": entry,
        },
        "meta": {"uuid": entry["id"]},
    }


def is_change(entry: JsonObject) -> bool:
    """Whether anything changed: refused attempts are audited too (SDK ``audit_log_message.py``, ``status``)."""
    return str(entry.get("status")).upper() != "FAILURE"


def is_by(entry: JsonObject, client_ids: Collection[str]) -> bool:
    """Whether one of these OAuth clients did it; its id can stand under ``user`` (``reality.md`` R3)."""
    return any(id_of(entry.get(kind)) in client_ids for kind in ("client", "user"))


def id_of(reference: Any) -> str | None:
    """None also for an empty one, as entries have it."""
    return text_or_none(reference.get("id")) if isinstance(reference, dict) else None


def _snake(name: Any) -> str:
    """``ConfigurationVersion``: configuration_version."""
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", str(name or "")).lower()
