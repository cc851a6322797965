# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The desired channel, independent of the API, and its validation. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Tuple

from .._core import named_references, validation
from .._core.fields import Field, aligned
from .._core.json_values import JsonObject, at, has, merge, nested, same
from .._core.plan import Plan, make_plan
from .._core.result_shapes import Pinned
from .._core.validation import Problem, shown
from . import capabilities as catalogue
from .capabilities import Capabilities
from .channel import Channel
from .channel_fields import CHANNEL_FIELDS, DESIRED_OPTIONS, RELATIVE, SECTIONS, UNORDERED, Refused

Absorbed = Mapping[str, Tuple[str, Any]]
"""The named fields that an API found in a raw configuration: ``{dotted field: (path, value)}``."""


@dataclass(frozen=True)
class DesiredChannel:
    """The desired state of a channel; fields that are missing in ``state`` are kept.

    ``fields``: the table for ``configuration``, which tells, for example, the lists without an order.
    """

    state: JsonObject = field(default_factory=dict)
    enable_features: tuple[str, ...] | None = None
    disable_features: tuple[str, ...] | None = None
    target_browsers: tuple[str, ...] | None = None
    fields: tuple[Field, ...] = ()

    @property
    def pin(self) -> Pinned | None:
        """Return the pin that shall be taken back; None if the content says which version is right."""
        return None

    @property
    def is_conditional(self) -> bool:
        """Return whether it holds only for a channel that still is as ``require_own`` demands."""
        return False

    def require_own(self, channel: Channel) -> None:
        """Raise Conflict if the channel is not as an earlier task left it, and the desired state relies on that."""

    def further_reads(self, channel: Channel) -> tuple[float, ...]:
        """Return the seconds to wait before each further read; none if this read of the channel settles it."""
        return ()

    @property
    def is_relative(self) -> bool:
        """Return whether the desired state depends on the channel's current state."""
        return self.enable_features is not None or self.disable_features is not None

    def plan(self, channel: Channel) -> Plan:
        state = self._resolved(channel)
        for feature, off in channel.halves.items():
            if self._turns_off(feature):
                state = merge({"configuration": off}, state)
        if self.fields and "configuration" in state:
            there = channel.state["configuration"]
            state = {**state, "configuration": aligned(self.fields, state["configuration"], there)}
        return make_plan(channel.state, state, unordered=UNORDERED)

    def _turns_off(self, feature: str) -> bool:
        features = self.state.get("features")
        return feature in (self.disable_features or ()) or (features is not None and feature not in features)

    def _resolved(self, channel: Channel) -> JsonObject:
        """Return the desired state, with enabled and disabled features applied to the channel's own list."""
        if not self.is_relative:
            return self.state
        removed = self.disable_features or ()
        kept = [feature for feature in dict.fromkeys(channel.features) if feature not in removed]
        added = [feature for feature in self.enable_features or () if feature not in kept]
        return {**self.state, "features": kept + added}

    def problems_with(self, plan: Plan, channel: Channel, capabilities: Capabilities) -> list[Problem]:
        """Return the errors that need the channel: its present features against the target browsers."""
        features = plan.after.get("features", channel.state["features"])
        found = catalogue.browser_problems(capabilities, "features", features, self.target_browsers)
        return [Problem(item.option, f"with the present features of {channel.label}, {item.reason}") for item in found]


def own_problems(given: Mapping[str, Any], capabilities: Capabilities) -> list[Problem]:
    """Return every error in the options of one channel that is an error on every API."""
    browsers = given.get("target_browsers")
    found = catalogue.problems(capabilities, given, browsers, {})
    found += catalogue.browser_list_problems(capabilities, browsers) + _exclusive(given, "features")
    both = [item for item in given.get("enable_features") or () if item in (given.get("disable_features") or ())]
    found += [
        Problem("enable_features", f"{item!r} is in disable_features too; it can be only one of them.")
        for item in dict.fromkeys(both)
    ]
    for name in SECTIONS:
        if given.get(name, {}) is None:
            part = next(each for each in CHANNEL_FIELDS if each.section == name)
            way = f"write {name}: {{{part.option.name}: null}} to unset a part of it."
            found.append(Problem(name, f"null cannot be set; {way}"))
    unsettable = [each for each in CHANNEL_FIELDS if each.can_be_unset]
    empty = [each.path for each in unsettable if at(given, each.keys) == ""]
    found += [Problem(path, "'' is empty; give a value, or null to unset it.") for path in empty]
    if given.get("configuration", {}) is None:
        found.append(Problem("configuration", "null cannot be set; name the paths that shall change."))
    return found + validation.sendable("configuration", given.get("configuration"))


