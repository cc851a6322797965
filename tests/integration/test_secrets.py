# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No credential in anything that a module puts out or logs, whatever goes wrong and whatever the server sends back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.integration.conftest import Modules
from tests.integration.secret_forms import (
    ACCESS_TOKEN,
    CALLBACK_PASSWORD,
    CLIENT_SECRET,
    FETCHED_TOKEN,
    HEADER_SECRET,
    PROXY_PASSWORD,
    SECRETS,
    WEBHOOK_SECRET,
    echo,
    forms,
    leaks,
)
from tests.integration.webhooks import EMPTY_PAGE
from tests.simulator.client import Simulator

CHANNEL, WEBHOOK, INFO = "webmessaging_channel", "webmessaging_webhook", "webmessaging_channel_info"
CLIENT_ID = "some-id"
SCOPES = ["communications:read", "communications:write", "webhooks:write"]
HEADERS = {"Content-Type": "application/json", "Authorization": f"Bearer {HEADER_SECRET}"}
HOOK: dict[str, Any] = {
    "name": "Sync",
    "callback_url": "https://monitor.example/hook",
    "http_headers": HEADERS,
    "secret": WEBHOOK_SECRET,
    "update_secret": "always",
}


class Searching:
    """Runs modules with every credential that there is, and searches all that comes out of them."""

    def __init__(self, simulator: Simulator, modules: Modules, folder: Path) -> None:
        self.simulator = simulator
        self._modules = modules
        self._log = folder / "audit.jsonl"
        client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "scopes": SCOPES}
        simulator.reset({"channels": [{"id": "one", "name": "One", "channelType": "webchat"}], "clients": [client]})
        modules.environment.update(GENESYS_CLIENT_ID=CLIENT_ID, GENESYS_CLIENT_SECRET=CLIENT_SECRET)

    def run(self, module: str, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """The result, once nothing was found in it."""
        if module in (CHANNEL, WEBHOOK):
            options["audit_log"] = str(self._log)
        ran = self._modules.run(module, check_mode, diff=True, **options)
        logged = self._log.read_text() if self._log.exists() else ""
        assert leaks({"output": ran.output, "audit log": logged}) == []
        return ran.result

    def give_known_token(self) -> None:
        """From now on the token is one that the test knows, and that the simulator does not."""
        body = {"access_token": FETCHED_TOKEN, "token_type": "bearer", "expires_in": 3600}
        self.simulator.fault("POST", "/oauth/token", {"respond": {"status": 200, "body": body}}, times=None)


@pytest.fixture
def searching(simulator: Simulator, modules: Modules, tmp_path: Path) -> Searching:
    return Searching(simulator, modules, tmp_path)


def test_the_search_finds_every_form() -> None:
    """So that the tests below can fail."""
    for name, secret in SECRETS.items():
        for form, text in forms(secret).items():
            assert f"{name} ({form}) in there" in leaks({"there": f'{{"before": "{text}"}}'})


@pytest.mark.parametrize("check_mode", [True, False])
def test_success_shows_nothing(searching: Searching, check_mode: bool) -> None:
    created = searching.run(WEBHOOK, check_mode, **HOOK)
    assert created["changed"] is True
    again = searching.run(WEBHOOK, check_mode, **HOOK)
    assert again["changed"] is True
    assert searching.run(CHANNEL, check_mode, id="one", max_concurrent_sessions=5)["changed"] is True
    found = searching.run("webmessaging_webhook_info")
    if not check_mode:
        assert searching.simulator.webhooks()[0]["secret"] == WEBHOOK_SECRET
        assert searching.simulator.webhooks()[0]["httpHeaders"] == HEADERS
        assert found["webhooks"][0]["http_headers"]["Authorization"] == "********"


SHOUTING = ["X_API_KEY", "X-Auth", "X-Access", "Private", "X-Team", "DD-API", "X-Sig"]
WITH_TOKEN = f"https://monitor.example/hook?token={quote(CALLBACK_PASSWORD, safe='')}&v=2"


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_may_be_a_credential_of_a_receiver_is_not_shown(searching: Searching, check_mode: bool) -> None:
    """And a change of it still shows, as one."""
    simulator = searching.simulator
    headers = dict.fromkeys(SHOUTING, HEADER_SECRET)
    hook = {**HOOK, "update_secret": "on_create", "http_headers": headers, "callback_url": WITH_TOKEN}
    created = searching.run(WEBHOOK, check_mode, **hook)
    assert created["webhook"]["callback_url"] == "https://monitor.example/hook?token=********&v=********"
    assert created["webhook"]["http_headers"] == dict.fromkeys(SHOUTING, "********")
    if check_mode:
        return
    assert simulator.webhooks()[0]["callbackUrl"] == WITH_TOKEN
    assert simulator.webhooks()[0]["httpHeaders"] == headers
    assert searching.run(WEBHOOK, **hook)["changed"] is False
    info = searching.run("webmessaging_webhook_info")
    assert info["webhooks"][0]["callback_url"] == "https://monitor.example/hook?token=********&v=********"
    moved = {**hook, "callback_url": f"{WITH_TOKEN}3", "http_headers": {**headers, "X-Auth": f"{HEADER_SECRET}2"}}
    changed = searching.run(WEBHOOK, **moved)
    assert changed["diff"]["after"]["callback_url"].endswith("?token=********&v=******** (changed)")
    assert changed["diff"]["after"]["http_headers"]["X-Auth"] == "******** (changed)"
    assert changed["audit"][0]["changes"] == ["callback_url", "http_headers"]
    searching.run(WEBHOOK, name=HOOK["name"], state="absent")


def test_the_address_of_a_receiver_is_not_shown_with_its_token(searching: Searching) -> None:
    entry = searching.run(CHANNEL, id="one", max_concurrent_sessions=5)["audit"][0]
    url = f"{searching.simulator.url}/nowhere?token={quote(CALLBACK_PASSWORD, safe='')}"
    headers = {"X_API_KEY": HEADER_SECRET.replace('"', "")}
    told = searching.run("webmessaging_notify", url=url, audit=[entry], http_headers=headers, retries=0)
    assert told["failed"] is True
    assert told["audit"][0]["resource_name"] == f"{searching.simulator.url}/nowhere"


def test_a_proxy_password_reaches_the_proxy_alone(searching: Searching, simulator: Simulator) -> None:
    host = simulator.url.removeprefix("http://")
    proxy = f"http://proxy-user:{quote(PROXY_PASSWORD, safe='')}@{host}"
    address: dict[str, Any] = {"api_url": "http://api.genesys.invalid", "login_url": "http://login.genesys.invalid"}
    result = searching.run(INFO, proxy=proxy, validate_certs=False, **address)
    assert result["total"] == 1
    simulator.fault("GET", ".*", {"reset": "before"}, times=None)
    result = searching.run(INFO, proxy=proxy, validate_certs=False, retries=0, **address)
    assert result["failure"]["kind"] == "network"
    # Unencoded, as a careless person writes it.
    for password in (PROXY_PASSWORD, PROXY_PASSWORD.replace("@", "")):
        searching.run(INFO, proxy=f"http://proxy-user:{password}@{host}", retries=0)


BAD_CHANNELS: dict[str, dict[str, Any]] = {
    "sessions": {"id": "one", "max_concurrent_sessions": "many"},
    "features": {"id": "one", "features": ["rich-medai"], "enable_features": ["x"]},
    "selection": {"id": "one", "name": "One"},
    "an unknown id": {"id": "two", "max_concurrent_sessions": 5},
    "an unknown name": {"name": "Two", "max_concurrent_sessions": 5},
    "an unknown option": {"id": "one", "session_limit": 5},
    "a queue that the org lacks": {"id": "one", "routing": {"queue_id": "nowhere"}},
    "user info in api_url": {"id": "one", "api_url": f"https://user:{quote(CALLBACK_PASSWORD, safe='')}@host"},
    "raw user info in api_url": {"id": "one", "api_url": f"https://user:{CALLBACK_PASSWORD}@host/"},
    "a path trap": {"id": "one", "login_url": f"https://user:{CALLBACK_PASSWORD}@host/a/../b"},
    "no CA file": {"id": "one", "ca_path": "/no/such/file.pem"},
    "a secret pasted behind the id": {"id": "one", "client_id": f"some-id:{CLIENT_SECRET}"},
    "a token of two lines": {"id": "one", "access_token": f"{ACCESS_TOKEN}\n{ACCESS_TOKEN}"},
    "an unknown token": {"id": "one", "access_token": ACCESS_TOKEN},
    "a proxy that is none": {"id": "one", "proxy": f"user:{PROXY_PASSWORD}@proxy.example"},
    "a proxy that nothing listens at": {
        "id": "one",
        "proxy": f"http://user:{quote(PROXY_PASSWORD, safe='')}@127.0.0.1:1",
        "retries": 0,
    },
    "a secret below routing": {"id": "one", "routing": {"client_secret": CALLBACK_PASSWORD}},
    "a secret in place of routing": {"id": "one", "routing": f"client_secret={quote(CALLBACK_PASSWORD)}"},
    "secrets in place of routing": {"id": "one", "routing": [{"client_secret": CALLBACK_PASSWORD}]},
    "a secret in the configuration": {
        "id": "one",
        "max_concurrent_sessions": 0,
        "configuration": {"webchat": {"apiKey": CALLBACK_PASSWORD}},
    },
    "a secret among capabilities": {"id": "one", "capabilities": {"token": CALLBACK_PASSWORD}},
    "a token as user info of the API": {"id": "one", "api_url": f"https://{quote(CALLBACK_PASSWORD, safe='')}@host"},
    "a token in the query of the API": {
        "id": "one",
        "api_url": f"https://host/?token={quote(CALLBACK_PASSWORD, safe='')}",
    },
    "a proxy of an unknown kind": {"id": "one", "proxy": f"gopher://user:{PROXY_PASSWORD}@127.0.0.1:1", "retries": 0},
}


@pytest.mark.parametrize("options", BAD_CHANNELS.values(), ids=BAD_CHANNELS.keys())
def test_a_refused_channel_task_shows_nothing(searching: Searching, options: dict[str, Any]) -> None:
    assert searching.run(CHANNEL, **options)["failed"] is True


BAD_WEBHOOKS: dict[str, dict[str, Any]] = {
    "no URL": {"callback_url": "monitor"},
    "credentials in the callback": {"callback_url": f"https://u:{quote(CALLBACK_PASSWORD, safe='')}@monitor.example"},
    "raw credentials in the callback": {"callback_url": f"https://u:{CALLBACK_PASSWORD}@monitor.example/hook"},
    "credentials that end the host": {
        "callback_url": f"https://u:{CALLBACK_PASSWORD.replace('@', '')}@monitor.example/hook"
    },
    "credentials and a space": {"callback_url": f"https://u:{CALLBACK_PASSWORD}@monitor.example/ hook"},
    "plain http": {"callback_url": "http://monitor.example"},
    "an empty name": {"name": ""},
    "headers that are no mapping": {"http_headers": f"Authorization: Bearer {HEADER_SECRET}"},
    "headers in a list": {"http_headers": [{"name": "Authorization", "value": f"Bearer {HEADER_SECRET}"}]},
    "a header whose value is a list": {"http_headers": {"Authorization": [f"Bearer {HEADER_SECRET}"]}},
    "a header whose value is a mapping": {"http_headers": {"X-Api-Key": {"key": HEADER_SECRET}}},
    "a header with a line break": {"http_headers": {"X-Api-Key": f"{HEADER_SECRET}\n"}},
    "a header named like its value": {"http_headers": {f"Authorization: Bearer {HEADER_SECRET}": ""}},
    "an empty filter": {"event_filters": [{"resource": "", "action": "updated"}]},
    "a filter that is none": {"event_filters": [{"resource": "channel"}]},
    "a filter that the service refuses": {
        "event_filters": [{"resource": "channel", "action": "updated", "condition": "&&"}]
    },
    "an unknown choice": {"update_secret": "sometimes"},
    "misspelt options": {"secert": CALLBACK_PASSWORD, "headers": {"Authorization": HEADER_SECRET}},
    "a state of no kind": {"state": "gone"},
    "a token as user info": {"callback_url": f"https://{quote(CALLBACK_PASSWORD, safe='')}@monitor.example/hook"},
    "a raw token as user info": {"callback_url": f"https://{CALLBACK_PASSWORD.replace(':', '')}@monitor.example/hook"},
    "a token in the query and a space": {
        "callback_url": f"https://monitor.example/ hook?token={quote(CALLBACK_PASSWORD, safe='')}"
    },
    "a token in the query of a host that is none": {
        "callback_url": f"https://{'m' * 64}.example/hook?{quote(CALLBACK_PASSWORD, safe='')}"
    },
    "a header that nobody knows": {"http_headers": {"X_API_KEY": HEADER_SECRET, "X-Auth": HEADER_SECRET, "X": "\n"}},
    "a secret in a filter": {"event_filters": [{"resource": "a", "action": "b", "client_secret": CALLBACK_PASSWORD}]},
    "a secret as a filter": {"event_filters": [CALLBACK_PASSWORD]},
    "a secret as a name": {"name": {"password": CALLBACK_PASSWORD}},
    "a secret where a number belongs": {"timeout": {"access_token": CALLBACK_PASSWORD}},
    "a secret where a flag belongs": {"enabled": [{"api_key": CALLBACK_PASSWORD}]},
}


@pytest.mark.parametrize("options", BAD_WEBHOOKS.values(), ids=BAD_WEBHOOKS.keys())
def test_a_refused_webhook_task_shows_nothing(searching: Searching, options: dict[str, Any]) -> None:
    assert searching.run(WEBHOOK, **{**HOOK, **options})["failed"] is True


def error_body(text: str) -> dict[str, Any]:
    detail = {"errorCode": text, "fieldName": text, text: text}
    return {"message": text, "code": text, "contextId": text, "status": 400, "details": [detail], "errors": [text]}


def token_error(text: str) -> dict[str, Any]:
    return {"error": text, "error_description": text, "description": text}


Answer = Callable[[str, str], dict[str, Any]]
"""An answer that sends one text back in its body and another, fit for headers, in those."""

ECHOING: dict[str, Answer] = {
    "an error body": lambda text, header: {"status": 400, "body": error_body(text)},
    "the body of a 401": lambda text, header: {"status": 401, "body": error_body(text)},
    "the body of a 403": lambda text, header: {"status": 403, "body": error_body(text)},
    "the body of a 500": lambda text, header: {"status": 500, "body": error_body(text)},
    "the token service's body": lambda text, header: {"status": 400, "body": token_error(text)},
    "a throttled token": lambda text, header: {"status": 400, "body": token_error(f"rate limit exceeded {text}")},
    "a list": lambda text, header: {"status": 400, "body": [text]},
    "plain text": lambda text, header: {"status": 502, "text": text},
    "a redirect": lambda text, header: {"status": 302, "headers": {"Location": f"/?token={header}"}, "text": text},
    "headers": lambda text, header: {
        "status": 503,
        "headers": {"ININ-Correlation-Id": header, "Content-Type": header, "Retry-After": header},
    },
    "a 2xx that is no JSON": lambda text, header: {"status": 200, "text": text, "headers": {"Content-Type": header}},
    "a 2xx of another shape": lambda text, header: {"status": 200, "body": {"message": text, text: [text]}},
    "a 429": lambda text, header: {
        "status": 429,
        "body": error_body(text),
        "headers": {"Retry-After": "99999", "ININ-Correlation-Id": header},
    },
}

FIRST = ["client secret", "proxy password"]


@dataclass(frozen=True)
class Call:
    """A request that is answered so, the task that makes it, and the secrets that this task knows."""

    method: str
    path: str
    module: str
    options: dict[str, Any]
    secrets: list[str]


CALLS = {
    "token": Call("POST", "/oauth/token", INFO, {}, FIRST),
    "read": Call("GET", ".*/channels", INFO, {}, [*FIRST, "fetched token"]),
    "patch": Call("PATCH", ".*", CHANNEL, {"id": "one", "max_concurrent_sessions": 5}, [*FIRST, "fetched token"]),
    "webhook": Call("POST", ".*/webhooks", WEBHOOK, HOOK, [*FIRST, "fetched token", "webhook secret", "header"]),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("answer", ECHOING.values(), ids=ECHOING.keys())
def test_what_the_server_sends_back_is_masked(searching: Searching, call: Call, answer: Answer) -> None:
    in_header = " ".join(SECRETS[name] for name in call.secrets if SECRETS[name].isascii())
    fail_with(searching, call, answer(" | ".join(echo(call.secrets)), in_header))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_the_title_of_a_page_is_masked(searching: Searching, call: Call) -> None:
    """Each form on a page of its own, since a title is only shown while it is short."""
    secret = call.secrets[-1]
    for form in ("literal", "URL-encoded", "HTML", "hex"):
        text = forms(SECRETS[secret])[form]
        fail_with(searching, call, {"status": 500, "text": f"<html><title>{text}</title></html>"})


def fail_with(searching: Searching, call: Call, answer: dict[str, Any]) -> None:
    simulator = searching.simulator
    simulator.clear_faults()
    simulator.fault(call.method, call.path, {"respond": answer}, times=None)
    if call.path != "/oauth/token":
        searching.give_known_token()
    # The simulator does not know that token, so what is read before the failing call is canned too.
    channel = {"id": "one", "name": "One", "channelType": "webchat"}
    simulator.fault("GET", ".*/channels/one", {"respond": {"status": 200, "body": channel}}, times=None)
    simulator.fault("GET", ".*/webhooks", {"respond": {"status": 200, "body": EMPTY_PAGE}}, times=None)
    proxy = f"http://proxy-user:{quote(PROXY_PASSWORD, safe='')}@{simulator.url.removeprefix('http://')}"
    # What is limited, or may still take effect, is waited for until the deadline.
    assert searching.run(call.module, proxy=proxy, retries=0, deadline=2, **call.options)["failed"] is True


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("action", [{"reset": "before"}, {"reset": "after"}, {"cut": True}, {"hang": 5}], ids=str)
def test_a_broken_connection_shows_nothing(searching: Searching, call: Call, action: dict[str, Any]) -> None:
    searching.simulator.fault(call.method, call.path, action, times=None)
    proxy = f"http://proxy-user:{quote(PROXY_PASSWORD, safe='')}@{searching.simulator.url.removeprefix('http://')}"
    searching.run(call.module, proxy=proxy, retries=0, timeout=1.5, **call.options)
    assert searching.simulator.faults()[0]["hits"] == 1


@pytest.mark.parametrize("spoilt", ["{}\n", "{}é", " {}", "{}\r\nX: y"])
def test_a_token_that_no_header_can_carry_is_an_error_without_it(searching: Searching, spoilt: str) -> None:
    body = {"access_token": spoilt.format(FETCHED_TOKEN), "token_type": "bearer", "expires_in": 3600}
    searching.simulator.fault("POST", "/oauth/token", {"respond": {"status": 200, "body": body}})
    result = searching.run(INFO)
    assert result["failure"]["kind"] == "protocol"
    assert "access_token" in result["msg"]


def test_a_channel_that_is_named_like_a_secret_is_masked_as_a_whole(searching: Searching) -> None:
    """An org can hold a secret in the wrong place; it is not for us to print it."""
    channel = {
        "id": "one",
        "name": f"x {CLIENT_SECRET} y",
        "channelType": "webchat",
        "configuration": {FETCHED_TOKEN: 1},
    }
    searching.give_known_token()
    searching.simulator.fault("GET", ".*", {"respond": {"status": 200, "body": channel}}, times=None)
    assert searching.run(INFO, id="one")["total"] == 1


LOGGED_RUN = """
import json, sys, syslog
syslog.syslog = lambda *words: print("LOGGED", *words)
from ansible.module_utils import basic
from ansible.module_utils.testing import patch_module_args
from ansible_collections.genesys.cloud.plugins.modules import webmessaging_webhook
basic.has_journal = False
with patch_module_args(json.load(sys.stdin)):
    webmessaging_webhook.main()
"""


def test_the_log_of_the_system_is_told_nothing(simulator: Simulator) -> None:
    """Ansible writes a module's options there before the module has done anything."""
    proxy = f"http://proxy-user:{quote(PROXY_PASSWORD, safe='')}@{simulator.url.removeprefix('http://')}"
    ran = subprocess.run(
        [sys.executable, "-c", LOGGED_RUN],
        input=json.dumps({**HOOK, "proxy": proxy, "_ansible_syslog_facility": "LOG_USER"}),
        env={**simulator.environment, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    logged = [line for line in ran.stdout.splitlines() if line.startswith("LOGGED")]
    assert ["Invoked with" in line for line in logged] == [True], ran.stdout + ran.stderr
    assert "https://monitor.example/hook" in logged[0]
    assert leaks({"output": ran.stdout, "errors": ran.stderr}) == []
