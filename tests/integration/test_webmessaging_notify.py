# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_notify``: one signed event for each change, the same one however often it is posted, and no secret."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_rulebook.event_source import webhook as eda_webhook

from ansible_collections.genesys.cloud.tests.unit.audit_entries import ENTRY, entry
from ansible_collections.genesys.cloud.tests.unit.loopback import RESET, Loopback, answer, closed_port
from tests.integration.ansible_process import ROOT
from tests.integration.conftest import Modules
from tests.integration.rulebook_process import free_port
from tests.integration.secret_forms import CALLBACK_PASSWORD, HEADER_SECRET, WEBHOOK_SECRET, forms, leaks
from tests.integration.tls_front import https_front, make_certificate
from tests.integration.webhooks import warnings_of
from tests.simulator.client import Simulator

MODULE = "webmessaging_notify"
FLEET = "webmessaging_channels"
SIGNATURE = "X-Genesys-Signature"


@pytest.fixture
def without_credentials(modules: Modules) -> Modules:
    modules.environment = {}
    return modules


def signature(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def changed_audit(simulator: Simulator, modules: Modules, check_mode: bool = False) -> list[dict[str, Any]]:
    """Of a fleet's task."""
    result = modules.succeed(FLEET, check_mode, channels=[{"name_glob": "*", "max_concurrent_sessions": 7}])
    simulator.clear_journal()
    audit: list[dict[str, Any]] = result["audit"]
    return audit


def test_each_change_is_one_signed_event_and_needs_no_credentials(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:3")
    third = simulator.channels()[2]["id"]
    modules.succeed("webmessaging_channel", id=third, max_concurrent_sessions=7)
    planned = changed_audit(simulator, modules, check_mode=True)
    audit = changed_audit(simulator, modules)
    assert sorted(each["outcome"] for each in audit) == ["unchanged", "updated", "updated"]
    unchanged = changed_audit(simulator, modules)
    news = [each for each in audit if each["outcome"] == "updated"]

    modules.environment = {"WEBHOOK_SECRET": WEBHOOK_SECRET}
    url = simulator.inbox_url("monitor")
    predictions = {
        name: modules.succeed(MODULE, check_mode=True, url=url, audit=entries)
        for name, entries in {"planned": planned, "done": audit, "unchanged": unchanged}.items()
    }
    assert (simulator.inbox("monitor"), simulator.requests()) == ([], [])
    real = modules.succeed(MODULE, url=url, audit=audit)

    messages = simulator.inbox("monitor")
    assert [json.loads(message["body"]) for message in messages] == [
        {
            "id": each["audit_id"],
            "sequence": json.loads(message["body"])["sequence"],
            "webhookId": "genesys.cloud.webmessaging_notify",
            "resource": "channel",
            "action": "updated",
            "timestamp": each["timestamp"],
            "entity": {"id": each["resource_id"], "name": each["resource_name"]},
            "audit": each,
        }
        for each, message in zip(news, messages, strict=True)
    ]
    for message in messages:
        assert message["headers"]["X-Genesys-Signature"] == signature(message["body"].encode())
        assert message["headers"]["Content-Type"] == "application/json"
        assert "Authorization" not in message["headers"]
    assert real["deliveries"] == [
        {"audit_id": each["audit_id"], "delivery_id": each["audit_id"], "status": 200, "attempts": 1} for each in news
    ]
    assert real["metrics"]["requests"] == {"total": 2, "token": 0, "read": 0, "write": 2}
    assert [(each["action"], each["resource"], each["resource_id"], each["outcome"]) for each in real["audit"]] == [
        ("NOTIFICATION_SEND", "notification", each["audit_id"], "created") for each in news
    ]
    assert all(each["resource_name"] == url and each["payload_sha256"] for each in real["audit"])

    done = predictions["done"]
    # An id of what is not sent says nothing, and would make two checks differ.
    sent = [{key: value for key, value in each.items() if key != "id"} for each in real["diff"]["after"]["events"]]
    assert (done["changed"], done["diff"]) == (True, {"before": {"events": []}, "after": {"events": sent}})
    assert [(each["status"], each["attempts"]) for each in done["deliveries"]] == [(None, 0)] * 2
    assert [(each["outcome"], each["attempts"]) for each in done["audit"]] == [("checked", 0)] * 2
    # The fleet writes its channels side by side, so that their entries come in the order in which they ended.
    foretold, posted = (
        {event["entity"]["id"]: {**event, "id": ""} for event in result["diff"]["after"]["events"]}
        for result in (predictions["planned"], real)
    )
    assert foretold == posted
    assert len(posted) == 2

    nothing = {"changed": False, "deliveries": [], "diff": {"before": {}, "after": {}}, "audit": []}
    # What changed nothing, what was only planned, and what this module itself has posted.
    for entries in ([], unchanged, planned, real["audit"]):
        result = modules.succeed(MODULE, url=url, audit=entries)
        assert {key: result[key] for key in nothing} == nothing
    assert {key: predictions["unchanged"][key] for key in nothing} == nothing
    assert len(simulator.inbox("monitor")) == 2

    # Given them once more, it posts the same bytes, for the receiver to drop.
    modules.succeed(MODULE, url=url, audit=audit)
    bodies = [message["body"] for message in simulator.inbox("monitor", at_least=4)]
    assert bodies[2:] == bodies[:2]
    assert simulator.requests() == []


def test_a_fault_that_passes_is_met_with_the_same_event_again(without_credentials: Modules) -> None:
    soon = "Retry-After: 0"
    faults = [answer(b"", f"{status} X", soon) for status in (500, 429, 503)]
    with Loopback(RESET, *faults, answer(b"", "204 No Content")) as receiver:
        result = without_credentials.succeed(
            MODULE, url=f"{receiver.url}/hook?key=1", audit=[ENTRY], secret=WEBHOOK_SECRET, retries=4
        )
    assert receiver.requests == ["POST /hook?key=1"] * 5
    assert len(set(receiver.bodies)) == 1
    assert {headers[SIGNATURE] for _line, headers in receiver.heads} == {signature(receiver.bodies[0])}
    (delivery,) = result["deliveries"]
    assert (delivery["status"], delivery["attempts"]) == (204, 5)
    assert (result["metrics"]["retries"], result["audit"][0]["attempts"]) == (4, 5)


@pytest.mark.parametrize(
    ("given", "kind", "told"),
    [
        (answer(b"Signature header not found", "400 Bad Request"), "rejected", "Signature header not found. Check sec"),
        (answer(b"<html>x</html>", "401 Unauthorized"), "rejected", "take the event. Check secret, and the credent"),
        (answer(b"x" * 201, "404 Not Found"), "rejected", "did not take the event. Check url"),
        (answer(b"\xff", "500 Oops"), "unavailable", "did not take the event. Gave up after 1 try"),
        (answer(b"", "429 Slow", "Retry-After: 999"), "rate_limited", "asked to wait 999 s, more than retry_after_max"),
        (answer(b"", "302 Found", "Location: /other"), "protocol", "redirects to another address"),
        (RESET, "network", "the connection broke"),
    ],
)
def test_what_a_receiver_does_not_take_is_an_error_and_ends_it(
    without_credentials: Modules, given: bytes, kind: str, told: str
) -> None:
    with Loopback(answer(), given) as receiver:
        result = without_credentials.fail(
            MODULE, url=f"{receiver.url}/hook?key=1", audit=[entry(1), entry(2), entry(3)], retries=0
        )
    assert receiver.requests == ["POST /hook?key=1"] * 2
    failure = result["failure"]
    assert (failure["kind"], failure["method"], failure["path"]) == (kind, "POST", f"{receiver.url}/hook")
    assert result["msg"].startswith(f"Cannot send notification '{receiver.url}/hook' (audit-2): POST {receiver.url}")
    assert told in result["msg"]
    assert result["msg"].endswith("1 of 3 events arrived; posted again, they have the same ids.")
    assert [(each["delivery_id"], each["status"], each["attempts"]) for each in result["deliveries"]] == [
        ("audit-1", 200, 1),
        ("audit-2", failure["status"], 1),
        ("audit-3", None, 0),
    ]
    assert result["changed"] is True
    assert [event["id"] for event in result["diff"]["after"]["events"]] == ["audit-1"]
    assert [each["outcome"] for each in result["audit"]] == ["created", "failed"]


def test_the_receivers_certificate_is_checked(
    simulator: Simulator, without_credentials: Modules, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path / "receiver.pem")
    with https_front(simulator.url, certificate) as url:
        options: dict[str, Any] = {"url": simulator.inbox_url("monitor").replace(simulator.url, url), "audit": [ENTRY]}
        refused = without_credentials.fail(MODULE, **options)
        assert refused["failure"]["kind"] == "network"
        assert "certificate refused" in refused["msg"]
        assert "ca_path" in refused["msg"]
        assert simulator.inbox("monitor") == []
        without_credentials.succeed(MODULE, ca_path=str(certificate), **options)
    assert len(simulator.inbox("monitor")) == 1


def test_every_error_in_the_options_is_told_before_anything_is_posted(without_credentials: Modules) -> None:
    with closed_port() as port:
        result = without_credentials.fail(
            MODULE,
            url=f"http://monitor.example:{port}/hook",
            secret="",
            http_headers={"x-genesys-signature": "sha256=forged", "a b": "x", "X-Team": "caf\u00e9"},
            audit=[
                ENTRY,
                {},
                {**ENTRY, "outcome": "upated"},
                {**ENTRY, "timestamp": "yesterday", "resource_name": float("1")},
            ],
            timeout=0,
        )
    texts = [
        f"url: 'http://monitor.example:{port}/hook' is plain http to another host",
        "secret: is empty",
        "http_headers: 'a b' is no name of an HTTP header",
        "http_headers.x-genesys-signature: is set by the task itself",
        "http_headers.X-Team: its value begins or ends with a space",
        "audit[1]: is no audit entry: it has no audit_id and no timestamp and no action and no resource and no outcome",
        "audit[2].outcome: 'upated' is unknown. Did you mean 'updated'?",
        "audit[3].timestamp: 'yesterday' is no time as an audit entry has it",
        "timeout: 0 is out of range",
    ]
    details = result["failure"]["details"]
    assert [text for text, detail in zip(texts, details, strict=True) if not detail.startswith(text)] == []
    assert [(each["action"], each["outcome"]) for each in result["audit"]] == [("NOTIFICATION_SEND", "rejected")]


def test_a_warning_says_that_events_are_unsigned(simulator: Simulator, without_credentials: Modules) -> None:
    url = simulator.inbox_url("monitor")
    assert "unsigned" in warnings_of(without_credentials.succeed(MODULE, url=url, audit=[ENTRY]))
    assert SIGNATURE not in simulator.inbox("monitor")[0]["headers"]
    assert warnings_of(without_credentials.succeed(MODULE, url=url, audit=[])) == "[]"
    assert warnings_of(without_credentials.succeed(MODULE, url=url, audit=[ENTRY], secret="x")) == "[]"


def test_no_secret_shows_whatever_the_receiver_sends_back(without_credentials: Modules, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    headers = {"Authorization": f"Bearer {HEADER_SECRET}"}
    # Each on its own, since the receiver's words are passed on only while they are short.
    echoed = [forms(secret)[form] for secret in (WEBHOOK_SECRET, HEADER_SECRET) for form in ("literal", "URL-encoded")]
    for text in ["", *echoed, base64.b64encode(f"key:{WEBHOOK_SECRET}".encode()).decode()]:
        with Loopback(answer(text.encode(), "400 Bad Request" if text else "200 OK")) as receiver:
            ran = without_credentials.run(
                MODULE,
                diff=True,
                url=receiver.url,
                audit=[ENTRY],
                secret=WEBHOOK_SECRET,
                http_headers=headers,
                audit_log=str(log),
            )
        assert ran.failed is bool(text)
        assert not text or "did not take the event: " in ran.result["msg"]
        assert leaks({"output": ran.output, "audit log": log.read_text()}) == []
    (_line, sent), *_others = receiver.heads
    assert sent["Authorization"] == headers["Authorization"]
    ran = without_credentials.run(MODULE, url=f"https://u:{CALLBACK_PASSWORD}@monitor.example/hook", audit=[ENTRY])
    assert ran.failed
    assert leaks({"output": ran.output}) == []


@contextmanager
def event_driven_ansible(port: int, **arguments: str) -> Iterator[list[dict[str, Any]]]:
    """Its own source for webhooks, which verifies signatures with code that is not ours; what it passes on."""
    events: list[dict[str, Any]] = []
    loop = asyncio.new_event_loop()

    class Queue(asyncio.Queue[Any]):
        async def put(self, item: Any) -> None:
            events.append(item)

    source = loop.create_task(eda_webhook.main(Queue(), {"host": "127.0.0.1", "port": port, **arguments}))

    def run() -> None:
        try:
            loop.run_until_complete(source)
        except asyncio.CancelledError:
            loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield events
    finally:
        loop.call_soon_threadsafe(source.cancel)
        thread.join()


def test_event_driven_ansible_takes_the_events_for_the_webhooks(without_credentials: Modules) -> None:
    """With the arguments and by the condition of the rulebook ``remediate_drift``."""
    (ruleset,) = yaml.safe_load((ROOT / "extensions/eda/rulebooks/remediate_drift.yml").read_text(encoding="utf-8"))
    source = ruleset["sources"][0]["eda.builtin.webhook"]
    arguments = {key: source[key] for key in ("hmac_algo", "hmac_header", "hmac_format")}
    port = free_port()
    url = f"http://127.0.0.1:{port}/endpoint"
    with event_driven_ansible(port, hmac_secret=WEBHOOK_SECRET, **arguments) as events:
        without_credentials.succeed(MODULE, url=url, audit=[ENTRY], secret=WEBHOOK_SECRET)
        refused = without_credentials.fail(MODULE, url=url, audit=[ENTRY], secret="guessed")
    assert (refused["failure"]["kind"], refused["failure"]["status"]) == ("rejected", 401)
    (event,) = events
    found = {
        "event.meta.endpoint": event["meta"]["endpoint"],
        "event.payload.resource": event["payload"]["resource"],
        "event.payload.action": event["payload"]["action"],
    }
    condition = " and ".join(f'{path} == "{value}"' for path, value in found.items())
    assert " ".join(ruleset["rules"][0]["condition"].split()) == condition
