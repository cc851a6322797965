# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Decide what a failed task shows on the screen, and where the rest of its result goes. Pure.

Ansible prints everything that a failed task returns, in one piece and with sorted keys. It prints only ``invocation``
on request, with -vvv. So the screen gets the most important keys, and the rest of the result goes into ``invocation``,
where callbacks, AWX and a ``rescue`` find it. Ansible does not register it: a task with ``failed_when`` returns
everything.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from .._core.json_values import JsonObject
from .hidden_diff import HIDDEN

MOST_ROWS = 5
"""The most failed objects of a kind in the result. The message names more, by cause."""
_ROWS = {
    "channels": "channel",
    "supported_contents": "supported_content",
    "configurations": "configuration",
    "deployments": "deployment",
}
"""The keys under which a task for many objects has their rows, and the kinds of the objects."""
_KEPT = ("msg", "changed", "diff", HIDDEN)
_ROW = ("id", "name", "outcome", "changed")


def shortened(result: JsonObject, module_args: Any) -> JsonObject:
    """Return a failed task's result without values that are null, empty, or said in the message."""
    shown = {key: result[key] for key in _KEPT if key in result}
    shown["failure"] = _brief(result.get("failure"))
    for key in _ROWS:
        rows = result.get(key)
        if isinstance(rows, list):
            failed = [row for row in rows if row.get("failure")]
            shown[key] = [_row(row) for row in failed[:MOST_ROWS]]
    rest = {key: value for key, value in result.items() if key not in _KEPT}
    return {**shown, "invocation": {"module_args": module_args, "result": rest}}


def rows_of(result: Mapping[str, Any]) -> Iterator[tuple[str, JsonObject]]:
    """Yield each row of a task for many objects, and the kind of its object. What was only read has no rows."""
    for key, kind in _ROWS.items():
        rows = result.get(key)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and "outcome" in row:
                yield kind, row


def unfolded(result: JsonObject) -> JsonObject:
    """Return the same result with every key in its usual place."""
    invocation = {key: value for key, value in (result.get("invocation") or {}).items() if key != "result"}
    found: JsonObject = whole(result)
    return {**found, "invocation": invocation} if "invocation" in result else found


def whole(result: Any) -> Any:
    """Return the whole result, also of a failed task or of a loop; results of other modules are unchanged."""
    if not isinstance(result, Mapping):
        return result
    if isinstance(result.get("results"), list):
        return {**result, "results": [whole(item) for item in result["results"]]}
    invocation = result.get("invocation")
    kept = invocation.get("result") if isinstance(invocation, Mapping) else None
    return {**result, **kept} if isinstance(kept, Mapping) else result


def _row(row: JsonObject) -> JsonObject:
    return {**{key: row[key] for key in _ROW if row.get(key) is not None}, "failure": _brief(row["failure"])}


def _brief(failure: Any) -> JsonObject:
    """Return the failure without the parts that the message contains."""
    told = failure if isinstance(failure, Mapping) else {}
    return {key: value for key, value in told.items() if key in ("kind", "status", "code") and value is not None}
