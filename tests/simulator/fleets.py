# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ready-made organisations. The same number of channels is the same organisation, every time."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from . import webdeployments_fleets
from .json_values import JsonObject

FIRST_CHANNEL_ID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
"""The contract's example, which is the first channel of every mixed fleet."""

QUEUES = ["queue-123", "queue-456", "queue-vip"]


def mixed(size: int) -> JsonObject:
    """A state with ``size`` channels of every shape that the contract allows, some of them not Web Messaging."""
    channels = [
        {"id": _id("mixed", index), **_SHAPES[index % len(_SHAPES)](index), "version": 1} for index in range(size)
    ]
    if channels:
        channels[0]["id"] = FIRST_CHANNEL_ID
    return {"channels": channels, "webhooks": [], "queues": list(QUEUES)}


def webmessaging(size: int) -> JsonObject:
    """A state with ``size`` plain Web Messaging channels, named ``Web Messaging 0001`` and so on."""
    channels = [
        {
            "id": _id("webmessaging", index),
            "name": f"Web Messaging {index + 1:04}",
            "channelType": "webchat",
            "configuration": _configuration(["rich-media", "typing-indicators"], 500),
            "version": 1,
        }
        for index in range(size)
    ]
    return {"channels": channels, "webhooks": [], "queues": list(QUEUES)}


_FLEETS: dict[str, Callable[[int], JsonObject]] = {
    "mixed": mixed,
    "webmessaging": webmessaging,
    "webdeployments": webdeployments_fleets.varied,
    "plain-webdeployments": webdeployments_fleets.plain,
    "referring-webdeployments": webdeployments_fleets.referring,
}


def named(fleet: str) -> JsonObject:
    """The fleet that a text such as ``mixed:40`` names; ValueError: it names none."""
    name, _colon, size = fleet.partition(":")
    if name not in _FLEETS or not (size.isascii() and size.isdigit()):
        raise ValueError(f"fleet: {fleet!r} is not one of {', '.join(f'{known}:SIZE' for known in _FLEETS)}")
    return _FLEETS[name](int(size))


def read_state(state: Any) -> Any:
    """A state as control requests give it: itself, or the name of a fleet."""
    return named(state) if isinstance(state, str) else state


def _id(fleet: str, index: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://simulator.invalid/{fleet}/{index}"))


def _configuration(features: Any, sessions: int, queue: str | None = "queue-123") -> JsonObject:
    return {
        "webchat": {"maxConcurrentSessions": sessions, "features": features},
        "routing": {"queueId": queue, "assignmentMode": "longest-idle"},
    }


def _channel(name: str, configuration: Any, channel_type: str = "webchat") -> JsonObject:
    return {"name": name, "channelType": channel_type, "configuration": configuration}


def _primary(index: int) -> JsonObject:
    name = "Primary Web Messaging" if index == 0 else f"Web Messaging {index}"
    return _channel(name, _configuration(["rich-media", "typing-indicators", "file-sharing"], 500))


def _empty_webchat(index: int) -> JsonObject:
    """Web Messaging by its ``webchat`` object alone: an empty one counts, and the type says otherwise."""
    return _channel(f"Empty {index}", {"webchat": {}}, "open")


def _null_features(index: int) -> JsonObject:
    return _channel(f"Null features {index}", _configuration(None, 10, None))


def _unknown_fields(index: int) -> JsonObject:
    channel = _channel(f"Extended {index}", _configuration(["co-browsing", "video-calling"], 2000, "queue-456"))
    channel["tags"] = ["blue", {"deep": [1, 2.5, None, True]}]
    channel["quota"] = 2**80 + index
    channel["configuration"]["branding"] = {"theme": "dark", "Farbe": "Grün", "empty": {}, "none": None}
    channel["configuration"]["webchat"]["greeting"] = {"text": "¡Hola! \U0001f44b", "delayMs": 1.5}
    channel["configuration"]["routing"]["skills"] = []
    return channel


def _unicode_name(index: int) -> JsonObject:
    return _channel(f"Ünï-çødé チャネル \U0001f4ac {index}", _configuration(["rich-media"], 1))


def _quoted_name(index: int) -> JsonObject:
    return _channel(f'O\'Brien "quoted" \\ back`tick` $HOME: #{index}', _configuration([], 42))


def _templated_name(index: int) -> JsonObject:
    """Must never be templated by who reads it."""
    return _channel(f"{{{{ lookup('env', 'HOME') }}}} {{% if {index} %}}", _configuration(["file-sharing"], 7))


def _duplicate_name(index: int) -> JsonObject:
    return _channel("Twin", _configuration(["rich-media", "co-browsing"], 100 + index, "queue-vip"))


def _null_webchat(index: int) -> JsonObject:
    """Not Web Messaging: a ``webchat`` of null does not count."""
    return _channel(f"Email {index}", {"webchat": None, "routing": {"queueId": "queue-456"}}, "email")


def _null_configuration(index: int) -> JsonObject:
    return _channel(f"Voice {index}", None, "voice")


def _no_configuration(index: int) -> JsonObject:
    return {"name": f"SMS {index}", "channelType": "sms"}


def _bare_web_messaging(index: int) -> JsonObject:
    """Web Messaging by its type alone."""
    return {"name": f"Bare {index}", "channelType": "webchat"}


def _eu(index: int) -> JsonObject:
    return _channel(f"EU {index}", _configuration(["typing-indicators"], 250, "queue-456"))


_SHAPES: list[Callable[[int], JsonObject]] = [
    _primary,
    _eu,
    _empty_webchat,
    _duplicate_name,
    _null_configuration,
    _unknown_fields,
    _unicode_name,
    _null_features,
    _no_configuration,
    _duplicate_name,
    _quoted_name,
    _templated_name,
    _null_webchat,
    _bare_web_messaging,
]
