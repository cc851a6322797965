# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on the role: its files and its commands, as they stand in it, one after the other."""

from __future__ import annotations

import json

from tests.integration.ansible_process import Ansible
from tests.integration.channels import TOKEN
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator
from tests.simulator.fleets import mixed


def test_the_guide_does_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    """Only the sixth and the last command write; the seventh asks for nothing at all."""
    simulator.reset(mixed(28))
    ansible.environment |= {"MONITORING_KEY": "signing key", "WEBHOOK_SECRET": "signing key"}
    guide = Guide("role.md")
    guide.write_files(ansible)
    assert (list(guide.files), len(guide.commands)) == (["wanted.yml", "validate.yml", "tell.yml", "play.yml"], 11)
    writes, asked = [], []
    for command in guide.commands:
        output = run(ansible, command)
        if "configure -e @org.yml" in command:
            assert "changed=0" in output
        writes.append(len(simulator.requests("write")))
        asked.append(TOKEN in simulator.requests())
        simulator.clear_journal()
    assert writes == [0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1]
    assert asked == [True, True, True, True, False, True, True, False, True, True, True]
    audit = [json.loads(line)["outcome"] for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert set(audit) == {"unchanged"}
    (ansible.folder / "wanted.yml").write_text("webmessaging_channels: [{name_glob: 'EU *', features: []}]")
    assert ': features: [\\"typing-indicators\\"] -> []' in run(ansible, guide.commands[8], status=2)
