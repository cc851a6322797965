# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs, a line for each path."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from ansible_collections.genesys.cloud.plugins.module_utils._core.plan import make_plan
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.differences import differences
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees


def fleet(before: Tree, after: Tree) -> Tree:
    return {"channels": [row("c0", before, after)]}


def row(identity: Any, before: Tree, after: Tree) -> Tree:
    return {"id": identity, "name": "EU 1", "outcome": "checked", "diff": {"before": before, "after": after}}


def deployments(configuration: Tree, deployment: Tree) -> Tree:
    return {"configurations": [configuration], "deployments": [deployment], "diff": [], "audit": []}


def webhook(before: Tree, after: Tree, webhook_id: Any = "w0") -> Tree:
    entry = {"resource": "webhook", "resource_name": "Sync", "resource_id": webhook_id}
    return {"diff": {"before": before, "after": after}, "audit": [entry]}


def notification(before: Tree, after: Tree) -> Tree:
    entry = {"resource": "notification", "resource_name": "https://monitor.example/", "resource_id": "e1"}
    return {"diff": {"before": before, "after": after}, "audit": [entry]}


@pytest.mark.parametrize(
    ("result", "lines"),
    [
        (fleet({"a": 1}, {"a": 1}), []),
        (fleet({"a": 1}, {"a": "1"}), ["channel 'EU 1' (c0): a: 1 -> \"1\""]),
        (fleet({"a": 1}, {"a": True}), ["channel 'EU 1' (c0): a: 1 -> true"]),
        (fleet({"r": {"q": "x", "m": "y"}}, {"r": {"q": None, "m": "y"}}), ["channel 'EU 1' (c0): r.q: \"x\" -> null"]),
        (fleet({}, {"c": {"a": "Ü"}}), ['channel \'EU 1\' (c0): c: (nothing) -> {"a": "Ü"}']),
        (fleet({"f": ["a"]}, {"f": []}), ["channel 'EU 1' (c0): f: [\"a\"] -> []"]),
        (
            deployments(row("c0", {"a": 1}, {"a": 2}), row(None, {"state": "absent"}, {"state": "present"})),
            [
                "configuration 'EU 1' (c0): a: 1 -> 2",
                'deployment \'EU 1\': state: "absent" -> "present"',
            ],
        ),
        ({"configurations": [{"id": "c0", "name": "EU 1"}], "diff": {"before": {}, "after": {}}, "audit": []}, []),
        (webhook({"enabled": True}, {"enabled": False}), ["webhook 'Sync' (w0): enabled: true -> false"]),
        (webhook({}, {"state": "present"}, None), ["webhook 'Sync': state: (nothing) -> \"present\""]),
        (webhook({"secret": "(not readable)"}, {"secret": "(set)"}), []),
        (notification({"events": []}, {"events": [{"id": "e1"}]}), []),
        ({"skipped": True}, []),
        ({"failed": True, "msg": "x", "diff": {"before": {}, "after": {}}}, []),
    ],
)
def test_each_path_that_differs_is_a_line(result: Tree, lines: list[str]) -> None:
    assert differences([result]) == lines


def test_the_results_come_in_their_order() -> None:
    found = differences([webhook({"a": 1}, {"a": 2}), fleet({"b": 1, "a": 1}, {"b": 2, "a": 2})])
    assert [line.rpartition(": ")[0] for line in found] == [
        "webhook 'Sync' (w0): a",
        "channel 'EU 1' (c0): b",
        "channel 'EU 1' (c0): a",
    ]


@given(current=trees(), desired=trees())
def test_there_are_lines_exactly_where_a_plan_changes_something(current: Tree, desired: Tree) -> None:
    plan = make_plan(current, desired)
    assert bool(differences([fleet(plan.before, plan.after)])) == plan.changed


def test_an_id_is_one_line_with_the_names_beside_it() -> None:
    before = {"routing": {"flow_id": "f1", "flow_name": "Day"}, "settings": {"integrationId": None}}
    after = {
        "routing": {"flow_id": "f2", "flow_name": "Night"},
        "settings": {"integrationId": "i", "integrationName": "L"},
    }
    assert [line.partition(": ")[2] for line in differences([fleet(before, after)])] == [
        'routing.flow_id: "f1" (Day) -> "f2" (Night)',
        'settings.integrationId: null -> "i" (L)',
    ]


def test_a_name_without_an_id_beside_it_is_a_path_like_others() -> None:
    assert [line.partition(": ")[2] for line in differences([fleet({"name": "A"}, {"name": "B"})])] == [
        'name: "A" -> "B"'
    ]
