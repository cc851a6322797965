# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An org with webhooks on the network's double: as slow, as late and as forgetful as a test wants it."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._http.interruption import Interruption
from ansible_collections.genesys.cloud.plugins.module_utils._http.progress import Progress
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.audit import AuditTrail
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.context import Context
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DetectingGateway
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.names import Names
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.webhook_writes import WebhookWish
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.gateway import Overrides
from ansible_collections.genesys.cloud.tests.unit.network import API, Sent, reply, wired

WEBHOOKS = "/api/v2/platform/webhooks"
HEADERS = {"Content-Type": "application/json"}
FILTERS = [{"resource": "channel", "action": "updated", "condition": 'channelType == "webchat"'}]


def desired(**state: Any) -> WebhookWish:
    given = {"name": "Hook", "callback_url": "https://monitor.example/", "enabled": True, "http_headers": HEADERS}
    return WebhookWish({**given, **state}, "the secret")


def webhook(webhook_id: str, **fields: Any) -> JsonObject:
    """What a creation with ``wish()`` makes, but for the fields."""
    return {
        "id": webhook_id,
        "name": "Hook",
        "callbackUrl": "https://monitor.example/",
        "enabled": True,
        "httpHeaders": HEADERS,
        "eventFilters": FILTERS,
        **fields,
    }


class WebhookOrg:
    """``before``: what is done before request number n. ``answers``: what it gets in place of being handled.

    ``instead``: what it gets though it is handled. ``late``: what is done once so many seconds have passed.
    ``listing_lag``: so many listings after a write show what was before. New webhooks get the ids of ``new_ids``.
    """

    def __init__(self, *webhooks: JsonObject, unique: bool = False) -> None:
        self.webhooks = {each["id"]: each for each in webhooks}
        self.unique = unique
        self.before: dict[int, Callable[[], Any]] = {}
        self.answers: dict[int, Response | JsonObject] = {}
        self.instead: dict[int, Response | JsonObject] = {}
        self.late: list[tuple[float, Callable[[], Any]]] = []
        self.listing_lag = 0
        self.new_ids: Iterator[str] = iter(f"new-{number}" for number in range(1, 100))
        self._shown: list[list[JsonObject]] = []
        self.net = wired(self._answer)
        self.warnings: list[str] = []
        client, recorder, clock = self.net.client, self.net.recorder, self.net.clock
        redactor = Redactor([])
        self.audit = AuditTrail(recorder, redactor, clock, False, None, self.warnings)
        gateway = DetectingGateway(client, Overrides(), "communications")
        names = Names(client, {}, self.warnings)
        self.context = Context(
            gateway, self.audit, redactor, False, self.warnings, Progress(clock), Interruption(), names
        )

    def _answer(self, sent: Sent) -> Response:
        number = len(self.net.network.sent)
        for item in [each for each in self.late if each[0] <= self.net.clock.passed]:
            self.late.remove(item)
            item[1]()
        self.before.get(number, lambda: None)()
        answer = self.answers.get(number)
        if answer is None:
            handled = self._handle(sent)
            answer = self.instead.get(number, handled)
        return reply(answer) if isinstance(answer, dict) else answer

    def _handle(self, sent: Sent) -> Response:
        path = sent.url[len(API) :].partition("?")[0]
        webhook_id = path[len(WEBHOOKS) + 1 :]
        if sent.method == "POST":
            if self.unique and any(each["name"] == sent.json["name"] for each in self.webhooks.values()):
                return reply({"status": 409, "message": "Taken."}, 409)
            return reply(self.add(sent.json), 201)
        if not webhook_id:
            rows = self._shown.pop(0) if self._shown else list(self.webhooks.values())
            return reply({"entities": rows, "pageSize": 100, "total": len(rows), "pageCount": 1})
        if webhook_id not in self.webhooks:
            return reply({"status": 404, "message": "None."}, 404)
        if sent.method == "DELETE":
            self._write(lambda: self.webhooks.pop(webhook_id))
            return reply(b"", 204)
        if sent.method in ("PATCH", "PUT"):
            kept = self.webhooks[webhook_id] if sent.method == "PATCH" else {"id": webhook_id}
            changed = {key: value for key, value in sent.json.items() if key != "secret"}
            self._write(lambda: self.webhooks.update({webhook_id: {**kept, **changed}}))
        return reply(self.webhooks[webhook_id])

    def add(self, fields: JsonObject, **more: Any) -> JsonObject:
        """Make a webhook, as somebody's POST does; an ``id`` that is not empty is its id."""
        public = {key: value for key, value in fields.items() if key != "secret"}
        made = {**public, "id": public.get("id") or next(self.new_ids), **more}
        self._write(lambda: self.webhooks.update({made["id"]: made}))
        return made

    def _write(self, write: Callable[[], Any]) -> None:
        self._shown += [list(self.webhooks.values())] * self.listing_lag
        write()

    @property
    def requests(self) -> list[str]:
        """``GET new-1``, and ``GET`` for the listing."""
        paths = [request.split("?")[0].replace(WEBHOOKS, "") for request in self.net.network.requests]
        return [path.replace(" /", " ").strip() for path in paths]

    @property
    def outcome(self) -> str:
        (entry,) = self.audit.entries
        return str(entry["outcome"])
