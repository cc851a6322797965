# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counting: for the whole task and for each operation in it, also side by side in threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ansible_collections.genesys.cloud.plugins.module_utils._core.tally import READ, TOKEN, WRITE, Tally
from ansible_collections.genesys.cloud.plugins.module_utils._http.recorder import Recorder


def test_an_operation_counts_what_is_sent_while_it_is_open_and_the_task_counts_all() -> None:
    recorder = Recorder()
    recorder.answered(TOKEN, 1.0, None, None, again=False)
    with recorder.operation() as tally:
        recorder.answered(READ, 2.0, "c-1", None, again=False)
        recorder.answered(WRITE, 4.0, None, {"n": 1}, again=True)
        recorder.waited(0.25)
    recorder.answered(READ, 8.0, "c-2", None, again=True)
    assert tally.requests == {TOKEN: 0, READ: 1, WRITE: 1}
    assert (tally.retries, tally.wait_ms, tally.latency_ms) == (1, 250.0, 6.0)
    assert (tally.payload, tally.context_id) == ({"n": 1}, "c-1")
    assert recorder.total.requests == {TOKEN: 1, READ: 2, WRITE: 1}
    assert (recorder.total.retries, recorder.total.latency_ms) == (2, 15.0)


def test_threads_do_not_count_for_each_other() -> None:
    recorder = Recorder()

    def work(number: int) -> Tally:
        with recorder.operation() as tally:
            for _request in range(100):
                recorder.answered(WRITE, 1.0, f"c-{number}", number, again=False)
                recorder.waited(0.001)
        return tally

    with ThreadPoolExecutor(8) as pool:
        tallies = list(pool.map(work, range(16)))
    assert [tally.requests[WRITE] for tally in tallies] == [100] * 16
    assert [tally.payload for tally in tallies] == list(range(16))
    assert recorder.total.requests[WRITE] == len(recorder.total.latencies_ms) == 1600


def test_a_read_does_not_pass_for_what_was_written() -> None:
    recorder = Recorder()
    with recorder.operation() as tally:
        recorder.answered(READ, 1.0, None, {"not": "written"}, again=False)
    assert tally.payload is None
