# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Does many cases side by side, each on a stage that no other case uses meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import Queue
from typing import TypeVar

Stage = TypeVar("Stage")
Case = TypeVar("Case")
Done = TypeVar("Done")


def side_by_side(stages: list[Stage], cases: Iterable[Case], do: Callable[[Stage, Case], Done]) -> Iterator[Done]:
    """Yield the result of ``do`` for each case, as they end. An error ends all: cases not begun are left out."""
    free: Queue[Stage] = Queue()
    for stage in stages:
        free.put(stage)

    def done(case: Case) -> Done:
        stage = free.get()
        try:
            return do(stage, case)
        finally:
            free.put(stage)

    pool = ThreadPoolExecutor(len(stages))
    try:
        for future in as_completed([pool.submit(done, case) for case in cases]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)
