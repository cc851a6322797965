# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Said seldom: nothing at first, then a line every ten seconds, and a long wait once however many wait."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.progress import (
    EVERY,
    FIRST_AFTER,
    LONG_WAIT,
    Progress,
)
from ansible_collections.genesys.cloud.tests.unit.network import TurnedClock


@dataclass
class Told:
    """What was said, and after how many seconds."""

    clock: TurnedClock = field(default_factory=TurnedClock)
    lines: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = Progress(self.clock, self._say)

    def _say(self, text: str) -> None:
        self.lines.append(text)
        self.at.append(self.clock.passed)

    def work(self, channels: int, seconds_each: float, failing: int = 0) -> None:
        for number in range(channels):
            self.clock.passed += seconds_each
            self.progress.advance(failed=number < failing)


@pytest.fixture
def told() -> Told:
    return Told()


def test_a_short_task_says_nothing(told: Told) -> None:
    told.progress.begin(40)
    told.work(40, (FIRST_AFTER - 0.1) / 40)
    assert told.lines == []


def test_a_long_task_speaks_after_some_seconds_and_every_ten_from_then_on(told: Told) -> None:
    told.progress.begin(400)
    told.work(400, 0.1)
    assert told.at == pytest.approx(
        [FIRST_AFTER, FIRST_AFTER + EVERY, FIRST_AFTER + 2 * EVERY, FIRST_AFTER + 3 * EVERY]
    )


def test_a_line_says_how_far_it_is_and_how_long_it_will_take(told: Told) -> None:
    told.progress.begin(100)
    told.work(20, 0.5)
    assert told.lines == ["10 of 100 channels (10%), about 45 s left"]


def test_a_line_tells_of_failures(told: Told) -> None:
    told.progress.begin(100)
    told.work(10, 0.5, failing=3)
    assert told.lines == ["10 of 100 channels (10%), 3 failed, about 45 s left"]


def test_time_before_the_work_begins_does_not_count_for_its_speed(told: Told) -> None:
    told.clock.passed += 60
    told.progress.begin(10)
    told.work(1, 2.0)
    assert told.lines == ["1 of 10 channels (10%), about 18 s left"]


def test_a_long_wait_is_told_at_once(told: Told) -> None:
    told.progress.waiting(60.4, "the service asked for it")
    assert told.lines == ["waiting 60 s: the service asked for it"]


def test_a_long_wait_amid_work_tells_how_far_it_is(told: Told) -> None:
    told.progress.begin(100)
    told.work(50, 0.01)
    told.progress.waiting(30, "the token's rate limit is used up")
    assert told.lines == ["waiting 30 s: the token's rate limit is used up; 50 of 100 channels (50%), about 0 s left"]


def test_a_wait_that_many_share_is_told_once(told: Told) -> None:
    for _worker in range(8):
        told.clock.passed += 0.1
        told.progress.waiting(60, "the service asked for it")
    assert len(told.lines) == 1


def test_a_wait_that_comes_after_is_told_again(told: Told) -> None:
    for _window in range(3):
        told.progress.waiting(60, "the token's rate limit is used up")
        told.clock.passed += 60
    assert len(told.lines) == 3


def test_a_short_wait_is_not_worth_a_line(told: Told) -> None:
    told.progress.waiting(LONG_WAIT - 0.1, "the service asked for it")
    assert told.lines == []


def test_after_a_line_about_a_wait_the_next_one_keeps_its_distance(told: Told) -> None:
    told.progress.begin(100)
    told.clock.passed += FIRST_AFTER
    told.progress.waiting(4, "the service asked for it")
    told.work(10, 0.9)
    assert len(told.lines) == 1
    told.work(2, 0.9)
    assert len(told.lines) == 2


def test_without_anyone_to_tell_it_goes_on() -> None:
    clock = TurnedClock()
    progress = Progress(clock)
    progress.begin(1)
    clock.passed += 100
    progress.waiting(60, "the service asked for it")
    progress.advance(failed=False)
