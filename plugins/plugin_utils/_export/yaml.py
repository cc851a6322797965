# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write JSON values as YAML for a file of Ansible variables, which reads back as exactly these values. Pure.

Ansible evaluates Jinja in its input, and readers disagree on the spelling of numbers: a text that either could misread
is marked or quoted.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_TEXT = "tag:yaml.org,2002:str"
_JINJA = re.compile(r"\{[{%#]")
_NUMBER_TO_SOME = re.compile(r"[-+]?(0[xo][0-9a-fA-F]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)")
"""YAML 1.2 takes ``1e3`` for a number, YAML 1.1 does not."""


class Template(str):
    """A text that Ansible shall evaluate."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists below their key."""
        super().increase_indent(flow, False)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        """Write keys without marks: Ansible never evaluates a key, and few readers accept a block as a key."""
        node = super().represent_mapping(tag, mapping, flow_style)
        for key, _value in node.value:
            key.tag, key.style = _TEXT, '"' if key.style == "|" else key.style
        return node


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    tag = _TEXT
    if _JINJA.search(text) and not isinstance(text, Template):
        tag = "!unsafe"
    return dumper.represent_scalar(tag, str(text), style=_style(text))


def _style(text: str) -> str | None:
    if _NUMBER_TO_SOME.fullmatch(text):
        return "'"
    first, *others = text.split("\n")
    lines = [first, *others]
    if not all(line.isprintable() for line in lines):
        return '"'  # other line breaks and control characters survive only as escapes
    if not others:
        return None
    # Use a block, unless it would hide spaces around a line, or blank lines around all.
    return "|" if first and lines[-2] and all(line == line.strip() for line in lines) else '"'


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Template, _represent_text)


def to_yaml(value: Any) -> str:
    """Write YAML. ``value``: JSON values, and Templates. Never folded, so that a text is one line or a block."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return text


def indented(text: str) -> str:
    """Indent by one level."""
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def in_comment(text: str) -> str:
    """Return a text in one line of a comment, whatever it holds."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
