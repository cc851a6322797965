# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit trail: checksums anyone can recompute, an entry an operation, and a line before its first write."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import outcomes
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    Conflict,
    GenesysError,
    InvalidInput,
    RequestInfo,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._core.tally import READ, WRITE
from ansible_collections.genesys.cloud.plugins.module_utils._http.interruption import Interrupted, Interruption
from ansible_collections.genesys.cloud.plugins.module_utils._http.recorder import Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.audit import (
    AuditTrail,
    Operation,
    checksum,
)
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


class Trail:
    """A trail with what it works on."""

    def __init__(self, log: str | None = None, check_mode: bool = False) -> None:
        self.interruption = Interruption()
        self.recorder = Recorder(self.interruption)
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
        current.outcome = outcomes.UPDATED
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
        "api_host": None,
        "client_id": None,
        "operator": None,
        "version_before": None,
        "version_after": None,
        "changes": ["features"],
    }
    assert datetime.fromisoformat(entry["timestamp"][:-1])


@pytest.mark.parametrize(
    ("error", "outcome", "context_id"),
    [
        (InvalidInput(["name: is empty."]), "rejected", "c-1"),
        (Conflict("taken", RequestInfo(context_id="c-2")), "failed", "c-2"),
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
            current.outcome = outcomes.UPDATED
    assert len(made.warnings) == 1
    assert str(tmp_path) in made.warnings[0]
    assert "the changes are not affected" in made.warnings[0]
    assert [entry["outcome"] for entry in made.trail.entries] == ["updated"] * 3


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]


def write(made: Trail, body: Any = None) -> None:
    """What the sender does for one try."""
    made.recorder.sending(WRITE, body)
    made.recorder.answered(WRITE, 1.0, "c-1", body, again=False)


def test_the_line_before_a_write_is_there_when_it_is_sent_and_has_the_id_of_the_one_after(
    tmp_path: Path,
) -> None:
    log = tmp_path / "audit.jsonl"
    made = Trail(str(log))
    with made.trail.operation(operation()) as current:
        made.recorder.sending(READ, None)
        assert not log.exists()
        made.recorder.sending(WRITE, {"id": "id-1"})
        (begun,) = lines(log)
        made.recorder.answered(WRITE, 1.0, "c-1", {"id": "id-1"}, again=False)
        write(made, {"id": "another"})
        current.outcome = outcomes.UPDATED
    first, second = lines(log)
    assert first == begun
    assert (first["outcome"], first["attempts"], first["payload_sha256"]) == ("begun", 0, checksum({"id": "id-1"}))
    assert (second["outcome"], second["attempts"], second["audit_id"]) == ("updated", 2, first["audit_id"])
    assert list(first) == list(second)
    assert made.trail.entries == [second]


def test_an_operation_that_writes_nothing_and_one_in_check_mode_have_one_line(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    made, checking = Trail(str(log)), Trail(str(log), check_mode=True)
    with made.trail.operation(operation()) as current:
        made.recorder.sending(READ, None)
        current.outcome = outcomes.UNCHANGED
    with checking.trail.operation(operation()) as current:
        checking.recorder.sending(WRITE, {})
        current.outcome = outcomes.CHECKED
    assert [line["outcome"] for line in lines(log)] == ["unchanged", "checked"]


def test_a_write_of_a_thread_of_the_operation_begins_it_once(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    made = Trail(str(log))
    with made.trail.operation(operation()):
        threads = [threading.Thread(target=made.recorder.counted_here(write_twice), args=(made,)) for _each in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [line["outcome"] for line in lines(log)] == ["begun", "failed"]
    assert lines(log)[1]["attempts"] == 16


def write_twice(made: Trail) -> None:
    write(made)
    write(made)


@pytest.mark.parametrize("error", [Interrupted("the signal SIGTERM"), KeyboardInterrupt(), SystemExit(1)])
@pytest.mark.parametrize("has_begun", [True, False])
def test_what_is_interrupted_is_unknown_once_a_write_was_begun(
    tmp_path: Path, error: BaseException, has_begun: bool
) -> None:
    log = tmp_path / "audit.jsonl"
    made = Trail(str(log))
    current = operation()

    def be_interrupted() -> None:
        with made.trail.operation(current):
            if has_begun:
                write(made)
            raise error

    with pytest.raises(type(error)):
        be_interrupted()
    assert [entry["outcome"] for entry in made.trail.entries] == (["unknown"] if has_begun else [])
    assert current.outcome == ("unknown" if has_begun else "skipped")
    assert log.exists() is has_begun


def test_an_interrupted_task_sends_nothing_more() -> None:
    made = Trail()
    made.interruption.interrupt("the signal SIGTERM")
    for kind in (READ, WRITE):
        with pytest.raises(Interrupted, match="SIGTERM"):
            made.recorder.sending(kind, None)


def test_last_words_tell_what_is_under_way_as_unknown_and_nothing_is_begun_behind_them(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    made = Trail(str(log))
    with made.trail.operation(operation()) as current:
        write(made)
        made.trail.close()
        made.trail.close()
        current.outcome = outcomes.UPDATED
    with pytest.raises(Interrupted), made.trail.operation(operation()):
        made.recorder.sending(WRITE, {})
    assert [line["outcome"] for line in lines(log)] == ["begun", "unknown"]


def test_two_threads_on_a_log_that_cannot_be_written_warn_once_and_with_its_path(tmp_path: Path) -> None:
    path = str(tmp_path / "missing" / "audit.jsonl")
    for _try in range(20):
        made = Trail(path)
        together = threading.Barrier(4)

        def record(made: Trail = made, together: threading.Barrier = together) -> None:
            with made.trail.operation(operation()):
                together.wait(60)
                write(made)

        threads = [threading.Thread(target=record) for _each in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (warning,) = made.warnings
        assert path in warning
        assert len(made.trail.entries) == 4


def be_interrupted_amid(made: Trail, current: Operation) -> None:
    with made.trail.operation(current):
        write(made)
        raise KeyboardInterrupt


@pytest.mark.parametrize("last", ["begun", "unknown"])
def test_the_next_operation_on_an_object_names_what_is_not_known_to_have_ended(tmp_path: Path, last: str) -> None:
    log = tmp_path / "audit.jsonl"
    killed = Trail(str(log))
    with pytest.raises(KeyboardInterrupt):
        be_interrupted_amid(killed, operation())
    if last == "begun":  # as after SIGKILL
        log.write_text(log.read_text().splitlines()[0])
    left = killed.trail.entries[0]["audit_id"]
    another, same, later = (Trail(str(log)) for _each in range(3))
    with another.trail.operation(Operation("CHANNEL_UPDATE", "channel", "id-2", "Primary")):
        pass
    with same.trail.operation(operation()) as current:
        current.outcome = outcomes.UNCHANGED
    with later.trail.operation(operation()) as current:
        current.outcome = outcomes.UNCHANGED
    found = [trail.trail.entries[0].get("unfinished") for trail in (another, same, later)]
    assert found == [None, [left], None]


def test_what_was_being_created_is_found_again_by_its_name(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    killed, again = Trail(str(log)), Trail(str(log))
    with pytest.raises(KeyboardInterrupt):
        be_interrupted_amid(killed, Operation("WEBHOOK_CREATE", "webhook", None, "Sync"))
    with again.trail.operation(Operation("WEBHOOK_UPDATE", "webhook", "w-1", "Sync")):
        pass
    assert again.trail.entries[0]["unfinished"] == [killed.trail.entries[0]["audit_id"]]
