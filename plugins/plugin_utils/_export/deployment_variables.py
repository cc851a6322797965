# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write an org's configurations and deployments as a file of variables: applied at once, it changes nothing. Pure.

Names replace ids if no other object has the name, so that the file also describes another org. Null stands for each
unset field that null removes, so that later additions of others differ from the file. Unreadable parts are left out,
and a comment says why. The entries are sorted, so that two exports of one org are the same text.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Mapping, Sequence

from ...module_utils._core import fields as field_table
from ...module_utils._core.fields import Field, flag, section, text, texts
from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.validation import Problem, shown
from ...module_utils._webdeployments import deployment, raw_fields
from ...module_utils._webdeployments.configuration_schema import CONTENT
from ...module_utils._webdeployments.deployment_schema import (
    IDENTITY_RESOLUTION,
    PUSH_INTEGRATIONS,
)
from ...module_utils._webdeployments.mapping import SETTABLE_STATUSES
from .yaml import in_comment, indented, to_yaml

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
"""The options of a deployment, for their types."""
_UNSHOWN = "whatever the listing does not show"
_TYPES: dict[str, Any] = {"bool": bool, "int": int, "str": str, "dict": dict, "list": list}


def deployment_variables(
    configurations: Sequence[Mapping[str, Any]],
    deployments: Sequence[Mapping[str, Any]],
    unreadable: Mapping[str, Any] | None = None,
) -> str:
    """Return the text of the file.

    ``configurations``: as ``webmessaging_configuration_info`` returns them; ``deployments``: as
    ``webmessaging_deployment_info`` does. ``unreadable``: the failure of a listing, by the kind of its objects.
    """
    names = Counter(each["name"] for each in configurations)
    own_names = Counter(each["name"] for each in deployments)
    by_id = {each["id"]: each for each in configurations if not _failure(each, "versions", "draft")}
    failures = unreadable or {}
    return "\n".join(
        [
            _HEAD,
            _section(
                "webmessaging_configurations",
                [_configuration(each, names) for each in sorted(configurations, key=_place)],
                failures.get("configurations"),
            ),
            _section(
                "webmessaging_deployments",
                [_deployment_entry(each, own_names, by_id, names) for each in sorted(deployments, key=_place)],
                failures.get("deployments"),
            ),
        ]
    )


def _place(entity: Mapping[str, Any]) -> tuple[str, str]:
    return str(entity["name"]), str(entity["id"])


def _failure(entity: Mapping[str, Any], *parts: str) -> Mapping[str, Any] | None:
    """Return why one of its parts could not be read, None if all could."""
    failures = entity.get("unreadable") or {}
    return next((failures[part] for part in parts if part in failures), None)


def _why(failure: Mapping[str, Any]) -> str:
    """Return the failure without the details that differ from run to run."""
    return f"{failure['method']} {failure['path']} answered {failure['status']}: {failure['message']}"


def _section(
    name: str, entries: Sequence[tuple[JsonObject | None, list[str]]], failure: Mapping[str, Any] | None
) -> str:
    """Return one section. ``entries``: each with its comments; None if only the comments are known."""
    told = f"# {in_comment(f'{name}: left out, since {_why(failure)}')}\n" if failure else ""
    blocks = [
        "".join(f"  # {in_comment(line)}\n" for line in comments) + (indented(to_yaml([entry])) if entry else "")
        for entry, comments in entries
    ]
    has_entries = any(entry for entry, _comments in entries)
    return "".join([told, f"{name}:\n" if has_entries else f"{name}: []\n", *blocks])


def _selected(entity: Mapping[str, Any], names: Mapping[Any, int]) -> JsonObject:
    """Return the selector: the name, if only one object has it, else the id."""
    name = entity["name"]
    is_enough = isinstance(name, str) and bool(name.strip()) and names[name] == 1
    return {"name": name} if is_enough else {"id": entity["id"]}


