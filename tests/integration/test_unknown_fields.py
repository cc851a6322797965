# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection does not know: it survives every write, and raw configuration reaches all of it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.integration.channels import ID, converge, org, stored, text_of
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

NESTED: dict[str, Any] = {
    "zulu": 2**80 + 1,
    "alpha": [1, 1.0, 1.5e-7, True, None, "", {}, [], {"b": 1, "a": [2**70]}],
    "emoji \U0001f44b": "¡Hola! \U0001f469\u200d\U0001f4bb Cafe\u0301",
    "quotes": 'O\'Brien "quoted" \\\\ \\n \\u0041 \t',
    "jinja": "{{ lookup('env', 'HOME') }} {% if 1 %} {# no #} {{ '{{' }}",
    "dotted.key": {"": 0, "with space": False},
}


def everywhere(value: Any) -> dict[str, Any]:
    """A channel that holds ``value`` at every depth, beside and before the fields we know."""
    return {
        "unknown": value,
        **stored(),
        "configuration": {
            "unknown": value,
            "webchat": {"unknown": value, "maxConcurrentSessions": 500, "features": ["rich-media"], "last": value},
            "routing": {"unknown": value, "queueId": "queue-123", "assignmentMode": "longest-idle"},
            "beside": {"deeper": {"deepest": [value]}},
        },
        "tags": [value],
    }


@pytest.mark.parametrize("value", [NESTED, None, [], {}, [[NESTED]]], ids=["mapping", "null", "[]", "{}", "list"])
def test_unknown_fields_survive_byte_for_byte(simulator: Simulator, modules: Modules, value: Any) -> None:
    before = everywhere(value)
    simulator.reset(org(before))
    done = converge(
        simulator,
        modules,
        id=ID,
        max_concurrent_sessions=800,
        enable_features=["co-browsing"],
        routing={"queue_id": "queue-456"},
        configuration={"beside": {"deeper": {"other": 1}}},
    )
    wanted = copy.deepcopy(before)
    wanted["version"] += 1
    wanted["configuration"]["webchat"]["maxConcurrentSessions"] = 800
    wanted["configuration"]["webchat"]["features"] = ["rich-media", "co-browsing"]
    wanted["configuration"]["routing"]["queueId"] = "queue-456"
    wanted["configuration"]["beside"]["deeper"]["other"] = 1
    assert text_of(simulator.channel(ID)) == text_of(wanted)
    assert text_of(done.result["channel"]["configuration"]) == text_of(wanted["configuration"])


@pytest.mark.parametrize("value", list(NESTED.values()), ids=list(NESTED))
def test_a_raw_value_reaches_the_server_as_it_was_given(simulator: Simulator, modules: Modules, value: Any) -> None:
    simulator.reset(org())
    done = converge(simulator, modules, id=ID, configuration={"webchat": {"custom": value}})
    assert text_of(done.bodies) == text_of([{"id": ID, "configuration": {"webchat": {"custom": value}}}])
    assert text_of(simulator.channel(ID)["configuration"]["webchat"]["custom"]) == text_of(value)


BRANDING = {"theme": "dark", "colors": ["red", "blue"], "logo": {"url": "https://a.example", "alt": "A"}, "old": None}

RAW: dict[str, tuple[Any, Any, list[str]]] = {
    "a deep value": ({"logo": {"alt": "B"}}, {"logo": {"alt": "B"}}, ["logo.alt"]),
    "a new key": ({"font": {"name": "Mono"}}, {"font": {"name": "Mono"}}, ["font"]),
    "a longer list": ({"colors": ["red", "blue", "green"]}, {"colors": ["red", "blue", "green"]}, ["colors"]),
    "a list in another order": ({"colors": ["blue", "red"]}, {"colors": ["blue", "red"]}, ["colors"]),
    "an empty list": ({"colors": []}, {"colors": []}, ["colors"]),
    "null for a value": ({"theme": None}, {"theme": None}, ["theme"]),
    "null for a mapping": ({"logo": None}, {"logo": None}, ["logo"]),
    "a mapping for a value": ({"theme": {"name": "dark"}}, {"theme": {"name": "dark"}}, ["theme"]),
    "a value for a mapping": ({"logo": "none"}, {"logo": "none"}, ["logo"]),
    "true for 1": ({"theme": True}, {"theme": True}, ["theme"]),
    "what differs alone": ({"theme": "dark", "logo": {"url": "x", "alt": "A"}}, {"logo": {"url": "x"}}, ["logo.url"]),
    "two at once": (
        {"theme": "light", "logo": {"alt": ""}},
        {"theme": "light", "logo": {"alt": ""}},
        ["logo.alt", "theme"],
    ),
}


