# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""With ``--diff`` Ansible shows what a result has as ``diff``, also of a task that says ``diff: false``. Pure."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.json_values import JsonObject

VARIABLE = "_GENESYS_CLOUD_HIDES_DIFF"
"""Of the environment: set for a module that shall hide its diff."""
HIDDEN = "hidden_diff"
"""The key under which reports and filters find it."""


def with_hidden_diff(result: JsonObject) -> JsonObject:
    """The result with its diff under the other name."""
    return {HIDDEN if key == "diff" else key: value for key, value in result.items()}


def diff_of(result: Mapping[str, Any]) -> JsonObject | None:
    """The diff, whichever name it has."""
    found: JsonObject | None = result.get("diff", result.get(HIDDEN))
    return found
