# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``genesys.cloud.rollout``: batches, the stop at the first bad one, and what each batch asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import COLLECTION, TOKEN, page
from tests.integration.inventories import LISTING, source
from tests.simulator.client import Simulator

WISH = {"max_concurrent_sessions": 321}
SIZE = 24
BATCHES = [range(1), range(1, 3), range(3, 9), range(9, SIZE)]
"""Of the channels: one, 10%, 25%, and the rest."""


@pytest.fixture
def ids(simulator: Simulator) -> list[str]:
    simulator.reset(f"webmessaging:{SIZE}")
    return [channel["id"] for channel in simulator.channels()]


def roll_out(ansible: Ansible, *arguments: str, wish: Any = None, **variables: Any) -> Finished:
    given = {
        "webmessaging_rollout_wish": wish or WISH,
        **{f"webmessaging_{name}": value for name, value in variables.items()},
    }
    path = str(source(ansible))
    return ansible.run("ansible-playbook", "genesys.cloud.rollout", "-i", path, "-e", json.dumps(given), *arguments)


def refuse(simulator: Simulator, channel_id: str) -> None:
    answer = {"status": 400, "code": "bad.request", "message": "Not {{ today }}."}
    simulator.fault("PATCH", f"{COLLECTION}/{channel_id}", {"respond": answer}, times=None)


def changed(simulator: Simulator) -> list[int]:
    """The positions of the channels that have what was wished."""
    sessions = [channel["configuration"]["webchat"]["maxConcurrentSessions"] for channel in simulator.channels()]
    return [position for position, value in enumerate(sessions) if value == 321]


def batch_requests(ids: list[str], positions: range) -> list[str]:
    """Few channels are read one by one, more by the listing; the writes in any order, so all are sorted."""
    chosen = [ids[position] for position in positions]
    reads = [f"GET {COLLECTION}/{each}" for each in chosen] if len(chosen) <= 5 else [page(1)]
    return sorted([*reads, *(f"PATCH {COLLECTION}/{each}" for each in chosen)])


def assert_requests(simulator: Simulator, ids: list[str], batches: list[range]) -> None:
    """The listing for the inventory, then the batches one after the other."""
    requests = simulator.requests()
    assert requests[:2] == LISTING
    at = 2
    for batch in batches:
        wanted = batch_requests(ids, batch)
        assert sorted(requests[at : at + len(wanted)]) == wanted
        at += len(wanted)
    assert requests[at:] == []


