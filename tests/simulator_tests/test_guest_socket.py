# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guests' WebSockets: who is let in, what frames are answered, what counts as more than a look, and what goes wrong."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus
from websockets.sync.client import connect

from tests.simulator.client import Simulator, SimulatorError
from tests.simulator_tests.guests import TOKEN, assert_valid, guest, socket_url

FIRST = "d1b2c3d4-e5f6-7890-abcd-ef1234567890"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
OTHER_TOKEN = "5d7c3a52-0c0e-4d0a-8c57-0a4a4f0e9b22"
PICTURES = [{"type": "image/jpeg"}, {"type": "image/png"}]
EVERYTHING = [{"type": "*/*"}]
THREE_DAYS = 259_200


def edit(org: Simulator, **changes: Any) -> None:
    """Somebody changes the first deployment."""
    org.person("edit_deployment", FIRST, settled=True, **changes)


def configure(org: Simulator, **content: Any) -> None:
    """Somebody changes the first deployment's configuration, and pins it to that version."""
    reference = org.deployment(FIRST)["configuration"]
    org.person("publish", reference["id"], settled=True, **content)
    versions = org.configuration(reference["id"])["versions"]
    edit(org, configuration={**reference, "version": versions[-1]["version"]})


def counts(org: Simulator) -> tuple[int, int, int]:
    found = org.guests()
    return found["conversations"], found["typing"], found["forbidden"]


def refusal(org: Simulator, deployment_id: str = FIRST, origin: Any = None) -> tuple[int, str] | None:
    """How a connection is refused; None: it is not."""
    try:
        with guest(org, deployment_id, origin=origin):
            return None
    except InvalidStatus as refused:
        return refused.response.status_code, bytes(refused.response.body or b"").decode()


def wait_for_close(org: Simulator) -> dict[str, Any]:
    """The latest connection, once the simulator knows that it is closed."""
    give_up_at = time.monotonic() + 5
    while org.guests()["connections"][-1]["close_code"] is None and time.monotonic() < give_up_at:
        time.sleep(0.01)
    found: dict[str, Any] = org.guests()["connections"][-1]
    return found


def test_a_look_leaves_an_empty_session_and_nothing_else(org: Simulator) -> None:
    with guest(org, FIRST, origin="https://shop.example", user_agent_header="tests") as visitor:
        visitor.get_configuration()
        assert org.guests()["sessions"] == 0
        visitor.configure()
        visitor.echo()
    found = wait_for_close(org)
    assert {**found, "frames": [frame["action"] for frame in found["frames"]]} == {
        "deployment_id": FIRST,
        "origin": "https://shop.example",
        "user_agent": "tests",
        "status": 101,
        "close_code": 1000,
        "frames": ["getConfiguration", "configureSession", "echo"],
    }
    assert found["frames"][0] == {"action": "getConfiguration", "token": TOKEN, "deploymentId": FIRST}
    assert counts(org) == (0, 0, 0)
    assert org.guests()["sessions"] == 1
    assert org.requests("read") == [f"GET /v1?deploymentId={FIRST}&application=tests"]
    org.reset()
    assert org.guests() == {"conversations": 0, "typing": 0, "forbidden": 0, "sessions": 0, "connections": []}


def test_nobody_can_tell_why_a_connection_is_refused(org: Simulator) -> None:
    unknown = refusal(org, UNKNOWN)
    assert unknown is not None
    assert unknown[0] == 403
    assert "User is not authorized to access this resource with an explicit deny" in unknown[1]
    restricted = next(each["id"] for each in org.deployments() if each["allowedDomains"])
    inactive = next(each["id"] for each in org.deployments() if each["status"] == "Inactive")
    assert refusal(org, restricted, "https://other.example") == unknown
    assert refusal(org, inactive) == unknown
    assert [each["status"] for each in org.guests()["connections"]] == [403, 403, 403]
    org.reset("mixed:3")
    assert refusal(org) == unknown


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        ("https://shop.example", True),
        ("https://SHOP.example:8443", True),
        ("https://www.shop.example", True),
        ("www.shop.example", True),
        ("shop.example:443", True),
        ("https://notshop.example", False),
        ("https://shop.example.net", False),
        ("https://[shop.example", False),
        ("null", False),
        (None, False),
    ],
)
def test_restricted_domains(org: Simulator, origin: str | None, is_let_in: bool) -> None:
    edit(org, allowAllDomains=False, allowedDomains=["none", "Shop.example"])
    assert (refusal(org, FIRST, origin) is None) is is_let_in


