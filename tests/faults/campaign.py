# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs cases: a task that something disturbs, and then the same task again, undisturbed, until nothing differs."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import disturbances
from tests.faults.disturbances import SPEED, Disturbance, Request
from tests.faults.jobs import ORGS, RECEIVER, Act, Job
from tests.faults.state import State, flat, look
from tests.integration.action_hub import ActionHub
from tests.integration.module_process import Call, Ran, Running, start_module
from tests.simulator.client import SimulatorControl

WAYS = ["as a module", "in process"]
_GIVE_UP = 30.0
_INBOX = "faults"
_CALM: dict[str, Any] = {
    "lag_reads": 0,
    "lag_listings": 0,
    "lag_ms": 0,
    "answers_lag": False,
    "fresh_refusals": 0,
    "fresh_refusal_ms": 0,
    "pending_ms": 0,
}


@dataclass(frozen=True)
class Case:
    """``number`` of the seed's; with both, it can be run again alone."""

    seed: int
    number: int
    job: Job
    way: str
    disturbance: Disturbance

    def __str__(self) -> str:
        return f"{self.seed}:{self.number} {self.job.api}, {self.job.title}, {self.way}: {self.disturbance.title}"


@dataclass(frozen=True)
class Run:
    """``ran`` is None where it was killed; ``journal``: its own requests."""

    job: Job
    ran: Ran | None
    journal: list[dict[str, Any]]

    @property
    def effects(self) -> list[dict[str, Any]]:
        """Its writes that took effect."""
        return [each for each in self.journal if each["effect_at"] is not None]


@dataclass(frozen=True)
class Observed:
    """All that a case left. ``disturbed``: the task's run, and those of others at the same time. ``calm``: two runs
    after that. ``log``: the lines of the audit log of all of them. ``log_before_calm``, ``journal``: of the former."""

    case: Case
    before: State
    after: State
    final: State
    disturbed: list[Run]
    calm: list[Run]
    journal: list[dict[str, Any]]
    log: str
    log_before_calm: str
    changed_by_person: list[str]
    """The paths that the person's act changed."""
    received: list[dict[str, Any]]
    secret: str


