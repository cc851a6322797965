# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the installed collection with one ansible-core against the simulator, and check what it says and what it does.

The simulator is a process of its own with the Python of this one, so that it also serves Pythons that cannot run it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.simulator.client import Simulator

from .environments import Environment

PLAYS = Path(__file__).with_name("plays")
SIZE = 20
"""Channels of the org."""
ORGS = {"webdeployments": f"plain-webdeployments:{SIZE}", "communications": f"webmessaging:{SIZE}"}
"""For each API, an org with channels of the same names and with the same features."""
RECAP = re.compile(r"^(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)
OF_ROLE = ["Web Messaging 0001", "Web Messaging 0002"]
DESIRED = {
    "webmessaging_channels": [{"name": name} for name in OF_ROLE],
    "webmessaging_defaults": {"enable_features": ["co-browsing"]},
}
FIRST_OF_TASKS, FIRST_OF_TARGETS = 3, 5
"""The channels that the plays change; each changes others."""


class Wrong(AssertionError):
    """The collection did something else than it should."""


@dataclass(frozen=True)
class Target:
    """A Python with a requests, where modules run."""

    environment: Environment
    requests: str


@dataclass
class Stage:
    """One ansible-core with the installed collection, and the simulator."""

    environment: Environment
    collections: Path
    scratch: Path
    simulator: Simulator

    def run(self, command: str, *options: str | Path, **variables: str) -> str:
        """Run one of Ansible's commands; return its output. Wrong: it failed."""
        done = subprocess.run(
            [self.environment.bin / command, *options],
            cwd=self.scratch,
            env={**self._environment(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        shown = " ".join([command, *map(str, options), *(f"{name}={value}" for name, value in variables.items())])
        if done.returncode:
            raise Wrong(f"{shown} ended with {done.returncode}\n{done.stdout}")
        if "Traceback (most recent call last)" in done.stdout:
            raise Wrong(f"{shown} shows a traceback\n{done.stdout}")
        return done.stdout

    def play(self, playbook: str | Path, *options: str | Path, **variables: str) -> dict[str, int]:
        """Run a playbook; return the number of changed tasks of each host."""
        self.simulator.clear_journal()
        output = self.run("ansible-playbook", playbook, *options, **variables)
        return {host: int(changed) for host, _ok, changed, _unreachable, _failed in RECAP.findall(output)}

    def writes(self) -> int:
        """How many requests of the last playbook could change something."""
        return len(self.simulator.requests("write"))

    def _environment(self) -> dict[str, str]:
        return {
            **self.simulator.environment,
            "PATH": f"{self.environment.bin}:/usr/bin:/bin",
            "HOME": str(self.scratch),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_HOME": str(self.scratch / "ansible"),
            "ANSIBLE_REMOTE_TMP": str(self.scratch / "remote"),
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_NOCOWS": "1",
        }


def install(environment: Environment, artifact: Path, scratch: Path) -> Path:
    """Install the artifact with this ansible-core, as a user does; return the path of the collections."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    collections = scratch / "collections"
    galaxy = str(environment.bin / "ansible-galaxy")
    done = subprocess.run(
        [galaxy, "collection", "install", "--offline", "-p", str(collections), str(artifact)],
        env={"HOME": str(scratch), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Wrong(f"ansible-galaxy ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return collections


def check_control_node(stage: Stage) -> Iterator[str]:
    """Check everything that runs on the control node, on both APIs; yield what was checked."""
    yield from _check(stage, _discovers, _configures, _makes_an_inventory, _runs_tasks, _runs_ad_hoc)


def check_requests(stage: Stage) -> Iterator[str]:
    """Check what can differ with another release of requests: tasks in the worker and as modules, on both APIs."""
    yield from _check(stage, _runs_tasks)


def check_targets(stage: Stage, targets: list[Target]) -> Iterator[str]:
    """Check that modules run with each of these Pythons, on both APIs; yield what was checked."""
    for api, org in ORGS.items():
        stage.simulator.reset(org)
        hosts = {_name(target): _host(target, number) for number, target in enumerate(targets)}
        inventory = stage.scratch / "targets.json"
        inventory.write_text(json.dumps({"targets": {"hosts": hosts, "vars": {"channels": SIZE}}}), encoding="utf-8")
        _same(stage.play(PLAYS / "targets.yml", "-i", inventory), dict.fromkeys(hosts, 1), "changed on each Python")
        for host in hosts:
            yield f"{api}: runs modules with {host}"


def _check(stage: Stage, *checks: Callable[[Stage], None]) -> Iterator[str]:
    for api, org in ORGS.items():
        stage.simulator.reset(org)
        for check in checks:
            check(stage)
            yield f"{api}: {check.__name__[1:].replace('_', ' ')}"


def _name(target: Target) -> str:
    return f"python-{target.environment.python_version}-requests-{target.requests}"


def _host(target: Target, number: int) -> dict[str, Any]:
    return {
        "ansible_connection": "local",
        "ansible_python_interpreter": str(target.environment.python),
        "python_version": target.environment.python_version,
        "channel": _channel(FIRST_OF_TARGETS + number),
    }


def _discovers(stage: Stage) -> None:
    """By the playbook in the artifact, which shows a table by a filter."""
    output = stage.run("ansible-playbook", "genesys.cloud.discover", ANSIBLE_CALLBACK_RESULT_FORMAT="json")
    shown = re.findall(r"\bWeb Messaging \d{4}\b", output)
    _same(sorted(set(shown)), [_channel(number + 1) for number in range(SIZE)], "channels in the table")
    _same([each[2] for each in RECAP.findall(output)], ["0"], "changed by the playbook discover")


def _configures(stage: Stage) -> None:
    """By the role: checked, applied with the callback, and applied again."""
    variables = stage.scratch / "desired.json"
    variables.write_text(json.dumps(DESIRED), encoding="utf-8")
    audit, metrics, report = (stage.scratch / name for name in ("audit.jsonl", "metrics.prom", "report.html"))
    for file in (audit, metrics, report):
        file.unlink(missing_ok=True)
    callback = {
        "ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit",
        "GENESYS_AUDIT_LOG": str(audit),
        "GENESYS_METRICS_FILE": str(metrics),
        "GENESYS_REPORT_FILE": str(report),
    }
    configure = ("genesys.cloud.configure", "-e", f"@{variables}")

    _same(stage.play(*configure, "--check", "--diff"), {"localhost": 1}, "changed in check mode")
    _same(stage.writes(), 0, "writes in check mode")
    _same(stage.play(*configure, **callback), {"localhost": 1}, "changed by the role")
    entries = [json.loads(line) for line in audit.read_text(encoding="utf-8").splitlines()]
    _same([entry["outcome"] for entry in entries], ["updated"] * 2, "outcomes in the callback's audit log")
    _same(metrics.read_text(encoding="utf-8").splitlines()[-1], "# EOF", "end of the callback's metrics")
    _same("<html" in report.read_text(encoding="utf-8"), True, "the callback's report is a page")
    _same(stage.play(*configure), {"localhost": 0}, "changed by the second run")
    _same(stage.writes(), 0, "writes of the second run")


def _makes_an_inventory(stage: Stage) -> None:
    source = stage.scratch / "webmessaging.yml"
    source.write_text("plugin: genesys.cloud.webmessaging\n", encoding="utf-8")
    output = stage.run("ansible-inventory", "-i", source, "--list")
    listed = json.loads(output[output.index("{") :], object_hook=lambda each: each.get("__ansible_unsafe", each))
    hosts = listed["_meta"]["hostvars"].values()
    _same(len(listed["webmessaging"]["hosts"]), SIZE, "hosts of the inventory")
    browsed = sorted(host["webmessaging_name"] for host in hosts if "co-browsing" in host["webmessaging_features"])
    _same(browsed, OF_ROLE, "hosts with co-browsing")


def _runs_tasks(stage: Stage) -> None:
    """In the worker and as modules, with the same results."""
    for number, execution in enumerate(("in-process", "module")):
        variables = json.dumps({"channel": _channel(FIRST_OF_TASKS + number), "channels": SIZE})
        changed = stage.play(PLAYS / "tasks.yml", "-e", variables, GENESYS_EXECUTION=execution)
        _same(changed, {"localhost": 1}, f"changed by tasks ({execution})")


def _runs_ad_hoc(stage: Stage) -> None:
    """In the worker and as a module, with the same channels."""
    found = []
    for execution in ("in-process", "module"):
        command = ("localhost", "-m", "genesys.cloud.webmessaging_channel_info")
        output = stage.run("ansible", *command, GENESYS_EXECUTION=execution)
        result = json.loads(output[output.index("{") :])
        _same((result["changed"], result["total"]), (False, SIZE), f"result of the ad-hoc command ({execution})")
        found.append(result["channels"])
    _same(found[0], found[1], "channels in the worker and as a module")


def _channel(number: int) -> str:
    return f"Web Messaging {number:04}"


def _same(found: Any, wanted: Any, what: str) -> None:
    if found != wanted:
        raise Wrong(f"{what}: {found!r} instead of {wanted!r}")
