# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``promote``: one org gets what another one has, by name; two simulators are the two orgs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN
from tests.integration.guides import Guide, run
from tests.integration.supported_content import DEFAULT
from tests.integration.test_export_deployments import read
from tests.integration.test_names import (
    BASES,
    DIVISIONS,
    FLOWS,
    INTEGRATIONS,
    PROFILES,
    SOURCES,
    parts_of,
)
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    PUBLISHED,
    deployment,
    versions_of,
)
from tests.simulator import orgs
from tests.simulator.client import Simulator
from tests.simulator.references_state import DEFAULT_KNOWLEDGE_BASES

FLEET = "referring-webdeployments:40"
EXCEPT = ["Twin", "Site 07"]
"""The deployments with a name that others have, and the user of a configuration of such a name."""
UNICODE = "Ünï-çødé チャネル"
"""The name of a configuration and of a deployment."""
OVERRIDES = [
    {"deployment": "Site 00", "allowed_domains": ["shop.example", "www.shop.example"]},
    {"deployment": "Site 33", "flow_name": "Night Shift", "description": "Überall"},
    {"configuration": UNICODE, "messenger": {"styles": {"primary_color": "#123456"}}},
]
BRING = "Bring the target to the state of the source"


@pytest.fixture(scope="module")
def running_target() -> Iterator[Simulator]:
    with Simulator("mixed:0") as simulator:
        yield simulator


@pytest.fixture
def target(running_target: Simulator, ansible: Ansible) -> Simulator:
    running_target.reset()
    own = running_target.environment
    ansible.environment.update({name.replace("GENESYS_", "GENESYS_TARGET_"): own[name] for name in own})
    ansible.environment["ANSIBLE_INVENTORY_UNPARSED_WARNING"] = "false"
    return running_target


def promote(ansible: Ansible, *arguments: str, **variables: Any) -> Finished:
    given = {f"webmessaging_{name}": value for name, value in variables.items()}
    path = ansible.folder / "given.json"  # with -vvvv, Ansible shows its command line
    path.write_text(json.dumps(given), encoding="utf-8")
    return ansible.run("ansible-playbook", "genesys.cloud.promote", "-e", f"@{path}", *arguments)


def export(ansible: Ansible, name: str, **variables: Any) -> tuple[Path, dict[str, Any]]:
    path = ansible.folder / name
    given = {"webmessaging_export_path": str(path), **{f"webmessaging_{each}": variables[each] for each in variables}}
    ran = ansible.run("ansible-playbook", "genesys.cloud.export_deployments", "-e", json.dumps(given))
    assert ran.status == 0, ran.output
    return path, read(path.read_text(encoding="utf-8"))


def half_of(state: dict[str, Any]) -> dict[str, Any]:
    """The other org: other ids, half of the objects, other domains, flows and content, nothing with two names."""
    there = orgs.other(state, "production")
    parts = there["webdeployments"]
    kept = [each for each in parts["configurations"] if each["draft"]["name"] != "Twin"][::2]
    for each in kept[::3]:
        for content in (each["draft"], *each["versions"]):
            content["languages"] = ["en-us"]
    ids = {each["id"] for each in kept}
    parts["configurations"] = kept
    parts["deployments"] = [each for each in parts["deployments"] if each["configuration"]["id"] in ids][::2]
    for each in parts["deployments"][::2]:
        each.update(allowAllDomains=False, allowedDomains=["old.example"], description="Old")
    parts["supported_content"][0]["name"] = "Only there"  # another name, so that it is created
    only = {**parts["deployments"][0], "id": str(uuid.uuid4()), "name": "Only there"}
    parts["configurations"].append(
        {**kept[0], "id": str(uuid.uuid4()), "draft": {**kept[0]["draft"], "name": "Only there"}}
    )
    parts["configurations"][-1]["versions"] = [{**each, "name": "Only there"} for each in kept[0]["versions"]]
    parts["deployments"].append(only)
    return there


