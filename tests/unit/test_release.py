# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``scripts/release.py`` refuses a tag that does not agree with the version and the changelog."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.genesys.cloud.tests.unit.source import ROOT

CHANGELOG = """# genesys\\.cloud Release Notes

- <a href="#v1-1-0">v1\\.1\\.0</a>

<a id="v1-1-0"></a>
## v1\\.1\\.0

<a id="minor-changes"></a>
### Minor Changes

* More\\.

<a id="v1-0-0"></a>
## v1\\.0\\.0

* The first\\.
"""


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("release")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """At version 1.1.0, as ``make changelog`` leaves it."""
    (tmp_path / "changelogs/fragments").mkdir(parents=True)
    (tmp_path / "galaxy.yml").write_text("version: 1.1.0\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    return tmp_path


def test_the_notes_are_the_section_of_the_version(release: Any) -> None:
    assert release.section(CHANGELOG, "1.1.0") == "### Minor Changes\n\n* More\\."
    assert release.section(CHANGELOG, "1.0.0") == "* The first\\."
    assert release.section(CHANGELOG, "1.0") == ""
    assert release.section(CHANGELOG, "1x1.0") == ""


def test_a_tag_that_agrees_is_released(release: Any, repository: Path) -> None:
    assert release.problems_of("1.1.0", repository) == []


@pytest.mark.parametrize("tag", ["", "v1.1.0", "1.0.0", "1.1.0 "])
def test_another_tag_is_refused(release: Any, repository: Path, tag: str) -> None:
    (problem,) = release.problems_of(tag, repository)
    assert "galaxy.yml says 1.1.0" in problem


def test_a_version_that_the_changelog_lacks_is_refused(release: Any, repository: Path) -> None:
    (repository / "galaxy.yml").write_text("version: 1.2.0\n", encoding="utf-8")
    (problem,) = release.problems_of("1.2.0", repository)
    assert "CHANGELOG.md has no section v1.2.0" in problem


def test_a_fragment_that_no_release_has_is_refused(release: Any, repository: Path) -> None:
    (repository / "changelogs/fragments/1-late.yml").touch()
    (problem,) = release.problems_of("1.1.0", repository)
    assert "1-late.yml" in problem
