# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Which stretches of time the audit trail is asked for, the oldest first, and with which of its two queries. Pure.

The realtime query holds 14 days, and answers an older stretch with an empty list instead of an error; more than a day
at once times out. The asynchronous query holds a year, and takes 30 days at once (SDK ``audit_api.py``; a public tool
that was used on a live org, ``REALTIME_CHUNK_DAYS = 1``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

REALTIME_KEEPS, REALTIME_SPAN = timedelta(days=14), timedelta(days=1)
KEEPS, SPAN = timedelta(days=365), timedelta(days=30)
MARGIN = timedelta(hours=1)
"""So close to the end of what a query holds, it is not asked: it would be silent about what is gone. Ours."""


@dataclass(frozen=True)
class Window:
    """From ``begin`` to before ``end``."""

    begin: datetime
    end: datetime
    is_realtime: bool


def windows(begin: datetime, end: datetime, serves_realtime: bool) -> list[Window]:
    """All of the time from ``begin`` to ``end``, which is now by the service's clock."""
    since = max(begin, end - REALTIME_KEEPS + MARGIN) if serves_realtime else end
    return _cut(begin, min(since, end), SPAN, False) + _cut(since, end, REALTIME_SPAN, True)


def is_kept(begin: datetime, end: datetime) -> bool:
    """Whether any query still holds all since ``begin``."""
    return begin >= end - KEEPS + MARGIN


def _cut(begin: datetime, end: datetime, span: timedelta, is_realtime: bool) -> list[Window]:
    found = []
    while begin < end:
        found.append(Window(begin, min(begin + span, end), is_realtime))
        begin = found[-1].end
    return found
