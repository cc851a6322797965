# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documents for contributors name is there: files, folders and targets of make."""

from __future__ import annotations

import re

import pytest

from ansible_collections.genesys.cloud.tests.unit.source import PLUGINS, ROOT
from ansible_collections.genesys.cloud.tests.unit.test_house import PURE, ROOMS

DOCUMENTS = ["CONTRIBUTING.md", "docs/architecture.md"]
FOLDERS = [ROOT, PLUGINS, PLUGINS / "module_utils", PLUGINS / "plugin_utils", *(PLUGINS / "module_utils").glob("_*")]
FOLDERS += (PLUGINS / "plugin_utils").glob("_*")
MADE = {"build/", ".venv/", "build/report"}
"""By make, so not in a fresh checkout."""
OTHERS = {"audit_api.py"}
"""Of Genesys' SDK."""


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_folder_that_is_named_is_there(document: str) -> None:
    words = re.findall(r"`([\w./-]+)`", text_of(document))
    named = {word for word in words if re.search(r"/|\.(py|yml|md|toml)$", word) and word not in OTHERS}
    assert named
    ours = {name for name in named - MADE if not name.startswith("/api/")}
    assert [name for name in sorted(ours) if not any((folder / name).exists() for folder in FOLDERS)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_of_make_is_there(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", text_of(document).replace("make up", ""))) <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text_of(document))
    folder = (ROOT / document).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_picture_and_the_tables_are_of_the_rooms_and_the_pure_files_of_the_house() -> None:
    """They are drawn by a script that has its own list of rooms."""
    text = text_of("docs/architecture.md")
    drawn = re.findall(r"^    (_\w+)\[", text, re.MULTILINE)
    assert tuple(reversed(drawn)) == ROOMS
    assert text.count("*(pure)*") == len(PURE)
