# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write an org's objects as entries of ``webmessaging_deployments``, for this org or another. Pure.

Names replace ids if no other object has the name, so that an entry also describes another org. Null stands for each
unset field that null removes, so that later additions of others differ from the entry. Unreadable parts are left out,
and a comment says why. The entries are sorted, so that two exports of one org are the same text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Sequence

from ...module_utils._core.json_values import JsonObject
from ...module_utils._webdeployments import deployment as deployment_rules
from ...module_utils._webdeployments import raw_fields
from ...module_utils._webdeployments.configuration_schema import CONTENT
from ...module_utils._webdeployments.deployment_schema import (
    IDENTITY_RESOLUTION,
    PINNED,
    REFERRING,
)
from ...module_utils._webdeployments.mapping import SETTABLE_STATUSES
from ...module_utils._webdeployments.supported_content import DIRECTIONS
from .selection import Selection
from .typed_options import deployment_problems, options_of, take_out
from .usable_names import UsableNames

CONTENT_PROFILE, CONFIGURATION, DEPLOYMENT = "supported_content", "configuration", "deployment"
_UNSHOWN = "whatever the listing does not show"


@dataclass
class Entry:
    """One object. ``options``: its entry; None if it could not be read.

    ``left_out``: what the entry lacks, and why; ``comments``: what else a reader should know.
    """

    kind: str
    id: str
    name: Any
    options: JsonObject | None
    left_out: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    has_draft: bool = False
    """Whether the entry of a configuration shows less than its draft."""

    @property
    def label(self) -> str:
        return f"{self.kind.replace('_', ' ')} {self.name!r} ({self.id})"


