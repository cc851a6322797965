# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A WebSocket with JSON frames. Bounds time and size; it repeats nothing and logs nothing.

The library websockets is imported only here, so that no other task needs it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import ssl
import time
from contextlib import contextmanager
from typing import Any, Callable, Iterator
from urllib.parse import urlsplit

from .._core import json_answer
from .._core.json_values import JsonObject
from .transport import USER_AGENT, Transport

LIBRARY = "websockets"
OLDEST = 15
"""The first major version whose synchronous client knows proxies."""
MOST_BYTES = 1024 * 1024
"""The most bytes of one message."""
MOST_FRAMES = 100
"""The most frames that are read for one answer."""
CLOSING = 1.0
"""Seconds for the other side to close the connection too."""
LONGEST_TEXT = 200
"""Characters of what the other side says."""


class Refused(Exception):
    """There is no connection, or no answer. ``code``: HTTP status, close code or None; the text: a whole clause."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.code = code


def missing() -> str:
    """Return why the library cannot be used, and what to install; empty if it can."""
    what = f"For the Python that runs this task (3.9 or newer), run: python3 -m pip install '{LIBRARY}>={OLDEST}'."
    try:
        from websockets.version import version
    except ImportError:
        return f"needs the Python library {LIBRARY}, which is not installed. {what}"
    number = re.match(r"\d+", version)
    if number is None or int(number.group()) < OLDEST:
        return f"needs the Python library {LIBRARY} {OLDEST} or newer; {version} is installed. {what}"
    return ""


class Socket:
    """An open connection. ``timeout``: seconds for each answer."""

    def __init__(self, connection: Any, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout

    def close(self) -> None:
        """Close it with code 1000."""
        self._connection.close()

    def ask(self, frame: JsonObject, is_answer: Callable[[JsonObject], bool]) -> JsonObject:
        """Send a frame, and return the first one that is its answer. Raises Refused."""
        ends_at = time.monotonic() + self._timeout
        with _explained(self._timeout):
            self._connection.send(json.dumps(frame))
            for _count in range(MOST_FRAMES):
                answer = _read(self._connection.recv(timeout=max(0.0, ends_at - time.monotonic())))
                if is_answer(answer):
                    return answer
        raise Refused(f"sent {MOST_FRAMES} frames without an answer among them")


def connect(transport: Transport, url: str, origin: str | None, timeout: float) -> Socket:
    """Open a connection. Raises Refused."""
    from websockets.sync import client

    certificates, proxy = transport.way_to(re.sub("^ws", "http", url))
    options: dict[str, Any] = {"ssl": _trusting(certificates)} if urlsplit(url).scheme == "wss" else {}
    with _explained(timeout):
        connection = client.connect(
            url,
            additional_headers={"Origin": origin} if origin else None,
            user_agent_header=USER_AGENT,
            proxy=proxy,
            compression=None,
            open_timeout=timeout,
            close_timeout=min(timeout, CLOSING),
            ping_interval=None,
            max_size=MOST_BYTES,
            logger=_silent(),
            **options,
        )
    return Socket(connection, timeout)


@contextmanager
def _explained(timeout: float) -> Iterator[None]:
    """Raise Refused in place of what the library and the system raise."""
    from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

    try:
        yield
    except InvalidStatus as error:
        status = error.response.status_code
        raise Refused(f"answered {status} in place of a WebSocket", status) from None
    except ConnectionClosed as error:
        raise Refused(*_closing(error)) from None
    except TimeoutError:
        raise Refused(f"did not answer within {timeout:g} s") from None
    except (WebSocketException, OSError, ValueError, ImportError) as error:
        raise Refused(f"cannot be used: {_short(str(error) or type(error).__name__)}") from None


def _closing(error: Any) -> tuple[str, int | None]:
    if error.sent is not None and not error.rcvd_then_sent:
        return f"sent what is no frame: {_short(error.sent.reason or str(error.sent.code))}", None
    if error.rcvd is None:
        return "broke off", None
    said = f": {_short(error.rcvd.reason)}" if error.rcvd.reason else ""
    return f"closed the connection with code {error.rcvd.code}{said}", error.rcvd.code


def _read(message: Any) -> JsonObject:
    try:
        return json_answer.read(message.encode("utf-8") if isinstance(message, str) else message)
    except json_answer.NotExpected as error:
        raise Refused(f"sent a frame that cannot be read: {error}") from None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."


def _trusting(certificates: str | None) -> ssl.SSLContext:
    """Return the context that trusts what a file or a folder holds; None: whatever the other side shows."""
    if certificates is not None:
        if os.path.isdir(certificates):
            return ssl.create_default_context(capath=certificates)
        return ssl.create_default_context(cafile=certificates)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _silent() -> logging.Logger:
    """Return a logger that no configuration reaches: the library would log every frame, and tokens are in them."""
    return logging.Logger(LIBRARY, logging.CRITICAL + 1)
