# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Strict readers of what a request carries."""

from __future__ import annotations

from email.message import Message
from urllib.parse import parse_qsl

from .errors import ApiError, bad_request, invalid
from .exchange import JSON_TYPE, Call
from .json_values import JsonObject, NotJson, parse_json


def media_type(call: Call) -> str:
    """The request's media type in lower case; empty where it has none or names a charset other than UTF-8."""
    message = Message()
    message["Content-Type"] = call.headers.get("Content-Type", "")
    charset = message.get_content_charset("utf-8")
    # email falls back to text/plain for nonsense, which no route here takes.
    return message.get_content_type() if charset == "utf-8" else ""


def json_object(call: Call) -> JsonObject:
    """The body, which has to be a JSON object and to say so; 415 or 400 otherwise."""
    if media_type(call) != JSON_TYPE:
        raise ApiError(415, "unsupported.media.type", f"The body has to be {JSON_TYPE} in UTF-8.")
    try:
        value = parse_json(call.body)
    except NotJson as error:
        raise bad_request(f"The body is not valid JSON: {error}.") from None
    if not isinstance(value, dict):
        raise bad_request("The body has to be a JSON object.")
    return value


def query_parameters(call: Call, known: frozenset[str], lists: frozenset[str] = frozenset()) -> dict[str, str]:
    """The query, decoded. What is unknown or given twice is a 400: ignoring it would hide a client's mistake.

    ``lists``: further parameters, of several values: with commas between them, or repeated; clients use both forms.
    """
    try:
        pairs = parse_qsl(call.query, keep_blank_values=True, strict_parsing=bool(call.query), errors="strict")
    except ValueError:
        raise bad_request("The query string is malformed.") from None
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known and name not in lists:
            raise invalid({name: "is not a parameter of this resource"})
        if name in values and name not in lists:
            raise invalid({name: "is given more than once"})
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def listed(given: dict[str, str], name: str) -> list[str] | None:
    """The values of a list; None where it is not given. An empty value is a 400."""
    if name not in given:
        return None
    values = given[name].split(",")
    if "" in values:
        raise invalid({name: "holds an empty value"})
    return values


def flag(given: dict[str, str], name: str) -> bool | None:
    """A parameter that is true or false; None where it is not given."""
    if given.get(name, "true") not in ("true", "false"):
        raise invalid({name: "has to be true or false"})
    return given[name] == "true" if name in given else None
