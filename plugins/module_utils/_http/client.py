# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The API as Python sees it: JSON in, JSON out, whole listings, errors as exceptions, a token set and renewed."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Callable, ContextManager, Iterator, Mapping, Sequence, TypeVar
from urllib.parse import quote, urlencode

from .._core.errors import (
    ROLES_LACK,
    Conflict,
    GenesysError,
    InvalidInput,
    NotFound,
    Outdated,
    UnknownOutcome,
)
from .._core.json_values import JsonObject
from .._core.listing import CursorPages, NumberedPages
from .._core.retry import FIRST_BACKOFF, FLOOR, http_date
from . import api_errors
from .auth import bearer
from .clock import Clock
from .interruption import Interrupted
from .lanes import Lane, Lanes
from .request import Kind, Request
from .sender import Sender, Tries
from .threads import Crew, each

PAGE_SIZE = 100
"""The most entities of a page (contract)."""
SLICE = 0.5
"""Seconds between two checks for an interruption."""
NOT_SEEN = "Reading it back did not show it; it may still take effect."
_CUT = timedelta(seconds=1)
"""The Date of a response has whole seconds."""
CHANGED_TWICE = "It was read and planned again, and refused again: someone else is changing it too. Run it again."

IfForbidden = Callable[[str, str], str]
"""Maps the method and the path of a request that an API refused with 403 to the advice."""
T = TypeVar("T")
R = TypeVar("R")


