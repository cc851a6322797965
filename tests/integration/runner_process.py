# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a job with ansible-runner, in the way of AWX: a private folder, a project, extra variables, and credentials that
come as environment alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.failed_result import whole
from tests.integration.ansible_process import COMMANDS, ROOT

TIME_LIMIT = 120

RUN = """
import json, sys
import ansible_runner
ran = ansible_runner.run(**json.load(sys.stdin))
sys.exit(ran.rc)
"""


@dataclass(frozen=True)
class Job:
    """How a job ended. ``artifacts``: the folder of all that ansible-runner wrote down."""

    status: int
    artifacts: Path

    @property
    def output(self) -> str:
        """What the job said."""
        return (self.artifacts / "stdout").read_text(encoding="utf-8")

    def results(self) -> list[dict[str, Any]]:
        """What the job's events tell of the results of its tasks, in their order."""
        return [*self._results("runner_on_ok", "runner_on_failed")]

    def failures(self) -> list[dict[str, Any]]:
        """Those of the tasks that failed."""
        return [*self._results("runner_on_failed")]

    def _results(self, *names: str) -> Iterator[dict[str, Any]]:
        texts = [path.read_text(encoding="utf-8") for path in (self.artifacts / "job_events").glob("*-*.json")]
        events = sorted((json.loads(text) for text in texts), key=lambda event: int(event["counter"]))
        yield from (whole(event["event_data"]["res"]) for event in events if event["event"] in names)

    def written(self) -> dict[str, str]:
        """All of the artifacts, ``{file: text}``, but for ansible-runner's record of the environment it was given."""
        texts = {path.name: path.read_text(encoding="utf-8") for path in self.artifacts.rglob("*") if path.is_file()}
        command = json.loads(texts["command"])
        del command["env"]
        return {**texts, "command": json.dumps(command)}


class Runner:
    """Runs jobs of a project. ``injected``: what the job's credential gives."""

    def __init__(self, folder: Path, project: Path, injected: Mapping[str, str]) -> None:
        self._project = shutil.copytree(project, folder / "project")
        self._folder = folder
        self._injected = dict(injected)
        self._jobs = 0
        (folder / "env").mkdir()

    def run(self, playbook: str, inventory: str, extra_vars: str, **settings: Any) -> Job:
        """``playbook``, ``inventory``: files of the project; ``extra_vars``: the text of a file of YAML; ``settings``:
        more of what ansible-runner takes."""
        self._jobs += 1
        (self._folder / "env/extravars").write_text(extra_vars)
        options = {
            "private_data_dir": str(self._folder),
            "playbook": playbook,
            "inventory": str(self._project / inventory),
            "envvars": self._injected,
            "ident": f"job-{self._jobs}",
            "quiet": True,
            "suppress_env_files": True,
            **settings,
        }
        # What an execution environment sets, and nothing of Genesys Cloud.
        environment = {
            "PATH": f"{COMMANDS}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(self._folder),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build/collections"),
        }
        done = subprocess.run(
            [sys.executable, "-c", RUN],
            input=json.dumps(options),
            cwd=self._folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )
        artifacts = self._folder / f"artifacts/job-{self._jobs}"
        assert (artifacts / "rc").is_file(), done.stderr
        return Job(done.returncode, artifacts)