def test_no_origin_is_needed_where_all_domains_are_allowed(org: Simulator) -> None:
    assert refusal(org) is None


def test_more_connections_than_a_minute_may_have(org: Simulator) -> None:
    denied = refusal(org, UNKNOWN)
    org.settings(guest_connections_per_minute=2)
    found = [refusal(org) for turn in range(3)]
    assert found[:2] == [None, None]
    assert found[2] is not None
    assert found[2][0] == 429
    org.settings(guest_limit_status=403)
    assert refusal(org) == denied
    other = next(each["id"] for each in org.deployments() if each["id"] != FIRST and not each["allowedDomains"])
    assert refusal(org, other) is None


def test_configuring_a_session(org: Simulator) -> None:
    with guest(org, FIRST) as visitor:
        answer = visitor.configure(tracingId="trace")
        body = answer["body"]
        assert_valid("SessionResponseBody", body)
        assert answer == {
            "type": "response",
            "class": "SessionResponse",
            "code": 200,
            "body": body,
            "tracingId": "trace",
        }
        assert (body["connected"], body["newSession"], body["readOnly"]) == (True, True, False)
        assert body["allowedMedia"] == {"inbound": {"fileTypes": PICTURES, "maxFileSizeKB": 10240}}
        assert ".exe" in body["blockedExtensions"]
        assert (body["maxCustomDataBytes"], body["durationSeconds"]) == (2048, THREE_DAYS)
        assert abs(body["expirationDate"] - time.time() - THREE_DAYS) < 60
        assert visitor.configure()["body"]["newSession"] is False
    with guest(org, FIRST) as again, guest(org, FIRST, token=OTHER_TOKEN) as other:
        assert again.configure()["body"]["newSession"] is False
        assert again.configure(startNew=True)["body"]["newSession"] is True
        assert other.configure()["body"]["newSession"] is True
    assert org.guests()["sessions"] == 3


def test_the_configuration_that_guests_get(org: Simulator) -> None:
    with guest(org, FIRST) as visitor:
        body = visitor.get_configuration()["body"]
        assert_valid("GetConfigurationResponseBody", body)
        assert body["messageRoutingEnabled"] is True
        assert body["sessionDurationSeconds"] == THREE_DAYS
        edit(org, supportedContent=None, flow=None)
        configure(org, messenger={"apps": {"conversations": {"sessionDurationSeconds": 900}}})
        body = visitor.get_configuration()["body"]
        assert body["allowedMedia"]["inbound"]["fileTypes"] == EVERYTHING  # of the default profile
        assert (body["messageRoutingEnabled"], body["sessionDurationSeconds"]) == (False, 900)
        assert visitor.configure()["body"]["durationSeconds"] == 900


def test_frames_for_another_deployment(org: Simulator) -> None:
    other = org.deployments()[3]["id"]
    with guest(org, FIRST) as visitor:
        for answer in (visitor.configure(deploymentId=other), visitor.get_configuration(deploymentId=other)):
            assert (answer["class"], answer["code"], answer["body"]) == ("string", 400, "Deployment not found")
        edit(org, status="Inactive")
        assert visitor.configure()["body"] == "Deployment not found"
    assert org.guests()["sessions"] == 0


