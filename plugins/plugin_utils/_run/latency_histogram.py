# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Sort latencies into bins of growing width for a picture. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

PER_DECADE = 8
"""Bins between 1 ms and 10 ms, and so on."""
_FEWEST_DECADES = 2


@dataclass(frozen=True)
class Bar:
    """All numbers are percentages of the picture, ``height`` of the highest bar."""

    left: float
    width: float
    height: float
    count: int
    text: str


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Histogram:
    """On a logarithmic axis: between 1 and 10 ms is as much room as between 10 and 100 ms."""

    bars: list[Bar]
    ticks: list[Tick]
    markers: list[Tick]


def histogram(latencies_ms: Sequence[float], markers: dict[str, float]) -> Histogram:
    """Make the histogram. ``latencies_ms``: positive and at least one; ``markers``: values to be marked, by name."""
    first = math.floor(math.log10(min(latencies_ms)))
    last = max(math.floor(math.log10(max(latencies_ms))) + 1, first + _FEWEST_DECADES)
    bins = (last - first) * PER_DECADE
    counts = [0] * bins
    for value in latencies_ms:
        counts[min(bins - 1, int((math.log10(value) - first) * PER_DECADE))] += 1

    def edge(index: int) -> float:
        return float(10 ** (first + index / PER_DECADE))

    bars = [
        Bar(
            round(100 * index / bins, 2),
            round(100 / bins, 2),
            round(100 * count / max(counts), 2),
            count,
            f"{milliseconds(edge(index))} to {milliseconds(edge(index + 1))}: {count}",
        )
        for index, count in enumerate(counts)
        if count
    ]
    ticks = [
        Tick(round(100 * (exponent - first) / (last - first), 2), milliseconds(10.0**exponent))
        for exponent in range(first, last + 1)
    ]
    pointed = [
        Tick(round(100 * (math.log10(value) - first) / (last - first), 2), name) for name, value in markers.items()
    ]
    return Histogram(bars, ticks, pointed)


def milliseconds(value: float) -> str:
    """Return ``0.1 ms``, ``84 ms``, ``1.5 s``."""
    if value >= 1000:
        return f"{value / 1000:.3g} s"
    return f"{value:.2g} ms" if value < 10 else f"{value:.0f} ms"
