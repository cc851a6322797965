# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Call one function for many items, on a bounded number of threads, and know when all of them only wait."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Callable, Iterator, Sequence, TypeVar

from .recorder import Recorder

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """The threads of a task, and how many of them have work to do.

    A thread inside ``idle`` waits for the service. A thread that waits for an item counts as long as there is one.
    ``changed`` is notified once nobody has work.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self._working = 0
        self._thread = threading.local()

    @property
    def has_work(self) -> bool:
        return self._working > 0

    @contextmanager
    def idle(self) -> Iterator[None]:
        """Count this thread as waiting. Nested, and in a thread of no pool, it changes nothing."""
        counts = getattr(self._thread, "counts", False)
        self._thread.counts = False
        self._add(-counts)
        try:
            yield
        finally:
            self._thread.counts = counts
            self._add(counts)

    @contextmanager
    def pool(self, threads: int, items: int) -> Iterator[Callable[[Callable[[T], R]], Callable[[T], R]]]:
        """Count the threads of a pool; yield a wrapper for the function that handles an item."""
        left = items

        def ended() -> None:
            nonlocal left
            left -= 1
            self._add(-(left < threads))

        def counted(function: Callable[[T], R]) -> Callable[[T], R]:
            def work(item: T) -> R:
                self._thread.counts = True
                try:
                    return function(item)
                finally:
                    with self.changed:
                        ended()

            return work

        with self.idle():
            self._add(threads)
            try:
                yield counted
            finally:
                self._add(-min(threads, left))  # of items that were not begun

    def _add(self, threads: int) -> None:
        if threads:
            with self.changed:
                self._working += threads
                if not self._working:
                    self.changed.notify_all()


def each(recorder: Recorder, crew: Crew, workers: int, function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return the results in the order of the items. Requests of the threads count for the caller's operation.

    The first exception is raised once the started items have ended; the other items are not started. If the caller is
    interrupted, started items send nothing more.
    """
    threads = min(workers, len(items))
    if threads <= 1:
        return [function(item) for item in items]
    with crew.pool(threads, len(items)) as counted, ThreadPoolExecutor(threads) as pool:
        call = recorder.counted_here(counted(function))
        running = [pool.submit(call, item) for item in items]
        try:
            done, _left = wait(running, return_when=FIRST_EXCEPTION)
        except BaseException as error:  # from outside, such as KeyboardInterrupt or Ansible's timeout of a task
            recorder.interruption.interrupt(type(error).__name__)
            raise
        finally:
            for future in running:
                future.cancel()
        for future in done:
            future.result()
    return [future.result() for future in running]
