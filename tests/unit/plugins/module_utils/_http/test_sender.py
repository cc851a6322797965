# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request until its final answer: how often, how long, and what is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    GenesysError,
    NetworkError,
    Outdated,
    ProtocolError,
    RateLimited,
    Unavailable,
    UnknownOutcome,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault, Policy
from ansible_collections.genesys.cloud.plugins.module_utils._http.auth import bearer
from ansible_collections.genesys.cloud.plugins.module_utils._http.rate_limit import Pacer
from ansible_collections.genesys.cloud.plugins.module_utils._http.request import FinalResponse, Kind, Request
from ansible_collections.genesys.cloud.tests.unit.network import API, Scripted, Wired, reply, wired

GET = Request("GET", f"{API}/things", "/things", kind=Kind.READ)
PATCH = Request("PATCH", f"{API}/things/1", "/things/1", b"{}", {})
TOKEN = Request("POST", "https://login.example/oauth/token", "https://login.example/oauth/token", b"", kind=Kind.TOKEN)
THROTTLED = {"error": "invalid_request", "error_description": "rate limit exceeded; try again"}


def send(net: Wired, request: Request = GET) -> FinalResponse:
    return net.sender.send(request, bearer("t"))


@pytest.mark.parametrize("status", [200, 201, 204, 301, 400, 401, 403, 404, 405, 409, 500])
def test_a_final_answer_takes_one_try(status: int) -> None:
    net = wired(reply({"a": 1}, status))
    answered = send(net)
    assert (answered.status, answered.content) == (status, {"a": 1})
    assert len(net.network.sent) == 1
    assert net.clock.slept == []


@pytest.mark.parametrize(
    "trouble", [reply(status=429), reply(status=503), reply(b"<html>", 502), Fault.RESET, Fault.CUT]
)
def test_a_read_is_sent_again_until_it_gets_through(trouble: Scripted) -> None:
    net = wired(trouble, trouble, reply({"a": 1}))
    assert send(net).content == {"a": 1}
    assert len(net.network.sent) == 3
    assert net.clock.slept == [1.0, 2.0]


@given(st.integers(0, 5))
def test_retries_counts_the_extra_tries(retries: int) -> None:
    net = wired(reply(status=503), policy=Policy(retries=retries))
    with pytest.raises(Unavailable) as raised:
        send(net)
    assert len(net.network.sent) == retries + 1
    assert len(net.clock.slept) == retries
    assert f"Gave up after {retries + 1} tr" in str(raised.value)


@given(
    st.floats(1, 100), st.floats(0, 20), st.floats(1, 20), st.integers(0, 8), st.sampled_from([None, "0", "3", "50"])
)
def test_all_tries_and_waits_stay_within_the_deadline(
    deadline: float, latency: float, timeout: float, retries: int, retry_after: str | None
) -> None:
    policy = Policy(retries=retries, deadline=deadline)
    headers = {} if retry_after is None else {"Retry_After": retry_after}
    net = wired(reply(status=429, **headers), policy=policy, timeout=timeout, latency=min(latency, timeout))
    with pytest.raises(RateLimited):
        send(net)
    began = 0.0
    for index, sent in enumerate(net.network.sent):
        assert began < deadline
        assert sent.timeout == pytest.approx(max(0.1, min(timeout, deadline - began)))
        began += min(latency, timeout) + (net.clock.slept[index] if index < len(net.clock.slept) else 0.0)
    assert all(seconds >= 0.5 for seconds in net.clock.slept)


def test_a_try_waits_no_longer_than_the_deadline_leaves() -> None:
    net = wired(reply(status=503), policy=Policy(deadline=12), timeout=10, latency=3)
    with pytest.raises(Unavailable):
        send(net)
    assert [sent.timeout for sent in net.network.sent] == [10, 8, 3]
    assert net.clock.passed == 12


def test_a_wait_that_would_pass_the_deadline_is_not_begun() -> None:
    net = wired(reply(status=429, Retry_After="30"), policy=Policy(deadline=30))
    with pytest.raises(RateLimited, match="would pass the deadline of 30 s"):
        send(net)
    assert net.clock.slept == []


def test_requests_retries_waiting_and_latency_are_counted_apart() -> None:
    net = wired(reply(status=429), Fault.TIMEOUT, reply(), latency=0.25)
    send(net)
    total = net.recorder.total
    assert total.requests == {"token": 0, "read": 3, "write": 0}
    assert total.retries == 2
    assert total.latencies_ms == [250.0, 250.0, 250.0]
    assert total.wait_ms == 3000.0


