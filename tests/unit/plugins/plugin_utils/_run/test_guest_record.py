# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is kept of a run that looked at deployments as guests do."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.guest_record import GuestRecord
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_table import table
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.guest_rows import guest, looked, unseen
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import one

BAD = {"published": False, "status": None, "features": [], "differences": ["published"]}


def test_the_last_look_at_a_deployment_counts() -> None:
    record = GuestRecord()
    assert (record.is_empty, record.verdict()) == (True, "")
    record.add(looked(guest("d1", **BAD), guest("d2")))
    assert record.verdict() == "Guests get 1 of 2 deployments as wanted."
    record.add(looked(guest("d1")))
    assert [each.problems for each in record.findings()] == [[], []]


def test_features_are_counted_of_what_was_read() -> None:
    record = GuestRecord()
    record.add(looked(guest("d1", features=["rich-media", "new"]), guest("d2", **BAD), unseen("d3")))
    found = record.availability()
    assert found["rich-media"] == {"total": 2, "available": 1, "percent": 50.0}
    assert found["new"]["available"] == 1
    assert found["co-browsing"] == {"total": 2, "available": 0, "percent": 0.0}


@pytest.mark.parametrize("odd", [None, 1, [1, {}, {"deployment_id": 5}], {"deployment_id": "d1"}])
def test_other_results_have_no_rows(odd: Any) -> None:
    record = GuestRecord()
    record.add({"guests": odd})
    assert record.is_empty


def test_a_run_keeps_rows_of_failed_tasks_and_loops_without_their_content() -> None:
    run = RunRecord()
    failure = {"kind": "network", "message": "no route"}
    failed = {**looked(unseen("d1")), "failed": True, "failure": failure}
    shown = {"failed": True, "failure": {"kind": "network"}, "invocation": {"result": failed}}
    run.add(shown, Place())
    run.add({"results": [looked(guest("d2")), looked(guest("d3"))]}, Place())
    assert [each.deployment_id for each in run.guests.findings()] == ["d1", "d2", "d3"]
    assert "en-us" not in str(run.guests)
    assert [each.failure for each in run.failures] == [failure]


def test_the_table_of_a_run_has_a_line_on_guests_only_if_it_looked() -> None:
    run = RunRecord()
    run.add(one("1", "updated"), Place())
    assert not any(line.startswith("guests") for line in table(run))
    run.add(looked(guest("d1"), guest("d2", **BAD)), Place())
    assert "guests    1 of 2 deployments as wanted" in table(run)
