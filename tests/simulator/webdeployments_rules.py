# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Web Deployments take: the schemas of the public API, and the rules that no schema says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from .json_values import JsonObject

_SCHEMAS = Path(__file__).parent / "json_schemas"
_FILES = ("supported-content-schema.json", "web-deployment-schema.json")

VERSION = "WebDeploymentConfigurationVersion"
DEPLOYMENT = "WebDeployment"
IDENTITY_RESOLUTION = "DeploymentIdentityResolutionConfig"


@cache
def _definitions() -> JsonObject:
    found: JsonObject = {}
    for name in _FILES:
        found.update(json.loads((_SCHEMAS / name).read_text(encoding="utf-8"))["$defs"])
    return found


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _definitions()})


def accepted(kind: str, body: JsonObject) -> JsonObject:
    """The body without nulls, which unset, and without what only the server sets, which is ignored."""
    owned = {key for key, value in _definitions()[kind]["properties"].items() if value.get("readOnly")}
    kept: JsonObject = _without_nulls({key: value for key, value in body.items() if key not in owned})
    return kept


def addressed(kind: str, body: JsonObject) -> JsonObject:
    """The body with the ``selfUri`` that every reference in it comes back with, in lists too.

    ``docs/reference/reality.md`` R15; what the address is, is ours.
    """
    return {key: _addressed(_property(_definitions()[kind], key), value, key) for key, value in body.items()}


def problems_of_schema(kind: str, body: JsonObject, refuse_unknown: bool) -> dict[str, str]:
    """Dotted field -> what is wrong with it."""
    found = {_place(error): error.message for error in _validator(kind).iter_errors(body)}
    if refuse_unknown:
        found.update(dict.fromkeys(_unknown(_definitions()[kind], body, ""), "is not a field of this object"))
    return found


def problems_of_content(content: JsonObject) -> dict[str, str]:
    """The rules of a configuration."""
    found = {}
    languages, default = content.get("languages") or [], content.get("defaultLanguage")
    if (content.get("messenger") or {}).get("enabled"):
        if not languages:
            found["languages"] = "is required if the messenger is enabled"
        if default is None:
            found["defaultLanguage"] = "is required if the messenger is enabled"
    if default is not None and languages and default not in languages:
        found["defaultLanguage"] = "is not one of languages"
    return found


def problems_of_domains(deployment: JsonObject) -> dict[str, str]:
    everywhere, domains = deployment.get("allowAllDomains") is True, deployment.get("allowedDomains") or []
    if everywhere and domains:
        return {"allowedDomains": "has to be empty when allowAllDomains is true"}
    if not everywhere and not domains:
        return {"allowedDomains": "is required unless allowAllDomains is true"}
    return {}


def _resolved(schema: JsonObject) -> JsonObject:
    return {**_definitions()[schema["$ref"].rpartition("/")[2]], **schema} if "$ref" in schema else schema


def _property(schema: JsonObject, key: str) -> JsonObject:
    found: JsonObject = _resolved(schema).get("properties", {}).get(key, {})
    return found


def _addressed(schema: JsonObject, value: Any, name: str) -> Any:
    if isinstance(value, list):
        return [_addressed(_resolved(schema).get("items", {}), item, name) for item in value]
    if not isinstance(value, dict):
        return value
    shown = {key: _addressed(_property(schema, key), item, key) for key, item in value.items()}
    is_reference = _property(schema, "selfUri").get("readOnly") and "id" in value
    return {**shown, "selfUri": f"/api/v2/{name.lower()}/{value['id']}"} if is_reference else shown


def _place(error: Any) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    if error.validator == "required":
        missing = next((name for name in error.validator_value if name not in error.instance), "")
        return f"{place}.{missing}".lstrip(".")
    return place or "body"


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _unknown(schema: JsonObject, value: Any, prefix: str) -> list[str]:
    schema = _resolved(schema)
    if isinstance(value, list):
        return [place for item in value for place in _unknown(schema.get("items", {}), item, f"{prefix}[]")]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    found = []
    for key, item in value.items():
        place = f"{prefix}.{key}".lstrip(".")
        if key not in schema["properties"]:
            found.append(place)
        else:
            found += _unknown(schema["properties"][key], item, place)
    return found
