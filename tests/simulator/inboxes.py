# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loopback receivers for webhooks. They keep what comes and verify nothing: that is the reader's job."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .json_values import JsonObject, is_integer, is_number


@dataclass(slots=True)
class _Inbox:
    messages: list[JsonObject] = field(default_factory=list)
    status: int = 200
    times: int | None = 0
    """How many more messages get ``status``; None: all."""
    delay_ms: float = 0


class Inboxes:
    """Inboxes by name; one comes into being when it is first used."""

    def __init__(self) -> None:
        self._inboxes: dict[str, _Inbox] = {}

    def receive(self, name: str, headers: Mapping[str, str], body: bytes) -> tuple[int, float]:
        """Keep a message, also one that is going to be refused: (status to answer, seconds to wait before)."""
        inbox = self._inbox(name)
        inbox.messages.append(
            {
                "at": time.monotonic(),
                "headers": dict(headers),
                "body": body.decode("utf-8", errors="backslashreplace"),
            }
        )
        if inbox.times == 0:
            return 200, 0
        if inbox.times is not None:
            inbox.times -= 1
        return inbox.status, inbox.delay_ms / 1000

    def behave(self, name: str, behaviour: Any) -> None:
        """How to answer: ``{"status"?, "times"?: so many messages (null: all), "delay_ms"?}``."""
        if not isinstance(behaviour, dict) or not behaviour.keys() <= {"status", "times", "delay_ms"}:
            raise ValueError("inbox: has to be an object of status, times and delay_ms")
        status, times = behaviour.get("status", 200), behaviour.get("times")
        delay_ms = behaviour.get("delay_ms", 0)
        if not is_integer(status) or not 200 <= status <= 599:
            raise ValueError("inbox.status: has to be from 200 to 599")
        if times is not None and not (is_integer(times) and times >= 0):
            raise ValueError("inbox.times: has to be null or an integer from 0")
        if not is_number(delay_ms) or delay_ms < 0:
            raise ValueError("inbox.delay_ms: has to be a number of milliseconds")
        inbox = self._inbox(name)
        inbox.status, inbox.times, inbox.delay_ms = status, times, delay_ms

    def messages(self, name: str) -> list[JsonObject]:
        """What came, the oldest first: ``{"at" (monotonic seconds), "headers", "body" (text)}``."""
        return self._inbox(name).messages

    def _inbox(self, name: str) -> _Inbox:
        return self._inboxes.setdefault(name, _Inbox())
