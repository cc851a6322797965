# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The permissions that the page and each module's notes tell: enough for each task, and none too many."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.permissions import permissions_for
from ansible_collections.genesys.cloud.tests.unit.source import embedded, module_tree
from ansible_collections.genesys.cloud.tests.unit.test_documentation import fragment
from tests.integration.action_hub import ActionHub
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.conftest import Modules
from tests.integration.test_names import KNOWLEDGE, REFERRING
from tests.simulator import credentials, fleets
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_fleets import FIRST_DEPLOYMENT_ID
from tests.simulator.webdeployments_state import DEFAULT_SUPPORTED_CONTENT

PAGE = (ROOT / "docs/reference/permissions.md").read_text(encoding="utf-8")
PERMISSION = r"`([A-Za-z]+:[A-Za-z]+:[a-z]+)`"
TABLE = {
    task.strip(" *").partition(":")[0]: set(re.findall(PERMISSION, needed))
    for task, needed in re.findall(r"^\| (.+?) \| (`[A-Za-z]+:[A-Za-z]+:.+) \|$", PAGE, re.MULTILINE)
}
"""By what stands before the colon in the first column: the permissions of the second."""
NAME = "Primary Web Messaging"
NEW_CONTENT: dict[str, Any] = {"name": "New", "inbound": ["image/*"], "outbound": ["*/*"]}
Task = tuple[str, dict[str, Any]]


def change_of(name: str) -> dict[str, Any]:
    """The row of a task that pinned a deployment to version 3, in place of 2."""
    deployments = fleets.named("webdeployments:13")["webdeployments"]["deployments"]
    deployment = next(each for each in deployments if each["name"] == name)
    configuration_id = deployment["configuration"]["id"]
    return {
        "id": deployment["id"],
        "outcome": "updated",
        "changed": True,
        "channel": None,
        "diff": {"before": {}, "after": {}},
        "failure": None,
        "pinned": {"configuration_id": configuration_id, "before": "2", "after": "3", "status": "Active"},
    }


BACK: dict[str, Any] = {"channels": [change_of("Behind 9")]}
TASKS: dict[str, list[Task]] = {
    "change channels": [
        ("webmessaging_channel", {"name": NAME, "disable_features": ["file-sharing"]}),
        ("webmessaging_channels", {"channels": [{"name_glob": "EU *", "enable_features": ["co-browsing"]}]}),
    ],
    "create, change, publish a configuration": [
        ("webmessaging_configuration", {"name": NAME, "languages": ["en-us"], "default_language": "en-us"}),
        ("webmessaging_configuration", {"name": "New", "languages": ["en-us"], "default_language": "en-us"}),
    ],
    "delete a configuration": [("webmessaging_configuration", {"name": "Spare", "state": "absent"})],
    "change a deployment": [
        ("webmessaging_deployment", {"name": NAME, "description": "On the home page, at the top"}),
        ("webmessaging_rollback", BACK),
    ],
    "create a deployment": [
        ("webmessaging_deployment", {"name": "New", "configuration": {"name": NAME}, "allow_all_domains": True})
    ],
    "delete a deployment": [("webmessaging_deployment", {"name": "Asleep 5", "state": "absent"})],
    "change `identity_resolution` of a deployment": [
        ("webmessaging_deployment", {"name": NAME, "identity_resolution": {"resolve_identities": True}})
    ],
    "create a supported content profile": [("messaging_supported_content", NEW_CONTENT)],
    "change a supported content profile, or the default": [
        ("messaging_supported_content", {"name": "Pictures", "outbound": [], "default": True})
    ],
    "delete a supported content profile": [("messaging_supported_content", {"name": "Unused", "state": "absent"})],
}
READING: list[Task] = [
    ("messaging_supported_content_info", {}),
    ("webmessaging_channel_info", {}),
    ("webmessaging_configuration_info", {"versions": True}),
    ("webmessaging_deployment_info", {"identity_resolution": True}),
]
AUDITS = ["POST /api/v2/audits/query/realtime", "GET /api/v2/audits/query/realtime/servicemapping"]


@pytest.fixture
def in_process(simulator: Simulator, action_hub: ActionHub) -> Modules:
    """How a module runs makes no difference to what it asks for."""
    return Modules(simulator, action_hub.start)


@pytest.fixture
def org(simulator: Simulator) -> Callable[[set[str]], None]:
    """An org whose client has a role with these permissions.

    It has a configuration and a profile to spare, and a deployment and its configuration that refer to every kind of
    object.
    """

    def make(permissions: set[str]) -> None:
        state = fleets.named("webdeployments:13")
        content = state["webdeployments"]["configurations"][0]["versions"][0]
        draft = {key: value for key, value in content.items() if key not in ("version", "datePublished")}
        spare = {"id": "5ba2e000-0000-4000-8000-000000000001", "draft": {**draft, "name": "Spare"}, "versions": []}
        referring = fleets.named("referring-webdeployments:4")["webdeployments"]
        state["webdeployments"]["configurations"] += [spare, referring["configurations"][1]]
        state["webdeployments"]["deployments"].append(referring["deployments"][3])
        unused = {"id": "5ba2e000-0000-4000-8000-000000000002", "name": "Unused"}
        state["webdeployments"]["supported_content"] = [unused, *DEFAULT_SUPPORTED_CONTENT]
        client = {"client_id": credentials.CLIENT_ID, "client_secret": credentials.CLIENT_SECRET}
        simulator.reset({**state, "clients": [{**client, "scopes": sorted(permissions)}]})

    return make