class OrgEntries:
    """The entries of an org.

    ``configurations``: as ``webmessaging_configuration_info`` returns them; ``deployments``: as
    ``webmessaging_deployment_info`` does; ``profiles``: as ``messaging_supported_content_info`` does. ``names``: of the
    objects that they refer to.
    """

    def __init__(
        self,
        configurations: Sequence[Mapping[str, Any]],
        deployments: Sequence[Mapping[str, Any]],
        names: UsableNames,
        selection: Selection | None = None,
        profiles: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self._names = names
        self._profiles = sorted(profiles, key=_place)
        self._profile_names = Counter(each["name"] for each in profiles)
        self._selection = selection or Selection()
        self._every_configuration = sorted(configurations, key=_place)
        self._every_deployment = sorted(deployments, key=_place)
        self._configuration_names = Counter(each["name"] for each in configurations)
        self._deployment_names = Counter(each["name"] for each in deployments)
        self._readable = {each["id"]: each for each in configurations if not _failure(each, "versions", "draft")}
        self._selected = [each for each in self._every_deployment if self._selection.has(each["name"], each["id"])]

    def profiles(self) -> list[Entry]:
        """Return the supported content profiles that selected deployments use. Other channels can have others."""
        used = {each["supported_content_id"] for each in self._selected}
        found = [each for each in self._profiles if each["id"] in used]
        return [self._profile(each) for each in found]

    def _profile(self, entity: Mapping[str, Any]) -> Entry:
        allowed = {direction: entity[direction] for direction in DIRECTIONS}
        options = {**_selected(entity, self._profile_names), **allowed}
        return Entry(CONTENT_PROFILE, str(entity["id"]), entity["name"], options)

    def configurations(self) -> list[Entry]:
        """Return the configurations that selected deployments use; all of them if every deployment is selected."""
        used = {each["configuration"]["id"] for each in self._selected}
        found = self._every_configuration
        if not self._selection.is_everything:
            found = [each for each in found if each["id"] in used]
        return [self._configuration(each) for each in found]

    def deployments(self) -> list[Entry]:
        return [self._deployment(each) for each in self._selected]

    def _configuration(self, entity: Mapping[str, Any]) -> Entry:
        failure = _failure(entity, "versions", "draft")
        entry = Entry(CONFIGURATION, str(entity["id"]), entity["name"], None)
        if failure:
            return _with(entry, left_out=[why(failure)])
        named = self._names.without_names(CONTENT, entity["configuration"])
        typed, raw = options_of(CONTENT, {key: value for key, value in named.items() if key != "name"})
        problems = raw_fields.problems(CONTENT, raw, "raw", takes_near=True)
        for problem in problems:
            take_out(raw, problem.option.partition(".")[2])
        typed, by_id = self._names.by_name(CONTENT, typed)
        options = {**_selected(entity, self._configuration_names), **typed, **({"raw": raw} if raw else {})}
        comments = []
        if entity["version"] is None:
            options["publish"] = False
            comments.append("It has no published version yet; this is the draft.")
        elif entity["draft_differs"]:
            comments.append("It has an unpublished draft that differs; this is the published version.")
        entry.options, entry.has_draft = options, bool(entity["version"] and entity["draft_differs"])
        return _with(entry, left_out=map(str, problems), comments=[*comments, *by_id])

    def _deployment(self, entity: Mapping[str, Any]) -> Entry:
        failures = dict(entity.get("unreadable") or {})
        entry = Entry(DEPLOYMENT, str(entity["id"]), entity["name"], _selected(entity, self._deployment_names))
        options: JsonObject = dict(entry.options or {})
        left_out = [
            f"{_UNSHOWN if part == 'deployment' else part}: {why(failure)}" for part, failure in failures.items()
        ]
        comments = []
        stripped = self._names.without_names((*REFERRING, PINNED), entity)
        for part in (self._pin(stripped["configuration"]), *_parts(stripped)):
            problems = deployment_problems(part)
            left_out += map(str, problems)
            named, by_id = self._names.by_name(REFERRING, {} if problems else part)
            options.update(named)
            comments += by_id
        if entity["status"] in SETTABLE_STATUSES:
            options["status"] = entity["status"]
        entry.options = options
        return _with(entry, left_out=left_out, comments=comments)

    def _pin(self, pinned: Mapping[str, Any]) -> JsonObject:
        """Return the configuration by name, and ``latest`` for its newest version, as far as that is known."""
        if pinned["id"] is None:
            return {}
        configuration = self._readable.get(pinned["id"])
        if configuration is None:
            name = self._names.name(CONFIGURATION, pinned["id"])
            selector = {"id": pinned["id"]} if name is None else {"name": name}
            return {"configuration": {**selector, "version": pinned["version"]}}
        is_newest = configuration["version"] == pinned["version"]
        version = deployment_rules.LATEST if is_newest else pinned["version"]
        return {"configuration": {**_selected(configuration, self._configuration_names), "version": version}}


def _place(entity: Mapping[str, Any]) -> tuple[str, str]:
    return str(entity["name"]), str(entity["id"])


def _failure(entity: Mapping[str, Any], *parts: str) -> Mapping[str, Any] | None:
    """Return why one of its parts could not be read, None if all could."""
    failures = entity.get("unreadable") or {}
    return next((failures[part] for part in parts if part in failures), None)


def why(failure: Mapping[str, Any]) -> str:
    """Return the failure without the details that differ from run to run."""
    return f"{failure['method']} {failure['path']} answered {failure['status']}: {failure['message']}"


def _selected(entity: Mapping[str, Any], names: Mapping[Any, int]) -> JsonObject:
    """Return the selector: the name, if only one object has it, else the id."""
    name = entity["name"]
    is_enough = isinstance(name, str) and bool(name.strip()) and names[name] == 1
    return {"name": name} if is_enough else {"id": entity["id"]}


def _with(entry: Entry, left_out: Iterable[str], comments: Iterable[str] = ()) -> Entry:
    entry.left_out, entry.comments = list(left_out), list(comments)
    return entry


def _parts(entity: Mapping[str, Any]) -> list[JsonObject]:
    """Return the options, in groups that belong together; null for unset values that null removes."""
    parts = [{option: entity[option]} for option in ("description", "flow_id", "supported_content_id")]
    domains = {option: entity[option] or None for option in ("allow_all_domains", "allowed_domains")}
    parts.append({option: value for option, value in domains.items() if value is not None})
    parts.append({"push_integrations": entity["push_integrations"] or None})
    if _failure(entity, "deployment"):  # the listing may leave out a value
        parts = [{option: value for option, value in part.items() if value is not None} for part in parts]
    identity = entity.get("identity_resolution")
    if identity:
        parts.append({"identity_resolution": options_of(IDENTITY_RESOLUTION, identity)[0]})
    return parts
