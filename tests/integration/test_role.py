# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role ``genesys.cloud.webmessaging``: its order, its variables, and one error for all that is wrong with them."""

from __future__ import annotations

import copy
import html
import json
import re
from typing import Any

import pytest

from ansible_collections.genesys.cloud.tests.unit.loopback import closed_port
from tests.integration import secret_forms, webhooks
from tests.integration.ansible_process import Ansible, Finished
from tests.integration.apis import Api
from tests.integration.channels import COLLECTION, TOKEN, bodies
from tests.integration.guides import Guide
from tests.simulator.client import Simulator

ROLE = "genesys.cloud.webmessaging"
VALIDATE, WEBHOOK, CHANNELS = "Validate everything", "Keep the webhook in step", "Configure the channels"
HOOK = {"name": webhooks.NAME, "callback_url": webhooks.CALLBACK, "secret": "signing key"}


@pytest.fixture
def ids(simulator: Simulator) -> list[str]:
    simulator.reset("webmessaging:6")
    return [channel["id"] for channel in simulator.channels()]


def apply(ansible: Ansible, *arguments: str, playbook: str = "configure", **variables: Any) -> Finished:
    """``genesys.cloud.configure``, or another playbook, with these variables of the role."""
    given = ansible.folder / "wanted.json"
    given.write_text(json.dumps({f"webmessaging_{name}": value for name, value in variables.items()}))
    return ansible.run("ansible-playbook", f"genesys.cloud.{playbook}", "-e", f"@{given}", *arguments)


def told_in_report(ansible: Ansible) -> str:
    """The line below its heading."""
    text = (ansible.folder / "report.html").read_text(encoding="utf-8")
    (line,) = re.findall(r"<p class=\"verdict\">(.*?)</p>", text)
    return html.unescape(line)


def test_check_mode_foretells_the_run_and_a_second_one_finds_nothing(
    simulator: Simulator, ansible: Ansible, api: Api
) -> None:
    simulator.reset(api.plain(6))
    ids = api.ids(simulator)
    wanted: dict[str, Any] = {
        "webhook": {**HOOK, "callback_url": simulator.inbox_url("changes")},
        "defaults": {"features": ["rich-media"]},
        "channels": [{"name_glob": "* 000[12]"}, {"id": ids[5]}],
        "report": str(ansible.folder / "report.html"),
    }
    before = copy.deepcopy(simulator.state())
    checked = apply(ansible, "--check", "--diff", **wanted)
    assert checked.status == 0, checked.output
    assert told_in_report(ansible) == "3 channels: 3 would change."
    assert checked.output.count('-        "typing-indicators"') == 3
    assert simulator.requests("write") == []
    assert simulator.state() == before
    assert simulator.inbox("changes") == []
    simulator.clear_journal()

    ran = apply(ansible, "--diff", **wanted)
    assert ran.status == 0, ran.output
    assert told_in_report(ansible) == "3 channels: 3 updated."
    for task in (WEBHOOK, CHANNELS):
        assert checked.of(task).get("changed") == ran.of(task).get("changed")
        assert checked.of(task).get("diff") == ran.of(task).get("diff")
    head = [*api.webhook(is_new=True), *api.listing(is_detected=True)]
    requests = simulator.requests()
    assert requests[: len(head)] == head
    assert sorted(requests[len(head) :]) == sorted(api.changes(simulator, [ids[each] for each in (0, 1, 5)]))
    assert [api.features(simulator, each) for each in (ids[0], ids[3])] == [set(), {"typing-indicators"}]
    events = simulator.inbox("changes", at_least=3)
    told = [json.loads(event["body"]) for event in events]
    assert sorted(event["entity"]["id"] for event in told) == sorted(ids[each] for each in (0, 1, 5))
    assert {(event["resource"], event["action"]) for event in told} == {("channel", "updated")}
    simulator.clear_journal()

    again = apply(ansible, **wanted)
    assert (again.status, "changed=0" in again.output) == (0, True), again.output
    assert told_in_report(ansible) == "3 channels: 3 unchanged."
    assert simulator.requests() == [*api.webhook(is_new=False), *api.listing(is_detected=True)]
    assert len(simulator.inbox("changes")) == 3


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_everything_wrong_with_the_variables_is_one_error_and_no_request(
    simulator: Simulator, ansible: Ansible, check: list[str]
) -> None:
    ran = apply(
        ansible,
        *check,
        channels=[
            {"id": "a", "features": ["rich-medai"], "max_concurrent_sessions": 0},
            {"name": "b", "name_glob": "c"},
            {"id": "a", "routing": {"queue_id": ""}},
        ],
        defaults={"enable_features": ["rich-media"], "disable_features": ["rich-media"]},
        target_browsers=["opera"],
        workers=0,
        webhook={"name": "Sync", "callback_url": "http://monitor.example/hook", "update_secret": "always"},
        client={"retries": -1},
        report=str(ansible.folder / "report.html"),
    )
    assert ran.status == 2
    beginnings = [
        "defaults.enable_features: 'rich-media' is in disable_features too",
        "target_browsers: 'opera' is not a known browser",
        "channels[0].max_concurrent_sessions: 0 is out of range",
        "channels[0].features: 'rich-medai' is not a known feature",
        "channels[1].name and name_glob: are both given",
        "channels[2].routing.queue_id: '' is empty",
        "channels[0] and channels[2]: both select id 'a'",
        "workers: 0 is out of range",
        "webhook.callback_url: 'http://monitor.example/hook' is plain http",
        "webhook.update_secret: always needs a secret",
        "retries: -1 is out of range",
    ]
    details = ran.of(VALIDATE)["failure"]["details"]
    assert len(details) == len(beginnings)
    assert [begins for begins in beginnings if not any(told.startswith(begins) for told in details)] == []
    (failed,) = [each for each in ran.results if each.status == "failed"]
    assert failed.result["msg"] == ran.of(VALIDATE)["msg"]
    report = (ansible.folder / "report.html").read_text(encoding="utf-8")
    assert "channels[0].max_concurrent_sessions: 0 is out of range" in report
    assert simulator.requests() == []


