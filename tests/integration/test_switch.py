# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``switch``: a messenger off and on, by the status of deployments or by the launcher."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN
from tests.integration.guides import Guide, run
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DEPLOYMENTS,
    DRAFTS,
    FLEET,
    configuration,
    deployment,
    draft_of,
    pin,
    pinned,
    pinned_together,
    version,
    written,
)
from tests.simulator import fleets
from tests.simulator.client import Simulator
from tests.simulator.guest_files import FILES
from tests.simulator.json_values import JsonObject

EUROPE = ("EU 1", "EU 2")
PRIMARY = "Primary Web Messaging"
VIEW = {"webDeployments:deployment:view"}
REQUIRE, SELECT = "Require a state and deployments", "Require that everything selects a deployment"
WAIT = "Wait until guests get it"
SHOW, LAST = "Show what changed", "Require that everything was switched"


def switch(ansible: Ansible, simulator: Simulator, state: Any, *arguments: str, **variables: Any) -> Finished:
    simulator.clear_journal()
    given = {"switch": state, **variables}
    text = json.dumps({f"webmessaging_{name}": value for name, value in given.items()})
    return ansible.run("ansible-playbook", "genesys.cloud.switch", "-e", text, *arguments)


def lines(ran: Finished) -> list[str]:
    """What it shows at its end."""
    assert ran.status == 0, ran.output
    shown: list[str] = ran.of(SHOW)["msg"]
    return shown


def refusals(ran: Finished, task: str) -> list[str]:
    assert ran.status == 2, ran.output
    told: list[str] = ran.of(task)["msg"].splitlines()
    return told


def ids(simulator: Simulator, *names: str) -> list[str]:
    return [deployment(simulator, name)["id"] for name in names]


def statuses(simulator: Simulator, *names: str) -> list[str]:
    return [deployment(simulator, name)["status"] for name in names]


def launcher(simulator: Simulator, name: str) -> str:
    """The visibility in the version that a deployment is pinned to."""
    visibility: str = version(simulator, *pin(simulator, name))["messenger"]["launcherButton"]["visibility"]
    return visibility


def with_launchers(**visibilities: str) -> JsonObject:
    """An org in which each configuration of that name has its launcher so."""
    state = fleets.named(FLEET)
    for each in state["webdeployments"]["configurations"]:
        for content in (each["draft"], *each["versions"]):
            if each["draft"]["name"] in visibilities:
                content["messenger"]["launcherButton"]["visibility"] = visibilities[each["draft"]["name"]]
    return state


def test_off_again_and_on_by_the_status(simulator: Simulator, ansible: Ansible) -> None:
    """With YAML's boolean, and with the text that ``-e webmessaging_switch=off`` gives."""
    simulator.reset(FLEET)
    europe = ids(simulator, *EUROPE)
    before = simulator.state()
    checked = switch(ansible, simulator, "off", "--check", "--diff", switch_glob="EU *")
    assert lines(checked) == ["EU 1: Active -> Inactive, checked", "EU 2: Active -> Inactive, checked"]
    assert ('+    "status": "Inactive"' in checked.output, "changed=1" in checked.output) == (True, True)
    assert simulator.requests() == [TOKEN, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS]
    assert simulator.state() == before

    off = switch(ansible, simulator, False, switch_glob="EU *")
    assert lines(off) == ["EU 1: Active -> Inactive, updated", "EU 2: Active -> Inactive, updated"]
    assert sorted(simulator.requests()) == sorted([TOKEN, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS, *pinned_together(europe)])
    assert statuses(simulator, *EUROPE, PRIMARY) == ["Inactive", "Inactive", "Active"]

    again = switch(ansible, simulator, "off", switch_glob="EU *")
    assert (lines(again), "changed=0" in again.output) == (["already off: 2"], True)
    assert simulator.requests() == [TOKEN, BARE_DEPLOYMENTS]

    on = switch(ansible, simulator, True, switch_names="EU 1", switch_glob="")
    assert lines(on) == ["EU 1: Inactive -> Active, updated"]
    assert simulator.requests() == [TOKEN, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS, *pinned(europe[0])]
    assert statuses(simulator, *EUROPE) == ["Active", "Inactive"]


