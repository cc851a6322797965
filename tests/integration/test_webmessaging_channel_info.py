# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_channel_info``: what it finds, what it counts, and what it asks for that."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import (
    COLLECTION,
    DETECTION,
    FEATURES,
    ID,
    INFO,
    READ,
    TOKEN,
    availability,
    large_org,
    org,
    page,
    stored,
    text_of,
)
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

COMPOSED, DECOMPOSED = "Café", "Cafe\u0301"
NAMES = [
    "Primary",
    "primary",
    " Primary",
    "Primary ",
    "EU Primary",
    "Twin",
    COMPOSED,
    DECOMPOSED,
    "Ünï-çødé チャネル \U0001f4ac",
    "{{ lookup('env', 'HOME') }} {% if 1 %} {# no #}",
    'O\'Brien "quoted" \\\\ back`tick` $HOME: #1',
    "Twin",
]


@pytest.fixture
def named(simulator: Simulator) -> Simulator:
    """A channel for each of NAMES, whose id is its position, and an e-mail channel that has a name of theirs."""
    channels = [stored(id=str(number), name=name) for number, name in enumerate(NAMES)]
    email = {"id": "email", "name": "Primary", "channelType": "email", "configuration": {"webchat": None}}
    simulator.reset(org(*channels, email))
    return simulator


def found(result: dict[str, Any]) -> list[str]:
    return [channel["id"] for channel in result["channels"]]


@pytest.mark.parametrize("check_mode", [False, True])
def test_250_channels_among_others_cost_a_token_and_a_read_for_each_page(
    simulator: Simulator, modules: Modules, check_mode: bool
) -> None:
    state = large_org(web_messaging=250, others=61)
    simulator.reset(state)
    result = modules.succeed(INFO, check_mode=check_mode)
    assert sorted(simulator.requests()) == sorted([TOKEN, page(1), page(2), page(3), page(4)])
    assert result["metrics"]["requests"] == {"total": 5, "token": 1, "read": 4, "write": 0}
    assert (result["total"], result["scanned"]) == (250, 311)
    assert found(result) == [item["id"] for item in state["channels"] if item["channelType"] == "webchat"]


@pytest.mark.parametrize(
    ("settings", "channels", "reads"),
    [
        ({}, 300, 3),
        ({}, 301, 4),
        ({}, 0, 1),
        ({"announce_total": False}, 300, 3),
        ({"announce_page_count": False}, 300, 3),
        ({"announce_page_count": False}, 301, 4),
        ({"announce_page_count": False}, 0, 1),
        ({"announce_total": False, "announce_page_count": False}, 300, 4),
        ({"announce_total": False, "announce_page_count": False}, 0, 1),
        ({"page_size_cap": 40}, 250, 7),
        ({"page_size_cap": 40, "announce_page_count": False}, 250, 7),
        ({"page_size_cap": 40, "announce_total": False, "announce_page_count": False}, 250, 8),
    ],
)
def test_every_page_is_read_once_whatever_the_pages_tell(
    simulator: Simulator, modules: Modules, settings: dict[str, Any], channels: int, reads: int
) -> None:
    simulator.reset(f"webmessaging:{channels}", **settings)
    result = modules.succeed(INFO)
    assert sorted(simulator.requests()) == sorted([TOKEN, *map(page, range(1, reads + 1))])
    assert found(result) == [channel["id"] for channel in simulator.channels()]
    assert result["total"] == result["scanned"] == channels


