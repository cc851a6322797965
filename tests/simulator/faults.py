# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: what goes wrong with which requests.

A rule: ``{"method", "path", "query"?, "skip"?, "times"?, "action"}``. ``method``: exact, or ``*``; ``path`` and
``query``: regular expressions, the path's matched in full, the query's anywhere; ``skip``: so many matching requests go
by first (0); ``times``: so many are hit then (1; null: for ever). The first rule that is live hits a request; later
ones do not see it.

An action is an object of any of these, applied in this order:

- ``{"hang": seconds}``: wait before handling.
- ``{"expire_tokens": true}``: every token expires.
- an API family's own, such as ``{"mutate": {...}}``: somebody else changes the organisation.
- ``{"person": {"act", ...}}``: a person does something before the request is handled (`people` has the acts).
- ``{"late": seconds}``: the request is carried out after so many seconds, whether or not the client still waits. It is
  answered after that, but for ``respond`` and ``"reset": "before"``, which answer at once.
- ``{"stale": true}``: a read or listing shows what was before the last write to what it shows.
- ``{"old_answer": true}``: a PUT or PATCH answers the object as it was before.
- ``{"then_person": {"act", ...}}``: as ``person``, once the request was handled, and before it is answered. After a
  POST without an ``id`` of its own it is done to what was created.
- ``{"thin": ["flow", "messenger.apps", ...]}``: the object, or each row of the listing, is answered without these.
- ``{"garble": {"how", "seed"}}``: an answer of JSON is garbled by chance (`garbling.HOWS`), always alike for a seed.
- ``{"other_id": "x"}``: the object is answered with this id; null: with none.
- ``{"guest": "mute" | "rubbish" | "endless" | "huge" | "closes"}``: a guest's WebSocket (path ``/v1``) is accepted,
  and then does so (`guest_sockets.MISBEHAVIOURS`). Before it is, ``hang``, ``respond`` and ``"reset": "before"`` apply.

and of at most one of these, or else the request is handled as ever:

- ``{"respond": answer}``: answer so, without handling it (but later, if ``late``).
- ``{"after": answer}``: handle it, but answer so.
- ``{"reset": "before" | "after"}``: a TCP reset without an answer, without (but later, if ``late``) or with handling
  the request.
- ``{"cut": true}``: handle it, then close the connection in the middle of the answer's body.

An answer: ``{"status", "headers"?, and at most one of "body" (a JSON value), "text", "code" (an error body of the
contract, with "message"?)}``; none of them: an empty body.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .distortions import thinned, with_other_id
from .errors import ApiError
from .exchange import JSON_TYPE, Interference, Reply
from .garbling import HOWS, garbled
from .guest_sockets import MISBEHAVIOURS
from .json_values import JsonObject, encode_json, is_integer, is_number

_OUTCOMES = ("respond", "after", "reset", "cut")
_OTHERS = ("hang", "expire_tokens", "late", "stale", "old_answer", "thin", "other_id", "garble", "guest")


@dataclass(frozen=True, slots=True)
class Answer:
    """A canned answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    code: str | None
    message: str

    def reply(self, context_id: str) -> Reply:
        """The answer for the request with this correlation id."""
        if self.code is None:
            return Reply(self.status, self.body, dict(self.headers))
        return ApiError(self.status, self.code, self.message, headers=self.headers).reply(context_id)


@dataclass(frozen=True, slots=True)
class Action:
    """What happens to a request."""

    names: list[str]
    hang_seconds: float
    expire_tokens: bool
    interferences: JsonObject
    """Families' own actions: name -> value."""
    respond: Answer | None
    after: Answer | None
    reset: str | None
    """before | after"""
    cut: bool
    late_seconds: float | None
    stale: bool
    old_answer: bool
    thin: list[str]
    """Dotted names of members that the answer lacks."""
    other_id: tuple[str | None] | None
    """The id that is answered; None: the right one."""
    garble: tuple[str, int] | None
    """How an answer is garbled, and the seed for it."""
    guest: str | None
    """How a guest's WebSocket misbehaves."""

    def distorted(self, reply: Reply) -> Reply:
        """The handler's answer, as it is sent."""
        if self.thin:
            reply = thinned(reply, self.thin)
        if self.other_id is not None:
            reply = with_other_id(reply, *self.other_id)
        return garbled(reply, *self.garble) if self.garble else reply


@dataclass(slots=True)
class _Rule:
    definition: JsonObject
    method: str
    path: re.Pattern[str]
    query: re.Pattern[str]
    skip: int
    times: int | None
    action: Action
    matched: int = 0
    hits: int = 0

    def matches(self, method: str, path: str, query: str) -> bool:
        return (
            self.method in (method, "*")
            and (self.times is None or self.hits < self.times)
            and self.path.fullmatch(path) is not None
            and self.query.search(query) is not None
        )


class Faults:
    """The rules, in the order they were made."""

    def __init__(self, interferences: Mapping[str, Interference]) -> None:
        """``interferences``: the actions that API families offer, by name."""
        self._interferences = interferences
        self._rules: list[_Rule] = []

    def add(self, definition: Any) -> None:
        """A new rule; ValueError says what is wrong with it."""
        self._rules.append(_read_rule(definition, self._interferences))

    def clear(self) -> None:
        """No more faults."""
        self._rules = []

    def hit(self, method: str, path: str, query: str) -> Action | None:
        """What happens to this request; counts it. None: nothing out of the ordinary."""
        for rule in self._rules:
            if rule.matches(method, path, query):
                rule.matched += 1
                if rule.matched > rule.skip:
                    rule.hits += 1
                    return rule.action
        return None

    def as_json(self) -> list[JsonObject]:
        """The rules as they were given, with ``matched`` and ``hits``."""
        return [{**rule.definition, "matched": rule.matched, "hits": rule.hits} for rule in self._rules]


