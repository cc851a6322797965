# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The only file that speaks HTTP. It sends one request and reports what came; it never repeats one.

In check mode it refuses every method but GET, and the token's POST: the last line of defence, below all planning.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping
from urllib.parse import urlsplit

from ansible_collections.genesys.cloud.plugins.module_utils._retry import Fault
from ansible_collections.genesys.cloud.plugins.module_utils._version import VERSION

USER_AGENT = f"genesys.cloud-ansible/{VERSION}"

Authorize = Callable[[Any], Any]
"""Sets the Authorization header of a prepared request. As requests' ``auth`` it comes last, so that no ``~/.netrc``
entry can put another in its place."""


class MissingLibrary(ImportError):
    """requests is not there; ``library`` names it for Ansible's ``missing_required_lib``."""

    library = "requests"


class WriteInCheckMode(AssertionError):
    """A mistake of ours: something tried to write in check mode. Nothing was sent."""


class TransportFault(Exception):
    """No usable answer came. The text names the cause and holds neither header nor body nor user info."""

    def __init__(self, fault: Fault, cause: str) -> None:
        super().__init__(cause)
        self.fault = fault


@dataclass(frozen=True)
class Reply:
    """An answer, whole; header names are looked up in any spelling."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """A connection pool. ``verify``: True, False or a path; ``connections``: the most that are open at once."""

    def __init__(
        self,
        token_url: str,
        check_mode: bool,
        verify: bool | str = True,
        proxy: str | None = None,
        connections: int = 1,
    ) -> None:
        try:
            import requests
            from requests.adapters import HTTPAdapter
        except ImportError as error:
            raise MissingLibrary(str(error)) from error
        from http.cookiejar import DefaultCookiePolicy

        self._requests = requests
        self._token_url = token_url
        self._check_mode = check_mode
        self._verify = verify
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections, pool_block=True)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._ways: dict[str, Mapping[str, Any]] = {}

    def send(
        self,
        method: str,
        url: str,
        authorize: Authorize,
        timeout: float,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request; ``timeout`` in seconds, for connecting and for each silence. Raises TransportFault."""
        if self._check_mode and method != "GET" and not (method == "POST" and url == self._token_url):
            raise WriteInCheckMode(f"{method} {url} in check mode")
        exceptions = self._requests.exceptions
        try:
            sent = {"User-Agent": USER_AGENT, "Accept": "application/json", **(headers or {})}
            request = self._requests.Request(method, url, data=body, headers=sent, auth=authorize)
            with self._session.send(
                self._session.prepare_request(request),
                timeout=(timeout, timeout),
                allow_redirects=False,
                **self._way_to(url),
            ) as response:
                content = response.content
                announced = response.headers.get("Content-Length", "")
                if announced.isdecimal() and response.raw.tell() < int(announced):
                    raise TransportFault(Fault.CUT, "the answer ended before its announced length")
                return Reply(response.status_code, response.headers, content)
        except exceptions.SSLError as error:
            raise TransportFault(Fault.TLS, f"TLS failed: {_cause(error)}") from None
        except (exceptions.ConnectTimeout, exceptions.ProxyError) as error:
            raise TransportFault(Fault.CONNECT, f"no connection: {_cause(error)}") from None
        except exceptions.Timeout:
            raise TransportFault(Fault.TIMEOUT, f"no answer within {timeout:g} s") from None
        except (exceptions.ChunkedEncodingError, exceptions.ContentDecodingError):
            raise TransportFault(Fault.CUT, "the answer broke off") from None
        except exceptions.ConnectionError as error:
            raise _connection_fault(error) from None
        except exceptions.RequestException as error:
            raise TransportFault(Fault.INVALID, f"the request could not be made ({type(error).__name__})") from None
        except OSError as error:
            raise TransportFault(
                Fault.TLS, f"TLS could not be set up: {error.strerror or 'no usable CA bundle'}"
            ) from None

    def close(self) -> None:
        self._session.close()

    def _way_to(self, url: str) -> Mapping[str, Any]:
        """Proxies and CA bundle for the URL's host, as options and environment say.

        Looked up once a host: for each request, it takes a third of requests' time. ``verify`` is given as an
        argument because REQUESTS_CA_BUNDLE would beat the session's.
        """
        host = urlsplit(url).netloc
        if host not in self._ways:
            self._ways[host] = self._session.merge_environment_settings(
                url, dict(self._proxies), True, self._verify, None
            )
        return self._ways[host]


def _connection_fault(error: Exception) -> TransportFault:
    """A connection that never came about (nothing sent) or one that broke (nobody knows)."""
    names = {type(item).__name__ for item in _chain(error)}
    if names & {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "gaierror"}:
        return TransportFault(Fault.CONNECT, f"no connection: {_cause(error)}")
    if "ReadTimeoutError" in names:
        return TransportFault(Fault.TIMEOUT, "the answer stopped half-way")
    if "IncompleteRead" in names:
        return TransportFault(Fault.CUT, "the answer ended before its announced length")
    return TransportFault(Fault.RESET, f"the connection broke: {_cause(error)}")


def _cause(error: BaseException) -> str:
    """The system's word for what happened; never the exception's own text, which can hold URLs and headers."""
    for item in _chain(error):
        if isinstance(item, ssl.SSLCertVerificationError):
            return f"certificate refused ({item.verify_message})"
        if isinstance(item, ssl.SSLError) and item.reason:
            return str(item.reason).replace("_", " ").lower()
        if isinstance(item, OSError) and item.strerror:
            return item.strerror
    return type(error).__name__


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that it was made of: arguments, reasons, causes and contexts."""
    queue, seen = [error], set()
    while queue:
        item = queue.pop(0)
        if id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        inner = [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
        queue += [part for part in inner if isinstance(part, BaseException)]
