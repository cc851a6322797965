# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Web Deployments in several shapes, beside a script on Genesys' own SDK."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from .deployment_shapes import SHAPES, Shape, organisation
from .options import Options
from .progress import say
from .report import Section, Target
from .running import Cost, Program, WrongOutcome, median, run

PAGE_SIZE = 300
PASSES = ("change", "nothing")
OURS = "webmessaging_channels"
SEQUENTIAL = "SDK script, sequential"
EIGHT_THREADS = "SDK script, 8 threads"
CONTENDERS: dict[str, Callable[[Shape], Program]] = {
    OURS: Shape.ours,
    SEQUENTIAL: lambda shape: shape.sdk_script(1),
    EIGHT_THREADS: lambda shape: shape.sdk_script(8),
    # As concurrent as ours: 8 requests in flight, 32 deployments begun.
    "SDK script, 32 threads, 8 connections": lambda shape: shape.sdk_script(32, 8),
}

Costs = dict[tuple[str, str, str], Cost]
"""By shape, pass and contender."""


def measure(options: Options) -> Section:
    size = options.deployments
    shapes = [shape for shape in SHAPES if shape.name in options.shapes]
    section = Section(
        f"Web Deployments: {size} deployments, at {options.latency_ms:g} ms",
        ("shape", "pass", "contender", "wall s", "CPU s", "MiB", "requests", "tokens", "connections", "times ours"),
        notes=["Turn the typing indicators off: draft, wait (Pending once), publish, pin, wait (Pending once)."],
    )
    section.notes += [f"{shape.name}: {shape.text}." for shape in shapes]
    costs: Costs = {}
    for shape in shapes:
        for title in CONTENDERS:
            if not (shape.is_slow and title == SEQUENTIAL):
                costs.update(_medians(shape, title, options))
    for (shape_name, phase, title), cost in costs.items():
        section.add(
            (shape_name, phase, title, *asdict(cost).values(), cost.wall_s / costs[shape_name, phase, OURS].wall_s),
            shape=shape_name,
            phase=phase,
            contender=title,
            **asdict(cost),
        )
    section.targets += _targets(costs, size)
    return section


def passes(shape: Shape, title: str, size: int, latency_ms: float) -> dict[str, Cost]:
    """Both passes in a fresh org. WrongOutcome: the contender did something wrong, or too much."""
    costs = {}
    with organisation(shape, size, latency_ms) as org:
        for phase in PASSES:
            costs[phase] = run(CONTENDERS[title](shape), org.simulator)[0]
            org.require(title)
        if org.simulator.requests("write"):
            raise WrongOutcome(f"{title} wrote although there was nothing to change")
    return costs


def _medians(shape: Shape, title: str, options: Options) -> Costs:
    runs = 1 if shape.is_slow or title == SEQUENTIAL else options.runs
    found = []
    for number in range(runs):
        say(f"{shape.name}, {title}: run {number + 1} of {runs}")
        found.append(passes(shape, title, options.deployments, options.latency_ms))
    return {(shape.name, phase, title): median(each[phase] for each in found) for phase in PASSES}


def _targets(costs: Costs, size: int) -> list[Target]:
    """A token, detection, listings; the writes; two listings that wait for all configurations or deployments."""
    if size > PAGE_SIZE:
        return []
    exact = {"own": 8 + 3 * size, "shared": 12 + size, "plain": 5 + size}
    targets = []
    for (shape, phase, title), cost in costs.items():
        if title != OURS:
            continue
        wanted = 3 if phase == "nothing" else exact.get(shape)
        if wanted is not None:
            targets.append(
                Target(
                    f"{shape}, {phase}: {wanted} requests, 1 token",
                    f"{cost.requests:g}, {cost.tokens:g}",
                    cost.requests == wanted and cost.tokens == 1,
                )
            )
    return targets
