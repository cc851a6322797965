# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module that validates channels and webhook together: one error for all of it, never a request, no credentials."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

VALIDATE = "webmessaging_validate"
GOOD: dict[str, Any] = {
    "defaults": {"features": ["co-browsing"]},
    "target_browsers": ["edge"],
    "channels": [{"id": "a", "target_browsers": ["chrome"]}, {"name": "b", "features": []}],
    "webhook": {"name": "Sync", "callback_url": "https://monitor.example/hook"},
}
BAD: dict[str, Any] = {
    "timeout": 0,
    "workers": 65,
    "target_browsers": ["opera"],
    "defaults": {"max_concurrent_sessions": 0},
    "channels": [
        {"id": "a", "features": ["rich-medai"]},
        {"name": "b", "name_glob": "c"},
        {"id": "a"},
    ],
    "webhook": {
        "name": " ",
        "callback_url": "http://monitor.example/hook",
        "secret": "hook-s3cret",
        "http_headers": {"X-Api-Key": "header-s3cret", "a b": "x"},
        "enabled": "perhaps",
    },
}
BEGINNINGS = [
    "defaults.max_concurrent_sessions: 0 is out of range",
    "target_browsers: 'opera' is not a known browser",
    "channels[0].features: 'rich-medai' is not a known feature. Did you mean 'rich-media'?",
    "channels[1].name and name_glob: are both given",
    "channels[0] and channels[2]: both select id 'a'; make one entry of them.",
    "workers: 65 is out of range",
    "webhook.name: ' ' is empty",
    "webhook.callback_url: 'http://monitor.example/hook' is plain http to another host",
    "webhook.http_headers: 'a b' is no name of an HTTP header",
    "timeout: 0 is out of range",
    "argument 'enabled' is of type",
]


@pytest.fixture
def without_credentials(modules: Modules) -> Modules:
    modules.environment = {}
    return modules


@pytest.mark.parametrize("check_mode", [False, True])
def test_all_errors_come_together(
    simulator: Simulator, without_credentials: Modules, tmp_path: Path, check_mode: bool
) -> None:
    log = tmp_path / "audit.jsonl"
    ran = without_credentials.run(VALIDATE, check_mode=check_mode, audit_log=str(log), **BAD)
    assert ran.failed
    details = ran.result["failure"]["details"]
    assert [begins for begins, told in zip(BEGINNINGS, details, strict=True) if not told.startswith(begins)] == []
    assert ran.result["failure"]["kind"] == "validation"
    (entry,) = ran.result["audit"]
    assert (entry["action"], entry["resource"], entry["outcome"]) == ("VALIDATE", "configuration", "rejected")
    assert len(log.read_text().splitlines()) == 1
    assert "s3cret" not in ran.output + log.read_text()
    assert simulator.requests() == []


@pytest.mark.parametrize("check_mode", [False, True])
def test_what_is_valid_is_no_change_and_no_request(
    simulator: Simulator, without_credentials: Modules, check_mode: bool
) -> None:
    result = without_credentials.succeed(VALIDATE, check_mode=check_mode, **GOOD)
    assert (result["changed"], result["audit"]) == (False, [])
    assert result["metrics"]["requests"] == {"total": 0, "token": 0, "read": 0, "write": 0}
    assert simulator.requests() == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "channels or webhook: is missing; say what shall be configured."),
        ({"channels": None, "webhook": None}, "channels or webhook: is missing; say what shall be configured."),
        ({**GOOD, "target_browsers": ["safari"]}, "defaults.features: co-browsing does not work in safari"),
        ({**GOOD, "client_id": "a:b"}, "client_id: holds a colon"),
        ({"webhook": {"name": "Sync"}}, "webhook.callback_url: is missing; say where the events shall be posted."),
        ({"webhook": {"callback_url": "https://x.example"}}, "missing required arguments: name found in webhook"),
        ({"webhook": ["Sync"]}, "argument 'webhook' is of type"),
        ({"channels": [], "capabilities": {"session_limit": 0}}, "capabilities.session_limit: 0 is out of range"),
    ],
)
def test_each_error_is_one(without_credentials: Modules, options: dict[str, Any], problem: str) -> None:
    (told,) = without_credentials.fail(VALIDATE, **options)["failure"]["details"]
    assert told.startswith(problem)


@pytest.mark.parametrize(
    "options",
    [{"channels": []}, {"webhook": {"name": "Sync", "state": "absent"}}, {"channels": [{"name_glob": "*"}]}],
)
def test_one_of_channels_and_webhook_is_enough(without_credentials: Modules, options: dict[str, Any]) -> None:
    assert without_credentials.succeed(VALIDATE, **options)["changed"] is False
