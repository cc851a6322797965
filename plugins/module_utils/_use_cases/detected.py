# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Remember the API that a task has detected: for its loop, and in a file of the run for all tasks of the run."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager, suppress
from typing import Iterator

from .._http.connection import Connection
from .._http.files import append_line, locked

OF_RUN = "genesys-cloud-detected"
"""The file's name in the folder of a run."""
PATIENCE = 10.0
"""Seconds to wait for another process that is detecting the API; then this one detects it too."""


class DetectedApi:
    """The API of one org, as one client sees it.

    ``remembered``: the APIs by org, for the later tasks of this process. ``path``: the file that all tasks of the run
    share, with a line for each detection; empty without one.
    """

    def __init__(self, remembered: dict[str, str] | None = None, org: str = "", path: str = "") -> None:
        self._remembered = {} if remembered is None else remembered
        self._org, self._path = org, path
        self.name = self._known()
        """The dialect's name; None if nobody has detected the API yet."""

    @contextmanager
    def detecting(self) -> Iterator[None]:
        """Let one task at a time detect the API; a task that waited finds in ``name`` what the other has detected."""
        if not self._path:
            yield
            return
        with locked(self._path, PATIENCE):
            self.name = self._known()
            yield

    def note(self, name: str) -> None:
        """Record the API. An unwritable file is ignored: later tasks detect the API themselves."""
        if name == self.name:
            return
        self.name = self._remembered[self._org] = name
        if self._path:
            with suppress(OSError):
                append_line(self._path, json.dumps({"org": self._org, "api": name}))

    def _known(self) -> str | None:
        if self._org in self._remembered or not self._path:
            return self._remembered.get(self._org)
        try:
            with open(self._path, encoding="ascii") as file:
                lines = [json.loads(line) for line in file]
        except (OSError, ValueError):
            return None
        return next((line["api"] for line in reversed(lines) if line["org"] == self._org), None)


def org_of(connection: Connection) -> str:
    """Return what tells apart whose API it is, without any secret in it."""
    parts = [connection.api_url, connection.proxy, connection.client_id, connection.access_token]
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
