# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that lag behind writes: they show what was there before.

Before a write changes something, it tells what reads of it show: `object_written`, `listing_written`. Each write lags
on its own: a read shows what was there before the oldest write that still lags. Handlers read through `single` and
`listing`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs

from .errors import not_found
from .exchange import Call
from .settings import Settings

Key = tuple[str, ...]
"""Names what is read: ``("deployment", id)``, ``("deployments",)``."""

_Shown = TypeVar("_Shown")


class _Current:
    """Stands for what is there now, in place of something that was there before."""


_CURRENT: Final = _Current()


@dataclass(slots=True)
class _Write:
    before: Any
    """What reads showed before it; None: a 404."""
    reads_left: int
    until: float

    def lags(self, now: float) -> bool:
        return self.reads_left > 0 or now < self.until


class Lag:
    """What was there before the writes; always the last one of each thing, for reads that a fault makes stale."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writes: dict[Key, list[_Write]] = {}
        self._listings: dict[tuple[int, Key], Any] = {}
        """What the latest listing with a token shows, on each of its pages."""

    def clear(self) -> None:
        """Forget every write."""
        self._writes, self._listings = {}, {}

    def object_written(self, key: Key, before: Any) -> None:
        """One object is about to be written. ``before``: what reads show until now, None where it is not there."""
        self._written(key, before, self._settings.lag_reads)

    def file_changed(self, key: Key, before: object, at: float) -> None:
        """A file that guests read has changed, at that time. ``before``: what their reads showed until then."""
        write = _Write(before, self._settings.guest_lag_reads, at + self._settings.guest_lag_ms / 1000)
        self._add(key, write)

    def listing_written(self, key: Key, before: Any) -> None:
        """What a listing holds is about to be written. ``before``: its rows, None where the listing is not there."""
        self._written(key, before, self._settings.lag_listings)

    def single(self, key: Key, call: Call, current: Callable[[], _Shown]) -> _Shown:
        """What this read of one object shows; 404 where there was none. ``current`` is called only if it shows."""
        before = self._before(key, call.stale)
        return _existing(current() if before is _CURRENT else before)

    def listing(self, key: Key, call: Call, current: Callable[[], _Shown]) -> _Shown:
        """All rows of which this call lists a page. The first page decides for those that follow with the token."""
        reader = (call.token.number if call.token else 0, key)
        if not _is_first_page(call):
            return _existing(self._listings[reader] if reader in self._listings else current())
        before = self._before(key, call.stale)
        rows = current() if before is _CURRENT else before
        if before is not _CURRENT or self._settings.lag_listings or self._settings.lag_ms:
            self._listings[reader] = rows
        else:
            self._listings.pop(reader, None)
        return _existing(rows)

    def answer(self, call: Call, before: _Shown, after: _Shown) -> _Shown:
        """What a PUT or PATCH answers."""
        return before if self._settings.answers_lag or call.old_answer else after

    def _written(self, key: Key, before: Any, reads: int) -> None:
        self._add(key, _Write(before, reads, time.monotonic() + self._settings.lag_ms / 1000))

    def _add(self, key: Key, write: _Write) -> None:
        now = time.monotonic()
        self._writes[key] = [*(each for each in self._writes.get(key, ()) if each.lags(now)), write]

    def _before(self, key: Key, stale: bool) -> Any:
        writes = self._writes.get(key)
        if not writes:
            return _CURRENT
        if stale:
            return writes[-1].before
        now = time.monotonic()
        shown = next((each.before for each in writes if each.lags(now)), _CURRENT)
        for each in writes:
            each.reads_left -= 1
        return shown


def _existing(shown: _Shown) -> _Shown:
    if shown is None:
        raise not_found()
    return shown


def _is_first_page(call: Call) -> bool:
    given = parse_qs(call.query)
    return not given.keys() & {"after", "before"} and given.get("pageNumber", ["1"]) == ["1"]
