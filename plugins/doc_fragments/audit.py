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
      - A file, on the host where the task runs, to which every entry of RV(audit) is appended as one line of JSON.
      - An operation that writes has one more line before its first write, with the same C(audit_id) and the outcome
        V(begun). Where no other line has that C(audit_id), the run was killed, and nobody knows whether the write took
        effect.
      - It is made with mode C(0600). Parallel tasks can share it. It must not be a symbolic link.
      - On the controller a relative path belongs to the working directory of the command. On another host it is
        relative to where that host runs the module.
      - Where it cannot be written, the task warns and goes on. There is no environment variable for it.
    type: path
notes:
  - With C(--diff), a task or play that says C(diff=false) shows no diff. The result has it as C(hidden_diff) then, in
    place of C(diff), and reports and filters find it there.
"""
