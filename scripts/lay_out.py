# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lay out the working tree as a collection for Ansible's tools: lay_out.py link|copy DIRECTORY

DIRECTORY/ansible_collections/genesys/cloud then holds the files that git tracks or would track. So you can clone the
repository to any place and test it.

link  a folder of symlinks to the top-level files and folders: every edit takes effect at once
copy  real copies in a separate git repository, for ansible-test, which refuses symlinks and asks git for the files
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from only_one import only_one

ROOT = Path(__file__).resolve().parent.parent
# Files that ansible-test leaves in a copy, and reuses.
KEPT = {".git", "tests/output"}


def source_files() -> set[str]:
    """The existing files that git tracks, or would track after `git add`."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return {name for name in listing.stdout.split("\0") if name and os.path.lexists(ROOT / name)}


def collection_directory(collections: Path) -> Path:
    """The collection's folder below a collections path."""
    directory = collections.absolute() / "ansible_collections" / "genesys" / "cloud"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def link(collections: Path) -> Path:
    """Create symlinks to the top-level entries. A symlink to the root would contain itself."""
    directory = collection_directory(collections)
    wanted = {name.split("/")[0] for name in source_files()}
    for entry in directory.iterdir():
        if entry.is_symlink() and entry.name not in wanted:  # anything else belongs to a tool that ran in here
            entry.unlink()
    for name in sorted(wanted):
        target = os.path.relpath(ROOT / name, directory)
        entry = directory / name
        if not entry.is_symlink() or os.readlink(entry) != target:
            entry.unlink(missing_ok=True)
            entry.symlink_to(target)
    return directory


def copy(collections: Path) -> Path:
    """Copy changed files, remove those that the source no longer has, and leave unchanged files as they are."""
    directory = collection_directory(collections)
    wanted = source_files()
    if not (directory / ".git").is_dir():
        subprocess.run(["git", "init", "--quiet", directory], check=True)

    for parent, folders, files in os.walk(directory, topdown=True):
        here = Path(parent).relative_to(directory)
        folders[:] = [name for name in folders if (here / name).as_posix() not in KEPT]
        for name in files:
            if (here / name).as_posix() not in wanted:
                (directory / here / name).unlink()

    for name in sorted(wanted):
        destination = directory / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.unlink(missing_ok=True)
        shutil.copy2(ROOT / name, destination, follow_symlinks=False)
    return directory


if __name__ == "__main__":
    with only_one(Path(sys.argv[2])):
        {"link": link, "copy": copy}[sys.argv[1]](Path(sys.argv[2]))
