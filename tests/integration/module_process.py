# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a real module, its ``main()`` and AnsibleModule included, in a process of its own.

The process is forked from a server that has imported Ansible and the collection already, so that a run costs some 20 ms
where a new interpreter would cost 400.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import multiprocessing
import os
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.failed_result import whole
from tests.integration.hurry import hurry

ROOT = Path(__file__).parents[2]
MODULES = "ansible_collections.genesys.cloud.plugins.modules"
PRELOADED = [
    "requests",
    "ansible.module_utils.basic",
    *(f"{MODULES}.{path.stem}" for path in (ROOT / "plugins" / "modules").glob("[!_]*.py")),
    __name__,
]
TIME_LIMIT = 120

_FORKS = multiprocessing.get_context("forkserver")
_ONE_AT_A_TIME = threading.Lock()
"""A start polls all processes that are known, and breaks at one that another thread closes meanwhile."""


@dataclass(frozen=True)
class Ran:
    """How a module ended: its result, whether it failed, and all that it wrote, for the search for secrets."""

    result: dict[str, Any]
    failed: bool
    output: str
    returned: dict[str, Any]
    """As Ansible gets it: of a failure, what is not for the screen lies in ``invocation``."""
    cpu_seconds: float = 0.0


def start_server() -> None:
    """Have the modules imported before the first run.

    Before Python 3.12.5 the server does not take our sys.path over, and passes silently over what it then cannot find.
    """
    _FORKS.set_forkserver_preload(PRELOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        forkserver.ensure_running()


@dataclass(frozen=True)
class Call:
    """``options`` as a task would give them; ``environment`` is all of the environment that the module sees.

    ``speed``: how fast the collection's clock runs.
    """

    module: str
    options: dict[str, Any]
    environment: dict[str, str]
    check_mode: bool = False
    diff: bool = False
    speed: float = 1


class Running:
    """A module that has been started; ``finish`` has to be called."""

    def __init__(self, module: str, answer: Connection, process: ForkServerProcess | None = None) -> None:
        self._module = module
        self._answer = answer
        self._process = process

    @property
    def pid(self) -> int:
        """Of a module that runs in a process of its own."""
        assert self._process
        return int(self._process.pid or 0)

    @property
    def is_alive(self) -> bool:
        """Whether a module that runs in a process of its own still does."""
        return bool(self._process and self._process.is_alive())

    def finish(self) -> Ran:
        """Wait for its end."""
        try:
            if not self._answer.poll(TIME_LIMIT):
                raise TimeoutError(f"{self._module} did not end within {TIME_LIMIT} s")
            output, errors, cpu_seconds = self._answer.recv()
        finally:
            self._answer.close()
            self._end()
        lines = [line for line in output.splitlines() if line.startswith("{")]
        assert lines, f"{self._module} printed no result:\n{output}\n{errors}"
        result = json.loads(lines[-1])
        return Ran(whole(result), bool(result.get("failed")), output + errors, result, cpu_seconds)

    def _end(self) -> None:
        if self._process:
            self._process.join(1)
            self._process.kill()
            self._process.join()
            with _ONE_AT_A_TIME:
                self._process.close()


def start_module(call: Call) -> Running:
    """Start a module without waiting for it, so that several can run at once."""
    ours, theirs = _FORKS.Pipe()
    process = _FORKS.Process(target=_child, args=(theirs, call))
    with _ONE_AT_A_TIME:
        process.start()
    theirs.close()
    return Running(call.module, ours, process)


def _child(pipe: Connection, call: Call) -> None:
    os.environ.clear()
    os.environ.update({"PATH": "/usr/bin:/bin", **call.environment})
    sys.argv = [call.module]
    if call.speed != 1:
        hurry(call.speed)
    output, errors = io.StringIO(), io.StringIO()
    internal = {"_ansible_check_mode": call.check_mode, "_ansible_diff": call.diff, "_ansible_module_name": call.module}
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(errors),
        patch_module_args({**call.options, **internal}),
    ):
        try:
            importlib.import_module(f"{MODULES}.{call.module}").main()
        except SystemExit:
            pass
        finally:
            pipe.send((output.getvalue(), errors.getvalue(), time.process_time()))
            pipe.close()
