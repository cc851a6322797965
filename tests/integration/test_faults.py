# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads and tokens when the service or the network fails: what is tried again, how often, and what is told."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

MODULE = "webmessaging_channel_info"
CHANNELS = "/api/v2/communications/channels"
TOKEN = "POST /oauth/token"
AT_ONCE = {"Retry-After": "0"}
HTML = "<html><head><title>Sign in</title></head></html>"


def answers(status: int, headers: dict[str, str] | None = None) -> dict[str, Any]:
    return {"respond": {"status": status, "code": "service.trouble", "message": "Trouble.", "headers": headers or {}}}


class Reading:
    """The read of one channel, and the faults of its two requests."""

    def __init__(self, simulator: Simulator, modules: Modules) -> None:
        simulator.reset("webmessaging:1")
        self._simulator = simulator
        self._modules = modules
        self.id = simulator.channels()[0]["id"]
        self.read = f"GET {CHANNELS}/{self.id}"

    def fault(self, request: str, action: dict[str, Any], times: int | None = 1, skip: int = 0) -> None:
        """``request``: token or read."""
        method, path = ("POST", "/oauth/token") if request == "token" else ("GET", f"{CHANNELS}/.*")
        self._simulator.fault(method, path, action, times=times, skip=skip)

    def expected(self, request: str, tries: int) -> list[str]:
        """The requests of a run that tries one of them so often, and, if it is the token, goes on to the read."""
        return [TOKEN, *[self.read] * tries] if request == "read" else [TOKEN] * tries

    def succeed(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        result = self._modules.succeed(MODULE, check_mode, id=self.id, **options)
        assert [channel["id"] for channel in result["channels"]] == [self.id]
        return result

    def fail(self, **options: Any) -> dict[str, Any]:
        return self._modules.fail(MODULE, id=self.id, **options)


@pytest.fixture
def reading(simulator: Simulator, modules: Modules) -> Reading:
    return Reading(simulator, modules)


both_requests = pytest.mark.parametrize("request_kind", ["token", "read"])

PASSING = {
    "429": answers(429, AT_ONCE),
    "502": answers(502, AT_ONCE),
    "503": answers(503),
    "503 with Retry-After": answers(503, AT_ONCE),
    "504": answers(504, AT_ONCE),
    "reset before": {"reset": "before"},
    "reset after": {"reset": "after"},
    "cut": {"cut": True},
}


@both_requests
@pytest.mark.parametrize("action", PASSING.values(), ids=PASSING.keys())
def test_what_can_pass_is_tried_again(
    simulator: Simulator, reading: Reading, request_kind: str, action: dict[str, Any]
) -> None:
    reading.fault(request_kind, action)
    result = reading.succeed()
    if request_kind == "token":
        assert simulator.requests() == [TOKEN, TOKEN, reading.read]
    else:
        assert simulator.requests() == [TOKEN, reading.read, reading.read]
    metrics = result["metrics"]
    assert (metrics["retries"], metrics["requests"]["total"]) == (1, 3)
    assert 500 <= metrics["wait_ms"] <= 1250


@both_requests
def test_silence_is_cut_short_and_tried_again(simulator: Simulator, reading: Reading, request_kind: str) -> None:
    reading.fault(request_kind, {"hang": 8, "reset": "before"})
    result = reading.succeed(timeout=1.5)
    assert len(simulator.requests()) == 3
    assert result["metrics"]["retries"] == 1
    assert result["metrics"]["latency_ms"]["max"] >= 1500


FINAL = {
    "500": (answers(500), "unavailable"),
    "a 2xx that is no JSON": ({"respond": {"status": 200, "text": HTML}}, "protocol"),
    "a 2xx that is a list": ({"respond": {"status": 200, "body": []}}, "protocol"),
    "an empty 2xx": ({"respond": {"status": 200}}, "protocol"),
    "a redirect": ({"respond": {"status": 302, "headers": {"Location": "https://other.example/"}}}, "protocol"),
    "418": (answers(418), "rejected"),
    "403": (answers(403), "permission"),
}


@both_requests
@pytest.mark.parametrize(("action", "kind"), FINAL.values(), ids=FINAL.keys())
def test_what_cannot_pass_fails_at_once(
    simulator: Simulator, reading: Reading, request_kind: str, action: dict[str, Any], kind: str
) -> None:
    reading.fault(request_kind, action, times=None)
    result = reading.fail()
    assert simulator.requests() == reading.expected(request_kind, 1)
    assert (result["failure"]["kind"], result["changed"]) == (kind, False)
    assert result["failure"]["status"] == action["respond"]["status"]
    assert (result["metrics"]["retries"], result["metrics"]["wait_ms"]) == (0, 0)


RETRY_AFTER = {
    "zero": ({"Retry-After": "0"}, 500, 750),
    "a second": ({"Retry-After": "1"}, 1000, 1250),
    "a date, by the server's own clock": (
        {"Retry-After": "Sat, 01 Jan 2000 00:00:01 GMT", "Date": "Sat, 01 Jan 2000 00:00:00 GMT"},
        1000,
        1250,
    ),
    "a date that has passed": ({"Retry-After": "Sat, 01 Jan 2000 00:00:01 GMT"}, 500, 750),
    "missing": ({}, 750, 1250),
    "negative": ({"Retry-After": "-1"}, 750, 1250),
    "garbage": ({"Retry-After": "soon"}, 750, 1250),
}


@pytest.mark.parametrize(("headers", "at_least", "at_most"), RETRY_AFTER.values(), ids=RETRY_AFTER.keys())
def test_the_wait_is_what_the_server_asked_for(
    simulator: Simulator, reading: Reading, headers: dict[str, str], at_least: int, at_most: int
) -> None:
    reading.fault("read", answers(429, headers))
    result = reading.succeed()
    assert simulator.requests() == [TOKEN, reading.read, reading.read]
    assert at_least <= result["metrics"]["wait_ms"] <= at_most
    first, second = (entry["at"] for entry in simulator.journal()[1:])
    assert second - first >= at_least / 1000


@both_requests
@pytest.mark.parametrize(("status", "kind"), [(429, "rate_limited"), (503, "unavailable")])
def test_a_wait_beyond_retry_after_max_fails_at_once(
    simulator: Simulator, reading: Reading, request_kind: str, status: int, kind: str
) -> None:
    reading.fault(request_kind, answers(status, {"Retry-After": "99999"}), times=None)
    result = reading.fail()
    assert simulator.requests() == reading.expected(request_kind, 1)
    assert (result["failure"]["kind"], result["failure"]["status"]) == (kind, status)
    assert "99999 s" in result["msg"]
    assert "retry_after_max" in result["msg"]
    assert result["metrics"]["wait_ms"] == 0


def test_retry_after_max_can_be_lowered(simulator: Simulator, reading: Reading) -> None:
    reading.fault("read", answers(429, {"Retry-After": "2"}))
    assert "asked to wait 2 s" in reading.fail(retry_after_max=1)["msg"]
    assert simulator.requests() == [TOKEN, reading.read]


@both_requests
def test_a_wait_that_would_pass_the_deadline_is_not_begun(
    simulator: Simulator, reading: Reading, request_kind: str
) -> None:
    reading.fault(request_kind, answers(429, {"Retry-After": "60"}), times=None)
    result = reading.fail(deadline=30)
    assert simulator.requests() == reading.expected(request_kind, 1)
    assert result["failure"]["kind"] == "rate_limited"
    assert "deadline of 30 s" in result["msg"]
    assert result["metrics"]["wait_ms"] == 0


@both_requests
@pytest.mark.parametrize("retries", [0, 2])
def test_retries_count_the_extra_tries(simulator: Simulator, reading: Reading, request_kind: str, retries: int) -> None:
    reading.fault(request_kind, answers(503, AT_ONCE), times=None)
    result = reading.fail(retries=retries)
    assert simulator.requests() == reading.expected(request_kind, retries + 1)
    assert result["failure"]["kind"] == "unavailable"
    assert f"after {retries + 1} {'tries' if retries else 'try'}" in result["msg"]
    assert result["metrics"]["retries"] == retries


THROTTLED = {
    "error": "invalid_request",
    "error_description": "rate limit exceeded; try again later",
    "description": "rate limit exceeded; try again later",
}


def test_a_throttled_token_is_asked_for_again(simulator: Simulator, reading: Reading) -> None:
    reading.fault("token", {"respond": {"status": 400, "body": THROTTLED, "headers": AT_ONCE}})
    result = reading.succeed()
    assert simulator.requests() == [TOKEN, TOKEN, reading.read]
    assert result["metrics"]["requests"]["token"] == 2


def test_a_token_that_stays_throttled_is_told_as_rate_limited(simulator: Simulator, reading: Reading) -> None:
    reading.fault("token", {"respond": {"status": 400, "body": THROTTLED, "headers": AT_ONCE}}, times=None)
    result = reading.fail(retries=0, deadline=4)
    # At once, after 1 s and 2 s, and shortly before the deadline, if jitter leaves time for that.
    assert simulator.requests() in ([TOKEN] * 3, [TOKEN] * 4)
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("rate_limited", 400)
    assert "rate limit exceeded" in result["msg"]
    assert "deadline of 4 s" in result["msg"]


def test_a_limit_of_the_login_service_is_waited_out_whatever_the_retries(
    simulator: Simulator, reading: Reading
) -> None:
    reading.fault("token", {"respond": {"status": 429, "text": "", "headers": AT_ONCE}}, times=3)
    reading.succeed(retries=0)
    assert simulator.requests() == [*[TOKEN] * 4, reading.read]


@pytest.mark.parametrize("retries", [0, 1])
def test_where_nothing_listens_it_says_so(modules: Modules, retries: int) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    modules.environment["GENESYS_BASE_PATH"] = f"http://127.0.0.1:{port}"
    result = modules.fail(MODULE, retries=retries)
    assert result["failure"]["kind"] == "network"
    assert result["failure"]["status"] is None
    assert "Connection refused" in result["msg"]
    assert result["metrics"]["requests"] == {"total": retries + 1, "token": retries + 1, "read": 0, "write": 0}
    assert result["metrics"]["retries"] == retries


def test_check_mode_tries_reads_again_too(simulator: Simulator, reading: Reading) -> None:
    reading.fault("token", answers(503, AT_ONCE))
    reading.fault("read", {"reset": "before"})
    reading.succeed(check_mode=True)
    assert simulator.requests() == [TOKEN, TOKEN, reading.read, reading.read]
