# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of ansible-playbook with the callback enabled, and the one that a change board would look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import COLLECTION
from tests.integration.secret_forms import CLIENT_SECRET, HEADER_SECRET, WEBHOOK_SECRET
from tests.simulator import fleets
from tests.simulator.client import Simulator

HOSTS = 10
UPDATES, REFUSALS, FAILURES = 40, 3, 2


class AuditedRun:
    """Where a run leaves its files."""

    def __init__(self, ansible: Ansible) -> None:
        self.ansible = ansible
        self.audit_log = ansible.folder / "audit.jsonl"
        self.metrics_file = ansible.folder / "genesys.prom"
        self.report_file = ansible.folder / "report.html"
        ansible.environment |= {
            "ANSIBLE_CALLBACKS_ENABLED": "recorded_results,genesys.cloud.audit",
            "GENESYS_AUDIT_LOG": str(self.audit_log),
            "GENESYS_METRICS_FILE": str(self.metrics_file),
            "GENESYS_REPORT_FILE": str(self.report_file),
        }

    def lines(self) -> list[dict[str, Any]]:
        """What is in the audit file."""
        return [json.loads(line) for line in self.audit_log.read_text(encoding="ascii").splitlines()]

    def texts(self) -> dict[str, str]:
        """Everything that was written, for the search for secrets."""
        files = (self.audit_log, self.metrics_file, self.report_file)
        return {path.name: path.read_text(encoding="utf-8") for path in files}


def inventory(ansible: Ansible, hosts: int) -> Path:
    """Hosts h0, h1, ... on this machine."""
    path = ansible.folder / "hosts.yml"
    names = {f"h{number}": {"ansible_connection": "local"} for number in range(hosts)}
    path.write_text(
        json.dumps({"all": {"hosts": names, "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}}})
    )
    return path


def prepare_board(simulator: Simulator) -> list[str]:
    """An org with oddly named channels in which two writes fail; the ids of its channels."""
    org = fleets.webmessaging(60)
    ids = [str(channel["id"]) for channel in org["channels"]]
    scopes = ["communications:read", "communications:write", "webhooks:write"]
    client = {"client_id": simulator.client_id, "client_secret": CLIENT_SECRET, "scopes": scopes}
    for position, name in ((3, '<script>alert("x")</script>'), (4, "{{ 1 + 1 }} \u202eevil"), (5, "שלום 💬")):
        org["channels"][position]["name"] = name
    simulator.reset({**org, "clients": [client]}, latency_ms=4)
    again = {"status": 429, "headers": {"Retry-After": "0"}, "code": "too.many.requests.retry.after"}
    simulator.fault("PATCH", f"{COLLECTION}/{ids[0]}", {"respond": again})
    broken = {"status": 500, "code": "internal.server.error", "message": "Something broke."}
    simulator.fault("PATCH", f"{COLLECTION}/{ids[40]}", {"respond": broken}, times=None)
    return ids


def play_board(simulator: Simulator, ansible: Ansible, ids: list[str], *arguments: str) -> Finished:
    """Ten hosts at once: each updates four channels in a loop, half of them in a module of its own; five go wrong."""
    ansible.environment |= simulator.environment
    wish = {
        "id": "{{ item }}",
        "max_concurrent_sessions": 800,
        "enable_features": ["co-browsing"],
        "disable_features": ["typing-indicators"],
    }
    loop = "{{ ids[(inventory_hostname[1:] | int * 4):(inventory_hostname[1:] | int * 4 + 4)] }}"
    bad = [
        {"id": ids[40], "max_concurrent_sessions": 801},
        {"id": "00000000-0000-0000-0000-000000000000", "max_concurrent_sessions": 802},
        {"id": ids[41], "routing": {"queue_id": "queue-x"}},
        {"id": ids[42], "max_concurrent_sessions": 0, "features": ["rich-medai"]},
        {"id": ids[43], "enable_features": ["co-browsing"], "target_browsers": ["safari"]},
    ]
    tasks: list[dict[str, Any]] = [
        {
            "name": "Configure the channels",
            "genesys.cloud.webmessaging_channel": wish,
            "environment": "{{ {'SOME': 'thing'} if inventory_hostname in ['h0', 'h1'] else {} }}",
            "loop": loop,
        },
        {
            "name": "Tell monitoring",
            "genesys.cloud.webmessaging_webhook": {
                "name": "Web Messaging Config Sync",
                "callback_url": "https://monitor.example/hook",
                "secret": WEBHOOK_SECRET,
                "http_headers": {"Content-Type": "application/json", "Authorization": HEADER_SECRET},
            },
            "run_once": True,
        },
        *(
            {
                "name": f"Go wrong {number}",
                "genesys.cloud.webmessaging_channel": options,
                "when": f"inventory_hostname == 'h{number}'",
                "ignore_errors": True,
            }
            for number, options in enumerate(bad)
        ),
    ]
    hosts = str(inventory(ansible, HOSTS))
    return ansible.playbook(
        tasks, "-i", hosts, "--forks", "10", *arguments, variables={"ids": ids}, hosts="all", name="The board's run"
    )
