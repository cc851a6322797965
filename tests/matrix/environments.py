# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual environments for the matrix: those of control nodes, and the Pythons where modules run."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from .releases import ROOT

MAKE_VENV = ROOT / "scripts" / "make_venv.py"


class SetupError(Exception):
    """An environment could not be made."""


@dataclass(frozen=True)
class Environment:
    """A finished virtual environment."""

    directory: Path
    python_version: str
    """Exact, such as 3.12.1."""

    @property
    def bin(self) -> Path:
        return self.directory / "bin"

    @property
    def python(self) -> Path:
        return self.bin / "python"

    def install_requests(self, version: str | None) -> str:
        """Install this release of requests, or the newest that this Python can have; return its version."""
        wanted = f"requests=={version}" if version else "requests"
        # The newest dependencies that this release of requests accepts, as a user gets them.
        options = ["-q", "--disable-pip-version-check", "--upgrade", "--upgrade-strategy=eager"]
        _run([str(self.python), "-m", "pip", "install", *options, wanted])
        ask = "from importlib.metadata import version; print(version('requests'))"
        return _run([str(self.python), "-c", ask]).strip()


def make(directory: Path, python: Path, requirement: str) -> Environment:
    """Make the environment, or reuse it if neither the Python nor the requirement has changed since."""
    requirements = directory.with_name(f"{directory.name}.txt")
    requirements.parent.mkdir(parents=True, exist_ok=True)
    requirements.write_text(f"{requirement}\n", encoding="utf-8")
    _run([str(python), str(MAKE_VENV), str(directory), str(requirements)])
    ask = "import platform; print(platform.python_version())"
    return Environment(directory, _run([str(directory / "bin" / "python"), "-c", ask]).strip())


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SetupError(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
