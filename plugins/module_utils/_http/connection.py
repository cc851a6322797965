# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Turn the client options into a client: the API's address, the credentials, the limits on time."""

from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass
from typing import Any, Mapping
from urllib.parse import urlsplit

from .._core import validation
from .._core.redact import Redactor, secrets_in_url, shown_url, without_user_info
from .._core.retry import Policy
from .._core.validation import Problem
from . import regions
from . import token_cache as token_files
from .auth import (
    ClientCredentials,
    GivenToken,
    Tokens,
    fits_header,
)
from .client import Client
from .clock import Clock
from .lanes import Lane
from .progress import Progress
from .rate_limit import Pacer
from .recorder import Recorder
from .sender import Sender
from .token_cache import TokenCache
from .transport import Transport

READERS = 4
"""The pages of a listing that are read at once if the task has no ``workers`` option."""


@dataclass(frozen=True)
class GuestAddresses:
    """The addresses of the files for guests and of their connections; empty if nothing tells them."""

    guest_url: str = ""
    messaging_url: str = ""


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
    token_cache: str | None
    workers: int
    token_pool_size: int
    guest: GuestAddresses

    @property
    def api_host(self) -> str:
        """Return the host, with the port if the address has one."""
        return urlsplit(self.api_url).netloc.rpartition("@")[2]

    @property
    def client_in_use(self) -> str | None:
        """Return the OAuth client's id; None with a given token, which does not tell its client."""
        return None if self.access_token else self.client_id

    @property
    def token_url(self) -> str:
        return f"{self.login_url}/oauth/token"


def secrets(options: Mapping[str, Any]) -> list[str]:
    """Return every secret among the client options, user info in their URLs included."""
    # Also the part after a colon in client_id, as HTTP Basic joins id and secret: it is refused, but Ansible shows the
    # option.
    behind_id = str(options.get("client_id") or "").partition(":")[2]
    found = [options.get("client_secret"), options.get("access_token"), behind_id]
    for option in ("api_url", "login_url", "guest_url", "messaging_url", "proxy"):
        found += secrets_in_url(options.get(option))
    return [secret for secret in found if secret]


def problems(options: Mapping[str, Any], given: Mapping[str, Any], entering: bool = True) -> list[Problem]:
    """Return all errors in the client options, without any request.

    ``entering``: whether requests to the API follow, so that credentials must be there.
    """
    found = _address_problems(options, given) + _credential_problems(options, entering)
    written = {**options, **given}
    found += validation.number("timeout", written["timeout"], above=0)
    found += validation.number("deadline", written["deadline"], above=0)
    found += validation.number("retry_after_max", written["retry_after_max"], at_least=0)
    found += validation.whole_number("retries", written["retries"], 0, 100)
    found += validation.path("ca_path", options.get("ca_path")) or _ca_problems(options.get("ca_path"))
    path = options.get("token_cache")
    if path and path not in (token_files.RUN, token_files.NONE):
        found += validation.path("token_cache", path) or token_files.problems("token_cache", path)
    if options.get("proxy"):
        found += _proxy_problems(options["proxy"])
    return found


def from_options(options: Mapping[str, Any], given: Mapping[str, Any], run_folder: str = "") -> Connection:
    """Resolve options without problems. ``run_folder``: for files that all tasks of a run share; empty without one."""
    api_url = _api_url(options, given)
    return Connection(
        api_url=api_url.rstrip("/"),
        login_url=(options.get("login_url") or regions.login_url(api_url)).rstrip("/"),
        client_id=options.get("client_id"),
        client_secret=options.get("client_secret"),
        access_token=options.get("access_token"),
        scopes=tuple(options.get("scopes") or ()),
        timeout=options["timeout"],
        policy=Policy(options["retries"], options["retry_after_max"], options["deadline"]),
        verify=(options.get("ca_path") or True) if options["validate_certs"] else False,
        proxy=options.get("proxy"),
        token_cache=token_files.chosen(options.get("token_cache"), run_folder),
        workers=options.get("workers", READERS),
        token_pool_size=options.get("token_pool_size", 1),
        guest=_guest_addresses(options, given, api_url),
    )


def guest_problems(options: Mapping[str, Any], given: Mapping[str, Any], connects: bool) -> list[Problem]:
    """Return the errors in the addresses for guests. ``connects``: whether the task needs both."""
    if _address_problems(options, given):
        return []
    api_url, found = _api_url(options, given), []
    addresses = _guest_addresses(options, given, api_url)
    domain = regions.domain_of(api_url)
    for option, address in vars(addresses).items():
        if not address and (connects or option == "guest_url"):
            shown = validation.shown(shown_url(api_url))
            found.append(Problem(option, f"is missing, and the address of the API, {shown}, tells no region. Give it."))
        other = regions.domain_of(address)
        if domain and other and domain != other:
            found.append(Problem(option, f"belongs to {other}, but the API's address to {domain}; give one region."))
    return found


def _guest_addresses(options: Mapping[str, Any], given: Mapping[str, Any], api_url: str) -> GuestAddresses:
    """Return the addresses. A task's own region comes before an address from the environment, as for the API."""

    def chosen(option: str, of_region: str | None) -> str:
        if given.get("region") and not given.get(option):
            return of_region or ""
        return (options.get(option) or of_region or "").rstrip("/")

    return GuestAddresses(
        chosen("guest_url", regions.guest_url(api_url)), chosen("messaging_url", regions.messaging_url(api_url))
    )


