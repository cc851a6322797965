# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example in a module's documentation runs as it is written, and every option is in one."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import yaml
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ansible_collections.genesys.cloud.plugins.doc_fragments.client import ModuleDocFragment
from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel_fields import DESIRED_OPTIONS
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.deployment_schema import IDENTITY_RESOLUTION
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.conftest import Modules
from tests.integration.webhooks import stored
from tests.simulator.client import Simulator
from tests.simulator.fleets import mixed

MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("[!_]*.py"))
PREFIX = "genesys.cloud."
ELSEWHERE = {"region", "api_url", "login_url", "guest_url", "messaging_url", "proxy", "ca_path"}
"""Options that lead to a real or an invented place: the simulator's address stands in for them."""

Docs = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Docs:
    """What ansible-doc knows of each module: ``doc`` with all its options, ``examples`` as text."""
    finished = Ansible(tmp_path_factory.mktemp("docs"), {}).run("ansible-doc", "--json", *(PREFIX + m for m in MODULES))
    assert finished.status == 0, finished.errors
    found: Docs = json.loads(finished.output)
    return {name.removeprefix(PREFIX): entry for name, entry in found.items()}


def examples(docs: Docs, module: str) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = yaml.safe_load(docs[module]["examples"])
    assert all(task.get("name") for task in tasks), "an example without a name"
    return tasks


def options_of(task: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The module of this collection that a task runs, and with what; empty for a task of another's."""
    for name, options in task.items():
        if name.startswith(PREFIX):
            return name.removeprefix(PREFIX), options or {}
    return "", {}


COMMUNICATIONS, WEB_DEPLOYMENTS = "communications", "webdeployments"


def apis_of(task: dict[str, Any]) -> set[str]:
    """Which orgs a task is for: what its name, its module or its option says, or else both."""
    module, options = options_of(task)
    named = {COMMUNICATIONS: "on the Communications contract", WEB_DEPLOYMENTS: "on Web Deployments"}
    found = {api for api, words in named.items() if words in task["name"]}
    of_module = re.search("_(configuration|deployment|guest|supported_content|webhook)", module)
    if of_module:
        found.add(COMMUNICATIONS if of_module[1] == "webhook" else WEB_DEPLOYMENTS)
    if "api" in options:
        found.add(options["api"])
    assert len(found) < 2, f"{task['name']}: says both {' and '.join(sorted(found))}"
    return found or {COMMUNICATIONS, WEB_DEPLOYMENTS}


def by_org(tasks: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The tasks for each org, in their order; another's task goes with the one before."""
    found: dict[str, list[dict[str, Any]]] = {COMMUNICATIONS: [], WEB_DEPLOYMENTS: []}
    apis = set(found)
    for task in tasks:
        apis = apis_of(task) if options_of(task)[0] else apis
        for api in apis:
            found[api].append(copy.deepcopy(task))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_every_example_runs(simulator: Simulator, ansible: Ansible, docs: Docs, module: str) -> None:
    """On each API that it is for."""
    tasks = examples(docs, module)
    assert any(options_of(task)[0] == module for task in tasks)
    orgs = {
        COMMUNICATIONS: {**mixed(14), "webhooks": [stored(description="Before")]},
        WEB_DEPLOYMENTS: "webdeployments:13",
    }
    for api, part in by_org(tasks).items():
        run_examples(simulator, ansible, part, orgs[api])


@pytest.mark.parametrize("module", [module for module in MODULES if "webhook" not in module])
def test_the_first_example_is_for_an_org_with_the_public_api(docs: Docs, module: str) -> None:
    assert WEB_DEPLOYMENTS in apis_of(examples(docs, module)[0])


def run_examples(simulator: Simulator, ansible: Ansible, tasks: list[dict[str, Any]], org: Any) -> None:
    simulator.reset(org)
    for task in tasks:
        name, options = options_of(task)
        for option in ELSEWHERE & options.keys():
            del options[option]
        if "audit_log" in options:
            options["audit_log"] = str(ansible.folder / "audit.jsonl")
        if name == "webmessaging_notify":
            options["url"] = simulator.inbox_url("monitor")
    variables = {
        "genesys_client_id": simulator.client_id,
        "genesys_client_secret": simulator.client_secret,
        "genesys_access_token": access_token(simulator),
        "webhook_secret": "what the deliveries are signed with",
        "monitoring_token": "what monitoring asks for",
    }
    if tasks:
        finished = ansible.playbook(tasks, variables=variables)
        assert finished.status == 0, finished.output + finished.errors
        assert [each.task for each in finished.results if each.status == "ok"] == [task["name"] for task in tasks]


def access_token(simulator: Simulator) -> str:
    """A token as a user could have one already."""
    session = requests.post(
        f"{simulator.url}/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(simulator.client_id, simulator.client_secret),
        timeout=30,
    )
    return str(session.json()["access_token"])


def test_examples_that_lead_elsewhere_are_valid_and_do_lead_there(
    simulator: Simulator, modules: Modules, docs: Docs
) -> None:
    """The simulator is their proxy, and refuses to connect them: so far they must come, and no farther."""
    led = 0
    for module in MODULES:
        for task in examples(docs, module):
            name, options = options_of(task)
            if not ELSEWHERE & options.keys():
                continue
            led += 1
            options["proxy"] = simulator.url
            if "ca_path" in options:
                options["ca_path"] = DEFAULT_CA_BUNDLE_PATH
            result = modules.fail(name, **{**options, "retries": 0})
            assert result["failure"]["kind"] == "network", result["msg"]
            assert result["metrics"]["requests"]["total"] == len(options.get("ids", [name]))
    assert led > 0


def paths(options: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Every option and suboption of a module, as dotted paths."""
    for name, option in options.items():
        yield f"{prefix}{name}"
        yield from paths(option.get("suboptions") or {}, f"{prefix}{name}.")


def used(value: Any, prefix: str = "") -> Iterator[str]:
    """Every dotted path in an example; what is in a list counts as being in its option."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield f"{prefix}{name}"
            yield from used(item, f"{prefix}{name}.")
    elif isinstance(value, list):
        for item in value:
            yield from used(item, prefix)


TABLES = {
    "channels": DESIRED_OPTIONS,
    "defaults": DESIRED_OPTIONS,
    "configurations": CONTENT,
    "deployments": IDENTITY_RESOLUTION,
}
"""By the place where many objects are configured: the fields that a table describes, there and for a single object."""


def of_a_table(path: str) -> bool:
    """Whether it is such a field in one of the places where many objects are configured."""
    entry, _dot, inner = path.partition(".")
    return inner.removeprefix("identity_resolution.").partition(".")[0] in {
        option.name for option in TABLES.get(entry, ())
    }


@pytest.mark.parametrize("module", MODULES)
def test_every_option_is_in_an_example(docs: Docs, module: str) -> None:
    """Of the module's own; a client option may be in the example of any, and a table's field in that of one object.

    Both are made of one description.
    """
    shared = set(yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"])
    own: set[str] = set()
    anywhere: set[str] = set()
    for each in MODULES:
        for task in examples(docs, each):
            name, options = options_of(task)
            anywhere |= set(used(options))
            own |= set(used(options)) if name == module else set()
    wanted = {path for path in paths(docs[module]["doc"]["options"]) if not of_a_table(path)}
    assert wanted - shared - own == set()
    assert wanted & shared - anywhere == set()
