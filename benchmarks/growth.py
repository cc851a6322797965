# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task for growing fleets: does time grow in proportion, and memory more slowly?"""

from __future__ import annotations

from dataclasses import asdict

from .comparison import request_target
from .contenders import fleet_task
from .fleet import make_fleet
from .options import Options
from .progress import say
from .report import Section, Target
from .running import Cost, median, organisation, require, run

MEMORY_MIB = 200
SLACK = 1.15


def measure(options: Options) -> Section:
    section = Section(
        "Growth of webmessaging_channels",
        ("channels", "latency ms", "pass", "wall s", "CPU s", "MiB", "requests", "ms a channel", "without start-up"),
        notes=["Without start-up: less what a run takes that has one channel to change."],
    )
    for latency in sorted({0.0, options.latency_ms}):
        start = median(_passes(1, latency)["change"] for _number in range(options.runs)).wall_s
        per_channel: dict[int, float] = {}
        for size in options.growth:
            costs = _passes(size, latency)
            fleet = make_fleet(size)
            for phase, cost in costs.items():
                alone = (cost.wall_s - start) / size * 1000
                row = (size, latency, phase, cost.wall_s, cost.cpu_s, cost.memory_mib, int(cost.requests))
                section.add((*row, cost.wall_s / size * 1000, alone), channels=size, phase=phase, **asdict(cost))
                section.targets.append(request_target(fleet, size if phase == "change" else 0, cost))
                section.targets.append(
                    Target(
                        f"{size} at {latency:g} ms, {phase}: under {MEMORY_MIB} MiB",
                        f"{cost.memory_mib:.0f} MiB",
                        cost.memory_mib < MEMORY_MIB,
                    )
                )
            per_channel[size] = (costs["change"].wall_s - start) / size
        if len(per_channel) < 2:
            continue
        growth = per_channel[max(per_channel)] / per_channel[min(per_channel)]
        section.targets.append(
            Target(
                f"time a channel at {latency:g} ms, without start-up, {max(per_channel)} to {min(per_channel)}: "
                f"<= {SLACK}",
                f"{growth:.2f}",
                growth <= SLACK,
            )
        )
    return section


def _passes(size: int, latency: float) -> dict[str, Cost]:
    say(f"growth: {size} channels at {latency:g} ms")
    fleet = make_fleet(size)
    with organisation(fleet, latency_ms=latency) as simulator:
        costs = {}
        for phase in ("change", "nothing"):
            costs[phase] = run(fleet_task(), simulator)[0]
            require(fleet, simulator)
    return costs
