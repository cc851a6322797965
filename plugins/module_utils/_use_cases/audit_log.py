# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find unfinished operations in a file of audit entries to which parallel tasks and runs append."""

from __future__ import annotations

import json
import os
import re

from .._core.json_values import JsonObject
from .._core.outcomes import OPEN
from .._http.files import open_to_read

LOOKED_AT = 256 * 1024
"""Bytes at the end of a log that are searched for operations without an end."""

_ENTRY = re.compile(rb'^\{"audit_id": "([0-9a-f-]{36})".*?"outcome": "([a-z]+)".*$', re.MULTILINE)
_REFERENCES = re.compile(rb'"unfinished": \[(["0-9a-f, -]+)\]')


def unfinished(path: str) -> list[JsonObject]:
    """Return the entries near the end of the log that have no known end, and to which no later entry refers.

    Another run that works at the same time has such entries too.
    """
    text = tail(path)
    last: dict[bytes, re.Match[bytes]] = {}
    for found in _ENTRY.finditer(text):
        last[found[1]] = found
    referred = b" ".join(_REFERENCES.findall(text))
    lines = [found[0] for audit_id, found in last.items() if found[2].decode() in OPEN and audit_id not in referred]
    return [entry for entry in map(_entry, lines) if entry]


def tail(path: str) -> bytes:
    """Return the end of the log; empty if it cannot be read, or is no file."""
    try:
        with open(path, "rb", opener=open_to_read) as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - LOOKED_AT))
            return file.read(LOOKED_AT)
    except (OSError, ValueError):
        return b""


def _entry(line: bytes) -> JsonObject:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}