@pytest.mark.parametrize(("request_", "kind"), [(GET, "read"), (PATCH, "write"), (TOKEN, "token")])
def test_each_kind_of_request_is_counted_as_what_it_is(request_: Request, kind: str) -> None:
    net = wired(reply())
    send(net, request_)
    assert net.recorder.total.requests == {"token": 0, "read": 0, "write": 0, kind: 1}


def test_the_last_body_written_and_the_servers_id_are_kept_for_the_audit() -> None:
    net = wired(reply(ININ_Correlation_Id="c-1"), reply(ININ_Correlation_Id="c-2"), reply())
    with net.recorder.operation() as tally:
        send(net, Request("PATCH", API, "/", b"{}", {"n": 1}))
        send(net, Request("PATCH", API, "/", b"{}", {"n": 2}))
        send(net)
    assert tally.payload == {"n": 2}
    assert tally.context_id == "c-2"
    assert tally.requests == net.recorder.total.requests == {"token": 0, "read": 1, "write": 2}


@pytest.mark.parametrize(
    "trouble", [reply(status=502), reply(status=504), reply(status=503), Fault.TIMEOUT, Fault.RESET]
)
def test_a_write_that_may_have_taken_effect_is_handed_back_and_not_repeated(trouble: Scripted) -> None:
    net = wired(trouble)
    with pytest.raises(UnknownOutcome) as raised:
        send(net, PATCH)
    assert len(net.network.sent) == 1
    assert net.clock.slept == []
    assert raised.value.again
    assert raised.value.wait == 1.0


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(reply(status=500), Unavailable), (reply(b"<html></html>"), ProtocolError), (reply(b"[]"), ProtocolError)],
)
def test_a_write_answered_by_500_or_by_no_json_is_to_be_looked_at_and_not_repeated(
    trouble: Scripted, error: type[GenesysError]
) -> None:
    net = wired(trouble)
    with pytest.raises(UnknownOutcome) as raised:
        send(net, PATCH)
    assert not raised.value.again
    assert isinstance(raised.value.error, error)
    assert len(net.network.sent) == 1


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"[]", b"5", b"null", b'{"a":', b"\xff\xfe", b"[" * 100000])
def test_a_read_that_is_no_json_object_is_a_protocol_error_at_once(body: bytes) -> None:
    net = wired(reply(body))
    with pytest.raises(ProtocolError, match="not the JSON object expected"):
        send(net)
    assert len(net.network.sent) == 1


def test_a_delete_needs_no_body() -> None:
    assert send(wired(reply(b"", 204)), Request("DELETE", f"{API}/1", "/1")).status == 204


@pytest.mark.parametrize("fault", [Fault.TLS, Fault.INVALID])
def test_what_cannot_get_better_is_not_tried_again(fault: Fault) -> None:
    for request in (GET, PATCH, TOKEN):
        net = wired(fault)
        with pytest.raises(NetworkError):
            send(net, request)
        assert len(net.network.sent) == 1


def test_a_throttled_token_is_retried_though_it_is_a_400() -> None:
    net = wired(reply(THROTTLED, 400, Retry_After="4"), reply({"access_token": "t"}))
    assert send(net, TOKEN).status == 200
    assert net.clock.slept == [4.125]
    other = wired(reply(THROTTLED, 400), reply())
    assert send(other).status == 400, "only the token's endpoint means it so"


@pytest.mark.parametrize("answer", [reply({}, 429, Retry_After="9"), Fault.CONNECT], ids=["429", "no connection"])
def test_what_must_be_sent_by_a_time_is_not_sent_after_it(answer: Scripted) -> None:
    net = wired(answer, reply())
    tries = net.sender.tries()
    tries.send_by = net.clock.monotonic() + 0.5
    with pytest.raises(Outdated):
        net.sender.send(PATCH, bearer("t"), tries)
    assert len(net.network.requests) == tries.made == 1
    tries.send_by = None
    assert net.sender.send(PATCH, bearer("t"), tries).status == 200


