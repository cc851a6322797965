# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert an audit event from Amazon EventBridge to the event of the source ``webmessaging_changes``. Pure.

The topic is ignored: Genesys spells it in two ways, and the body shows its type.
"""

from __future__ import annotations

import json
from typing import Any, Collection

from ...module_utils._core.json_values import JsonObject
from . import events
from .feed import has_time

_ACTORS = {"userId": "user", "clientId": "client"}
"""The audit query's names for the actors that the event has as an id, or as an object with the id."""


class Unreadable(ValueError):
    """A change to tell, without the fields that an event needs."""


def change(event: Any, ignored_client_ids: Collection[str]) -> JsonObject | None:
    """Return the event of the change in a message of SQS; None if the message has none to send. Raises Unreadable."""
    if not isinstance(event, dict):
        return None
    entry = audit_entry(event.get("body"))
    if entry is None or not events.is_change(entry) or events.is_by(entry, ignored_client_ids):
        return None
    told = events.event(entry)
    meta = event.get("meta")
    return {**told, "meta": {**(meta if isinstance(meta, dict) else {}), **told["meta"]}}


def audit_entry(message: Any) -> JsonObject | None:
    """Return the entry with the names of the audit query; None if it is about something that is not followed."""
    body = _event_body(message)
    if not events.is_followed(body.get("serviceName"), body):
        return None
    entry = {name: value for name, value in body.items() if name not in _ACTORS and name != "eventTime"}
    for theirs, ours in _ACTORS.items():
        actor = _actor(body.get(theirs))
        if actor:
            entry[ours] = actor
    if "eventTime" in body:
        entry["eventDate"] = body["eventTime"]
    if not isinstance(entry.get("id"), str) or not entry["id"]:
        raise Unreadable("it has no id")
    if not has_time(entry):
        raise Unreadable("its eventTime is no time")
    return entry


def _event_body(message: Any) -> JsonObject:
    """Return the body; some sources decode a message's JSON themselves."""
    if isinstance(message, str):
        try:
            message = json.loads(message)
        except (ValueError, RecursionError):
            return {}
    for name in ("detail", "eventBody"):
        message = message.get(name) if isinstance(message, dict) else None
    return message if isinstance(message, dict) else {}


def _actor(value: Any) -> JsonObject | None:
    """Return the actor that a reference names; an empty id names nobody."""
    actor = {"id": value} if isinstance(value, str) else value
    return actor if events.id_of(actor) else None
