# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``configure_deployments``: one task for all objects, and what the user sees of it."""

from __future__ import annotations

import json
from typing import Any

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    PUBLISHED,
    configuration,
    deployment,
    draft_of,
)
from tests.simulator.client import Simulator

WANTED: dict[str, Any] = {
    "webmessaging_configurations": [
        {"name": "EU", "description": "{{ 7 * 7 }}"},
        {"name": "New", "languages": ["ja"], "default_language": "ja"},
    ],
    "webmessaging_deployments": [
        {"name": "{{ 8 * 8 }}", "configuration": {"name": "New"}, "allow_all_domains": True},
        {"name": "EU 1", "status": "Inactive"},
        {"name": "EU 2"},
    ],
}
AUDITED = {"ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit"}


def configure(ansible: Ansible, *arguments: str, **more: Any) -> Finished:
    text = json.dumps({**WANTED, **more})
    for sum_of in ("7 * 7", "8 * 8"):
        text = text.replace(f'"{{{{ {sum_of} }}}}"', f"!unsafe '{{{{ {sum_of} }}}}'")
    (ansible.folder / "wanted.yml").write_text(text, encoding="utf-8")
    return ansible.run("ansible-playbook", "genesys.cloud.configure_deployments", "-e", "@wanted.yml", *arguments)


def table(ran: Finished) -> list[str]:
    """The lines of the callback's table that count objects."""
    return [line for line in ran.errors.splitlines() if line.startswith(("configuration ", "deployment "))]


def test_one_task_configures_all_and_tells_what_changed(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    ansible.environment.update(AUDITED)
    # Empty and null count as not given.
    ran = configure(ansible, webmessaging_workers=None, webmessaging_on_error="", webmessaging_audit_log="")
    assert ran.status == 0, ran.output
    assert ran.of("Show what changed")["msg"] == [
        "configuration EU: updated",
        "configuration New: created",
        "deployment {{ 8 * 8 }}: created",
        "deployment EU 1: updated",
    ]
    assert configuration(simulator, "EU")["versions"][-1]["description"] == "{{ 7 * 7 }}"
    assert table(ran) == ["configuration  1 updated, 1 created", "deployment     1 updated, 1 created, 1 unchanged"]
    simulator.clear_journal()
    again = configure(ansible)
    assert (again.status, "changed=0" in again.output) == (0, True), again.output
    assert sorted(simulator.requests()) == sorted([TOKEN, DRAFTS, PUBLISHED, BARE_DEPLOYMENTS])


def test_a_failure_keeps_the_others_from_nothing_or_ends_the_writes(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    ansible.environment.update(AUDITED)
    refused = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    europe = configuration(simulator, "EU")["id"]
    simulator.fault("PUT", f"{BASE}/configurations/{europe}/versions/draft", refused, times=None)
    stopped = configure(ansible, webmessaging_on_error="stop", webmessaging_workers=1)
    assert stopped.status == 2
    assert simulator.requests("write") == [draft_of(europe, "PUT")]
    assert table(stopped) == ["configuration  1 skipped, 1 failed", "deployment     1 unchanged, 2 skipped"]

    went_on = configure(ansible)
    failed = went_on.of("Configure the configurations and the deployments")
    assert (went_on.status, failed["failure"]["kind"]) == (2, "permission")
    rows = failed["configurations"] + failed["deployments"]
    assert [row["name"] for row in rows if row["failure"]] == ["EU"]
    assert failed["msg"].startswith(
        "Cannot configure the deployments: 1 of 5 configurations and deployments failed, 2 created, 1 updated, 1 "
        "unchanged: "
    )
    assert deployment(simulator, "EU 1")["status"] == "Inactive"
    assert table(went_on) == [
        "configuration  1 created, 1 failed",
        "deployment     1 updated, 1 created, 1 unchanged",
    ]
