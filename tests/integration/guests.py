# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of guests have in common: the requests as the journal has them, and changes that guests see."""

from __future__ import annotations

from typing import Any

from tests.integration.web_deployments import deployment
from tests.simulator.client import Simulator, SimulatorControl

FILES = "/webdeployments/v1/deployments"
CONFIG_FILES = f"{FILES}/[^/]+/config.json"


def files_of(*ids: str) -> list[str]:
    """Both files of each deployment."""
    return [f"GET {FILES}/{each}/{name}" for each in ids for name in ("domains.json", "config.json")]


def socket_of(deployment_id: str) -> str:
    return f"GET /v1?deploymentId={deployment_id}"


def frames(org: Simulator) -> list[list[str]]:
    """The actions that each connection sent."""
    return [[frame["action"] for frame in each["frames"]] for each in org.guests()["connections"]]


def published_anew(org: Simulator, name: str, **changes: Any) -> dict[str, Any]:
    """Let somebody change the content of the deployment's configuration, publish it and pin the deployment to it."""
    found = deployment(org, name)
    configuration_id = found["configuration"]["id"]
    org.person("save_draft", configuration_id, settled=True, **changes)
    org.person("publish", configuration_id, settled=True)
    newest = org.configuration(configuration_id)["versions"][-1]["version"]
    org.person("edit_deployment", found["id"], configuration={"id": configuration_id, "version": newest}, settled=True)
    return deployment(org, name)


def assert_guests_only_looked(simulator: SimulatorControl) -> None:
    """Since the last reset, no guest has started a conversation, typed, or sent what a check must never send."""
    guests = simulator.guests()
    counts = {kind: guests[kind] for kind in ("conversations", "typing", "forbidden")}
    assert not any(counts.values()), f"a guest at {simulator.url} did more than look: {counts}"
