# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Handle the parts of an object that cannot be read: fail the task, or skip and report them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, TypeVar

from .errors import (
    NotFound,
    PermissionDenied,
    ProtocolError,
    Rejected,
    Unavailable,
)
from .json_values import JsonObject
from .redact import Redactor

T = TypeVar("T")

_OF_ONE_PART = (NotFound, PermissionDenied, ProtocolError, Rejected, Unavailable)
"""Errors of the service about one request. A wrong token or a broken network affects all requests: the task fails."""


@dataclass
class Parts:
    """Reads the parts of one object. ``failures``: why each skipped part could not be read."""

    redactor: Redactor
    skips: bool
    failures: JsonObject = field(default_factory=dict)

    def read(self, part: str, read: Callable[[], T]) -> T | None:
        """Return the part; None if it cannot be read and may be skipped."""
        try:
            return read()
        except _OF_ONE_PART as error:
            if not self.skips:
                raise
            self.failures[part] = error.failure(self.redactor)
            return None

    @property
    def told(self) -> JsonObject:
        """Return the skipped parts for the result; nothing if no part may be skipped."""
        return {"unreadable": self.failures} if self.skips else {}
