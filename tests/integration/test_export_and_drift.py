# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks ``export`` and ``drift``: what is exported changes nothing, and drift is told of path by path."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.integration import webhooks
from tests.integration.ansible_process import Ansible, Finished
from tests.integration.apis import Api
from tests.integration.channels import TOKEN, page
from tests.simulator import fleets
from tests.simulator.client import Simulator

TEXTS = [
    "no",
    "1e3",
    "~",
    "two\nlines\n",
    " x",
    "x \n",
    "\x85",
    "a\u2028b",
    "\t",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{# c",
    "<<",
]
ODDEST: dict[str, Any] = {
    "webchat": {"features": ["beta", "rich-media", "rich-media"], "maxConcurrentSessions": 5000},
    "routing": {"queueId": 7, "assignmentMode": ""},
    "texts": TEXTS,
    "keys": dict.fromkeys(TEXTS, 2**80),
    **{f"k{number}": text for number, text in enumerate(TEXTS)},
}
HEADERS = {"Content-Type": "text/plain", "Authorization": "Bearer header-s3cret"}
HOOK = webhooks.stored(
    name="{{ 'Sync' }} \"no\"",
    description="a\nb",
    callbackUrl="http://monitor.internal/x",
    enabled=False,
    httpHeaders=HEADERS,
)
SUPPLIED = json.dumps({"webmessaging_webhook_headers": {"Authorization": HEADERS["Authorization"]}})
LISTINGS = [TOKEN, page(1), webhooks.LISTING]


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    """Every shape of a channel twice, and some more; a webhook whose secret and headers nobody may see."""
    state = fleets.mixed(28)
    odd: list[tuple[str, Any]] = [
        ("no", ODDEST),
        ("1e3\nx\u2028{{ 1 }}", None),
        ("", {"webchat": None, "routing": None}),
        ("{{ x }}", {"webchat": {"features": None, "maxConcurrentSessions": None}}),
    ]
    state["channels"] += [
        {"id": f"odd-{number}", "name": name, "channelType": "webchat", "configuration": configuration, "version": 1}
        for number, (name, configuration) in enumerate(odd)
    ]
    simulator.reset({**state, "webhooks": [{**HOOK, "secret": "signing-s3cret"}]})
    return simulator


def play(ansible: Ansible, playbook: str, *arguments: str) -> Finished:
    return ansible.run("ansible-playbook", f"genesys.cloud.{playbook}", *arguments)


def export(ansible: Ansible, *arguments: str) -> str:
    """The text of the file that was written."""
    path = ansible.folder / "wanted.yml"
    ran = play(ansible, "export", "-e", f"webmessaging_export_path={path}", *arguments)
    assert ran.status == 0, ran.output
    assert path.stat().st_mode & 0o777 == 0o600
    return path.read_text(encoding="utf-8")


def applied(ansible: Ansible, playbook: str, *arguments: str) -> Finished:
    """A playbook with the exported variables, and what had to be supplied."""
    return play(ansible, playbook, "-e", "@wanted.yml", "-e", SUPPLIED, *arguments)


def test_what_is_exported_changes_nothing_and_is_no_drift(org: Simulator, ansible: Ansible) -> None:
    before = org.state()
    text = export(ansible)
    assert org.requests() == LISTINGS
    assert "s3cret" not in text
    for comment in ("# Twin", "# 1e3\\nx\\u2028{{ 1 }}", "# left out: routing.queue_id: 7 is not a text."):
        assert f"\n  {comment}\n" in text
    assert "# secret: cannot be read." in text
    assert "Supply the mapping webmessaging_webhook_headers with Authorization" in text
    exported = yaml.safe_load(text.replace("!unsafe ", ""))
    ids = [entry["id"] for entry in exported["webmessaging_channels"]]
    assert len(ids) == len(set(ids)) == 26
    assert ids[-4:] == ["odd-0", "odd-1", "odd-2", "odd-3"]
    assert exported["webmessaging_capabilities"]["session_limit"] == 5000

    assert export(ansible) == text
    for playbook in ("configure", "drift"):
        org.clear_journal()
        ran = applied(ansible, playbook, "--diff")
        assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
        assert len(ran.of("Configure the channels")["channels"]) == 26
        assert sorted(org.requests()) == sorted(LISTINGS)
    assert org.state() == before


def test_without_what_has_to_be_supplied_nothing_is_asked(org: Simulator, ansible: Ansible) -> None:
    export(ansible)
    org.clear_journal()
    ran = play(ansible, "configure", "-e", "@wanted.yml")
    assert (ran.status, "webmessaging_webhook_headers" in ran.output) == (2, True)
    assert org.requests() == []


def test_drift_is_every_difference_and_nothing_else(org: Simulator, ansible: Ansible) -> None:
    export(ansible)
    state = org.state()
    by_id = {channel["id"]: channel.get("configuration") for channel in state["channels"]}
    first = state["channels"][0]["id"]
    by_id[first]["webchat"]["features"] = ["file-sharing", "typing-indicators"]
    by_id[first]["routing"]["assignmentMode"] = None
    by_id["odd-0"]["k9"] = "{{ 7 * 8 }}"
    by_id["odd-0"]["nobody"] = "exported this"
    state["webhooks"][0]["enabled"] = True
    state["webhooks"][0]["httpHeaders"]["Authorization"] = "Bearer other-s3cret"
    org.reset(state)

    ran = applied(ansible, "drift")
    assert ran.status == 2, ran.output
    label, sync = f"channel 'Primary Web Messaging' ({first})", f"webhook '{{{{ \\'Sync\\' }}}} \"no\"' ({webhooks.ID})"
    all_features = '["rich-media", "typing-indicators", "file-sharing"]'
    assert ran.of("Require no difference")["msg"].splitlines()[1:] == [
        f"{sync}: enabled: true -> false",
        f'{sync}: http_headers.Authorization: "********" -> "******** (changed)"',
        f'{label}: features: ["file-sharing", "typing-indicators"] -> {all_features}',
        f'{label}: routing.assignment_mode: null -> "longest-idle"',
        'channel \'no\' (odd-0): configuration.k9: "{{ 7 * 8 }}" -> "{{ 7 * 7 }}"',
    ]
    assert "s3cret" not in ran.output + ran.errors
    assert org.requests("write") == []
    assert org.state() == state

    assert applied(ansible, "configure").status == 0
    assert applied(ansible, "drift").status == 0


def test_what_cannot_be_compared_does_not_hide_what_differs(org: Simulator, ansible: Ansible) -> None:
    wanted = {"webmessaging_channels": [{"id": "gone", "features": []}, {"id": "odd-0", "max_concurrent_sessions": 9}]}
    ran = play(ansible, "drift", "-e", json.dumps({**wanted, "webmessaging_on_error": "stop"}))
    assert ran.status == 2
    assert "no channel gone" in ran.of("Configure the channels")["msg"]
    assert ran.of("Require no difference")["msg"].splitlines()[1:] == [
        "channel 'no' (odd-0): max_concurrent_sessions: 5000 -> 9"
    ]


def test_check_mode_exports_nothing_and_a_path_is_needed(org: Simulator, ansible: Ansible) -> None:
    path = ansible.folder / "wanted.yml"
    checked = play(ansible, "export", "--check", "-e", f"webmessaging_export_path={path}")
    assert (checked.status, "changed=1" in checked.output, path.exists()) == (0, True, False)
    org.clear_journal()
    ran = play(ansible, "export")
    assert (ran.status, "webmessaging_export_path: is missing" in ran.output) == (2, True)
    assert org.requests() == []


def test_an_org_without_a_listing_of_webhooks_has_channels_all_the_same(org: Simulator, ansible: Ansible) -> None:
    org.settings(webhooks_post_only=405)
    assert "# The org serves no listing of webhooks" in export(ansible)


def test_one_of_several_webhooks_is_chosen_by_name(org: Simulator, ansible: Ansible) -> None:
    second = webhooks.stored(id="w2", name="Second")
    org.reset({"channels": [], "webhooks": [HOOK, second]})
    text = export(ansible, "-e", json.dumps({"webmessaging_webhook": {"name": "Second"}}))
    assert yaml.safe_load(text)["webmessaging_webhook"]["name"] == "Second"
    assert yaml.safe_load(text)["webmessaging_channels"] == []
    assert "webmessaging_webhook:" not in export(ansible)
    org.fault("GET", webhooks.COLLECTION, {"respond": {"status": 403, "code": "not.authorized", "message": "No."}})
    refused = play(ansible, "export", "-e", "webmessaging_export_path=x.yml")
    assert (refused.status, refused.of("Find the webhooks")["failure"]["kind"]) == (2, "permission")


def test_on_either_api_an_export_changes_nothing_until_somebody_does(
    simulator: Simulator, ansible: Ansible, api: Api
) -> None:
    simulator.reset(api.odd(26))
    before = simulator.state()
    text = export(ansible)
    assert len(yaml.safe_load(text.replace("!unsafe ", ""))["webmessaging_channels"]) > 15
    for playbook in ("configure", "drift"):
        simulator.clear_journal()
        ran = applied(ansible, playbook, "--diff")
        assert (ran.status, "changed=0" in ran.output) == (0, True), ran.output
        assert simulator.requests() == [TOKEN, *api.listing()]
    assert simulator.state() == before

    channel_id = api.ids(simulator)[0]
    api.meddle(simulator, channel_id)
    assert "co-browsing" in api.features(simulator, channel_id)
    simulator.clear_journal()
    ran = applied(ansible, "drift")
    told = ran.of("Require no difference")["msg"].splitlines()[1:]
    assert ran.status == 2
    assert all(line.startswith(f"channel 'Primary Web Messaging' ({channel_id}): ") for line in told)
    assert any("co-browsing" in line or "cobrowse" in line for line in told)
    assert simulator.requests("write") == []
    assert applied(ansible, "configure").status == 0
    assert "co-browsing" not in api.features(simulator, channel_id)
    assert applied(ansible, "drift").status == 0


def test_that_others_would_be_told_of_it_is_no_drift(simulator: Simulator, ansible: Ansible) -> None:
    """The event that stands in for a webhook on Web Deployments follows from the channel's difference."""
    simulator.reset("plain-webdeployments:2")
    wanted = {
        "webmessaging_channels": [{"name_glob": "* 0001", "features": ["rich-media"]}],
        "webmessaging_webhook": {"name": webhooks.NAME, "callback_url": simulator.inbox_url("changes")},
    }
    ran = play(ansible, "drift", "-e", json.dumps(wanted))
    told = ran.of("Require no difference")["msg"].splitlines()[1:]
    assert (ran.status, [line.partition(" ")[0] for line in told]) == (2, ["channel"])
    assert (simulator.requests("write"), simulator.inbox("changes")) == ([], [])


def test_what_the_service_failed_at_is_drift(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:2")
    wanted = {"webmessaging_channels": [{"name_glob": "* 0001", "routing": {"flow_id": None}}]}
    simulator.fault("PUT", ".*/deployments/.*", {"end_in_error": True})
    assert play(ansible, "configure", "-e", json.dumps(wanted)).status == 2
    ran = play(ansible, "drift", "-e", json.dumps(wanted))
    told = ran.of("Require no difference")["msg"].splitlines()[1:]
    assert (ran.status, [line.partition("): ")[2] for line in told]) == (2, ['deployment.status: "Error" -> "Active"'])
    assert play(ansible, "configure", "-e", json.dumps(wanted)).status == 0
    assert play(ansible, "drift", "-e", json.dumps(wanted)).status == 0


def test_a_flow_that_somebody_gives_a_channel_is_drift_and_goes(simulator: Simulator, ansible: Ansible) -> None:
    state = simulator.state("plain-webdeployments:3")
    first, second, third = state["webdeployments"]["deployments"]
    flow = second["flow"]
    del first["flow"]
    simulator.reset(state, pending_polls=0)
    export(ansible)
    assert applied(ansible, "drift").status == 0
    simulator.person("edit_deployment", first["id"], flow=flow)
    ran = applied(ansible, "drift")
    told = ran.of("Require no difference")["msg"].splitlines()[1:]
    assert (ran.status, told) == (
        2,
        [f'channel {first["name"]!r} ({first["id"]}): routing.flow_id: "{flow["id"]}" ({flow["name"]}) -> null'],
    )
    assert applied(ansible, "configure").status == 0
    assert "flow" not in simulator.deployment(first["id"])
    assert simulator.deployment(third["id"])["flow"]["id"] == flow["id"]