class Client:
    """``base_url`` has no slash at its end; ``workers``: the most requests in flight."""

    def __init__(self, sender: Sender, lanes: Sequence[Lane], base_url: str, workers: int) -> None:
        self._sender = sender
        self._lanes = Lanes(lanes, sender)
        self._base_url = base_url
        self.workers = workers
        self.crew = Crew()
        self.served_at: datetime | None = None
        """The service's own time in the first response with a Date."""
        self.ahead: timedelta | None = None
        """How far the service's clock was ahead of ours then; zero if they agree to the second."""
        self._if_forbidden: dict[str, IfForbidden] = {}
        self._thread = threading.local()

    @property
    def sender(self) -> Sender:
        """The sender, for requests that do not go to the API."""
        return self._sender

    @property
    def clock(self) -> Clock:
        return self._sender.clock

    @property
    def deadline(self) -> float:
        """Seconds that one request may take with all its tries and waits."""
        return self._sender.deadline

    def explain_forbidden(self, prefix: str, advice: IfForbidden) -> None:
        """Register the advice for a 403 of the API whose paths begin with ``prefix``."""
        self._if_forbidden[prefix] = advice

    def pause(self, seconds: float, why: str) -> None:
        """Wait for the service, and count it as waiting."""
        with self.crew.idle():
            self._sender.pause(seconds, why)

    def pause_until(
        self, is_over: Callable[[], bool], seconds: float, why: str = "", also_if: Callable[[], bool] = lambda: False
    ) -> None:
        """Wait until other threads of the task make ``is_over`` or ``also_if`` true, at most so long.

        Both are called with the crew's lock. After ``is_over``, the thread has work at once, before it wakes. ``why``:
        the reason that the user sees; empty for a wait that is usually over soon.
        """
        began = self.clock.monotonic()
        if why:
            self._sender.progress.waiting(seconds, why)
        with self.crew.idle_until(is_over), self.crew.changed:
            while not (is_over() or also_if()):
                left = began + seconds - self.clock.monotonic()
                if left <= 0:
                    break
                self._sender.recorder.interruption.check()
                self.clock.wait(self.crew.changed, min(left, SLICE))
        self._sender.recorder.waited(self.clock.monotonic() - began)

    def for_the_task(self) -> ContextManager[None]:
        """Count this thread's requests for the task only, not for its operation."""
        return self._sender.recorder.for_the_task()

    def expect(self, requests: int) -> None:
        """Announce that so many requests follow, spread evenly over the tokens."""
        pacers = self._lanes.pacers
        for pacer in pacers:
            pacer.expect(-(-requests // len(pacers)))

    @property
    def missing_tokens(self) -> str:
        """Say which tokens of the pool could not be obtained; empty if none is missing."""
        return self._lanes.missing

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> JsonObject:
        """Send a read; ``path`` is already percent-encoded."""
        return self._send(Kind.READ, "GET", path, query, None)

    def dated(self, read: Callable[[], T]) -> tuple[T, float]:
        """Call ``read``; return its result and the time of the clock's ``monotonic`` when its first request was sent.

        The request may have waited for its turn before, so that the result is younger than the call.
        """
        outer: list[float] | None = getattr(self._thread, "sent", None)
        sent = self._thread.sent = [] if outer is None else outer
        before, began = len(sent), self.clock.monotonic()
        try:
            found = read()
        finally:
            self._thread.sent = outer
        return found, sent[before] if len(sent) > before else began

    def write(self, method: str, path: str, content: JsonObject | None, tries: Tries) -> JsonObject:
        """Send a write of one or more tries, inside ``settle``. Raises UnknownOutcome if it may have taken effect."""
        return self._send(Kind.WRITE, method, path, None, content, tries)

    def pages(self, path: str, query: Mapping[str, Any] | None = None) -> list[JsonObject]:
        """Return every entity of a listing, each id once, in the order of the listing. ``query``: of each page.

        ``pageCount`` decides, then ``total``; with one of them, the later pages are read at once. If the service sends
        neither, or its pages hold less than it said, reading goes on to an empty page.
        """
        listing = NumberedPages(path)
        first = self._page(path, query, 1)
        listing.add(first)
        announced = range(2, listing.announced(first) + 1)
        ahead = 4 * self.workers  # the most pages that are read before one is found to repeat
        for start in range(0, len(announced), ahead):
            for page in self.each(lambda number: self._page(path, query, number), announced[start : start + ahead]):
                listing.add(page)
        number = len(announced) + 1
        while not listing.is_complete:
            number += 1
            listing.add(self._page(path, query, number))
        return list(listing.entities.values())

    def cursor_pages(self, path: str, query: Mapping[str, Any], cursor: str = "after") -> list[JsonObject]:
        """Return every entity of a listing with a cursor, in its order; an id can come more than once.

        ``cursor``: the name of its parameter.
        """
        listing = CursorPages(path, cursor)
        after = listing.add(self.get(path, query))
        while after is not None:
            after = listing.add(self.get(path, {**query, cursor: after}))
        return listing.entities

    def query(self, path: str, content: JsonObject, parameters: Mapping[str, Any] | None = None) -> JsonObject:
        """Send a read that the API takes as a POST."""
        return self._send(Kind.QUERY, "POST", path, parameters, content)

    def query_pages(
        self, path: str, content: JsonObject, parameters: Mapping[str, Any] | None = None
    ) -> list[JsonObject]:
        """Return every entity of a query with numbered pages, each id once, in the order of the pages."""
        listing = NumberedPages(path, "POST")
        number = 0
        while not listing.is_complete:
            number += 1
            listing.add(self.query(path, {**content, "pageNumber": number}, parameters))
        return list(listing.entities.values())

    def _page(self, path: str, query: Mapping[str, Any] | None, number: int) -> JsonObject:
        return self.get(path, {"pageSize": PAGE_SIZE, "pageNumber": number, **(query or {})})

    def each(self, function: Callable[[T], R], items: Sequence[T], waiting: int = 1) -> list[R]:
        """Call the function for each item, ``workers`` at once; results in the order of the items.

        Start up to ``workers * waiting`` items, for work that mostly waits on the service; still at most ``workers``
        requests are in flight. One worker handles one item after the other all the same.
        """
        at_once = self.workers * (waiting if self.workers > 1 else 1)
        return each(self._sender.recorder, self.crew, at_once, function, items)

    def settle(
        self, send: Callable[[Tries], T], look: Callable[[], T | None], can_tell: bool = True, creates: bool = False
    ) -> T:
        """Send a write; if nobody knows whether it took effect, read before sending it again.

        ``send`` writes once and returns the outcome. ``look`` reads afresh and returns the outcome if the write is no
        longer needed, else None; it may change what ``send`` sends next. The tries of all sends count together.
        ``look`` may also find that the object is gone (NotFound), that the desired state does not fit it any more
        (InvalidInput), or that it is someone else's now (Conflict). ``can_tell``: whether ``look`` sees all effects of
        the write. ``creates``: two sends would create two objects. So ``look`` is called for as long as the first one
        may still arrive. After a 409 to any other write, the object is read and planned again, once.
        After an Outdated from ``send``, ``look`` shows first whether a lost try took effect after all.
        """
        tries = self._sender.tries()
        has_replanned = may_have_written = False
        while True:
            try:
                return send(tries)
            except Conflict as error:
                if creates or error.answer.status != 409:
                    raise
                if has_replanned:
                    error.advice = error.advice or CHANGED_TWICE
                    raise
                has_replanned = True
                self._sender.pause(FLOOR + FLOOR * self.clock.jitter(), "someone else is changing it too")
                settled = look()
                if settled is not None:
                    return settled
            except Outdated as outdated:
                return _seen_late(look, may_have_written, outdated)
            except UnknownOutcome as unknown:
                may_have_written = True
                settled = self._found_out(look, unknown, 2 * self._sender.timeout if creates else 0.0)
                if settled is not None:
                    return settled
                if not unknown.again or tries.elapsed() >= self.deadline:
                    known = NOT_SEEN if can_tell else "Whether it took effect is not known."
                    unknown.error.advice = f"{known} {unknown.error.advice}".strip()
                    raise unknown.error from None

    def _found_out(self, look: Callable[[], T | None], unknown: UnknownOutcome, seconds: float) -> T | None:
        """Call ``look`` until it shows a write whose response was lost: for ``seconds`` seconds, and at least twice.

        With no seconds, it is called once.
        """
        ends_at = self.clock.monotonic() + min(seconds, self.deadline)
        wait, looks_left = unknown.wait, 2 if seconds else 1
        while True:
            looks_left -= 1
            self._sender.pause(wait, "the response to a write was lost")
            try:
                settled = look()
            except NotFound as error:
                error.advice = error.advice or "It was there before; someone deleted it meanwhile."
                raise
            except (InvalidInput, Conflict):
                raise
            except GenesysError as error:
                unknown.error.advice = (
                    f"Whether it took effect is not known: reading it back failed too ({error.message}). "
                    f"{unknown.error.advice}"
                ).strip()
                raise unknown.error from error
            left = ends_at - self.clock.monotonic()
            if settled is not None or (left <= 0 and looks_left <= 0):
                return settled
            wait = min(max(left, FIRST_BACKOFF), max(FIRST_BACKOFF, 2 * wait))

    def _send(
        self,
        kind: Kind,
        method: str,
        path: str,
        query: Mapping[str, Any] | None,
        content: JsonObject | None,
        tries: Tries | None = None,
    ) -> JsonObject:
        url = f"{self._base_url}{path}{'?' + urlencode(query) if query else ''}"
        body = None if content is None else json.dumps(content, allow_nan=False).encode("ascii")
        headers = {"Cache-Control": "no-cache"} if method == "GET" else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = Request(method, url, path, body, content, headers, kind)
        tries = tries or self._sender.tries()
        lane, token = self._lanes.take()
        answered = self._sender.send(request, bearer(token), tries, lane.pacer)
        if answered.status == 401 and lane.tokens.renew(token):
            lane, token = self._lanes.take()
            answered = self._sender.send(request, bearer(token), tries, lane.pacer)
        if answered.status != 401:
            lane.tokens.accepted(token)
        if getattr(self._thread, "sent", None) is not None:
            self._thread.sent.append(self._sender.sent_at)
        self._note_time(http_date(answered.reply.headers.get("Date", "")))
        if answered.status >= 300:
            known = (advice(method, path) for prefix, advice in self._if_forbidden.items() if path.startswith(prefix))
            forbidden = next(known, ROLES_LACK)
            raise api_errors.error_from(
                method, path, answered.reply, answered.content, sent=content, if_forbidden=forbidden
            )
        return answered.content or {}

    def _note_time(self, date: datetime | None) -> None:
        if date is not None and self.served_at is None:
            now = self.clock.now()
            agrees = date <= now <= date + 2 * _CUT
            self.served_at, self.ahead = date, timedelta() if agrees else date - now


def item_path(collection: str, item_id: str) -> str:
    return f"{collection}/{quote(item_id, safe='')}"


def found_or_none(read: Callable[[], T]) -> T | None:
    """Return the result of ``read``, or None if the server says that the object does not exist."""
    try:
        return read()
    except NotFound:
        return None


def delete_once(client: Client, send: Callable[[Tries], None], is_deleted: Callable[[], bool]) -> bool:
    """Delete something; return False if someone else was faster."""

    def delete(tries: Tries) -> bool:
        try:
            send(tries)
        except NotFound:
            return tries.made > 1  # an earlier try of ours may have taken effect
        return True

    return client.settle(delete, lambda: True if is_deleted() else None)


def _seen_late(look: Callable[[], T | None], may_have_written: bool, outdated: Outdated) -> T:
    """Return what ``look`` sees of a lost write; raise ``outdated`` if none was lost, or if it does not show."""
    settled = look() if may_have_written else None
    if settled is None:
        raise outdated
    return settled


@contextmanager
def counts_as_changed(diff: dict[str, Any]) -> Iterator[None]:
    """Mark later errors as changed: a write was accepted, and an error that ends the task now cannot undo it."""
    try:
        yield
    except (GenesysError, Interrupted) as error:
        error.result = {"changed": True, "diff": diff}
        raise
