# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on the role: its files and its commands, as they stand in it, each on the API that it names."""

from __future__ import annotations

import json

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.apis import Api
from tests.integration.channels import ID, TOKEN
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator

GUIDE = Guide("role.md")
CONTRACT = "On the Communications contract"


@pytest.fixture
def receiver(simulator: Simulator) -> str:
    """An address that takes events; nobody answers at that of the guide."""
    return simulator.inbox_url("monitor")


def prepare(ansible: Ansible, receiver: str) -> None:
    ansible.environment |= {"MONITORING_KEY": "signing key", "WEBHOOK_SECRET": "signing key"}
    GUIDE.write_files(ansible)
    for name in ("wanted.yml", "contract.yml"):
        path = ansible.folder / name
        given, told = (
            "callback_url: https://monitor.example/hook",
            f"callback_url: {receiver}\n  allow_http_callback: true",
        )
        text = path.read_text(encoding="utf-8")
        assert given in text
        path.write_text(text.replace(given, told), encoding="utf-8")


def test_the_guide_does_what_it_says_on_both_apis(
    simulator: Simulator, ansible: Ansible, api: Api, receiver: str
) -> None:
    """Only one command writes, and validation asks for nothing at all."""
    simulator.reset(api.odd(28))
    prepare(ansible, receiver)
    names = ["wanted.yml", "validate.yml", "tell.yml", "play.yml", "contract.yml"]
    assert (list(GUIDE.files), len(GUIDE.commands)) == (names, 14)
    commands = GUIDE.commands_but_of(CONTRACT)
    writing, silent = [], []
    for command in commands:
        output = run(ansible, command)
        if "configure -e @org.yml" in command or "play.yml" in command:
            assert "changed=0" in output
        writing += [command] * bool(simulator.requests("write"))
        silent += [command] * (TOKEN not in simulator.requests())
        simulator.clear_journal()
    assert writing == ["ansible-playbook genesys.cloud.configure -e @wanted.yml"]
    assert [command.partition(".yml")[0].split()[-1] for command in silent] == [
        "genesys.cloud.webmessaging",
        "validate",
        "tell",
    ]
    first = api.ids(simulator)[0]
    assert api.features(simulator, first) == {"typing-indicators", "co-browsing"}
    audit = [json.loads(line)["outcome"] for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert {"checked", "updated", "unchanged"} <= set(audit)
    events = [json.loads(event["body"]) for event in simulator.inbox("monitor", at_least=2)]
    assert first in {event["entity"]["id"] for event in events}

    (ansible.folder / "wanted.yml").write_text(
        "webmessaging_channels: [{name_glob: 'EU *', disable_features: [co-browsing]}]"
    )
    (drift,) = [command for command in commands if "drift" in command]
    assert '\\"co-browsing\\"] -> [' in run(ansible, drift, status=2)


def test_the_contract_s_section_works_on_the_communications_contract(
    simulator: Simulator, ansible: Ansible, receiver: str
) -> None:
    simulator.reset("mixed:28")
    prepare(ansible, receiver)
    configure, drift, take_away = GUIDE.commands_of(CONTRACT)
    run(ansible, configure)
    assert simulator.channel(ID)["configuration"]["webchat"]["maxConcurrentSessions"] == 800
    european = [each["configuration"] for each in simulator.channels() if each["name"].startswith("EU ")]
    assert [each["routing"]["queueId"] for each in european] == ["queue-123", "queue-123"]
    assert len(simulator.webhooks()) == 1
    simulator.clear_journal()
    run(ansible, drift)
    assert simulator.requests("write") == []
    run(ansible, take_away)
    assert simulator.webhooks() == []
