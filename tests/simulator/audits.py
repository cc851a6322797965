# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit trail of the platform, its realtime query, and the one that runs by itself.

What `reality.md` knows of it: the realtime query holds 14 days, comes back empty for what is older (R2), and times out
for more than a day at once; what an OAuth client did has that client's id under ``user`` (R3); which services it serves
is for the service mapping to tell (R4); refused attempts are entries as well (R5).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .credentials import VIEW_AUDITS
from .errors import invalid, not_found
from .exchange import Act, Call, Interference, Reply, Route, json_reply
from .json_values import JsonObject, is_integer
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .webdeployments_state import USER, now

QUERY = "/api/v2/audits/query"
REALTIME = f"{QUERY}/realtime"
MAPPING = "servicemapping"
SERVICE, MESSAGING = "WebDeployments", "Messaging"
REALTIME_KEEPS, REALTIME_SPAN = timedelta(days=14), timedelta(days=1)
KEEPS, SPAN = timedelta(days=365), timedelta(days=30)
_ENTITIES = {
    SERVICE: {
        "Deployment": ["Create", "Update", "Delete"],
        "Configuration": ["Create", "Update", "Delete"],
        "ConfigurationVersion": ["Publish"],
    },
    # The entity types are the official SDK's; that they belong to this service, and their actions, are our choice.
    MESSAGING: {
        "SupportedContent": ["Create", "Update", "Delete"],
        "ConversationDefaultSupportedContent": ["Update"],
    },
}
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 25, 500
_FIELDS = {"interval", "serviceName", "filters", "sort"}
_PAGES = {"pageNumber", "pageSize"}
_FILTERS = {
    "UserId": "user",
    "ClientId": "client",
    "EntityType": "entityType",
    "EntityId": "entity",
    "Action": "action",
}


@dataclass(frozen=True, slots=True)
class _Record:
    visible_at: float
    entry: JsonObject


@dataclass(slots=True)
class _Execution:
    """An asynchronous query: what it was asked, what it found when it began, and how often it was looked at."""

    query: JsonObject
    found: list[JsonObject]
    looks: int = 0


