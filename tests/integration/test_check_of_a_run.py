# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode over a whole run: what an earlier task would make, publish or delete is known to a later one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.web_deployments import configuration, deployment, writes
from tests.simulator.client import Simulator

NEW: dict[str, Any] = {"name": "New", "languages": ["en-us"], "default_language": "en-us"}
MAKES = {"name": "make it", "genesys.cloud.webmessaging_configuration": NEW}


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("webdeployments:13")
    return simulator


def deploys(name: str, **options: Any) -> dict[str, Any]:
    site = {"name": name, "configuration": {"name": "New"}, "allow_all_domains": True, **options}
    return {"name": f"deploy {name}", "genesys.cloud.webmessaging_deployment": site}


def checked(org: Simulator, ansible: Ansible, *tasks: dict[str, Any]) -> Finished:
    """The run in check mode, which writes nothing; then the run itself, which changes what was foretold."""
    foretold = ansible.playbook(list(tasks), "--check")
    assert foretold.status == 0, foretold.output
    assert writes(org) == []
    ran = ansible.playbook(list(tasks))
    assert ran.status == 0, ran.output
    assert [each.result["changed"] for each in foretold.results] == [each.result["changed"] for each in ran.results]
    assert ansible.playbook(list(tasks)).output.count("changed: [") == 0
    return foretold


def test_a_new_configuration_and_deployments_pinned_to_it(org: Simulator, ansible: Ansible) -> None:
    latest = {"name": "New", "version": "latest"}
    ran = checked(org, ansible, MAKES, deploys("New shop"), deploys("EU 1", configuration=latest))
    pin = ran.of("deploy New shop")["diff"]["after"]["configuration"]
    assert pin == {"id": "that of 'New', which this run makes", "version": "1"}
    moved = ran.of("deploy EU 1")["diff"]
    assert moved["after"]["configuration"] == pin
    assert moved["before"]["configuration"]["version"] == "1"


def test_the_latest_version_of_what_would_be_published(org: Simulator, ansible: Ansible) -> None:
    publishes = {"genesys.cloud.webmessaging_configuration": {"name": "EU", "description": "anew"}}
    latest = deploys("EU 1", configuration={"name": "EU", "version": "latest"})
    keeps = {
        "name": "deploy EU 2",
        "genesys.cloud.webmessaging_deployment": {"name": "EU 2", "configuration": {"name": "EU"}},
    }
    before = len(configuration(org, "EU")["versions"])
    ran = checked(org, ansible, publishes, latest, keeps)
    assert ran.of("deploy EU 1")["diff"]["after"]["configuration"]["version"] == str(before + 1)
    assert ran.of("deploy EU 2")["changed"] is False


def test_what_was_really_changed_meanwhile_is_looked_at_anew(org: Simulator, ansible: Ansible) -> None:
    """A run that looks first, with check_mode on single tasks: it must not believe its own forecast afterwards."""
    publishes = {"genesys.cloud.webmessaging_configuration": {"name": "EU", "description": "anew"}}
    again = {"genesys.cloud.webmessaging_configuration": {"name": "EU", "description": "once more"}}
    latest = deploys("EU 1", configuration={"name": "EU", "version": "latest"})
    before = len(configuration(org, "EU")["versions"])
    ran = ansible.playbook([{**publishes, "check_mode": True}, publishes, again, {**latest, "check_mode": True}])
    assert ran.status == 0, ran.output
    assert ran.of("deploy EU 1")["diff"]["after"]["configuration"]["version"] == str(before + 2)


def test_a_configuration_that_nobody_would_use_any_more(org: Simulator, ansible: Ansible) -> None:
    users = [
        each["name"] for each in org.deployments() if each["configuration"]["id"] == configuration(org, "EU")["id"]
    ]
    moves = [deploys(name, configuration={"name": "New"}) for name in users[1:]]
    leaves = {"genesys.cloud.webmessaging_deployment": {"name": users[0], "state": "absent"}}
    deletes = {"genesys.cloud.webmessaging_configuration": {"name": "EU", "state": "absent"}}
    checked(org, ansible, MAKES, *moves, leaves, deletes)


def test_content_profiles_that_the_run_would_make_and_stop_using(org: Simulator, ansible: Ansible) -> None:
    def content(name: str, **options: Any) -> dict[str, Any]:
        return {"name": f"profile {name}", "genesys.cloud.messaging_supported_content": {"name": name, **options}}

    def uses_none(name: str) -> dict[str, Any]:
        return {"genesys.cloud.webmessaging_deployment": {"name": name, "supported_content_id": None}}

    old = org.supported_content()[0]
    org.person("make_default_supported_content", old["id"])
    org.person("edit_deployment", deployment(org, "EU 1")["id"], supportedContent={"id": old["id"]})
    users = [each["name"] for each in org.deployments() if each.get("supportedContent", {}).get("id") == old["id"]]
    assert len(users) == 2
    gone = {"genesys.cloud.webmessaging_deployment": {"name": users[0], "state": "absent"}}
    new = content("New", inbound=["image/*"], default=True)
    ran = checked(org, ansible, new, *map(uses_none, users[1:]), gone, content(old["name"], state="absent"))
    assert ran.of("profile New")["supported_content"]["default"] is True


def test_a_draft_that_is_not_published_cannot_be_pinned(org: Simulator, ansible: Ansible) -> None:
    drafts = {"genesys.cloud.webmessaging_configuration": {**NEW, "publish": False}}
    for arguments in (["--check"], []):
        ran = ansible.playbook([drafts, deploys("New shop")], *arguments)
        assert ran.status == 2
        assert "has no published version yet, so it cannot be pinned" in ran.output


def test_another_run_and_another_org_know_nothing_of_it(org: Simulator, ansible: Ansible) -> None:
    assert ansible.playbook([MAKES], "--check").status == 0
    ran = ansible.playbook([deploys("New shop")], "--check")
    assert "no configuration has the name 'New'" in ran.output
    other = {**deploys("New shop"), "module_defaults": {"group/genesys.cloud.genesys": {"access_token": "another"}}}
    ran = ansible.playbook([MAKES, other], "--check")
    assert ran.status == 2, ran.output


def test_a_deployment_with_the_name_of_a_profile_that_the_run_makes(org: Simulator, ansible: Ansible) -> None:
    makes = {"genesys.cloud.messaging_supported_content": {"name": "Documents", "inbound": ["application/pdf"]}}
    uses = deploys("EU 1", supported_content_name="Documents")
    uses["genesys.cloud.webmessaging_deployment"].pop("configuration")
    ran = checked(org, ansible, makes, uses)
    assert ran.of("deploy EU 1")["diff"]["after"]["supported_content_id"] == "that of 'Documents', which this run makes"
    profile = next(each for each in org.supported_content() if each["name"] == "Documents")
    assert deployment(org, "EU 1")["supportedContent"]["id"] == profile["id"]
