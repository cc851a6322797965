# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fleet costs: the requests of the design's formula and not one more, over few connections and tokens."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.integration.channels import FLEET, TOKEN, large_org, page
from tests.integration.conftest import Modules
from tests.integration.fleet import patch, read, small_org
from tests.simulator import fleets
from tests.simulator.client import Simulator


@pytest.mark.parametrize("size", [10, 100, 500, 1000])
def test_a_fleet_costs_one_token_its_pages_and_a_write_for_each_change(
    simulator: Simulator, modules: Modules, size: int
) -> None:
    others = size // 5
    simulator.reset(large_org(size, others))
    everything: dict[str, Any] = {"channels": [{"name_glob": "*", "max_concurrent_sessions": 800}]}
    ids = [channel["id"] for channel in fleets.webmessaging(size)["channels"]]
    pages = [page(number) for number in range(1, -(-(size + others) // 100) + 1)]

    result = modules.succeed(FLEET, **everything)
    sent = simulator.requests()
    assert sent[:2] == [TOKEN, pages[0]]
    assert sorted(sent[: len(pages) + 1]) == sorted([TOKEN, *pages])
    assert sorted(sent[len(pages) + 1 :]) == sorted(map(patch, ids))
    assert [row["id"] for row in result["channels"]] == ids
    assert result["metrics"]["requests"] == {
        "total": 1 + len(pages) + size,
        "token": 1,
        "read": len(pages),
        "write": size,
    }
    assert {entry["token"] for entry in simulator.journal()} == {1}
    assert len({entry["connection"] for entry in simulator.journal()}) <= 8

    simulator.clear_journal()
    again = modules.succeed(FLEET, **everything)
    assert again["changed"] is False
    sent = simulator.requests()
    assert sent[:2] == [TOKEN, pages[0]]
    assert sorted(sent) == sorted([TOKEN, *pages])


def test_only_what_differs_is_written(simulator: Simulator, modules: Modules) -> None:
    state = fleets.webmessaging(20)
    for number in (3, 7, 19):
        state["channels"][number]["configuration"]["webchat"]["maxConcurrentSessions"] = 90
    simulator.reset(state)
    modules.succeed(FLEET, channels=[{"name_glob": "*", "max_concurrent_sessions": 500}])
    wrong = [state["channels"][number]["id"] for number in (3, 7, 19)]
    assert sorted(simulator.requests("write")) == sorted(map(patch, wrong))
    assert {entry["body"]["id"] for entry in simulator.journal() if entry["kind"] == "write"} == set(wrong)


def test_five_entries_by_id_are_read_singly(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abcdefgh"))
    entries = [{"id": f"c{number}", "max_concurrent_sessions": 500} for number in range(5)]
    modules.succeed(FLEET, channels=entries)
    sent = simulator.requests()
    assert sent[0] == TOKEN
    assert sorted(sent[1:]) == [read(f"c{number}") for number in range(5)]


def test_six_entries_by_id_are_read_with_the_listing(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abcdefgh"))
    entries = [{"id": f"c{number}", "max_concurrent_sessions": 500} for number in range(6)]
    modules.succeed(FLEET, channels=entries)
    assert simulator.requests() == [TOKEN, page(1)]


@pytest.mark.parametrize("selector", [{"name": "b"}, {"name_glob": "b*"}])
def test_any_other_entry_takes_the_listing(simulator: Simulator, modules: Modules, selector: dict[str, str]) -> None:
    simulator.reset(small_org(*"abc"))
    modules.succeed(FLEET, channels=[{"id": "c0"}, {**selector, "max_concurrent_sessions": 500}])
    assert simulator.requests() == [TOKEN, page(1)]


@pytest.mark.parametrize("check_mode", [False, True])
def test_no_channels_are_no_requests(simulator: Simulator, modules: Modules, check_mode: bool) -> None:
    result = modules.succeed(FLEET, check_mode=check_mode, channels=[], defaults={"features": []})
    assert simulator.requests() == []
    assert (result["changed"], result["channels"], result["diff"], result["audit"]) == (False, [], [], [])
    assert result["metrics"]["requests"] == {"total": 0, "token": 0, "read": 0, "write": 0}


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_requests_are_under_way_than_there_are_workers(
    simulator: Simulator, modules: Modules, workers: int
) -> None:
    simulator.reset("webmessaging:220", latency_ms=10)
    modules.succeed(FLEET, channels=[{"name_glob": "*0", "max_concurrent_sessions": 800}], workers=workers)
    journal = simulator.journal()
    assert len(simulator.requests("write")) == 22
    assert len({entry["connection"] for entry in journal}) <= workers
    ends = [(entry["at"], 1) for entry in journal]
    ends += [(entry["at"] + entry["duration_ms"] / 1000, -1) for entry in journal]
    under_way = most = 0
    for _at, step in sorted(ends):
        under_way += step
        most = max(most, under_way)
    assert most <= workers


def test_a_pool_of_tokens_is_used_evenly(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:90", latency_ms=30)
    entries = [{"name_glob": "*", "max_concurrent_sessions": 800}]
    result = modules.succeed(FLEET, channels=entries, workers=6, token_pool_size=3)
    used = Counter(entry["token"] for entry in simulator.journal() if entry["kind"] == "write")
    assert sorted(used) == [1, 2, 3]
    assert max(used.values()) <= 2 * min(used.values())
    assert len(simulator.requests("token")) == 3
    assert result["metrics"]["requests"] == {"total": 94, "token": 3, "read": 1, "write": 90}


def test_tokens_of_a_pool_that_are_not_needed_are_not_fetched(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org("a"))
    modules.succeed(FLEET, channels=[{"id": "c0", "max_concurrent_sessions": 800}], workers=6, token_pool_size=3)
    assert simulator.requests() == [TOKEN, read("c0"), patch("c0")]
