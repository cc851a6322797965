# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API, ``/_simulator/...``: no credentials, not in the journal, never hit by faults or latency.

=======================  =============================================================================================
GET health               ``{"status": "ok", "pid"}``
POST reset               everything anew; ``{"state"?: object or fleet such as "mixed:40", "settings"?: {...}}``.
                         Without a state: the one that the simulator was started with
GET, PUT state           the organisation (`organisation.load` has the shape); PUT also takes a fleet
GET state/NAME[/ID]      one collection of it, or one entity
GET, DELETE journal      ``[entry]`` (`journal.Entry` has the shape)
GET, POST, DELETE faults ``[rule]``; POST takes one rule (`faults` has the shape)
GET, PATCH settings      `settings.Settings` has the names
GET deliveries           ``[delivery]`` (`deliveries.Delivery` has the shape)
GET, POST audits         every audit entry, visible or not; POST takes further ones, of the past
GET guests               ``{"conversations", "typing", "forbidden", "sessions", "connections"}`` (`guest_sessions`)
POST person              what somebody does in the UI (`people` has the acts)
POST inbox/NAME          receives a webhook
PUT inbox/NAME           how to answer: ``{"status"?, "times"?, "delay_ms"?}``
GET inbox/NAME           ``[{"at", "headers", "body"}]``
=======================  =============================================================================================

Errors: 400 or 404 with ``{"error"}``.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from .exchange import Call, Reply, json_reply
from .fleets import read_state
from .json_values import JsonObject, parse_json
from .simulation import Simulation

PREFIX = "/_simulator/"


class Control:
    """Routes of the control API."""

    def __init__(self, current: Callable[[], Simulation], reset: Callable[[Any, JsonObject], Awaitable[None]]) -> None:
        """``current``: the simulation to look at; ``reset``: replace it (state or None for the first one, settings)."""
        self._current = current
        self._reset = reset
        self._handlers: dict[tuple[str, str], Callable[[bytes], Any]] = {
            ("GET", "health"): lambda _body: {"status": "ok", "pid": os.getpid()},
            ("GET", "state"): lambda _body: current().organisation.state(),
            ("PUT", "state"): lambda body: current().load(read_state(parse_json(body))),
            ("GET", "journal"): lambda _body: current().journal.as_json(),
            ("DELETE", "journal"): lambda _body: current().journal.clear(),
            ("GET", "faults"): lambda _body: current().faults.as_json(),
            ("POST", "faults"): lambda body: current().faults.add(parse_json(body)),
            ("DELETE", "faults"): lambda _body: current().faults.clear(),
            ("GET", "settings"): lambda _body: current().settings.as_json(),
            ("PATCH", "settings"): lambda body: current().settings.change(parse_json(body)),
            ("GET", "audits"): lambda _body: current().audits.as_json(),
            ("POST", "audits"): lambda body: current().audits.add(parse_json(body)),
            ("GET", "guests"): lambda _body: current().guests.as_json(),
            ("POST", "person"): lambda body: current().act("person", parse_json(body)),
            ("GET", "deliveries"): lambda _body: current().deliveries.records(),
        }

    async def answer(self, call: Call) -> tuple[Reply, float]:
        """The reply, and how many seconds it is to be held back. ``call.path`` is below the prefix, decoded."""
        try:
            return await self._dispatch(call)
        except ValueError as error:
            return json_reply({"error": str(error)}, 400), 0
        except LookupError as error:
            return json_reply({"error": f"not found: {error}"}, 404), 0

    async def _dispatch(self, call: Call) -> tuple[Reply, float]:
        if (call.method, call.path) == ("POST", "reset"):
            await self._do_reset(call.body)
            return Reply(204), 0
        kind, _slash, rest = call.path.partition("/")
        if kind == "inbox" and rest:
            return self._inbox(call, rest)
        if (call.method, kind) == ("GET", "state") and rest:
            return json_reply(self._part_of_state(rest)), 0
        handler = self._handlers.get((call.method, call.path))
        if handler is None:
            raise LookupError(f"{call.method} {PREFIX}{call.path}")
        result = handler(call.body)
        return (Reply(204) if result is None else json_reply(result)), 0

    async def _do_reset(self, body: bytes) -> None:
        wanted = parse_json(body) if body else {}
        if not isinstance(wanted, dict) or not wanted.keys() <= {"state", "settings"}:
            raise ValueError("reset: has to be an object of state and settings")
        state = wanted.get("state")
        await self._reset(None if state is None else read_state(state), wanted.get("settings") or {})

    def _inbox(self, call: Call, name: str) -> tuple[Reply, float]:
        inboxes = self._current().inboxes
        if call.method == "POST":
            status, delay = inboxes.receive(name, call.headers, call.body)
            return Reply(status), delay
        if call.method == "PUT":
            inboxes.behave(name, parse_json(call.body))
            return Reply(204), 0
        if call.method == "GET":
            return json_reply(inboxes.messages(name)), 0
        raise LookupError(f"{call.method} {PREFIX}{call.path}")

    def _part_of_state(self, place: str) -> Any:
        name, _slash, entity_id = place.partition("/")
        entities = self._current().organisation.collection(name)
        if not entity_id:
            return entities
        for entity in entities:
            if isinstance(entity, dict) and entity.get("id") == entity_id:
                return entity
        raise LookupError(f"{name} {entity_id}")
