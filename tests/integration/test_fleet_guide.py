# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on fleets: its files and its commands, as they stand in it, one after the other."""

from __future__ import annotations

import re
import subprocess

from tests.integration.ansible_process import ROOT, Ansible
from tests.simulator.client import Simulator

GUIDE = ROOT / "docs/guides/fleets.md"


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_guide_does_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:60")
    files = snippets("yaml")
    for text in files:
        name = text.partition("\n")[0].removeprefix("# ")
        assert re.fullmatch(r"[\w.]+\.yml", name)
        (ansible.folder / name).write_text(text, encoding="utf-8")
    commands = [line for text in snippets("console") for line in text.splitlines()]
    sessions: list[list[int]] = []
    for command in commands:
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=ansible.folder,
            env={**ansible.environment, "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        assert "[WARNING]" not in ran.stderr, f"{command}\n{ran.stderr}"
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
    assert (len(files), len(commands)) == (6, 15)
    assert (ansible.home / ".genesys/tokens.json").stat().st_mode & 0o777 == 0o600
