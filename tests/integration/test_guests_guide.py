# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/guides/guests.md: its commands run as they stand there."""

from __future__ import annotations

import re

import yaml

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.guest_findings import findings
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.guest_rows import guest, unseen
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.guides import Guide, run
from tests.integration.inventories import source
from tests.integration.test_audit_callback import samples
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


def test_verify_does_what_the_guide_says(simulator: Simulator, ansible: Ansible) -> None:
    """Only one deployment of the org is bad: it is Inactive, and the file of variables says that it may be."""
    simulator.reset(FLEET, pending_polls=0)
    GUIDE.write_files(ansible)
    source(ansible, api="webdeployments")
    first, *others = GUIDE.commands_of("Verify")
    assert "Guests do not get 1 of 13 deployments as wanted:" in run(ansible, first, status=2)
    for command, told in zip(others, ("all 2", "all 13", "all 13"), strict=True):
        assert f"Guests get {told} deployments as wanted." in run(ansible, command)
    assert "What guests get" in (ansible.folder / "guests.html").read_text(encoding="utf-8")
    named = set(re.findall(r"`(genesys_guest_\w+)`", GUIDE.text))
    numbers = samples((ansible.folder / "guests.prom").read_text(encoding="utf-8"))
    assert named == {name for name, _labels in numbers}


def test_the_guide_knows_each_problem_and_each_variable() -> None:
    section = GUIDE.text.partition("\n## Verify\n")[2].partition("\n## ")[0]
    closed = {"allow_all_domains": False, "site": {"host": "x", "allowed": False}}
    differing = ["version", "status", "allowed_domains", "configuration.x"]
    rows = [
        guest("d1", published=False),
        guest("d2", differences=differing, connection={"accepted": False, "reason": "x"}, status="Inactive"),
        guest("d3", connection={"accepted": False, "reason": "x"}),
        guest("d4", differences=["configuration_id"], **closed),
        guest("d5", allowed_domains=["a.example"], **closed),
        *(guest(f"s{status}", pinned={"status": status}) for status in ("Error", "Pending", "Deleting", "Inactive")),
        unseen("d6"),
    ]
    causes = {problem.partition(": ")[0] for each in findings(rows, []) for problem in each.problems}
    told = {cause for line in section.splitlines() for cause in line.split("|")[1:2] for cause in cause.split(",")}
    assert causes <= {cause.strip() for cause in told}
    playbook = (ROOT / "playbooks/verify.yml").read_text(encoding="utf-8")
    documented = set(re.findall(r"^# (webmessaging_\w+)", playbook, re.MULTILINE)) - {"webmessaging_client"}
    assert set(re.findall(r"^\| `(webmessaging_\w+)` \|", section, re.MULTILINE)) == documented


def test_the_alert_rules_are_rules_about_our_metrics() -> None:
    (group,) = yaml.safe_load(GUIDE.files["guests.rules.yml"])["groups"]
    section = GUIDE.text.partition("\n## Monitor\n")[2].partition("\n## ")[0]
    table = [re.findall(r"`(\w+)`", cell) for line in section.splitlines() for cell in line.split("|")[1:3]]
    labels = {name: set(table[index + 1]) for index, names in enumerate(table[:-1]) for name in names}
    assert len({rule["alert"] for rule in group["rules"]}) == len(group["rules"]) == 4
    for rule in group["rules"]:
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert re.fullmatch(r"\d+[mh]", rule.get("for", "1m"))
        (metric,) = set(re.findall(r"genesys_\w+", rule["expr"]))
        used = set(re.findall(r"{{ \$labels\.(\w+) }}", " ".join(rule["annotations"].values())))
        assert used <= labels[metric]
