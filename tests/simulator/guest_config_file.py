# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``config.json`` says of a version of a configuration: the keys and their order are those of a captured file.

Without evidence, and so our choice: sections whose shape nobody has seen in the file (``video``, ``supportCenter``,
``messenger.apps.knowledge``), and fields that no schema knows, are served as they are configured; the defaults of the
fields that the captured file does not show.
"""

from __future__ import annotations

from typing import Any

from .json_values import JsonObject, deep_merge

_ABSENT = {"name", "description", "dateCreated", "dateModified", "datePublished", "lastModifiedUser", "selfUri"}
"""What the API answers, and no file holds."""
_OTHERWISE = {"id", "version", "status", "authenticationSettings", "customI18nLabels", "journeyEvents"}
"""What the file says in another way."""

_DEFAULT_CONVERSATIONS: JsonObject = {
    "showAgentTypingIndicator": True,
    "showUserTypingIndicator": True,
    "autoStart": {"enabled": False},
    "markdown": {"enabled": True},
    "conversationDisconnect": {"enabled": False, "type": "Send"},
    "conversationClear": {"enabled": False},
    "humanize": {"enabled": False, "bot": {"name": "", "avatarUrl": ""}},
}
_DEFAULT_MESSENGER: JsonObject = {
    "styles": {"primaryColor": "#0D6EFD"},
    "launcherButton": {"visibility": "On"},
    "fileUpload": {"modes": [{"fileTypes": [], "maxFileSizeKB": 0}]},
    "homeScreen": {"enabled": False, "logoUrl": ""},
}
_DEFAULT_POSITION: JsonObject = {"alignment": "Auto", "sideSpace": 20, "bottomSpace": 12}
_DEFAULT_COBROWSE: JsonObject = {
    "enabled": False,
    "allowAgentControl": False,
    "maskSelectors": [],
    "readonlySelectors": [],
}


def config_file(version: JsonObject, status: str, api_url: str, messaging_url: str) -> JsonObject:
    """The whole file. ``version``: what the API answers of it; ``status``: the deployment's."""
    configured: JsonObject = _without_addresses(
        {key: value for key, value in version.items() if key not in _ABSENT | _OTHERWISE}
    )
    file = {
        "id": version["id"],
        "version": str(version["version"]),
        "headlessMode": deep_merge({"enabled": False}, _object(configured.pop("headlessMode", None))),
        "languages": configured.pop("languages", None) or [],
        "defaultLanguage": configured.pop("defaultLanguage", None) or "",
        "apiEndpoint": api_url,
        "messenger": _messenger(_object(configured.pop("messenger", None)), messaging_url),
        "position": {
            "alignment": "Auto",
            "sideSpace": 20,
            "bottomSpace": 12,
            **_object(configured.pop("position", None)),
        },
        "customI18NLabels": version.get("customI18nLabels") or [],
        "journeyEvents": {"enabled": _object(version.get("journeyEvents")).get("enabled", False)},
        "status": status,
        "cobrowse": deep_merge(_DEFAULT_COBROWSE, _object(configured.pop("cobrowse", None))),
        "auth": _auth(_object(version.get("authenticationSettings"))),
    }
    return {**file, **configured}


def _messenger(configured: JsonObject, messaging_url: str) -> JsonObject:
    own = {key: value for key, value in configured.items() if key not in ("enabled", "apps")}
    apps = dict(_object(configured.get("apps")))
    conversations = deep_merge(_DEFAULT_CONVERSATIONS, _object(apps.pop("conversations", None)))
    return {
        "enabled": configured.get("enabled", False),
        "apps": {"conversations": {"messagingEndpoint": messaging_url, **conversations}, **apps},
        **deep_merge(_DEFAULT_MESSENGER, own),
    }


def _auth(settings: JsonObject) -> JsonObject:
    """The integration is never told."""
    upgrade = {key: settings[key] for key in ("allowSessionUpgrade",) if key in settings}
    return {"enabled": settings.get("enabled", False), **upgrade}


def _object(value: Any) -> JsonObject:
    """The section; an empty one, where the configuration has none."""
    return value or {}


def _without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_addresses(item) for key, item in value.items() if key != "selfUri"}
    return [_without_addresses(item) for item in value] if isinstance(value, list) else value
