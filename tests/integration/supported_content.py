# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of supported content profiles have in common: requests, and profiles by their names."""

from __future__ import annotations

from typing import Any

from tests.integration.web_deployments import BASE
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_SUPPORTED_CONTENT

PROFILES = "/api/v2/conversations/messaging/supportedcontent"
DEFAULT = f"{PROFILES}/default"
PROFILES_LISTING = f"GET {PROFILES}?pageSize=100&pageNumber=1"
CONTENT_USERS = f"GET {BASE}/deployments?pageSize=300&expand=SupportedContent"
PICTURES, EVERYTHING = (each["id"] for each in DEFAULT_SUPPORTED_CONTENT)
"""The second is the org's default."""


def profile(simulator: Simulator, name: str) -> dict[str, Any]:
    """The first of that name."""
    return next(each for each in simulator.supported_content() if each["name"] == name)