def reading(state: dict[str, Any]) -> list[str]:
    """One listing of each kind, the versions and identity resolution of each object, and the names, each kind once."""
    parts = state["webdeployments"]
    whole = [versions_of(each["id"]) for each in parts["configurations"]]
    whole += [f"GET {BASE}/deployments/{each['id']}/identityresolution" for each in parts["deployments"]]
    parts_of_bases = [part for base in DEFAULT_KNOWLEDGE_BASES[:2] for part in parts_of(base)]
    named = [
        FLOWS,
        *[PROFILES] * 2,
        f"GET {DEFAULT}",
        DIVISIONS,
        SOURCES,
        *[INTEGRATIONS] * 2,
        *BASES,
        *parts_of_bases,
        DRAFTS,
    ]
    return [TOKEN, DRAFTS, BARE_DEPLOYMENTS, *whole, *named]


def compared(requests: list[str]) -> tuple[list[str], list[str]]:
    """The requests for configurations and deployments, and those for names."""
    objects = sorted(each for each in requests if f" {BASE}/" in each or each == TOKEN)
    return objects, [each for each in requests if each not in objects]


def changes(ran: Finished) -> dict[str, Any]:
    """The difference of each object that changes."""
    result = ran.of(BRING)
    kinds = ("supported_content", "configuration", "deployment")
    rows = [(kind, row) for kind in kinds for row in result[f"{kind}s"]]
    return {f"{kind} {row['name']}": row["diff"] for kind, row in rows if row["changed"]}


def told_by(ran: Finished) -> list[str]:
    lines: list[str] = ran.of("Require that it can be promoted")["msg"].splitlines()
    return lines


def test_an_org_gets_what_another_one_has_and_the_second_run_changes_nothing(
    simulator: Simulator, target: Simulator, ansible: Ansible
) -> None:
    state = orgs.explicit(FLEET)
    simulator.reset(state, pending_polls=0)
    target.reset(half_of(state), pending_polls=0)
    before = target.state()
    wanted = {"promote_except": EXCEPT, "promote_overrides": OVERRIDES}

    refused = promote(ansible, promote_overrides=OVERRIDES)
    told = told_by(refused)
    assert (refused.status, len(told)) == (2, 2), refused.output
    assert "2 configurations of the source have the name 'Twin'" in told[0]
    assert "2 deployments of the source have the name 'Twin'" in told[1]

    report = ansible.folder / "report.html"
    checked = promote(ansible, "--check", "--diff", **wanted, report_path=str(report))
    assert checked.status == 0, checked.output
    assert (target.state(), simulator.requests("write")) == (before, [])
    headers = [line for line in checked.output.splitlines() if line.startswith("+++ after: ")]
    assert len(headers) == len(changes(checked))
    assert any("deployment 'Site 33'" in line for line in headers)
    assert "Site 33" in report.read_text(encoding="utf-8")
    foretold = changes(checked)
    made = promote(ansible, **wanted)
    assert made.status == 0, made.output
    done = changes(made)
    assert done.keys() == foretold.keys()
    known = {each: diff for each, diff in foretold.items() if "which this run makes" not in json.dumps(diff)}
    assert {each: done[each] for each in known} == known
    assert made.of("Show what changed")["msg"][:2] == [
        "supported content Pictures: created",
        "configuration Look 00: updated",
    ]
    assert made.of("Show what stays different")["msg"] == [
        "Only the target has configuration 'Only there' and deployment 'Only there'; they stay as they are."
    ]
    assert simulator.requests("write") == []
    assert (len(target.configurations()), len(target.deployments())) == (24, 38)
    assert deployment(target, "Site 00")["allowedDomains"] == ["shop.example", "www.shop.example"]

    simulator.clear_journal()
    target.clear_journal()
    again = promote(ansible, **wanted)
    assert (again.status, "changed=0" in again.output) == (0, True), again.output
    assert target.requests("write") == []
    assert sorted(simulator.requests()) == sorted(reading(state))
    objects, names = compared(target.requests())
    identities = [
        f"GET {BASE}/deployments/{each['id']}/identityresolution"
        for each in target.deployments()
        if each["name"] != "Only there"
    ]
    # Each listing once to tell what only the target has, once to compare.
    assert objects == sorted([TOKEN, *[BARE_DEPLOYMENTS, DRAFTS, PUBLISHED] * 2, *identities])
    assert len(names) == 16

    _path, here = export(ansible, "a.yml", export_except=EXCEPT)
    ansible.environment.update(target.environment)
    _path, there = export(ansible, "b.yml", export_except=[*EXCEPT, "Only there"])
    differing = {
        mine["name"]: [option for option in {**mine, **theirs} if mine.get(option) != theirs.get(option)]
        for kind in ("webmessaging_configurations", "webmessaging_deployments")
        for mine, theirs in zip(here[kind], there[kind], strict=True)
        if mine != theirs
    }
    assert differing == {
        UNICODE: ["messenger"],
        "Site 00": ["allow_all_domains", "allowed_domains"],
        "Site 33": ["description", "flow_name"],
    }


