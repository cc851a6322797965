# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection as people use it: ad-hoc commands and playbooks, each with Ansible's own processes and parsing."""

from __future__ import annotations

import json
import venv
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.genesys.cloud.tests.unit.source import MODULES
from tests.integration.ansible_process import Ansible, Finished
from tests.integration.tls_front import https_front, make_certificate
from tests.integration.webhooks import warnings_of
from tests.simulator.client import Simulator

CHANNELS = "/api/v2/communications/channels"
TOKEN = "POST /oauth/token"


@pytest.fixture
def channel_id(simulator: Simulator) -> str:
    simulator.reset("webmessaging:1")
    return str(simulator.channels()[0]["id"])


def succeeded(finished: Finished) -> Finished:
    assert finished.status == 0, finished.output + finished.errors
    return finished


def task(name: str, module: str, options: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    return {"name": name, f"genesys.cloud.{module}": options, **keywords}


def test_channels_are_listed_ad_hoc(simulator: Simulator, ansible: Ansible, channel_id: str) -> None:
    finished = succeeded(ansible.ad_hoc("webmessaging_channel_info"))
    assert finished.output.startswith("localhost | SUCCESS => {")
    shown = json.loads(finished.output.partition("=> ")[2])
    assert [channel["id"] for channel in shown["channels"]] == [channel_id]
    assert simulator.requests() == [TOKEN, f"GET {CHANNELS}?pageSize=100&pageNumber=1"]


def test_options_of_an_ad_hoc_command_are_parsed_from_strings(
    simulator: Simulator, ansible: Ansible, channel_id: str
) -> None:
    options = f"id={channel_id} max_concurrent_sessions=700 features=rich-media,file-sharing"
    finished = succeeded(ansible.ad_hoc("webmessaging_channel", options))
    assert finished.output.startswith("localhost | CHANGED => {")
    webchat = simulator.channel(channel_id)["configuration"]["webchat"]
    assert webchat == {"maxConcurrentSessions": 700, "features": ["rich-media", "file-sharing"]}
    again = succeeded(ansible.ad_hoc("webmessaging_channel", options))
    assert again.output.startswith("localhost | SUCCESS => {")


def test_nested_options_of_an_ad_hoc_command_can_be_json(
    simulator: Simulator, ansible: Ansible, channel_id: str
) -> None:
    options = {"id": channel_id, "routing": {"queue_id": "queue-456"}, "configuration": {"branding": {"theme": "dark"}}}
    succeeded(ansible.ad_hoc("webmessaging_channel", json.dumps(options)))
    configuration = simulator.channel(channel_id)["configuration"]
    assert configuration["routing"] == {"queueId": "queue-456", "assignmentMode": "longest-idle"}
    assert configuration["branding"] == {"theme": "dark"}


def test_an_ad_hoc_check_shows_the_difference_and_writes_nothing(
    simulator: Simulator, ansible: Ansible, channel_id: str
) -> None:
    options = f"id={channel_id} max_concurrent_sessions=700"
    finished = succeeded(ansible.ad_hoc("webmessaging_channel", options, "--check", "--diff"))
    assert '-    "max_concurrent_sessions": 500' in finished.output
    assert '+    "max_concurrent_sessions": 700' in finished.output
    assert "localhost | CHANGED => {" in finished.output
    assert simulator.requests("write") == []


def test_bad_input_ad_hoc_fails_with_all_its_errors(simulator: Simulator, ansible: Ansible) -> None:
    finished = ansible.ad_hoc("webmessaging_channel", "id=one max_concurrent_sessions=many features=rich-medai")
    assert finished.status == 2
    (failed,) = finished.results
    assert failed.status == "failed"
    assert failed.result["failure"]["kind"] == "validation"
    for part in ("max_concurrent_sessions", "'many'", "Did you mean 'rich-media'?"):
        assert part in failed.result["msg"]
        assert part in finished.output
    assert simulator.requests() == []


def test_module_defaults_of_the_group_reach_every_module(
    simulator: Simulator, ansible: Ansible, channel_id: str
) -> None:
    """All that a task needs to reach the org comes from the group, nothing from the environment."""
    credentials = dict(simulator.environment)
    for name in credentials:
        del ansible.environment[name]
    group = {
        "api_url": credentials["GENESYS_BASE_PATH"],
        "client_id": credentials["GENESYS_CLIENT_ID"],
        "client_secret": credentials["GENESYS_CLIENT_SECRET"],
        "retries": 0,
        "timeout": 30,
    }
    hook = {"name": "Sync", "callback_url": "https://monitor.example/", "secret": "signed"}
    tasks = [
        task("channel", "webmessaging_channel", {"id": channel_id, "max_concurrent_sessions": 700}),
        task("channels", "webmessaging_channel_info", {}),
        task("webhook", "webmessaging_webhook", hook),
        task("webhooks", "webmessaging_webhook_info", {}),
        task("overridden", "webmessaging_channel_info", {"client_secret": "another"}, ignore_errors=True),
    ]
    finished = succeeded(ansible.playbook(tasks, module_defaults={"group/genesys.cloud.genesys": group}))
    assert finished.of("channel")["changed"] is True
    assert finished.of("channels")["total"] == 1
    assert finished.of("webhook")["changed"] is True
    assert finished.of("webhooks")["total"] == 1
    assert finished.of("overridden")["failure"]["kind"] == "authentication"


def test_a_loop_changes_each_of_its_items(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:3")
    ids = [channel["id"] for channel in simulator.channels()]
    options = {"id": "{{ item.id }}", "max_concurrent_sessions": "{{ item.sessions }}"}
    items = [{"id": channel_id, "sessions": 500 + index} for index, channel_id in enumerate(ids)]
    finished = succeeded(ansible.playbook([task("loop", "webmessaging_channel", options, loop=items)]))
    assert [item.result["changed"] for item in finished.results if item.status == "item ok"] == [False, True, True]
    sessions = [channel["configuration"]["webchat"]["maxConcurrentSessions"] for channel in simulator.channels()]
    assert sessions == [500, 501, 502]


def test_check_mode_can_be_set_on_a_task(simulator: Simulator, ansible: Ansible, channel_id: str) -> None:
    options = {"id": channel_id, "max_concurrent_sessions": 700}
    tasks = [
        task("foretold", "webmessaging_channel", options, check_mode=True),
        task("done", "webmessaging_channel", options),
        task("not done", "webmessaging_channel", {**options, "max_concurrent_sessions": 800}, check_mode=True),
    ]
    finished = succeeded(ansible.playbook(tasks))
    assert len(simulator.requests("write")) == 1
    foretold, done = finished.of("foretold"), finished.of("done")
    assert (foretold["diff"], foretold["channel"]) == (done["diff"], done["channel"])
    assert finished.of("not done")["channel"]["max_concurrent_sessions"] == 800
    assert simulator.channel(channel_id)["configuration"]["webchat"]["maxConcurrentSessions"] == 700


def test_omit_leaves_alone_and_null_unsets(simulator: Simulator, ansible: Ansible, channel_id: str) -> None:
    left_alone = {
        "id": channel_id,
        "max_concurrent_sessions": "{{ omit }}",
        "features": "{{ nothing | default(omit) }}",
        "routing": {"queue_id": "{{ omit }}", "assignment_mode": "{{ omit }}"},
    }
    tasks = [
        task("left alone", "webmessaging_channel", left_alone),
        task("unset", "webmessaging_channel", {"id": channel_id, "routing": {"queue_id": None}}),
        task("emptied", "webmessaging_channel", {"id": channel_id, "features": []}),
    ]
    finished = succeeded(ansible.playbook(tasks))
    assert [finished.of(each["name"])["changed"] for each in tasks] == [False, True, True]
    bodies = [entry["body"]["configuration"] for entry in simulator.journal() if entry["kind"] == "write"]
    assert bodies == [{"routing": {"queueId": None}}, {"webchat": {"features": []}}]


def test_values_with_braces_from_the_api_are_never_templated(simulator: Simulator, ansible: Ansible) -> None:
    name = "{{ lookup('env', 'HOME') }} {% if 1 %}x{% endif %}"
    channel = {"id": "one", "name": name, "channelType": "webchat", "configuration": {"note": "{{ 6 * 7 }}"}}
    simulator.reset({"channels": [channel]})
    by_its_name = {"name": "{{ found.channels[0].name }}", "max_concurrent_sessions": 5}
    message = {"msg": "{{ found.channels[0].name }} / {{ found.channels[0].configuration.note }}"}
    finished = succeeded(
        ansible.playbook(
            [
                task("found", "webmessaging_channel_info", {}, register="found"),
                task("changed", "webmessaging_channel", by_its_name),
                {"name": "shown", "ansible.builtin.debug": message},
            ]
        )
    )
    assert finished.of("found")["channels"][0]["name"] == name
    assert finished.of("changed")["channel"]["name"] == name
    assert finished.of("shown")["msg"] == f"{name} / {{{{ 6 * 7 }}}}"


def test_a_warning_of_a_module_is_shown(ansible: Ansible, channel_id: str) -> None:
    hook = {"name": "Sync", "callback_url": "https://monitor.example/"}
    finished = succeeded(ansible.playbook([task("webhook", "webmessaging_webhook", hook)]))
    assert "unsigned" in warnings_of(finished.of("webhook"))
    assert "unsigned" in finished.errors


def test_the_audit_log_is_made_and_appended_to(ansible: Ansible, channel_id: str) -> None:
    log = ansible.folder / "audit.jsonl"
    options = {"id": channel_id, "max_concurrent_sessions": 700, "audit_log": "~/../audit.jsonl"}
    tasks = [task("first", "webmessaging_channel", options), task("second", "webmessaging_channel", options)]
    finished = succeeded(ansible.playbook(tasks))
    begun, *entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert begun["outcome"] == "begun"
    assert entries == [*finished.of("first")["audit"], *finished.of("second")["audit"]]
    assert [entry["outcome"] for entry in entries] == ["updated", "unchanged"]
    assert log.stat().st_mode & 0o777 == 0o600


def test_every_module_has_documentation_that_ansible_renders(ansible: Ansible) -> None:
    names = [f"genesys.cloud.{name}" for name in MODULES]
    text = succeeded(ansible.run("ansible-doc", *names))
    for name in names:
        assert f"> MODULE {name}" in text.output
    assert text.errors == ""
    data = json.loads(succeeded(ansible.run("ansible-doc", "--json", *names)).output)
    assert sorted(data) == names
    for name in names:
        assert data[name]["doc"]["short_description"]
        assert data[name]["examples"]
        assert data[name]["return"]
    listed = succeeded(ansible.run("ansible-doc", "--list", "genesys.cloud"))
    assert [line.split()[0] for line in listed.output.splitlines()] == names


@pytest.fixture
def python_without_requests(tmp_path: Path) -> str:
    venv.create(tmp_path / "bare", with_pip=False)
    return str(tmp_path / "bare/bin/python")


def test_where_requests_is_missing_ansible_says_so(ansible: Ansible, python_without_requests: str) -> None:
    headers = {"Authorization": "Bearer for+monitoring/only"}
    hook = {"name": "Sync", "callback_url": "https://monitor.example/", "secret": "signed", "http_headers": headers}
    finished = ansible.playbook(
        [task("webhook", "webmessaging_webhook", hook)],
        "-vvv",
        variables={"ansible_python_interpreter": python_without_requests, "ansible_connection": "local"},
    )
    assert finished.status == 2
    result = finished.of("webhook")
    assert result["msg"].startswith("Failed to import the required Python library (requests)")
    assert python_without_requests in result["msg"]
    for text in (finished.output, finished.errors, json.dumps(result)):
        assert "for+monitoring/only" not in text


@pytest.mark.parametrize("way", [{}, {"environment": {"SOME": "thing"}}], ids=["in process", "as a module"])
def test_without_a_check_of_certificates_no_library_warns(
    simulator: Simulator, ansible: Ansible, channel_id: str, way: dict[str, Any]
) -> None:
    """Neither that, nor that the worker wrote where it must not."""
    certificate = make_certificate(ansible.folder / "front.pem")
    with https_front(simulator.url, certificate) as url:
        ansible.environment |= {"GENESYS_BASE_PATH": url, "GENESYS_VALIDATE_CERTS": "false"}
        options = {"id": channel_id, "max_concurrent_sessions": 700}
        finished = succeeded(ansible.playbook([task("changed", "webmessaging_channel", options, **way)]))
    (ansible.folder / "my.webmessaging.yml").write_text("plugin: genesys.cloud.webmessaging\n")
    with https_front(simulator.url, certificate) as url:
        ansible.environment["GENESYS_BASE_PATH"] = url
        listed = succeeded(ansible.run("ansible-inventory", "-i", "my.webmessaging.yml", "--list"))
    for text in (finished.output, finished.errors, listed.errors):
        for part in ("InsecureRequestWarning", "errantly", "urllib3"):
            assert part not in text
    assert finished.of("changed").get("warnings") is None
