# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organisation as one flat map, so that two of them can be compared path by path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulator.client import SimulatorControl
from tests.simulator.webdeployments_state import USER

_SERVER_OWNED = re.compile(
    r"id|version|status|errorInfo.*|(.*\.)?selfUri|snippet|date(Created|Modified|Published)|lastModifiedUser.*|(created|modified)By.*"
    r"|configuration\.name"
)
PENDING = "Pending"
"""Whether it will be switched on, nobody knows yet."""


@dataclass(frozen=True)
class Thing:
    """``content``: dotted path -> JSON text, without what the server owns. Of a configuration, its draft's;
    ``versions`` are the contents of the others, by number."""

    kind: str
    id: str
    name: str
    content: dict[str, str]
    versions: dict[int, dict[str, str]]

    @property
    def title(self) -> str:
        return f"{self.kind} {self.name}"

    def paths(self) -> dict[str, str]:
        """Path -> JSON text of everything in it, below its title."""
        if self.kind != "configuration":
            return {f"{self.title}/{path}": value for path, value in self.content.items()}
        parts = {"draft": self.content, **{str(number): each for number, each in self.versions.items()}}
        return {
            f"{self.title}/{part}/{path}": value for part, content in parts.items() for path, value in content.items()
        }


@dataclass(frozen=True)
class State:
    """Everything there is, without what is being deleted. ``published_by_tasks``: (id of a configuration, version)
    that tasks published."""

    things: dict[str, Thing]
    published_by_tasks: frozenset[tuple[str, int]]

    def named(self, kind: str, name: str) -> list[Thing]:
        return [each for each in self.things.values() if (each.kind, each.name) == (kind, name)]

    def id_of(self, title: str) -> str:
        """Of the first thing with this kind and name."""
        return next(each.id for each in self.things.values() if each.title == title)

    def paths(self) -> dict[str, str]:
        return {path: value for each in self.things.values() for path, value in each.paths().items()}


def look(simulator: SimulatorControl) -> State:
    """The organisation as it is now, whatever lags."""
    state = simulator.state()
    things = {each.id: each for each in _things(state)}
    published = frozenset(
        (each["entity"]["id"], int(each["propertyChanges"][0]["newValues"][0]))
        for each in simulator.audits()
        if each["action"] == "Publish" and each["user"]["id"] != USER
    )
    return State(things, published)


def _things(state: dict[str, Any]) -> Iterator[Thing]:
    for kind in ("channel", "webhook"):
        for each in state.get(f"{kind}s") or []:
            yield Thing(kind, each["id"], each["name"], _content(each), {})
    web = state.get("webdeployments") or {}
    for each in web.get("deployments", []):
        if each["status"] != "Deleting":
            switched = {"status": json.dumps(each["status"])} if each["status"] in ("Inactive", PENDING) else {}
            yield Thing("deployment", each["id"], each["name"], {**_content(each), **switched}, {})
    for each in web.get("supported_content", []):
        default = {"default": "true"} if each["id"] == web["default_supported_content"] else {}
        yield Thing("supported_content", each["id"], each["name"], {**_content(each), **default}, {})
    for each in web.get("configurations", []):
        draft = each["draft"]
        if draft["status"] != "Deleting":
            versions = {int(version["version"]): _content(version) for version in each["versions"]}
            yield Thing("configuration", each["id"], draft["name"], _content(draft), versions)


def _content(entity: dict[str, Any]) -> dict[str, str]:
    return {path: value for path, value in flat(entity).items() if not _SERVER_OWNED.fullmatch(path)}


def flat(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Dotted path -> JSON text of each leaf. Null is the same as nothing."""
    found: dict[str, str] = {}
    for key, each in value.items():
        if isinstance(each, dict) and each:
            found.update(flat(each, f"{prefix}{key}."))
        elif each is not None and each != {}:
            found[f"{prefix}{key}"] = json.dumps(each, sort_keys=True)
    return found


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The paths whose values differ, or are in one of them alone."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
