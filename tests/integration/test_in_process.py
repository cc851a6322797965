# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real playbooks, inside Ansible's worker and as module processes: which way a task goes, and the same result.

A loop shows the way: in process all of it shares one token, each module process fetches its own.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import CHANNEL, FLEET, INFO
from tests.integration.fleet import small_org
from tests.simulator.client import Simulator

CONNECTION = """
from ansible.plugins.connection.local import Connection as Local

DOCUMENTATION = "name: elsewhere\\nshort_description: This host under another name\\nauthor: none\\nversion_added: '1'"


class Connection(Local):
    transport = "elsewhere"
"""

SUDO = """#!/bin/sh
# sudo -H -S -n -u root /bin/sh -c ...
while [ "$1" != /bin/sh ]; do shift; done
exec "$@"
"""


@pytest.fixture
def three(simulator: Simulator) -> Simulator:
    simulator.reset(small_org("EU 1", "EU 2", "{{ 6 * 7 }}"))
    return simulator


def task(name: str, module: str, options: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    return {"name": name, f"genesys.cloud.{module}": options, **keywords}


LOOP = task("loop", INFO, {"id": "c{{ item }}"}, loop=[0, 1, 2])


def script(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def tokens_of(simulator: Simulator, ansible: Ansible, **keywords: Any) -> int:
    """How many tokens a loop of three took that did what it should."""
    variables = keywords.pop("variables", {})
    finished = ansible.playbook([{**LOOP, **keywords}], variables=variables)
    assert finished.status == 0, finished.output + finished.errors
    items = [each for each in finished.results if each.status == "item ok"]
    assert [each.result["channels"][0]["id"] for each in items] == ["c0", "c1", "c2"]
    return len(simulator.requests("token"))


@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"delegate_to": "localhost"},
        {"become": False, "environment": {}},
        {"variables": {"ansible_python_interpreter": "{{ ansible_playbook_python }}", "ansible_connection": "local"}},
        {"variables": {"ansible_python_interpreter": "auto_silent", "ansible_connection": "local"}},
    ],
)
def test_on_this_host_a_loop_needs_one_token(three: Simulator, ansible: Ansible, keywords: dict[str, Any]) -> None:
    assert tokens_of(three, ansible, **keywords) == 1
    assert len({entry["connection"] for entry in three.journal()}) == 1


@pytest.mark.parametrize("keywords", [{"environment": {"SOME": "thing"}}, {"async": 60, "poll": 1}])
def test_what_only_a_process_can_give_makes_one_of_each_item(
    three: Simulator, ansible: Ansible, keywords: dict[str, Any]
) -> None:
    # Beside the home directory of the test, Ansible would look for the jobs in that of the user database.
    ansible.environment["ANSIBLE_ASYNC_DIR"] = str(ansible.folder / "jobs")
    assert tokens_of(three, ansible, **keywords) == 3


def test_the_environment_can_force_module_processes(three: Simulator, ansible: Ansible) -> None:
    ansible.environment["GENESYS_EXECUTION"] = "module"
    assert tokens_of(three, ansible) == 3


def test_become_makes_module_processes(three: Simulator, ansible: Ansible) -> None:
    """The user it becomes has an environment of its own, so credentials are options."""
    sudo = script(ansible.folder / "sudo", SUDO)
    assert tokens_of(three, ansible, become=True, variables={"ansible_become_exe": sudo}) == 3


