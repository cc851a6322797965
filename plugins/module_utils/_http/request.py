# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A request and its final response. Its kind decides on its counting, its repetition and the advice of its errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Mapping

from .._core import json_answer
from .._core.errors import GenesysError
from .._core.json_values import JsonObject
from .._core.retry import EVENT, Fault, TryResult
from .._core.tally import READ, TOKEN, WRITE
from . import api_errors, receiver_errors
from .transport import Response


class Kind(Enum):
    """The purpose of a request."""

    TOKEN = "token"
    READ = "read"
    QUERY = "query"
    """A read that the API takes as a POST."""
    WRITE = "write"
    EVENT = "event"
    """An event for a receiver, not for the API: any 2xx is a success, and the event may be repeated."""


_COUNTED_AS = {Kind.TOKEN: TOKEN, Kind.READ: READ, Kind.QUERY: READ, Kind.WRITE: WRITE, Kind.EVENT: WRITE}
_REPEATED_AS = {Kind.TOKEN: "TOKEN", Kind.READ: "GET", Kind.QUERY: "GET", Kind.EVENT: EVENT}


@dataclass(frozen=True)
class FinalResponse:
    """A final response; ``content`` is its JSON object, None if the body is none; ``flaw`` says why it is none."""

    status: int
    content: JsonObject | None
    reply: Response
    flaw: str = ""


def final(reply: Response) -> FinalResponse:
    """Read the JSON object of a response; the API always sends one."""
    try:
        return FinalResponse(reply.status, json_answer.read(reply.body), reply)
    except json_answer.NotExpected as error:
        return FinalResponse(reply.status, None, reply, str(error))


@dataclass(frozen=True)
class Request:
    """``url`` is sent, ``path`` is shown in errors; ``content`` is the decoded body, for the audit's checksum."""

    method: str
    url: str
    path: str
    body: bytes | None = None
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = Kind.WRITE
    hands_back: bool = False
    """Raise NotYet instead of waiting here, if another try is worth it."""

    @property
    def counted_as(self) -> str:
        return _COUNTED_AS[self.kind]

    @property
    def retry_method(self) -> str:
        """Return the method under which the table of retries knows it."""
        return _REPEATED_AS.get(self.kind, self.method)

    def outcome(self, answered: FinalResponse) -> TryResult:
        status, reply = answered.status, answered.reply
        has_any_body = self.kind is Kind.EVENT or (self.method == "DELETE" and not reply.body.strip())
        if status < 200 or (status < 300 and answered.content is None and not has_any_body):
            return TryResult(status, Fault.GARBLED)
        status = 429 if self._is_throttled(answered) else status
        return TryResult(status, None, reply.headers.get("Retry-After"), reply.headers.get("Date"))

    def error(self, outcome: TryResult, answered: FinalResponse | None, cause: str, reason: str) -> GenesysError:
        """Return the error if no further try follows; ``reason`` says why."""
        if self.kind is Kind.EVENT:
            return receiver_errors.error(self.path, outcome, answered.reply if answered else None, cause, reason)
        if answered is None:
            return api_errors.network_error(self.method, self.path, outcome, cause, reason)
        if outcome.fault is Fault.GARBLED:
            return api_errors.garbled_error(self.method, self.path, answered.reply, answered.flaw)
        if self._is_throttled(answered):
            return api_errors.throttled_token_error(self.path, answered.reply, answered.content, reason)
        return api_errors.error_from(self.method, self.path, answered.reply, answered.content, reason)

    def _is_throttled(self, answered: FinalResponse) -> bool:
        return self.kind is Kind.TOKEN and api_errors.is_throttled_token(answered.status, answered.content)
