# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_channel`` where nothing goes wrong: what it sends, what it leaves alone, what it tells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import (
    CHANNEL,
    FEATURES,
    ID,
    PATCH,
    READ,
    TOKEN,
    availability,
    bodies,
    converge,
    large_org,
    org,
    page,
    stored,
)
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

RAW_SESSIONS = {"webchat": {"maxConcurrentSessions": 800}}

CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "sessions": ({"max_concurrent_sessions": 800}, RAW_SESSIONS, ["max_concurrent_sessions"]),
    "sessions as text": ({"max_concurrent_sessions": "800"}, RAW_SESSIONS, ["max_concurrent_sessions"]),
    "exactly these features": (
        {"features": ["co-browsing", "rich-media"]},
        {"webchat": {"features": ["co-browsing", "rich-media"]}},
        ["features"],
    ),
    "no features": ({"features": []}, {"webchat": {"features": []}}, ["features"]),
    "a feature more": (
        {"enable_features": ["co-browsing", "rich-media"]},
        {"webchat": {"features": [*FEATURES, "co-browsing"]}},
        ["features"],
    ),
    "a feature less": (
        {"disable_features": ["file-sharing", "video-calling"]},
        {"webchat": {"features": ["rich-media", "typing-indicators"]}},
        ["features"],
    ),
    "one feature for another": (
        {"enable_features": ["video-calling"], "disable_features": ["rich-media"]},
        {"webchat": {"features": ["typing-indicators", "file-sharing", "video-calling"]}},
        ["features"],
    ),
    "the queue": ({"routing": {"queue_id": "queue-456"}}, {"routing": {"queueId": "queue-456"}}, ["routing.queue_id"]),
    "no queue": ({"routing": {"queue_id": None}}, {"routing": {"queueId": None}}, ["routing.queue_id"]),
    "the assignment mode": (
        {"routing": {"assignment_mode": "bullseye"}},
        {"routing": {"assignmentMode": "bullseye"}},
        ["routing.assignment_mode"],
    ),
    "no assignment mode": (
        {"routing": {"assignment_mode": None}},
        {"routing": {"assignmentMode": None}},
        ["routing.assignment_mode"],
    ),
    "of all that is named, what differs": (
        {
            "max_concurrent_sessions": 500,
            "features": FEATURES[::-1],
            "routing": {"queue_id": "queue-vip", "assignment_mode": "longest-idle"},
            "configuration": {"routing": {"priority": 1}},
        },
        {"routing": {"queueId": "queue-vip", "priority": 1}},
        ["configuration.routing.priority", "routing.queue_id"],
    ),
    "everything at once": (
        {
            "max_concurrent_sessions": 1,
            "features": ["video-calling"],
            "routing": {"queue_id": "queue-vip", "assignment_mode": None},
            "target_browsers": ["safari", "firefox"],
            "configuration": {"branding": {"theme": "dark"}},
        },
        {
            "branding": {"theme": "dark"},
            "webchat": {"maxConcurrentSessions": 1, "features": ["video-calling"]},
            "routing": {"queueId": "queue-vip", "assignmentMode": None},
        },
        [
            "configuration.branding",
            "features",
            "max_concurrent_sessions",
            "routing.assignment_mode",
            "routing.queue_id",
        ],
    ),
}


@pytest.mark.parametrize(("options", "sent", "changes"), CHANGES.values(), ids=CHANGES)
def test_a_patch_holds_the_id_and_what_differs_and_nothing_else(
    simulator: Simulator, modules: Modules, options: dict[str, Any], sent: dict[str, Any], changes: list[str]
) -> None:
    simulator.reset(org())
    done = converge(simulator, modules, id=ID, **options)
    assert done.bodies == [{"id": ID, "configuration": sent}]
    assert done.result["changed"] is True
    assert done.result["audit"][0]["changes"] == changes
    assert done.result["channel"]["configuration"] == simulator.channel(ID)["configuration"]


NO_CHANGES: dict[str, dict[str, Any]] = {
    "nothing asked": {},
    "the same sessions": {"max_concurrent_sessions": 500},
    "the same features": {"features": FEATURES},
    "the same features in another order": {"features": FEATURES[::-1]},
    "a feature that is on": {"enable_features": ["rich-media"]},
    "a feature that is off": {"disable_features": ["co-browsing"]},
    "no feature to turn on or off": {"enable_features": [], "disable_features": []},
    "the same routing": {"routing": {"queue_id": "queue-123", "assignment_mode": "longest-idle"}},
    "no part of routing": {"routing": {}},
    "browsers that all features work in": {"target_browsers": ["chrome", "firefox", "safari", "edge"]},
    "no browser": {"target_browsers": []},
    "the same raw value": {"configuration": {"webchat": {"maxConcurrentSessions": 500, "features": FEATURES[::-1]}}},
    "null where nothing is": {"configuration": {"branding": None, "webchat": {"greeting": None}}},
    "no raw value": {"configuration": {}},
}