def needed(requests: list[str]) -> set[str]:
    """All that these requests take, as the table of requests has it."""
    pairs = (request.partition("?")[0].split() for request in requests)
    return {permission for method, path in pairs for permission in permissions_for(method, path)}


def test_the_readme_s_read_only_set_reads_everything_and_is_no_larger(
    simulator: Simulator, in_process: Modules, ansible: Ansible, org: Callable[[set[str]], None]
) -> None:
    org(TABLE["Read-only"])
    for module, options in READING:
        in_process.succeed(module, **options)
    wanted = '{"webmessaging_channels": [{"name": "Primary Web Messaging", "enable_features": ["file-sharing"]}]}'
    for command in (
        ["genesys.cloud.discover"],
        ["genesys.cloud.drift", "-e", wanted],
        ["genesys.cloud.export", "-e", "webmessaging_export_path=channels.yml"],
    ):
        ran = ansible.run("ansible-playbook", *command)
        assert ran.status == 0, ran.output
    for tasks in TASKS.values():
        for module, options in tasks:
            in_process.succeed(module, check_mode=True, **options)
    assert simulator.requests("write") == []
    assert needed(simulator.requests()) == TABLE["Read-only"]


@pytest.mark.parametrize("task", TASKS)
def test_a_row_of_the_readme_is_what_its_task_needs_beside_the_read_only_set(
    simulator: Simulator, in_process: Modules, org: Callable[[set[str]], None], task: str
) -> None:
    org(TABLE["Read-only"] | TABLE[task])
    for module, options in TASKS[task]:
        assert in_process.succeed(module, **options)["changed"] is True
    assert needed(simulator.requests()) - TABLE["Read-only"] == TABLE[task]


def test_looking_up_names_takes_the_row_of_the_readme(
    simulator: Simulator, in_process: Modules, ansible: Ansible, org: Callable[[set[str]], None]
) -> None:
    org(TABLE["Read-only"] | TABLE["look up names"])
    ansible.environment["ANSIBLE_INVENTORY_UNPARSED_WARNING"] = "false"
    exported = ansible.run(
        "ansible-playbook", "genesys.cloud.export_deployments", "-e", "webmessaging_export_path=deployments.yml"
    )
    assert (exported.status, "[WARNING]" in exported.errors) == (0, False), exported.errors
    assert needed(simulator.requests()) - TABLE["Read-only"] == TABLE["look up names"]
    simulator.clear_journal()
    for module, options in (("webmessaging_configuration", KNOWLEDGE), ("webmessaging_deployment", REFERRING)):
        in_process.succeed(module, check_mode=True, name=NAME, **options)
    assert needed(simulator.requests()) - TABLE["Read-only"] == TABLE["look up names"]


def test_each_row_is_tried() -> None:
    assert TABLE.keys() == {"Read-only", *TASKS, "follow the audit trail", "look up names"}
    assert TABLE["follow the audit trail"] == needed(AUDITS)