def _read_rule(definition: Any, interferences: Mapping[str, Interference]) -> _Rule:
    rule = _object("fault", definition, {"method", "path", "query", "skip", "times", "action"})
    method = rule.get("method")
    _require(isinstance(method, str) and method.upper() == method, "fault.method: has to be a method or *")
    skip, times = rule.get("skip", 0), rule.get("times", 1)
    _require(is_integer(skip) and skip >= 0, "fault.skip: has to be an integer from 0")
    _require(times is None or (is_integer(times) and times >= 1), "fault.times: has to be null or an integer from 1")
    path = _pattern("fault.path", rule.get("path"))
    query = _pattern("fault.query", rule.get("query", ""))
    return _Rule(rule, str(method), path, query, skip, times, _read_action(rule.get("action"), interferences))


def _read_action(definition: Any, interferences: Mapping[str, Interference]) -> Action:
    action = _object("fault.action", definition, {*_OTHERS, *interferences, *_OUTCOMES})
    _require(bool(action), "fault.action: is empty")
    _require(sum(name in action for name in _OUTCOMES) <= 1, f"fault.action: at most one of {', '.join(_OUTCOMES)}")
    hang = action.get("hang", 0)
    _require(is_number(hang) and hang >= 0, "fault.action.hang: has to be a number of seconds")
    reset = action.get("reset")
    _require(reset in (None, "before", "after"), "fault.action.reset: has to be before or after")
    for name in action.keys() & interferences.keys():
        interference = interferences[name]
        _require(interference.valid(action[name]), f"fault.action.{name}: has to be {interference.expectation}")
    late, thin, other_id = action.get("late"), action.get("thin", []), action.get("other_id")
    _require(late is None or (is_number(late) and late >= 0), "fault.action.late: has to be a number of seconds")
    _require(_is_texts(thin), "fault.action.thin: has to be a list of dotted names")
    _require(other_id is None or isinstance(other_id, str), "fault.action.other_id: has to be a string or null")
    guest = action.get("guest")
    _require(guest in (None, *MISBEHAVIOURS), f"fault.action.guest: has to be one of {', '.join(MISBEHAVIOURS)}")
    for flag in ("expire_tokens", "cut", "stale", "old_answer"):
        _require(action.get(flag, True) is True, f"fault.action.{flag}: has to be true")
    return Action(
        names=list(action),
        hang_seconds=hang,
        expire_tokens="expire_tokens" in action,
        interferences={name: value for name, value in action.items() if name in interferences},
        respond=_read_answer(action, "respond"),
        after=_read_answer(action, "after"),
        reset=reset,
        cut="cut" in action,
        late_seconds=late,
        stale="stale" in action,
        old_answer="old_answer" in action,
        thin=thin,
        other_id=(other_id,) if "other_id" in action else None,
        garble=_read_garble(action),
        guest=guest,
    )


def _read_garble(action: JsonObject) -> tuple[str, int] | None:
    if "garble" not in action:
        return None
    given = _object("fault.action.garble", action["garble"], {"how", "seed"})
    how, seed = given.get("how"), given.get("seed")
    _require(how in HOWS, f"fault.action.garble.how: has to be one of {', '.join(HOWS)}")
    _require(is_integer(seed), "fault.action.garble.seed: has to be an integer")
    return str(how), int(seed or 0)


def _read_answer(action: JsonObject, name: str) -> Answer | None:
    if name not in action:
        return None
    place = f"fault.action.{name}"
    answer = _object(place, action[name], {"status", "headers", "body", "text", "code", "message"})
    status = answer.get("status")
    _require(is_integer(status) and 200 <= int(status or 0) <= 599, f"{place}.status: has to be from 200 to 599")
    contents = [each for each in ("body", "text", "code") if each in answer]
    _require(len(contents) <= 1, f"{place}: at most one of body, text, code")
    body, content_type = _content(answer)
    own = _object(f"{place}.headers", answer.get("headers", {}), None)
    headers = {key: str(value) for key, value in own.items()}
    if content_type and "content-type" not in map(str.lower, headers):
        headers["Content-Type"] = content_type
    code, message = answer.get("code"), answer.get("message", "A fault on demand.")
    _require(code is None or isinstance(code, str), f"{place}.code: has to be a string")
    return Answer(int(status or 0), headers, body, code, str(message))


def _content(answer: JsonObject) -> tuple[bytes, str | None]:
    if "body" in answer:
        return encode_json(answer["body"]), JSON_TYPE
    if "text" in answer:
        text = str(answer["text"])
        return text.encode(), "text/html" if text.lstrip().startswith("<") else "text/plain"
    return b"", None


def _object(place: str, value: Any, known: Collection[str] | None) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"{place}: has to be an object")
    unknown = [] if known is None else sorted(value.keys() - set(known))
    if known is not None and unknown:
        raise ValueError(f"{place}: {unknown[0]!r} is not one of {', '.join(sorted(known))}")
    return value


def _pattern(place: str, value: Any) -> re.Pattern[str]:
    if not isinstance(value, str):
        raise ValueError(f"{place}: has to be a regular expression")
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"{place}: {error}") from None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
