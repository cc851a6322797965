# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the README, of its own first playbook on the demo's org: python -m demo.pictures FOLDER

They are a terminal with check, apply and second run, and the report of the apply; each light and dark.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from demo.environment import ansible_environment
from tests.simulator.client import Simulator

ROOT = Path(__file__).resolve().parent.parent
ORG = "webdeployments:13"
PLAYBOOK = "webmessaging.yml"
COMMANDS = [f"ansible-playbook {PLAYBOOK} --check --diff", *[f"ansible-playbook {PLAYBOOK}"] * 2]
REPORT_OF = 1
"""The index of the command whose report is shown: the one that changes the org."""
REPORT_WIDTH = 1000
SECTIONS = "#channels, #changes"

# The colours of GitHub's pages: background, text, then black to white, normal and bright.
THEMES = {
    "light": TerminalTheme(
        (246, 248, 250),
        (31, 35, 40),
        [
            (31, 35, 40),
            (207, 34, 46),
            (17, 99, 41),
            (149, 56, 0),
            (9, 105, 218),
            (130, 80, 223),
            (27, 124, 131),
            (89, 99, 110),
        ],
    ),
    "dark": TerminalTheme(
        (21, 27, 35),
        (240, 246, 252),
        [
            (101, 108, 118),
            (255, 123, 114),
            (63, 185, 80),
            (210, 153, 34),
            (88, 166, 255),
            (188, 140, 255),
            (57, 197, 207),
            (240, 246, 252),
        ],
    ),
}
# As rich draws a terminal, with the fonts of the reader's machine: a picture on a page may not load others.
DRAWING = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ visibility: hidden; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def playbook() -> str:
    """The README's first playbook, as it stands there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^```yaml\n(# {PLAYBOOK}\n.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    if not found:
        sys.exit(f"pictures: the README has no {PLAYBOOK}")
    return found[1]


def record(folder: Path) -> list[str]:
    """What each command printed, in colour. The report lies in the folder afterwards."""
    (folder / PLAYBOOK).write_text(playbook(), encoding="utf-8")
    shown = []
    with Simulator(ORG) as simulator:
        environment = {
            **ansible_environment(simulator, folder),
            "ANSIBLE_FORCE_COLOR": "true",
            "ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit",
            "GENESYS_TABLE": "false",
        }
        for number, command in enumerate(COMMANDS):
            report = {"GENESYS_REPORT_FILE": "report.html"} if number == REPORT_OF else {}
            ran = subprocess.run(
                command.split(),
                cwd=folder,
                env=environment | report,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if ran.returncode:
                sys.exit(f"pictures: {command} ended with {ran.returncode}\n{ran.stdout}")
            shown.append(ran.stdout)
    return shown


def transcript(outputs: list[str]) -> Text:
    """The terminal after all commands, without doubled empty lines."""
    text = Text()
    for command, output in zip(COMMANDS, outputs, strict=True):
        text.append("$ ", style="bold green").append(f"{command}\n", style="bold")
        above = ""
        for line in Text.from_ansi(output.strip()).split(allow_blank=True):
            line.rstrip()
            if line.plain or above:
                text.append(line).append("\n")
            above = line.plain
        text.append("\n")
    text.rstrip()
    return text


def draw_terminal(text: Text, folder: Path) -> None:
    lines = text.split(allow_blank=True)
    for theme, colours in THEMES.items():
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            console = Console(
                record=True,
                file=nowhere,
                width=max(line.cell_len for line in lines),
                force_terminal=True,
                color_system="standard",
            )
            console.print(text, no_wrap=True, crop=False)
        drawn = console.export_svg(title="", theme=colours, code_format=DRAWING, unique_id="terminal")
        text_of_drawing = "".join(f"{line.rstrip()}\n" for line in drawn.splitlines())
        (folder / f"terminal-{theme}.svg").write_text(text_of_drawing, encoding="utf-8")


def draw_report(report: Path, folder: Path) -> None:
    """The report's sections on channels and changes, as a browser shows them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ROOT / ".venv/browser/chromium", chromium_sandbox=False)
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": REPORT_WIDTH, "height": 900}, color_scheme=theme)
            page.goto(report.as_uri())
            boxes = [section.bounding_box() for section in page.locator(SECTIONS).all()]
            top = min(box["y"] for box in boxes if box)
            bottom = max(box["y"] + box["height"] for box in boxes if box)
            clip: FloatRect = {"x": 0.0, "y": top - 16, "width": float(REPORT_WIDTH), "height": bottom - top + 32}
            page.screenshot(path=folder / f"report-{theme}.png", full_page=True, clip=clip)
        browser.close()


def main() -> None:
    images = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="genesys-pictures-") as name:
        folder = Path(name)
        draw_terminal(transcript(record(folder)), images)
        draw_report(folder / "report.html", images)


if __name__ == "__main__":
    main()
