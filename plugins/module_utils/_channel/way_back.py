# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The way back from a change: the state before it, for a channel that still is as the change left it. Pure.

It is made of a row of a fleet's result. On Web Deployments the features and the configuration go back with the pin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Literal, Mapping

from .._core import outcomes
from .._core.errors import Conflict
from .._core.json_values import JsonObject, at, canonical, merge, nested, same, same_unordered
from .._core.plan import Plan, make_plan
from .._core.redact import HIDDEN, MASK
from .._core.result_shapes import Pinned
from .channel import Channel
from .channel_fields import CHANNEL_FIELDS, RAW, UNORDERED, At
from .desired import DesiredChannel

READ_AGAIN = (0.0, 0.5, 1.0)
"""Seconds to wait before each read of a channel that does not show what a task has written: reads may lag."""
_UNCERTAIN = (outcomes.NETWORK, outcomes.PROTOCOL, outcomes.UNAVAILABLE, outcomes.INTERRUPTED)
"""The kinds of failures after which nobody knows whether a write took effect."""
_WRITES_NOTHING = (outcomes.UNCHANGED, outcomes.CHECKED, outcomes.REJECTED, outcomes.SKIPPED)
NOT_TAKEN_BACK = "It was not taken back; another run's diff shows what it holds."


@dataclass(frozen=True)
class Leaf:
    """A value that a change replaced. None stands for an absent value too."""

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def name(self) -> str:
        return ".".join(self.path)

    def shows(self, channel: Channel, value: Any) -> bool:
        there = at(channel.state, self.path)
        return same_unordered(there, value) if self.name in UNORDERED else same(there, value)

    @property
    def is_masked(self) -> bool:
        """Return whether the result hides a part of the value before, because it is a secret."""
        return any(mask in canonical(self.before) for mask in (HIDDEN, MASK))


@dataclass(frozen=True)
class WayBack(DesiredChannel):
    """``leaves``: the values that go back; ``pinned``: the pin that does.

    ``is_written``: whether the change is known to have taken effect.
    """

    leaves: tuple[Leaf, ...] = ()
    pinned: Pinned | None = None
    is_written: bool = True

    @property
    def pin(self) -> Pinned | None:
        return self.pinned

    @property
    def is_conditional(self) -> bool:
        return True

    def plan(self, channel: Channel) -> Plan:
        plan = make_plan(channel.state, self.state, unordered=UNORDERED)
        if self.pinned is None or self._is_pinned(channel, "before"):
            return plan
        return plan.also("version", channel.api_details.get("version"), self.pinned["before"], ["version"])

    def require_own(self, channel: Channel) -> None:
        masked = [leaf.name for leaf in self.leaves if leaf.is_masked]
        if masked:
            raise Conflict(
                f"the result hides the former value of {', '.join(masked)}", advice="Set it by hand. " + NOT_TAKEN_BACK
            )
        if self.pinned is not None and not (self._is_pinned(channel, "before") or self._is_pinned(channel, "after")):
            details, pinned = channel.api_details, self.pinned
            raise Conflict(
                f"it is now pinned to version {details.get('version')} of configuration "
                f"{details.get('configuration_id')}, not to version {pinned['after']} of {pinned['configuration_id']}",
                advice=f"Someone else has pinned it since. {NOT_TAKEN_BACK}",
            )
        foreign = [
            leaf.name
            for leaf in self.leaves
            if not leaf.shows(channel, leaf.after) and not leaf.shows(channel, leaf.before)
        ]
        if foreign:
            raise Conflict(
                f"{', '.join(foreign)} no longer has the value that is to be taken back",
                advice=f"Someone else has changed it since. {NOT_TAKEN_BACK}",
            )

    def further_reads(self, channel: Channel) -> tuple[float, ...]:
        is_as_written = all(leaf.shows(channel, leaf.after) for leaf in self.leaves)
        if is_as_written and (self.pinned is None or self._is_pinned(channel, "after")):
            return ()
        return READ_AGAIN if self.is_written else READ_AGAIN[:1]

    def _is_pinned(self, channel: Channel, side: Literal["before", "after"]) -> bool:
        details, pinned = channel.api_details, self.pinned
        if pinned is None or details.get("configuration_id") != pinned["configuration_id"]:
            return False
        return str(details.get("version")) == str(pinned[side])


def is_to_take_back(row: Mapping[str, Any]) -> bool:
    """Return whether the task wrote the channel of a row, or may have."""
    if row.get("pinned") is not None:
        return True
    is_deployment = "deployment" in (row.get("channel") or {})
    if is_deployment or row.get("outcome") in _WRITES_NOTHING:
        return False
    return bool(row.get("changed")) or (row.get("failure") or {}).get("kind") in _UNCERTAIN


def make_way_back(row: Mapping[str, Any], dialect: str) -> WayBack:
    """Return the way back of a row. ``dialect``: a value of the option ``api``."""
    diff, pinned = row["diff"], row["pinned"]
    named = {field.path for field in CHANNEL_FIELDS if isinstance(field.place(dialect), At)}
    found = [
        leaf
        for leaf in _leaves(diff["before"], diff["after"])
        if leaf.name in named or (pinned is None and leaf.path[0] == RAW.name)
    ]
    state: JsonObject = {}
    for leaf in found:
        state = merge(state, nested(leaf.path, leaf.before))
    return WayBack(state=state, leaves=tuple(found), pinned=pinned, is_written=bool(row.get("changed")))


def _leaves(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Yield the values that differ, as deep in the mappings as they do; an empty mapping adds no value."""
    if isinstance(after, dict) and (before is None or isinstance(before, dict)):
        for key, value in after.items():
            yield from _leaves((before or {}).get(key), value, (*path, key))
    elif not (same_unordered if ".".join(path) in UNORDERED else same)(before, after):
        yield Leaf(path, before, after)
