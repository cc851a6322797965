# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fleets that are killed or interrupted: nothing is lost from the trail, nothing is doubled by the run after.

A few of the kills that ``killed_fleets`` makes as a command, and what a person is told.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.integration import module_process
from tests.integration.channels import FLEET
from tests.integration.killed_fleets import Kill, kill_and_run_again
from tests.integration.module_process import Call, Ran, start_module
from tests.simulator.client import Simulator

KILLS = [
    Kill("communications", "in process", "controller", signal.SIGKILL, 8),
    Kill("communications", "module", "controller", signal.SIGTERM, 8),
    Kill("communications", "in process", "worker", signal.SIGKILL, 8),
    Kill("webdeployments", "in process", "controller", signal.SIGINT, 20),
    Kill("webdeployments", "in process", "both", signal.SIGKILL, 20),
]


@pytest.mark.parametrize("kill", KILLS, ids=str)
def test_a_killed_fleet_that_is_run_again_at_once_keeps_every_promise(
    simulator: Simulator, tmp_path: Path, kill: Kill
) -> None:
    outcome = kill_and_run_again(simulator, tmp_path, kill)
    assert outcome.broken == []
    told = (tmp_path / "first" / "output").read_text()
    if kill.number != signal.SIGKILL:
        assert "GENESYS CLOUD" in told
        assert "ended " in told
        assert "unknown" in (tmp_path / "first" / "genesys.prom").read_text()


@pytest.mark.parametrize(
    ("module", "options"),
    [
        ("webmessaging_channel", {"name": "Primary Web Messaging", "features": ["rich-media"]}),
        ("webmessaging_deployment", {"name": "Primary Web Messaging", "description": "Ours"}),
        ("webmessaging_configuration", {"name": "Primary Web Messaging", "description": "Ours"}),
    ],
)
def test_what_was_written_before_the_end_is_told_as_changed(
    simulator: Simulator, module: str, options: dict[str, Any]
) -> None:
    simulator.reset("webdeployments:13", pending_polls=1000)
    environment = {**simulator.environment, "GENESYS_API": "webdeployments"}
    running = start_module(Call(module, options, environment))
    give_up_at = time.monotonic() + module_process.TIME_LIMIT
    # a draft is written and polled, or a deployment is
    while len(simulator.requests("read")) < 4 and time.monotonic() < give_up_at:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGTERM)
    result = running.finish().result
    assert (result["failure"]["kind"], result["changed"]) == ("interrupted", True)
    assert result["diff"]["before"] != result["diff"]["after"]


def interrupted_among_writes(simulator: Simulator, call: Call, number: signal.Signals) -> Ran:
    """Run a module, and send it the signal once it has written a part of a fleet."""
    running = start_module(call)
    give_up_at = time.monotonic() + module_process.TIME_LIMIT
    while len(simulator.requests("write")) < 8 and time.monotonic() < give_up_at:
        time.sleep(0.01)
    os.kill(running.pid, number)
    ran = running.finish()
    assert ran.failed
    assert (ran.result["failure"]["kind"], ran.result["changed"]) == ("interrupted", True)
    assert number.name in ran.result["msg"]
    return ran


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_module_that_is_told_to_end_tells_what_it_did_and_what_it_did_not_begin(
    simulator: Simulator, tmp_path: Path, number: signal.Signals
) -> None:
    simulator.reset("webmessaging:200", latency_ms=100)
    log = tmp_path / "audit.jsonl"
    options = {"channels": [{"name_glob": "*", "max_concurrent_sessions": 800}], "workers": 4, "audit_log": str(log)}
    ran = interrupted_among_writes(simulator, Call(FLEET, options, simulator.environment), number)
    rows = {row["id"]: row["outcome"] for row in ran.result["channels"]}
    written = {request.rpartition("/")[2] for request in simulator.requests("write")}
    assert {channel_id for channel_id, outcome in rows.items() if outcome != "skipped"} == written
    assert Counter(rows.values())["skipped"] >= 200 - 16
    changed = {
        channel["id"]
        for channel in simulator.channels()
        if channel["configuration"]["webchat"]["maxConcurrentSessions"] == 800
    }
    assert changed == written
    entries = {entry["resource_id"]: entry["outcome"] for entry in ran.result["audit"]}
    assert entries == {channel_id: outcome for channel_id, outcome in rows.items() if outcome != "skipped"}
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["resource_id"] for line in lines if line["outcome"] == "begun"} == written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_deployments_that_were_not_begun_are_told_as_skipped(
    simulator: Simulator, tmp_path: Path, number: signal.Signals
) -> None:
    simulator.reset("plain-webdeployments:60", latency_ms=100)
    names = {each["id"]: each["name"] for each in simulator.deployments()}
    log = tmp_path / "audit.jsonl"
    wishes = [{"id": deployment_id, "description": "Ours"} for deployment_id in names]
    options = {"deployments": wishes, "workers": 4, "audit_log": str(log)}
    call = Call("webmessaging_deployments", options, simulator.environment)
    ran = interrupted_among_writes(simulator, call, number)
    outcomes = {row["id"]: row["outcome"] for row in ran.result["deployments"]}
    written = {request.rpartition("/")[2] for request in simulator.requests("write")}
    assert {deployment_id for deployment_id, outcome in outcomes.items() if outcome != "skipped"} == written
    assert f"{len(names) - len(written)} of {len(names)} deployments were not begun" in ran.result["msg"]
    changed = {each["id"] for each in simulator.deployments() if each.get("description") == "Ours"}
    assert changed == written
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["resource_id"] for line in lines if line["outcome"] == "begun"} == written
    # each that was begun has its end in the log: as done, or as unknown
    ends = {line["resource_id"]: line["outcome"] for line in lines if line["outcome"] != "begun"}
    assert ends == {deployment_id: outcome for deployment_id, outcome in outcomes.items() if outcome != "skipped"}
