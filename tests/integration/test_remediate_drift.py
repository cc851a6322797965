# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook ``genesys.cloud.remediate_drift``, run for real with the files and commands of its guide."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from typing import Any

import pytest
import requests
import yaml
from ansible_rulebook.util import create_inventory, substitute_variables
from ansible_rulebook.validators import Validate
from jinja2 import UndefinedError

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.channels import COLLECTION, TOKEN, page
from tests.integration.guides import Guide
from tests.integration.rulebook_process import Rulebook, free_port
from tests.integration.secret_forms import CLIENT_SECRET, WEBHOOK_SECRET, leaks
from tests.simulator.client import Simulator
from tests.simulator_tests.api import Api

RULEBOOK = ROOT / "extensions/eda/rulebooks/remediate_drift.yml"
GUIDE = Guide("event-driven.md")
COMMANDS = GUIDE.commands_of("On the Communications contract")
(START,) = (command.split()[1:] for command in COMMANDS if command.startswith("ansible-rulebook "))
(CONFIGURE,) = (command.split()[1:] for command in COMMANDS if command.startswith("ansible-playbook "))
SIGNATURE = "X-Genesys-Signature"
WANTED = 500
"""What the simulator's channels have from the start."""
QUIET_SECONDS = 4
"""Longer than the rulebook waits for further events before it runs."""

READS = [TOKEN, "GET /api/v2/platform/webhooks?pageSize=100&pageNumber=1", page(1)]
"""What a run asks, whether or not it finds something to do."""


def prepare(ansible: Ansible, port: int, **variables: str) -> None:
    """The guide's files, with a callback to this port, and variables of the rulebook in its environment."""
    GUIDE.write_files(ansible)
    path = ansible.folder / "inventory/host_vars/localhost.yml"
    wanted = yaml.safe_load(path.read_text(encoding="utf-8"))
    callback = {"callback_url": f"http://127.0.0.1:{port}/endpoint", "allow_http_callback": True}
    wanted["webmessaging_webhook"].update(callback)
    path.write_text(json.dumps(wanted))
    ansible.environment.update(webmessaging_event_port=str(port), **variables)


