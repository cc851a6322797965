# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind ``webmessaging_rollback``: it takes back what a task changed, as the rows of its result tell."""

from __future__ import annotations

from typing import Any, Mapping

from .._channel import capabilities
from .._channel.desired import DesiredChannel
from .._channel.dialect import Dialect
from .._channel.way_back import is_to_take_back, make_way_back
from .._core import outcomes
from .._core.json_values import JsonObject
from .._core.result_shapes import Pinned
from .._core.selector import Selector
from .._core.validation import Problem, identifier, shown
from .._use_cases import fleet
from .._use_cases.audit import Operation
from .._use_cases.context import Context
from . import arguments
from .fleet_options import problems_of_many
from .runner import Options, Task

_WAY_OUT = (
    "Give the list channels of a result of webmessaging_channels. If that task failed, it registered only some of its "
    "rows: give it failed_when: false."
)
_PINS = tuple(Pinned.__annotations__)


def _problems(options: Options) -> list[Problem]:
    rows = options.given.get("channels")
    found: list[Problem] = []
    seen: dict[str, int] = {}
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        option = f"channels[{index}]"
        missing = _missing(row)
        if missing:
            found.append(Problem(option, f"{missing}. {_WAY_OUT}"))
            continue
        if not is_to_take_back(row):
            continue
        of_id = identifier(f"{option}.id", row["id"])
        found += of_id
        if not of_id and seen.setdefault(row["id"], index) != index:
            found.append(Problem(f"channels[{seen[row['id']]}] and {option}", f"are both about {shown(row['id'])}."))
    return found + problems_of_many(options.params, options.given)


def _missing(row: Any) -> str:
    """Return why it is no row of a result; empty if it is one."""
    if not isinstance(row, Mapping):
        return f"{shown(row)} is no row of a result"
    lacks = [key for key in ("id", "outcome", "channel", "diff", "failure", "pinned") if key not in row]
    if lacks:
        return f"is no row of a result: it has no {' and no '.join(lacks)}"
    diff, pinned = row["diff"], row["pinned"]
    if not isinstance(diff, Mapping) or not all(isinstance(diff.get(side), dict) for side in ("before", "after")):
        return "is no row of a result: its diff has no before and after"
    if pinned is not None and not (isinstance(pinned, Mapping) and all(key in pinned for key in _PINS)):
        return f"is no row of a result: its pinned has not all of {', '.join(_PINS)}"
    mappings = [row[key] for key in ("channel", "failure") if row[key] is not None]
    if not all(isinstance(each, Mapping) for each in mappings):
        return "is no row of a result: its channel or its failure is no mapping"
    is_named = isinstance(row["id"], str)
    return "" if is_named or not is_to_take_back(row) else "is no row of a result: its id is no text"


def _entry(row: Mapping[str, Any]) -> fleet.Entry:
    def desired_in(dialect: Dialect) -> DesiredChannel:
        return make_way_back(row, dialect.name)

    return fleet.Entry(Selector(id=row["id"]), desired_in, outcomes.ROLLED_BACK, "take back the change of")


def _take_back(options: Options, context: Context) -> JsonObject:
    entries = [_entry(row) for row in options.params["channels"] if is_to_take_back(row)]
    stop_on_error = options.params["on_error"] == "stop"
    limits = capabilities.from_options(None)
    rows = fleet.configure(context, entries, limits, stop_on_error) if entries else []
    return fleet.to_result(context, rows)


ROLLBACK = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        "channels": {"type": "list", "elements": "dict", "required": True},
        **arguments.many_options(),
    },
    problems=_problems,
    run=_take_back,
    doing="take back the changes of the channels",
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel"),
)
