# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet in one task: which channels an entry selects, what the defaults add, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import FLEET, TOKEN, availability, page, stored
from tests.integration.conftest import Modules
from tests.integration.fleet import converge_fleet, outcomes, patch, small_org
from tests.simulator.client import Simulator

NAMES = ["EU 1", "US 1", "EU 2", "Primary", "eu 3"]


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    state = small_org(*NAMES)
    state["channels"].insert(1, {"id": "voice", "name": "EU Voice", "channelType": "voice"})
    simulator.reset(state)
    return simulator


def test_rows_come_in_the_order_of_the_entries_and_in_a_pattern_of_the_listing(
    org: Simulator, modules: Modules
) -> None:
    entries = [
        {"name": "Primary", "max_concurrent_sessions": 800},
        {"name_glob": "EU *", "max_concurrent_sessions": 300},
        {"id": "c1", "features": ["rich-media"]},
    ]
    result = converge_fleet(org, modules, channels=entries)
    assert outcomes(result) == [("c3", "updated"), ("c0", "updated"), ("c2", "updated"), ("c1", "updated")]
    assert [row["name"] for row in result["channels"]] == ["Primary", "EU 1", "EU 2", "US 1"]
    assert result["journal"][:2] == [TOKEN, page(1)]
    assert sorted(result["journal"][2:]) == [patch(f"c{number}") for number in range(4)]
    assert [org.channel(f"c{number}")["configuration"]["webchat"]["maxConcurrentSessions"] for number in range(4)] == [
        300,
        500,
        300,
        800,
    ]
    assert result["metrics"]["feature_availability"] == availability(
        4, rich_media=4, typing_indicators=3, file_sharing=3
    )


def test_a_row_holds_the_channel_its_diff_and_nothing_that_failed(org: Simulator, modules: Modules) -> None:
    result = converge_fleet(org, modules, channels=[{"name": "Primary", "max_concurrent_sessions": 800}])
    diff = {"before": {"max_concurrent_sessions": 500}, "after": {"max_concurrent_sessions": 800}}
    (row,) = result["channels"]
    channel = row.pop("channel")
    assert row == {
        "id": "c3",
        "name": "Primary",
        "outcome": "updated",
        "changed": True,
        "diff": diff,
        "failure": None,
        "pinned": None,
    }
    assert (channel["id"], channel["max_concurrent_sessions"]) == ("c3", 800)
    label = "channel 'Primary' (c3)"
    assert result["diff"] == [{**diff, "before_header": label, "after_header": label}]


def test_the_diff_lists_changed_channels_alone(org: Simulator, modules: Modules) -> None:
    entries = [{"id": "c0", "max_concurrent_sessions": 500}, {"id": "c1", "max_concurrent_sessions": 501}]
    result = converge_fleet(org, modules, channels=entries)
    assert [one["after_header"] for one in result["diff"]] == ["channel 'US 1' (c1)"]
    assert result["channels"][0]["diff"] == {
        "before": {"max_concurrent_sessions": 500},
        "after": {"max_concurrent_sessions": 500},
    }


def test_defaults_are_for_every_entry_that_does_not_say_otherwise(org: Simulator, modules: Modules) -> None:
    defaults = {
        "max_concurrent_sessions": 300,
        "routing": {"queue_id": "queue-456", "assignment_mode": "round-robin"},
        "configuration": {"branding": {"theme": "dark", "logo": "one"}},
    }
    entries = [
        {"id": "c0"},
        {"id": "c1", "max_concurrent_sessions": 700},
        {"id": "c2", "routing": {"queue_id": None}, "configuration": {"branding": {"theme": "light"}, "note": "mine"}},
    ]
    converge_fleet(org, modules, channels=entries, defaults=defaults)
    after = [org.channel(f"c{number}")["configuration"] for number in range(3)]
    assert [each["webchat"]["maxConcurrentSessions"] for each in after] == [300, 700, 300]
    assert [each["routing"] for each in after] == [
        {"queueId": "queue-456", "assignmentMode": "round-robin"},
        {"queueId": "queue-456", "assignmentMode": "round-robin"},
        {"queueId": None, "assignmentMode": "round-robin"},
    ]
    assert [each["branding"] for each in after] == [
        {"theme": "dark", "logo": "one"},
        {"theme": "dark", "logo": "one"},
        {"theme": "light", "logo": "one"},
    ]
    assert [each.get("note") for each in after] == [None, None, "mine"]


