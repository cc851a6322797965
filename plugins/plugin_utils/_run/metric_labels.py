# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The user's labels for the numbers of a run, and the names that can be filled into labels and file names. Pure."""

from __future__ import annotations

import re
from typing import Mapping

OURS = ("playbook", "api_host", "resource", "outcome", "kind", "quantile", "feature", "deployment_id", "name")
"""Labels that the samples have already."""

_NAME = re.compile(r"(?!__)[a-zA-Z_][a-zA-Z0-9_]*")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def labels(text: str) -> tuple[dict[str, str], list[str]]:
    """Parse ``team=web, site=eu``: return the labels, and a problem for each one that is left out."""
    found: dict[str, str] = {}
    problems = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, separator, value = (piece.strip() for piece in part.partition("="))
        if not separator or not value:
            problems.append(f"{part!r} is no label; write name=value, with commas between several")
        elif not _NAME.fullmatch(name):
            problems.append(f"{name!r} cannot be the name of a label; use letters, digits and _, and no digit first")
        elif name in OURS or name in found:
            problems.append(f"the label {name!r} exists already; use another name")
        else:
            found[name] = value
    return found, problems


def filled(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the text with ``{name}`` replaced, and the unknown names, which stay."""
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in values]
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text), unknown
