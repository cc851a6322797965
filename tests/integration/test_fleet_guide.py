# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on fleets: its files and its commands, as they stand in it, one after the other."""

from __future__ import annotations

from tests.integration.ansible_process import Ansible
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator


def test_the_guide_does_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:60")
    guide = Guide("fleets.md")
    guide.write_files(ansible)
    sessions: list[list[int]] = []
    for command in guide.commands:
        run(ansible, command)
        now = [channel["configuration"]["webchat"]["maxConcurrentSessions"] for channel in simulator.channels()]
        if not sessions or sessions[-1] != now:
            sessions.append(now)
    assert sessions == [
        [500] * 60,
        [800] * 9 + [300] * 50 + [500],
        [600] * 9 + [300] * 50 + [500],
        [450] * 3 + [600] * 6 + [300] * 50 + [500],
        [450] * 60,
    ]
    assert (len(guide.files), len(guide.commands)) == (6, 15)
    assert (ansible.home / ".genesys/tokens.json").stat().st_mode & 0o777 == 0o600
