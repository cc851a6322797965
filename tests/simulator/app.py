# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as an HTTP server: what happens on the wire, whatever the API."""

from __future__ import annotations

import asyncio
import socket
import struct
import uuid
from typing import Any
from urllib.parse import unquote, urlsplit
from weakref import WeakKeyDictionary

from aiohttp import web

from .control import PREFIX, Control
from .exchange import Call, Reply
from .faults import Action
from .guest_sessions import SOCKET_PATH, Connection
from .guest_sockets import SWITCHING_PROTOCOLS, is_guest_socket
from .journal import Entry, body_to_keep
from .json_values import JsonObject
from .simulation import Simulation

_MAX_CONTROL_BYTES = 1 << 30
_SHUTDOWN_SECONDS = 0.2


class SimulatorServer:
    """Serves one simulation at a time."""

    def __init__(self, state: JsonObject, settings: JsonObject) -> None:
        """Needs a running event loop. ValueError: the state or the settings are not valid."""
        self._first_state = state
        self._first_settings = settings
        self._simulation = Simulation(state, settings)
        self._control = Control(lambda: self._simulation, self._reset)
        self._connections: WeakKeyDictionary[asyncio.BaseTransport, int] = WeakKeyDictionary()
        self._connection_count = 0
        self._runner = web.ServerRunner(
            web.Server(self._handle, request_factory=_request, access_log=None),
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )

    async def start(self, host: str, port: int) -> int:
        """Listen; port 0 takes a free one. The port listened on. OSError: it cannot."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=1024)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Stop listening, and drop what is under way."""
        await self._simulation.close()
        await self._runner.cleanup()

    async def _reset(self, state: JsonObject | None, settings: JsonObject) -> None:
        previous = self._simulation
        first = self._first_state if state is None else state
        self._simulation = Simulation(first, {**self._first_settings, **settings})
        await previous.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, query = _split_target(request.raw_path)
        if path.startswith(PREFIX):
            return await self._handle_control(request, path, query)
        simulation = self._simulation
        entry = simulation.journal.open(request.method, path, query, self._connection_number(request))
        action = simulation.faults.hit(request.method, path, query)
        try:
            return await _Exchange(simulation, request, entry, action).run()
        finally:
            if entry.duration_ms is None:  # the client went away
                entry.finish(None)

    async def _handle_control(self, request: web.BaseRequest, path: str, query: str) -> web.StreamResponse:
        name = unquote(path.removeprefix(PREFIX))
        call = Call(request.method, name, query, request.headers, await request.read())
        reply, delay = await self._control.answer(call)
        if delay:
            await asyncio.sleep(delay)
        return _response(reply)

    def _connection_number(self, request: web.BaseRequest) -> int:
        transport = request.transport
        if transport is None:
            return 0
        if transport not in self._connections:
            self._connection_count += 1
            self._connections[transport] = self._connection_count
        return self._connections[transport]


