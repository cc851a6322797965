# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""An org's configurations and deployments as a file of variables: applied at once, it changes nothing. Pure.

Names stand in place of ids where nothing else has the name, so that the file also describes another org.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.genesys.cloud.plugins.module_utils import _deployment, _fields
from ansible_collections.genesys.cloud.plugins.module_utils._configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._deployment_schema import (
    IDENTITY_RESOLUTION,
    PUSH_INTEGRATIONS,
)
from ansible_collections.genesys.cloud.plugins.module_utils._fields import Field, flag, section, text, texts
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem, shown
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import SETTABLE_STATUSES
from ansible_collections.genesys.cloud.plugins.plugin_utils._yaml import in_comment, to_yaml

_HEAD = """\
---
# Configurations and deployments as they were in Genesys Cloud, as variables of genesys.cloud.configure_deployments.
# While nobody changes anything, there or here, this changes nothing:
#
#   ansible-playbook genesys.cloud.configure_deployments -e @THIS-FILE
"""
_OPTIONS = (
    text("description", ""),
    section("configuration", "", text("id", ""), text("name", ""), text("version", "")),
    flag("allow_all_domains", ""),
    texts("allowed_domains", ""),
    text("flow_id", ""),
    text("supported_content_id", ""),
    PUSH_INTEGRATIONS,
    section("identity_resolution", "", *IDENTITY_RESOLUTION),
)
"""Those of a deployment, as far as their types go."""
_TYPES: dict[str, Any] = {"bool": bool, "int": int, "str": str, "dict": dict, "list": list}


def deployment_variables(configurations: Sequence[Mapping[str, Any]], deployments: Sequence[Mapping[str, Any]]) -> str:
    """The text of the file.

    ``configurations``: as ``webmessaging_configuration_info`` returns them; ``deployments``: as
    ``webmessaging_deployment_info`` does.
    """
    names = Counter(each["name"] for each in configurations)
    own_names = Counter(each["name"] for each in deployments)
    by_id = {each["id"]: each for each in configurations}
    return "\n".join(
        [
            _HEAD,
            _section("webmessaging_configurations", (_configuration(each, names) for each in configurations)),
            _section(
                "webmessaging_deployments", (_deployment_entry(each, own_names, by_id, names) for each in deployments)
            ),
        ]
    )


def _section(name: str, entries: Iterable[tuple[JsonObject, list[str]]]) -> str:
    blocks = [
        "".join(f"  # {in_comment(line)}\n" for line in comments) + _indented(to_yaml([entry]))
        for entry, comments in entries
    ]
    return "".join([f"{name}:\n", *blocks]) if blocks else f"{name}: []\n"


def _selected(entity: Mapping[str, Any], names: Mapping[Any, int]) -> JsonObject:
    """By its name where that is enough to find it."""
    name = entity["name"]
    is_enough = isinstance(name, str) and bool(name.strip()) and names[name] == 1
    return {"name": name} if is_enough else {"id": entity["id"]}


def _configuration(entity: Mapping[str, Any], names: Mapping[Any, int]) -> tuple[JsonObject, list[str]]:
    content = {key: value for key, value in entity["configuration"].items() if key != "name"}
    entry, raw = _selected(entity, names), dict(_fields.unknown(CONTENT, content))
    for field in CONTENT:
        if content.get(field.key) is None:
            continue
        known = _fields.from_api((field,), content)
        if field.key in raw and field.type != "dict":
            continue  # a list with something unknown in it comes whole
        if _fits(field, known[field.name]) and not _fields.problems((field,), known):
            entry.update(known)
        else:
            raw[field.key] = content[field.key]
    if raw:
        entry["raw"] = raw
    comments = [] if "name" in entry else [str(entity["name"])]
    if entity["version"] is None:
        entry["publish"] = False
        comments.append("Nothing of it is published yet; this is the draft.")
    elif entity["draft_differs"]:
        comments.append("It has an unpublished draft that differs; what is published is exported.")
    return entry, comments


def _deployment_entry(
    entity: Mapping[str, Any],
    names: Mapping[Any, int],
    configurations: Mapping[str, Mapping[str, Any]],
    configuration_names: Mapping[Any, int],
) -> tuple[JsonObject, list[str]]:
    entry, parts = _selected(entity, names), _parts(entity)
    comments = [] if "name" in entry else [str(entity["name"])]
    pinned = entity["configuration"]
    configuration = configurations.get(pinned["id"])
    if configuration is None:
        comments.append("configuration: left out, since the org lists none of that id.")
    else:
        newest = configuration["version"] == pinned["version"]
        version = _deployment.LATEST if newest else pinned["version"]
        selected = _selected(configuration, configuration_names)
        parts.insert(0, {"configuration": {**selected, "version": version}})
    for part in parts:
        problems = _problems(part)
        comments += [f"left out: {problem}" for problem in problems]
        entry.update({} if problems else part)
    if entity["status"] in SETTABLE_STATUSES:
        entry["status"] = entity["status"]
    return entry, comments


def _parts(entity: Mapping[str, Any]) -> list[JsonObject]:
    """The options that are set, those together that cannot be without each other."""
    parts = [{option: entity[option]} for option in ("description", "flow_id", "supported_content_id")]
    parts.append({option: entity[option] or None for option in ("allow_all_domains", "allowed_domains")})
    parts.append({"push_integrations": entity["push_integrations"] or None})
    parts.append({"identity_resolution": _fields.from_api(IDENTITY_RESOLUTION, entity.get("identity_resolution"))})
    return [{option: value for option, value in part.items() if value not in (None, {})} for part in parts]


def _problems(part: JsonObject) -> list[Problem]:
    """Why ``configure_deployments`` would refuse it, or make something of it that is not there."""
    for field in _OPTIONS:
        value = part.get(field.name)
        if not _fits(field, value):
            return [Problem(field.name, f"{shown(value)} is not what the option takes.")]
        if field.type == "list" and _fields.unknown((field,), {field.key: value}):
            return [Problem(field.name, "holds something that is not known here, and that would be lost.")]
    return _deployment.problems(part)


def _fits(field: Field, value: Any) -> bool:
    """Whether Ansible takes the value as it is; of another type it would make something that then differs."""
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


def _indented(text: str) -> str:
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
