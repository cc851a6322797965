# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The one runner behind every module: run a task inside the controller's worker if no module process is needed.

Starting a module costs some 300 ms for each loop item before it does anything; here the token and the connection also
serve the whole loop. It validates the same argument spec and runs the same function, so nobody can tell from the result
which of them ran the task.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any, Callable, Mapping

from ansible import constants, context
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.action import ActionBase

from ..module_utils._core.json_values import JsonObject
from ..module_utils._http.interruption import GRACE, LAST_WORDS, pass_on
from ..module_utils._http.transport import MissingLibrary
from ..module_utils._tasks import hidden_diff
from ..module_utils._tasks import operator as operators
from ..module_utils._tasks.failed_result import shortened, unfolded
from ..module_utils._tasks.hidden_diff import with_hidden_diff
from ..module_utils._tasks.run_lines import VARIABLE, exported, writer
from ..module_utils._tasks.runner import Caller, Task, execute, new_connections, shown_options
from ._data import as_data, plain
from ._options import read
from ._paths import from_working_directory
from ._run.current_run import current_run, shows_progress
from ._run_folder import run_folder
from ._worker import Worker, signal_group

CONNECTIONS = new_connections()
"""Ansible forks a worker process for each task and its whole loop, so this lives as long as the loop."""
WORKER = Worker()


# Ansible loads this before it forks the worker; so the worker's garbage collection skips the controller's objects.
gc.freeze()


class InProcessAction(ActionBase):
    """``task`` is the work of the module with the name ``module``."""

    _supports_async = True
    module: str
    task: Task

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        super().run(task_vars=task_vars)
        run = current_run()
        place = {
            "playbook": run.playbook if run else None,
            "play": run.play if run else None,
            "task": str(self._task.name or self._task.get_name()),
            "host": str((task_vars or {}).get("inventory_hostname")),
        }
        # A task with no_log tells nobody anything, and a background job outlives its task.
        lines = None if run is None or self._task.no_log or self._task.async_val else run.lines
        if self._connection.transport == "local":
            self._task.args = from_working_directory(self.task.argument_spec, self._task.args, self._environment())
        if self._needs_module(task_vars or {}):
            result = self._run_module(task_vars, exported(lines, place) if lines else "")
        else:
            operator = operators.of_controller(task_vars or {})
            result = self._run_here(writer(lines, place) if lines else lambda entry: None, operator)
        # A failed_when condition reads what the task returned, but Ansible registers no invocation.
        result = unfolded(result) if self._task.failed_when else result
        return with_hidden_diff(result) if self._hides_diff else result

    @property
    def _hides_diff(self) -> bool:
        """Return whether Ansible would show a diff that the task does not want to be shown."""
        return bool(context.CLIARGS.get("diff")) and not self._task.diff

    def _environment(self) -> dict[str, str]:
        """Return the environment of the task."""
        own: dict[str, Any] = {}
        compute: Any = self._compute_environment_string
        compute(own)
        return {**os.environ, **{str(name): str(value) for name, value in own.items()}}

    def _run_module(self, task_vars: dict[str, Any] | None, lines: str) -> dict[str, Any]:
        """Run the module. If this worker is told to end, the module is told too, and ends with its result so far."""
        asynchronously = bool(self._task.async_val) and not self._connection.has_native_async
        interruption = WORKER.interruption(signal_group)
        if lines:
            os.environ[VARIABLE] = lines
        environment, told = self._task.environment, {operators.VARIABLE: operators.of_controller(task_vars or {})}
        if self._hides_diff:  # the result of a background job reaches Ansible without passing here again
            told[hidden_diff.VARIABLE] = "1"
        self._task.environment = [*(environment or []), as_data(told)]
        try:
            with interruption.heeding_signals(lambda: None, GRACE + LAST_WORDS):
                module: dict[str, Any] = self._execute_module(
                    module_name=self.module, module_args=self._task.args, task_vars=task_vars, wrap_async=asynchronously
                )
        finally:
            os.environ.pop(VARIABLE, None)
            self._task.environment = environment
        if interruption.signal is not None:
            pass_on(interruption.signal)
        WORKER.end_where_alone()
        return module

    def _needs_module(self, task_vars: Mapping[str, Any]) -> bool:
        """Return whether an option needs a process of its own, on this host or another."""
        return (
            os.environ.get("GENESYS_EXECUTION") == "module"
            or self._connection.transport != "local"
            or bool(getattr(self._connection, "become", None))
            or bool(self._task.async_val)
            or any(self._task.environment or [])
            or self._has_other_interpreter(task_vars)
        )

    def _has_other_interpreter(self, task_vars: Mapping[str, Any]) -> bool:
        delegated = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        name = "ansible_python_interpreter"
        wanted = delegated.get(name) or task_vars.get(name) or constants.config.get_config_value("INTERPRETER_PYTHON")
        wanted = str(self._templar.template(wanted))
        return not wanted.startswith("auto") and os.path.abspath(wanted) != os.path.abspath(sys.executable)

    def _run_here(self, copy: Callable[[JsonObject], None], operator: str) -> dict[str, Any]:
        options = read(self.task, plain(self._task.args))
        interruption = WORKER.interruption()
        try:
            caller = Caller(self._say, interruption, copy, operator, run_folder())
            finished = execute(self.task, options, self._task.check_mode, CONNECTIONS, caller)
        except MissingLibrary as error:
            return {"failed": True, "msg": missing_required_lib(error.library)}
        if interruption.signal is not None:
            pass_on(interruption.signal)
        WORKER.end_where_alone()
        module_args = shown_options(self.task, options.params, CONNECTIONS.redactor)
        # Made of plain options and JSON, so it needs no plain(), which takes as much memory again.
        if finished.failed:
            result = {**shortened(finished.result, module_args), "failed": True}
        else:
            result = {**finished.result, "invocation": {"module_args": module_args}}
        if finished.warnings:
            result["warnings"] = finished.warnings
        if options.deprecations:
            result["deprecations"] = [dict(each) for each in options.deprecations]
        return result

    def _say(self, text: str) -> None:
        """Write to stderr: stdout can be JSON, or a line for each host."""
        if shows_progress():
            self._display.display(f"[{self.module}] {text}", stderr=True)
