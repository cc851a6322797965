# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be set while the simulator runs."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.simulator.client import Simulator, SimulatorError

from .api import CHANNEL_ID, CHANNELS, Api, ask_token, assert_error

CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"


def test_latency_is_for_api_requests(api: Api, simulator: Simulator) -> None:
    simulator.settings(latency_ms=300)
    started = time.monotonic()
    api.get(CHANNEL)
    assert time.monotonic() - started >= 0.3
    with ThreadPoolExecutor(8) as pool:
        started = time.monotonic()
        list(pool.map(lambda _: ask_token(simulator), range(8)))
    assert time.monotonic() - started < 1.5  # in sequence: 2.4
    started = time.monotonic()
    simulator.state()
    assert time.monotonic() - started < 0.3


def test_keep_alive_has_no_hidden_cost(api: Api) -> None:
    """Nagle and delayed acknowledgements together would make each of these take 40 ms."""
    started = time.monotonic()
    for _token in range(20):
        api.patch({"filler": "x" * 3000})
    assert (time.monotonic() - started) / 20 < 0.03


def test_rate_limit(api: Api, simulator: Simulator) -> None:
    assert "inin-ratelimit-count" not in api.get(CHANNEL).headers
    simulator.settings(rate_limit={"requests": 2, "window_seconds": 1})
    first = api.get(CHANNEL)
    assert first.headers["inin-ratelimit-count"] == "1"
    assert first.headers["inin-ratelimit-allowed"] == "2"
    assert first.headers["inin-ratelimit-reset"] == "1"
    assert_error(api.get(f"{CHANNELS}/unknown"), 404, "not.found")
    refused = api.patch({"name": "New"})
    body = assert_error(refused, 429, "too.many.requests.retry.after")
    assert "[1] seconds" in body["message"]
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["inin-ratelimit-count"] == "3"
    assert simulator.channel(CHANNEL_ID)["version"] == 1
    with Api(simulator) as other:
        assert other.get(CHANNEL).status_code == 200
    time.sleep(1)
    assert api.get(CHANNEL).status_code == 200


def test_a_rate_limit_that_only_its_429s_tell(api: Api, simulator: Simulator) -> None:
    simulator.settings(rate_limit={"requests": 1, "window_seconds": 60}, announce_rate_limit=False)
    admitted, refused = api.get(CHANNEL), api.get(CHANNEL)
    assert (admitted.status_code, refused.status_code) == (200, 429)
    for answer in (admitted, refused):
        assert [name for name in answer.headers if name.startswith("inin-ratelimit")] == []
    assert refused.headers["Retry-After"] == "60"


def test_a_path_prefix(simulator: Simulator) -> None:
    simulator.settings(path_prefix="/gateway/genesys")
    assert ask_token(simulator).status_code == 404
    simulator.settings(path_prefix="")
    with Api(simulator) as api:
        simulator.settings(path_prefix="/gateway/genesys")
        assert_error(api.get(CHANNEL), 404, "not.found")
        assert api.get(f"/gateway/genesys{CHANNEL}").status_code == 200
        assert api.call("POST", "/gateway/genesys/oauth/token").status_code == 400
    assert [entry["kind"] for entry in simulator.journal()] == ["token", "token", "read", "read", "token"]


def test_an_api_that_the_organisation_does_not_have(api: Api, simulator: Simulator) -> None:
    simulator.settings(absent_apis=["communications"])
    assert_error(api.get(CHANNELS), 404, "not.found")
    assert_error(api.patch({}), 404, "not.found")
    assert api.create_webhook().status_code == 201


def test_reset_brings_the_defaults_back(simulator: Simulator) -> None:
    defaults = simulator.settings()
    assert simulator.settings(latency_ms=1, announce_total=False) != defaults
    simulator.reset(page_size_cap=7)
    assert simulator.settings() == {**defaults, "page_size_cap": 7}


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonsense": 1},
        {"latency_ms": -1},
        {"announce_total": 1},
        {"page_size_cap": 0},
        {"webhooks_post_only": 403},
        {"rate_limit": {"requests": 1}},
        {"announce_rate_limit": 0},
        {"path_prefix": "gateway/"},
        {"delivery_retries": 1.5},
        {"lag_reads": -1},
        {"lag_listings": True},
        {"lag_ms": "1"},
        {"answers_lag": 1},
        {"fresh_refusals": 0.5},
        {"fresh_refusal_ms": -1},
    ],
)
def test_wrong_settings_change_nothing(simulator: Simulator, wrong: dict[str, Any]) -> None:
    before = simulator.settings()
    with pytest.raises(SimulatorError, match=next(iter(wrong))):
        simulator.settings(token_ttl_seconds=5, **wrong)
    assert simulator.settings() == before
