# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a virtual environment up to date: make_venv.py DIRECTORY REQUIREMENTS...

The script creates it again if the requirement files, this Python or the directory's place have changed since; otherwise
it changes nothing. Also name requirement files that others include with -r.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from only_one import only_one

# Written last, so that it marks a finished environment.
STAMP = "genesys-cloud.stamp"


def fingerprint(directory: Path, requirements: list[Path]) -> str:
    """Everything that a finished environment depends on, as one short string."""
    digest = hashlib.sha256()
    for part in (sys.version, sys.executable, str(directory), *(path.read_text() for path in requirements)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def main() -> None:
    # not a link to it, so that clones can share one: neither rebuilds it for the other
    directory, requirements = Path(sys.argv[1]).resolve(), [Path(name) for name in sys.argv[2:]]
    wanted = fingerprint(directory, requirements)
    stamp = directory / STAMP

    with only_one(directory):
        if stamp.is_file() and stamp.read_text() == wanted:
            return

        print(f"Setting up {directory} with Python {sys.version.split()[0]}", flush=True)
        if directory.exists():
            shutil.rmtree(directory)
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        # -qq: hide warnings about the local pip configuration, but not errors
        # --no-compile: Python compiles a file when it is first imported.
        pip = [str(directory / "bin" / "python"), "-m", "pip", "-qq", "--disable-pip-version-check"]
        install = [*pip, "install", "--no-compile"]
        # The pip that comes with an older Python takes twice the CPU to choose the versions.
        subprocess.run([*install, "--upgrade", "pip"], check=True)
        for path in requirements:
            install += ["-r", str(path)]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"make_venv: {error}")
