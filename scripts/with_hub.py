# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a tool that starts Ansible again and again: with_hub.py COMMAND...

The commands of Ansible that it finds on its PATH are doors to a hub, which forks each from a process that has imported
Ansible. ansible-lint checks the syntax of each playbook with a command of its own, molecule takes a dozen for each
scenario, and to start Ansible takes most of their time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.integration.command_hub import CommandHub


def main() -> int:
    hub = CommandHub()
    try:
        environment = {**os.environ, "PATH": f"{hub.doors}{os.pathsep}{os.environ['PATH']}"}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        hub.stop()


if __name__ == "__main__":
    sys.exit(main())
