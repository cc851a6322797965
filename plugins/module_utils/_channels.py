# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over channels: discover them, select one, bring one to what is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.genesys.cloud.plugins.module_utils import _audit, _communications
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel, Wish
from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._communications import Communications
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Conflict,
    GenesysError,
    InvalidInput,
    NotFound,
)
from ansible_collections.genesys.cloud.plugins.module_utils._plan import Plan
from ansible_collections.genesys.cloud.plugins.module_utils._selection import (
    LOOK_UP,
    matching,
    the_one_named,
    web_messaging,
)
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session


@dataclass(frozen=True)
class Applied:
    """A channel brought to what is wanted (in check mode: as it would be), and the plan that told how."""

    channel: Channel
    plan: Plan


def discover(gateway: Communications, selector: Selector) -> tuple[list[Channel], int]:
    """The Web Messaging channels that match, and how many channels of every type were read."""
    if selector.id is not None:
        wanted = selector.id
        channel = found_or_none(lambda: gateway.channel(wanted))
        scanned = [] if channel is None else [channel]
    else:
        scanned = gateway.channels()
    return matching(scanned, selector), len(scanned)


def select_one(gateway: Communications, selector: Selector) -> Channel:
    """Exactly one Web Messaging channel; by id with one read, by name with the listing."""
    if selector.id is None:
        return the_one_named(gateway.channels(), selector.name or "")
    return by_id(gateway, selector.id)


def by_id(gateway: Communications, channel_id: str) -> Channel:
    try:
        return web_messaging(gateway.channel(channel_id))
    except NotFound as error:
        error.advice = error.advice or LOOK_UP
        raise


def configure(session: Session, selector: Selector, wish: Wish, capabilities: Capabilities) -> Applied:
    """Select one channel, compare it with the wish and write what differs, with one audit entry."""
    operation = Operation("CHANNEL_UPDATE", "channel", selector.id, selector.name)
    with session.audit.operation(operation):
        channel = select_one(session.gateway, selector)
        operation.resource_id, operation.resource_name = channel.id, channel.name
        session.handled.append(channel)
        plan = plan_for(channel, wish, capabilities)
        operation.changes = plan.changes
        applied = Applied(apply(session, channel, wish, plan, capabilities), plan)
        operation.outcome = outcome(plan, session.check_mode)
        session.handled[-1] = applied.channel
        return applied


def outcome(plan: Plan, check_mode: bool) -> str:
    """What became of a channel to which the plan was applied."""
    if not plan.changed:
        return _audit.UNCHANGED
    return _audit.CHECKED if check_mode else _audit.UPDATED


def plan_for(channel: Channel, wish: Wish, capabilities: Capabilities) -> Plan:
    """The plan, if what the channel already has goes together with the wish; else InvalidInput."""
    plan = wish.plan(channel)
    problems = wish.problems_with(plan, channel, capabilities)
    if problems:
        raise InvalidInput(problems)
    return plan


def apply(session: Session, channel: Channel, wish: Wish, plan: Plan, capabilities: Capabilities) -> Channel:
    """Write what the plan says, if anything; the channel as it is then (in check mode: as it would be)."""
    if not plan.changed:
        return channel
    if session.check_mode:
        return _communications.predicted(channel, plan.patch)
    gateway = session.gateway
    patch = plan.patch

    def send(tries: Tries) -> Channel:
        answer = gateway.update_channel(channel, patch, tries)
        if answer and not wish.plan(answer).changed:
            return answer
        with accepted(plan.diff):
            return _read_back(gateway, channel, wish)

    def look() -> Channel | None:
        nonlocal patch
        fresh = gateway.channel(channel.id)
        if not wish.plan(fresh).changed:
            return fresh
        patch = plan_for(fresh, wish, capabilities).patch
        return None

    return gateway.client.settle(send, look)


def _read_back(gateway: Communications, channel: Channel, wish: Wish) -> Channel:
    """The PATCH was accepted, but its answer does not show what was wanted: ask once more before saying so."""
    try:
        fresh = gateway.channel(channel.id)
    except GenesysError as error:
        error.advice = f"The PATCH was accepted, but its effect could not be read back. {error.advice}".strip()
        raise
    missing = wish.plan(fresh)
    if missing.changed:
        raise Conflict(
            f"the PATCH was accepted, but {', '.join(missing.changes)} did not become what was wanted",
            advice="Someone else may be changing the same channel; the diff of another run shows what it holds now.",
        )
    return fresh
