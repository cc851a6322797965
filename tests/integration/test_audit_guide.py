# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on audit, metrics and report: its playbook, its commands, and the names that it tells."""

from __future__ import annotations

import json
import re

from tests.integration.ansible_process import Ansible
from tests.integration.apis import Api
from tests.integration.audited_runs import AuditedRun
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator

GUIDE = Guide("audit-and-report.md")


def rows(heading: str) -> list[list[str]]:
    """The code words in each row of the table below a heading, cell by cell."""
    section = GUIDE.text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| `")]
    return [[",".join(re.findall(r"`(\w+)`", cell)) for cell in row] for row in cells]


def test_the_guide_does_what_it_says(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    simulator.reset(api.plain(3))
    GUIDE.write_files(ansible)
    output = run(ansible, f"set -e\nexec 2>&1\n{GUIDE.snippets('console')[0]}")
    assert "channels  3 updated" in output
    lines = [json.loads(line) for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert [line["outcome"] for line in lines] == ["checked"] * 3 + ["updated"] * 3
    assert {key for keys, _about in rows("The audit file") for key in keys.split(",")} == set(lines[0])

    numbers = (ansible.folder / "webmessaging.prom").read_text()
    told = {name for names, *_rest in rows("The metrics") for name in names.split(",") if name}
    assert {f"genesys_webmessaging_{name}" for name in told} == set(re.findall("^# TYPE (\\S+)", numbers, re.MULTILINE))
    for name in ("report.html", "fleet.html"):
        assert "3 updated" in (ansible.folder / name).read_text(encoding="utf-8")


def test_the_settings_of_the_guide_are_those_of_the_callback(ansible: Ansible) -> None:
    audited = AuditedRun(ansible)
    (settings,) = GUIDE.snippets("ini")
    for path in ("audit_log", "metrics_file", "report_file"):
        assert f"GENESYS_{path.upper()}" in audited.ansible.environment
        assert re.search(rf"^{path} = /", settings, re.MULTILINE)
