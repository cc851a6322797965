# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # For modules that change something.
    DOCUMENTATION = r"""
options:
  audit_log:
    description:
      - A file on the host where the task runs. The task appends every entry of RV(audit) to it as one line of JSON.
      - Before its first write, an operation appends one more line, with the same C(audit_id) and the outcome V(begun).
        If no other line has that C(audit_id), the run was killed, and nobody knows whether the write took effect.
      - The file is created with mode C(0600). Parallel tasks can share it. It must not be a symbolic link.
      - On the controller, a relative path is relative to the working directory of the command. On another host, it is
        relative to the directory in which that host runs the module.
      - If the task cannot write to the file, it warns and continues. There is no environment variable for this option.
    type: path
notes:
  - With C(--diff), a task or play that says C(diff=false) shows no diff. The result then has the diff as C(hidden_diff)
    instead of C(diff). Reports and filters find it there.
"""
