# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A loop by id without latency, in-process and as modules, with and without the cost of an empty loop."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from .contenders import loop
from .fleet import make_fleet
from .options import Options
from .progress import say
from .report import Section, Target
from .running import Cost, WrongOutcome, median, organisation, require, run

CHANNELS = 100
VOLATILE = {"audit_id", "timestamp", "latency_ms", "wait_ms", "context_id", "metrics"}
VOLATILE |= {"api_url", "api_host", "guest_url", "messaging_url"}
"""Values that always differ between two runs: times and tokens in ``metrics``, and the simulator's addresses."""


def measure(options: Options) -> Section:
    section = Section(
        f"A loop of {CHANNELS} by id, without latency",
        ("way", "wall s", "CPU s", "MiB", "empty loop s", "loop only s", "ms an item"),
    )
    alone, whole, results = {}, {}, {}
    for way, as_modules in (("in-process", False), ("modules", True)):
        empty = median(_run(as_modules, 0)[0] for _number in range(options.runs))
        cost = median(_run(as_modules, CHANNELS)[0] for _number in range(1 if as_modules else options.runs))
        results[way] = _run(as_modules, CHANNELS, show_results=True)[1]
        alone[way], whole[way] = cost.wall_s - empty.wall_s, cost.wall_s
        each = alone[way] / CHANNELS * 1000
        row = (way, cost.wall_s, cost.cpu_s, cost.memory_mib, empty.wall_s, alone[way], each)
        section.add(row, way=way, empty_wall_s=empty.wall_s, **asdict(cost))
    ratio = alone["modules"] / alone["in-process"]
    with_start = whole["modules"] / whole["in-process"]
    different = sum(one != other for one, other in zip(*results.values(), strict=True))
    section.targets += [
        Target("only the loop: >= 25 times faster in-process", f"{ratio:.1f}; whole run {with_start:.1f}", ratio >= 25),
        Target("the same results", f"{CHANNELS - different} of {CHANNELS}", different == 0),
    ]
    return section


def _run(as_modules: bool, size: int, show_results: bool = False) -> tuple[Cost, list[Any]]:
    say(f"loop of {size} {'as modules' if as_modules else 'in-process'}")
    fleet = make_fleet(CHANNELS)
    wrong = [one["id"] for one, other in zip(fleet.before, fleet.after, strict=True) if one != other]
    with organisation(fleet) as simulator:
        cost, output = run(loop(wrong[:size], as_modules, show_results), simulator)
        if size == CHANNELS:
            require(fleet, simulator)
    return cost, _results(output) if show_results else []


def _results(output: str) -> list[Any]:
    """The results of the loop in the playbook's output."""
    text = output.partition("ok: [localhost] => ")[2]
    if not text:
        raise WrongOutcome(f"no results in the output:\n{output[-2000:]}")
    shown = json.JSONDecoder().raw_decode(text)[0]["msg"]
    results = json.loads(shown) if isinstance(shown, str) else shown
    return [_lasting(result) for result in results]


def _lasting(value: Any) -> Any:
    if isinstance(value, list):
        return [_lasting(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _lasting(item) for key, item in value.items() if key not in VOLATILE}
    metrics = value.get("metrics")
    if isinstance(metrics, dict):
        requests = {kind: metrics["requests"][kind] for kind in ("read", "write")}
        kept["metrics"] = {**requests, "keys": sorted(metrics), "features": metrics["feature_availability"]}
    return kept
