# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/guides/guests.md: its commands run as they stand there."""

from __future__ import annotations

from tests.integration.ansible_process import Ansible
from tests.integration.guides import Guide, run
from tests.integration.web_deployments import FLEET
from tests.simulator.client import Simulator

GUIDE = Guide("guests.md")


def test_the_commands_run_as_they_stand_there(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(FLEET, guest_lag_ms=300)
    GUIDE.write_files(ansible)
    (first,) = [each for each in GUIDE.commands_of("Look") if each.startswith("ansible ")]
    assert '"published": true' in run(ansible, first)
    assert [each for each in simulator.requests() if "oauth" in each or "/api/" in each] == []
    shown = run(ansible, "ansible-playbook look.yml")
    assert "EU 1: version 1, Active, as pinned: True, shop.eu.example may open it: True" in shown
    (publish,) = GUIDE.commands_of("Wait until guests get a change")
    assert "failed=0" in run(ansible, publish)


def test_the_table_of_connections_counts_right() -> None:
    """The counts are those of the module's tests."""
    rows = [line.split("|") for line in GUIDE.text.splitlines() if line.startswith("| `") and line[-3] in "2345"]
    told = {row[1].strip(" `"): int(row[4]) for row in rows if len(row) == 6}
    assert told == {"none": 2, "handshake": 3, "configuration": 4, "session": 5}
