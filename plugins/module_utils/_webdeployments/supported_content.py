# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A supported content profile in the collection's own words, its desired state, and the validation of it. Pure.

Source: the model ``supported_content.py`` of Genesys' Python SDK 269. Media types: RFC 2046 and RFC 6838.
"""

from __future__ import annotations

import re
from typing import Any, Mapping

from .._core.json_values import JsonObject, at
from .._core.plan import Plan, make_plan
from .._core.validation import Problem, shown

INBOUND, OUTBOUND = DIRECTIONS = ("inbound", "outbound")
DEFAULT = "default"
MEDIA_TYPES = "mediaTypes"

_NAME = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
_MEDIA_TYPE = re.compile(rf"\*/\*|{_NAME}/(\*|{_NAME})")


def state_of(entity: JsonObject, is_default: bool = False) -> JsonObject:
    """Return the current state of all fields that can be desired; no value of a server is an error."""
    allowed = {direction: _media_types(entity, direction) for direction in DIRECTIONS}
    return {"name": entity.get("name"), **allowed, DEFAULT: is_default}


def to_result(entity: JsonObject, is_default: bool) -> JsonObject:
    """Return a ``result_shapes.ContentResult``."""
    return {"id": entity.get("id"), **state_of(entity, is_default)}


def shows_media_types(entity: JsonObject) -> bool:
    """Return whether a row of a listing has both lists; else its profile has to be read.

    A write holds both, so a list that only the row lacks would be emptied.
    """
    return all(isinstance(at(entity, [MEDIA_TYPES, "allow", direction]), list) for direction in DIRECTIONS)


def desired(given: Mapping[str, Any]) -> JsonObject:
    """Return the desired state; omitted fields are kept."""
    wanted = {direction: [_folded(each) for each in given[direction]] for direction in DIRECTIONS if direction in given}
    named = {"name": given["name"]} if given.get("name") is not None else {}
    return {**named, **wanted, **({DEFAULT: True} if given.get(DEFAULT) else {})}


def plan(state: JsonObject, wanted: JsonObject) -> Plan:
    return make_plan(state, wanted, unordered=DIRECTIONS)


def missing(entity: JsonObject, wanted: JsonObject) -> tuple[str, ...]:
    """Return the fields that are not as desired, apart from being the default."""
    return plan(state_of(entity), {key: value for key, value in wanted.items() if key != DEFAULT}).changes


def holds(entity: JsonObject, wanted: JsonObject) -> bool:
    return not missing(entity, wanted)


def unknown_lists(entity: JsonObject, wanted: JsonObject) -> list[str]:
    """Return the lists that a write has to keep, but that the profile, read singly, does not show.

    One list alone may be missing because it is empty.
    """
    is_known = isinstance(entity.get(MEDIA_TYPES), Mapping)
    return [] if is_known else [direction for direction in DIRECTIONS if direction not in wanted]


def body(entity: JsonObject, patch: JsonObject) -> JsonObject:
    """Return a PATCH with all media types: nobody knows how deep the service merges them.

    Unknown fields are kept, and so is the spelling of a list that does not change.
    """
    there = entity.get(MEDIA_TYPES)
    there = there if isinstance(there, Mapping) else {}
    allow = at(there, ["allow"])
    allow = allow if isinstance(allow, Mapping) else {}
    types = {direction: _list(allow, direction) for direction in DIRECTIONS}
    types.update({direction: _to_api(patch[direction]) for direction in DIRECTIONS if direction in patch})
    named = {"name": patch["name"]} if "name" in patch else {}
    return {**named, MEDIA_TYPES: {**there, "allow": {**allow, **types}}}


def problems(given: Mapping[str, Any]) -> list[Problem]:
    """Return every error in the options of one profile that shows without a request."""
    found = [problem for direction in DIRECTIONS if direction in given for problem in _of_list(direction, given)]
    if given.get(DEFAULT, True) is False:
        found.append(
            Problem(
                DEFAULT,
                "false cannot be set, because an org cannot be left without its default. Make another profile the "
                "default instead, with default: true.",
            )
        )
    elif given.get(DEFAULT, True) is None:
        found.append(Problem(DEFAULT, "null cannot be set. Write true, or leave the option out to keep what is there."))
    return found


def _of_list(direction: str, given: Mapping[str, Any]) -> list[Problem]:
    values = given[direction]
    if values is None:
        way_out = "Write [] to block all media types, or leave the option out to keep what is there."
        return [Problem(direction, f"null cannot be set. {way_out}")]
    if not isinstance(values, (list, tuple)):
        return [Problem(direction, f"{shown(values)} is not a list of media types.")]
    found: list[Problem] = []
    seen: set[str] = set()
    for index, value in enumerate(values):
        option, folded = f"{direction}[{index}]", _folded(value)
        if not isinstance(folded, str) or not _MEDIA_TYPE.fullmatch(folded):
            found.append(Problem(option, f"{shown(value)} is no media type.{_way_out(folded)}"))
        elif folded in seen:
            found.append(Problem(option, f"{shown(value)} is in the list more than once; case does not count."))
        else:
            seen.add(folded)
    return found


def _way_out(value: Any) -> str:
    if isinstance(value, str):
        bare = value.partition(";")[0].strip()
        if bare != value and _MEDIA_TYPE.fullmatch(bare):
            return f" Write {bare!r}, without parameters and spaces."
        if value == "*":
            return " Write '*/*' for all of them."
    return " Give one such as image/jpeg, image/* for all images, or */* for everything."


def _folded(value: Any) -> Any:
    """Fold the case, which only ASCII letters of a media type have."""
    return value.lower() if isinstance(value, str) and value.isascii() else value


def _to_api(media_types: list[str]) -> list[JsonObject]:
    return [{"type": each} for each in media_types]


def _media_types(entity: JsonObject, direction: str) -> list[str]:
    """Return the media types, each once; what is none is left out."""
    types = [at(each, ["type"]) for each in _list(at(entity, [MEDIA_TYPES, "allow"]), direction)]
    return list(dict.fromkeys(_folded(each) for each in types if isinstance(each, str)))


def _list(allow: Any, direction: str) -> list[Any]:
    there = at(allow, [direction])
    return there if isinstance(there, list) else []
