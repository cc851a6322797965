# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a command and report its cost: launcher.py REPORT COMMAND...

A separate process, since a child's peak memory is never less than that of the process that started it.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main(report: str, command: list[str]) -> int:
    """The command's exit status."""
    began = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ)
    _child, status, used = os.wait4(child, 0)
    took = time.monotonic() - began
    # Of the child and all of its children that it has waited for; the memory is that of the largest of them.
    cost = {"wall_s": took, "cpu_s": used.ru_utime + used.ru_stime, "memory_mib": used.ru_maxrss / 1024}
    with open(report, "w", encoding="ascii") as file:
        json.dump(cost, file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
