# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases: a task with random options, or one whose answers are garbled. A seed and a number make the same again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.genesys.cloud.tests.unit.tasks import TASKS
from tests.faults.campaign import WAYS
from tests.faults.jobs import JOBS, Job
from tests.fuzz.values import Values
from tests.simulator.garbling import HOWS
from tests.simulator.guest_sockets import MISBEHAVIOURS

OPTIONS, ANSWERS = KINDS = ("options", "answers")
_STATUSES = (200, 201, 202, 204, 206, 300, 302, 304, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 429, 431)
_MORE_STATUSES = (451, 500, 501, 502, 503, 504, 511, 599)
_PLACES = (("GET", ".*"), ("GET", ".*"), ("*", ".*"), ("*", "/api/.*"), ("POST", "/oauth/token"))
_HEADERS: tuple[dict[str, str], ...] = (
    *({}, {}, {"Retry-After": "-1"}, {"Retry-After": "soon"}, {"Retry-After": "9" * 40}, {"Retry-After": "nan"}),
    *({"Content-Type": "text/html"}, {"Content-Type": "\u00e9;="}, {"ININ-Correlation-Id": "c\x9b31m" * 200}),
    *({"Content-Encoding": "gzip"}, {"inin-ratelimit-allowed": "x"}, {"inin-ratelimit-count": "1e400"}),
    *({"Location": "//elsewhere.example"}, {"Set-Cookie": "a=" + "b" * 4000}),
)


@dataclass(frozen=True)
class Case:
    """``drawn``: how many values of options are random. ``faults``: what happens to the answers, as the simulator
    takes it."""

    kind: str
    seed: int
    number: int
    job: Job
    way: str
    check_mode: bool
    options: dict[str, Any]
    drawn: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    def __str__(self) -> str:
        mode = ", check mode" if self.check_mode else ""
        return f"{self.kind} {self.seed}:{self.number} {self.job.api}, {self.job.title}, {self.way}{mode}"


def draw(kind: str, seed: int, number: int, folder: Path, jobs: list[Job] | None = None) -> Case:
    """The case of that kind with that number. ``folder``: where its tasks may write."""
    chance = random.Random(f"{kind}:{seed}:{number}")
    # First the module, so that each gets as many cases.
    modules = sorted({job.module for job in jobs or JOBS})
    module = modules[number % len(modules)]
    job = chance.choice([each for each in jobs or JOBS if each.module == module])
    way, check_mode = chance.choice(WAYS), chance.random() < 0.5
    if kind == OPTIONS:
        return Case(kind, seed, number, job, way, check_mode, *_options(chance, job, folder))
    return Case(kind, seed, number, job, way, check_mode, job.options, faults=_faults(chance, job))


def _options(chance: random.Random, job: Job, folder: Path) -> tuple[dict[str, Any], int]:
    """Those of the task with some replaced, or only random ones; and how many values were drawn."""
    values = Values(chance, folder, chance.choice([0.0, 0.1, 0.5]))
    spec = TASKS[job.module].argument_spec
    given = {} if chance.random() < 0.1 else dict(job.options)
    given.update(values.options(spec))
    for name, value in given.items():
        inner = spec.get(name, {}).get("options")
        if inner and isinstance(value, list) and chance.random() < 0.5:
            given[name] = [{**each, **values.options(inner, 1)} if isinstance(each, dict) else each for each in value]
    return given, values.drawn


def _faults(chance: random.Random, job: Job) -> list[dict[str, Any]]:
    """One or two rules. Most garble what reads or writes answer; some answer something of their own."""
    rules = []
    for _each in range(chance.choice([1, 1, 2])):
        method, path = chance.choice(
            [("GET", ".*"), ("GET", ".*"), ("*", ".*"), ("*", "/api/.*"), ("POST", "/oauth/token")]
        )
        action: dict[str, Any] = {"garble": {"how": chance.choice(HOWS), "seed": chance.randrange(1 << 30)}}
        if chance.random() < 0.2:
            action = {chance.choice(["respond", "after"]): _answer(chance)}
        if job.module == "webmessaging_guest_info" and chance.random() < 0.3:
            method, path, action = "GET", "/v1", {"guest": chance.choice(MISBEHAVIOURS)}
        rule = {"method": method, "path": path, "action": action}
        rules.append({**rule, "skip": chance.choice([0, 0, 0, 1, 2]), "times": chance.choice([1, 2, None])})
    return rules


def _answer(chance: random.Random) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": chance.choice([*_STATUSES, *_MORE_STATUSES])}
    answer["headers"] = chance.choice(_HEADERS)
    values = Values(chance, Path("/nowhere"))
    names = ("message", "code", "status", "contextId", "details", "errors", "limit", "error", "error_description", "id")
    body = {name: values.any() for name in chance.sample(names, chance.randint(0, 6))}
    return {**answer, **chance.choice([{"body": _plain(body)}, {"text": _plain(values.text())}, {}])}


def _plain(value: Any) -> Any:
    """Without what strict JSON in UTF-8 cannot hold; `garbling` makes that."""
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return str(value) if isinstance(value, float) else value
