# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit entry and the metrics of ``webmessaging_channel``: every key, whatever the outcome, in the log too."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels import (
    CHANNEL,
    FEATURES,
    ID,
    ITEM,
    PATCH,
    READ,
    TOKEN,
    availability,
    bodies,
    org,
    stored,
)
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

NAME = stored()["name"]

KEYS: dict[str, type | tuple[type, ...]] = {
    "audit_id": str,
    "timestamp": str,
    "action": str,
    "resource": str,
    "resource_id": (str, type(None)),
    "resource_name": (str, type(None)),
    "outcome": str,
    "check_mode": bool,
    "attempts": int,
    "latency_ms": float,
    "wait_ms": float,
    "payload_sha256": (str, type(None)),
    "context_id": (str, type(None)),
    "api_host": (str, type(None)),
    "client_id": (str, type(None)),
    "operator": str,
    "version_before": (str, type(None)),
    "version_after": (str, type(None)),
    "changes": list,
}

OUTCOMES: dict[str, tuple[dict[str, Any], bool, dict[str, Any]]] = {
    "updated": ({"id": ID, "max_concurrent_sessions": 800}, False, {"attempts": 1}),
    "updated by name": ({"name": NAME, "max_concurrent_sessions": 800}, False, {"attempts": 1}),
    "unchanged": ({"id": ID, "max_concurrent_sessions": 500}, False, {"changes": []}),
    "unchanged in check mode": ({"name": NAME, "max_concurrent_sessions": 500}, True, {"changes": []}),
    "checked": ({"id": ID, "max_concurrent_sessions": 800}, True, {}),
    "rejected for its options": (
        {"id": ID, "max_concurrent_sessions": 0},
        False,
        {"resource_name": None, "changes": []},
    ),
    "rejected in check mode": (
        {"name": NAME, "max_concurrent_sessions": 0},
        True,
        {"resource_id": None, "changes": []},
    ),
    "rejected for what the channel has": (
        {"id": ID, "target_browsers": ["safari"], "enable_features": []},
        False,
        {"changes": []},
    ),
    "failed for an unknown id": ({"id": "nobody"}, False, {"resource_id": "nobody", "resource_name": None}),
    "failed for an unknown name": ({"name": "Nobody"}, True, {"resource_id": None, "resource_name": "Nobody"}),
    "failed for a refused PATCH": (
        {"id": ID, "routing": {"queue_id": "queue-x"}},
        False,
        {"attempts": 1, "changes": ["routing.queue_id"]},
    ),
}


@pytest.fixture
def one_channel(simulator: Simulator) -> Simulator:
    """It has a feature that does not work in every browser."""
    simulator.reset(org(stored(configuration={"webchat": {"maxConcurrentSessions": 500, "features": ["co-browsing"]}})))
    return simulator


