# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # Every module has this one.
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    support: full
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
  diff_mode:
    support: full
    description:
      - Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
  idempotent:
    support: full
    description: When run twice in a row outside check mode, with the same arguments, the second run reports no change.
notes:
  - RV(metrics.requests) counts every request that the task sends. One run uses one token.
"""

    # For modules that only read.
    INFO_MODULE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module only reads, so it does the same in check mode.
  diff_mode:
    support: N/A
    details:
      - This module only reads, so there is never a difference to show.
  idempotent:
    support: full
    details:
      - This module only reads.
"""

    # For modules in the action group.
    ACTIONGROUP_GENESYS = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/genesys.cloud.genesys) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - genesys.cloud.genesys
"""
