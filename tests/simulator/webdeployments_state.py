# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an org with Web Deployments holds: configurations with their versions, deployments, and what they refer to."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from . import references_state
from .json_values import JsonObject
from .references_state import ReferencesState
from .webdeployments_lifecycle import ACTIVE, Entity

BASE = "/api/v2/webdeployments"
DRAFT = "DRAFT"
USER = "6f1d2c3b-0000-4000-8000-00000000ab1e"
"""The person whose hand is in what a state holds."""

MESSAGE_FLOW = "INBOUNDSHORTMESSAGE"
"""The type of flow that a deployment can have."""


def _flow(number: int, name: str, flow_type: str = MESSAGE_FLOW, *, published: bool = True) -> dict[str, Any]:
    version = {"publishedVersion": {"id": "3.0", "type": "PUBLISH", "datePublished": "2026-01-02T03:04:05Z"}}
    flow = {"id": f"f10f0000-0000-4000-8000-{number:012}", "name": name, "type": flow_type}
    return {**flow, **(version if published else {})}


def _profile(number: int, name: str, *media_types: str) -> dict[str, Any]:
    allowed = [{"type": each} for each in media_types]
    media = {"allow": {"inbound": allowed, "outbound": allowed}}
    return {"id": f"5c000000-0000-4000-8000-{number:012}", "name": name, "mediaTypes": media}


DEFAULT_FLOWS = [
    _flow(1, "Inbound Messages"),
    _flow(2, "Night Shift"),
    _flow(3, "Night Shift", "INBOUNDCALL"),
    _flow(4, "Helper", "DIGITALBOT"),
    _flow(5, "Not yet published", published=False),
    _flow(6, "Inbound Messages (old)"),
    _flow(7, "Twin"),
    _flow(8, "Twin"),
]
DEFAULT_SUPPORTED_CONTENT = [_profile(1, "Pictures", "image/jpeg", "image/png"), _profile(2, "Everything", "*/*")]
_OWN_PARTS = {"configurations", "deployments", "flows", "supported_content", "default_supported_content"}
_PARTS = {*_OWN_PARTS, *references_state.PARTS}


@dataclass(slots=True)
class Configuration:
    """``versions`` by number as a text, the oldest first."""

    draft: Entity
    versions: dict[str, Entity] = field(default_factory=dict)

    @property
    def newest(self) -> Entity | None:
        return next(reversed(self.versions.values()), None)

    def version(self, name: str) -> Entity | None:
        return self.draft if name.upper() == DRAFT else self.versions.get(name)


@dataclass(slots=True)
class Deployment:
    entity: Entity
    identity_resolution: JsonObject


class WebDeploymentsState:
    """Dictionaries are by id, in the order of the listings."""

    def __init__(self, state: Any) -> None:
        """``{"configurations": [{"id", "draft", "versions": []}], "deployments": [], ...}``; ValueError otherwise."""
        if not isinstance(state, dict) or not state.keys() <= _PARTS:
            raise ValueError(f"state.webdeployments: has to be an object of {', '.join(sorted(_PARTS))}")
        self.configurations: dict[str, Configuration] = {}
        for each in state.get("configurations", []):
            self.configurations[each["id"]] = Configuration(
                Entity(_dated({**each["draft"], "id": each["id"], "version": DRAFT, "status": ACTIVE})),
                {
                    str(version["version"]): Entity(_dated({**version, "id": each["id"], "status": ACTIVE}))
                    for version in sorted(each.get("versions", []), key=lambda version: int(version["version"]))
                },
            )
        self.deployments = {
            each["id"]: Deployment(
                Entity(_dated({"status": ACTIVE, **_bare(each)})),
                each.get("identityResolution") or {"resolveIdentities": False},
            )
            for each in state.get("deployments", [])
        }
        self.flows = {each["id"]: each for each in state.get("flows", DEFAULT_FLOWS)}
        self.supported_content = {
            each["id"]: each for each in state.get("supported_content", DEFAULT_SUPPORTED_CONTENT)
        }
        self.default_supported_content: str | None = state.get(
            "default_supported_content", next(reversed(self.supported_content), None)
        )
        if self.default_supported_content not in {None, *self.supported_content}:
            raise ValueError("state.webdeployments.default_supported_content: is the id of no supported content")
        self.references = ReferencesState(state)

    @property
    def home_division(self) -> JsonObject:
        """A reference to the division that holds everything which names no other."""
        each = next((each for each in self.references.divisions.values() if each.get("homeDivision")), {})
        return {key: each[key] for key in ("id", "name") if key in each}

    def as_json(self) -> JsonObject:
        """In the shape that it is made of; what is Pending counts as settled."""
        return {
            "configurations": [
                {"id": key, "draft": each.draft.value, "versions": [one.value for one in each.versions.values()]}
                for key, each in self.configurations.items()
                if not each.draft.is_gone
            ],
            "deployments": [
                {**each.entity.value, "identityResolution": each.identity_resolution}
                for each in self.deployments.values()
                if not each.entity.is_gone
            ],
            "flows": list(self.flows.values()),
            "supported_content": list(self.supported_content.values()),
            "default_supported_content": self.default_supported_content,
            **self.references.as_json(),
        }

    def users_of(self, configuration_id: str) -> list[JsonObject]:
        """The deployments that are pinned to any version of the configuration."""
        found = [each.entity.value for each in self.deployments.values()]
        return [value for value in found if (value.get("configuration") or {}).get("id") == configuration_id]

    def users_of_content(self, content_id: str) -> list[JsonObject]:
        """The deployments that have the content profile."""
        found = [each.entity.value for each in self.deployments.values() if not each.entity.is_gone]
        return [value for value in found if (value.get("supportedContent") or {}).get("id") == content_id]


def _bare(deployment: JsonObject) -> JsonObject:
    return {key: value for key, value in deployment.items() if key != "identityResolution"}


def _dated(value: JsonObject) -> JsonObject:
    return {"dateCreated": "2026-01-02T03:04:05Z", "dateModified": "2026-01-02T03:04:05Z", **value}


def now() -> str:
    return _text(datetime.now(UTC))


class _CreationDates:
    """No two objects share a date (our choice), so each test knows which one is older."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = datetime.min.replace(tzinfo=UTC)

    def next(self) -> str:
        with self._lock:
            self._last = max(datetime.now(UTC), self._last + timedelta(milliseconds=1))
            return _text(self._last)


created_now = _CreationDates().next
"""The time, as ``dateCreated``."""


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    return str(uuid.uuid4())
