# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens: one is fetched when needed, renewed in good time, and once where it is refused after it worked."""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._auth import ClientCredentials, GivenToken
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    AuthenticationFailed,
    GenesysError,
    PermissionDenied,
    ProtocolError,
    RateLimited,
)
from ansible_collections.genesys.cloud.plugins.module_utils._redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._retry import Policy
from ansible_collections.genesys.cloud.plugins.module_utils._transport import Reply
from ansible_collections.genesys.cloud.tests.unit.network import API, LOGIN, Answer, Sent, Wired, reply, wired

SECRET = "s3cret/+=ü"


class Service:
    """A login service that numbers its tokens, and an API that takes those of ``good``, all at first."""

    def __init__(self, expires_in: Any = 3600) -> None:
        self.expires_in = expires_in
        self.issued = 0
        self.slowness = 0.0
        self.revoked: set[str] = set()

    def __call__(self, sent: Sent) -> Reply:
        if sent.url == LOGIN:
            # long enough for other threads to come by
            time.sleep(self.slowness)
            self.issued += 1
            return reply({"access_token": f"token-{self.issued}", "expires_in": self.expires_in})
        token = sent.authorization.partition(" ")[2]
        return reply({"message": "no"}, 401) if token in self.revoked else reply({"used": token})


def tokens(net: Wired, redactor: Redactor | None = None, scopes: tuple[str, ...] = ()) -> ClientCredentials:
    return ClientCredentials(net.sender, redactor or Redactor(), LOGIN, "client", SECRET, scopes)


def with_service(service: Service) -> tuple[Wired, ClientCredentials]:
    net = wired(service)
    source = tokens(net)
    net.with_tokens(source)
    return net, source


def test_a_token_is_asked_for_as_the_contract_says() -> None:
    net = wired(reply({"access_token": "t"}))
    assert tokens(net, scopes=("communications:read", "webhooks:write")).token() == "t"
    (sent,) = net.network.sent
    assert (sent.method, sent.url) == ("POST", LOGIN)
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sent.body == b"grant_type=client_credentials&scope=communications%3Aread+webhooks%3Awrite"
    kind, _space, basic = sent.authorization.partition(" ")
    assert (kind, base64.b64decode(basic).decode()) == ("Basic", f"client:{SECRET}")


def test_without_scopes_none_are_asked_for() -> None:
    net = wired(reply({"access_token": "t"}))
    tokens(net).token()
    assert net.network.sent[0].body == b"grant_type=client_credentials"


@given(st.integers(1, 10**6), st.floats(0, 2))
def test_a_token_is_used_until_shortly_before_its_end(lifetime: int, share: float) -> None:
    service = Service(lifetime)
    net, source = with_service(service)
    source.token()
    net.clock.passed += share * lifetime
    early = min(60.0, lifetime / 10)
    source.token()
    assert service.issued == (2 if 1000 + net.clock.passed >= 1000 + lifetime - early else 1)


@pytest.mark.parametrize("expires_in", [None, 0, -1, "soon", "3600", True, [], 10**12, float("inf")])
def test_a_useless_expires_in_counts_as_an_hour(expires_in: Any) -> None:
    service = Service(expires_in)
    net, source = with_service(service)
    source.token()
    net.clock.passed += 3539
    source.token()
    assert service.issued == 1
    net.clock.passed += 2
    source.token()
    assert service.issued == 2


def test_a_token_refused_after_it_worked_is_replaced_once() -> None:
    service = Service()
    net, _source = with_service(service)
    assert net.client.get("/a") == {"used": "token-1"}
    service.revoked = {"token-1"}
    assert net.client.get("/b") == {"used": "token-2"}
    assert service.issued == 2
    assert net.network.requests == [f"POST {LOGIN}", "GET /a", "GET /b", f"POST {LOGIN}", "GET /b"]


def test_a_new_token_that_is_refused_too_is_the_end() -> None:
    service = Service()
    net, _source = with_service(service)
    net.client.get("/a")
    service.revoked = {"token-1", "token-2"}
    with pytest.raises(AuthenticationFailed):
        net.client.get("/b")
    assert net.network.requests == [f"POST {LOGIN}", "GET /a", "GET /b", f"POST {LOGIN}", "GET /b"]


def test_a_token_that_never_worked_is_not_replaced() -> None:
    service = Service()
    service.revoked = {"token-1"}
    net, _source = with_service(service)
    with pytest.raises(AuthenticationFailed):
        net.client.get("/a")
    assert net.network.requests == [f"POST {LOGIN}", "GET /a"]


def test_a_given_token_is_never_replaced() -> None:
    net = wired(reply({}), reply({"message": "no"}, 401))
    net.with_tokens(GivenToken("given"))
    net.client.get("/a")
    with pytest.raises(AuthenticationFailed):
        net.client.get("/b")
    assert net.network.requests == ["GET /a", "GET /b"]
    assert {sent.authorization for sent in net.network.sent} == {"Bearer given"}


