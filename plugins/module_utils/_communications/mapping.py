# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The spelling of the Communications API, and the fields that it can set. Pure.

The contract is ``docs/reference/communications-api.md``.
"""

from __future__ import annotations

from typing import Any, Mapping

from .._channel.channel import Channel
from .._channel.channel_fields import RELATIVE, InConfiguration, located, read_fields, written
from .._channel.desired import DesiredChannel, refused
from .._core.fields import Field
from .._core.json_values import JsonObject, holds_null, merge, nested
from .._core.plan import Plan
from .._core.validation import Problem, shown

NAME = "communications"
_PATHS = located(NAME, InConfiguration)
_SECTIONS = tuple(dict.fromkeys(path[0] for path in _PATHS.values()))


class CommunicationsDialect:
    """See ``dialect.Dialect``."""

    name = NAME
    title = "the Communications API"
    fields: tuple[Field, ...] = ()
    if_not_found = "An org may have only Web Deployments; leave out api: communications, and the API is detected."
    why_no_webhooks: tuple[str, str] | None = None

    def absorb(self, configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
        return absorb(configuration)

    def problems(self, given: Mapping[str, Any]) -> list[Problem]:
        return contradictions(given) + refused(NAME, given)

    def problems_with(self, desired: DesiredChannel, plan: Plan, channel: Channel) -> list[Problem]:
        return []


def absorb(configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
    """Split a raw configuration into the fields with an option of their own, and the rest.

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
    """Return the sections of a raw configuration that are null or no mapping although an option sets a part of them."""
    configuration = given.get("configuration")
    raw = configuration if isinstance(configuration, dict) else {}
    found = []
    for section in _SECTIONS:
        if section not in raw or isinstance(raw[section], dict):
            continue
        for option in _options_in(section):
            if given.get(option) not in (None, {}):
                value = f"{shown(raw[section])} contradicts {option}, which sets a part of it"
                found.append(Problem(f"configuration.{section}", f"{value}; give only one of them."))
    return found


def _options_in(section: str) -> list[str]:
    """Return the options that set something in a section of ``configuration``."""
    found = dict.fromkeys(path.partition(".")[0] for path, place in _PATHS.items() if place[0] == section)
    return [*found, *(RELATIVE if "features" in found else ())]


def to_channel(entity: JsonObject, read_at: float = 0.0) -> Channel:
    """Convert the API's object; any field can be absent, null or of another type, and none of that is an error."""
    configuration = entity.get("configuration")
    channel_type, name = entity.get("channelType"), entity.get("name")
    state = read_fields(configuration, _PATHS)
    return Channel(
        id=str(entity.get("id")),
        name="" if name is None else str(name),  # no pattern may find "None" in a missing name
        channel_type=channel_type,
        is_web_messaging=channel_type == "webchat" or _section(configuration, "webchat") is not None,
        state={
            **state,
            "features": state["features"] or [],
            "configuration": configuration if isinstance(configuration, dict) else {},
        },
        read_at=read_at,
    )


def shows_features(channel: Channel) -> bool:
    """Return whether it was read with a list of features; a row of a listing may leave out fields of the channel."""
    return isinstance((_section(channel.state["configuration"], "webchat") or {}).get("features"), list)


def unset_sections(desired: DesiredChannel) -> frozenset[str]:
    """Return the sections of ``configuration`` in which something shall be absent."""
    named = {_PATHS[path][0] for path, value in written(desired.state).items() if value is None and path in _PATHS}
    raw = {key for key, value in desired.state.get("configuration", {}).items() if holds_null(value)}
    return frozenset(named | raw)


def predicted(channel: Channel, patch: JsonObject) -> Channel:
    """Return the channel as the PATCH would leave it, for check mode."""
    configuration = merge(channel.state["configuration"], to_configuration(patch))
    entity = {"id": channel.id, "name": channel.name, "channelType": channel.channel_type}
    return to_channel({**entity, "configuration": configuration})


def to_configuration(patch: JsonObject) -> JsonObject:
    """Convert a patch to the API's spelling. Raises LookupError for a field that has no place here."""
    configuration: JsonObject = patch.get("configuration", {})
    for path, value in written(patch).items():
        configuration = merge(configuration, nested(_PATHS[path], value))
    return configuration


def _section(configuration: Any, name: str) -> JsonObject | None:
    section = configuration.get(name) if isinstance(configuration, dict) else None
    return section if isinstance(section, dict) else None
