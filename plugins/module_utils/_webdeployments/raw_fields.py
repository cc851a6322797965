# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Validate values in the API's own spelling against the table of its fields. Pure.

A known field takes the values of its option. A field that no table has may be newer than this release, so it is sent
with a warning, unless it is a known field in another spelling: the service would ignore that without an error.
"""

from __future__ import annotations

import difflib
import re
from typing import Any, Iterable, Iterator, Mapping, Sequence

from .._core import fields as field_table
from .._core.fields import ADDRESS, Field
from .._core.validation import Problem, shown

_LIKENESS = 0.8
"""From this likeness on, a name counts as a misspelled known one."""
_FEW = 3
_IS_NONE = {
    "bool": (bool, "is neither true nor false; write it without quotes."),
    "str": (str, "is no text; put it in quotes."),
    "dict": (Mapping, "is no mapping of fields."),
    "list": (list, "is no list."),
}


def problems(fields: Sequence[Field], content: Mapping[str, Any], path: str, takes_near: bool = False) -> list[Problem]:
    """Return every error; null unsets, and is valid everywhere.

    ``takes_near``: whether a name that is only similar to a known one counts as a newer field.
    """
    found = list(_misspelled(fields, content, path, takes_near)) + list(_of_wrong_type(fields, content, path))
    told = {problem.option for problem in found}
    wrong = field_table.problems(fields, content, f"{path}.", lambda field: field.key)
    return found + [problem for problem in wrong if problem.option not in told]


def cautions(fields: Sequence[Field], content: Mapping[str, Any], path: str) -> list[str]:
    """Return a warning for each unknown field that is sent."""
    found = []
    for here, key, siblings in _unknown(fields, content, path):
        meant = _meant(siblings, key, here, _LIKENESS)
        question = f" Did you mean {meant}?" if meant else ""
        found.append(f"This release does not know the field {here}.{question} It is sent as it is.")
    return found


def cautions_of_all(fields: Sequence[Field], contents: Iterable[Mapping[str, Any]], path: str) -> list[str]:
    """Return the warnings for several contents; each field once, however many have it."""
    return list(dict.fromkeys(text for content in contents for text in cautions(fields, content, path)))


def _misspelled(fields: Sequence[Field], content: Mapping[str, Any], path: str, takes_near: bool) -> Iterator[Problem]:
    for here, key, siblings in _unknown(fields, content, path):
        meant = _meant(siblings, key, here, 1.0 if takes_near else _LIKENESS)
        meant = meant or (_elsewhere(fields, key, path) if here == f"{path}.{key}" else "")
        if meant:
            newer = "" if takes_near else " Raw of webmessaging_configuration takes newer fields."
            yield Problem(here, f"is unknown. Did you mean {meant}?{newer}")


def _unknown(
    fields: Sequence[Field], content: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str, Sequence[Field]]]:
    """Yield the path, the key, and the known fields at its level."""
    known = {field.key: field for field in fields}
    for key, value in content.items():
        here = f"{path}.{key}"
        field = known.get(key)
        if field is None:
            if key != ADDRESS:
                yield here, str(key), fields
            continue
        for place, part in _objects(field, value, here):
            yield from _unknown(field.parts, part, place)


def _objects(field: Field, value: Any, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the mappings in a value that the field's parts describe."""
    if not field.parts:
        return []
    if isinstance(value, Mapping):
        return [(path, value)]
    items = value if isinstance(value, list) else []
    return [(f"{path}[{index}]", item) for index, item in enumerate(items) if isinstance(item, Mapping)]


def _meant(siblings: Sequence[Field], key: str, here: str, likeness: float) -> str:
    """Return the known path that ``key`` is another spelling of; empty if there is none."""
    folded = {_folded(name): field.key for field in siblings for name in (field.key, field.name)}
    near = difflib.get_close_matches(_folded(key), list(folded), n=1, cutoff=likeness)
    return f"{here[: -len(key)]}{folded[near[0]]}" if near else ""


def _elsewhere(fields: Sequence[Field], key: str, path: str) -> str:
    """Return the fields deeper down with this name, if they are few: a frequent name says nothing."""
    found = [
        place
        for place in field_table.paths(fields)
        if "." in place and _folded(place.rpartition(".")[2]) == _folded(key)
    ]
    return " or ".join(f"{path}.{place}" for place in found) if len(found) <= _FEW else ""


def _folded(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


def _of_wrong_type(fields: Sequence[Field], content: Mapping[str, Any], path: str) -> Iterator[Problem]:
    known = {field.key: field for field in fields}
    for key, value in content.items():
        field, here = known.get(key), f"{path}.{key}"
        if field is None or value is None:
            continue
        if not _is_of(field.type, value):
            yield Problem(here, f"{shown(value)} {_IS_NONE[field.type][1]}")
            continue
        for index, item in enumerate(value if field.type == "list" else ()):
            if not _is_of(field.elements, item):
                yield Problem(f"{here}[{index}]", f"{shown(item)} {_IS_NONE[field.elements][1]}")
        for place, part in _objects(field, value, here):
            yield from _of_wrong_type(field.parts, part, place)
            if field.type == "list":
                yield from _missing(field.parts, part, place)


def _is_of(kind: str, value: Any) -> bool:
    """Check the type only: numbers are checked with their limits."""
    return kind not in _IS_NONE or isinstance(value, _IS_NONE[kind][0])


def _missing(parts: Sequence[Field], item: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for part in parts:
        if part.required and item.get(part.key) is None:
            yield Problem(f"{path}.{part.key}", "is missing.")
