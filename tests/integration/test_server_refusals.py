# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server refuses or garbles: the task fails, says what the server said, and what to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.integration.channels import (
    CHANNEL,
    COLLECTION,
    DETECTION,
    ID,
    INFO,
    ITEM,
    PATCH,
    READ,
    TOKEN,
    bodies,
    org,
    page,
    stored,
)
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator
from tests.simulator.credentials import CLIENT_ID, CLIENT_SECRET

SCOPES = ["communications:read", "communications:write", "webhooks:write"]
NAME = stored()["name"]
SIGN_IN = "<html><head><title>Sign in</title></head><body>Who are you?</body></html>"
BOTH = pytest.mark.parametrize("module", [INFO, CHANNEL])


@pytest.fixture
def one_channel(simulator: Simulator) -> Simulator:
    simulator.reset(org())
    return simulator


def with_scopes(*scopes: str) -> dict[str, Any]:
    """An org whose client has these scopes."""
    return org(clients=[{"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "scopes": list(scopes)}])


@BOTH
@pytest.mark.parametrize("status", [400, 401])
def test_a_wrong_secret_is_told_by_the_login_service(
    simulator: Simulator, modules: Modules, module: str, status: int
) -> None:
    simulator.reset(org(), bad_credentials_status=status)
    result = modules.fail(module, id=ID, client_secret="wrong-secret-hunter2")
    assert result["failure"] == {
        "kind": "authentication",
        "status": status,
        "code": "invalid_client",
        "message": "authentication failed",
        "advice": result["failure"]["advice"],
        "context_id": None,
        "method": "POST",
        "path": f"{simulator.url}/oauth/token",
        "details": [],
        "limit": None,
    }
    asked = f"{simulator.url.removeprefix('http://')} was asked"
    for way_out in ("client_id and client_secret", asked, "wrong region looks the same", "GENESYS_REGION", "login_url"):
        assert way_out in result["msg"]
    assert simulator.requests() == [TOKEN]


def test_an_unknown_client_is_told_likewise(one_channel: Simulator, modules: Modules) -> None:
    failure = modules.fail(INFO, client_id="nobody")["failure"]
    assert (failure["kind"], failure["code"], failure["message"]) == (
        "authentication",
        "invalid_client",
        "client not found",
    )


@pytest.mark.parametrize(
    ("granted", "requests"),
    [(["webhooks:write"], [TOKEN, READ]), (["communications:read"], [TOKEN, READ, PATCH])],
)
def test_a_missing_scope_is_told_with_all_three(
    simulator: Simulator, modules: Modules, granted: list[str], requests: list[str]
) -> None:
    simulator.reset(with_scopes(*granted))
    result = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800)
    failure = result["failure"]
    assert (failure["kind"], failure["status"], failure["code"]) == ("permission", 403, "missing.permissions")
    for scope in SCOPES:
        assert scope in result["msg"]
    assert "following permission(s): communications:" in failure["message"]
    assert simulator.requests() == requests
    assert simulator.channel(ID) == stored()


def test_a_scope_that_the_client_does_not_have_is_a_matter_of_permission(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.reset(with_scopes("communications:read"))
    result = modules.fail(INFO, scopes=["communications:read", "communications:write"])
    assert (result["failure"]["kind"], result["failure"]["code"]) == ("permission", "invalid_scope")
    for scope in SCOPES:
        assert scope in result["msg"]
    assert simulator.requests() == [TOKEN]


@pytest.mark.parametrize("check_mode", [False, True])
def test_an_unknown_id_is_not_found(simulator: Simulator, modules: Modules, check_mode: bool) -> None:
    result = modules.fail(CHANNEL, check_mode=check_mode, id=ID, max_concurrent_sessions=800)
    failure = result["failure"]
    assert (failure["kind"], failure["status"], failure["code"]) == ("not_found", 404, "not.found")
    assert (failure["method"], failure["path"]) == ("GET", ITEM)
    assert failure["message"] == f"There is no channel {ID}."
    assert INFO in result["msg"]
    assert simulator.requests() == [TOKEN, READ, DETECTION]


@pytest.mark.parametrize("name", ["primary web messaging", f"{NAME} ", "Nobody"])
def test_an_unknown_name_is_not_found(one_channel: Simulator, modules: Modules, name: str) -> None:
    result = modules.fail(CHANNEL, name=name, max_concurrent_sessions=800)
    assert result["failure"]["kind"] == "not_found"
    assert repr(name) in result["failure"]["message"]
    assert INFO in result["msg"]
    assert one_channel.requests() == [TOKEN, page(1)]


@pytest.mark.parametrize("check_mode", [False, True])
def test_two_channels_of_one_name_are_listed_and_left_alone(
    simulator: Simulator, modules: Modules, check_mode: bool
) -> None:
    email = {"id": "email-id", "name": NAME, "channelType": "email"}
    state = org(stored(id="first-id"), email, stored(id="second-id"))
    simulator.reset(state)
    result = modules.fail(CHANNEL, check_mode=check_mode, name=NAME, max_concurrent_sessions=800)
    assert result["failure"]["kind"] == "ambiguous"
    for text in (repr(NAME), "first-id", "second-id"):
        assert text in result["failure"]["message"]
    assert "email-id" not in result["msg"]
    assert "by id" in result["msg"]
    assert simulator.requests() == [TOKEN, page(1)]
    assert simulator.channels() == state["channels"]


def test_a_name_that_only_channels_of_another_type_have_says_so(simulator: Simulator, modules: Modules) -> None:
    others = [
        {"id": "email-id", "name": NAME, "channelType": "email"},
        {"id": "voice-id", "name": NAME, "channelType": "voice", "configuration": None},
    ]
    simulator.reset(org(*others))
    result = modules.fail(CHANNEL, name=NAME, max_concurrent_sessions=800)
    assert result["failure"]["kind"] == "not_found"
    for text in ("another type", "email-id (email)", "voice-id (voice)"):
        assert text in result["failure"]["message"]
    assert simulator.requests() == [TOKEN, page(1)]


@pytest.mark.parametrize(
    "fields",
    [
        {"channelType": "email"},
        {"channelType": "email", "configuration": {"webchat": None}},
        {"channelType": None, "configuration": None},
    ],
)
def test_an_id_of_another_type_is_refused_with_its_name_and_type(
    simulator: Simulator, modules: Modules, fields: dict[str, Any]
) -> None:
    simulator.reset(org({"id": ID, "name": "Mail", **fields}))
    result = modules.fail(CHANNEL, id=ID, configuration={"webchat": {}})
    assert result["failure"]["kind"] == "not_found"
    for text in ("'Mail'", ID, "not a Web Messaging channel", repr(fields["channelType"])):
        assert text in result["failure"]["message"]
    assert simulator.requests() == [TOKEN, READ]


def test_what_the_server_says_against_a_patch_reaches_the_user(one_channel: Simulator, modules: Modules) -> None:
    result = modules.fail(CHANNEL, id=ID, routing={"queue_id": "queue-x"}, max_concurrent_sessions=800)
    failure = result["failure"]
    assert {key: failure[key] for key in failure.keys() - {"context_id"}} == {
        "kind": "rejected",
        "status": 400,
        "code": "invalid.value",
        "message": "configuration.routing.queueId: is not a queue of this organisation",
        "advice": "The request had: configuration.routing.queueId is 'queue-x'.",
        "method": "PATCH",
        "path": ITEM,
        "details": [{"errorCode": "invalid.value", "fieldName": "configuration.routing.queueId"}],
        "limit": None,
    }
    for text in (
        f"Cannot update channel '{NAME}' ({ID})",
        f"{PATCH} answered 400 invalid.value",
        failure["message"],
        failure["context_id"],
        "fieldName=configuration.routing.queueId",
    ):
        assert text in result["msg"]
    assert one_channel.requests() == [TOKEN, READ, PATCH]
    assert one_channel.channel(ID) == stored()


@pytest.mark.parametrize("details", ["details", "errors"])
def test_details_reach_the_user_wherever_and_whatever_they_are(
    one_channel: Simulator, modules: Modules, details: str
) -> None:
    reasons = [{"errorCode": "no.good", "fieldName": "x", "nested": {"a": [1]}}, "plain text", None]
    body = {
        "message": "No: {{ 7 * 7 }} \U0001f4a5",
        "code": "no.good",
        "status": 422,
        "contextId": "ctx-1",
        details: reasons,
    }
    one_channel.fault("PATCH", ITEM, {"respond": {"status": 422, "body": body}})
    result = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800)
    failure = result["failure"]
    assert (failure["kind"], failure["status"], failure["code"]) == ("rejected", 422, "no.good")
    assert (failure["context_id"], failure["message"]) == ("ctx-1", "No: {{ 7 * 7 }} \U0001f4a5")
    assert failure["details"] == reasons
    for text in ("ctx-1", failure["message"], "fieldName=x", "plain text"):
        assert text in result["msg"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "authentication"),
        (403, "permission"),
        (404, "not_found"),
        (409, "conflict"),
        (413, "rejected"),
        (418, "rejected"),
    ],
)
def test_the_kind_of_a_refused_patch_follows_its_status(
    one_channel: Simulator, modules: Modules, status: int, kind: str
) -> None:
    one_channel.fault("PATCH", ITEM, {"respond": {"status": status, "code": "some.code"}}, times=None)
    failure = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800)["failure"]
    assert (failure["kind"], failure["status"], failure["code"]) == (kind, status, "some.code")


