# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Choose the token of each request, for a task with several tokens.

A login service may grant fewer tokens than a task wants, or grant them later. So nothing waits for one token while
another serves: a lane without a token is set aside, and its threads work on the others.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from typing import Sequence

from .._core.errors import GenesysError, RateLimited
from .auth import Tokens
from .rate_limit import Pacer
from .sender import Sender

ASIDE = 60.0
"""Seconds before a missing token is requested again, while others serve."""


@dataclass(eq=False)
class Lane:
    """A token and its rate limit. ``missing``: why its token could not be obtained, while others serve."""

    tokens: Tokens
    pacer: Pacer
    missing: GenesysError | None = None
    aside_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def serves(self) -> bool:
        """Return whether a request can use its token now, without a token request."""
        return not self.pacer.is_refused and self.tokens.ready() is not None


class Lanes:
    """Gives each thread one lane; several lanes take turns in getting a thread.

    If the service tells a lane to wait too long, its threads move to another lane for good. If a lane's token is
    missing, they move until it is there.
    """

    def __init__(self, lanes: Sequence[Lane], sender: Sender) -> None:
        self._lanes = lanes
        self._sender = sender
        self._mine = threading.local()
        self._turns = itertools.cycle(lanes)
        self._numbers = itertools.count()
        self._only_one = threading.Lock()
        """Held by the thread that waits for a token while no lane serves."""
        self._impatient_until = 0.0

    def __len__(self) -> int:
        return len(self._lanes)

    @property
    def pacers(self) -> list[Pacer]:
        return [lane.pacer for lane in self._lanes]

    @property
    def missing(self) -> str:
        """Say which tokens could not be obtained; empty if none is missing."""
        missing = [lane.missing for lane in self._lanes if lane.missing]
        if not missing:
            return ""
        said = missing[0].message.rstrip(".")
        return (
            f"{len(missing)} of the {len(self)} tokens that token_pool_size asks for could not be obtained ({said}); "
            "the others did their work."
        )

    def take(self) -> tuple[Lane, str]:
        """Return a lane and its token. Raises a GenesysError if no token can be obtained at all."""
        own = self._own()
        while True:
            token = own.tokens.ready()
            if token is not None:
                return own, token
            others = [each for each in self._lanes if each is not own and each.serves]
            token = self._tried(own) if others else self._awaited(own)
            if token is not None:
                return own, token
            if others:
                other = others[next(self._numbers) % len(others)]
                token = other.tokens.ready()
                if token is not None:
                    return other, token

    def _tried(self, lane: Lane) -> str | None:
        """Return the lane's token, if it can be obtained at once; None sets the lane aside."""
        with lane.lock:
            token = lane.tokens.ready()
            if token is None and self._sender.clock.monotonic() >= lane.aside_until:
                try:
                    token = lane.tokens.token(patient=False)
                except GenesysError as error:
                    lane.missing = error
                    lane.aside_until = self._sender.clock.monotonic() + ASIDE
            if token is not None:
                lane.missing = None
            return token

    def _awaited(self, lane: Lane) -> str | None:
        """Wait for the lane's token and return it; None if another lane has got one meanwhile."""
        with self._only_one:
            if any(each.serves for each in self._lanes):
                return None
            is_patient = self._sender.clock.monotonic() >= self._impatient_until
            try:
                token = lane.tokens.token(is_patient)
            except RateLimited:
                if is_patient:
                    # This wait was as long as one request may wait; for the same time, one try a request is enough.
                    self._impatient_until = self._sender.clock.monotonic() + self._sender.deadline
                raise
            lane.missing = None
            return token

    def _own(self) -> Lane:
        lane: Lane | None = getattr(self._mine, "lane", None)
        if lane is None or lane.pacer.is_refused:
            turns = (next(self._turns) for _each in self._lanes)
            lane = next((turn for turn in turns if not turn.pacer.is_refused), None) or next(self._turns)
            self._mine.lane = lane
        return lane