class Stage:
    """Where cases are run, one at a time: a simulator, and a folder that is emptied for each."""

    _hub_lock = threading.Lock()

    def __init__(self, simulator: SimulatorControl, hub: ActionHub, folder: Path) -> None:
        self._simulator = simulator
        self._hub = hub
        self._log = folder / "audit.jsonl"
        self._requests: dict[str, list[Request]] = {}

    def case(self, seed: int, number: int, jobs: list[Job], way: str | None) -> Case:
        """The case with that number, of these jobs alone."""
        chance = random.Random(f"{seed}:{number}")
        job = chance.choice(jobs)
        drawn = chance.choice(WAYS)
        disturbance = disturbances.draw(chance, job, self._undisturbed(job))
        if disturbance.kill:
            drawn = WAYS[0]
        return Case(seed, number, job, way or drawn, disturbance)

    def run(self, case: Case) -> Observed:
        self._set_up(case.job, case.disturbance.settings)
        before = look(self._simulator)
        disturbance = case.disturbance
        if disturbance.request and disturbance.fault:
            self._disturb(disturbance, disturbance.request, before)
        if disturbance.receiver:
            self._simulator.inbox_answers(_INBOX, **disturbance.receiver)
        running = [self._start(job, case.way, number) for number, job in enumerate((case.job, *disturbance.others))]
        if disturbance.kill:
            self._kill_at_the_fault(running[0], disturbance.kill)
        ended = [_finish(each) for each in running]
        self._let_late_effects_come(disturbance)
        journal = self._simulator.journal()
        after = look(self._simulator)
        disturbed = [
            Run(job, ran, _own(journal, " ".join(self._scopes(number))))
            for number, (job, ran) in enumerate(zip((case.job, *disturbance.others), ended, strict=True))
        ]
        received = self._simulator.inbox(_INBOX)
        by_person = self._changed_by_person(case, before)
        log_before_calm = self._log_text()
        self._calm_down(case.disturbance.settings)
        calm = [self._run_again(case) for _time in range(2)]
        log = self._log_text()
        final = look(self._simulator)
        secret = self._simulator.client_secret
        logs = log, log_before_calm
        return Observed(case, before, after, final, disturbed, calm, journal, *logs, by_person, received, secret)

    def _log_text(self) -> str:
        return self._log.read_text(encoding="ascii") if self._log.exists() else ""

    def _undisturbed(self, job: Job) -> list[Request]:
        if job.title + job.api not in self._requests:
            self._set_up(job, {})
            known = look(self._simulator).things
            _finish(self._start(job, WAYS[1], 0))
            seen: Counter[tuple[str, str, str]] = Counter()
            found = []
            for entry in self._simulator.journal():
                if entry["kind"] != "token":
                    alike = (entry["method"], _pattern(entry["path"], known), entry["query"])
                    found.append(Request(*alike, earlier=seen[alike]))
                    seen[alike] += 1
            self._requests[job.title + job.api] = found
        return self._requests[job.title + job.api]

    def _set_up(self, job: Job, settings: dict[str, Any]) -> None:
        self._log.unlink(missing_ok=True)
        self._simulator.reset(ORGS[job.api], **settings)
        for act in job.before:
            self._simulator.person(**resolved(act, look(self._simulator)))
        if job.before:
            self._forget_lag()

    def _disturb(self, disturbance: Disturbance, request: Request, there: State) -> None:
        fault = {
            name: resolved(value, there) if name in ("person", "then_person") else value
            for name, value in disturbance.fault.items()
        }
        query = re.escape(request.query)
        self._simulator.fault(
            request.method, request.path, fault, skip=request.earlier, times=disturbance.times, query=f"^{query}$"
        )

    def _start(self, job: Job, way: str, number: int) -> Running:
        environment = {**self._simulator.environment, "GENESYS_API": job.api}
        options: dict[str, Any] = {**job.options, "audit_log": str(self._log), "scopes": self._scopes(number)}
        if "info" in job.module:
            del options["audit_log"]
        if options.get("url") == RECEIVER:
            options["url"] = self._simulator.inbox_url(_INBOX)
        call = Call(job.module, options, environment, diff=True, speed=SPEED)
        if way == WAYS[0]:
            return start_module(call)
        with self._hub_lock:
            return self._hub.start(call)

    def _scopes(self, number: int) -> list[str]:
        """All of them, in an order by which the journal tells whose a token is."""
        everything: list[str] = self._simulator.state()["clients"][0]["scopes"]
        return [*everything[number:], *everything[:number]]

    def _run_again(self, case: Case) -> Run:
        self._simulator.clear_journal()
        ran = _finish(self._start(case.job, case.way, 0))
        return Run(case.job, ran, self._simulator.journal())

    def _kill_at_the_fault(self, running: Running, number: signal.Signals) -> None:
        give_up_at = time.monotonic() + _GIVE_UP
        while not self._simulator.faults()[0]["hits"]:
            if time.monotonic() > give_up_at or not running.is_alive:
                return
            time.sleep(0.01)
        os.kill(running.pid, number)

    def _let_late_effects_come(self, disturbance: Disturbance) -> None:
        late = disturbance.fault.get("late")
        if late is None:
            return
        give_up_at = time.monotonic() + late + 0.2
        while time.monotonic() < give_up_at:
            hit = [each for each in self._simulator.journal() if each["fault"]]
            if hit and all(each["effect_at"] is not None for each in hit):
                return
            time.sleep(0.02)

    def _changed_by_person(self, case: Case, before: State) -> list[str]:
        """The paths, if the person acted at all."""
        if not case.disturbance.act or not any(each["hits"] for each in self._simulator.faults()):
            return []
        return _touched(resolved(case.disturbance.act, before), before)

    def _calm_down(self, settings: dict[str, Any]) -> None:
        self._simulator.clear_faults()
        self._simulator.inbox_answers(_INBOX, 200)
        if settings.keys() & _CALM.keys():
            self._simulator.settings(**_CALM)
            self._forget_lag()

    def _forget_lag(self) -> None:
        """A state that is loaded shows at once."""
        self._simulator.state(self._simulator.state())


def _own(journal: list[dict[str, Any]], scope: str) -> list[dict[str, Any]]:
    """The requests with the tokens that were asked for with this scope."""
    tokens = {each["token"] for each in journal if each["kind"] == "token" and each["body"].get("scope") == scope}
    return [each for each in journal if each["kind"] != "token" and each["token"] in tokens - {None}]


def _finish(running: Running) -> Ran | None:
    try:
        return running.finish()
    except (EOFError, ConnectionResetError):  # killed
        return None


def _pattern(path: str, known: dict[str, Any]) -> str:
    """A regular expression for the path, in which ids that are not known are any."""
    parts = path.split("/")
    return "/".join(re.escape(part) if part in known or len(part) < 32 else "[^/]+" for part in parts)


def resolved(act: Act, state: State) -> Act:
    """With the ids of what is named "kind name"."""
    return {
        key: resolved(value, state)
        if isinstance(value, dict)
        else state.id_of(value)
        if key == "id" and " " in value
        else value
        for key, value in act.items()
    }


def _touched(act: Act, before: State) -> list[str]:
    """The paths of what the act changed."""
    if act["act"].startswith("create"):
        return []
    thing = before.things[act["id"]]
    if act["act"].startswith("delete"):
        return [*thing.paths()]
    given = flat({key: value for key, value in act.items() if key not in ("act", "id", "settled")})
    part = "draft/" if thing.kind == "configuration" else ""
    there = thing.content
    return [f"{thing.title}/{part}{path}" for path, value in given.items() if there.get(path) != value]
