# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Concurrent playbook runs with one token cache: do they share a token, and does the file stay intact?"""

from __future__ import annotations

import json
import stat
import tempfile
import time
from pathlib import Path

from .contenders import fleet_task
from .fleet import Fleet, make_fleet
from .options import Options
from .progress import say
from .report import Section, Target
from .running import Running, organisation, require, traffic

RUNS = 20
CHANNELS = 5
A_FEW = 3


def measure(options: Options) -> Section:
    say(f"{RUNS} runs with one token cache")
    section = Section(
        f"{RUNS} concurrent playbook runs, one token cache",
        ("runs", "wall s", "failed", "tokens", "requests", "file"),
    )
    fleets = [make_fleet(CHANNELS, f"Run {number:02}") for number in range(RUNS)]
    everything = Fleet(
        [channel for fleet in fleets for channel in fleet.before],
        [channel for fleet in fleets for channel in fleet.after],
        RUNS * CHANNELS,
    )
    with (
        tempfile.TemporaryDirectory(prefix="genesys-bench-") as folder,
        organisation(everything, latency_ms=options.latency_ms) as simulator,
    ):
        cache = Path(folder) / "tokens.json"
        began = time.monotonic()
        running = [
            Running(fleet_task(f"Run {number:02} *", token_cache=str(cache)), simulator) for number in range(RUNS)
        ]
        failed = sum(each.finish()[0] != 0 for each in running)
        took = time.monotonic() - began
        seen = traffic(simulator.journal())
        whole = _is_whole(cache)
        if not failed:
            require(everything, simulator)
    row = (RUNS, took, failed, seen["tokens"], seen["requests"], "whole" if whole else "TORN")
    section.add(row, runs=RUNS, wall_s=took, failed=failed, whole=whole, **seen)
    section.targets += [
        Target("no run fails", f"{failed}", failed == 0),
        Target(f"at most {A_FEW} tokens", f"{seen['tokens']}", seen["tokens"] <= A_FEW),
        Target("the file is intact, and only its owner can read it", "yes" if whole else "no", whole),
    ]
    return section


def _is_whole(cache: Path) -> bool:
    try:
        entries = json.loads(cache.read_bytes())
    except (OSError, ValueError):
        return False
    return len(entries) == 1 and stat.S_IMODE(cache.stat().st_mode) == 0o600
