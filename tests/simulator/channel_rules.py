# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the contract demands of a channel."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from .json_values import JsonObject, identical, is_integer

FEATURES = ("rich-media", "typing-indicators", "file-sharing", "co-browsing", "video-calling")
MAX_SESSIONS = 2000

_ABSENT = object()


def is_web_messaging(channel: JsonObject) -> bool:
    """Whether it is a Web Messaging channel: by its type, or because it has a ``configuration.webchat`` object."""
    return channel.get("channelType") == "webchat" or isinstance(_at(channel, "configuration.webchat"), dict)


def problems_of_change(before: JsonObject, after: JsonObject, queues: Collection[str]) -> dict[str, str]:
    """All that is wrong with a change: dotted field -> problem.

    Only values that change are judged. A whole object that was read has to be acceptable when it is sent back, also
    where it holds something (a feature, a queue) that the rules would not let in today.
    """
    problems: dict[str, str] = {}
    for path, problem_of in _RULES.items():
        value = _at(after, path)
        if value is _ABSENT or _unchanged(_at(before, path), value):
            continue
        problem = problem_of(value, queues)
        if problem:
            problems[path] = problem
    webchat = _at(after, "configuration.webchat")
    if isinstance(webchat, dict) and not is_web_messaging(before) and after.get("channelType") != "webchat":
        problems["configuration.webchat"] = "is for Web Messaging channels only"
    return problems


def _at(channel: JsonObject, path: str) -> Any:
    value: Any = channel
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return _ABSENT
        value = value[key]
    return value


def _unchanged(before: Any, after: Any) -> bool:
    return before is after or (before is not _ABSENT and identical(before, after))


def _text(value: Any, _queues: Collection[str]) -> str | None:
    return None if isinstance(value, str) else "has to be a string"


def _object_or_null(value: Any, _queues: Collection[str]) -> str | None:
    return None if value is None or isinstance(value, dict) else "has to be an object"


def _sessions(value: Any, _queues: Collection[str]) -> str | None:
    valid = is_integer(value) and 1 <= value <= MAX_SESSIONS
    return None if valid else f"has to be an integer from 1 to {MAX_SESSIONS}"


def _features(value: Any, _queues: Collection[str]) -> str | None:
    if not isinstance(value, list) or not all(isinstance(feature, str) for feature in value):
        return "has to be a list of strings"
    if len(set(value)) != len(value):
        return "holds a feature twice"
    unknown = [feature for feature in value if feature not in FEATURES]
    return f"holds what is not in the catalogue: {', '.join(unknown)}" if unknown else None


def _queue(value: Any, queues: Collection[str]) -> str | None:
    if value is None:
        return None
    return None if isinstance(value, str) and value in queues else "is not a queue of this organisation"


_RULES: dict[str, Callable[[Any, Collection[str]], str | None]] = {
    "name": _text,
    "channelType": _text,
    "configuration": _object_or_null,
    "configuration.webchat": _object_or_null,
    "configuration.webchat.maxConcurrentSessions": _sessions,
    "configuration.webchat.features": _features,
    "configuration.routing": _object_or_null,
    "configuration.routing.queueId": _queue,
}
