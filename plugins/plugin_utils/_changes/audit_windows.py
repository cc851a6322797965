# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Split a period into the windows of the audit queries, the oldest first, and choose the query of each. Pure.

The realtime query holds 14 days, and returns an empty list for an older period instead of an error; a query over more
than a day once timed out. The asynchronous query holds a year, and takes 30 days at once (SDK ``audit_api.py``; a
public tool that was used on a live org, ``REALTIME_CHUNK_DAYS = 1``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

REALTIME_KEEPS, REALTIME_SPAN = timedelta(days=14), timedelta(days=1)
KEEPS, SPAN = timedelta(days=365), timedelta(days=30)
MARGIN = timedelta(hours=1)
"""So close to the end of its retention, a query is not used: it would not report the entries that are gone. Ours."""


@dataclass(frozen=True)
class Window:
    """From ``begin`` to before ``end``."""

    begin: datetime
    end: datetime
    is_realtime: bool


def windows(begin: datetime, end: datetime, serves_realtime: bool) -> list[Window]:
    """Return the windows from ``begin`` to ``end``, which is now by the service's clock."""
    since = max(begin, end - REALTIME_KEEPS + MARGIN) if serves_realtime else end
    return _cut(begin, min(since, end), SPAN, False) + _cut(since, end, REALTIME_SPAN, True)


def is_kept(begin: datetime, end: datetime) -> bool:
    """Return whether any query still holds everything since ``begin``."""
    return begin >= end - KEEPS + MARGIN


def _cut(begin: datetime, end: datetime, span: timedelta, is_realtime: bool) -> list[Window]:
    found = []
    while begin < end:
        found.append(Window(begin, min(begin + span, end), is_realtime))
        begin = found[-1].end
    return found
