# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same function over many items: order, bound, errors, and whom the requests count for."""

from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.tally import READ
from ansible_collections.genesys.cloud.plugins.module_utils._http.recorder import Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._http.threads import Crew, each


@pytest.mark.parametrize("workers", [1, 2, 8, 64])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    def slow_at_first(item: int) -> int:
        time.sleep(0.01 if item < 3 else 0)
        return item * item

    assert each(Recorder(), Crew(), workers, slow_at_first, range(40)) == [item * item for item in range(40)]


@pytest.mark.parametrize("workers", [1, 8])
def test_nothing_to_do_is_done_at_once(workers: int) -> None:
    assert each(Recorder(), Crew(), workers, lambda item: item, []) == []


@pytest.mark.parametrize("workers", [2, 5])
def test_so_many_run_at_once_and_no_more(workers: int) -> None:
    lock = threading.Lock()
    together = threading.Barrier(workers)
    running, most = 0, 0

    def run(item: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        # Only where all of them are under way does any of them go on.
        together.wait(timeout=60)
        with lock:
            running -= 1

    each(Recorder(), Crew(), workers, run, range(workers * 4))
    assert most == workers


@pytest.mark.parametrize(("workers", "items"), [(1, 5), (8, 1)])
def test_where_there_is_nothing_to_do_side_by_side_no_thread_is_made(workers: int, items: int) -> None:
    threads = each(Recorder(), Crew(), workers, lambda item: threading.current_thread(), range(items))
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_error_is_raised_and_what_has_not_begun_is_left(workers: int) -> None:
    begun = []

    def run(item: int) -> None:
        begun.append(item)
        if item == 1:
            raise ValueError("item 1")
        time.sleep(0.05)

    with pytest.raises(ValueError, match="item 1"):
        each(Recorder(), Crew(), workers, run, range(1000))
    assert len(begun) < 100


@pytest.mark.parametrize("workers", [1, 8])
def test_what_the_threads_send_counts_for_the_operation_of_the_caller(workers: int) -> None:
    recorder = Recorder()
    with recorder.operation() as tally:
        each(recorder, Crew(), workers, lambda item: recorder.answered(READ, 1.0, None, None, again=False), range(20))
    recorder.answered(READ, 1.0, None, None, again=False)
    assert tally.requests[READ] == 20
    assert recorder.total.requests[READ] == 21


def test_operations_that_threads_open_themselves_are_kept_apart() -> None:
    recorder = Recorder()

    def run(item: int) -> int:
        with recorder.operation() as tally:
            for _each in range(item):
                recorder.answered(READ, 1.0, None, None, again=False)
        return tally.requests[READ]

    assert each(recorder, Crew(), 8, run, range(30)) == list(range(30))
    assert recorder.total.requests[READ] == sum(range(30))


def test_a_crew_has_work_until_each_of_its_threads_waits() -> None:
    crew, seen = Crew(), []
    together = threading.Barrier(4)

    def run(item: int) -> None:
        together.wait(timeout=60)
        with crew.idle():
            if together.wait(timeout=60) == 0:
                with crew.changed:
                    seen.append(crew.has_work)
            together.wait(timeout=60)
        seen.append(crew.has_work)

    each(Recorder(), crew, 4, run, range(4))
    assert seen[0] is False
    assert seen[1] is True
    assert not crew.has_work


@pytest.mark.parametrize("items", [3, 40])
def test_a_thread_between_two_items_has_work(items: int) -> None:
    """Otherwise, a look would be due each time when a thread takes its next item."""
    crew = Crew()
    free = []

    def run(item: int) -> None:
        if item:
            with crew.changed:
                crew.changed.wait_for(lambda: not crew.has_work, timeout=0)
            time.sleep(0.001)
        else:
            with crew.idle():
                for _time in range(20):
                    time.sleep(0.001)
                    free.append(not crew.has_work and len(done) < items - 1)
        done.append(item)

    done: list[int] = []
    each(Recorder(), crew, 2, run, range(items))
    assert not any(free)


def test_a_thread_that_waits_for_threads_of_its_own_has_no_work_itself() -> None:
    crew = Crew()
    together = threading.Barrier(4)

    def inner(item: int) -> bool:
        with crew.idle():
            if together.wait(timeout=60) == 0:
                return crew.has_work
            time.sleep(0.05)
        return False

    def outer(item: int) -> list[bool]:
        return each(Recorder(), crew, 2, inner, range(2))

    assert each(Recorder(), crew, 2, outer, range(2)) == [[False, False]] * 2


def test_items_that_are_not_begun_after_an_error_leave_no_work() -> None:
    crew = Crew()

    def run(item: int) -> None:
        if item == 1:
            raise ValueError("item 1")
        time.sleep(0.01)

    with pytest.raises(ValueError, match="item 1"):
        each(Recorder(), crew, 3, run, range(100))
    assert not crew.has_work


def test_fewer_threads_than_wanted_do_the_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that limits its processes."""
    start = threading.Thread.start
    started: list[threading.Thread] = []

    def start_or_refuse(thread: threading.Thread) -> None:
        if len(started) == 3:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_or_refuse)
    crew, free = Crew(), []
    together = threading.Barrier(3)

    def run(item: int) -> int:
        if item < 3:
            with crew.idle():
                if together.wait(timeout=60) == 0:
                    with crew.changed:  # the other threads are not given up yet
                        free.append(crew.changed.wait_for(lambda: not crew.has_work, timeout=60))
                together.wait(timeout=60)
        return item

    assert each(Recorder(), crew, 20, run, range(40)) == list(range(40))
    assert free == [True]
    assert not crew.has_work


def test_without_any_thread_the_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    crew = Crew()
    with pytest.raises(RuntimeError, match="can't start"):
        each(Recorder(), crew, 20, lambda item: item, range(40))
    assert not crew.has_work
