# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A Web Messaging channel in the collection's own words, the same for either API, and a wish for one. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import _capabilities, _validation
from ansible_collections.genesys.cloud.plugins.module_utils._capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._fields import Field, aligned
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan, make_plan, merge, same
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem, shown

UNORDERED = ("features",)


@dataclass(frozen=True)
class Channel:
    """``state``: max_concurrent_sessions, features, routing {queue_id, assignment_mode}, raw configuration.

    ``more``: what only one API has to tell of it. ``halves``: by feature that is off because not all of its switches
    are on, what of the raw configuration has to change before all of them are off. ``origin``: what the API gave, where
    a write has to send all of it. ``read_at``: when it was read, by the clock's ``monotonic``.
    """

    id: str
    name: str
    channel_type: str | None
    is_web_messaging: bool
    state: JsonObject
    more: JsonObject = field(default_factory=dict)
    halves: Mapping[str, JsonObject] = field(default_factory=dict, repr=False, compare=False)
    origin: JsonObject = field(default_factory=dict, repr=False, compare=False)
    read_at: float = field(default=0.0, repr=False, compare=False)

    def to_result(self) -> JsonObject:
        return {"id": self.id, "name": self.name, "channel_type": self.channel_type, **self.state, **self.more}

    @property
    def features(self) -> list[str]:
        features = self.state["features"]
        return [item for item in features if isinstance(item, str)] if isinstance(features, list) else []

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"channel {self.name!r} ({self.id})"


@dataclass(frozen=True)
class Wish:
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
        """The wish with enabled and disabled features turned into the list that they make of the channel's."""
        if not self.is_relative:
            return self.state
        removed = self.disable_features or ()
        kept = [feature for feature in dict.fromkeys(channel.features) if feature not in removed]
        added = [feature for feature in self.enable_features or () if feature not in kept]
        return {**self.state, "features": kept + added}

    def problems_with(self, plan: Plan, channel: Channel, capabilities: Capabilities) -> list[Problem]:
        """What only shows once the channel is known: features it already has against the target browsers."""
        features = plan.after.get("features", channel.state["features"])
        found = _capabilities.browser_problems(capabilities, "features", features, self.target_browsers)
        return [Problem(item.option, f"with what {channel.label} already has, {item.reason}") for item in found]


def wish_problems(given: Mapping[str, Any], wish: Wish, capabilities: Capabilities) -> list[Problem]:
    """Every error of a wish that shows without a request."""
    found = _capabilities.problems(
        capabilities,
        {**wish.state, **{key: given[key] for key in ("enable_features", "disable_features") if key in given}},
        given.get("target_browsers"),
        wish.spelled,
    )
    features = wish.spelled.get("features", "features")
    named = {features if key == "features" else key for key in ("features",) if key in wish.state} | given.keys()
    for other in ("enable_features", "disable_features"):
        found += _validation.exclusive(named, features, other)
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
    found += _validation.sendable("configuration", given.get("configuration"))
    return found


def make_wish(
    given: Mapping[str, Any],
    absorbed: Mapping[str, tuple[str, Any]],
    raw: JsonObject,
    fields: tuple[Field, ...] = (),
) -> Wish:
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
            state = merge(state, _nested(named, value))
            spelled[named] = path
    if raw:
        state["configuration"] = raw
    return Wish(
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
        wanted = _at(given, named)
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


def _at(tree: Mapping[str, Any], path: str) -> Any:
    head, _dot, rest = path.partition(".")
    return _at(tree[head], rest) if rest else tree[head]


def _nested(path: str, value: Any) -> JsonObject:
    head, _dot, rest = path.partition(".")
    return {head: _nested(rest, value) if rest else value}


def _tuple(values: Any) -> tuple[str, ...] | None:
    return tuple(values) if isinstance(values, (list, tuple)) else None
