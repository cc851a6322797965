# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""List the differences, a line for each path, from the results of the modules that change something. Pure."""

from __future__ import annotations

import json
from typing import Any, Iterator, Mapping, Sequence, Tuple

from ...module_utils._core.plan import WRITE_ONLY_BEFORE
from ...module_utils._core.validation import name_beside
from ...module_utils._core.visible_text import visible
from ...module_utils._tasks.failed_result import rows_of
from ...module_utils._tasks.hidden_diff import diff_of
from ...module_utils._use_cases import notification

_ABSENT = object()
_Leaf = Tuple[str, str, str]


def differences(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines. ``results``: of the modules that change channels, webhooks, configurations or deployments.

    Unreadable values, such as the webhook's secret, cannot differ. The events of ``webmessaging_notify`` about a change
    are no difference of their own.
    """
    return [
        visible(f"{label}: {path}: {there} -> {wanted}")
        for result in results
        for label, diff in _diffs(result)
        for path, there, wanted in _leaves(diff["before"], diff["after"])
    ]


def _diffs(result: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each object's label and diff; also of an object that was skipped after another one failed."""
    rows = list(rows_of(result))
    if isinstance(result.get("results"), list):
        for item in result["results"]:
            yield from _diffs(item)
    elif rows:
        for kind, row in rows:
            yield _named(kind, row["name"], row["id"]), row["diff"]
    elif isinstance(diff_of(result), Mapping) and not _tells_others(result):
        yield _label(result), diff_of(result) or {}


def _tells_others(result: Mapping[str, Any]) -> bool:
    return any(entry["resource"] == notification.RESOURCE for entry in result.get("audit") or [])


def _label(result: Mapping[str, Any]) -> str:
    for entry in result.get("audit") or []:
        return _named(entry["resource"], entry["resource_name"], entry["resource_id"])
    return "task"


def _named(kind: str, name: Any, identity: Any) -> str:
    return f"{kind.replace('_', ' ')} {name!r}" + (f" ({identity})" if identity else "")


def _leaves(there: Any, wanted: Any, path: str = "", names: tuple[Any, Any] = (None, None)) -> Iterator[_Leaf]:
    """Yield each path that differs, with both values as text. ``names``: of the objects whose ids the values are."""
    if isinstance(there, Mapping) and isinstance(wanted, Mapping) and ((there and wanted) or not path):
        keys = {**there, **wanted}
        beside = {key: name_beside(str(key)) for key in keys}
        for key in keys:
            if key in beside.values():  # it stands beside its id
                continue
            below = f"{path}.{key}" if path else str(key)
            named = (there.get(beside[key]), wanted.get(beside[key]))
            yield from _leaves(there.get(key, _ABSENT), wanted.get(key, _ABSENT), below, named)
    elif _shown(there) != _shown(wanted) and there != WRITE_ONLY_BEFORE:
        yield path, _shown(there, names[0]), _shown(wanted, names[1])


def _shown(value: Any, name: Any = None) -> str:
    """Return JSON, which distinguishes true from 1, and a number from the text of its digits."""
    named = f" ({name})" if value is not None and isinstance(name, str) else ""
    return "(nothing)" if value is _ABSENT else f"{json.dumps(value, ensure_ascii=False)}{named}"
