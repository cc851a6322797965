# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Numbers about a task: requests, retries, waiting, latency, and the features of the handled channels. Pure."""

from __future__ import annotations

from typing import Iterable, Sequence

from .._core.result_shapes import Availability, Latency, Metrics
from .._core.tally import READ, TOKEN, WRITE, Tally


def metrics(
    tally: Tally, features: Sequence[str], handled: Sequence[Iterable[str]], api_host: str | None = None
) -> Metrics:
    """Compute the numbers. ``features``: the catalogue; ``handled``: the final features of each handled channel."""
    return {
        "api_host": api_host,
        "requests": {
            "total": sum(tally.requests.values()),
            "token": tally.requests[TOKEN],
            "read": tally.requests[READ],
            "write": tally.requests[WRITE],
        },
        "retries": tally.retries,
        "wait_ms": round(tally.wait_ms, 3),
        "latency_ms": latency(tally.latencies_ms),
        "feature_availability": availability(features, handled),
    }


def latency(latencies_ms: Sequence[float]) -> Latency:
    """Return average, median, 95th percentile (nearest rank) and maximum in milliseconds; zeros if nothing was sent."""
    ranked = sorted(latencies_ms) or [0.0]
    return {
        "avg": round(sum(ranked) / len(ranked), 3),
        "p50": round(_percentile(ranked, 50), 3),
        "p95": round(_percentile(ranked, 95), 3),
        "max": round(ranked[-1], 3),
    }


def availability(features: Sequence[str], handled: Sequence[Iterable[str]]) -> dict[str, Availability]:
    """Return ``{feature: {total, available, percent}}`` for the catalogue's features and others of a channel."""
    owned = [set(item) for item in handled]
    others = sorted(set().union(*owned) - set(features))
    total = len(owned)
    found: dict[str, Availability] = {}
    for feature in [*features, *others]:
        available = sum(feature in item for item in owned)
        percent = round(100 * available / total, 2) if total else 0.0
        found[feature] = {"total": total, "available": available, "percent": percent}
    return found


def _percentile(ranked: Sequence[float], percent: int) -> float:
    return ranked[-(-len(ranked) * percent // 100) - 1]
