# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # For modules that configure many objects in one task.
    DOCUMENTATION = r"""
options:
  workers:
    description:
      - The maximum number of concurrent requests and of connections, from 1 to 64.
    type: int
    default: 8
  token_pool_size:
    description:
      - The number of tokens that share the requests, from 1 to 50. The service allows each token about 300 requests a
        minute.
      - If the login service grants fewer tokens, the task uses those that it got, and warns.
    type: int
    default: 1
  on_error:
    description:
      - The reaction to an object that fails. V(continue) continues with the others. V(stop) begins no further write,
        and none at all if an entry selects nothing or is refused.
    type: str
    choices: [continue, stop]
    default: continue
"""
