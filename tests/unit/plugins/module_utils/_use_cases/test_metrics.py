# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Numbers about a task: percentiles by nearest rank, availability as counts, everything a number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.tally import Tally
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.metrics import availability, latency, metrics

FEATURES = ["rich-media", "co-browsing"]
latencies = st.lists(st.integers(0, 10**9).map(lambda micros: micros / 1000), min_size=1, max_size=300)


@given(latencies)
def test_percentiles_are_measured_values_that_so_many_do_not_exceed(measured: list[float]) -> None:
    found: dict[str, Any] = {**latency(measured)}
    for key, percent in (("p50", 50), ("p95", 95)):
        assert found[key] in measured
        assert 100 * sum(value <= found[key] for value in measured) >= percent * len(measured)
        assert 100 * sum(value < found[key] for value in measured) < percent * len(measured)
    assert min(measured) <= found["p50"] <= found["p95"] <= found["max"] == max(measured)
    assert found["avg"] == pytest.approx(sum(measured) / len(measured), abs=0.001)


def test_the_percentiles_of_a_hundred_values_are_the_fiftieth_and_the_ninety_fifth() -> None:
    found = latency([float(value) for value in range(100, 0, -1)])
    assert found == {"avg": 50.5, "p50": 50.0, "p95": 95.0, "max": 100.0}


def test_without_a_request_all_latencies_are_zero() -> None:
    assert latency([]) == {"avg": 0.0, "p50": 0.0, "p95": 0.0, "max": 0.0}


@given(st.lists(st.lists(st.sampled_from([*FEATURES, "brand-new"]), max_size=4), max_size=8))
def test_availability_counts_channels_and_not_mentions(handled: list[list[str]]) -> None:
    found = availability(FEATURES, handled)
    assert set(found) == set(FEATURES) | {item for channel in handled for item in channel}
    for feature, row in found.items():
        assert row["total"] == len(handled)
        assert row["available"] == len([channel for channel in handled if feature in channel])
        assert 0 <= row["percent"] <= 100
        if handled:
            assert row["percent"] == pytest.approx(100 * row["available"] / len(handled), abs=0.005)


def test_availability_is_zero_of_zero_where_no_channel_was_handled() -> None:
    assert availability(["rich-media"], []) == {"rich-media": {"total": 0, "available": 0, "percent": 0.0}}


def test_the_catalogue_comes_first_and_what_only_channels_have_after_it() -> None:
    assert list(availability(FEATURES, [["zoom", "annotate"], ["co-browsing"]])) == [*FEATURES, "annotate", "zoom"]


def test_metrics_have_the_promised_keys_and_numbers() -> None:
    tally = Tally(
        requests={"token": 1, "read": 3, "write": 2}, retries=1, wait_ms=512.00049, latencies_ms=[1.0, 2.0, 6.0]
    )
    assert metrics(tally, ["rich-media"], [["rich-media"], []], "api.example") == {
        "api_host": "api.example",
        "requests": {"total": 6, "token": 1, "read": 3, "write": 2},
        "retries": 1,
        "wait_ms": 512.0,
        "latency_ms": {"avg": 3.0, "p50": 2.0, "p95": 6.0, "max": 6.0},
        "feature_availability": {"rich-media": {"total": 2, "available": 1, "percent": 50.0}},
    }
