# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find the channels of a selector. Pure; an error lists the candidates."""

from __future__ import annotations

from typing import Iterable

from .._core.errors import Ambiguous, NotFound
from .._core.selector import Selector
from .channel import Channel

LOOK_UP = "webmessaging_channel_info lists the channels that exist, with their ids."


def matching(channels: Iterable[Channel], selector: Selector) -> list[Channel]:
    """Return the Web Messaging channels that a name or a pattern selects, or all of them."""
    return [channel for channel in channels if channel.is_web_messaging and selector.matches(channel.name)]


def channel_named(channels: Iterable[Channel], name: str) -> Channel:
    """Return exactly one Web Messaging channel of that name."""
    named = [channel for channel in channels if channel.name == name]
    found = [channel for channel in named if channel.is_web_messaging]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(channel.id for channel in found)
        raise Ambiguous(
            f"{len(found)} Web Messaging channels have the name {name!r}: {ids}", advice="Select one by id."
        )
    if named:
        others = ", ".join(f"{channel.id} ({channel.channel_type})" for channel in named)
        raise NotFound(f"no Web Messaging channel has the name {name!r}; only channels of another type: {others}")
    raise NotFound(
        f"no Web Messaging channel has the name {name!r}",
        advice="Names are compared exactly, case and spaces included; webmessaging_channel_info lists them.",
    )


def web_messaging(channel: Channel) -> Channel:
    """Return the channel of an id, if it is a Web Messaging channel."""
    if not channel.is_web_messaging:
        raise NotFound(f"{channel.label} is not a Web Messaging channel, its type is {channel.channel_type!r}")
    return channel
