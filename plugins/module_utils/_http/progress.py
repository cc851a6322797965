# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Tell a person the progress of a long task and the reason of its waits: seldom, and only if it takes long."""

from __future__ import annotations

import threading
from typing import Callable

from .clock import Clock

FIRST_AFTER = 5.0
"""Seconds before the first line of a task."""
EVERY = 10.0
"""Seconds between two lines."""
LONG_WAIT = 3.0
"""Seconds: a shorter wait gets no line."""


class Progress:
    """``say`` takes a line of text. Thread-safe."""

    def __init__(self, clock: Clock, say: Callable[[str], None] = lambda text: None) -> None:
        self._clock = clock
        self._say = say
        self._lock = threading.Lock()
        self._began = clock.monotonic()
        self._quiet_until = self._began + FIRST_AFTER
        self._waiting_until = 0.0
        self._done = self._total = self._failed = 0
        self._objects = ""

    def begin(self, total: int, objects: str = "channels") -> None:
        """Announce how many objects are to be written. ``objects``: the word for them."""
        with self._lock:
            self._began = self._clock.monotonic()
            self._done, self._total, self._failed = 0, total, 0
            self._objects = objects

    def advance(self, failed: bool) -> None:
        """Count one more finished object."""
        with self._lock:
            self._done += 1
            self._failed += failed
            if self._clock.monotonic() >= self._quiet_until:
                self._tell(self._how_far())

    def waiting(self, seconds: float, why: str) -> None:
        """Tell that a request waits; several waits for the same reason get one line."""
        with self._lock:
            until = self._clock.monotonic() + seconds
            if seconds < LONG_WAIT or until <= self._waiting_until + LONG_WAIT:
                return
            self._waiting_until = until
            self._tell(f"waiting {seconds:.0f} s: {why}{'; ' + self._how_far() if self._total else ''}")

    def _tell(self, text: str) -> None:
        self._quiet_until = self._clock.monotonic() + EVERY
        self._say(text)

    def _how_far(self) -> str:
        took = self._clock.monotonic() - self._began
        left = took / self._done * (self._total - self._done) if self._done else None
        parts = [f"{self._done} of {self._total} {self._objects} ({100 * self._done // max(1, self._total)}%)"]
        if self._failed:
            parts.append(f"{self._failed} failed")
        if left is not None:
            parts.append(f"about {left:.0f} s left")
        return ", ".join(parts)
