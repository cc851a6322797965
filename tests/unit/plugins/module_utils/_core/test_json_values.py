# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON values: equality, merging, canonical text and paths."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import (
    at,
    canonical,
    has,
    holds_null,
    merge,
    nested,
    same,
    same_unordered,
)
from ansible_collections.genesys.cloud.tests.unit.json_values import KEYS, Tree, equal, merged_by_server, trees, values


@given(trees(), trees())
def test_merging_is_what_the_server_does(base: Tree, patch: Tree) -> None:
    assert equal(merge(base, patch), merged_by_server(base, patch))


@given(values(), values())
def test_equality_is_that_of_json(one: Any, other: Any) -> None:
    assert same(one, other) == equal(one, other)
    assert same_unordered([one], [other]) == equal(one, other)


@given(trees(), st.randoms(use_true_random=False))
def test_canonical_json_does_not_depend_on_the_order_of_keys(tree: Tree, chance: random.Random) -> None:
    items = list(tree.items())
    chance.shuffle(items)
    assert canonical(dict(items)) == canonical(tree)
    assert " " not in canonical(tree)


@given(st.lists(KEYS, min_size=1, max_size=4), values())
def test_a_value_lies_where_it_was_put_and_nothing_else_does(path: list[str], value: Any) -> None:
    tree = nested(path, value)
    assert equal(at(tree, path), value)
    assert at(tree, [*path[:-1], "elsewhere"]) is None
    assert at(merge({"elsewhere": 1}, tree), path) == value


@given(st.lists(KEYS, min_size=1, max_size=4), st.none() | values())
def test_a_value_is_there_even_if_it_is_null_and_nothing_below_or_beside_it(path: list[str], value: Any) -> None:
    tree = nested(path, value)
    assert has(tree, path)
    assert not has(tree, [*path[:-1], "elsewhere"])
    assert not has(nested(path, None), [*path, "below"])


@given(values(), st.lists(KEYS, max_size=4))
def test_looking_never_fails(tree: Any, path: list[str]) -> None:
    found = at(tree, path)
    assert found is tree if not path else True


@given(trees())
def test_null_is_found_at_any_depth_of_mappings(tree: Tree) -> None:
    assert holds_null({"a": {"b": {**tree, "c": None}}})
    assert not holds_null([None])
