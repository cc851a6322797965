# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The way in and out for a module process: options from AnsibleModule, the result through it."""

from __future__ import annotations

import copy
from typing import Any, Iterable, NoReturn

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.errors import NoLogError, SubParameterTypeError, UnsupportedError

from ansible_collections.genesys.cloud.plugins.module_utils._arguments import given, legible
from ansible_collections.genesys.cloud.plugins.module_utils._redact import MASK
from ansible_collections.genesys.cloud.plugins.module_utils._runner import (
    Finished,
    Options,
    Task,
    execute,
    redactor_for,
)
from ansible_collections.genesys.cloud.plugins.module_utils._transport import MissingLibrary


class _Module(AnsibleModule):
    """Keeps the options as they were written, and lets our errors join those that Ansible finds in them."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.written: dict[str, Any] = {}
        self.is_ready = False
        super().__init__(argument_spec=dict(task.argument_spec), supports_check_mode=True)
        self.is_ready = True

    def _load_params(self) -> None:
        super()._load_params()
        self.written = copy.deepcopy(self.params)
        self.params = legible(self.task.argument_spec, self.params)

    def _log_invocation(self) -> None:
        """Ansible writes the options to the system's log before we run, and knows only its own secrets then."""
        self.no_log_values.update(redactor_for(self.task, Options(self.params, {})).values)
        super()._log_invocation()

    def fail_json(self, msg: str, **kwargs: Any) -> NoReturn:
        result = getattr(self, "validation_result", None)
        if not self.is_ready and result is not None and result.errors:
            self.finish(_sentences(result.errors))
        super().fail_json(msg, **kwargs)

    def finish(self, refused: tuple[str, ...] = ()) -> NoReturn:
        """Run the task and leave, as Ansible expects it."""
        self.is_ready = True
        options = Options(self.params, given(self.task.argument_spec, self.written, self.params), refused)
        self._mask_options(options)
        try:
            finished = execute(self.task, options, self.check_mode)
        except MissingLibrary as error:
            super().fail_json(missing_required_lib(error.library), exception=str(error))
        self._leave(finished)

    def _mask_options(self, options: Options) -> None:
        """Of what Ansible shows of the options, also where no result comes about.

        It would mask values alone, and those of misspelt options (``client_secert``) not at all.
        """
        redactor = redactor_for(self.task, options)
        self.no_log_values.update(redactor.values)
        spec = self.task.argument_spec
        known = {*spec, *(alias for rule in spec.values() for alias in rule.get("aliases", ()))}
        shown = {name: value if name in known else MASK for name, value in self.params.items()}
        self.params = redactor.data(shown)

    def _leave(self, finished: Finished) -> NoReturn:
        self.no_log_values.update(finished.secrets)
        for warning in finished.warnings:
            self.warn(warning)
        if finished.failed:
            super().fail_json(**finished.result)
        self.exit_json(**finished.result)


def _sentences(errors: Iterable[Exception]) -> tuple[str, ...]:
    """Ansible's own errors, each once.

    Of a wrong type where suboptions belong it tells three times, and only the ArgumentTypeError names option and value.
    Of an unknown option it gives only the name and what is known.
    """
    told = [error for error in errors if not isinstance(error, (NoLogError, SubParameterTypeError))] or errors
    return tuple(f"unknown option {error}" if isinstance(error, UnsupportedError) else str(error) for error in told)


def run_module(task: Task) -> NoReturn:
    """What a module's ``main()`` calls."""
    _Module(task).finish()
