# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Make relative paths of a task on the controller relative to the working directory of ansible-playbook.

A module process of such a task starts in the folder of the playbook, which can be inside an installed collection.
"""

from __future__ import annotations

import os
import re
from typing import Any, Mapping

from ..module_utils._http.token_cache import NONE, RUN

_VARIABLE = re.compile(r"\$(?:(\w+)|\{([^}]*)\})")


def from_working_directory(
    spec: Mapping[str, Any], written: Mapping[str, Any], environment: Mapping[str, str]
) -> dict[str, Any]:
    """Return the written options of a task with absolute paths. ``environment``: that of the task."""
    folder = os.getcwd()
    found = dict(written)
    for option, rule in spec.items():
        if rule.get("type") != "path":
            continue
        value = written[option] if option in written else _fallback(rule, environment)
        if option == "token_cache" and value in (RUN, NONE):
            continue
        if isinstance(value, str) and value and not _is_absolute(value, environment):
            found[option] = os.path.join(folder, value)
    return found


def _fallback(rule: Mapping[str, Any], environment: Mapping[str, str]) -> str | None:
    _function, names = rule.get("fallback", (None, []))
    return next((environment[name] for name in names if environment.get(name)), None)


def _is_absolute(path: str, environment: Mapping[str, str]) -> bool:
    """Return whether it is absolute once its variables and its home directory are resolved."""
    variable = _VARIABLE.match(path)
    value = environment.get(variable[1] or variable[2]) if variable else None
    if variable and value is not None:
        path = value + path[variable.end() :]
    return path.startswith(("/", "~"))
