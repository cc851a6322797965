# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A log of lines that parallel tasks and runs share, and what it knows of operations that never ended."""

from __future__ import annotations

import errno
import fcntl
import json
import multiprocessing
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.files import append_line
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.audit_log import LOOKED_AT, unfinished


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


def append_many(path: str, writer: int) -> None:
    for number in range(10):
        append_line(path, json.dumps({"writer": writer, "number": number, "fill": "x" * 500}))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # the writers need no thread
def test_a_log_of_fifty_writers_is_valid(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    forks = multiprocessing.get_context("fork")
    writers = [forks.Process(target=append_many, args=(str(log), number)) for number in range(50)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = [json.loads(line) for line in log.read_text().splitlines()]
    assert sorted((line["writer"], line["number"]) for line in found) == [
        (writer, number) for writer in range(50) for number in range(10)
    ]


@pytest.mark.parametrize("half", ['{"audit_id": "half', "x", "{}", " ", "\0"])
def test_a_line_begins_on_a_line_of_its_own_whatever_was_left_there(tmp_path: Path, half: str) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_text(f"first\n{half}")
    append_line(str(log), "second")
    append_line(str(log), "third")
    assert log.read_text() == f"first\n{half}\nsecond\nthird\n"


def test_a_log_that_may_only_be_written_is_written(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_text("first\n")
    log.chmod(0o200)
    append_line(str(log), "second")
    log.chmod(0o600)
    assert log.read_text() == "first\nsecond\n"


def line(outcome: str, audit_id: str, name: str = "Primary", **more: object) -> str:
    entry = {"audit_id": audit_id, "resource": "channel", "resource_name": name, "outcome": outcome, **more}
    return json.dumps(entry)


def left_in(path: Path, *lines: str) -> list[str]:
    path.write_text("".join(f"{each}\n" for each in lines))
    return [entry["audit_id"] for entry in unfinished(str(path))]


def test_what_was_begun_and_never_ended_is_unfinished(tmp_path: Path) -> None:
    one, two, three, four = (str(uuid.uuid4()) for _each in range(4))
    log = tmp_path / "audit.jsonl"
    found = left_in(
        log,
        line("begun", one),
        line("begun", two, 'odd "outcome": "updated" name'),
        "not json",
        line("updated", one),
        line("begun", three),
        line("unknown", three),
        line("begun", four),
        line("unchanged", str(uuid.uuid4()), unfinished=[four]),
    )
    assert found == [two, three]


@pytest.mark.parametrize("content", ["", "\n\n", "half of a line", "[]\n", '{"audit_id": 5, "outcome": "begun"}'])
def test_a_log_without_sense_has_nothing_unfinished(tmp_path: Path, content: str) -> None:
    assert left_in(tmp_path / "audit.jsonl", content) == []


def test_only_the_end_of_a_long_log_is_looked_at(tmp_path: Path) -> None:
    old, new = str(uuid.uuid4()), str(uuid.uuid4())
    assert left_in(tmp_path / "audit.jsonl", line("begun", old), "x" * LOOKED_AT, line("begun", new)) == [new]


@pytest.mark.parametrize("name", ["missing", "folder", "pipe", "link", "nul\0"])
def test_what_cannot_be_looked_at_has_nothing_unfinished(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "target").write_text(line("begun", str(uuid.uuid4())))
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert unfinished(str(tmp_path / name)) == []
