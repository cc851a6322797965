# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of what to do after a request that did not succeed, row by row, and what no row may break."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import (
    FLOOR,
    Action,
    Decision,
    Fault,
    Policy,
    TryResult,
    backoff,
    decide,
    needs_decision,
    seconds_asked,
)

NOW = datetime(2026, 11, 22, 10, 15, 30, tzinfo=timezone.utc)
POLICY = Policy(retries=3, retry_after_max=180, deadline=300)
SAFE = ["GET", "TOKEN"]
REPLACING = ["PATCH", "PUT", "DELETE"]
METHODS = [*SAFE, *REPLACING, "POST"]

AGAIN, LOOK, LOOK_ONLY, FAIL = Action.AGAIN, Action.LOOK, Action.LOOK_ONLY, Action.FAIL

OUTCOMES = {
    "429": TryResult(429),
    "429 with Retry-After": TryResult(429, retry_after="1"),
    "503": TryResult(503),
    "503 with Retry-After": TryResult(503, retry_after="1"),
    "503 with a useless Retry-After": TryResult(503, retry_after="soon"),
    "502": TryResult(502),
    "502 with Retry-After": TryResult(502, retry_after="1"),
    "504": TryResult(504),
    "500": TryResult(500),
    "no connection": TryResult(fault=Fault.CONNECT),
    "timeout": TryResult(fault=Fault.TIMEOUT),
    "reset": TryResult(fault=Fault.RESET),
    "cut": TryResult(fault=Fault.CUT),
    "garbled": TryResult(200, Fault.GARBLED),
    "malformed": TryResult(fault=Fault.MALFORMED),
    "too large": TryResult(fault=Fault.TOO_LARGE),
    "overdue": TryResult(fault=Fault.OVERDUE),
    "refused by the proxy": TryResult(fault=Fault.PROXY),
    "the proxy wants a login": TryResult(fault=Fault.PROXY_LOGIN),
    "TLS": TryResult(fault=Fault.TLS),
    "invalid": TryResult(fault=Fault.INVALID),
}
#                                  GET, token  PATCH, PUT, DELETE  POST
TABLE = {
    "429": (AGAIN, AGAIN, AGAIN),
    "429 with Retry-After": (AGAIN, AGAIN, AGAIN),
    "503": (AGAIN, LOOK, LOOK),
    "503 with Retry-After": (AGAIN, AGAIN, LOOK),
    "503 with a useless Retry-After": (AGAIN, LOOK, LOOK),
    "502": (AGAIN, LOOK, LOOK),
    "502 with Retry-After": (AGAIN, LOOK, LOOK),
    "504": (AGAIN, LOOK, LOOK),
    "500": (FAIL, LOOK_ONLY, LOOK_ONLY),
    "no connection": (AGAIN, AGAIN, AGAIN),
    "timeout": (AGAIN, LOOK, LOOK),
    "reset": (AGAIN, LOOK, LOOK),
    "cut": (AGAIN, LOOK, LOOK),
    "garbled": (FAIL, LOOK_ONLY, LOOK_ONLY),
    "malformed": (AGAIN, LOOK, LOOK),
    "too large": (FAIL, LOOK_ONLY, LOOK_ONLY),
    "overdue": (FAIL, LOOK_ONLY, LOOK_ONLY),
    "refused by the proxy": (FAIL, FAIL, FAIL),
    "the proxy wants a login": (FAIL, FAIL, FAIL),
    "TLS": (FAIL, FAIL, FAIL),
    "invalid": (FAIL, FAIL, FAIL),
}
# The outcomes of which it is certain that the server did nothing.
UNTOUCHED = {
    "429",
    "429 with Retry-After",
    "503 with Retry-After",
    "no connection",
    "refused by the proxy",
    "the proxy wants a login",
    "TLS",
    "invalid",
}


def is_limited_token(method: str, outcome: TryResult) -> bool:
    """Waited out within the deadline, in as many tries as that takes."""
    return method == "TOKEN" and outcome.status == 429


def column(method: str) -> int:
    return 0 if method in SAFE else 1 if method in REPLACING else 2


def decided(
    method: str,
    outcome: TryResult,
    attempt: int = 1,
    elapsed: float = 0.0,
    jitter: float = 0.5,
    policy: Policy = POLICY,
) -> Decision:
    return decide(policy, method, outcome, attempt, elapsed, jitter, NOW)


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_outcome_is_met_as_the_table_says(name: str) -> None:
    actions = {method: decided(method, OUTCOMES[name]).action for method in METHODS}
    assert actions == {method: TABLE[name][column(method)] for method in METHODS}


