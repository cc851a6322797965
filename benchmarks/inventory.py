# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels as hosts of the inventory plugin: one task for each, in the forks of one run."""

from __future__ import annotations

from dataclasses import asdict, replace

from tests.simulator.client import Simulator

from .contenders import FOLDER, playbook
from .deployment_shapes import OWN, organisation
from .options import Options
from .progress import say
from .report import Section
from .running import Cost, Program, WrongOutcome, median, run

HOSTS = 60
FORKS = 10
PASSES = ("change", "nothing")


def measure(options: Options) -> Section:
    section = Section(
        f"{HOSTS} channels as hosts, {FORKS} forks, at {options.latency_ms:g} ms",
        ("API", "pass", "wall s", "CPU s", "MiB", "requests", "tokens", "connections"),
        notes=["Turn the typing indicators off: one webmessaging_channel task by id for each host."],
    )
    for api, passes in (("Web Deployments", _web_deployments), ("Communications", _communications)):
        found = []
        for number in range(options.runs):
            say(f"{HOSTS} channels as hosts, {api}: run {number + 1} of {options.runs}")
            found.append(passes(options.latency_ms))
        for phase in PASSES:
            cost = median(each[phase] for each in found)
            section.add((api, phase, *asdict(cost).values()), api=api, phase=phase, **asdict(cost))
    return section


def program() -> Program:
    """The playbook, with the org as its inventory."""
    plain = playbook("hosts.yml", {})
    inventory = ["--inventory", str(FOLDER / "org.webmessaging.yml"), "--forks", str(FORKS)]
    return replace(plain, command=[*plain.command, *inventory])


def _web_deployments(latency_ms: float) -> dict[str, Cost]:
    costs = {}
    with organisation(OWN, HOSTS, latency_ms) as org:
        for phase in PASSES:
            costs[phase] = run(program(), org.simulator)[0]
            org.require("the inventory")
        _require_no_write(org.simulator)
    return costs


def _communications(latency_ms: float) -> dict[str, Cost]:
    costs = {}
    with Simulator("webmessaging:0") as simulator:
        simulator.reset(f"webmessaging:{HOSTS}", latency_ms=latency_ms)
        for phase in PASSES:
            costs[phase] = run(program(), simulator)[0]
            features = [channel["configuration"]["webchat"]["features"] for channel in simulator.channels()]
            if features != [["rich-media"]] * HOSTS:
                raise WrongOutcome(f"the inventory left features {features}")
        _require_no_write(simulator)
    return costs


def _require_no_write(simulator: Simulator) -> None:
    if simulator.requests("write"):
        raise WrongOutcome("the inventory wrote although there was nothing to change")
