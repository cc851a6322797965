# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What a failed task shows on the screen, and where the rest of its result is. Pure.

Ansible prints all that a failed task returns, in one piece, and sorts its keys. What it prints only where it is asked
to, with -vvv, is ``invocation``. So the screen gets what somebody reads first, and the rest of the result lies there,
where callbacks, AWX and a ``rescue`` find it. Ansible does not register it: a task with ``failed_when`` returns all.
"""

from __future__ import annotations

from typing import Any, Mapping

from .._core.json_values import JsonObject
from .hidden_diff import HIDDEN

MOST_ROWS = 5
"""Of the channels that failed. The message names more, by cause."""
_KEPT = ("msg", "changed", "diff", HIDDEN)
_ROW = ("id", "name", "outcome", "changed")


def shortened(result: JsonObject, module_args: Any) -> JsonObject:
    """A failed task's result as it is returned: without what is null, nothing, or said in the message."""
    shown = {key: result[key] for key in _KEPT if key in result}
    shown["failure"] = _brief(result.get("failure"))
    rows = result.get("channels")
    if isinstance(rows, list):
        failed = [row for row in rows if row.get("failure")]
        shown["channels"] = [_row(row) for row in failed[:MOST_ROWS]]
    rest = {key: value for key, value in result.items() if key not in _KEPT}
    return {**shown, "invocation": {"module_args": module_args, "result": rest}}


def unfolded(result: JsonObject) -> JsonObject:
    """The same with all in its usual place."""
    invocation = {key: value for key, value in (result.get("invocation") or {}).items() if key != "result"}
    found: JsonObject = whole(result)
    return {**found, "invocation": invocation} if "invocation" in result else found


def whole(result: Any) -> Any:
    """All of a result, of a failed task too, and of each item of a loop; what is none of ours comes back as it is."""
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
    """Without what the message says."""
    told = failure if isinstance(failure, Mapping) else {}
    return {key: value for key, value in told.items() if key in ("kind", "status", "code") and value is not None}
