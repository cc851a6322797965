# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run ``ansible-test sanity`` of one ansible-core on the working tree, without ignores."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from .environments import Environment
from .record import RanSanity
from .releases import ROOT

RUN = ROOT / "scripts" / "run_ansible_test.py"
REQUIREMENTS = "lib/python*/site-packages/ansible_test/_data/requirements/*.txt"
DIRECT = re.compile(r"^([\w-]+) @ https?://\S+", re.MULTILINE)
TEST = re.compile(r'^Running sanity test "([\w-]+)"(?: on Python (\S+))?$', re.MULTILINE)


def run(environment: Environment, directory: Path, log: Path) -> RanSanity:
    """Run it with the environment's ansible-test in ``directory``; its output goes to ``log``."""
    began = time.monotonic()
    replaced = require_from_index(environment)
    with log.open("w", encoding="utf-8") as output:
        command = [str(environment.python), str(RUN), str(directory), "sanity"]
        # The environment of the tests has shellcheck, which ansible-test leaves out if there is none.
        path = os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])
        done = subprocess.run(
            command,
            env={**os.environ, "PATH": path},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    ran = TEST.findall(log.read_text(encoding="utf-8", errors="replace"))
    return RanSanity(
        python=environment.python_version,
        tests=len({test for test, _python in ran}),
        pythons=pythons({python for _test, python in ran if python}),
        seconds=round(time.monotonic() - began),
        replaced=replaced,
        problem=f"ansible-test ended with {done.returncode}" if done.returncode else None,
    )


def require_from_index(environment: Environment) -> list[str]:
    """Let this ansible-test require from the package index what it would get from other hosts; return these names.

    A pre-release of ansible-core can require a commit of a library. Not every network reaches the host of that commit.
    """
    names: set[str] = set()
    for file in sorted(environment.directory.glob(REQUIREMENTS)):
        text = file.read_text(encoding="utf-8")
        found = DIRECT.findall(text)
        if found:
            # In the comment, for the next run, which finds only the replacement.
            file.write_text(DIRECT.sub(r"\1  # replaced: \1", text), encoding="utf-8")
        names.update(re.findall(r"# replaced: (\S+)", file.read_text(encoding="utf-8")))
    return sorted(names)


def pythons(versions: set[str]) -> list[str]:
    """In their order. Older ones than 3.8 have no file of ours to check: ansible-test only names them."""
    return sorted((each for each in versions if _key(each) >= (3, 8)), key=_key)


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
