# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of webhooks that many runs create at once by one name, exactly one stays, in whatever order they get on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._communications.webhook_twins import (
    OLDER,
    UNKNOWN,
    YOUNGER,
    age,
    is_to_stay,
)

EVERY = 3
"""How often one that waits lists again."""
WAITS = 30
"""How long it waits for others to withdraw: longer than it takes one to list and to delete."""


@dataclass
class Run:
    """Creates a webhook, lists, and does what the rule says; each step takes its time."""

    webhook: dict[str, Any]
    created_at: int
    listing_takes: int
    deleting_takes: int

    def __post_init__(self) -> None:
        self.next_at = self.created_at
        self.step = "create"
        self.waits_until: int | None = None

    def act(self, now: int, org: list[dict[str, Any]]) -> None:
        if self.step == "create":
            org.append(self.webhook)
            self.step, self.next_at = "list", now + self.listing_takes
        elif self.step == "delete":
            org.remove(self.webhook)
            self.step = "done"
        else:
            self._decide(now, is_to_stay(self.webhook, org))

    def _decide(self, now: int, stays: bool | None) -> None:
        self.waits_until = self.waits_until or now + WAITS
        if stays is None and now < self.waits_until:
            self.next_at = now + EVERY
        elif stays:
            self.step = "done"
        else:
            self.step, self.next_at = "delete", now + self.deleting_takes


STEPS = st.tuples(st.integers(0, 40), st.integers(1, 8), st.integers(1, 8))


@given(st.lists(STEPS, min_size=1, max_size=10), st.randoms(use_true_random=False), st.sampled_from([0, 1, 15]))
def test_exactly_one_stays(steps: list[tuple[int, int, int]], random: Any, grain: int) -> None:
    """``grain``: how coarse the API's dates are; 0: it has none."""
    ids = [str(number) for number in range(len(steps))]
    random.shuffle(ids)
    runs = []
    for webhook_id, (created_at, listing_takes, deleting_takes) in zip(ids, steps):
        second = created_at // grain * grain if grain else 0
        dated = {"dateCreated": f"2026-11-22T10:00:{second:02d}.000Z"} if grain else {}
        runs.append(Run({"id": webhook_id, **dated}, created_at, listing_takes, deleting_takes))
    org: list[dict[str, Any]] = []
    while any(run.step != "done" for run in runs):
        run = min((run for run in runs if run.step != "done"), key=lambda run: run.next_at)
        run.act(run.next_at, org)
    assert len(org) == 1


def test_age_is_told_by_dates_alone() -> None:
    early, late = {"dateCreated": "2026-11-22T10:00:00Z"}, {"dateCreated": "2026-11-22T10:00:00.5Z"}
    assert (age(early, late), age(late, early)) == (OLDER, YOUNGER)
    assert age(early, early) == age(early, {}) == age({}, late) == UNKNOWN


def test_a_younger_one_is_not_waited_for() -> None:
    own = {"id": "b", "dateCreated": "2026-11-22T10:00:00Z"}
    younger = {"id": "a", "dateCreated": "2026-11-22T10:00:01Z"}
    assert is_to_stay(own, [own]) is True
    assert is_to_stay(own, [younger, own]) is True
    assert is_to_stay(younger, [younger, own]) is False
    assert is_to_stay({"id": "b"}, [{"id": "a"}]) is False
    assert is_to_stay({"id": "a"}, [{"id": "b"}]) is None