@pytest.mark.parametrize("name", OUTCOMES)
@pytest.mark.parametrize(
    ("attempt", "elapsed", "said"), [(4, 0.0, "gave up after 4 tries"), (1, 299.9, "deadline of 300 s")]
)
def test_after_the_last_try_it_fails_but_looks_where_a_write_may_have_taken_effect(
    name: str, attempt: int, elapsed: float, said: str
) -> None:
    for method in METHODS:
        if is_limited_token(method, OUTCOMES[name]):
            continue
        decision = decided(method, OUTCOMES[name], attempt, elapsed)
        first = TABLE[name][column(method)]
        assert decision.action is {AGAIN: FAIL, LOOK: LOOK_ONLY}.get(first, first), method
        assert decision.wait == 0
        assert (said in decision.reason) == (first in (AGAIN, LOOK)), method


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_write_whose_outcome_is_unknown_is_never_just_sent_again(name: str) -> None:
    for method in [*REPLACING, "POST"]:
        untouched = name in UNTOUCHED and not (method == "POST" and name.startswith("503"))
        for attempt in range(1, 6):
            for elapsed in (0.0, 298.0, 1000.0):
                action = decided(method, OUTCOMES[name], attempt, elapsed).action
                assert (action in (LOOK, LOOK_ONLY)) == (not untouched), (method, attempt, elapsed)


def test_an_event_may_be_sent_again_after_all_that_can_pass() -> None:
    decisions = {name: decided("EVENT", outcome).action for name, outcome in OUTCOMES.items()}
    assert decisions == {**{name: row[0] for name, row in TABLE.items()}, "500": AGAIN}


def test_only_faults_that_can_pass_are_decided_on_and_a_500_after_a_write() -> None:
    decided_on = {
        method: [status for status in range(100, 600) if needs_decision(TryResult(status), method)]
        for method in ("GET", "TOKEN", "PATCH", "POST", "EVENT")
    }
    reading, writing = [429, 502, 503, 504], [429, 500, 502, 503, 504]
    assert decided_on == {
        "GET": reading,
        "TOKEN": reading,
        "PATCH": writing,
        "POST": writing,
        "EVENT": [429, *range(500, 600)],
    }


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_decided_on(fault: Fault) -> None:
    assert needs_decision(TryResult(fault=fault), "GET")
    assert needs_decision(TryResult(fault=fault), "PATCH")


policies = st.builds(
    Policy,
    retries=st.integers(0, 6),
    retry_after_max=st.floats(0, 400),
    deadline=st.floats(0.1, 400),
)
retry_afters = st.none() | st.integers(0, 500).map(str) | st.sampled_from(["-5", "soon", "99999", "9" * 400, ""])
outcomes = st.builds(
    TryResult,
    status=st.sampled_from([429, 500, 502, 503, 504]),
    retry_after=retry_afters,
) | st.sampled_from(list(OUTCOMES.values()))


@given(policies, st.sampled_from(METHODS), outcomes, st.integers(1, 8), st.floats(0, 500), st.floats(0, 1))
def test_no_wait_is_too_short_or_passes_the_deadline_and_no_try_is_one_too_many(
    policy: Policy, method: str, outcome: TryResult, attempt: int, elapsed: float, jitter: float
) -> None:
    decision = decided(method, outcome, attempt, elapsed, jitter, policy)
    if decision.action in (AGAIN, LOOK):
        assert attempt <= policy.retries or is_limited_token(method, outcome)
        assert decision.wait >= FLOOR
        assert elapsed + decision.wait < policy.deadline
        asked = seconds_asked(outcome, NOW)
        if asked is not None:
            assert asked <= policy.retry_after_max
            assert decision.wait >= asked
        assert decision.reason == ""
    else:
        assert decision.wait == 0


@given(policies, st.sampled_from(METHODS), st.lists(outcomes, min_size=10, max_size=10), st.floats(0, 1))
def test_a_request_that_never_succeeds_ends_within_its_tries_and_its_deadline(
    policy: Policy, method: str, sequence: list[TryResult], jitter: float
) -> None:
    elapsed, tries, limits = 0.0, 0, 0
    for outcome in sequence:
        tries += 1
        limits += is_limited_token(method, outcome)
        decision = decided(method, outcome, tries, elapsed, jitter, policy)
        if decision.action not in (AGAIN, LOOK):
            break
        elapsed += decision.wait
    assert tries <= policy.retries + 1 + limits
    assert elapsed < policy.deadline


@given(policies, st.none() | st.integers(0, 100).map(str), st.floats(0, 1))
def test_a_limited_token_is_asked_for_until_the_deadline_whatever_the_number_of_tries(
    policy: Policy, retry_after: str | None, jitter: float
) -> None:
    outcome = TryResult(429, retry_after=retry_after)
    elapsed, tries = 0.0, 1
    decision = decided("TOKEN", outcome, tries, elapsed, jitter, policy)
    while decision.action is AGAIN:
        assert FLOOR <= decision.wait <= max(float(retry_after or 0), 37.5) + 0.25
        elapsed += decision.wait
        tries += 1
        assert elapsed < policy.deadline
        decision = decided("TOKEN", outcome, tries, elapsed, jitter, policy)
    assert decision.action is FAIL
    if float(retry_after or 0) <= policy.retry_after_max:
        least = max(FLOOR, float(retry_after or 0)) + 0.25
        assert policy.deadline - elapsed <= least + 1e-9, "the last try is made shortly before the deadline"
    assert tries <= 8 + policy.retries + policy.deadline / 22


