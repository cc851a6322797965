# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The input and output of a module process: options from AnsibleModule, the result through it."""

from __future__ import annotations

import copy
import os
from typing import Any, NoReturn

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._core.validation import Problem
from .._core.visible_text import all_visible
from .._http.interruption import Interruption, nobody_reads_output
from .._http.transport import MissingLibrary
from . import hidden_diff
from .failed_result import shortened
from .hidden_diff import with_hidden_diff
from .operator import of_module
from .run_lines import from_environment
from .runner import (
    Caller,
    Finished,
    Options,
    Task,
    execute,
    redactor_for,
    shown_options,
)
from .written_options import error_messages, given, parseable


class _Module(AnsibleModule):
    """Keeps the options as they were written, and adds our errors to Ansible's."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.written: dict[str, Any] = {}
        self.unreadable: tuple[Problem, ...] = ()
        self.is_ready = False
        super().__init__(argument_spec=dict(task.argument_spec), supports_check_mode=True)
        self.is_ready = True

    def _load_params(self) -> None:
        super()._load_params()
        self.written, self.unreadable = parseable(self.task.argument_spec, self.params)
        self.params = copy.deepcopy(self.written)

    def _log_invocation(self) -> None:
        """Log the options without secrets. Ansible cannot log half of a surrogate pair, so it is spelled out."""
        redactor = redactor_for(self.task, Options(self.params, {}))
        self.no_log_values.update(redactor.values)
        params, self.params = self.params, all_visible(shown_options(self.task, self.params, redactor))
        try:
            super()._log_invocation()
        finally:
            self.params = params

    def fail_json(self, msg: str, **kwargs: Any) -> NoReturn:
        result = getattr(self, "validation_result", None)
        if not self.is_ready and result is not None and result.errors:
            self.finish(error_messages(result.errors))
        super().fail_json(msg, **kwargs)

    def finish(self, refused: tuple[str, ...] = ()) -> NoReturn:
        """Run the task and leave, as Ansible expects it."""
        self.is_ready = True
        options = Options(
            self.params, given(self.task.argument_spec, self.written, self.params), refused, self.unreadable
        )
        # From here on Ansible knows the secrets and masks them even if there is no result.
        redactor = redactor_for(self.task, options)
        self.no_log_values.update(redactor.values)
        self.params = shown_options(self.task, self.params, redactor)
        try:
            caller = Caller(
                interruption=Interruption(nobody_reads_output), copy=from_environment(), operator=of_module()
            )
            finished = execute(self.task, options, self.check_mode, caller=caller)
        except MissingLibrary as error:
            super().fail_json(missing_required_lib(error.library), exception=str(error))
        self._leave(finished)

    def _leave(self, finished: Finished) -> NoReturn:
        result = with_hidden_diff(finished.result) if os.environ.get(hidden_diff.VARIABLE) else finished.result
        # All of it is masked. Ansible would mask it again, and find a secret that is a word in our own sentences.
        self.no_log_values = finished.secrets
        for warning in finished.warnings:
            self.warn(warning)
        if finished.failed:
            super().fail_json(**shortened(result, self.params))
        self.exit_json(**result)


def run_module(task: Task) -> NoReturn:
    """Run a task; a module's ``main()`` calls it."""
    _Module(task).finish()
