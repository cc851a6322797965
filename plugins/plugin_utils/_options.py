# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Read options inside the controller as a module process would read them, environment and errors included."""

from __future__ import annotations

from typing import Any, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._tasks.runner import Options, Task
from ..module_utils._tasks.written_options import error_messages, given, parseable


def read(task: Task, written: Mapping[str, Any]) -> Options:
    """Parse the options. ``written``: plain values, templated already."""
    spec = dict(task.argument_spec)
    options, unreadable = parseable(spec, written)
    parsed = ArgumentSpecValidator(spec).validate(options)
    params = parsed.validated_parameters
    # There is no public way to it; Ansible's own modules read the same list.
    deprecations = tuple(parsed._deprecations)
    return Options(params, given(spec, options, params), error_messages(parsed.errors), unreadable, deprecations)
