# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""References to other objects in options, results and diffs: by name in place of an id, or by both. Pure.

The tables of fields tell which option holds an id, of which kind of object, and the option for a name beside it.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Sequence

from . import validation
from .fields import Field, camel_case
from .json_values import JsonObject, merge, nested
from .validation import Problem


@dataclass(frozen=True)
class Place:
    """A mapping with a field for an id. ``path``: the mapping's, with a dot at its end, or empty.

    ``above``: the mapping itself, and those around it, the innermost last.
    """

    field: Field
    path: str
    above: tuple[JsonObject, ...]

    @property
    def mapping(self) -> JsonObject:
        return self.above[-1]

    @property
    def option(self) -> str:
        """Return the path of the option for the id."""
        return f"{self.path}{self.field.name}"

    @property
    def name_option(self) -> str:
        return f"{self.path}{self.field.name_option}"

    @property
    def name(self) -> Any:
        """Return the name that the options give; None if they give none."""
        return self.mapping.get(self.field.name_option)

    @property
    def id(self) -> Any:
        """Return the id, in the spelling of the options or of the API."""
        return self.mapping.get(self.field.name, self.mapping.get(self.field.key))

    @property
    def owner(self) -> Mapping[str, Any]:
        """Return the section with the object that owns this one, as far as it is given; empty if nothing does."""
        spellings = (self.field.within, camel_case(self.field.within)) if self.field.within else ()
        found = (each[key] for each in reversed(self.above) for key in spellings if key in each)
        owner = next(found, None)
        return owner if isinstance(owner, Mapping) else {}


def places(fields: Sequence[Field], value: Any, path: str = "", above: tuple[JsonObject, ...] = ()) -> Iterator[Place]:
    """Yield each place for an id in ``value``, which is spelled as in the options or as in the API."""
    if not isinstance(value, dict):
        return
    around = (*above, value)
    for field in fields:
        if field.refers_to:
            yield Place(field, path, around)
        inner = value.get(field.name, value.get(field.key)) if field.parts else None
        if isinstance(inner, list):
            for index, item in enumerate(inner):
                yield from places(field.parts, item, f"{path}{field.name}[{index}].", around)
        else:
            yield from places(field.parts, inner, f"{path}{field.name}.", around)


def problems(fields: Sequence[Field], given: Mapping[str, Any], path: str = "") -> list[Problem]:
    """Return every error in the names: beside an id, empty, without the object in which to look, or missing."""
    found = []
    for place in places(fields, given, path):
        if place.name is None:
            if place.field.required and place.id is None:
                both = f"{place.option} or {place.field.name_option}"
                found.append(Problem(both, "is missing; say which object is meant."))
            continue
        if place.id is not None:
            found.append(Problem(place.name_option, f"cannot be combined with {place.option}; give one of them."))
        found += validation.name(place.name_option, place.name)
        if place.field.within and not (place.owner.get("id") or place.owner.get("name")):
            needed = place.field.within
            reason = f"needs {needed} beside it, by id or name: {place.field.refers_to.replace('_', ' ')} names"
            found.append(Problem(place.name_option, f"{reason} belong to one {needed.replace('_', ' ')}."))
    return found


def named(fields: Sequence[Field], given: Mapping[str, Any], path: str = "") -> list[Place]:
    """Return the places with a name."""
    return [place for place in places(fields, given, path) if place.name is not None]


def with_ids(fields: Sequence[Field], given: JsonObject, id_of: Callable[[Place], Any]) -> JsonObject:
    """Return the options with an id for each name; a null for a name unsets, as one for the id does.

    ``id_of`` gets the place of each name; owners come before the objects that they own, with their id.
    """
    if not any(place.field.name_option in place.mapping for place in places(fields, given)):
        return given
    found = copy.deepcopy(given)
    for place in sorted(places(fields, found), key=lambda place: bool(place.field.within)):
        if place.field.name_option not in place.mapping:
            continue
        if place.name is not None:
            place.mapping[place.field.name] = id_of(place)
        else:
            place.mapping.setdefault(place.field.name, None)
        del place.mapping[place.field.name_option]
    return found


def overridden(fields: Sequence[Field], base: Mapping[str, Any], over: JsonObject) -> JsonObject:
    """Merge options over others: an id replaces a name, and a name an id."""
    rivals: JsonObject = {}
    for place in places(fields, over):
        beside = {place.field.name, place.field.name_option} & place.mapping.keys()
        if len(beside) == 1 and "[" not in place.path:
            rival = ({place.field.name, place.field.name_option} - beside).pop()
            rivals = merge(rivals, nested((*place.path.split(".")[:-1], rival), True))
    return merge(_without(base, rivals), over)


def _without(base: Mapping[str, Any], rivals: Mapping[str, Any]) -> JsonObject:
    kept = {key: value for key, value in base.items() if rivals.get(key) is not True}
    inner = {key: each for key, each in rivals.items() if each is not True and isinstance(kept.get(key), dict)}
    return {**kept, **{key: _without(kept[key], each) for key, each in inner.items()}}


def beside_ids(fields: Sequence[Field], value: Any, name_of: Callable[[str, str], str | None]) -> Any:
    """Return a result or a diff with the known name beside each id; what has a name keeps it.

    ``name_of``: the name of an object by kind and id, None if it is not known.
    """
    if not isinstance(value, dict):
        return value
    found = dict(value)
    for field in fields:
        key = field.name if field.name in value else field.key
        inner = value.get(key)
        if field.refers_to:
            beside = validation.name_beside(key)
            name = name_of(field.refers_to, inner) if isinstance(inner, str) else None
            if name is not None and beside and found.get(beside) is None:
                found[beside] = name
        elif isinstance(inner, list) and field.parts:
            found[key] = [beside_ids(field.parts, item, name_of) for item in inner]
        elif field.parts and inner is not None:
            found[key] = beside_ids(field.parts, inner, name_of)
    return found
