# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Names in the options and results of tasks: ids for the use cases, names beside ids for the user."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from .._core.fields import Field
from .._core.json_values import JsonObject
from .._core.named_references import beside_ids
from .._use_cases.context import Context
from .._use_cases.names import Given
from .runner import Options


def with_ids(options: Options, context: Context, fields: Sequence[Field]) -> Options:
    """Return the options with ids in place of names. Raises Unresolved with every name that stands for nothing."""
    return replace(options, given=context.names.resolved([Given(fields, dict(options.given))])[0])


def all_with_ids(
    context: Context, *groups: tuple[Sequence[Field], Sequence[tuple[str, Options]]]
) -> list[list[tuple[str, Options]]]:
    """Do the same for groups of entries, each entry with its place; one error has the names of all groups.

    An entry that shall be absent needs no names.
    """
    given = [
        Given(() if entry.params["state"] == "absent" else fields, dict(entry.given), f"{place}.")
        for fields, entries in groups
        for place, entry in entries
    ]
    found = iter(context.names.resolved(given))
    return [[(place, replace(entry, given=next(found))) for place, entry in entries] for _fields, entries in groups]


def named_result(context: Context, fields: Sequence[Field], result: JsonObject, key: str) -> JsonObject:
    """Return the result of a task for one object, which is below ``key``, with the known names beside ids."""
    shown = beside_ids(fields, result[key], context.names.looked_up)
    return {**result, key: shown, "diff": context.names.beside_diff(fields, result["diff"])}
