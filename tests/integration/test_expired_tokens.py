# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens that end, or never were any good: one new one where that can help, and no loop."""

from __future__ import annotations

import pytest

from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

CHANNELS = "/api/v2/communications/channels"
TOKEN = "POST /oauth/token"
REFUSED = {"respond": {"status": 401, "code": "bad.credentials", "message": "Invalid login credentials."}}


@pytest.fixture
def channel_id(simulator: Simulator) -> str:
    simulator.reset("webmessaging:1")
    return str(simulator.channels()[0]["id"])


def test_a_token_that_ends_before_a_write_is_renewed(simulator: Simulator, modules: Modules, channel_id: str) -> None:
    simulator.fault("PATCH", f"{CHANNELS}/.*", {"expire_tokens": True})
    result = modules.succeed("webmessaging_channel", id=channel_id, max_concurrent_sessions=800)
    read, patch = (f"{method} {CHANNELS}/{channel_id}" for method in ("GET", "PATCH"))
    assert simulator.requests() == [TOKEN, read, patch, TOKEN, patch]
    assert [entry["status"] for entry in simulator.journal()] == [200, 200, 401, 200, 200]
    assert result["changed"] is True
    assert result["audit"][0]["attempts"] == 2
    assert result["metrics"]["requests"] == {"total": 5, "token": 2, "read": 1, "write": 2}
    assert result["metrics"]["wait_ms"] == 0


def test_a_token_that_ends_between_two_pages_is_renewed(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:150")
    simulator.fault("GET", CHANNELS, {"expire_tokens": True}, query="pageNumber=2")
    result = modules.succeed("webmessaging_channel_info")
    first, second = (f"GET {CHANNELS}?pageSize=100&pageNumber={number}" for number in (1, 2))
    assert simulator.requests() == [TOKEN, first, second, TOKEN, second]
    assert result["total"] == 150


def test_a_token_that_ends_before_a_creation_is_renewed(simulator: Simulator, modules: Modules) -> None:
    simulator.fault("POST", ".*/webhooks", {"expire_tokens": True})
    modules.succeed("webmessaging_webhook", name="Sync", callback_url="https://monitor.example/", secret="signed")
    # The last one is the listing that tells whether somebody else made one of that name at the same moment.
    assert [entry["status"] for entry in simulator.journal()] == [200, 200, 401, 200, 201, 200]
    assert len(simulator.webhooks()) == 1


def test_a_token_is_renewed_once_and_not_in_a_loop(simulator: Simulator, modules: Modules, channel_id: str) -> None:
    simulator.fault("PATCH", f"{CHANNELS}/.*", REFUSED, times=None)
    result = modules.fail("webmessaging_channel", id=channel_id, max_concurrent_sessions=800)
    read, patch = (f"{method} {CHANNELS}/{channel_id}" for method in ("GET", "PATCH"))
    assert simulator.requests() == [TOKEN, read, patch, TOKEN, patch]
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("authentication", 401)


def test_a_fresh_token_that_is_refused_is_replaced_once(
    simulator: Simulator, modules: Modules, channel_id: str
) -> None:
    simulator.fault("GET", f"{CHANNELS}/.*", REFUSED)
    modules.succeed("webmessaging_channel_info", id=channel_id)
    assert simulator.requests() == [TOKEN, f"GET {CHANNELS}/{channel_id}"] * 2


def test_its_replacement_that_is_refused_too_is_the_end(
    simulator: Simulator, modules: Modules, channel_id: str
) -> None:
    simulator.fault("GET", f"{CHANNELS}/.*", REFUSED, times=None)
    result = modules.fail("webmessaging_channel", id=channel_id, max_concurrent_sessions=800)
    assert simulator.requests() == [TOKEN, f"GET {CHANNELS}/{channel_id}"] * 2
    assert result["failure"]["kind"] == "authentication"
    assert "Invalid login credentials" in result["msg"]


def test_a_token_dead_on_arrival_is_replaced_once(simulator: Simulator, modules: Modules, channel_id: str) -> None:
    simulator.settings(token_ttl_seconds=0)
    result = modules.fail("webmessaging_channel_info", id=channel_id)
    assert simulator.requests() == [TOKEN, f"GET {CHANNELS}/{channel_id}"] * 2
    assert result["failure"]["code"] == "credentials.expired"


def test_a_given_token_is_never_replaced(simulator: Simulator, modules: Modules, channel_id: str) -> None:
    result = modules.fail("webmessaging_channel_info", id=channel_id, access_token="not-one-of-this-org")
    assert simulator.requests() == [f"GET {CHANNELS}/{channel_id}"]
    assert result["failure"]["kind"] == "authentication"
    assert result["metrics"]["requests"]["token"] == 0


def test_a_token_near_its_end_is_renewed_before_it_is_refused(
    simulator: Simulator, modules: Modules, channel_id: str
) -> None:
    """While we wait for the service to come back, the token ends."""
    simulator.settings(token_ttl_seconds=3)
    unavailable = {"status": 502, "code": "bad.gateway", "message": "Trouble.", "headers": {"Retry-After": "3"}}
    simulator.fault("PATCH", f"{CHANNELS}/.*", {"respond": unavailable})
    modules.succeed("webmessaging_channel", id=channel_id, max_concurrent_sessions=800)
    read, patch = (f"{method} {CHANNELS}/{channel_id}" for method in ("GET", "PATCH"))
    assert simulator.requests() == [TOKEN, read, patch, TOKEN, read, patch]
    assert 401 not in [entry["status"] for entry in simulator.journal()]


@pytest.mark.parametrize("status", [401, 400])
def test_wrong_credentials_are_sent_once(simulator: Simulator, modules: Modules, status: int) -> None:
    simulator.settings(bad_credentials_status=status)
    modules.environment["GENESYS_CLIENT_SECRET"] = "wrong"
    result = modules.fail("webmessaging_channel_info")
    assert simulator.requests() == [TOKEN]
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("authentication", status)
    assert "client_secret" in result["msg"]