def _configuration(entity: Mapping[str, Any], names: Mapping[Any, int]) -> tuple[JsonObject | None, list[str]]:
    failure = _failure(entity, "versions", "draft")
    if failure:
        return None, [f"{entity['name']} ({entity['id']})", f"left out: {_why(failure)}"]
    content = {key: value for key, value in entity["configuration"].items() if key != "name"}
    typed, raw = _options_of(CONTENT, content)
    problems = raw_fields.problems(CONTENT, raw, "raw", takes_near=True)
    for problem in problems:
        _take_out(raw, problem.option.partition(".")[2])
    entry = {**_selected(entity, names), **typed}
    if raw:
        entry["raw"] = raw
    comments = [] if "name" in entry else [str(entity["name"])]
    comments += [f"left out: {problem}" for problem in problems]
    if entity["version"] is None:
        entry["publish"] = False
        comments.append("It has no published version yet; this is the draft.")
    elif entity["draft_differs"]:
        comments.append("It has an unpublished draft that differs; this is the published version.")
    return entry, comments


def _options_of(fields: Sequence[Field], content: Mapping[str, Any]) -> tuple[JsonObject, JsonObject]:
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
            typed[field.name], raw[field.key] = _options_of(field.parts, value)
        elif field.key not in raw:  # a list with something unknown in it comes whole
            known = field_table.from_api((field,), content)
            if _fits(field, known[field.name]) and not field_table.problems((field,), known):
                typed.update(known)
            else:
                raw[field.key] = value
    return {**typed, **nulls}, {key: value for key, value in raw.items() if value not in (None, {})}


def _take_out(content: JsonObject, path: str) -> None:
    """Remove the value at a path, or the list that it is in; an emptied section goes too."""
    for key in [key for key in content if path.startswith(key) and path[len(key) :][:1] in ("", ".", "[")]:
        if path[len(key) :].startswith(".") and isinstance(content[key], dict):
            _take_out(content[key], path[len(key) + 1 :])
        if not isinstance(content[key], dict) or not content[key] or path == key:
            del content[key]


def _deployment_entry(
    entity: Mapping[str, Any],
    names: Mapping[Any, int],
    configurations: Mapping[str, Mapping[str, Any]],
    configuration_names: Mapping[Any, int],
) -> tuple[JsonObject, list[str]]:
    entry, failures = _selected(entity, names), dict(entity.get("unreadable") or {})
    comments = [] if "name" in entry else [str(entity["name"])]
    comments += [
        f"left out: {_UNSHOWN if part == 'deployment' else part}: {_why(failure)}" for part, failure in failures.items()
    ]
    pinned = _configuration_reference(entity["configuration"], configurations, configuration_names)
    for part in (pinned, *_parts(entity)):
        problems = _problems(part)
        comments += [f"left out: {problem}" for problem in problems]
        entry.update({} if problems else part)
    if entity["status"] in SETTABLE_STATUSES:
        entry["status"] = entity["status"]
    return entry, comments


def _configuration_reference(
    pinned: Mapping[str, Any],
    configurations: Mapping[str, Mapping[str, Any]],
    names: Mapping[Any, int],
) -> JsonObject:
    """Return the name if the file holds the configuration, else the id and the version that it is pinned to."""
    configuration = configurations.get(pinned["id"])
    if pinned["id"] is None:
        return {}
    if configuration is None:
        return {"configuration": {"id": pinned["id"], "version": pinned["version"]}}
    is_newest = configuration["version"] == pinned["version"]
    version = deployment.LATEST if is_newest else pinned["version"]
    return {"configuration": {**_selected(configuration, names), "version": version}}


def _parts(entity: Mapping[str, Any]) -> list[JsonObject]:
    """Return the options, in groups that belong together; null for unset values that null removes."""
    parts = [{option: entity[option]} for option in ("description", "flow_id", "supported_content_id")]
    domains = {option: entity[option] or None for option in ("allow_all_domains", "allowed_domains")}
    parts.append({option: value for option, value in domains.items() if value is not None})
    parts.append({"push_integrations": entity["push_integrations"] or None})
    if _failure(entity, "deployment"):  # the listing may leave out a value
        parts = [{option: value for option, value in part.items() if value is not None} for part in parts]
    identity = entity.get("identity_resolution")
    if identity:
        parts.append({"identity_resolution": _options_of(IDENTITY_RESOLUTION, identity)[0]})
    return parts


def _problems(part: JsonObject) -> list[Problem]:
    """Return why ``configure_deployments`` would refuse it, or change it into something else."""
    for field in _OPTIONS:
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
