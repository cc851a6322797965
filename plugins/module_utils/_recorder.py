# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Counts requests and times, for a whole task and for each operation in it.

A worker thread opens an operation; what it sends until it closes it counts for both. Thread-safe.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, TypeVar

TOKEN, READ, WRITE = "token", "read", "write"

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Tally:
    """Requests by kind (every try is one), extra tries, waiting and latencies in ms, the last body written."""

    requests: dict[str, int] = field(default_factory=lambda: {TOKEN: 0, READ: 0, WRITE: 0})
    retries: int = 0
    wait_ms: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    payload: Any = None
    context_id: str | None = None

    @property
    def latency_ms(self) -> float:
        return sum(self.latencies_ms, 0.0)


class Recorder:
    """One for a task."""

    def __init__(self) -> None:
        self.total = Tally()
        self._lock = threading.Lock()
        self._current = threading.local()

    @contextmanager
    def operation(self) -> Iterator[Tally]:
        """Count what this thread sends from here on in a tally of its own as well."""
        tally, outer = Tally(), getattr(self._current, "tally", None)
        self._current.tally = tally
        try:
            yield tally
        finally:
            self._current.tally = outer

    def counted_here(self, function: Callable[[T], R]) -> Callable[[T], R]:
        """A function that another thread can run for the operation that this thread is in."""
        tally = getattr(self._current, "tally", None)

        def counted(item: T) -> R:
            self._current.tally = tally
            return function(item)

        return counted

    def answered(self, kind: str, latency_ms: float, context_id: str | None, payload: Any, again: bool) -> None:
        """One try has ended, whatever came of it. ``again``: it was not the first of its request."""
        for tally in self._tallies():
            with self._lock:
                tally.requests[kind] += 1
                tally.retries += again
                tally.latencies_ms.append(latency_ms)
                tally.context_id = context_id or tally.context_id
                if kind == WRITE:
                    tally.payload = payload

    def waited(self, seconds: float) -> None:
        for tally in self._tallies():
            with self._lock:
                tally.wait_ms += seconds * 1000

    def _tallies(self) -> list[Tally]:
        operation = getattr(self._current, "tally", None)
        return [self.total] if operation is None else [self.total, operation]
