# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Detect the API of an org: once for a run, with the first read that its first task makes anyway."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Callable, Iterator, Mapping, Sequence, TypeVar

from .._channel.channel import Channel
from .._channel.dialect import Dialect
from .._channel.gateway import ChannelGateway, DetectableGateway, PlannedChange, Wave, is_absent
from .._channel.selection import LOOK_UP
from .._communications.gateway import Communications
from .._communications.mapping import CommunicationsDialect
from .._core.errors import GenesysError, NotFound, Rejected, RequestInfo
from .._core.plan import Plan
from .._core.validation import Problem
from .._http.client import Client
from .._webdeployments.gateway import Overrides, WebDeployments
from .._webdeployments.mapping import WebDeploymentsDialect
from .detected import DetectedApi

AUTO = "auto"
CANDIDATES: tuple[Callable[[Client], DetectableGateway], ...] = (Communications,)
"""The APIs that an org is asked for, in this order."""
OTHERWISE: Callable[[Client, Overrides], ChannelGateway] = WebDeployments
"""The API of an org without any of these."""
DIALECTS: dict[str, Dialect] = {dialect.name: dialect for dialect in (CommunicationsDialect(), WebDeploymentsDialect())}
NO_WEBHOOKS = "no.webhooks"
"""The code of this failure: our own, because no server was asked (section 5 of the reference)."""

_Gateway = TypeVar("_Gateway", bound=ChannelGateway)


def possible(api: str) -> list[str]:
    """Return the dialects that the org's API may speak, by name, for a value of the option ``api``."""
    return [api] if api in DIALECTS else list(DIALECTS)


def problems_before(by_dialect: Mapping[str, list[Problem]], suited: str = "") -> list[Problem]:
    """Return the errors that hold for every possible API; none if one API takes the options, because detection decides.

    ``by_dialect``: the problems for each possible dialect. If both have one about the same option, only the one for
    Communications is kept. ``suited``: the only API that has the given options, if there is one.
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
    """Return whether two paths are the same, or one is a part of the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


class DetectingGateway:
    """The gateway of the API that the org serves; see ``gateway.ChannelGateway``.

    ``api`` is a dialect's name if the task tells it; ``detected``: the one that an earlier task has detected. Else the
    gateways are tried in their order: a 404 or 405 to a listing means that the org has no such API. ``refusals``: by
    dialect, why the task cannot go on with it.
    """

    def __init__(
        self,
        client: Client,
        allowed: Overrides,
        api: str,
        refusals: Mapping[str, GenesysError] | None = None,
        detected: DetectedApi | None = None,
    ) -> None:
        self.client = client
        self._candidates = [make(client) for make in CANDIDATES]
        self._otherwise = OTHERWISE(client, allowed)
        self._refusals = refusals or {}
        self._lock = threading.RLock()
        self._refusal: GenesysError | None = None
        self._detected = detected or DetectedApi()
        self._is_detecting = False
        self._is_told = api in DIALECTS
        self._found = self._named(api if self._is_told else self._detected.name)

    def of(self, kind: type[_Gateway]) -> _Gateway:
        """Return the gateway of one API, for features that only that API has."""
        return next(gateway for gateway in self._gateways if isinstance(gateway, kind))

    @property
    def dialect(self) -> Dialect:
        return self._chosen().dialect

    @property
    def waiting(self) -> int:
        return 1 if self._found is None else self._found.waiting

    def channels(self) -> list[Channel]:
        with self._detecting():
            for gateway in self._unasked:
                try:
                    channels = gateway.channels()
                except (NotFound, Rejected) as error:
                    if not is_absent(error):
                        raise
                else:
                    self._settle(gateway)
                    return channels
            chosen = self._chosen(asked=self._candidates)
        return chosen.channels()

    def channel(self, channel_id: str) -> Channel:
        with self._detecting():
            for gateway in self._unasked:
                channel = self._detected_by(gateway, channel_id)
                if channel is not None:
                    return channel
            chosen = self._chosen(asked=self._candidates)
        try:
            return chosen.channel(channel_id)
        except NotFound as error:
            if self._is_told:
                error.advice = error.advice or f"{LOOK_UP} {self.dialect.if_not_found}"
            raise

    def require_webhooks(self, ask: bool = True) -> None:
        """Raise Rejected if the org has no webhooks; ``ask`` detects the API, if it is not known yet."""
        if self._found is None and ask:
            self._chosen()
        if self._found is not None and self._found.dialect.why_no_webhooks:
            said, advice = self._found.dialect.why_no_webhooks
            raise Rejected(said, RequestInfo(code=NO_WEBHOOKS), advice)

    def is_busy(self, channel: Channel) -> bool:
        return self._chosen().is_busy(channel)

    def settled(self, channel: Channel) -> Channel:
        return self._chosen().settled(channel)

    def completed(self, plan: Plan, channel: Channel, publishes: bool = True) -> Plan:
        return self._chosen().completed(plan, channel, publishes)

    def waves(self, changes: Sequence[PlannedChange]) -> list[Wave]:
        return self._chosen().waves(changes) if changes else []

    def cautions(self, changes: Sequence[PlannedChange]) -> list[str]:
        return self._chosen().cautions(changes) if changes else []

    def requests_for(self, waves: Sequence[Wave]) -> int:
        return self._chosen().requests_for(waves) if waves else 0

    def predicted(self, change: PlannedChange) -> Channel:
        return self._chosen().predicted(change)

    def apply(self, change: PlannedChange) -> Channel:
        return self._chosen().apply(change)

    @property
    def _gateways(self) -> list[ChannelGateway]:
        return [*self._candidates, self._otherwise]

    @property
    def _unasked(self) -> list[DetectableGateway]:
        """Return the gateways that have to be asked whether the org has their API."""
        return [] if self._found is not None else self._candidates

    def _named(self, name: str | None) -> ChannelGateway | None:
        return next((each for each in self._gateways if each.dialect.name == name), None)

    @contextmanager
    def _detecting(self) -> Iterator[None]:
        """Let one thread of one task at a time detect the API, if it is not known yet. Threads can nest this."""
        with self._lock:
            if self._found is not None or self._is_detecting:
                yield
                return
            with self._detected.detecting():
                found = self._named(self._detected.name)
                if found is not None:
                    self._settle(found)
                self._is_detecting = True
                try:
                    yield
                finally:
                    self._is_detecting = False

    def _detected_by(self, gateway: DetectableGateway, channel_id: str) -> Channel | None:
        """Return the channel, if it belongs to this API; an unknown id and an unknown path look the same there."""
        try:
            channel = gateway.channel(channel_id)
        except (NotFound, Rejected) as error:
            if not is_absent(error):
                raise
            if not gateway.is_served():
                return None
            self._settle(gateway)
            raise
        self._settle(gateway)
        return channel

    def _settle(self, gateway: ChannelGateway) -> None:
        self._found = gateway
        self._detected.note(gateway.dialect.name)
        self._refusal = self._refusals.get(gateway.dialect.name)
        if self._refusal is not None:
            raise self._refusal

    def _chosen(self, asked: Sequence[ChannelGateway] = ()) -> ChannelGateway:
        """Return the detected gateway. Small extra requests detect it, without those that were ``asked`` already."""
        with self._detecting():
            if self._refusal is not None:  # other threads that have begun must not go on
                raise self._refusal
            if self._found is None:
                served = (each for each in self._candidates if each not in asked and each.is_served())
                self._settle(next(served, self._otherwise))
        return self._found or self._otherwise
