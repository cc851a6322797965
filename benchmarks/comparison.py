# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same fleet with each contender: first with channels to change, then with nothing left to do."""

from __future__ import annotations

from dataclasses import asdict

from .contenders import CONTENDERS, Contender
from .fleet import Fleet, make_fleet
from .options import Options
from .progress import say
from .report import Section, Target
from .running import Cost, WrongOutcome, median, organisation, require, run

PAGE_SIZE = 100
WORKERS = 8
TARGET_SIZE = 500
OURS = "channels"
PASSES = ("change", "nothing")

Costs = dict[tuple[int, str, str], Cost]
"""By channels to change, contender, and pass."""


def measure(options: Options) -> Section:
    section = Section(
        f"Contenders, at {options.latency_ms:g} ms",
        ("channels", "pass", "contender", "wall s", "CPU s", "MiB", "requests", "tokens", "connections", "times ours"),
        notes=[
            "Wall and CPU seconds of the whole command, start of the interpreter included; MiB of its largest process.",
        ],
    )
    costs: Costs = {}
    for size in options.sizes:
        fleet = make_fleet(size)
        for contender in CONTENDERS:
            if contender.name in options.contenders and not (contender.starts_processes and size > options.slow_up_to):
                costs.update(_measure(contender, fleet, options))
    for size in options.sizes:
        for phase in PASSES:
            _add_rows(section, costs, size, phase)
    section.targets += _formula(costs, options) + _ratios(costs)
    return section


def expected_requests(fleet: Fleet, changes: int) -> int:
    """A token, the pages of the listing, and a write for each channel to change."""
    return 1 + -(-len(fleet.before) // PAGE_SIZE) + changes


def _measure(contender: Contender, fleet: Fleet, options: Options) -> Costs:
    """Both passes, each the median of its runs."""
    runs = 1 if contender.starts_processes and fleet.changes > 10 else options.runs
    found: dict[str, list[Cost]] = {phase: [] for phase in PASSES}
    program = contender.program(fleet)
    for number in range(runs):
        say(f"{contender.title}: {fleet.changes} channels to change, run {number + 1} of {runs}")
        with organisation(fleet, latency_ms=options.latency_ms) as simulator:
            for phase in PASSES:
                found[phase].append(run(program, simulator)[0])
                require(fleet, simulator)
            if simulator.requests("write"):
                raise WrongOutcome(f"{contender.title} wrote although there was nothing to change")
    return {(fleet.changes, contender.name, phase): median(found[phase]) for phase in PASSES}


def _add_rows(section: Section, costs: Costs, size: int, phase: str) -> None:
    ours = costs.get((size, OURS, phase))
    for contender in CONTENDERS:
        cost = costs.get((size, contender.name, phase))
        if cost:
            ratio = cost.wall_s / ours.wall_s if ours else "-"
            row = (size, phase, contender.title, *asdict(cost).values(), ratio)
            section.add(row, channels=size, phase=phase, contender=contender.name, **asdict(cost))


def _formula(costs: Costs, options: Options) -> list[Target]:
    targets = []
    for size in options.sizes:
        for phase in PASSES:
            ours = costs.get((size, OURS, phase))
            if ours:
                changes = size if phase == "change" else 0
                targets.append(request_target(make_fleet(size), changes, ours))
    return targets


def request_target(fleet: Fleet, changes: int, cost: Cost) -> Target:
    """The price of a fleet task, which is exact."""
    wanted = expected_requests(fleet, changes)
    return Target(
        f"{len(fleet.before)} channels, {changes} to change: {wanted} requests, 1 token, <= {WORKERS} connections",
        f"{cost.requests:g}, {cost.tokens:g}, {cost.connections:g}",
        cost.requests == wanted and cost.tokens == 1 and cost.connections <= WORKERS,
    )


def _ratios(costs: Costs) -> list[Target]:
    """The targets for TARGET_SIZE, as far as they were measured."""
    wall, idle = (
        {name: cost.wall_s for (size, name, each), cost in costs.items() if (size, each) == (TARGET_SIZE, phase)}
        for phase in PASSES
    )
    targets = []
    if {OURS, "threads"} <= wall.keys():
        ratio, more = wall[OURS] / wall["threads"], idle[OURS] - idle["threads"]
        targets.append(Target(f"{TARGET_SIZE}: <= 1.35 times the 8-thread script", f"{ratio:.2f}", ratio <= 1.35))
        targets.append(Target(f"{TARGET_SIZE}, nothing to change: <= 1.0 s more", f"{more:.2f} s", more <= 1.0))
    for name, least in (("script", 5), ("uri", 40)):
        if {OURS, name} <= wall.keys():
            faster = wall[name] / wall[OURS]
            targets.append(
                Target(f"{TARGET_SIZE}: >= {least} times faster than {name}", f"{faster:.1f}", faster >= least)
            )
    return targets