def test_echo_needs_a_session_and_is_limited(org: Simulator) -> None:
    with guest(org, FIRST) as visitor:
        assert visitor.echo()["code"] == 4007
        visitor.configure()
        answers = [visitor.echo() for turn in range(3)]
        assert [each["tracingId"] for each in answers] == ["ping"] * 3
        body = answers[0]["body"]
        assert_valid("EchoBody", body)
        assert (answers[0]["type"], answers[0]["class"], body["text"]) == ("response", "StructuredMessage", "ping")
        assert [each["code"] for each in answers] == [200, 200, 429]
        assert answers[2]["class"] == "TooManyRequestsErrorMessage"
        assert 55 <= answers[2]["body"]["retryAfter"] <= 60
    assert counts(org) == (0, 0, 0)


def test_frames_of_one_connection_are_limited(org: Simulator) -> None:
    with guest(org, FIRST) as visitor:
        answers = [visitor.get_configuration()["code"] for turn in range(61)]
        assert answers == [200] * 60 + [429]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "Text", "text": "hello"},
        {"type": "Structured", "text": "yes", "content": [{"contentType": "ButtonResponse"}]},
        {"type": "Event", "events": [{"eventType": "Presence", "presence": {"type": "Join"}}]},
    ],
)
def test_what_starts_a_conversation(org: Simulator, message: dict[str, Any]) -> None:
    with guest(org, FIRST) as visitor:
        visitor.configure()
        assert counts(org) == (0, 0, 0)
        answers = [visitor.message(**message) for turn in range(2)]
        assert [(each["type"], each["class"], each["code"]) for each in answers] == [
            ("message", "StructuredMessage", 200)
        ] * 2
        body = answers[0]["body"]
        assert (body["type"], body["direction"]) == (message["type"], "Inbound")
        assert body["channel"]["time"].endswith("Z")
        assert counts(org) == (1, 0, 0)  # the second message belongs to the first one's conversation
        visitor.configure(startNew=True)
        visitor.message(**message)
        assert counts(org) == (2, 0, 0)


def test_typing_is_counted_on_its_own(org: Simulator) -> None:
    with guest(org, FIRST) as visitor:
        visitor.configure()
        assert visitor.event("Typing", typing={"type": "On"})["code"] == 200
        configure(org, messenger={"apps": {"conversations": {"showUserTypingIndicator": False}}})
        refused = visitor.event("Typing", typing={"type": "On"})
        assert (refused["code"], refused["class"]) == (403, "string")
    assert counts(org) == (0, 2, 0)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"action": "getJwt"}, 403),
        ({"action": "closeSession", "closeAllConnections": False}, 200),
        ({"action": "onAttachment", "fileName": "a.png", "fileType": "image/png", "fileSize": 1}, 400),
        ({"action": "disconnectCustomer"}, 400),
        ({"action": "no such action"}, 400),
        ({"no": "action"}, 400),
        ({"action": "onMessage", "message": {"type": "Event", "events": [{"eventType": "Presence"}]}}, 403),
        ({"action": "onMessage", "message": "hello"}, 403),
        ({"action": "onMessage"}, 403),
        ({"action": "configureSession", "deploymentId": FIRST, "journeyContext": {"customer": {}}}, 200),
    ],
)
def test_what_no_check_may_send(org: Simulator, frame: dict[str, Any], code: int) -> None:
    with guest(org, FIRST) as visitor:
        visitor.configure()
        assert visitor.ask(**{"action": "none", **frame})["code"] == code
    assert counts(org) == (0, 0, 1)


@pytest.mark.parametrize("text", ["hello", "[1, 2]", "{", '{"action": NaN}', '"\\ud800"'])
def test_frames_that_are_no_requests(org: Simulator, text: str) -> None:
    with guest(org, FIRST) as visitor:
        visitor.socket.send(text)
        answer = visitor.hear()
        assert (answer["class"], answer["code"]) == ("string", 400)
        assert visitor.configure()["code"] == 200
    assert counts(org) == (0, 0, 1)
    assert len(org.guests()["connections"][0]["frames"]) == 2


