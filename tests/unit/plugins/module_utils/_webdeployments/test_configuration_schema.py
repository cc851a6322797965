# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of a configuration's fields, held against the API's schema: neither knows a path that the other lacks."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import Field
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import (
    CONTENT,
    SERVER_OWNED,
    same_content,
)
from ansible_collections.genesys.cloud.tests.unit.source import ROOT

SCHEMAS = json.loads((ROOT / "tests/simulator/json_schemas/web-deployment-schema.json").read_text(encoding="utf-8"))
DEFINITIONS: dict[str, Any] = SCHEMAS["$defs"]
VERSION = DEFINITIONS["WebDeploymentConfigurationVersion"]
TYPES = {"bool": "boolean", "int": "integer", "str": "string", "dict": "object", "list": "array"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return {**DEFINITIONS[reference.rpartition("/")[2]], **schema} if reference else schema


def writable(schema: dict[str, Any], prefix: str = "") -> dict[str, dict[str, Any]]:
    """Every path that can be written, as ``fields.paths`` spells it. A reference's selfUri is the server's own."""
    found = {}
    for key, value in schema["properties"].items():
        if value.get("readOnly") or key == "selfUri":
            continue
        path, rule = f"{prefix}{key}", resolved(value)
        required = key in schema.get("required", ()) and prefix.endswith("[].")
        found[path] = {**rule, "required": required}
        inner = resolved(rule["items"]) if rule["type"] == "array" else rule
        if "properties" in inner:
            found.update(writable(inner, f"{path}{'[]' if rule['type'] == 'array' else ''}."))
    return found


def facts_of_schema(rule: dict[str, Any]) -> dict[str, Any]:
    inner = resolved(rule.get("items", {}))
    return {
        "type": rule["type"],
        "elements": inner.get("type", ""),
        "choices": sorted(inner.get("enum") or rule.get("enum") or ()),
        "least": rule.get("minimum"),
        "most": rule.get("maximum"),
        "most_items": rule.get("maxItems"),
        "required": rule["required"],
    }


def facts_of_table(field: Field) -> dict[str, Any]:
    return {
        "type": TYPES[field.type],
        "elements": TYPES[field.elements] if field.elements else "",
        "choices": sorted(field.choices),
        "least": field.least,
        "most": field.most,
        "most_items": field.most_items,
        "required": field.required,
    }


def test_the_table_and_the_schema_know_the_same_paths_and_the_same_of_each() -> None:
    of_schema = {path: facts_of_schema(rule) for path, rule in writable(VERSION).items() if path != "name"}
    of_table = {path: facts_of_table(field) for path, field in fields.paths(CONTENT).items()}
    assert len(of_table) > 150
    assert of_table == of_schema


def test_a_pattern_of_the_schema_is_the_tables() -> None:
    of_schema = {path: rule["pattern"].strip("^$") for path, rule in writable(VERSION).items() if "pattern" in rule}
    colours = {path: field.pattern for path, field in fields.paths(CONTENT).items() if field.looks_like == "#RRGGBB"}
    assert colours == of_schema
    addresses = {path for path, rule in writable(VERSION).items() if rule.get("format") == "uri"}
    assert {path for path, field in fields.paths(CONTENT).items() if "https" in field.pattern} == addresses


def test_what_the_server_sets_is_what_the_schema_says() -> None:
    assert set(SERVER_OWNED) == {key for key, value in VERSION["properties"].items() if value.get("readOnly")}


def test_contents_are_the_same_whatever_their_nulls_and_the_order_of_unordered_lists() -> None:
    one = {
        "languages": ["ja", "en-us"],
        "description": None,
        "messenger": {"fileUpload": {"modes": [{"fileTypes": ["image/png", "image/gif"], "maxFileSizeKB": None}]}},
        "future": {"x": None, "y": [2, 1]},
    }
    other = {
        "languages": ["en-us", "ja"],
        "messenger": {"fileUpload": {"modes": [{"fileTypes": ["image/gif", "image/png"]}]}},
        "future": {"y": [2, 1]},
    }
    assert same_content(one, other)
    assert not same_content(one, {**other, "future": {"y": [1, 2]}})
    assert not same_content(one, {**other, "description": ""})
