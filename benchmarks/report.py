# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The results, as Markdown tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
    """A target of a measurement."""

    text: str
    measured: str
    is_met: bool


@dataclass
class Section:
    """One measurement: a table, notes, and targets. ``data`` is for the JSON."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: Sequence[object], **data: Any) -> None:
        self.rows.append(row)
        self.data.append(data)

    def to_text(self) -> str:
        parts = [f"## {self.title}", *self.notes, table(self.columns, self.rows)]
        if self.targets:
            rows = [(item.text, item.measured, "met" if item.is_met else "MISSED") for item in self.targets]
            parts.append(table(("target", "measured", ""), rows))
        return "\n\n".join(parts)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Numbers to the right, everything else to the left."""
    texts = [[shown(cell) for cell in row] for row in rows]
    widths = [max(len(line[index]) for line in [list(columns), *texts]) for index in range(len(columns))]
    right = [bool(rows) and all(isinstance(row[index], (int, float)) for row in rows) for index in range(len(columns))]
    rule = ["-" * (width - 1) + (":" if on_right else "-") for width, on_right in zip(widths, right, strict=True)]
    lines = [list(columns), rule, *texts]
    return "\n".join(
        "| "
        + " | ".join(
            cell.rjust(width) if on_right else cell.ljust(width)
            for cell, width, on_right in zip(line, widths, right, strict=True)
        )
        + " |"
        for line in lines
    )


def shown(value: object) -> str:
    """A number with its significant digits."""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return str(value)
