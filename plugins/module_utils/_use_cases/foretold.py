# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Record what the tasks of a run in check mode would create, publish or delete, so that later tasks can use it.

A file in the run's own temporary folder has a line for each change, because each task has a worker of its own. Tasks
that run as modules, such as those on other hosts, neither write nor read it.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import Any

from .._core.errors import GenesysError
from .._core.json_values import JsonObject
from .._http.files import append_line

OF_RUN = "genesys-cloud-foretold"
"""The file's name in the folder of a run."""
CONFIGURATION, DEPLOYMENT, SUPPORTED_CONTENT = "configuration", "deployment", "supported_content"


def coming_id(name: str) -> str:
    """Return a text in place of the id of an object that this run is going to make."""
    return f"that of {name!r}, which this run makes"


class Foretold:
    """``path``: empty if nothing is recorded, as outside of check mode. ``org``: the org of these changes."""

    def __init__(self, path: str = "", org: str = "") -> None:
        self._path = path
        self._org = hashlib.sha256(org.encode("utf-8", "surrogatepass")).hexdigest()

    def note(self, kind: str, object_id: str | None, name: str | None, **what: Any) -> None:
        """Record a change. ``object_id``: None for a new object. An unwritable file is ignored."""
        if not self._path:
            return
        line = {"org": self._org, "kind": kind, "id": object_id, "name": name, **what}
        try:
            append_line(self._path, json.dumps(line))
        except OSError:
            self._path = ""

    def forget(self) -> None:
        """Forget everything, because a real change in this run makes earlier predictions wrong."""
        with suppress(OSError):
            os.truncate(self._path, 0)

    def own(self, name: str) -> str | None:
        """Return the id of the configuration of that name that this task itself handles; None if it does not."""
        return None

    def failure(self, id_or_name: str) -> GenesysError | None:
        """Return why this task itself could not write that configuration; None if it did not fail."""
        return None

    def made(self, name: str) -> JsonObject | None:
        """Return the configuration of that name that would be created: ``{"id", "version"}``; version None: a draft."""
        found = self._last(CONFIGURATION, lambda line: line["id"] is None and line["name"] == name)
        return None if found is None else {"id": _id_of(found), "version": found["version"]}

    def own_content(self, name: str) -> str | None:
        """Return the id of the supported content profile of that name that this task itself handles; None if it does
        not, or has not created it yet."""
        return None

    def made_content(self, name: str) -> str | None:
        """Return the id of the supported content profile that would get that name; a text in place of an id if it
        would be created."""
        found = self._last(SUPPORTED_CONTENT, lambda line: line["name"] == name)
        return None if found is None else _id_of(found)

    def coming(self, kind: str, name: str) -> str | None:
        """Return the id that an object of that kind and name would get; None if nobody would give it that name."""
        return self.made_content(name) if kind == SUPPORTED_CONTENT else None

    def default_content(self) -> str | None:
        """Return the id of the supported content profile that would become the default, as ``made_content`` does."""
        found = self._last(SUPPORTED_CONTENT, lambda line: line["default"])
        return None if found is None else _id_of(found)

    def leaves_content(self, deployment_id: str, profile_id: str) -> bool:
        """Return whether a deployment would be deleted, or get another supported content profile."""
        found = self._last(DEPLOYMENT, lambda line: line["id"] == deployment_id and "supported_content" in line)
        return found is not None and found["supported_content"] != profile_id

    def content_failure(self, id_or_name: str) -> GenesysError | None:
        """Return why this task itself could not write that supported content profile; None if it did not fail."""
        return None

    def published(self, configuration_id: str) -> str | None:
        """Return the version of an existing configuration that would be published."""
        found = self._last(CONFIGURATION, lambda line: line["id"] == configuration_id and line["version"])
        return None if found is None else str(found["version"])

    def leaves(self, deployment_id: str, configuration_id: str) -> bool:
        """Return whether a deployment would be deleted, or pinned to another configuration."""
        found = self._last(DEPLOYMENT, lambda line: line["id"] == deployment_id and "configuration" in line)
        return found is not None and found["configuration"] != configuration_id

    def _last(self, kind: str, fits: Any) -> JsonObject | None:
        return next((line for line in reversed(self.lines()) if line["kind"] == kind and fits(line)), None)

    def lines(self) -> list[JsonObject]:
        """Return the changes so far, oldest first."""
        if not self._path:
            return []
        try:
            with open(self._path, encoding="ascii") as file:
                lines = [json.loads(line) for line in file]
        except (OSError, ValueError):
            return []
        return [line for line in lines if line["org"] == self._org]


def _id_of(line: JsonObject) -> str:
    """Return the id of an object; a text in place of it if the object would be created."""
    return line["id"] or coming_id(line["name"])


class ForetoldInTask(Foretold):
    """Also has the changes of this task, made or predicted. Thread-safe.

    ``earlier``: the predictions of earlier tasks. ``passes_on``: whether later tasks get those of this one.
    """

    def __init__(self, earlier: Foretold, passes_on: bool) -> None:
        super().__init__()
        self._earlier = earlier
        self._passes_on = passes_on
        self._own: list[JsonObject] = []
        self._ids: dict[str, str] = {}
        self._content_ids: dict[str, str] = {}
        self._failed_content: dict[str, GenesysError] = {}
        self._failed: dict[str, GenesysError] = {}

    def note(self, kind: str, object_id: str | None, name: str | None, **what: Any) -> None:
        self._own.append({"kind": kind, "id": object_id, "name": name, **what})
        if self._passes_on:
            self._earlier.note(kind, object_id, name, **what)

    def note_configuration(self, name: str | None, configuration_id: str | None) -> None:
        """Record the id of a configuration that this task handles; deployments can use the name that it gets."""
        if name is not None and configuration_id is not None:
            self._ids[name] = configuration_id

    def note_content(self, name: str | None, profile_id: str | None) -> None:
        """Record the id of a supported content profile that this task handles, likewise."""
        if name is not None and profile_id is not None:
            self._content_ids[name] = profile_id

    def note_failure(self, error: GenesysError, *id_and_name: str | None) -> None:
        """Record that this task could not write a configuration."""
        self._failed.update({each: error for each in id_and_name if each is not None})

    def note_content_failure(self, error: GenesysError, *id_and_name: str | None) -> None:
        """Record that this task could not write a supported content profile."""
        self._failed_content.update({each: error for each in id_and_name if each is not None})

    def failure(self, id_or_name: str) -> GenesysError | None:
        return self._failed.get(id_or_name)

    def content_failure(self, id_or_name: str) -> GenesysError | None:
        return self._failed_content.get(id_or_name)

    def own(self, name: str) -> str | None:
        return self._ids.get(name)

    def own_content(self, name: str) -> str | None:
        return self._content_ids.get(name)

    def lines(self) -> list[JsonObject]:
        return [*self._earlier.lines(), *self._own]
