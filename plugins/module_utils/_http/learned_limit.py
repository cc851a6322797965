# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Learn a token's rate limit from its 429s, for a service whose responses do not tell it. Pure.

A 429 ends a window, and its Retry-After tells when the next one begins. The requests that the ended window accepted are
the allowance of the next one: so many go out at full speed. Then one request probes. If it gets a 429, it is the
window's only one, and it tells the next window. If it is accepted, the allowance is larger than learned: then as many
requests may be in flight as were accepted beyond the learned ones, so their number doubles with each round trip.

A probe needs no guess: of the length of a window, of other users of the token, or of a limiter without fixed windows.
A wrong count costs some round trips, or some 429s in one window. The price is one 429 in each window.
"""

from __future__ import annotations

from dataclasses import dataclass

RECHECK = 0.02
"""Seconds after which to ask again, while the response to a probe is awaited."""


@dataclass(eq=False)
class Window:
    """The requests between two 429s."""

    accepted: int = 0
    in_flight: int = 0


class LearnedLimit:
    """Times are seconds of one clock that never goes back. Not thread-safe."""

    def __init__(self) -> None:
        self._window = Window()
        self._begins_at = 0.0
        self._learned_from: Window | None = None
        """None: nothing is learned yet, and nothing is held back."""

    def wait(self, now: float) -> float:
        """Return the seconds after which to ask again; 0: a request may go out now."""
        if now < self._begins_at:
            return self._begins_at - now
        if self._learned_from is None:
            return 0.0
        window = self._window
        beyond = window.accepted - self._learned_from.accepted
        if beyond + window.in_flight < 0 or window.in_flight < max(1, beyond):
            return 0.0
        return RECHECK

    def take(self) -> Window:
        """Count a request that goes out now, in the window that this returns."""
        self._window.in_flight += 1
        return self._window

    def give_back(self, window: Window) -> None:
        """Uncount a request that did not go out."""
        window.in_flight -= 1

    def accepted(self, window: Window) -> None:
        """Count a response other than a 429, in a window that may have ended meanwhile.

        A request without a response counts too: the service may have accepted it.
        """
        window.in_flight -= 1
        window.accepted += 1

    def refused(self, window: Window, now: float, asked: float | None) -> None:
        """Learn from a 429; ``asked``: the seconds of its Retry-After, None if it has none."""
        window.in_flight -= 1
        if window is not self._window:
            return  # Another 429 has ended this window already.
        self._window = Window()
        # Without Retry-After nobody knows when the next window begins, so the count tells nothing about it.
        self._learned_from = None if asked is None else window
        self._begins_at = now + (asked or 0.0)
