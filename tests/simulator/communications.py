# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Communications API: channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from .channel_rules import problems_of_change
from .credentials import READ_CHANNELS, WRITE_CHANNELS
from .deliveries import Deliveries
from .errors import bad_request, invalid, not_found
from .exchange import (
    Act,
    Call,
    Interference,
    Reply,
    Route,
    Settling,
    encoded_reply,
    id_or_last_segment,
    is_id_or_true,
)
from .json_values import JsonObject, deep_merge
from .lag import Key, Lag
from .organisation import Channel, Organisation
from .paging import NO_CACHE, page_of
from .request_parsing import json_object, query_parameters
from .settings import Settings

CHANNELS = "/api/v2/communications/channels"
_LISTING: Key = ("channels",)


class Communications:
    """``/api/v2/communications/channels``."""

    name = "communications"

    def __init__(self, organisation: Organisation, deliveries: Deliveries, settings: Settings, lag: Lag) -> None:
        self._organisation = organisation
        self._deliveries = deliveries
        self._settings = settings
        self._lag = lag

    def routes(self) -> Sequence[Route]:
        return [
            Route("GET", CHANNELS, self.list_channels, READ_CHANNELS),
            Route("GET", f"{CHANNELS}/{{id}}", self.get_channel, READ_CHANNELS),
            Route("PATCH", f"{CHANNELS}/{{id}}", self.patch_channel, WRITE_CHANNELS),
        ]

    def interferences(self) -> Mapping[str, Interference]:
        """``{"mutate": {"id"?, ...}}`` and ``{"delete_channel": id or true}``; no id: the last segment of the path."""
        return {
            "mutate": Interference("an object", lambda value: isinstance(value, dict), self._mutate),
            "delete_channel": Interference("an id or true", is_id_or_true, self._delete),
        }

    def acts(self) -> Mapping[str, Act]:
        """``edit_channel``, ``delete_channel``."""
        return {"edit_channel": self._edit_channel, "delete_channel": self._delete_channel}

    def list_channels(self, call: Call) -> Reply:
        """A page of channels, in the order of the state."""
        channels = self._lag.listing(_LISTING, call, self._organisation.channels.values)
        return page_of(channels, attrgetter("encoded"), call, self._settings)

    def get_channel(self, call: Call) -> Reply:
        """One channel."""
        query_parameters(call, frozenset())
        channel_id = call.parameters["id"]
        channel = self._lag.single(("channel", channel_id), call, lambda: self._find(channel_id))
        return encoded_reply(channel.encoded, headers=NO_CACHE)

    def patch_channel(self, call: Call) -> Reply:
        """Merge the body into the channel, if the result keeps the rules; answers the whole channel."""
        query_parameters(call, frozenset())
        channel_id = call.parameters["id"]
        body = json_object(call)
        if "id" not in body:
            raise bad_request("The body has to hold the channel's id.")
        if body["id"] != channel_id:
            raise bad_request("The id in the body is not the one in the path.")
        before = self._find(channel_id)
        after = _next_version(before.value, body)
        problems = problems_of_change(before.value, after, self._organisation.queues)
        if problems:
            raise invalid(problems)
        self._accept(after)
        return encoded_reply(self._lag.answer(call, before, self._find(channel_id)).encoded)

    def _find(self, channel_id: str) -> Channel:
        channel = self._organisation.channels.get(channel_id)
        if channel is None:
            raise not_found(f"There is no channel {channel_id}.")
        return channel

    def _accept(self, channel: JsonObject) -> None:
        self._before_write(channel["id"])
        self._organisation.put_channel(channel)
        self._deliveries.emit("channel", "updated", channel)

    def _mutate(self, changes: JsonObject, path: str) -> None:
        """As somebody else's accepted PATCH, except that it need not keep the rules."""
        channel = self._organisation.channels.get(id_or_last_segment(changes.get("id"), path))
        if channel is not None:
            self._edit_channel(channel.value["id"], changes)

    def _delete(self, which: Any, path: str) -> None:
        channel_id = id_or_last_segment(which, path)
        if channel_id in self._organisation.channels:
            self._delete_channel(channel_id, {})

    def _edit_channel(self, channel_id: str, changes: JsonObject) -> Sequence[Settling]:
        self._accept(_next_version(self._organisation.channels[channel_id].value, changes))
        return ()

    def _delete_channel(self, channel_id: str, _changes: JsonObject) -> Sequence[Settling]:
        self._before_write(channel_id)
        del self._organisation.channels[channel_id]
        return ()

    def _before_write(self, channel_id: str) -> None:
        channels = self._organisation.channels
        self._lag.object_written(("channel", channel_id), channels.get(channel_id))
        self._lag.listing_written(_LISTING, list(channels.values()))


def _next_version(before: JsonObject, changes: JsonObject) -> JsonObject:
    # The version is the server's own: a client that sends back the whole object sends the one it read.
    merged = deep_merge(before, {**changes, "id": before["id"]})
    merged["version"] = before.get("version", 0) + 1
    return merged
