# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An HTTPS address for the simulator: a certificate of our own making, and a listener that passes all on."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trustme

_CHUNK = 65536


def make_certificate(path: Path) -> Path:
    """A certificate for 127.0.0.1 with its key and the authority that vouches for it, in one PEM file."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(path)
    authority.cert_pem.write_to_path(path, append=True)
    return path


@contextlib.contextmanager
def https_front(url: str, certificate: Path) -> Iterator[str]:
    """An https URL that leads to the plain ``url``, both on loopback."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with _Front(context, urlsplit(url).port or 80) as front:
        thread = threading.Thread(target=front.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"https://127.0.0.1:{front.server_address[1]}"
        finally:
            front.shutdown()
            thread.join()


class _Front(socketserver.ThreadingTCPServer):
    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        self.context = context
        self.port = port
        super().__init__(("127.0.0.1", 0), _Connection)


class _Connection(socketserver.BaseRequestHandler):
    server: _Front

    def handle(self) -> None:
        """Pass everything on until either side ends; one that does not like the certificate ends at once."""
        with (
            contextlib.suppress(OSError),
            self.server.context.wrap_socket(self.request, server_side=True) as client,
            socket.create_connection(("127.0.0.1", self.server.port)) as simulator,
        ):
            back = threading.Thread(target=pass_on, args=(simulator, client))
            back.start()
            pass_on(client, simulator)
            back.join()


def pass_on(source: Any, target: Any) -> None:
    """Until the source ends."""
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
