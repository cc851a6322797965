# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON for the laws: strategies that collide often, and the API's way of merging, written down a second time."""

from __future__ import annotations

from typing import Any, Dict

from hypothesis import strategies as st

Json = Any
Tree = Dict[str, Any]

KEYS = st.sampled_from(["a", "b", "c", "Ünï"])
# Few and alike, so that two trees often hold the same thing; true and 1, null and nothing are the traps.
LEAVES = st.sampled_from([None, True, False, 0, 1, 1.0, 2.5, "", "1", "x", "\u2603"])


def values(keys: st.SearchStrategy[str] = KEYS, leaves: st.SearchStrategy[Json] = LEAVES) -> st.SearchStrategy[Json]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=8,
    )


def trees(keys: st.SearchStrategy[str] = KEYS, leaves: st.SearchStrategy[Json] = LEAVES) -> st.SearchStrategy[Tree]:
    return st.dictionaries(keys, values(keys, leaves), max_size=4)


def merged_by_server(entity: Tree, body: Tree) -> Tree:
    """The contract: objects merge deeply, lists are replaced, everything else stays."""
    result = {key: value for key, value in entity.items() if key not in body}
    for key, value in body.items():
        both = isinstance(value, dict) and isinstance(entity.get(key), dict)
        result[key] = merged_by_server(entity[key], value) if both else value
    return result


def equal(one: Json, other: Json) -> bool:
    """The same JSON: Python's ``==`` takes true for 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
