# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find the object that a task means in a listing, in which several objects can have the same name. Pure."""

from __future__ import annotations

import difflib
from typing import Iterable

from .errors import Ambiguous
from .json_values import JsonObject

MOST_NEAREST = 3


def all_named(entities: Iterable[JsonObject], name: str) -> list[JsonObject]:
    """Return the objects with exactly that name, case and spaces included."""
    return [entity for entity in entities if entity.get("name") == name]


def find_named(entities: Iterable[JsonObject], name: str, noun: str, way_out: str = "") -> JsonObject | None:
    """Return the object with exactly that name, case and spaces included; None if there is none.

    Raises Ambiguous, with the ids, if there are several. An object that is being deleted counts only if there is no
    other.
    """
    found = all_named(entities, name)
    found = [entity for entity in found if entity.get("status") != "Deleting"] or found[:1]
    if len(found) > 1:
        ids = ", ".join(str(entity.get("id")) for entity in found)
        message = f"{len(found)} {noun}s have the name {name!r}: {ids}"
        raise Ambiguous(message, advice=way_out or "Select one by id.")
    return found[0] if found else None


def nearest(name: str, names: Iterable[object]) -> str:
    """Return a sentence with the names that are most like a name that nothing has; empty if none is like it."""
    known = {str(each).casefold(): str(each) for each in names}
    found = difflib.get_close_matches(name.casefold(), list(known), n=MOST_NEAREST, cutoff=0.5)
    return f" Nearest: {', '.join(repr(known[each]) for each in found)}." if found else ""