ANSWERS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "HTML with 200": ({"status": 200, "text": SIGN_IN}, "protocol", ["not the JSON object expected", "text/html"]),
    "HTML with 502": ({"status": 502, "text": SIGN_IN}, "unavailable", ["502", "'Sign in'"]),
    "HTML with 403": ({"status": 403, "text": SIGN_IN}, "permission", ["403", "'Sign in'"]),
    "text with 200": ({"status": 200, "text": "OK"}, "protocol", ["not the JSON object expected", "2 bytes"]),
    "a list with 200": ({"status": 200, "body": []}, "protocol", ["not the JSON object expected"]),
    "no body with 200": ({"status": 200}, "protocol", ["not the JSON object expected", "0 bytes"]),
    "no body with 503": ({"status": 503}, "unavailable", ["503", "no error body"]),
    "a redirect": (
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
        "protocol",
        ["302", "redirected to another address, which is not followed"],
    ),
}


@pytest.mark.parametrize("at", ["POST /oauth/token", "GET listing", "GET item"])
@pytest.mark.parametrize(("answer", "kind", "texts"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_none_of_the_api_s_is_told_as_such(
    one_channel: Simulator, modules: Modules, at: str, answer: dict[str, Any], kind: str, texts: list[str]
) -> None:
    method, where = at.split()
    path = {"listing": COLLECTION, "item": ITEM}.get(where, where)
    one_channel.fault(method, path, {"respond": answer}, times=None)
    selection = {"name": NAME} if where == "listing" else {"id": ID}
    result = modules.fail(CHANNEL, max_concurrent_sessions=800, retries=0, **selection)
    assert result["failure"]["kind"] == kind
    for text in texts:
        assert text in result["msg"]
    assert (result["failure"]["method"], urlsplit(result["failure"]["path"]).path) == (method, path)
    failed = {"listing": [TOKEN, page(1)], "item": [TOKEN, READ]}.get(where, [TOKEN])
    assert one_channel.requests() == failed


@pytest.mark.parametrize(
    "body",
    [{}, {"entities": None}, {"entities": {}}, {"items": []}, {"entities": "none"}, {"total": 0, "pageCount": 0}],
)
@BOTH
def test_a_page_without_entities_is_never_no_channels(
    one_channel: Simulator, modules: Modules, module: str, body: dict[str, Any]
) -> None:
    one_channel.fault("GET", COLLECTION, {"respond": {"status": 200, "body": body}})
    result = modules.fail(module, name=NAME)
    assert (result["failure"]["kind"], result["failure"]["path"]) == ("protocol", COLLECTION)
    assert "no list 'entities'" in result["failure"]["message"]
    assert "api_url" in result["msg"]
    assert "channels" not in result


@pytest.mark.parametrize("entity", [None, "x", {}, {"id": None}, {"id": 5}, {"id": ""}])
def test_an_entity_without_an_id_is_an_error(one_channel: Simulator, modules: Modules, entity: Any) -> None:
    body = {"entities": [stored(), entity], "total": 2}
    one_channel.fault("GET", COLLECTION, {"respond": {"status": 200, "body": body}})
    result = modules.fail(INFO)
    assert result["failure"]["kind"] == "protocol"
    assert "no object with an id" in result["failure"]["message"]


@pytest.mark.parametrize("numbers", [{}, {"pageCount": 1000}, {"total": 10**6}, {"pageCount": "2"}, {"total": None}])
@BOTH
def test_a_page_that_repeats_for_ever_ends_with_an_error(
    one_channel: Simulator, modules: Modules, module: str, numbers: dict[str, Any]
) -> None:
    body = {"entities": [stored()], **numbers}
    one_channel.fault("GET", COLLECTION, {"respond": {"status": 200, "body": body}}, times=None)
    result = modules.fail(module, name=NAME)
    assert result["failure"]["kind"] == "protocol"
    assert "repeats earlier pages" in result["failure"]["message"]
    # Where many pages are announced, some are read side by side before the first of them is seen to repeat.
    requests = one_channel.requests()
    assert requests[:2] == [TOKEN, page(1)]
    assert set(requests[2:]) == set(map(page, range(2, len(requests))))
    assert 3 <= len(requests) <= 18
    assert bodies(one_channel) == []


@BOTH
def test_pages_without_number_are_refused_before_they_are_read(
    one_channel: Simulator, modules: Modules, module: str
) -> None:
    body = {"entities": one_channel.channels(), "pageSize": 100, "pageNumber": 1, "total": 1, "pageCount": 10**9}
    one_channel.fault("GET", COLLECTION, {"respond": {"status": 200, "body": body}})
    result = modules.fail(module, name=NAME)
    assert result["failure"]["kind"] == "protocol"
    assert "1000000000 pages" in result["failure"]["message"]
    assert one_channel.requests() == [TOKEN, page(1)]


@BOTH
def test_a_failure_on_a_later_page_is_a_failure_of_the_whole(
    simulator: Simulator, modules: Modules, module: str
) -> None:
    simulator.reset("webmessaging:150")
    simulator.fault(
        "GET", COLLECTION, {"respond": {"status": 500, "code": "internal.server.error"}}, query="pageNumber=2"
    )
    result = modules.fail(module, name="Web Messaging 0001")
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("unavailable", 500)
    assert "channels" not in result
    assert simulator.requests() == [TOKEN, page(1), page(2)]
