# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Compare a read with a write of a whole object: it shows our state, the state before, or another's. Pure.

The API has no ETag, and its reads may lag. So a read is compared with the body that was sent, and with its
``dateModified``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Callable

from .json_values import JsonObject

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:?00)")

RECENT = 60.0
"""Seconds in which the service may still be spreading a change (Terraform waits 30 s for it)."""


class Sight(Enum):
    """Whose state a read shows."""

    OURS = "ours"
    EARLIER = "earlier"
    """The state before the write: the read lags behind it."""
    OTHER = "other"
    """Someone else has written since."""


@dataclass(frozen=True)
class Written:
    """``before`` is None if the write created the object; ``answer`` is None if the write's response was lost.

    ``is_ours`` returns whether a read holds the body that was sent, ``is_same`` whether two reads mean the same.
    """

    before: JsonObject | None
    answer: JsonObject | None
    is_ours: Callable[[JsonObject], bool]
    is_same: Callable[[JsonObject, JsonObject], bool]

    def sight(self, fresh: JsonObject) -> Sight:
        if self.is_ours(fresh):
            return Sight.EARLIER if self._is_the_failure_before(fresh) else Sight.OURS
        return Sight.EARLIER if self._is_earlier(fresh) else Sight.OTHER

    def _is_the_failure_before(self, fresh: JsonObject) -> bool:
        """Return whether a failed object, written again with the same content, still shows its earlier failure."""
        before = self.before or {}
        if fresh.get("status") != "Error" or before.get("status") != "Error":
            return False
        return bool(before.get("dateModified")) and fresh.get("dateModified") == before.get("dateModified")

    def _is_earlier(self, fresh: JsonObject) -> bool:
        if self.before is None:
            return False
        shown, before = moment(fresh.get("dateModified")), moment(self.before.get("dateModified"))
        if shown is None or before is None:
            return self.is_same(fresh, self.before)
        ours = moment(self.answer.get("dateModified")) if self.answer and self.is_ours(self.answer) else None
        return shown <= before or (ours is not None and shown < ours)


def moment(value: Any) -> datetime | None:
    """Return a timestamp of the API (RFC 3339, UTC); None if it is none."""
    found = _TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    fraction = (found.group(2) or "").ljust(6, "0")[:6]
    try:
        return datetime.strptime(f"{found.group(1)}.{fraction}+0000", "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        return None


def is_recent(value: Any, now: datetime | None, seconds: float = RECENT) -> bool:
    """Return whether the timestamp is so young that the service may still be spreading the change."""
    then = moment(value)
    return then is not None and now is not None and then > now - timedelta(seconds=seconds)
