# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Call one function for many items, on a bounded number of threads."""

from __future__ import annotations

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Callable, Sequence, TypeVar

from .recorder import Recorder

T = TypeVar("T")
R = TypeVar("R")


def each(recorder: Recorder, workers: int, function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return the results in the order of the items. Requests of the threads count for the caller's operation.

    The first exception is raised once the started items have ended; the other items are not started. If the caller is
    interrupted, started items send nothing more.
    """
    if workers <= 1 or len(items) <= 1:
        return [function(item) for item in items]
    counted = recorder.counted_here(function)
    with ThreadPoolExecutor(min(workers, len(items))) as pool:
        running = [pool.submit(counted, item) for item in items]
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
