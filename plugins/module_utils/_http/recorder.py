# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Count requests and times, for a whole task and for each operation in it.

A worker thread opens an operation; its requests count for the task and for the operation until it closes it.
Thread-safe.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Callable, Iterator, TypeVar

from .._core.tally import WRITE, Tally
from .interruption import Interruption

T = TypeVar("T")
R = TypeVar("R")


BeforeWrite = Callable[[Any], None]
"""Called with the body of a write before it is sent."""


@dataclass(frozen=True)
class _Current:
    """The operation that a thread is in."""

    tally: Tally
    before_write: BeforeWrite


class Recorder:
    """One for a task. ``interruption``: whether the task may still send requests."""

    def __init__(self, interruption: Interruption | None = None) -> None:
        self.total = Tally()
        self.interruption = interruption or Interruption()
        self._lock = threading.Lock()
        self._thread = threading.local()

    @contextmanager
    def operation(self, before_write: BeforeWrite = lambda content: None) -> Iterator[Tally]:
        """Count this thread's further requests in a tally of the operation as well."""
        tally, outer = Tally(), self._current
        self._thread.current = _Current(tally, before_write)
        try:
            yield tally
        finally:
            self._thread.current = outer

    @contextmanager
    def for_the_task(self) -> Iterator[None]:
        """Count this thread's further requests for the task only: they serve more than its operation."""
        outer = self._current
        self._thread.current = None
        try:
            yield
        finally:
            self._thread.current = outer

    def counted_here(self, function: Callable[[T], R]) -> Callable[[T], R]:
        """Return a function that another thread can run for the operation of this thread."""
        current = self._current

        def counted(item: T) -> R:
            self._thread.current = current
            return function(item)

        return counted

    def sending(self, kind: str, payload: Any) -> None:
        """Count a try that is about to be sent. Raises Interrupted if the task has to end instead."""
        self.interruption.check()
        current = self._current
        if kind == WRITE and current is not None:
            current.before_write(payload)

    def answered(self, kind: str, latency_ms: float, context_id: str | None, payload: Any, again: bool) -> None:
        """Count a try that has ended, with or without success. ``again``: it was not the first of its request."""
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
        current = self._current
        return [self.total] if current is None else [self.total, current.tally]

    @property
    def _current(self) -> _Current | None:
        return getattr(self._thread, "current", None)
