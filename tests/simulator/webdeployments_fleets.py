# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ready-made organisations with Web Deployments. The same number of deployments is the same one, every time."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from .json_values import JsonObject, deep_merge
from .references_state import (
    DEFAULT_DIVISIONS,
    DEFAULT_EXTERNAL_SOURCES,
    DEFAULT_INTEGRATIONS,
    DEFAULT_KNOWLEDGE_BASES,
)
from .webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT, USER

FIRST_DEPLOYMENT_ID = "d1b2c3d4-e5f6-7890-abcd-ef1234567890"
FIRST_CONFIGURATION_ID = "c1b2c3d4-e5f6-7890-abcd-ef1234567890"


def plain(size: int) -> JsonObject:
    """``size`` deployments with a configuration each, named ``Web Messaging 0001`` and so on."""
    org = _Org("plain")
    for index in range(size):
        name = f"Web Messaging {index + 1:04}"
        org.deployment(index, name, org.configuration(index, name, [_content()]))
    return org.state()


def varied(size: int) -> JsonObject:
    """``size`` deployments of every kind that an org has."""
    org = _Org("varied")
    for index in range(size):
        _KINDS[index % len(_KINDS)](org, index)
    return org.state()


def referring(size: int) -> JsonObject:
    """``size`` deployments, five configurations for eight of them; every kind of reference is in use.

    Two configurations are called ``Twin``, and two deployments.
    """
    org = _Org("referring")
    for index in range(size):
        number = index * 5 // 8
        if number == len(org.configurations):
            org.configuration(number, _REFERRING_NAMES.get(number, f"Look {number:02}"), [_referring_content(number)])
        name = _REFERRING_NAMES.get(index - 2, f"Site {index:02}")
        org.deployment(index, name, org.configurations[number], **_references(index))
    return org.state()


_REFERRING_NAMES = {2: "Ünï-çødé チャネル", 3: "Twin", 4: "Twin"}


def _referring_content(number: int) -> JsonObject:
    """A configuration that authenticates guests and shows them knowledge."""
    base = DEFAULT_KNOWLEDGE_BASES[number % 2]
    reference = {"id": base["id"]}
    return _content(
        authenticationSettings={"enabled": True, "integrationId": DEFAULT_INTEGRATIONS[number % 2]["id"]},
        messenger={"apps": {"knowledge": {"enabled": True, "knowledgeBase": reference}}},
        supportCenter={
            "enabled": True,
            "knowledgeBase": reference,
            "enabledCategories": [{"id": each["id"]} for each in base["categories"]],
            "labelFilter": {"labels": [{"id": each["id"]} for each in base["labels"]]},
        },
    )


def _references(index: int) -> JsonObject:
    """What a deployment refers to: each the next flow and profile, every third one apps and people."""
    flows = [DEFAULT_FLOWS[number] for number in (0, 1, 5)]
    flow, profile = flows[index % 3], DEFAULT_SUPPORTED_CONTENT[index % 2]
    found: JsonObject = {
        "flow": {"id": flow["id"], "name": flow["name"]},
        "supportedContent": {"id": profile["id"], "name": profile["name"]},
    }
    if index % 3 == 0:
        apps = zip(DEFAULT_INTEGRATIONS[3:5], ("APNS", "FCM"), strict=True)
        found["pushIntegrations"] = [{"id": each["id"], "provider": provider} for each, provider in apps]
        found["identityResolution"] = {
            "resolveIdentities": True,
            "division": {"id": DEFAULT_DIVISIONS[1]["id"]},
            "externalSource": {"id": DEFAULT_EXTERNAL_SOURCES[0]["id"]},
        }
    return found


_EVERY_FIELD: JsonObject = {
    "description": "On the home page",
    "supportedContent": {
        "id": DEFAULT_SUPPORTED_CONTENT[0]["id"],
        "name": DEFAULT_SUPPORTED_CONTENT[0]["name"],
        "selfUri": f"/api/v2/conversations/messaging/supportedcontent/{DEFAULT_SUPPORTED_CONTENT[0]['id']}",
    },
}


class _Org:
    """Puts a state together."""

    def __init__(self, fleet: str) -> None:
        self._fleet = fleet
        self.configurations: list[JsonObject] = []
        self.deployments: list[JsonObject] = []

    def configuration(
        self, index: int, name: str, versions: list[JsonObject], draft: JsonObject | None = None
    ) -> JsonObject:
        """A configuration, its versions the oldest first; without a draft of its own, that is the newest one."""
        configuration_id = FIRST_CONFIGURATION_ID if index == 0 else self._id("configuration", index)
        edited = {"lastModifiedUser": {"id": USER}} if draft else {}
        configuration = {
            "id": configuration_id,
            "draft": {"name": name, **(draft or versions[-1]), **edited},
            "versions": [
                {"name": name, **content, "version": str(number), "datePublished": "2026-01-02T03:04:05Z"}
                for number, content in enumerate(versions, 1)
            ],
        }
        self.configurations.append(configuration)
        return configuration

    def deployment(
        self, index: int, name: str, configuration: JsonObject, version: str | None = None, **fields: Any
    ) -> None:
        """A deployment of it, pinned to the newest version unless told otherwise. The first one has every field."""
        deployment_id = FIRST_DEPLOYMENT_ID if index == 0 else self._id("deployment", index)
        reference = {"id": configuration["id"], "name": configuration["draft"]["name"]}
        self.deployments.append(
            {
                "id": deployment_id,
                "name": name,
                "allowAllDomains": True,
                "allowedDomains": [],
                "flow": {"id": DEFAULT_FLOWS[0]["id"], "name": DEFAULT_FLOWS[0]["name"]},
                "pushIntegrations": [],
                "snippet": f'<script data-deployment="{deployment_id}"></script>',
                "configuration": {**reference, "version": version or str(len(configuration["versions"]))},
                "selfUri": f"/api/v2/webdeployments/deployments/{deployment_id}",
                **({} if self.deployments else _EVERY_FIELD),
                **fields,
            }
        )

    def state(self) -> JsonObject:
        return {"webdeployments": {"configurations": self.configurations, "deployments": self.deployments}}

    def _id(self, kind: str, index: int) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://simulator.invalid/{self._fleet}/{kind}/{index}"))


