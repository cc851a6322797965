# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what follows from the code between its markers in documents: generate.py [--check]

A part begins with ``begin generated: NAME`` and ends with ``end generated``, each in a comment of its file's language.
With --check nothing is written, and the exit status is 1 if anything would be.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"
PART = re.compile(
    r"^(?P<begin>[ ]*(?:<!--|#) begin generated: (?P<name>[\w ]+?)(?: -->)?\n)"
    r".*?"
    r"^(?P<end>[ ]*(?:<!--|#) end generated)",
    re.MULTILINE | re.DOTALL,
)
ROOMS = ("_core", "_http", "_channel", "_communications", "_webdeployments", "_use_cases", "_tasks")
"""From the ground up; ``tests/unit/test_house.py`` holds the imports against it."""
CONTROLLER = ("_run", "_changes", "_export")


def summary(path: Path) -> str:
    """The first sentence of its docstring, in Markdown, with whether it is pure."""
    docstring = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    text = docstring.replace("\n", " ").replace("``", "`")
    sentence = re.split(r"(?<=\.) (?=[A-Z])", text)[0].rstrip(".")
    return f"{sentence}{' *(pure)*' if re.search(r'Pure(?! but)', text) else ''}"


def listed(room: Path) -> str:
    """A table of a room's files, a line each."""
    rows = [f"| `{path.name}` | {summary(path)} |" for path in sorted(room.glob("*.py"))]
    return "\n".join([f"| `{room.name}/` | |", "|---|---|", *rows]) + "\n"


def rooms_of_module_utils() -> str:
    return "\n".join(listed(PLUGINS / "module_utils" / room) for room in reversed(ROOMS))


def rooms_of_plugin_utils() -> str:
    top = [f"| `{path.name}` | {summary(path)} |" for path in sorted((PLUGINS / "plugin_utils").glob("*.py"))]
    own = "\n".join(["| `plugin_utils/` | |", "|---|---|", *top]) + "\n"
    return "\n".join([own, *(listed(PLUGINS / "plugin_utils" / room) for room in CONTROLLER)])


def picture() -> str:
    """Which room imports which, and how often: drawn from the imports of the files."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for room in ROOMS:
        for path in (PLUGINS / "module_utils" / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.level == 2:
                    counts[room, (node.module or "").split(".")[0]] += 1
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {room}["{room}/"]' for room in reversed(ROOMS)]
    order = {room: height for height, room in enumerate(ROOMS)}
    for (above, below), count in sorted(counts.items(), key=lambda each: (-order[each[0][0]], -order[each[0][1]])):
        lines.append(f"    {above} -- {count} --> {below}")
    return "\n".join([*lines, "```"]) + "\n"


GENERATORS: dict[str, Callable[[], str]] = {
    "picture of the rooms": picture,
    "rooms of module_utils": rooms_of_module_utils,
    "rooms of plugin_utils": rooms_of_plugin_utils,
}
FILES = ("docs/architecture.md",)


def generated(text: str) -> str:
    return PART.sub(lambda part: f"{part['begin']}{GENERATORS[part['name']]()}{part['end']}", text)


def main() -> int:
    stale = []
    for name in FILES:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        wanted = generated(text)
        if wanted != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(wanted, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'is not as generated; run scripts/generate.py' if '--check' in sys.argv else 'written'}")
    return bool(stale) and "--check" in sys.argv


if __name__ == "__main__":
    sys.exit(main())
