# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a record makes of results: each operation once, each object by its last outcome."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.tests.unit.json_values import values as json_values
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import entry, metrics, one, row

REJECTED = {"kind": "rejected", "status": 400, "message": "no"}


def recorded(*results: Any) -> RunRecord:
    run = RunRecord()
    for result in results:
        run.add(result, Place(task="task", host="host"))
    return run


def outcomes(run: RunRecord, resource: str = "channel") -> dict[str, int]:
    return {outcome: count for outcome, count in run.outcomes(resource).items() if count}


def test_a_result_counts_once_however_often_it_comes() -> None:
    result = one("1", "updated")
    loop = {"results": [result, one("2", "updated"), {"skipped": True}]}
    run = RunRecord()
    assert [len(run.add(each, Place())) for each in (result, result, loop, loop)] == [1, 0, 1, 0]
    assert (len(run.operations), run.tasks, run.traffic.total) == (2, 2, 4)


def test_a_job_without_operations_counts_once_too() -> None:
    job = {"audit": [], "metrics": metrics(read=3), "ansible_job_id": "j1"}
    assert recorded(job, job).traffic.requests["read"] == 3


def test_a_channel_counts_by_what_was_last_done_to_it() -> None:
    failed = one("2", "failed", failure={"kind": "network"})
    run = recorded(one("1", "updated"), one("1", "unchanged"), failed, one("2", "updated"), one("3", "unchanged"))
    assert outcomes(run) == {"updated": 2, "unchanged": 1}
    assert len(run.failures) == 1


def test_what_the_server_or_we_would_not_have_is_refused() -> None:
    by_us = one("1", "rejected", failure={"kind": "validation"})
    run = recorded(by_us, one("2", "failed", failure=REJECTED), one("3", "failed", failure={"kind": "conflict"}))
    assert outcomes(run) == {"refused": 2, "failed": 1}


def test_the_rows_of_a_fleet_meet_their_entries_and_the_rest_is_skipped() -> None:
    rows = [row("1", "updated"), row("2", "failed", failure=REJECTED), row("3", "skipped"), row("4", "unchanged")]
    audit = [entry("4", "unchanged"), entry("2", "failed"), entry("1", "updated")]
    run = recorded({"channels": rows, "audit": audit, "metrics": metrics(read=1)})
    assert outcomes(run) == {"updated": 1, "refused": 1, "skipped": 1, "unchanged": 1}
    assert [(each.id, each.failure) for each in run.failures] == [("2", REJECTED)]
    assert {name: state.outcome for name, state in run.channels.items()} == {
        "1": "updated",
        "2": "refused",
        "3": "skipped",
        "4": "unchanged",
    }


def test_rows_of_two_kinds_meet_the_entries_of_their_kind() -> None:
    """A configuration and a deployment can have one name, and neither has an id yet in check mode."""
    found = {
        kind: {"id": None, "name": "EU", "outcome": "checked", "diff": {"before": {}, "after": {"is": kind}}}
        for kind in ("configuration", "deployment")
    }
    skipped = {"id": "d9", "name": "Behind 9", "outcome": "skipped", "diff": {"before": {}, "after": {}}}
    audit = [entry(None, "checked", resource=kind, resource_name="EU") for kind in ("deployment", "configuration")]
    rows = {"configurations": [found["configuration"]], "deployments": [found["deployment"], skipped]}
    run = recorded({**rows, "audit": audit, "metrics": metrics(read=3)})
    assert [(each.entry["resource"], each.after) for each in run.operations] == [
        ("deployment", {"is": "deployment"}),
        ("configuration", {"is": "configuration"}),
    ]
    assert outcomes(run, "configuration") == {"checked": 1}
    assert outcomes(run, "deployment") == {"checked": 1, "skipped": 1}
    assert outcomes(run) == {}
    assert run.channels == {}


def test_features_are_those_before_the_first_and_after_the_last_operation() -> None:
    again = one("1", "updated")
    again["channel"]["features"] = ["d"]
    again["diff"] = {"before": {"features": ["b", "c"]}, "after": {"features": ["d"]}}
    state = recorded(one("1", "updated"), again).channels["1"]
    assert (state.features_before, state.features) == (["a", "b"], ["d"])


def test_a_task_that_failed_before_any_operation_is_a_failure_of_the_task() -> None:
    result = {"audit": [], "metrics": metrics(token=1), "failure": {"kind": "authentication", "message": "no"}}
    (failure,) = recorded(result).failures
    assert (failure.resource, failure.outcome, failure.place.task) == ("", "failed", "task")


def test_what_never_began_and_the_playbook_takes_for_none_is_no_failure() -> None:
    never = {"audit": [], "metrics": metrics(read=2), "failure": REJECTED, "failed": False}
    assert recorded({**never, "failed_when_result": False}).failures == []
    for result in (
        {**never, "failed": True},
        {**never, "failed": True, "failed_when_result": True},
        one("1", "failed", failure=REJECTED, failed_when_result=False),
    ):
        assert len(recorded(result).failures) == 1


def test_channels_that_were_read_are_seen_and_not_counted() -> None:
    found = {"audit": [], "metrics": metrics(read=1), "channels": [{"id": "1", "name": "One", "features": ["x"]}]}
    run = recorded(found, one("1", "updated"))
    assert recorded(found).channels["1"].outcome == "read"
    assert outcomes(recorded(found)) == {}
    assert run.channels["1"].outcome == "updated"
    assert run.features()[-2:] == ["b", "c"] or "x" in run.features()


def test_lines_of_tasks_that_gave_no_result_count_and_what_was_only_begun_is_unknown() -> None:
    run = recorded(one("1", "updated"))
    (known,) = run.operations
    place = Place(task="interrupted")
    begun, ended = entry("2", "begun", attempts=0), entry("3", "updated", attempts=2)
    taken = [run.add_line(line, place) for line in (known.entry, begun, ended, ended)]
    assert [len(each) for each in taken] == [0, 1, 1, 0]
    assert taken[1][0] == {**begun, "outcome": "unknown"}
    assert outcomes(run) == {"updated": 2, "unknown": 1}
    assert run.traffic.requests["write"] == 1 + 2
    assert [(failure.id, failure.outcome, failure.failure["kind"]) for failure in run.failures] == [
        ("2", "unknown", "interrupted")
    ]


@pytest.mark.parametrize("line", [None, 5, [], {}, {"audit_id": 5}, {"audit_id": "x", "attempts": "many"}])
def test_a_line_without_sense_is_taken_or_left(line: Any) -> None:
    run = RunRecord()
    run.add_line(line, Place())
    assert outcomes(run, "None") in ({}, {"failed": 1})


def test_what_another_has_written_down_is_left_out() -> None:
    run, line = RunRecord(), entry("1", "begun")
    run.leave_out({line["audit_id"]})
    assert run.add_line(line, Place()) == []
    assert run.is_empty


@given(st.lists(json_values(), max_size=4))
def test_whatever_comes_is_taken_or_left(values: list[Any]) -> None:
    run = recorded(*values, *({"audit": [value], "metrics": {"requests": value}} for value in values))
    run.latency_ms()
    run.availability()
