# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the commands of Ansible as a user does, with a home directory that holds nothing and is kept for a look."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.failed_result import whole
from tests.integration.command_hub import command_hub

ROOT = Path(__file__).parents[2]
COMMANDS = Path(sys.executable).parent
TIME_LIMIT = 300


@dataclass(frozen=True)
class TaskResult:
    """What Ansible got for one task, or one item of its loop, with what it does not show of a failure.

    ``status``: ok, failed, item ok, ...
    """

    task: str
    status: str
    result: dict[str, Any]


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    status: int
    output: str
    errors: str
    results: list[TaskResult]

    def of(self, task: str) -> dict[str, Any]:
        """The result of the one task of that name, without those of its items."""
        (found,) = [each.result for each in self.results if each.task == task and not each.status.startswith("item")]
        return found


def from_hub(command: list[str], cwd: Path, env: Mapping[str, str], timeout: float) -> CompletedProcess[str]:
    """In a process that is forked, which costs half."""
    return command_hub().run(command, cwd, env, timeout)


def as_typed(command: list[str], cwd: Path, env: Mapping[str, str], timeout: float) -> CompletedProcess[str]:
    """In an interpreter of its own, whose command line others see."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


@cache
def _home_of_all() -> Path:
    """Where the home of the test that is running is linked to. Tests of one process run one after another."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name, "home")


class Ansible:
    """``environment``: beside what Ansible itself needs; ``folder``: for playbooks and the home directory.

    ``start``: one of the functions above, by which commands are run.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.start = from_hub
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        # Where all have the same home by name, all have the same settings.
        link = _home_of_all()
        link.unlink(missing_ok=True)
        link.symlink_to(self.home)
        self._results = folder / "results.jsonl"
        self.environment = {
            "PATH": f"{COMMANDS}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(link),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build/collections"),
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorded_results",
            "ANSIBLE_LOAD_CALLBACK_PLUGINS": "true",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_NOCOLOR": "true",
            "ANSIBLE_NOCOWS": "true",
            "RECORDED_RESULTS": str(self._results),
            **environment,
        }

    def playbook(
        self,
        tasks: list[dict[str, Any]],
        *arguments: str,
        variables: Mapping[str, Any] | None = None,
        **play: Any,
    ) -> Finished:
        """Play the tasks on this host. ``variables``: come from a file; ``play``: further keywords of the play."""
        path, given = self.folder / "playbook.yml", self.folder / "variables.json"
        # Every JSON text is YAML.
        path.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks, **play}]))
        given.write_text(json.dumps(dict(variables or {})))
        return self.run("ansible-playbook", str(path), "--extra-vars", f"@{given}", *arguments)

    def ad_hoc(self, module: str, options: str = "", *arguments: str) -> Finished:
        """``ansible localhost -m genesys.cloud.MODULE -a OPTIONS``."""
        return self.run("ansible", "localhost", "-m", f"genesys.cloud.{module}", "-a", options, *arguments)

    def run(self, command: str, *arguments: str) -> Finished:
        """Any command of Ansible's."""
        self._results.write_text("")
        # Where there is no inventory, Ansible spends a sixth of a run on loading all plugins that could read one.
        enabled = {} if "-i" in arguments else {"ANSIBLE_INVENTORY_ENABLED": "ini"}
        done = self.start(
            [str(COMMANDS / command), *arguments], self.folder, {**enabled, **self.environment}, TIME_LIMIT
        )
        lines = self._results.read_text(encoding="utf-8").splitlines()
        recorded = [TaskResult(**json.loads(line)) for line in lines]
        results = [replace(each, result=whole(each.result)) for each in recorded]
        return Finished(done.returncode, done.stdout, done.stderr, results)