def test_messages_that_are_refused_start_nothing(org: Simulator) -> None:
    attributes = {"metadata": {"customAttributes": {"plan": "x" * 2048}}}
    with guest(org, FIRST) as visitor:
        assert visitor.message(type="Text", text="before the session")["code"] == 4007
        visitor.configure()
        assert visitor.message(type="Text", text="x" * 4097)["code"] == 4011
        assert visitor.message(type="Text", text="hello", channel=attributes)["code"] == 4013
        assert visitor.ask("onMessage", message={"type": "Text", "text": "x"}, channel=attributes)["code"] == 4013
        assert visitor.ask("configureSession", deploymentId=FIRST, token="")["code"] == 4020
    assert counts(org) == (0, 0, 4)


def test_messages_of_one_session_are_limited(org: Simulator) -> None:
    with guest(org, FIRST) as visitor:
        visitor.configure()
        for _turn in range(6):
            visitor.send("onMessage", message={"type": "Text", "text": "hello"})
        answers = [visitor.hear() for turn in range(6)]
    assert [each["code"] for each in answers] == [200] * 5 + [429]
    assert answers[5]["body"] == {
        "retryAfter": 1,
        "errorCode": 4029,
        "errorMessage": "Message rate too high for this session",
    }


def test_guests_who_have_to_authenticate(org: Simulator) -> None:
    configure(org, authenticationSettings={"enabled": True})
    with guest(org, FIRST) as visitor:
        assert visitor.configure()["code"] == 200
        assert visitor.message(type="Text", text="hello")["code"] == 403
    assert counts(org) == (0, 0, 1)


def test_a_service_that_starts_conversations_by_itself(org: Simulator) -> None:
    configure(org, messenger={"apps": {"conversations": {"autoStart": {"enabled": True}}}})
    with guest(org, FIRST) as visitor:
        assert "autoStarted" not in visitor.configure()["body"]
        org.settings(guest_autostart=True)
        assert "autoStarted" not in visitor.configure()["body"]  # an old session
        assert visitor.configure(startNew=True)["body"]["autoStarted"] is True
    assert counts(org) == (1, 0, 0)


def test_a_fourth_connection_takes_the_place_of_the_first(org: Simulator) -> None:
    with ExitStack() as stack:
        visitors = [stack.enter_context(guest(org, FIRST)) for number in range(4)]
        for visitor in visitors:
            visitor.configure()
        assert visitors[0].hear() == {"type": "message", "class": "ConnectionClosedEvent", "code": 200, "body": {}}
        with pytest.raises(ConnectionClosed):
            visitors[0].hear()
        assert visitors[1].echo()["code"] == 200


def test_closing_a_session_closes_its_other_connections(org: Simulator) -> None:
    with guest(org, FIRST) as one, guest(org, FIRST) as two:
        one.configure()
        two.configure()
        answer = one.ask("closeSession", closeAllConnections=True)
        assert (answer["class"], answer["body"]) == ("SessionResponse", {"connected": False})
        assert two.hear()["class"] == "ConnectionClosedEvent"
        assert one.echo()["code"] == 4007
        assert one.configure()["body"]["newSession"] is False


def test_a_reset_closes_what_is_open(org: Simulator) -> None:
    with guest(org, FIRST) as visitor, guest(org, FIRST) as sleeper:
        sleeper.configure()
        started = time.monotonic()
        org.reset()
        assert time.monotonic() - started < 2
        with pytest.raises(ConnectionClosed) as closed:
            visitor.hear()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001


def test_a_handshake_that_a_reset_overtakes_comes_to_nothing(org: Simulator) -> None:
    org.settings(latency_ms=1000)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(refusal, org)
        while not org.guests()["connections"]:
            time.sleep(0.01)
        org.reset()
        with pytest.raises((ConnectionError, InvalidMessage)):
            waiting.result()
    assert org.guests()["connections"] == []


