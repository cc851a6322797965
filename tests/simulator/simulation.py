# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of the simulated service, from one reset to the next."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from .audits import Audits
from .communications import Communications
from .deliveries import Deliveries
from .distortions import id_of_answer
from .errors import ApiError, Refusal, bad_request
from .exchange import Call, Family, Interference, Reply
from .faults import Action, Faults
from .guest_sessions import GuestSessions
from .guest_sockets import GuestSockets
from .inboxes import Inboxes
from .journal import Journal
from .json_values import JsonObject
from .lag import Lag
from .oauth import TokenEndpoint, Tokens, require_scope
from .organisation import Organisation
from .people import People
from .platform_webhooks import PlatformWebhooks
from .rate_limits import RateLimits
from .references import References
from .routing import Router
from .settings import Settings
from .supported_content import SupportedContent
from .webdeployments import WebDeployments

MAX_REQUEST_BYTES = 512_000
"""The real platform's ``request.bytes.max``."""


class Simulation:
    """All that a reset makes anew. A request that outlives its simulation cannot reach the next one."""

    def __init__(self, state: JsonObject, settings: JsonObject) -> None:
        """ValueError: the state or the settings are not valid."""
        self.settings = Settings()
        self.settings.change(settings)
        self.organisation = Organisation(state)
        self.journal = Journal()
        self.inboxes = Inboxes()
        self.deliveries = Deliveries(self.organisation, self.settings)
        self.audits = Audits(self.settings)
        self.tokens = Tokens()
        self._lag = Lag(self.settings)
        self._later: list[asyncio.Task[None]] = []
        self._rate_limits = RateLimits(self.settings)
        webdeployments = WebDeployments(self.organisation, self.audits, self.settings, self._lag)
        self._files = webdeployments.files
        self.guests = GuestSessions(self._files, webdeployments.current, self.settings)
        self.guest_sockets = GuestSockets(self.guests)
        families: Sequence[Family] = (
            TokenEndpoint(self.organisation, self.tokens, self.settings),
            Communications(self.organisation, self.deliveries, self.settings, self._lag),
            PlatformWebhooks(self.organisation, self.settings, self._lag),
            webdeployments,
            self._files,
            SupportedContent(self.organisation, self.audits, self.settings, self._lag),
            References(self.organisation, self.settings),
            self.audits,
        )
        self._router = Router(families)
        self._interferences: dict[str, Interference] = dict(People(families).interferences())
        for family in families:
            self._interferences.update(family.interferences())
        self.faults = Faults(self._interferences)

    def load(self, state: Any) -> None:
        """Replace the organisation. ValueError: the state is not valid."""
        self.organisation.load(state)
        self._lag.clear()
        self._files.clear()

    def interfere(self, action: Action, path: str) -> None:
        """What a fault does to the organisation before the request is handled."""
        if action.expire_tokens:
            self.tokens.expire_all()
        self._apply(action, path, afterwards=False)

    def interfere_afterwards(self, action: Action, call: Call, reply: Reply) -> None:
        """What a fault does to the organisation after the request was handled, and before it is answered."""
        made = id_of_answer(reply) if call.method == "POST" else None
        self._apply(action, f"{call.path}/{made}" if made else call.path, afterwards=True)

    def _apply(self, action: Action, path: str, *, afterwards: bool) -> None:
        for name, value in action.interferences.items():
            interference = self._interferences[name]
            if interference.afterwards is afterwards:
                with suppress(LookupError):  # it is not there (any more)
                    interference.apply(value, path)

    def later(self, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
        """Do it after so many seconds, unless there is a reset before that."""

        async def wait_and_act() -> None:
            await asyncio.sleep(seconds)
            await act()

        self._later.append(asyncio.create_task(wait_and_act()))

    def act(self, name: str, value: Any) -> None:
        """Interfere right now, without a request. ValueError, LookupError: it cannot be done."""
        interference = self._interferences[name]
        if not interference.valid(value):
            raise ValueError(f"{name}: has to be {interference.expectation}")
        interference.apply(value, "")

    async def answer(self, call: Call, context_id: str) -> Reply:
        """Handle a request. It never waits: it takes effect at one instant."""
        headers = {"ININ-Correlation-Id": context_id}
        try:
            reply = await self._handle(call, headers)
        except Refusal as refusal:
            reply = refusal.reply(context_id)
        except RecursionError:
            reply = bad_request("The body is nested too deeply.").reply(context_id)
        except Exception as error:  # a mistake in here should not look like a network fault
            traceback.print_exc(file=sys.stderr)
            reply = ApiError(500, "internal.server.error", f"simulator: {error!r}").reply(context_id)
        if reply.is_of_api:
            reply.headers.update(headers)
        return reply

    async def close(self) -> None:
        """Stop what goes on in the background."""
        for each in self._later:
            each.cancel()
        await self.guest_sockets.close()
        await self.deliveries.close()

    async def _handle(self, call: Call, headers: dict[str, Any]) -> Reply:
        if len(call.body) > MAX_REQUEST_BYTES:
            message = f"The body is larger than {MAX_REQUEST_BYTES} bytes."
            raise ApiError(413, "request.entity.too.large", message)
        absent = (*self.settings.absent_apis, *self.organisation.absent_apis)
        route, call.parameters = await self._router.find(call.method, call.path, absent)
        if route.scope is not None:
            call.token = self.tokens.authenticate(call.headers)
            headers.update(self._rate_limits.admit(call.token.number))
            if route.scope:
                require_scope(call.token, route.scope)
        return route.handler(call)
