# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""How a task selects objects: by id, by exact name, by pattern. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Mapping, Sequence

from . import validation
from .validation import Problem

SELECTORS = ("id", "name", "name_glob")


@dataclass(frozen=True)
class Selector:
    """At most one is set; none selects all."""

    id: str | None = None
    name: str | None = None
    name_glob: str | None = None

    def matches(self, name: str) -> bool:
        """Compare names exactly: nothing is trimmed, and case matters."""
        if self.name is not None:
            return name == self.name
        return self.name_glob is None or fnmatchcase(name, self.name_glob)


def from_options(given: Mapping[str, Any]) -> Selector:
    """Read the selector from options without problems."""
    return Selector(**{key: given.get(key) for key in SELECTORS})


def of_one(given: Mapping[str, Any]) -> Selector:
    """Return the selector of a task for one object: with an id and a name, the id selects."""
    return Selector(id=given["id"]) if given.get("id") is not None else Selector(name=given.get("name"))


def problems_of_one(given: Mapping[str, Any]) -> list[Problem]:
    """Check the selector of a task for one object. With an id and a name, the name is a desired value."""
    if given.get("id") is None:
        return problems(given, ["id", "name"], required=True)
    found = validation.identifier("id", given["id"])
    return found + (validation.name("name", given["name"]) if given.get("name") is not None else [])


def problems(given: Mapping[str, Any], allowed: Sequence[str] = SELECTORS, required: bool = False) -> list[Problem]:
    """Check that exactly one of ``allowed`` selects (at most one if none is required), and that its value is valid.

    Null means not given: templates leave an option out with ``default(none)``.
    """
    known = [key for key in SELECTORS if given.get(key) is not None]
    found = validation.exactly_one(known, allowed) if required else validation.at_most_one(known, allowed)
    if "id" in known:
        found += validation.identifier("id", given["id"])
    for key in SELECTORS[1:]:
        if key in known:
            found += validation.name(key, given[key])
    return found
