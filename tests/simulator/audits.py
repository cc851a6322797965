# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit trail of the platform, and its realtime query."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .credentials import VIEW_AUDITS
from .errors import invalid
from .exchange import Act, Call, Interference, Reply, Route, json_reply
from .json_values import JsonObject, is_integer
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .webdeployments_state import now

QUERY = "/api/v2/audits/query/realtime"
SERVICE = "WebDeployments"
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 25, 500
_FIELDS = {"interval", "serviceName", "filters", "sort", "pageNumber", "pageSize"}
_FILTERS = {"UserId": "user", "EntityType": "entityType", "EntityId": "entity", "Action": "action"}


@dataclass(frozen=True, slots=True)
class _Record:
    visible_at: float
    entry: JsonObject


class Audits:
    """``POST /api/v2/audits/query/realtime``. Entries can become visible later than they happened."""

    name = "audits"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._records: list[_Record] = []

    def routes(self) -> Sequence[Route]:
        return [Route("POST", QUERY, self.query, VIEW_AUDITS)]

    def interferences(self) -> Mapping[str, Interference]:
        return {}

    def acts(self) -> Mapping[str, Act]:
        return {}

    def record(
        self,
        action: str,
        entity_type: str,
        entity: JsonObject,
        by: Mapping[str, str],
        changes: Sequence[tuple[str, Any, Any]] = (),
    ) -> None:
        """``by``: ``{"user": id}`` or ``{"client": id}``; ``changes``: (property, old, new)."""
        entry = {
            "id": str(uuid.uuid4()),
            **{kind: {"id": each} for kind, each in by.items()},
            "serviceName": SERVICE,
            "level": "USER",
            "status": "SUCCESS",
            "eventDate": now(),
            "entityType": entity_type,
            "entity": {"id": entity["id"], "name": entity.get("name")},
            "action": action,
            "context": {},
            "propertyChanges": [
                {"property": name, "oldValues": [str(old)], "newValues": [str(new)]} for name, old, new in changes
            ],
        }
        self._records.append(_Record(time.monotonic() + self._settings.audit_delay_ms / 1000, entry))

    def as_json(self) -> list[JsonObject]:
        """Everything, the oldest first, whether it is visible yet or not."""
        return [record.entry for record in self._records]

    def query(self, call: Call) -> Reply:
        """A page of what is visible, the newest first unless asked otherwise."""
        query_parameters(call, frozenset({"expand"}))
        body = json_object(call)
        problems = {name: "is not a field of this query" for name in body if name not in _FIELDS}
        begin, end = _interval(body.get("interval"), problems)
        if body.get("serviceName") != SERVICE:
            problems["serviceName"] = f"has to be {SERVICE}"
        size = _whole(body, "pageSize", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, problems)
        number = _whole(body, "pageNumber", 1, 10**6, problems)
        if problems:
            raise invalid(problems)
        found = [record.entry for record in self._records if record.visible_at <= time.monotonic()]
        found = [entry for entry in found if begin <= _moment(entry["eventDate"]) < end]
        found = [entry for entry in found if all(_matches(entry, each) for each in body.get("filters") or [])]
        ascending = any(each.get("sortOrder") == "ascending" for each in body.get("sort") or [])
        found = found if ascending else found[::-1]
        start = (number - 1) * size
        return json_reply(
            {
                "entities": found[start : start + size],
                "pageNumber": number,
                "pageSize": size,
                "pageCount": -(-len(found) // size),
                "total": len(found),
            }
        )


def _interval(value: Any, problems: dict[str, str]) -> tuple[datetime, datetime]:
    try:
        begin, end = map(_moment, str(value).split("/"))
    except ValueError:
        problems["interval"] = "has to be two ISO 8601 times with a slash between"
        return _moment(now()), _moment(now())
    if begin.tzinfo is None or end.tzinfo is None or begin >= end:
        problems["interval"] = "has to begin before it ends, both with a time zone"
    return begin, end


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _whole(body: JsonObject, name: str, default: int, most: int, problems: dict[str, str]) -> int:
    value = body.get(name, default)
    if not is_integer(value) or not 1 <= value <= most:
        problems[name] = f"has to be an integer from 1 to {most}"
        return default
    return int(value)


def _matches(entry: JsonObject, wanted: JsonObject) -> bool:
    there = entry.get(_FILTERS.get(str(wanted.get("property")), ""))
    return (there.get("id") if isinstance(there, dict) else there) == wanted.get("value")