def test_a_file_is_a_source_and_one_error_has_all_that_the_target_lacks(
    simulator: Simulator, target: Simulator, ansible: Ansible
) -> None:
    state = orgs.explicit("referring-webdeployments:8")
    simulator.reset(state, pending_polls=0)
    path, _exported = export(ansible, "a.yml", export_except=EXCEPT)
    there = orgs.other(state, "production")
    whole = {**there, "webdeployments": {**there["webdeployments"], "configurations": [], "deployments": []}}
    parts = whole["webdeployments"]
    default = next(each for each in parts["supported_content"] if each["id"] == parts["default_supported_content"])
    kinds = ("flows", "integrations", "divisions", "external_sources", "knowledge_bases")
    nothing: dict[str, Any] = {kind: [] for kind in kinds} | {"supported_content": [{**default, "name": "Default"}]}
    lacking = {**whole, "webdeployments": {**parts, **nothing}}
    target.reset(lacking, pending_polls=0)
    for name in [name for name in ansible.environment if name.startswith("GENESYS_")]:
        del ansible.environment[name]
    client = {"base_path": target.url, "client_id": target.client_id, "client_secret": target.client_secret}
    wanted = {"promote_path": path.name, "target_client": client}

    refused = promote(ansible, "-vvvv", **wanted)
    told = refused.of("Require that everything was promoted")["msg"]
    named = [
        "Inbound Messages",
        "Night Shift",
        "Shop App iOS",
        "Shop App Android",
        "Sales",
        "CRM",
        "Customer Login",
        "Help",
    ]
    assert refused.status == 2
    assert [name for name in named if f"'{name}'" not in told] == []
    assert "deployment 'Site 00'.flow_name, " in told
    assert (target.requests("write"), target.deployments()) == ([], [])
    everything = f"{refused.output}{refused.errors}{refused.results}"
    assert target.client_secret not in everything

    target.reset(whole, pending_polls=0)
    made = promote(ansible, **wanted)
    assert made.status == 0, made.output
    assert len(target.deployments()) == 5
    again = promote(ansible, **wanted, promote_glob="Site*", promote_except="")
    assert (again.status, "changed=0" in again.output) == (0, True), again.output
    assert "Show what stays different" not in [each.task for each in again.results if each.status != "skipped"]


