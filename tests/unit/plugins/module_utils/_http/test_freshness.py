# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is written from a read is made from a fresh and whole one, with as few requests as that takes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._http.freshness import (
    FRESH_FOR,
    Reader,
    Work,
    fields_in_no_row,
)
from ansible_collections.genesys.cloud.tests.unit.network import wired


class Org:
    """Objects whose value is the time at which they were read."""

    def __init__(self, size: int, is_whole: bool = True) -> None:
        self.clock = wired().clock
        self.work = Work()
        self.size = size
        self.requests: list[str] = []
        self.reader: Reader[float] = Reader(self.clock, self.work, self.one, self.every_one, lambda rows: is_whole)

    def one(self, object_id: str) -> float:
        self.requests.append(object_id)
        return self.clock.monotonic()

    def every_one(self) -> dict[str, float]:
        self.requests.append("all")
        return {str(number): self.clock.monotonic() for number in range(self.size)}


@given(st.integers(1, 700), st.lists(st.tuples(st.integers(0, 20), st.floats(0, 4)), max_size=30), st.booleans())
def test_no_value_is_ever_older_than_it_may_be(size: int, reads: list[tuple[int, float]], is_whole: bool) -> None:
    org = Org(size, is_whole)
    org.reader.learn_all(org.every_one(), org.reader.now())
    org.work.begin(len(reads))
    for number, pause in reads:
        assert org.clock.monotonic() - org.reader.fresh(str(number)) <= FRESH_FOR
        org.work.end_one()
        org.clock.sleep(pause)
    if not is_whole:
        assert org.requests.count("all") == 1


def test_a_listing_serves_all_that_are_still_to_come() -> None:
    org = Org(10)
    org.reader.learn_all(org.every_one(), org.reader.now())
    org.work.begin(10)
    for number in range(10):
        org.reader.fresh(str(number))
    assert org.requests == ["all"]
    org.clock.sleep(FRESH_FOR + 1)
    for number in range(10):
        org.reader.fresh(str(number))
    assert org.requests == ["all", "all"]


def test_the_last_one_is_read_by_itself() -> None:
    org = Org(10)
    org.reader.learn_all(org.every_one(), org.reader.now())
    org.work.begin(1)
    org.clock.sleep(FRESH_FOR + 1)
    org.reader.fresh("3")
    assert org.requests == ["all", "3"]


def test_a_listing_that_shows_a_field_nowhere_may_leave_it_out() -> None:
    rows: list[dict[str, Any]] = [{"id": "1", "flow": None}, {"id": "2", "description": "x"}]
    assert fields_in_no_row(rows, ("flow", "description")) == frozenset()
    assert fields_in_no_row(rows, ("flow", "supportedContent")) == {"supportedContent"}
    assert fields_in_no_row([], ("flow",)) == {"flow"}
