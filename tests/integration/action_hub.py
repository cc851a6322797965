# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs real action plugins as a worker of ansible-playbook would, each in a process forked for it, connection local.

The hub is a process of its own: where Ansible's controller is imported, AnsibleModule is not as on a target.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from multiprocessing.connection import Connection
from typing import Any

from tests.integration.ansible_process import ROOT
from tests.integration.hurry import hurry
from tests.integration.module_process import Call, Running

ACTIONS = "ansible_collections.genesys.cloud.plugins.action"

PRELOADED = [
    "ansible.parsing.dataloader",
    "ansible.playbook.play_context",
    "ansible.playbook.task",
    "ansible.plugins.connection.local",
    "ansible.template",
]

_SPAWNED = multiprocessing.get_context("spawn")


class ActionHub:
    """Started once for a session; ``start`` forks a worker for one call."""

    def __init__(self) -> None:
        self._calls, theirs = _SPAWNED.Pipe()
        self._process = _SPAWNED.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def start(self, call: Call) -> Running:
        """Start an action without waiting for it."""
        ours, theirs = _SPAWNED.Pipe()
        self._calls.send((call, theirs))
        theirs.close()
        return Running(call.module, ours)

    def stop(self) -> None:
        self._calls.close()
        self._process.join()


def _serve(calls: Connection) -> None:
    # Imported before the forks, so that each costs milliseconds.
    for name in ("requests", *PRELOADED, *(f"{ACTIONS}.{module}" for module in _modules())):
        importlib.import_module(name)
    _local_connection()  # reads the documentation of the shell's plugin
    gc.collect()
    gc.freeze()
    while True:
        try:
            call, answer = calls.recv()
        except EOFError:
            return
        if os.fork() == 0:
            _work(call, answer)
        answer.close()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass


def _local_connection() -> Any:
    from ansible.playbook.play_context import PlayContext
    from ansible.plugins.connection.local import Connection as LocalConnection

    return LocalConnection(PlayContext())


def _modules() -> list[str]:
    return [path.stem for path in (ROOT / "plugins" / "action").glob("[!_]*.py")]


def _work(call: Call, answer: Connection) -> None:
    os.environ.clear()
    os.environ.update({"PATH": "/usr/bin:/bin", **call.environment})
    if call.speed != 1:
        hurry(call.speed)
    output, errors = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            result = _run_action(call)
        answer.send((output.getvalue() + "\n" + json.dumps(result), errors.getvalue(), time.process_time()))
    finally:
        if sys.exc_info()[0]:
            answer.send((output.getvalue(), errors.getvalue() + traceback.format_exc(), 0.0))
        os._exit(0)


def _run_action(call: Call) -> dict[str, Any]:
    """As a run of its own: with its own temporary folder, in which runs in check mode keep what they would change."""
    from ansible import constants

    settings: Any = constants
    with tempfile.TemporaryDirectory() as folder:
        settings.DEFAULT_LOCAL_TMP = folder
        return _result_of(call)


def _result_of(call: Call) -> dict[str, Any]:
    from ansible.parsing.dataloader import DataLoader
    from ansible.playbook.play_context import PlayContext
    from ansible.playbook.task import Task
    from ansible.template import Templar

    task = Task()
    task.action = f"genesys.cloud.{call.module}"
    task.args, task.check_mode, task.diff = call.options, call.check_mode, call.diff
    loader, context = DataLoader(), PlayContext()
    action = importlib.import_module(f"{ACTIONS}.{call.module}").ActionModule(
        task=task,
        connection=_local_connection(),
        play_context=context,
        loader=loader,
        templar=Templar(loader=loader),
        shared_loader_obj=None,
    )
    result: dict[str, Any] = action.run(task_vars={"ansible_python_interpreter": sys.executable})
    return result
