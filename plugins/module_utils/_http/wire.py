# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Bound one exchange: how long it may take, how much is read, and whether anything was sent.

requests bounds only each silence: a head or a body that comes at a byte a second never ends. So its connections read
and write here. Before each read and write the socket gets the time that is left. That needs no thread, and it works
through TLS and proxies, which lie above or below the same sockets.
"""

from __future__ import annotations

import http.client
import io
import socket
import threading
import time
from contextlib import contextmanager
from email.errors import FirstHeaderLineIsContinuationDefect, MissingHeaderBodySeparatorDefect
from typing import TYPE_CHECKING, Any, Iterator

if TYPE_CHECKING:

    class _HTTPResponse(http.client.HTTPResponse):
        """With the methods that we override, the same in every Python from 3.8 on."""

        def _read_status(self) -> tuple[str, int, str]:
            """Return version, status and reason."""

        def _read_next_chunk_size(self) -> int:
            """Return the bytes of the next chunk."""

    class _HTTPConnection(http.client.HTTPConnection):
        def _tunnel(self) -> None:
            """Ask the proxy for a tunnel."""
else:
    _HTTPResponse, _HTTPConnection = http.client.HTTPResponse, http.client.HTTPConnection

MOST_BYTES = 64 * 1024 * 1024
"""The most bytes of one response, both packed and unpacked."""
LONGEST_SILENCE = 86_400.0
"""Seconds; the system does not take a timeout of any length."""
_PIECE = 16 * 1024
"""Bytes of one write: TLS makes one record of them."""


class Bound(Exception):
    """The exchange ends here, whatever comes after."""


class Overdue(Bound):
    """The time for the exchange has passed."""


class TooLarge(Bound):
    """The response is larger than MOST_BYTES."""


class Malformed(Bound):
    """The bytes received are no response that HTTP allows; the text says why."""


class ProxyRefused(Bound):
    """The proxy did not pass the request on."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class Exchange:
    """One request and its response. ``silence``, ``within``: seconds, for each pause of the other side and for all."""

    def __init__(self, silence: float, within: float) -> None:
        self._silence = silence
        self._ends_at = time.monotonic() + within
        self._received = 0
        self.is_connecting = False
        self.was_sent = False
        """Whether any part of the request went out, to the proxy or to the server; a CONNECT does not count."""
        self.is_at_end = False
        """Whether the other side has closed its end."""
        self.answers: list[http.client.HTTPResponse] = []

    @property
    def has_begun(self) -> bool:
        """Return whether any part of the response came."""
        return self._received > 0

    def deadline(self) -> float:
        """Return the seconds that the next read or write may take. Raises Overdue."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise Overdue
        return min(self._silence, left)

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """Raise Overdue in place of a timeout that leaves no time."""
        try:
            yield
        except socket.timeout:
            self.deadline()
            raise

    def sending(self) -> None:
        if not self.is_connecting:
            self.was_sent = True
            self._received = 0
            self.is_at_end = False

    def receive(self, size: int) -> None:
        self._received += size
        self.is_at_end = size == 0
        if self._received > MOST_BYTES:
            raise TooLarge


_here = threading.local()


@contextmanager
def exchange(silence: float, within: float) -> Iterator[Exchange]:
    """Make one exchange of all uses of bounded connections by this thread until the end."""
    made = Exchange(silence, within)
    _here.exchange = made
    try:
        yield made
    except BaseException:
        # urllib3 leaves a response open if it cannot read its headers.
        for answer in made.answers:
            answer.close()
        raise
    finally:
        del _here.exchange


def _current() -> Exchange:
    found: Exchange = _here.exchange
    return found


class _Reader(io.RawIOBase):
    """Reads from the socket. ``raw`` reads from it without a buffer."""

    def __init__(self, connection: socket.socket, raw: io.RawIOBase, bounds: Exchange) -> None:
        self._connection = connection
        self._raw = raw
        self._bounds = bounds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._connection.settimeout(self._bounds.deadline())
        with self._bounds.in_time():
            size = self._raw.readinto(buffer)
        self._bounds.receive(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Readable:
    """The part of a socket that an HTTPResponse uses."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def makefile(self, mode: str) -> io.BufferedReader:
        raw = self._connection.makefile(mode, buffering=0)
        return io.BufferedReader(_Reader(self._connection, raw, _current()))


