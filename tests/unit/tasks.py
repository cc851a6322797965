# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module's task, taken from the file of the module, so that no test has to list them and can forget one."""

from __future__ import annotations

from importlib import import_module

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.runner import Task
from ansible_collections.genesys.cloud.tests.unit.source import MODULES, PACKAGE


def _task(module: str) -> Task:
    (task,) = (each for each in vars(import_module(f"{PACKAGE}.modules.{module}")).values() if isinstance(each, Task))
    return task


TASKS = {module: _task(module) for module in MODULES}
