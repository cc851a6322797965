# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Webhooks, and the events that they get."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from tests.simulator.client import Simulator

from .api import CHANNEL_ID, WEBHOOKS, Api, assert_error, webhook

UPDATED = {"resource": "channel", "action": "updated"}
WRONG_CONDITIONS = ["", "channelType", "channelType = 'webchat'", "channelType == webchat", None, 'a == "b" ||']
WRONG: dict[str, list[Any]] = {
    "name": ["", 5, None],
    "callbackUrl": ["monitor.example", "ftp://x.example", "http://", "/hook", 5, "http://a b", "http://a:port/"],
    "eventFilters": [
        *([], {}, None, ["x"], [{"resource": "channel"}], [{**UPDATED, "x": 1}], [{**UPDATED, "action": 1}]),
        *([{**UPDATED, "condition": condition}] for condition in WRONG_CONDITIONS),
    ],
    "enabled": ["true", 1, None],
    "httpHeaders": [[], {"X": 1}, {"X Y": "z"}, {"X": "a\r\nb"}, None],
    "secret": ["", None, 5],
    "description": [None],
    "id": ["mine"],
    "nonsense": [1],
}


def test_create_and_read(api: Api, simulator: Simulator) -> None:
    answer = api.create_webhook(secret="s3cret")
    assert answer.status_code == 201
    created = answer.json()
    assert created == {"id": created["id"], **webhook()}
    assert api.get(f"{WEBHOOKS}/{created['id']}").json() == created
    assert api.get(WEBHOOKS).json()["entities"] == [created]
    assert simulator.webhooks() == [{**created, "secret": "s3cret"}]


def test_a_name_is_taken_once(api: Api) -> None:
    first = api.create_webhook().json()
    assert_error(api.create_webhook(), 409, "conflict")
    other = api.create_webhook(name="Other").json()
    renamed = api.call("PATCH", f"{WEBHOOKS}/{other['id']}", json={"name": first["name"]})
    assert_error(renamed, 409, "conflict")


def test_names_need_not_be_unique_and_webhooks_can_be_dated(api: Api, simulator: Simulator) -> None:
    simulator.settings(webhook_names_unique=False, webhooks_dated=True)
    first, second = api.create_webhook().json(), api.create_webhook().json()
    assert first["name"] == second["name"]
    assert first["id"] != second["id"]
    assert first["dateCreated"] <= second["dateCreated"]
    assert api.get(WEBHOOKS).json()["entities"] == [first, second]


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_wrong_fields(api: Api, field: str, value: Any) -> None:
    body = assert_error(api.create_webhook(**{field: value}), 400, "invalid.value")
    assert body["details"][0]["fieldName"].startswith(field)


@pytest.mark.parametrize("field", ["name", "callbackUrl", "eventFilters"])
def test_required_fields(api: Api, field: str) -> None:
    body = webhook()
    del body[field]
    assert_error(api.call("POST", WEBHOOKS, json=body), 400, "invalid.value")


def test_put_replaces_all_but_the_secret(api: Api, simulator: Simulator) -> None:
    created = api.create_webhook(secret="old", httpHeaders={"X-Gone": "1"}).json()
    path = f"{WEBHOOKS}/{created['id']}"
    wanted = {"name": "New", "callbackUrl": "http://x.example/", "eventFilters": webhook()["eventFilters"]}
    answer = api.call("PUT", path, json=wanted)
    assert answer.json() == {"id": created["id"], "enabled": True, "httpHeaders": {}, **wanted}
    assert simulator.webhooks()[0]["secret"] == "old"
    api.call("PUT", path, json={**wanted, "secret": "new"})
    assert simulator.webhooks()[0]["secret"] == "new"
    assert_error(api.call("PUT", path, json={"name": "New"}), 400, "invalid.value")


def test_patch_merges(api: Api) -> None:
    created = api.create_webhook(httpHeaders={"X-Kept": "1"}).json()
    path = f"{WEBHOOKS}/{created['id']}"
    answer = api.call("PATCH", path, json={"enabled": False, "httpHeaders": {"X-New": "2"}})
    assert answer.json() == {**created, "enabled": False, "httpHeaders": {"X-Kept": "1", "X-New": "2"}}
    assert_error(api.call("PATCH", path, json={"id": "other"}), 400, "bad.request")


def test_what_was_read_can_be_sent_back(api: Api, simulator: Simulator) -> None:
    stored = {"id": "w1", **webhook(), "dateCreated": "2026-01-01T00:00:00Z"}
    simulator.reset({"webhooks": [stored]})
    with Api(simulator) as fresh:
        assert fresh.call("PUT", f"{WEBHOOKS}/w1", json=stored).json() == stored
        assert fresh.call("PUT", f"{WEBHOOKS}/w1", json=webhook()).json() == stored


