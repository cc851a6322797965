# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The plan: the current state, the desired state, and the write that leads from one to the other. Pure.

``changed``, the diff and the write all come from one ``Plan``, so they cannot disagree. Keys that the task does not set
are kept and never sent. Mappings are compared key by key, lists as a whole. A desired null equals an absent value: both
hold nothing.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Collection, Mapping, Sequence

from .json_values import JsonObject, same, same_unordered
from .result_shapes import Diff

NO_DIFF: JsonObject = {"before": {}, "after": {}}
NOTHING: JsonObject = {"changed": False, "diff": NO_DIFF}
"""The result of every task that changes nothing."""

_ABSENT = object()

WRITE_ONLY_BEFORE = "(not readable)"
WRITE_ONLY_AFTER = "(set)"


@dataclass(frozen=True)
class Plan:
    """``before`` and ``after`` hold the managed fields, ``patch`` only the changed ones; all are nested alike.

    ``removes`` names the paths where a present value has to go away, which a merging PATCH cannot do.
    """

    before: JsonObject
    after: JsonObject
    patch: JsonObject
    changes: tuple[str, ...]
    removes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.changes)

    @property
    def diff(self) -> JsonObject:
        found: Diff = {"before": self.before, "after": self.after}
        return {**found}

    def also(self, key: str, before: Any, after: Any, changes: Sequence[str], patch: JsonObject | None = None) -> Plan:
        """Return the plan with another effect of its write, beside the desired fields. ``changes``: its paths."""
        return Plan(
            {**self.before, key: before},
            {**self.after, key: after},
            {**self.patch, **(patch or {})},
            tuple(sorted({*self.changes, *changes})),
            self.removes,
        )


def make_plan(
    current: Mapping[str, Any],
    desired: Mapping[str, Any],
    unordered: Collection[str] = (),
    exact: Collection[str] = (),
    write_only: Collection[str] = (),
) -> Plan:
    """Compare ``desired`` with ``current``.

    ``unordered``: dotted paths of lists whose order has no meaning. ``exact``: paths of mappings that shall hold only
    the desired keys. ``write_only``: top-level keys that cannot be compared and are always sent.
    """
    comparison = _Comparison(frozenset(unordered), frozenset(exact))
    before, after, patch = comparison.compare(current, {k: v for k, v in desired.items() if k not in write_only}, "")
    for key in write_only:
        if key in desired:
            before[key], after[key], patch[key] = WRITE_ONLY_BEFORE, WRITE_ONLY_AFTER, copy.deepcopy(desired[key])
            comparison.changes.append(key)
    return Plan(before, after, patch, tuple(sorted(comparison.changes)), tuple(sorted(comparison.removes)))


class _Comparison:
    """Walks both trees side by side and collects the paths at which they differ."""

    def __init__(self, unordered: frozenset[str], exact: frozenset[str]) -> None:
        self.unordered = unordered
        self.exact = exact
        self.changes: list[str] = []
        self.removes: list[str] = []

    def compare(
        self, current: Mapping[str, Any], desired: Mapping[str, Any], prefix: str
    ) -> tuple[JsonObject, JsonObject, JsonObject]:
        before: JsonObject = {}
        after: JsonObject = {}
        patch: JsonObject = {}
        for key, wanted in desired.items():
            path = f"{prefix}{key}"
            there = current.get(key, _ABSENT)
            if isinstance(wanted, dict) and isinstance(there, dict) and path not in self.exact:
                before[key], after[key], nested = self.compare(there, wanted, f"{path}.")
                if nested:
                    patch[key] = nested
                continue
            if there is not _ABSENT:
                before[key] = copy.deepcopy(there)
            if self._satisfied(there, wanted, path):
                if there is not _ABSENT:
                    after[key] = before[key]
                continue
            after[key] = copy.deepcopy(wanted)
            patch[key] = copy.deepcopy(wanted)
            self.changes.append(path)
            if self._takes_away(there, wanted, path):
                self.removes.append(path)
        return before, after, patch

    def _satisfied(self, there: Any, wanted: Any, path: str) -> bool:
        if there is _ABSENT or there is None:
            return _holds_nothing(wanted)
        return same_unordered(there, wanted) if path in self.unordered else same(there, wanted)

    def _takes_away(self, there: Any, wanted: Any, path: str) -> bool:
        if wanted is None:
            return True
        if path not in self.exact or not isinstance(there, dict) or not isinstance(wanted, dict):
            return False
        return not there.keys() <= wanted.keys()


def _holds_nothing(wanted: Any) -> bool:
    """Return whether it is null, or a mapping of nothing but nulls: it cannot unset anything in an absent value."""
    if isinstance(wanted, dict) and wanted:
        return all(map(_holds_nothing, wanted.values()))
    return wanted is None
