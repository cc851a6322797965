# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the audit trail tells of who did something, where, and between which versions."""

from __future__ import annotations

import json
import os
import pwd
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.audited_runs import AuditedRun
from tests.integration.channels import ID, org, stored
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

CHANNEL = "genesys.cloud.webmessaging_channel"
USER = pwd.getpwuid(os.geteuid()).pw_name
WAYS: dict[str, dict[str, Any]] = {
    "in process": {},
    "as a module": {"environment": {"SOME": "thing"}},
    "in the background": {"async": 30, "poll": 1},
}


def versions(result: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(each["outcome"], each["version_before"], each["version_after"]) for each in result["audit"]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("given", "operator"),
    [
        ({}, USER),
        ({"awx_user_name": "alice", "tower_user_name": "alice"}, "alice"),
        ({"tower_user_name": "{{ bob }} 'x'"}, "{{ bob }} 'x'"),
        ({"awx_schedule_name": "Nightly", "awx_job_id": 7}, "schedule Nightly"),
    ],
    ids=["the user", "AWX", "Controller", "a schedule"],
)
def test_each_entry_names_operator_client_and_api(
    simulator: Simulator, ansible: Ansible, given: dict[str, Any], operator: str, way: str
) -> None:
    simulator.reset(org(stored()))
    ansible.environment |= simulator.environment
    run = AuditedRun(ansible)
    log = ansible.folder / "task.jsonl"
    options = {"id": ID, "max_concurrent_sessions": 801, "audit_log": str(log)}
    tasks = [
        {"name": "Configure", CHANNEL: options, **WAYS[way]},
        {"name": "Refused", CHANNEL: {"id": ID, "max_concurrent_sessions": 0}, "ignore_errors": True},
        {"name": "Token", CHANNEL: {"id": ID, "access_token": "given"}, "ignore_errors": True},
    ]
    ansible_vars = {"ansible_async_dir": str(ansible.folder / "async"), **unsafe(given)}
    path = ansible.folder / "given.yml"
    path.write_text("".join(f"{name}: {value}\n" for name, value in ansible_vars.items()))
    ran = ansible.playbook(tasks, "-e", f"@{path}")
    assert ran.status == 0, ran.output + ran.errors
    host = simulator.url.partition("//")[2]
    told = [(line["task"], line["operator"], line["client_id"], line["api_host"]) for line in run.lines()]
    assert told == [
        ("Configure", operator, simulator.client_id, host),
        ("Refused", operator, None, None),
        ("Token", operator, None, host),
    ]
    in_log = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["outcome"], line["operator"]) for line in in_log] == [("begun", operator), ("updated", operator)]
    page = run.report_file.read_text()
    for name, text in (("OAuth client", simulator.client_id), ("API", host)):
        assert f"<dt>{name}</dt><dd><bdi>{text}</bdi></dd>" in page
    assert "<dt>Operator</dt>" in page


def unsafe(values: dict[str, Any]) -> dict[str, str]:
    """As YAML of an extra variable that Ansible does not template, as AWX gives them."""
    return {name: f"!unsafe {json.dumps(value)}" for name, value in values.items()}


def test_versions_before_and_after_are_told_on_web_deployments(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("plain-webdeployments:2", pending_polls=0)
    deployment = simulator.deployments()[0]
    pinned, name = deployment["configuration"], deployment["name"]
    before, after = pinned["version"], str(int(pinned["version"]) + 1)
    last = str(int(after) + 1)
    channel = {"name": name, "enable_features": ["co-browsing"]}
    checked = modules.succeed("webmessaging_channel", check_mode=True, **channel)
    assert versions(checked) == [("checked", before, None)]
    assert versions(modules.succeed("webmessaging_channel", **channel)) == [("updated", before, after)]
    assert versions(modules.succeed("webmessaging_channel", **channel)) == [("unchanged", after, after)]
    entry = {"name": name, "disable_features": ["co-browsing"]}
    assert versions(modules.succeed("webmessaging_channels", channels=[entry])) == [("updated", after, last)]

    configuration = {"id": pinned["id"], "headless_mode": {"enabled": True}}
    newest = str(int(last) + 1)
    made = modules.succeed("webmessaging_configuration", **configuration)
    assert versions(made) == [("updated", last, newest)]
    assert versions(modules.succeed("webmessaging_configuration", **configuration)) == [("unchanged", newest, newest)]
    pin = {"id": deployment["id"], "configuration": {"id": pinned["id"], "version": "latest"}}
    assert versions(modules.succeed("webmessaging_deployment", **pin)) == [("updated", last, newest)]
    new: dict[str, Any] = {"name": "New", "configuration": {"id": pinned["id"]}, "allow_all_domains": True}
    assert versions(modules.succeed("webmessaging_deployment", **new)) == [("created", None, newest)]
    gone = modules.succeed("webmessaging_deployment", name="New", state="absent")
    assert versions(gone) == [("deleted", newest, None)]
    first = modules.succeed("webmessaging_configuration", name="First", default_language="en-us", languages=["en-us"])
    assert versions(first) == [("created", None, "1")]
    gone = modules.succeed("webmessaging_configuration", name="First", state="absent")
    assert versions(gone) == [("deleted", "1", None)]


def test_the_other_api_has_no_versions(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org(stored()))
    changed = modules.succeed("webmessaging_channel", id=ID, max_concurrent_sessions=801)
    assert versions(changed) == [("updated", None, None)]
