# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure which lines and branches of the plugins a process runs.

During `make coverage`, every Python of its environment calls `measure` as it starts. Coverage looks for that in the
environment, but the tests start modules, Ansible and ansible-rulebook with environments of their own. It has
patches for fork and os._exit, but each fork applies them again: a fork of a fork starts twice, a fork of that four
times. Ansible's workers are four forks deep in the tests, and would start eight times.
Only a process that is killed with SIGKILL loses what it measured.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
from functools import cache
from pathlib import Path
from types import FrameType
from typing import NoReturn

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "pyproject.toml"
DATA = ROOT / "build/coverage/data"
MEASURED = [ROOT / "plugins", ROOT / "extensions/eda/plugins"]
# Coverage resolves the symlinks in build/collections. AnsiballZ imports from a zip file below a path like this one.
INCLUDED = [*(f"{folder}/*" for folder in MEASURED), "*/ansible_collections/genesys/cloud/plugins/*"]


class Measurement:
    """What this process runs. A forked process writes a file of its own, with what it ran after the fork."""

    def __init__(self) -> None:
        self._coverage = self._start()

    def _start(self) -> Coverage:
        coverage = Coverage(DATA, data_suffix=True, config_file=str(SETTINGS), include=INCLUDED)
        coverage.start()
        return coverage

    def start_again(self) -> None:
        """Forget what the parent ran, which writes it itself."""
        self._coverage.stop()
        self._coverage = self._start()

    def save(self) -> None:
        """Write all that was measured so far. A failure must not change how the process ends."""
        with contextlib.suppress(Exception):
            self._coverage.save()


@cache  # Python can run the line that calls this more than once
def measure() -> None:
    """Measure from here on, until this process and those that it forks end, by whatever way they can still write."""
    if "tests.simulator" in sys.orig_argv:  # it runs nothing of the plugins, and answers sooner without
        return
    measurement, leave = Measurement(), os._exit
    os.register_at_fork(after_in_child=measurement.start_again)
    atexit.register(measurement.save)

    def leave_at_once(status: int) -> NoReturn:
        measurement.save()
        leave(status)

    def end(number: int, _frame: FrameType | None) -> None:
        measurement.save()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    os._exit = leave_at_once
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, end)
