# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Build an event of our own from one entry of the audit trail, in the shape of the webhook's deliveries. Pure.

``{"id", "sequence", "webhookId", "resource", "action", "timestamp", "entity"}`` as Genesys Cloud posts it, and the
entry itself as ``audit``. All of it follows from the entry: a repeated event is the same, byte for byte.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Mapping

from .._communications import webhook
from .._core import outcomes, validation
from .._core.json_values import JsonObject
from .._core.redact import without_query, without_user_info
from .._core.validation import Problem, shown

SENDER = "genesys.cloud.webmessaging_notify"
"""Stands in for ``webhookId`` in events that no webhook sent."""
RESOURCE = "notification"
"""The resource of our own entries, which cause no further events."""
SIGNATURE_HEADER = "X-Genesys-Signature"

_TEXTS = ("audit_id", "timestamp", "action", "resource", "outcome")
_OWN_HEADERS = (SIGNATURE_HEADER.lower(), "content-length", "transfer-encoding", "host", "connection")


def is_news(entry: JsonObject, check_mode: bool) -> bool:
    """Return whether the entry is about a change, or in check mode about a predicted one."""
    if entry["resource"] == RESOURCE:
        return False
    if entry["outcome"] == outcomes.CHECKED:
        return check_mode
    return entry["outcome"] in outcomes.WRITTEN and not entry.get("check_mode")


def event(entry: JsonObject) -> JsonObject:
    """Return the event; its id is the entry's, so receivers can drop duplicates."""
    return {
        "id": entry["audit_id"],
        "sequence": _milliseconds(entry["timestamp"]),
        "webhookId": SENDER,
        "resource": entry["resource"],
        "action": _action(entry),
        "timestamp": entry["timestamp"],
        "entity": {"id": entry.get("resource_id"), "name": entry.get("resource_name")},
        "audit": entry,
    }


def summary(sent: JsonObject, with_id: bool = True) -> JsonObject:
    """Return the event as a diff shows it; without its id if it was not sent."""
    identity = {"id": sent["id"]} if with_id else {}
    return {**identity, "resource": sent["resource"], "action": sent["action"], "entity": sent["entity"]}


def shown_url(url: str) -> str:
    """Return the URL without user info and without its query, in which receivers have their tokens."""
    return without_query(without_user_info(url))


def headers(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the given headers; the type of the body is JSON unless they set another."""
    named = {name.lower() for name in wanted}
    return {**({} if "content-type" in named else {"Content-Type": "application/json"}), **wanted}


def problems(params: Mapping[str, Any]) -> list[Problem]:
    """Return every error in the options of the task."""
    way_out = "use https://, or allow_http_callback: true if you accept that."
    found = []
    if params.get("url") is not None:
        found += validation.url("url", params["url"], bool(params.get("allow_http_callback")), way_out)
    if params.get("secret") == "":
        found.append(Problem("secret", "is empty; give one, or leave the option out for unsigned events."))
    elif re.search("[\ud800-\udfff]", params.get("secret") or ""):
        found.append(Problem("secret", "holds a byte that is no UTF-8, as a variable in another encoding would."))
    found += webhook.header_problems(params.get("http_headers")) + _sent_header_problems(params.get("http_headers"))
    entries = params.get("audit")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        found += _entry_problems(f"audit[{index}]", entry)
    return found


def _sent_header_problems(wanted: Any) -> list[Problem]:
    """Validate the headers beyond the rules for a webhook: these go out as they are."""
    found = []
    for header, value in (wanted if isinstance(wanted, Mapping) else {}).items():
        option = f"http_headers.{header}"
        if str(header).lower() in _OWN_HEADERS:
            found.append(Problem(option, "is set by the task itself; leave it out."))
        elif isinstance(value, str) and not (value.isascii() and value == value.strip()):
            found.append(Problem(option, "its value begins or ends with a space, or holds a character beyond ASCII."))
    return found


def _entry_problems(option: str, entry: Any) -> list[Problem]:
    if not isinstance(entry, Mapping):
        return [Problem(option, f"{shown(entry)} is no audit entry; give the list audit of a task's result.")]
    missing = [key for key in _TEXTS if not isinstance(entry.get(key), str) or not entry[key]]
    if missing:
        return [
            Problem(option, f"is no audit entry: it has no {' and no '.join(missing)}. Give the list audit of a task.")
        ]
    found = validation.one_of(f"{option}.outcome", entry["outcome"], outcomes.OUTCOMES)
    try:
        _milliseconds(entry["timestamp"])
    except (ValueError, OverflowError):
        found.append(
            Problem(f"{option}.timestamp", f"{shown(entry['timestamp'])} is no time as an audit entry has it.")
        )
    return found + validation.json_value(option, dict(entry))


def _action(entry: JsonObject) -> str:
    """Return the action in the webhook's words; CHANNEL_UPDATE tells it for an outcome that webhooks do not know."""
    if entry["outcome"] not in (outcomes.CHECKED, outcomes.ROLLED_BACK):
        return str(entry["outcome"])
    return outcomes.done(entry["action"].rpartition("_")[2].lower())


def _milliseconds(timestamp: str) -> int:
    """Return the milliseconds since 1970, which grow like a webhook's sequence, but with gaps."""
    moment = datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError("without a time zone")
    return round(moment.timestamp() * 1000)
