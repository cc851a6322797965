# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Keeps the requests of one token inside its allowance, instead of letting each worker find out with a 429.

Genesys allows each token some 300 requests a minute and says on every reply where it stands:
``inin-ratelimit-allowed``, ``-count`` and ``-reset`` (whole seconds, rounded up). Most of an allowance is spent as fast
as it goes; if it will not do, the last of it is spread over what is left of the window, and then requests wait for the
next one. Thread-safe.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Mapping

from .._core.errors import GenesysError, RateLimited
from .clock import Clock

SPREAD = 0.1
"""The part of an allowance that is spread over the rest of its window."""

MARGIN = 1.0
"""Seconds that the first request of a window may take to reach the service, which opens the window then."""


@dataclass(frozen=True)
class Slot:
    """When a request may go out: ``wait`` seconds from now, as one of window number ``window``."""

    wait: float
    window: int


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
        """No later than this; None until a reply has told."""
        self._is_end_told = False
        """Whether a reply in this window has told its end; reckoned from the length of windows before, else."""
        self._length = 0
        """The most seconds that a window had left: all of it, once its first reply was seen."""
        self._used = 0
        self._in_flight = 0
        self._next_slot = 0.0

    def refuse(self, error: GenesysError, seconds: float) -> None:
        """The token was told to wait longer than anyone will: whatever it has to do until then fails at once."""
        with self._lock:
            self._refusal = error
            self._refused_until = self._clock.monotonic() + seconds

    @property
    def is_refused(self) -> bool:
        return self._refusal is not None and self._clock.monotonic() < self._refused_until

    def expect(self, requests: int) -> None:
        """So many requests are to come: what fits into the allowance need not be spread."""
        with self._lock:
            self._expected = requests

    def reserve(self) -> Slot:
        """Take the next free slot; ``sent`` or ``give_back`` follows."""
        with self._lock:
            if self._refusal is not None and self.is_refused:
                raise RateLimited(
                    f"not sent, since the service asked this token to wait ({self._refusal.message.rstrip('.')})",
                    advice=self._refusal.advice,
                )
            now = self._clock.monotonic()
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
            return Slot(at - now, self._window)

    def give_back(self, slot: Slot) -> None:
        """The slot was not used after all."""
        with self._lock:
            if slot.window == self._window:
                self._used -= 1
                self._in_flight -= 1

    def sent(self, slot: Slot, headers: Mapping[str, str]) -> None:
        """A reply came with these headers, or none came (no headers): learn where the token stands."""
        allowed, count, reset = (_number(headers.get(f"inin-ratelimit-{key}")) for key in ("allowed", "count", "reset"))
        with self._lock:
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
        """The token was told to wait: none of its requests goes out before."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock.monotonic() + seconds)

    def _open_window(self, begins_at: float) -> None:
        self._window += 1
        self._begins_at = self._next_slot = begins_at
        self._ends_at = begins_at + self._length + MARGIN
        self._is_end_told = False
        self._used = self._in_flight = 0

    def _spacing(self, at: float) -> float:
        """Seconds to the slot after the one at ``at``."""
        if self._allowed is None or self._ends_at is None:
            return 0.0
        left = self._allowed - self._used
        if left > SPREAD * self._allowed or self._expected <= left or left <= 0:
            return 0.0
        return max(0.0, self._ends_at - at) / (left + 1)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else None