def test_a_failure_ends_the_writes_and_is_told_last(simulator: Simulator, target: Simulator, ansible: Ansible) -> None:
    """A name that looks like a template is only a name."""
    state = json.loads(json.dumps(orgs.explicit("referring-webdeployments:4")).replace("Site 01", "{{ 8 * 8 }}"))
    simulator.reset(state, pending_polls=0)
    there = orgs.other(state, "production")
    there["webdeployments"].update(configurations=[], deployments=[])
    target.reset(there, pending_polls=0)
    refused = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    target.fault("POST", f"{BASE}/deployments", refused, times=None)
    report = ansible.folder / "report.html"
    ran = promote(ansible, report_path=report.name, workers=1)
    assert (ran.status, target.deployments()) == (2, [])
    assert "Show what changed" in [each.task for each in ran.results]
    assert ran.results[-1].result["msg"].endswith("need the permission webDeployments:deployment:add.")
    assert ran.results[-1].task == "Require that everything was promoted"
    assert "Look 01" in report.read_text(encoding="utf-8")
    assert len([each for each in target.requests("write") if each == f"POST {BASE}/deployments"]) == 1
    target.clear_faults()
    assert promote(ansible).status == 0
    assert {each["name"] for each in target.deployments()} == {"Site 00", "{{ 8 * 8 }}", "Site 02", "Site 03"}


def test_a_wrong_source_or_target_is_told_before_any_request(
    simulator: Simulator, target: Simulator, ansible: Ansible
) -> None:
    own = simulator.environment
    for name in own:
        del ansible.environment[name.replace("GENESYS_", "GENESYS_TARGET_")]
    ansible.environment["GENESYS_LOGIN_URL"] = "https://login.example"
    refused = promote(ansible, promote_path="none.yml", report_path="nowhere/report.html")
    lines = refused.of("Require a source and a target")["msg"].splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "webmessaging_target_client",
        "webmessaging_target_client",
        "webmessaging_promote_path",
        "webmessaging_report_path",
    ]
    del ansible.environment["GENESYS_LOGIN_URL"]
    same = promote(ansible, target_client={"api_url": own["GENESYS_BASE_PATH"]} | credentials_of(simulator))
    (line,) = same.of("Require a source and a target")["msg"].splitlines()
    assert line.endswith("are the same client of the same org.")
    assert (simulator.requests(), target.requests()) == ([], [])


def credentials_of(org: Simulator) -> dict[str, str]:
    return {"client_id": org.client_id, "client_secret": org.client_secret}


def test_one_org_is_no_target_of_itself_whoever_asks(simulator: Simulator, target: Simulator, ansible: Ansible) -> None:
    """Another client of the org, and overrides that are wrong: all in one error."""
    state = orgs.explicit("webdeployments:5")
    another = {**state["clients"][0], "client_id": "another"}
    simulator.reset({**state, "clients": [*state["clients"], another]}, pending_polls=0)
    client = {"api_url": simulator.url, "client_id": "another", "client_secret": another["client_secret"]}
    name = state["webdeployments"]["deployments"][0]["name"]
    wrong = {"Primary": {"status": "Active"}, name: {"name": "Other"}}
    ran = promote(ansible, target_client=client, promote_overrides=wrong)
    told = told_by(ran)
    assert told[0].startswith("The source and the target are the same org: both have configuration ")
    assert f"webmessaging_promote_overrides['{name}'].name: an override cannot change it." in told
    assert any(
        "no deployment, configuration or supported content of the source has the name 'Primary'. Nearest: " in each
        for each in told
    )
    assert (simulator.requests("write"), target.requests()) == ([], [])


def test_the_guide_does_what_it_says(simulator: Simulator, target: Simulator, ansible: Ansible) -> None:
    names = {"Site 00": "Shop", "Site 01": "Help Centre", "Look 00": "Shop"}
    text = json.dumps(orgs.explicit("referring-webdeployments:4"))
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    state = json.loads(text)
    simulator.reset(state, pending_polls=0)
    there = orgs.other(state, "production")
    there["webdeployments"]["deployments"].pop()
    target.reset(there, pending_polls=0)
    guide = Guide("promotion.md")
    guide.write_files(ansible)
    outputs = [run(ansible, command) for command in guide.commands]
    assert ["changed=0" in output for output in outputs] == [False, False, True, True, False, True]
    assert "Promotion" in (ansible.folder / "promotion.html").read_text(encoding="utf-8")
    assert deployment(target, "Help Centre")["flow"]["name"] == "Night Shift"
    shorter = promote(ansible, "-e", "@domains.yml", "--check")
    assert shorter.status == 0, shorter.output
