# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documentation promises, held against the options as they are and the results as they are promised."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
import yaml

from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel_fields import CHANNEL_FIELDS
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import GenesysError
from ansible_collections.genesys.cloud.plugins.module_utils._core.result_shapes import (
    AuditEntry,
    ChannelResult,
    ChannelRow,
    ContentResult,
    DeploymentDetails,
    Diff,
    Failure,
    HeadedDiff,
    Metrics,
    PublishedConfiguration,
    RowResult,
    Unfinished,
)
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.arguments import client_options
from ansible_collections.genesys.cloud.tests.unit.source import MODULES, embedded, module_tree
from ansible_collections.genesys.cloud.tests.unit.tasks import TASKS

# interface.md: what each returns beside changed
RETURNS = {
    "messaging_supported_content": {"supported_content"},
    "messaging_supported_content_info": {"supported_contents", "total"},
    "webmessaging_channel": {"channel"},
    "webmessaging_channel_info": {"channels", "total", "scanned", "ambiguous_names", "unlisted_kinds"},
    "webmessaging_channels": {"channels"},
    "webmessaging_configuration": {"configuration", "id", "version", "draft_differs"},
    "webmessaging_configuration_info": {"configurations", "total", "ambiguous_names", "unlisted_kinds"},
    "webmessaging_deployment": {"deployment"},
    "webmessaging_deployment_info": {"deployments", "total", "ambiguous_names", "unlisted_kinds"},
    "webmessaging_deployments": {"supported_contents", "configurations", "deployments"},
    "webmessaging_guest_info": {"guests", "total"},
    "webmessaging_notify": {"deliveries"},
    "webmessaging_rollback": {"channels"},
    "webmessaging_validate": set(),
    "webmessaging_webhook": {"webhook"},
    "webmessaging_webhook_info": {"webhooks", "total"},
}
FRAGMENTS = "ansible_collections.genesys.cloud.plugins.doc_fragments"
WITHOUT_OPTIONS = "genesys.cloud.attributes"
DESIRED = {
    "webmessaging_channel": "desired_channel",
    "webmessaging_channels": "desired_channel.fleet",
    "webmessaging_validate": "desired_channel.fleet_or_webhook",
}
RETURNED_BY_ALL = {"diff", "audit", "metrics", "failure"}
CHANNEL_KEYS = {
    *ChannelResult.__annotations__,
    *(field.keys[0] for field in CHANNEL_FIELDS),
    *DeploymentDetails.__annotations__,
}
NAMES = {
    "webmessaging_channel": "names.channel",
    "webmessaging_channels": "names.channel",
    "webmessaging_configuration": "names.configuration",
    "webmessaging_deployment": "names.deployment",
    "webmessaging_deployments": "names",
    "webmessaging_channel_info": "names.channel_info",
    "webmessaging_configuration_info": "names.configuration_info",
    "webmessaging_deployment_info": "names.deployment_info",
}
ROWS = {
    "webmessaging_channels": {"channels": "channel"},
    "webmessaging_rollback": {"channels": "channel"},
    "webmessaging_deployments": {
        "supported_contents": "supported_content",
        "configurations": "configuration",
        "deployments": "deployment",
    },
}
"""Which returned lists have a row for each object, and under which key a row has the object."""
CONTENT_KEYS = set(ContentResult.__annotations__)
WEBHOOK_KEYS = {"id", "name", "description", "callback_url", "event_filters", "enabled", "http_headers"}
AUDIT_KEYS = {*AuditEntry.__annotations__, *Unfinished.__annotations__}
METRICS_KEYS = set(Metrics.__annotations__)
FAILURE_KEYS = set(Failure.__annotations__)
# design.md: the environment, GENESYS_* first, then the names that Terraform users have
PROMISED_ENVIRONMENT = {
    "client_id": ["GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"],
    "client_secret": ["GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET"],
    "access_token": ["GENESYS_ACCESS_TOKEN", "GENESYSCLOUD_ACCESS_TOKEN"],
    "region": ["GENESYS_REGION", "GENESYSCLOUD_REGION"],
    "api_url": ["GENESYS_BASE_PATH"],
}


def fragment(name: str) -> dict[str, Any]:
    """Loaded as Ansible loads it: some are made of a table. ``name``: of the file, and perhaps of one in it."""
    file, _dot, part = name.partition(".")
    text = getattr(import_module(f"{FRAGMENTS}.{file}").ModuleDocFragment, part.upper() or "DOCUMENTATION")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def documentation(module: str) -> dict[str, Any]:
    found: dict[str, Any] = embedded(module_tree(module), "DOCUMENTATION")
    return found


def documented_options(module: str) -> dict[str, Any]:
    """Those of the module and those of its fragments."""
    own = documentation(module)
    options = dict(own.get("options", {}))
    for name in own["extends_documentation_fragment"]:
        if not name.startswith(WITHOUT_OPTIONS):
            options.update(fragment(name.split(".", 2)[2])["options"])
    return options


def documented_environment(option: dict[str, Any]) -> list[str]:
    """The variables that an option names as what it falls back to, in their order."""
    sentences = [text for text in option["description"] if text.startswith("If not set, the value of the environment")]
    return [name for text in sentences for name in re.findall(r"E\((\w+)\)", text)]


def environment(rule: dict[str, Any]) -> list[str]:
    _read, names = rule.get("fallback", (None, []))
    return list(names)


