# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Laws of the plan: ``changed``, ``diff`` and the patch say the same, and nothing is touched that was not named."""

from __future__ import annotations

import copy
import random
from typing import Any, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.plan import Plan, make_plan
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, equal, merged_by_server, trees, values

PATHS = ["a", "b", "c", "a.b", "a.c", "b.b"]
SOME_PATHS = st.sets(st.sampled_from(PATHS))


def leaves(patch: Tree, current: Tree, exact: set[str], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The values that are sent as a whole, with their paths."""
    for key, value in patch.items():
        path, there = f"{prefix}{key}", current.get(key)
        if isinstance(value, dict) and isinstance(there, dict) and path not in exact:
            yield from leaves(value, there, exact, f"{path}.")
        else:
            yield path, value


def at(tree: Any, path: str) -> Any:
    for key in path.split("."):
        tree = tree[key]
    return tree


def is_empty(plan: Plan) -> bool:
    return not plan.changed and plan.patch == {} and plan.changes == () and plan.removes == ()


@given(trees(), SOME_PATHS, SOME_PATHS)
def test_what_is_there_already_needs_no_plan(state: Tree, unordered: set[str], exact: set[str]) -> None:
    plan = make_plan(state, copy.deepcopy(state), unordered, exact)
    assert is_empty(plan)
    assert equal(plan.before, plan.after)


@given(trees(), trees(), SOME_PATHS)
def test_a_second_run_changes_nothing(current: Tree, desired: Tree, unordered: set[str]) -> None:
    plan = make_plan(current, desired, unordered)
    assert is_empty(make_plan(merged_by_server(current, plan.patch), desired, unordered))


@given(trees(), trees())
def test_a_second_run_changes_nothing_where_the_server_drops_nulls(current: Tree, desired: Tree) -> None:
    def without_nulls(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: without_nulls(item) for key, item in value.items() if item is not None}

    plan = make_plan(current, desired)
    assert is_empty(make_plan(without_nulls(merged_by_server(current, plan.patch)), desired))


@given(trees(), trees(), SOME_PATHS, SOME_PATHS)
def test_before_and_after_differ_exactly_where_it_changes(
    current: Tree, desired: Tree, unordered: set[str], exact: set[str]
) -> None:
    plan = make_plan(current, desired, unordered, exact)
    assert plan.changed == bool(plan.patch) == (not equal(plan.before, plan.after))
    assert plan.diff == {"before": plan.before, "after": plan.after}


@given(trees(), trees(), SOME_PATHS)
def test_before_and_after_are_what_was_and_what_will_be_of_the_wished_fields(
    current: Tree, desired: Tree, unordered: set[str]
) -> None:
    def wished(tree: Tree, desired: Tree) -> Tree:
        found = {}
        for key in desired.keys() & tree.keys():
            both = isinstance(tree[key], dict) and isinstance(desired[key], dict)
            found[key] = wished(tree[key], desired[key]) if both else tree[key]
        return found

    plan = make_plan(current, desired, unordered)
    assert equal(plan.before, wished(current, desired))
    assert equal(plan.after, wished(merged_by_server(current, plan.patch), desired))


@given(trees(), trees(), SOME_PATHS, SOME_PATHS)
def test_the_patch_holds_the_changed_leaves_and_no_other(
    current: Tree, desired: Tree, unordered: set[str], exact: set[str]
) -> None:
    plan = make_plan(current, desired, unordered, exact)
    replaced = dict(leaves(plan.patch, current, exact))
    assert sorted(replaced) == list(plan.changes)
    for path, value in replaced.items():
        assert equal(value, at(desired, path))
    assert set(plan.removes) <= set(plan.changes)


@given(trees(), trees())
def test_what_was_omitted_is_not_sent_and_stays(current: Tree, desired: Tree) -> None:
    def stays(before: Any, after: Any, desired: Any) -> bool:
        if not isinstance(desired, dict) or not isinstance(before, dict):
            return True
        return all(
            key in after and (stays(value, after[key], desired[key]) if key in desired else equal(value, after[key]))
            for key, value in before.items()
        )

    plan = make_plan(current, desired)
    assert plan.patch.keys() <= desired.keys()
    assert stays(current, merged_by_server(current, plan.patch), desired)


@given(trees(), trees(), SOME_PATHS, SOME_PATHS)
def test_neither_side_is_mutated_nor_shared(current: Tree, desired: Tree, unordered: set[str], exact: set[str]) -> None:
    was, wanted = copy.deepcopy((current, desired))
    plan = make_plan(current, desired, unordered, exact, write_only=["a"])
    for tree in (plan.before, plan.after, plan.patch):
        spoil(tree)
    assert equal(current, was)
    assert equal(desired, wanted)


def spoil(value: Any) -> None:
    """Change every mapping and list in it."""
    for item in list(value.values() if isinstance(value, dict) else value):
        if isinstance(item, (dict, list)):
            spoil(item)
    if isinstance(value, dict):
        value["spoilt"] = True
    else:
        value.append("spoilt")


@given(st.lists(values(), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_an_unordered_list_does_not_matter(items: list[Any], chance: random.Random) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert is_empty(make_plan({"n": {"list": items}}, {"n": {"list": shuffled}}, unordered=["n.list"]))
    assert make_plan({"list": items}, {"list": shuffled}).changed == (not equal(items, shuffled))


@given(st.lists(values(), max_size=4), values())
def test_an_unordered_list_differs_by_what_it_holds(items: list[Any], extra: Any) -> None:
    plan = make_plan({"list": items}, {"list": [*items, extra]}, unordered=["list"])
    assert plan.changed == (not any(equal(item, extra) for item in items))


@pytest.mark.parametrize("current", [{}, {"a": None}])
@pytest.mark.parametrize("desired", [{"a": None}, {"a": {"b": None}}, {"a": {"b": {"c": None}}}])
def test_null_and_absent_are_the_same(current: Tree, desired: Tree) -> None:
    assert is_empty(make_plan(current, desired))


def test_an_empty_mapping_is_a_value() -> None:
    assert make_plan({}, {"a": {}}).patch == {"a": {}}
    assert make_plan({"a": None}, {"a": {}}).patch == {"a": {}}


@pytest.mark.parametrize(("there", "wanted"), [(1, True), (True, 1), (0, False), ([1], [True]), ("1", 1), (0, None)])
def test_values_that_only_look_alike_are_a_change(there: Any, wanted: Any) -> None:
    plan = make_plan({"a": there}, {"a": wanted})
    assert plan.changes == ("a",)
    assert equal(plan.patch, {"a": wanted})


def test_one_and_one_point_zero_are_the_same_number() -> None:
    assert is_empty(make_plan({"a": 1, "b": [2], "c": [3]}, {"a": 1.0, "b": [2.0], "c": [3.0]}, unordered=["c"]))


@given(trees(), trees())
def test_an_exact_mapping_becomes_what_the_wish_holds(there: Tree, wanted: Tree) -> None:
    plan = make_plan({"m": {"n": there}}, {"m": {"n": wanted}}, exact=["m.n"])
    assert plan.changed == (not equal(there, wanted))
    assert plan.changes == (("m.n",) if plan.changed else ())
    assert equal(plan.after["m"]["n"], there if not plan.changed else wanted)
    assert plan.removes == (("m.n",) if there.keys() - wanted.keys() else ())


@pytest.mark.parametrize(
    ("current", "desired", "removes"),
    [
        ({"a": 1}, {"a": None}, ("a",)),
        ({"a": {"b": 1}}, {"a": {"b": None}}, ("a.b",)),
        ({"a": None}, {"a": None}, ()),
        ({}, {"a": None}, ()),
        ({"a": 1}, {"a": 2}, ()),
        ({"h": {"x": 1, "y": 2}}, {"h": {"x": 1}}, ("h",)),
        ({"h": {"x": 1}}, {"h": {"x": 1, "y": 2}}, ()),
        ({"h": {"x": 1}}, {"h": None}, ("h",)),
    ],
)
def test_removes_tells_what_a_merging_patch_cannot_take_away(
    current: Tree, desired: Tree, removes: tuple[str, ...]
) -> None:
    assert make_plan(current, desired, exact=["h"]).removes == removes


@given(trees(), trees(), st.text(min_size=8))
def test_a_write_only_value_is_always_sent_and_never_shown(current: Tree, desired: Tree, secret: str) -> None:
    plan = make_plan(
        {**current, "secret": secret}, {**desired, "secret": secret}, unordered=[], exact=[], write_only=["secret"]
    )
    assert plan.patch["secret"] == secret
    assert "secret" in plan.changes
    assert plan.diff["before"]["secret"] == "(not readable)"
    assert plan.diff["after"]["secret"] == "(set)"
    rest = make_plan(current, desired)
    assert equal({**rest.before, "secret": "(not readable)"}, plan.before)
    assert equal({**rest.patch, "secret": secret}, plan.patch)


def test_a_write_only_key_that_is_not_wished_for_is_left_alone() -> None:
    assert is_empty(make_plan({"secret": "there"}, {}, write_only=["secret"]))
