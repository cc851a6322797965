# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write files that are there whole or not at all, and append whole lines to files that parallel tasks share."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from typing import Iterator


def replace_file(path: str, text: str, mode: int | None = None, prefix: str = "", suffix: str = ".tmp") -> None:
    """Write the file beside its place and move it there, so that no reader sees half of it. Raises OSError.

    ``mode``: None keeps the mode of an existing file; only the owner can use a new one. The temporary name begins with
    a dot and ends in ``.tmp``, which no collector reads, unless ``prefix`` and ``suffix`` say otherwise. The file is
    locked until it is in place.
    """
    folder, name = os.path.split(os.path.abspath(path))
    if os.path.isdir(path):
        raise IsADirectoryError(21, "it is a folder", path)
    if mode is None:
        mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o600
    descriptor, temporary = tempfile.mkstemp(prefix=prefix or f".{name}.", suffix=suffix, dir=folder)
    lock = os.dup(descriptor)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            is_locked(lock)
            file.write(text)
            os.fchmod(lock, mode)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    finally:
        os.close(lock)


def is_locked(descriptor: int) -> bool:
    """Return whether we hold the lock now; a file system without locks counts as held."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


@contextmanager
def locked(path: str, patience: float) -> Iterator[None]:
    """Hold the lock of a file; go on without it if another process holds it for more than ``patience`` seconds.

    If there can be no lock at all, on a full or read-only disk, nothing can be kept there either.
    """
    try:
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        descriptor = -1
    try:
        give_up_at = time.monotonic() + patience
        while descriptor >= 0 and not is_locked(descriptor) and time.monotonic() < give_up_at:
            time.sleep(0.05)
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def append_line(path: str, line: str) -> None:
    """Append with one write under a lock, so that parallel lines stay whole; only the owner can use a new file.

    A line that a full disk cut short is removed, and an unfinished line of another process is ended first. A named pipe
    without a reader is an error, not an endless wait. A symbolic link is an error too, because someone else can have
    put it there.
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


def open_to_read(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("it is no file")
    return descriptor


def _ends_amid_a_line(path: str, about: os.stat_result) -> bool:
    """Return whether the last line has no end; if it cannot be read, assume that it has one."""
    if not stat.S_ISREG(about.st_mode) or about.st_size == 0:
        return False
    try:
        with open(path, "rb", opener=open_to_read) as file:
            if not os.path.samestat(os.fstat(file.fileno()), about):
                return False
            file.seek(about.st_size - 1)
            return file.read(1) not in (b"\n", b"")
    except OSError:
        return False
