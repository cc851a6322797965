# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tutorial and the page on leaving, word by word: each command shows what the page says, and writes no more."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess

from tests.integration.ansible_process import COMMANDS, ROOT, TIME_LIMIT, Ansible, as_typed
from tests.integration.guides import Guide, run
from tests.integration.web_deployments import pin
from tests.simulator.client import Simulator
from tests.simulator.process import DEFAULT_FLEET

TUTORIAL = Guide("tutorial.md")
BLOCK = re.compile(r"^```(console|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown_after_commands() -> list[tuple[list[str], list[str]]]:
    """The commands of each block, with the lines that the page shows before the next one."""
    found: list[tuple[list[str], list[str]]] = []
    for language, text in BLOCK.findall(TUTORIAL.text):
        if language == "console":
            found.append((text.splitlines(), []))
        else:
            found[-1][1].extend(text.splitlines())
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_each_command_of_the_tutorial_shows_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(DEFAULT_FLEET)
    TUTORIAL.write_files(ansible)
    writes = []
    for commands, lines in shown_after_commands():
        simulator.clear_journal()
        outputs = [squeezed(run(ansible, command)) for command in commands]
        assert [line for line in lines if squeezed(line) not in " ".join(outputs)] == []
        writes.append(len(simulator.requests("write")))
    # Look, check, change (draft, publication, pin), again, verify, go back (one pin)
    assert writes == [0, 0, 3, 0, 0, 1]
    assert pin(simulator, "Primary Web Messaging")[1] == "1"


def test_the_second_terminal_is_set_up_as_the_tutorial_says(ansible: Ansible) -> None:
    """All but the clone, and the environment that make would install: the tests have one with the same packages."""
    clone, environment = TUTORIAL.snippets("sh")[:2]
    *_clone, start = clone.splitlines()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^simulator: demo-venv tree ", makefile, re.MULTILINE)
    assert re.findall(r"\$PWD/([\w./]+)", environment) == [".venv/demo/bin", "build/collections"]
    first, lines = shown_after_commands()[0]
    make = [*shlex.split(start), "--silent", "--old-file=demo-venv", f"DEMO={COMMANDS}"]
    with subprocess.Popen(make, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as first_terminal:
        try:
            assert first_terminal.stdout
            pasted = [next(first_terminal.stdout) for _line in range(5)]
            assert all(line.startswith("export ") for line in pasted)
            typed = "".join([*pasted, environment.replace("$PWD/.venv/demo/bin", str(COMMANDS)), *first])
            known = {name: value for name, value in ansible.environment.items() if not name.startswith("GENESYS_")}
            ran = as_typed(["bash", "-e", "-c", typed], ROOT, known, TIME_LIMIT)
        finally:
            os.killpg(first_terminal.pid, signal.SIGINT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [line for line in lines if squeezed(line) not in squeezed(ran.stdout)] == []


def test_what_the_tutorial_tells_to_export_is_read() -> None:
    fragment = (ROOT / "plugins/doc_fragments/client.py").read_text(encoding="utf-8")
    told = set(re.findall(r"export (GENESYS_\w+)", TUTORIAL.text))
    assert told == {"GENESYS_REGION", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"}
    assert all(f"E({name})" in fragment for name in told)


def test_a_client_that_can_only_read_does_the_first_steps_in_an_org(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(DEFAULT_FLEET)
    TUTORIAL.write_files(ansible)
    for command in re.findall(r"`(ansible-playbook genesys[^`]*)`", TUTORIAL.text):
        run(ansible, squeezed(command))
    assert (ansible.folder / "org.yml").is_file()
    assert simulator.requests("write") == []


def test_the_last_copy_is_one_of_everything(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13")
    for command in Guide("leaving.md").commands:
        run(ansible, command)
    for name in ("channels.yml", "deployments.yml"):
        assert "Primary Web Messaging" in (ansible.folder / name).read_text(encoding="utf-8")
    assert simulator.requests("write") == []
