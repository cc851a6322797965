# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What the use cases ask of an API, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Protocol, Sequence

from .._core.errors import AuthenticationFailed, GenesysError
from .._core.plan import Plan
from .._http.client import Client
from .channel import Channel
from .desired import DesiredChannel
from .dialect import Dialect


@dataclass
class PlannedChange:
    """A channel, what is wanted of it, and the plan for that.

    ``plan_for`` makes a plan for the channel as it was read afresh; it raises InvalidInput where what is wanted does
    not fit it. ``error``: why the plan must not be carried out. ``beside``: adds to a plan what else carrying it out
    changes.
    """

    channel: Channel
    desired: DesiredChannel
    plan: Plan
    plan_for: Callable[[Channel], Plan]
    error: GenesysError | None = None
    beside: Callable[[Plan], Plan] | None = None

    def renew(self, channel: Channel) -> None:
        """Plan anew, for the channel as it was read afresh."""
        plan = self.plan_for(channel)
        self.channel, self.plan = channel, self.beside(plan) if self.beside else plan

    def or_fail(self, renew: Callable[[], None]) -> None:
        """Renew it; where that fails, this change fails alone. Raises AuthenticationFailed, which concerns all."""
        try:
            renew()
        except AuthenticationFailed:
            raise
        except GenesysError as error:
            self.error = error


Wave = List[List[PlannedChange]]
"""Changes that are written side by side, but for those in one list, which are written one after the other."""


def is_absent(error: GenesysError) -> bool:
    """Whether an answer to a listing says that there is no such thing at this address."""
    return error.answer.status in (404, 405)


class ChannelGateway(Protocol):
    """An API's channels."""

    client: Client

    @property
    def waiting(self) -> int:
        """How many changes may be begun for each request that is under way, since they mostly wait."""

    @property
    def dialect(self) -> Dialect:
        """How the API spells what is wanted."""

    def channels(self) -> list[Channel]:
        """The channels of every type, over all pages."""

    def channel(self, channel_id: str) -> Channel:
        """Raises NotFound."""

    def is_busy(self, channel: Channel) -> bool:
        """Whether the service is still working on it."""

    def settled(self, channel: Channel) -> Channel:
        """The channel once the service is done with it; before that, nobody knows what there is to do."""

    def completed(self, plan: Plan, channel: Channel) -> Plan:
        """The plan, with what has to be done again though it is as wanted, because the service failed at it."""

    def waves(self, changes: Sequence[PlannedChange]) -> list[Wave]:
        """The changes that have something to write, each once; a wave begins when the one before is done.

        Gives each that would harm something else its ``error``. ``changes`` are all that a task is about, also those
        whose plan is empty.
        """

    def cautions(self, changes: Sequence[PlannedChange]) -> list[str]:
        """What else comes of the changes that the user should know, a sentence each."""

    def requests_for(self, waves: Sequence[Wave]) -> int:
        """About how many requests it takes to apply them."""

    def predicted(self, change: PlannedChange) -> Channel:
        """The channel as the change would leave it, for check mode."""

    def apply(self, change: PlannedChange) -> Channel:
        """Write what the plan says; the channel as it is then. The change may be planned anew for that."""


class DetectableGateway(ChannelGateway, Protocol):
    """An API that an org can be asked for."""

    def is_served(self) -> bool:
        """Whether the org has this API at all, which a small request tells."""
