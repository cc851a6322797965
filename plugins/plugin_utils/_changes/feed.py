# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find the new entries of the org's audit trail, poll after poll and across restarts: each exactly once. Pure.

Entries can become visible late, so each poll starts some time before the newest known one, the overlap, and leaves out
entries that were sent already. Only the service's own times decide which entries are final.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Iterable

from ...module_utils._core.json_values import JsonObject

CLOCKS_DIFFER = timedelta(hours=1)
"""How far the clock behind the service's responses may be ahead of the clock behind its entries.

If nothing happens, polls reach no further back than that.
"""
LONGEST_OVERLAP = timedelta(days=1)
_EARLIEST, _LATEST = (datetime(year, 1, 1, tzinfo=timezone.utc) for year in (1970, 9000))
"""Between these, no sum with an overlap exceeds the range of a date."""


class Feed:
    """``floor``: the start of the next poll; ``seen``: every entry since then that was sent.

    ``horizon``: the newest entry, or an hour before the service's time at its last response, if that is later.
    """

    def __init__(self, floor: datetime, horizon: datetime, seen: dict[str, datetime] | None = None) -> None:
        self.floor = _whole_milliseconds(floor)
        self.horizon = horizon
        self.seen = seen or {}

    @classmethod
    def starting(cls, at: datetime) -> Feed:
        return cls(at, at)

    def fresh(self, entries: Iterable[JsonObject], until: datetime) -> list[JsonObject]:
        """Return the entries to send, the oldest first, without those that have no time.

        ``until``: the end of the query; later entries come again with a later query. If two have the same time, the one
        listed first was first.
        """
        found = {entry["id"]: entry for entry in entries if entry["id"] not in self.seen}
        dated = [(moment(entry["eventDate"]), entry) for entry in found.values() if has_time(entry)]
        return [entry for date, entry in sorted(dated, key=lambda each: each[0]) if self.floor <= date < until]

    def mark(self, entry: JsonObject) -> None:
        """Note that the entry was sent; entries come here in the order of ``fresh``."""
        date = moment(entry["eventDate"])
        self.seen[entry["id"]] = date
        self.horizon = max(self.horizon, date)

    def polled(self, until: datetime, served_at: datetime | None, overlap: timedelta) -> None:
        """Note that everything visible before ``until`` was sent; ``served_at``: the service's time, None if unknown.

        Entries older than the overlap cannot appear any more, so the next query leaves them out.
        """
        if served_at is not None:
            self.horizon = max(self.horizon, served_at - CLOCKS_DIFFER)
        self.floor = max(self.floor, _whole_milliseconds(min(until, self.horizon - overlap)))
        self.seen = {key: date for key, date in self.seen.items() if date >= self.floor}

    def to_json(self) -> JsonObject:
        return {
            "floor": written(self.floor),
            "horizon": written(self.horizon),
            "seen": {key: written(date) for key, date in self.seen.items()},
        }

    @classmethod
    def from_json(cls, content: Any) -> Feed:
        """Read a feed. Raises ValueError if ``to_json`` did not make it."""
        if not isinstance(content, dict) or not isinstance(content.get("seen"), dict):
            raise ValueError("no checkpoint")
        seen = {str(key): moment(date) for key, date in content["seen"].items()}
        return cls(moment(content.get("floor")), moment(content.get("horizon")), seen)


def moment(text: Any) -> datetime:
    """Return a time with a time zone. Raises ValueError if it is none, or out of range."""
    if not isinstance(text, str):
        raise ValueError("no text")
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError("without a time zone")
    if not _EARLIEST <= found < _LATEST:
        raise ValueError("no time of an org's")
    return found.astimezone(timezone.utc)


def has_time(entry: JsonObject) -> bool:
    try:
        moment(entry.get("eventDate"))
    except ValueError:
        return False
    return True


def written(date: datetime) -> str:
    """Return the date in full precision, so that a limit is the same when it is read back."""
    return date.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _whole_milliseconds(date: datetime) -> datetime:
    """Round down to the precision of a query, so that the saved limit is the limit of the query."""
    return date - timedelta(microseconds=date.microsecond % 1000)