def test_it_remembers_nothing(simulator: Simulator, ansible: Ansible) -> None:
    """What somebody had switched off is switched on with the rest. A file has ``off`` and ``on`` without quotes."""
    simulator.reset(FLEET, pending_polls=0)
    assert statuses(simulator, "Asleep 5") == ["Inactive"]
    path = ansible.folder / "switch.yml"
    for state, status in (("off", "Inactive"), ("on", "Active")):
        path.write_text(f'webmessaging_switch: {state}\nwebmessaging_switch_glob: "*"\n', encoding="utf-8")
        ran = ansible.run("ansible-playbook", "genesys.cloud.switch", "-e", "@switch.yml")
        assert ran.status == 0, ran.output
        assert {each["status"] for each in simulator.deployments()} == {status}
    again = ansible.run("ansible-playbook", "genesys.cloud.switch", "-e", "@switch.yml")
    assert lines(again) == [f"already on: {len(simulator.deployments())}"]


@pytest.mark.parametrize("names", [["Shop, EU", "EU 2"], "Shop, EU\nEU 2", " EU 2 ,Shop, EU"])
def test_names_are_a_list_or_a_text(simulator: Simulator, ansible: Ansible, names: Any) -> None:
    """A name can hold a comma; in a text, only a line by itself can."""
    state = fleets.named(FLEET)
    for each in state["webdeployments"]["deployments"]:
        each["name"] = "Shop, EU" if each["name"] == "EU 1" else each["name"]
    simulator.reset(state, pending_polls=0)
    ran = switch(ansible, simulator, "off", switch_names=names)
    if isinstance(names, str) and "\n" not in names:
        assert [line.partition(".")[0] for line in refusals(ran, SELECT)] == [
            "webmessaging_switch_names: no deployment has the name 'Shop'",
            "webmessaging_switch_names: no deployment has the name 'EU'",
        ]
    else:
        assert lines(ran) == ["Shop, EU: Active -> Inactive, updated", "EU 2: Active -> Inactive, updated"]


def test_what_selects_nothing_is_told_at_once_and_nothing_is_written(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET)
    twins = [each["id"] for each in simulator.deployments() if each["name"] == "Twin"]
    wanted = {"switch_names": ["EU 1", "eu 2", "Twin"], "switch_glob": ["EU *", "US *"]}
    told = refusals(switch(ansible, simulator, "off", **wanted), SELECT)
    unknown = "webmessaging_switch_names: no deployment has the name 'eu 2'. Nearest: 'EU 2', 'EU 1', 'Bare 12'."
    way_out = "Give an id in place of the name, or switch all of them with webmessaging_switch_glob."
    assert told == [
        unknown,
        f"webmessaging_switch_names: 2 deployments have the name 'Twin': {', '.join(twins)}. {way_out}",
        "webmessaging_switch_glob: no deployment has a name like 'US *'. Nearest: 'EU 2', 'EU 1'.",
    ]
    assert simulator.requests() == [TOKEN, BARE_DEPLOYMENTS]

    told = refusals(switch(ansible, simulator, "off", switch_by="launcher", switch_names="eu 2"), SELECT)
    assert told == [unknown]
    assert simulator.requests() == [TOKEN, DEPLOYMENTS]
    assert "Twin: Active -> Inactive, updated" in lines(switch(ansible, simulator, "off", switch_names=twins[1]))
    assert [simulator.deployment(each)["status"] for each in twins] == ["Active", "Inactive"]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, ["webmessaging_switch: is missing", "webmessaging_switch_names or webmessaging_switch_glob: is missing"]),
        (
            {"switch": "maybe", "switch_by": "magic", "switch_names": [], "switch_glob": " "},
            [
                "webmessaging_switch: 'maybe' is neither",
                "webmessaging_switch_by: 'magic' is neither",
                "webmessaging_switch_names or webmessaging_switch_glob: is missing",
            ],
        ),
        ({"switch": 0, "switch_glob": "*"}, ["webmessaging_switch: '0' is neither"]),
        ({"switch": None, "switch_glob": "*"}, ["webmessaging_switch: is missing"]),
    ],
)
def test_wrong_variables_cost_no_request(
    simulator: Simulator, ansible: Ansible, variables: dict[str, Any], told: list[str]
) -> None:
    given = {"switch": "", **variables}
    found = refusals(switch(ansible, simulator, given.pop("switch"), **given), REQUIRE)
    assert [line[: len(start)] for line, start in zip(found, told, strict=True)] == told
    assert simulator.requests() == []


