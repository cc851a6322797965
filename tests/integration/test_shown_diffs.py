# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``diff: false`` hides the diff from people, and from nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.audited_runs import AuditedRun
from tests.integration.channels import ID, org, stored
from tests.simulator.client import Simulator

CHANNEL = "genesys.cloud.webmessaging_channel"
CHANNELS = "genesys.cloud.webmessaging_channels"
SHOWN = '+    "max_concurrent_sessions": 801'
WAYS: dict[str, dict[str, Any]] = {
    "in process": {},
    "as a module": {"environment": {"SOME": "thing"}},
    "in the background": {"async": 30, "poll": 1},
}


@pytest.fixture
def run(simulator: Simulator, ansible: Ansible) -> AuditedRun:
    simulator.reset(org(stored()))
    ansible.environment |= simulator.environment
    return AuditedRun(ansible)


def wish(module: str) -> dict[str, Any]:
    wanted = {"id": ID, "max_concurrent_sessions": 801}
    return {module: wanted if module == CHANNEL else {"channels": [wanted]}}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("module", [CHANNEL, CHANNELS])
def test_a_task_that_wants_none_shows_none_and_the_report_has_it(run: AuditedRun, module: str, way: str) -> None:
    hand_on = {"msg": "{{ [kept] | genesys.cloud.webmessaging_differences }}"}
    ran = run.ansible.playbook(
        [
            {"name": "Configure", **wish(module), **WAYS[way], "diff": False, "register": "kept"},
            {"name": "Compare", "ansible.builtin.debug": hand_on},
        ],
        "--diff",
        variables={"ansible_async_dir": str(run.ansible.folder / "async")},
    )
    assert ran.status == 0, ran.output + ran.errors
    assert SHOWN not in ran.output
    assert "max_concurrent_sessions: 500 -> 801" in ran.of("Compare")["msg"][0]
    assert "<bdi>801</bdi>" in run.report_file.read_text()


def test_a_play_says_it_for_its_tasks_and_a_loop_for_its_items(run: AuditedRun) -> None:
    looped = {CHANNEL: {"id": ID, "max_concurrent_sessions": "{{ item }}"}, "loop": [801, 802]}
    ran = run.ansible.playbook([{"name": "Loop", **looped}], "--diff", diff=False)
    assert (ran.status, '"max_concurrent_sessions": 80' in ran.output) == (0, False), ran.output
    report = run.report_file.read_text()
    assert ["<bdi>801</bdi>" in report, "<bdi>802</bdi>" in report] == [True, True]


def test_it_is_shown_where_it_is_asked_for_and_kept_where_nobody_asks(run: AuditedRun) -> None:
    task = {"name": "Configure", **wish(CHANNEL)}
    silent = run.ansible.playbook([{**task, "check_mode": True}])
    assert SHOWN not in silent.output
    assert silent.of("Configure")["diff"]["after"] == {"max_concurrent_sessions": 801}
    asked = run.ansible.playbook([{**task, "check_mode": True, "diff": True}])
    shown = run.ansible.playbook([task], "--diff")
    assert [SHOWN in ran.output for ran in (asked, shown)] == [True, True]
