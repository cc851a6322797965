# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server on the loopback that answers with given bytes, right or wrong, and writes down what came."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager
from email.message import Message
from email.parser import BytesParser
from types import TracebackType
from typing import Callable, Iterator

RESET = b""
"""As an answer: the connection is torn down without one."""
SILENCE = b"..."
"""As an answer: none comes, and the connection stays open until the server ends."""

Talk = Callable[[socket.socket, threading.Event], None]
"""As an answer: whatever it does with the connection; the event says that the server ends."""


def drip(begin: bytes, drop: bytes, every: float = 0.02) -> Talk:
    """An answer that begins so and then goes on without an end, one drop after the other."""

    def talk(connection: socket.socket, ended: threading.Event) -> None:
        connection.sendall(begin)
        while not ended.wait(every):
            connection.sendall(drop)

    return talk


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP answer, after which the connection closes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Loopback:
    """``heads``: the requests as they came, their headers parsed. The last answer is given for good."""

    def __init__(self, *answers: bytes | Talk) -> None:
        self._answers: list[bytes | Talk] = list(answers) or [answer()]
        self.connections = 0
        self.heads: list[tuple[str, Message]] = []
        self.bodies: list[bytes] = []
        self._ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        # wakes accept(), which closing the socket does not do everywhere
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            connection, _address = self._socket.accept()
            if self._ended.is_set():
                connection.close()
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            given = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            try:
                self._read_request(connection)
                if not isinstance(given, bytes):
                    given(connection, self._ended)
                elif given == SILENCE:
                    self._ended.wait()
                elif given == RESET:
                    # no lingering: closing resets the connection
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    connection.sendall(given)
            except OSError:
                # the other side went away, as some tests want it to
                return

    def _read_request(self, connection: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            data += more
            if not more or not data[:1].isalpha():
                return
        head, _blank, body = data.partition(b"\r\n\r\n")
        line, _end, headers = head.partition(b"\r\n")
        message = BytesParser().parsebytes(headers)
        while len(body) < int(message.get("Content-Length", "0")):
            body += connection.recv(65536)
        self.heads.append((line.decode(), message))
        self.bodies.append(body)

    @property
    def requests(self) -> list[str]:
        """``GET /path``, one for each request that came whole."""
        return [line.rpartition(" ")[0] for line, _headers in self.heads]


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of this host on which nothing listens, nor can meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
