# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the collection and look at it as its users get it: build.py DIRECTORY

The artifact goes to DIRECTORY. It must hold nothing that git does not track or that only this repository's development
needs, install offline, show every plugin's documentation, and pass what Galaxy checks on import.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from lay_out import ROOT, source_files
from only_one import only_one

BIN = str(Path(sys.executable).parent)
GALAXY = f"{BIN}/ansible-galaxy"
# The only top-level entries that are for users (and for whoever certifies or packages the collection).
SHIPPED = {
    "CHANGELOG.md",
    "CHANGELOG.rst",
    "CONTRIBUTING.md",
    "COPYING",
    "LICENSES",
    "README.md",
    "SECURITY.md",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
    "tests",
}
MADE_BY_BUILD = {"FILES.json", "MANIFEST.json"}
# The plugin folders that hold documentation of their own, as `ansible-doc --type` names them.
DOCUMENTED = {
    "callback": "callback",
    "filter": "filter",
    "inventory": "inventory",
    "lookup": "lookup",
    "modules": "module",
}


def check_contents(artifact: Path) -> list[str]:
    """What is wrong with the artifact's list of files."""
    with tarfile.open(artifact) as tar:
        files = {member.name for member in tar.getmembers() if not member.isdir()} - MADE_BY_BUILD
    problems = [f"{name}: not a file that git tracks" for name in sorted(files - source_files())]
    problems += [
        f"{name}: not for users; add it to build_ignore in galaxy.yml"
        for name in sorted(files)
        if name.split("/")[0] not in SHIPPED
    ]
    return problems


def check_documentation(installed: Path, environment: dict[str, str]) -> list[str]:
    """Which plugins the installed collection does not show in ansible-doc."""
    problems = []
    for folder, kind in DOCUMENTED.items():
        plugins = {f"genesys.cloud.{path.stem}" for path in (ROOT / "plugins" / folder).glob("[!_]*.py")}
        command = [f"{BIN}/ansible-doc", "--json", "--type", kind, *sorted(plugins)]
        if not plugins:
            continue
        shown = subprocess.run(command, cwd=installed, env=environment, check=True, capture_output=True, text=True)
        print(f"ansible-doc --type {kind}: {', '.join(sorted(plugins))}")
        documented = {name for name, page in json.loads(shown.stdout).items() if page.get("doc")}
        problems += [f"{name}: ansible-doc does not show it" for name in sorted(plugins - documented)]
    return problems


def check_import(artifact: Path, scratch: Path, environment: dict[str, str]) -> list[str]:
    """What Galaxy would say on import."""
    command = [sys.executable, "-m", "galaxy_importer.main", str(artifact)]
    done = subprocess.run(command, cwd=scratch, env=environment, check=False, capture_output=True, text=True)
    output = done.stdout + done.stderr
    print(output)
    problems = [f"galaxy-importer: {line}" for line in output.splitlines() if line.startswith(("WARNING", "ERROR"))]
    return problems or ([f"galaxy-importer: exit status {done.returncode}"] if done.returncode else [])


def main() -> int:
    directory = Path(sys.argv[1]).absolute()
    with only_one(directory):
        shutil.rmtree(directory, ignore_errors=True)
        scratch = directory / "scratch"
        scratch.mkdir(parents=True)
        subprocess.run(
            [GALAXY, "collection", "build", str(ROOT), "--output-path", str(directory)], cwd=scratch, check=True
        )
        artifact = next(directory.glob("genesys-cloud-*.tar.gz"))

        installed = directory / "installed"
        environment = {
            **os.environ,
            "HOME": str(scratch),  # the importer keeps to no other setting
            "ANSIBLE_COLLECTIONS_PATH": str(installed),
        }
        install = [GALAXY, "collection", "install", "--offline", "-p", str(installed), str(artifact)]
        subprocess.run(install, cwd=scratch, env=environment, check=True)

        problems = check_contents(artifact)
        problems += check_documentation(scratch, environment)
        problems += check_import(artifact, scratch, environment)
    print(*problems, sep="\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