def test_delete(api: Api) -> None:
    path = f"{WEBHOOKS}/{api.create_webhook().json()['id']}"
    answer = api.call("DELETE", path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert_error(api.call("DELETE", path), 404, "not.found")


@pytest.mark.parametrize(("status", "code"), [(404, "not.found"), (405, "method.not.allowed")])
def test_an_organisation_that_serves_only_post(api: Api, simulator: Simulator, status: int, code: str) -> None:
    simulator.settings(webhooks_post_only=status)
    path = f"{WEBHOOKS}/{api.create_webhook().json()['id']}"
    assert_error(api.create_webhook(), 409, "conflict")
    assert_error(api.get(WEBHOOKS), status, code)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert_error(api.call(method, path, json=webhook()), status, code)


def test_an_event_is_signed(api: Api, simulator: Simulator) -> None:
    headers = {"Content-Type": "application/vnd.test+json", "X-Own": "yes", "X-Genesys-Signature": "forged"}
    created = api.create_webhook(callbackUrl=simulator.inbox_url("hook"), secret="ünsafe", httpHeaders=headers).json()
    after = api.patch({"name": "Grüße 💬"}).json()
    (message,) = simulator.inbox("hook", at_least=1)
    digest = hmac.new("ünsafe".encode(), message["body"].encode(), hashlib.sha256).hexdigest()
    assert message["headers"]["X-Genesys-Signature"] == f"sha256={digest}"
    assert message["headers"]["Content-Type"] == "application/vnd.test+json"
    assert message["headers"]["X-Own"] == "yes"
    event = json.loads(message["body"])
    assert event.keys() == {"id", "sequence", "webhookId", "resource", "action", "timestamp", "entity"}
    assert (event["sequence"], event["webhookId"]) == (1, created["id"])
    assert (event["resource"], event["action"], event["entity"]) == ("channel", "updated", after)
    (delivery,) = simulator.deliveries()
    assert (delivery["outcome"], delivery["attempts"], delivery["status"]) == ("delivered", 1, 200)


def test_no_secret_no_signature(api: Api, simulator: Simulator) -> None:
    api.create_webhook(callbackUrl=simulator.inbox_url("hook"), httpHeaders={"x-genesys-signature": "forged"})
    api.patch({})
    (message,) = simulator.inbox("hook", at_least=1)
    assert "x-genesys-signature" not in {name.lower() for name in message["headers"]}


def test_only_what_matches_is_delivered(api: Api, simulator: Simulator) -> None:
    def hook(name: str, enabled: bool = True, **event_filter: str) -> None:
        wanted = {"resource": "channel", "action": "updated", **event_filter}
        api.create_webhook(name=name, callbackUrl=simulator.inbox_url(name), enabled=enabled, eventFilters=[wanted])

    hook("all")
    hook("disabled", enabled=False)
    hook("deleted", action="deleted")
    hook("webchat", condition='channelType == "webchat"')
    hook("voice", condition='channelType=="voice"')
    hook("both", condition='configuration.webchat.maxConcurrentSessions == 5 && channelType != "voice"')
    api.patch({"configuration": {"webchat": {"maxConcurrentSessions": 5}}})
    api.patch({"configuration": {"webchat": {"maxConcurrentSessions": "refused"}}})
    heard = {delivery["url"].rsplit("/", 1)[-1] for delivery in simulator.deliveries()}
    assert heard == {"all", "webchat", "both"}


def test_events_arrive_in_order_also_after_a_failed_try(api: Api, simulator: Simulator) -> None:
    api.create_webhook(callbackUrl=simulator.inbox_url("hook"))
    simulator.inbox_answers("hook", 503, times=1)
    for _event in range(5):
        api.patch({})
    sequences = [json.loads(message["body"])["sequence"] for message in simulator.inbox("hook", at_least=6)]
    assert sequences == [1, 1, 2, 3, 4, 5]
    assert [delivery["attempts"] for delivery in simulator.deliveries()] == [2, 1, 1, 1, 1]


def test_a_failed_delivery_is_recorded_and_holds_nobody_up(api: Api, simulator: Simulator) -> None:
    simulator.settings(delivery_timeout_seconds=0.1, delivery_retries=1)
    simulator.inbox_answers("slow", 200, delay_ms=300)
    api.create_webhook(name="slow", callbackUrl=simulator.inbox_url("slow"))
    api.create_webhook(name="closed", callbackUrl="http://127.0.0.1:9/")
    started = time.monotonic()
    assert api.patch({"id": CHANNEL_ID}).status_code == 200
    assert time.monotonic() - started < 0.25
    deliveries = simulator.deliveries()
    assert [(each["outcome"], each["attempts"], each["status"]) for each in deliveries] == [("failed", 2, None)] * 2
    assert all(each["error"] for each in deliveries)
