# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The Communications gateway: endpoints and their spelling in, the collection's own words out.

The contract is ``facts/communications-api.md``: channels are PATCHed, webhooks are platform webhooks.
"""

from __future__ import annotations

from typing import Sequence
from urllib.parse import quote

from ansible_collections.genesys.cloud.plugins.module_utils import _communications_fields
from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._client import Client, accepted
from ansible_collections.genesys.cloud.plugins.module_utils._communications_fields import (
    CommunicationsDialect,
    to_channel,
)
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Conflict, GenesysError, NotFound, Rejected
from ansible_collections.genesys.cloud.plugins.module_utils._gateway import Change
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries

CHANNELS = "/api/v2/communications/channels"
WEBHOOKS = "/api/v2/platform/webhooks"


class Communications:
    """``/api/v2/communications`` and ``/api/v2/platform/webhooks``; see ``_gateway.ChannelGateway``."""

    dialect = CommunicationsDialect()
    waiting = 1

    def __init__(self, client: Client) -> None:
        self.client = client

    def is_served(self) -> bool:
        """Whether the org has this API at all, which one small page tells."""
        try:
            self.client.get(CHANNELS, {"pageSize": 1, "pageNumber": 1})
        except (NotFound, Rejected) as error:
            if not is_absent(error):
                raise
            return False
        return True

    def channels(self) -> list[Channel]:
        try:
            return [to_channel(entity) for entity in self.client.pages(CHANNELS)]
        except NotFound as error:
            error.advice = (
                "This address does not serve the Communications API, which is no part of Genesys' public one: check "
                "api_url and region, or set api to webdeployments."
            )
            raise

    def channel(self, channel_id: str) -> Channel:
        return to_channel(self.client.get(_item(CHANNELS, channel_id)))

    def is_busy(self, channel: Channel) -> bool:
        return False

    def settled(self, channel: Channel) -> Channel:
        """A channel has no status here."""
        return channel

    def completed(self, plan: Plan, channel: Channel) -> Plan:
        return plan

    def batches(self, changes: Sequence[Change]) -> list[list[Change]]:
        return [[change] for change in changes if change.plan.changed]

    def requests_for(self, batches: Sequence[Sequence[Change]]) -> int:
        return len(batches)

    def predicted(self, change: Change) -> Channel:
        return _communications_fields.predicted(change.channel, change.plan.patch)

    def apply(self, change: Change) -> Channel:
        """One PATCH, and a read where its answer does not show what was wanted."""
        channel, wish, patch = change.channel, change.wish, change.plan.patch

        def send(tries: Tries) -> Channel:
            answer = self.update_channel(channel, patch, tries)
            if answer and not wish.plan(answer).changed:
                return answer
            with accepted(change.plan.diff):
                return self._read_back(change)

        def look() -> Channel | None:
            nonlocal patch
            fresh = self.channel(channel.id)
            if not wish.plan(fresh).changed:
                return fresh
            patch = change.plan_for(fresh).patch
            return None

        return self.client.settle(send, look)

    def _read_back(self, change: Change) -> Channel:
        """The PATCH was accepted, but its answer does not show what was wanted: ask once more before saying so."""
        try:
            fresh = self.channel(change.channel.id)
        except GenesysError as error:
            error.advice = f"The PATCH was accepted, but its effect could not be read back. {error.advice}".strip()
            raise
        missing = change.wish.plan(fresh)
        if missing.changed:
            raise Conflict(
                f"the PATCH was accepted, but {', '.join(missing.changes)} did not become what was wanted",
                advice="Someone else may be changing the same channel; the diff of another run shows what it holds.",
            )
        return fresh

    def update_channel(self, channel: Channel, patch: JsonObject, tries: Tries) -> Channel | None:
        """Send the changed fields in one PATCH; the channel as the answer shows it, None where it shows none."""
        body = {"id": channel.id, "configuration": _communications_fields.to_configuration(patch)}
        answer = self.client.write("PATCH", _item(CHANNELS, channel.id), body, tries)
        return to_channel(answer) if answer.get("id") == channel.id else None

    def webhooks(self) -> list[JsonObject]:
        """Raises NotFound or Rejected (405) where the org serves no listing."""
        return self.client.pages(WEBHOOKS)

    def webhook(self, webhook_id: str) -> JsonObject:
        return self.client.get(_item(WEBHOOKS, webhook_id))

    def create_webhook(self, content: JsonObject, tries: Tries) -> JsonObject:
        return self.client.write("POST", WEBHOOKS, content, tries)

    def update_webhook(self, webhook_id: str, content: JsonObject, tries: Tries) -> JsonObject:
        """Merge ``content`` into the webhook."""
        return self.client.write("PATCH", _item(WEBHOOKS, webhook_id), content, tries)

    def replace_webhook(self, webhook_id: str, content: JsonObject, tries: Tries) -> JsonObject:
        """Everything but the secret becomes ``content``."""
        return self.client.write("PUT", _item(WEBHOOKS, webhook_id), content, tries)

    def delete_webhook(self, webhook_id: str, tries: Tries) -> None:
        self.client.write("DELETE", _item(WEBHOOKS, webhook_id), None, tries)


def is_absent(error: GenesysError) -> bool:
    """Whether an answer to a listing says that there is no such thing at this address."""
    return error.answer.status in (404, 405)


def _item(collection: str, item_id: str) -> str:
    return f"{collection}/{quote(item_id, safe='')}"
