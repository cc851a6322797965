# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Read objects fresh and whole, because all of each is written back: singly, or all at once if that is cheaper."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Callable, Generic, Iterable, Tuple, TypeVar

from .._core.json_values import JsonObject
from .clock import Clock

FRESH_FOR = 5.0
"""The most seconds between a read and a write that was made from it."""
MOST_RENEWALS = 5
"""How often a write that is too late is read again; then it is sent all the same."""
ROWS_A_PAGE = 300
"""Objects in one page of a listing (SDK ``web_deployments_api.py``)."""

T = TypeVar("T")
Dated = Callable[[Callable[[], Any]], Tuple[Any, float]]


@dataclass(frozen=True)
class _Entry(Generic[T]):
    value: T
    read_at: float


class Work:
    """The number of objects that a task still has to write. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = 0

    def begin(self, objects: int) -> None:
        with self._lock:
            self._left = objects

    def end_one(self) -> None:
        with self._lock:
            self._left -= 1

    @property
    def left(self) -> int:
        return self._left


class Reader(Generic[T]):
    """Reads of one kind of objects, each kept as long as it is fresh. Thread-safe.

    ``read_all`` lists them by id, ``read_one`` raises NotFound. ``is_whole``: whether the rows of a listing show every
    field of their objects; ``is_row_whole``: whether this row does. ``rows_a_page``: the rows in one page of the
    listing. ``dated``: calls a read and also returns its time; None: the time before the call.
    """

    def __init__(
        self,
        clock: Clock,
        work: Work,
        read_one: Callable[[str], T],
        read_all: Callable[[], dict[str, T]],
        is_whole: Callable[[Iterable[T]], bool] = lambda rows: True,
        is_row_whole: Callable[[T], bool] = lambda row: True,
        rows_a_page: int = ROWS_A_PAGE,
        dated: Dated | None = None,
    ) -> None:
        self._clock = clock
        self._work = work
        self._read_one = read_one
        self._read_all = read_all
        self._is_whole = is_whole
        self._is_row_whole = is_row_whole
        self._rows_a_page = rows_a_page
        self._dated = dated or self._dated_before
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry[T]] = {}
        self._listed = 0
        self._listed_at = 0.0
        self._can_list = True

    def _dated_before(self, read: Callable[[], Any]) -> tuple[Any, float]:
        began = self.now()
        return read(), began

    def now(self) -> float:
        """Return the time for ``learn``; call it before a read."""
        return self._clock.monotonic()

    def learn(self, object_id: str, value: T, read_at: float) -> None:
        """Keep a read of one object."""
        self._entries[object_id] = _Entry(value, read_at)

    def expect(self, rows: int) -> None:
        """Announce how many rows a listing would have."""
        self._listed = rows

    def learn_all(self, rows: dict[str, T], read_at: float) -> None:
        """Keep a listing, if its rows can be trusted to be whole and it did not take too long."""
        self.expect(len(rows))
        self._listed_at = read_at
        self._can_list = self._is_whole(rows.values()) and self._is_fresh(read_at)
        if self._can_list:
            whole = {key: value for key, value in rows.items() if self._is_row_whole(value)}
            self._entries.update({key: _Entry(value, read_at) for key, value in whole.items()})

    def fresh(self, object_id: str) -> T:
        """Return the object as it was at most FRESH_FOR seconds ago."""
        with self._lock:
            kept = self._kept(object_id)
            if kept is None and self._is_cheaper_to_list():
                self.learn_all(*self._dated(self._read_all))
                kept = self._kept(object_id)
        if kept is not None:
            return kept.value
        read: tuple[T, float] = self._dated(lambda: self._read_one(object_id))
        value, read_at = read
        self.learn(object_id, value, read_at)
        return value

    def read_at(self, object_id: str) -> float:
        """Return the time of the read that ``fresh`` returned last."""
        return self._entries[object_id].read_at

    def _kept(self, object_id: str) -> _Entry[T] | None:
        entry = self._entries.get(object_id)
        return entry if entry is not None and self._is_fresh(entry.read_at) else None

    def _is_fresh(self, read_at: float) -> bool:
        return self.now() - read_at <= FRESH_FOR

    def _is_cheaper_to_list(self) -> bool:
        if not self._can_list or self._is_fresh(self._listed_at):  # a fresh listing without it would not show it again
            return False
        return 0 < -(-self._listed // self._rows_a_page) < self._work.left


def fields_in_no_row(rows: Iterable[JsonObject], fields: Iterable[str]) -> frozenset[str]:
    """Return the fields that no row of a listing shows: the listing may leave them out of all rows.

    If one row shows a field, a row without it has none.
    """
    missing = set(fields)
    for row in rows:
        missing -= row.keys()
        if not missing:
            break
    return frozenset(missing)
