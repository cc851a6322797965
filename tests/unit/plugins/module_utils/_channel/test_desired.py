# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A channel and a wish for it: whatever a server sends, and whatever passes the validation."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel import desired as desired_channel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import FEATURES, Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.desired import DesiredChannel
from ansible_collections.genesys.cloud.plugins.module_utils._communications import mapping
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, equal
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils.channel_strategies import (
    ANY_ENTITY,
    CONFIGURATIONS,
    ENTITIES,
    FEATURE_LISTS,
    GIVEN,
)


def desired_of(given: Tree) -> DesiredChannel:
    return desired_channel.make_desired(given, *mapping.absorb(given.get("configuration")))


def problems_of(given: Tree) -> list[str]:
    absorbed, _rest = mapping.absorb(given.get("configuration"))
    found = desired_channel.own_problems(given, Capabilities())
    found += desired_channel.absorbed_problems(given, absorbed, Capabilities()) + mapping.contradictions(given)
    return [str(problem) for problem in found]


def channel_with(features: Any) -> Channel:
    return mapping.to_channel({"id": "1", "configuration": {"webchat": {"features": features}}})


@given(ANY_ENTITY, GIVEN)
def test_no_answer_of_a_server_makes_it_fail(entity: Tree, given: Tree) -> None:
    channel = mapping.to_channel(entity)
    desired = desired_of({**given, "target_browsers": ["safari"]})
    plan = desired.plan(channel)
    desired.problems_with(plan, channel, Capabilities())
    assert channel.label.startswith("channel ")
    assert set(channel.to_result()) == {
        "id",
        "name",
        "channel_type",
        "max_concurrent_sessions",
        "features",
        "routing",
        "configuration",
    }
    there = channel.state["features"] if isinstance(channel.state["features"], list) else []
    assert channel.features == [item for item in there if isinstance(item, str)]


@given(ENTITIES)
def test_a_channel_is_read_as_the_api_spells_it(entity: Tree) -> None:
    result = mapping.to_channel(entity).to_result()
    configuration = entity.get("configuration") or {}
    webchat, routing = configuration.get("webchat") or {}, configuration.get("routing") or {}
    assert (result["id"], result["name"], result["channel_type"]) == (
        entity["id"],
        entity["name"],
        entity.get("channelType"),
    )
    assert result["max_concurrent_sessions"] == webchat.get("maxConcurrentSessions")
    assert result["features"] == webchat.get("features", [])
    assert result["routing"] == {
        "queue_id": routing.get("queueId"),
        "assignment_mode": routing.get("assignmentMode"),
    }
    assert equal(result["configuration"], configuration)


@pytest.mark.parametrize(
    ("entity", "is_web_messaging"),
    [
        ({"channelType": "webchat"}, True),
        ({"channelType": "webchat", "configuration": None}, True),
        ({"channelType": "voice", "configuration": {"webchat": {}}}, True),
        ({"configuration": {"webchat": {"features": []}}}, True),
        ({"channelType": "voice", "configuration": {"webchat": None}}, False),
        ({"channelType": "voice", "configuration": {"webchat": "yes"}}, False),
        ({"channelType": "Webchat"}, False),
        ({"channelType": None, "configuration": None}, False),
        ({"configuration": []}, False),
        ({}, False),
    ],
)
def test_a_web_messaging_channel_is_told_by_its_type_or_its_webchat_object(
    entity: Tree, is_web_messaging: bool
) -> None:
    assert mapping.to_channel({"id": "1", "name": "n", **entity}).is_web_messaging is is_web_messaging


@given(st.lists(st.sampled_from(FEATURES), unique=True), st.randoms(use_true_random=False))
def test_features_in_another_order_are_no_change(features: list[str], chance: random.Random) -> None:
    shuffled = list(features)
    chance.shuffle(shuffled)
    assert not DesiredChannel({"features": shuffled}).plan(channel_with(features)).changed


