# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every latency is in one bar, and every bar inside the picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.latency_histogram import histogram, milliseconds


@given(st.lists(st.floats(0.001, 1e7), min_size=1))
def test_nothing_is_lost_and_nothing_sticks_out(latencies: list[float]) -> None:
    found = histogram(latencies, {"max": max(latencies)})
    assert sum(each.count for each in found.bars) == len(latencies)
    assert max(each.height for each in found.bars) == 100
    assert all(each.left >= 0 and each.left + each.width <= 100.1 for each in found.bars)
    assert (found.ticks[0].at, found.ticks[-1].at) == (0, 100)
    assert all(0 <= each.at <= 100 for each in found.markers)
    assert len(found.ticks) >= 3


def test_bars_say_what_they_hold() -> None:
    found = histogram([10.0, 11.0, 99.0], {})
    assert [(each.count, each.text) for each in found.bars] == [(2, "10 ms to 13 ms: 2"), (1, "75 ms to 100 ms: 1")]
    assert [tick.text for tick in found.ticks] == ["10 ms", "100 ms", "1 s"]


def test_milliseconds_are_short() -> None:
    assert [milliseconds(value) for value in (0.1, 1.5, 84.4, 1500.0)] == ["0.1 ms", "1.5 ms", "84 ms", "1.5 s"]