CREATED = {"name": "Shop", "configuration": {"name": NAME}, "allow_all_domains": True}
BY_NAME = {"routing": {"flow_name": "Night Shift"}}
MANY = {"name": "Many", "configuration": {"name": "Many", "version": "latest"}}
OF_MODULES: dict[str, list[dict[str, Any]]] = {
    "messaging_supported_content": [
        NEW_CONTENT,
        {"name": "New", "inbound": [], "default": True},
        {"name": "Unused", "state": "absent"},
    ],
    "messaging_supported_content_info": [{}, {"id": DEFAULT_SUPPORTED_CONTENT[0]["id"]}],
    "webmessaging_channel": [{**TASKS["change channels"][0][1], **BY_NAME}],
    "webmessaging_channel_info": [{"resolve_names": True}, {"id": FIRST_DEPLOYMENT_ID}],
    "webmessaging_channels": [{**TASKS["change channels"][1][1], "defaults": BY_NAME}],
    "webmessaging_configuration": [
        *(options for _module, options in TASKS["create, change, publish a configuration"]),
        {"name": "Spare", "state": "absent"},
        {"name": NAME, **KNOWLEDGE},
    ],
    "webmessaging_configuration_info": [{"resolve_names": True}, {"name": NAME, "versions": True}],
    "webmessaging_deployment": [
        CREATED,
        {"name": "Shop", "description": "On every page", "identity_resolution": {"resolve_identities": True}},
        {"name": "Shop", "state": "absent"},
        {"name": NAME, **REFERRING},
    ],
    "webmessaging_deployments": [
        {"supported_contents": [NEW_CONTENT, {"name": "Pictures", "outbound": []}]},
        {"supported_contents": [{"name": "Unused", "state": "absent"}]},
        {"configurations": [{"name": NAME, **KNOWLEDGE}], "deployments": [{"name": NAME, **REFERRING}]},
        {
            "configurations": [{"name": "Many", "languages": ["en-us"], "default_language": "en-us"}],
            "deployments": [
                {**MANY, "allow_all_domains": True, "identity_resolution": {"resolve_identities": True}},
            ],
        },
        {"configurations": [{"name": "Many", "description": "Ours"}], "deployments": [MANY]},
        {
            "configurations": [{"name": "Many", "state": "absent"}],
            "deployments": [{"name": "Many", "state": "absent"}],
        },
    ],
    "webmessaging_deployment_info": [{"identity_resolution": True, "resolve_names": True}],
    "webmessaging_rollback": [BACK],
    "webmessaging_guest_info": [{}, {"id": FIRST_DEPLOYMENT_ID}],
    "webmessaging_notify": [{"url": "https://monitor.example/hook", "audit": []}],
    "webmessaging_validate": [{"channels": [{"name": NAME}]}],
}
"""By the module, what shows all that it can ask for on Web Deployments."""
SCOPES: dict[str, tuple[set[str], dict[str, Any]]] = {
    "webmessaging_channel_info": ({credentials.READ_CHANNELS}, {}),
    "webmessaging_channel": (
        {credentials.READ_CHANNELS, credentials.WRITE_CHANNELS},
        TASKS["change channels"][0][1],
    ),
    "webmessaging_channels": (
        {credentials.READ_CHANNELS, credentials.WRITE_CHANNELS},
        TASKS["change channels"][1][1],
    ),
    "webmessaging_rollback": (
        {credentials.READ_CHANNELS, credentials.WRITE_CHANNELS},
        {
            "channels": [
                {
                    "id": fleets.FIRST_CHANNEL_ID,
                    "outcome": "updated",
                    "changed": True,
                    "channel": None,
                    "diff": {"before": {"max_concurrent_sessions": 400}, "after": {"max_concurrent_sessions": 500}},
                    "failure": None,
                    "pinned": None,
                }
            ]
        },
    ),
    "webmessaging_webhook_info": ({credentials.WRITE_WEBHOOKS}, {}),
    "webmessaging_webhook": (
        {credentials.WRITE_WEBHOOKS},
        {"name": "Sync", "callback_url": "https://monitor.example/"},
    ),
}
"""By the module that speaks to the Communications contract: what its documentation has to say, and options to try."""


def told_in(module: str, kind: str) -> set[str]:
    """What the notes of a module name, and those of its fragments: permissions, or scopes."""
    own = embedded(module_tree(module), "DOCUMENTATION")
    names = [name.split(".", 2)[2] for name in own["extends_documentation_fragment"]]
    notes = [*own["notes"], *(note for name in names for note in fragment(name).get("notes", []))]
    return set(re.findall(rf"C\(({kind})\)", " ".join(notes)))


@pytest.mark.parametrize("module", OF_MODULES)
def test_a_module_s_notes_name_the_permissions_of_all_that_it_asks_for(
    simulator: Simulator, in_process: Modules, org: Callable[[set[str]], None], module: str
) -> None:
    told = told_in(module, "[A-Za-z]+:[A-Za-z]+:[a-z]+")
    org(told)
    for options in OF_MODULES[module]:
        in_process.succeed(module, **options)
    assert needed(simulator.requests()) == told


@pytest.mark.parametrize("module", SCOPES)
def test_a_module_s_notes_name_its_scopes(simulator: Simulator, in_process: Modules, module: str) -> None:
    scopes, options = SCOPES[module]
    assert told_in(module, "[a-z]+:[a-z]+") == scopes
    for missing in ("", *sorted(scopes)):
        client = {"client_id": credentials.CLIENT_ID, "client_secret": credentials.CLIENT_SECRET}
        simulator.reset({**fleets.named("mixed:14"), "clients": [{**client, "scopes": sorted(scopes - {missing})}]})
        ran = in_process.run(module, **options)
        assert ran.failed is bool(missing), ran.result
        assert not missing or ran.result["failure"]["kind"] == "permission"


def test_every_module_is_tried() -> None:
    assert {*OF_MODULES, *SCOPES} == {path.stem for path in (ROOT / "plugins/modules").glob("[!_]*.py")}


def test_the_scopes_of_the_contract_are_those_that_it_asks_for(simulator: Simulator, ansible: Ansible) -> None:
    """Reading channels takes one; an export takes that of the webhooks too."""
    for scope in credentials.SCOPES:
        assert f"`{scope}`" in PAGE
    client = {"client_id": credentials.CLIENT_ID, "client_secret": credentials.CLIENT_SECRET}
    export = ("ansible-playbook", "genesys.cloud.export", "-e", "webmessaging_export_path=org.yml")
    for scopes, status in (
        ([credentials.READ_CHANNELS], 2),
        ([credentials.READ_CHANNELS, credentials.WRITE_WEBHOOKS], 0),
    ):
        simulator.reset({**fleets.named("mixed:14"), "clients": [{**client, "scopes": scopes}]})
        assert ansible.run("ansible-playbook", "genesys.cloud.discover").status == 0
        assert ansible.run(*export).status == status
