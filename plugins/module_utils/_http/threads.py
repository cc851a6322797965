# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Call one function for many items, on a bounded number of threads, and know when all of them only wait."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Callable, Iterator, Sequence, TypeVar

from .recorder import Recorder

T = TypeVar("T")
R = TypeVar("R")


@dataclass(eq=False)
class _Idle:
    """A thread that waits. ``is_called``: it counts as working again, though it has not woken yet."""

    is_over: Callable[[], bool] = lambda: False
    is_called: bool = False


class Crew:
    """The threads of a task, and how many of them have work to do.

    A thread inside ``idle`` waits for the service. A thread that waits for an item counts as long as there is one.
    ``changed`` is notified once nobody has work.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self._working = 0
        self._idle: set[_Idle] = set()
        self._thread = threading.local()

    @property
    def has_work(self) -> bool:
        return self._working > 0

    def set_working(self) -> None:
        """Make this thread one that counts."""
        self._thread.counts = True

    @contextmanager
    def idle(self) -> Iterator[None]:
        """Count this thread as waiting. Nested, and in a thread of no pool, it changes nothing."""
        if not getattr(self._thread, "counts", False):
            yield
            return
        idle = self._thread.idle = _Idle()
        self._thread.counts = False
        with self.changed:
            self._idle.add(idle)
            self.add(-1)
        try:
            yield
        finally:
            self._thread.counts, self._thread.idle = True, None
            with self.changed:
                self._idle.remove(idle)
                self.add(not idle.is_called)

    @contextmanager
    def idle_until(self, is_over: Callable[[], bool]) -> Iterator[None]:
        """Count this thread as working from the ``notify`` on that finds ``is_over`` true, before it wakes."""
        with self.idle():
            idle = getattr(self._thread, "idle", None) or _Idle()
            idle.is_over = is_over
            try:
                yield
            finally:
                idle.is_over = lambda: False

    def notify(self) -> None:
        """Wake all threads after a change of what they wait for. Only with the lock."""
        called = [idle for idle in self._idle if not idle.is_called and idle.is_over()]
        for idle in called:
            idle.is_called = True
        self._working += len(called)
        self.changed.notify_all()

    @contextmanager
    def pool(self, threads: int, items: int) -> Iterator[Pool]:
        """Count the threads of a pool that handles so many items."""
        pool = Pool(self, threads, items)
        with self.idle():
            self.add(threads)
            try:
                yield pool
            finally:
                self.add(-min(pool.threads, pool.left))  # of items that were not begun

    def add(self, threads: int) -> None:
        """Count so many more threads as working."""
        if threads:
            with self.changed:
                self._working += threads
                if not self._working:
                    self.changed.notify_all()


class Pool:
    """The threads of a pool, as far as a crew counts them, and the items that are left."""

    def __init__(self, crew: Crew, threads: int, items: int) -> None:
        self._crew = crew
        self.threads = threads
        self.left = items

    def counted(self, function: Callable[[T], R]) -> Callable[[T], R]:
        """Return a function that handles an item in a thread of the pool."""

        def work(item: T) -> R:
            self._crew.set_working()
            try:
                return function(item)
            finally:
                with self._crew.changed:
                    self.left -= 1
                    self._crew.add(-(self.left < self.threads))

        return work

    def lose_one(self) -> None:
        """Count one thread fewer, because it cannot be started."""
        with self._crew.changed:
            self._crew.add(-(self.threads <= self.left))
            self.threads -= 1


def each(recorder: Recorder, crew: Crew, workers: int, function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return the results in the order of the items. Requests of the threads count for the caller's operation.

    The first exception is raised once the started items have ended; the other items are not started. If the caller is
    interrupted, started items send nothing more. If the system allows fewer threads, those that there are do the work.
    """
    threads = min(workers, len(items))
    if threads <= 1:
        return [function(item) for item in items]
    results: dict[int, R] = {}
    errors: list[BaseException] = []
    with crew.pool(threads, len(items)) as pool, ThreadPoolExecutor(threads) as executor:
        call = recorder.counted_here(pool.counted(function))

        def run(index: int) -> None:
            if errors:
                return
            try:
                results[index] = call(items[index])
            except BaseException as error:
                errors.append(error)

        try:
            for index in range(len(items)):
                _submit(executor, pool, run, index)
            executor.shutdown(wait=True)
        except BaseException as error:  # from outside, such as KeyboardInterrupt or Ansible's timeout of a task
            recorder.interruption.interrupt(type(error).__name__)
            errors.append(error)
            raise
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(items))]


def _submit(executor: ThreadPoolExecutor, pool: Pool, run: Callable[[int], None], index: int) -> None:
    """Submit an item. The executor queues it before it starts a thread for it, which can fail."""
    try:
        executor.submit(run, index)
    except RuntimeError:
        if index == 0:  # there is no thread at all
            raise
        pool.lose_one()
