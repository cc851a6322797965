# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The two public files of a deployment in the collection's own words, and their comparison with the API. Pure.

Source: ``docs/reference/guest-api.md`` section 1. The files are no documented interface.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping

from .._core import fields
from .._core.errors import ProtocolError
from .._core.json_values import JsonObject, at, merge
from .._core.plan import make_plan
from . import site
from .configuration_schema import CONTENT
from .mapping import ACTIVE, INACTIVE, WEBMESSAGING, features_of

_RENAMED = {"auth": "authenticationSettings", "customI18NLabels": "customI18nLabels"}
"""Keys of the file, and those of the API."""
_ONLY_IN_FILE = ("id", "version", "status", "apiEndpoint")
_ENDPOINT = ("messenger", "apps", "conversations", "messagingEndpoint")
_UPLOAD = ("messenger", "fileUpload")
_STATUSES = (ACTIVE, INACTIVE)
"""The values that the clients of the file know."""


@dataclass(frozen=True)
class Pinned:
    """A deployment as the API shows it. ``content``: the version that it is pinned to, in the API's spelling."""

    configuration_id: str | None
    version: str | None
    status: str | None
    allow_all_domains: bool
    allowed_domains: list[str]
    content: JsonObject = field(default_factory=dict)

    def to_result(self) -> JsonObject:
        return {"configuration_id": self.configuration_id, "version": self.version, "status": self.status}


def pinned(deployment: JsonObject, content: JsonObject) -> Pinned:
    configuration = deployment.get("configuration")
    pin = configuration if isinstance(configuration, dict) else {}
    version = pin.get("version")
    return Pinned(
        pin.get("id"),
        None if version is None else str(version),
        deployment.get("status"),
        deployment.get("allowAllDomains") is True,
        list(deployment.get("allowedDomains") or []),
        content,
    )


@dataclass(frozen=True)
class Domains:
    """``domains.json``."""

    allow_all: bool
    allowed: list[str]

    def may_open(self, host: str) -> bool:
        return self.allow_all or site.may_open(host, self.allowed)


@dataclass(frozen=True)
class Published:
    """``config.json``. ``content``: in the API's spelling."""

    configuration_id: str
    version: str
    status: str
    content: JsonObject

    @property
    def features(self) -> list[str]:
        """Return the features that a guest gets: none from a messenger that is not active."""
        if self.status != ACTIVE:
            return []
        shown = self.content
        if at(shown, ("cobrowse", "enabled")) is True and at(shown, ("cobrowse", "channels")) is None:
            # The file leaves the channels out.
            shown = merge(shown, {"cobrowse": {"channels": [WEBMESSAGING]}})
        return features_of(shown)

    @property
    def starts_by_itself(self) -> bool:
        """Return whether opening the messenger starts a conversation."""
        return at(self.content, ("messenger", "apps", "conversations", "autoStart", "enabled")) is True


def domains(file: Mapping[str, Any]) -> Domains:
    """Read ``domains.json``. Raises ProtocolError if it is something else."""
    everywhere, allowed = file.get("allowAllDomains"), file.get("allowedDomains")
    is_list = isinstance(allowed, list) and all(isinstance(each, str) for each in allowed)
    if not isinstance(everywhere, bool) or not is_list:
        raise ProtocolError("the file is no list of domains: it lacks allowAllDomains or allowedDomains")
    return Domains(everywhere, list(allowed or []))


def published(file: Mapping[str, Any]) -> Published:
    """Read ``config.json``. Raises ProtocolError if it is something else."""
    version = file.get("version")
    has_version = isinstance(version, (str, int)) and not isinstance(version, bool)
    missing = [] if has_version else ["version"]
    missing += [key for key in ("id", "status") if not isinstance(file.get(key), str)]
    missing += [] if isinstance(file.get("messenger"), dict) else ["messenger"]
    if missing:
        raise ProtocolError(f"the file is no configuration of a messenger: it lacks {', '.join(sorted(missing))}")
    content = {_RENAMED.get(key, key): value for key, value in file.items() if key not in _ONLY_IN_FILE}
    return Published(file["id"], str(version), file["status"], _without(content, _ENDPOINT))


def differences(wanted: Pinned, there: Published | None, allowed: Domains | None) -> list[str]:
    """Return the paths at which guests get something else than the API pins. None: there is no such file.

    If guests get another version, its content is not compared.
    """
    if there is None or allowed is None:
        return ["published"]
    found = unseen(wanted, there, allowed)
    if "version" in found or "configuration_id" in found:
        return found
    return found + [f"configuration.{path}" for path in differing_content(wanted.content, there.content)]


def unseen(wanted: Pinned, there: Published, allowed: Domains) -> list[str]:
    """Return what guests do not see yet, apart from the content of the version."""
    told = {
        "configuration_id": (wanted.configuration_id, there.configuration_id),
        "version": (wanted.version, there.version),
        "allow_all_domains": (wanted.allow_all_domains, allowed.allow_all),
        "allowed_domains": (sorted(wanted.allowed_domains), sorted(allowed.allowed)),
    }
    if wanted.status in _STATUSES:
        told["status"] = (wanted.status, there.status)
    return [path for path, (one, other) in told.items() if one != other]


def differing_content(one: JsonObject, other: JsonObject) -> list[str]:
    """Return the paths at which both contents have a value, and not the same.

    The file fills in defaults and leaves sections out. File types of modes count only where there is no switch for
    attachments: then clients ignore them.
    """
    if any("enableAttachments" in (at(each, _UPLOAD) or {}) for each in (one, other)):
        one, other = (_without(each, (*_UPLOAD, "modes")) for each in (one, other))
    first, second = (fields.settled(CONTENT, each) for each in (one, other))
    first, second = _shared(first, second), _shared(second, first)
    return sorted(make_plan(first, second).changes)


def _shared(one: Any, other: Any) -> Any:
    """Return the part of ``one`` whose keys ``other`` has too."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _shared(value, other[key]) for key, value in one.items() if key in other}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_shared(a, b) for a, b in zip(one, other)]
    return one


def _without(tree: JsonObject, path: tuple[str, ...]) -> JsonObject:
    """Return the tree without the value at a path."""
    key, *rest = path
    if key not in tree:
        return tree
    kept = {name: value for name, value in tree.items() if name != key}
    if not rest:
        return kept
    inner = tree[key]
    return {**kept, key: _without(inner, tuple(rest))} if isinstance(inner, dict) else tree
