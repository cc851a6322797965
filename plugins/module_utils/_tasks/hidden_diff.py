# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Hide a diff from ``--diff``: Ansible shows a result's ``diff`` even for a task with ``diff: false``. Pure."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.json_values import JsonObject

VARIABLE = "_GENESYS_CLOUD_HIDES_DIFF"
"""An environment variable: set for a module that shall hide its diff."""
HIDDEN = "hidden_diff"
"""The key under which reports and filters find the diff."""


def with_hidden_diff(result: JsonObject) -> JsonObject:
    """Return the result with its diff under the other key."""
    return {HIDDEN if key == "diff" else key: value for key, value in result.items()}


def diff_of(result: Mapping[str, Any]) -> JsonObject | None:
    """Return the diff from either key."""
    found: JsonObject | None = result.get("diff", result.get(HIDDEN))
    return found
