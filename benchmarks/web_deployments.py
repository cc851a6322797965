# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Web Deployments: 100 deployments with a configuration each, beside a script on Genesys' own SDK."""

from __future__ import annotations

import sys
from dataclasses import asdict

from tests.simulator.client import Simulator

from .contenders import FOLDER, playbook
from .options import Options
from .progress import say
from .report import Section, Target
from .running import Cost, Program, WrongOutcome, median, run

SIZE = 100
PASSES = ("change", "nothing")
OURS = "webmessaging_channels"


def sdk_script(*arguments: int) -> Program:
    """The number of threads, and of connections in its pool if not the SDK's 4."""
    return Program([sys.executable, str(FOLDER / "sdk_script.py"), *map(str, arguments)], {})


CONTENDERS = {
    OURS: playbook("deployments.yml", {}),
    "SDK script, sequential": sdk_script(1),
    "SDK script, 8 threads": sdk_script(8),
    # As concurrent as ours: 8 requests in flight, 32 deployments begun.
    "SDK script, 32 threads, 8 connections": sdk_script(32, 8),
}


def measure(options: Options) -> Section:
    section = Section(
        f"Web Deployments: {SIZE} deployments, {SIZE} configurations, at {options.latency_ms:g} ms",
        ("pass", "contender", "wall s", "CPU s", "MiB", "requests", "tokens", "connections", "times ours"),
        notes=["Turn the typing indicators off: draft, wait (Pending once), publish, pin, wait (Pending once)."],
    )
    costs: dict[tuple[str, str], Cost] = {}
    for title, program in CONTENDERS.items():
        found: dict[str, list[Cost]] = {phase: [] for phase in PASSES}
        for number in range(options.runs):
            say(f"{title}: run {number + 1} of {options.runs}")
            _run_once(title, program, options, found)
        costs.update({(phase, title): median(found[phase]) for phase in PASSES})
    for phase in PASSES:
        ours = costs[phase, OURS]
        for title in CONTENDERS:
            cost = costs[phase, title]
            section.add(
                (phase, title, *asdict(cost).values(), cost.wall_s / ours.wall_s),
                phase=phase,
                contender=title,
                **asdict(cost),
            )
    section.targets += _targets(costs)
    return section


def _run_once(title: str, program: Program, options: Options, found: dict[str, list[Cost]]) -> None:
    with Simulator("webmessaging:0") as simulator:
        simulator.reset(f"plain-webdeployments:{SIZE}", latency_ms=options.latency_ms)
        for phase in PASSES:
            found[phase].append(run(program, simulator)[0])
            _require(title, simulator)
        if simulator.requests("write"):
            raise WrongOutcome(f"{title} wrote although there was nothing to change")


def _require(title: str, simulator: Simulator) -> None:
    """Each configuration has one more version with the desired content, and an Active deployment is pinned to it."""
    deployments = simulator.deployments()
    # A deployment that was not read after its write is still Pending.
    if any(each["status"] != "Active" for each in deployments):
        raise WrongOutcome(f"{title} did not wait for every deployment")
    pinned = {each["configuration"]["id"]: each["configuration"]["version"] for each in deployments}
    for each in simulator.configurations():
        conversations = each["versions"][-1]["messenger"]["apps"]["conversations"]
        switches = (conversations["showAgentTypingIndicator"], conversations["showUserTypingIndicator"])
        if (len(each["versions"]), pinned[each["id"]], switches) != (2, "2", (False, False)):
            raise WrongOutcome(f"{title} left configuration {each['id']} at {len(each['versions'])} versions")


def _targets(costs: dict[tuple[str, str], Cost]) -> list[Target]:
    """A token, detection, two listings; for each a PUT, a publish, a PUT and the polls of both."""
    ours = costs["change", OURS]
    wanted = 4 + 7 * SIZE
    exact = Target(
        f"{SIZE} to change: {wanted} requests, 1 token", f"{ours.requests:g}, {ours.tokens:g}", ours.requests == wanted
    )
    idle = costs["nothing", OURS]
    reads = Target("nothing to change: 3 requests", f"{idle.requests:g}", idle.requests == 3)
    return [exact, reads]
