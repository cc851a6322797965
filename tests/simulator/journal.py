# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was asked of the simulated APIs, in order of arrival. Holds no credential of the API's own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from .exchange import Call
from .json_values import JsonObject, NotJson, parse_json
from .oauth import TOKEN_PATH, OAuthError, token_form

Kind = Literal["token", "read", "write"]

_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN_FORM_FIELDS = ("grant_type", "scope")


@dataclass(slots=True)
class Entry:
    """One request."""

    number: int
    at: float
    """Arrival, in seconds of the machine's monotonic clock."""
    connection: int
    """Counts TCP connections from 1."""
    method: str
    path: str
    """As on the wire, without the query."""
    query: str
    kind: Kind
    body: Any = None
    """Bytes until somebody reads the journal; a token request's is a dictionary without secrets."""
    status: int | None = None
    """None: not answered yet (``duration_ms`` is None too), or the connection was cut."""
    duration_ms: float | None = None
    token: int | None = None
    """Number of the token presented, expired or not; of a token request, the one issued. None: none, or unknown."""
    fault: list[str] | None = None
    """The fault's actions that were applied."""
    effect_at: float | None = None
    """When a write took effect, on the clock of ``at``; None: it had none (yet), or is no write."""

    def finish(self, status: int | None) -> None:
        """The request is over."""
        self.status = status
        self.duration_ms = round((time.monotonic() - self.at) * 1000, 3)

    def handled(self, status: int) -> None:
        """The request was carried out, whatever the client is told of it and when."""
        if self.kind == "write" and status < 400:
            self.effect_at = time.monotonic()

    def as_json(self) -> JsonObject:
        """The entry, its body as a JSON value where it is one, else as text; no body: null."""
        return {
            "number": self.number,
            "at": self.at,
            "connection": self.connection,
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "body": _readable(self.body),
            "status": self.status,
            "duration_ms": self.duration_ms,
            "token": self.token,
            "fault": self.fault,
            "effect_at": self.effect_at,
        }


class Journal:
    """The entries since the last reset or clearing."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._count = 0

    def open(self, method: str, path: str, query: str, connection: int) -> Entry:
        """A new entry, at the moment the request arrives."""
        self._count += 1
        entry = Entry(self._count, time.monotonic(), connection, method, path, query, _kind(method, path))
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Forget the entries; the numbers go on."""
        self._entries = []

    def as_json(self) -> list[JsonObject]:
        """All entries."""
        return [entry.as_json() for entry in self._entries]


def body_to_keep(kind: Kind, call: Call) -> Any:
    """What an entry may hold of the call's body: of a token request, the form without anything secret."""
    if kind != "token":
        return call.body
    try:
        form = token_form(call)
    except OAuthError:
        return {}
    return {name: form[name] for name in _TOKEN_FORM_FIELDS if name in form}


def _kind(method: str, path: str) -> Kind:
    if path.endswith(TOKEN_PATH):
        return "token"
    return "read" if method in _READING_METHODS else "write"


def _readable(body: Any) -> Any:
    if not isinstance(body, bytes):
        return body
    try:
        return parse_json(body) if body else None
    except NotJson:
        return body.decode("utf-8", errors="backslashreplace")
