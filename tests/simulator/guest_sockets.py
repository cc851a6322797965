# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The WebSockets of guests on the wire, with all that can go wrong with one that is accepted (`MISBEHAVIOURS`)."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web

from .guest_sessions import Connection, GuestSessions, Sending
from .json_values import encode_json

MISBEHAVIOURS = ("mute", "rubbish", "endless", "huge", "closes")
"""Never answers a frame; answers with no JSON; sends without end; sends one frame of many MB; closes at once (1008)."""
SWITCHING_PROTOCOLS = 101
_NO_CLOSE_CODE = 1005
_CLOSE_SECONDS = 0.2
_HUGE_BYTES = 16 << 20
_PAUSE_SECONDS = 0.01
_FRAME = '{"type":"message","class":"Unknown","code":200,"body":{}}'


def is_guest_socket(request: web.BaseRequest) -> bool:
    """Whether the request asks for a WebSocket."""
    return request.method == "GET" and request.headers.get("Upgrade", "").lower() == "websocket"


class GuestSockets:
    """Those that are open."""

    def __init__(self, sessions: GuestSessions) -> None:
        self._sessions = sessions
        self._open: dict[Connection, web.WebSocketResponse] = {}
        self.is_over = False
        """Whether no more can be opened."""

    async def serve(
        self, request: web.BaseRequest, connection: Connection, misbehaviour: str | None
    ) -> web.WebSocketResponse:
        """Talk until one of the two has enough."""
        socket = web.WebSocketResponse(timeout=_CLOSE_SECONDS, compress=False)
        await socket.prepare(request)
        connection.status = SWITCHING_PROTOCOLS
        self._open[connection] = socket
        unasked = asyncio.create_task(self._send_unasked(connection, misbehaviour))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(connection, message.data, misbehaviour)
        finally:
            unasked.cancel()
            del self._open[connection]
            self._sessions.leave(connection, _close_code(socket))
        return socket

    async def close(self) -> None:
        """Close them all, for good."""
        self.is_over = True
        await asyncio.gather(*(self._close(each, WSCloseCode.GOING_AWAY) for each in self._open))

    async def _close(self, connection: Connection, code: int) -> None:
        socket = self._open.get(connection)
        if socket is not None:
            connection.close_code = code
            await socket.close(code=code)

    async def _take(self, connection: Connection, text: str, misbehaviour: str | None) -> None:
        sendings = self._sessions.hear(connection, text)
        if misbehaviour == "rubbish":
            await _send(self._open[connection], "<p>This is no JSON.</p>")
        elif misbehaviour is None:
            for each in sendings:
                await self._send(each)

    async def _send(self, sending: Sending) -> None:
        socket = self._open.get(sending.to)
        if socket is not None:
            await _send(socket, encode_json(sending.frame).decode())
            if sending.then_close:
                await self._close(sending.to, WSCloseCode.OK)

    async def _send_unasked(self, connection: Connection, misbehaviour: str | None) -> None:
        """What a guest gets without having said anything."""
        socket = self._open[connection]
        if misbehaviour == "closes":
            await self._close(connection, WSCloseCode.POLICY_VIOLATION)
        elif misbehaviour == "huge":
            await _send(socket, _FRAME.replace("{}", f'"{"x" * _HUGE_BYTES}"'))
        while misbehaviour == "endless" and not socket.closed:
            await _send(socket, _FRAME)
            await asyncio.sleep(_PAUSE_SECONDS)


def _close_code(socket: web.WebSocketResponse) -> int:
    """As RFC 6455 counts them: 1005 where the guest gave none, 1006 where the connection was cut."""
    code = socket.close_code
    return WSCloseCode.ABNORMAL_CLOSURE if code is None else code or _NO_CLOSE_CODE


async def _send(socket: web.WebSocketResponse, text: str) -> None:
    """Send it, unless the guest has gone in the meantime, which is nobody's mistake."""
    with suppress(ConnectionError):
        if not socket.closed:
            await socket.send_str(text)
