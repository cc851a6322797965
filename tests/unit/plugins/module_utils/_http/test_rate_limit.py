# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One token's allowance: held against a model of the service's windows, whatever the interleaving."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import RateLimited, RequestInfo
from ansible_collections.genesys.cloud.plugins.module_utils._http.rate_limit import SPREAD, Pacer, Slot
from ansible_collections.genesys.cloud.tests.unit.network import TurnedClock


def headers(allowed: int, count: int, reset: int) -> dict[str, str]:
    return {
        "inin-ratelimit-allowed": str(allowed),
        "inin-ratelimit-count": str(count),
        "inin-ratelimit-reset": str(reset),
    }


@dataclass
class Service:
    """Counts as the service does: a window opens with the first request after the last one closed."""

    allowed: int
    window: float
    started_at: float = -math.inf
    count: int = 0
    refused: int = 0
    windows: int = 0

    def take(self, now: float) -> dict[str, str]:
        if now - self.started_at >= self.window:
            self.started_at, self.count = now, 0
            self.windows += 1
        self.count += 1
        self.refused += self.count > self.allowed
        return headers(self.allowed, self.count, max(1, math.ceil(self.started_at + self.window - now)))


@dataclass
class Run:
    """Workers that send through one pacer; a request reaches the service ``half_trip`` seconds after its slot."""

    pacer: Pacer
    clock: TurnedClock
    service: Service
    half_trip: float = 0.05
    sent_at: list[float] = field(default_factory=list)

    def send_all(self, requests: int, workers: int) -> None:
        """Each worker sends its next request when the reply to its last one has come."""
        self.pacer.expect(requests)
        events = [(self.clock.passed, worker, "free") for worker in range(workers)]
        left = requests
        slots: dict[int, Slot] = {}
        replies: dict[int, Mapping[str, str]] = {}
        while events:
            at, worker, what = heapq.heappop(events)
            self.clock.passed = at
            if what == "free" and left:
                left -= 1
                slots[worker] = slot = self.pacer.reserve()
                self.sent_at.append(at + slot.wait)
                heapq.heappush(events, (at + slot.wait + self.half_trip, worker, "arrives"))
            elif what == "arrives":
                replies[worker] = self.service.take(at)
                heapq.heappush(events, (at + self.half_trip, worker, "replied"))
            elif what == "replied":
                self.pacer.sent(slots[worker], replies[worker])
                heapq.heappush(events, (at, worker, "free"))


def run(allowed: int, window: float, half_trip: float = 0.05) -> Run:
    clock = TurnedClock()
    return Run(Pacer(clock), clock, Service(allowed, window), half_trip)


