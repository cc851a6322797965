# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The platform's rate limit for each token, with a shorter window: how much of the limit is used."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from .contenders import fleet_task
from .fleet import make_fleet
from .options import Options
from .progress import say
from .report import Section, Target
from .running import organisation, require, run

ALLOWED = 300
WINDOW_S = 6.0
WINDOWS = 5
"""The number of windows to fill; part of another follows."""


def measure(options: Options) -> Section:
    section = Section(
        f"A limiter of {ALLOWED} requests in {WINDOW_S:g} s for each token",
        ("tokens", "workers", "channels", "wall s", "windows", "allowance used %", "429s", "most in a window"),
        notes=[
            "Used: what was admitted in whole windows, laid end to end from a token's first request.",
            "A channel that failed would have ended the measurement.",
        ],
    )
    for tokens, workers in ((1, 8), (3, 24)):
        size = ALLOWED * WINDOWS * tokens
        say(f"limiter: {size} channels with {tokens} tokens")
        fleet = make_fleet(size)
        limit = {"requests": ALLOWED, "window_seconds": WINDOW_S}
        with organisation(fleet, latency_ms=options.latency_ms, rate_limit=limit) as simulator:
            cost, _output = run(fleet_task(token_pool_size=tokens, workers=workers), simulator)
            require(fleet, simulator)
            journal = simulator.journal()
        used, windows = _used(journal)
        refused = Counter(_windows_of_refusals(journal))
        most = max(refused.values(), default=0)
        row = (tokens, workers, size, cost.wall_s, windows, 100 * used, sum(refused.values()), most)
        section.add(row, tokens=tokens, wall_s=cost.wall_s, used=used, refused=sum(refused.values()), most=most)
        section.targets += [
            Target(f"{tokens} token(s): >= 95% of the allowance", f"{100 * used:.1f}%", used >= 0.95),
            Target(f"{tokens} token(s): at most one 429 per token and window", f"{most}", most <= 1),
        ]
    return section


def _used(journal: list[dict[str, Any]]) -> tuple[float, int]:
    """The share of the limit used in the whole windows of all tokens, and the number of these windows."""
    admitted, allowed, windows = 0, 0, 0
    for entries in _by_token(journal).values():
        times = [entry["at"] for entry in entries if entry["status"] != 429]
        whole = int((times[-1] - times[0]) / WINDOW_S)
        admitted += sum(at - times[0] < whole * WINDOW_S for at in times)
        allowed += whole * ALLOWED
        windows += whole
    return (admitted / allowed if allowed else 0.0), windows


def _windows_of_refusals(journal: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Token and window of each 429. As in the service, a window opens with the first request after the last window."""
    found = []
    for token, entries in _by_token(journal).items():
        window, began = 0, float("-inf")
        for entry in entries:
            if entry["at"] - began >= WINDOW_S:
                window, began = window + 1, entry["at"]
            if entry["status"] == 429:
                found.append((token, window))
    return found


def _by_token(journal: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for entry in journal:
        if entry["kind"] != "token":
            found[entry["token"]].append(entry)
    return found