def sign(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(port: int, event: dict[str, Any], signature: str | None = None, path: str = "endpoint") -> int:
    """Post an event, with its right signature where none is given; the status of the answer."""
    body = json.dumps(event).encode()
    headers = {"Content-Type": "application/json", SIGNATURE: sign(body) if signature is None else signature}
    if not headers[SIGNATURE]:
        del headers[SIGNATURE]
    return requests.post(f"http://127.0.0.1:{port}/{path}", data=body, headers=headers, timeout=10).status_code


def wait_for_requests(simulator: Simulator, count: int) -> list[str]:
    """The requests, once there are so many and no more come."""
    give_up_at = time.monotonic() + 60
    while len(simulator.requests()) < count and time.monotonic() < give_up_at:
        time.sleep(0.1)
    time.sleep(QUIET_SECONDS)
    return simulator.requests()


def test_changes_by_hand_are_put_right_and_nothing_else_happens(simulator: Simulator, ansible: Ansible) -> None:
    org = simulator.state("webmessaging:20")
    simulator.reset({**org, "clients": [*org["clients"], client(ansible)]})
    port = free_port()
    prepare(ansible, port, WEBHOOK_SECRET=WEBHOOK_SECRET)
    configured = ansible.run("ansible-playbook", *CONFIGURE)
    assert configured.status == 0, configured.output
    assert simulator.requests("write") == ["POST /api/v2/platform/webhooks"]
    simulator.clear_journal()

    assert START[-1] == "WEBHOOK_SECRET"
    with Rulebook(ansible, *START[:-1], "WEBHOOK_SECRET,webmessaging_event_port", "-vv") as rulebook:
        rulebook.wait_until_it_listens(port)
        send_what_is_not_for_it(port)
        assert wait_for_requests(simulator, 0) == []

        # A burst of changes is one run. Its own changes come back as events: one more run, which finds nothing to do.
        ids = [channel["id"] for channel in simulator.channels()[:10]]
        with Api(simulator) as hand:
            started = time.monotonic()
            for channel_id in ids:
                assert hand.patch({"configuration": {"webchat": {"maxConcurrentSessions": 5}}}, channel_id).ok
        while any(sessions != WANTED for sessions in sessions_of(simulator)):
            assert time.monotonic() < started + 30, rulebook.output
            time.sleep(0.1)
        took = time.monotonic() - started
        patches = [f"PATCH {COLLECTION}/{each}" for each in ids]
        requests_by_hand = [TOKEN, *patches]
        asked = wait_for_requests(simulator, len([*requests_by_hand, *READS, *patches, *READS]))
        by_hand, first, writes, second = split(asked, len(requests_by_hand), len(READS), len(patches))
        assert (by_hand, first, sorted(writes), second) == (requests_by_hand, READS, sorted(patches), READS)
        assert took < 15
        assert leaks({"output": rulebook.output, "command line": rulebook.command_line}) == []
    assert [path.name for path in ansible.folder.glob("eda*")] == []


def send_what_is_not_for_it(port: int) -> None:
    """Events that are forged, and events that are genuine and tell of something else."""
    event = {"resource": "channel", "action": "updated", "entity": {"name": "{{ lookup('pipe', 'id') }}"}}
    forged = ["", "sha256=", "é", sign(b"{}"), sign(json.dumps(event).encode(), "guessed")]
    assert min(post(port, event, signature) for signature in forged) >= 400
    assert post(port, {**event, "action": "created"}) == 200
    assert post(port, {**event, "resource": "queue"}) == 200
    assert post(port, event, path="elsewhere") == 200


def split(asked: list[str], *lengths: int) -> list[list[str]]:
    """Parts of these lengths, and the rest."""
    parts, at = [], 0
    for length in lengths:
        parts.append(asked[at : at + length])
        at += length
    return [*parts, asked[at:]]


def client(ansible: Ansible) -> dict[str, Any]:
    """An OAuth client whose secret can be searched for, and whose credentials are in the environment from now on."""
    ansible.environment.update(GENESYS_CLIENT_ID="some-id", GENESYS_CLIENT_SECRET=CLIENT_SECRET)
    scopes = ["communications:read", "communications:write", "webhooks:write"]
    return {"client_id": "some-id", "client_secret": CLIENT_SECRET, "scopes": scopes}


def sessions_of(simulator: Simulator) -> list[int]:
    return [channel["configuration"]["webchat"]["maxConcurrentSessions"] for channel in simulator.channels()]


def secret_template() -> str:
    (ruleset,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    template: str = ruleset["sources"][0]["eda.builtin.webhook"]["hmac_secret"]
    return template


SECRETS = ["12345", 12345, "0x1F", "1e3", "None", "[1]", "'quoted'", '"', "back\\slash", " spaces ", "{{ x }}", "ü😀"]


@pytest.mark.parametrize("secret", SECRETS, ids=repr)
def test_any_text_can_be_the_secret(secret: str | int) -> None:
    """Of what a template gives, ansible-rulebook would make whatever Python value it looks like."""
    template = secret_template()
    for name in ("webmessaging_webhook_secret", "WEBHOOK_SECRET"):
        assert substitute_variables(template, {name: secret}) == str(secret)
    both = {"webmessaging_webhook_secret": secret, "WEBHOOK_SECRET": "another"}
    assert substitute_variables(template, both) == str(secret)


def test_without_a_secret_it_does_not_start(ansible: Ansible) -> None:
    """Anybody could sign with an empty one."""
    message = "'webmessaging_webhook_secret_is_missing_or_empty' is undefined"
    with pytest.raises(UndefinedError, match=message):
        substitute_variables(secret_template(), {})

    prepare(ansible, free_port(), WEBHOOK_SECRET="")
    with Rulebook(ansible, *START[:-1], "WEBHOOK_SECRET,webmessaging_event_port") as rulebook:
        assert rulebook.wait_until_it_ends() == 1
        assert message in rulebook.output


def test_the_rulebook_for_the_controller_is_one() -> None:
    """And listens for what ours listens for."""
    (given,) = yaml.safe_load(GUIDE.files["rulebooks/remediate_drift.yml"])
    (ours,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    Validate.rulebook([given])
    Validate.rulebook([ours])
    assert given["rules"][0]["condition"] in ours["rules"][0]["condition"]
    assert given["rules"][0]["throttle"] == ours["rules"][0]["throttle"]
    source, own = (each["sources"][0]["eda.builtin.webhook"] for each in (given, ours))
    assert source["hmac_header"] == own["hmac_header"]
    for secret in SECRETS:
        assert substitute_variables(source["hmac_secret"], {"webmessaging_webhook_secret": secret}) == str(secret)
    for nothing in ({}, {"webmessaging_webhook_secret": ""}):
        with pytest.raises(UndefinedError):
            substitute_variables(source["hmac_secret"], nothing)


def test_of_a_file_for_an_inventory_the_variables_stay_behind(simulator: Simulator, ansible: Ansible) -> None:
    """ansible-rulebook copies what it is given, and nothing beside it."""
    prepare(ansible, free_port())
    (ansible.folder / "run").mkdir()
    copied = create_inventory(str(ansible.folder / "run"), str(ansible.folder / "inventory/hosts.yml"))
    ran = ansible.run("ansible-playbook", "genesys.cloud.configure", "-i", copied)
    told = "give --inventory the folder that holds them"
    assert (ran.status, told in ran.of("Require something to configure")["msg"]) == (2, True)
    assert "Give `--inventory` a folder" in GUIDE.text
    assert simulator.requests() == []


def test_a_user_without_a_home_has_the_service_s_ansible_home(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:2")
    prepare(ansible, free_port(), WEBHOOK_SECRET=WEBHOOK_SECRET)
    (unit,) = GUIDE.snippets("ini")
    (folder,) = re.findall(r"^WorkingDirectory=(.*)$", unit, re.MULTILINE)
    (home,) = re.findall(r"^Environment=ANSIBLE_HOME=(.*)$", unit, re.MULTILINE)
    ansible.environment["HOME"] = "/proc/nowhere"
    homeless = ansible.run("ansible-playbook", *CONFIGURE)
    assert "Unable to create local directories" in homeless.errors
    ansible.environment["ANSIBLE_HOME"] = home.replace(folder, str(ansible.folder))
    ran = ansible.run("ansible-playbook", *CONFIGURE)
    assert ran.status == 0, ran.output + ran.errors