@given(
    allowed=st.integers(3, 60),
    window=st.sampled_from([1.0, 2.0, 7.5, 60.0]),
    workers=st.integers(1, 12),
    half_trip=st.sampled_from([0.0, 0.001, 0.05, 0.4]),
    requests=st.integers(1, 150),
)
@example(allowed=3, window=60.0, workers=1, half_trip=0.4, requests=10)
def test_once_it_knows_the_allowance_no_window_holds_more(
    allowed: int, window: float, workers: int, half_trip: float, requests: int
) -> None:
    """As long as few of it are under way at once: those can arrive when another window has opened."""
    made = run(allowed, window, half_trip)
    made.send_all(1, workers=1)
    made.send_all(requests, min(workers, allowed // 3))
    assert made.service.refused == 0
    assert len(made.sent_at) == requests + 1


@given(allowed=st.integers(1, 5), workers=st.integers(6, 64), requests=st.integers(10, 100))
@example(allowed=1, workers=12, requests=10)
def test_with_more_workers_than_allowance_at_most_one_a_window_is_refused(
    allowed: int, workers: int, requests: int
) -> None:
    """They are spread over windows whose beginning is only reckoned."""
    made = run(allowed, window=60.0)
    made.send_all(1, workers=1)
    made.send_all(requests, workers)
    assert made.service.refused <= made.service.windows


@given(allowed=st.integers(2, 40), workers=st.integers(1, 12), requests=st.integers(100, 300))
def test_no_window_is_left_unused_while_requests_wait(allowed: int, workers: int, requests: int) -> None:
    """Not one window more than the requests need, but for the last one's rest and the reply that told of the first."""
    made = run(allowed, window=10.0, half_trip=0.01)
    made.send_all(requests, workers)
    most = math.ceil((requests + made.service.refused) / allowed)
    assert made.service.windows <= most + 1


def test_while_nothing_is_known_nothing_is_paced() -> None:
    pacer = Pacer(TurnedClock())
    pacer.expect(1000)
    assert [pacer.reserve().wait for _each in range(1000)] == [0.0] * 1000


def test_while_there_is_plenty_requests_go_at_full_speed() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock)
    pacer.expect(1000)
    pacer.sent(pacer.reserve(), headers(300, 1, 60))
    waits = [pacer.reserve().wait for _each in range(300 - int(SPREAD * 300) - 1)]
    assert waits == [0.0] * len(waits)


def test_the_last_of_the_allowance_is_spread_over_the_rest_of_the_window() -> None:
    pacer = Pacer(TurnedClock())
    pacer.expect(1000)
    pacer.sent(pacer.reserve(), headers(300, 271, 60))
    waits = [pacer.reserve().wait for _each in range(29)]
    steps = [later - earlier for earlier, later in zip(waits, waits[1:])]
    assert all(step > 1.0 for step in steps)
    assert 50 < waits[-1] < 60
    assert pacer.reserve().wait == pytest.approx(60)


def test_what_fits_into_the_allowance_is_not_spread() -> None:
    pacer = Pacer(TurnedClock())
    pacer.expect(20)
    pacer.sent(pacer.reserve(), headers(300, 271, 60))
    assert [pacer.reserve().wait for _each in range(19)] == [0.0] * 19


def test_other_users_of_the_token_are_seen_in_its_headers() -> None:
    pacer = Pacer(TurnedClock())
    pacer.sent(pacer.reserve(), headers(300, 299, 30))
    assert pacer.reserve().wait == 0.0
    assert pacer.reserve().wait == pytest.approx(30)


def test_what_is_under_way_counts_beside_what_the_service_has_counted() -> None:
    pacer = Pacer(TurnedClock())
    first, _second, _third = pacer.reserve(), pacer.reserve(), pacer.reserve()
    pacer.sent(first, headers(4, 1, 30))
    assert pacer.reserve().wait == 0.0
    assert pacer.reserve().wait == pytest.approx(30)


def test_a_slot_that_was_given_back_serves_another() -> None:
    pacer = Pacer(TurnedClock())
    pacer.sent(pacer.reserve(), headers(2, 1, 30))
    pacer.give_back(pacer.reserve())
    assert pacer.reserve().wait == 0.0
    assert pacer.reserve().wait == pytest.approx(30)


def test_a_slot_of_the_next_window_that_was_given_back_serves_another() -> None:
    pacer = Pacer(TurnedClock())
    pacer.sent(pacer.reserve(), headers(1, 1, 30))
    for _each in range(5):
        slot = pacer.reserve()
        assert slot.wait == pytest.approx(30)
        pacer.give_back(slot)


def test_the_next_window_is_as_good_as_new() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock)
    pacer.sent(pacer.reserve(), headers(2, 2, 30))
    clock.passed = 30.0
    assert [pacer.reserve().wait for _each in range(2)] == [0.0, 0.0]


def test_a_reply_of_the_last_window_says_nothing_of_this_one() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock)
    pacer.sent(pacer.reserve(), headers(3, 1, 30))
    late = pacer.reserve()
    clock.passed = 31.0
    pacer.reserve()
    pacer.sent(late, headers(3, 3, 1))
    assert pacer.reserve().wait == 0.0


def test_of_several_ends_told_the_earliest_is_believed() -> None:
    """The seconds are rounded up, so a later reply can be nearer to the truth."""
    clock = TurnedClock()
    pacer = Pacer(clock)
    first, second = pacer.reserve(), pacer.reserve()
    pacer.sent(first, headers(2, 1, 2))
    clock.passed = 0.4
    pacer.sent(second, headers(2, 2, 1))
    assert pacer.reserve().wait == pytest.approx(1.0)


