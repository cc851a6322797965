# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Which API an org serves: asked once for a task and its loop, by the first read that the task makes anyway."""

from __future__ import annotations

import threading
from typing import Mapping, Sequence

from .._channel.channel import Channel
from .._channel.dialect import Dialect
from .._channel.gateway import ChannelGateway, PlannedChange
from .._channel.selection import LOOK_UP
from .._communications.gateway import Communications, is_absent
from .._communications.mapping import CommunicationsDialect
from .._core.errors import GenesysError, NotFound, Rejected, RequestInfo
from .._core.plan import Plan
from .._core.validation import Problem
from .._http.client import Client
from .._webdeployments.gateway import Overrides, WebDeployments
from .._webdeployments.mapping import WebDeploymentsDialect

AUTO = "auto"
DIALECTS: dict[str, Dialect] = {dialect.name: dialect for dialect in (CommunicationsDialect(), WebDeploymentsDialect())}
NO_WEBHOOKS = "no.webhooks"
"""The code of a failure that says so: our own, since no server was asked (section 5 of the reference)."""

_OTHER_API = {
    "communications": "An org may have Web Deployments alone; leave out api: communications, and the API is found.",
    "webdeployments": "A channel of the Communications API has no deployment; leave out api, and the API is found.",
}
"""Where an id is not found, and the task says which API there is."""


def possible(api: str) -> list[str]:
    """The dialects that the org's API may speak, by name, where a task says ``api``."""
    return [api] if api in DIALECTS else list(DIALECTS)


def problems_before(by_dialect: Mapping[str, list[Problem]], suited: str = "") -> list[Problem]:
    """What is wrong whichever API is found: if one of them takes the options, the answer decides.

    ``by_dialect``: the problems for each dialect that is possible. Where it is the same option for both, what is said
    of it for Communications is enough. ``suited``: the only API that has what the options name, if there is one.
    """
    if suited in by_dialect:
        return by_dialect[suited]
    if not all(by_dialect.values()):
        return []
    first, *others = by_dialect.values()
    theirs = [problem.option for other in others for problem in other]
    if not others or any(_are_related(problem.option, option) for problem in first for option in theirs):
        return first
    return [
        Problem(item.option, f"on {DIALECTS[name].title}, {item.reason}")
        for name, problems in by_dialect.items()
        for item in problems
    ]


def _are_related(one: str, other: str) -> bool:
    """Whether two paths are the same, or one is a part of the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


class DetectingGateway:
    """The gateway of the API that the org serves; see ``gateway.ChannelGateway``.

    ``api`` is a dialect's name where it is known. Else Communications is asked first: a 404 or 405 to its listing says
    that the org has none. ``refusals``: by dialect, why the task cannot go on where that one is found.
    """

    def __init__(
        self, client: Client, allowed: Overrides, api: str, refusals: Mapping[str, GenesysError] | None = None
    ) -> None:
        self.client = client
        self.communications = Communications(client)
        self.webdeployments = WebDeployments(client, allowed)
        self._refusals = refusals or {}
        self._lock = threading.RLock()
        self._refusal: GenesysError | None = None
        self._is_told = api in DIALECTS
        self._found: ChannelGateway | None = self._named(api) if self._is_told else None

    @property
    def dialect(self) -> Dialect:
        return self._chosen().dialect

    @property
    def detected(self) -> str | None:
        """The dialect's name, if this task found it out."""
        return None if self._is_told or self._found is None else self._found.dialect.name

    @property
    def waiting(self) -> int:
        return 1 if self._found is None else self._found.waiting

    def channels(self) -> list[Channel]:
        if self._found is None:
            try:
                channels = self.communications.channels()
            except (NotFound, Rejected) as error:
                if not is_absent(error):
                    raise
            else:
                self._settle("communications")
                return channels
            self._settle("webdeployments")
        return self._chosen().channels()

    def channel(self, channel_id: str) -> Channel:
        with self._lock:
            if self._found is None:
                channel = self._detected_by(channel_id)
                if channel is not None:
                    return channel
        try:
            return self._chosen().channel(channel_id)
        except NotFound as error:
            if self._is_told:
                error.advice = error.advice or f"{LOOK_UP} {_OTHER_API[self.dialect.name]}"
            raise

    def require_webhooks(self, ask: bool = True) -> None:
        """Raises Rejected where the org has none; ``ask`` finds out which API it has, if nobody knows."""
        if self._found is None and ask:
            self._ask()
        if self._found is self.webdeployments:
            raise Rejected(
                "Web Deployments have no webhooks",
                RequestInfo(code=NO_WEBHOOKS),
                "In their place, webmessaging_notify posts what a task changed to the same URL with the same "
                "signature, and the Event-Driven Ansible source genesys.cloud.webmessaging_changes follows what "
                "anybody changes in the org. Genesys' own ways are notification topics and Amazon EventBridge.",
            )

    def is_busy(self, channel: Channel) -> bool:
        return self._chosen().is_busy(channel)

    def settled(self, channel: Channel) -> Channel:
        return self._chosen().settled(channel)

    def completed(self, plan: Plan, channel: Channel) -> Plan:
        return self._chosen().completed(plan, channel)

    def batches(self, changes: Sequence[PlannedChange]) -> list[list[PlannedChange]]:
        return self._chosen().batches(changes) if changes else []

    def cautions(self, changes: Sequence[PlannedChange]) -> list[str]:
        return self._chosen().cautions(changes) if changes else []

    def requests_for(self, batches: Sequence[Sequence[PlannedChange]]) -> int:
        return self._chosen().requests_for(batches) if batches else 0

    def predicted(self, change: PlannedChange) -> Channel:
        return self._chosen().predicted(change)

    def apply(self, change: PlannedChange) -> Channel:
        return self._chosen().apply(change)

    def _detected_by(self, channel_id: str) -> Channel | None:
        """The channel where it is one of Communications; an unknown id and an unknown path look the same there."""
        try:
            channel = self.communications.channel(channel_id)
        except (NotFound, Rejected) as error:
            if not is_absent(error):
                raise
            served = self.communications.is_served()
            self._settle("communications" if served else "webdeployments")
            if served:
                raise
            return None
        self._settle("communications")
        return channel

    def _ask(self) -> None:
        """Find out with a small request of its own."""
        self._settle("communications" if self.communications.is_served() else "webdeployments")

    def _settle(self, api: str) -> None:
        self._found = self._named(api)
        self._refusal = self._refusals.get(api)
        if self._refusal is not None:
            raise self._refusal

    def _named(self, api: str) -> ChannelGateway:
        return self.communications if api == self.communications.dialect.name else self.webdeployments

    def _chosen(self) -> ChannelGateway:
        if self._refusal is not None:  # what other threads had begun must not go on
            raise self._refusal
        if self._found is None:
            with self._lock:
                if self._found is None:
                    self._ask()
        return self._found or self.communications
