# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The port between the use cases and an API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Protocol, Sequence

from .._core.errors import AuthenticationFailed, GenesysError
from .._core.plan import Plan
from .._core.result_shapes import Pinned
from .._http.client import Client
from .channel import Channel
from .desired import DesiredChannel
from .dialect import Dialect


@dataclass
class PlannedChange:
    """A channel, its desired state, and the plan between them.

    ``plan_for`` makes a plan for a fresh read of the channel; it raises InvalidInput if the desired state does not fit
    it. ``error``: why the plan must not be applied. ``beside``: adds further effects of applying it to a plan.
    ``pinned``: the last pin that was sent for it, on Web Deployments, whatever became of that.
    """

    channel: Channel
    desired: DesiredChannel
    plan: Plan
    plan_for: Callable[[Channel], Plan]
    error: GenesysError | None = None
    beside: Callable[[Plan], Plan] | None = None
    pinned: Pinned | None = None

    def renew(self, channel: Channel) -> None:
        """Plan again, for a fresh read of the channel."""
        plan = self.plan_for(channel)
        self.channel, self.plan = channel, self.beside(plan) if self.beside else plan

    def or_fail(self, renew: Callable[[], None]) -> None:
        """Renew it; if that fails, only this change fails. Raises AuthenticationFailed, which concerns all changes."""
        try:
            renew()
        except AuthenticationFailed:
            raise
        except GenesysError as error:
            self.error = error


Wave = List[List[PlannedChange]]
"""Changes that are written in parallel; those in one list follow one another."""


def is_absent(error: GenesysError) -> bool:
    """Return whether the response to a listing says that this address does not have it."""
    return error.answer.status in (404, 405)


class ChannelGateway(Protocol):
    """The channels of an API."""

    client: Client

    @property
    def waiting(self) -> int:
        """Return how many changes may start for each request in flight, because changes mostly wait."""

    @property
    def dialect(self) -> Dialect:
        """Return the API's spelling of the desired state."""

    def channels(self) -> list[Channel]:
        """Return the channels of every type, over all pages."""

    def channel(self, channel_id: str) -> Channel:
        """Return one channel. Raises NotFound."""

    def is_busy(self, channel: Channel) -> bool:
        """Return whether the service is still working on it."""

    def settled(self, channel: Channel) -> Channel:
        """Return the channel once the service has processed it; before that, nobody knows what there is to do."""

    def completed(self, plan: Plan, channel: Channel, publishes: bool = True) -> Plan:
        """Return the plan with work that the service failed at, which is repeated even if nothing differs.

        ``publishes``: whether the change may publish something.
        """

    def waves(self, changes: Sequence[PlannedChange]) -> list[Wave]:
        """Return the changes with something to write, each once; a wave starts when the one before has ended.

        Sets the ``error`` of each change that would harm something else. ``changes`` are all changes of a task, also
        those with an empty plan.
        """

    def cautions(self, changes: Sequence[PlannedChange]) -> list[str]:
        """Return the side effects of the changes that the user should know, a sentence each."""

    def requests_for(self, waves: Sequence[Wave]) -> int:
        """Return about how many requests it takes to apply them."""

    def predicted(self, change: PlannedChange) -> Channel:
        """Return the channel as the change would leave it, for check mode."""

    def apply(self, change: PlannedChange) -> Channel:
        """Write the plan and return the resulting channel. The change may be planned again for that."""


class DetectableGateway(ChannelGateway, Protocol):
    """An API that a task can detect."""

    def is_served(self) -> bool:
        """Return whether the org has this API at all, with a small request."""