@pytest.mark.parametrize("options", NO_CHANGES.values(), ids=NO_CHANGES)
def test_where_nothing_differs_nothing_is_sent(simulator: Simulator, modules: Modules, options: dict[str, Any]) -> None:
    simulator.reset(org())
    result = modules.succeed(CHANNEL, id=ID, **options)
    assert result["changed"] is False
    assert result["diff"]["before"] == result["diff"]["after"]
    assert simulator.requests() == [TOKEN, READ]
    assert simulator.channel(ID) == stored()
    checked = modules.succeed(CHANNEL, check_mode=True, id=ID, **options)
    assert [checked[key] for key in ("changed", "diff", "channel")] == [
        result[key] for key in ("changed", "diff", "channel")
    ]


def test_by_id_costs_a_token_a_read_and_a_patch(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(large_org(web_messaging=250, others=61))
    channel_id = simulator.channels()[107]["id"]
    path = f"/api/v2/communications/channels/{channel_id}"
    result = modules.succeed(CHANNEL, id=channel_id, max_concurrent_sessions=801)
    assert simulator.requests() == [TOKEN, f"GET {path}", f"PATCH {path}"]
    assert result["metrics"]["requests"] == {"total": 3, "token": 1, "read": 1, "write": 1}

    simulator.clear_journal()
    modules.succeed(CHANNEL, id=channel_id, max_concurrent_sessions=801)
    assert simulator.requests() == [TOKEN, f"GET {path}"]

    simulator.clear_journal()
    modules.succeed(CHANNEL, check_mode=True, id=channel_id, max_concurrent_sessions=802)
    assert simulator.requests() == [TOKEN, f"GET {path}"]


def test_by_name_costs_a_token_the_listing_and_a_patch(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(large_org(web_messaging=250, others=61))
    listing = [page(1), page(2), page(3), page(4)]  # the later ones side by side
    channel = simulator.channels()[107]
    patch = f"PATCH /api/v2/communications/channels/{channel['id']}"
    result = modules.succeed(CHANNEL, name=channel["name"], max_concurrent_sessions=801)
    requests = simulator.requests()
    assert (requests[:2], sorted(requests[2:5]), requests[5:]) == ([TOKEN, page(1)], listing[1:], [patch])
    assert result["metrics"]["requests"] == {"total": 6, "token": 1, "read": 4, "write": 1}
    assert simulator.channel(channel["id"])["configuration"]["webchat"]["maxConcurrentSessions"] == 801

    simulator.clear_journal()
    modules.succeed(CHANNEL, name=channel["name"], max_concurrent_sessions=801)
    assert sorted(simulator.requests()) == sorted([TOKEN, *listing])

    simulator.clear_journal()
    modules.succeed(CHANNEL, check_mode=True, name=channel["name"], max_concurrent_sessions=802)
    assert sorted(simulator.requests()) == sorted([TOKEN, *listing])


@pytest.mark.parametrize(
    "name",
    [
        "Twin ",
        " Twin",
        "twin",
        "Ünï-çødé チャネル \U0001f4ac",
        "Cafe\u0301",
        "{{ lookup('env', 'HOME') }} {% if 1 %}",
        'O\'Brien "quoted" \\\\ back`tick` $HOME',
    ],
)
def test_a_name_selects_the_channel_of_exactly_that_name(simulator: Simulator, modules: Modules, name: str) -> None:
    others = [stored(id=f"twin-{number}", name=other) for number, other in enumerate(["Twin", "Twin", "Café"])]
    simulator.reset(org(*others, stored(name=name)))
    done = converge(simulator, modules, name=name, max_concurrent_sessions=7)
    assert done.bodies == [{"id": ID, "configuration": {"webchat": {"maxConcurrentSessions": 7}}}]
    assert done.result["channel"]["name"] == done.result["audit"][0]["resource_name"] == name


def test_of_one_name_the_web_messaging_channel_is_meant(simulator: Simulator, modules: Modules) -> None:
    email = {"id": "email", "name": stored()["name"], "channelType": "email"}
    simulator.reset(org(email, stored()))
    result = modules.succeed(CHANNEL, name=stored()["name"], max_concurrent_sessions=7)
    assert result["channel"]["id"] == ID
    assert simulator.channel("email") == email


def test_the_result_tells_the_channel_and_the_managed_fields(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org(stored(configuration={**stored()["configuration"], "branding": {"theme": "dark"}})))
    result = modules.succeed(
        CHANNEL,
        id=ID,
        max_concurrent_sessions=800,
        disable_features=["file-sharing"],
        routing={"queue_id": None},
        configuration={"branding": {"color": "red"}},
    )
    assert result.keys() - {"invocation"} == {"changed", "diff", "channel", "audit", "metrics"}
    assert result["diff"] == {
        "before": {
            "max_concurrent_sessions": 500,
            "features": FEATURES,
            "routing": {"queue_id": "queue-123"},
            "configuration": {"branding": {}},
        },
        "after": {
            "max_concurrent_sessions": 800,
            "features": ["rich-media", "typing-indicators"],
            "routing": {"queue_id": None},
            "configuration": {"branding": {"color": "red"}},
        },
    }
    assert result["channel"] == {
        "id": ID,
        "name": "Primary Web Messaging",
        "channel_type": "webchat",
        "max_concurrent_sessions": 800,
        "features": ["rich-media", "typing-indicators"],
        "routing": {"queue_id": None, "assignment_mode": "longest-idle"},
        "configuration": {
            "webchat": {"maxConcurrentSessions": 800, "features": ["rich-media", "typing-indicators"]},
            "routing": {"queueId": None, "assignmentMode": "longest-idle"},
            "branding": {"theme": "dark", "color": "red"},
        },
    }


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"features": ["rich-media", "file-sharing"]}, None),
        ({"enable_features": ["rich-media"]}, None),
        ({"enable_features": ["co-browsing"]}, ["rich-media", "file-sharing", "co-browsing"]),
        ({"disable_features": ["file-sharing"]}, ["rich-media"]),
        ({"disable_features": ["co-browsing"]}, None),
    ],
)
def test_a_feature_that_the_server_has_twice_counts_once(
    simulator: Simulator, modules: Modules, options: dict[str, Any], sent: list[str] | None
) -> None:
    simulator.reset(org(stored(configuration={"webchat": {"features": ["rich-media", "file-sharing", "rich-media"]}})))
    done = converge(simulator, modules, id=ID, **options)
    assert done.result["changed"] is (sent is not None)
    assert done.bodies == ([] if sent is None else [{"id": ID, "configuration": {"webchat": {"features": sent}}}])


