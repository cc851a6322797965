# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Communications API calls things: nothing is lost between its spelling and ours."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from ansible_collections.genesys.cloud.plugins.module_utils._communications.mapping import absorb, predicted, to_channel
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, equal, merged_by_server, values
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils._channel.test_desired import desired_of
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils.channel_strategies import (
    CONFIGURATIONS,
    ENTITIES,
    GIVEN,
    KEYS,
)

CHANNEL = "/api/v2/communications/channels/"


@given(ENTITIES, GIVEN)
def test_unknown_fields_survive_at_every_depth(entity: Tree, given: Tree) -> None:
    def survives(before: Any, after: Any, desired: Any) -> bool:
        """Every field of ``before`` that ``desired`` does not name is in ``after``, unchanged."""
        if not isinstance(before, dict) or not isinstance(desired, dict):
            return True
        return all(
            key in after and (survives(value, after[key], desired[key]) if key in desired else equal(value, after[key]))
            for key, value in before.items()
        )

    channel = to_channel(entity)
    before = entity.get("configuration") or {}
    after = predicted(channel, desired_of(given).plan(channel).patch).state["configuration"]
    ours: Tree = {
        "webchat": {"maxConcurrentSessions": 0, "features": []},
        "routing": {"queueId": "", "assignmentMode": ""},
    }
    assert survives(before, after, merged_by_server(ours, given.get("configuration", {})))


@given(CONFIGURATIONS | values(KEYS))
def test_absorbing_loses_nothing(configuration: Any) -> None:
    absorbed, rest = absorb(configuration)
    whole = rest
    for path, value in absorbed.values():
        root, section, key = path.split(".")
        assert root == "configuration"
        assert key not in rest.get(section, {})
        whole = merged_by_server(whole, {section: {key: value}})
    assert equal(whole, configuration if isinstance(configuration, dict) else {})


@given(CONFIGURATIONS)
def test_absorbing_leaves_its_argument_as_it_was(configuration: Tree) -> None:
    copy = merged_by_server({}, configuration)
    absorb(configuration)
    assert equal(configuration, copy)
