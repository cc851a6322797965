# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Derive the documentation of options from a table of an API's fields. Pure."""

from __future__ import annotations

import re
from typing import Any, Mapping, Sequence

from .fields import Field

_NAME = "The exact name of the {}, instead of its id. Nothing is trimmed, and case matters."


def documentation(fields: Sequence[Field], within: str = "") -> dict[str, Any]:
    """Return the options as a module's documentation lists them.

    ``within``: the option that has them as its suboptions, such as ``channels[]``; links among them point there.
    """
    found = _documented(fields)
    return linked_within(found, within) if within else found


def linked_within(options: Mapping[str, Any], within: str) -> dict[str, Any]:
    """Return documented options as the suboptions of ``within``: links among them point there."""
    found: dict[str, Any] = _linked(options, within, list(options))
    return found


def _documented(fields: Sequence[Field]) -> dict[str, Any]:
    found = {}
    for field in fields:
        option: dict[str, Any] = {
            "description": [*field.description.splitlines(), *_limits(field)],
            "type": field.type,
        }
        if field.elements:
            option["elements"] = field.elements
        if field.required and not field.refers_to:
            option["required"] = True
        if field.parts:
            option["suboptions"] = _documented(field.parts)
        found[field.name] = option
        if field.refers_to:
            found[field.name_option] = {"description": _NAME.format(field.refers_to.replace("_", " ")), "type": "str"}
    return found


def _linked(tree: Any, within: str, names: Sequence[str]) -> Any:
    if isinstance(tree, dict):
        return {key: _linked(value, within, names) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_linked(value, within, names) for value in tree]
    return re.sub(rf"O\(({'|'.join(names)})\b", rf"O({within}.\1", tree) if isinstance(tree, str) else tree


def _limits(field: Field) -> list[str]:
    if field.choices:
        return ["One of " + ", ".join(f"V({choice})" for choice in field.choices) + "."]
    if field.least is not None and field.most is not None:
        return [f"From {field.least} to {field.most}."]
    if field.least is not None:
        return [f"At least {field.least}."]
    if field.most_items is not None:
        return [f"At most {field.most_items}."]
    return [f"It looks like V({field.looks_like})."] if field.looks_like else []
