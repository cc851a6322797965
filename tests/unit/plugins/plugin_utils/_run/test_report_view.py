# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report says of a run, before it is a page."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.report_view import View, view
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import one

SAME = {"before": {"features": ["b", "c"]}, "after": {"features": ["b", "c"]}}


def viewed(*results: dict[str, Any]) -> View:
    run = RunRecord()
    for result in results:
        run.add(result, Place())
    return view(run)


def test_a_run_without_results_says_so() -> None:
    assert viewed().verdict == "No channel was worked on."
    assert (viewed().rows, viewed().changes, viewed().latency) == ([], [], None)


def test_channels_are_in_the_order_of_their_names_and_counted_by_outcome() -> None:
    seen = viewed(one("b", "updated"), one("a", "unchanged", diff=SAME))
    assert [row.name for row in seen.rows] == ["Channel a", "Channel b"]
    assert [row.is_changed for row in seen.rows] == [False, True]
    assert seen.verdict == "2 channels: 1 updated, 1 unchanged."
    assert seen.outcomes == ["unchanged", "updated"]
    assert [change.name for change in seen.changes] == ["Channel b"]
    assert ("Requests", "4") in seen.figures


def test_refusals_and_failures_are_apart_and_say_what_to_do() -> None:
    refused = {"kind": "rejected", "message": "no such feature"}
    failed = {"kind": "network", "message": "no route"}
    seen = viewed(
        one("a", "failed", failed=True, msg="no such feature", failure=refused),
        one("b", "failed", failed=True, msg="no route", failure=failed),
    )
    assert [(each.reasons, each.is_refusal) for each in seen.refused] == [(["no such feature"], True)]
    assert [(each.reasons, each.is_refusal) for each in seen.failed] == [(["no route"], False)]
    assert "network" in seen.failed[0].advice
