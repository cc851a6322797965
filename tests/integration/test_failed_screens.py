# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody at a terminal sees of a failure: what went wrong, once, and where; the rest is where reports look."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.simulator.client import Simulator

MOST_LINES, MOST_BYTES = 30, 4096
ON = {"enable_features": ["co-browsing"]}
REFUSED = {"respond": {"status": 400, "code": "bad.request", "message": "No."}}
UNKNOWN = "00000000-0000-4000-8000-0000000000ff"


def played(ansible: Ansible, channels: list[dict[str, Any]]) -> str:
    """What a play of that fleet shows."""
    ran = ansible.playbook([{"genesys.cloud.webmessaging_channels": {"channels": channels}}])
    assert ran.status == 2, ran.output
    assert ran.output.count("\n") <= MOST_LINES, ran.output
    assert len(ran.output.encode()) <= MOST_BYTES, ran.output
    return ran.output


@pytest.fixture(params=["plain-webdeployments:200", "webmessaging:200"])
def fleet(simulator: Simulator, request: pytest.FixtureRequest) -> list[str]:
    """The ids of 200 channels, on each API."""
    simulator.reset(request.param)
    there = simulator.deployments() if "deployments" in request.param else simulator.channels()
    return [each["id"] for each in there]


def test_200_channels_that_fail_for_one_reason(ansible: Ansible, simulator: Simulator, fleet: list[str]) -> None:
    for method in ("PUT", "PATCH"):
        simulator.fault(method, ".*", REFUSED, times=None)
    output = played(ansible, [{"id": each, **ON} for each in fleet])
    assert "200 of 200 channels failed: 200 (" in output
    assert "and 197 more): " in output


def test_one_wrong_id_among_200(ansible: Ansible, fleet: list[str]) -> None:
    output = played(ansible, [{"id": each, **ON} for each in [*fleet[1:], UNKNOWN]])
    assert "1 of 200 channels failed, 199 updated: " in output
    assert '"changed": true' in output


def test_one_slip_of_the_pen_in_200_entries(ansible: Ansible, fleet: list[str]) -> None:
    output = played(ansible, [{"id": each, "enable_features": ["co-brwosing"]} for each in fleet])
    assert "channels[0, 1, 2 and 197 more].enable_features: 'co-brwosing' is not a known feature." in output
    assert output.count("Did you mean") <= 2  # Ansible's own line, and the result's


def test_all_of_a_failed_result_is_there_for_a_playbook(ansible: Ansible, fleet: list[str]) -> None:
    options = {"channels": [{"id": each, **ON} for each in [*fleet[1:], UNKNOWN]]}
    task = {"genesys.cloud.webmessaging_channels": options, "register": "told"}

    def looks(at: str) -> dict[str, Any]:
        conditions = [
            f"{at}.channels | length == 200",
            f"{at}.channels[199].failure.message is search('{UNKNOWN}')",
            f"{at}.audit | length == 200",
        ]
        return {"ansible.builtin.assert": {"that": conditions}}

    differences = {"ansible.builtin.assert": {"that": "[told] | genesys.cloud.webmessaging_differences | length > 198"}}
    shown = {"ansible.builtin.assert": {"that": ["told.channels | length == 1", "told.failure.kind == 'not_found'"]}}
    ran = ansible.playbook(
        [
            {**task, "failed_when": False},
            looks("told"),
            differences,
            {"block": [task], "rescue": [looks("ansible_failed_result.invocation.result"), shown]},
        ]
    )
    assert ran.status == 0, ran.output


def test_a_failed_role_says_what_went_wrong(ansible: Ansible, fleet: list[str]) -> None:
    entries = [{"id": each, **ON} for each in [*fleet[1:], UNKNOWN]]
    role = {"ansible.builtin.include_role": {"name": "genesys.cloud.webmessaging"}}
    variables = {"webmessaging_channels": entries, "webmessaging_report": "report.html"}
    ran = ansible.playbook([role], variables=variables)
    assert ran.status == 2, ran.output
    assert ran.output.count("1 of 200 channels failed, 199 updated: ") <= 2
    assert len(ran.output.encode()) <= 2 * MOST_BYTES, ran.output
    assert UNKNOWN in (ansible.folder / "report.html").read_text(encoding="utf-8")
