# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A pool of tokens works with those that it can get, and waits only where it has none."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import AuthenticationFailed, RateLimited
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Policy
from ansible_collections.genesys.cloud.plugins.module_utils._http.auth import ClientCredentials, GivenToken
from ansible_collections.genesys.cloud.plugins.module_utils._http.client import Client
from ansible_collections.genesys.cloud.plugins.module_utils._http.lanes import ASIDE, Lane
from ansible_collections.genesys.cloud.plugins.module_utils._http.rate_limit import Pacer
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.tests.unit.network import API, LOGIN, Sent, Wired, reply, wired

REFUSALS = {
    "400": reply({"error": "invalid_request", "error_description": "rate limit exceeded"}, 400),
    "429": reply({"message": "slow down"}, 429),
    "429 with Retry-After": reply({"message": "slow down"}, 429, Retry_After="60"),
    "503": reply({"message": "out of order"}, 503),
    "401": reply({"error": "invalid_client"}, 401),
}


class Service:
    """Grants ``grants`` tokens and refuses the others; its API takes all but the revoked ones."""

    def __init__(self, grants: int, refusal: Response = REFUSALS["400"], slowness: float = 0.0) -> None:
        self.grants, self.refusal, self.slowness = grants, refusal, slowness
        self.asked = 0
        self.issued = 0
        self.used: Counter[str] = Counter()
        self.revoked: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, sent: Sent) -> Response:
        # long enough for other threads to come by
        time.sleep(self.slowness)
        with self._lock:
            if sent.url == LOGIN:
                self.asked += 1
                if self.issued >= self.grants:
                    return self.refusal
                self.issued += 1
                return reply({"access_token": f"token-{self.issued}", "expires_in": 3600})
            token = sent.authorization.partition(" ")[2]
            self.used[token] += 1
            return reply({"message": "no"}, 401) if token in self.revoked else reply({"used": token})


def pool(net: Wired, size: int, workers: int = 8) -> Client:
    sources = [ClientCredentials(net.sender, Redactor(), LOGIN, "client", f"s3cret-{each}") for each in range(size)]
    return Client(net.sender, [Lane(source, Pacer(net.clock)) for source in sources], API, workers)


def all_at_once(client: Client, requests: int = 40, threads: int = 8) -> list[Any]:
    """From so many threads, each of which sends its share; the requests are shared evenly."""
    begin = threading.Barrier(threads)

    def share(thread: int) -> list[Any]:
        begin.wait()
        return [client.get(f"/{number}") for number in range(thread, requests, threads)]

    with ThreadPoolExecutor(threads) as pool:
        return [answer for answers in pool.map(share, range(threads)) for answer in answers]


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("slowness", [0.0, 0.01])
def test_of_five_tokens_of_which_one_is_granted_that_one_does_all(name: str, slowness: float) -> None:
    service = Service(1, REFUSALS[name], slowness)
    net = wired(service, policy=Policy(deadline=100))
    client = pool(net, 5)
    assert {answer["used"] for answer in all_at_once(client)} == {"token-1"}
    assert service.asked == 5, "each of the others was asked for once"
    assert net.clock.slept == [], "nothing waited"
    assert client.missing_tokens.startswith("4 of the 5 tokens that token_pool_size asks for could not be obtained (")


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 8))
def test_a_pool_works_with_what_it_has(size: int, grants: int, threads: int) -> None:
    service = Service(grants)
    client = pool(wired(service), size)
    answers = all_at_once(client, 30, threads)
    had = min(size, grants)
    assert {answer["used"] for answer in answers} <= {f"token-{each + 1}" for each in range(had)}
    assert service.asked <= size
    missed = service.asked - service.issued
    assert client.missing_tokens.startswith(f"{missed} of the {size} tokens") if missed else not client.missing_tokens


def test_without_any_token_one_thread_waits_for_one_and_all_go_on_with_it() -> None:
    service = Service(0, slowness=0.005)
    net = wired(service)
    granted_after = 4

    def answer(sent: Sent) -> Response:
        if sent.url == LOGIN and service.asked == granted_after:
            service.grants = 1
        return service(sent)

    net.network.answers = [answer]
    assert {answer["used"] for answer in all_at_once(pool(net, 5))} == {"token-1"}
    assert net.clock.slept == [1.0, 2.0, 4.0, 8.0]
    assert service.asked == granted_after + 1 + 4, "then each of the others was asked for once"


def test_where_none_is_granted_one_deadline_is_waited_and_not_one_for_each() -> None:
    service = Service(0)
    net = wired(service, policy=Policy(deadline=60))
    client = pool(net, 3)

    def get(number: int) -> str:
        with pytest.raises(RateLimited) as raised:
            client.get(f"/{number}")
        return raised.value.kind

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(get, range(40))) == {"rate_limited"}
    assert net.clock.passed < 61
    assert service.used == {}
    net.clock.passed += 60
    service.grants = 1
    assert client.get("/later") == {"used": "token-1"}


def test_a_token_that_is_granted_later_serves_from_then_on() -> None:
    service = Service(1)
    net = wired(service)
    client = pool(net, 2)
    all_at_once(client, 8, 2)
    service.grants = 2
    assert client.missing_tokens
    all_at_once(client, 8, 2)
    assert service.asked == 2, "not before its time"
    net.clock.passed += ASIDE + 1
    all_at_once(client, 8, 2)
    assert service.asked == 3
    assert not client.missing_tokens
    assert set(service.used) == {"token-1", "token-2"}


def test_a_token_of_the_pool_that_is_refused_at_its_first_use_is_replaced_once() -> None:
    service = Service(9)
    service.revoked = {"token-1", "token-2"}
    client = pool(wired(service), 2)
    with pytest.raises(AuthenticationFailed):
        client.get("/a")
    assert service.asked == 2
    other = Service(9)
    other.revoked = {"token-2"}
    answers = all_at_once(pool(wired(other), 3, 3), 30, 3)
    assert {answer["used"] for answer in answers} <= {"token-1", "token-3", "token-4"}


def test_one_that_is_refused_and_cannot_be_replaced_leaves_its_work_to_the_others() -> None:
    service = Service(2)
    net = wired(service)
    client = pool(net, 2)
    all_at_once(client, 20, 2)
    service.revoked = {"token-1"}
    assert {answer["used"] for answer in all_at_once(client, 20, 2)} == {"token-2"}
    assert net.clock.slept == []
    assert "1 of the 2 tokens" in client.missing_tokens


def test_a_given_token_is_never_missing() -> None:
    net = wired(Service(0))
    client = Client(net.sender, [Lane(GivenToken("given"), Pacer(net.clock)) for _each in range(3)], API, 3)
    assert {answer["used"] for answer in all_at_once(client, 9, 3)} == {"given"}
    assert not client.missing_tokens
