# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ``config.json`` that a site got in 2024, with other values (``docs/reference/guest-api.md`` section 1.2)."""

from __future__ import annotations

from typing import Any

API, MESSAGING = "https://api.mypurecloud.com", "wss://webmessaging.mypurecloud.com"
CAPTURED: dict[str, Any] = {
    "id": "11111111-aaaa-4bbb-8ccc-000000000001",
    "version": "6",
    "headlessMode": {"enabled": True},
    "languages": ["es"],
    "defaultLanguage": "es",
    "apiEndpoint": API,
    "messenger": {
        "enabled": True,
        "apps": {
            "conversations": {
                "messagingEndpoint": MESSAGING,
                "showAgentTypingIndicator": True,
                "showUserTypingIndicator": True,
                "autoStart": {"enabled": False},
                "markdown": {"enabled": True},
                "conversationDisconnect": {"enabled": True, "type": "Send"},
                "conversationClear": {"enabled": False},
                "humanize": {"enabled": True, "bot": {"name": "", "avatarUrl": ""}},
            }
        },
        "styles": {"primaryColor": "#0D6EFD"},
        "launcherButton": {"visibility": "On"},
        "fileUpload": {"modes": [{"fileTypes": [], "maxFileSizeKB": 0}]},
        "homeScreen": {"enabled": False, "logoUrl": ""},
    },
    "position": {"alignment": "Auto", "sideSpace": 20, "bottomSpace": 12},
    "customI18NLabels": [],
    "journeyEvents": {"enabled": True},
    "status": "Active",
    "cobrowse": {"enabled": True, "allowAgentControl": False, "maskSelectors": [], "readonlySelectors": []},
    "auth": {"enabled": False},
}
