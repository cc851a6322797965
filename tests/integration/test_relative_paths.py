# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A relative path on the controller belongs to the working directory of ansible-playbook, whichever way a task runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import ROOT, Ansible, Finished
from tests.integration.channels import ID, org, stored
from tests.integration.runner_process import Runner
from tests.simulator.client import Simulator

CHANNEL = "genesys.cloud.webmessaging_channel"
FILES = {"task.jsonl", "tokens.json", "audit.jsonl", "genesys.prom", "page.html", "report.html", "org.yml"}
OF_THE_CALLBACK = {
    "ANSIBLE_CALLBACKS_ENABLED": "recorded_results,genesys.cloud.audit",
    "GENESYS_AUDIT_LOG": "audit.jsonl",
    "GENESYS_METRICS_FILE": "genesys.prom",
    "GENESYS_REPORT_FILE": "page.html",
}


@pytest.fixture
def prepared(simulator: Simulator, ansible: Ansible) -> Ansible:
    """The folder of tokens must be nobody else's; whose shell began elsewhere has another ``PWD``."""
    simulator.reset(org(stored()))
    ansible.folder.chmod(0o700)
    ansible.environment |= {**simulator.environment, "PWD": "/"}
    return ansible


def playbook(ansible: Ansible, tasks: list[dict[str, Any]], *arguments: str, **play: Any) -> Finished:
    """Play the tasks from a playbook in another folder than the working directory."""
    path = ansible.folder / "plays" / "playbook.yml"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks, **play}]))
    return ansible.run("ansible-playbook", str(path), *arguments)


def left(ansible: Ansible) -> set[str]:
    """Where files of ours lie, below the working directory and in the installed collection."""
    below = {str(path.relative_to(ansible.folder)) for path in ansible.folder.rglob("*") if path.is_file()}
    collection = {str(path) for folder in ("playbooks", "roles") for path in (ROOT / folder).rglob("*")}
    return {name for name in {*below, *collection} if Path(name).name in FILES}


@pytest.mark.parametrize(
    "way",
    [
        {},
        {"environment": {"SOME": "thing"}},
        {"environment": {"LOGS": "."}, "vars": {"log": "$LOGS/task.jsonl"}},
        {"async": 30, "poll": 1},
        {"loop": [1, 2]},
    ],
    ids=["in process", "as a module", "with a variable", "in the background", "in a loop"],
)
def test_a_task_s_paths_belong_to_the_working_directory(prepared: Ansible, way: dict[str, Any]) -> None:
    options = {"id": ID, "max_concurrent_sessions": 801, "audit_log": "{{ log }}", "token_cache": "tokens.json"}
    task = {"name": "Configure", CHANNEL: options, "vars": {"log": "task.jsonl"}, **way}
    ran = playbook(prepared, [task], "-e", f"ansible_async_dir={prepared.folder}/async")
    assert ran.status == 0, ran.output + ran.errors
    assert left(prepared) == {"task.jsonl", "tokens.json"}


@pytest.mark.parametrize("way", [{}, {"environment": {"SOME": "thing"}}], ids=["in process", "as a module"])
def test_a_path_in_the_environment_does_too(prepared: Ansible, way: dict[str, Any]) -> None:
    prepared.environment["GENESYS_TOKEN_CACHE"] = "tokens.json"
    ran = playbook(prepared, [{"name": "Look", CHANNEL: {"id": ID}, **way}])
    assert ran.status == 0, ran.output + ran.errors
    assert left(prepared) == {"tokens.json"}
    given = ran.of("Look")["invocation"]["module_args"]
    assert given["token_cache"] == str(prepared.folder / "tokens.json")


