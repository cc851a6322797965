# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens from the cache: taken while they are good, replaced once where they are not, and never in the way."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import AuthenticationFailed
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._http.auth import ClientCredentials
from ansible_collections.genesys.cloud.plugins.module_utils._http.token_cache import CachedToken, TokenCache
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.tests.unit.network import LOGIN, Sent, Wired, reply, wired


class Service:
    """Numbers its tokens; takes only those that it has issued."""

    def __init__(self) -> None:
        self.issued = 0

    def __call__(self, sent: Sent) -> Response:
        if sent.url == LOGIN:
            self.issued += 1
            return reply({"access_token": f"token-{self.issued}", "expires_in": 3600})
        token = sent.authorization.partition(" ")[2]
        return reply({"used": token}) if token == f"token-{self.issued}" else reply({"message": "no"}, 401)


@pytest.fixture
def cache(tmp_path: Path) -> TokenCache:
    return TokenCache(str(tmp_path / "tokens.json"), "https://login.example", "client", ())


def client(cache: TokenCache, service: Service) -> Wired:
    net = wired(service)
    net.with_tokens(ClientCredentials(net.sender, Redactor(), LOGIN, "client", "s3cret", (), cache))
    return net


def test_the_next_task_takes_the_token_of_the_one_before(cache: TokenCache) -> None:
    service = Service()
    for _task in range(3):
        assert client(cache, service).client.get("/things") == {"used": "token-1"}
    assert service.issued == 1


@pytest.mark.parametrize("seconds", [-5.0, 0.0])
def test_a_token_at_its_end_is_replaced(cache: TokenCache, seconds: float) -> None:
    cache.write(CachedToken("token-old", time.time() + seconds))
    assert client(cache, Service()).client.get("/things") == {"used": "token-1"}
    kept = cache.read()
    assert kept is not None
    assert kept.access_token == "token-1"


def test_a_cached_token_that_is_refused_is_replaced_once(cache: TokenCache) -> None:
    cache.write(CachedToken("token-revoked", time.time() + 3600))
    service = Service()
    net = client(cache, service)
    assert net.client.get("/things") == {"used": "token-1"}
    assert net.network.requests == ["GET /things", f"POST {LOGIN}", "GET /things"]
    kept = cache.read()
    assert kept is not None
    assert kept.access_token == "token-1"


def test_its_replacement_that_is_refused_too_is_the_end(cache: TokenCache) -> None:
    cache.write(CachedToken("token-revoked", time.time() + 3600))
    net = wired(lambda sent: reply({"access_token": "new"}) if sent.url == LOGIN else reply({"message": "no"}, 401))
    net.with_tokens(ClientCredentials(net.sender, Redactor(), LOGIN, "client", "s3cret", (), cache))
    with pytest.raises(AuthenticationFailed):
        net.client.get("/things")
    assert net.network.requests == ["GET /things", f"POST {LOGIN}", "GET /things"]


class Stubborn(TokenCache):
    """On a disk that has become read-only."""

    def write(self, token: CachedToken) -> None:
        raise OSError("read-only file system")

    def drop(self, access_token: str) -> None:
        raise OSError("read-only file system")


def test_a_refused_token_that_cannot_be_dropped_is_not_taken_again(tmp_path: Path) -> None:
    path = str(tmp_path / "tokens.json")
    TokenCache(path, "https://login.example", "client", ()).write(CachedToken("token-revoked", time.time() + 3600))
    stubborn = Stubborn(path, "https://login.example", "client", ())
    net = client(stubborn, Service())
    assert net.client.get("/things") == {"used": "token-1"}
    assert net.client.get("/things") == {"used": "token-1"}
    assert net.network.requests == ["GET /things", f"POST {LOGIN}", "GET /things", "GET /things"]


@pytest.mark.parametrize("token", ["", "two\nlines", "ünïcode", " spaced "])
def test_a_cached_token_that_no_header_can_carry_is_ignored(cache: TokenCache, token: str) -> None:
    cache.write(CachedToken(token, time.time() + 3600))
    net = client(cache, Service())
    assert net.client.get("/things") == {"used": "token-1"}
    assert net.network.requests == [f"POST {LOGIN}", "GET /things"]
