# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""From the client options to a client: where the API is, how to enter it, how patient to be."""

from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass
from typing import Any, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import _regions, _validation
from ansible_collections.genesys.cloud.plugins.module_utils._auth import (
    ClientCredentials,
    GivenToken,
    Tokens,
    fits_header,
)
from ansible_collections.genesys.cloud.plugins.module_utils._client import Client
from ansible_collections.genesys.cloud.plugins.module_utils._clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._recorder import Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._redact import Redactor, secrets_in_url, without_user_info
from ansible_collections.genesys.cloud.plugins.module_utils._retry import Policy
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Sender
from ansible_collections.genesys.cloud.plugins.module_utils._transport import Transport
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem


@dataclass(frozen=True)
class Connection:
    """The client options, resolved: URLs without a slash at their end, times in seconds."""

    api_url: str
    login_url: str
    client_id: str | None
    client_secret: str | None
    access_token: str | None
    scopes: tuple[str, ...]
    timeout: float
    policy: Policy
    verify: bool | str
    proxy: str | None

    @property
    def token_url(self) -> str:
        return f"{self.login_url}/oauth/token"


def secrets(options: Mapping[str, Any]) -> list[str]:
    """Every secret among the client options, user info in their URLs included."""
    # Pasted behind the id in one option, as HTTP Basic writes it; that is refused, but Ansible shows what was given.
    behind_id = str(options.get("client_id") or "").partition(":")[2]
    found = [options.get("client_secret"), options.get("access_token"), behind_id]
    for option in ("api_url", "login_url", "proxy"):
        found += secrets_in_url(options.get(option))
    return [secret for secret in found if secret]


def problems(options: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with the client options, without asking the network."""
    found = _address_problems(options, given) + _credential_problems(options)
    found += _validation.number("timeout", options["timeout"], above=0)
    found += _validation.number("deadline", options["deadline"], above=0)
    found += _validation.number("retry_after_max", options["retry_after_max"], at_least=0)
    retries = given.get("retries", options["retries"])
    found += _validation.whole_number("retries", retries, 0, 100)
    found += _ca_problems(options.get("ca_path"))
    if options.get("proxy"):
        found += _proxy_problems(options["proxy"])
    return found


def from_options(options: Mapping[str, Any], given: Mapping[str, Any]) -> Connection:
    """Only for options without problems."""
    api_url = _api_url(options, given)
    return Connection(
        api_url=api_url.rstrip("/"),
        login_url=(options.get("login_url") or _regions.login_url(api_url)).rstrip("/"),
        client_id=options.get("client_id"),
        client_secret=options.get("client_secret"),
        access_token=options.get("access_token"),
        scopes=tuple(options.get("scopes") or ()),
        timeout=options["timeout"],
        policy=Policy(options["retries"], options["retry_after_max"], options["deadline"]),
        verify=(options.get("ca_path") or True) if options["validate_certs"] else False,
        proxy=options.get("proxy"),
    )


def connect(connection: Connection, check_mode: bool, redactor: Redactor, recorder: Recorder, clock: Clock) -> Client:
    """A client over a transport of its own; the first request fetches the token."""
    transport = Transport(connection.token_url, check_mode, connection.verify, connection.proxy)
    sender = Sender(transport, connection.policy, connection.timeout, clock, recorder)
    tokens: Tokens
    if connection.access_token:
        tokens = GivenToken(connection.access_token)
    else:
        tokens = ClientCredentials(
            sender,
            redactor,
            connection.token_url,
            connection.client_id or "",
            connection.client_secret or "",
            connection.scopes,
        )
    return Client(sender, tokens, connection.api_url)


def _api_url(options: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """What the task says comes before what the environment says, and an address before a region."""
    if given.get("region") and not given.get("api_url"):
        return _regions.api_url(given["region"])
    if options.get("api_url"):
        return str(options["api_url"])
    return _regions.api_url(options["region"]) if options.get("region") else _regions.DEFAULT_API_URL


def _address_problems(options: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    plain_http = options["validate_certs"] is False
    found = []
    if given.get("region") and given.get("api_url"):
        found.append(Problem("region", "cannot be combined with api_url; both name the address, give one of them."))
    if options.get("region"):
        found += _regions.problems(options["region"])
    for option in ("api_url", "login_url"):
        if options.get(option) is not None:
            found += _validation.base_url(option, options[option], plain_http)
    return found


def _credential_problems(options: Mapping[str, Any]) -> list[Problem]:
    if options.get("access_token"):
        if not fits_header(options["access_token"]):
            return [Problem("access_token", "holds a character that cannot stand in a header; was it pasted whole?")]
        return []
    wanted = {
        "client_id": "GENESYS_CLIENT_ID or GENESYSCLOUD_OAUTHCLIENT_ID",
        "client_secret": "GENESYS_CLIENT_SECRET or GENESYSCLOUD_OAUTHCLIENT_SECRET",
    }
    missing = [option for option in wanted if not options.get(option)]
    if missing:
        looked_at = ", ".join(f"{option} (environment {wanted[option]})" for option in missing)
        return [
            Problem(
                " and ".join(missing),
                f"no credentials: looked at {looked_at} and found nothing. Give them, or access_token "
                "(environment GENESYS_ACCESS_TOKEN or GENESYSCLOUD_ACCESS_TOKEN).",
            )
        ]
    if ":" in options["client_id"]:
        return [Problem("client_id", "holds a colon, which HTTP Basic cannot carry in an id; is the secret in it too?")]
    return [
        Problem(option, "holds a byte that is no UTF-8, as a variable in another encoding would; was it pasted whole?")
        for option in wanted
        if re.search("[\ud800-\udfff]", options[option])
    ]


def _ca_problems(path: str | None) -> list[Problem]:
    if not path:
        return []
    if os.path.isdir(path):
        return []
    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError:
        return [Problem("ca_path", f"{path!r} holds no certificate that can be read; it must be a PEM file.")]
    except OSError as error:
        return [Problem("ca_path", f"{path!r} cannot be read: {error.strerror}.")]
    return []


def _proxy_problems(proxy: str) -> list[Problem]:
    """User info is allowed here, and any scheme that requests may know."""
    shown = _validation.shown(without_user_info(proxy))
    scheme, separator, rest = proxy.partition("://")
    if not separator or not scheme.isalnum() or not rest.rpartition("@")[2].strip("/"):
        return [Problem("proxy", f"{shown} is no proxy address; it looks like http://proxy.example:3128.")]
    return []
