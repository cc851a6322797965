# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the journal tells of requests, and what it must not."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

from tests.simulator.client import Simulator

from .api import CHANNEL_ID, CHANNELS, Api, ask_token

CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"


def test_every_request_is_there_in_order(api: Api, simulator: Simulator) -> None:
    started = time.monotonic()
    api.get(CHANNELS, pageSize=5, pageNumber=2)
    api.patch({"name": "New"})
    api.get("/nonsense")
    ask_token(simulator, scope="communications:read")
    entries = simulator.journal()
    assert [entry["number"] for entry in entries] == [2, 3, 4, 5]
    assert [entry["kind"] for entry in entries] == ["read", "write", "read", "token"]
    assert [entry["status"] for entry in entries] == [200, 200, 404, 200]
    assert [entry["token"] for entry in entries] == [1, 1, 1, 2]
    assert entries[0]["path"] == CHANNELS
    assert entries[0]["query"] == "pageSize=5&pageNumber=2"
    assert [entry["body"] for entry in entries] == [
        None,
        {"id": CHANNEL_ID, "name": "New"},
        None,
        {"grant_type": "client_credentials", "scope": "communications:read"},
    ]
    arrivals = [entry["at"] for entry in entries]
    assert started < arrivals[0]
    assert arrivals == sorted(arrivals)
    assert all(0 < entry["duration_ms"] < 1000 for entry in entries)


def test_requests_as_text(api: Api, simulator: Simulator) -> None:
    api.get(CHANNELS, pageSize=5)
    api.patch({})
    ask_token(simulator)
    assert simulator.requests() == [f"GET {CHANNELS}?pageSize=5", f"PATCH {CHANNEL}", "POST /oauth/token"]
    assert simulator.requests("token", "write") == [f"PATCH {CHANNEL}", "POST /oauth/token"]
    assert simulator.requests(path=CHANNELS) == [f"GET {CHANNELS}?pageSize=5"]


def test_no_credential_is_kept(api: Api, simulator: Simulator) -> None:
    api.get(CHANNELS)
    api.call("POST", "/oauth/token", data={"grant_type": "client_credentials", "client_secret": "leak-1"})
    api.call("POST", "/oauth/token", data={"grant_type": "password", "password": "leak-2"})
    api.call("POST", "/oauth/token", json={"client_secret": "leak-3"})
    text = json.dumps(simulator.journal())
    for secret in (api.token, simulator.client_secret, "leak-", "Bearer", "Basic"):
        assert secret not in text


def test_connections_are_told_apart(api: Api, simulator: Simulator) -> None:
    api.get(CHANNELS)
    api.get(CHANNELS)
    with Api(simulator) as other:
        other.get(CHANNELS)
    first, second, _token, third = [entry["connection"] for entry in simulator.journal()]
    assert first == second != third


def test_a_body_that_is_not_json_is_kept_as_text(api: Api, simulator: Simulator) -> None:
    api.call("PATCH", CHANNEL, data=b"{broken \xff", headers={"Content-Type": "application/json"})
    assert simulator.journal()[0]["body"] == "{broken \\xff"


def test_the_harness_leaves_no_trace(api: Api, simulator: Simulator) -> None:
    simulator.state()
    simulator.inbox("nobody")
    api.call("POST", "/_simulator/inbox/hook", data=b"x")
    assert simulator.journal() == []


def test_a_request_under_way_has_no_status_yet(api: Api, simulator: Simulator) -> None:
    simulator.fault("GET", CHANNELS, {"hang": 0.3})
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(api.get, CHANNELS)
        while not simulator.journal():
            time.sleep(0.01)
        entry = simulator.journal()[0]
        assert (entry["status"], entry["duration_ms"], entry["fault"]) == (None, None, ["hang"])
        assert answer.result().status_code == 200
    entry = simulator.journal()[0]
    assert entry["status"] == 200
    assert entry["duration_ms"] >= 300
