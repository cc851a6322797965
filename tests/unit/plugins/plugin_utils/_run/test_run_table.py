# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines at the end of a run."""

from __future__ import annotations

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_table import duration, table
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import one


def test_the_table_is_aligned_and_short() -> None:
    run = RunRecord()
    for number in range(3):
        run.add(one(str(number), "updated"), Place())
    run.hidden = 1
    assert table(run) == [
        "channels  3 updated, 0 unchanged, 0 failed",
        "requests  6 (0 token, 3 read, 3 write), 3 of them retries",
        "waiting   750 ms",
        "latency   p95 20 ms an operation, slowest request 40 ms",
        "features  rich-media         0 of 3    0.0 %",
        "          typing-indicators  0 of 3    0.0 %",
        "          file-sharing       0 of 3    0.0 %",
        "          co-browsing        0 of 3    0.0 %",
        "          video-calling      0 of 3    0.0 %",
        "          a                  0 of 3    0.0 %",
        "          b                  3 of 3  100.0 %",
        "          c                  3 of 3  100.0 %",
        "hidden    1 by no_log; the lines above do not count them",
    ]


def test_a_run_without_our_tasks_has_no_table() -> None:
    assert table(RunRecord()) == []


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 ms"), (1.25, "1.2 ms"), (84.4, "84 ms"), (1500, "1.5 s"), (125_000, "2 min 5 s")]
)
def test_durations_are_read_by_people(value: float, text: str) -> None:
    assert duration(value) == text
