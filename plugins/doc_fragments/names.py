# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any, Iterable, Sequence

import yaml

from ..module_utils._core.fields import Field
from ..module_utils._webdeployments.configuration_schema import CONTENT
from ..module_utils._webdeployments.deployment_schema import FLOW, PINNED, REFERRING
from ..module_utils._webdeployments.reference_kinds import KINDS, noun

_RESOLVE_NAMES = {
    "description": [
        "Whether to return names beside the ids of other objects, for example C(flow_name) beside C(flow_id).",
        (
            "This costs about one request for each kind of object. Without the permission for a kind, its ids stay "
            "without names, and the task warns."
        ),
    ],
    "type": "bool",
    "default": False,
}


def _kinds(fields: Sequence[Field]) -> Iterable[str]:
    for field in fields:
        if field.refers_to:
            yield field.refers_to
        yield from _kinds(field.parts)


def _fragment(when: str, fields: Sequence[Field], **more: Any) -> str:
    """``when``: whose names are looked up, the beginning of a sentence."""
    found: dict[str, list[str]] = {}
    for kind in dict.fromkeys(_kinds(fields)):
        if KINDS[kind].permission:
            found.setdefault(KINDS[kind].permission, []).append(f"{noun(kind)}s")
    needed = ", ".join(f"C({permission}) ({' and '.join(nouns)})" for permission, nouns in found.items())
    note = f"{when}, the OAuth client needs the permission for that kind of object: {needed}."
    return yaml.safe_dump({**more, "notes": [note]}, sort_keys=False, width=10_000)


_BY_NAME = "To look up a name that is given instead of an id"
_RESOLVED = "With O(resolve_names)"
_OPTION = {"resolve_names": _RESOLVE_NAMES}


class ModuleDocFragment:
    # For modules that take names of other objects.
    DOCUMENTATION: str = _fragment(_BY_NAME, (*CONTENT, *REFERRING), options={})

    CHANNEL: str = _fragment(_BY_NAME, (FLOW,), options={})

    CONFIGURATION: str = _fragment(_BY_NAME, CONTENT, options={})

    DEPLOYMENT: str = _fragment(_BY_NAME, REFERRING, options={})

    # For modules that return them.
    CHANNEL_INFO: str = _fragment(_RESOLVED, (FLOW,), options=_OPTION)

    CONFIGURATION_INFO: str = _fragment(_RESOLVED, CONTENT, options=_OPTION)

    DEPLOYMENT_INFO: str = _fragment(_RESOLVED, (PINNED, *REFERRING), options=_OPTION)
