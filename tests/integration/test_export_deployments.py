# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks ``export_deployments`` and ``configure_deployments``: what is exported changes nothing, or makes it."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN
from tests.integration.supported_content import DEFAULT
from tests.integration.test_names import FLOWS, INTEGRATIONS, PROFILES, without
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    configuration,
    deployment,
    pin,
    versions_of,
)
from tests.simulator import credentials, fleets, orgs, webdeployments_fleets
from tests.simulator.client import Simulator

PUSH = "7a5b0000-0000-4000-8000-000000000001"
"""The id of a push integration."""


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
    push = [{"id": PUSH, "provider": "FCM"}]
    simulator.person("edit_deployment", deployment(simulator, "EU 1")["id"], pushIntegrations=push)
    before = [each["draft"] for each in simulator.configurations()], simulator.deployments()

    simulator.clear_journal()
    text = export(ansible)
    identities = [f"GET {BASE}/deployments/{each['id']}/identityresolution" for each in simulator.deployments()]
    sent = simulator.requests()
    versions = [versions_of(each["id"]) for each in simulator.configurations()]
    look_ups = [FLOWS, PROFILES, INTEGRATIONS, DRAFTS]  # the names of what the deployments refer to
    look_ups += [PROFILES, f"GET {DEFAULT}"]  # the content profiles
    assert sorted(sent) == sorted([TOKEN, DRAFTS, *versions, BARE_DEPLOYMENTS, *identities, *look_ups])
    exported = yaml.safe_load(text.replace("!unsafe ", ""))
    configurations, deployments = (exported[f"webmessaging_{kind}"] for kind in ("configurations", "deployments"))
    assert [("name" in each, "id" in each) for each in configurations].count((False, True)) == 2  # the twins
    europe = next(each for each in deployments if each.get("name") == "EU 1")
    assert europe["configuration"] == {"name": "EU", "version": "latest"}
    behind = next(each for each in deployments if each.get("name") == "Behind 9")
    assert behind["configuration"] == {"name": "Behind 9", "version": "3"}
    first = next(each for each in configurations if each.get("name") == "Primary Web Messaging")
    assert first["raw"] == {"customI18nLabels": [{"language": "ja", "future": 1}]}
    assert "  # left out: raw.position.alignment: 'Centre' is unknown. Known: Auto, Left, Right.\n" in text
    assert first["position"] == {"side_space": 5, "bottom_space": None}
    for entries in (configurations, deployments):
        names = [each["name"] for each in entries if "name" in each]
        assert names == sorted(names)
    assert "  # It has an unpublished draft that differs; this is the published version.\n" in text

    simulator.clear_journal()
    ran = play(ansible, "configure_deployments", "-e", "@deployments.yml", "--diff")
    assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
    assert "does not know the field" not in ran.errors  # nothing is sent
    assert simulator.requests("write") == []
    assert before == ([each["draft"] for each in simulator.configurations()], simulator.deployments())

    # Another org, in which there is none of it: what is called by its name is made there.
    for kind in ("configurations", "deployments"):
        named = [each for each in exported[f"webmessaging_{kind}"] if "name" in each]
        chosen = [each for each in named if each["name"] in ("Bare 12", "Drafted 4", "EU", "EU 1", "EU 2", "Asleep 5")]
        exported[f"webmessaging_{kind}"] = chosen[-4:]
    wanted = json.dumps({**exported, "webmessaging_audit_log": str(ansible.folder / "audit.jsonl")})
    simulator.reset({"webdeployments": {}}, pending_polls=0)
    checked = play(ansible, "configure_deployments", "-e", wanted, "--check")
    assert simulator.requests("write") == []
    assert checked.status == 0, checked.output
    made = play(ansible, "configure_deployments", "-e", wanted)
    assert made.status == 0, made.output
    assert pin(simulator, "EU 2") == (configuration(simulator, "EU")["id"], "1")
    again = play(ansible, "configure_deployments", "-e", wanted)
    assert (again.status, "changed=0" in again.output) == (0, True), again.output
    outcomes = [json.loads(line)["outcome"] for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert outcomes.count("created") == 8


ODD: list[tuple[dict[str, Any], str]] = [
    ({"pushIntegrations": [{"id": "p"}]}, "push_integrations: [{'id': 'p'}] is not what the option takes."),
    ({"pushIntegrations": [{"id": PUSH, "provider": None}]}, "push_integrations: [{"),
    ({"pushIntegrations": [{"id": PUSH, "provider": "NEW"}]}, "push_integrations[0].provider: 'NEW' is unknown."),
    ({"pushIntegrations": [{"id": PUSH, "provider": "FCM", "future": 1}]}, "push_integrations: holds something"),
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
    assert text.count("left out: ") == len(ODD)
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
        lists = "webmessaging_configurations, webmessaging_deployments or webmessaging_supported_contents"
        told = f"{lists}: is missing or empty; say what shall be configured."
        assert (ran.status, ran.of("Require something to configure")["msg"]) == (2, told)
    wrong = json.dumps({"webmessaging_configurations": [{"name": "x", "position": {"alignment": "Centre"}}]})
    refused = play(ansible, "configure_deployments", "-e", wrong)
    assert (refused.status, "position.alignment: 'Centre' is unknown" in refused.output) == (2, True)
    assert simulator.requests() == []


def read(text: str) -> dict[str, Any]:
    exported: dict[str, Any] = yaml.safe_load(text.replace("!unsafe ", ""))
    return exported


def nothing_changes(simulator: Simulator, ansible: Ansible) -> None:
    before = simulator.state()
    simulator.clear_journal()
    ran = play(ansible, "configure_deployments", "-e", "@deployments.yml")
    assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
    assert (simulator.requests("write"), simulator.state()) == ([], before)


ADDED: dict[str, Any] = {
    "description": "Somebody's",
    "position": {"alignment": "Left"},
    "headlessMode": {"enabled": True},
    "supportCenter": {"enabled": False, "labelFilter": {"labels": [{"id": "1ab00000-0000-4000-8000-000000000001"}]}},
    "authenticationSettings": {"enabled": True, "integrationId": "0a1b0000-0000-4000-8000-000000000001"},
}
"""Of a configuration, where the org has none of it."""


def test_what_somebody_adds_is_drift_and_goes_with_the_next_run(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    europe, first = configuration(simulator, "EU"), deployment(simulator, "EU 1")
    content = europe["versions"][-1]
    assert ADDED.keys() & content.keys() == set()
    assert "homeScreen" not in content["messenger"]
    exported = read(export(ansible))
    entry = next(each for each in exported["webmessaging_configurations"] if each.get("name") == "EU")
    options = ("description", "position", "headless_mode", "support_center", "authentication_settings")
    assert [entry[option] for option in options] == [None] * 5
    assert entry["messenger"]["home_screen"] is None  # one null for a section that is not there
    nothing_changes(simulator, ansible)

    messenger = {**content["messenger"], "homeScreen": {"enabled": True, "logoUrl": "https://a.example/i"}}
    messenger["apps"] = {**messenger["apps"], "knowledge": {"enabled": False}}
    simulator.person("publish", europe["id"], **ADDED, messenger=messenger, settled=True)
    added = {
        "description": "Theirs",
        "pushIntegrations": [{"id": PUSH, "provider": "FCM"}],
    }
    simulator.person("edit_deployment", first["id"], **added)
    drifted = play(ansible, "drift_deployments", "-e", "@deployments.yml")
    lines = drifted.of("Require no difference")["msg"].splitlines()[1:]
    paths = {line.partition("): ")[2].partition(":")[0] for line in lines}
    assert paths == {*ADDED, "messenger.homeScreen", "messenger.apps.knowledge", "push_integrations"} | {
        "configuration.version"
    }
    assert any(line.endswith(': position: {"alignment": "Left"} -> null') for line in lines)
    applied = play(ansible, "configure_deployments", "-e", "@deployments.yml")
    assert applied.status == 0, applied.output
    published = configuration(simulator, "EU")["versions"][-1]
    assert ADDED.keys() & published.keys() == set()
    assert "homeScreen" not in published["messenger"]
    after = deployment(simulator, "EU 1")
    assert (after.get("description"), after.get("pushIntegrations")) == (None, [])
    nothing_changes(simulator, ansible)


def test_a_section_that_is_off_and_lacks_what_it_needs_stays_as_it_is(simulator: Simulator, ansible: Ansible) -> None:
    """Orgs have it so (TF 879), and the API refuses it in a body. Neither does a list below a section come twice."""
    state = webdeployments_fleets.varied(2)
    for each in state["webdeployments"]["configurations"]:
        for content in (each["draft"], *each["versions"]):
            content["authenticationSettings"] = {"enabled": False}
            content["supportCenter"] = {"enabled": False, "screens": [{"type": "Home", "moduleSettings": [], "new": 1}]}
    simulator.reset(state, pending_polls=0)
    exported = read(export(ansible))
    first = exported["webmessaging_configurations"][0]
    assert first["authentication_settings"]["integration_id"] is None
    assert ("screens" in first["support_center"], "screens" in first["raw"]["supportCenter"]) == (False, True)
    nothing_changes(simulator, ansible)


def test_what_a_listing_leaves_out_is_not_exported_as_unset(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    simulator.person("create_configuration", name="Never published", languages=["ja"], cobrowse={"enabled": True})
    for thin, path in ((["cobrowse", "messenger.apps"], "configurations"), (["flow", "description"], "deployments")):
        simulator.fault("GET", f"{BASE}/{path}", {"thin": thin}, times=None)
    text = export(ansible)
    simulator.clear_faults()
    assert read(export(ansible)) == read(text)
    nothing_changes(simulator, ansible)


REFUSED = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}


def test_what_cannot_be_read_is_left_out_and_told(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    europe, other = configuration(simulator, "EU"), deployment(simulator, "Asleep 5")
    simulator.fault("GET", f".*/configurations/{europe['id']}/versions", REFUSED, times=None)
    simulator.fault("GET", f".*/deployments/{other['id']}/identityresolution", REFUSED, times=None)
    text = export(ansible)
    assert export(ansible) == text
    path = f"{BASE}/configurations/{europe['id']}/versions"
    assert f"  # EU ({europe['id']})\n  # left out: GET {path} answered 403: No.\n" in text
    path = f"{BASE}/deployments/{other['id']}/identityresolution"
    assert f"  # left out: identity_resolution: GET {path} answered 403: No.\n  - name: Asleep 5\n" in text
    exported = read(text)
    assert "EU" not in [each.get("name") for each in exported["webmessaging_configurations"]]
    by_name = {each.get("name"): each for each in exported["webmessaging_deployments"]}
    assert by_name["EU 1"]["configuration"] == {"name": "EU", "version": pin(simulator, "EU 1")[1]}
    assert ["identity_resolution" in by_name[name] for name in ("EU 1", "Asleep 5")] == [True, False]
    simulator.clear_faults()
    nothing_changes(simulator, ansible)


def test_what_is_not_there_ends_no_export(simulator: Simulator, ansible: Ansible) -> None:
    """A 404: an org without supported content profiles, and a configuration that somebody deletes meanwhile."""
    ansible.environment.update(QUIET)
    simulator.reset("webdeployments:13", pending_polls=0)
    europe = configuration(simulator, "EU")["id"]
    gone = {"respond": {"status": 404, "code": "not.found", "message": "Gone."}}
    simulator.fault("GET", f".*/configurations/{europe}/versions", gone, times=None)
    simulator.fault("GET", "/api/v2/conversations/messaging/supportedcontent", gone, times=None)
    path = ansible.folder / "deployments.yml"
    ran = play(ansible, "export_deployments", "-e", f"webmessaging_export_path={path}")
    assert ran.status == 0, ran.output
    warnings = " ".join(ran.errors.split())
    left_out = f"EU' ({europe}): GET {BASE}/configurations/{europe}/versions answered 404: Gone."
    assert f"Left out of the export: configuration '{left_out}" in warnings
    assert (
        "Left out of the export: supported_contents: GET /api/v2/conversations/messaging/supportedcontent" in warnings
    )
    text = path.read_text(encoding="utf-8")
    assert "# webmessaging_supported_contents: left out, since GET " in text
    assert read(text)["webmessaging_supported_contents"] == []
    simulator.clear_faults()
    nothing_changes(simulator, ansible)


REFERRING = "referring-webdeployments:16"
QUIET = {"ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"}


def ids_in(text: str) -> set[str]:
    return set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))


def test_the_file_has_names_and_is_the_same_in_any_order_of_the_listings(
    simulator: Simulator, ansible: Ansible
) -> None:
    state = orgs.explicit(REFERRING)
    twins = [each["id"] for each in state["webdeployments"]["configurations"] if each["draft"]["name"] == "Twin"]
    twins += [each["id"] for each in state["webdeployments"]["deployments"] if each["name"] == "Twin"]
    simulator.reset(state, pending_polls=0)
    text = export(ansible)
    assert ids_in(text) == set(twins)
    for kind in ("configurations", "deployments", "flows", "supported_content", "integrations", "knowledge_bases"):
        state["webdeployments"][kind].reverse()
    simulator.reset(state, pending_polls=0)
    assert export(ansible) == text
    exported = read(text)
    first = exported["webmessaging_deployments"][0]
    assert (first["flow_name"], first["supported_content_name"]) == ("Inbound Messages", "Pictures")
    assert [each["name"] for each in exported["webmessaging_supported_contents"]] == ["Everything", "Pictures"]
    assert first["push_integrations"][1] == {"name": "Shop App Android", "provider": "FCM"}
    assert first["identity_resolution"]["division"] == {"name": "Sales"}
    (look, *_others) = exported["webmessaging_configurations"]
    assert look["support_center"]["enabled_categories"][2] == {"name": "Rücksendung"}
    assert look["authentication_settings"]["integration_name"] == "Customer Login"
    nothing_changes(simulator, ansible)
    added = {"cobrowse": {"enabled": True, "channels": ["Webmessaging"]}}
    simulator.person("publish", configuration(simulator, look["name"])["id"], **added, settled=True)
    simulator.person("edit_deployment", deployment(simulator, first["name"])["id"], description="Theirs", flow=None)
    checked = play(ansible, "configure_deployments", "-e", "@deployments.yml", "--check", "--diff")
    assert (checked.status, "flow_name" in checked.output, "Theirs" in checked.output) == (0, True, True)
    drifted = play(ansible, "drift_deployments", "-e", "@deployments.yml")
    paths = [
        line.partition("): ")[2].partition(":")[0] for line in drifted.of("Require no difference")["msg"].splitlines()
    ]
    assert {"description", "flow_id", "cobrowse"} <= {path.partition(".")[0] for path in paths}


def test_a_selection_of_deployments_takes_the_configurations_that_they_use(
    simulator: Simulator, ansible: Ansible
) -> None:
    simulator.reset(REFERRING, pending_polls=0)
    ansible.environment.update(QUIET)
    path = f"webmessaging_export_path={ansible.folder / 'some.yml'}"
    chosen = {"webmessaging_export_glob": ["Site 0?", "Twin"], "webmessaging_export_except": "Site 0[1-9]"}
    ran = play(ansible, "export_deployments", "-e", path, "-e", json.dumps(chosen))
    assert (ran.status, "[WARNING]" in ran.errors) == (0, False), ran.errors
    exported = read((ansible.folder / "some.yml").read_text(encoding="utf-8"))
    used = {
        each["configuration"].get("name") or each["configuration"]["id"]
        for each in exported["webmessaging_deployments"]
    }
    assert [each.get("name") for each in exported["webmessaging_deployments"]] == ["Site 00", None, None]
    assert {each.get("name") or each["id"] for each in exported["webmessaging_configurations"]} == used
    ran = play(ansible, "export_deployments", "-e", path, "-e", "webmessaging_export_glob=Shop*")
    assert (ran.status, "no deployment has a name like Shop*" in " ".join(ran.errors.split())) == (0, True)


def test_without_the_permission_for_flows_they_are_told_by_id_with_one_warning(
    simulator: Simulator, ansible: Ansible
) -> None:
    ansible.environment.update(QUIET)
    lacking = without(credentials.VIEW_FLOWS)
    simulator.reset({**fleets.named(REFERRING), **lacking}, pending_polls=0)
    path = ansible.folder / "deployments.yml"
    ran = play(ansible, "export_deployments", "-e", f"webmessaging_export_path={path}")
    assert (ran.status, ran.errors.count("[WARNING]")) == (0, 1), ran.errors
    text = path.read_text(encoding="utf-8")
    why = "the client may not list inbound message flows (architect:flow:view); its name is 'Inbound Messages'"
    assert f"  # flow_id: an id, since {why}\n  - name: Site 00\n" in text
    assert {"flow_name" in each for each in read(text)["webmessaging_deployments"]} == {False}
    nothing_changes(simulator, ansible)


def test_without_a_permission_the_other_kind_is_exported(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:3", pending_polls=0)
    simulator.fault("GET", f"{BASE}/configurations", REFUSED, times=None)
    text = export(ansible)
    path = f"{BASE}/configurations"
    assert f"# webmessaging_configurations: left out, since GET {path} answered 403: No.\n" in text
    pins = [each["configuration"] for each in read(text)["webmessaging_deployments"]]
    there = sorted(simulator.deployments(), key=lambda each: (each["name"], each["id"]))
    assert pins == [{key: each["configuration"][key] for key in ("id", "version")} for each in there]
    simulator.clear_faults()
    nothing_changes(simulator, ansible)

    simulator.fault("GET", f"{BASE}/deployments", REFUSED, times=None)
    text = export(ansible)
    assert "# webmessaging_deployments: left out, since GET " in text
    assert read(text)["webmessaging_deployments"] == []
    simulator.fault("GET", f"{BASE}/configurations", REFUSED, times=None)
    ran = play(ansible, "export_deployments", "-e", f"webmessaging_export_path={ansible.folder}/nothing.yml")
    assert (ran.status, ran.of("Find the deployments")["failure"]["kind"]) == (2, "permission")
    assert not (ansible.folder / "nothing.yml").exists()
