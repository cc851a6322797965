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

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    AuthenticationFailed,
    GenesysError,
    PermissionDenied,
    ProtocolError,
    RateLimited,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Action, Fault, Policy, TryResult, decide
from ansible_collections.genesys.cloud.plugins.module_utils._http.auth import ClientCredentials, GivenToken
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.tests.unit.network import (
    API,
    LOGIN,
    Scripted,
    Sent,
    TurnedClock,
    Wired,
    reply,
    wired,
)

SECRET = "s3cret/+=ü"


class Service:
    """A login service that numbers its tokens, and an API that takes those of ``good``, all at first."""

    def __init__(self, expires_in: Any = 3600) -> None:
        self.expires_in = expires_in
        self.issued = 0
        self.slowness = 0.0
        self.revoked: set[str] = set()

    def __call__(self, sent: Sent) -> Response:
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


@pytest.mark.parametrize("expires_in", [None, 0, -1, "soon", "3600", True, [], 10**12, 10**299])
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


def test_a_token_refused_at_its_first_use_is_replaced_once() -> None:
    service = Service()
    service.revoked = {"token-1"}
    net, _source = with_service(service)
    assert net.client.get("/a") == {"used": "token-2"}
    assert net.network.requests == [f"POST {LOGIN}", "GET /a", f"POST {LOGIN}", "GET /a"]


def test_its_replacement_that_is_refused_too_is_the_end_for_every_request() -> None:
    service = Service()
    service.revoked = {"token-1", "token-2"}
    net, _source = with_service(service)
    for path in ("/a", "/b", "/c"):
        with pytest.raises(AuthenticationFailed):
            net.client.get(path)
    first = [f"POST {LOGIN}", "GET /a", f"POST {LOGIN}", "GET /a"]
    assert net.network.requests == [*first, "GET /b", "GET /c"], "one new token, once"


def test_a_write_with_a_fresh_token_that_is_refused_is_sent_once_more() -> None:
    service = Service()
    service.revoked = {"token-1"}
    net, _source = with_service(service)
    assert net.client.write("PATCH", "/a", {"n": 1}, net.sender.tries()) == {"used": "token-2"}
    assert net.network.requests == [f"POST {LOGIN}", "PATCH /a", f"POST {LOGIN}", "PATCH /a"]


def test_after_a_replacement_has_worked_the_next_refusal_is_met_by_a_new_token_again() -> None:
    service = Service()
    service.revoked = {"token-1"}
    net, _source = with_service(service)
    net.client.get("/a")
    service.revoked = {"token-1", "token-2"}
    assert net.client.get("/b") == {"used": "token-3"}


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
def test_a_refusal_is_told_with_the_way_out(answer: Scripted, kind: type[GenesysError], told: str) -> None:
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
        "was asked. Check client_id and client_secret, and that this is where the org lives: each region knows only "
        "its own clients, so a wrong region looks the same. The option region (environment GENESYS_REGION; us-east-1 "
        "if nothing is set) changes it, or api_url and login_url if one of them is set."
    )


class Limited(Service):
    """Grants so many tokens in each ``WINDOW``, and one less in the first; ``clock`` is set by the test."""

    WINDOW = 60.0

    def __init__(self, grants: int, refusal: Response) -> None:
        super().__init__()
        self.grants, self.refusal = grants, refusal
        self.asked_at: list[float] = []
        self.granted_at: list[float] = [0.0]
        self.clock = TurnedClock()

    def __call__(self, sent: Sent) -> Response:
        if sent.url == LOGIN:
            now = self.clock.passed
            self.asked_at.append(now)
            if sum(at // self.WINDOW == now // self.WINDOW for at in self.granted_at) >= self.grants:
                return self.refusal
            self.granted_at.append(now)
        return super().__call__(sent)


REFUSALS = {
    "400": reply({"error": "invalid_request", "error_description": "rate limit exceeded; try again"}, 400),
    "400 by its description": reply({"error": "invalid_request", "description": "rate limit exceeded"}, 400),
    "400 with Retry-After": reply({"error": "rate limit exceeded"}, 400, Retry_After="17"),
    "429": reply({"message": "slow down"}, 429),
    "429 with Retry-After": reply(b"", 429, Retry_After="25"),
    "429 with a useless Retry-After": reply(b"<html>", 429, Retry_After="soon"),
}


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("retries", [0, 3])
def test_a_limit_of_the_login_service_is_waited_out_within_the_deadline(name: str, retries: int) -> None:
    service = Limited(1, REFUSALS[name])
    net = wired(service, policy=Policy(retries=retries))
    service.clock = net.clock
    assert tokens(net).token() == "token-1"
    assert 60 <= net.clock.passed <= 100
    assert len(service.asked_at) <= 8


@pytest.mark.parametrize("name", REFUSALS)
def test_a_limit_that_does_not_pass_is_told_at_the_deadline_with_the_way_out(name: str) -> None:
    net = wired(REFUSALS[name], policy=Policy(retries=3, deadline=120))
    with pytest.raises(RateLimited, match="deadline of 120 s") as raised:
        tokens(net).token()
    assert "raise deadline, or share a token with token_cache" in str(raised.value)
    assert "retries" not in str(raised.value)
    assert 90 <= net.clock.passed < 120
    assert (raised.value.answer.method, raised.value.answer.path) == ("POST", LOGIN)


def test_a_wait_that_nobody_will_wait_is_told_at_once() -> None:
    net = wired(reply(b"", 429, Retry_After="181"))
    with pytest.raises(RateLimited, match="asked to wait 181 s"):
        tokens(net).token()
    assert net.clock.slept == []


def test_who_is_not_patient_gets_one_try() -> None:
    for trouble in (REFUSALS["400"], REFUSALS["429 with Retry-After"], reply(status=503), Fault.TIMEOUT):
        net = wired(trouble)
        with pytest.raises(GenesysError, match="Gave up after 1 try"):
            tokens(net).token(patient=False)
        assert (len(net.network.sent), net.clock.slept) == (1, [])


def test_a_request_has_its_whole_deadline_after_its_token_was_waited_for() -> None:
    service = Limited(1, REFUSALS["400"])
    net = wired(service, policy=Policy(deadline=100))
    service.clock = net.clock
    net.with_tokens(tokens(net))
    assert net.client.get("/a") == {"used": "token-1"}
    assert net.clock.passed > 60
    assert net.network.sent[-1].within == 100


@given(st.integers(1, 5), st.integers(2, 4), st.floats(0, 1))
def test_playbooks_that_begin_together_all_get_a_token_well_within_the_deadline(
    playbooks: int, grants: int, jitter: float
) -> None:
    """Each in its turn asks when its wait is over; a window grants as few as two."""
    service = Limited(grants, REFUSALS["400"])
    due, tries = dict.fromkeys(range(playbooks), 0.0), dict.fromkeys(range(playbooks), 0)
    while due:
        index = min(due, key=lambda each: due[each])
        service.clock.passed = now = due[index]
        tries[index] += 1
        if service(Sent("POST", LOGIN, "", None, {}, 10.0, 300.0)).status == 200:
            del due[index]
            continue
        varied = (jitter + index / 7) % 1
        decision = decide(Policy(), "TOKEN", TryResult(429), tries[index], now, varied, service.clock.now())
        assert decision.action is Action.AGAIN
        due[index] += decision.wait
    assert max(service.granted_at) < 200


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
