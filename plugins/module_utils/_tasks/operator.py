# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find who runs the task, for the audit trail. Only the controller knows; it tells a module in the environment."""

from __future__ import annotations

import os
import pwd
from typing import Any, Mapping

VARIABLE = "_GENESYS_CLOUD_OPERATOR"

_PREFIXES = ("awx", "tower")
"""Prefixes of the variables that AWX and Automation Controller give each job."""


def of_module() -> str:
    """Return the operator from the controller; without a controller, the user of this process."""
    return os.environ.pop(VARIABLE, "") or _user()


def of_controller(variables: Mapping[str, Any]) -> str:
    """Return the user or the schedule that launched the job in AWX; elsewhere, the user that runs Ansible."""
    for told, begins in (("user_name", ""), ("schedule_name", "schedule ")):
        for prefix in _PREFIXES:
            value = variables.get(f"{prefix}_{told}")
            if value:
                return f"{begins}{value}"
    return _user()


def _user() -> str:
    """Return the user's name, or the number if a container has no name for it."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