@given(FEATURE_LISTS, st.lists(st.sampled_from(FEATURES), unique=True), st.integers(0, 5))
def test_enabling_and_disabling_are_relative_to_what_the_channel_has(
    there: list[str], chosen: list[str], at: int
) -> None:
    enable, disable = chosen[:at], chosen[at:]
    plan = DesiredChannel(enable_features=tuple(enable), disable_features=tuple(disable)).plan(channel_with(there))
    wanted = (set(there) | set(enable)) - set(disable)
    assert plan.changed == (wanted != set(there))
    assert set(plan.after["features"]) == wanted
    if plan.changed:
        assert plan.patch == {"features": plan.after["features"]}
        kept = [feature for feature in dict.fromkeys(there) if feature in wanted]
        assert plan.patch["features"][: len(kept)] == kept
        assert len(plan.patch["features"]) == len(wanted)


@given(FEATURE_LISTS)
def test_enabling_nothing_changes_nothing(there: list[str]) -> None:
    assert not DesiredChannel(enable_features=(), disable_features=()).plan(channel_with(there)).changed


@given(ENTITIES, GIVEN)
def test_a_wish_without_problems_is_fulfilled_by_what_is_predicted(entity: Tree, given: Tree) -> None:
    assume(not problems_of(given))
    desired = desired_of(given)
    channel = mapping.to_channel(entity)
    plan = desired.plan(channel)
    assert not desired.plan(mapping.predicted(channel, plan.patch)).changed


@given(CONFIGURATIONS)
def test_named_and_raw_are_two_spellings_of_one_wish(configuration: Tree) -> None:
    channel = mapping.to_channel({"id": "1", "configuration": configuration})
    absorbed, _rest = mapping.absorb(configuration)
    named = {name: value for name, (_path, value) in absorbed.items() if "." not in name}
    routing = {name.partition(".")[2]: value for name, (_path, value) in absorbed.items() if "." in name}
    desired = desired_of({**named, "routing": routing, "configuration": configuration})
    assert desired_channel.contradictions({**named, "routing": routing}, absorbed) == []
    assert equal(desired.state, desired_of({"configuration": configuration}).state)
    assert not desired.plan(channel).changed


@pytest.mark.parametrize(
    ("named", "raw", "path"),
    [
        ({"max_concurrent_sessions": 1}, {"webchat": {"maxConcurrentSessions": 2}}, "webchat.maxConcurrentSessions"),
        ({"max_concurrent_sessions": 1}, {"webchat": {"maxConcurrentSessions": True}}, "webchat.maxConcurrentSessions"),
        ({"features": ["rich-media"]}, {"webchat": {"features": []}}, "webchat.features"),
        ({"features": []}, {"webchat": {"features": ["rich-media"]}}, "webchat.features"),
        ({"features": []}, {"webchat": {"features": None}}, "webchat.features"),
        ({"routing": {"queue_id": "q"}}, {"routing": {"queueId": "p"}}, "routing.queueId"),
        ({"routing": {"queue_id": None}}, {"routing": {"queueId": "p"}}, "routing.queueId"),
        ({"routing": {"assignment_mode": "a"}}, {"routing": {"assignmentMode": None}}, "routing.assignmentMode"),
        # a section that is taken away, or made something else, while one of its fields is set
        ({"max_concurrent_sessions": 1}, {"webchat": None}, "webchat"),
        ({"features": []}, {"webchat": "none"}, "webchat"),
        ({"enable_features": ["rich-media"]}, {"webchat": None}, "webchat"),
        ({"disable_features": ["rich-media"]}, {"webchat": []}, "webchat"),
        ({"routing": {"queue_id": "q"}}, {"routing": None}, "routing"),
    ],
)
def test_a_raw_path_that_contradicts_an_option_is_an_error_that_names_both(named: Tree, raw: Tree, path: str) -> None:
    (option,) = named
    contradictions = [text for text in problems_of({**named, "configuration": raw}) if "contradicts" in text]
    assert len(contradictions) == 1
    assert contradictions[0].startswith(f"configuration.{path}: ")
    assert option in contradictions[0]


