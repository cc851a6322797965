# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The limits of web messaging, as Genesys documents them (namespace ``web.messaging``)."""

from __future__ import annotations

import math
import time
from collections import deque

REQUESTS_PER_CONNECTION = (60, 60.0)
CONFIGURE_PER_SESSION = (60, 60.0)
MESSAGES_PER_SESSION = (5, 1.0)
HEALTH_CHECKS_PER_CONNECTION = (2, 60.0)
CONNECTIONS_PER_SESSION = 3
TEXT_LENGTH = 4096
CUSTOM_DATA_BYTES = 2048
MINUTE = 60.0


class Rate:
    """So many in so many seconds."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self._seconds = seconds
        self._admitted: deque[float] = deque()

    def admit(self) -> int:
        """Count one more. 0: it may go on; else the seconds after which another one may."""
        now = time.monotonic()
        while self._admitted and now - self._admitted[0] >= self._seconds:
            self._admitted.popleft()
        if len(self._admitted) >= self.limit:
            oldest = self._admitted[0] if self._admitted else now
            return max(1, math.ceil(oldest + self._seconds - now))
        self._admitted.append(now)
        return 0