def test_stopping_is_not_held_up_by_guests() -> None:
    with Simulator("webdeployments:1") as simulator:
        simulator.fault("GET", "/v1", {"hang": 60})
        with pytest.raises(TimeoutError):
            connect(socket_url(simulator, FIRST), open_timeout=1)
        with guest(simulator, FIRST) as visitor:
            visitor.configure()
            started = time.monotonic()
            simulator.stop()
            assert time.monotonic() - started < 5
            with pytest.raises(ConnectionClosed):
                visitor.hear()


@pytest.mark.parametrize("status", [403, 429, 500])
def test_answers_in_place_of_a_handshake(org: Simulator, status: int) -> None:
    org.fault("GET", "/v1", {"respond": {"status": status, "body": {"message": "no"}}})
    assert refusal(org) == (status, '{"message":"no"}')
    assert org.guests()["connections"][0]["status"] == status
    assert refusal(org) is None


def test_handshakes_that_hang_or_are_reset(org: Simulator) -> None:
    org.fault("GET", "/v1", {"hang": 30})
    with pytest.raises(TimeoutError):
        connect(socket_url(org, FIRST), open_timeout=0.3)
    org.fault("GET", "/v1", {"reset": "before"})
    with pytest.raises((ConnectionError, InvalidMessage)):
        connect(socket_url(org, FIRST))
    assert [each["status"] for each in org.guests()["connections"]] == [None, None]


def test_a_service_that_never_answers_a_frame(org: Simulator) -> None:
    org.fault("GET", "/v1", {"guest": "mute"})
    with guest(org, FIRST) as visitor:
        visitor.send("configureSession", deploymentId=FIRST)
        with pytest.raises(TimeoutError):
            visitor.socket.recv(timeout=0.3)
    assert wait_for_close(org)["close_code"] == 1000
    assert len(org.guests()["connections"][0]["frames"]) == 1


def test_a_service_that_answers_rubbish(org: Simulator) -> None:
    org.fault("GET", "/v1", {"guest": "rubbish"})
    with guest(org, FIRST) as visitor:
        visitor.send("configureSession", deploymentId=FIRST)
        with pytest.raises(json.JSONDecodeError):
            visitor.hear()


def test_a_service_that_sends_without_end(org: Simulator) -> None:
    org.fault("GET", "/v1", {"guest": "endless"})
    with guest(org, FIRST) as visitor:
        assert {visitor.hear()["class"] for turn in range(50)} == {"Unknown"}
    assert wait_for_close(org)["close_code"] == 1000


def test_a_service_that_sends_a_huge_frame(org: Simulator) -> None:
    org.fault("GET", "/v1", {"guest": "huge"}, times=2)
    with guest(org, FIRST, max_size=1 << 20) as visitor, pytest.raises(ConnectionClosed) as closed:
        visitor.hear()
    assert closed.value.sent is not None
    assert closed.value.sent.code == 1009
    with guest(org, FIRST, max_size=None) as visitor:
        assert len(visitor.hear()["body"]) > 4_000_000


def test_a_service_that_closes_at_once(org: Simulator) -> None:
    org.fault("GET", "/v1", {"guest": "closes"})
    with guest(org, FIRST) as visitor, pytest.raises(ConnectionClosed) as closed:
        visitor.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008
    assert wait_for_close(org)["close_code"] == 1008


def test_misbehaviours_have_names(org: Simulator) -> None:
    with pytest.raises(SimulatorError, match="one of mute, rubbish, endless, huge, closes"):
        org.fault("GET", "/v1", {"guest": "rude"})


def test_websockets_are_below_the_prefix(org: Simulator) -> None:
    org.settings(path_prefix="/gateway")
    refused = refusal(org)
    assert refused is not None
    assert (refused[0], json.loads(refused[1])["code"]) == (404, "not.found")
    with connect(socket_url(org, FIRST).replace("/v1", "/gateway/v1")):
        assert [each["status"] for each in org.guests()["connections"]] == [101]
