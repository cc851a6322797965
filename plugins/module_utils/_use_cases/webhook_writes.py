# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What is wanted of a webhook, and the writes that change or delete one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Sequence

from .._communications import webhook
from .._communications.gateway import MOST_RENEWALS, Communications
from .._core import outcomes
from .._core.errors import (
    NotFound,
    Outdated,
    UnknownOutcome,
)
from .._core.json_values import JsonObject
from .._core.plan import Plan, make_plan
from .._http.client import found_or_none
from .._http.freshness import FRESH_FOR
from .._http.read_back import Accepted, believed, shown, unless_undone
from .._http.sender import Tries
from .._http.waiting import once_there
from .audit import Operation
from .context import Context


@dataclass(frozen=True)
class WebhookWish:
    """``state`` is what shall be, in the collection's words and without the secret."""

    state: JsonObject
    secret: str | None = field(default=None, repr=False)
    update_secret: bool = False

    @property
    def name(self) -> str:
        return str(self.state["name"])

    def plan(self, entity: JsonObject) -> Plan:
        return webhook.plan(entity, self.state, self.secret if self.update_secret else None)

    def missing(self, entity: JsonObject) -> tuple[str, ...]:
        """What can be read and is not as wanted."""
        return webhook.plan(entity, self.state, None).changes

    def is_met_by(self, entity: JsonObject) -> bool:
        """Whether everything that can be read is as wanted."""
        return not self.missing(entity)

    def creation(self) -> Plan:
        """The plan for a webhook that is not there yet."""
        wanted = self._creation_state()
        if self.secret is not None:
            wanted["secret"] = self.secret
        return make_plan({}, wanted, write_only=("secret",))

    def is_creation(self, entity: JsonObject) -> bool:
        """Whether a webhook is what a creation makes, as far as it can be read: nothing else, and nothing more."""
        wanted, there = self._creation_state(), webhook.state_of(entity)
        more = [key for key, value in there.items() if key not in wanted and value]
        return not more and not webhook.plan(entity, wanted, None).changed

    def _creation_state(self) -> JsonObject:
        whole = {"event_filters": webhook.DEFAULT_EVENT_FILTERS, **self.state}
        return {key: value for key, value in whole.items() if value is not None}


@dataclass(frozen=True)
class EnsuredWebhook:
    """``entity`` is the webhook as the API has it (in check mode: as it would), None after it went."""

    entity: JsonObject | None
    diff: JsonObject
    changed: bool


@dataclass(frozen=True)
class Seen:
    """A webhook as it was read at a time of the clock's ``monotonic``; ``is_single``: by itself, and so all of it."""

    entity: JsonObject
    read_at: float
    is_single: bool = False

    @property
    def shows_required(self) -> bool:
        """Whether it shows what every webhook has; a row of a listing may leave things out."""
        return self.is_single or webhook.shows(self.entity, webhook.REQUIRED)

    @property
    def is_whole(self) -> bool:
        return self.is_single or webhook.shows(self.entity, webhook.WRITABLE)


def read(gateway: Communications, webhook_id: str) -> Seen:
    read_at = gateway.client.clock.monotonic()
    return Seen(gateway.webhook(webhook_id), read_at, True)


def update(context: Context, operation: Operation, desired: WebhookWish, seen: Seen) -> EnsuredWebhook:
    """Write what differs in the webhook that was found."""
    operation.action = "WEBHOOK_UPDATE"
    webhook_id = operation.resource_id = str(seen.entity["id"])
    gateway = context.webhooks
    if not seen.shows_required:
        seen = read(gateway, webhook_id)
    updating = _Update(gateway, desired, seen)
    operation.changes = updating.plan.changes
    if context.check_mode and updating.plan.changed:
        operation.outcome = outcomes.CHECKED
        predicted = {**seen.entity, **webhook.to_body(updating.plan.patch)}
        return EnsuredWebhook(predicted, updating.diff, True)
    entity = updating.run() if updating.plan.changed else seen.entity
    operation.changes = updating.plan.changes
    operation.outcome = outcomes.UPDATED if updating.plan.changed else outcomes.UNCHANGED
    return EnsuredWebhook(entity, updating.diff, updating.plan.changed)