def test_the_launcher_off_again_and_on(simulator: Simulator, ansible: Ansible) -> None:
    """The two share a configuration, which is published once."""
    simulator.reset(FLEET)
    europe = ids(simulator, *EUROPE)
    shared, _version = pin(simulator, "EU 1")
    before = simulator.state()
    by = {"switch_glob": "EU *", "switch_by": "launcher"}
    checked = switch(ansible, simulator, "off", "--check", "--diff", **by)
    assert lines(checked) == ["EU 1: On -> Off, checked", "EU 2: On -> Off, checked"]
    assert ('"visibility": "Off"' in checked.output, "changed=1" in checked.output) == (True, True)
    reads = [TOKEN, DEPLOYMENTS, DEPLOYMENTS, draft_of(shared)]
    assert simulator.requests() == reads
    assert simulator.state() == before

    off = switch(ansible, simulator, "off", **by)
    assert lines(off) == ["EU 1: On -> Off, updated", "EU 2: On -> Off, updated"]
    pins = [*pinned(europe[0]), *pinned(europe[1])]
    assert sorted(simulator.requests()) == sorted([*reads, *written(shared), *pins])
    assert [(launcher(simulator, name), pin(simulator, name)) for name in EUROPE] == [("Off", (shared, "2"))] * 2
    assert statuses(simulator, *EUROPE) == ["Active", "Active"]

    again = switch(ansible, simulator, "off", **by)
    assert (lines(again), "changed=0" in again.output) == (["already off: 2"], True)
    assert simulator.requests() == [TOKEN, DEPLOYMENTS]
    assert lines(switch(ansible, simulator, "on", **by)) == ["EU 1: Off -> On, updated", "EU 2: Off -> On, updated"]


def test_on_leaves_a_launcher_on_demand_and_off_does_not(simulator: Simulator, ansible: Ansible) -> None:
    """A configuration without a messenger has no launcher to switch."""
    simulator.reset(with_launchers(**{"EU": "OnDemand", PRIMARY: "Off"}), pending_polls=0)
    (bare,) = (each["name"] for each in simulator.deployments() if each["name"].startswith("Bare"))
    by = {"switch_names": [PRIMARY, "EU 1", "EU 2", bare], "switch_by": "launcher"}
    *notes, none = (f"deployment '{name}' ({each})" for name in (*EUROPE, bare) for each in ids(simulator, name))
    demanded = [f"{note} has its launcher on demand: the site, or an action map, shows it." for note in notes]
    no_launcher = f"{none} has no messenger, so it has no launcher."
    on = switch(ansible, simulator, "on", **by)
    assert lines(on) == [f"{PRIMARY}: Off -> On, updated", *demanded, no_launcher]
    again = switch(ansible, simulator, "on", **by)
    assert (lines(again), simulator.requests()) == (["already on: 1", *demanded, no_launcher], [TOKEN, DEPLOYMENTS])
    off = switch(ansible, simulator, "off", **by)
    shown = [*(f"{name}: OnDemand -> Off, updated" for name in EUROPE), no_launcher]
    assert lines(off) == [f"{PRIMARY}: On -> Off, updated", *shown]
    assert [launcher(simulator, name) for name in (PRIMARY, *EUROPE)] == ["Off"] * 3


