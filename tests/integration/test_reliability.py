# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The figures that ``make reliability`` writes: each part into its own place, and a violation ends with 1."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.fuzz import laws
from tests.fuzz.cases import OPTIONS, draw
from tests.fuzz.stage import Seen
from tests.integration.module_process import Ran
from tests.reliability import __main__ as command
from tests.reliability.figures import Fuzz, violations


def test_a_short_run_writes_its_part_and_keeps_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps({"leaks": {"runs": 140}}))
    sizes = ["--parts", "campaign", "fuzz", "--cases", "2", "--fuzz", "2", "--jobs", "2", "--seed", "7"]
    monkeypatch.setattr(sys, "argv", ["make reliability", *sizes, "--figures", str(path)])
    assert command.main() == 0
    written = json.loads(path.read_text())
    assert written["leaks"] == {"runs": 140}
    assert (written["campaign"]["cases"], written["campaign"]["seed"]) == (2, 7)
    assert written["campaign"]["requests"] > 0
    assert sum(written["campaign"]["disturbances"].values()) == 2
    assert [written["fuzz"][kind]["cases"] for kind in ("options", "answers")] == [2, 2]
    assert violations(written) == {}


def _seen(tmp_path: Path, ran: Ran | None, is_hung: bool = False) -> Seen:
    return Seen(draw(OPTIONS, 0, 0, tmp_path), ran, "no result: EOFError()", is_hung, [], 0, {}, {})


@pytest.mark.parametrize(
    ("result", "law", "counted"),
    [
        (None, "ends_with_a_result", {"violations": 1, "tracebacks": 1}),
        (
            {"failed": True, "msg": "MODULE FAILURE", "failure": {"kind": "network"}},
            "MODULE FAILURE",
            {"tracebacks": 1},
        ),
        ({"failed": True, "msg": "x", "failure": {"kind": "odd"}}, "failed as 'odd'", {"tracebacks": 0}),
        ({"failed": True, "msg": "x\x1b[2J", "failure": {"kind": "network"}}, "unseen", {"violations": 1}),
    ],
)
def test_a_violation_is_found_and_counted(
    tmp_path: Path, result: dict[str, object] | None, law: str, counted: dict[str, int]
) -> None:
    ran = None if result is None else Ran(result, bool(result["failed"]), json.dumps(result), result)
    seen = _seen(tmp_path, ran)
    wrong = laws.broken(seen)
    assert law in "\n".join(wrong)
    counts = Fuzz()
    counts.add(seen, wrong)
    assert counts.figures().items() >= counted.items()
    assert violations({"fuzz": {"options": counts.figures()}})


def test_a_task_without_an_end_counts_as_one(tmp_path: Path) -> None:
    seen = _seen(tmp_path, None, is_hung=True)
    counts = Fuzz()
    counts.add(seen, laws.broken(seen))
    assert counts.figures().items() >= {"violations": 1, "tracebacks": 0, "hangs": 1}.items()
