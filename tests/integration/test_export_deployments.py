# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks ``export_deployments`` and ``configure_deployments``: what is exported changes nothing, or makes it."""

from __future__ import annotations

import json
from typing import Any

import yaml

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN
from tests.integration.web_deployments import BARE_DEPLOYMENTS, BASE, DRAFTS, PUBLISHED, configuration, deployment, pin
from tests.simulator import webdeployments_fleets
from tests.simulator.client import Simulator


def play(ansible: Ansible, playbook: str, *arguments: str) -> Finished:
    return ansible.run("ansible-playbook", f"genesys.cloud.{playbook}", *arguments)


def export(ansible: Ansible) -> str:
    path = ansible.folder / "deployments.yml"
    ran = play(ansible, "export_deployments", "-e", f"webmessaging_export_path={path}")
    assert ran.status == 0, ran.output
    assert path.stat().st_mode & 0o777 == 0o600
    return path.read_text(encoding="utf-8")


def test_what_is_exported_changes_nothing_there_and_makes_it_all_elsewhere(
    simulator: Simulator, ansible: Ansible
) -> None:
    state = webdeployments_fleets.varied(13)
    parts = state["webdeployments"]
    odd: dict[str, Any] = parts["configurations"][0]["versions"][0]
    odd.update(position={"alignment": "Centre", "sideSpace": 5}, customI18nLabels=[{"language": "ja", "future": 1}])
    parts["configurations"][0]["draft"] = {key: odd[key] for key in odd if key not in ("version", "datePublished")}
    simulator.reset(state, pending_polls=0)
    push = [{"id": "p", "provider": "FCM"}]
    simulator.person("edit_deployment", deployment(simulator, "EU 1")["id"], pushIntegrations=push)
    before = [each["draft"] for each in simulator.configurations()], simulator.deployments()

    simulator.clear_journal()
    text = export(ansible)
    identities = [f"GET {BASE}/deployments/{each['id']}/identityresolution" for each in simulator.deployments()]
    sent = simulator.requests()
    assert sent[:5] == [TOKEN, DRAFTS, PUBLISHED, TOKEN, BARE_DEPLOYMENTS]
    assert sorted(sent[5:]) == sorted(identities)
    exported = yaml.safe_load(text.replace("!unsafe ", ""))
    configurations, deployments = (exported[f"webmessaging_{kind}"] for kind in ("configurations", "deployments"))
    assert [("name" in each, "id" in each) for each in configurations].count((False, True)) == 2  # the twins
    assert deployments[1]["configuration"] == {"name": "EU", "version": "latest"}
    behind = next(each for each in deployments if each.get("name") == "Behind 9")
    assert behind["configuration"] == {"name": "Behind 9", "version": "3"}
    assert configurations[0]["raw"] == {
        "position": {"alignment": "Centre", "sideSpace": 5},
        "customI18nLabels": [{"language": "ja", "future": 1}],
    }
    assert "  # It has an unpublished draft that differs; what is published is exported.\n" in text

    simulator.clear_journal()
    ran = play(ansible, "configure_deployments", "-e", "@deployments.yml", "--diff")
    assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
    assert simulator.requests("write") == []
    assert before == ([each["draft"] for each in simulator.configurations()], simulator.deployments())

    # Another org, in which there is none of it: what is called by its name is made there.
    for kind in ("configurations", "deployments"):
        named = [each for each in exported[f"webmessaging_{kind}"] if "name" in each]
        exported[f"webmessaging_{kind}"] = [each for each in named if each["name"] != "Behind 9"][1:5]
    wanted = json.dumps({**exported, "webmessaging_audit_log": str(ansible.folder / "audit.jsonl")})
    simulator.reset({"webdeployments": {}}, pending_polls=0)
    checked = play(ansible, "configure_deployments", "-e", wanted, "--check")
    assert simulator.requests("write") == []
    assert checked.status == 2  # a deployment cannot be pinned to what is not there yet
    made = play(ansible, "configure_deployments", "-e", wanted)
    assert made.status == 0, made.output
    assert pin(simulator, "EU 2") == (configuration(simulator, "EU")["id"], "1")
    again = play(ansible, "configure_deployments", "-e", wanted)
    assert (again.status, "changed=0" in again.output) == (0, True), again.output
    outcomes = [json.loads(line)["outcome"] for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert outcomes.count("created") == 8


ODD: list[tuple[dict[str, Any], str]] = [
    ({"pushIntegrations": [{"id": "p"}]}, "push_integrations: [{'id': 'p'}] is not what the option takes."),
    ({"pushIntegrations": [{"id": "p", "provider": None}]}, "push_integrations: [{"),
    ({"pushIntegrations": [{"id": "p", "provider": "NEW"}]}, "push_integrations[0].provider: 'NEW' is unknown."),
    ({"pushIntegrations": [{"id": "p", "provider": "FCM", "future": 1}]}, "push_integrations: holds something that"),
    ({"allowAllDomains": True, "allowedDomains": ["a.example"]}, "allow_all_domains and allowed_domains: contradict"),
    ({"allowAllDomains": False, "allowedDomains": [5]}, "allowed_domains: [5] is not what the option takes."),
    ({"flow": {"id": "a/b"}}, "flow_id: 'a/b' is no id"),
    ({"supportedContent": {"id": 5}}, "supported_content_id: 5 is not what the option takes."),
    ({"configuration": {"version": "DRAFT"}}, "configuration.version: 'DRAFT' is neither latest nor a number"),
]


def test_what_would_be_refused_or_lost_is_left_out_and_told(simulator: Simulator, ansible: Ansible) -> None:
    """All in one org, a deployment for each."""
    state = webdeployments_fleets.plain(len(ODD))
    for odd, (holds, _told) in zip(state["webdeployments"]["deployments"], ODD, strict=True):
        configuration = {**odd["configuration"], **holds.get("configuration", {})}
        odd.update({**holds, "configuration": configuration})
    simulator.reset(state, pending_polls=0)
    before = simulator.state()
    text = export(ansible)
    assert [told for _holds, told in ODD if f"  # left out: {told}" not in text] == []
    assert text.count("left out") == len(ODD)
    ran = play(ansible, "configure_deployments", "-e", "@deployments.yml")
    assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
    assert (simulator.requests("write"), simulator.state()) == ([], before)


def test_a_name_that_only_a_draft_has_is_not_exported(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:3", pending_polls=0)
    name = simulator.deployments()[0]["name"]
    simulator.person("save_draft", pin(simulator, name)[0], name="Renamed")
    before = simulator.state()
    text = export(ansible)
    assert "Renamed" not in text
    ran = play(ansible, "configure_deployments", "-e", "@deployments.yml")
    assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
    assert (simulator.requests("write"), simulator.state()) == ([], before)


def test_a_path_is_needed_and_what_cannot_be_is_told(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:3")
    ran = play(ansible, "export_deployments")
    assert (ran.status, "webmessaging_export_path: is missing" in ran.output) == (2, True)
    ran = play(ansible, "export_deployments", "-e", f"webmessaging_export_path={ansible.folder}/nowhere/x.yml")
    assert (ran.status, f"the folder {ansible.folder}/nowhere does not exist" in ran.output) == (2, True)
    nothings: list[dict[str, Any]] = [{}, {"webmessaging_configurations": [], "webmessaging_deployments": None}]
    for nothing in nothings:
        ran = play(ansible, "configure_deployments", "-e", json.dumps(nothing))
        told = "webmessaging_configurations or webmessaging_deployments: is missing or empty; say what shall be "
        assert (ran.status, ran.of("Require something to configure")["msg"]) == (2, f"{told}configured.")
    wrong = json.dumps({"webmessaging_configurations": [{"name": "x", "position": {"alignment": "Centre"}}]})
    refused = play(ansible, "configure_deployments", "-e", wrong)
    assert (refused.status, "position.alignment: 'Centre' is unknown" in refused.output) == (2, True)
    assert simulator.requests() == []
