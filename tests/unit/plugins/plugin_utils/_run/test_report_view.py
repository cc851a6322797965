# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report says of a run, before it is a page."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.report_view import View, view
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.guest_rows import guest, looked
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


def test_what_guests_get_is_a_section_of_its_own() -> None:
    behind = guest("d2", version="3", differences=["version"], name=" ")
    gone = guest("d3", name=None, version=None, published=False, differences=["published"])
    seen = viewed(looked(guest("d1"), behind, gone))
    assert seen.verdict == "Guests get 1 of 3 deployments as wanted."
    assert [(row.name, row.version) for row in seen.guests] == [
        ("(blank)", "3, pinned 4"),
        ("d3", "none, pinned 4"),
        ("Site d1", "4"),
    ]
    assert seen.guest_features[0] == ("rich-media", "3 of 3")
    both = viewed(looked(guest("d1")), one("b", "updated"))
    assert both.verdict == "1 channel: 1 updated. Guests get 1 of 1 deployment as wanted."
    assert (viewed().guests, viewed(one("b", "updated")).guests) == ([], [])
