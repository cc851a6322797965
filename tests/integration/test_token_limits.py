# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A login service that grants few tokens: playbooks wait for their turn, and a pool works with what it has."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels import FLEET, TOKEN, page
from tests.integration.conftest import Modules
from tests.integration.fleet import small_org
from tests.integration.front import Instead, front
from tests.integration.webhooks import warnings_of
from tests.simulator.client import Simulator

INFO = "webmessaging_channel_info"
WISH = {"max_concurrent_sessions": 800}
EVERYTHING: dict[str, Any] = {"channels": [{"name_glob": "*", **WISH}]}
THROTTLED = {"error": "invalid_request", "error_description": "rate limit exceeded; try again later"}
REFUSALS = {
    "400": {"status": 400, "body": THROTTLED},
    "429": {"status": 429, "text": "slow down"},
    "429 with Retry-After": {"status": 429, "code": "too.many.requests", "headers": {"Retry-After": "60"}},
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_pool_of_five_of_which_one_is_granted_fails_no_channel(
    simulator: Simulator, modules: Modules, name: str
) -> None:
    simulator.reset(small_org(*"abcdefghijkl"), latency_ms=20)
    simulator.fault("POST", "/oauth/token", {"respond": REFUSALS[name]}, skip=1, times=None)
    result = modules.succeed(FLEET, **EVERYTHING, workers=5, token_pool_size=5)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    assert len(simulator.requests("write")) == 12
    assert simulator.requests("token") == [TOKEN] * 5, "each of the others was asked for once"
    assert result["metrics"]["wait_ms"] == 0
    assert "4 of the 5 tokens that token_pool_size asks for could not be obtained" in warnings_of(result)


def test_channels_given_by_id_wait_for_the_one_token_and_not_for_their_own(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.reset(small_org(*"abcde"), latency_ms=20)
    simulator.fault("POST", "/oauth/token", {"respond": REFUSALS["429"]}, skip=1, times=None)
    entries = [{"id": f"c{number}", **WISH} for number in range(5)]
    result = modules.succeed(FLEET, channels=entries, workers=5, token_pool_size=5)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    assert simulator.requests("token") == [TOKEN] * 5
    assert result["metrics"]["wait_ms"] == 0


def test_a_pool_whose_first_token_has_to_be_waited_for_ends_well(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abcdef"), latency_ms=20)
    simulator.fault("POST", "/oauth/token", {"respond": REFUSALS["400"]}, times=2)
    result = modules.succeed(FLEET, **EVERYTHING, workers=3, token_pool_size=3, retries=0)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    assert simulator.requests()[:4] == [TOKEN, TOKEN, TOKEN, page(1)]
    assert len(simulator.requests("token")) == 5


def limited(grants: int, window_seconds: float) -> Callable[[str, str], Instead | None]:
    """A login service that grants so many tokens in a window, which begins with the first."""
    lock = threading.Lock()
    granted: list[float] = []
    answer = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"

    def meddle(method: str, path: str) -> Instead | None:
        if not path.endswith("/oauth/token"):
            return None
        with lock:
            now = time.monotonic()
            if sum(at > now - window_seconds for at in granted) >= grants:
                return Instead(answer, handled=False)
            granted.append(now)
            return None

    return meddle


@pytest.mark.parametrize("shared", [False, True], ids=["each for itself", "with one token_cache"])
def test_five_tasks_at_once_all_end_though_two_tokens_are_granted_in_a_window(
    simulator: Simulator, modules: Modules, shared: bool, tmp_path: Path
) -> None:
    """A window of 3 s here is the minute of the real one, and a deadline of 30 s the 300 s of the real one."""
    simulator.reset("webmessaging:3")
    tmp_path.chmod(0o700)
    options: dict[str, Any] = {"token_cache": str(tmp_path / "tokens.json")} if shared else {}
    with front(simulator.url, limited(2, 3.0)) as url:
        modules.environment["GENESYS_BASE_PATH"] = url
        running = [modules.start(INFO, retries=0, deadline=30, **options) for _each in range(5)]
        results = [each.finish() for each in running]
    assert [each.result.get("total") for each in results] == [3] * 5
    assert len(simulator.requests("token")) == (1 if shared else 5)
