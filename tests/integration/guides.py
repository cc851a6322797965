# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document's files and commands, as they stand in it: each YAML snippet begins with its file name, in a comment."""

from __future__ import annotations

import re
import subprocess

from tests.integration.ansible_process import ROOT, Ansible


class Guide:
    """One of docs/guides, or of another folder. ``files`` and ``commands``: in the order of its ``text``."""

    def __init__(self, name: str, folder: str = "docs/guides") -> None:
        self.text = (ROOT / folder / name).read_text(encoding="utf-8")
        self.commands = [line for text in self.snippets("console") for line in text.splitlines()]
        self.files: dict[str, str] = {}
        for text in self.snippets("yaml"):
            name = text.partition("\n")[0].removeprefix("# ")
            assert re.fullmatch(r"[\w./]+\.yml", name)
            self.files[name] = text

    def snippets(self, language: str) -> list[str]:
        return re.findall(rf"^```{language}\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)

    def write_files(self, ansible: Ansible) -> None:
        for name, text in self.files.items():
            path = ansible.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def run(ansible: Ansible, command: str, status: int = 0) -> str:
    """Run a command as it stands there, in the folder of the files; what it printed."""
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=ansible.folder,
        env={**ansible.environment, "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == status, f"{command}\n{ran.stdout}\n{ran.stderr}"
    assert "[WARNING]" not in ran.stderr, f"{command}\n{ran.stderr}"
    return ran.stdout
