# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Things that the service works on for a while: Pending at first, then as they were wanted, or in status Error."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from .json_values import JsonObject
from .settings import Settings

PENDING, ACTIVE, INACTIVE, ERROR, DELETING = "Pending", "Active", "Inactive", "Error", "Deleting"


@dataclass(slots=True)
class Entity:
    """``value`` is what the API answers, but for its status while that is about to change."""

    value: JsonObject
    becomes: str | None = None
    """The status that it will have; "" for gone; None: it is settled."""
    reads_left: int = 0
    ready_at: float = 0.0
    refusals_left: int = 0
    refused_until: float = 0.0
    worked_at: float = 0.0
    """When it was written, or read last while it was about to change."""
    settled_at: float = 0.0
    """When it became what it is."""

    def begin(self, settings: Settings, becomes: str, meanwhile: str = PENDING) -> None:
        """Work on it for as many reads and milliseconds as the settings say."""
        self.becomes, self.reads_left = becomes, settings.pending_polls
        self.worked_at = time.monotonic()
        self.ready_at = self.worked_at + settings.pending_ms / 1000
        self.value = {**self.value, "status": meanwhile}
        self._settle()

    def read(self) -> JsonObject:
        """What a read sees; each brings it nearer to its end."""
        self._settle()
        shown = self.value
        if self.becomes is not None:
            self.reads_left -= 1
            self.worked_at = time.monotonic()
            self._settle()
        return shown

    def renew(self, settings: Settings) -> None:
        """Be fresh: what depends on it is refused for as long as the settings say."""
        self.refusals_left = settings.fresh_refusals
        self.refused_until = time.monotonic() + settings.fresh_refusal_ms / 1000

    def refuses(self) -> bool:
        """Whether it is too fresh for what is asked; each time brings it nearer to its end."""
        self.refusals_left -= 1
        return self.refusals_left >= 0 or time.monotonic() < self.refused_until

    def finish(self) -> None:
        """Settle at once, and be fresh no more."""
        self.reads_left, self.ready_at, self.worked_at = 0, 0.0, time.monotonic()
        self.refusals_left, self.refused_until = 0, 0.0
        self._settle()

    @property
    def is_settled(self) -> bool:
        """Whether the service is done with it, for better or worse."""
        self._settle()
        return self.becomes is None

    @property
    def is_gone(self) -> bool:
        return self.becomes == "" and self.reads_left <= 0 and time.monotonic() >= self.ready_at

    @property
    def is_pending(self) -> bool:
        self._settle()
        return self.value.get("status") == PENDING

    def change(self, changes: Mapping[str, object]) -> None:
        self.value = {**self.value, **changes}

    def _settle(self) -> None:
        if self.becomes and self.reads_left <= 0 and time.monotonic() >= self.ready_at:
            self.value, self.becomes = {**self.value, "status": self.becomes}, None
            self.settled_at = max(self.ready_at, self.worked_at)
            if self.value["status"] == ERROR:
                self.value["errorInfo"] = {"code": "configuration.invalid", "message": "The service gave up."}
