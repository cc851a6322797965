# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Pace the requests of one token to stay within the rate limit, so that no worker has to meet a 429.

Genesys allows each token some 300 requests a minute, and every response has the state: ``inin-ratelimit-allowed``,
``-count`` and ``-reset`` (whole seconds, rounded up). Most of the allowed requests go out without delay. If they will
not be enough, the last of them are spread over the rest of the window, and further requests wait for the next one.
While no response has these headers, the 429s tell the limit (``learned_limit.py``). Thread-safe.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Mapping

from .._core.errors import GenesysError, RateLimited
from .._core.retry import TryResult, seconds_asked
from .clock import Clock
from .learned_limit import LearnedLimit, Window

SPREAD = 0.1
"""The part of the allowed requests that is spread over the rest of its window."""

MARGIN = 1.0
"""Seconds that the first request of a window may take to reach the service, which opens the window then."""


@dataclass(frozen=True)
class Slot:
    """When a request may go out: ``wait`` seconds from now, in window number ``window``."""

    wait: float
    window: int
    learned: Window | None = None
    """Its window among those that are learned, while no response has told the limit."""
    is_taken: bool = True
    """Whether it is one at all; else the request has to ask again after ``wait`` seconds."""


class Pacer:
    """One for each token."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held_until = 0.0
        self._refusal: GenesysError | None = None
        self._refused_until = 0.0
        self._expected = 0
        self._allowed: int | None = None
        self._window = 0
        self._begins_at = 0.0
        self._ends_at: float | None = None
        """The window ends no later than this; None until the first response."""
        self._is_end_told = False
        """Whether a response in this window has told its end; else earlier windows give an estimate."""
        self._length = 0
        """The most seconds that a window had left: its whole length, once its first response was seen."""
        self._used = 0
        self._in_flight = 0
        self._next_slot = 0.0
        self._learned = LearnedLimit()

    def refuse(self, error: GenesysError, seconds: float) -> None:
        """Fail this token's requests at once until the time that the service set, which is longer than anyone will
        wait."""
        with self._lock:
            self._refusal = error
            self._refused_until = self._clock.monotonic() + seconds

    @property
    def is_refused(self) -> bool:
        return self._refusal is not None and self._clock.monotonic() < self._refused_until

    def expect(self, requests: int) -> None:
        """Announce how many requests follow: if they fit into the limit, they need not be spread."""
        with self._lock:
            self._expected = requests

    def reserve(self) -> Slot:
        """Take the next free slot; ``sent`` or ``give_back`` follows if it is taken."""
        with self._lock:
            if self._refusal is not None and self.is_refused:
                raise RateLimited(
                    f"not sent, because the service asked this token to wait ({self._refusal.message.rstrip('.')})",
                    advice=self._refusal.advice,
                )
            now = self._clock.monotonic()
            learned = None
            if self._allowed is None:
                wait = max(self._held_until - now, self._learned.wait(now))
                if wait > 0:
                    return Slot(wait, self._window, is_taken=False)
                learned = self._learned.take()
            if self._allowed is not None and self._ends_at is not None:
                if now >= self._ends_at:
                    self._open_window(now)
                elif self._used >= self._allowed:
                    self._open_window(self._ends_at)
            at = max(now, self._held_until, self._begins_at, self._next_slot)
            self._used += 1
            self._in_flight += 1
            self._expected = max(0, self._expected - 1)
            self._next_slot = at + self._spacing(at)
            return Slot(at - now, self._window, learned)

    def give_back(self, slot: Slot) -> None:
        """Return a slot that was not used after all."""
        with self._lock:
            if slot.learned is not None:
                self._learned.give_back(slot.learned)
            if slot.is_taken and slot.window == self._window:
                self._used -= 1
                self._in_flight -= 1

    def sent(self, slot: Slot, headers: Mapping[str, str], status: int | None = None) -> None:
        """Learn the state of the token from a response; no headers and no status if none came."""
        allowed, count, reset = (_number(headers.get(f"inin-ratelimit-{key}")) for key in ("allowed", "count", "reset"))
        with self._lock:
            if slot.learned is not None:
                self._learn(slot.learned, headers, status)
            if slot.window != self._window:
                return
            self._in_flight -= 1
            if allowed is None or count is None or reset is None:
                return
            self._allowed = allowed
            self._used = max(self._used, count + self._in_flight)
            ends_by = self._clock.monotonic() + reset
            # Rounded up each time, so the earliest of these ends is nearest to the truth.
            if self._ends_at is None or not self._is_end_told or ends_by < self._ends_at:
                self._ends_at = ends_by
            self._is_end_told = True
            self._length = max(self._length, reset)

    def hold(self, seconds: float) -> None:
        """Hold the token's requests back, because the service told it to wait."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock.monotonic() + seconds)

    def _learn(self, window: Window, headers: Mapping[str, str], status: int | None) -> None:
        if status != 429:
            self._learned.accepted(window)
            return
        refusal = TryResult(status, retry_after=headers.get("Retry-After"), date=headers.get("Date"))
        self._learned.refused(window, self._clock.monotonic(), seconds_asked(refusal, self._clock.now()))

    def _open_window(self, begins_at: float) -> None:
        self._window += 1
        self._begins_at = self._next_slot = begins_at
        self._ends_at = begins_at + self._length + MARGIN
        self._is_end_told = False
        self._used = self._in_flight = 0

    def _spacing(self, at: float) -> float:
        """Return the seconds to the slot after the one at ``at``."""
        if self._allowed is None or self._ends_at is None:
            return 0.0
        left = self._allowed - self._used
        if left > SPREAD * self._allowed or self._expected <= left or left <= 0:
            return 0.0
        return max(0.0, self._ends_at - at) / (left + 1)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else None