@pytest.mark.parametrize("check_mode", [False, True])
def test_feature_availability_is_as_after_the_run(simulator: Simulator, modules: Modules, check_mode: bool) -> None:
    simulator.reset(org())
    result = modules.succeed(CHANNEL, check_mode=check_mode, id=ID, features=["co-browsing"])
    assert result["metrics"]["feature_availability"] == availability(1, co_browsing=1)


def test_target_browsers_are_checked_and_never_sent(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    done = converge(simulator, modules, id=ID, enable_features=["co-browsing"], target_browsers=["edge", "chrome"])
    assert done.bodies == [{"id": ID, "configuration": {"webchat": {"features": [*FEATURES, "co-browsing"]}}}]


def test_capabilities_replace_what_is_allowed(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    done = converge(
        simulator,
        modules,
        id=ID,
        features=["co-browsing"],
        max_concurrent_sessions=1000,
        target_browsers=["firefox", "opera"],
        capabilities={
            "features": ["co-browsing"],
            "browser_support": {"co-browsing": ["firefox", "opera"]},
            "session_limit": 1000,
        },
    )
    webchat = {"features": ["co-browsing"], "maxConcurrentSessions": 1000}
    assert done.bodies == [{"id": ID, "configuration": {"webchat": webchat}}]


@pytest.mark.parametrize("check_mode", [False, True])
def test_browsers_are_held_against_the_features_that_the_channel_has(
    simulator: Simulator, modules: Modules, check_mode: bool
) -> None:
    simulator.reset(org(stored(configuration={"webchat": {"features": ["co-browsing"]}})))
    result = modules.fail(
        CHANNEL, check_mode=check_mode, id=ID, enable_features=["rich-media"], target_browsers=["chrome", "safari"]
    )
    assert result["failure"]["kind"] == "validation"
    for part in ("features", "co-browsing", "safari", "chrome, edge", stored()["name"], ID):
        assert part in result["msg"]
    assert simulator.requests() == [TOKEN, READ]


def test_turning_the_feature_off_satisfies_the_browsers(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org(stored(configuration={"webchat": {"features": ["co-browsing", "file-sharing"]}})))
    done = converge(simulator, modules, id=ID, disable_features=["co-browsing"], target_browsers=["safari"])
    assert done.bodies == [{"id": ID, "configuration": {"webchat": {"features": ["file-sharing"]}}}]


def test_the_options_can_come_from_an_ad_hoc_command_line(simulator: Simulator, modules: Modules) -> None:
    """There everything is text: lists with commas, mappings as key=value or JSON."""
    simulator.reset(org())
    modules.succeed(
        CHANNEL,
        id=ID,
        max_concurrent_sessions="800",
        features="rich-media,co-browsing",
        routing="queue_id=queue-456",
        configuration='{"branding": {"theme": "dark"}}',
    )
    assert simulator.requests() == [TOKEN, READ, PATCH]
    assert bodies(simulator) == [
        {
            "id": ID,
            "configuration": {
                "branding": {"theme": "dark"},
                "webchat": {"maxConcurrentSessions": 800, "features": ["rich-media", "co-browsing"]},
                "routing": {"queueId": "queue-456"},
            },
        }
    ]
