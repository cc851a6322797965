# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``genesys.cloud.rollout``: what makes a batch bad, and the way back from it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import COLLECTION
from tests.integration.guests import FILES, files_of
from tests.integration.inventories import LISTING
from tests.integration.test_rollout import changed, refuse, roll_out
from tests.integration.web_deployments import BASE, DEPLOYMENTS, writes
from tests.simulator.client import Simulator

SIZE = 20
SERIAL = [1, 4, 5, 10]
THIRD = range(5, 10)
WISH = {"disable_features": ["typing-indicators"]}
REPORT = "Report the outcome of the channel"


@pytest.fixture
def ids(simulator: Simulator) -> list[str]:
    """The deployments of an org, all Active and pinned to version 1."""
    simulator.reset(f"plain-webdeployments:{SIZE}")
    return [each["id"] for each in simulator.deployments()]


@pytest.fixture
def channels(simulator: Simulator) -> list[str]:
    """The channels of an org with the Communications contract."""
    simulator.reset(f"webmessaging:{SIZE}")
    return [each["id"] for each in simulator.channels()]


def careful(ansible: Ansible, *arguments: str, wish: Any = None, **variables: Any) -> Finished:
    """Roll out with the way back, in four batches."""
    given = {"rollout_back": True, "rollout_serial": SERIAL, **variables}
    return roll_out(ansible, *arguments, wish=wish or WISH, **given)


def pins(simulator: Simulator) -> list[str]:
    return [each["configuration"]["version"] for each in simulator.deployments()]


def written(simulator: Simulator) -> set[str]:
    """The deployments that were written."""
    return {each.rpartition("/")[2] for each in writes(simulator) if each.startswith(f"PUT {BASE}/deployments/")}


def failures(ran: Finished) -> list[str]:
    return sorted(each.result["msg"] for each in ran.results if each.status == "failed" and each.task == REPORT)


def said(ran: Finished) -> Any:
    """What is said about the way back, by name: of those that went it, and of the others."""
    (found,) = [each.result for each in ran.results if (each.task, each.status) == ("Say what was taken back", "ok")]
    return found["msg"]


def audited(ansible: Ansible) -> None:
    """Let the run write an audit log and a report."""
    ansible.environment["ANSIBLE_CALLBACKS_ENABLED"] += ",genesys.cloud.audit"
    ansible.environment["GENESYS_AUDIT_LOG"] = str(ansible.folder / "run.jsonl")
    ansible.environment["GENESYS_REPORT_FILE"] = str(ansible.folder / "report.html")


def endings(ansible: Ansible, name: str = "run.jsonl") -> dict[str, list[str]]:
    """The outcomes of each channel, in the order of an audit log."""
    found: dict[str, list[str]] = {}
    for line in (ansible.folder / name).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["outcome"] != "begun":
            found.setdefault(entry["resource_id"], []).append(entry["outcome"])
    return found


