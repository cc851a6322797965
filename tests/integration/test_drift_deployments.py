# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``drift_deployments``: configurations and deployments are compared, told line by line, never written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.web_deployments import configuration, deployment
from tests.simulator.client import Simulator

FLEET = "webdeployments:13"


def play(ansible: Ansible, playbook: str, *arguments: str) -> Finished:
    return ansible.run("ansible-playbook", f"genesys.cloud.{playbook}", *arguments)


def export(ansible: Ansible) -> None:
    path = ansible.folder / "deployments.yml"
    ran = play(ansible, "export_deployments", "-e", f"webmessaging_export_path={path}")
    assert ran.status == 0, ran.output


def drift(ansible: Ansible, *arguments: str, wanted: str = "@deployments.yml") -> Finished:
    return play(ansible, "drift_deployments", "-e", wanted, *arguments)


def told(ran: Finished) -> list[str]:
    lines: list[str] = ran.of("Require no difference")["msg"].splitlines()
    assert lines[0] == "Web Deployments are not as wanted. What is there -> what is wanted:"
    return lines[1:]


def test_drift_is_a_line_for_each_difference_and_nothing_is_written(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET, pending_polls=0)
    export(ansible)
    assert drift(ansible).status == 0
    europe, first = configuration(simulator, "EU"), deployment(simulator, "EU 1")
    simulator.person("publish", europe["id"], languages=["ja"], settled=True)
    simulator.person("edit_deployment", first["id"], allowedDomains=["{{ 7 * 7 }}"])
    before = simulator.state()
    simulator.clear_journal()
    ran = drift(ansible, "--diff")
    assert ran.status == 2, ran.output
    languages, domains = json.dumps(europe["draft"]["languages"]), json.dumps(first["allowedDomains"])
    assert told(ran) == [
        f"configuration 'EU' ({europe['id']}): languages: [\"ja\"] -> {languages}",
        f"deployment 'EU 1' ({first['id']}): allowed_domains: [\"{{{{ 7 * 7 }}}}\"] -> {domains}",
        f'deployment \'EU 1\' ({first["id"]}): configuration.version: "1" -> "3"',
        f'deployment \'EU 2\' ({deployment(simulator, "EU 2")["id"]}): configuration.version: "1" -> "3"',
    ]
    assert (simulator.requests("write"), simulator.state()) == ([], before)
    assert play(ansible, "configure_deployments", "-e", "@deployments.yml").status == 0
    again = drift(ansible)
    assert again.status == 0, again.output


def test_what_cannot_be_compared_does_not_hide_what_differs(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET, pending_polls=0)
    wanted: dict[str, Any] = {
        "webmessaging_configurations": [
            {"id": "gone", "languages": ["ja"]},
            {"name": "EU", "description": "Europe"},
        ],
        "webmessaging_deployments": [{"name": "EU 1", "status": "Inactive"}],
    }
    ran = drift(ansible, wanted=json.dumps(wanted))
    assert (ran.status, "There is no configuration gone" in ran.output) == (2, True), ran.output
    assert [line.partition("): ")[2] for line in told(ran)] == [
        'description: (nothing) -> "Europe"',
        'status: "Active" -> "Inactive"',
    ]
    assert simulator.requests("write") == []


def test_a_draft_that_somebody_left_does_not_hide_what_is_published(simulator: Simulator, ansible: Ansible) -> None:
    """Configuring would refuse to lose it; comparing loses nothing."""
    simulator.reset(FLEET, pending_polls=0)
    europe = configuration(simulator, "EU")
    export(ansible)
    simulator.person("publish", europe["id"], languages=["ja"], settled=True)
    simulator.person("save_draft", europe["id"], description="Not yet")
    ran = drift(ansible)
    assert ran.status == 2
    lines = [line for line in told(ran) if line.startswith("configuration")]
    assert [line.partition("): ")[2].partition(":")[0] for line in lines] == ["languages", "draft"]
    assert simulator.requests("write") == []


def test_nothing_to_compare_is_an_error(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET)
    ran = play(ansible, "drift_deployments")
    lists = "webmessaging_configurations, webmessaging_deployments or webmessaging_supported_contents"
    missing = f"{lists}: is missing or empty; say what is wanted."
    assert (ran.status, ran.of("Require something to compare")["msg"]) == (2, missing)
    others = json.dumps({"webmessaging_deployments": [{"name": "EU 1"}]})
    ran = play(ansible, "drift", "-e", others)
    assert ran.status == 2
    assert "genesys.cloud.drift_deployments" in ran.of("Require something to compare")["msg"]
    nowhere = play(ansible, "drift_deployments", "-e", "webmessaging_drift_path=nowhere/drift.txt")
    assert nowhere.of("Require something to compare")["msg"].splitlines() == [
        missing,
        f"webmessaging_drift_path: the folder {ansible.folder / 'nowhere'} does not exist. Make it.",
    ]
    assert simulator.requests() == []


CHANNELS = ("drift", "webmessaging:2", {"webmessaging_channels": [{"name_glob": "*", "max_concurrent_sessions": 9}]})
DEPLOYMENTS = ("drift_deployments", FLEET, {"webmessaging_deployments": [{"name": "EU 1", "status": "Inactive"}]})


@pytest.mark.parametrize(("playbook", "fleet", "wanted"), [CHANNELS, DEPLOYMENTS])
def test_a_script_can_tell_drift_from_failure(
    simulator: Simulator, ansible: Ansible, playbook: str, fleet: str, wanted: dict[str, Any]
) -> None:
    simulator.reset(fleet, pending_polls=0)
    # A relative path belongs to the working directory.
    compare = ("-e", "webmessaging_drift_path=drift.txt", "-e", "webmessaging_drift_fails=false")
    path: Path = ansible.folder / "drift.txt"
    drifted = play(ansible, playbook, "-e", json.dumps(wanted), *compare)
    assert drifted.status == 0, drifted.output
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    assert path.stat().st_mode & 0o777 == 0o600
    assert drifted.of("Require no difference")["msg"][1:] == lines
    assert simulator.requests("write") == []
    failing = play(ansible, playbook, "-e", json.dumps(wanted), "-e", "webmessaging_drift_path=drift.txt")
    assert failing.status == 2
    assert failing.of("Require no difference")["msg"].splitlines()[1:] == lines

    apply = {"drift": "configure", "drift_deployments": "configure_deployments"}[playbook]
    assert play(ansible, apply, "-e", json.dumps(wanted)).status == 0
    same = play(ansible, playbook, "-e", json.dumps(wanted), *compare)
    assert (same.status, path.read_text(encoding="utf-8")) == (0, ""), same.output

    simulator.fault("GET", "/api/.*", {"respond": {"status": 403}}, times=None)
    failed = play(ansible, playbook, "-e", json.dumps(wanted), *compare)
    assert failed.status == 2
    simulator.clear_journal()
    nowhere = play(ansible, playbook, "-e", json.dumps(wanted), "-e", "webmessaging_drift_path=nowhere/drift.txt")
    assert (nowhere.status, "nowhere does not exist" in nowhere.output) == (2, True)
    assert simulator.requests() == []
