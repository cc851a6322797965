# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs contenders in separate processes and measures them."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tests.simulator.client import Simulator

from .fleet import Fleet

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = ROOT / "benchmarks" / "launcher.py"


class WrongOutcome(Exception):
    """A contender failed, or left the simulated organisation in a wrong state, so it cannot be compared."""


@dataclass(frozen=True)
class Cost:
    """The cost of one run: seconds, MiB of its largest process, and the requests that the simulator saw."""

    wall_s: float
    cpu_s: float
    memory_mib: float
    requests: int
    tokens: int
    connections: int


@dataclass(frozen=True)
class Program:
    """A command and its environment, without the simulator's address and credentials."""

    command: list[str]
    environment: Mapping[str, str]


class Running:
    """A running program; call ``finish``."""

    def __init__(self, program: Program, simulator: Simulator) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="genesys-bench-")
        self._report = Path(self._folder.name) / "report"
        self._output = Path(self._folder.name) / "output"
        # -I and -S keep the launcher small.
        launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(self._report)]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [*launch, *program.command],
                env={**_environment(), **simulator.environment, **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def finish(self) -> tuple[int, str, dict[str, Any]]:
        """Exit status, output, and what the launcher measured."""
        with self._folder:
            status = self._process.wait()
            return status, self._output.read_text(errors="replace"), json.loads(self._report.read_text())


def run(program: Program, simulator: Simulator) -> tuple[Cost, str]:
    """Clear the journal and run the command to its end. WrongOutcome: it failed."""
    simulator.clear_journal()
    status, output, measured = Running(program, simulator).finish()
    if status != 0:
        raise WrongOutcome(f"{' '.join(program.command)} ended with status {status}:\n{output[-4000:]}")
    return Cost(**measured, **traffic(simulator.journal())), output


def traffic(journal: list[dict[str, Any]]) -> dict[str, int]:
    """Requests, tokens and connections in a journal."""
    return {
        "requests": len(journal),
        "tokens": sum(entry["kind"] == "token" and entry["status"] == 200 for entry in journal),
        "connections": len({entry["connection"] for entry in journal}),
    }


def median(costs: Iterable[Cost]) -> Cost:
    """Each number's median."""
    rows = list(costs)
    return Cost(**{field.name: statistics.median(getattr(row, field.name) for row in rows) for field in fields(Cost)})


@contextmanager
def organisation(fleet: Fleet, **settings: Any) -> Iterator[Simulator]:
    """A fresh simulator with this fleet."""
    with Simulator("webmessaging:0") as simulator:
        simulator.reset(fleet.state, **settings)
        yield simulator


def require(fleet: Fleet, simulator: Simulator) -> None:
    """WrongOutcome: the channels are not in the desired state."""
    problems = fleet.problems(simulator.channels())
    if problems:
        raise WrongOutcome(f"{len(problems)} channels are wrong; the first: {problems[0]}")


def _environment() -> dict[str, str]:
    """This process's environment, without variables that could make a contender slower, faster or different."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "GENESYS", "PYTHON"))}
    return {
        **kept,
        "ANSIBLE_CONFIG": str(ROOT / "benchmarks" / "contenders" / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build" / "collections"),
        "ANSIBLE_HOME": str(ROOT / "build" / "ansible-home"),
    }
