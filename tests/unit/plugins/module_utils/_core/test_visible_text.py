# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cannot be seen in a text is spelled out; everything else stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.visible_text import visible

JOINERS = "\u200c\u200d"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\x00b", "a[U+0000]b"),
        ("evil\u202egnp.exe", "evil[U+202E]gnp.exe"),
        ("\ud800", "[U+D800]"),
        ("two\nlines", "two[U+000A]lines"),
        ("\u05e9\u05dc\u05d5\u05dd \U0001f468\u200d\U0001f469", "\u05e9\u05dc\u05d5\u05dd \U0001f468\u200d\U0001f469"),
    ],
)
def test_the_unseen_is_spelled_out(text: str, wanted: str) -> None:
    assert visible(text) == wanted


@given(st.text(st.characters()))
def test_the_result_can_be_written_and_read(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not [each for each in shown if unicodedata.category(each) == "Cc"]
    assert not [each for each in shown if unicodedata.bidirectional(each) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI")]
    assert visible(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters=JOINERS)))
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text