def test_a_channel_that_slips_onto_the_next_page_is_returned_once(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:150")
    channels = simulator.channels()
    overlapping = {"entities": channels[99:], "pageSize": 100, "pageNumber": 2, "total": 150, "pageCount": 2}
    simulator.fault("GET", COLLECTION, {"respond": {"status": 200, "body": overlapping}}, query="pageNumber=2")
    result = modules.succeed(INFO)
    assert found(result) == [channel["id"] for channel in channels]
    assert result["scanned"] == 150


def test_a_channel_is_told_in_our_words_and_its_configuration_in_the_api_s(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.reset("mixed:14")
    extended = simulator.channels()[5]
    result = modules.succeed(INFO, id=extended["id"])
    (channel,) = result["channels"]
    assert channel == {
        "id": extended["id"],
        "name": "Extended 5",
        "channel_type": "webchat",
        "max_concurrent_sessions": 2000,
        "features": ["co-browsing", "video-calling"],
        "routing": {"queue_id": "queue-456", "assignment_mode": "longest-idle"},
        "configuration": extended["configuration"],
    }
    assert text_of(channel["configuration"]) == text_of(extended["configuration"])


def test_the_result_has_the_promised_keys_and_changes_nothing(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    result = modules.succeed(INFO)
    assert result.keys() - {"invocation"} == {"changed", "diff", "channels", "total", "scanned", "audit", "metrics"}
    assert result["changed"] is False
    assert result["diff"] == {"before": {}, "after": {}}
    assert result["audit"] == []


@pytest.mark.parametrize(
    ("channel", "is_found"),
    [
        ({"channelType": "webchat"}, True),
        ({"channelType": "webchat", "configuration": None}, True),
        ({"channelType": "webchat", "configuration": {"webchat": None}}, True),
        ({"channelType": "open", "configuration": {"webchat": {}}}, True),
        ({"configuration": {"webchat": {"features": None}}}, True),
        ({"channelType": "open", "configuration": {"webchat": None}}, False),
        ({"channelType": "open", "configuration": {"webchat": []}}, False),
        ({"channelType": "open", "configuration": None}, False),
        ({"channelType": "Webchat"}, False),
        ({"channelType": None}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("selection", [{}, {"id": "x"}])
def test_its_type_or_a_webchat_object_makes_a_web_messaging_channel(
    simulator: Simulator, modules: Modules, channel: dict[str, Any], is_found: bool, selection: dict[str, Any]
) -> None:
    simulator.reset(org({"id": "x", "name": "X", **channel}))
    result = modules.succeed(INFO, **selection)
    assert found(result) == (["x"] if is_found else [])
    assert (result["total"], result["scanned"]) == (int(is_found), 1)


@pytest.mark.parametrize("features", [None, "rich-media", {"rich-media": True}, 3])
def test_features_of_a_strange_type_are_no_reason_to_fail(
    simulator: Simulator, modules: Modules, features: Any
) -> None:
    simulator.reset(org(stored(configuration={"webchat": {"features": features}, "routing": "none"})))
    result = modules.succeed(INFO)
    assert result["total"] == 1
    assert result["channels"][0]["routing"] == {"queue_id": None, "assignment_mode": None}
    assert result["metrics"]["feature_availability"] == availability(1)


def test_an_id_costs_one_read(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    assert found(modules.succeed(INFO, id=ID)) == [ID]
    assert simulator.requests() == [TOKEN, READ]


def test_an_unknown_id_finds_nothing_and_is_no_failure(simulator: Simulator, modules: Modules) -> None:
    result = modules.succeed(INFO, id=ID)
    assert (result["channels"], result["total"], result["scanned"]) == ([], 0, 0)
    assert result["metrics"]["feature_availability"] == availability(0)
    assert simulator.requests() == [TOKEN, READ, DETECTION]


@pytest.mark.parametrize("name", [*dict.fromkeys(NAMES), "PRIMARY", "Primary  ", "Prim*", "nobody"])
def test_a_name_finds_the_channels_of_exactly_that_name(named: Simulator, modules: Modules, name: str) -> None:
    result = modules.succeed(INFO, name=name)
    wanted = [str(number) for number, other in enumerate(NAMES) if other == name]
    assert found(result) == wanted
    assert [channel["name"] for channel in result["channels"]] == [name] * len(wanted)
    assert (result["total"], result["scanned"]) == (len(wanted), len(NAMES) + 1)
    assert named.requests() == [TOKEN, page(1)]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*", NAMES),
        ("EU *", ["EU Primary"]),
        ("eu *", []),
        ("?rimary", ["Primary", "primary"]),
        ("[P]rimary", ["Primary"]),
        ("[!P]rimary", ["primary"]),
        ("*Primary*", ["Primary", " Primary", "Primary ", "EU Primary"]),
        ("Twin", ["Twin", "Twin"]),
        ("*\U0001f4ac", ["Ünï-çødé チャネル \U0001f4ac"]),
        ("{{*{%*", ["{{ lookup('env', 'HOME') }} {% if 1 %} {# no #}"]),
        ("Rimary", []),
    ],
)
def test_a_glob_matches_as_a_shell_would_and_minds_case(
    named: Simulator, modules: Modules, pattern: str, names: list[str]
) -> None:
    result = modules.succeed(INFO, name_glob=pattern)
    assert [channel["name"] for channel in result["channels"]] == names
    assert (result["total"], result["scanned"]) == (len(names), len(NAMES) + 1)
    assert named.requests() == [TOKEN, page(1)]


def test_feature_availability_counts_the_channels_found(simulator: Simulator, modules: Modules) -> None:
    channels = [
        stored(id=str(number), name=name, configuration={"webchat": {"features": features}})
        for number, (name, features) in enumerate(
            [
                ("EU 1", ["rich-media", "co-browsing"]),
                ("EU 2", ["rich-media", "rich-media"]),
                ("EU 3", None),
                ("US 1", FEATURES),
            ]
        )
    ]
    simulator.reset(org(*channels, {"id": "sms", "name": "EU 4", "channelType": "sms"}))
    all_of_them = modules.succeed(INFO)["metrics"]["feature_availability"]
    assert all_of_them == availability(4, rich_media=3, typing_indicators=1, file_sharing=1, co_browsing=1)
    european = modules.succeed(INFO, name_glob="EU *")["metrics"]["feature_availability"]
    assert european == availability(3, rich_media=2, co_browsing=1)
    assert european["rich-media"] == {"total": 3, "available": 2, "percent": 66.67}


def test_a_feature_outside_the_catalogue_is_counted_too(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org(stored(configuration={"webchat": {"features": ["holograms"]}})))
    counted = modules.succeed(INFO)["metrics"]["feature_availability"]
    assert counted == {**availability(1), "holograms": {"total": 1, "available": 1, "percent": 100.0}}
