# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fleet that every contender brings to the same state, and the check of that state."""

from __future__ import annotations

import copy
import uuid
from dataclasses import dataclass
from typing import Any

JsonObject = dict[str, Any]

SESSIONS = 800
FEATURES = ["rich-media", "typing-indicators", "co-browsing"]
NAMES = "Web Messaging *"
"""A pattern for the names of all Web Messaging channels."""

_OTHERS = 5
"""The number of channels to change for each channel that stays as it is."""


@dataclass(frozen=True)
class Fleet:
    """``before`` and ``after``: all channels in their actual and desired state; ``changes``: the number that differ."""

    before: list[JsonObject]
    after: list[JsonObject]
    changes: int

    @property
    def state(self) -> JsonObject:
        """The state for the simulator."""
        return {"channels": self.before, "webhooks": [], "queues": ["queue-123"]}

    @property
    def ids(self) -> list[str]:
        """The ids of all Web Messaging channels."""
        return [channel["id"] for channel in self.before if channel["channelType"] == "webchat"]

    def problems(self, channels: list[JsonObject]) -> list[str]:
        """List the differences from the desired state; the version reveals an unnecessary write."""
        found = {channel["id"]: channel for channel in channels}
        return [
            f"{wanted['name']} is {found.get(wanted['id'])}, not {wanted}"
            for wanted in self.after
            if _comparable(found.get(wanted["id"], {})) != _comparable(wanted)
        ]


def make_fleet(changes: int, prefix: str = "Web Messaging") -> Fleet:
    """Make ``changes`` channels to change, and a fifth as many that stay: half right already, half of another type."""
    before, after = [], []
    for number in range(changes + changes // _OTHERS):
        kind = ("change", "right", "other")[0 if (number + 1) % (_OTHERS + 1) else 1 + number // (_OTHERS + 1) % 2]
        channel = _channel(number, f"{prefix} {number:05}", right=kind == "right")
        if kind == "other":
            channel.update(name=f"Email {number:05}", channelType="email", configuration={"webchat": None})
        before.append(channel)
        after.append(_changed(channel) if kind == "change" else channel)
    return Fleet(before, after, changes)


def _channel(number: int, name: str, right: bool) -> JsonObject:
    """A channel that is right already has its features in another order, which does not matter."""
    webchat = {
        "maxConcurrentSessions": SESSIONS if right else 500,
        "features": FEATURES[::-1] if right else FEATURES[:2],
    }
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://benchmark.invalid/{name}")),
        "name": name,
        "channelType": "webchat",
        "configuration": {
            "webchat": webchat,
            "routing": {"queueId": "queue-123", "assignmentMode": "longest-idle"},
            "branding": {"theme": "dark", "greeting": f"Welcome to desk {number}"},
        },
        "version": 1,
    }


def _changed(channel: JsonObject) -> JsonObject:
    changed = copy.deepcopy(channel)
    changed["configuration"]["webchat"].update(maxConcurrentSessions=SESSIONS, features=list(FEATURES))
    changed["version"] += 1
    return changed


def _comparable(channel: JsonObject) -> JsonObject:
    comparable = copy.deepcopy(channel)
    webchat = (comparable.get("configuration") or {}).get("webchat")
    if webchat:
        webchat["features"] = sorted(webchat["features"])
    return comparable
