# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages with a cursor: ``nextUri`` leads on, and its absence is the end."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from .errors import invalid
from .exchange import Call, Reply, json_reply
from .json_values import JsonObject
from .paging import NO_CACHE
from .request_parsing import query_parameters
from .settings import Settings

MAX_PAGE_SIZE = 300
_PARAMETERS = frozenset({"pageSize", "after", "before"})


def cursor_page(everything: Sequence[JsonObject], call: Call, settings: Settings, more: frozenset[str]) -> Reply:
    """A page of Web Deployments. ``more``: parameters of the resource beside those of paging."""
    given = query_parameters(call, _PARAMETERS | more)
    size = page_size(given, "pageSize", MAX_PAGE_SIZE, range(1, MAX_PAGE_SIZE + 1))
    page = page_at(everything, call, given, min(size, settings.page_size_cap or size))
    if settings.announce_total:
        page["total"] = len(everything)
    return json_reply(page, headers=NO_CACHE)


def page_size(given: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    """The size that the query asks for."""
    asked = given.get(name, str(default))
    if not (asked.isascii() and asked.isdigit() and int(asked) in allowed):
        raise invalid({name: f"has to be an integer from {allowed[0]} to {allowed[-1]}"})
    return int(asked)


def page_at(everything: Sequence[JsonObject], call: Call, given: Mapping[str, str], size: int) -> JsonObject:
    """The page of so many that the cursor in the query leads to. ``given``: the whole query."""
    if "before" in given and "after" in given:
        raise invalid({"before": "cannot be combined with after"})
    start = position(given["after"], "after") if "after" in given else 0
    if "before" in given:
        start = max(0, position(given["before"], "before") - size)
    entities = list(everything[start : start + size])
    page: JsonObject = {"entities": entities, "selfUri": _uri(call, given, {})}
    if start + size < len(everything):
        page["nextUri"] = _uri(call, given, {"after": cursor(start + size)})
    if start > 0:
        page["previousUri"] = _uri(call, given, {"before": cursor(start)})
    return page


def _uri(call: Call, given: Mapping[str, str], moved: JsonObject) -> str:
    kept = {name: value for name, value in given.items() if name not in ("after", "before")}
    query = urlencode({**kept, **moved})
    return f"{call.path}?{query}" if query else call.path


def cursor(place: int) -> str:
    """Leads to this place in a listing."""
    return base64.urlsafe_b64encode(f"at:{place}".encode()).decode()


def position(text: str, name: str) -> int:
    """The place that a cursor leads to. ``name``: of the parameter that holds it."""
    try:
        kind, _colon, place = base64.urlsafe_b64decode(text.encode()).decode().partition(":")
        if kind == "at":
            return int(place)
    except (ValueError, binascii.Error):
        pass
    raise invalid({name: "is not a cursor of this listing"})