def test_another_interpreter_makes_module_processes(three: Simulator, ansible: Ansible) -> None:
    python = script(ansible.folder / "python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    variables = {"ansible_python_interpreter": python, "ansible_connection": "local"}
    assert tokens_of(three, ansible, variables=variables) == 3


def test_another_connection_makes_module_processes(three: Simulator, ansible: Ansible) -> None:
    plugins = ansible.folder / "connections"
    plugins.mkdir()
    (plugins / "elsewhere.py").write_text(CONNECTION)
    ansible.environment["ANSIBLE_CONNECTION_PLUGINS"] = str(plugins)
    variables = {"ansible_connection": "elsewhere", "ansible_python_interpreter": sys.executable}
    assert tokens_of(three, ansible, variables=variables) == 3


def test_a_loop_of_ten_needs_one_token_and_each_change_one_write(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:10")
    ids = [channel["id"] for channel in simulator.channels()]
    finished = ansible.playbook([task("loop", CHANNEL, {"id": "{{ item }}", "max_concurrent_sessions": 800}, loop=ids)])
    assert finished.status == 0
    sent = simulator.requests()
    assert (len(sent), len(simulator.requests("token")), len(simulator.requests("write"))) == (21, 1, 10)


HOOK = {"name": "Sync", "callback_url": "https://monitor.example/"}
TASKS = [
    task("listed", INFO, {}, register="found"),
    task("changed", CHANNEL, {"id": "c0", "max_concurrent_sessions": 800}),
    task("unchanged", CHANNEL, {"id": "c0", "max_concurrent_sessions": "800"}),
    task("foretold", CHANNEL, {"id": "c1", "features": []}, check_mode=True, diff=True),
    task("not there", CHANNEL, {"id": "nowhere", "features": []}, ignore_errors=True),
    task("bad input", CHANNEL, {"id": "a b", "max_concurrent_sessions": "many", "x": 1}, ignore_errors=True),
    task("by its braces", CHANNEL, {"name": "{{ found.channels[2].name }}", "max_concurrent_sessions": 5}),
    task("omitted", CHANNEL, {"id": "c1", "features": "{{ omit }}", "name": None, "routing": {"queue_id": None}}),
    task("with a warning", "webmessaging_webhook", HOOK),
    task("with a secret", "webmessaging_webhook", {**HOOK, "secret": "{{ signed }}", "update_secret": "always"}),
    task("hidden", CHANNEL, {"id": "c0", "max_concurrent_sessions": 801}, no_log=True),
    task("delegated", INFO, {"id": "c1"}, delegate_to="localhost"),
    task(
        "until",
        INFO,
        {"id": "c1"},
        register="one",
        until="one.channels[0].max_concurrent_sessions == 1",
        retries=1,
        delay=0,
        ignore_errors=True,
    ),
    task("loop", CHANNEL, {"id": "{{ item.id }}", "features": "{{ item.features }}"}, loop="{{ wishes }}"),
    task(
        "fleet in part",
        FLEET,
        {"channels": [{"id": "c1", "max_concurrent_sessions": 9}, {"id": "gone"}], "workers": 1},
        ignore_errors=True,
    ),
]
VARIABLES = {
    "signed": "signed-with-this-secret",
    "wishes": [{"id": "c0", "features": ["rich-media"]}, {"id": "c1", "features": []}],
}


def alike(value: Any, *differing: str) -> Any:
    """Without what differs between any two runs: times, ids, and how many tokens were needed."""
    differs = {"audit_id", "timestamp", "latency_ms", "wait_ms", "context_id", "token", *differing}
    if isinstance(value, dict):
        kept = {key: alike(each, *differing) for key, each in value.items() if key not in differs}
        if "read" in kept and "write" in kept:
            kept.pop("total", None)
        return kept
    if isinstance(value, str):
        return re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID", value)
    return [alike(each, *differing) for each in value] if isinstance(value, list) else value


def both_ways(simulator: Simulator, ansible: Ansible) -> tuple[Finished, Finished]:
    runs = []
    for way in ("", "module"):
        simulator.reset(small_org("EU 1", "EU 2", "{{ 6 * 7 }}"))
        ansible.environment.update(simulator.environment, GENESYS_EXECUTION=way)
        runs.append(ansible.playbook(TASKS, variables=VARIABLES))
    return runs[0], runs[1]


@pytest.mark.parametrize("token_cache", ["run", "none"])
def test_results_are_the_same_both_ways(simulator: Simulator, ansible: Ansible, token_cache: str) -> None:
    ansible.environment["GENESYS_TOKEN_CACHE"] = token_cache
    # In process, the tasks of a run share what they detect.
    differing = ["read", "total"] if token_cache == "run" else []
    here, module = both_ways(simulator, ansible)
    assert here.status == module.status == 0, here.output + here.errors
    assert [(each.task, each.status) for each in here.results] == [(each.task, each.status) for each in module.results]
    assert len(here.results) >= len(TASKS)
    for one, other in zip(here.results, module.results, strict=True):
        assert alike(one.result, *differing) == alike(other.result, *differing), one.task
    assert here.of("by its braces")["channel"]["name"] == "{{ 6 * 7 }}"
    for finished in (here, module):
        assert "signed-with-this-secret" not in finished.output + finished.errors + str(finished.results)
        assert "unsigned" in finished.errors


def test_a_vaulted_value_is_an_option_like_any_other(three: Simulator, ansible: Ansible) -> None:
    password = ansible.folder / "password"
    password.write_text("open sesame")
    secret = ansible.environment.pop("GENESYS_CLIENT_SECRET")
    vault = ["--vault-password-file", str(password)]
    encrypted = ansible.run("ansible-vault", "encrypt_string", *vault, "--name", "vaulted", secret)
    (ansible.folder / "vault.yml").write_text(encrypted.output)
    options = {"id": "c0", "client_secret": "{{ vaulted }}"}
    for way in ("", "module"):
        ansible.environment["GENESYS_EXECUTION"] = way
        finished = ansible.playbook([task("vaulted", INFO, options)], *vault, "-vvv", vars_files=["vault.yml"])
        assert finished.status == 0, finished.output
        assert finished.of("vaulted")["total"] == 1
        assert secret not in finished.output + finished.errors + str(finished.results)


def test_defaults_of_the_group_hold_in_process_too(three: Simulator, ansible: Ansible) -> None:
    group = {"group/genesys.cloud.genesys": {"client_secret": ansible.environment.pop("GENESYS_CLIENT_SECRET")}}
    assert ansible.playbook([LOOP], module_defaults=group).status == 0
    assert len(three.requests("token")) == 1
