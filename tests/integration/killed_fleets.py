# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fleets that are killed and run again at once, and what must hold then.

``python -m tests.integration.killed_fleets --times 36`` kills so many, writes what became of each, and ends with 1
where one of them broke a promise.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.integration.ansible_process import COMMANDS, Ansible
from tests.integration.audited_runs import AuditedRun
from tests.simulator.client import Simulator

MARK = "KILLED_FLEET"
SIZE = 24
LATENCY_MS = 30
TIME_LIMIT = 60.0
WEBHOOK = {"name": "Sync", "callback_url": "https://monitor.example/hook", "secret": "signed-by-us"}


@dataclass(frozen=True)
class Kill:
    """``victim``: controller, worker or both; ``after``: so many writes have arrived by then."""

    api: str
    execution: str
    victim: str
    number: signal.Signals
    after: int

    def __str__(self) -> str:
        return f"{self.api}, {self.execution}: {self.number.name} to {self.victim} after {self.after} writes"


@dataclass
class Outcome:
    """``broken``: promises that did not hold, in words."""

    kill: Kill
    seconds: float
    writes: int
    broken: list[str] = field(default_factory=list)


def kill_and_run_again(simulator: Simulator, folder: Path, kill: Kill) -> Outcome:
    """Kill a run of the playbook, start it again without waiting for anything, and look at what there is."""
    mark = uuid.uuid4().hex
    simulator.reset(_org(kill.api), latency_ms=LATENCY_MS)
    before = simulator.state()
    first, second = (_run(simulator, folder / name, kill, mark) for name in ("first", "second"))
    log = folder / "audit_log.jsonl"
    path = _playbook(folder, kill.api, log)
    began = time.monotonic()
    process = _start(first.ansible, path)
    _wait_for(lambda: len(simulator.requests("write")) >= kill.after or process.poll() is not None, "writes")
    _send(kill, process.pid, mark)
    writes = len(simulator.requests("write"))
    again = _start(second.ansible, path)
    status = again.wait(TIME_LIMIT)
    process.wait(TIME_LIMIT)
    _wait_for(lambda: not _marked(mark), "the end of every process of both runs")
    outcome = Outcome(kill, time.monotonic() - began, writes)
    outcome.broken += [f"the second run ended with {status}: {_errors(second)}"] if status else []
    outcome.broken += _objects_wrong(simulator, before, kill.api)
    outcome.broken += _writes_untold(simulator, log, kill.api)
    outcome.broken += _left_behind(folder)
    if not (kill.victim == "both" and kill.number == signal.SIGKILL):
        outcome.broken += _run_untold(first, log)
    return outcome


def _org(api: str) -> str:
    return f"webmessaging:{SIZE}" if api == "communications" else f"plain-webdeployments:{SIZE}"


def _run(simulator: Simulator, folder: Path, kill: Kill, mark: str) -> AuditedRun:
    folder.mkdir(parents=True)
    run = AuditedRun(Ansible(folder, simulator.environment))
    # Two runs are under way at once, each with a home of its own.
    run.ansible.environment |= {
        MARK: mark,
        "HOME": str(run.ansible.home),
        "ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit",
    }
    if kill.execution == "module":
        run.ansible.environment["GENESYS_EXECUTION"] = "module"
    return run


def _playbook(folder: Path, api: str, log: Path) -> Path:
    """Make what is not there yet, and bring the fleet in step. The cache of tokens is there to be left behind."""
    folder.chmod(0o700)
    common = {"audit_log": str(log), "token_cache": str(folder / "tokens.json"), "retries": 1}
    tasks: list[dict[str, Any]]
    if api == "communications":
        tasks = [{"genesys.cloud.webmessaging_webhook": {**WEBHOOK, **common}}]
    else:
        tasks = [
            {"genesys.cloud.webmessaging_configuration": {"name": "New", "description": "Made by a task", **common}},
            {
                "genesys.cloud.webmessaging_deployment": {
                    "name": "New",
                    "configuration": {"name": "New"},
                    "allow_all_domains": True,
                    **common,
                }
            },
        ]
    wish: dict[str, Any] = {"name_glob": "Web Messaging *", "disable_features": ["typing-indicators"]}
    tasks.append({"genesys.cloud.webmessaging_channels": {"channels": [wish], "workers": 4, "api": api, **common}})
    path = folder / "playbook.yml"
    path.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    return path


def _start(ansible: Ansible, path: Path) -> subprocess.Popen[bytes]:
    with (ansible.folder / "output").open("wb") as output:
        return subprocess.Popen(
            [COMMANDS / "ansible-playbook", path],
            cwd=ansible.folder,
            env=ansible.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _send(kill: Kill, controller: int, mark: str) -> None:
    """The workers are the controller's children; what they started is hit as well, as in a container that is killed."""
    workers = [pid for pid in _marked(mark) if pid != controller]
    victims = {"controller": [controller], "worker": workers, "both": [controller, *workers]}[kill.victim]
    for pid in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, kill.number)


