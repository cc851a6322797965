# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A limit learned from 429s: held against models of limiters, and against the same run without learning."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._http.learned_limit import RECHECK, LearnedLimit, Window

JITTER = 0.125
FLOOR = 0.5


class Limiter(Protocol):
    def left(self, now: float) -> float | None:
        """None to a request that it accepts, or else the seconds until it would accept one."""


@dataclass
class FixedWindows:
    """A window opens with the first request after the last one closed."""

    allowed: int
    seconds: float
    began: float = -math.inf
    used_by_others: int = 0
    """Of its first window."""
    accepted: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def left(self, now: float) -> float | None:
        if now - self.began >= self.seconds:
            self.began = now
            self.accepted.append(0)
            self.refused.append(0)
        others = self.used_by_others if len(self.accepted) == 1 else 0
        if self.accepted[-1] + others < self.allowed:
            self.accepted[-1] += 1
            return None
        self.refused[-1] += 1
        return self.began + self.seconds - now


@dataclass
class SlidingWindow:
    """So many in any such time."""

    allowed: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def left(self, now: float) -> float | None:
        while self.times and now - self.times[0] >= self.seconds:
            self.times.popleft()
        if len(self.times) < self.allowed:
            self.times.append(now)
            return None
        return self.times[0] + self.seconds - now


@dataclass
class Run:
    """Workers that send through one limit; each sends its next request when it has the response to its last one."""

    limiter: Limiter
    half_trip: float
    learns: bool = True
    has_retry_after: bool = True
    limit: LearnedLimit = field(default_factory=LearnedLimit)
    held_until: float = 0.0
    ended_at: float = 0.0
    refusals: int = 0
    pauses: int = 0

    def send_all(self, requests: int, workers: int) -> Run:
        events = [(0.0, worker, "free") for worker in range(workers)]
        tries = dict.fromkeys(range(workers), 0)
        windows: dict[int, Window] = {}
        lefts: dict[int, float | None] = {}
        left = requests
        while events:
            at, worker, what = heapq.heappop(events)
            if what == "free" and (left or tries[worker]):
                wait = max(self.held_until - at, self.limit.wait(at) if self.learns else 0.0)
                if wait > 0:
                    heapq.heappush(events, (at + wait, worker, "free"))
                    continue
                left -= not tries[worker]
                windows[worker] = self.limit.take()
                heapq.heappush(events, (at + self.half_trip, worker, "arrives"))
            elif what == "arrives":
                lefts[worker] = self.limiter.left(at)
                heapq.heappush(events, (at + self.half_trip, worker, "replied"))
            elif what == "replied":
                self.ended_at = at
                tries[worker] = self._replied(at, windows[worker], lefts[worker], tries[worker])
                heapq.heappush(events, (at, worker, "free"))
        return self

    def _replied(self, at: float, window: Window, told: float | None, tried: int) -> int:
        if told is None:
            self.limit.accepted(window)
            return 0
        self.refusals += 1
        self.pauses += at >= self.held_until
        asked = float(max(1, math.ceil(told))) if self.has_retry_after else None
        self.limit.refused(window, at, asked)
        pause = max(FLOOR, asked) + JITTER if asked is not None else min(30.0, 2.0**tried)
        self.held_until = max(self.held_until, at + pause)
        return tried + 1


WORKERS = st.integers(1, 16)
REQUESTS = st.integers(1, 400)
ROUND_TRIPS = 4
"""How many a pause may cost: those in which the requests beyond the learned allowance double."""


@given(
    allowed=st.integers(1, 60),
    seconds=st.sampled_from([2.0, 7.5, 10.0, 60.0]),
    workers=WORKERS,
    requests=REQUESTS,
)
@example(allowed=100, seconds=10.0, workers=8, requests=400)
def test_after_the_first_window_each_has_one_429_at_most_and_its_whole_allowance_is_used(
    allowed: int, seconds: float, workers: int, requests: int
) -> None:
    """If the workers are fast enough to use it."""
    service = FixedWindows(allowed, seconds)
    Run(service, half_trip=min(0.2, workers * seconds / allowed / 4, seconds / 20)).send_all(requests, workers)
    assert sum(service.accepted) == requests
    assert service.refused[0] <= workers
    assert max(service.refused[1:], default=0) <= 1
    assert set(service.accepted[:-1]) <= {allowed}


