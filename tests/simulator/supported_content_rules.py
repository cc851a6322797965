# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What content profiles take: the schema of the public API, and the rules that no schema says.

Our choices, for want of evidence: a name is not empty; a media type is ``type/subtype`` of RFC 2046 without parameters,
and a wildcard stands for a whole subtype, or for both.
"""

from __future__ import annotations

import re
from typing import Any

from .json_values import JsonObject
from .webdeployments_rules import problems_of_schema

CONTENT = "SupportedContent"
REFERENCE = "SupportedContentReference"

_TOKEN = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"
_MEDIA_TYPE = re.compile(rf"\*/\*|{_TOKEN}/(\*|{_TOKEN})")


def problems_of(kind: str, body: JsonObject, refuse_unknown: bool, *, whole: bool = True) -> dict[str, str]:
    """Dotted field -> what is wrong with it. ``whole``: whether what is required has to be there."""
    found = problems_of_schema(kind, body, refuse_unknown)
    if kind == REFERENCE and "id" not in body:
        found["id"] = "is required"
    if not whole and "name" not in body:
        found.pop("name", None)
    if body.get("name") == "":
        found["name"] = "has to be a non-empty string"
    return found or problems_of_media_types(body.get("mediaTypes"))


def problems_of_media_types(media_types: Any) -> dict[str, str]:
    """``media_types``: as the schema has them, or None."""
    found = {}
    for direction, types in ((media_types or {}).get("allow") or {}).items():
        for index, each in enumerate(types if isinstance(types, list) else ()):
            place = f"mediaTypes.allow.{direction}[{index}].type"
            if "type" not in each:
                found[place] = "is required"
            elif not _MEDIA_TYPE.fullmatch(each["type"]):
                found[place] = f"{each['type']!r} is no media type"
    return found
