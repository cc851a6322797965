# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on the Communications contract: its file and commands, and what an org with the other API says to them."""

from __future__ import annotations

import yaml

from tests.integration.ansible_process import Ansible
from tests.integration.channels import ID
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator

GUIDE = Guide("communications.md")
CHECK, CONFIGURE, TAKE_AWAY = GUIDE.commands


def test_the_guide_does_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("mixed:28")
    ansible.environment |= {"WEBHOOK_SECRET": "what deliveries are signed with"}
    GUIDE.write_files(ansible)
    assert "changed=2" in run(ansible, CHECK)
    assert simulator.requests("write") == []
    run(ansible, CONFIGURE)
    configuration = simulator.channel(ID)["configuration"]
    assert configuration["webchat"] == {"maxConcurrentSessions": 800, "features": ["rich-media", "typing-indicators"]}
    assert configuration["routing"] == {"queueId": "queue-123", "assignmentMode": "longest-idle"}
    assert [webhook["name"] for webhook in simulator.webhooks()] == ["Web Messaging Config Sync"]
    assert "changed=0" in run(ansible, CONFIGURE)
    run(ansible, TAKE_AWAY)
    assert simulator.webhooks() == []
    assert "There is no webhook with the name" in run(ansible, TAKE_AWAY)


def test_an_org_with_web_deployments_refuses_it(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13")
    GUIDE.write_files(ansible)
    for command in (CHECK, CONFIGURE):
        run(ansible, command, status=2)
    (play,) = yaml.safe_load(GUIDE.files["contract.yml"])
    refused = ansible.playbook([play["tasks"][1]])
    assert (refused.status, refused.of("Configure the primary channel")["failure"]["kind"]) == (2, "validation")
    for option in ("max_concurrent_sessions", "routing.queue_id", "routing.assignment_mode"):
        assert f"{option}: Web Deployments have" in refused.output
    assert simulator.requests("write") == []