@pytest.mark.parametrize(
    ("defaults", "own", "features"),
    [
        (
            {"enable_features": ["co-browsing"], "disable_features": ["file-sharing"]},
            {"features": ["video-calling"]},
            ["video-calling"],
        ),
        ({"enable_features": ["co-browsing"]}, {"features": []}, []),
        (
            {"features": ["video-calling"]},
            {"enable_features": ["co-browsing"]},
            ["rich-media", "typing-indicators", "file-sharing", "co-browsing"],
        ),
        ({"features": ["video-calling"]}, {"disable_features": ["rich-media"]}, ["typing-indicators", "file-sharing"]),
        (
            {"enable_features": ["co-browsing"]},
            {"disable_features": ["rich-media", "file-sharing"]},
            ["typing-indicators", "co-browsing"],
        ),
        ({"features": ["video-calling"]}, {}, ["video-calling"]),
    ],
)
def test_features_of_an_entry_put_aside_default_features_of_the_other_kind(
    org: Simulator, modules: Modules, defaults: dict[str, Any], own: dict[str, Any], features: list[str]
) -> None:
    converge_fleet(org, modules, channels=[{"id": "c0", **own}], defaults=defaults)
    assert org.channel("c0")["configuration"]["webchat"]["features"] == features


def test_capabilities_hold_for_the_whole_fleet(org: Simulator, modules: Modules) -> None:
    options: dict[str, Any] = {
        "channels": [{"id": "c0", "features": ["co-browsing"], "target_browsers": ["safari"]}],
        "capabilities": {"browser_support": {"co-browsing": ["safari"]}},
    }
    result = converge_fleet(org, modules, **options)
    assert outcomes(result) == [("c0", "updated")]


def test_what_nobody_asked_for_stays(org: Simulator, modules: Modules) -> None:
    before = {channel["id"]: channel for channel in org.channels()}
    converge_fleet(org, modules, channels=[{"name_glob": "EU *", "max_concurrent_sessions": 300}])
    for channel in org.channels():
        if channel["id"] in ("c0", "c2"):
            assert keys_that_differ(before[channel["id"]], channel) == {"configuration", "version"}
        else:
            assert channel == before[channel["id"]]


def keys_that_differ(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {key for key in after if after[key] != before.get(key)}


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([{"id": "c0"}, {"name": "EU 1"}], [("channels[0] and channels[1]", "channel 'EU 1' (c0)")]),
        ([{"id": "c1"}, {"id": "c0"}, {"name": "EU 1"}], [("channels[1] and channels[2]", "channel 'EU 1' (c0)")]),
        (
            [{"name_glob": "EU *"}, {"id": "c1"}, {"id": "c2"}, {"name": "US 1"}],
            [
                ("channels[0] and channels[2]", "channel 'EU 2' (c2)"),
                ("channels[1] and channels[3]", "channel 'US 1' (c1)"),
            ],
        ),
        ([{"name_glob": "*"}, {"name_glob": "EU *"}], [("channels[0] and channels[1]", "channel 'EU 1' (c0)")]),
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_two_entries_for_one_channel_are_an_error_that_names_both(
    org: Simulator, modules: Modules, entries: list[dict[str, Any]], told: list[tuple[str, str]], check_mode: bool
) -> None:
    entries = [{**entry, "max_concurrent_sessions": 300} for entry in entries]
    result = modules.fail(FLEET, check_mode=check_mode, channels=entries)
    assert result["failure"]["kind"] == "validation"
    assert len(result["failure"]["details"]) == len(told)
    for (both, label), detail in zip(told, result["failure"]["details"], strict=True):
        assert detail.startswith(f"{both}: both select {label}")
    assert org.requests("write") == []


def test_an_overlap_of_many_channels_is_one_error(org: Simulator, modules: Modules) -> None:
    result = modules.fail(FLEET, channels=[{"name_glob": "*"}, {"name_glob": "?*"}])
    (detail,) = result["failure"]["details"]
    assert detail == "channels[0] and channels[1]: both select channel 'EU 1' (c0) and 4 more."


def test_a_channel_that_somebody_changes_after_the_listing_converges_or_keeps_their_part(
    org: Simulator, modules: Modules
) -> None:
    theirs = {"description": "theirs", "configuration": {"routing": {"queueId": "queue-vip"}}}
    org.fault("PATCH", ".*/c0", {"mutate": theirs})
    result = modules.succeed(FLEET, channels=[{"name_glob": "EU *", "max_concurrent_sessions": 300}])
    assert outcomes(result) == [("c0", "updated"), ("c2", "updated")]
    assert result["channels"][0]["channel"]["routing"]["queue_id"] == "queue-vip"
    assert org.channel("c0")["description"] == "theirs"
    assert stored()["configuration"]["webchat"]["features"] == result["channels"][0]["channel"]["features"]