class Audits:
    """``/api/v2/audits/query``, realtime and not. Entries can become visible later than they happened."""

    name = "audits"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._records: list[_Record] = []
        self._executions: dict[str, _Execution] = {}

    def routes(self) -> Sequence[Route]:
        return [
            Route("POST", REALTIME, self.query_realtime, VIEW_AUDITS),
            Route("GET", f"{REALTIME}/{MAPPING}", self.realtime_mapping, VIEW_AUDITS),
            Route("GET", f"{QUERY}/{MAPPING}", self.mapping, VIEW_AUDITS),
            Route("POST", QUERY, self.begin_query, VIEW_AUDITS),
            Route("GET", f"{QUERY}/{{id}}", self.look_at_query, VIEW_AUDITS),
            Route("GET", f"{QUERY}/{{id}}/results", self.results, VIEW_AUDITS),
        ]

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
        *,
        service: str = SERVICE,
    ) -> None:
        """``by``: ``{"user": id}`` or ``{"client": id}``; ``changes``: (property, old, new)."""
        entry = {
            "id": str(uuid.uuid4()),
            # An OAuth client stands where a user does (R3).
            "user": {"id": by.get("user") or by.get("client", "")},
            "client": {"id": ""},
            "serviceName": service,
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

    def add(self, entries: Any) -> None:
        """Entries of the past, each whole, that are visible at once. ValueError: they are not."""
        if not isinstance(entries, list) or not all(isinstance(each, dict) and "eventDate" in each for each in entries):
            raise ValueError("audits: has to be a list of entries with an eventDate")
        self._records += [_Record(0.0, entry) for entry in entries]
        self._records.sort(key=lambda record: _moment(record.entry["eventDate"]))

    def realtime_mapping(self, call: Call) -> Reply:
        return _mapping(call, self._settings.audit_realtime)

    def mapping(self, call: Call) -> Reply:
        return _mapping(call, True)

    def query_realtime(self, call: Call) -> Reply:
        """A page of what is visible, the newest first unless asked otherwise."""
        query_parameters(call, frozenset({"expand"}))
        body = json_object(call)
        begin, end, problems = _asked(body, _FIELDS | _PAGES)
        size = _whole(body, "pageSize", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, problems)
        number = _whole(body, "pageNumber", 1, 10**6, problems)
        if problems:
            raise invalid(problems)
        if end - begin > REALTIME_SPAN:
            return json_reply({"status": 504, "code": "gateway.timeout", "message": "The request timed out."}, 504)
        begin = max(begin, datetime.now(UTC) - REALTIME_KEEPS)
        has_it = self._settings.audit_realtime or body["serviceName"] != SERVICE
        found = self._found(body, begin, end) if has_it else []
        start = (number - 1) * size
        return json_reply(
            {
                "entities": _expanded(call, found[start : start + size]),
                "pageNumber": number,
                "pageSize": size,
                "pageCount": -(-len(found) // size),
                "total": len(found),
            }
        )

    def begin_query(self, call: Call) -> Reply:
        """A query that runs by itself; its id tells how far it is, and then what it found."""
        query_parameters(call, frozenset())
        body = json_object(call)
        begin, end, problems = _asked(body, _FIELDS)
        if end - begin > SPAN:
            problems["interval"] = f"has to be {SPAN.days} days at most"
        if problems:
            raise invalid(problems)
        begin = max(begin, datetime.now(UTC) - KEEPS)
        name = str(uuid.uuid4())
        self._executions[name] = _Execution(body, self._found(body, begin, end))
        return json_reply(self._status(name), 202)

    def look_at_query(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        name = call.parameters["id"]
        if name not in self._executions:
            raise not_found(f"There is no audit query {name}.")
        self._executions[name].looks += 1
        return json_reply(self._status(name))

    def results(self, call: Call) -> Reply:
        parameters = query_parameters(call, frozenset({"cursor", "pageSize", "expand", "allowRedirect"}))
        name = call.parameters["id"]
        execution = self._executions.get(name)
        if execution is None or not self._is_done(execution):
            raise not_found(f"There is no finished audit query {name}.")
        problems: dict[str, str] = {}
        sizes = {key: int(value) for key, value in parameters.items() if key == "pageSize" and value.isdecimal()}
        size = _whole(sizes, "pageSize", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, problems)
        start = parameters.get("cursor", "0")
        if problems or not start.isdecimal():
            raise invalid(problems or {"cursor": "is not one of this query"})
        page = execution.found[int(start) : int(start) + size]
        after = int(start) + size
        more = {"cursor": str(after)} if after < len(execution.found) else {}
        return json_reply({"id": name, "pageSize": size, "entities": _expanded(call, page), **more})

    def _status(self, name: str) -> JsonObject:
        execution = self._executions[name]
        under_way = "Running" if execution.looks else "Queued"
        return {"id": name, "state": "Succeeded" if self._is_done(execution) else under_way, **execution.query}

    def _is_done(self, execution: _Execution) -> bool:
        return execution.looks > self._settings.audit_query_polls

    def _found(self, query: JsonObject, begin: datetime, end: datetime) -> list[JsonObject]:
        """What is visible now, in the order that was asked for."""
        found = [record.entry for record in self._records if record.visible_at <= time.monotonic()]
        found = [entry for entry in found if entry.get("serviceName", SERVICE) == query["serviceName"]]
        found = [entry for entry in found if begin <= _moment(entry["eventDate"]) < end]
        found = [entry for entry in found if all(_matches(entry, each) for each in query.get("filters") or [])]
        ascending = any(each.get("sortOrder") == "ascending" for each in query.get("sort") or [])
        return found if ascending else found[::-1]


def _mapping(call: Call, has_it: bool) -> Reply:
    query_parameters(call, frozenset())
    services = {"Architect": {"Flow": ["Publish"]}, **_ENTITIES}
    entities = {
        service: [{"name": name, "actions": actions} for name, actions in types.items()]
        for service, types in services.items()
        if service != SERVICE or has_it
    }
    return json_reply({"services": [{"name": name, "entities": types} for name, types in entities.items()]})


def _expanded(call: Call, entries: list[JsonObject]) -> list[JsonObject]:
    """With the names of users where they are asked for; a client is none."""
    if query_parameters(call, frozenset({"cursor", "pageSize", "expand", "allowRedirect"})).get("expand") != "user":
        return entries
    return [
        {**entry, "user": {**entry["user"], "name": "Somebody"}} if entry.get("user", {}).get("id") == USER else entry
        for entry in entries
    ]


def _asked(body: JsonObject, fields: set[str]) -> tuple[datetime, datetime, dict[str, str]]:
    problems = {name: "is not a field of this query" for name in body if name not in fields}
    begin, end = _interval(body.get("interval"), problems)
    if body.get("serviceName") not in _ENTITIES:
        problems["serviceName"] = f"has to be one of {', '.join(_ENTITIES)}"
    return begin, end, problems


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
