# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""An object, with the time at which it was read."""

from __future__ import annotations

from dataclasses import dataclass

from .._core.json_values import JsonObject


@dataclass(frozen=True)
class Seen:
    """An object as it was read at a time of the clock's ``monotonic``.

    ``is_row``: from a listing, which may leave out parts of it.
    """

    entity: JsonObject
    read_at: float
    is_row: bool = False

    @property
    def id(self) -> str:
        return str(self.entity["id"])