@given(allowed=st.integers(2, 60), used=st.integers(1, 60), workers=WORKERS, requests=REQUESTS)
def test_a_first_window_that_others_had_used_is_made_up_for_in_the_second(
    allowed: int, used: int, workers: int, requests: int
) -> None:
    service = FixedWindows(allowed, 60.0, used_by_others=min(used, allowed))
    Run(service, half_trip=0.05).send_all(requests, workers)
    assert max(service.refused) <= workers
    assert max(service.refused[2:], default=0) <= 1
    assert set(service.accepted[1:-1]) <= {allowed}


@given(
    limiter=st.sampled_from([FixedWindows, SlidingWindow]),
    allowed=st.integers(1, 60),
    seconds=st.sampled_from([1.0, 2.0, 7.5, 10.0, 60.0]),
    workers=WORKERS,
    requests=REQUESTS,
    half_trip=st.sampled_from([0.001, 0.01, 0.05]),
)
def test_with_learning_no_limiter_refuses_more_and_no_run_takes_longer(
    limiter: Callable[[int, float], Limiter],
    allowed: int,
    seconds: float,
    workers: int,
    requests: int,
    half_trip: float,
) -> None:
    """But for the round trips of the probes."""
    learned = Run(limiter(allowed, seconds), half_trip).send_all(requests, workers)
    unlearned = Run(limiter(allowed, seconds), half_trip, learns=False).send_all(requests, workers)
    assert learned.refusals <= unlearned.refusals
    probing = (learned.pauses + 1) * ROUND_TRIPS * (2 * half_trip + RECHECK)
    assert learned.ended_at <= unlearned.ended_at + probing


@given(allowed=st.integers(1, 60), workers=WORKERS, requests=REQUESTS)
def test_without_retry_after_nothing_is_learned(allowed: int, workers: int, requests: int) -> None:
    runs = [
        Run(FixedWindows(allowed, 10.0), 0.05, learns, has_retry_after=False).send_all(requests, workers)
        for learns in (True, False)
    ]
    assert runs[0].ended_at == runs[1].ended_at
    assert runs[0].refusals == runs[1].refusals


def learned(accepted: int) -> LearnedLimit:
    """A limit that was learned from a window that ended at 10."""
    limit = LearnedLimit()
    for _each in range(accepted):
        limit.accepted(limit.take())
    limit.refused(limit.take(), 1.0, 9.0)
    return limit


def free(limit: LearnedLimit, now: float = 10.0) -> list[Window]:
    """Take all that may go out at once."""
    windows: list[Window] = []
    while limit.wait(now) == 0 and len(windows) < 100:
        windows.append(limit.take())
    return windows


def test_nothing_is_held_back_before_the_first_429() -> None:
    assert len(free(LearnedLimit(), 0.0)) == 100


def test_the_next_window_begins_when_the_429_says() -> None:
    limit = learned(3)
    assert limit.wait(4.0) == 6.0
    assert limit.wait(10.0) == 0.0


def test_requests_beyond_the_learned_ones_double_while_they_are_accepted() -> None:
    limit = learned(5)
    sizes = []
    for _each in range(6):
        windows = free(limit)
        sizes.append(len(windows))
        for window in windows:
            limit.accepted(window)
    assert sizes == [5, 1, 1, 2, 4, 8]


def test_a_probe_waits_for_the_requests_before_it() -> None:
    limit = learned(2)
    first, second = free(limit)
    limit.accepted(first)
    assert limit.wait(10.0) == RECHECK
    limit.accepted(second)
    assert len(free(limit)) == 1


def test_an_early_429_lowers_the_allowance() -> None:
    limit = learned(5)
    windows = free(limit)
    for window in windows[:2]:
        limit.accepted(window)
    limit.refused(windows[2], 11.0, 9.0)
    assert len(free(limit, 20.0)) == 2


def test_responses_that_come_after_the_429_count_for_the_window_that_it_ended() -> None:
    limit = LearnedLimit()
    windows = [limit.take() for _each in range(4)]
    limit.refused(windows[0], 1.0, 9.0)
    limit.accepted(windows[1])
    limit.refused(windows[2], 1.2, 9.0)
    limit.accepted(windows[3])
    assert limit.wait(1.2) == 8.8
    assert len(free(limit)) == 2


def test_a_request_that_did_not_go_out_leaves_its_place_to_another() -> None:
    limit = learned(1)
    (window,) = free(limit)
    limit.give_back(window)
    assert len(free(limit)) == 1


def test_a_429_without_retry_after_makes_the_limit_unknown_again() -> None:
    limit = learned(1)
    (window,) = free(limit)
    limit.refused(window, 11.0, None)
    assert len(free(limit, 11.0)) == 100
