# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Time and chance as the collection sees them; tests inject their own."""

from __future__ import annotations

import random
import threading
import time
from datetime import datetime, timezone


class Clock:
    """The real clock."""

    def monotonic(self) -> float:
        """Return seconds that never go back; for durations."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the time of day, in UTC."""
        return datetime.now(timezone.utc)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def wait(self, changed: threading.Condition, seconds: float) -> None:
        """Wait for a notification, at most so long. Only with its lock."""
        changed.wait(seconds)

    def jitter(self) -> float:
        """Return a number in [0, 1) that differs between processes which fail together."""
        return random.random()