def sha256_of(body: Any) -> str:
    """Of canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("case", OUTCOMES)
def test_every_outcome_is_one_entry_with_every_key_and_one_line_in_the_log(
    one_channel: Simulator, modules: Modules, tmp_path: Path, case: str
) -> None:
    options, check_mode, special = OUTCOMES[case]
    log = tmp_path / "audit.jsonl"
    ran = modules.run(CHANNEL, check_mode=check_mode, audit_log=str(log), **options)
    outcome = case.split(maxsplit=1)[0]
    assert ran.failed is (outcome in ("rejected", "failed"))
    (entry,) = ran.result["audit"]

    assert list(entry) == list(KEYS)
    assert {key: entry[key] for key, kind in KEYS.items() if not isinstance(entry[key], kind)} == {}
    assert {key: entry[key] for key in ("action", "resource", "outcome", "check_mode")} == {
        "action": "CHANNEL_UPDATE",
        "resource": "channel",
        "outcome": outcome,
        "check_mode": check_mode,
    }
    ordinary = {
        "resource_id": ID,
        "resource_name": NAME,
        "attempts": 0,
        "changes": ["max_concurrent_sessions"] if outcome in ("updated", "checked") else [],
    }
    wanted = {**ordinary, **special}
    assert {key: entry[key] for key in wanted} == wanted
    sent = bodies(one_channel)
    assert entry["attempts"] == len(sent)
    assert entry["payload_sha256"] == (sha256_of(sent[0]) if sent else None)
    is_sent = bool(one_channel.requests())
    assert (entry["latency_ms"] > 0, entry["context_id"] is not None) == (is_sent, is_sent)
    assert entry["wait_ms"] == 0.0

    assert log.read_text(encoding="ascii").endswith("}\n")
    *begun, ended = (json.loads(line) for line in log.read_text(encoding="ascii").splitlines())
    assert ended == entry
    assert [(line["audit_id"], line["outcome"], line["attempts"]) for line in begun] == (
        [(entry["audit_id"], "begun", 0)] if sent else []
    )
    for line in begun:
        same = ("action", "resource", "resource_id", "resource_name", "payload_sha256", "changes", "check_mode")
        assert [line[key] for key in same] == [entry[key] for key in same]
        assert list(line) == list(KEYS)
    assert mode_of(log) == 0o600


def test_ids_are_uuids_and_the_time_is_now_in_utc(one_channel: Simulator, modules: Modules) -> None:
    entries = [modules.succeed(CHANNEL, id=ID)["audit"][0] for _run in range(2)]
    assert len({uuid.UUID(entry["audit_id"]) for entry in entries}) == 2
    for entry in entries:
        assert entry["timestamp"].endswith("Z")
        moment = datetime.fromisoformat(entry["timestamp"])
        assert abs(datetime.now(moment.tzinfo) - moment) < timedelta(minutes=5)


def test_the_context_id_is_the_server_s_of_the_last_request(one_channel: Simulator, modules: Modules) -> None:
    channel = one_channel.channel(ID)
    one_channel.fault(
        "GET", ITEM, {"after": {"status": 200, "headers": {"ININ-Correlation-Id": "of the read"}, "body": channel}}
    )
    channel["configuration"]["webchat"]["maxConcurrentSessions"] = 800
    one_channel.fault(
        "PATCH", ITEM, {"after": {"status": 200, "headers": {"ININ-Correlation-Id": "of the PATCH"}, "body": channel}}
    )
    updated = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800)
    assert updated["audit"][0]["context_id"] == "of the PATCH"


def test_the_context_id_of_a_refusal_is_the_one_that_the_user_is_told(one_channel: Simulator, modules: Modules) -> None:
    result = modules.fail(CHANNEL, id=ID, routing={"queue_id": "queue-x"})
    uuid.UUID(result["failure"]["context_id"])
    assert result["audit"][0]["context_id"] == result["failure"]["context_id"]
    assert result["failure"]["context_id"] in result["msg"]


def test_the_checksum_is_of_the_body_in_utf_8(one_channel: Simulator, modules: Modules) -> None:
    value = {"zulu": "¡Hola! \U0001f44b", "alpha": [1.0, 2**70, None, True], "Grün": '"\\\\'}
    result = modules.succeed(CHANNEL, id=ID, configuration={"custom": value})
    (body,) = bodies(one_channel)
    assert body == {"id": ID, "configuration": {"custom": value}}
    assert result["audit"][0]["payload_sha256"] == sha256_of(body)


def test_attempts_count_writes_and_waits_are_no_latency(one_channel: Simulator, modules: Modules) -> None:
    again = {"status": 429, "headers": {"Retry-After": "0"}, "code": "too.many.requests.retry.after"}
    one_channel.fault("PATCH", ITEM, {"respond": again})
    result = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800)
    (entry,) = result["audit"]
    assert entry["attempts"] == 2
    assert entry["wait_ms"] >= 500
    assert result["metrics"]["wait_ms"] == entry["wait_ms"]
    assert result["metrics"]["retries"] == 1
    assert result["metrics"]["requests"] == {"total": 4, "token": 1, "read": 1, "write": 2}


def test_metrics_are_numbers(one_channel: Simulator, modules: Modules) -> None:
    one_channel.settings(latency_ms=20)
    metrics = modules.succeed(CHANNEL, id=ID, features=FEATURES)["metrics"]
    assert one_channel.requests() == [TOKEN, READ, PATCH]
    assert metrics.keys() == {"api_host", "requests", "retries", "wait_ms", "latency_ms", "feature_availability"}
    assert metrics["requests"] == {"total": 3, "token": 1, "read": 1, "write": 1}
    assert (metrics["retries"], metrics["wait_ms"]) == (0, 0.0)
    latency = metrics["latency_ms"]
    assert list(latency) == ["avg", "p50", "p95", "max"]
    assert {type(value) for value in latency.values()} == {float}
    assert 20 <= latency["p50"] <= latency["p95"] <= latency["max"]
    assert 20 <= latency["avg"] <= latency["max"]
    assert metrics["feature_availability"] == availability(1, rich_media=1, typing_indicators=1, file_sharing=1)


def test_metrics_of_a_refusal_are_zeros(one_channel: Simulator, modules: Modules) -> None:
    metrics = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=0)["metrics"]
    assert metrics == {
        "api_host": None,
        "requests": {"total": 0, "token": 0, "read": 0, "write": 0},
        "retries": 0,
        "wait_ms": 0.0,
        "latency_ms": {"avg": 0.0, "p50": 0.0, "p95": 0.0, "max": 0.0},
        "feature_availability": availability(0),
    }
    assert one_channel.requests() == []


def test_the_log_is_appended_to_and_keeps_its_mode(one_channel: Simulator, modules: Modules, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_text("earlier\n")
    log.chmod(0o640)
    entries = []
    for sessions in (801, 802):
        result = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=sessions, audit_log=str(log))
        entries += result["audit"]
    first, *lines = log.read_text().splitlines()
    assert first == "earlier"
    found = [json.loads(line) for line in lines]
    assert [line["outcome"] for line in found] == ["begun", "updated"] * 2
    assert found[1::2] == entries
    assert mode_of(log) == 0o640


@pytest.mark.parametrize("log", [".", "nowhere/audit.jsonl", "file/audit.jsonl", "/dev/full", "pipe"])
@pytest.mark.parametrize("sessions", [800, 0])
def test_a_log_that_cannot_be_written_is_a_warning_and_nothing_more(
    one_channel: Simulator, modules: Modules, tmp_path: Path, log: str, sessions: int
) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    path = str(tmp_path / log)
    ran = modules.run(CHANNEL, id=ID, max_concurrent_sessions=sessions, audit_log=path)
    assert ran.failed is (sessions == 0)
    assert [entry["outcome"] for entry in ran.result["audit"]] == ["updated" if sessions else "rejected"]
    assert ran.result["changed"] is bool(sessions)
    assert len(ran.result["warnings"]) == 1
    warning = json.dumps(ran.result["warnings"][0])
    assert json.dumps(path)[1:-1] in warning
    assert "the changes are not affected" in warning


def test_lines_of_parallel_tasks_stay_whole(simulator: Simulator, modules: Modules, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    simulator.reset("webmessaging:20", latency_ms=100)
    running = [
        modules.start(CHANNEL, id=channel["id"], max_concurrent_sessions=801, audit_log=str(log))
        for channel in simulator.channels()
    ]
    returned = [module.finish().result["audit"][0] for module in running]
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    logged = [line for line in lines if line["outcome"] != "begun"]
    assert len(lines) == 40
    assert len(logged) == len({entry["resource_id"] for entry in logged}) == 20
    assert sorted(logged, key=str) == sorted(returned, key=str)
    assert mode_of(log) == 0o600
