# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two public files of a deployment that a guest's browser loads, ``domains.json`` and ``config.json``.

They follow the deployment once the service is done with it: while it is Pending or Deleting, the files before stay.
Without evidence, and so our choice: the files before also stay where the deployment ends in status Error; the files of
a deployment that is deleted are gone; there is an ``ETag``, and no other word on caching.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .exchange import Act, Call, Interference, Reply, Route, json_reply
from .guest_config_file import config_file
from .json_values import JsonObject, encode_json
from .lag import Lag
from .settings import Settings
from .webdeployments_lifecycle import ACTIVE, INACTIVE, Entity
from .webdeployments_state import WebDeploymentsState

FILES = "/webdeployments/v1/deployments"
_NAMES = ("domains.json", "config.json")
_ACCESS_DENIED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
)
_EVERYWHERE = {"Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True, slots=True)
class Publication:
    """What guests get of a deployment."""

    deployment: JsonObject
    version: JsonObject
    """The version of the configuration that it was pinned to."""

    @property
    def status(self) -> str:
        return str(self.deployment["status"])


_Known: TypeAlias = Publication | None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a read of a file shows, if there is anything to show."""

    publication: _Known


class GuestFiles:
    """What is published, as a family: nobody needs a token."""

    name = "guest_files"

    def __init__(self, state: Callable[[], WebDeploymentsState], settings: Settings, lag: Lag) -> None:
        """``state``: what the org holds now, which control can replace."""
        self._current = state
        self._settings = settings
        self._lag = lag
        self._published: dict[str, _Known] = {}

    def clear(self) -> None:
        """The org is another one."""
        self._published = {}

    def routes(self) -> Sequence[Route]:
        return [Route("GET", f"{FILES}/{{id}}/{name}", self._reader(name), None) for name in _NAMES]

    def interferences(self) -> Mapping[str, Interference]:
        return {}

    def acts(self) -> Mapping[str, Act]:
        return {}

    def before_write(self, deployment_id: str) -> None:
        """Whoever is about to write the deployment, which may not be there yet."""
        self._published[deployment_id] = self.published(deployment_id)

    def published(self, deployment_id: str) -> Publication | None:
        """What guests get of the deployment, once every cache has it."""
        deployment = self._current().deployments.get(deployment_id)
        if deployment_id not in self._published:
            if deployment is None:
                return None
            self._published[deployment_id] = self._due(deployment.entity, None)[0]
        before = self._published[deployment_id]
        after, at = self._due(deployment.entity if deployment else None, before)
        for name in _NAMES if before != after else ():
            if _content(name, before, "") != _content(name, after, ""):
                self._lag.file_changed((name, deployment_id), _Shown(before), at)
        self._published[deployment_id] = after
        return after

    def _due(self, entity: Entity | None, before: _Known) -> tuple[_Known, float]:
        """What is to be published, and since when."""
        if entity is None or entity.is_gone:
            return None, time.monotonic()
        if not entity.is_settled or entity.value["status"] not in (ACTIVE, INACTIVE):
            return before, 0.0
        reference = entity.value.get("configuration") or {}
        configuration = self._current().configurations.get(str(reference.get("id")))
        version = configuration.version(str(reference.get("version"))) if configuration else None
        return (Publication(entity.value, version.value) if version else before), entity.settled_at

    def _reader(self, name: str) -> Callable[[Call], Reply]:
        def read(call: Call) -> Reply:
            """The query, which some clients use to get around caches, changes nothing."""
            deployment_id = call.parameters["id"]
            current = self.published(deployment_id)
            shown = self._lag.single((name, deployment_id), call, lambda: _Shown(current))
            host = f"{call.headers.get('Host', '')}{self._settings.path_prefix}"
            return _reply(_content(name, shown.publication, host), call)

        return read


def _content(name: str, publication: _Known, host: str) -> JsonObject | None:
    """The file; None: there is none. ``host``: where API and messaging are served."""
    if publication is None:
        return None
    if name == "config.json":
        return config_file(publication.version, publication.status, f"http://{host}", f"ws://{host}")
    deployment = publication.deployment
    return {
        "allowAllDomains": deployment.get("allowAllDomains", False),
        "allowedDomains": deployment.get("allowedDomains") or [],
    }


def _reply(file: JsonObject | None, call: Call) -> Reply:
    if file is None:
        headers = {"Content-Type": "application/xml", **_EVERYWHERE}
        return Reply(403, _ACCESS_DENIED.encode(), headers, is_of_api=False)
    tag = f'"{hashlib.md5(encode_json(file), usedforsecurity=False).hexdigest()}"'
    headers = {"ETag": tag, **_EVERYWHERE}
    asked = [each.strip().removeprefix("W/") for each in call.headers.get("If-None-Match", "").split(",")]
    reply = Reply(304, b"", headers) if tag in asked or "*" in asked else json_reply(file, headers=headers)
    reply.is_of_api = False
    return reply
