# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task registers that ``when`` skipped can be handed on: it is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import ID, org, stored
from tests.integration.guides import Guide
from tests.simulator.client import Simulator

CHANNEL = "genesys.cloud.webmessaging_channel"
INFO = "genesys.cloud.webmessaging_channel_info"


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"webmessaging_channels": [{"id": ID, "max_concurrent_sessions": 801}]}, 2),
        ({"webmessaging_webhook": {"name": "Gone", "state": "absent"}}, 2),
    ],
    ids=["only channels", "only a webhook"],
)
def test_the_play_of_the_guide_goes_well_with_half_of_the_variables(
    simulator: Simulator, ansible: Ansible, wanted: dict[str, Any], count: int
) -> None:
    simulator.reset(org(stored()))
    Guide("role.md").write_files(ansible)
    (ansible.folder / "wanted.yml").write_text(json.dumps(wanted))
    ran = ansible.run("ansible-playbook", "play.yml", "-e", "@wanted.yml")
    assert ran.status == 0, ran.output + ran.errors
    assert len(ran.of("Show what it cost")["msg"]) == count


def test_every_filter_leaves_them_out(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org(stored()))
    wish = {"id": ID, "max_concurrent_sessions": "{{ item }}"}
    tasks: list[dict[str, Any]] = [
        {"name": "Skip", CHANNEL: {"id": ID}, "when": False, "register": "skipped"},
        {"name": "Skip all", CHANNEL: wish, "when": False, "loop": [1, 2], "register": "all_skipped"},
        {"name": "Skip one", CHANNEL: wish, "when": "item > 5", "loop": [5, 801], "register": "one_skipped"},
        {"name": "Skip nothing", CHANNEL: wish, "loop": [], "register": "nothing"},
        {"name": "Skip the search", INFO: {}, "when": False, "register": "found"},
        {
            "name": "Hand on",
            "ansible.builtin.debug": {
                "msg": {
                    "page": "{{ given | genesys.cloud.webmessaging_report }}",
                    "one": "{{ skipped | genesys.cloud.webmessaging_report }}",
                    "differences": "{{ given | genesys.cloud.webmessaging_differences }}",
                    "table": "{{ found | genesys.cloud.webmessaging_table }}",
                }
            },
            "vars": {"given": "{{ [skipped, all_skipped, one_skipped, nothing, found] }}"},
        },
    ]
    ran = ansible.playbook(tasks)
    assert ran.status == 0, ran.output + ran.errors
    told = ran.of("Hand on")["msg"]
    assert "1 channel: 1 updated." in told["page"]
    assert "No channel was worked on." in told["one"]
    assert [line.partition(": ")[2] for line in told["differences"]] == ["max_concurrent_sessions: 500 -> 801"]
    assert [line.split() for line in told["table"]] == [["ID", "NAME", "FEATURES"]]
