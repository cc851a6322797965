# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Null and an empty text are not set where the environment or a default comes in: so a survey of AWX leaves them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

HOW = [
    "access_token",
    "api",
    "api_url",
    "ca_path",
    "client_id",
    "client_secret",
    "deadline",
    "login_url",
    "proxy",
    "region",
    "retries",
    "retry_after_max",
    "scopes",
    "timeout",
    "token_cache",
    "validate_certs",
    "workers",
    "token_pool_size",
    "on_error",
    "overwrite_draft",
    "change_shared",
]


@pytest.mark.parametrize("nothing", [None, ""])
def test_they_are_not_set(simulator: Simulator, modules: Modules, nothing: Any) -> None:
    simulator.reset("plain-webdeployments:3")
    name = simulator.deployments()[0]["name"]
    left_open: dict[str, Any] = dict.fromkeys(HOW, nothing)
    channels = [{"name": name, "enable_features": ["co-browsing"]}]
    assert modules.succeed("webmessaging_channels", channels=channels, **left_open)["changed"] is True
    assert modules.succeed("webmessaging_channels", channels=channels, **left_open)["changed"] is False
