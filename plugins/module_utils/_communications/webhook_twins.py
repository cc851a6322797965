# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Decide which of several webhooks stays that were created under one name at the same moment. Pure."""

from __future__ import annotations

from .._core.json_values import JsonObject
from .._core.written import moment

OLDER, YOUNGER, UNKNOWN = "older", "younger", "unknown"


def age(one: JsonObject, other: JsonObject) -> str:
    """Compare the ages of two webhooks; unknown if the API does not date them, or not precisely enough."""
    times = moment(one.get("dateCreated")), moment(other.get("dateCreated"))
    if times[0] is None or times[1] is None or times[0] == times[1]:
        return UNKNOWN
    return OLDER if times[0] < times[1] else YOUNGER


def is_to_stay(own: JsonObject, rows: list[JsonObject]) -> bool | None:
    """Return whether ours stays beside these of the same name; None: not before the others are gone.

    If nothing tells which was first, every webhook with a larger id withdraws at once. The one with the smallest id
    waits: another run that listed before ours was there keeps its own, and then we withdraw.
    """
    rivals = [row for row in rows if row["id"] != own["id"]]
    if any(age(own, row) == YOUNGER for row in rivals):
        return False
    undecided = [row for row in rivals if age(own, row) == UNKNOWN]
    if any(row["id"] < own["id"] for row in undecided):
        return False
    return None if undecided else True
