# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook ``genesys.cloud.remediate_drift_by_eventbridge`` and its filter, run for real as its guide says."""

from __future__ import annotations

import json
import logging
import re
import runpy
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_rulebook.util import substitute_variables
from ansible_rulebook.validators import Validate
from jinja2 import UndefinedError

from ansible_collections.genesys.cloud.plugins.plugin_utils._changes import events
from ansible_collections.genesys.cloud.tests.unit.eventbridge import bridged, message
from tests.integration import played_queue
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.guides import Guide
from tests.integration.rulebook_process import START_SECONDS, Rulebook
from tests.integration.secret_forms import CLIENT_SECRET, leaks
from tests.simulator.client import Simulator
from tests.simulator.credentials import PERMISSIONS, SCOPES

RULEBOOKS = ROOT / "extensions/eda/rulebooks"
RULEBOOK = RULEBOOKS / "remediate_drift_by_eventbridge.yml"
FILTER = ROOT / "build/collections/ansible_collections/genesys/cloud/extensions/eda/plugins/event_filter"
LOADED = runpy.run_path(str(FILTER / "webmessaging_eventbridge.py"))
GUIDE = Guide("event-driven.md")
(START,) = (command.split()[1:] for command in GUIDE.commands if "ansible-rulebook" in command and "bridge" in command)
WANTED = {"webmessaging_channels": [{"name_glob": "*", "enable_features": ["typing-indicators"]}]}
HIDDEN = {"apps": {"conversations": {"showAgentTypingIndicator": False}}}
SOURCE = "amazon.aws.aws_sqs_queue"
QUEUE = "genesys-changes"
QUIET_SECONDS = 6
"""Longer than the rulebook's own wait and a run together."""