def test_a_write_refused_for_its_token_is_sent_once_more_with_the_new_one() -> None:
    service = Service()
    net, _source = with_service(service)
    net.client.get("/a")
    service.revoked = {"token-1"}
    assert net.client.write("PATCH", "/a", {"n": 1}, net.sender.tries()) == {"used": "token-2"}
    assert net.network.requests[2:] == ["PATCH /a", f"POST {LOGIN}", "PATCH /a"]


def test_many_threads_share_one_token() -> None:
    service = Service()
    service.slowness = 0.05
    _net, source = with_service(service)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _number: source.token(), range(64))) == {"token-1"}
    assert service.issued == 1


def test_many_threads_whose_token_is_refused_get_one_new_one_between_them() -> None:
    service = Service()
    net, _source = with_service(service)
    net.client.get("/a")
    service.revoked = {"token-1"}
    service.slowness = 0.05
    with ThreadPoolExecutor(8) as pool:
        used = [answer["used"] for answer in pool.map(lambda number: net.client.get(f"/{number}"), range(64))]
    assert used == ["token-2"] * 64
    assert service.issued == 2


def test_a_late_refusal_of_an_old_token_does_not_cost_the_new_one() -> None:
    service = Service()
    _net, source = with_service(service)
    old = source.token()
    source.accepted(old)
    assert source.renew(old)
    new = source.token()
    assert source.renew(old)
    source.accepted(old)
    assert source.token() == new != old
    assert not source.renew(new), "the new one has not worked yet"
    assert service.issued == 2


def test_the_token_and_the_basic_header_are_secrets() -> None:
    redactor = Redactor()
    net = wired(reply({"access_token": "tok/en+1"}))
    tokens(net, redactor).token()
    basic = net.network.sent[0].authorization.partition(" ")[2]
    for secret in ("tok/en+1", "tok%2Fen%2B1", basic):
        assert secret not in redactor.text(f"<{secret}>")


@pytest.mark.parametrize("content", [{}, {"access_token": ""}, {"access_token": None}, {"access_token": 5}])
def test_an_answer_without_a_token_is_a_protocol_error(content: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="holds no access_token"):
        tokens(wired(reply(content))).token()


@pytest.mark.parametrize(
    ("answer", "kind", "told"),
    [
        (reply({"error": "invalid_client", "error_description": "who?"}, 401), AuthenticationFailed, "who?"),
        (reply({"error": "invalid_client", "description": "who?"}, 400), AuthenticationFailed, "client_id"),
        (reply({"error": "invalid_client"}, 400), AuthenticationFailed, "no description"),
        (reply({"error": "invalid_scope", "error_description": "no"}, 400), PermissionDenied, "webhooks:write"),
        (reply({"error": "unauthorized_client"}, 401), PermissionDenied, "communications:read"),
        (reply({"message": "slow down", "code": "too.many"}, 429), RateLimited, "slow down"),
        (reply(b"<html><title>Blocked</title></html>", 403), PermissionDenied, "Blocked"),
    ],
)
def test_a_refusal_is_told_with_the_way_out(answer: Answer, kind: type[GenesysError], told: str) -> None:
    with pytest.raises(kind) as raised:
        tokens(wired(answer, policy=Policy(retries=0))).token()
    error = raised.value
    assert told in str(error)
    assert (error.answer.method, error.answer.path) == ("POST", LOGIN)
    assert SECRET not in str(error)


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_client_is_told_that_a_wrong_region_looks_the_same(status: int) -> None:
    """Of the most common mistake there is (CallFlowVisualizer 8 and 9): which region was asked, and what changes it."""
    url = "https://login.mypurecloud.de/oauth/token"
    net = wired(reply({"error": "invalid_client", "error_description": "client not found"}, status))
    with pytest.raises(AuthenticationFailed) as raised:
        ClientCredentials(net.sender, Redactor(), url, "client", SECRET).token()
    assert str(raised.value) == (
        f"POST {url} answered {status} invalid_client: client not found. login.mypurecloud.de (region eu-central-1) "
        "was asked. Check client_id and client_secret, and that this is where the org lives: each region knows its own "
        "clients alone, so a wrong region looks the same. The option region (environment GENESYS_REGION; us-east-1 "
        "where nothing is set) changes it, or api_url and login_url where one of them is set."
    )


def test_a_failed_fetch_is_tried_anew_by_the_next_request() -> None:
    net = wired(reply({"error": "invalid_client"}, 401), reply({"access_token": "t"}))
    source = tokens(net)
    with pytest.raises(AuthenticationFailed):
        source.token()
    assert source.token() == "t"


def test_the_api_gets_the_token_as_bearer() -> None:
    net, _source = with_service(Service())
    net.client.get("/a", {"pageSize": 1})
    assert net.network.sent[1].url == f"{API}/a?pageSize=1"
    assert net.network.sent[1].authorization == "Bearer token-1"
