# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A Web Messaging channel in the collection's own words, the same for either API. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

from .._core.json_values import JsonObject
from .._core.result_shapes import ChannelResult


@dataclass(frozen=True)
class Channel:
    """``state``: max_concurrent_sessions, features, routing {queue_id, assignment_mode}, raw configuration.

    ``api_details``: fields that only one API has. ``halves``: for each feature that is off although some of its
    switches are on, the change of the raw configuration that turns all of them off. ``source``: the API's object, if a
    write has to send all of it. ``read_at``: when it was read, by the clock's ``monotonic``.
    """

    id: str
    name: str
    channel_type: str | None
    is_web_messaging: bool
    state: JsonObject
    api_details: JsonObject = field(default_factory=dict)
    halves: Mapping[str, JsonObject] = field(default_factory=dict, repr=False, compare=False)
    source: JsonObject = field(default_factory=dict, repr=False, compare=False)
    read_at: float = field(default=0.0, repr=False, compare=False)

    def to_result(self) -> JsonObject:
        found: ChannelResult = {
            "id": self.id,
            "name": self.name,
            "channel_type": self.channel_type,
            "configuration": self.state["configuration"],
        }
        return {**found, **self.state, **self.api_details}

    @property
    def features(self) -> list[str]:
        features = self.state["features"]
        return [item for item in features if isinstance(item, str)] if isinstance(features, list) else []

    @property
    def label(self) -> str:
        """Return the channel's name in messages."""
        return f"channel {self.name!r} ({self.id})"
