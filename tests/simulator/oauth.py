# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token endpoint (client credentials) and the tokens it has issued."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from .errors import ApiError, Refusal
from .exchange import Act, Call, Interference, Reply, Route, json_reply
from .organisation import OAuthClient, Organisation
from .request_parsing import media_type
from .settings import Settings

TOKEN_PATH = "/oauth/token"
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_AUTHORIZATION = re.compile(r"(?P<scheme>[A-Za-z]+) +(?P<credentials>\S+) *")


@dataclass(slots=True)
class Token:
    """An access token, without the secret string that stands for it."""

    number: int
    """Counts from 1; names the token in the journal."""
    client_id: str
    scopes: frozenset[str]
    expires_at: float
    """On the monotonic clock, in seconds."""


class Tokens:
    """Every token issued so far. Several of one client are valid at once."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}

    def issue(self, client_id: str, scopes: frozenset[str], ttl_seconds: float, text: str = "") -> tuple[str, Token]:
        """A new token: the secret string, and what it stands for. ``text``: of the secret string (by chance)."""
        secret = text or secrets.token_urlsafe(32)
        token = Token(len(self._tokens) + 1, client_id, scopes, time.monotonic() + ttl_seconds)
        self._tokens[secret] = token
        return secret, token

    def authenticate(self, headers: Mapping[str, str]) -> Token:
        """The live token that the Authorization header holds; 401 otherwise."""
        if "Authorization" not in headers:
            raise _unauthenticated("authentication.required", "No authentication bearer token specified.")
        token = self.identify(headers)
        if token is None:
            raise _unauthenticated("bad.credentials", "Invalid login credentials.")
        if time.monotonic() >= token.expires_at:
            raise _unauthenticated("credentials.expired", "The access token has expired.")
        return token

    def identify(self, headers: Mapping[str, str]) -> Token | None:
        """The token that the Authorization header holds, expired or not."""
        match = _AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
        if match is None or match["scheme"].lower() != "bearer":
            return None
        return self._tokens.get(match["credentials"])

    def expire_all(self) -> None:
        """Every token issued so far is expired from now on."""
        for token in self._tokens.values():
            token.expires_at = 0.0


def require_scope(token: Token, scope: str) -> None:
    """403 where the token does not hold the scope."""
    if scope not in token.scopes:
        raise ApiError(
            403,
            "missing.permissions",
            f"Unable to perform the requested action. You are missing the following permission(s): {scope}",
        )


class OAuthError(Refusal):
    """An error of the token endpoint: ``{error, description, error_description}``, as the real service has it."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(f"{status} {error}: {description}")
        self.status = status
        self.error = error
        self.description = description

    def reply(self, context_id: str) -> Reply:
        headers = dict(_NO_STORE)
        if self.status == 401:
            headers["WWW-Authenticate"] = 'Basic realm="simulator", charset="UTF-8"'
        body = {"error": self.error, "description": self.description, "error_description": self.description}
        return json_reply(body, self.status, headers)


class TokenEndpoint:
    """``POST /oauth/token``."""

    name = "oauth"

    def __init__(self, organisation: Organisation, tokens: Tokens, settings: Settings) -> None:
        self._organisation = organisation
        self._tokens = tokens
        self._settings = settings

    def routes(self) -> Sequence[Route]:
        return [Route("POST", TOKEN_PATH, self.grant, scope=None)]

    def interferences(self) -> Mapping[str, Interference]:
        return {}

    def acts(self) -> Mapping[str, Act]:
        return {}

    def grant(self, call: Call) -> Reply:
        """A token for the client credentials grant."""
        form = token_form(call)
        client = self._authenticate(call.headers.get("Authorization", ""))
        if "client_secret" in form:
            raise OAuthError(400, "invalid_request", "credentials both in the header and in the body")
        grant_type = form.get("grant_type")
        if grant_type is None:
            raise OAuthError(400, "invalid_request", "grant_type is missing")
        if grant_type != "client_credentials":
            raise OAuthError(400, "unsupported_grant_type", "only client_credentials is supported")
        scopes = _granted(form.get("scope", ""), client)
        ttl = self._settings.token_ttl_seconds
        secret, call.token = self._tokens.issue(client.client_id, scopes, ttl, self._settings.issued_token)
        return json_reply({"access_token": secret, "token_type": "bearer", "expires_in": int(ttl)}, headers=_NO_STORE)

    def _authenticate(self, header: str) -> OAuthClient:
        credentials = _basic_credentials(header)
        if credentials is None:
            raise self._invalid_client("client authentication by HTTP Basic is required")
        client_id, secret = credentials
        client = self._organisation.clients.get(client_id)
        if client is None:
            raise self._invalid_client("client not found")
        if not hmac.compare_digest(secret.encode(), client.client_secret.encode()):
            raise self._invalid_client("authentication failed")
        return client

    def _invalid_client(self, description: str) -> OAuthError:
        return OAuthError(self._settings.bad_credentials_status, "invalid_client", description)


def token_form(call: Call) -> dict[str, str]:
    """The form of a token request; 400 where it is not a form or holds a parameter twice (RFC 6749, 3.2)."""
    if media_type(call) != "application/x-www-form-urlencoded":
        raise OAuthError(400, "invalid_request", "the body has to be application/x-www-form-urlencoded in UTF-8")
    try:
        pairs = parse_qsl(call.body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise OAuthError(400, "invalid_request", "the form is malformed") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError(400, "invalid_request", "a parameter is given more than once")
    return form


def _basic_credentials(header: str) -> tuple[str, str] | None:
    match = _AUTHORIZATION.fullmatch(header)
    if match is None or match["scheme"].lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(match["credentials"], validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    # Only the first colon separates (RFC 7617): a secret may hold more. Nothing is URL-decoded, as at Genesys.
    client_id, colon, secret = decoded.partition(":")
    return (client_id, secret) if colon else None


def _granted(asked: str, client: OAuthClient) -> frozenset[str]:
    scopes = frozenset(asked.split(" ")) if asked else client.scopes
    if not scopes <= client.scopes:
        missing = ", ".join(sorted(repr(scope) for scope in scopes - client.scopes))
        raise OAuthError(400, "invalid_scope", f"the client does not have {missing}")
    return scopes


def _unauthenticated(code: str, message: str) -> ApiError:
    return ApiError(401, code, message, headers={"WWW-Authenticate": "Bearer"})