def absorbed_problems(given: Mapping[str, Any], absorbed: Absorbed, capabilities: Capabilities) -> list[Problem]:
    """Return every error in fields that were given as raw paths, and their contradictions."""
    values = {name: value for name, (_path, value) in absorbed.items() if name not in given}
    spelled = {name: path for name, (path, _value) in absorbed.items()}
    found = catalogue.problems(capabilities, values, given.get("target_browsers"), spelled)
    if "features" in values:
        found += _exclusive(given, spelled["features"])
    return found + contradictions(given, absorbed)


def _exclusive(given: Mapping[str, Any], features: str) -> list[Problem]:
    """Check for options that exclude each other. ``features``: the option or raw path of the exact list."""
    named = given.keys() | ({features} if features.startswith("configuration.") else set())
    return [problem for other in RELATIVE for problem in validation.exclusive(named, features, other)]


def refused(dialect: str, given: Mapping[str, Any]) -> list[Problem]:
    """Return the fields that the API cannot set; each error says where the setting lives."""
    wanted = [(each.path, each.place(dialect)) for each in CHANNEL_FIELDS if each.is_wanted(given)]
    return [Problem(path, place.reason) for path, place in wanted if isinstance(place, Refused)]


def reference_problems(dialect: str, given: Mapping[str, Any]) -> list[Problem]:
    """Return the ids of other objects that the API would refuse."""
    references = [each for each in CHANNEL_FIELDS if each.option.refers_to and each.is_wanted(given)]
    taken = [each for each in references if not isinstance(each.place(dialect), Refused)]
    ids = [(each.path, at(given, each.keys)) for each in taken]
    found = [problem for path, value in ids if value is not None for problem in validation.reference(path, value)]
    return found + named_references.problems(DESIRED_OPTIONS, given)


def make_desired(
    given: Mapping[str, Any], absorbed: Absorbed, raw: JsonObject, fields: tuple[Field, ...] = ()
) -> DesiredChannel:
    """Put named options and raw configuration together.

    ``raw``: the part of the raw configuration without named fields, ``fields``: the table for that part.
    """
    state: JsonObject = {}
    for each in CHANNEL_FIELDS:
        if each.is_given(given):
            state = merge(state, nested(each.keys, at(given, each.keys)))
    for named, (_path, value) in absorbed.items():
        if not has(state, named.split(".")):
            state = merge(state, nested(named.split("."), value))
    if raw:
        state["configuration"] = raw
    return DesiredChannel(
        state,
        _tuple(given.get("enable_features")),
        _tuple(given.get("disable_features")),
        _tuple(given.get("target_browsers")),
        fields,
    )


def contradictions(given: Mapping[str, Any], absorbed: Absorbed) -> list[Problem]:
    """Compare raw paths with named options: a raw path may repeat the same value; another value is an error."""
    found = []
    for named, (path, value) in absorbed.items():
        if not has(given, named.split(".")):
            continue
        wanted = at(given, named.split("."))
        equal = set(wanted) == set(value) if _are_names(wanted) and _are_names(value) else same(wanted, value)
        if not equal:
            found.append(
                Problem(path, f"{shown(value)} contradicts {named}, which is {shown(wanted)}; give only one of them.")
            )
    return found


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _tuple(values: Any) -> tuple[str, ...] | None:
    return tuple(values) if isinstance(values, (list, tuple)) else None
