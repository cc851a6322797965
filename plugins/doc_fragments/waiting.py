# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # For modules that create, change and delete objects of Web Deployments.
    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait, after the last write, until the service has finished it. The task always waits between writes,
        since the next write needs it.
    type: bool
    default: true
  wait_timeout:
    description:
      - The maximum number of seconds to wait for the object, all waits together. Until then, a 404 for an object that
        the task has written, and a 400 when it publishes or pins the object, mean "not yet".
    type: float
    default: 180
"""
