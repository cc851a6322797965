# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No credential in anything that ``ansible-playbook -vvvv --diff`` shows, logs or leaves behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.integration.ansible_process import Ansible, as_typed
from tests.integration.process_list import process_list
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
    leaks,
)
from tests.integration.webhooks import EMPTY_PAGE, bodies
from tests.simulator.client import Simulator

CHANNELS = "/api/v2/communications/channels"
CHANNEL = {"id": "one", "name": "One", "channelType": "webchat"}
HOOK = {
    "name": "Sync",
    "callback_url": "{{ callback }}",
    "http_headers": "{{ headers }}",
    "secret": "{{ hook_secret }}",
}
CREATED = {
    "id": "hook",
    "name": "Sync",
    "callbackUrl": "https://monitor.example/hook",
    "eventFilters": [{"resource": "channel", "action": "updated", "condition": 'channelType == "webchat"'}],
    "enabled": True,
    "httpHeaders": {"Content-Type": "application/json", "Authorization": f"Bearer {HEADER_SECRET}"},
}


def test_nothing_is_shown_logged_or_left_behind(simulator: Simulator, ansible: Ansible) -> None:
    answer_everything(simulator)
    ansible.start = as_typed
    log = ansible.folder / "audit.jsonl"
    ansible.environment.update(GENESYS_CLIENT_ID="some-id", GENESYS_CLIENT_SECRET=CLIENT_SECRET)
    variables = {
        "callback": "https://monitor.example/hook",
        "bad_callback": f"https://user:{CALLBACK_PASSWORD}@monitor.example/hook",
        "headers": CREATED["httpHeaders"],
        "hook_secret": WEBHOOK_SECRET,
        "access_token": ACCESS_TOKEN,
        "proxy": f"http://user:{quote(PROXY_PASSWORD, safe='')}@{simulator.url.removeprefix('http://')}",
        "log": str(log),
    }
    tasks = [
        task("changed", "channel", id="one", max_concurrent_sessions=5, audit_log="{{ log }}"),
        task("created", "webhook", **HOOK, audit_log="{{ log }}"),
        *[task(name, "channel", id=name, max_concurrent_sessions=5, audit_log="{{ log }}") for name in ERRORS],
        task("given token", "channel_info", id="one", access_token="{{ access_token }}"),
        task("bad callback", "webhook", **{**HOOK, "callback_url": "{{ bad_callback }}"}, audit_log="{{ log }}"),
        task("bad headers", "webhook", **{**HOOK, "http_headers": ["{{ headers }}"]}),
        task("bad token", "channel_info", access_token="{{ access_token }}\n{{ access_token }}"),
        task("unknown option", "webhook", **HOOK, callback="{{ bad_callback }}"),
    ]
    defaults = {"group/genesys.cloud.genesys": {"proxy": "{{ proxy }}", "retries": 0}}
    with process_list(every=0.02) as seen:
        finished = ansible.playbook(
            tasks, "-vvvv", "--diff", variables=variables, module_defaults=defaults, ignore_errors=True
        )
    assert finished.status == 0, finished.output + finished.errors
    succeeded = [each.task for each in finished.results if each.status == "ok"]
    assert succeeded == ["changed", "created", "given token"]
    assert [body["secret"] for body in bodies(simulator) if "secret" in body] == [WEBHOOK_SECRET]
    assert '"max_concurrent_sessions": 5' in finished.output
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in finished.output
    assert any("playbook.yml" in line for line in seen.lines)
    places = {
        "standard output": finished.output,
        "standard error": finished.errors,
        "audit log": log.read_text(),
        "command lines": "\n".join(seen.lines),
        "results": "\n".join(str(each.result) for each in finished.results),
        **left_in(ansible.home),
    }
    ended = [line for line in log.read_text().splitlines() if '"begun"' not in line]
    assert len(ended) == len(ERRORS) + 3
    assert leaks(places) == []


ERRORS: dict[str, dict[str, Any]] = {
    "error": {"status": 400, "body": {"message": "{}", "code": "{}", "contextId": "{}", "details": ["{}"]}},
    "page": {"status": 500, "text": "<html><title>{}</title></html>"},
    "redirect": {"status": 302, "headers": {"Location": f"https://host/?{FETCHED_TOKEN}"}},
    "garbage": {"status": 200, "text": "{}"},
}


def answer_everything(simulator: Simulator) -> None:
    """With a token that the test knows, and errors that send every credential of the request back."""
    known = [name for name in SECRETS if name in ("client secret", "fetched token", "proxy password")]
    text = " | ".join(echo(known))
    token = {"access_token": FETCHED_TOKEN, "token_type": "bearer", "expires_in": 3600}
    changed = {**CHANNEL, "configuration": {"webchat": {"maxConcurrentSessions": 5}}}
    respond(simulator, "POST", "/oauth/token", {"status": 200, "body": token})
    respond(simulator, "GET", f"{CHANNELS}/one", {"status": 200, "body": CHANNEL})
    respond(simulator, "PATCH", f"{CHANNELS}/one", {"status": 200, "body": changed})
    respond(simulator, "GET", ".*/webhooks", {"status": 200, "body": EMPTY_PAGE})
    respond(simulator, "POST", ".*/webhooks", {"status": 201, "body": CREATED})
    for name, answer in ERRORS.items():
        filled = dict(answer)
        if "body" in answer:
            filled["body"] = {key: [text] if isinstance(value, list) else text for key, value in answer["body"].items()}
        if "text" in answer:
            filled["text"] = answer["text"].format(FETCHED_TOKEN if name == "page" else text)
        respond(simulator, "GET", f"{CHANNELS}/{name}", filled)


def respond(simulator: Simulator, method: str, path: str, answer: dict[str, Any]) -> None:
    simulator.fault(method, path, {"respond": answer}, times=None)


def task(called: str, kind: str, /, **options: Any) -> dict[str, Any]:
    return {"name": called, f"genesys.cloud.webmessaging_{kind}": options}


def left_in(folder: Path) -> dict[str, str]:
    """Every file by its path, names included."""
    return {str(path): f"{path}\n{path.read_text(errors='replace')}" for path in folder.rglob("*") if path.is_file()}
