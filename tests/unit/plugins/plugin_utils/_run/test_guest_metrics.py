# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The numbers about what guests get; that parsers take their text is shown with real ones by the integration tests."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.guest_metrics import guest_families
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.guest_record import GuestRecord
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.open_metrics import guest_metrics, open_metrics
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.guest_rows import guest, looked, unseen
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import one


def test_each_deployment_has_a_series_and_what_is_not_known_has_none() -> None:
    record = GuestRecord()
    record.add(looked(guest("d1"), guest("d2", version="1", differences=["version"]), unseen("d3", name=None)))
    families = guest_families(record, 7.0)
    found: dict[str, Any] = {each.name.removeprefix("genesys_guest_"): each.samples for each in families}
    labels = [{"deployment_id": each, "name": f"Site {each}"} for each in ("d1", "d2")]
    unknown = {"deployment_id": "d3", "name": ""}
    assert found["up"] == [(labels[1], 0), (unknown, 0), (labels[0], 1)]
    assert found["version_lag"] == [(labels[1], 3), (labels[0], 0)]
    assert found["problems"] == [(labels[1], 1), (unknown, 1), (labels[0], 0)]
    assert found["feature_deployments"][0] == ({"feature": "rich-media"}, 2)
    assert found["feature_availability_ratio"][:2] == [
        ({"feature": "rich-media"}, 1.0),
        ({"feature": "typing-indicators"}, 0.0),
    ]
    assert found["last_check_timestamp_seconds"] == [({}, 7.0)]


def test_without_a_deployment_that_was_read_no_share_is_told() -> None:
    record = GuestRecord()
    record.add(looked(unseen("d1")))
    found = {each.name: each.samples for each in guest_families(record, 7.0)}
    assert found["genesys_guest_feature_availability_ratio"] == []


def test_a_run_that_did_not_look_has_no_such_family() -> None:
    run = RunRecord()
    run.add(one("1", "updated"), Place())
    assert "genesys_guest" not in open_metrics(run, 1.5)
    assert guest_metrics(run, 1.5) == "# EOF\n"
    run.add(looked(guest("d1")), Place())
    assert "genesys_guest_up{" in open_metrics(run, 1.5)
    lines = guest_metrics(run, 1.5, {"site": "eu"}).splitlines()
    assert all(line.startswith(("genesys_guest_", "# ")) for line in lines)
    assert 'genesys_guest_last_check_timestamp_seconds{playbook="",api_host="",site="eu"} 1.5' in lines
