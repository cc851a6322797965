# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter ``genesys.cloud.webmessaging_report`` in plays, and the documentation of it and of the callback."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from tests.integration.ansible_process import Ansible
from tests.integration.channels import org, stored
from tests.simulator.client import Simulator

FILTER, CALLBACK = "genesys.cloud.webmessaging_report", "genesys.cloud.audit"
CHANNEL = "genesys.cloud.webmessaging_channel"
NAME = "{{ 1 + 1 }} <b>"


def documentation(ansible: Ansible, kind: str, name: str) -> dict[str, Any]:
    finished = ansible.run("ansible-doc", "--type", kind, "--json", name)
    assert finished.status == 0, finished.errors
    found: dict[str, Any] = json.loads(finished.output)[name]
    return found


def written(ansible: Ansible, expression: str, *tasks: dict[str, Any]) -> str:
    """The page that a play writes after its tasks."""
    path = ansible.folder / "report.html"
    copy = {"content": f"{{{{ {expression} }}}}", "dest": str(path), "mode": "0600"}
    ran = ansible.playbook([*tasks, {"name": "Write", "ansible.builtin.copy": copy}])
    assert ran.status == 0, ran.output + ran.errors
    return path.read_text(encoding="utf-8")


def test_it_takes_results_loops_and_what_was_skipped(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org(stored(id="c0", name=NAME), stored(id="c1", name="Second")))
    page = written(
        ansible,
        f"[skipped, looped, refused, {{}}, 1] | {FILTER}(title='A <title>', playbook='my.yml', run_id=4711)",
        {"name": "Skip", CHANNEL: {"id": "c0"}, "when": False, "register": "skipped"},
        {
            "name": "Loop",
            CHANNEL: {"id": "{{ item }}", "max_concurrent_sessions": 800},
            "loop": ["c0", "c1"],
            "register": "looped",
        },
        {"name": "Refuse", CHANNEL: {"max_concurrent_sessions": 0}, "register": "refused", "failed_when": False},
    )
    assert "<h1><bdi>A &lt;title&gt;</bdi></h1>" in page
    assert "3 channels: 2 updated, 1 refused." in page
    assert "<bdi>{{ 1 + 1 }} &lt;b&gt;</bdi>" in page
    assert "<bdi>my.yml</bdi>" in page
    assert "<bdi>4711</bdi>" in page
    assert "out of range" in page
    assert page.endswith("</html>")


def test_a_failure_that_was_ignored_is_told_as_far_as_ansible_registers_it(
    simulator: Simulator, ansible: Ansible
) -> None:
    refuse = {"name": "Refuse", CHANNEL: {"max_concurrent_sessions": 0}, "register": "refused", "ignore_errors": True}
    assert "out of range" in written(ansible, f"[refused] | {FILTER}", refuse)


def test_input_that_is_no_result_is_an_error_that_says_what_to_write(ansible: Ansible) -> None:
    ran = ansible.playbook([{"name": "Fail", "ansible.builtin.debug": {"msg": f"{{{{ 'text' | {FILTER} }}}}"}}])
    assert ran.status == 2
    assert f"[first, second] | {FILTER}" in ran.output


def test_the_example_runs(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:3")
    tasks = yaml.safe_load(documentation(ansible, "filter", FILTER)["examples"])
    assert ansible.playbook(tasks).status == 0
    assert "3 channels: 3 unchanged." in (ansible.folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["audit_log", "metrics_file", "report_file"])
def test_each_setting_of_the_callback_has_its_promised_names(ansible: Ansible, name: str) -> None:
    option = documentation(ansible, "callback", CALLBACK)["doc"]["options"][name]
    variables = [each["name"] for each in option["env"]]
    assert variables == [f"GENESYS_{name.upper()}"]
    assert [(each["section"], each["key"]) for each in option["ini"]] == [("callback_genesys_audit", name)]
    assert not re.search("default", str(sorted(option)))
