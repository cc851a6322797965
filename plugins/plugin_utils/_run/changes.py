# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Show before and after of each path that changed as text. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Sequence

from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.validation import name_beside

NOT_SET = "not set"
NONE = "none"

_ABSENT = object()


@dataclass(frozen=True)
class Part:
    """A text, and whether only one of the two lists has it."""

    text: str
    is_marked: bool = False
    is_word_of_ours: bool = False
    """True for "not set", which is no value."""


@dataclass(frozen=True)
class Difference:
    path: str
    before: list[Part]
    after: list[Part]


def changes_of(before: JsonObject, after: JsonObject, changes: Sequence[Any]) -> list[Difference]:
    """Return the differences. ``changes``: the dotted paths from the plan; without paths, nothing changed."""
    found = []
    for path in changes:
        old, new = _at(before, str(path)), _at(after, str(path))
        if old is _ABSENT and new is _ABSENT:
            continue
        old, new = _named(before, str(path), old), _named(after, str(path), new)
        found.append(Difference(str(path), _parts(old, new), _parts(new, old)))
    return found


def _named(tree: Any, path: str, value: Any) -> Any:
    """Return an id with the name that stands beside it; any other value as it is."""
    beside = name_beside(path)
    name = _at(tree, beside) if beside and isinstance(value, str) else None
    return f"{name} ({value})" if isinstance(name, str) else value


def _at(tree: Any, path: str) -> Any:
    """Return the value at a dotted path; keys can hold dots themselves."""
    if not isinstance(tree, dict):
        return _ABSENT
    if path in tree:
        return tree[path]
    for key, value in tree.items():
        if path.startswith(f"{key}."):
            found = _at(value, path[len(str(key)) + 1 :])
            if found is not _ABSENT:
                return found
    return _ABSENT


def _parts(value: Any, other: Any) -> list[Part]:
    if value is _ABSENT or value is None:
        return [Part(NOT_SET, is_word_of_ours=True)]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        others = other if isinstance(other, list) else []
        return [Part(item, item not in others) for item in value] or [Part(NONE, is_word_of_ours=True)]
    if isinstance(value, str):
        return [Part(value)]
    return [Part(json.dumps(value, ensure_ascii=False, sort_keys=True))]
