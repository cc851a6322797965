# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results as our tasks return them, as short as the tests of a run's record need them."""

from __future__ import annotations

import itertools
from typing import Any

_NUMBERS = itertools.count()


def entry(resource_id: Any, outcome: str, **fields: Any) -> dict[str, Any]:
    found = {
        "audit_id": f"audit-{next(_NUMBERS)}",
        "timestamp": "2026-11-22T10:15:30.000Z",
        "action": "CHANNEL_UPDATE",
        "resource": "channel",
        "resource_id": resource_id,
        "resource_name": f"Channel {resource_id}",
        "outcome": outcome,
        "check_mode": False,
        "latency_ms": 20.0,
        "changes": ["features"],
    }
    return {**found, **fields}


def metrics(**requests: int) -> dict[str, Any]:
    return {
        "requests": {"total": sum(requests.values()), **requests},
        "retries": 1,
        "wait_ms": 250.0,
        "latency_ms": {"avg": 1.0, "p50": 1.0, "p95": 30.0, "max": 40.0},
    }


def one(resource_id: str, outcome: str, **fields: Any) -> dict[str, Any]:
    """Of webmessaging_channel."""
    channel = {"id": resource_id, "name": "Channel " + resource_id, "features": ["b", "c"]}
    diff = {"before": {"features": ["a", "b"]}, "after": {"features": ["b", "c"]}}
    result = {"audit": [entry(resource_id, outcome)], "metrics": metrics(read=1, write=1)}
    return {**result, "channel": channel, "diff": diff, **fields}


def row(resource_id: str, outcome: str, **fields: Any) -> dict[str, Any]:
    """A row of webmessaging_channels."""
    found = one(resource_id, outcome)
    return {
        "id": resource_id,
        "name": "Channel " + resource_id,
        "outcome": outcome,
        "channel": found["channel"],
        "diff": found["diff"],
        "failure": None,
        **fields,
    }
