# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that are not what they should be, though the request was handled well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .exchange import JSON_TYPE, Reply
from .json_values import JsonObject, encode_json, parse_json


def thinned(reply: Reply, members: Sequence[str]) -> Reply:
    """The object, or each row of the listing, without these members. Dots lead into objects and lists."""
    value = _json_object(reply)
    if value is None:
        return reply
    is_listing = isinstance(value.get("entities"), list)
    for place in members:
        # every row of a listing is a member of its list, so one way down fits both
        _remove(value, ["entities", *place.split(".")] if is_listing else place.split("."))
    return _with_body(reply, value)


def with_other_id(reply: Reply, other: str | None) -> Reply:
    """The object with another id; None: with none."""
    value = _json_object(reply)
    if value is None:
        return reply
    kept = {key: item for key, item in value.items() if key != "id"}
    return _with_body(reply, kept if other is None else {"id": other, **kept})


def id_of_answer(reply: Reply) -> str | None:
    """The id that an answer tells."""
    found = (_json_object(reply) or {}).get("id")
    return found if isinstance(found, str) else None


def _json_object(reply: Reply) -> JsonObject | None:
    if reply.status >= 300 or reply.headers.get("Content-Type") != JSON_TYPE:
        return None
    value = parse_json(reply.body)
    return value if isinstance(value, dict) else None


def _with_body(reply: Reply, value: JsonObject) -> Reply:
    return replace(reply, body=encode_json(value))


def _remove(value: Any, place: Sequence[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _remove(item, place)
    elif isinstance(value, dict) and place[0] in value:
        if len(place) == 1:
            del value[place[0]]
        else:
            _remove(value[place[0]], place[1:])
