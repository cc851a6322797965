# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An org without the API that the task names: the error says which one it may have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

SOME_ID = "d1b2c3d4-e5f6-7890-abcd-ef1234567890"
HOOK = {"name": "Sync", "callback_url": "https://monitor.example/hook"}
LEAVE_OUT = "leave out api: communications"


@pytest.mark.parametrize(
    ("module", "options", "told"),
    [
        ("webmessaging_channel", {"id": SOME_ID, "max_concurrent_sessions": 5}, LEAVE_OUT),
        ("webmessaging_channel_info", {}, "set api to webdeployments"),
        ("webmessaging_channel", {"name": "x", "max_concurrent_sessions": 5}, "set api to webdeployments"),
        ("webmessaging_channels", {"channels": [{"id": SOME_ID, "max_concurrent_sessions": 5}]}, LEAVE_OUT),
        ("webmessaging_webhook", HOOK, LEAVE_OUT),
        ("webmessaging_webhook", {"name": "Sync", "state": "absent"}, LEAVE_OUT),
        ("webmessaging_webhook_info", {}, LEAVE_OUT),
    ],
)
def test_communications_on_an_org_with_web_deployments_alone(
    simulator: Simulator, modules: Modules, module: str, options: dict[str, Any], told: str
) -> None:
    simulator.reset("webdeployments:3")
    result = modules.fail(module, api="communications", **options)
    assert told in result["msg"]


@pytest.mark.parametrize(
    ("module", "options", "told"),
    [
        ("webmessaging_channel", {"id": SOME_ID, "enable_features": ["co-browsing"]}, "leave out api, and the API"),
        ("webmessaging_channel_info", {}, "does not serve Web Deployments"),
        ("webmessaging_deployment_info", {}, "does not serve Web Deployments"),
        ("webmessaging_configuration", {"name": "x"}, "does not serve Web Deployments"),
    ],
)
def test_web_deployments_on_an_org_with_communications_alone(
    simulator: Simulator, modules: Modules, module: str, options: dict[str, Any], told: str
) -> None:
    simulator.reset("mixed:3")
    told_api: dict[str, Any] = {} if "deployment" in module or "configuration" in module else {"api": "webdeployments"}
    result = modules.fail(module, **told_api, **options)
    assert told in result["msg"]
    assert result["failure"]["kind"] == "not_found"
