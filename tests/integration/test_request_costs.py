# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of what tasks cost: each number, as the simulator counts it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.integration.action_hub import ActionHub
from tests.integration.ansible_process import ROOT
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

PAGE = (ROOT / "docs/reference/requests.md").read_text(encoding="utf-8")
ROWS = {
    task: (same, differs)
    for task, same, differs in re.findall(r"^\| (.+?`) \| (\d*) \| (\d*|\d+ to \d+) \|$", PAGE, re.MULTILINE)
}
"""What the page says if nothing differs, and if something does; a range where objects wait for the service together."""
NAME = "Primary Web Messaging"
SHOPS = [f"Shop {number}" for number in range(10)]
LANGUAGES = {"languages": ["en-us"], "default_language": "en-us"}
MANY = {
    "configurations": [{"name": name, **LANGUAGES} for name in SHOPS],
    "deployments": [
        {"name": name, "configuration": {"name": name, "version": "latest"}, "allow_all_domains": True}
        for name in SHOPS
    ],
}
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "find channels: `webmessaging_channel_info`": ("webmessaging_channel_info", {}),
    "find deployments: `webmessaging_deployment_info`": ("webmessaging_deployment_info", {}),
    "find configurations: `webmessaging_configuration_info`": ("webmessaging_configuration_info", {}),
    "look at 13 deployments as guests do: `webmessaging_guest_info`": ("webmessaging_guest_info", {}),
    "validate options: `webmessaging_validate`": ("webmessaging_validate", {"channels": [{"name": NAME}]}),
}
CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "change a feature of a channel: `webmessaging_channel`": (
        "webmessaging_channel",
        {"name": NAME, "disable_features": ["file-sharing"]},
    ),
    "change a feature of 10 channels: `webmessaging_channels`": (
        "webmessaging_channels",
        {"channels": [{"name_glob": "Web Messaging *", "enable_features": ["video-calling"]}]},
    ),
    "change and publish a configuration: `webmessaging_configuration`": (
        "webmessaging_configuration",
        {"name": NAME, "languages": ["en-us"], "default_language": "en-us"},
    ),
    "change a deployment: `webmessaging_deployment`": (
        "webmessaging_deployment",
        {"name": NAME, "description": "At the top"},
    ),
    "create 10 configurations with a deployment each: `webmessaging_deployments`": ("webmessaging_deployments", MANY),
    "change a supported content profile: `messaging_supported_content`": (
        "messaging_supported_content",
        {"name": "Pictures", "outbound": []},
    ),
}


@pytest.fixture
def org(simulator: Simulator, action_hub: ActionHub) -> Modules:
    """How a task runs makes no difference to what it costs; the token and the detection are told apart."""
    modules = Modules(simulator, action_hub.start)
    modules.environment = {**modules.environment, "GENESYS_API": "webdeployments"}
    return modules


def cost(result: dict[str, Any]) -> int:
    requests: dict[str, int] = result["metrics"]["requests"]
    return requests["read"] + requests["write"]


def told(words: str) -> range:
    """All that a cell of the table allows."""
    least, _to, most = words.partition(" to ")
    return range(int(least), int(most or least) + 1)


def state_for(task: str) -> str:
    return "plain-webdeployments:10" if "10 channels" in task else "webdeployments:13"


@pytest.mark.parametrize("task", CHANGES)
def test_a_change_costs_what_the_page_says_and_a_second_run_too(simulator: Simulator, org: Modules, task: str) -> None:
    simulator.reset(state_for(task))
    module, options = CHANGES[task]
    first, second = org.succeed(module, **options), org.succeed(module, **options)
    assert (first["changed"], second["changed"]) == (True, False)
    same, differs = ROWS[task]
    assert cost(second) == int(same)
    assert cost(first) in told(differs)


@pytest.mark.parametrize("task", READS)
def test_a_look_costs_what_the_page_says(simulator: Simulator, org: Modules, task: str) -> None:
    simulator.reset(state_for(task))
    module, options = READS[task]
    same, differs = ROWS[task]
    assert (cost(org.succeed(module, **options)), differs) == (int(same), "")


def test_every_row_is_tried() -> None:
    assert ROWS.keys() == {*READS, *CHANGES}
