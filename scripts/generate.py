# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the generated parts of documents between their markers: generate.py [--check]

A part begins with ``begin generated: NAME`` and ends with ``end generated``, each in a comment of its file's language.
With --check, the script writes nothing, and exits with 1 if a part is stale.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import textwrap
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from site_parts import site_parts

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "build" / "collections"), str(ROOT)]  # the first is laid out by ``make tree``

if TYPE_CHECKING:
    from collections.abc import Callable

PLUGINS = ROOT / "plugins"
PART = re.compile(
    r"^(?P<begin>[ ]*(?:<!--|#) begin generated: (?P<name>[\w ]+?)(?: -->)?\n)"
    r".*?"
    r"^(?P<end>[ ]*(?:<!--|#) end generated)",
    re.MULTILINE | re.DOTALL,
)
ROOMS = ("_core", "_http", "_channel", "_communications", "_webdeployments", "_use_cases", "_tasks")
"""From the ground up; ``tests/unit/test_house.py`` checks the imports against it."""
WIDTH = 120
CONTROLLER = ("_run", "_changes", "_export")


def summary(path: Path) -> str:
    """The first sentence of a file's docstring in Markdown, and whether the file is pure."""
    docstring = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    text = docstring.replace("\n", " ").replace("``", "`")
    sentence = re.split(r"(?<=\.) (?=[A-Z])", text)[0].rstrip(".")
    return f"{sentence}{' *(pure)*' if re.search(r'Pure(?! but)', text) else ''}"


def listed(room: Path) -> str:
    """A table with one line for each file of a room."""
    rows = [f"| `{path.name}` | {summary(path)} |" for path in sorted(room.glob("*.py"))]
    return "\n".join([f"| `{room.name}/` | |", "|---|---|", *rows]) + "\n"


def rooms_of_module_utils() -> str:
    return "\n".join(listed(PLUGINS / "module_utils" / room) for room in reversed(ROOMS))


def rooms_of_plugin_utils() -> str:
    top = [f"| `{path.name}` | {summary(path)} |" for path in sorted((PLUGINS / "plugin_utils").glob("*.py"))]
    own = "\n".join(["| `plugin_utils/` | |", "|---|---|", *top]) + "\n"
    return "\n".join([own, *(listed(PLUGINS / "plugin_utils" / room) for room in CONTROLLER)])


def picture() -> str:
    """Draw the numbers of imports between rooms, from the imports of the files."""
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


class Dumper(yaml.SafeDumper):
    """Indents lists, and writes a sample that is a list in one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


class InOneLine(list[Any]):
    """A list in brackets."""


class MappingInOneLine(dict[str, Any]):
    """A mapping in braces."""


Dumper.add_representer(InOneLine, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, True))
Dumper.add_representer(
    MappingInOneLine, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, True)
)


def returned(path: Path) -> str:
    """The part of a module's RETURN that all modules share, with the differences of this module."""
    table = _return_table()
    differences = table.pop("modules").get(path.stem, {})
    for place, value in differences.items():
        *parents, key = place.split(".")
        tree = table
        for parent in parents:
            tree = tree[parent]
        if value is None:
            del tree[key]
        else:
            tree[key] = value
    del table["channel"]
    return _as_yaml(table)


def returned_channel() -> str:
    """A channel as modules return it."""
    from ansible_collections.genesys.cloud.plugins.module_utils._channel import channel_fields

    found: dict[str, Any] = {}
    for key, value in _return_table()["channel"].items():
        found.update(channel_fields.returned() if key == "fields" else {key: value})
    return _as_yaml(found, 4)


def role_options() -> str:
    """The options of a channel as the role's argument spec has them, with links to the role's own variables."""
    from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel_fields import DESIRED_OPTIONS
    from ansible_collections.genesys.cloud.plugins.module_utils._core.field_documentation import documentation

    text = json.dumps(documentation(DESIRED_OPTIONS)).replace('"suboptions":', '"options":')
    text = text.replace("O(capabilities.", "O(webmessaging_capabilities.")
    return _as_yaml(json.loads(re.sub(r"\bO\(((?!webmessaging_)[\w.]+)\)", r"C(\1)", text)), 10)


def _return_table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((ROOT / "scripts" / "returned.yml").read_text(encoding="utf-8"))
    return table


def _as_yaml(tree: dict[str, Any], indent: int = 0) -> str:
    text = yaml.dump(_laid_out(tree), Dumper=Dumper, sort_keys=False, width=sys.maxsize, allow_unicode=True)
    lines = textwrap.indent(text, " " * indent).splitlines()
    return "".join(f"{wrapped}\n" for line in lines for wrapped in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    """Wrap a plain scalar; its further lines are indented more than its key or dash."""
    inner = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, WIDTH, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)


def _laid_out(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    return {key: _sample(value) if key == "sample" else _laid_out(value) for key, value in tree.items()}


def _sample(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingInOneLine({key: _sample(item) for key, item in value.items()})
    return InOneLine(value) if isinstance(value, list) else value


def in_documents() -> dict[Path, dict[str, Callable[[], str]]]:
    """The generators, by file and by the name of the part."""
    parts: dict[Path, dict[str, Callable[[], str]]] = {
        ROOT / "docs" / "architecture.md": {
            "picture of the rooms": picture,
            "rooms of module_utils": rooms_of_module_utils,
            "rooms of plugin_utils": rooms_of_plugin_utils,
        }
    }
    for path in sorted((PLUGINS / "modules").glob("*.py")):
        parts[path] = {"returned": partial(returned, path), "channel": returned_channel}
    parts[ROOT / "roles" / "webmessaging" / "meta" / "argument_specs.yml"] = {"desired channel": role_options}
    from tests.matrix import tables

    return {**parts, **site_parts(), **tables.parts()}


def generated(text: str, parts: dict[str, Callable[[], str]]) -> str:
    return PART.sub(lambda part: f"{part['begin']}{parts[part['name']]()}{part['end']}", text)


def main() -> int:
    stale = []
    for path, parts in in_documents().items():
        text = path.read_text(encoding="utf-8")
        wanted = generated(text, parts)
        if wanted != text:
            stale.append(path.relative_to(ROOT))
            if "--check" not in sys.argv:
                path.write_text(wanted, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'is not as generated; run scripts/generate.py' if '--check' in sys.argv else 'written'}")
    return bool(stale) and "--check" in sys.argv


if __name__ == "__main__":
    sys.exit(main())
