# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The numbers' text; that parsers take it is shown with real ones by the integration tests."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import GenesysError
from ansible_collections.genesys.cloud.plugins.module_utils._core.outcomes import KINDS
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.open_metrics import open_metrics
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import one


def test_it_is_all_gauges_and_ends_as_it_must() -> None:
    run = RunRecord(playbook='odd "name"\\\n.yml')
    run.add(one("1", "updated"), Place())
    lines = open_metrics(run, 1.5, {"site": "eu"}).split("\n")
    assert lines[-2:] == ["# EOF", ""]
    assert {line.split()[3] for line in lines if line.startswith("# TYPE")} == {"gauge"}
    labels = 'playbook="odd \\"name\\"\\\\\\n.yml",api_host="",site="eu"'
    assert f"genesys_webmessaging_run_end_timestamp_seconds{{{labels}}} 1.5" in lines


def test_every_kind_of_failure_has_its_series() -> None:
    def below(kind: type[GenesysError]) -> list[str]:
        return [kind.kind, *(found for each in kind.__subclasses__() for found in below(each))]

    assert set(KINDS) == set(below(GenesysError))