def test_a_batch_that_guests_never_get_goes_back(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """The batches before it stay, those after it are not touched."""
    audited(ansible)
    simulator.fault("GET", f"{FILES}/{ids[7]}/config.json", {"stale": True}, times=None)
    log = str(ansible.folder / "own.jsonl")
    ran = careful(ansible, rollout_as_guest=True, rollout_guest_timeout=2, audit_log=log)
    assert ran.status == 2, ran.output
    assert pins(simulator) == ["2"] * 5 + ["1"] * 15
    assert {each["status"] for each in simulator.deployments()} == {"Active"}
    assert written(simulator) == set(ids[:10])
    wanted = {each: ["updated"] if index < 5 else ["updated", "rolled_back"] for index, each in enumerate(ids[:10])}
    assert (endings(ansible), endings(ansible, "own.jsonl")) == (wanted, wanted)

    names = [each["name"] for each in simulator.deployments()]
    told = failures(ran)
    assert len(told) == 5
    assert [each for each in told if "its batch is bad. It was taken back." in each] == [
        f"{names[index]}: its batch is bad. It was taken back." for index in (5, 6, 8, 9)
    ]
    assert f"{names[7]}: unavailable, " in told[2]
    assert told[2].endswith(" It was taken back.")
    assert said(ran) == [
        f"Taken back: {', '.join(names[5:10])}.",
        "Not taken back: nothing.",
    ]
    assert "channels  5 updated, 5 rolled_back, 0 unchanged, 0 failed" in ran.errors
    page = (ansible.folder / "report.html").read_text(encoding="utf-8")
    assert "10 channels: 5 updated, 5 taken back." in page
    assert "channel taken back, version 2 to 1, " in page


def test_guests_are_waited_for(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """A batch that they get late is good; repeated, it is looked at again."""
    simulator.settings(guest_lag_reads=1)
    assert careful(ansible, rollout_as_guest=True, rollout_serial=[SIZE]).status == 0
    assert pins(simulator) == ["2"] * SIZE
    simulator.clear_journal()
    assert careful(ansible, rollout_as_guest=True, rollout_serial=[SIZE]).status == 0
    requests = simulator.requests()
    assert requests[:4] == [*LISTING, DEPLOYMENTS, DEPLOYMENTS]
    assert sorted(requests[4:]) == sorted(files_of(*ids))


def test_without_the_way_back_the_bad_batch_stays(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    simulator.fault("GET", f"{FILES}/{ids[7]}/config.json", {"stale": True}, times=None)
    ran = careful(ansible, rollout_as_guest=True, rollout_guest_timeout=2, rollout_back=False)
    assert ran.status == 2, ran.output
    assert pins(simulator) == ["2"] * 10 + ["1"] * 10
    (told,) = failures(ran)
    assert "unavailable, " in told
    assert "taken back" not in told


def test_a_verification_that_fails_makes_the_batch_bad(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """What it says is told as it is, and nothing in it is a template."""
    message = "No {{ 'a' + 'nswer' }}"
    verify = ansible.folder / "verify.yml"
    verify.write_text(
        "- name: Chat\n"
        "  ansible.builtin.assert:\n"
        f"    that: webmessaging_id != '{ids[6]}'\n"
        '    fail_msg: "{{ said }}"\n'
        f"  vars: {{said: !unsafe {json.dumps(message)}}}\n"
    )
    ran = careful(ansible, rollout_verify=str(verify))
    assert ran.status == 2, ran.output
    assert pins(simulator) == ["2"] * 5 + ["1"] * 15
    assert [each for each in failures(ran) if "batch is bad" not in each] == [
        f"Web Messaging 0007: Chat: {message} It was taken back."
    ]


def test_so_much_of_a_batch_may_fail_and_nothing_goes_back(
    simulator: Simulator, ansible: Ansible, channels: list[str]
) -> None:
    refuse(simulator, channels[6])
    ran = careful(ansible, wish={"max_concurrent_sessions": 321}, rollout_max_fail_percentage=20)
    assert ran.status == 2, ran.output
    assert changed(simulator) == [position for position in range(SIZE) if position != 6]
    assert "Take back" not in {each.task for each in ran.results if each.status == "ok"}
    simulator.clear_faults()
    for position in (7, 8):
        refuse(simulator, channels[position])
    ran = careful(ansible, wish={"max_concurrent_sessions": 322}, rollout_max_fail_percentage=20)
    assert ran.status == 2, ran.output
    assert changed(simulator) == [position for position in range(5, SIZE) if position != 6]


def test_a_refused_patch_takes_its_batch_back(simulator: Simulator, ansible: Ansible, channels: list[str]) -> None:
    """Also where the way back of one channel is refused: that is said, and the others go back."""
    audited(ansible)
    before = [each["configuration"] for each in simulator.channels()]
    refuse(simulator, channels[7])
    answer = {"status": 400, "code": "bad.request", "message": "Not back."}
    simulator.fault("PATCH", f"{COLLECTION}/{channels[8]}", {"respond": answer}, skip=1, times=None)
    ran = careful(ansible, wish={"max_concurrent_sessions": 321, "routing": {"assignment_mode": None}})
    assert ran.status == 2, ran.output
    assert changed(simulator) == [*range(5), 8]
    after = [each["configuration"] for each in simulator.channels()]
    assert [after[index] == before[index] for index in range(SIZE)] == [False] * 5 + [True] * 3 + [False] + [True] * 11
    patched = [each.rpartition("/")[2] for each in writes(simulator)]
    assert set(patched) == set(channels[:10])
    kinds = {each: ["updated", "rolled_back"] for each in channels[5:10]}
    kinds |= {channels[7]: ["failed"], channels[8]: ["updated", "failed"]}
    assert endings(ansible) == {**{each: ["updated"] for each in channels[:5]}, **kinds}
    told = dict(each.split(": ", 1) for each in failures(ran))
    names = [each["name"] for each in simulator.channels()]
    assert told.keys() == set(names[5:10])
    assert told[names[7]].startswith("rejected, 400, bad.request, Not {{ today }}., ")
    assert "take" not in told[names[7]]
    assert told[names[8]] == "its batch is bad. It was not taken back: Not back."
    assert said(ran) == [
        f"Taken back: {', '.join(names[index] for index in (5, 6, 9))}.",
        f"Not taken back: {names[8]}.",
    ]
    assert "channels  5 updated, 3 rolled_back, 0 unchanged, 2 refused, 0 failed" in ran.errors

    simulator.clear_faults()
    simulator.clear_journal()
    assert careful(ansible, wish={"max_concurrent_sessions": 321, "routing": {"assignment_mode": None}}).status == 0
    assert changed(simulator) == list(range(SIZE))


def test_what_somebody_else_pinned_meanwhile_stays(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    theirs = simulator.deployments()[1]["configuration"]
    act = {"act": "edit_deployment", "id": ids[6], "configuration": theirs, "settled": True}
    simulator.fault("GET", f"{FILES}/{ids[7]}/config.json", {"stale": True}, times=None)
    simulator.fault("GET", f"{FILES}/{ids[6]}/config.json", {"person": act})
    ran = careful(ansible, rollout_as_guest=True, rollout_guest_timeout=2)
    assert ran.status == 2, ran.output
    assert pins(simulator) == ["2"] * 5 + ["1"] * 15
    assert simulator.deployment(ids[6])["configuration"]["id"] == theirs["id"]
    (told,) = [each for each in failures(ran) if "Web Messaging 0007" in each]
    assert "It was not taken back: it is now pinned to version 1 of " in told


def test_a_token_that_fails_on_the_way_back_is_told(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """Nothing goes back then, and every channel of the batch says so."""
    ansible.environment["GENESYS_TOKEN_CACHE"] = "none"
    answer = {"status": 401, "body": {"error": "invalid_client", "error_description": "No such client."}}
    simulator.fault("POST", "/oauth/token", {"respond": answer}, skip=2, times=None)
    verify = ansible.folder / "verify.yml"
    verify.write_text(json.dumps([{"name": "Chat", "ansible.builtin.fail": {"msg": "No."}}]))
    ran = careful(ansible, rollout_verify=str(verify), rollout_serial=[2, SIZE])
    assert ran.status == 2, ran.output
    assert pins(simulator) == ["2"] * 2 + ["1"] * 18
    for told in failures(ran):
        assert "Chat: No. It was not taken back: " in told
        assert "No such client." in told


def test_check_mode_takes_nothing_back(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    before = simulator.state()
    verify = ansible.folder / "verify.yml"
    verify.write_text(json.dumps([{"name": "Chat", "ansible.builtin.fail": {"msg": "No."}}]))
    ran = careful(ansible, "--check", rollout_as_guest=True, rollout_verify=str(verify))
    assert ran.status == 2, ran.output
    assert (simulator.state(), writes(simulator)) == (before, [])
    assert not [each for each in simulator.requests() if FILES in each]


def test_only_web_deployments_tell_what_guests_get(simulator: Simulator, ansible: Ansible, channels: list[str]) -> None:
    ran = careful(ansible, wish={"max_concurrent_sessions": 321}, rollout_as_guest=True)
    assert ran.status == 2
    assert "webmessaging_rollout_as_guest: only an org with Web Deployments can tell what guests get." in ran.output
    assert simulator.requests() == LISTING


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("wish", [WISH, {"routing": {"flow_id": None}}], ids=["content", "flow"])
def test_a_canary_that_ends_in_error_stays_the_last(
    simulator: Simulator, ansible: Ansible, ids: list[str], wish: dict[str, Any], back: bool
) -> None:
    """Repeated, the roll-out touches nothing else; once the service takes it, it goes on."""
    simulator.fault("PUT", f"{BASE}/deployments/{ids[0]}", {"end_in_error": True}, times=None)
    for _run in range(3):
        simulator.clear_journal()
        assert careful(ansible, wish=wish, rollout_back=back).status == 2
        assert written(simulator) == {ids[0]}
        assert [each["status"] for each in simulator.deployments()] == ["Error", *["Active"] * 19]
    simulator.clear_faults()
    assert careful(ansible, wish=wish, rollout_back=back).status == 0
    assert {each["status"] for each in simulator.deployments()} == {"Active"}


def test_a_canary_that_stays_pending_is_never_good(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """Repeated, the roll-out waits for it, and writes nothing before it is done."""
    simulator.settings(pending_ms=3_600_000)
    ansible.environment["GENESYS_DEADLINE"] = "2"
    assert careful(ansible, rollout_back=False, wish={"routing": {"flow_id": None}}).status == 2
    assert written(simulator) == {ids[0]}
    simulator.clear_journal()
    ran = careful(ansible, rollout_back=False, wish={"routing": {"flow_id": None}})
    assert (ran.status, writes(simulator)) == (2, [])
    assert "is still Pending after 2 s" in failures(ran)[0]