def test_what_is_delegated_to_the_controller_does_too(prepared: Ansible) -> None:
    hosts = prepared.folder / "hosts.ini"
    hosts.write_text("far ansible_connection=ssh ansible_host=192.0.2.1\n")
    options = {"id": ID, "audit_log": "task.jsonl"}
    delegated = {"name": "Configure", CHANNEL: options, "delegate_to": "localhost"}
    ran = playbook(prepared, [delegated], "-i", str(hosts), hosts="far")
    assert ran.status == 0, ran.output + ran.errors
    assert left(prepared) == {"task.jsonl"}


def test_the_role_and_the_playbooks_of_the_collection_do_too(prepared: Ansible) -> None:
    prepared.environment |= OF_THE_CALLBACK
    wanted = {
        "webmessaging_channels": [{"id": ID, "max_concurrent_sessions": 801}],
        "webmessaging_report": "report.html",
        "webmessaging_audit_log": "task.jsonl",
        "webmessaging_client": {"token_cache": "tokens.json"},
        "webmessaging_export_path": "org.yml",
    }
    (prepared.folder / "wanted.json").write_text(json.dumps(wanted))
    for name in ("configure", "export"):
        ran = prepared.run("ansible-playbook", f"genesys.cloud.{name}", "-e", "@wanted.json")
        assert ran.status == 0, ran.output + ran.errors
    assert left(prepared) == FILES


@pytest.mark.parametrize("connection", ["local", "ansible.builtin.local"])
def test_a_role_in_a_play_with_connection_local_does_too(prepared: Ansible, connection: str) -> None:
    wanted = {
        "webmessaging_channels": [{"id": ID}],
        "webmessaging_report": "report.html",
        "webmessaging_audit_log": "task.jsonl",
    }
    role = {"ansible.builtin.include_role": {"name": "genesys.cloud.webmessaging"}, "vars": wanted}
    ran = playbook(prepared, [role], "-i", "near,", hosts="near", connection=connection)
    assert ran.status == 0, ran.output + ran.errors
    assert left(prepared) == {"report.html", "task.jsonl"}


def test_a_job_of_ansible_runner_leaves_all_in_the_folder_of_its_project(simulator: Simulator, tmp_path: Path) -> None:
    simulator.reset(org(stored()))
    wanted = {
        "webmessaging_channels": [{"id": ID, "max_concurrent_sessions": 801}],
        "webmessaging_report": "report.html",
        "webmessaging_audit_log": "task.jsonl",
        "webmessaging_client": {"token_cache": "tokens.json"},
        "webmessaging_export_path": "org.yml",
    }
    written = tmp_path / "written"
    (written / "plays").mkdir(parents=True)
    (written / "hosts.ini").write_text("localhost ansible_connection=local\n")
    plays = [{"ansible.builtin.import_playbook": f"genesys.cloud.{name}"} for name in ("configure", "export")]
    (written / "plays" / "both.yml").write_text(json.dumps(plays))
    folder = tmp_path / "job"
    folder.mkdir()
    injected = {**simulator.environment, **OF_THE_CALLBACK, "ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit"}
    runner = Runner(folder, written, injected)
    (folder / "project").chmod(0o700)
    job = runner.run("plays/both.yml", "hosts.ini", json.dumps(wanted))
    assert job.status == 0, job.output
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.name in FILES}
    assert found == {f"project/{name}" for name in FILES}


def test_an_inventory_in_another_folder_and_an_ad_hoc_command_do_too(prepared: Ansible) -> None:
    (prepared.folder / "inventories").mkdir(mode=0o700)
    source = prepared.folder / "inventories" / "my.webmessaging.yml"
    source.write_text("plugin: genesys.cloud.webmessaging\ntoken_cache: tokens.json\n")
    listed = prepared.run("ansible-inventory", "-i", str(source), "--list")
    assert (listed.status, ID in listed.output) == (0, True), listed.errors
    assert left(prepared) == {"tokens.json"}
    ran = prepared.ad_hoc("webmessaging_channel", f"id={ID} audit_log=task.jsonl", "--playbook-dir", "inventories")
    assert ran.status == 0, ran.output
    assert left(prepared) == {"tokens.json", "task.jsonl"}