def test_a_launcher_that_others_share_and_a_draft_of_somebody(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET, pending_polls=0)
    drafted = configuration(simulator, "Drafted 4")["id"]
    by = {"switch_names": ["EU 1", "Drafted 4", PRIMARY], "switch_by": "launcher"}
    for arguments in (["--check"], []):
        told = refusals(switch(ansible, simulator, "off", *arguments, **by), LAST)
        assert "2 of 3 channels failed" in told[0]
        assert f"is used by other deployments too: 'EU 2' ({ids(simulator, 'EU 2')[0]})" in told[1]
        assert "With change_shared: true" in told[1]
        assert "has an unpublished draft" in told[2]
    assert [launcher(simulator, name) for name in ("EU 1", "Drafted 4", PRIMARY)] == ["On", "On", "Off"]

    allowed = {"change_shared": "yes", "overwrite_draft": "yes"}
    off = switch(ansible, simulator, "off", **by, **allowed)
    assert lines(off) == ["EU 1: On -> Off, updated", "Drafted 4: On -> Off, updated", "already off: 1"]
    assert DRAFTS in simulator.requests()
    assert draft_of(drafted, "PUT") in simulator.requests("write")
    assert [launcher(simulator, name) for name in EUROPE] == ["Off", "On"]

    # Both together: the one that already is as wanted allows the change of the other one.
    both = switch(ansible, simulator, "on", switch_glob="EU *", switch_by="launcher")
    assert lines(both) == ["EU 1: Off -> On, updated", "already on: 1"]


def test_a_deployment_that_cannot_be_switched_fails_and_the_others_are_switched(
    simulator: Simulator, ansible: Ansible
) -> None:
    """One that is Pending is waited for."""
    state = fleets.named(FLEET)
    broken = dict(zip((PRIMARY, "EU 1"), ("Error", "Deleting"), strict=True))
    for each in state["webdeployments"]["deployments"]:
        each["status"] = broken.get(each["name"], each.get("status", "Active"))
    simulator.reset(state)
    simulator.person("edit_deployment", ids(simulator, "EU 2")[0], description="Busy")
    assert statuses(simulator, "EU 2") == ["Pending"]
    for by in ({}, {"switch_by": "launcher", "change_shared": True}):
        ran = switch(ansible, simulator, "off", switch_names=[*broken, *EUROPE], **by)
        (each,) = ids(simulator, PRIMARY)
        assert refusals(ran, LAST) == [
            f"deployment '{PRIMARY}' ({each}) has the status Error, so it cannot be switched off.",
            f"deployment 'EU 1' ({ids(simulator, 'EU 1')[0]}) has the status Deleting, so it cannot be switched off.",
        ]
    assert statuses(simulator, PRIMARY, *EUROPE) == ["Error", "Deleting", "Inactive"]
    assert launcher(simulator, "EU 2") == "Off"


def test_a_failed_write_is_told_last_and_does_not_stop_the_others(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET, pending_polls=0)
    first, _second = ids(simulator, *EUROPE)
    refused = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    simulator.fault("PUT", f".*/deployments/{first}", refused, times=None)
    ran = switch(ansible, simulator, "off", switch_glob="EU *")
    (told,) = refusals(ran, LAST)
    assert told.startswith("Cannot configure the deployments: 1 of 2 deployments failed, 1 updated: ")
    assert ran.of(SHOW)["msg"] == ["EU 2: Active -> Inactive, updated"]
    wrong = refusals(switch(ansible, simulator, "off", switch_glob="EU *", workers=0), LAST)
    assert "workers" in wrong[0]
    assert simulator.requests("write") == []