class Response(_HTTPResponse):
    """A response that must be valid HTTP from its first line on."""

    def __init__(self, sock: Any, *args: Any, **more: Any) -> None:
        readable: Any = _Readable(sock)
        super().__init__(readable, *args, **more)
        self._bounds = _current()
        self._bounds.answers.append(self)

    def begin(self) -> None:
        super().begin()
        if self._bounds.is_at_end:
            raise http.client.IncompleteRead(b"")
        defects = (MissingHeaderBodySeparatorDefect, FirstHeaderLineIsContinuationDefect)
        if any(isinstance(defect, defects) for defect in self.headers.defects):
            raise Malformed("a line of its head is no header")

    def _read_status(self) -> tuple[str, int, str]:
        """Read the first line after all interim responses; http.client skips only one kind, and none of a proxy."""
        version, status, reason = super()._read_status()
        while status in range(102, 200) or (status == http.client.CONTINUE and self._bounds.is_connecting):
            while self.fp.readline(_PIECE) not in (b"\r\n", b"\n", b""):
                pass
            version, status, reason = super()._read_status()
        if self._bounds.is_connecting and status != http.client.OK:
            raise ProxyRefused(status, reason)
        return version, status, reason

    def _read_next_chunk_size(self) -> int:
        try:
            size: int = super()._read_next_chunk_size()
        except ValueError:
            size = -1
        if size < 0:
            raise http.client.IncompleteRead(b"") if self._bounds.is_at_end else Malformed("a chunk has no size")
        return size


class _Bounded(_HTTPConnection):
    """Comes before a connection class of urllib3 of any kind."""

    response_class = Response

    def connect(self) -> None:
        bounds = _current()
        bounds.is_connecting = True
        try:
            super().connect()
        finally:
            bounds.is_connecting = False

    def send(self, data: Any) -> None:
        if self.sock is None and self.auto_open:
            self.connect()
        bounds = _current()
        bounds.sending()
        for start in range(0, len(data), _PIECE):
            if self.sock is not None:
                self.sock.settimeout(bounds.deadline())
            with bounds.in_time():
                super().send(data[start : start + _PIECE])

    def _tunnel(self) -> None:
        """Set up the tunnel; TLS, which follows, has the time that is left."""
        super()._tunnel()
        self.sock.settimeout(_current().deadline())


class _Direct(_Bounded):
    """A connection to an address, not through a SOCKS proxy, whose library connects."""

    _dns_host: str
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        """Connect to the first of the host's addresses that responds; all of them together have the time of one."""
        host = self._dns_host.strip("[]")
        failure: OSError = ConnectionError("the host has no address")
        for family, kind, protocol, _name, address in socket.getaddrinfo(host, self.port, 0, socket.SOCK_STREAM):
            bounds = _current()
            connection = socket.socket(family, kind, protocol)
            try:
                for option in self.socket_options or ():
                    connection.setsockopt(*option)
                connection.settimeout(bounds.deadline())
                connection.connect(address)
                connection.settimeout(bounds.deadline())
                return connection
            except OSError as error:
                connection.close()
                failure = error
            except Overdue:
                connection.close()
                raise
        raise failure


def bind(adapter: Any) -> None:
    """Give requests' adapter bounded connections, to servers and to proxies."""
    _bind(adapter.poolmanager, _Direct)
    through_proxy = adapter.proxy_manager_for

    def proxy_manager_for(proxy: str, **more: Any) -> Any:
        is_new = proxy not in adapter.proxy_manager
        manager = through_proxy(proxy, **more)
        if is_new:
            _bind(manager, _Bounded if proxy.lower().startswith("socks") else _Direct)
        return manager

    adapter.proxy_manager_for = proxy_manager_for


def _bind(manager: Any, kind: type[_Bounded]) -> None:
    """Keep the classes of the connection pools and their connections, but bound the connections."""
    bounded = {}
    for scheme, pool in manager.pool_classes_by_scheme.items():
        connection = type(f"Bounded{pool.ConnectionCls.__name__}", (kind, pool.ConnectionCls), {})
        bounded[scheme] = type(f"Bounded{pool.__name__}", (pool,), {"ConnectionCls": connection})
    manager.pool_classes_by_scheme = bounded
