# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document's files and commands, as they stand in it: each YAML snippet begins with its file name, in a comment."""

from __future__ import annotations

import os
import re
import shlex

from tests.integration.ansible_process import COMMANDS, ROOT, TIME_LIMIT, Ansible, as_typed
from tests.integration.command_hub import command_hub


class Guide:
    """One of docs/guides, or of another folder. ``files`` and ``commands``: in the order of its ``text``."""

    def __init__(self, name: str, folder: str = "docs/guides") -> None:
        self.text = (ROOT / folder / name).read_text(encoding="utf-8")
        self.commands = _commands(self.text)
        self.files: dict[str, str] = {}
        for text in self.snippets("yaml"):
            name = text.partition("\n")[0].removeprefix("# ")
            assert re.fullmatch(r"[\w./]+\.yml", name)
            self.files[name] = text

    def snippets(self, language: str) -> list[str]:
        return _snippets(self.text, language)

    def commands_of(self, heading: str) -> list[str]:
        """Those of one section, at the second level."""
        _before, found, section = self.text.partition(f"\n## {heading}\n")
        assert found, f"no section {heading}"
        return _commands(section.partition("\n## ")[0])

    def commands_but_of(self, *headings: str) -> list[str]:
        """Those of all other sections."""
        others = [command for heading in headings for command in self.commands_of(heading)]
        return [command for command in self.commands if command not in others]

    def write_files(self, ansible: Ansible) -> None:
        for name, text in self.files.items():
            path = ansible.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _snippets(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _commands(text: str) -> list[str]:
    return [line for snippet in _snippets(text, "console") for line in snippet.splitlines()]


def run(ansible: Ansible, command: str, status: int = 0) -> str:
    """Run a command as it stands there, in the folder of the files; what it printed."""
    environment = {**ansible.environment, "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"}
    environment["PATH"] = f"{command_hub().doors}{os.pathsep}{environment['PATH']}"
    words = shlex.split(command)
    if needs_shell(command) or not (COMMANDS / words[0]).exists():
        ran = as_typed(["bash", "-c", command], ansible.folder, environment, TIME_LIMIT)
    else:
        ran = ansible.start([str(COMMANDS / words[0]), *words[1:]], ansible.folder, environment, TIME_LIMIT)
    assert ran.returncode == status, f"{command}\n{ran.stdout}\n{ran.stderr}"
    assert "[WARNING]" not in ran.stderr, f"{command}\n{ran.stderr}"
    return ran.stdout


def needs_shell(command: str) -> bool:
    """Whether it is more than words: variables, globs, pipes, several commands."""
    return bool(re.search(r"[$*?~|&;<>()`\\\n]|^\w+=", command))