@pytest.mark.parametrize(("branding", "sent", "changes"), RAW.values(), ids=RAW)
def test_raw_mappings_are_merged_and_all_else_is_replaced(
    simulator: Simulator, modules: Modules, branding: Any, sent: Any, changes: list[str]
) -> None:
    simulator.reset(org(stored(configuration={"branding": BRANDING})))
    done = converge(simulator, modules, id=ID, configuration={"branding": branding})
    assert done.bodies == [{"id": ID, "configuration": {"branding": sent}}]
    assert done.result["audit"][0]["changes"] == [f"configuration.branding.{path}" for path in changes]


def test_a_named_option_and_raw_paths_beside_it_go_into_one_patch(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    done = converge(
        simulator,
        modules,
        id=ID,
        max_concurrent_sessions=800,
        routing={"queue_id": "queue-456"},
        configuration={"webchat": {"greeting": "{{ hi }}"}, "routing": {"skills": ["a"], "assignmentMode": "bullseye"}},
    )
    assert done.bodies == [
        {
            "id": ID,
            "configuration": {
                "webchat": {"greeting": "{{ hi }}", "maxConcurrentSessions": 800},
                "routing": {"skills": ["a"], "queueId": "queue-456", "assignmentMode": "bullseye"},
            },
        }
    ]


def test_a_raw_path_may_repeat_a_named_option(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    done = converge(
        simulator,
        modules,
        id=ID,
        max_concurrent_sessions=800,
        features=["co-browsing", "rich-media"],
        routing={"queue_id": None},
        configuration={
            "webchat": {"maxConcurrentSessions": 800, "features": ["rich-media", "co-browsing"]},
            "routing": {"queueId": None},
        },
    )
    assert done.bodies == [
        {
            "id": ID,
            "configuration": {
                "webchat": {"maxConcurrentSessions": 800, "features": ["co-browsing", "rich-media"]},
                "routing": {"queueId": None},
            },
        }
    ]


SPARSE: dict[str, dict[str, Any]] = {
    "no configuration": {"channelType": "webchat"},
    "null configuration": {"channelType": "webchat", "configuration": None},
    "empty configuration": {"channelType": "webchat", "configuration": {}},
    "null webchat and routing": {"channelType": "webchat", "configuration": {"webchat": None, "routing": None}},
    "empty webchat alone": {"channelType": "open", "configuration": {"webchat": {}}},
    "null inside": {
        "channelType": "webchat",
        "configuration": {
            "webchat": {"features": None, "maxConcurrentSessions": None},
            "routing": {"queueId": None, "assignmentMode": None},
        },
    },
}


@pytest.mark.parametrize("fields", SPARSE.values(), ids=SPARSE)
def test_a_channel_that_has_next_to_nothing_can_be_configured(
    simulator: Simulator, modules: Modules, fields: dict[str, Any]
) -> None:
    simulator.reset(org({"id": ID, "name": "Bare", **fields}))
    done = converge(
        simulator,
        modules,
        id=ID,
        max_concurrent_sessions=800,
        features=["rich-media"],
        routing={"queue_id": "queue-123"},
    )
    configuration = {
        "webchat": {"maxConcurrentSessions": 800, "features": ["rich-media"]},
        "routing": {"queueId": "queue-123"},
    }
    assert done.bodies == [{"id": ID, "configuration": configuration}]


@pytest.mark.parametrize("fields", SPARSE.values(), ids=SPARSE)
def test_nothing_is_what_a_channel_without_it_already_has(
    simulator: Simulator, modules: Modules, fields: dict[str, Any]
) -> None:
    simulator.reset(org({"id": ID, "name": "Bare", **fields}))
    nothing: dict[str, Any] = {"features": [], "routing": {"queue_id": None, "assignment_mode": None}}
    done = converge(simulator, modules, id=ID, **nothing)
    assert done.result["changed"] is False
    assert done.bodies == []
