# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generated parts of the documentation's reference pages, from the files that they describe."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"
REFERENCE = ROOT / "docs" / "reference"
SEMANTIC = re.compile(r"\b(?:O|V|RV|E|C|M|P)\(((?:[^()\\]|\\.)*)\)")
FALLS_BACK = "If not set, the value of the environment"
OPTIONS = r"(?<!\S)--[a-z][a-z-]*(?: --[a-z][a-z-]*)*"
CODE = re.compile(rf"`[^`]*`|\b(?:genesys\.cloud\.\w+|(?:webmessaging|GENESYS)_\w+\.?\w+(?:=\w+)?)|{OPTIONS}")
NAMES = r"^(webmessaging_[\w.]+(?:, webmessaging_[\w.]+)*,?)"
VARIABLE, TABLE = re.compile(NAMES + r"(?:\s+(.*))?$"), re.compile(NAMES + r"(?:\s{2,}.*)?$")


def site_parts() -> dict[Path, dict[str, Callable[[], str]]]:
    """The generators, by file and by the name of the part."""
    return {
        REFERENCE / "environment.md": {
            "options of tasks": options_of_tasks,
            "settings of plugins": settings_of_plugins,
        },
        REFERENCE / "playbooks.md": {"playbooks": playbooks, "filters": filters},
        REFERENCE / "contents.md": {"modules": modules, "filters": filters},
    }


def documentation(path: Path) -> dict[str, Any]:
    """A plugin's DOCUMENTATION, or that of a fragment."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION":
            found: dict[str, Any] = yaml.safe_load(ast.literal_eval(node.value))
            return found
    raise LookupError(f"{path} has no DOCUMENTATION")


def plain(text: str) -> str:
    """A description in Markdown, fit for a cell of a table."""
    text = SEMANTIC.sub(lambda found: f"`{found[1].split('#')[0]}`", text)
    return text.replace("|", "\\|").replace("\n", " ")


def first_sentence(description: str | list[str]) -> str:
    text = description if isinstance(description, str) else description[0]
    return plain(re.split(r"(?<=\.) (?=[A-Z])", text)[0]).rstrip(".")


def options_of_tasks() -> str:
    """Each variable that an option of a task falls back to."""
    found: dict[str, tuple[list[str], str, str]] = {}
    for path in [PLUGINS / "doc_fragments" / "client.py", *sorted((PLUGINS / "modules").glob("*.py"))]:
        for name, option in documentation(path).get("options", {}).items():
            texts = [text for text in option["description"] if text.startswith(FALLS_BACK)]
            variables = [variable for text in texts for variable in re.findall(r"E\((\w+)\)", text)]
            if variables:
                default = f"`{json.dumps(option['default'])}`".replace('"', "") if "default" in option else ""
                found.setdefault(name, (variables, default, first_sentence(option["description"])))
    rows = [
        f"| {', '.join(f'`{variable}`' for variable in variables)} | `{name}` | {default} | {about} |"
        for name, (variables, default, about) in found.items()
    ]
    return "\n".join(["| variable | option | default | |", "|---|---|---|---|", *rows]) + "\n"


def settings_of_plugins() -> str:
    """Each variable of the callback, with its key in ansible.cfg."""
    options = documentation(PLUGINS / "callback" / "audit.py")["options"]
    rows = []
    for option in options.values():
        keys = ", ".join(f"`{ini['key']}`" for ini in option.get("ini", []))
        about = first_sentence(option["description"])
        rows += [f"| `{variable['name']}` | {keys} | {about} |" for variable in option.get("env", [])]
    return "\n".join(["| variable | key | |", "|---|---|---|", *rows]) + "\n"


def header(path: Path) -> list[str]:
    """The comment at the top of a playbook, without the licence."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            break
        lines.append(line[2:])
    return [line for line in lines if not line.startswith("SPDX-")]


def paragraphs(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def marked(text: str) -> str:
    """Names as code, and nothing as a sign of Markdown."""
    done, end = [], 0
    for code in CODE.finditer(text):
        done += [escaped(text[end : code.start()]), f"`{code[0].strip('`')}`"]
        end = code.end()
    return "".join([*done, escaped(text[end:])])


def escaped(text: str) -> str:
    return re.sub(r"([*|<\[])", r"\\\1", text)


def variables(block: list[str]) -> list[tuple[str, str]]:
    """The rows of a playbook's table: names and what they are for."""
    rows: list[tuple[str, str]] = []
    for line in block:
        named = VARIABLE.match(line)
        if named and rows and rows[-1][0].endswith(","):
            rows[-1] = (f"{rows[-1][0]} {named[1]}", named[2] or "")
        elif named:
            rows.append((named[1], named[2] or ""))
        else:
            value = re.match(r"\s+(\w+)\s{2,}(.*)", line)
            more = f"`{value[1]}`: {value[2]}" if value else line.strip()
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {more}".strip())
    return rows


def shown(block: list[str]) -> str:
    if block[0].startswith("  "):
        return "\n".join(["```sh", *(line[2:] for line in block), "```"])
    if not TABLE.match(block[0]):
        return marked(" ".join(block))
    rows = [f"| {marked(names)} | {marked(about)} |" for names, about in variables(block)]
    return "\n".join(["| variable | (default) |", "|---|---|", *rows])


def playbooks() -> str:
    parts = []
    for path in sorted((ROOT / "playbooks").glob("*.yml")):
        parts += [f"## {path.stem}", *(shown(block) for block in paragraphs(header(path)))]
    return "\n\n".join(parts) + "\n"


def purposes(kind: str, folder: str, about: str) -> str:
    """A line for each plugin in a folder of plugins/."""
    paths = sorted((PLUGINS / folder).glob("*.py"))
    rows = [f"| `{path.stem}` | {plain(documentation(path)['short_description'])} |" for path in paths]
    return "\n".join([f"| {kind} | {about} |".replace("  ", " "), "|---|---|", *rows]) + "\n"


def modules() -> str:
    return purposes("module", "modules", "purpose")


def filters() -> str:
    return purposes("filter", "filter", "")