def test_a_slot_that_came_too_late_is_given_back() -> None:
    net = wired()
    pacer, tries = Pacer(net.clock), net.sender.tries()
    pacer.hold(9)
    tries.send_by = net.clock.monotonic() + 5
    with pytest.raises(Outdated):
        net.sender.send(PATCH, bearer("t"), tries, pacer)
    assert (net.network.requests, tries.made) == ([], 0)
    assert pacer.reserve().wait == 0


def test_the_429_of_a_last_try_holds_the_other_requests_back_too() -> None:
    net = wired(reply(status=429, Retry_After="9"), reply(), policy=Policy(retries=0))
    pacer = Pacer(net.clock)
    with pytest.raises(RateLimited):
        net.sender.send(PATCH, bearer("t"), pacer=pacer)
    net.sender.send(PATCH, bearer("t"), pacer=pacer)
    assert net.clock.slept == [9.0]


def test_a_request_that_would_wait_past_its_deadline_for_a_learned_window_is_not_sent() -> None:
    net = wired(reply(status=429, Retry_After="9"), policy=Policy(retries=0, deadline=5))
    pacer = Pacer(net.clock)
    with pytest.raises(RateLimited):
        net.sender.send(PATCH, bearer("t"), pacer=pacer)
    with pytest.raises(RateLimited, match="used up for another 9 s"):
        net.sender.send(PATCH, bearer("t"), pacer=pacer)
    assert len(net.network.sent) == 1


@pytest.mark.parametrize("body", [b"<html/>", b"ok", b"null", b"[]"])
def test_a_deletion_that_is_answered_with_junk_is_looked_up(body: bytes) -> None:
    with pytest.raises(UnknownOutcome) as raised:
        send(wired(reply(body)), Request("DELETE", f"{API}/1", "/1"))
    assert not raised.value.again


@pytest.mark.parametrize(
    ("fault", "kind", "advice"),
    [
        (Fault.MALFORMED, ProtocolError, "check api_url, region and proxy"),
        (Fault.TOO_LARGE, ProtocolError, "check api_url, region and proxy"),
        (Fault.OVERDUE, NetworkError, "Raise deadline"),
        (Fault.PROXY, NetworkError, "another proxy in the option proxy"),
        (Fault.PROXY_LOGIN, NetworkError, "the password for the proxy into the option proxy"),
        (Fault.CONNECT, NetworkError, "Check api_url, region and proxy"),
    ],
)
def test_each_fault_is_told_with_its_kind_and_the_way_out(fault: Fault, kind: type[GenesysError], advice: str) -> None:
    with pytest.raises(kind, match=advice) as raised:
        send(wired(fault, policy=Policy(retries=0)))
    assert raised.value.kind == kind.kind
    assert (raised.value.answer.method, raised.value.answer.path) == ("GET", "/things")


def test_a_proxys_refusal_of_the_token_is_not_told_as_the_login_services_answer() -> None:
    net = wired(Fault.PROXY_LOGIN)
    with pytest.raises(NetworkError, match="the option proxy") as raised:
        send(net, TOKEN)
    assert raised.value.answer.status is None
    assert len(net.network.sent) == 1


@pytest.mark.parametrize("fault", [Fault.MALFORMED, Fault.TOO_LARGE, Fault.OVERDUE])
def test_a_write_whose_answer_was_none_is_looked_up(fault: Fault) -> None:
    with pytest.raises(UnknownOutcome) as raised:
        send(wired(fault), PATCH)
    assert raised.value.again == (fault is Fault.MALFORMED)


@pytest.mark.parametrize("status", [100, 101, 103, 199])
def test_an_interim_answer_is_none(status: int) -> None:
    with pytest.raises(ProtocolError):
        send(wired(reply({"a": 1}, status)))
    with pytest.raises(UnknownOutcome):
        send(wired(reply({"a": 1}, status)), PATCH)
    with pytest.raises(UnknownOutcome):
        send(wired(reply(b"", status)), Request("DELETE", f"{API}/1", "/1"))


def test_the_deadline_is_told_as_what_it_is_and_each_try_has_what_is_left_of_it() -> None:
    net = wired(reply(status=503), reply(status=503), Fault.OVERDUE, policy=Policy(deadline=30), latency=4)
    with pytest.raises(NetworkError, match=r"no complete response within 30 s \(deadline\)"):
        send(net)
    assert [sent.within for sent in net.network.sent] == [30, 25, 19]
    assert [sent.timeout for sent in net.network.sent] == [10, 10, 10]
