# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time that runs faster for the code under test, so that a wait of twenty seconds takes two."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Transport


def hurry(speed: float) -> None:
    """For the rest of this process, let the collection's clock run ``speed`` times as fast as the machine's.

    Waits, deadlines and the age of what was read go by that clock, and so do the time limits of a request. Times of day
    stay as they are.
    """
    send = Transport.send

    def hurried(
        self: Transport,
        method: str,
        url: str,
        authorize: Any,
        timeout: float,
        body: bytes | None = None,
        headers: Any = None,
        within: float = math.inf,
    ) -> Any:
        return send(self, method, url, authorize, timeout / speed, body, headers, within / speed)

    patch = pytest.MonkeyPatch()
    patch.setattr(Transport, "send", hurried)
    patch.setattr(Clock, "monotonic", lambda clock: time.monotonic() * speed)
    patch.setattr(Clock, "sleep", lambda clock, seconds: time.sleep(seconds / speed))
