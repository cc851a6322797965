# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the Pythons of this machine: on the PATH, and where a version manager keeps them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def works(python: Path) -> bool:
    """Whether this is a working Python that can create environments, not a stub of a version manager."""
    probe = [str(python), "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def candidates(name: str) -> list[Path]:
    """The files with this name, such as python3.12, in the order of preference. Some of them may not work."""
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep) if folder]
    version_manager = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    elsewhere = sorted(version_manager.glob("versions/3.*/bin"))
    return [folder / name for folder in [*folders, *elsewhere] if (folder / name).is_file()]


def find(name: str) -> Path | None:
    """The first one that works."""
    return next(filter(works, candidates(name)), None)
