# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The API as Python sees it: JSON in, JSON out, pages to the end, errors as exceptions, a token put on and renewed."""

from __future__ import annotations

import itertools
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Iterator, Mapping, Sequence, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from ansible_collections.genesys.cloud.plugins.module_utils import _error_bodies
from ansible_collections.genesys.cloud.plugins.module_utils._auth import Tokens, bearer
from ansible_collections.genesys.cloud.plugins.module_utils._clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._concurrency import each
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Answer,
    Conflict,
    GenesysError,
    InvalidInput,
    NotFound,
    ProtocolError,
    UnknownOutcome,
)
from ansible_collections.genesys.cloud.plugins.module_utils._pacing import Pacer
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._retry import FIRST_BACKOFF, FLOOR, http_date
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Request, Sender, Tries

PAGE_SIZE = 100
"""The most that a page holds (contract)."""
MOST_PAGES = 10_000
"""A million channels: an answer that announces more is wrong."""
NOT_SEEN = "Reading it back did not show it; it may still take effect."
CHANGED_TWICE = "It was read and planned again, and refused again: someone else is changing it too. Run it again."

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Lane:
    """A token and its allowance."""

    tokens: Tokens
    pacer: Pacer


class Client:
    """``base_url`` has no slash at its end; ``workers``: how many requests may be under way at once.

    Each thread keeps to one lane; several lanes take turns in getting a thread. From a lane that was told to wait
    longer than anyone will, its threads move on to another.
    """

    def __init__(self, sender: Sender, lanes: Sequence[Lane], base_url: str, workers: int) -> None:
        self._sender = sender
        self._lanes = lanes
        self._base_url = base_url
        self.workers = workers
        self._mine = threading.local()
        self._next_lane = itertools.cycle(lanes)
        self.served_at: datetime | None = None
        """The service's own time in the first answer that told it."""

    @property
    def sender(self) -> Sender:
        """For what goes somewhere else than to the API."""
        return self._sender

    @property
    def clock(self) -> Clock:
        return self._sender.clock

    @property
    def deadline(self) -> float:
        """Seconds that one request may take with all its tries and waits."""
        return self._sender.deadline

    def pause(self, seconds: float, why: str) -> None:
        """Wait, and count it as waiting."""
        self._sender.pause(seconds, why)

    def expect(self, requests: int) -> None:
        """So many requests are to come, spread evenly over the tokens."""
        for lane in self._lanes:
            lane.pacer.expect(-(-requests // len(self._lanes)))

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> JsonObject:
        """A read; ``path`` is already percent-encoded."""
        return self._send("GET", path, query, None, None)

    def write(self, method: str, path: str, content: JsonObject | None, tries: Tries) -> JsonObject:
        """A write of one try or more, inside ``settle``: raises UnknownOutcome where it may have taken effect."""
        return self._send(method, path, None, content, tries)

    def pages(self, path: str) -> list[JsonObject]:
        """Every entity of a listing, each id once, in the order of the listing.

        Believes ``pageCount``, then ``total``; the later pages are read at once then. Where the service tells neither,
        or its pages hold less than it said, it goes on to an empty page.
        """
        listing = _Listing(path)
        first = self._page(path, 1)
        listing.add(first)
        announced = range(2, _announced_pages(first) + 1)
        ahead = 4 * self.workers  # so many pages, and no more, are read before one is found to repeat
        for start in range(0, len(announced), ahead):
            for page in self.each(lambda number: self._page(path, number), announced[start : start + ahead]):
                listing.add(page)
        number = len(announced) + 1
        while not listing.is_complete:
            number += 1
            listing.add(self._page(path, number))
        return list(listing.entities.values())

    def cursor_pages(self, path: str, query: Mapping[str, Any]) -> list[JsonObject]:
        """Every entity of a listing that is paged by a cursor, in its order; an id can come more than once.

        The next page's cursor is the ``after`` of ``nextUri``; no ``nextUri`` ends the listing.
        """
        found: list[JsonObject] = []
        cursors: set[str] = set()
        after: str | None = None
        while True:
            page = self.get(path, {**query, **({} if after is None else {"after": after})})
            found += _entities(page, path)
            after = _next_cursor(page)
            if after is None:
                if page.get("nextUri") and len(found) < (_count(page.get("total")) or 0):
                    raise ProtocolError(
                        f"a page of {path} names a next one without its cursor, so the rest of it cannot be read",
                        Answer(method="GET", path=path),
                        "Nothing was changed. Report it to the operator of the API.",
                    )
                return found
            if after in cursors:
                raise ProtocolError(
                    f"the pages of {path} lead back to an earlier one, so the listing's end cannot be found",
                    Answer(method="GET", path=path),
                    "Nothing was changed. Run it again; if it stays so, report it to the operator of the API.",
                )
            cursors.add(after)

    def query_pages(self, path: str, query: JsonObject) -> list[JsonObject]:
        """Every entity that a query finds whose pages have numbers, each id once, in the order of the pages."""
        listing = _Listing(path)
        number = 0
        while not listing.is_complete:
            number += 1
            listing.add(self._send("POST", path, None, {**query, "pageNumber": number}, None, is_query=True))
        return list(listing.entities.values())

    def _page(self, path: str, number: int) -> JsonObject:
        return self.get(path, {"pageSize": PAGE_SIZE, "pageNumber": number})

    def each(self, function: Callable[[T], R], items: Sequence[T], waiting: int = 1) -> list[R]:
        """The same for each item, ``workers`` at once; results in the order of the items.

        ``waiting``: so many times more may be begun, for what mostly waits for the service to finish something; the
        requests that are under way stay as many. One worker does one thing after the other all the same.
        """
        return each(self._sender.recorder, self.workers * (waiting if self.workers > 1 else 1), function, items)

    def settle(
        self, send: Callable[[Tries], T], look: Callable[[], T | None], can_tell: bool = True, creates: bool = False
    ) -> T:
        """Send a write; where nobody knows whether it took effect, look before sending it again.

        ``send`` writes once and returns the outcome. ``look`` reads afresh and returns the outcome if the write is no
        longer needed, else None; it may change what ``send`` sends next. The tries of all sends count together.
        It may also find that the object is gone (NotFound), that the wish does not fit it any more (InvalidInput), or
        that it is someone else's now (Conflict).
        ``can_tell``: whether ``look`` sees all that the write would have done.
        ``creates``: sent twice, it would make two. So ``look`` is asked for as long as the first one may still arrive.
        A 409 to any other write is read again and planned again, once.
        """
        tries = self._sender.tries()
        has_replanned = False
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
            except UnknownOutcome as unknown:
                settled = self._found_out(look, unknown, 2 * self._sender.timeout if creates else 0.0)
                if settled is not None:
                    return settled
                if not unknown.again or tries.elapsed() >= self.deadline:
                    known = NOT_SEEN if can_tell else "Whether it took effect is not known."
                    unknown.error.advice = f"{known} {unknown.error.advice}".strip()
                    raise unknown.error from None

    def _found_out(self, look: Callable[[], T | None], unknown: UnknownOutcome, seconds: float) -> T | None:
        """What ``look`` sees of a write whose answer was lost, asked again for so many seconds."""
        ends_at = self.clock.monotonic() + min(seconds, self.deadline)
        wait = unknown.wait
        while True:
            self._sender.pause(wait, "the answer to a write was lost")
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
            if settled is not None or left <= 0:
                return settled
            wait = min(left, max(FIRST_BACKOFF, 2 * wait))

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None,
        content: JsonObject | None,
        tries: Tries | None,
        is_query: bool = False,
    ) -> JsonObject:
        url = f"{self._base_url}{path}{'?' + urlencode(query) if query else ''}"
        body = None if content is None else json.dumps(content, allow_nan=False).encode("ascii")
        headers = {"Cache-Control": "no-cache"} if method == "GET" else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = Request(method, url, path, body, content, headers, is_query=is_query)
        tries = tries or self._sender.tries()
        lane = self._lane()
        token = lane.tokens.token()
        answered = self._sender.send(request, bearer(token), tries, lane.pacer)
        if answered.status == 401 and lane.tokens.renew(token):
            token = lane.tokens.token()
            answered = self._sender.send(request, bearer(token), tries, lane.pacer)
        if answered.status != 401:
            lane.tokens.accepted(token)
        self.served_at = self.served_at or http_date(answered.reply.headers.get("Date", ""))
        if answered.status >= 300:
            raise _error_bodies.error_from(method, path, answered.reply, answered.content)
        return answered.content or {}

    def _lane(self) -> Lane:
        lane: Lane | None = getattr(self._mine, "lane", None)
        if lane is None or lane.pacer.is_refused:
            turns = (next(self._next_lane) for _each in self._lanes)
            lane = next((turn for turn in turns if not turn.pacer.is_refused), None) or next(self._next_lane)
            self._mine.lane = lane
        return lane


def found_or_none(read: Callable[[], T]) -> T | None:
    """What ``read`` returns, None where the server says that there is no such thing."""
    try:
        return read()
    except NotFound:
        return None


@contextmanager
def accepted(diff: dict[str, Any]) -> Iterator[None]:
    """A write was accepted: an error that comes now cannot undo it, so its task has changed something all the same."""
    try:
        yield
    except GenesysError as error:
        error.result = {"changed": True, "diff": diff}
        raise


class _Listing:
    """The pages of one listing as they are put together."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._read = 0
        self._pages = 0
        self.entities: dict[str, JsonObject] = {}
        self.is_complete = False

    def add(self, page: JsonObject) -> None:
        found = _entities(page, self._path)
        fresh = {entity["id"]: entity for entity in found if entity["id"] not in self.entities}
        self._pages += 1
        self._read += len(found)
        if found and not fresh:
            raise ProtocolError(
                f"page {self._pages} of {self._path} repeats earlier pages and brings nothing new, "
                "so its end cannot be found",
                Answer(method="GET", path=self._path),
                "Nothing was changed. Run it again; if it stays so, report it to the operator of the API.",
            )
        self.entities.update(fresh)
        page_count, total = _count(page.get("pageCount")), _count(page.get("total"))
        if page_count is not None:
            self.is_complete = self._pages >= page_count
        else:
            self.is_complete = not found or (total is not None and self._read >= total)


def _announced_pages(first: JsonObject) -> int:
    """How many pages there are, as far as the first one tells; 1 where it does not."""
    pages, total, size = (_count(first.get(key)) for key in ("pageCount", "total", "pageSize"))
    if pages is None:
        pages = -(-total // size) if total and size else 1
    if pages > MOST_PAGES:
        raise ProtocolError(f"the first page announces {pages} pages, which no org can have")
    return pages


def _next_cursor(page: JsonObject) -> str | None:
    uri = page.get("nextUri")
    found = parse_qs(urlsplit(uri).query).get("after") if isinstance(uri, str) else None
    return found[-1] if found else None


def _entities(page: JsonObject, path: str) -> list[JsonObject]:
    entities = page.get("entities")
    if not isinstance(entities, list):
        raise ProtocolError(
            "the answer has no list 'entities', so it is no page of a listing",
            Answer(method="GET", path=path, status=200),
            "Check that api_url is the address of the API, and not of something before it.",
        )
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("id"), str) or not entity["id"]:
            raise ProtocolError(
                "the listing holds something that is no object with an id", Answer(method="GET", path=path, status=200)
            )
    return entities


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
