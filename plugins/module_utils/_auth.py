# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Where a token comes from: given by the user, or fetched with client credentials.

Contract: ``POST <login>/oauth/token`` with HTTP Basic and ``grant_type=client_credentials``; the answer holds
``access_token`` and ``expires_in`` in seconds. There is no refresh token in this grant: a new one is fetched instead.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any, Protocol, Sequence
from urllib.parse import urlencode, urlsplit

from ansible_collections.genesys.cloud.plugins.module_utils import _error_bodies, _regions
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Answer,
    AuthenticationFailed,
    GenesysError,
    PermissionDenied,
    ProtocolError,
)
from ansible_collections.genesys.cloud.plugins.module_utils._redact import Redactor, basic_credentials
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Answered, Request, Sender
from ansible_collections.genesys.cloud.plugins.module_utils._token_cache import CachedToken, TokenCache

RENEW_EARLY = 60.0
"""Seconds before its end at which a token is not used any more; a tenth of its life where that is less."""


class Tokens(Protocol):
    """A source of tokens. Thread-safe."""

    def token(self) -> str:
        """A token that should be good now."""

    def accepted(self, token: str) -> None:
        """The API took this token."""

    def renew(self, refused: str) -> bool:
        """The API answered 401 to this token: whether ``token()`` now gives another one worth trying."""


class GivenToken:
    """``access_token``: used as it is, and never replaced."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        return self._token

    def accepted(self, token: str) -> None:
        pass

    def renew(self, refused: str) -> bool:
        return False


class ClientCredentials:
    """Fetches a token when one is first needed, and again when it nears its end or is refused after it worked."""

    def __init__(
        self,
        sender: Sender,
        redactor: Redactor,
        token_url: str,
        client_id: str,
        client_secret: str,
        scopes: Sequence[str] = (),
        cache: TokenCache | None = None,
    ) -> None:
        self._sender = sender
        self._redactor = redactor
        self._token_url = token_url
        self._basic = basic_credentials(client_id, client_secret)
        self._scopes = scopes
        self._cache = cache
        self._lock = threading.Lock()
        self._token: str | None = None
        self._good_until = 0.0
        self._worked = False
        self._refused = ""
        redactor.add(self._basic)

    def token(self) -> str:
        with self._lock:
            if self._token is None or self._sender.clock.monotonic() >= self._good_until:
                self._obtain()
            return self._token or ""

    def accepted(self, token: str) -> None:
        if token == self._token:
            self._worked = True

    def renew(self, refused: str) -> bool:
        with self._lock:
            if refused != self._token:
                return True
            if not self._worked:
                return False
            if self._cache:
                # Where it cannot be dropped, on a read-only disk, it is still not taken again.
                with suppress(OSError):
                    self._cache.drop(refused)
            self._token, self._refused = None, refused
            return True

    def _obtain(self) -> None:
        """From the cache, or from the login service: while one process asks it, the others wait for what it gets."""
        if not self._cache:
            self._fetch()
        elif not self._take_cached(self._cache):
            with self._cache.lock():
                if not self._take_cached(self._cache):
                    lifetime = self._fetch()
                    # A full disk costs the next task a token, and this one nothing.
                    with suppress(OSError):
                        self._cache.write(CachedToken(self._token or "", time.time() + lifetime))

    def _take_cached(self, cache: TokenCache) -> bool:
        """A cached token counts as one that has worked: refused, it is replaced."""
        cached = cache.read()
        if cached is None or cached.access_token == self._refused or not fits_header(cached.access_token):
            return False
        if not self._use(cached.access_token, cached.expires_at - time.time()):
            return False
        self._worked = True
        return True

    def _use(self, token: str, lifetime: float) -> bool:
        """Take this token, if it is good for longer than it takes to renew it early."""
        self._redactor.add(token)
        good_for = lifetime - min(RENEW_EARLY, lifetime / 10)
        self._good_until = self._sender.clock.monotonic() + good_for
        self._token, self._worked = token, False
        return good_for > 0

    def _fetch(self) -> float:
        """Ask the login service for a token; its lifetime in seconds."""
        form = {"grant_type": "client_credentials"}
        if self._scopes:
            form["scope"] = " ".join(self._scopes)
        request = Request(
            "POST",
            self._token_url,
            _shown(self._token_url),
            urlencode(form).encode("ascii"),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            is_token=True,
        )
        answered = self._sender.send(request, self._authorize)
        if answered.status >= 300:
            raise _refusal(request, answered)
        content = answered.content or {}
        token = content.get("access_token")
        if isinstance(token, str):
            self._redactor.add(token)
        if not isinstance(token, str) or not fits_header(token):
            raise ProtocolError(
                "the answer holds no access_token that a header can carry",
                Answer(method="POST", path=request.path, status=answered.status),
                "Is login_url the address of the login service?",
            )
        lifetime = _seconds(content.get("expires_in"))
        self._use(token, lifetime)
        return lifetime

    def _authorize(self, prepared: Any) -> Any:
        prepared.headers["Authorization"] = f"Basic {self._basic}"
        return prepared


def fits_header(token: str) -> bool:
    """Whether a token can stand in a header; http.client would put one that cannot into its error's text."""
    return bool(token) and token.isascii() and token.isprintable() and token == token.strip()


def bearer(token: str) -> Any:
    """Set the token on a prepared request."""

    def authorize(prepared: Any) -> Any:
        prepared.headers["Authorization"] = f"Bearer {token}"
        return prepared

    return authorize


def _refusal(request: Request, answered: Answered) -> GenesysError:
    """The token endpoint's error is ``{error, error_description}``; nothing else of its answer is passed on."""
    content = answered.content or {}
    code = content.get("error")
    if not isinstance(code, str):
        return _error_bodies.error_from("POST", request.path, answered.reply, answered.content)
    description = str(content.get("error_description") or content.get("description") or "no description")
    answer = Answer(method="POST", path=request.path, status=answered.status, code=code, said=description)
    if answered.status == 403 or code in ("invalid_scope", "unauthorized_client"):
        return PermissionDenied(description, answer)
    return AuthenticationFailed(
        description,
        answer,
        f"{_regions.named_at(request.path)} was asked. Check client_id and client_secret, and that this is where the "
        "org lives: each region knows its own clients alone, so a wrong region looks the same. The option region "
        "(environment GENESYS_REGION; us-east-1 where nothing is set) changes it, or api_url and login_url where one "
        "of them is set.",
    )


def _shown(url: str) -> str:
    """Host and path: the login service is another host than the API."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _seconds(value: Any) -> float:
    """``expires_in``; a missing or unusable one counts as an hour, and a 401 puts an error in it right."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    return 3600.0