def _marked(mark: str) -> list[int]:
    """The processes of the first and the second run that are alive."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (path / "environ").read_bytes():
                found.append(int(path.name))
    return found


def _wait_for(condition: Any, what: str) -> None:
    give_up_at = time.monotonic() + TIME_LIMIT
    while not condition():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"waited {TIME_LIMIT:g} s for {what}")
        time.sleep(0.01)


def _errors(run: AuditedRun) -> str:
    return (run.ansible.folder / "output").read_text(errors="replace")[-3000:]


def _objects_wrong(simulator: Simulator, before: dict[str, Any], api: str) -> list[str]:
    """What there is too much of, or is not as wanted."""
    if api == "communications":
        found = [] if len(simulator.webhooks()) == 1 else [f"{len(simulator.webhooks())} webhooks"]
        on = [each["id"] for each in simulator.channels() if "typing-indicators" in _features(each)]
        return found + [f"{channel_id} still has typing-indicators" for channel_id in on]
    versions = {each["id"]: each["versions"] for each in before["webdeployments"]["configurations"]}
    found = []
    for configuration in simulator.configurations():
        expected = len(versions.get(configuration["id"], [])) + 1
        if len(configuration["versions"]) != expected:
            name = configuration["draft"]["name"]
            found.append(f"{name} has {len(configuration['versions'])} versions, and should have {expected}")
    for what, count in (("configurations", simulator.configurations()), ("deployments", simulator.deployments())):
        if len(count) != SIZE + 1:
            found.append(f"{len(count)} {what}")
    newest = {each["id"]: each["versions"][-1]["version"] for each in simulator.configurations() if each["versions"]}
    for deployment in simulator.deployments():
        pin = deployment["configuration"]
        if pin["version"] != newest.get(pin["id"]):
            found.append(f"{deployment['name']} is pinned to {pin}")
    return found


def _features(channel: dict[str, Any]) -> list[str]:
    return list(channel["configuration"]["webchat"]["features"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else []:
        yield json.loads(line)


def _writes_untold(simulator: Simulator, log: Path, api: str) -> list[str]:
    """Each object that was written to needs a line, and each operation that was begun an end or a mention."""
    entries = list(_lines(log))
    told = {entry["resource_id"] for entry in entries} | {entry["resource_name"] for entry in entries}
    owner = (
        {each["configuration"]["id"]: each["id"] for each in simulator.deployments()} if api != "communications" else {}
    )
    untold = []
    for request in simulator.journal():
        if request["kind"] != "write" or request["status"] is None or request["status"] >= 400:
            continue
        parts = request["path"].split("/")
        if request["method"] == "POST" and parts[-1] != "publish":
            written = str((request["body"] or {}).get("name"))
        else:
            written = parts[5]
        if not {written, owner.get(written)} & told:
            untold.append(f"{request['method']} {request['path']} is in no line of the audit log")
    ended = {entry["audit_id"] for entry in entries if entry["outcome"] != "begun"}
    mentioned = {audit_id for entry in entries for audit_id in entry.get("unfinished", [])}
    open_ones = {entry["audit_id"] for entry in entries} - ended - mentioned
    return untold + [f"{audit_id} was begun, and no later line says more" for audit_id in sorted(open_ones)]


def _run_untold(run: AuditedRun, log: Path) -> list[str]:
    """The callback's files have each operation of the run that the log has, and the page is there."""
    theirs = {entry["audit_id"] for entry in _lines(run.audit_log)}
    own = [entry for entry in _lines(log) if entry["outcome"] == "begun"]
    second = {entry["audit_id"] for entry in _lines(run.ansible.folder.parent / "second" / "audit.jsonl")}
    missing = {entry["audit_id"] for entry in own} - theirs - second
    found = [f"{len(missing)} operations are missing in the callback's file"] if missing else []
    twice = [audit_id for audit_id, count in Counter(e["audit_id"] for e in _lines(run.audit_log)).items() if count > 1]
    found += [f"the callback's file has {audit_id} twice" for audit_id in twice]
    if theirs and not run.report_file.exists():
        found.append("there is no report")
    if theirs and not run.metrics_file.exists():
        found.append("there are no metrics")
    return found


def _left_behind(folder: Path) -> list[str]:
    return [f"{path.name} was left behind" for path in folder.glob(".token-cache-*")]


def kills(times: int, seed: int) -> Iterator[Kill]:
    """So many, every kind in turn, at moments that the seed chooses."""
    chance = random.Random(seed)
    kinds = itertools.cycle(
        itertools.product(
            (signal.SIGKILL, signal.SIGTERM, signal.SIGINT),
            ("controller", "worker", "both"),
            ("in process", "module"),
            ("communications", "webdeployments"),
        )
    )
    for number, victim, execution, api in itertools.islice(kinds, times):
        yield Kill(api, execution, victim, number, chance.randint(1, SIZE if api == "communications" else 3 * SIZE))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=36)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="of the kinds, those whose description holds this text")
    options = parser.parse_args()
    failed = 0
    with Simulator() as simulator:
        for kill in kills(options.times, options.seed):
            if options.only not in str(kill):
                continue
            with tempfile.TemporaryDirectory() as folder:
                outcome = kill_and_run_again(simulator, Path(folder), kill)
            failed += bool(outcome.broken)
            told = "; ".join(outcome.broken) or "as promised"
            sys.stdout.write(f"{kill} (killed at {outcome.writes}, {outcome.seconds:.1f} s): {told}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{failed} of {options.times} broke a promise\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
