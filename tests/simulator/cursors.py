# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages with a cursor, as Web Deployments are listed: ``nextUri`` leads on, and its absence is the end."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from .errors import invalid
from .exchange import Call, Reply, json_reply
from .json_values import JsonObject
from .request_parsing import query_parameters
from .settings import Settings

MAX_PAGE_SIZE = 300
_PARAMETERS = frozenset({"pageSize", "after", "before"})


def cursor_page(everything: Sequence[JsonObject], call: Call, settings: Settings, more: frozenset[str]) -> Reply:
    """The page that the call asks for. ``more``: parameters of the resource beside those of paging."""
    given = query_parameters(call, _PARAMETERS | more)
    asked = given.get("pageSize", str(MAX_PAGE_SIZE))
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MAX_PAGE_SIZE):
        raise invalid({"pageSize": f"has to be an integer from 1 to {MAX_PAGE_SIZE}"})
    if "before" in given and "after" in given:
        raise invalid({"before": "cannot be combined with after"})
    size = min(int(asked), settings.page_size_cap or MAX_PAGE_SIZE)
    start = _position(given["after"], "after") if "after" in given else 0
    if "before" in given:
        start = max(0, _position(given["before"], "before") - size)
    entities = list(everything[start : start + size])
    page: dict[str, Any] = {"entities": entities, "selfUri": _uri(call, given, {})}
    if settings.announce_total:
        page["total"] = len(everything)
    if start + size < len(everything):
        page["nextUri"] = _uri(call, given, {"after": _cursor(start + size)})
    if start > 0:
        page["previousUri"] = _uri(call, given, {"before": _cursor(start)})
    return json_reply(page, headers={"Cache-Control": "no-cache"})


def _uri(call: Call, given: JsonObject, cursor: JsonObject) -> str:
    kept = {name: value for name, value in given.items() if name not in ("after", "before")}
    query = urlencode({**kept, **cursor})
    return f"{call.path}?{query}" if query else call.path


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def _position(cursor: str, name: str) -> int:
    try:
        kind, _colon, text = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if kind == "at":
            return int(text)
    except (ValueError, binascii.Error):
        pass
    raise invalid({name: "is not a cursor of this listing"})
