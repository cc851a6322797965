# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guided tour of ``make demo``, to its end, on either API."""

from __future__ import annotations

import subprocess
import sys

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.apis import Api


def test_the_tour_ends_where_nothing_is_left_to_change(ansible: Ansible, api: Api) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "demo"],
        cwd=ROOT,
        env={**ansible.environment, "API": api.name},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr
    assert "the last apply reported changed=0" in ran.stdout
    assert "every signature verified" in ran.stdout
    wrong = ran.stdout.partition("=== 2. Refuse")[2].partition("=== 3.")[0]
    assert "-> the API saw 0 requests" in wrong
    assert ("max_concurrent_sessions: Web Deployments have no such limit" in wrong) is (api.name == "webdeployments")
