# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs cases: a real module or action, with a bound on its time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.campaign import WAYS, resolved
from tests.faults.disturbances import SPEED
from tests.faults.jobs import ORGS, RECEIVER
from tests.faults.state import look
from tests.fuzz.cases import Case
from tests.integration.action_hub import ActionHub
from tests.integration.module_process import Call, Ran, start_module
from tests.simulator.client import SimulatorControl

CALM: dict[str, Any] = {"timeout": 5, "retries": 1, "deadline": 60}
"""Given in the environment, so that a case which waits does not wait long; an option of the case wins."""


@dataclass(frozen=True)
class Seen:
    """``ran`` is None if there was no result; ``trouble`` says why then. ``before``, ``after``: the organisation."""

    case: Case
    ran: Ran | None
    trouble: str
    is_hung: bool
    journal: list[dict[str, Any]]
    hits: int
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def kind(self) -> str:
        """Of the failure; empty after a success."""
        return str((self.ran.result.get("failure") or {}).get("kind", "none")) if self.ran and self.ran.failed else ""


class Stage:
    """Where cases are run, one at a time."""

    _hub_lock = threading.Lock()

    def __init__(self, simulator: SimulatorControl, hub: ActionHub) -> None:
        self._simulator = simulator
        self._hub = hub

    def run(self, case: Case) -> Seen:
        simulator = self._simulator
        simulator.reset(ORGS[case.job.api])
        for act in case.job.before:
            simulator.person(**resolved(act, look(simulator)))
        before = simulator.state()
        for rule in case.faults:
            simulator.fault(**rule)
        is_hung = False
        try:
            ran, trouble = self._result(case)
        except TimeoutError as error:
            ran, trouble, is_hung = None, str(error), True
        hits = sum(each["hits"] for each in simulator.faults())
        return Seen(case, ran, trouble, is_hung, simulator.journal(), hits, before, simulator.state())

    def _result(self, case: Case) -> tuple[Ran | None, str]:
        calm = {f"GENESYS_{name.upper()}": str(value) for name, value in CALM.items()}
        environment = {**self._simulator.environment, **calm, "GENESYS_API": case.job.api}
        options = dict(case.options)
        if options.get("url") == RECEIVER:
            options["url"] = self._simulator.inbox_url("fuzz")
        call = Call(case.job.module, options, environment, case.check_mode, diff=True, speed=SPEED)
        try:
            if case.way == WAYS[0]:
                return start_module(call).finish(), ""
            with self._hub_lock:
                running = self._hub.start(call)
            return running.finish(), ""
        except (AssertionError, EOFError, ConnectionResetError) as error:
            return None, f"no result: {error!r}"


def scratch(folder: Path) -> Path:
    """A folder for what cases write."""
    made = folder / "written"
    made.mkdir(exist_ok=True)
    return made
