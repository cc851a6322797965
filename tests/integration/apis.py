# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs between the two APIs for tests that hold on both; ``GENESYS_TEST_API`` chooses one of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

from tests.integration import web_deployments, webhooks
from tests.integration.channels import COLLECTION, DETECTION, TOKEN, page, stored
from tests.simulator import fleets
from tests.simulator.client import Simulator


class Api(Protocol):
    """An org of either kind, and the requests that its channels take."""

    name: str

    def plain(self, size: int) -> str:
        """The state of an org with so many alike channels, named ``Web Messaging 0001`` and so on."""

    def odd(self, size: int) -> str:
        """The state of an org with so many channels of every kind."""

    def named(self, *names: str) -> dict[str, Any]:
        """The state of an org with channels of these names, and the ids c0, c1, ..."""

    def ids(self, simulator: Simulator) -> list[str]:
        """The ids of the channels, in the order of the listing."""

    def features(self, simulator: Simulator, channel_id: str) -> set[str]:
        """Those that are on, rich-media left out."""

    def listing(self, is_detected: bool = False) -> list[str]:
        """The reads that find the channels. ``is_detected``: an earlier task of the run has detected the API."""

    def changes(self, simulator: Simulator, ids: Sequence[str]) -> list[str]:
        """All further requests of one task that changes what these channels hold; none have more than they need."""

    def webhook(self, is_new: bool) -> list[str]:
        """The requests of a task that keeps the webhook in step."""

    def meddle(self, simulator: Simulator, channel_id: str) -> None:
        """Somebody turns co-browsing on in the UI, and all else stays."""


class Communications:
    name = "communications"

    def plain(self, size: int) -> str:
        return f"webmessaging:{size}"

    def odd(self, size: int) -> str:
        return f"mixed:{size}"

    def named(self, *names: str) -> dict[str, Any]:
        channels = [stored(id=f"c{number}", name=name) for number, name in enumerate(names)]
        return {"channels": channels, "queues": fleets.QUEUES}

    def ids(self, simulator: Simulator) -> list[str]:
        return [channel["id"] for channel in simulator.channels()]

    def features(self, simulator: Simulator, channel_id: str) -> set[str]:
        return set(simulator.channel(channel_id)["configuration"]["webchat"]["features"]) - {"rich-media"}

    def listing(self, is_detected: bool = False) -> list[str]:
        return [page(1)]

    def changes(self, simulator: Simulator, ids: Sequence[str]) -> list[str]:
        return [f"PATCH {COLLECTION}/{channel_id}" for channel_id in ids]

    def webhook(self, is_new: bool) -> list[str]:
        return [TOKEN, webhooks.LISTING, *([webhooks.CREATE, webhooks.LISTING] if is_new else [])]

    def meddle(self, simulator: Simulator, channel_id: str) -> None:
        state = simulator.state()
        for channel in state["channels"]:
            if channel["id"] == channel_id:
                channel["configuration"]["webchat"]["features"].append("co-browsing")
        simulator.state(state)


class WebDeployments:
    name = "webdeployments"

    def plain(self, size: int) -> str:
        return f"plain-webdeployments:{size}"

    def odd(self, size: int) -> str:
        return f"webdeployments:{size}"

    def named(self, *names: str) -> dict[str, Any]:
        state = fleets.named(self.plain(len(names)))
        parts = state["webdeployments"]
        for number, name in enumerate(names):
            deployment, configuration = parts["deployments"][number], parts["configurations"][number]
            deployment.update(id=f"c{number}", name=name)
            configuration["id"] = deployment["configuration"]["id"] = f"configuration-{number}"
            for version in (configuration["draft"], *configuration["versions"]):
                version["messenger"]["fileUpload"] = {
                    "enableAttachments": True,
                    "modes": [{"fileTypes": ["image/png"], "maxFileSizeKB": 100}],
                }
        return state

    def ids(self, simulator: Simulator) -> list[str]:
        return [deployment["id"] for deployment in simulator.deployments()]

    def features(self, simulator: Simulator, channel_id: str) -> set[str]:
        reference = simulator.deployment(channel_id)["configuration"]
        content = web_deployments.version(simulator, reference["id"], reference["version"])
        conversations = content["messenger"]["apps"]["conversations"]
        cobrowse = content.get("cobrowse") or {}
        switches = {
            "typing-indicators": conversations["showAgentTypingIndicator"] and conversations["showUserTypingIndicator"],
            "file-sharing": content["messenger"]["fileUpload"]["enableAttachments"],
            "co-browsing": cobrowse.get("enabled") and "Webmessaging" in cobrowse.get("channels", []),
            "video-calling": (content.get("video") or {}).get("enabled"),
        }
        return {feature for feature, is_on in switches.items() if is_on}

    def listing(self, is_detected: bool = False) -> list[str]:
        return [*([] if is_detected else [page(1)]), web_deployments.DEPLOYMENTS]

    def changes(self, simulator: Simulator, ids: Sequence[str]) -> list[str]:
        configurations = [simulator.deployment(channel_id)["configuration"]["id"] for channel_id in ids]
        alone = len(configurations) == 1
        drafts = web_deployments.draft_of(configurations[0]) if alone else web_deployments.DRAFTS
        written = web_deployments.written_together(configurations)
        return [drafts, *written, *web_deployments.pinned_together(ids)]

    def webhook(self, is_new: bool) -> list[str]:
        """There is none; the role posts events of its own to the same receiver."""
        return [TOKEN, webhooks.LISTING, DETECTION]

    def meddle(self, simulator: Simulator, channel_id: str) -> None:
        configuration_id = simulator.deployment(channel_id)["configuration"]["id"]
        cobrowse = {"enabled": True, "channels": ["Webmessaging"]}
        simulator.person("publish", configuration_id, cobrowse=cobrowse)
        newest = simulator.configuration(configuration_id)["versions"][-1]["version"]
        simulator.person("edit_deployment", channel_id, configuration={"version": newest}, status="Active")


APIS: tuple[Api, ...] = (Communications(), WebDeployments())


def chosen() -> list[Api]:
    """Both, unless the variable names one."""
    wanted = os.environ.get("GENESYS_TEST_API", "")
    found = [api for api in APIS if wanted in ("", api.name)]
    if not found:
        raise ValueError(f"GENESYS_TEST_API is {wanted!r}; it can be {' or '.join(api.name for api in APIS)}")
    return found