def test_one_error_names_what_the_api_cannot_set_too(simulator: Simulator, ansible: Ansible) -> None:
    wanted: dict[str, Any] = {
        "channels": [{"id": "a", "max_concurrent_sessions": 5, "features": ["rich-medai"]}],
        "workers": 0,
    }
    ran = apply(ansible, **wanted, client={"api": "webdeployments"})
    assert [told.partition(":")[0] for told in ran.of(VALIDATE)["failure"]["details"]] == [
        "channels[0].features",
        "channels[0].max_concurrent_sessions",
        "channels[0].features",
        "workers",
    ]
    assert simulator.requests() == []


def test_types_are_checked_and_nothing_to_do_is_an_error(simulator: Simulator, ansible: Ansible) -> None:
    """Where the role is called directly, by Ansible itself; in the playbooks by the role's first task."""
    wrong: dict[str, Any] = {"channels": [{"id": "a", "sessions": 5}], "workers": "many"}
    ran = apply(ansible, **wrong)
    assert ran.status == 2
    for text in ("unknown option channels.sessions. Supported parameters include", "workers: 'many' is not a whole"):
        assert text in ran.output
    variables = {f"webmessaging_{name}": value for name, value in wrong.items()}
    ran = ansible.playbook([{"ansible.builtin.import_role": {"name": ROLE}}], variables=variables)
    assert ran.status == 2
    for text in ("sessions. Supported parameters include", "argument 'webmessaging_workers' is of type"):
        assert text in ran.output
    ran = apply(ansible)
    told = "webmessaging_channels or webmessaging_webhook: is missing; say what shall be configured."
    assert (ran.status, told in ran.of("Require something to configure")["msg"]) == (2, True)
    ran = apply(ansible, playbook="drift")
    assert (
        ran.status,
        "webmessaging_channels or webmessaging_webhook: is missing; say what is wanted." in ran.output,
    ) == (2, True)
    assert simulator.requests() == []


@pytest.mark.parametrize("nothing", ["", None], ids=repr)
def test_an_empty_answer_of_a_survey_counts_as_none_and_a_text_as_what_it_says(
    simulator: Simulator, ansible: Ansible, ids: list[str], nothing: str | None
) -> None:
    names = [
        "workers",
        "token_pool_size",
        "on_error",
        "overwrite_draft",
        "change_shared",
        "report",
        "audit_log",
        "client",
    ]
    given: dict[str, Any] = {**dict.fromkeys(names, nothing), "channels": [{"id": ids[0], "features": []}]}
    ran = apply(ansible, **given)
    assert ran.status == 0, ran.output
    assert simulator.requests("write") == [f"PATCH {COLLECTION}/{ids[0]}"]
    texts = {"workers": "2", "token_pool_size": "1", "overwrite_draft": "no", "change_shared": "yes"}
    drift = apply(ansible, playbook="drift", **{**given, **texts})
    assert drift.status == 0, drift.output


