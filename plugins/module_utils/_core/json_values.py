# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Compare, merge, walk and write JSON values. Pure."""

from __future__ import annotations

import copy
import json
from typing import Any, Dict, Mapping, Sequence

JsonObject = Dict[str, Any]


def merge(base: Mapping[str, Any], patch: Mapping[str, Any]) -> JsonObject:
    """Apply a PATCH to ``base``: mappings merge deeply, everything else is replaced."""
    result = dict(base)
    for key, value in patch.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merge(result[key], value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def text_or_none(value: Any) -> str | None:
    """Return the text; None if it is empty, or no text."""
    return value if isinstance(value, str) and value else None


def holds_null(value: Any) -> bool:
    """Return whether the value is null, or a mapping with null in it at any depth."""
    return any(map(holds_null, value.values())) if isinstance(value, dict) else value is None


def same(one: Any, other: Any) -> bool:
    """Compare as JSON: true is not 1, but 1 is 1.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other))
    return bool(one == other)


def same_unordered(one: Any, other: Any) -> bool:
    """Compare as JSON; two lists as sets."""
    if same(one, other):
        return True
    if not isinstance(one, (list, tuple)) or not isinstance(other, (list, tuple)):
        return False
    return all(_all_in(few, many) for few, many in ((one, other), (other, one)))


def _all_in(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return all(any(same(item, candidate) for candidate in other) for item in one)


def canonical(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: one text for each value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def at(tree: Any, path: Sequence[str]) -> Any:
    """Return the value at a path; None if there is none."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, (dict, Mapping)) else None
    return tree


def has(tree: Any, path: Sequence[str]) -> bool:
    """Return whether something lies at a path, be it null."""
    for key in path:
        if not isinstance(tree, Mapping) or key not in tree:
            return False
        tree = tree[key]
    return True


def nested(path: Sequence[str], value: Any) -> JsonObject:
    """Return a tree with only one value, at a path of at least one key."""
    for key in reversed(path):
        value = {key: value}
    found: JsonObject = value
    return found
