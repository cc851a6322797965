# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Keep tokens in a file, so that the tasks of a run share them, or the runs of one user.

The file is JSON, ``{key: {"access_token", "expires_at"}}``: a key is a hash of login URL, client id and scopes, and of
16 bits that tell secrets apart; a time is in seconds since the epoch. It holds no secret but the tokens, and only its
owner can use it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
import time
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any, Sequence

from .._core.validation import Problem
from .files import locked, replace_file

RUN, NONE = "run", "none"
"""Values of the option ``token_cache`` that name no file."""
OF_RUN = "genesys-cloud-tokens"
"""The file's name in the folder of a run."""
PREFIX = ".token-cache-"
"""Begins the name of a file that is being written."""
ATTEMPTS = 5
"""Attempts at writing the file, which another task may delete meanwhile."""
LOCK_PATIENCE = 30.0
"""Seconds to wait for another process that is fetching a token; then this one fetches its own."""


@dataclass(frozen=True)
class CachedToken:
    """``expires_at``: seconds since the epoch."""

    access_token: str
    expires_at: float


class TokenCache:
    """One client's token in the file. ``slot`` tells the tokens of a pool apart."""

    def __init__(
        self, path: str, login_url: str, client_id: str, scopes: Sequence[str], slot: int = 0, secret: str = ""
    ) -> None:
        self._path = path
        # A task with a wrong secret must not get the token of the right one. 16 bits are too few to guess a secret by.
        mark = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:4]
        parts = [login_url, client_id, *sorted(scopes), str(slot), mark]
        self._key = hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()

    def read(self) -> CachedToken | None:
        """Return the token in the file; None if there is none, or if the file cannot be trusted or understood."""
        self._sweep()
        entry = self._entries().get(self._key)
        if not isinstance(entry, dict):
            return None
        token, expires_at = entry.get("access_token"), entry.get("expires_at")
        if not isinstance(token, str) or not isinstance(expires_at, (int, float)) or expires_at <= time.time():
            return None
        return CachedToken(token, float(expires_at))

    def write(self, token: CachedToken) -> None:
        """Keep this token, and drop those that have expired. Only under ``lock``."""
        self._replace({self._key: {"access_token": token.access_token, "expires_at": token.expires_at}})

    def drop(self, access_token: str) -> None:
        """Forget this token, unless another has already taken its place."""
        with self.lock():
            entry = self._entries().get(self._key)
            if isinstance(entry, dict) and entry.get("access_token") == access_token:
                self._replace({self._key: None})

    def lock(self) -> AbstractContextManager[None]:
        """Lock the file for reading and writing; go on without the lock if another process holds it for too long."""
        return locked(self._path, LOCK_PATIENCE)

    def _entries(self) -> dict[str, Any]:
        if problems("token_cache", self._path):
            return {}
        try:
            with open(self._path, encoding="utf-8") as file:
                content = json.load(file)
        except (OSError, ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

    def _replace(self, changes: dict[str, Any]) -> None:
        now = time.time()
        kept = {
            key: entry
            for key, entry in {**self._entries(), **changes}.items()
            if isinstance(entry, dict)
            and isinstance(entry.get("expires_at"), (int, float))
            and entry["expires_at"] > now
        }
        for _attempt in range(ATTEMPTS):
            with suppress(FileNotFoundError):  # another process deleted it before it was locked
                replace_file(self._path, json.dumps(kept), mode=0o600, prefix=PREFIX, suffix="")
                return

    def _sweep(self) -> None:
        """Delete the files of killed writers, because they hold tokens. A live writer has its file locked."""
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.startswith(PREFIX) and entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                    _delete_unless_locked(entry.path)

    @property
    def _folder(self) -> str:
        return os.path.dirname(os.path.abspath(self._path))


def _delete_unless_locked(path: str) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(descriptor)


def chosen(wanted: str | None, run_folder: str) -> str | None:
    """Return the file for a value of the option; None for no file. ``run_folder``: empty if there is no such folder."""
    if wanted == RUN:
        return of_run(run_folder, OF_RUN)
    return None if wanted == NONE else wanted


def of_run(run_folder: str, name: str) -> str | None:
    """Return the path of a file in the folder of the run; None if anyone else could use that folder."""
    try:
        about = os.stat(run_folder)
    except OSError:
        return None
    is_private = about.st_uid == os.geteuid() and not about.st_mode & 0o077
    return os.path.join(run_folder, name) if is_private else None


def problems(option: str, path: str) -> list[Problem]:
    """Check that only its owner can change the file: mode, owner, folder, a link in its place."""
    folder = os.path.dirname(os.path.abspath(path))
    try:
        about_folder = os.stat(folder)
    except OSError as error:
        return [Problem(option, f"its folder {folder!r} cannot be used: {error.strerror}.")]
    found = []
    if about_folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        mode = stat.S_IMODE(about_folder.st_mode)
        found.append(
            Problem(option, f"its folder {folder!r} has mode {mode:04o}, others can write to it; use one with 0700.")
        )
    try:
        about = os.lstat(path)
    except FileNotFoundError:
        return found
    except OSError as error:
        return [*found, Problem(option, f"{path!r} cannot be used: {error.strerror}.")]
    mode = stat.S_IMODE(about.st_mode)
    if stat.S_ISLNK(about.st_mode):
        found.append(Problem(option, f"{path!r} (mode {mode:04o}) is a symbolic link; name the file itself."))
    elif not stat.S_ISREG(about.st_mode):
        found.append(Problem(option, f"{path!r} (mode {mode:04o}) is no file."))
    elif about.st_uid != os.geteuid():
        found.append(Problem(option, f"{path!r} (mode {mode:04o}) belongs to another user (uid {about.st_uid})."))
    elif mode & 0o077:
        found.append(Problem(option, f"{path!r} has mode {mode:04o}, others can use it; make it 0600, or delete it."))
    return found
