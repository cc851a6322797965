# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check that a tag can be released, and gather what is published: release.py ARTIFACTS FOLDER

The variable TAG holds the tag. It must be the version in galaxy.yml, the changelog must have a section for it, and no
fragment may wait for a later one. FOLDER then holds the artifact from ARTIFACTS and the section as notes.md.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import yaml
from lay_out import ROOT


def section(changelog: str, version: str) -> str:
    """The section of a version in CHANGELOG.md, without its heading; empty if there is none."""
    # antsibull-changelog writes an anchor above each heading, and a backslash before each full stop.
    heading = re.escape(version).replace(r"\.", r"\\?\.")
    found = re.search(rf"^## v{heading}\n(.*?)(?=^## v|\Z)", changelog, re.MULTILINE | re.DOTALL)
    return re.sub(r"^<a id=.*\n", "", found[1], flags=re.MULTILINE).strip() if found else ""


def problems_of(tag: str, root: Path) -> list[str]:
    """List the reasons why the working tree in ``root`` is not what ``tag`` says."""
    version = yaml.safe_load((root / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    problems = [] if tag == version else [f"the tag is {tag or 'missing'}, and galaxy.yml says {version}"]
    if not section((root / "CHANGELOG.md").read_text(encoding="utf-8"), version):
        problems.append(f"CHANGELOG.md has no section v{version}: run make changelog")
    waiting = sorted(path.name for path in (root / "changelogs/fragments").glob("*.y*ml"))
    if waiting:
        problems.append(f"changelogs/fragments holds changes that no release has: {', '.join(waiting)}")
    return problems


def main() -> int:
    artifacts, folder = Path(sys.argv[1]), Path(sys.argv[2])
    tag = os.environ.get("TAG", "")
    problems = problems_of(tag, ROOT)
    if problems:
        print(*(f"release: {problem}" for problem in problems), sep="\n", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(artifacts / f"genesys-cloud-{tag}.tar.gz", folder)
    notes = section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), tag)
    (folder / "notes.md").write_text(f"{notes}\n", encoding="utf-8")
    print(*sorted(folder.iterdir()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
