# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What the Communications API calls things, and what it can set. Pure.

The contract is ``docs/reference/communications-api.md``.
"""

from __future__ import annotations

from typing import Any, Mapping

from .._channel.channel import Channel
from .._channel.desired import DesiredChannel
from .._core.fields import Field
from .._core.json_values import JsonObject, holds_null, merge
from .._core.plan import Plan
from .._core.validation import Problem, shown

_PATHS = {
    "max_concurrent_sessions": ("webchat", "maxConcurrentSessions"),
    "features": ("webchat", "features"),
    "routing.queue_id": ("routing", "queueId"),
    "routing.assignment_mode": ("routing", "assignmentMode"),
}
"""The collection's word for a field, and its path below ``configuration``."""

_OPTIONS = {
    "webchat": ("max_concurrent_sessions", "features", "enable_features", "disable_features"),
    "routing": ("routing",),
}
"""The options that set something in a section of ``configuration``."""


class CommunicationsDialect:
    """See ``dialect.Dialect``."""

    name = "communications"
    title = "the Communications API"
    fields: tuple[Field, ...] = ()

    def absorb(self, configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
        return absorb(configuration)

    def problems(self, given: Mapping[str, Any], desired: DesiredChannel) -> list[Problem]:
        found = contradictions(given)
        if (given.get("routing") or {}).get("flow_id") is not None:
            found.append(
                Problem(
                    "routing.flow_id",
                    "the Communications API routes to a queue and knows no flow; give routing.queue_id. A flow belongs "
                    "to a deployment of Web Deployments (api: webdeployments).",
                )
            )
        return found

    def problems_with(self, desired: DesiredChannel, plan: Plan, channel: Channel) -> list[Problem]:
        return []


def absorb(configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
    """Split a raw configuration into the fields that have an option of their own, and the rest.

    The first is ``{field: (path as the user wrote it, value)}``.
    """
    absorbed: dict[str, tuple[str, Any]] = {}
    rest = dict(configuration) if isinstance(configuration, dict) else {}
    for field, (section, key) in _PATHS.items():
        inner = rest.get(section)
        if isinstance(inner, dict) and key in inner:
            absorbed[field] = (f"configuration.{section}.{key}", inner[key])
            rest[section] = {name: value for name, value in inner.items() if name != key}
            if not rest[section]:
                del rest[section]
    return absorbed, rest


def contradictions(given: Mapping[str, Any]) -> list[Problem]:
    """A raw configuration that makes no mapping of a section, or null, while an option sets a part of it."""
    configuration = given.get("configuration")
    raw = configuration if isinstance(configuration, dict) else {}
    found = []
    for section, options in _OPTIONS.items():
        if section not in raw or isinstance(raw[section], dict):
            continue
        for option in options:
            if given.get(option) not in (None, {}):
                value = f"{shown(raw[section])} contradicts {option}, which sets a part of it"
                found.append(Problem(f"configuration.{section}", f"{value}; give only one of them."))
    return found


def to_channel(entity: JsonObject, read_at: float = 0.0) -> Channel:
    """Any field can be absent, null or of another type than promised; nothing here may fail for that."""
    configuration = entity.get("configuration")
    webchat = _section(configuration, "webchat")
    routing = _section(configuration, "routing")
    channel_type, name = entity.get("channelType"), entity.get("name")
    return Channel(
        id=str(entity.get("id")),
        name="" if name is None else str(name),  # no pattern selects what has no name as if "None" were it
        channel_type=channel_type,
        is_web_messaging=channel_type == "webchat" or webchat is not None,
        state={
            "max_concurrent_sessions": (webchat or {}).get("maxConcurrentSessions"),
            "features": (webchat or {}).get("features") or [],
            "routing": {
                "queue_id": (routing or {}).get("queueId"),
                "assignment_mode": (routing or {}).get("assignmentMode"),
            },
            "configuration": configuration if isinstance(configuration, dict) else {},
        },
        read_at=read_at,
    )


def shows_features(channel: Channel) -> bool:
    """Whether it was read with a list of features; a row of a listing may leave out what the channel has."""
    return isinstance((_section(channel.state["configuration"], "webchat") or {}).get("features"), list)


def unset_sections(desired: DesiredChannel) -> frozenset[str]:
    """The sections of ``configuration`` in which something shall be absent."""
    routing = desired.state.get("routing", {})
    named = {section for field, (section, _key) in _PATHS.items() if routing.get(field.partition(".")[2], "") is None}
    return frozenset(
        named | {key for key, value in desired.state.get("configuration", {}).items() if holds_null(value)}
    )


def predicted(channel: Channel, patch: JsonObject) -> Channel:
    """The channel as the PATCH would leave it, for check mode."""
    configuration = merge(channel.state["configuration"], to_configuration(patch))
    entity = {"id": channel.id, "name": channel.name, "channelType": channel.channel_type}
    return to_channel({**entity, "configuration": configuration})


def to_configuration(patch: JsonObject) -> JsonObject:
    """A patch in the collection's words as the API spells it."""
    configuration: JsonObject = patch.get("configuration", {})
    routing = patch.get("routing", {})
    values: JsonObject = {key: patch[key] for key in ("max_concurrent_sessions", "features") if key in patch}
    values.update({f"routing.{key}": value for key, value in routing.items()})
    for field, value in values.items():
        section, key = _PATHS[field]
        configuration = merge(configuration, {section: {key: value}})
    return configuration


def _section(configuration: Any, name: str) -> JsonObject | None:
    section = configuration.get(name) if isinstance(configuration, dict) else None
    return section if isinstance(section, dict) else None
