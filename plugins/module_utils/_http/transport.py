# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Send one request and report the result; never repeat one. ``_http/wire.py`` bounds its time and size.

In check mode it refuses every method but GET, and the token's POST: the last line of defence, below all planning.
"""

from __future__ import annotations

import http.client
import math
import warnings
import zlib
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping
from urllib.parse import urlsplit

from .._core.retry import Fault
from . import transport_faults, wire
from .transport_faults import TransportFault
from .version import VERSION

USER_AGENT = f"genesys.cloud-ansible/{VERSION}"
PROXY_WANTS_LOGIN = 407
_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"
_EITHER_FORMAT = zlib.MAX_WBITS | 32
"""zlib tells gzip and its own format apart."""

Authorize = Callable[[Any], Any]
"""Sets the Authorization header of a prepared request.

As requests' ``auth`` it comes last, so no ``~/.netrc`` entry can put another in its place.
"""


class MissingLibrary(ImportError):
    """requests is not installed; ``library`` names it for Ansible's ``missing_required_lib``."""

    library = "requests"


class WriteInCheckMode(AssertionError):
    """A mistake of ours: something tried to write in check mode. Nothing was sent."""


@dataclass(frozen=True)
class Response:
    """A whole response; header names are looked up in any spelling."""

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
            # Users who set validate_certs to false know it, and nobody can act on warnings of libraries about their
            # versions.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import requests
                from requests.adapters import HTTPAdapter
                from urllib3.exceptions import HTTPError, HTTPWarning
        except ImportError as error:
            raise MissingLibrary(str(error)) from error
        warnings.simplefilter("ignore", HTTPWarning)
        from http.cookiejar import DefaultCookiePolicy

        self._requests = requests
        self._broken = (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)
        self._token_url = token_url
        self._check_mode = check_mode
        self._verify = verify
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections, pool_block=True)
        wire.bind(adapter)
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
        within: float = math.inf,
    ) -> Response:
        """Send one request. Raises TransportFault.

        ``timeout``: seconds, for connecting and for each silence. ``within``: seconds, for the whole exchange.
        """
        if self._check_mode and method != "GET" and not (method == "POST" and url == self._token_url):
            raise WriteInCheckMode(f"{method} {url} in check mode")
        timeout = min(timeout, wire.LONGEST_SILENCE)
        request = self._prepared(method, url, authorize, body, headers)
        with wire.exchange(timeout, within) as exchange:
            try:
                return self._exchanged(request, timeout, url)
            except wire.Bound as error:
                raise transport_faults.bound(error, exchange) from None
            except self._broken as error:
                raise transport_faults.broken(error, exchange, timeout) from None

    def _prepared(
        self, method: str, url: str, authorize: Authorize, body: bytes | None, headers: Mapping[str, str] | None
    ) -> Any:
        ours = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
        request = self._requests.Request(method, url, data=body, headers={**ours, **(headers or {})}, auth=authorize)
        try:
            return self._session.prepare_request(request)
        except (self._requests.RequestException, ValueError) as error:
            raise transport_faults.not_made(error) from None

    def _exchanged(self, request: Any, timeout: float, url: str) -> Response:
        with self._session.send(
            request, timeout=(timeout, timeout), allow_redirects=False, **self._way_to(url)
        ) as response:
            if response.status_code == PROXY_WANTS_LOGIN:
                raise wire.ProxyRefused(response.status_code, response.reason or "")
            announced = response.headers.get("Content-Length", "")
            if announced.isdecimal() and int(announced[:20]) > wire.MOST_BYTES:
                raise wire.TooLarge
            parts = _unpacked(_pieces(response.raw), response.headers.get("Content-Encoding", ""))
            content = b"".join(_at_most(wire.MOST_BYTES, parts))
            if announced.isdecimal() and response.raw.tell() < int(announced):
                raise TransportFault(Fault.CUT, "the response ended before its announced length")
            return Response(response.status_code, response.headers, content)

    def close(self) -> None:
        self._session.close()

    def way_to(self, url: str) -> tuple[str | None, str | None]:
        """Return where the trusted certificates for the URL's host are, and its proxy; None: there is no such thing."""
        way = self._way_to(url)
        trusted = self._requests.utils.DEFAULT_CA_BUNDLE_PATH if way["verify"] is True else way["verify"] or None
        return trusted, self._requests.utils.select_proxy(url, way["proxies"])

    def _way_to(self, url: str) -> Mapping[str, Any]:
        """Return proxies and CA bundle for the URL's host, from options and environment.

        Looked up once a host: for each request, it takes a third of requests' time. ``verify`` is given as an argument
        because REQUESTS_CA_BUNDLE would beat the session's.
        """
        host = urlsplit(url).netloc
        if host not in self._ways:
            self._ways[host] = self._session.merge_environment_settings(
                url, dict(self._proxies), True, self._verify, None
            )
        return self._ways[host]


def _pieces(raw: Any) -> Iterator[bytes]:
    while True:
        piece: bytes = raw.read(_PIECE, decode_content=False)
        if not piece:
            return
        yield piece


def _unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Unpack the body in small parts."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise wire.Malformed("its body has an encoding that the request did not ask for")
    unpacker, has_begun = _Unpacker(), False
    try:
        for piece in pieces:
            has_begun = True
            yield from unpacker.parts(piece)
    except zlib.error:
        has_begun = True
    if has_begun and not unpacker.is_whole:
        raise TransportFault(Fault.CUT, "the response broke off")


class _Unpacker:
    """Unpacks gzip, one archive or several in a row, and zlib, which HTTP calls deflate."""

    def __init__(self) -> None:
        self._archive = zlib.decompressobj(_EITHER_FORMAT)

    @property
    def is_whole(self) -> bool:
        return self._archive.eof

    def parts(self, packed: bytes) -> Iterator[bytes]:
        while True:
            if self._archive.eof:
                if not packed.startswith(_GZIP):
                    return
                self._archive = zlib.decompressobj(_EITHER_FORMAT)
            part = self._archive.decompress(packed, _PIECE)
            yield part
            packed = self._archive.unused_data or self._archive.unconsumed_tail
            if not packed and len(part) < _PIECE:
                return


def _at_most(most: int, parts: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > most:
            raise wire.TooLarge
        yield part
