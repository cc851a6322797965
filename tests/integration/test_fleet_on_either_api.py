# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet in one task, whichever API the org has: its rows, what fails alone, what it costs, and the hosts it makes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.apis import Api
from tests.integration.channels import FLEET, TOKEN, availability
from tests.integration.conftest import Modules
from tests.integration.fleet import converge_fleet, outcomes
from tests.integration.inventories import listed, source, variables
from tests.simulator.client import Simulator

NAMES = ["EU 1", "US 1", "EU 2", "Primary", "eu 3"]
PLAIN = ["rich-media"]
CALLS = ["rich-media", "video-calling"]


@pytest.fixture
def org(simulator: Simulator, api: Api) -> Simulator:
    simulator.reset(api.named(*NAMES))
    return simulator


def test_rows_come_in_the_order_of_the_entries_and_the_defaults_stand_back(
    org: Simulator, modules: Modules, api: Api
) -> None:
    entries: list[dict[str, Any]] = [
        {"name": "Primary", "features": CALLS},
        {"name_glob": "EU *"},
        {"id": "c1", "enable_features": ["co-browsing"], "target_browsers": ["edge"]},
    ]
    result = converge_fleet(org, modules, channels=entries, defaults={"features": PLAIN})
    assert outcomes(result) == [("c3", "updated"), ("c0", "updated"), ("c2", "updated"), ("c1", "updated")]
    head = [TOKEN, *api.listing()]
    assert result["journal"][: len(head)] == head
    assert sorted(result["journal"][len(head) :]) == sorted(api.changes(org, ["c3", "c0", "c2", "c1"]))
    found = [api.features(org, f"c{number}") for number in range(5)]
    first = {"typing-indicators", "file-sharing"}
    assert found == [set(), {*first, "co-browsing"}, set(), {"video-calling"}, first]
    assert result["metrics"]["feature_availability"] == availability(
        4, rich_media=4, typing_indicators=1, file_sharing=1, co_browsing=1, video_calling=1
    )
    assert [one["after_header"] for one in result["diff"]][:1] == ["channel 'Primary' (c3)"]


@pytest.mark.parametrize("on_error", ["continue", "stop"])
def test_what_fails_fails_alone_or_stops_the_rest(org: Simulator, modules: Modules, api: Api, on_error: str) -> None:
    entries = [{"id": "nobody", "features": PLAIN}, {"name_glob": "*", "features": PLAIN}]
    result = modules.fail(FLEET, channels=entries, on_error=on_error)
    (missing, *others) = result["channels"]
    assert (missing["outcome"], missing["failure"]["kind"]) == ("failed", "not_found")
    assert {row["outcome"] for row in others} == {"updated" if on_error == "continue" else "skipped"}
    assert bool(org.requests("write")) is (on_error == "continue")
    assert result["changed"] is (on_error == "continue")


def test_two_entries_for_one_channel_are_an_error_that_names_both(org: Simulator, modules: Modules) -> None:
    entries = [{"name_glob": "EU *", "features": PLAIN}, {"id": "c2", "features": PLAIN}]
    result = modules.fail(FLEET, channels=entries)
    (told,) = result["failure"]["details"]
    assert told == "channels[0] and channels[1]: both select channel 'EU 2' (c2)."
    assert org.requests("write") == []
    assert [entry["outcome"] for entry in result["audit"]] == ["rejected"]


@pytest.mark.parametrize("size", [1, 10, 60])
def test_it_costs_what_the_design_says_and_nothing_to_change_costs_the_reads_alone(
    simulator: Simulator, modules: Modules, api: Api, size: int
) -> None:
    simulator.reset(api.plain(size))
    options: dict[str, Any] = {"channels": [{"name_glob": "*", "disable_features": ["typing-indicators"]}]}
    head = [TOKEN, *api.listing()]
    result = modules.succeed(FLEET, **options)
    sent = simulator.requests()
    assert sent[: len(head)] == head
    assert sorted(sent[len(head) :]) == sorted(api.changes(simulator, api.ids(simulator)))
    assert result["metrics"]["requests"]["total"] == len(sent)
    assert len({entry["connection"] for entry in simulator.journal()}) <= 8
    simulator.clear_journal()
    assert modules.succeed(FLEET, **options)["changed"] is False
    assert simulator.requests() == head


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_requests_are_under_way_than_there_are_workers(
    simulator: Simulator, modules: Modules, api: Api, workers: int
) -> None:
    simulator.reset(api.plain(12), latency_ms=10)
    modules.succeed(FLEET, channels=[{"name_glob": "*", "features": PLAIN}], workers=workers)
    journal = simulator.journal()
    assert len({entry["connection"] for entry in journal}) <= workers
    ends = [(entry["at"], 1) for entry in journal]
    ends += [(entry["at"] + entry["duration_ms"] / 1000, -1) for entry in journal]
    under_way = most = 0
    for _at, step in sorted(ends):
        under_way += step
        most = max(most, under_way)
    assert most <= workers


def test_every_channel_is_a_host(org: Simulator, ansible: Ansible, api: Api) -> None:
    inventory = listed(ansible, source(ansible))
    assert org.requests() == [TOKEN, *api.listing()]
    assert inventory["webmessaging"] == {"hosts": [f"c{number}" for number in range(5)]}
    told = [each["webmessaging_name"] for each in variables(inventory).values()]
    assert told == NAMES
    features = variables(inventory)["c0"]["webmessaging_features"]
    assert set(features) == {"rich-media", "typing-indicators", "file-sharing"}
