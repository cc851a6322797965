# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand, as clients see them that know nothing of the simulator."""

from __future__ import annotations

import socket
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.simulator.client import Simulator, SimulatorError
from tests.simulator.garbling import HOWS

from .api import CHANNEL_ID, CHANNELS, Api, ask_token, assert_error, webhook

CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"
ANY_CHANNEL = f"{CHANNELS}/[^/]+"


def _version(simulator: Simulator) -> Any:
    return simulator.channel(CHANNEL_ID)["version"]


def test_respond_leaves_the_state_alone(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", ANY_CHANNEL, {"respond": {"status": 503, "headers": {"Retry-After": 1}, "text": "<html>"}})
    answer = api.patch({"name": "New"})
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (503, "<html>", "1")
    assert answer.headers["Content-Type"] == "text/html"
    assert answer.headers["ININ-Correlation-Id"]
    assert _version(simulator) == 1
    assert api.patch({"name": "New"}).status_code == 200


def test_respond_with_json_an_error_body_or_nothing(api: Api, simulator: Simulator) -> None:
    simulator.fault("GET", CHANNELS, {"respond": {"status": 200, "body": {"entities": None}}})
    simulator.fault("GET", CHANNELS, {"respond": {"status": 504, "code": "request.timeout", "message": "Late"}})
    simulator.fault("GET", CHANNELS, {"respond": {"status": 502}})
    assert api.get(CHANNELS).json() == {"entities": None}
    assert assert_error(api.get(CHANNELS), 504, "request.timeout")["message"] == "Late"
    assert api.get(CHANNELS).content == b""


def test_a_token_request_can_fail(simulator: Simulator) -> None:
    body = {"error": "invalid_request", "error_description": "rate limit exceeded"}
    simulator.fault("POST", "/oauth/token", {"respond": {"status": 400, "body": body}})
    assert ask_token(simulator).json() == body
    assert ask_token(simulator).status_code == 200


def test_after_takes_effect(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"after": {"status": 504, "text": ""}})
    assert api.patch({"name": "New"}).status_code == 504
    assert simulator.channel(CHANNEL_ID)["name"] == "New"


@pytest.mark.parametrize(("moment", "version"), [("before", 1), ("after", 2)])
def test_reset(api: Api, simulator: Simulator, moment: str, version: int) -> None:
    simulator.fault("PATCH", CHANNEL, {"reset": moment})
    with pytest.raises(requests.ConnectionError):
        api.patch({"name": "New"})
    assert _version(simulator) == version
    assert simulator.journal()[-1]["status"] is None
    assert api.get(CHANNEL).status_code == 200


def test_cut(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"cut": True})
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        api.patch({"name": "New"})
    assert _version(simulator) == 2
    entry = simulator.journal()[-1]
    assert (entry["status"], entry["fault"]) == (None, ["cut"])


def _bytes_until_the_end(simulator: Simulator, request: str) -> bytes:
    address = urlsplit(simulator.url)
    received = b""
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        connection.sendall(request.encode())
        while part := connection.recv(65536):
            received += part
    return received


def test_on_the_wire(api: Api, simulator: Simulator) -> None:
    request = f"GET {CHANNEL} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.token}\r\n\r\n"
    simulator.fault("GET", CHANNEL, {"cut": True})
    head, _blank, body = _bytes_until_the_end(simulator, request).partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    assert head.startswith(b"HTTP/1.1 200 ")
    assert 0 < len(body) < length == len(api.get(CHANNEL).content)

    simulator.fault("GET", CHANNEL, {"reset": "before"})
    with pytest.raises(ConnectionResetError):
        _bytes_until_the_end(simulator, request)


def test_hang_takes_effect_late_also_for_a_client_that_has_left(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"hang": 0.6})
    with pytest.raises(requests.ReadTimeout):
        requests.patch(
            simulator.url + CHANNEL,
            json={"id": CHANNEL_ID},
            headers={"Authorization": f"Bearer {api.token}"},
            timeout=0.1,
        )
    assert _version(simulator) == 1
    time.sleep(0.6)
    assert _version(simulator) == 2


def test_a_reset_ends_what_hangs(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"hang": 0.2})
    with pytest.raises(requests.ReadTimeout):
        requests.patch(
            simulator.url + CHANNEL,
            json={"id": CHANNEL_ID},
            headers={"Authorization": f"Bearer {api.token}"},
            timeout=0.1,
        )
    simulator.reset()
    time.sleep(0.2)
    assert _version(simulator) == 1
    assert simulator.journal() == []


def test_expire_tokens(api: Api, simulator: Simulator) -> None:
    simulator.fault("GET", CHANNELS, {"expire_tokens": True})
    assert_error(api.get(CHANNELS), 401, "credentials.expired")
    assert_error(api.get(CHANNELS), 401, "credentials.expired")
    with Api(simulator) as renewed:
        assert renewed.get(CHANNELS).status_code == 200