def _content(**changes: Any) -> JsonObject:
    content = {
        "languages": ["en-us", "de-de"],
        "defaultLanguage": "en-us",
        "messenger": {
            "enabled": True,
            "styles": {"primaryColor": "#2A6EBB"},
            "launcherButton": {"visibility": "On"},
            "fileUpload": {"enableAttachments": False},
            "apps": {
                "conversations": {
                    "enabled": True,
                    "showAgentTypingIndicator": True,
                    "showUserTypingIndicator": True,
                    "markdown": {"enabled": True},
                }
            },
        },
        "cobrowse": {"enabled": False},
    }
    return deep_merge(content, changes)


_WITH_FILES = {
    "messenger": {
        "fileUpload": {
            "enableAttachments": True,
            "modes": [{"fileTypes": ["image/png", "image/jpeg"], "maxFileSizeKB": 5120}],
        }
    }
}


def _one(name: str, **changes: Any) -> Callable[[_Org, int], None]:
    """One deployment of a configuration of its own; ``name`` may hold ``{index}``."""

    def add(org: _Org, index: int) -> None:
        called = name.replace("{index}", str(index))
        org.deployment(index, called, org.configuration(index, called, [_content(**changes)]))

    return add


def _primary(org: _Org, index: int) -> None:
    name = "Primary Web Messaging" if index == 0 else f"Web Messaging {index}"
    org.deployment(index, name, org.configuration(index, name, [_content(**_WITH_FILES)]))


def _eu(org: _Org, index: int) -> None:
    """Two deployments of one configuration: this one makes it, or takes that of the one before."""
    is_second = bool(org.deployments) and org.deployments[-1]["name"] == f"EU {index - 1}"
    shared = org.configurations[-1] if is_second else org.configuration(index, "EU", [_content()])
    org.deployment(index, f"EU {index}", shared, allowAllDomains=False, allowedDomains=["eu.example", "www.eu.example"])


def _drafted(org: _Org, index: int) -> None:
    """Somebody has begun to change it, and published nothing yet."""
    draft = _content(messenger={"styles": {"primaryColor": "#C0FFEE"}})
    org.deployment(index, f"Drafted {index}", org.configuration(index, f"Drafted {index}", [_content()], draft))


def _asleep(org: _Org, index: int) -> None:
    configuration = org.configuration(index, f"Asleep {index}", [_content(cobrowse={"enabled": True})])
    org.deployment(index, f"Asleep {index}", configuration, status="Inactive")


def _extended(org: _Org, index: int) -> None:
    """Fields that no schema knows yet, and a configuration that voice calls share."""
    content = _content(
        cobrowse={"enabled": True, "channels": ["Voice", "Webmessaging"], "future": {"deep": [1, 2.5, True]}},
        video={"enabled": True, "agent": {"allowCamera": True}},
        futureSection={"Farbe": "Grün", "list": [{"x": 1}]},
    )
    configuration = org.configuration(index, f"Extended {index}", [content])
    org.deployment(index, f"Extended {index}", configuration, futureField={"kept": True})


def _behind(org: _Org, index: int) -> None:
    """Pinned to an old version of many, which sort differently as texts and as numbers."""
    versions = [_content(description=f"The look of season {number}") for number in range(1, 13)]
    org.deployment(index, f"Behind {index}", org.configuration(index, f"Behind {index}", versions), version="3")


def _bare(org: _Org, index: int) -> None:
    """As little as the API takes, and no flow."""
    org.deployment(index, f"Bare {index}", org.configuration(index, f"Bare {index}", [{}]))
    del org.deployments[-1]["flow"]


_KINDS: list[Callable[[_Org, int], None]] = [
    _primary,
    _eu,
    _eu,
    _one("Twin"),
    _drafted,
    _asleep,
    _one("Ünï-çødé チャネル \U0001f4ac {index}", **_WITH_FILES),
    _extended,
    _one("Twin"),
    _behind,
    _one('O\'Brien "quoted" \\ back`tick` $HOME: #{index}'),
    _one("{{ lookup('env', 'HOME') }} {% if {index} %}"),
    _bare,
]
