# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The desired state of a webhook, and the writes that change or delete one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Sequence

from .._communications import webhook
from .._communications.gateway import MOST_RENEWALS, Communications
from .._core.errors import Outdated, UnknownOutcome
from .._core.json_values import JsonObject
from .._core.plan import Plan, make_plan
from .._core.selector import Selector
from .._http.client import delete_once, found_or_none
from .._http.freshness import FRESH_FOR
from .._http.read_back import Accepted, believed, shown, unless_undone
from .._http.sender import Tries
from .._http.waiting import once_there
from .context import Context
from .ensure import Ensured, Steps
from .seen import Seen


@dataclass(frozen=True)
class WebhookWish:
    """``state`` is the desired state, in the collection's words and without the secret."""

    state: JsonObject
    secret: str | None = field(default=None, repr=False)
    update_secret: bool = False

    @property
    def name(self) -> str:
        return str(self.state["name"])

    def plan(self, entity: JsonObject) -> Plan:
        return webhook.plan(entity, self.state, self.secret if self.update_secret else None)

    def missing(self, entity: JsonObject) -> tuple[str, ...]:
        """Return the readable fields that are not as desired."""
        return webhook.plan(entity, self.state, None).changes

    def is_met_by(self, entity: JsonObject) -> bool:
        """Return whether all readable fields are as desired."""
        return not self.missing(entity)

    def creation(self) -> Plan:
        """Return the plan for a webhook that does not exist yet."""
        wanted = self._creation_state()
        if self.secret is not None:
            wanted["secret"] = self.secret
        return make_plan({}, wanted, write_only=("secret",))

    def is_creation(self, entity: JsonObject) -> bool:
        """Return whether a webhook is exactly the result of a creation, as far as it can be read."""
        wanted, there = self._creation_state(), webhook.state_of(entity)
        more = [key for key, value in there.items() if key not in wanted and value]
        return not more and not webhook.plan(entity, wanted, None).changed

    def _creation_state(self) -> JsonObject:
        whole = {"event_filters": webhook.DEFAULT_EVENT_FILTERS, **self.state}
        return {key: value for key, value in whole.items() if value is not None}


EnsuredWebhook = Ensured
"""A webhook's outcome has no further fields."""


class WebhookWrites(Steps["_Update", EnsuredWebhook]):
    """Changes and deletes an existing webhook."""

    noun = "webhook"
    ensured = EnsuredWebhook

    def __init__(self, context: Context, desired: WebhookWish) -> None:
        super().__init__(context, Selector(name=desired.name))
        self.gateway = context.webhooks
        self.desired = desired

    def compare(self, seen: Seen) -> _Update:
        if not _shows(seen, webhook.REQUIRED):
            seen = _read(self.gateway, seen.id)
        return _Update(self.gateway, self.desired, seen)

    def unchanged(self, compared: _Update) -> EnsuredWebhook:
        return EnsuredWebhook(compared.entity, compared.diff)

    def predicted(self, compared: _Update) -> EnsuredWebhook:
        predicted = {**compared.entity, **webhook.to_body(compared.plan.patch)}
        return EnsuredWebhook(predicted, compared.diff, compared.changes, True)

    def write(self, compared: _Update) -> EnsuredWebhook:
        entity = compared.run()
        return EnsuredWebhook(entity, compared.diff, compared.changes, compared.plan.changed)

    def state_to_delete(self, seen: Seen) -> JsonObject:
        return webhook.masked(webhook.state_of(seen.entity))

    def delete(self, object_id: str, diff: JsonObject) -> bool:
        def is_gone() -> bool:
            return found_or_none(lambda: self.gateway.webhook(object_id)) is None

        def send(tries: Tries) -> None:
            try:
                self.gateway.delete_webhook(object_id, tries)
            except UnknownOutcome as unknown:
                shown(self.client, lambda: is_gone() or None, f"webhook {object_id}", believed(unknown), {})

        return delete_once(self.client, send, is_gone)


def _shows(seen: Seen, fields: Sequence[str]) -> bool:
    """Return whether it shows all of these fields that it has; a row of a listing may leave some out."""
    return not seen.is_row or webhook.shows(seen.entity, fields)


def _read(gateway: Communications, webhook_id: str) -> Seen:
    read_at = gateway.client.clock.monotonic()
    return Seen(gateway.webhook(webhook_id), read_at)


class _Update:
    """One PATCH, or a PUT if something has to go away; the PUT is made from the whole webhook, read just before."""

    def __init__(self, gateway: Communications, desired: WebhookWish, seen: Seen) -> None:
        self._gateway = gateway
        self._desired = desired
        self._seen = seen
        self._may_have_written = False
        self._id = seen.id
        self.plan = desired.plan(seen.entity)
        self.version = None

    @property
    def entity(self) -> JsonObject:
        return self._seen.entity

    @property
    def changes(self) -> tuple[str, ...]:
        return self.plan.changes

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
        tries.send_by = None  # the rate limit lets nothing through in that time
        return self._write(tries)

    def _can_be_replaced(self) -> bool:
        now = self._gateway.client.clock.monotonic()
        return _shows(self._seen, webhook.WRITABLE) and now - self._seen.read_at <= FRESH_FOR

    def _renew(self) -> JsonObject | None:
        """Read and plan again; return the webhook if there is nothing left to do."""
        seen = _read(self._gateway, self._id)
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
    """Return the webhook from the response, or from a read if the response does not show the desired state."""
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