def test_a_hold_keeps_every_request_back() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock)
    pacer.hold(7.0)
    assert [pacer.reserve().wait for _each in range(3)] == [7.0] * 3
    clock.passed = 5.0
    assert pacer.reserve().wait == 2.0
    clock.passed = 7.0
    assert pacer.reserve().wait == 0.0


def test_a_shorter_hold_does_not_cut_a_longer_one_short() -> None:
    pacer = Pacer(TurnedClock())
    pacer.hold(7.0)
    pacer.hold(1.0)
    assert pacer.reserve().wait == 7.0


def test_a_refusal_fails_every_request_until_the_time_that_was_asked_for() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock)
    asked = RateLimited("slow down.", RequestInfo("PATCH", "/things/1", 429), "It asked to wait 600 s.").during(
        "change one"
    )
    pacer.refuse(asked, 600.0)
    for _each in range(2):
        assert pacer.is_refused
        with pytest.raises(RateLimited) as raised:
            pacer.reserve()
        told = str(raised.value)
        assert "slow down" in told
        assert "It asked to wait 600 s." in told
        assert "change one" not in told
        assert "/things/1" not in told
    clock.passed = 600.0
    assert not pacer.is_refused
    assert pacer.reserve().wait == 0.0


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"inin-ratelimit-allowed": "2", "inin-ratelimit-count": "2"},
        {**headers(2, 2, 30), "inin-ratelimit-count": "many"},
        {**headers(2, 2, 30), "inin-ratelimit-reset": "-1"},
        {**headers(2, 2, 30), "inin-ratelimit-allowed": "9" * 40},
    ],
)
def test_headers_that_make_no_sense_pace_nothing(told: Mapping[str, str]) -> None:
    pacer = Pacer(TurnedClock())
    pacer.sent(pacer.reserve(), told)
    assert [pacer.reserve().wait for _each in range(5)] == [0.0] * 5


def learned(accepted: int) -> tuple[Pacer, TurnedClock]:
    """A pacer without headers, whose first window accepted so many; a 429 tells that the next one has begun by now."""
    clock = TurnedClock()
    pacer = Pacer(clock)
    for _each in range(accepted):
        pacer.sent(pacer.reserve(), {}, 200)
    pacer.sent(pacer.reserve(), {"Retry-After": "9"}, 429)
    clock.passed = 9.0
    return pacer, clock


def test_without_headers_one_429_tells_the_allowance_and_the_next_window() -> None:
    pacer, clock = learned(3)
    clock.passed = 4.0
    early = pacer.reserve()
    assert (early.wait, early.is_taken) == (5.0, False)
    clock.passed = 9.0
    slots = [pacer.reserve() for _each in range(5)]
    assert [slot.is_taken for slot in slots] == [True] * 3 + [False] * 2


def test_a_slot_that_is_none_need_not_be_given_back() -> None:
    pacer, _clock = learned(1)
    slot = pacer.reserve()
    for _each in range(3):
        pacer.give_back(pacer.reserve())
    pacer.give_back(slot)
    assert pacer.reserve().is_taken
    assert not pacer.reserve().is_taken


def test_a_request_without_a_response_counts_as_accepted() -> None:
    pacer, _clock = learned(1)
    pacer.sent(pacer.reserve(), {})
    probe = pacer.reserve()
    assert probe.is_taken
    assert not pacer.reserve().is_taken


def test_headers_win_over_what_was_learned() -> None:
    pacer, _clock = learned(1)
    pacer.sent(pacer.reserve(), headers(50, 1, 60), 200)
    slots = [pacer.reserve() for _each in range(44)]
    assert [(slot.wait, slot.is_taken) for slot in slots] == [(0.0, True)] * 44


def test_a_429_with_headers_teaches_nothing_beside_them() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock)
    pacer.sent(pacer.reserve(), {**headers(2, 3, 30), "Retry-After": "30"}, 429)
    clock.passed = 30.0
    assert [pacer.reserve().wait for _each in range(2)] == [0.0, 0.0]


def test_an_allowance_of_nothing_still_ends() -> None:
    """Requests wait for the next window each, and never for ever."""
    clock = TurnedClock()
    pacer = Pacer(clock)
    pacer.sent(pacer.reserve(), headers(0, 1, 5))
    assert pacer.reserve().wait == pytest.approx(5)
