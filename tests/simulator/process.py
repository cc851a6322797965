# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process of its own. Standard library only."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

DEFAULT_FLEET = "webdeployments:40"
"""What the simulator starts with where nothing else is said."""

_REPOSITORY_ROOT = Path(__file__).resolve().parents[2]
_PYTHON_VARIABLE = "GENESYS_SIMULATOR_PYTHON"
_STOP_SECONDS = 5.0


class SimulatorError(Exception):
    """The simulator did not start, is not there, or refused what it was told."""


class SimulatorProcess:
    """``python -m tests.simulator``, from start to stop."""

    def __init__(self, python: str | None, latency_ms: float) -> None:
        """Start it and wait until it listens.

        ``python``: the interpreter, which needs aiohttp; None: the one that the environment variable
        ``GENESYS_SIMULATOR_PYTHON`` names, or else this one.
        """
        interpreter = python or os.environ.get(_PYTHON_VARIABLE) or sys.executable
        # A file and not a pipe: nobody reads it while the simulator runs, and a full pipe would stop it.
        with tempfile.TemporaryFile() as errors:
            self._process = subprocess.Popen(
                [interpreter, "-m", "tests.simulator", "--stop-on-eof", "--latency", str(latency_ms)],
                # So that it works from any directory, whatever Python the tests have set up for themselves.
                cwd=_REPOSITORY_ROOT,
                env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
                # Stays open as long as this process lives: a killed test run leaves no simulator behind.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                # Ctrl-C in a terminal is for the test run, which then stops the simulator.
                start_new_session=True,
            )
            # It announces itself when it listens, and not before; an empty line means that it has died.
            name, _equals, self.url = _first_export(self._process)
            if name != "GENESYS_BASE_PATH":
                self.stop()
                errors.seek(0)
                text = errors.read().decode(errors="replace").strip()
                raise SimulatorError(f"{interpreter} -m tests.simulator did not start: {text}")

    def stop(self) -> None:
        """Stop it; safe to repeat."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _first_export(process: subprocess.Popen[str]) -> tuple[str, str, str]:
    line = process.stdout.readline() if process.stdout else ""
    return " ".join(shlex.split(line)[1:]).partition("=")
