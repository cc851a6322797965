# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Read a listing once for all threads of a task that need it at about the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from .._core.json_values import JsonObject
from .client import Client
from .freshness import ROWS_A_PAGE

SPACING = 0.1
"""The least seconds between two listings of a kind, for each page."""
HELD_OFF = 15.0
"""The most seconds that a listing waits for threads that still write: they may need it too."""


@dataclass(frozen=True)
class Listing:
    """``rows``: by id. ``began_at``: the time of the clock's ``monotonic`` before its first request."""

    rows: dict[str, JsonObject]
    began_at: float


class SharedListing:
    """The listing of one kind of objects. Thread-safe. ``noted`` gets each one before any thread does."""

    def __init__(
        self,
        client: Client,
        read_all: Callable[[], list[JsonObject]],
        noted: Callable[[Listing], None] = lambda listing: None,
    ) -> None:
        self._client = client
        self._crew = client.crew
        self._read_all = read_all
        self._noted = noted
        self._is_reading = False
        self._expected = 0
        self.newest = Listing({}, float("-inf"))

    def expect(self, rows: int) -> None:
        """Announce how many rows the listing has."""
        self._expected = rows

    @property
    def pages(self) -> int:
        """Return the requests that the listing takes; 0 if nobody knows."""
        return -(-self._expected // ROWS_A_PAGE)

    def since(self, moment: float) -> Listing:
        """Return a listing that began at that time or later. Raises its GenesysError."""
        clock = self._client.clock
        found = self.read(lambda: self.newest.began_at >= moment, lambda: True, clock.monotonic() + HELD_OFF)
        return found or self.newest

    def read(self, is_new: Callable[[], bool], is_wanted: Callable[[], bool], held_until: float) -> Listing | None:
        """Return the newest listing once ``is_new`` accepts it; None if it would have to be read and is not wanted.

        Waits until no other thread has work that may make it need the listing too, or until ``held_until``. Raises its
        GenesysError.
        """
        with self._crew.idle():
            while True:
                with self._crew.changed:
                    now = self._client.clock.monotonic()
                    early = self.newest.began_at + SPACING * self.pages - now
                    is_held = self._is_reading or (now < held_until and self._crew.has_work)
                    if is_new():
                        return self.newest
                    if not is_held and not is_wanted():
                        return None
                    if not is_held and early <= 0:
                        self._is_reading = True
                        break
                self._wait_for_turn(is_new, max(held_until - now, SPACING) if is_held else early)
            return self._read()

    def _wait_for_turn(self, is_new: Callable[[], bool], seconds: float) -> None:
        was_free = self._is_free
        self._client.pause_until(is_new, seconds, also_if=lambda: self._is_free and not was_free)

    @property
    def _is_free(self) -> bool:
        return not (self._is_reading or self._crew.has_work)

    def _read(self) -> Listing:
        listing = None
        try:
            with self._client.for_the_task():
                rows, began = self._client.dated(self._read_all)
            listing = Listing({str(row["id"]): row for row in rows}, began)
            return listing
        finally:
            with self._crew.changed:
                self._is_reading = False
                if listing is not None:
                    self.newest = listing
                    self._noted(listing)
                self._crew.notify()