@pytest.mark.parametrize("by", ["status", "launcher"])
def test_it_ends_when_guests_get_it(simulator: Simulator, ansible: Ansible, by: str) -> None:
    """Once for what changed; not in check mode, and not if nothing changed."""
    simulator.reset(FLEET, pending_polls=0, guest_lag_reads=2)
    (primary,) = ids(simulator, PRIMARY)
    files = f"GET {FILES}/{primary}"
    wanted = {"switch_names": PRIMARY, "switch_by": by, "switch_as_guest": "yes"}
    assert switch(ansible, simulator, "off", "--check", **wanted).status == 0
    assert [each for each in simulator.requests() if FILES in each] == []
    off = switch(ansible, simulator, "off", **wanted)
    (row,) = off.of(WAIT)["guests"]
    assert (row["as_pinned"], row["deployment_id"]) == (True, primary)
    assert (row["status"], row["version"]) == (("Inactive", "1") if by == "status" else ("Active", "2"))
    configuration_id, number = pin(simulator, PRIMARY)
    read = f"GET {BASE}/configurations/{configuration_id}/versions/{number}"
    looks = [f"{files}/domains.json", *[f"{files}/config.json"] * 3]
    asked = simulator.requests()
    assert asked[asked.index(looks[0]) - 2 :] == [f"GET {BASE}/deployments/{primary}", read, *looks]
    again = switch(ansible, simulator, "off", **wanted)
    assert (lines(again), len(simulator.requests())) == (["already off: 1"], 2)


def test_guests_that_do_not_get_it_fail_the_play(simulator: Simulator, ansible: Ansible) -> None:
    """Beside what could not be written."""
    simulator.reset(FLEET, pending_polls=0, guest_lag_ms=60_000)
    first, second = ids(simulator, *EUROPE)
    refused = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    simulator.fault("PUT", f".*/deployments/{first}", refused, times=None)
    wanted = {"switch_glob": "EU *", "switch_as_guest": True, "switch_guest_timeout": 1}
    told = refusals(switch(ansible, simulator, "off", **wanted), LAST)
    failed, unseen = told
    assert failed.startswith("Cannot configure the deployments: 1 of 2 ")
    late = "guests do not see it yet: after 1 s they get version 1, with another status; "
    assert unseen.startswith(f"deployment 'EU 2' ({second}): {late}")
    assert switch(ansible, simulator, "on", switch_names="EU 2").status == 0
    simulator.fault("GET", f".*/deployments/{second}", {**refused, "respond": {"status": 401}}, times=None)
    wanted |= {"switch_names": "EU 2", "switch_glob": ""}
    (told_of_guests,) = refusals(switch(ansible, simulator, "off", **wanted), LAST)
    assert told_of_guests.startswith("Cannot look at what guests get: ")


@pytest.mark.parametrize(
    ("by", "needed"),
    [
        ("status", VIEW | {"webDeployments:deployment:edit"}),
        (
            "launcher",
            VIEW
            | {f"webDeployments:configuration:{what}" for what in ("view", "edit", "add")}
            | {"webDeployments:deployment:edit"},
        ),
    ],
)
def test_the_permissions_that_it_needs(simulator: Simulator, ansible: Ansible, by: str, needed: set[str]) -> None:
    """These are enough, and without any of them it fails with kind permission."""
    state = fleets.named(FLEET)
    client = simulator.state()["clients"][0]
    for scopes in (needed, *(needed - {each} for each in sorted(needed))):
        simulator.reset({**state, "clients": [{**client, "scopes": sorted(scopes)}]}, pending_polls=0)
        ran = switch(ansible, simulator, "off", switch_names=PRIMARY, switch_by=by)
        failures = [each.result["failure"] for each in ran.results if "failure" in each.result]
        assert [each["kind"] for each in failures] == ([] if scopes == needed else ["permission"]), ran.output
        assert ran.status == (0 if scopes == needed else 2)


@pytest.mark.parametrize("by", ["status", "launcher"])
def test_an_org_without_web_deployments_is_one_clear_error(simulator: Simulator, ansible: Ansible, by: str) -> None:
    simulator.reset("mixed:3")
    ran = switch(ansible, simulator, "off", switch_glob="*", switch_by=by)
    (failed,) = [each.result for each in ran.results if each.status == "failed"]
    assert ran.status == 2
    assert "does not serve Web Deployments" in failed["msg"]


def test_the_guide_does_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET, pending_polls=0)
    guide = Guide("guests.md")
    guide.write_files(ansible)
    outputs = [run(ansible, command) for command in guide.commands_of("Off and on")]
    assert ["changed=1" in output for output in outputs] == [True] * 4
    assert statuses(simulator, *EUROPE) == ["Active", "Active"]
    assert [launcher(simulator, name) for name in EUROPE] == ["Off", "Off"]
