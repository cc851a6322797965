# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The Communications gateway: endpoints and their spelling in, the collection's own words out.

The contract is ``facts/communications-api.md``: channels are PATCHed, webhooks are platform webhooks.
"""

from __future__ import annotations

from typing import Any, Mapping
from urllib.parse import quote

from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._client import Client
from ansible_collections.genesys.cloud.plugins.module_utils._errors import NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, merge
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem, shown

CHANNELS = "/api/v2/communications/channels"
WEBHOOKS = "/api/v2/platform/webhooks"

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


class Communications:
    """``/api/v2/communications`` and ``/api/v2/platform/webhooks``."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def channels(self) -> list[Channel]:
        """The channels of every type, over all pages."""
        try:
            return [to_channel(entity) for entity in self.client.pages(CHANNELS)]
        except NotFound as error:
            error.advice = (
                "This address does not serve the Communications API, which is no part of Genesys' public one: check "
                "api_url and region, and whether the org has it at all."
            )
            raise

    def channel(self, channel_id: str) -> Channel:
        """Raises NotFound."""
        return to_channel(self.client.get(_item(CHANNELS, channel_id)))

    def update_channel(self, channel: Channel, patch: JsonObject, tries: Tries) -> Channel | None:
        """Send the changed fields in one PATCH; the channel as the answer shows it, None where it shows none."""
        body = {"id": channel.id, "configuration": _to_configuration(patch)}
        answer = self.client.write("PATCH", _item(CHANNELS, channel.id), body, tries)
        return to_channel(answer) if answer.get("id") == channel.id else None

    def webhooks(self) -> list[JsonObject]:
        """Raises NotFound or Rejected (405) where the org serves no listing."""
        return self.client.pages(WEBHOOKS)

    def webhook(self, webhook_id: str) -> JsonObject:
        return self.client.get(_item(WEBHOOKS, webhook_id))

    def create_webhook(self, content: JsonObject, tries: Tries) -> JsonObject:
        return self.client.write("POST", WEBHOOKS, content, tries)

    def update_webhook(self, webhook_id: str, content: JsonObject, tries: Tries) -> JsonObject:
        """Merge ``content`` into the webhook."""
        return self.client.write("PATCH", _item(WEBHOOKS, webhook_id), content, tries)

    def replace_webhook(self, webhook_id: str, content: JsonObject, tries: Tries) -> JsonObject:
        """Everything but the secret becomes ``content``."""
        return self.client.write("PUT", _item(WEBHOOKS, webhook_id), content, tries)

    def delete_webhook(self, webhook_id: str, tries: Tries) -> None:
        self.client.write("DELETE", _item(WEBHOOKS, webhook_id), None, tries)


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


def to_channel(entity: JsonObject) -> Channel:
    """Any field can be absent, null or of another type than promised; nothing here may fail for that."""
    configuration = entity.get("configuration")
    webchat = _section(configuration, "webchat")
    routing = _section(configuration, "routing")
    channel_type = entity.get("channelType")
    return Channel(
        id=str(entity.get("id")),
        name=str(entity.get("name")),
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
    )


def predicted(channel: Channel, patch: JsonObject) -> Channel:
    """The channel as the PATCH would leave it, for check mode."""
    configuration = merge(channel.state["configuration"], _to_configuration(patch))
    entity = {"id": channel.id, "name": channel.name, "channelType": channel.channel_type}
    return to_channel({**entity, "configuration": configuration})


def _to_configuration(patch: JsonObject) -> JsonObject:
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


def _item(collection: str, item_id: str) -> str:
    return f"{collection}/{quote(item_id, safe='')}"
