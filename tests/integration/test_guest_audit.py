# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the callback ``genesys.cloud.audit`` makes of a run that looked at deployments as guests do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.audited_runs import AuditedRun
from tests.integration.test_audit_callback import samples
from tests.integration.web_deployments import BASE
from tests.simulator.client import Simulator

LOOK = "genesys.cloud.webmessaging_guest_info"


@pytest.fixture
def run(simulator: Simulator, ansible: Ansible) -> AuditedRun:
    """Three deployments; nothing is published of the second one, and the third one cannot be read."""
    simulator.reset("plain-webdeployments:3", pending_polls=0)
    _first, second, third = (each["id"] for each in simulator.deployments())
    for deployment_id, status in ((second, 403), (third, 500)):
        path = f"/webdeployments/v1/deployments/{deployment_id}/.*"
        simulator.fault("GET", path, {"respond": {"status": status, "text": "x"}}, times=None)
    return AuditedRun(ansible)


def up(numbers: dict[Any, float]) -> dict[str, float]:
    return {dict(labels)["name"]: value for (name, labels), value in numbers.items() if name == "genesys_guest_up"}


@pytest.mark.parametrize(
    "way", [{}, {"environment": {"SOME": "thing"}}, {"loop": "{{ names }}"}], ids=["in process", "as a module", "loop"]
)
def test_metrics_page_and_table_have_what_guests_get(
    simulator: Simulator, run: AuditedRun, way: dict[str, Any]
) -> None:
    names = [each["name"] for each in simulator.deployments()]
    options = {"name": "{{ item }}"} if "loop" in way else {}
    task = {"name": "Look", LOOK: options, "ignore_errors": True, **way}
    ran = run.ansible.playbook([task], variables={"names": names})
    assert ran.status == 0, ran.output + ran.errors
    assert run.audit_log.exists() is False
    numbers = samples(run.metrics_file.read_text())
    assert up(numbers) == {names[0]: 1, names[1]: 0, names[2]: 0}
    assert numbers["genesys_guest_feature_availability_ratio", (("feature", "rich-media"),)] == 0.5
    assert numbers["genesys_webmessaging_run_failures", (("kind", "unavailable"),)] == 1
    page = run.report_file.read_text()
    assert "Guests get 1 of 3 deployments as wanted." in page
    assert '<h2 id="guests-heading">What guests get</h2>' in page
    assert [text in page for text in ("not published", "could not be looked at: ", "as pinned")] == [True] * 3
    assert "guests    1 of 3 deployments as wanted" in ran.errors


def test_what_changed_and_what_guests_get_of_it_are_on_one_page(simulator: Simulator, run: AuditedRun) -> None:
    """A deployment that somebody switched off is as it is wanted; guests see no messenger."""
    simulator.clear_faults()
    name = simulator.deployments()[0]["name"]
    tasks = [
        {"name": "Switch off", "genesys.cloud.webmessaging_deployment": {"name": name, "status": "Inactive"}},
        {"name": "Look", LOOK: {"name": name, "wait_for_version": "pinned"}},
    ]
    ran = run.ansible.playbook(tasks)
    assert ran.status == 0, ran.output + ran.errors
    page = run.report_file.read_text()
    assert "Guests get 1 of 1 deployment as wanted." in page
    assert "as pinned, Inactive" in page
    assert up(samples(run.metrics_file.read_text())) == {name: 0}


def test_a_run_of_verify_fills_both_sets_of_files(simulator: Simulator, run: AuditedRun) -> None:
    """Their series differ in the label of the playbook, so one node can have both."""
    given = {"webmessaging_verify_metrics": "own.prom", "webmessaging_verify_report": "own.html"}
    ran = run.ansible.run("ansible-playbook", "genesys.cloud.verify", "-e", json.dumps(given))
    assert ran.status == 2, ran.output
    texts = [run.metrics_file.read_text(), (run.ansible.folder / "own.prom").read_text()]
    assert up(samples(texts[0])) == up(samples(texts[1]))
    series = [{line.rpartition(" ")[0] for line in text.splitlines() if line[0] != "#"} for text in texts]
    assert not series[0] & series[1]
    assert simulator.requests("read", path=f"{BASE}/.*")