@pytest.mark.parametrize("module", MODULES)
def test_each_option_names_exactly_the_variables_that_it_falls_back_to(module: str) -> None:
    spec = TASKS[module].argument_spec
    options = documented_options(module)
    assert set(options) == set(spec)
    documented = {name: documented_environment(option) for name, option in options.items()}
    assert documented == {name: environment(rule) for name, rule in spec.items()}


def test_the_promised_variables_are_there_in_the_promised_order() -> None:
    spec = client_options()
    assert {name: environment(spec[name]) for name in PROMISED_ENVIRONMENT} == PROMISED_ENVIRONMENT
    others = [name for names in map(environment, spec.values()) for name in names]
    assert all(name.startswith("GENESYS") for name in others)


def test_the_audit_log_has_no_variable() -> None:
    assert environment(TASKS["webmessaging_channel"].argument_spec["audit_log"]) == []


@pytest.mark.parametrize("module", MODULES)
def test_every_secret_option_is_hidden_from_ansibles_log(module: str) -> None:
    spec = TASKS[module].argument_spec
    secrets = {name for name in spec if name in ("client_secret", "access_token", "secret")}
    assert {name for name, rule in spec.items() if rule.get("no_log")} == secrets


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_the_fragments_that_it_needs(module: str) -> None:
    wanted = {"genesys.cloud.client", "genesys.cloud.attributes", "genesys.cloud.attributes.actiongroup_genesys"}
    wanted.add("genesys.cloud.attributes.info_module" if module.endswith("_info") else "genesys.cloud.audit")
    spec = TASKS[module].argument_spec
    if module in NAMES:
        wanted.add(f"genesys.cloud.{NAMES[module]}")
    if "change_shared" in spec:
        wanted.add("genesys.cloud.publishing")
    if module in ROWS:
        wanted.add("genesys.cloud.many")
    for kind in ("supported_content", "configuration", "deployment"):
        if module == f"webmessaging_{kind}":
            wanted.add(f"genesys.cloud.{kind}")
        if f"{kind}s" in spec:
            wanted.add(f"genesys.cloud.{kind}.entries")
    if module == "messaging_supported_content":
        wanted.add("genesys.cloud.supported_content")
    if "capabilities" in spec:
        wanted |= {"genesys.cloud.capabilities", f"genesys.cloud.{DESIRED[module]}"}
    assert set(documentation(module)["extends_documentation_fragment"]) == wanted


@pytest.mark.parametrize("module", MODULES)
def test_every_promised_key_of_the_result_is_documented(module: str) -> None:
    returned = embedded(module_tree(module), "RETURN")
    assert set(returned) == RETURNS[module] | RETURNED_BY_ALL
    assert set(returned["metrics"]["contains"]) == METRICS_KEYS
    assert set(returned["failure"]["contains"]) == FAILURE_KEYS
    diff = HeadedDiff if returned["diff"]["type"] == "list" else Diff
    assert set(returned["diff"]["contains"]) == set(diff.__annotations__)
    assert (returned["failure"]["returned"], returned["diff"]["returned"]) == ("failure", "always")
    for key, promised in {
        "channel": CHANNEL_KEYS,
        "channels": CHANNEL_KEYS,
        "supported_content": CONTENT_KEYS,
        "supported_contents": CONTENT_KEYS,
        "webhook": WEBHOOK_KEYS,
        "webhooks": WEBHOOK_KEYS,
    }.items():
        if key in returned and key not in ROWS.get(module, {}):
            assert set(returned[key]["contains"]) == promised
    if not module.endswith("_info"):
        assert set(returned["audit"]["contains"]) == AUDIT_KEYS


@pytest.mark.parametrize("module", sorted(ROWS))
def test_every_promised_key_of_a_row_is_documented(module: str) -> None:
    returned = embedded(module_tree(module), "RETURN")
    for rows, kind in ROWS[module].items():
        promised = set(ChannelRow.__annotations__) if kind == "channel" else {*RowResult.__annotations__, kind}
        assert set(returned[rows]["contains"]) == promised
    if "configurations" in returned:
        configuration = returned["configurations"]["contains"]["configuration"]
        assert set(configuration["contains"]) == set(PublishedConfiguration.__annotations__)


@pytest.mark.parametrize("module", MODULES)
def test_every_kind_of_failure_is_documented(module: str) -> None:
    kinds = {kind.kind for kind in _errors_below(GenesysError)}
    described = str(embedded(module_tree(module), "RETURN")["failure"]["contains"]["kind"]["description"])
    assert set(re.findall(r"V\((\w+)\)", described)) == kinds


def _errors_below(kind: type[GenesysError]) -> list[type[GenesysError]]:
    return [kind, *(found for below in kind.__subclasses__() for found in _errors_below(below))]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_named_examples_with_options_that_exist(module: str) -> None:
    examples = embedded(module_tree(module), "EXAMPLES")
    uses = [task for task in examples if f"genesys.cloud.{module}" in task]
    assert uses
    spec = TASKS[module].argument_spec
    known = {*spec, *(alias for rule in spec.values() for alias in rule.get("aliases", []))}
    for task in examples:
        assert task["name"]
    for task in uses:
        assert set(task[f"genesys.cloud.{module}"] or {}) <= known


def test_every_module_is_looked_at_here() -> None:
    assert sorted(RETURNS) == MODULES