def test_somebody_else_changes_a_channel(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", ANY_CHANNEL, {"mutate": {"configuration": {"webchat": {"features": ["theirs"]}}}})
    changed = api.patch({"configuration": {"webchat": {"maxConcurrentSessions": 5}}}).json()
    assert changed["version"] == 3
    assert changed["configuration"]["webchat"] == {"maxConcurrentSessions": 5, "features": ["theirs"]}
    simulator.fault("GET", CHANNELS, {"mutate": {"id": CHANNEL_ID, "name": "Theirs"}})
    assert api.get(CHANNELS).json()["entities"][0]["name"] == "Theirs"


def test_somebody_else_deletes_a_channel(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", ANY_CHANNEL, {"delete_channel": True})
    assert_error(api.patch({}), 404, "not.found")
    simulator.reset()
    simulator.fault("*", ".*", {"delete_channel": CHANNEL_ID}, times=None)
    with Api(simulator) as fresh:
        assert_error(fresh.get(CHANNEL), 404, "not.found")
        assert_error(fresh.get(CHANNEL), 404, "not.found")


def test_somebody_else_deletes_a_webhook(simulator: Simulator) -> None:
    simulator.reset({"webhooks": [{"id": "w1", **webhook()}]})
    simulator.fault("DELETE", ".*", {"delete_webhook": True})
    with Api(simulator) as api:
        assert_error(api.call("DELETE", "/api/v2/platform/webhooks/w1"), 404, "not.found")


def test_actions_combine(api: Api, simulator: Simulator) -> None:
    simulator.fault("PATCH", CHANNEL, {"mutate": {"name": "Theirs"}, "respond": {"status": 503}})
    assert api.patch({"name": "Ours"}).status_code == 503
    assert simulator.channel(CHANNEL_ID)["name"] == "Theirs"


def test_skip_times_and_order(api: Api, simulator: Simulator) -> None:
    simulator.fault("GET", CHANNELS, {"respond": {"status": 503}}, skip=1, times=2)
    simulator.fault("*", ".*", {"respond": {"status": 404}}, times=None)
    assert [api.get(CHANNELS).status_code for _try in range(4)] == [404, 503, 503, 404]
    assert api.get(CHANNEL).status_code == 404
    assert [(fault["matched"], fault["hits"]) for fault in simulator.faults()] == [(3, 2), (3, 3)]
    simulator.clear_faults()
    assert api.get(CHANNELS).status_code == 200


def test_the_path_has_to_match_in_full_the_query_anywhere(api: Api, simulator: Simulator) -> None:
    simulator.fault("GET", CHANNELS, {"respond": {"status": 503}}, query=r"\bpageNumber=2\b")
    statuses = [
        api.get(CHANNEL).status_code,
        api.get(CHANNELS, pageNumber=1).status_code,
        api.get(CHANNELS, pageSize=5, pageNumber=2).status_code,
    ]
    assert statuses == [200, 200, 503]


@pytest.mark.parametrize(
    "action",
    [
        *({}, {"nonsense": 1}, {"reset": "now"}, {"cut": False}, {"hang": "1"}, {"mutate": 5}, {"delete_channel": 1}),
        *({"respond": {}}, {"respond": {"status": 99}}, {"respond": {"status": 200, "text": "", "body": 1}}),
        {"cut": True, "respond": {"status": 200}},
    ],
)
def test_wrong_actions_are_refused(simulator: Simulator, action: dict[str, Any]) -> None:
    with pytest.raises(SimulatorError, match="fault"):
        simulator.fault("GET", ".*", action)
    with pytest.raises(SimulatorError, match="fault"):
        simulator.fault("GET", "(", {"cut": True})
    assert simulator.faults() == []


@pytest.mark.parametrize("how", HOWS)
def test_garble_changes_an_answer_by_chance_and_always_alike(api: Api, simulator: Simulator, how: str) -> None:
    whole = api.get(CHANNELS).content
    garbled = []
    for seed in (1, 1, 2, 3):
        simulator.fault("GET", CHANNELS, {"garble": {"how": how, "seed": seed}})
        answer = api.get(CHANNELS)
        assert answer.status_code == 200
        garbled.append(answer.content)
    assert garbled[0] == garbled[1]
    assert any(each != whole for each in garbled)
    assert api.get(CHANNELS).content == whole


def test_garble_leaves_an_answer_without_json_alone(api: Api, simulator: Simulator) -> None:
    simulator.fault(
        "GET", CHANNELS, {"garble": {"how": "drop", "seed": 1}, "respond": {"status": 200, "text": "hello"}}
    )
    assert api.get(CHANNELS).text == "hello"


@pytest.mark.parametrize(
    "garble", [{"how": "no such way", "seed": 1}, {"how": "drop"}, {"how": "drop", "seed": "x"}, 1]
)
def test_garble_says_what_it_takes(simulator: Simulator, garble: Any) -> None:
    with pytest.raises(SimulatorError, match="garble"):
        simulator.fault("GET", CHANNELS, {"garble": garble})
