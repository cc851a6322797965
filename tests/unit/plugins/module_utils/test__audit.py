# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit trail: checksums anyone can recompute, and a log that parallel tasks can share."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import random
import subprocess
import sys
import threading
import uuid
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils import _audit
from ansible_collections.genesys.cloud.plugins.module_utils._audit import (
    AuditTrail,
    Operation,
    checksum,
)
from ansible_collections.genesys.cloud.plugins.module_utils._audit_log import append_line
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Answer, Conflict, GenesysError, InvalidInput
from ansible_collections.genesys.cloud.plugins.module_utils._recorder import WRITE, Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._redact import Redactor
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees
from ansible_collections.genesys.cloud.tests.unit.network import TurnedClock


@given(trees(), st.randoms(use_true_random=False))
def test_the_checksum_is_that_of_canonical_json_whatever_the_order_of_keys(body: Tree, chance: random.Random) -> None:
    items = list(body.items())
    chance.shuffle(items)
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert checksum(dict(items)) == hashlib.sha256(text.encode()).hexdigest()


def test_known_checksums() -> None:
    assert checksum(None) is None
    assert checksum({"b": [1, None], "a": "\u00fc"}) == hashlib.sha256('{"a":"ü","b":[1,null]}'.encode()).hexdigest()
    assert checksum({}) != checksum([]) != checksum("")
    assert len(checksum({"lone": "\ud800"}) or "") == 64


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_log_is_for_its_owner_alone(tmp_path: Path, umask: int) -> None:
    log = tmp_path / "audit.jsonl"
    before = os.umask(umask)
    try:
        append_line(str(log), "{}")
    finally:
        os.umask(before)
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.read_text() == "{}\n"


def test_an_existing_log_is_added_to_and_keeps_its_mode(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_text("first\n")
    log.chmod(0o640)
    append_line(str(log), "second")
    assert log.read_text() == "first\nsecond\n"
    assert log.stat().st_mode & 0o777 == 0o640


def test_lines_of_parallel_processes_stay_whole(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    program = (
        "import sys\n"
        f"from {append_line.__module__} import append_line\n"
        "for number in range(50):\n"
        "    append_line(sys.argv[1], sys.argv[2] * 9000 + str(number))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(log), letter], env=environment) for letter in "abcd"
    ]
    assert [writer.wait() for writer in writers] == [0] * 4
    lines = log.read_text().splitlines()
    assert sorted(lines) == sorted(letter * 9000 + str(number) for letter in "abcd" for number in range(50))


def test_a_line_waits_for_whoever_is_writing(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    with log.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        writer = threading.Thread(target=append_line, args=(str(log), "second"))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        other.write("first\n")
    writer.join()
    assert log.read_text() == "first\nsecond\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", errno.EISDIR),
        ("link", errno.ELOOP),
        ("dangling", errno.ELOOP),
        ("pipe", errno.ENXIO),
        ("missing/audit.jsonl", errno.ENOENT),
        ("elsewhere/audit.jsonl", errno.ENOTDIR),
    ],
)
def test_what_is_no_plain_file_is_an_error_and_not_written_to(tmp_path: Path, name: str, reason: int) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("untouched")
    (tmp_path / "link").symlink_to(elsewhere)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=os.strerror(reason)):
        append_line(str(tmp_path / name), "{}")
    assert elsewhere.read_text() == "untouched"
    assert not (tmp_path / "nowhere").exists()


class Trail:
    """A trail with what it works on."""

    def __init__(self, log: str | None = None, check_mode: bool = False) -> None:
        self.recorder = Recorder()
        self.warnings: list[str] = []
        self.trail = AuditTrail(self.recorder, Redactor(["s3cret"]), TurnedClock(), check_mode, log, self.warnings)


def operation() -> Operation:
    return Operation("CHANNEL_UPDATE", "channel", "id-1", "Primary", changes=("features",))


def test_an_entry_has_the_promised_keys() -> None:
    made = Trail(check_mode=True)
    with made.trail.operation(operation()) as current:
        made.recorder.answered(WRITE, 12.3456, "c-1", {"id": "id-1"}, again=False)
        made.recorder.answered(WRITE, 1.0, None, {"id": "id-1"}, again=True)
        made.recorder.waited(0.5)
        current.outcome = _audit.UPDATED
    (entry,) = made.trail.entries
    assert str(uuid.UUID(entry.pop("audit_id")))
    assert entry == {
        "timestamp": "2026-11-22T10:15:30.000Z",
        "action": "CHANNEL_UPDATE",
        "resource": "channel",
        "resource_id": "id-1",
        "resource_name": "Primary",
        "outcome": "updated",
        "check_mode": True,
        "attempts": 2,
        "latency_ms": 13.346,
        "wait_ms": 500.0,
        "payload_sha256": hashlib.sha256(b'{"id":"id-1"}').hexdigest(),
        "context_id": "c-1",
        "changes": ["features"],
    }
    assert datetime.fromisoformat(entry["timestamp"][:-1])


@pytest.mark.parametrize(
    ("error", "outcome", "context_id"),
    [
        (InvalidInput(["name: is empty."]), "rejected", "c-1"),
        (Conflict("taken", Answer(context_id="c-2")), "failed", "c-2"),
        (ZeroDivisionError(), "failed", "c-1"),
    ],
)
def test_whatever_is_raised_there_is_one_entry(error: Exception, outcome: str, context_id: str) -> None:
    made = Trail()

    def fail() -> None:
        with made.trail.operation(operation()):
            made.recorder.answered(WRITE, 1.0, "c-1", {}, again=False)
            raise error

    with pytest.raises(type(error)):
        fail()
    (entry,) = made.trail.entries
    assert (entry["outcome"], entry["context_id"]) == (outcome, context_id)
    if isinstance(error, GenesysError):
        assert str(error).startswith("Cannot update channel 'Primary' (id-1): ")


def test_each_entry_becomes_one_line_of_ascii_json_without_secrets(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    made = Trail(str(log))
    for name in ("with s3cret", "two\nlines \u2028 \u00fc"):
        with made.trail.operation(Operation("WEBHOOK_CREATE", "webhook", None, name)):
            pass
    raw = log.read_bytes()
    assert raw.isascii()
    assert b"s3cret" not in raw
    assert [json.loads(line) for line in raw.decode().splitlines()] == made.trail.entries
    assert made.trail.entries[1]["resource_name"] == "two\nlines \u2028 \u00fc"
    assert len({entry["audit_id"] for entry in made.trail.entries}) == 2


@pytest.mark.parametrize("name", ["missing/audit.jsonl", "", "nul\0byte"])
def test_a_log_that_cannot_be_written_is_one_warning_and_no_failure(tmp_path: Path, name: str) -> None:
    made = Trail(str(tmp_path / name) if name else str(tmp_path))
    for _entry in range(3):
        with made.trail.operation(operation()) as current:
            current.outcome = _audit.UPDATED
    assert len(made.warnings) == 1
    assert str(tmp_path) in made.warnings[0]
    assert "what was done is not affected" in made.warnings[0]
    assert [entry["outcome"] for entry in made.trail.entries] == ["updated"] * 3
