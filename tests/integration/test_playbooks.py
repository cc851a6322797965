# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks ``discover`` and ``webhook_absent``, and the examples of the filters."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from tests.integration import webhooks
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.channels import TOKEN, page
from tests.integration.web_deployments import DEPLOYMENTS, DRAFTS, PUBLISHED
from tests.simulator.client import Simulator
from tests.simulator.fleets import mixed

FILTERS = sorted(path.stem for path in (ROOT / "plugins/filter").glob("[!_]*.py"))
PREFIX = "genesys.cloud."


def test_discover_lists_channels_and_keeps_what_is_known_of_them(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(mixed(28))
    ran = ansible.run("ansible-playbook", "genesys.cloud.discover")
    assert ran.status == 0, ran.output
    lines = ran.of("Show the channels")["msg"]
    assert lines[0].split() == ["ID", "SESSIONS", "QUEUE", "ASSIGNMENT", "NAME", "FEATURES"]
    assert [line.split()[0] for line in lines[1:]] == [each["id"] for each in ran.of("Find the channels")["channels"]]
    assert any("{{ lookup('env', 'HOME') }} {% if 11 %}" in line for line in lines)
    assert simulator.requests() == [TOKEN, page(1)]

    given = {"webmessaging_name_glob": "EU *", "webmessaging_client": {"access_token": "no-such-token"}}
    ran = ansible.run("ansible-playbook", "genesys.cloud.discover", "-e", json.dumps(given))
    assert (ran.status, ran.of("Find the channels")["failure"]["kind"]) == (2, "authentication")
    del given["webmessaging_client"]
    ran = ansible.run("ansible-playbook", "genesys.cloud.discover", "-e", json.dumps(given))
    assert [line.split()[-2] for line in ran.of("Show the channels")["msg"][1:]] == ["1", "15"]


def test_discover_shows_what_deployments_have(simulator: Simulator, ansible: Ansible) -> None:
    """Drafts cost two listings, whatever the number of channels; without that permission there is no such column."""
    simulator.reset("webdeployments:13")
    ran = ansible.run("ansible-playbook", "genesys.cloud.discover")
    assert ran.status == 0, ran.output
    lines = ran.of("Show the channels")["msg"]
    assert lines[0].split() == ["ID", "STATUS", "VERSION", "FLOW", "DRAFT", "NAME", "FEATURES"]
    rows = [re.split("  +", line) for line in lines[1:]]  # a name has single blanks
    cells = {row[5].split()[0]: row[1:5] for row in rows}
    assert cells["Behind"] == ["Active", "3", "Inbound Messages", "-"]
    assert cells["Drafted"] == ["Active", "1", "Inbound Messages", "differs"]
    assert cells["Asleep"][0] == "Inactive"
    assert cells["Bare"][2] == "-"
    assert simulator.requests() == [TOKEN, page(1), DEPLOYMENTS, DRAFTS, PUBLISHED]

    simulator.fault("GET", ".*/configurations", {"respond": {"status": 403, "code": "missing.permissions"}}, times=None)
    ran = ansible.run("ansible-playbook", "genesys.cloud.discover")
    assert ran.status == 0, ran.output
    assert ran.of("Show the channels")["msg"][0].split() == ["ID", "STATUS", "VERSION", "FLOW", "NAME", "FEATURES"]


def test_webhook_absent_takes_away_the_one_that_is_named(simulator: Simulator, ansible: Ansible) -> None:
    other = webhooks.stored(id="w2", name="Other")
    simulator.reset({"webhooks": [webhooks.stored(), other]})
    log = ansible.folder / "audit.jsonl"
    given = {"webmessaging_webhook": {"name": webhooks.NAME}, "webmessaging_audit_log": str(log)}
    command = ("ansible-playbook", "genesys.cloud.webhook_absent", "-e", json.dumps(given))
    checked = ansible.run(*command, "--check", "--diff")
    assert (checked.status, "changed=1" in checked.output) == (0, True), checked.output
    assert simulator.requests("write") == []
    assert ansible.run(*command).status == 0
    assert simulator.requests("write") == [f"DELETE {webhooks.ITEM}"]
    assert [each["name"] for each in simulator.webhooks()] == ["Other"]
    again = ansible.run(*command)
    assert (again.status, "changed=0" in again.output) == (0, True)
    none = f"There is no webhook with the name '{webhooks.NAME}', so nothing was deleted."
    assert again.of("Say that there was none")["msg"] == none
    outcomes = [json.loads(line)["outcome"] for line in log.read_text().splitlines()]
    assert outcomes == ["checked", "begun", "deleted", "unchanged"]

    simulator.clear_journal()
    nameless = ansible.run("ansible-playbook", "genesys.cloud.webhook_absent")
    assert (
        nameless.status,
        "webmessaging_webhook_name or webmessaging_webhook.name: is missing" in nameless.output,
    ) == (2, True)
    assert simulator.requests() == []


def test_every_example_of_a_filter_runs(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset({**mixed(14), "webhooks": [webhooks.stored()]})
    known = ansible.run("ansible-doc", "--type", "filter", "--json", *(PREFIX + name for name in FILTERS))
    assert known.status == 0, known.errors
    tasks: list[dict[str, Any]] = []
    on_web_deployments: list[dict[str, Any]] = []
    for name, entry in json.loads(known.output).items():
        examples = yaml.safe_load(entry["examples"])
        assert name in entry["examples"]
        piped = ("_input", "webhooks", "deployments")
        assert all(option in entry["examples"] for option in entry["doc"]["options"] if option not in piped)
        if name.endswith(("deployment_variables", "promotion", "switch", "guest_findings", "guest_metrics")):
            on_web_deployments += examples
        elif name.endswith("table"):
            tasks += examples
            on_web_deployments += examples
        else:
            tasks += examples
    ran = ansible.playbook(tasks)
    assert ran.status == 0, ran.output
    assert "webmessaging_webhook:" in (ansible.folder / "webmessaging.yml").read_text(encoding="utf-8")
    differing, listed = ran.of("Show the differences")["msg"], ran.of("Show them")["msg"]
    assert "channel 'EU 1' (" in differing[0]
    assert differing[0].endswith("): max_concurrent_sessions: 250 -> 500")
    assert len(listed) > len(differing) > 1
    simulator.reset("webdeployments:13")
    exported = ansible.playbook(on_web_deployments)
    assert exported.status == 0, exported.output
    assert "Inactive: 'Asleep 5'" in exported.of("Show the problems")["msg"]
    assert 'team="web"' in (ansible.folder / "guests.prom").read_text(encoding="utf-8")
    assert "DRAFT" in exported.of("Show the channels with the state of their drafts")["msg"][0]
    assert "webmessaging_deployments:" in (ansible.folder / "deployments.yml").read_text(encoding="utf-8")
