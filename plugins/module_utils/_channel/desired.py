# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What is wanted of a channel, whichever the API, and what is wrong with that. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping

from .._core import validation
from .._core.fields import Field, aligned
from .._core.json_values import JsonObject, at, merge, nested, same
from .._core.plan import Plan, make_plan
from .._core.validation import Problem, shown
from . import capabilities as catalogue
from .capabilities import Capabilities
from .channel import Channel

UNORDERED = ("features",)


@dataclass(frozen=True)
class DesiredChannel:
    """What the user wants of a channel; what is not in ``state`` is left alone.

    ``spelled`` maps a key of ``state`` to the path of ``configuration`` that it was written as. ``fields``: what is
    known of ``configuration``, such as which lists have no order.
    """

    state: JsonObject = field(default_factory=dict)
    enable_features: tuple[str, ...] | None = None
    disable_features: tuple[str, ...] | None = None
    target_browsers: tuple[str, ...] | None = None
    spelled: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()

    @property
    def is_relative(self) -> bool:
        """Whether what shall be depends on what the channel has."""
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
        """What is wanted, with enabled and disabled features turned into the list that they make of the channel's."""
        if not self.is_relative:
            return self.state
        removed = self.disable_features or ()
        kept = [feature for feature in dict.fromkeys(channel.features) if feature not in removed]
        added = [feature for feature in self.enable_features or () if feature not in kept]
        return {**self.state, "features": kept + added}

    def problems_with(self, plan: Plan, channel: Channel, capabilities: Capabilities) -> list[Problem]:
        """What only shows once the channel is known: features it already has against the target browsers."""
        features = plan.after.get("features", channel.state["features"])
        found = catalogue.browser_problems(capabilities, "features", features, self.target_browsers)
        return [Problem(item.option, f"with what {channel.label} already has, {item.reason}") for item in found]


def desired_problems(given: Mapping[str, Any], desired: DesiredChannel, capabilities: Capabilities) -> list[Problem]:
    """Every error in what is wanted that shows without a request."""
    found = catalogue.problems(
        capabilities,
        {**desired.state, **{key: given[key] for key in ("enable_features", "disable_features") if key in given}},
        given.get("target_browsers"),
        desired.spelled,
    )
    features = desired.spelled.get("features", "features")
    named = {features if key == "features" else key for key in ("features",) if key in desired.state} | given.keys()
    for other in ("enable_features", "disable_features"):
        found += validation.exclusive(named, features, other)
    both = [item for item in given.get("enable_features") or () if item in (given.get("disable_features") or ())]
    found += [
        Problem("enable_features", f"{item!r} is in disable_features too; it can be only one of them.")
        for item in dict.fromkeys(both)
    ]
    routing = given.get("routing", {})
    if routing is None:
        found.append(Problem("routing", "null cannot be set; write routing: {queue_id: null} to unset a part of it."))
    for part in ("queue_id", "assignment_mode", "flow_id"):
        if routing and routing.get(part) == "":
            found.append(Problem(f"routing.{part}", "'' is empty; give a value, or null to unset it."))
    if given.get("configuration", {}) is None:
        found.append(Problem("configuration", "null cannot be set; name the paths that shall change."))
    found += validation.sendable("configuration", given.get("configuration"))
    return found


def make_desired(
    given: Mapping[str, Any],
    absorbed: Mapping[str, tuple[str, Any]],
    raw: JsonObject,
    fields: tuple[Field, ...] = (),
) -> DesiredChannel:
    """Put named options and raw configuration together.

    ``absorbed``: what the gateway recognised in the raw configuration as a named field, as
    ``{dotted field: (path, value)}``; ``raw``: the rest of it, ``fields``: what is known of that.
    """
    state: JsonObject = {key: given[key] for key in ("max_concurrent_sessions", "features") if key in given}
    if given.get("routing"):
        state["routing"] = dict(given["routing"])
    spelled = {}
    for named, (path, value) in absorbed.items():
        if not _is_set(state, named):
            state = merge(state, nested(named.split("."), value))
            spelled[named] = path
    if raw:
        state["configuration"] = raw
    return DesiredChannel(
        state,
        _tuple(given.get("enable_features")),
        _tuple(given.get("disable_features")),
        _tuple(given.get("target_browsers")),
        spelled,
        fields,
    )


def contradictions(given: Mapping[str, Any], absorbed: Mapping[str, tuple[str, Any]]) -> list[Problem]:
    """A raw path may repeat a named option with the same value; another value is an error."""
    found = []
    for named, (path, value) in absorbed.items():
        if not _is_set(given, named):
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


def _is_set(tree: Mapping[str, Any], path: str) -> bool:
    head, _dot, rest = path.partition(".")
    if not rest:
        return head in tree
    return isinstance(tree.get(head), Mapping) and _is_set(tree[head], rest)


def _tuple(values: Any) -> tuple[str, ...] | None:
    return tuple(values) if isinstance(values, (list, tuple)) else None
