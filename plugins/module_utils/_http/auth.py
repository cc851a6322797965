# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Provide a token: given by the user, or fetched with client credentials.

Contract: ``POST <login>/oauth/token`` with HTTP Basic and ``grant_type=client_credentials``; the response holds
``access_token`` and ``expires_in`` in seconds. This grant has no refresh token; a new token is fetched instead.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any, Protocol, Sequence
from urllib.parse import urlencode

from .._core.errors import (
    AuthenticationFailed,
    GenesysError,
    PermissionDenied,
    ProtocolError,
    RateLimited,
    RequestInfo,
)
from .._core.redact import Redactor, basic_credentials, without_query
from . import api_errors, regions
from .request import FinalResponse, Kind, Request
from .sender import NotYet, Sender, Tries
from .token_cache import CachedToken, TokenCache

RENEW_EARLY = 60.0
"""Seconds before its end at which a token is no longer used; a tenth of its life if that is less."""


class Tokens(Protocol):
    """A source of tokens. Thread-safe."""

    def ready(self) -> str | None:
        """Return a token that should be good now; None if the login service has to be asked."""

    def token(self, patient: bool = True) -> str:
        """Return a token that should be good now; ``patient``: wait if the login service does not grant one at once."""

    def accepted(self, token: str) -> None:
        """Note that the API accepted this token."""

    def renew(self, refused: str) -> bool:
        """Return whether ``token()`` now gives another token worth trying, after the API refused this one with 401."""


class GivenToken:
    """``access_token``: used as it is, and never replaced."""

    def __init__(self, token: str) -> None:
        self._token = token

    def ready(self) -> str:
        return self._token

    def token(self, patient: bool = True) -> str:
        return self._token

    def accepted(self, token: str) -> None:
        pass

    def renew(self, refused: str) -> bool:
        return False


class ClientCredentials:
    """Fetches a token when it is first needed, when it nears its end, and once after it was refused."""

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
        self._held: tuple[str, float] | None = None
        """The token, and the time until which it is used."""
        self._refused = ""
        self._was_refused = False
        """Whether the token before was refused, and no token has worked since."""
        self._is_replacement = False
        """Whether the token replaces a refused one."""
        redactor.add(self._basic)

    def ready(self) -> str | None:
        held = self._held
        return held[0] if held and self._sender.clock.monotonic() < held[1] else None

    def token(self, patient: bool = True) -> str:
        tries = self._sender.tries()
        while True:
            try:
                with self._lock:
                    return self.ready() or self._obtained(tries)
            except NotYet as not_yet:
                if not patient:
                    raise not_yet.error from None
                # Wait without the lock: a token that another thread gets meanwhile serves here too.
                is_limited = isinstance(not_yet.error, RateLimited)
                why = "grants no more tokens for now" if is_limited else "is not available"
                self._sender.pause(not_yet.wait, f"the login service {why}")

    def accepted(self, token: str) -> None:
        if self._held and token == self._held[0]:
            self._was_refused = self._is_replacement = False

    def renew(self, refused: str) -> bool:
        with self._lock:
            if self._held is None or refused != self._held[0]:
                return True
            if self._is_replacement:
                return False
            if self._cache:
                # If it cannot be dropped, on a read-only disk, it is still not used again.
                with suppress(OSError):
                    self._cache.drop(refused)
            self._held, self._refused, self._was_refused = None, refused, True
            return True

    def _obtained(self, tries: Tries) -> str:
        """Return a token of the cache or of the login service: one process asks, the others wait for its token.

        Raises NotYet if the login service may grant one later; by then another process may have put one into the cache.
        """
        if not self._cache:
            return self._fetched(tries)[0]
        cached = self._cached(self._cache)
        if cached is None:
            with self._cache.lock():
                cached = self._cached(self._cache)
                if cached is None:
                    cached, lifetime = self._fetched(tries)
                    # If the token cannot be cached, only the next task pays: it fetches its own.
                    with suppress(OSError):
                        self._cache.write(CachedToken(cached, time.time() + lifetime))
        return cached

    def _cached(self, cache: TokenCache) -> str | None:
        cached = cache.read()
        if cached is None or cached.access_token == self._refused or not fits_header(cached.access_token):
            return None
        is_good = self._use(cached.access_token, cached.expires_at - time.time())
        return cached.access_token if is_good else None

    def _use(self, token: str, lifetime: float) -> bool:
        """Use this token, if its life is longer than the time by which it is renewed early."""
        self._redactor.add(token)
        good_for = lifetime - min(RENEW_EARLY, lifetime / 10)
        self._held = (token, self._sender.clock.monotonic() + good_for)
        return good_for > 0

    def _fetched(self, tries: Tries) -> tuple[str, float]:
        """Ask the login service for a token; its lifetime is in seconds."""
        form = {"grant_type": "client_credentials"}
        if self._scopes:
            form["scope"] = " ".join(self._scopes)
        request = Request(
            "POST",
            self._token_url,
            without_query(self._token_url),  # the login service is another host than the API
            urlencode(form).encode("ascii"),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            kind=Kind.TOKEN,
            hands_back=True,
        )
        answered = self._sender.send(request, self._authorize, tries)
        if answered.status >= 300:
            raise _refusal(request, answered)
        content = answered.content or {}
        token = content.get("access_token")
        if isinstance(token, str):
            self._redactor.add(token)
        if not isinstance(token, str) or not fits_header(token):
            raise ProtocolError(
                "the response holds no access_token that a header can carry",
                RequestInfo(method="POST", path=request.path, status=answered.status),
                "Is login_url the address of the login service?",
            )
        lifetime = _seconds(content.get("expires_in"))
        self._use(token, lifetime)
        self._is_replacement = self._was_refused
        return token, lifetime

    def _authorize(self, prepared: Any) -> Any:
        prepared.headers["Authorization"] = f"Basic {self._basic}"
        return prepared


def fits_header(token: str) -> bool:
    """Return whether a header can hold a token; http.client would quote a token that it refuses in its error."""
    return bool(token) and token.isascii() and token.isprintable() and token == token.strip()


def bearer(token: str) -> Any:
    """Set the token on a prepared request."""

    def authorize(prepared: Any) -> Any:
        prepared.headers["Authorization"] = f"Bearer {token}"
        return prepared

    return authorize


def _refusal(request: Request, answered: FinalResponse) -> GenesysError:
    """Return the error of the token endpoint: ``{error, error_description}``, and nothing else of its response."""
    content = answered.content or {}
    code = content.get("error")
    if not isinstance(code, str):
        return api_errors.error_from("POST", request.path, answered.reply, answered.content)
    description = str(content.get("error_description") or content.get("description") or "no description")
    answer = RequestInfo(method="POST", path=request.path, status=answered.status, code=code, said=description)
    if answered.status == 403 or code in ("invalid_scope", "unauthorized_client"):
        return PermissionDenied(description, answer)
    return AuthenticationFailed(
        description,
        answer,
        f"{regions.named_at(request.path)} was asked. Check client_id and client_secret, and that this is where the "
        "org lives: each region knows only its own clients, so a wrong region looks the same. The option region "
        "(environment GENESYS_REGION; us-east-1 if nothing is set) changes it, or api_url and login_url if one "
        "of them is set.",
    )


def _seconds(value: Any) -> float:
    """Read ``expires_in``; a missing or unusable value counts as an hour, and a 401 corrects an error in it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    return 3600.0
