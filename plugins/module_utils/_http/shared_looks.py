# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Look at objects that many threads wait for: with one listing for all of them, if that takes fewer requests.

A row counts only if it shows the waiting thread's own write; a row that lacks something does not, so that its object is
read singly. A listing can lag behind single reads. So one of the objects is read singly as well, if listings show too
long that nothing is ready.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Callable, TypeVar

from .._core.errors import GenesysError
from .._core.json_values import JsonObject
from .client import Client
from .freshness import ROWS_A_PAGE
from .waiting import FIRST_WAIT, Deadline

SOON = 0.1
"""Seconds before the second look, if it takes only one request; and between two listings, for each of their pages."""
HELD_OFF = 15.0
"""The most seconds that a look waits for threads that still write: they may need it too."""
LAST_LOOK = 1.0
"""Seconds before the deadline at which a look waits for nobody."""
TRUSTED = 4
"""So many listings may show an object as Pending; one that shows it as it was before its write is trusted once."""

T = TypeVar("T")


class Unclear(Exception):
    """A row does not show the thread's write. ``is_behind``: it shows the state before, so the listing may lag."""

    def __init__(self, is_behind: bool = False) -> None:
        super().__init__()
        self.is_behind = is_behind


@dataclass(frozen=True)
class _Listing:
    rows: dict[str, JsonObject]
    began_at: float
    thread: int
    """The thread that read it."""


@dataclass
class _Waiting:
    """A thread that waits for an object. ``looked_at``: the beginning of its last look at a listing."""

    looked_at: float
    looks: int = 0
    shares: bool = True


class SharedLooks:
    """For one kind of objects. Thread-safe. ``read_all`` lists them."""

    def __init__(self, client: Client, read_all: Callable[[], list[JsonObject]]) -> None:
        self._client = client
        self._crew = client.crew
        self._read_all = read_all
        self._sharing = 0
        self._listing = _Listing({}, float("-inf"), 0)
        self._is_listing = False
        self._expected = 0
        self._chances = 2
        """How often a listing may still be found to lag; 0 also if it cannot be read, or does not tell a status."""

    def expect(self, rows: int) -> None:
        """Announce how many rows a listing has; before that, each object is read singly."""
        self._expected = rows

    def until(
        self,
        object_id: str,
        of_row: Callable[[JsonObject], T | None],
        alone: Callable[[], T | None],
        deadline: Deadline,
        what: str,
        is_still: str = "Pending",
    ) -> T:
        """Look until there is a result; None, or NotYet, means: not yet.

        ``of_row`` judges the object's row, or raises Unclear; ``alone`` reads the object singly.
        """
        waiting = _Waiting(self._client.clock.monotonic())

        def look() -> T | None:
            listing = self._listing_for(waiting, deadline) if waiting.shares else None
            return alone() if listing is None else self._judged(waiting, listing, object_id, of_row, alone)

        def pause(seconds: float, why: str) -> None:
            self._client.pause_until(lambda: self._is_new_to(waiting), seconds, why)

        with self._crew.changed:
            self._sharing += 1
        try:
            return deadline.until(look, what, is_still, SOON if self._pages <= 1 else FIRST_WAIT, pause)
        finally:
            self._leave(waiting)

    def _judged(
        self,
        waiting: _Waiting,
        listing: _Listing,
        object_id: str,
        of_row: Callable[[JsonObject], T | None],
        alone: Callable[[], T | None],
    ) -> T | None:
        """Return the result of a look at a listing. The thread that read it also checks whether it lags."""
        waiting.looked_at, waiting.looks = listing.began_at, waiting.looks + 1
        trusted = TRUSTED
        try:
            found = of_row(_row(listing, object_id))
            if found is not None:
                return found
        except Unclear as unclear:
            if not unclear.is_behind:
                self._leave(waiting)
                return alone()
            trusted = 1
        if waiting.looks <= trusted or listing.thread != threading.get_ident():
            return None
        found = alone()
        self._chances -= found is not None
        return found

    def _leave(self, waiting: _Waiting) -> None:
        with self._crew.changed:
            self._sharing -= waiting.shares
            waiting.shares = False

    def _listing_for(self, waiting: _Waiting, deadline: Deadline) -> _Listing | None:
        """Return a listing that began after the thread's last look; None: a single read takes fewer requests."""
        clock = self._client.clock
        held_until = min(clock.monotonic() + HELD_OFF, deadline.ends_at - LAST_LOOK)
        with self._crew.idle():
            while True:
                with self._crew.changed:
                    now = clock.monotonic()
                    left = self._listing.began_at + SOON * self._pages - now
                    is_held = now < held_until and not self._is_free
                    if self._is_new_to(waiting):
                        return self._listing
                    if not is_held and (self._chances <= 0 or not 0 < self._pages < self._sharing):
                        return None
                    if not is_held and not self._is_listing and left <= 0:
                        self._is_listing = True
                        break
                self._wait_for_turn(waiting, held_until - now if is_held else max(left, SOON))
            return self._listed()

    def _wait_for_turn(self, waiting: _Waiting, seconds: float) -> None:
        was_free = self._is_free
        self._client.pause_until(
            lambda: self._is_new_to(waiting) or (self._is_free and not was_free), seconds, "others are being written"
        )

    @property
    def _is_free(self) -> bool:
        """Return whether no other thread has work that would need the next look too."""
        return not (self._is_listing or self._crew.has_work)

    def _is_new_to(self, waiting: _Waiting) -> bool:
        return waiting.shares and self._listing.began_at > waiting.looked_at

    def _listed(self) -> _Listing | None:
        """List the objects; None if that is not possible, which a single read tells better."""
        began = self._client.clock.monotonic()
        listing = None
        try:
            with self._client.for_the_task():
                rows = {str(row["id"]): row for row in self._read_all()}
            listing = _Listing(rows, began, threading.get_ident())
            if not any("status" in row for row in rows.values()):
                self._chances = 0
        except GenesysError:
            self._chances = 0
        finally:
            with self._crew.changed:
                self._is_listing = False
                self._listing = listing or self._listing
                self._crew.changed.notify_all()
        return listing

    @property
    def _pages(self) -> int:
        return -(-self._expected // ROWS_A_PAGE)


def _row(listing: _Listing, object_id: str) -> JsonObject:
    row = listing.rows.get(object_id)
    if row is None or "status" not in row:
        raise Unclear
    return row
