# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of Web Deployments have in common: requests as the journal has them, and objects by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.integration.channels import COLLECTION as COMMUNICATIONS
from tests.integration.channels import TOKEN, page
from tests.simulator.client import Simulator

BASE = "/api/v2/webdeployments"
DEPLOYMENTS = f"GET {BASE}/deployments?pageSize=300&expand=Configuration"
BARE_DEPLOYMENTS = f"GET {BASE}/deployments?pageSize=300"
DRAFTS = f"GET {BASE}/configurations?pageSize=300"
PUBLISHED = f"GET {BASE}/configurations?pageSize=300&showOnlyPublished=true"
DETECTED_BY_LISTING = [TOKEN, page(1)]
FLEET = "webdeployments:13"


def detected_by_id(channel_id: str) -> list[str]:
    return [TOKEN, f"GET {COMMUNICATIONS}/{channel_id}", f"GET {COMMUNICATIONS}?pageSize=1&pageNumber=1"]


def draft_of(configuration_id: str, method: str = "GET") -> str:
    return f"{method} {BASE}/configurations/{configuration_id}/versions/draft"


def versions_of(configuration_id: str) -> str:
    return f"GET {BASE}/configurations/{configuration_id}/versions?pageSize=300"


def written(configuration_id: str) -> list[str]:
    """A draft that is written, waited for (Pending once), and published."""
    draft = draft_of(configuration_id)
    return [draft_of(configuration_id, "PUT"), draft, draft, f"{draft_of(configuration_id, 'POST')}/publish"]


def pinned(deployment_id: str) -> list[str]:
    """A deployment that is written and waited for (Pending once)."""
    path = f"{BASE}/deployments/{deployment_id}"
    return [f"PUT {path}", f"GET {path}", f"GET {path}"]


def written_together(configuration_ids: Sequence[str]) -> list[str]:
    """Drafts that are waited for side by side: two listings serve them all, if there are several."""
    if len(configuration_ids) == 1:
        return written(configuration_ids[0])
    writes = [request for each in configuration_ids for request in (written(each)[0], written(each)[-1])]
    return [*writes, DRAFTS, DRAFTS]


def pinned_together(deployment_ids: Sequence[str]) -> list[str]:
    """Deployments that are waited for side by side: two listings serve them all, if there are several."""
    if len(deployment_ids) == 1:
        return pinned(deployment_ids[0])
    return [*(pinned(each)[0] for each in deployment_ids), BARE_DEPLOYMENTS, BARE_DEPLOYMENTS]


def deployment(simulator: Simulator, name: str) -> dict[str, Any]:
    """The first of that name."""
    return next(each for each in simulator.deployments() if each["name"] == name)


def configuration(simulator: Simulator, name: str) -> dict[str, Any]:
    """The first whose draft has that name: ``{"id", "draft", "versions"}``."""
    return next(each for each in simulator.configurations() if each["draft"]["name"] == name)


def pin(simulator: Simulator, name: str) -> tuple[str, str]:
    """The configuration's id and the version that a deployment is pinned to."""
    reference = deployment(simulator, name)["configuration"]
    return reference["id"], reference["version"]


def version(simulator: Simulator, configuration_id: str, number: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = simulator.configuration(configuration_id)["versions"]
    return next(each for each in found if each["version"] == number)


def writes(simulator: Simulator) -> list[str]:
    return simulator.requests("write")