class Connections:
    """Makes clients, and keeps them for later tasks, which use their token and their open connections again.

    For one task at a time; each task gives the client its own recorder and progress. ``redactor`` learns their secrets.
    """

    def __init__(self, redactor: Redactor, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.redactor = redactor
        self.detected: dict[str, str] = {}
        """The API that was detected at an address, for later tasks."""
        self.looked_up: dict[str, Any] = {}
        """Listings in which names were looked up, by org, for later tasks."""
        self._senders: dict[Any, tuple[Sender, list[Lane]]] = {}

    def client(self, connection: Connection, check_mode: bool, recorder: Recorder, progress: Progress) -> Client:
        """Return a client for these options; the first request fetches the token."""
        key = (connection, check_mode)
        if key not in self._senders:
            self._senders[key] = self._connect(connection, check_mode, recorder, progress)
        sender, lanes = self._senders[key]
        sender.recorder, sender.progress = recorder, progress
        return Client(sender, lanes, connection.api_url, connection.workers)

    def close(self) -> None:
        for sender, _lanes in self._senders.values():
            sender.close()
        self._senders.clear()

    def _connect(
        self, connection: Connection, check_mode: bool, recorder: Recorder, progress: Progress
    ) -> tuple[Sender, list[Lane]]:
        transport = Transport(connection.token_url, check_mode, connection.verify, connection.proxy, connection.workers)
        policy, timeout, at_once = connection.policy, connection.timeout, connection.workers
        sender = Sender(transport, policy, timeout, self.clock, recorder, progress, at_once)
        # A task that does not enter the API has no credentials, and so no token.
        slots = range(connection.token_pool_size if connection.access_token or connection.client_secret else 0)
        tokens = [self._tokens(connection, sender, slot) for slot in slots]
        return sender, [Lane(source, Pacer(self.clock)) for source in tokens]

    def _tokens(self, connection: Connection, sender: Sender, slot: int) -> Tokens:
        if connection.access_token:
            return GivenToken(connection.access_token)
        client_id, secret, scopes = connection.client_id or "", connection.client_secret or "", connection.scopes
        cache = None
        if connection.token_cache:
            cache = TokenCache(connection.token_cache, connection.login_url, client_id, scopes, slot, secret)
        return ClientCredentials(sender, self.redactor, connection.token_url, client_id, secret, scopes, cache)


def _api_url(options: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Return the API's address. The task's options come before the environment, and an address before a region."""
    if given.get("region") and not given.get("api_url"):
        return regions.api_url(given["region"])
    if options.get("api_url"):
        return str(options["api_url"])
    return regions.api_url(options["region"]) if options.get("region") else regions.DEFAULT_API_URL


def _address_problems(options: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    plain_http = options["validate_certs"] is False
    found = []
    if given.get("region") and given.get("api_url"):
        found.append(Problem("region", "cannot be combined with api_url; both name the address, give one of them."))
    if options.get("region"):
        found += regions.problems(options["region"])
    for option in ("api_url", "login_url", "guest_url"):
        if options.get(option) is not None:
            found += validation.base_url(option, options[option], plain_http)
    if options.get("messaging_url") is not None:
        found += _socket_problems("messaging_url", options["messaging_url"], plain_http)
    return found


def _socket_problems(option: str, value: Any, plain: bool) -> list[Problem]:
    """Check the address of a WebSocket as one of HTTP, from which only the scheme differs."""
    scheme, separator, rest = str(value).partition("://")
    if not separator or scheme not in ("ws", "wss"):
        masked = validation.shown(shown_url(str(value)))
        return [Problem(option, f"{masked} has no scheme that can be used; it must begin with wss://.")]
    found = validation.base_url(option, f"http{scheme[2:]}://{rest}", plain)
    spelled = {"http://": "ws://", "https://": "wss://", "plain http ": "plain ws "}
    for one, other in spelled.items():
        found = [Problem(each.option, each.reason.replace(one, other)) for each in found]
    return found


def _credential_problems(options: Mapping[str, Any], entering: bool) -> list[Problem]:
    if options.get("access_token"):
        if not fits_header(options["access_token"]):
            return [Problem("access_token", "holds a character that no header can hold; was it pasted whole?")]
        return []
    wanted = {
        "client_id": "GENESYS_CLIENT_ID or GENESYSCLOUD_OAUTHCLIENT_ID",
        "client_secret": "GENESYS_CLIENT_SECRET or GENESYSCLOUD_OAUTHCLIENT_SECRET",
    }
    missing = [option for option in wanted if not options.get(option)]
    if missing and entering:
        looked_at = ", ".join(f"{option} (environment {wanted[option]})" for option in missing)
        return [
            Problem(
                " and ".join(missing),
                f"no credentials: looked at {looked_at} and found nothing. Give them, or access_token "
                "(environment GENESYS_ACCESS_TOKEN or GENESYSCLOUD_ACCESS_TOKEN).",
            )
        ]
    if ":" in (options.get("client_id") or ""):
        return [Problem("client_id", "holds a colon, which HTTP Basic cannot carry in an id; is the secret in it too?")]
    return [
        Problem(option, "holds a byte that is no UTF-8, as a variable in another encoding would; was it pasted whole?")
        for option in wanted
        if re.search("[\ud800-\udfff]", options.get(option) or "")
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
    """Check a proxy's address. It may have user info, and any scheme that requests supports."""
    shown = validation.shown(without_user_info(proxy))
    scheme, separator, rest = proxy.partition("://")
    if not separator or not scheme.isalnum() or not rest.rpartition("@")[2].strip("/"):
        return [Problem("proxy", f"{shown} is no proxy address; it looks like http://proxy.example:3128.")]
    address = re.split("[/?#]", rest.rpartition("@")[2], maxsplit=1)[0]
    reason = validation.unusable_host(address if address.startswith("[") else address.partition(":")[0])
    return [Problem("proxy", f"{shown} is no proxy address: {reason}.")] if reason else []
