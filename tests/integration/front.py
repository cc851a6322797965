# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A front before the simulator, for answers that no web framework sends: raw bytes, right or wrong, in any rhythm."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Talk = Callable[[socket.socket, threading.Event], None]


@dataclass(frozen=True)
class Instead:
    """What is answered in place of the simulator's answer; ``handled``: whether the simulator gets the request."""

    answer: bytes | Talk
    handled: bool = True


Meddle = Callable[[str, str], Instead | None]
"""From a request's method and path to what happens to it; None: nothing."""


class _Front(ThreadingHTTPServer):
    daemon_threads = True
    ended: threading.Event
    meddle: Meddle
    port: int


class _Handler(BaseHTTPRequestHandler):
    server: _Front
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        instead = self.server.meddle(self.command, urlsplit(self.path).path)
        answer: bytes | Talk = b""
        if instead is None or instead.handled:
            answer = self._forwarded(body)
        if instead is not None:
            answer = instead.answer
            self.close_connection = True
        if isinstance(answer, bytes):
            self.wfile.write(answer)
        else:
            answer(self.connection, self.server.ended)

    def _forwarded(self, body: bytes) -> bytes:
        """The simulator's answer as it came, apart from how its body is cut into pieces."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        kept = [(name, value) for name, value in response.getheaders() if name.lower() not in _OURS]
        lines = [f"HTTP/1.1 {response.status} {response.reason}", *(f"{name}: {value}" for name, value in kept)]
        return "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode("latin-1") + content

    def log_message(self, *_words: Any) -> None:
        """Nothing."""


_OURS = ("content-length", "transfer-encoding", "connection")


@contextmanager
def front(simulator_url: str, meddle: Meddle) -> Iterator[str]:
    """An address that leads to the simulator, but for what ``meddle`` does."""
    server = _Front(("127.0.0.1", 0), _Handler)
    server.ended, server.meddle, server.port = threading.Event(), meddle, urlsplit(simulator_url).port or 80
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
