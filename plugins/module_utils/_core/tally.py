# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The numbers of a task, or of one operation in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TOKEN, READ, WRITE = "token", "read", "write"


@dataclass
class Tally:
    """Requests by kind (every try is one), retries, waiting and latencies in ms, and the last body written."""

    requests: dict[str, int] = field(default_factory=lambda: {TOKEN: 0, READ: 0, WRITE: 0})
    retries: int = 0
    wait_ms: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    payload: Any = None
    context_id: str | None = None

    @property
    def latency_ms(self) -> float:
        return sum(self.latencies_ms, 0.0)