def test_without_its_webhook_no_channel_is_changed(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    simulator.fault(
        "POST", webhooks.COLLECTION, {"respond": {"status": 400, "code": "bad.request", "message": "Not today."}}
    )
    report = ansible.folder / "report.html"
    ran = apply(ansible, webhook=HOOK, channels=[{"name_glob": "*", "features": []}], report=str(report))
    assert "Not today." in report.read_text(encoding="utf-8")
    assert (ran.status, ran.of(WEBHOOK)["failure"]["message"]) == (2, "Not today.")
    assert simulator.requests() == [TOKEN, webhooks.LISTING, webhooks.CREATE]


def test_every_variable_reaches_its_module(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    simulator.fault(
        "PATCH", f"{COLLECTION}/.*", {"respond": {"status": 400, "code": "bad.request", "message": "Not today."}}
    )
    log = ansible.folder / "audit.jsonl"
    ran = apply(
        ansible,
        channels=[{"name_glob": "*", "routing": {"queue_id": "queue-456"}}],
        defaults={"features": ["beta"], "target_browsers": ["chrome"], "routing": {"assignment_mode": "round-robin"}},
        target_browsers=["safari"],
        capabilities={"features": ["beta"], "browser_support": {"beta": ["chrome"]}},
        workers=1,
        token_pool_size=1,
        on_error="stop",
        webhook={**HOOK, "description": None, "enabled": False, "http_headers": {}},
        audit_log=str(log),
        client={"timeout": 7},
    )
    assert ran.status == 2
    rows = ran.of(CHANNELS)["channels"]
    assert [row["outcome"] for row in rows] == ["failed", *["skipped"] * 5]
    hook, channel = bodies(simulator)
    assert (hook["enabled"], hook["httpHeaders"], hook["secret"]) == (False, {}, HOOK["secret"])
    assert channel["configuration"]["webchat"] == {"features": ["beta"]}
    assert channel["configuration"]["routing"] == {"queueId": "queue-456", "assignmentMode": "round-robin"}
    ended = [entry for entry in map(json.loads, log.read_text().splitlines()) if entry["outcome"] != "begun"]
    assert [entry["action"] for entry in ended] == ["WEBHOOK_CREATE", "CHANNEL_UPDATE"]
    given = ran.of(CHANNELS)["invocation"]["module_args"]
    assert [given[name] for name in ("workers", "token_pool_size", "timeout")] == [1, 1, 7]


def test_a_callers_module_defaults_stay_beneath_the_variables(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    """The group's and a module's own; ``webmessaging_client`` is laid over the group's, key by key."""
    simulator.reset(api.plain(2))
    client_id, secret = (ansible.environment.pop(f"GENESYS_CLIENT_{name}") for name in ("ID", "SECRET"))
    log = ansible.folder / "audit.jsonl"
    group = {"client_id": "wrong", "client_secret": secret, "retries": 0, "timeout": 8, "audit_log": str(log)}
    ran = ansible.playbook(
        [{"ansible.builtin.include_role": {"name": ROLE}}],
        variables={
            "webmessaging_channels": [{"id": api.ids(simulator)[0], "features": ["rich-media"]}],
            "webmessaging_webhook": {"name": "Gone", "state": "absent"},
            "webmessaging_client": {"client_id": client_id, "timeout": 9},
        },
        module_defaults={"group/genesys.cloud.genesys": group, "genesys.cloud.webmessaging_webhook": {"deadline": 77}},
    )
    assert ran.status == 0, ran.output
    for task, deadline in ((VALIDATE, 300), (WEBHOOK, 77), (CHANNELS, 300)):
        given = ran.of(task)["invocation"]["module_args"]
        assert [given[name] for name in ("client_id", "retries", "timeout")] == [client_id, 0, 9]
        assert (given["deadline"], given["audit_log"]) == (deadline, str(log))
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    recorded = [entry["resource"] for entry in entries if entry["outcome"] != "begun"]
    assert recorded == (["webhook", "channel"] if api.name == "communications" else ["channel"])


def test_nothing_secret_is_shown_by_the_role(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """At full verbosity, of a run that goes well and of one that is refused."""
    headers = {"Authorization": f"Bearer {secret_forms.HEADER_SECRET}"}
    hook = {**HOOK, "secret": secret_forms.WEBHOOK_SECRET, "http_headers": headers}
    report = ansible.folder / "report.html"
    client = {"access_token": secret_forms.ACCESS_TOKEN}
    bad = {**hook, "callback_url": f"https://user:{secret_forms.CALLBACK_PASSWORD}@monitor.example/", "enabled": "yes"}
    good: dict[str, Any] = {"ansible.builtin.include_role": {"name": ROLE}, "vars": {"webmessaging_webhook": hook}}
    refused: dict[str, Any] = {
        "ansible.builtin.include_role": {"name": ROLE},
        "vars": {"webmessaging_webhook": bad, "webmessaging_client": client, "webmessaging_report": str(report)},
        "ignore_errors": True,
    }
    ran = ansible.playbook([good, refused], "-vvvv", "--diff")
    known = [(each.status, "failure" in each.result) for each in ran.results if each.task in (VALIDATE, WEBHOOK)]
    assert known == [("ok", False), ("ok", False), ("ok", True), ("skipped", False)], ran.output
    assert [body["secret"] for body in bodies(simulator)] == [secret_forms.WEBHOOK_SECRET]
    places = {
        "output": ran.output,
        "errors": ran.errors,
        "results": "\n".join(str(each.result) for each in ran.results),
        "report": report.read_text(encoding="utf-8"),
    }
    assert secret_forms.leaks(places) == []


@pytest.mark.parametrize(("enabled", "told"), [("false", 0), ("no", 0), (False, 0), ("true", 1)])
def test_whether_events_are_posted_can_be_said_as_a_text(
    simulator: Simulator, ansible: Ansible, enabled: Any, told: int
) -> None:
    """As ``-e`` and a survey of AWX give it; in time, since what fails after the channels comes too late."""
    simulator.reset("plain-webdeployments:2", pending_polls=0)
    hook = {**HOOK, "callback_url": simulator.inbox_url("changes"), "enabled": enabled}
    ran = apply(ansible, channels=[{"name_glob": "* 0001", "features": ["rich-media"]}], webhook=hook)
    assert ran.status == 0, ran.output
    assert len(simulator.inbox("changes")) == told


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ([], 0),
        ([{"resource": "channel", "action": "deleted"}, {"resource": "queue", "action": "updated"}], 0),
        ([{"resource": "queue", "action": "updated"}, {"resource": "channel", "action": "updated"}], 1),
    ],
)
def test_only_events_that_are_asked_for_are_posted(
    simulator: Simulator, ansible: Ansible, filters: list[dict[str, str]], told: int
) -> None:
    simulator.reset("plain-webdeployments:2", pending_polls=0)
    hook = {**HOOK, "callback_url": simulator.inbox_url("changes"), "event_filters": filters}
    ran = apply(ansible, channels=[{"name_glob": "* 0001", "features": ["rich-media"]}], webhook=hook)
    assert ran.status == 0, ran.output
    assert len(simulator.inbox("changes")) == told


def test_what_a_receiver_has_missed_is_posted_from_the_audit_log(simulator: Simulator, ansible: Ansible) -> None:
    """With the play of the guide, since another run of the role has nothing to tell."""
    simulator.reset("plain-webdeployments:2", pending_polls=0)
    wanted: dict[str, Any] = {
        "channels": [{"name_glob": "* 0001", "features": ["rich-media"]}],
        "audit_log": str(ansible.folder / "audit.jsonl"),
        "client": {"retries": 0},
    }
    with closed_port() as port:
        failed = apply(ansible, webhook={**HOOK, "callback_url": f"http://127.0.0.1:{port}/"}, **wanted)
    assert (failed.status, failed.of(CHANNELS)["changed"]) == (2, True), failed.output
    wanted["webhook"] = {**HOOK, "callback_url": simulator.inbox_url("changes")}
    assert apply(ansible, **wanted).status == 0
    assert simulator.inbox("changes") == []
    Guide("role.md").write_files(ansible)
    ran = ansible.run("ansible-playbook", "tell.yml", "-e", "@wanted.json")
    assert ran.status == 0, ran.output
    (event,) = simulator.inbox("changes", at_least=1)
    assert json.loads(event["body"])["entity"]["id"] == simulator.deployments()[0]["id"]


def test_a_run_that_goes_well_leaves_no_failure_where_there_are_no_webhooks(
    simulator: Simulator, ansible: Ansible, api: Api
) -> None:
    """Neither in the audit log, nor in what the callback shows and measures."""
    simulator.reset(api.plain(2), pending_polls=0)
    log, measured, report = (ansible.folder / name for name in ("audit.jsonl", "metrics.prom", "callback.html"))
    ansible.environment["ANSIBLE_CALLBACKS_ENABLED"] = "recorded_results,genesys.cloud.audit"
    ansible.environment.update(GENESYS_METRICS_FILE=str(measured), GENESYS_REPORT_FILE=str(report))
    hook = {**HOOK, "callback_url": simulator.inbox_url("changes")}
    channels = [{"name_glob": "* 0001", "features": ["rich-media"]}]
    ran = apply(ansible, channels=channels, webhook=hook, audit_log=str(log))
    assert ran.status == 0, ran.output
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert {entry["outcome"] for entry in entries} == {"begun", "created", "updated"}
    assert {entry["resource"] for entry in entries} == {
        "channel",
        "webhook" if api.name == "communications" else "notification",
    }
    shown = ran.errors.rpartition("GENESYS CLOUD")[2]
    assert re.findall(r"[1-9]\d* (?:refused|failed)", shown) == []
    assert "requests" in shown
    assert re.findall(r"^\w+_run_failures.* [1-9]", measured.read_text(), re.MULTILINE) == []
    assert "no.webhooks" not in report.read_text(encoding="utf-8")
