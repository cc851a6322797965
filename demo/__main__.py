# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guided tour of ``make demo``: the main job on two simulated orgs, one for each API."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from demo.environment import ansible_environment
from tests.simulator.client import Simulator

FOLDER = Path(__file__).resolve().parent


class Tour:
    """Runs the playbooks of this folder one after another and explains each."""

    def __init__(self, simulator: Simulator, folder: Path) -> None:
        self.simulator = simulator
        self.audit_log = folder / "audit.jsonl"
        self.webhook_secret = secrets.token_hex(16)
        self.steps = 0
        self.environment = {
            **ansible_environment(simulator, folder),
            "ANSIBLE_DEPRECATION_WARNINGS": "false",
            "ANSIBLE_RETRY_FILES_ENABLED": "false",
        }
        self.environment.update({"ANSIBLE_FORCE_COLOR": "true"} if sys.stdout.isatty() else {})

    def say(self, title: str, text: str = "") -> None:
        self.steps += 1
        print(f"\n=== {self.steps}. {title} ".ljust(100, "="), flush=True)
        if text:
            print(text, flush=True)

    def play(self, playbook: str, *options: str, **environment: str) -> str:
        """Run a playbook, show and return its output; the tour ends if it fails."""
        ran = self._run(playbook, *options, **environment)
        print(ran.stdout.strip(), flush=True)
        if ran.returncode != 0:
            sys.exit(f"demo: {playbook} ended with {ran.returncode}")
        return ran.stdout

    def refuse(self, playbook: str) -> None:
        """Run a playbook that has to fail, and show only the reasons from the failed task's result."""
        ran = self._run(playbook, ANSIBLE_CALLBACK_RESULT_FORMAT="json", ANSIBLE_FORCE_COLOR="false")
        failed = re.search(r"^fatal: \[localhost\]: FAILED! => (\{.*\})$", ran.stdout, re.MULTILINE)
        if ran.returncode == 0 or not failed:
            sys.exit(f"demo: {playbook} ended with {ran.returncode}\n{ran.stdout}")
        result = json.loads(failed[1])
        reasons = re.split(r" ?\(\d+\) ", result["msg"])[1:]
        print(f"fatal: [localhost]: FAILED! kind {result['failure']['kind']}, {len(reasons)} reasons:")
        for reason in reasons:
            print(f"   {reason}", flush=True)

    def _run(self, playbook: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = ["ansible-playbook", str(FOLDER / playbook), *options]
        print(f"$ ansible-playbook demo/{playbook} {' '.join(options)}".rstrip(), flush=True)
        values = {
            "callback_url": self.simulator.inbox_url("monitoring"),
            "webhook_secret": self.webhook_secret,
            "audit_log": str(self.audit_log),
        }
        return subprocess.run(
            [*command, "--extra-vars", f"@{self._variables(values)}"],
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _variables(self, values: dict[str, str]) -> Path:
        """In a file, since everybody on the machine can read a command line."""
        path = self.audit_log.with_name("variables.json")
        path.touch(mode=0o600)
        path.write_text(json.dumps(values), encoding="utf-8")
        return path

    def show_requests(self) -> None:
        """Show the requests of the last playbook, from the simulator's journal."""
        sent = self.simulator.requests()
        print(f"-> the API saw {len(sent)} requests" + ":" * bool(sent))
        for request in sent:
            print(f"   {request}")
        self.simulator.clear_journal()

    def show_events(self) -> None:
        """Show the events that monitoring received, and check each signature as a receiver would."""
        changed = [entry for entry in self.audit() if entry["outcome"] == "updated"]
        events = self.simulator.inbox("monitoring", at_least=len(changed))
        for event in events:
            headers = {name.lower(): value for name, value in event["headers"].items()}
            body = event["body"].encode()
            wanted = "sha256=" + hmac.new(self.webhook_secret.encode(), body, hashlib.sha256).hexdigest()
            if not hmac.compare_digest(headers.get("x-genesys-signature", ""), wanted):
                sys.exit("demo: an event carries a wrong signature")
            content = json.loads(body)
            print(f"   {content['resource']}.{content['action']} {content['timestamp']}: {content['entity']['name']!r}")
        print(f"-> {len(events)} events for {len(changed)} updates, every signature verified")
        if len(events) != len(changed):
            sys.exit("demo: events are missing")

    def audit(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.audit_log.read_text(encoding="utf-8").splitlines()]

    def show_audit(self) -> None:
        for entry in self.audit():
            print(
                f"   {entry['timestamp']} {entry['action']:15} {entry['outcome']!s:9} "
                f"check_mode={entry['check_mode']!s:5} {entry['latency_ms']:7.1f} ms  {entry['resource_name']}: "
                f"{', '.join(entry['changes']) or '-'}"
            )


ORGS = {
    "webdeployments": (
        "webdeployments:110",
        "An org with Genesys' public API",
        "110 channels: each is a deployment with the configuration version that it is pinned to.",
    ),
    "communications": (
        "mixed:110",
        "An org with the Communications contract",
        "110 channels, most of them Web Messaging, in two pages of a listing.",
    ),
}
"""For each API, the public one first: the state of the simulated org, its title, and its content."""


def main() -> None:
    began = time.monotonic()
    wanted = os.environ.get("API", "")
    apis = [api for api in ORGS if wanted in ("", api)]
    if not apis:
        sys.exit(f"demo: API is {wanted!r}; it can be {' or '.join(ORGS)}")
    for api in apis:
        show(api)
    each = "the last apply reported changed=0" + " on both orgs" * (len(apis) > 1)
    print(f"\nDone in {time.monotonic() - began:.0f} s: {each}. Everything is stopped.")


def show(api: str) -> None:
    """The tour through one org."""
    state, org, what = ORGS[api]
    print(f"\n##### {org} ".ljust(101, "#"), flush=True)
    with Simulator(state) as simulator, tempfile.TemporaryDirectory(prefix="genesys-demo-") as folder:
        tour = Tour(simulator, Path(folder))
        tour.say("Discover", what)
        # YAML output would fold the lines of a table.
        tour.play("discover.yml", ANSIBLE_CALLBACK_RESULT_FORMAT="json")
        tour.show_requests()

        tour.say("Refuse invalid options: all errors at once, before any request")
        tour.refuse(f"{api}/refuse.yml")
        tour.show_requests()

        tour.say("Check", "Show the changes with a diff. Nothing is written.")
        tour.play(f"{api}/configure.yml", "--check", "--diff")
        tour.show_requests()

        simulator.settings(guest_lag_reads=1)
        tour.say("Apply", "Make the same changes. Only differences are written.")
        tour.play(f"{api}/configure.yml", "--diff")
        tour.show_requests()

        tour.say("Apply again", "Nothing differs, so nothing is written.")
        last = tour.play(f"{api}/configure.yml")
        tour.show_requests()

        tour.say("Watch", "Show the events that monitoring received.")
        tour.show_events()

        tour.say("Audit trail", "One line for each operation, in check mode too.")
        tour.show_audit()

        if api == "webdeployments":
            tour.say("As guests see it", "The API has the change at once; the files that browsers read follow later.")
            tour.play(f"{api}/guests.yml")
            tour.show_requests()
    if not re.search(r"\bchanged=0\b", re.sub("\x1b\\[[0-9;]*m", "", last)):
        sys.exit("demo: the last run changed something")


if __name__ == "__main__":
    main()