@pytest.mark.parametrize(
    ("named", "raw"),
    [
        ({"max_concurrent_sessions": 1}, {"webchat": {"maxConcurrentSessions": 1}}),
        ({"features": ["a", "b"]}, {"webchat": {"features": ["b", "a"]}}),
        ({"routing": {"queue_id": None}}, {"routing": {"queueId": None}}),
        ({"routing": {"queue_id": "q"}}, {"webchat": None}),
        ({"features": ["a"]}, {"routing": {"queueId": "q"}}),
        ({"max_concurrent_sessions": 1}, {"webchat": {}}),
    ],
)
def test_the_same_value_both_ways_and_other_paths_are_no_contradiction(named: Tree, raw: Tree) -> None:
    assert [text for text in problems_of({**named, "configuration": raw}) if "contradicts" in text] == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"features": ["rich-media"], "enable_features": []}, "features: cannot be combined with enable_features"),
        ({"features": [], "disable_features": ["co-browsing"]}, "features: cannot be combined with disable_features"),
        (
            {"configuration": {"webchat": {"features": []}}, "enable_features": []},
            "configuration.webchat.features: cannot be combined with enable_features",
        ),
        (
            {"enable_features": ["co-browsing"], "disable_features": ["co-browsing"]},
            "enable_features: 'co-browsing' is in disable_features too",
        ),
        ({"routing": None}, "routing: null cannot be set; write routing: {queue_id: null}"),
        ({"routing": {"queue_id": ""}}, "routing.queue_id: '' is empty; give a value, or null"),
        ({"configuration": None}, "configuration: null cannot be set"),
        ({"configuration": {"a": {1: 2}}}, "configuration.a: the key 1 is not a string"),
        ({"configuration": {"a": [float("nan")]}}, "configuration.a[0]: nan cannot be written as JSON"),
        (
            {"configuration": {"webchat": {"maxConcurrentSessions": 2001}}},
            "configuration.webchat.maxConcurrentSessions: 2001 is out of range",
        ),
        (
            {"configuration": {"webchat": {"features": ["rich-medai"]}}},
            "configuration.webchat.features: 'rich-medai' is not a known feature. Did you mean 'rich-media'?",
        ),
        ({"max_concurrent_sessions": None}, "max_concurrent_sessions: null cannot be set"),
        ({"features": None}, "features: null is not a list of features; write [] for none."),
    ],
)
def test_each_mistake_is_named_with_its_option_and_the_way_out(given: Tree, problem: str) -> None:
    (found,) = problems_of(given)
    assert found.startswith(problem)


def test_all_mistakes_are_reported_together() -> None:
    found = problems_of(
        {
            "max_concurrent_sessions": 0,
            "features": ["rich-media", "rich-media", "holograms"],
            "enable_features": ["co-browsing"],
            "disable_features": ["co-browsing"],
            "routing": {"queue_id": "", "assignment_mode": ""},
            "target_browsers": ["safari", "netscape"],
            "configuration": {"routing": {"queueId": "q"}, 5: "five"},
        }
    )
    options = [problem.partition(":")[0] for problem in found]
    assert sorted(options) == sorted(
        [
            "max_concurrent_sessions",
            "features",
            "features",
            "target_browsers",
            "enable_features",
            "features",
            "features",
            "enable_features",
            "routing.queue_id",
            "routing.assignment_mode",
            "configuration",
            "configuration.routing.queueId",
        ]
    )


def test_features_that_the_channel_already_has_are_held_against_the_target_browsers() -> None:
    channel = channel_with(["co-browsing"])
    for desired, said in (
        (DesiredChannel(target_browsers=("safari",)), True),
        (DesiredChannel(enable_features=("rich-media",), target_browsers=("safari",)), True),
        (DesiredChannel(disable_features=("co-browsing",), target_browsers=("safari",)), False),
        (DesiredChannel({"features": []}, target_browsers=("safari",)), False),
        (DesiredChannel(target_browsers=("chrome", "edge")), False),
    ):
        found = desired.problems_with(desired.plan(channel), channel, Capabilities())
        assert bool(found) == said
        assert all("co-browsing does not work in safari" in str(problem) for problem in found)
