# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over channels: discover them, select one, bring one to its desired state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from .._channel.capabilities import Capabilities
from .._channel.channel import Channel
from .._channel.desired import DesiredChannel
from .._channel.dialect import Dialect
from .._channel.gateway import ChannelGateway, PlannedChange
from .._channel.selection import (
    LOOK_UP,
    channel_named,
    matching,
    web_messaging,
)
from .._core import outcomes
from .._core.errors import InvalidInput, NotFound
from .._core.json_values import JsonObject
from .._core.plan import Plan
from .._core.selector import Selector
from .._http.client import found_or_none
from .audit import Operation
from .context import Context
from .names import Names

FLOW, FLOW_NAME, FLOW_KIND = "flow_id", "flow_name", "inbound_message_flow"
DesiredIn = Callable[[Dialect], DesiredChannel]
"""Returns the desired state of a task, once the API is known."""


@dataclass(frozen=True)
class Applied:
    """A channel in its desired state (in check mode: as predicted), and the plan that led there."""

    channel: Channel
    plan: Plan


def discover(context: Context, selector: Selector) -> tuple[list[Channel], int]:
    """Return the Web Messaging channels that match, and the number of channels of every type that were read."""
    gateway = context.channels
    if selector.id is not None:
        wanted = selector.id
        channel = found_or_none(lambda: gateway.channel(wanted))
        scanned = [] if channel is None else [channel]
    else:
        scanned = gateway.channels()
    found = matching(scanned, selector)
    for channel in found:
        note_flow(context.names, channel)
    return found, len(scanned)


def note_flow(names: Names, channel: Channel) -> None:
    """Remember the name that a read tells of the channel's flow."""
    names.note(FLOW_KIND, channel.source.get("flow"))


def to_result(channel: Channel, name_of: Callable[[str, str], str | None]) -> JsonObject:
    """Return a channel as a result. ``name_of``: the name of its flow by kind and id, None if it is not known."""
    result = channel.to_result()
    if FLOW not in result["routing"]:
        return result
    routing = result["routing"]
    return {**result, "routing": {**routing, FLOW_NAME: name_of(FLOW_KIND, routing[FLOW])}}


def select_one(gateway: ChannelGateway, selector: Selector) -> Channel:
    """Return exactly one Web Messaging channel; by id with one read, by name with the listing."""
    if selector.id is None:
        return channel_named(gateway.channels(), selector.name or "")
    return by_id(gateway, selector.id)


def by_id(gateway: ChannelGateway, channel_id: str) -> Channel:
    try:
        return web_messaging(gateway.channel(channel_id))
    except NotFound as error:
        error.advice = error.advice or LOOK_UP
        raise


def configure(context: Context, selector: Selector, desired_in: DesiredIn, capabilities: Capabilities) -> Applied:
    """Select one channel, compare it with the desired state and write the differences, with one audit entry."""
    operation = Operation("CHANNEL_UPDATE", "channel", selector.id, selector.name)
    with context.audit.operation(operation):
        channel = context.channels.settled(select_one(context.channels, selector))
        operation.resource_id, operation.resource_name = channel.id, channel.name
        context.features.append(channel.features)
        change = change_for(context.channels, channel, desired_in(context.channels.dialect), capabilities)
        operation.changes = change.plan.changes
        context.channels.waves([change])
        context.warnings += context.channels.cautions([change])
        channel = apply_noted(context, change, operation)
        applied = Applied(channel, change.plan)
        operation.changes = change.plan.changes
        operation.outcome = outcome(change.plan, context.check_mode)
        context.features[-1] = applied.channel.features
        return applied


def outcome(plan: Plan, check_mode: bool, done: str = outcomes.UPDATED) -> str:
    """Return the outcome of a channel to which the plan was applied. ``done``: of one that was written."""
    if not plan.changed:
        return outcomes.UNCHANGED
    return outcomes.CHECKED if check_mode else done


def change_for(
    gateway: ChannelGateway, channel: Channel, desired: DesiredChannel, capabilities: Capabilities
) -> PlannedChange:
    """Plan the change.

    Raises InvalidInput if the desired state does not fit the channel's current state, and Conflict if it is the way
    back from a change that somebody has changed since.
    """

    def plan_for(channel: Channel) -> Plan:
        desired.require_own(channel)
        plan = desired.plan(channel)
        problems = desired.problems_with(plan, channel, capabilities) + gateway.dialect.problems_with(
            desired, plan, channel
        )
        if problems:
            raise InvalidInput(problems)
        return gateway.completed(plan, channel, publishes=desired.pin is None)

    return PlannedChange(channel, desired, plan_for(channel), plan_for)


def apply_noted(context: Context, change: PlannedChange, operation: Operation) -> Channel:
    """Call ``apply``, and note the versions before and after in the operation, and the name of the flow before."""
    operation.version_before = change.channel.api_details.get("version")
    note_flow(context.names, change.channel)
    channel = apply(context, change)
    operation.version_after = channel.api_details.get("version")
    return channel


def apply(context: Context, change: PlannedChange) -> Channel:
    """Write the plan, if it has changes; return the channel as it is then (in check mode: as predicted)."""
    if change.error is not None:
        raise change.error
    if not change.plan.changed:
        return change.channel
    return context.channels.predicted(change) if context.check_mode else context.channels.apply(change)
