# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The record of a run over the whole matrix: what ran, when, on which commit, and how it ended."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .releases import ROOT

FILE = ROOT / "docs" / "reference" / "matrix.json"


@dataclass
class Ran:
    """The behaviour check of one ansible-core with one Python on the control node."""

    python: str
    """Exact, such as 3.12.1."""
    requests: list[str]
    targets: list[dict[str, Any]]
    """``{"python": "3.8.18", "requests": ["2.25.0", "2.32.4"]}`` for each Python where modules ran."""
    seconds: int
    problem: str | None
    """Its first line; None: passed."""


@dataclass
class RanSanity:
    """``ansible-test sanity`` of one ansible-core."""

    python: str
    tests: int
    """How many different tests ran."""
    pythons: list[str]
    """For which Pythons it imported or compiled the code."""
    seconds: int
    replaced: list[str]
    """Libraries that it would get from another host than the package index, and got from there."""
    problem: str | None


@dataclass
class Core:
    """Everything that ran with one release of ansible-core."""

    version: str
    final: bool
    rows: list[Ran] = field(default_factory=list)
    sanity: RanSanity | None = None
    not_here: list[str] = field(default_factory=list)
    """Pythons that it supports on the control node, and that the machine does not have."""
    targets_not_here: list[str] = field(default_factory=list)


@dataclass
class Record:
    """One run over the whole matrix."""

    date: str
    """The day, as YYYY-MM-DD, in UTC."""
    commit: str
    cores: list[Core]


def write(record: Record, file: Path = FILE) -> None:
    file.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")


def read(file: Path = FILE) -> Record:
    data = json.loads(file.read_text(encoding="utf-8"))
    return Record(data["date"], data["commit"], [_core(each) for each in data["cores"]])


def _core(data: dict[str, Any]) -> Core:
    rows = [Ran(**row) for row in data["rows"]]
    sanity = RanSanity(**data["sanity"]) if data["sanity"] else None
    return Core(**{**data, "rows": rows, "sanity": sanity})
