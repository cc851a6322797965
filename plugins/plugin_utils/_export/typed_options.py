# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Split what an API returns into options of the modules and the rest, and find what an option would not take. Pure."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ...module_utils._core import fields as field_table
from ...module_utils._core.fields import Field, flag, section, text, texts
from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.validation import Problem, shown
from ...module_utils._webdeployments import deployment
from ...module_utils._webdeployments.deployment_schema import IDENTITY_RESOLUTION, PUSH_INTEGRATIONS

_DEPLOYMENT = (
    text("description", ""),
    section("configuration", "", text("id", ""), text("name", ""), text("version", "")),
    flag("allow_all_domains", ""),
    texts("allowed_domains", ""),
    text("flow_id", ""),
    text("supported_content_id", ""),
    PUSH_INTEGRATIONS,
    section("identity_resolution", "", *IDENTITY_RESOLUTION),
)
"""The options of a deployment, for their types."""
_TYPES: dict[str, Any] = {"bool": bool, "int": int, "str": str, "dict": dict, "list": list}


def options_of(fields: Sequence[Field], content: Mapping[str, Any]) -> tuple[JsonObject, JsonObject]:
    """Return all values with an option, null for options without a value, and the rest in the API's spelling.

    The nulls come last, one for a whole section that is absent.
    """
    typed: JsonObject = {}
    nulls: JsonObject = {}
    raw = dict(field_table.unknown(fields, content))
    for field in fields:
        value = content.get(field.key)
        if value is None:
            nulls[field.name] = None
        elif field.type == "dict" and isinstance(value, Mapping):
            typed[field.name], raw[field.key] = options_of(field.parts, value)
        elif field.key not in raw:  # a list with something unknown in it comes whole
            known = field_table.from_api((field,), content)
            if _fits(field, known[field.name]) and not field_table.problems((field,), known):
                typed.update(known)
            else:
                raw[field.key] = value
    return {**typed, **nulls}, {key: value for key, value in raw.items() if value not in (None, {})}


def take_out(content: JsonObject, path: str) -> None:
    """Remove the value at a path, or the list that it is in; an emptied section goes too."""
    for key in [key for key in content if path.startswith(key) and path[len(key) :][:1] in ("", ".", "[")]:
        if path[len(key) :].startswith(".") and isinstance(content[key], dict):
            take_out(content[key], path[len(key) + 1 :])
        if not isinstance(content[key], dict) or not content[key] or path == key:
            del content[key]


def deployment_problems(part: JsonObject) -> list[Problem]:
    """Return why ``configure_deployments`` would refuse it, or change it into something else."""
    for field in _DEPLOYMENT:
        value = part.get(field.name)
        if not _fits(field, value):
            return [Problem(field.name, f"{shown(value)} is not what the option takes.")]
        if field.type == "list" and field_table.unknown((field,), {field.key: value}):
            return [Problem(field.name, "holds something unknown, which would be lost.")]
    return deployment.problems(part)


def _fits(field: Field, value: Any) -> bool:
    """Return whether Ansible takes the value as it is; it would convert another type, and the result would differ."""
    if value is None:
        return True
    if not isinstance(value, _TYPES[field.type]) or (field.type == "int" and isinstance(value, bool)):
        return False
    if field.type == "dict":
        return all(_fits(part, value[part.name]) for part in field.parts if part.name in value)
    if field.type == "list":
        return all(_fits_item(field, item) for item in value)
    return True


def _fits_item(field: Field, item: Any) -> bool:
    if not field.parts:
        return isinstance(item, str)
    if not isinstance(item, dict) or any(part.required and item.get(part.name) is None for part in field.parts):
        return False
    return all(_fits(part, item[part.name]) for part in field.parts if part.name in item)
