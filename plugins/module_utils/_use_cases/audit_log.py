# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A file of audit entries, one line of JSON each, to which parallel tasks and runs append."""

from __future__ import annotations

import fcntl
import json
import os
import re
import stat

from .._core.json_values import JsonObject
from .._core.outcomes import OPEN

LOOKED_AT = 256 * 1024
"""Bytes at the end of a log, in which it is looked for what was begun and never ended."""

_ENTRY = re.compile(rb'^\{"audit_id": "([0-9a-f-]{36})".*?"outcome": "([a-z]+)".*$', re.MULTILINE)
_REFERENCES = re.compile(rb'"unfinished": \[(["0-9a-f, -]+)\]')


def append_line(path: str, line: str) -> None:
    """One write under a lock, so that lines of parallel tasks stay whole; a new file is for its owner alone.

    A line that a full disk cut short is taken back, and a line that somebody else left half done is ended first. A
    named pipe that nobody reads is an error, and no endless wait. A symbolic link is one too, since someone else can
    have put it there.
    """
    data = (line + "\n").encode("utf-8")
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        about = os.fstat(descriptor)
        if _ends_amid_a_line(path, about):
            data = b"\n" + data
        if os.write(descriptor, data) != len(data):
            os.ftruncate(descriptor, about.st_size)
            raise OSError("the disk is full")
    finally:
        os.close(descriptor)


def unfinished(path: str) -> list[JsonObject]:
    """The entries near the end of the log that are not known to have ended, and to which no later entry refers.

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
    """The end of the log; empty where it cannot be read, or is no file."""
    try:
        with open(path, "rb", opener=_open_to_read) as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - LOOKED_AT))
            return file.read(LOOKED_AT)
    except (OSError, ValueError):
        return b""


def _open_to_read(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("it is no file")
    return descriptor


def _entry(line: bytes) -> JsonObject:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _ends_amid_a_line(path: str, about: os.stat_result) -> bool:
    """Where it cannot be read, it is taken to end as it should."""
    if not stat.S_ISREG(about.st_mode) or about.st_size == 0:
        return False
    try:
        with open(path, "rb", opener=_open_to_read) as file:
            if not os.path.samestat(os.fstat(file.fileno()), about):
                return False
            file.seek(about.st_size - 1)
            return file.read(1) not in (b"\n", b"")
    except OSError:
        return False
