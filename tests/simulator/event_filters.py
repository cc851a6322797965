# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which events a webhook hears of: ``{"resource", "action", "condition"?}``.

A condition compares fields of the entity: ``channelType == "webchat" && configuration.routing.queueId != null``.
Left of the operator: a dotted path (what is not there counts as null). Right: a JSON scalar.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .json_values import JsonObject, identical

_LEFT = re.compile(r"\s*(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(?P<operator>==|!=)\s*")
_AND = re.compile(r"\s*&&\s*")
_END = re.compile(r"\s*")
_scalar = json.JSONDecoder()


class _Comparison(NamedTuple):
    path: Sequence[str]
    equal: bool
    value: Any

    def holds(self, entity: JsonObject) -> bool:
        found: Any = entity
        for key in self.path:
            found = found.get(key) if isinstance(found, dict) else None
        return identical(found, self.value) is self.equal


class Condition:
    """A parsed condition."""

    def __init__(self, text: str) -> None:
        """ValueError: the text is not a condition."""
        self._comparisons: list[_Comparison] = []
        position = 0
        while True:
            comparison, position = _comparison(text, position)
            self._comparisons.append(comparison)
            if _END.fullmatch(text, position):
                return
            joint = _AND.match(text, position)
            if joint is None:
                raise ValueError(f"expected && at character {position}")
            position = joint.end()

    def holds(self, entity: JsonObject) -> bool:
        """Whether the entity meets it."""
        return all(comparison.holds(entity) for comparison in self._comparisons)


def matches(filters: Sequence[Mapping[str, Any]], resource: str, action: str, entity: JsonObject) -> bool:
    """Whether any of a webhook's (valid) filters lets the event through."""
    return any(
        each["resource"] == resource
        and each["action"] == action
        and ("condition" not in each or Condition(each["condition"]).holds(entity))
        for each in filters
    )


def _comparison(text: str, position: int) -> tuple[_Comparison, int]:
    left = _LEFT.match(text, position)
    if left is None:
        raise ValueError(f"expected a field, then == or !=, at character {position}")
    try:
        value, end = _scalar.raw_decode(text, left.end())
    except json.JSONDecodeError:
        raise ValueError(f"expected a JSON string, number, true, false or null at character {left.end()}") from None
    if isinstance(value, (dict, list)):
        raise ValueError(f"expected a scalar at character {left.end()}")
    return _Comparison(left["path"].split("."), left["operator"] == "==", value), end
