# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Select deployments by the patterns of their names. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

EVERYTHING = ("*",)


@dataclass(frozen=True)
class Selection:
    """``wanted``, ``excluded``: shell patterns; case matters, as for ``name_glob``."""

    wanted: tuple[str, ...] = EVERYTHING
    excluded: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return self.begins_with_all and not self.excluded

    @property
    def begins_with_all(self) -> bool:
        """Return whether every deployment is meant that is not left out on purpose."""
        return "*" in self.wanted

    def has(self, *names: Any) -> bool:
        """Return whether a deployment is selected. ``names``: its name and what else it can be called by, or None."""
        called = [str(name) for name in names if name is not None]
        return _any(called, self.wanted) and not _any(called, self.excluded)


def selection(wanted: Any = None, excluded: Any = None) -> Selection:
    """Return the selection of two options, each one pattern, a text of lines, or a list; empty counts as not given."""
    return Selection(patterns(wanted) or EVERYTHING, patterns(excluded))


def patterns(value: Any) -> tuple[str, ...]:
    """Return the patterns of an option: one pattern, a text of lines, or a list; empty ones count as not given."""
    given = value.splitlines() if isinstance(value, str) else value or ()
    return tuple(str(each) for each in given if str(each).strip())


def _any(names: list[str], patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
