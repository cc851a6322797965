# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A web deployment in the collection's own words, its desired state, and the validation of it. Pure."""

from __future__ import annotations

import re
from typing import Any, Mapping

from .._core import fields, named_references, validation
from .._core.json_values import JsonObject
from .._core.plan import Plan, make_plan
from .._core.validation import Problem, shown
from . import site
from .deployment_schema import (
    FLOW,
    IDENTITY_RESOLUTION,
    PUSH_INTEGRATIONS,
    REFERRING,
    SUPPORTED_CONTENT,
)
from .mapping import (
    DEPLOYMENT_SERVER_OWNED,
    SETTABLE_STATUSES,
)

LATEST = "latest"
_PLAIN = {
    "name": "name",
    "description": "description",
    "status": "status",
    "allow_all_domains": "allowAllDomains",
    "allowed_domains": "allowedDomains",
    "push_integrations": "pushIntegrations",
}
"""The collection's word for a field, and the API's."""
_REFERENCES = {FLOW.name: "flow", SUPPORTED_CONTENT.name: "supportedContent"}
"""Fields that are the id of another object."""
_UNORDERED = ("allowed_domains", "push_integrations")


def state_of(entity: JsonObject) -> JsonObject:
    """Return the current state of all fields that can be desired; no value of a server is an error."""
    state = {word: entity.get(key) for word, key in _PLAIN.items()}
    state.update({word: state[word] or [] for word in _UNORDERED})
    state["allow_all_domains"] = state["allow_all_domains"] is True
    state.update({word: _part(entity, key, "id") for word, key in _REFERENCES.items()})
    state["configuration"] = {key: _part(entity, "configuration", key) for key in ("id", "version")}
    return state


def to_result(entity: JsonObject) -> JsonObject:
    """Return it as a result: its state, with the names that the API tells beside ids; None for other names."""
    state = state_of(entity)
    state["configuration"] = {**state["configuration"], "name": _part(entity, "configuration", "name")}
    for field in (FLOW, SUPPORTED_CONTENT):
        state[field.name_option] = _part(entity, _REFERENCES[field.name], "name")
    return {"id": entity.get("id"), **state, "snippet": entity.get("snippet")}


def desired(given: Mapping[str, Any]) -> JsonObject:
    """Return the desired state, without the configuration, which needs a look-up; omitted fields are kept."""
    wanted = {word: given[word] for word in (*_PLAIN, *_REFERENCES) if word in given}
    if wanted.get("name", "") is None:
        del wanted["name"]  # a null selector selects nothing
    if given.get("allow_all_domains") is True:
        wanted["allowed_domains"] = []
    elif given.get("allowed_domains"):
        wanted["allow_all_domains"] = False
    if "push_integrations" in given:
        wanted["push_integrations"] = given["push_integrations"] or []
    return wanted


def keys_of(wanted: JsonObject) -> frozenset[str]:
    """Return the API's names of the desired fields."""
    return frozenset(key for word, key in {**_PLAIN, **_REFERENCES}.items() if word in wanted)


def plan(entity: JsonObject, wanted: JsonObject) -> Plan:
    return make_plan(state_of(entity), wanted, unordered=_UNORDERED)


def body(entity: JsonObject, patch: JsonObject) -> JsonObject:
    """Return the whole deployment for a PUT: unknown fields are kept, and unset fields are left out."""
    found = {key: value for key, value in entity.items() if key not in DEPLOYMENT_SERVER_OWNED}
    found.update({_PLAIN[word]: value for word, value in patch.items() if word in _PLAIN})
    for word, key in _REFERENCES.items():
        if word in patch:
            found[key] = None if patch[word] is None else {"id": patch[word]}
    found["configuration"] = {**state_of(entity)["configuration"], **patch.get("configuration", {})}
    if found.get("status") not in SETTABLE_STATUSES:
        found["status"] = None
    return {key: value for key, value in found.items() if value is not None}


def identity_body(wanted: Mapping[str, Any]) -> JsonObject:
    """Return identity resolution as the API spells it, without missing parts."""
    return fields.to_api(IDENTITY_RESOLUTION, wanted)


def problems(given: Mapping[str, Any]) -> list[Problem]:
    """Return every error in the options of one deployment that shows without a request."""
    found = _domain_problems(given) + named_references.problems(REFERRING, given)
    found += fields.problems((FLOW, SUPPORTED_CONTENT, PUSH_INTEGRATIONS), given)
    identity = given.get("identity_resolution", {})
    if identity is None:
        found.append(Problem("identity_resolution", "null cannot be set; write resolve_identities: false to end it."))
    elif isinstance(identity, Mapping):
        found += fields.problems(IDENTITY_RESOLUTION, identity, "identity_resolution.")
    return found + _configuration_problems(given)


def problems_of_new(wanted: JsonObject, configuration: Mapping[str, Any] | None) -> list[Problem]:
    """Return the fields that are missing for a new deployment."""
    found = []
    if not configuration or not (configuration.get("id") or configuration.get("name")):
        found.append(Problem("configuration", "is missing: a new deployment needs one, by id or name."))
    if not wanted.get("allow_all_domains") and not wanted.get("allowed_domains"):
        found.append(Problem("allowed_domains", "is missing: a new deployment needs it, or allow_all_domains: true."))
    return found


def _domain_problems(given: Mapping[str, Any]) -> list[Problem]:
    domains = given.get("allowed_domains")
    found = [
        problem
        for index, domain in enumerate(domains if isinstance(domains, (list, tuple)) else ())
        for problem in site.entry_problems(f"allowed_domains[{index}]", domain)
    ]
    return _domain_contradictions(given) + found


def _domain_contradictions(given: Mapping[str, Any]) -> list[Problem]:
    everywhere, domains = given.get("allow_all_domains"), given.get("allowed_domains")
    if everywhere is True and domains:
        return [Problem("allow_all_domains and allowed_domains", "contradict each other; give one of them.")]
    if "allow_all_domains" in given and everywhere is not True and not domains:
        return [Problem("allow_all_domains", "false needs allowed_domains: name the domains that may use it.")]
    if "allowed_domains" in given and not domains and everywhere is not True:
        return [Problem("allowed_domains", "is empty; name a domain, or give allow_all_domains: true.")]
    return []


def _configuration_problems(given: Mapping[str, Any]) -> list[Problem]:
    if "configuration" not in given:
        return []
    wanted = given["configuration"]
    if not isinstance(wanted, Mapping):
        return [Problem("configuration", f"{shown(wanted)} cannot be set; a deployment always has one.")]
    found = []
    if wanted.get("id") is not None:
        found += validation.identifier("configuration.id", wanted["id"])
        found += validation.exclusive([key for key in wanted if wanted[key] is not None], "name", "id")
    elif wanted.get("name") is not None:
        found += validation.name("configuration.name", wanted["name"])
    if wanted.get("version") is not None:
        found += version_problems("configuration.version", wanted["version"], LATEST)
    return found


def version_problems(option: str, version: Any, word: str = "") -> list[Problem]:
    """Check the number of a version. ``word``: what may stand in place of it."""
    if (word and version == word) or re.fullmatch("[1-9][0-9]{0,8}", str(version)):
        return []
    return [Problem(option, f"{shown(version)} is {f'neither {word} nor' if word else 'not'} a number from 1.")]


def _part(entity: JsonObject, key: str, part: str) -> Any:
    inner = entity.get(key)
    return inner.get(part) if isinstance(inner, dict) else None
