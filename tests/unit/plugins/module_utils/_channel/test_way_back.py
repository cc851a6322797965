# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way back from a change: it leads to the state before, and only from the state after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel import desired as desired_channel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.way_back import (
    READ_AGAIN,
    WayBack,
    is_to_take_back,
    make_way_back,
)
from ansible_collections.genesys.cloud.plugins.module_utils._communications import mapping
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import Conflict
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import at, same_unordered
from ansible_collections.genesys.cloud.plugins.module_utils._core.result_shapes import Pinned
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils.channel_strategies import ENTITIES, GIVEN

PIN: Pinned = {"configuration_id": "c", "before": "1", "after": "2", "status": "Active"}


def row(before: Tree, after: Tree, pinned: Any = None, **fields: Any) -> dict[str, Any]:
    diff = {"before": before, "after": after}
    return {"outcome": "updated", "changed": True, "diff": diff, "pinned": pinned, **fields}


def pinned_to(version: str, configuration_id: str = "c", **state: Any) -> Channel:
    details = {"configuration_id": configuration_id, "version": version, "deployment": {"id": "d", "status": "Active"}}
    routing = {"flow_id": None, "queue_id": None, "assignment_mode": None}
    whole = {"routing": routing, "description": None, "features": [], "configuration": {}, **state}
    return Channel("d", "Shop", "webmessaging", True, whole, details)


@given(ENTITIES, GIVEN)
def test_it_leads_from_what_a_change_made_to_what_was_before(entity: Tree, given: Tree) -> None:
    absorbed, rest = mapping.absorb(given.get("configuration"))
    before = mapping.to_channel(entity)
    plan = desired_channel.make_desired(given, absorbed, rest).plan(before)
    assume(plan.changed)
    after = mapping.predicted(before, plan.patch)
    back = make_way_back(row(**plan.diff), "communications")
    back.require_own(after)
    assert back.further_reads(after) == ()
    there = mapping.predicted(after, back.plan(after).patch)
    back.require_own(there)
    assert not back.plan(there).changed
    for leaf in back.leaves:
        assert same_unordered(at(there.state, leaf.path), leaf.before)


def test_a_pin_goes_back_with_the_content_and_only_the_deployment_s_own_fields() -> None:
    before = {"features": ["rich-media"], "routing": {"flow_id": "f1"}, "configuration": {"a": 1}, "draft": {"x": 1}}
    after = {"features": [], "routing": {"flow_id": None, "flow_name": None}, "configuration": {"a": 2}, "draft": {}}
    back = make_way_back(row(before, after, PIN), "webdeployments")
    assert [leaf.name for leaf in back.leaves] == ["routing.flow_id"]
    plan = back.plan(pinned_to("2"))
    assert (plan.patch, plan.changes) == ({"routing": {"flow_id": "f1"}}, ("routing.flow_id", "version"))
    assert (plan.before["version"], plan.after["version"]) == ("2", "1")
    there = pinned_to("1", routing={"flow_id": "f1"})
    assert not back.plan(there).changed
    assert (back.further_reads(pinned_to("2")), back.further_reads(there)) == ((), READ_AGAIN)


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        (pinned_to("3"), "it is now pinned to version 3 of configuration c, not to version 2 of c"),
        (pinned_to("2", "other"), "it is now pinned to version 2 of configuration other, not to version 2 of c"),
        (pinned_to("2", description="Theirs"), "description no longer has the value that is to be taken back"),
    ],
)
def test_what_somebody_else_set_since_stays(channel: Channel, told: str) -> None:
    back = make_way_back(row({"description": "Old"}, {"description": None}, PIN), "webdeployments")
    with pytest.raises(Conflict, match=told):
        back.require_own(channel)
    assert back.further_reads(channel) == READ_AGAIN


@pytest.mark.parametrize("version", ["1", "2"])
def test_either_end_of_the_way_is_ours(version: str) -> None:
    back = make_way_back(row({"description": "Old"}, {"description": "New"}, PIN), "webdeployments")
    for description in ("Old", "New"):
        back.require_own(pinned_to(version, description=description))


def test_a_write_that_may_not_have_taken_effect_is_looked_for_once() -> None:
    back = make_way_back(row({}, {"description": "New"}, PIN, changed=False), "webdeployments")
    assert back.further_reads(pinned_to("1")) == READ_AGAIN[:1]


@given(st.sampled_from(["********", "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"]))
def test_a_hidden_value_cannot_be_written(mask: str) -> None:
    before, after = ({"configuration": {"branding": {"key": [value]}}} for value in (f"x{mask}", "y"))
    back = make_way_back(row(before, after), "communications")
    with pytest.raises(Conflict, match=r"hides the former value of configuration\.branding\.key"):
        back.require_own(mapping.to_channel({"configuration": after["configuration"]}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"outcome": "unchanged", "changed": False}, False),
        ({"outcome": "checked"}, False),
        ({"outcome": "skipped", "changed": False}, False),
        ({"outcome": "failed", "changed": False, "failure": {"kind": "rejected"}}, False),
        ({"outcome": "failed", "changed": True, "failure": {"kind": "conflict"}}, True),
        ({"outcome": "failed", "changed": False, "failure": {"kind": "network"}}, True),
        ({"outcome": "unknown", "changed": False, "failure": {"kind": "interrupted"}}, True),
        ({"channel": {"deployment": {}}}, False),
        ({"channel": {"deployment": {}}, "outcome": "failed", "pinned": PIN, "changed": False}, True),
    ],
)
def test_a_row_is_taken_back_if_it_was_or_may_have_been_written(fields: Tree, expected: bool) -> None:
    assert is_to_take_back({**row({}, {}), **fields}) is expected


def test_a_way_back_depends_on_the_channel_and_knows_its_pin() -> None:
    back = WayBack()
    assert (back.is_conditional, back.pin, replace(back, pinned=PIN).pin) == (True, None, PIN)
    assert (back.plan(pinned_to("1")).changed, back.further_reads(pinned_to("1"))) == (False, ())