class _Exchange:
    """One API request from its arrival to what, if anything, is sent back."""

    def __init__(self, simulation: Simulation, request: web.BaseRequest, entry: Entry, action: Action | None) -> None:
        self._simulation = simulation
        self._request = request
        self._entry = entry
        self._action = action
        self._context_id = str(uuid.uuid4())
        self._guest: Connection | None = None

    async def run(self) -> web.StreamResponse:
        entry, action = self._entry, self._action
        settings = self._simulation.settings
        path = _below(settings.path_prefix, entry.path)
        call = Call(entry.method, path, entry.query, self._request.headers, await self._request.read())
        entry.body = body_to_keep(entry.kind, call)
        presented = self._simulation.tokens.identify(call.headers)
        entry.token = presented.number if presented else None
        if path == SOCKET_PATH and is_guest_socket(self._request):
            self._guest = self._simulation.guests.arrive(call)
        if settings.latency_ms:
            await asyncio.sleep(settings.latency_ms / 1000)
        if action is None:
            return await self._connect(self._guest, None) if self._guest else self._send(await self._answer(call))
        entry.fault = action.names
        return await self._disturbed(call, action)

    async def _disturbed(self, call: Call, action: Action) -> web.StreamResponse:
        if action.hang_seconds:
            await asyncio.sleep(action.hang_seconds)
        self._simulation.interfere(action, call.path)
        call.stale, call.old_answer = action.stale, action.old_answer
        if action.reset == "before" or action.respond is not None:
            return self._unhandled(call, action)
        if action.late_seconds is not None:
            await asyncio.sleep(action.late_seconds)
        if self._guest:
            return await self._connect(self._guest, action.guest)
        reply = action.distorted(await self._carry_out(call, action))
        if action.reset == "after":
            return self._reset_connection()
        if action.cut:
            return await self._cut(reply)
        if action.after is not None:
            reply = self._canned(action.after.reply(self._context_id))
        return self._send(reply)

    async def _connect(self, guest: Connection, misbehaviour: str | None) -> web.StreamResponse:
        """Accept a guest's WebSocket, unless there is a reason not to."""
        if self._simulation.guest_sockets.is_over:  # there was a reset while it had to wait
            return self._reset_connection()
        refusal = self._simulation.guests.refusal(guest)
        if refusal is not None:
            return self._send(refusal)
        self._entry.finish(SWITCHING_PROTOCOLS)
        return await self._simulation.guest_sockets.serve(self._request, guest, misbehaviour)

    def _unhandled(self, call: Call, action: Action) -> web.StreamResponse:
        """What is sent for a request that is not carried out, or only later."""
        if action.late_seconds is not None:
            self._simulation.later(action.late_seconds, lambda: self._carry_out(call, action))
        if action.respond is None:
            return self._reset_connection()
        return self._send(self._canned(action.respond.reply(self._context_id)))

    async def _carry_out(self, call: Call, action: Action) -> Reply:
        reply = await self._answer(call)
        self._simulation.interfere_afterwards(action, call, reply)
        return reply

    async def _answer(self, call: Call) -> Reply:
        reply = await self._simulation.answer(call, self._context_id)
        self._entry.handled(reply.status)
        if call.token is not None:
            self._entry.token = call.token.number
        return reply

    def _canned(self, reply: Reply) -> Reply:
        if "inin-correlation-id" not in map(str.lower, reply.headers):
            reply.headers["ININ-Correlation-Id"] = self._context_id
        return reply

    def _send(self, reply: Reply) -> web.StreamResponse:
        self._entry.finish(reply.status)
        if self._guest:
            self._guest.status = reply.status
        return _response(reply)

    def _reset_connection(self) -> web.StreamResponse:
        self._entry.finish(None)
        transport = self._request.transport
        if transport is not None:
            connection: Any = transport.get_extra_info("socket")
            # Lingering for no time makes the kernel send RST instead of FIN.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        return web.Response()  # goes nowhere: the transport is closed

    async def _cut(self, reply: Reply) -> web.StreamResponse:
        self._entry.finish(None)
        response = web.StreamResponse(status=reply.status, headers=reply.headers)
        response.content_length = len(reply.body)
        await response.prepare(self._request)
        await response.write(reply.body[: len(reply.body) // 2])
        if self._request.transport is not None:
            self._request.transport.close()  # what is written still goes out
        return response


def _split_target(target: str) -> tuple[str, str]:
    """Path and query of a request target, which a client that takes us for its proxy sends in absolute form."""
    if not target.startswith("/"):
        parts = urlsplit(target)
        return parts.path or "/", parts.query
    path, _mark, query = target.partition("?")
    return path, query


def _below(prefix: str, path: str) -> str:
    """The path below the prefix; empty, which no API knows, where it is not below it."""
    return path[len(prefix) :] if path.startswith(prefix) else ""


def _response(reply: Reply) -> web.Response:
    return web.Response(status=reply.status, body=reply.body, headers=reply.headers)


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: asyncio.Task[None]) -> web.BaseRequest:
    """A request without aiohttp's own limit on the body: the API's limit gets an error body, control has none."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_MAX_CONTROL_BYTES)
