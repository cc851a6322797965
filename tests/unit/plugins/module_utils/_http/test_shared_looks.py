# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads that wait for objects share their looks, with as few requests as that takes, and always end right."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import NotFound, Unavailable
from ansible_collections.genesys.cloud.plugins.module_utils._http.clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._http.freshness import ROWS_A_PAGE
from ansible_collections.genesys.cloud.plugins.module_utils._http.shared_looks import TRUSTED, SharedLooks, Unclear
from ansible_collections.genesys.cloud.plugins.module_utils._http.waiting import Deadline
from ansible_collections.genesys.cloud.tests.unit.network import wired

Json = Any


class HurriedClock(Clock):
    """The real clock, a hundred times as fast."""

    def monotonic(self) -> float:
        return 100 * time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / 100)

    def wait(self, changed: threading.Condition, seconds: float) -> None:
        changed.wait(seconds / 100)


@dataclass
class Org:
    """Objects that are Pending for some looks. ``listing_lags``: what its listing shows of them meanwhile."""

    pending: int = 2
    listing_lags: Json = None
    missing: tuple[str, ...] = ()
    refuses_listing: bool = False
    rows: int = 40
    listings: int = 0
    singles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def listing(self) -> list[Json]:
        with self.lock:
            self.listings += 1
            if self.refuses_listing:
                raise NotFound("there is no listing")
            shown = self.listing_lags or self._status(self.listings)
            return [{"id": str(each), **shown} for each in range(self.rows) if str(each) not in self.missing]

    def one(self, object_id: str) -> Json:
        with self.lock:
            self.singles.append(object_id)
            return {"id": object_id, **self._status(self.singles.count(object_id))}

    def _status(self, look: int) -> Json:
        return {"status": "Pending" if look <= self.pending else "Active"}


def ready(entity: Json) -> Json | None:
    return entity if entity["status"] == "Active" else None


def of_row(row: Json) -> Json | None:
    if row["status"] == "before":
        raise Unclear(is_behind=True)
    if row["status"] == "another's":
        raise Unclear
    return ready(row)


def waited_for(org: Org, objects: int, expected: int | None = None, seconds: float = 60.0, writes: float = 0) -> Any:
    """Wait for so many objects, each in a thread of its own. ``writes``: seconds of work that the last has before."""
    net = wired()
    client = net.client
    client._sender.clock = HurriedClock()
    client.workers = objects
    looks = SharedLooks(client, org.listing)
    looks.expect(org.rows if expected is None else expected)

    def wait(number: int) -> Json:
        if number == objects - 1:
            time.sleep(writes)
        object_id = str(number)
        deadline = Deadline(client, seconds, "Wait longer.")
        return looks.until(object_id, of_row, lambda: ready(org.one(object_id)), deadline, object_id)

    assert all(found["status"] == "Active" for found in client.each(wait, range(objects)))
    assert not client.crew.has_work
    return net


def test_one_listing_serves_all_that_wait() -> None:
    org = Org()
    waited_for(org, 30)
    assert (org.listings, org.singles) == (3, [])


def test_one_object_is_read_alone() -> None:
    org = Org()
    waited_for(org, 1)
    assert (org.listings, org.singles) == (0, ["0"] * 3)


@pytest.mark.parametrize(("pages", "listings"), [(2, 3), (3, 0), (4, 0)])
def test_the_cheaper_way_is_taken(pages: int, listings: int) -> None:
    org = Org()
    waited_for(org, 3, expected=(pages - 1) * ROWS_A_PAGE + 1 if listings == 0 else pages * ROWS_A_PAGE)
    assert org.listings == (listings if pages < 3 else 0)
    assert len(org.singles) == (0 if pages < 3 else 9)


def test_without_a_listing_before_nobody_knows_what_one_takes() -> None:
    org = Org()
    waited_for(org, 5, expected=0)
    assert (org.listings, len(org.singles)) == (0, 15)


def test_a_look_waits_for_threads_that_still_write() -> None:
    """They will need the next look too."""
    org = Org(pending=0)
    waited_for(org, 20, writes=0.05)
    assert (org.listings, org.singles) == (1, [])


def test_a_look_does_not_wait_for_ever() -> None:
    org = Org(pending=0)
    waited_for(org, 20, writes=0.6)  # 60 s by the clock
    assert org.listings > 1 or org.singles == ["19"]


def test_a_look_that_comes_just_before_the_end_is_the_last() -> None:
    org = Org(pending=0)
    waited_for(org, 4, seconds=10, writes=0.15)
    assert org.listings


def test_a_listing_without_a_status_is_read_once() -> None:
    org = Org(listing_lags={"name": "x"})
    waited_for(org, 10)
    assert (org.listings, len(org.singles)) == (1, 30)


def test_a_listing_that_fails_is_read_once() -> None:
    org = Org(refuses_listing=True)
    waited_for(org, 10)
    assert (org.listings, len(org.singles)) == (1, 30)


def test_a_missing_row_and_a_row_of_another_write_are_read_singly() -> None:
    org = Org(missing=("3", "5"))
    waited_for(org, 10)
    assert org.listings == 3
    assert sorted(org.singles) == ["3"] * 3 + ["5"] * 3
    org = Org(listing_lags={"status": "another's"})
    waited_for(org, 10)
    assert (org.listings, len(org.singles)) == (1, 30)


@pytest.mark.parametrize(("shown", "trusted"), [("before", 1), ("Pending", TRUSTED)])
def test_a_listing_that_lags_for_ever_is_found_out(shown: str, trusted: int) -> None:
    """Two objects that are ready though their rows do not show it: then all are read singly."""
    org = Org(pending=0, listing_lags={"status": shown})
    waited_for(org, 10)
    assert trusted + 2 <= org.listings <= trusted + 4  # a thread may miss one, and so trust the next
    assert len(org.singles) == 10


def test_a_listing_that_lags_as_single_reads_do_stays_the_cheaper_way() -> None:
    org = Org(pending=6, rows=10)
    waited_for(org, 10)
    assert org.listings == 7
    assert len(org.singles) <= 7 - TRUSTED


def test_who_waits_in_vain_is_told_so_after_its_time() -> None:
    org = Org(pending=10**6)
    with pytest.raises(Unavailable, match="still Pending after 20 s"):
        waited_for(org, 10, seconds=20)


def test_the_requests_of_a_shared_look_count_for_the_task_only() -> None:
    net = wired()
    client, counted = net.client, []
    client._sender.clock = HurriedClock()
    client.workers = 3

    def listing() -> list[Json]:
        client.get("/listing")
        return [{"id": str(number), "status": "Active"} for number in range(3)]

    looks = SharedLooks(client, listing)
    looks.expect(3)

    def wait(number: int) -> None:
        with net.recorder.operation() as tally:
            deadline = Deadline(client, 60, "")
            looks.until(str(number), of_row, lambda: None, deadline, "it")
        counted.append(sum(tally.requests.values()))

    client.each(wait, range(3))
    assert counted == [0, 0, 0]
    assert sum(net.recorder.total.requests.values()) == 1
