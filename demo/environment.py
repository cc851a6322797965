# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment of Ansible's commands that a reader sees: on the simulator, without what only this machine causes."""

from __future__ import annotations

import os
from pathlib import Path

from tests.simulator.client import Simulator


def ansible_environment(simulator: Simulator, folder: Path) -> dict[str, str]:
    """Return it. ``folder``: for what Ansible keeps."""
    return {
        **os.environ,
        **simulator.environment,
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_LOCALHOST_WARNING": "false",
    }
