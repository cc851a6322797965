# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Count what the campaign, the fuzz and the leak hunt saw, as ``docs/reference/reliability.json`` has it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.faults.campaign import Case, Observed
from tests.fuzz.cases import OPTIONS
from tests.fuzz.laws import TRACES
from tests.fuzz.stage import Seen
from tests.leaks.hunt import Hunted

_HANG, _RESULT = "ends_in_time", "ends_with_a_result"
_ENDS = (_RESULT, "ends_well_or_as_it_may")


class Campaign:
    """Tasks that something disturbs."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("modules", "apis", "ways", "disturbances")
        }
        self._cases = self._runs = self._requests = self._writes = self._disagreements = self._traces = 0

    def add(self, case: Case, wrong: list[str], observed: Observed) -> None:
        self._cases += 1
        own = (case.job.module, case.job.api, case.way, case.disturbance.kind)
        for counts, name in zip(self._counts.values(), own, strict=True):
            counts[name] += 1
        runs = [*observed.disturbed, *observed.calm]
        self._runs += len(runs)
        self._requests += sum(len(run.journal) for run in runs)
        self._writes += sum(len(run.effects) for run in runs)
        self._disagreements += bool(wrong)
        self._traces += _has_traces(wrong)

    def figures(self) -> dict[str, Any]:
        counted = {name: dict(sorted(counts.items())) for name, counts in self._counts.items()}
        whole = {"cases": self._cases, "tasks": self._runs, "requests": self._requests}
        # A task that does not end in time ends the campaign, before there are figures.
        found = {"disagreements": self._disagreements, "tracebacks": self._traces, "hangs": 0}
        return {**whole, "writes": self._writes, **counted, **found}


class Fuzz:
    """Cases of one kind: random options, or garbled answers."""

    def __init__(self) -> None:
        self._ends: Counter[str] = Counter()
        self._drawn = self._checked = self._violations = self._traces = self._hangs = 0
        self._most_cpu = 0.0

    def add(self, seen: Seen, wrong: list[str]) -> None:
        self._ends[seen.kind or "succeeded"] += 1
        self._drawn += seen.case.drawn if seen.case.kind == OPTIONS else seen.hits
        self._checked += seen.case.check_mode
        self._violations += bool(wrong)
        self._traces += _has_traces(wrong)
        self._hangs += any(each.startswith(_HANG) for each in wrong)
        self._most_cpu = max(self._most_cpu, seen.ran.cpu_seconds if seen.ran else 0.0)

    def figures(self) -> dict[str, Any]:
        return {
            "cases": self._ends.total(),
            "drawn": self._drawn,
            "in_check_mode": self._checked,
            "ends": dict(sorted(self._ends.items())),
            "most_cpu_seconds": round(self._most_cpu, 1),
            "violations": self._violations,
            "tracebacks": self._traces,
            "hangs": self._hangs,
        }


class Leaks:
    """Runs with canaries."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._provoked = self._outputs = self._size = self._canaries = self._texts = 0
        self._leaks = self._traces = self._hangs = 0

    def add(self, hunted: Hunted) -> None:
        self._kinds[hunted.run.kind] += 1
        self._provoked += hunted.provocation.title != "nothing"
        self._outputs += hunted.texts
        self._size += hunted.size
        self._canaries += hunted.canaries
        self._texts += hunted.spellings
        self._leaks += len(hunted.leaks)
        self._traces += bool(hunted.traces)
        self._hangs += hunted.is_hung

    def figures(self) -> dict[str, Any]:
        return {
            "runs": sum(self._kinds.values()),
            "kinds": dict(sorted(self._kinds.items())),
            "provoked": self._provoked,
            "canaries": self._canaries,
            "forms": self._texts,
            "outputs": self._outputs,
            "characters": self._size,
            "leaks": self._leaks,
            "tracebacks": self._traces,
            "hangs": self._hangs,
        }


def violations(figures: dict[str, Any]) -> dict[str, int]:
    """What has to be zero and is not, by its place."""
    found = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            found.update({f"{name}.{place}": count for place, count in violations(value).items()})
        elif name in ("disagreements", "violations", "leaks", "tracebacks", "hangs") and value:
            found[name] = value
    return found


def _has_traces(wrong: list[str]) -> bool:
    """Whether a law of how tasks end was broken by a traceback, or by the lack of a result, which comes with one."""
    ends = [each for each in wrong if each.startswith(_ENDS)]
    return any(each.startswith(_RESULT) or any(trace in each for trace in TRACES) for each in ends)