def test_every_batch_is_one_task(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    ran = roll_out(ansible)
    assert ran.status == 0, ran.output
    assert changed(simulator) == list(range(SIZE))
    assert_requests(simulator, ids, BATCHES)

    simulator.clear_journal()
    again = roll_out(ansible)
    assert again.status == 0, again.output
    assert simulator.requests("write") == []
    assert "changed=1" not in again.output


def test_check_mode_goes_through_all_batches_and_writes_nothing(
    simulator: Simulator, ansible: Ansible, ids: list[str]
) -> None:
    before = simulator.state()
    ran = roll_out(ansible, "--check", "--diff")
    assert ran.status == 0, ran.output
    assert ran.output.count('+  "max_concurrent_sessions": 321') + ran.output.count(
        '+    "max_concurrent_sessions": 321'
    ) == len(ids)
    assert simulator.requests("write") == []
    assert simulator.state() == before


@pytest.mark.parametrize(("bad", "batch"), [(0, 0), (5, 2)])
def test_the_first_bad_batch_is_the_last(
    simulator: Simulator, ansible: Ansible, ids: list[str], bad: int, batch: int
) -> None:
    """Earlier batches are done, the others of the bad one as well, later ones are not touched."""
    refuse(simulator, ids[bad])
    ran = roll_out(ansible)
    assert ran.status == 2, ran.output
    reached = range(BATCHES[batch].stop)
    assert changed(simulator) == [position for position in reached if position != bad]
    assert_requests(simulator, ids, BATCHES[: batch + 1])
    (failed,) = [each.result for each in ran.results if each.status == "failed"]
    assert ": rejected, 400, bad.request, Not {{ today }}., " in failed["msg"]

    simulator.clear_faults()
    simulator.clear_journal()
    assert roll_out(ansible).status == 0
    left = [bad, *range(reached.stop, SIZE)]
    assert sorted(simulator.requests("write")) == sorted(f"PATCH {COLLECTION}/{ids[each]}" for each in left)


def test_so_much_of_a_batch_may_fail(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    refuse(simulator, ids[10])
    ran = roll_out(ansible, rollout_serial=[1, 20, "100%"], rollout_max_fail_percentage=5)
    assert ran.status == 2, ran.output
    assert changed(simulator) == [position for position in range(SIZE) if position != 10]
    refuse(simulator, ids[11])
    again = {"max_concurrent_sessions": 322}
    ran = roll_out(ansible, wish=again, rollout_serial=[1, 20, "100%"], rollout_max_fail_percentage=5)
    assert ran.status == 2, ran.output
    assert changed(simulator) == list(range(11, 12)) + list(range(21, SIZE))


def test_a_wish_that_is_refused_ends_at_the_canary(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    ran = roll_out(ansible, wish={"max_concurrent_sessions": 5000})
    assert ran.status == 2, ran.output
    assert "5000 is out of range. Give a whole number from 1 to 2000." in ran.output
    assert simulator.requests() == LISTING


def test_without_a_wish_nothing_is_asked(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    ran = ansible.run("ansible-playbook", "genesys.cloud.rollout", "-i", str(source(ansible)))
    (failed,) = [each.result for each in ran.results if each.status == "failed"]
    assert ran.status == 2
    assert failed["msg"] == "webmessaging_rollout_wish: is missing or empty; say what the channels shall be."
    assert simulator.requests() == LISTING


def test_a_token_that_fails_ends_at_the_canary(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    answer = {"status": 401, "body": {"error": "invalid_client", "error_description": "No such client."}}
    simulator.fault("POST", "/oauth/token", {"respond": answer}, skip=1, times=None)
    ansible.environment["GENESYS_TOKEN_CACHE"] = "none"
    ran = roll_out(ansible)
    assert (ran.status, "authentication, 401, invalid_client, No such client." in ran.output) == (2, True)
    assert simulator.requests() == [*LISTING, TOKEN]


def test_an_inventory_that_fails_is_no_success(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """Ansible itself would skip a play without hosts, and end well."""
    ansible.environment["GENESYS_CLIENT_ID"] = "wrong"
    ran = roll_out(ansible)
    assert (ran.status, "The inventory has no Web Messaging channels." in ran.output) == (2, True)
    assert simulator.requests() == [TOKEN]


def test_limit_and_pattern_narrow_it(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    ran = roll_out(ansible, "--limit", "webmessaging[1:3]", rollout_serial=2)
    assert ran.status == 0, ran.output
    assert_requests(simulator, ids, [range(1, 3), range(3, 4)])
    assert roll_out(ansible, rollout_hosts=f"{ids[8]},{ids[9]}").status == 0
    assert changed(simulator) == [1, 2, 3, 8, 9]


def test_what_verification_finds_counts(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    check = {"name": "Look", "ansible.builtin.assert": {"that": f"webmessaging_id != '{ids[3]}'"}}
    verify = ansible.folder / "verify.yml"
    verify.write_text(json.dumps([check]))
    ran = roll_out(ansible, rollout_verify=str(verify))
    assert ran.status == 2, ran.output
    assert changed(simulator) == list(range(9))


def test_other_options_reach_the_tasks(simulator: Simulator, ansible: Ansible, ids: list[str]) -> None:
    """Client options from a variable, since the tasks do not see those of the inventory source."""
    client_id, client_secret = (ansible.environment.pop(f"GENESYS_CLIENT_{name}") for name in ("ID", "SECRET"))
    credentials = {"client_id": client_id, "client_secret": client_secret}
    path, log = str(source(ansible, **credentials)), ansible.folder / "audit.jsonl"
    given = {
        "webmessaging_rollout_wish": WISH,
        "webmessaging_rollout_serial": 12,
        "webmessaging_client": credentials,
        "webmessaging_audit_log": str(log),
        "webmessaging_workers": 2,
        "webmessaging_token_pool_size": 1,
    }
    ran = ansible.run("ansible-playbook", "genesys.cloud.rollout", "-i", path, "-e", json.dumps(given), "-vvv")
    assert ran.status == 0, ran.output
    assert_requests(simulator, ids, [range(12), range(12, SIZE)])
    logged = [entry for entry in map(json.loads, log.read_text().splitlines()) if entry["outcome"] != "begun"]
    assert sorted(entry["resource_id"] for entry in logged) == sorted(ids)
    assert {entry["outcome"] for entry in logged} == {"updated"}


def test_a_canary_that_the_service_failed_at_stays_the_last(simulator: Simulator, ansible: Ansible) -> None:
    """Repeated, the roll-out does not take the failed deployment for done and go on to the next batch."""
    simulator.reset("plain-webdeployments:6")
    simulator.fault("PUT", ".*/deployments/.*", {"end_in_error": True}, times=None)
    for _run in range(2):
        assert roll_out(ansible, wish={"routing": {"flow_id": None}}).status == 2
        assert [each["status"] for each in simulator.deployments()].count("Error") == 1
