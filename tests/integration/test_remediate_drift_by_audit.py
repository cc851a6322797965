# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook ``genesys.cloud.remediate_drift_by_audit``, run for real with the command of its guide."""

from __future__ import annotations

import json
import re
import time

import yaml
from ansible_rulebook.validators import Validate

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.guides import Guide
from tests.integration.rulebook_process import START_SECONDS, Rulebook
from tests.integration.secret_forms import CLIENT_SECRET, leaks
from tests.simulator.client import Simulator
from tests.simulator.credentials import PERMISSIONS, SCOPES

RULEBOOK = ROOT / "extensions/eda/rulebooks/remediate_drift_by_audit.yml"
GUIDE = Guide("event-driven.md")
(START,) = (command.split()[1:] for command in GUIDE.commands if "remediate_drift_by_audit" in command)
(WANTED, _OF_THE_CONTRACT) = (yaml.safe_load(text) for text in GUIDE.snippets("yaml") if "host_vars/" in text)
HIDDEN = {"apps": {"conversations": {"showAgentTypingIndicator": False}}}
QUIET_SECONDS = 15
"""Longer than a poll, the rulebook's own wait and a run together."""


def test_a_version_published_and_pinned_by_hand_is_put_right_and_then_there_is_peace(
    simulator: Simulator, ansible: Ansible
) -> None:
    simulator.reset("plain-webdeployments:3")
    client = {"client_id": "some-id", "client_secret": CLIENT_SECRET, "scopes": [*SCOPES, *PERMISSIONS]}
    simulator.state({**simulator.state(), "clients": [client]})
    ansible.environment.update(GENESYS_CLIENT_ID="some-id", GENESYS_CLIENT_SECRET=CLIENT_SECRET)
    ansible.environment.update(webmessaging_poll_interval="10", ANSIBLE_HOME=str(ansible.home))
    GUIDE.write_files(ansible)
    (ansible.folder / "inventory/host_vars/localhost.yml").write_text(json.dumps(WANTED))

    with Rulebook(ansible, *START, "--env-vars", "webmessaging_poll_interval", "-vv") as rulebook:
        give_up_at = time.monotonic() + START_SECONDS
        while not simulator.requests(path=".*/realtime"):
            assert time.monotonic() < give_up_at, rulebook.output
            time.sleep(0.1)

        deployment = simulator.deployments()[1]
        configuration_id = deployment["configuration"]["id"]
        # A draft alone is nobody's business.
        simulator.person("save_draft", configuration_id, description="being written")
        time.sleep(12)
        assert writes(simulator) == []
        simulator.person("publish", configuration_id, messenger=HIDDEN)
        simulator.person("edit_deployment", deployment["id"], configuration={"version": "2"})
        started = time.monotonic()
        while simulator.deployment(deployment["id"])["configuration"]["version"] != "3":
            assert time.monotonic() < started + 30, rulebook.output
            time.sleep(0.1)
        took = time.monotonic() - started

        # The run that put it right, and the one that its own changes led to.
        while len(simulator.requests(path=r"/api/v2/communications/channels")) < 2:
            assert time.monotonic() < started + 60, rulebook.output
            time.sleep(0.1)
        time.sleep(QUIET_SECONDS)
        path = "/api/v2/webdeployments"
        draft = f"{path}/configurations/{configuration_id}/versions/draft"
        assert writes(simulator) == [
            f"PUT {draft}",
            f"POST {draft}/publish",
            f"PUT {path}/deployments/{deployment['id']}",
        ]
        # One run more if a poll fell between the publication and the pin.
        assert len(simulator.requests(path=r"/api/v2/communications/channels")) in (2, 3)
        assert took < 25
        assert leaks({"output": rulebook.output, "command line": rulebook.command_line}) == []
    assert json.loads((ansible.folder / "webmessaging_changes.json").read_text())["api_url"] == simulator.url


def writes(simulator: Simulator) -> list[str]:
    """What was sent that changes something; the query of the audit trail is a POST, too."""
    return [each for each in simulator.requests("write") if "/audits/" not in each]


def test_the_rulebook_for_the_controller_reacts_to_the_same() -> None:
    (given,) = yaml.safe_load(GUIDE.files["rulebooks/remediate_drift_by_audit.yml"])
    (ours,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    Validate.rulebook([given])
    (rule,), (own_rule,) = given["rules"], ours["rules"]
    assert [rule[key] for key in ("condition", "throttle")] == [own_rule[key] for key in ("condition", "throttle")]
    assert [set(each) - {"name"} for each in given["sources"]] == [{"genesys.cloud.webmessaging_changes"}]
    template = "extensions/awx/configuration/job_templates.yml"
    assert f"name: {rule['action']['run_job_template']['name']}\n" in (ROOT / template).read_text(encoding="utf-8")


def test_its_variables_are_those_of_the_guide() -> None:
    text = RULEBOOK.read_text(encoding="utf-8")
    (ruleset,) = yaml.safe_load(text)
    Validate.rulebook([ruleset])
    source = json.dumps(ruleset["sources"])
    section = GUIDE.text.partition("## 2. Start the rulebook")[2].partition("\n## ")[0]
    variables = set(re.findall(r"webmessaging_\w+(?= \| default)", source))
    assert variables == set(re.findall(r"^\| `(webmessaging_\w+)`", section, re.MULTILINE))
    assert all(f"# {variable} " in text for variable in variables)
