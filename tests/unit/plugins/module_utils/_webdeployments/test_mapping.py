# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels of Web Deployments: what a deployment and its configuration say, and what a wish makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import FEATURES, Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._channel.desired_options import (
    desired_problems,
    make_desired,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import same
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_content import content_of
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.mapping import (
    RICH_MEDIA,
    WebDeploymentsDialect,
    changed_content,
    deployment_body,
    features_of,
    predicted,
    to_channel,
)
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees, values

DIALECT = WebDeploymentsDialect()
SWITCH = st.sampled_from([True, False, None, "yes"])
MODES = st.none() | st.lists(
    st.fixed_dictionaries({}, optional={"fileTypes": st.sampled_from([None, [], ["image/png"]])})
)
CONTENTS = st.fixed_dictionaries(
    {},
    optional={
        "messenger": st.none()
        | st.fixed_dictionaries(
            {},
            optional={
                "enabled": SWITCH,
                "fileUpload": st.none()
                | st.fixed_dictionaries({}, optional={"enableAttachments": SWITCH, "modes": MODES}),
                "apps": st.none()
                | st.fixed_dictionaries(
                    {},
                    optional={
                        "conversations": st.fixed_dictionaries(
                            {}, optional={"showAgentTypingIndicator": SWITCH, "showUserTypingIndicator": SWITCH}
                        )
                    },
                ),
            },
        ),
        "cobrowse": st.none()
        | st.fixed_dictionaries(
            {},
            optional={
                "enabled": SWITCH,
                "channels": st.none() | st.lists(st.sampled_from(["Webmessaging", "Voice", "Later"]), unique=True),
                "allowDraw": SWITCH,
            },
        ),
        "video": st.none() | st.fixed_dictionaries({}, optional={"enabled": SWITCH, "later": values(st.just("x"))}),
        "future": values(st.sampled_from(["a", "b"])),
    },
)
FEATURE_SETS = st.sets(st.sampled_from(FEATURES)).map(lambda found: sorted({*found, RICH_MEDIA}))


def channel_of(content: Tree, **fields: Any) -> Any:
    version = {**content, "id": "c", "version": "3", "name": "C"}
    return to_channel({"id": "d", "name": "D", "status": "Active", "configuration": version, **fields})


@given(CONTENTS, FEATURE_SETS)
def test_exactly_the_wanted_features_are_on_afterwards_and_nothing_else_has_changed(
    content: Tree, wanted: list[str]
) -> None:
    after = changed_content(content, {"features": wanted})
    assert set(features_of(after)) == set(wanted)
    before, others = content.get("cobrowse") or {}, ("allowDraw",)
    assert all(same((after.get("cobrowse") or {}).get(key), before.get(key)) for key in others)
    assert same(after.get("future"), content.get("future"))
    assert same((after.get("messenger") or {}).get("enabled"), (content.get("messenger") or {}).get("enabled"))
    if "Voice" in (before.get("channels") or []):
        assert "Voice" in after["cobrowse"]["channels"]
    desired = make_desired({"features": wanted}, DIALECT)
    assert not desired.plan(channel_of(after)).changed


@given(CONTENTS, FEATURE_SETS, st.none() | st.sampled_from(["f1", "f2"]))
def test_what_is_foretold_is_what_the_bodies_make(content: Tree, wanted: list[str], flow_id: str | None) -> None:
    channel = channel_of(content, flow={"id": "f0"}, futureField={"kept": 1})
    given = {"features": wanted, "routing": {"flow_id": flow_id}}
    plan = make_desired(given, DIALECT).plan(channel)
    assume(plan.changed)
    body = deployment_body(channel.source, plan.patch, "c", "4")
    assert (body["configuration"], body["futureField"]) == ({"id": "c", "version": "4"}, {"kept": 1})
    assert "id" not in body
    version = {**changed_content(content, plan.patch), "id": "c", "version": "4", "name": "C"}
    after = to_channel({**body, "id": "d", "configuration": version})
    foretold = predicted(channel, plan.patch)
    assert foretold.state == after.state
    assert not make_desired(given, DIALECT).plan(after).changed


@given(trees(st.sampled_from(["id", "name", "configuration", "flow", "status", "messenger", "cobrowse"])))
def test_no_answer_of_a_server_makes_it_fail(entity: Tree) -> None:
    channel = to_channel(entity)
    assert channel.to_result()["features"][0] == RICH_MEDIA
    assert set(channel.api_details) == {"deployment", "configuration_id", "version"}
    content_of(entity)


FLOW = "f10f0000-0000-4000-8000-000000000001"


def problems(**given: Any) -> list[str]:
    return [str(problem) for problem in desired_problems(given, Capabilities(), DIALECT)]


def test_what_lives_elsewhere_is_told_where() -> None:
    sessions, queue, mode = problems(
        max_concurrent_sessions=5, routing={"queue_id": "q", "assignment_mode": "m", "flow_id": FLOW}
    )
    assert "/api/v2/routing/utilization" in sessions
    assert "Give routing.flow_id" in queue
    assert "/api/v2/routing/queues" in mode
    assert problems(routing={"queue_id": None, "assignment_mode": None}) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"features": ["co-browsing"]}, "features: leaves out rich-media, which is always on"),
        ({"disable_features": ["rich-media"]}, "disable_features: holds rich-media, which is always on"),
        ({"configuration": {"webchat": {}}}, "configuration.webchat: is a section of the Communications API"),
        ({"configuration": {"selfUri": "x"}}, "configuration.selfUri: is set only by the service"),
        ({"configuration": {"name": "x"}}, "configuration.name: is the configuration's name"),
        (
            {"enable_features": ["video-calling"], "configuration": {"video": {"enabled": False}}},
            "configuration.video.enabled: false contradicts enable_features, which turns video-calling on",
        ),
        (
            {"features": ["rich-media"], "configuration": {"cobrowse": {"enabled": True}}},
            "configuration.cobrowse.enabled: true contradicts features, which turns co-browsing off",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(given: Tree, found: str) -> None:
    (problem,) = problems(**given)
    assert problem.startswith(found)


@pytest.mark.parametrize(
    ("upload", "is_on"),
    [
        ({"enableAttachments": True}, True),
        ({"enableAttachments": True, "modes": []}, True),
        ({"modes": [{"fileTypes": ["image/png"]}]}, True),
        ({"enableAttachments": None, "modes": [{"fileTypes": []}, {"fileTypes": ["image/png"]}]}, True),
        ({"enableAttachments": False, "modes": [{"fileTypes": ["image/png"]}]}, False),
        ({"modes": [{"fileTypes": []}, {}]}, False),
        ({"modes": "image/png"}, False),
        ({}, False),
    ],
)
def test_an_older_configuration_takes_files_where_a_mode_has_a_type(upload: Tree, is_on: bool) -> None:
    assert ("file-sharing" in features_of({"messenger": {"fileUpload": upload}})) is is_on


@given(CONTENTS, st.booleans())
def test_a_feature_that_is_turned_off_leaves_no_switch_on(content: Tree, is_exact: bool) -> None:
    desired = make_desired(
        {"features": [RICH_MEDIA]} if is_exact else {"disable_features": ["typing-indicators"]}, DIALECT
    )
    after = changed_content(content, desired.plan(channel_of(content)).patch)
    conversations = ((after.get("messenger") or {}).get("apps") or {}).get("conversations") or {}
    assert True not in (conversations.get("showAgentTypingIndicator"), conversations.get("showUserTypingIndicator"))
    assert not desired.plan(channel_of(after)).changed
