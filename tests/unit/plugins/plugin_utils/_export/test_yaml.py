# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML: what is read back is exactly what was written, and no Jinja of it is ever evaluated."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.yaml import Template, in_comment, to_yaml
from ansible_collections.genesys.cloud.tests.unit.json_values import equal


class Marked(str):
    """A text that Ansible would not evaluate."""


class Reader(yaml.SafeLoader):
    """Reads as Ansible does."""


def marked(loader: Reader, node: yaml.ScalarNode) -> Marked:
    return Marked(loader.construct_scalar(node))


Reader.add_constructor("!unsafe", marked)

ODD = [
    "no",
    "1e3",
    "0o17",
    "0x1F",
    ".5",
    "~",
    "null",
    "<<",
    "=",
    "",
    " x",
    "x ",
    "a\nb\n",
    "\n",
    "a\n\n",
    "\na",
    "a\r\nb",
]
ODD += [
    "\x85",
    "a\u2028b",
    "\t",
    "{{ 1 }}",
    "{%",
    "a{# b",
    "# x",
    "a: b",
    "- a",
    "'",
    '"',
    "2026-01-01",
    "1:30",
    "\U0001f4ac",
]
TEXTS = (
    st.sampled_from(ODD)
    | st.text(st.sampled_from("a \n\t:#-'\"{%}\\\x85\u2028\r0eé\U0001f4ac"), max_size=8)
    | st.text()
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)


def read(text: str) -> Any:
    return yaml.load(text, Reader)


@given(value=VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    written = to_yaml({"key": [value]})
    assert equal(read(written), {"key": [value]})
    indented = "outer:\n" + "".join(f"  {line}" if line.strip() else line for line in written.splitlines(keepends=True))
    assert equal(read(indented), {"outer": {"key": [value]}})


@given(text=TEXTS)
def test_a_written_text_is_in_lines_that_break_nowhere_else(text: str) -> None:
    assert to_yaml([text, {text: text}]).splitlines() == to_yaml([text, {text: text}]).split("\n")[:-1]


@given(text=TEXTS)
def test_a_comment_is_one_line_that_yaml_can_read(text: str) -> None:
    assert read(f"a: 1 # {in_comment(text)}\n") == {"a": 1}


@pytest.mark.parametrize("text", ["{{ 1 }}", "a {% b", "{# c", "{{\n}}"])
def test_what_looks_like_jinja_is_marked_unless_it_shall_be_evaluated(text: str) -> None:
    assert isinstance(read(to_yaml([text]))[0], Marked)
    assert not isinstance(read(to_yaml([Template(text)]))[0], Marked)
    assert not any(isinstance(key, Marked) for key in read(to_yaml({text: 1})))


@pytest.mark.parametrize("text", ["1e3", "0o17", "017", "0x1F", "1.", ".5", "-3", "no", "null", "1:30", "2026-01-01"])
def test_what_some_reader_takes_for_another_type_is_quoted(text: str) -> None:
    assert to_yaml([text]) == f"- '{text}'\n"


def test_it_is_fit_to_be_read() -> None:
    text = to_yaml({"name": "Grün", "lines": "one\ntwo\n", "list": ["a1b2c3d4-e5f6", {"deep": [], "none": None}]})
    assert text == ("name: Grün\nlines: |\n  one\n  two\nlist:\n  - a1b2c3d4-e5f6\n  - deep: []\n    none: null\n")
