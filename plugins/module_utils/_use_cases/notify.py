# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Post an event about each change in an audit trail to a receiver, signed like a webhook's."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any, Mapping

from .._core import outcomes
from .._core.errors import GenesysError
from .._core.json_values import JsonObject
from .._core.retry import TryResult
from .._http import receiver_errors
from .._http.request import Kind, Request
from .._http.sender import Sender, Tries
from . import notification
from .audit import Operation
from .context import Context


@dataclass(frozen=True)
class Receiver:
    """The address for events; ``secret`` signs them."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    secret: str | None = field(default=None, repr=False)

    def post(self, sender: Sender, event: JsonObject, tries: Tries) -> int:
        """Return the receiver's status for the event. Raises a GenesysError if the receiver did not accept it."""
        body = json.dumps(event, allow_nan=False, sort_keys=True).encode("ascii")
        path = notification.shown_url(self.url)
        request = Request("POST", self.url, path, body, event, self.headers, Kind.EVENT)
        answered = sender.send(request, lambda prepared: self._signed(prepared, body), tries)
        if answered.status >= 300:
            raise receiver_errors.error(path, TryResult(answered.status), answered.reply)
        return answered.status

    def _signed(self, prepared: Any, body: bytes) -> Any:
        """Sign last, so that no header of the user can forge the signature."""
        if self.secret is not None:
            signature = hmac.new(self.secret.encode("utf-8"), body, hashlib.sha256).hexdigest()
            prepared.headers[notification.SIGNATURE_HEADER] = f"sha256={signature}"
        return prepared


@dataclass
class Delivery:
    """``status``: of the receiver's last response; None if none came, or if nothing was sent."""

    audit_id: str
    delivery_id: str
    status: int | None = None
    attempts: int = 0


def notify(context: Context, receiver: Receiver, entries: list[JsonObject]) -> JsonObject:
    """Post the news among the entries, in their order; stop at the first event that is not accepted."""
    events = [notification.event(entry) for entry in entries if notification.is_news(entry, context.check_mode)]
    deliveries = [Delivery(event["audit"]["audit_id"], event["id"]) for event in events]
    taken: list[JsonObject] = []
    try:
        for event, delivery in zip(events, deliveries):
            _deliver(context, receiver, event, delivery)
            taken.append(event)
    except GenesysError as error:
        error.result = _result(context, taken, deliveries)
        if taken:
            arrived = f"{len(taken)} of {len(events)} events arrived; posted again, they have the same ids."
            error.advice = f"{error.advice} {arrived}".strip()
        raise
    return _result(context, taken, deliveries)


def _deliver(context: Context, receiver: Receiver, event: JsonObject, delivery: Delivery) -> None:
    operation = Operation("NOTIFICATION_SEND", notification.RESOURCE, event["id"], notification.shown_url(receiver.url))
    with context.audit.operation(operation):
        if context.check_mode:
            operation.outcome = outcomes.CHECKED
            return
        sender = context.client.sender
        tries = sender.tries()
        try:
            delivery.status = receiver.post(sender, event, tries)
        except GenesysError as error:
            delivery.status = error.answer.status
            raise
        finally:
            delivery.attempts = tries.made
        operation.outcome = outcomes.CREATED


def _result(context: Context, taken: list[JsonObject], deliveries: list[Delivery]) -> JsonObject:
    events = [notification.summary(event, with_id=not context.check_mode) for event in taken]
    after = {"events": events} if taken else {}
    return {
        "changed": bool(taken),
        "diff": {"before": {"events": []} if taken else {}, "after": after},
        "deliveries": [vars(delivery) for delivery in deliveries],
    }
