# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Which entries of the org's audit trail are new, poll after poll and across restarts: each exactly once. Pure.

Entries can become visible late, so each poll asks from some time before the newest one that is known, the overlap, and
leaves out what was passed on already. What was passed on for good is told by the service's own times alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Iterable

from ...module_utils._core.json_values import JsonObject

CLOCKS_DIFFER = timedelta(hours=1)
"""How far what dates the service's answers may be ahead of what dates its entries.

Where nothing happens, polls ask no further back than that.
"""
LONGEST_OVERLAP = timedelta(days=1)
_EARLIEST, _LATEST = (datetime(year, 1, 1, tzinfo=timezone.utc) for year in (1970, 9000))
"""Within these no sum with an overlap is beyond what a date can be."""


class Feed:
    """``floor``: from when on the next poll asks; ``seen``: every entry since then that was passed on.

    ``horizon``: the newest entry, or an hour before the service's time when it last answered, if that is later.
    """

    def __init__(self, floor: datetime, horizon: datetime, seen: dict[str, datetime] | None = None) -> None:
        self.floor = _whole_milliseconds(floor)
        self.horizon = horizon
        self.seen = seen or {}

    @classmethod
    def starting(cls, at: datetime) -> Feed:
        return cls(at, at)

    def fresh(self, entries: Iterable[JsonObject], until: datetime) -> list[JsonObject]:
        """The entries to pass on, the oldest first, without those that have no time.

        ``until``: what was asked for; what is later comes again when it is asked for. Of two at the same time, the one
        listed first was first.
        """
        found = {entry["id"]: entry for entry in entries if entry["id"] not in self.seen}
        dated = [(moment(entry["eventDate"]), entry) for entry in found.values() if has_time(entry)]
        return [entry for date, entry in sorted(dated, key=lambda each: each[0]) if self.floor <= date < until]

    def mark(self, entry: JsonObject) -> None:
        """The entry was passed on; entries come here in the order of ``fresh``."""
        date = moment(entry["eventDate"])
        self.seen[entry["id"]] = date
        self.horizon = max(self.horizon, date)

    def polled(self, until: datetime, served_at: datetime | None, overlap: timedelta) -> None:
        """Everything visible before ``until`` was passed on; ``served_at``: the service's time, None: it told none.

        What is older than the overlap cannot show any more, so it need not be asked for again.
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
        """ValueError: it was not made by ``to_json``."""
        if not isinstance(content, dict) or not isinstance(content.get("seen"), dict):
            raise ValueError("no checkpoint")
        seen = {str(key): moment(date) for key, date in content["seen"].items()}
        return cls(moment(content.get("floor")), moment(content.get("horizon")), seen)


def moment(text: Any) -> datetime:
    """A time with a time zone. ValueError: it is none, or none that anything can be told from."""
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
    """With all that it has, so that a limit is the same when it is read back."""
    return date.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _whole_milliseconds(date: datetime) -> datetime:
    """Rounded down to what is asked for, so that what is asked for is what is remembered."""
    return date - timedelta(microseconds=date.microsecond % 1000)