class _Update:
    """One PATCH, or a PUT where something has to go away, which is made from the whole webhook, read just before."""

    def __init__(self, gateway: Communications, desired: WebhookWish, seen: Seen) -> None:
        self._gateway = gateway
        self._desired = desired
        self._seen = seen
        self._may_have_written = False
        self._id = str(seen.entity["id"])
        self.plan = desired.plan(seen.entity)

    @property
    def diff(self) -> JsonObject:
        return webhook.masked_diff(self.plan.before, self.plan.after)

    def run(self) -> JsonObject:
        can_tell = "secret" not in self.plan.patch
        return self._gateway.client.settle(self._send, self._look, can_tell=can_tell)

    def _send(self, tries: Tries) -> JsonObject:
        for _turn in range(MOST_RENEWALS):
            if self.plan.removes and not self._can_be_replaced():
                done = self._renew()
                if done is not None:
                    return done
            tries.send_by = self._seen.read_at + FRESH_FOR if self.plan.removes else math.inf
            try:
                return self._write(tries)
            except Outdated:
                done = self._renew()
                if done is not None:
                    return done
            except UnknownOutcome:
                self._may_have_written = True
                raise
        tries.send_by = None  # the token's allowance lets nothing through in that time
        return self._write(tries)

    def _can_be_replaced(self) -> bool:
        now = self._gateway.client.clock.monotonic()
        return self._seen.is_whole and now - self._seen.read_at <= FRESH_FOR

    def _renew(self) -> JsonObject | None:
        """Read it again, and plan again; the webhook if there is nothing left to do."""
        seen = read(self._gateway, self._id)
        plan = self._desired.plan(seen.entity)
        if self._may_have_written and not plan.changed:
            return seen.entity
        self._seen, self.plan = seen, plan
        return None if plan.changed else seen.entity

    def _look(self) -> JsonObject | None:
        self._may_have_written = True
        return self._renew()

    def _write(self, tries: Tries) -> JsonObject:
        patch = self.plan.patch
        if self.plan.removes:
            body = webhook.replacement(self._seen.entity, patch)
            answer = self._gateway.replace_webhook(self._id, body, tries)
        else:
            answer = self._gateway.update_webhook(self._id, webhook.to_body(patch), tries)
        return shown_webhook(self._gateway, self._desired, self._id, answer, self.diff, self.plan.changes)


def shown_webhook(
    gateway: Communications,
    desired: WebhookWish,
    webhook_id: str,
    answer: Accepted,
    diff: JsonObject,
    written: Sequence[str],
) -> JsonObject:
    """The webhook as the answer shows it, or as it is read where that does not show what was wanted."""
    if answer.content is not None and desired.is_met_by(answer.content):
        return answer.content
    entity: JsonObject = {}

    def look() -> JsonObject | None:
        nonlocal entity
        entity = once_there(lambda: gateway.webhook(webhook_id))
        unless_undone(desired.missing(entity), written)
        return entity if desired.is_met_by(entity) else None

    what = f"webhook {desired.name!r}"
    return shown(gateway.client, look, what, answer, diff, lambda: ", ".join(desired.missing(entity)))


def delete(gateway: Communications, webhook_id: str) -> bool:
    """False where someone else was faster."""

    def is_gone() -> bool | None:
        return True if found_or_none(lambda: gateway.webhook(webhook_id)) is None else None

    def send(tries: Tries) -> bool:
        try:
            gateway.delete_webhook(webhook_id, tries)
        except NotFound:
            return tries.made > 1  # an earlier try of ours may have taken effect
        except UnknownOutcome as unknown:
            return shown(gateway.client, is_gone, f"webhook {webhook_id}", believed(unknown), {})
        return True

    return gateway.client.settle(send, is_gone)
