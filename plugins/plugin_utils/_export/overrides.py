# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Overrides of entries by name: what differs between orgs, such as domains. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import yaml

from ...module_utils._core.fields import Field
from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.lookup import nearest
from ...module_utils._core.named_references import overridden
from ...module_utils._core.validation import shown
from ...module_utils._webdeployments.configuration_schema import CONTENT
from ...module_utils._webdeployments.deployment_schema import PINNED, REFERRING
from ...module_utils._webdeployments.reference_kinds import noun
from .org_entries import CONFIGURATION, CONTENT_PROFILE, DEPLOYMENT

FIELDS: Mapping[str, Sequence[Field]] = {
    CONTENT_PROFILE: (),
    CONFIGURATION: CONTENT,
    DEPLOYMENT: (*REFERRING, PINNED),
}
"""The references in the options of each kind."""
_OPTION = "webmessaging_promote_overrides"
_DOMAINS = ("allow_all_domains", "allowed_domains")
_FIXED = ("id", "name", "state")
"""An override must not change these: it would be another object."""


@dataclass(frozen=True)
class Override:
    """``kind``: empty if the override has only a name."""

    place: str
    kind: str
    name: str
    options: Any


class Overrides:
    """``known``: the names of the source's objects, by kind. ``problems``: every error in the overrides."""

    def __init__(self, given: Any, known: Mapping[str, Sequence[str]]) -> None:
        self.problems: list[str] = []
        self._known = known
        self._of: dict[tuple[str, str], Override] = {}
        for override in self._read(given):
            self._settle(override)

    def applied(self, kind: str, name: Any, options: JsonObject) -> JsonObject:
        """Return the options of an object with its override, if it has one."""
        override = self._of.get((kind, name))
        if override is None:
            return options
        over, base = override.options, options
        if kind == DEPLOYMENT and any(over.get(option) for option in _DOMAINS):  # each of them replaces both
            base = {option: value for option, value in options.items() if option not in _DOMAINS}
        return overridden(FIELDS[kind], base, over)

    def given(self, kind: str, name: Any) -> JsonObject:
        """Return the options of an object's override; empty without one."""
        override = self._of.get((kind, name))
        found: JsonObject = {} if override is None else override.options
        return found

    def _read(self, given: Any) -> list[Override]:
        if isinstance(given, str):  # an extra variable
            try:
                given = yaml.safe_load(given)
            except yaml.YAMLError as error:
                self.problems.append(f"{_OPTION}: is a text that is no YAML: {error}")
                return []
        if not given:
            return []
        if isinstance(given, Mapping):
            found = [Override(f"{_OPTION}[{shown(name)}]", "", str(name), options) for name, options in given.items()]
        elif isinstance(given, list):
            found = [each for index, item in enumerate(given) for each in self._of_item(f"{_OPTION}[{index}]", item)]
        else:
            self.problems.append(f"{_OPTION}: is neither a mapping of names to options nor a list.")
            found = []
        return [each for each in found if self._is_sound(each)]

    def _of_item(self, place: str, item: Any) -> list[Override]:
        """Return the override of an item of a list. The option ``configuration`` of a deployment is a mapping."""
        selectors = [kind for kind in FIELDS if isinstance(item, Mapping) and isinstance(item.get(kind), str)]
        if len(selectors) != 1:
            ways = "deployment, configuration or supported_content"
            self.problems.append(f"{place}: say which object is meant: one of {ways}, by name.")
            return []
        options = {option: value for option, value in item.items() if option != selectors[0]}
        return [Override(place, selectors[0], item[selectors[0]], options)]

    def _is_sound(self, override: Override) -> bool:
        options = {} if override.options is None else override.options
        if not isinstance(options, Mapping):
            self.problems.append(f"{override.place}: {shown(options)} is no mapping of options.")
            return False
        fixed = [option for option in _FIXED if option in options]
        self.problems += [f"{override.place}.{option}: an override cannot change it." for option in fixed]
        return bool(options) and not fixed

    def _settle(self, override: Override) -> None:
        """Find the object of an override."""
        kinds = [kind for kind in self._known if override.kind in ("", kind) and override.name in self._known[kind]]
        if not kinds:
            searched = [override.kind] if override.kind else list(self._known)
            names = [name for kind in searched for name in self._known[kind]]
            what = noun(override.kind) if override.kind else "deployment, configuration or supported content"
            reason = f"no {what} of the source has the name {shown(override.name)}.{nearest(override.name, names)}"
            self.problems.append(f"{override.place}: {reason}")
        elif len(kinds) > 1:
            forms = " or ".join(f"{kind}: {shown(override.name)}" for kind in kinds)
            both = " and ".join(f"a {noun(kind)}" for kind in kinds)
            reason = f"{both} have this name; write a list of items with {forms}."
            self.problems.append(f"{override.place}: {reason}")
        elif (kinds[0], override.name) in self._of:
            other = self._of[kinds[0], override.name].place
            self.problems.append(f"{other} and {override.place}: both are for {noun(kinds[0])} {shown(override.name)}.")
        else:
            self._of[kinds[0], override.name] = override
