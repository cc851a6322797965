# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes in and out of a handler, and how an API family announces its handlers. No HTTP library in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from .json_values import JsonObject, encode_json

if TYPE_CHECKING:
    from .oauth import Token

JSON_TYPE = "application/json"
ANY_TOKEN = ""
"""In place of a scope: whoever has a token may."""


@dataclass(slots=True)
class Call:
    """One request, completely read."""

    method: str
    path: str
    """As on the wire: percent-encoded, without query and without the configured path prefix."""
    query: str
    headers: Mapping[str, str]
    """Looked up without regard to case."""
    body: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)
    """The decoded placeholders of the route's template."""
    token: Token | None = None
    """The token that was presented; for a token request, the one that was issued."""
    stale: bool = False
    """Whether a read shows what was before the last write."""
    old_answer: bool = False
    """Whether a PUT or PATCH answers what was before it."""


@dataclass(slots=True)
class Reply:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_of_api: bool = True
    """Whether the API answers, with its correlation id, and not something in front of or beside it."""


def json_reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer that holds a JSON value."""
    return encoded_reply(encode_json(value), status, headers)


def encoded_reply(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer that holds JSON which is encoded already."""
    return Reply(status, body, {"Content-Type": JSON_TYPE, **(headers or {})})


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Interference:
    """What a fault can let "somebody else" do to the organisation, just before or after a request is handled."""

    expectation: str
    """Says what a value has to be."""
    valid: Callable[[Any], bool]
    """Whether a fault's value is that."""
    apply: Callable[[Any, str], None]
    """Do it: (the fault's value, the path of the request). What is not there is left alone, or a LookupError."""
    afterwards: bool = False
    """Whether it happens after the request was handled, before it is answered."""


class Settling(Protocol):
    """Something that the service works on for a while."""

    def finish(self) -> None:
        """Be done at once."""


Act = Callable[[str, JsonObject], Sequence[Settling]]
"""What a person does: (an id, what is given with it). What was written with it; LookupError: it is not there."""


def id_or_last_segment(value: Any, path: str) -> str:
    """The id that a fault names; where it names none (True or None), the last segment of the request's path."""
    return value if isinstance(value, str) else path.rsplit("/", 1)[-1]


def is_id_or_true(value: Any) -> bool:
    """Whether the value names something by its id, or (true) by the request's path."""
    return value is True or isinstance(value, str)


@dataclass(frozen=True, slots=True)
class Route:
    """A method on a path. ``template``: literal segments and ``{placeholders}``, one segment each."""

    method: str
    template: str
    handler: Handler
    scope: str | None
    """The scope that a token must hold; `ANY_TOKEN`: none of them; None: no token is needed."""


class Family(Protocol):
    """One simulated API. Adding one means: write a class like this, and name it in ``simulation``."""

    name: str

    def routes(self) -> Sequence[Route]:
        """Everything it serves."""

    def interferences(self) -> Mapping[str, Interference]:
        """Fault actions that change this family's part of the organisation, by the action's name."""

    def acts(self) -> Mapping[str, Act]:
        """What a person can do to this family's part of the organisation, by name; `people` lists all of them."""
