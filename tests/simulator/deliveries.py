# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Events on their way to webhooks: signed POSTs, in order for each webhook, in the background."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import uuid
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import aiohttp

from .event_filters import matches
from .exchange import JSON_TYPE
from .json_values import JsonObject, encode_json
from .organisation import Organisation, Webhook
from .settings import Settings

SIGNATURE_HEADER = "X-Genesys-Signature"
_FIRST_PAUSE_SECONDS = 0.1


@dataclass(slots=True)
class Delivery:
    """One event for one webhook, and how it went."""

    webhook_id: str
    url: str
    event: JsonObject
    outcome: str = "pending"
    """pending | delivered | failed (no try was answered with a 2xx)."""
    attempts: int = 0
    status: int | None = None
    """The status that the last try got; None: no answer."""
    error: str | None = None
    """What went wrong in the last try."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What is sent, fixed at the moment of the event: later changes to the webhook do not reach back."""

    delivery: Delivery
    body: bytes
    headers: dict[str, str]


class Deliveries:
    """Everything sent, or to be sent, since the last reset."""

    def __init__(self, organisation: Organisation, settings: Settings) -> None:
        self._organisation = organisation
        self._settings = settings
        self._records: list[Delivery] = []
        self._waiting: dict[str, deque[_Parcel]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    def emit(self, resource: str, action: str, entity: JsonObject) -> None:
        """Tell every enabled webhook whose filters match. Returns at once; needs a running event loop."""
        event_id = str(uuid.uuid4())
        timestamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        for webhook in self._organisation.webhooks.values():
            if not webhook.value["enabled"] or not matches(webhook.value["eventFilters"], resource, action, entity):
                continue
            webhook.sequence += 1
            event = {
                "id": event_id,
                "sequence": webhook.sequence,
                "webhookId": webhook.value["id"],
                "resource": resource,
                "action": action,
                "timestamp": timestamp,
                "entity": entity,
            }
            self._enqueue(_parcel(webhook, event))

    def records(self) -> list[JsonObject]:
        """Every delivery, the oldest event first."""
        return [asdict(record) for record in self._records]

    async def close(self) -> None:
        """Drop what is still waiting."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _enqueue(self, parcel: _Parcel) -> None:
        webhook_id = parcel.delivery.webhook_id
        self._records.append(parcel.delivery)
        self._waiting.setdefault(webhook_id, deque()).append(parcel)
        if webhook_id not in self._workers:
            self._workers[webhook_id] = asyncio.get_running_loop().create_task(self._work(webhook_id))

    async def _work(self, webhook_id: str) -> None:
        """Send a webhook's parcels one after the other until none is left: a late one holds up the next."""
        parcels = self._waiting[webhook_id]
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            while parcels:
                await self._deliver(session, parcels.popleft())
            # Before the session closes, which takes an await: an event after this line starts a new worker.
            del self._workers[webhook_id]

    async def _deliver(self, session: aiohttp.ClientSession, parcel: _Parcel) -> None:
        delivery = parcel.delivery
        while delivery.attempts <= self._settings.delivery_retries:
            if delivery.attempts:
                await asyncio.sleep(_FIRST_PAUSE_SECONDS * 2 ** (delivery.attempts - 1))
            delivery.attempts += 1
            await self._try(session, parcel)
            if delivery.error is None:
                delivery.outcome = "delivered"
                return
        delivery.outcome = "failed"

    async def _try(self, session: aiohttp.ClientSession, parcel: _Parcel) -> None:
        delivery = parcel.delivery
        timeout = aiohttp.ClientTimeout(total=self._settings.delivery_timeout_seconds)
        delivery.status, delivery.error = None, None
        try:
            async with session.post(
                delivery.url, data=parcel.body, headers=parcel.headers, timeout=timeout, allow_redirects=False
            ) as answer:
                delivery.status = answer.status
                await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            delivery.error = f"{type(error).__name__}: {error}"
        else:
            if not 200 <= answer.status < 300:
                delivery.error = f"answered {answer.status}"


def _parcel(webhook: Webhook, event: JsonObject) -> _Parcel:
    body = encode_json(event)
    # The signature is the last word: a webhook's own headers cannot forge it.
    headers = {"Content-Type": JSON_TYPE}
    reserved = {SIGNATURE_HEADER.lower(), "content-length", "transfer-encoding", "host", "connection"}
    for name, value in webhook.value["httpHeaders"].items():
        if name.lower() == "content-type":
            headers["Content-Type"] = value
        elif name.lower() not in reserved:
            headers[name] = value
    if webhook.secret is not None:
        headers[SIGNATURE_HEADER] = "sha256=" + hmac.new(webhook.secret.encode(), body, hashlib.sha256).hexdigest()
    return _Parcel(Delivery(webhook.value["id"], webhook.value["callbackUrl"], event), body, headers)
