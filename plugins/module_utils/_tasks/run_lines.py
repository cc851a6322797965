# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Pass lines of the audit trail to the callback, which outlives the worker or module that writes them.

Each worker has a file of its own. A module that it starts gets the file's name in the environment.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Callable, Mapping

from .._core.json_values import JsonObject
from .._http.files import append_line

VARIABLE = "_GENESYS_CLOUD_RUN_LINES"


def writer(path: str, place: Mapping[str, str | None]) -> Callable[[JsonObject], None]:
    """Return a function that appends entries to the file, each with its place. It ignores an unwritable file."""

    def write(entry: JsonObject) -> None:
        with suppress(OSError, ValueError):
            append_line(path, json.dumps({"place": place, "entry": entry}))

    return write


def exported(path: str, place: Mapping[str, str | None]) -> str:
    """Return the variable's value, for a module."""
    return json.dumps({"path": path, "place": place})


def from_environment() -> Callable[[JsonObject], None]:
    """Return the function for this module, and remove its variable from the environment."""
    try:
        asked = json.loads(os.environ.pop(VARIABLE, ""))
        return writer(asked["path"], asked["place"])
    except (ValueError, KeyError, TypeError):
        return lambda entry: None