def test_a_token_limited_by_the_minute_is_asked_for_some_ten_times_in_five_minutes() -> None:
    elapsed = 0.0
    waits: list[float] = []
    while (decision := decided("TOKEN", TryResult(429), len(waits) + 1, elapsed)).action is AGAIN:
        waits.append(decision.wait)
        elapsed += decision.wait
    assert waits == [1, 2, 4, 8, 16, *[30] * 8, 28.5]
    assert "gave up after 15 tries" in decision.reason


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_backoff_doubles_within_bounds_and_is_jittered(attempt: int, jitter: float) -> None:
    assert FLOOR <= backoff(attempt, jitter) <= 37.5
    assert backoff(attempt, 0.0) <= backoff(attempt, jitter) <= backoff(attempt, 1.0)


def test_backoff_begins_at_a_second_and_doubles() -> None:
    assert [backoff(attempt, 0.5) for attempt in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert backoff(1, 0.0) < backoff(1, 1.0)


def http_date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("007", 7),
        ("99999", 99999),
        (http_date(90), 90),
        (http_date(0), 0),
        (http_date(-3600), 0),
        # a date without a zone, and one that disclaims it, are UTC
        ("Sun, 22 Nov 2026 10:16:30", 60),
        ("Sun, 22 Nov 2026 10:16:30 -0000", 60),
        ("Sun, 22 Nov 2026 12:16:30 +0200", 60),
        # nothing that can be used: the usual backoff then
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("\u0663", None),
        ("7 seconds", None),
        ("Sun, 99 Nov 2026 10:16:30 GMT", None),
        ("1e3", None),
    ],
)
def test_retry_after_is_read_in_both_forms(retry_after: str | None, seconds: float | None) -> None:
    assert seconds_asked(TryResult(429, retry_after=retry_after), NOW) == seconds


@pytest.mark.parametrize(
    ("retry_after", "shortest", "longest"),
    [
        ("0", 0.5, 0.75),
        ("7", 7, 7.25),
        ("180", 180, 180.25),
        (http_date(90), 90, 90.25),
        (http_date(-3600), 0.5, 0.75),
        ("-5", 0.75, 1.25),
        ("soon", 0.75, 1.25),
        (None, 0.75, 1.25),
    ],
)
def test_retry_after_is_waited_out_and_jittered(retry_after: str | None, shortest: float, longest: float) -> None:
    for method in METHODS:
        for jitter, wait in ((0.0, shortest), (1.0, longest)):
            decision = decided(method, TryResult(429, retry_after=retry_after), jitter=jitter)
            assert decision == Decision(AGAIN, wait), method


@pytest.mark.parametrize(
    ("retry_after", "told"), [("181", "181 s"), ("99999", "99999 s"), ("9" * 400, "9999"), (http_date(600), "600 s")]
)
def test_asked_for_more_than_retry_after_max_it_fails_at_once_and_says_how_long(retry_after: str, told: str) -> None:
    for method in METHODS:
        for status in (429, 503):
            decision = decided(method, TryResult(status, retry_after=retry_after))
            assert decision.action is (LOOK_ONLY if (method, status) == ("POST", 503) else FAIL), method
            assert f"the server asked to wait {told}" in decision.reason
            assert "retry_after_max (180 s)" in decision.reason


def test_a_date_is_held_against_the_servers_own_clock() -> None:
    theirs = NOW - timedelta(hours=5)
    asked = format_datetime(theirs + timedelta(seconds=20), usegmt=True)
    outcome = TryResult(429, retry_after=asked, date=format_datetime(theirs, usegmt=True))
    assert seconds_asked(outcome, NOW) == 20
    assert seconds_asked(TryResult(429, retry_after=asked, date="yesterday"), NOW) == 0


DATE_PARTS = st.sampled_from(
    [
        "Sun,",
        "Nov",
        "22",
        "2026",
        "-1",
        "99999999999",
        "10:16:30",
        "10:16",
        "1:2:3:4",
        "GMT",
        "-9999",
        "+99999",
        "(",
        ",",
    ]
)


@given(st.text() | st.lists(DATE_PARTS, max_size=8).map(" ".join), st.none() | st.text())
def test_no_header_can_make_it_fail(retry_after: str, date: str | None) -> None:
    asked = seconds_asked(TryResult(429, retry_after=retry_after, date=date), NOW)
    assert asked is None or asked >= 0
