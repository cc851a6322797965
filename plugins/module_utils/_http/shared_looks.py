# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Look at objects that many threads wait for: with one listing for all of them, if that takes fewer requests.

A row counts only if it shows the waiting thread's own write; else its object is read singly. A listing can lag behind
single reads. So if listings show for too long that an object is not ready, one object is read singly as well. If it is
ready, and the next listing still does not show that, all objects are read singly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, TypeVar

from .._core.errors import GenesysError
from .._core.json_values import JsonObject
from .client import Client
from .shared_listing import HELD_OFF, Listing, SharedListing
from .waiting import FIRST_WAIT, Deadline

SOON = 0.1
"""Seconds before the second look, if it takes only one request."""
LAST_LOOK = 1.0
"""Seconds before the deadline at which a look waits for nobody."""
TRUSTED = 3
"""So many listings may show an object as Pending; only one may show it as it was before its write."""

T = TypeVar("T")


class Unclear(Exception):
    """A row does not show the thread's write. ``is_behind``: it shows the state before, so the listing may lag."""

    def __init__(self, is_behind: bool = False) -> None:
        super().__init__()
        self.is_behind = is_behind


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
        self._listing = SharedListing(client, read_all, self._noted)
        self._sharing = 0
        self._serves = True
        """Whether a listing can be read, tells the status of its objects, and does not lag for too long."""
        self._checker: _Waiting | None = None
        """The thread that also reads its object singly."""
        self._checked = self._listing.newest
        self._still_lags: Callable[[Listing], bool] | None = None
        """Whether the next listing does not show an object as ready that a single read has shown so."""

    def expect(self, rows: int) -> None:
        """Announce how many rows a listing has; before that, each object is read singly."""
        self._listing.expect(rows)

    def listing_since(self, moment: float) -> Listing:
        """Return a listing that began at that time or later; one serves all threads that ask."""
        return self._listing.since(moment)

    def until(
        self,
        object_id: str,
        of_row: Callable[[JsonObject], T | None],
        alone: Callable[[], T | None],
        deadline: Deadline,
        what: str,
        is_still: str = "Pending",
        if_missing: T | None = None,
    ) -> T:
        """Look until there is a result; None, or NotYet, means: not yet.

        ``of_row`` judges the object's row, or raises Unclear. ``alone`` reads the object singly. ``if_missing``: the
        result if a listing does not show the object; None: that is unclear.
        """
        waiting = _Waiting(self._client.clock.monotonic())

        def look() -> T | None:
            listing = self._listing_for(waiting, deadline) if waiting.shares else None
            if listing is None:
                return alone()
            if if_missing is not None and object_id not in listing.rows:
                return if_missing
            return self._judged(waiting, listing, object_id, of_row, alone)

        def pause(seconds: float, why: str) -> None:
            if waiting.shares and self._serves:
                self._client.pause_until(lambda: self._is_new_to(waiting), seconds, why)
            else:
                self._client.pause(seconds, why)

        with self._crew.changed:
            self._sharing += 1
        try:
            return deadline.until(look, what, is_still, SOON if self._listing.pages <= 1 else FIRST_WAIT, pause)
        finally:
            self._leave(waiting)

    def _judged(
        self,
        waiting: _Waiting,
        listing: Listing,
        object_id: str,
        of_row: Callable[[JsonObject], T | None],
        alone: Callable[[], T | None],
    ) -> T | None:
        """Return the result of a look at a listing."""
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
        if waiting.looks <= trusted or not self._checks(waiting, listing):
            return None
        found = alone()
        if found is not None:
            self._still_lags = lambda listing: _does_not_show(listing, object_id, of_row)
        return found

    def _checks(self, waiting: _Waiting, listing: Listing) -> bool:
        """Return whether this thread checks the listing: one does, and the same one for as long as it waits."""
        with self._crew.changed:
            if listing is self._checked or self._checker not in (None, waiting):
                return False
            self._checker, self._checked = waiting, listing
            return True

    def _leave(self, waiting: _Waiting) -> None:
        with self._crew.changed:
            self._sharing -= waiting.shares
            waiting.shares = False
            if self._checker is waiting:
                self._checker = None

    def _listing_for(self, waiting: _Waiting, deadline: Deadline) -> Listing | None:
        """Return a listing that began after the thread's last look; None: a single read takes fewer requests."""
        held_until = min(self._client.clock.monotonic() + HELD_OFF, deadline.ends_at - LAST_LOOK)
        if not self._serves:
            return None
        try:
            listing = self._listing.read(lambda: self._is_new_to(waiting), self._is_cheaper, held_until)
        except GenesysError:  # a single read tells better what is wrong
            self._serves = False
            return None
        return listing if self._serves else None

    def _is_new_to(self, waiting: _Waiting) -> bool:
        return not self._serves or self._listing.newest.began_at > waiting.looked_at

    def _is_cheaper(self) -> bool:
        return 0 < self._listing.pages < self._sharing

    def _noted(self, listing: Listing) -> None:
        if not _tells_status(listing) or (self._still_lags is not None and self._still_lags(listing)):
            self._serves = False
        self._still_lags = None


def _row(listing: Listing, object_id: str) -> JsonObject:
    row = listing.rows.get(object_id)
    if row is None or "status" not in row:
        raise Unclear
    return row


def _tells_status(listing: Listing) -> bool:
    return any("status" in row for row in listing.rows.values())


def _does_not_show(listing: Listing, object_id: str, of_row: Callable[[JsonObject], object]) -> bool:
    """Return whether the row shows the object as not ready, or as it was before its write."""
    try:
        return of_row(_row(listing, object_id)) is None
    except Unclear as unclear:
        return unclear.is_behind
    except GenesysError:  # it has failed, which the listing shows
        return False
