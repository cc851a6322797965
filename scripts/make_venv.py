# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a virtual environment up to date: make_venv.py DIRECTORY REQUIREMENTS...

It is made anew when the requirement files, this Python or the directory's place changed since it was made, and left
alone otherwise. Requirement files that others include with -r have to be named too.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from only_one import only_one

# Written last, so that it stands for a finished environment.
STAMP = "genesys-cloud.stamp"


def fingerprint(directory: Path, requirements: list[Path]) -> str:
    """Everything that a finished environment depends on, as one short string."""
    digest = hashlib.sha256()
    for part in (sys.version, sys.executable, str(directory.absolute()), *(path.read_text() for path in requirements)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def main() -> None:
    directory, requirements = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    wanted = fingerprint(directory, requirements)
    stamp = directory / STAMP

    with only_one(directory):
        if stamp.is_file() and stamp.read_text() == wanted:
            return

        print(f"Setting up {directory} with Python {sys.version.split()[0]}", flush=True)
        if directory.exists():
            shutil.rmtree(directory)
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        # -qq: warnings of a local pip set-up are no business of ours, errors are
        install = [str(directory / "bin" / "python"), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
        # What is never imported needs no bytecode; the rest gets it when it is.
        install += ["--no-compile"]
        for path in requirements:
            install += ["-r", str(path)]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"make_venv: {error}")
