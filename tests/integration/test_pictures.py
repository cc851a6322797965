# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README's terminal shows what its commands print today; `make pictures` draws it again."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest

from demo import pictures
from tests.integration.ansible_process import COMMANDS, ROOT

LINE = re.compile(r'<text [^>]*clip-path="url\(#terminal-line-(\d+)\)"[^>]*>([^<]*)</text>')


def lines_of(drawing: Path) -> list[str]:
    """The text of a drawn terminal, line by line."""
    found: dict[int, str] = {}
    for number, text in LINE.findall(drawing.read_text(encoding="utf-8")):
        found[int(number)] = found.get(int(number), "") + html.unescape(text).replace("\xa0", " ").rstrip("\n")
    return [found[number].rstrip() for number in sorted(found)]


def test_the_terminal_shows_what_the_readme_s_playbook_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{COMMANDS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ANSIBLE_COLLECTIONS_PATH", str(ROOT / "build/collections"))
    outputs = pictures.record(tmp_path)
    pictures.draw_terminal(pictures.transcript(outputs), tmp_path)
    for theme in pictures.THEMES:
        drawn = lines_of(ROOT / f"docs/images/terminal-{theme}.svg")
        assert drawn == lines_of(tmp_path / f"terminal-{theme}.svg")
        assert [line for line in drawn if line.startswith("$ ")] == [f"$ {command}" for command in pictures.COMMANDS]
        assert [line.split()[3] for line in drawn if line.startswith("localhost ")] == [
            "changed=1",
            "changed=1",
            "changed=0",
        ]
    assert (tmp_path / "report.html").stat().st_size
