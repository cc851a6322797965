# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a webhook has to look like."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from .event_filters import Condition
from .json_values import JsonObject

FIELDS = frozenset({"name", "description", "callbackUrl", "eventFilters", "enabled", "httpHeaders", "secret"})
"""Everything that a request may hold; ``id`` besides, where it repeats the path's."""

_REQUIRED = ("name", "callbackUrl", "eventFilters")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")


def unknown_fields(body: JsonObject) -> dict[str, str]:
    """Fields that no webhook has: name -> problem."""
    return {field: "is not a field of a webhook" for field in body if field not in FIELDS and field != "id"}


def problems_of_webhook(webhook: JsonObject) -> dict[str, str]:
    """All that is wrong with a complete webhook: dotted field -> problem. Unknown fields are not looked at."""
    problems = {field: "is required" for field in _REQUIRED if field not in webhook}
    for field in ("name", "secret"):
        if field in webhook and not _is_text(webhook[field]):
            problems[field] = "has to be a non-empty string"
    if "description" in webhook and not isinstance(webhook["description"], str):
        problems["description"] = "has to be a string"
    if "enabled" in webhook and not isinstance(webhook["enabled"], bool):
        problems["enabled"] = "has to be true or false"
    if "callbackUrl" in webhook and not _is_web_url(webhook["callbackUrl"]):
        problems["callbackUrl"] = "has to be an absolute http or https URL"
    problems.update(_problems_of_headers(webhook.get("httpHeaders", {})))
    if "eventFilters" in webhook:
        problems.update(_problems_of_filters(webhook["eventFilters"]))
    return problems


def _problems_of_headers(headers: Any) -> dict[str, str]:
    if not isinstance(headers, dict):
        return {"httpHeaders": "has to be an object"}
    problems: dict[str, str] = {}
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name):
            problems[f"httpHeaders.{name}"] = "is not the name of a header"
        elif not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            problems[f"httpHeaders.{name}"] = "has to be a string without control characters"
    return problems


def _problems_of_filters(filters: Any) -> dict[str, str]:
    if not isinstance(filters, list) or not filters:
        return {"eventFilters": "has to be a list of at least one filter"}
    problems: dict[str, str] = {}
    for index, each in enumerate(filters):
        place = f"eventFilters[{index}]"
        if not isinstance(each, dict):
            problems[place] = "has to be an object"
            continue
        for field in each.keys() - {"resource", "action", "condition"}:
            problems[f"{place}.{field}"] = "is not a field of an event filter"
        for field in ("resource", "action"):
            if not _is_text(each.get(field)):
                problems[f"{place}.{field}"] = "has to be a non-empty string"
        if "condition" in each:
            problem = _problem_of_condition(each["condition"])
            if problem:
                problems[f"{place}.condition"] = problem
    return problems


def _problem_of_condition(condition: Any) -> str | None:
    if not isinstance(condition, str):
        return "has to be a string"
    try:
        Condition(condition)
    except ValueError as error:
        return str(error)
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_web_url(value: Any) -> bool:
    if not isinstance(value, str) or re.search(r"[\s\x00-\x1f]", value):
        return False
    try:
        parts = urlsplit(value)
        has_port = parts.port != 0  # a port that is no number raises here
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and has_port
