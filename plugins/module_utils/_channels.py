# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over channels: discover them, select one, bring one to what is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from ansible_collections.genesys.cloud.plugins.module_utils import _audit, _communications
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel, Wish
from ansible_collections.genesys.cloud.plugins.module_utils._client import found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._communications import Communications
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Ambiguous,
    Conflict,
    GenesysError,
    InvalidInput,
    NotFound,
)
from ansible_collections.genesys.cloud.plugins.module_utils._plan import Plan
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session


@dataclass(frozen=True)
class Selector:
    """Which channels are meant; at most one is set, none means all."""

    id: str | None = None
    name: str | None = None
    name_glob: str | None = None

    def matches(self, name: str) -> bool:
        """Names are compared exactly: nothing is trimmed, and case matters."""
        if self.name is not None:
            return name == self.name
        return self.name_glob is None or fnmatchcase(name, self.name_glob)


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
        return [item for item in scanned if item.is_web_messaging], len(scanned)
    scanned = gateway.channels()
    return [item for item in scanned if item.is_web_messaging and selector.matches(item.name)], len(scanned)


def select_one(gateway: Communications, selector: Selector) -> Channel:
    """Exactly one Web Messaging channel; an error lists the candidates."""
    if selector.id is not None:
        return _by_id(gateway, selector.id)
    named = [channel for channel in gateway.channels() if selector.matches(channel.name)]
    found = [channel for channel in named if channel.is_web_messaging]
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(
            f"{len(found)} Web Messaging channels have the name {selector.name!r}: "
            + ", ".join(channel.id for channel in found),
            advice="Select one by id.",
        )
    if named:
        others = ", ".join(f"{channel.id} ({channel.channel_type})" for channel in named)
        raise NotFound(
            f"no Web Messaging channel has the name {selector.name!r}; only channels of another type: {others}"
        )
    raise NotFound(
        f"no Web Messaging channel has the name {selector.name!r}",
        advice="Names are compared exactly, case and spaces included; webmessaging_channel_info lists them.",
    )


def _by_id(gateway: Communications, channel_id: str) -> Channel:
    try:
        channel = gateway.channel(channel_id)
    except NotFound as error:
        error.advice = "webmessaging_channel_info lists the channels that exist, with their ids."
        raise
    if not channel.is_web_messaging:
        raise NotFound(f"{channel.label} is not a Web Messaging channel, its type is {channel.channel_type!r}")
    return channel


def configure(session: Session, selector: Selector, wish: Wish, capabilities: Capabilities) -> Applied:
    """Select one channel, compare it with the wish and write what differs, with one audit entry."""
    operation = Operation("CHANNEL_UPDATE", "channel", selector.id, selector.name)
    with session.audit.operation(operation):
        channel = select_one(session.gateway, selector)
        operation.resource_id, operation.resource_name = channel.id, channel.name
        session.handled.append(channel)
        plan = wish.plan(channel)
        _require_support(plan, channel, wish, capabilities)
        operation.changes = plan.changes
        applied = Applied(_apply(session, channel, wish, plan, capabilities), plan)
        operation.outcome = _outcome(plan, session.check_mode)
        session.handled[-1] = applied.channel
        return applied


def _outcome(plan: Plan, check_mode: bool) -> str:
    if not plan.changed:
        return _audit.UNCHANGED
    return _audit.CHECKED if check_mode else _audit.UPDATED


def _require_support(plan: Plan, channel: Channel, wish: Wish, capabilities: Capabilities) -> None:
    problems = wish.problems_with(plan, channel, capabilities)
    if problems:
        raise InvalidInput(problems)


def _apply(session: Session, channel: Channel, wish: Wish, plan: Plan, capabilities: Capabilities) -> Channel:
    if not plan.changed:
        return channel
    if session.check_mode:
        return _communications.predicted(channel, plan.patch)
    gateway = session.gateway
    patch = plan.patch

    def send(tries: Tries) -> Channel:
        answer = gateway.update_channel(channel, patch, tries)
        return answer if answer and not wish.plan(answer).changed else _read_back(gateway, channel, wish)

    def look() -> Channel | None:
        nonlocal patch
        fresh = gateway.channel(channel.id)
        needed = wish.plan(fresh)
        if not needed.changed:
            return fresh
        _require_support(needed, fresh, wish, capabilities)
        patch = needed.patch
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
