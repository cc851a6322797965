# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request limit of each token, counted in windows as the real platform does."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from .errors import ApiError
from .settings import Settings


@dataclass(slots=True)
class _Window:
    started_at: float
    count: int = 0


class RateLimits:
    """Windows by token number. A token's window opens with its first request after the last one closed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._windows: dict[int, _Window] = {}

    def admit(self, token_number: int) -> dict[str, str]:
        """Count one request; the headers that tell where the token stands, if they are set. 429 beyond the limit."""
        limit = self._settings.rate_limit
        if limit is None:
            return {}
        now = time.monotonic()
        window = self._windows.get(token_number)
        if window is None or now - window.started_at >= limit["window_seconds"]:
            window = self._windows[token_number] = _Window(now)
        window.count += 1
        # Rounded up: a client that waits as long as it is told finds the next window open.
        reset = max(1, math.ceil(window.started_at + limit["window_seconds"] - now))
        headers = {}
        if self._settings.announce_rate_limit:
            headers = {
                "inin-ratelimit-count": str(window.count),
                "inin-ratelimit-allowed": str(limit["requests"]),
                "inin-ratelimit-reset": str(reset),
            }
        if window.count > limit["requests"]:
            raise ApiError(
                429,
                "too.many.requests.retry.after",
                f"Rate limit exceeded the maximum. Retry the request in [{reset}] seconds",
                headers={**headers, "Retry-After": str(reset)},
            )
        return headers