class Queue:
    """What EventBridge put into the queue so far."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / QUEUE
        self._path.touch()
        self._sent = 0
        self._audited = 0

    def send(self, *texts: str) -> None:
        """Add messages with these bodies, and wait until they are taken."""
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text in texts)
        self._sent += len(texts)
        taken = self._path.with_suffix(".taken")
        give_up_at = time.monotonic() + START_SECONDS
        while not taken.exists() or taken.read_text() != str(self._sent):
            assert time.monotonic() < give_up_at
            time.sleep(0.1)

    def deliver(self, simulator: Simulator) -> list[dict[str, Any]]:
        """Send what was audited since the last time, each entry twice: both services deliver at least once."""
        entries = simulator.audits()[self._audited :]
        self._audited += len(entries)
        self.send(*(json.dumps(message(bridged(entry))) for entry in entries for _twice in range(2)))
        return entries


def test_a_version_published_and_pinned_by_hand_is_put_right_and_then_there_is_peace(
    simulator: Simulator, ansible: Ansible
) -> None:
    simulator.reset("plain-webdeployments:3")
    client = {"client_id": "some-id", "client_secret": CLIENT_SECRET, "scopes": [*SCOPES, *PERMISSIONS]}
    simulator.state({**simulator.state(), "clients": [client]})
    ansible.environment.update(GENESYS_CLIENT_ID="some-id", GENESYS_CLIENT_SECRET=CLIENT_SECRET)
    ansible.environment.update(webmessaging_queue=QUEUE, ANSIBLE_HOME=str(ansible.home))
    ansible.environment.update(GENESYS_IGNORE_CLIENT_IDS="nobody, pipeline")
    GUIDE.write_files(ansible)
    (ansible.folder / "inventory/host_vars/localhost.yml").write_text(json.dumps(WANTED))
    sources = ansible.folder / "sources"
    sources.mkdir()
    shutil.copy(str(played_queue.__file__), sources / f"{SOURCE}.py")
    queue = Queue(ansible.folder)
    deployment = simulator.deployments()[1]
    configuration_id = deployment["configuration"]["id"]

    with Rulebook(ansible, *START, "--source-dir", str(sources), "-vv") as rulebook:
        # A draft alone is nobody's business, nor is what failed, what an ignored client did, and what is no change.
        simulator.person("save_draft", configuration_id, description="being written")
        (draft_saved,) = queue.deliver(simulator)
        body = {**bridged(draft_saved), "entityType": "Deployment"}
        queue.send(
            *(
                json.dumps(message({**body, **other}))
                for other in (
                    {"status": "FAILURE"},
                    {"userId": "pipeline"},
                    {"clientId": {"id": "pipeline"}},
                    {"serviceName": "Presence"},
                    {"eventTime": "soon"},
                )
            ),
            "no JSON",
            "[]",
            "{}",
        )
        time.sleep(QUIET_SECONDS)
        assert simulator.requests() == []
        assert "An event of Web Deployments is not told as a change: its eventTime is no time." in rulebook.output

        simulator.person("publish", configuration_id, messenger=HIDDEN)
        simulator.person("edit_deployment", deployment["id"], configuration={"version": "2"})
        assert len(queue.deliver(simulator)) == 3
        wait_until(lambda: simulator.deployment(deployment["id"])["configuration"]["version"] == "3", rulebook)
        # What the run changed itself leads to one more, which finds nothing to do.
        time.sleep(QUIET_SECONDS)
        assert runs(simulator) == 1
        assert len(queue.deliver(simulator)) >= 2
        wait_until(lambda: runs(simulator) == 2, rulebook)
        time.sleep(QUIET_SECONDS)
        assert queue.deliver(simulator) == []
        path = "/api/v2/webdeployments"
        draft = f"{path}/configurations/{configuration_id}/versions/draft"
        assert simulator.requests("write") == [
            f"PUT {draft}",
            f"POST {draft}/publish",
            f"PUT {path}/deployments/{deployment['id']}",
        ]
        assert runs(simulator) == 2
        assert simulator.requests(path=".*/audits/.*") == []
        assert leaks({"output": rulebook.output, "command line": rulebook.command_line}) == []


def wait_until(is_so: Callable[[], bool], rulebook: Rulebook) -> None:
    give_up_at = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < give_up_at, rulebook.output
        time.sleep(0.1)


def runs(simulator: Simulator) -> int:
    """Each run asks once whether there is the API that has webhooks."""
    return len(simulator.requests(path=r"/api/v2/communications/channels"))


def entry(**other: Any) -> dict[str, Any]:
    """An audit entry of a deployment that a person changed."""
    return {
        "id": "b8775049-2993-450d-97d7-5d7c784d7cc9",
        "user": {"id": "someone"},
        "serviceName": "WebDeployments",
        "eventDate": "2026-11-22T10:15:30.123Z",
        "entityType": "Deployment",
        "entity": {"id": "d1", "name": "Primary"},
        "action": "Update",
        **other,
    }


def delivered(told: dict[str, Any]) -> dict[str, Any]:
    return {"body": message(bridged(told)), "meta": {"MessageId": "m1"}}


def filtered(event: Any, **options: Any) -> Any:
    """What the filter makes of an event, loaded as ansible-rulebook loads it."""
    return LOADED["main"](event, **options)


def test_the_filter_makes_the_event_of_the_source() -> None:
    made = filtered(delivered(entry()))
    assert made["payload"] == events.event(entry())["payload"]
    assert made["meta"] == {"MessageId": "m1", "uuid": entry()["id"]}


@pytest.mark.parametrize("ignored", [["x", "ours"], ("ours",), "x, ours"], ids=str)
def test_the_changes_of_given_clients_pass_as_they_are(ignored: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    by_user, by_client = (delivered(entry(**{actor: {"id": "ours"}})) for actor in ("user", "client"))
    assert "payload" in filtered(by_user)
    assert "payload" in filtered(by_client)
    for event in (by_user, by_client):
        assert filtered(event, ignore_client_ids=ignored) is event
        monkeypatch.setenv("GENESYS_IGNORE_CLIENT_IDS", ",".join(ignored) if not isinstance(ignored, str) else ignored)
        assert filtered(event) is event
        assert "payload" in filtered(event, ignore_client_ids=[])


@pytest.mark.parametrize("event", [{}, {"body": None}, {"body": []}, {"body": "{"}, [], None, "text", 5], ids=repr)
def test_anything_else_passes_as_it_is(event: Any) -> None:
    assert filtered(event) is event


def test_a_change_that_cannot_be_read_is_logged_and_passes_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    event = delivered(entry(eventDate=None))
    assert filtered(event) is event
    assert [record.getMessage() for record in caplog.records] == [
        "An event of Web Deployments is not told as a change: its eventTime is no time."
    ]
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


def test_a_template_among_the_ids_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    """ansible-rulebook gives filters their options as they are written."""
    for _time in range(2):
        assert "payload" in filtered(delivered(entry()), ignore_client_ids=["{{ genesys_client_id }}"])
    (said,) = (record.getMessage() for record in caplog.records)
    assert "write the ids themselves, or set GENESYS_IGNORE_CLIENT_IDS" in said


def test_the_filters_documentation_has_its_options_and_its_variable() -> None:
    documented = yaml.safe_load(LOADED["DOCUMENTATION"])["options"]
    assert set(documented) == {"ignore_client_ids"}
    assert LOADED["ENVIRONMENT"] in " ".join(documented["ignore_client_ids"]["description"])
    for example in yaml.safe_load(LOADED["EXAMPLES"]):
        (options,) = (each["genesys.cloud.webmessaging_eventbridge"] for each in example["filters"])
        assert "payload" in filtered(delivered(entry()), **(options or {}))


def test_its_rules_are_those_of_the_rulebook_that_polls() -> None:
    (ours,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    (polling,) = yaml.safe_load((RULEBOOKS / "remediate_drift_by_audit.yml").read_text(encoding="utf-8"))
    Validate.rulebook([ours])
    assert ours["rules"] == polling["rules"]


def test_its_variables_are_those_of_the_guide() -> None:
    text = RULEBOOK.read_text(encoding="utf-8")
    section = GUIDE.text.partition("## Through Amazon EventBridge")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    assert told == ["webmessaging_queue", LOADED["ENVIRONMENT"]]
    assert all(f"# {variable} " in text for variable in told)


@pytest.mark.parametrize("name", ["genesys-changes", "1_000", "None"])
def test_any_name_can_be_the_queues(name: str) -> None:
    """Of what a template gives, ansible-rulebook would make whatever Python value it looks like."""
    (ruleset,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    template = ruleset["sources"][0][SOURCE]["name"]
    assert substitute_variables(template, {"webmessaging_queue": name}) == name
    with pytest.raises(UndefinedError, match="'webmessaging_queue' is undefined"):
        substitute_variables(template, {})
