# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The Communications gateway: it converts between the API's endpoints and spelling and the collection's own words.

The contract is ``docs/reference/communications-api.md``: channels are PATCHed, webhooks are platform webhooks.
"""

from __future__ import annotations

import math
from typing import Sequence

from .._channel.channel import Channel
from .._channel.gateway import PlannedChange, Wave, is_absent
from .._core.errors import (
    NotFound,
    Outdated,
    PermissionDenied,
    Rejected,
    UnknownOutcome,
)
from .._core.json_values import JsonObject
from .._core.plan import Plan
from .._http.client import PAGE_SIZE, Client, item_path
from .._http.freshness import FRESH_FOR, Reader, Work, fields_in_no_row
from .._http.read_back import (
    Accepted,
    read_object,
    shown,
    unless_undone,
    write_object,
)
from .._http.sender import Tries
from . import mapping
from .mapping import (
    CommunicationsDialect,
    to_channel,
)

ROOTS = ("/api/v2/communications/", "/api/v2/platform/")
CHANNELS = "/api/v2/communications/channels"
WEBHOOKS = "/api/v2/platform/webhooks"
NO_WEBHOOKS_HERE = (
    "An org may have only Web Deployments, which have no webhooks; leave out api: communications to see what "
    "replaces them."
)
MOST_RENEWALS = 3
"""How often a PATCH is planned again because its turn came too late."""


class Communications:
    """``/api/v2/communications`` and ``/api/v2/platform/webhooks``; see ``gateway.ChannelGateway``."""

    dialect = CommunicationsDialect()
    waiting = 1

    def __init__(self, client: Client) -> None:
        self.client = client
        for root in ROOTS:
            client.explain_forbidden(root, lambda method, path: PermissionDenied.advice)  # scopes, and no permissions
        self._work = Work()
        self._sections: list[JsonObject] = []
        self._fresh: Reader[Channel] = Reader(
            client.clock,
            self._work,
            self._read_channel,
            self._list_channels,
            is_row_whole=mapping.shows_features,
            rows_a_page=PAGE_SIZE,
            dated=client.dated,
        )

    def is_served(self) -> bool:
        """Return whether the org has this API at all, with one small page."""
        try:
            self.client.get(CHANNELS, {"pageSize": 1, "pageNumber": 1})
        except (NotFound, Rejected) as error:
            if not is_absent(error):
                raise
            return False
        return True

    def channels(self) -> list[Channel]:
        try:
            read_at = self._fresh.now()
            found = self._list_channels()
        except NotFound as error:
            error.advice = (
                "This address does not serve the Communications API, which is not a part of Genesys' public API: check "
                "api_url and region, or set api to webdeployments."
            )
            raise
        self._fresh.learn_all(found, read_at)
        self._sections = [channel.state["configuration"] for channel in found.values()]
        return list(found.values())

    def _list_channels(self) -> dict[str, Channel]:
        read_at = self._fresh.now()
        channels = [to_channel(entity, read_at) for entity in self.client.pages(CHANNELS)]
        return {channel.id: channel for channel in channels}

    def channel(self, channel_id: str) -> Channel:
        """Read the channel. Raises ProtocolError if the response is about another one."""
        channel = self._read_channel(channel_id)
        self._fresh.learn(channel_id, channel, channel.read_at)
        return channel

    def _read_channel(self, channel_id: str) -> Channel:
        read_at = self._fresh.now()
        return to_channel(read_object(self.client, item_path(CHANNELS, channel_id), channel_id), read_at)

    def is_busy(self, channel: Channel) -> bool:
        return False

    def settled(self, channel: Channel) -> Channel:
        """Return the channel: it has no status here."""
        return channel

    def completed(self, plan: Plan, channel: Channel, publishes: bool = True) -> Plan:
        return plan

    def waves(self, changes: Sequence[PlannedChange]) -> list[Wave]:
        self.client.each(self._show, [change for change in changes if self._may_hide(change)])
        writes = [change for change in changes if change.plan.changed]
        self._work.begin(sum(_needs_fresh_read(change) for change in writes if not change.error))
        return [[[change] for change in writes]]

    def _may_hide(self, change: PlannedChange) -> bool:
        """Return whether its row may lack a field of the channel that must be kept or unset."""
        if not self._sections:
            return False  # it was read singly
        if change.desired.is_relative and not mapping.shows_features(change.channel):
            return True
        return bool(fields_in_no_row(self._sections, mapping.unset_sections(change.desired)))

    def _show(self, change: PlannedChange) -> None:
        change.or_fail(lambda: change.renew(self.channel(change.channel.id)))

    def _renew(self, change: PlannedChange) -> None:
        """Plan again, if the read behind the plan is too old, or did not show the whole channel."""
        fresh = self._fresh.fresh(change.channel.id)
        if fresh is not change.channel:
            change.renew(fresh)

    def cautions(self, changes: Sequence[PlannedChange]) -> list[str]:
        return []

    def requests_for(self, waves: Sequence[Wave]) -> int:
        return sum(map(len, waves))

    def predicted(self, change: PlannedChange) -> Channel:
        return mapping.predicted(change.channel, change.plan.patch)

    def apply(self, change: PlannedChange) -> Channel:
        """Send one PATCH, and a read if its response does not show the desired state.

        A list of features that was made from the channel's own needs a read at most FRESH_FOR seconds old, and so does
        a way back.
        """
        if not _needs_fresh_read(change):
            return self._patched(change, math.inf)
        try:
            self._renew(change)
            return self._patched(change, FRESH_FOR) if change.plan.changed else change.channel
        finally:
            self._work.end_one()

    def _patched(self, change: PlannedChange, fresh_for: float) -> Channel:
        """PATCH the channel with a plan that was made on a read of at most ``fresh_for`` seconds ago."""
        may_have_written = False

        def send(tries: Tries) -> Channel:
            nonlocal may_have_written
            for _turn in range(MOST_RENEWALS):
                tries.send_by = change.channel.read_at + fresh_for
                try:
                    return self._patch(change, tries)
                except Outdated:
                    fresh = self._fresh.fresh(change.channel.id)
                except UnknownOutcome:
                    may_have_written = True
                    raise
                if may_have_written and not change.desired.plan(fresh).changed:
                    return fresh
                change.renew(fresh)
                if not change.plan.changed:  # someone else has made the change meanwhile
                    return fresh
            tries.send_by = None  # the rate limit lets nothing through in that time
            return self._patch(change, tries)

        def look() -> Channel | None:
            fresh = self.channel(change.channel.id)
            if not change.desired.plan(fresh).changed:
                return fresh
            change.renew(fresh)
            return None

        return self.client.settle(send, look)

    def _patch(self, change: PlannedChange, tries: Tries) -> Channel:
        channel, desired = change.channel, change.desired
        answer = self.update_channel(channel, change.plan.patch, tries)
        if answer.content is not None:
            answered = to_channel(answer.content)
            if not desired.plan(answered).changed:
                return answered
        fresh = channel

        def read() -> Channel | None:
            nonlocal fresh
            fresh = self.channel(channel.id)
            missing = desired.plan(fresh).changes
            unless_undone(missing, change.plan.changes)
            return None if missing else fresh

        diff = change.plan.diff
        return shown(self.client, read, channel.label, answer, diff, lambda: ", ".join(desired.plan(fresh).changes))

    def update_channel(self, channel: Channel, patch: JsonObject, tries: Tries) -> Accepted:
        """Send the changed fields in one PATCH."""
        body = {"id": channel.id, "configuration": mapping.to_configuration(patch)}
        return write_object(self.client, "PATCH", item_path(CHANNELS, channel.id), body, tries, channel.id)

    def webhooks(self) -> list[JsonObject]:
        """List the webhooks. Raises NotFound or Rejected (405) if the org has no listing."""
        return self.client.pages(WEBHOOKS)

    def webhook(self, webhook_id: str) -> JsonObject:
        """Read the webhook. Raises ProtocolError if the response is about another one."""
        return read_object(self.client, item_path(WEBHOOKS, webhook_id), webhook_id)

    def create_webhook(self, content: JsonObject, tries: Tries) -> Accepted:
        try:
            return write_object(self.client, "POST", WEBHOOKS, content, tries)
        except NotFound as error:
            error.advice = error.advice or NO_WEBHOOKS_HERE
            raise

    def update_webhook(self, webhook_id: str, content: JsonObject, tries: Tries) -> Accepted:
        """Merge ``content`` into the webhook."""
        return write_object(self.client, "PATCH", item_path(WEBHOOKS, webhook_id), content, tries, webhook_id)

    def replace_webhook(self, webhook_id: str, content: JsonObject, tries: Tries) -> Accepted:
        """Replace everything but the secret with ``content``."""
        return write_object(self.client, "PUT", item_path(WEBHOOKS, webhook_id), content, tries, webhook_id)

    def delete_webhook(self, webhook_id: str, tries: Tries) -> None:
        self.client.write("DELETE", item_path(WEBHOOKS, webhook_id), None, tries)


def _needs_fresh_read(change: PlannedChange) -> bool:
    """Return whether the body depends on the channel's current values; a value that the task gives is always right."""
    return change.desired.is_conditional or (change.desired.is_relative and "features" in change.plan.patch)
