# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guided tour of ``make demo``, to its end, through both orgs and through one."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.command_hub import command_hub

WIDTH = 100
"""Of a terminal, in columns."""
ORGS = ["An org with Genesys' public API", "An org with the Communications contract"]


def tour(ansible: Ansible, api: str) -> subprocess.CompletedProcess[str]:
    """``api``: as ``make demo`` hands it on, empty where none is given."""
    return subprocess.run(
        [sys.executable, "-m", "demo"],
        cwd=ROOT,
        env={
            **ansible.environment,
            "API": api,
            "PATH": f"{command_hub().doors}{os.pathsep}{ansible.environment['PATH']}",
        },
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_the_tour_ends_where_nothing_is_left_to_change_on_both_orgs(ansible: Ansible) -> None:
    ran = tour(ansible, "")
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr
    assert "the last apply reported changed=0 on both orgs" in ran.stdout
    parts = re.split(r"^##### (.*?) #+\n", ran.stdout, flags=re.MULTILINE)
    assert parts[1::2] == ORGS
    for number, part in enumerate(parts[2::2]):
        assert "every signature verified" in part
        assert re.search(r"changed=0 .*\n-> the API saw \d+ requests:", part.partition("=== 5. Apply again")[2])
        refused = [line for line in part.partition("=== 2. Refuse")[2].partition("=== 3.")[0].splitlines() if line]
        assert refused[-1] == "-> the API saw 0 requests"
        assert len(refused) > 5
        assert sum(1 + (len(line) - 1) // WIDTH for line in refused) <= 10
        assert any("typing-indicator" in line for line in refused)
        is_public = number == 0
        assert any("max_concurrent_sessions: Web Deployments have no" in line for line in refused) is is_public
        discovered = part.partition("=== 2. Refuse")[0]
        assert (bool(re.search("STATUS +VERSION +FLOW", discovered)), "SESSIONS" in discovered) == (
            is_public,
            not is_public,
        )


def test_one_org_can_be_chosen(ansible: Ansible) -> None:
    ran = tour(ansible, "webdeployments")
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr
    assert [org in ran.stdout for org in ORGS] == [True, False]
    assert "the last apply reported changed=0. " in ran.stdout
    guests = " ".join(ran.stdout.partition("=== 8. As guests see it")[2].split())
    assert re.search(r"guests get version 1, Active, .*pinned is version 2", guests)
    assert re.search(r"guests get version 2, Active, with rich-media, typing-indicators; as pinned; www", guests)
    assert len(re.findall(r"GET /webdeployments/v1/deployments/[^/]+/config.json", guests)) == 2
    wrong = tour(ansible, "public")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        "demo: API is 'public'; it can be webdeployments or communications\n",
    )
