# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the collection and check the artifact as users get it: build.py DIRECTORY

The artifact goes to DIRECTORY. It must hold only files that git tracks and users need, install offline, show every
plugin's documentation, and pass Galaxy's import checks. ``scripts/try_artifact.py`` then uses it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from lay_out import ROOT, source_files
from only_one import only_one

BIN = str(Path(sys.executable).parent)
GALAXY = f"{BIN}/ansible-galaxy"
# The only files and folders for users, and for those who certify or package the collection.
SHIPPED = {
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "COPYING",
    "LICENSES",
    "README.md",
    "REUSE.toml",
    "SECURITY.md",
    "changelogs",
    "docs",
    "extensions/awx",
    "extensions/eda",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
    "tests/config.yml",
}
MADE_BY_BUILD = {"FILES.json", "MANIFEST.json"}
# The plugin folders with documentation, as `ansible-doc --type` names them.
DOCUMENTED = {
    "callback": "callback",
    "filter": "filter",
    "inventory": "inventory",
    "lookup": "lookup",
    "modules": "module",
}
LINK = re.compile(r"""\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$|\bsrc(?:set)?="([^"]+)\"""", re.MULTILINE)


def is_shipped(name: str) -> bool:
    """Whether the file is one of SHIPPED, or in one of its folders."""
    return any(name == each or name.startswith(f"{each}/") for each in SHIPPED)


def check_contents(artifact: Path) -> list[str]:
    """List the errors in the artifact's list of files."""
    with tarfile.open(artifact) as tar:
        files = {member.name for member in tar.getmembers() if not member.isdir()} - MADE_BY_BUILD
    problems = [f"{name}: not a file that git tracks" for name in sorted(files - source_files())]
    problems += [
        f"{name}: not for users; add it to build_ignore in galaxy.yml" for name in sorted(files) if not is_shipped(name)
    ]
    return problems


def check_links(installed: Path) -> list[str]:
    """List the relative links of the installed pages that lead to nothing."""
    problems = []
    for page in sorted(installed.rglob("*.md")):
        # antsibull-changelog writes a backslash before each sign of punctuation, also in links.
        targets = (re.sub(r"\\(\W)", r"\1", "".join(found)) for found in LINK.findall(page.read_text(encoding="utf-8")))
        paths = {target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)}
        missing = sorted(path for path in paths if not (page.parent / path).exists())
        problems += [
            f"{page.relative_to(installed)}: leads to {path}, which is not in the artifact" for path in missing
        ]
    return problems


def check_documentation(installed: Path, environment: dict[str, str]) -> list[str]:
    """List the plugins of the installed collection that ansible-doc does not show."""
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
    """List the errors of Galaxy's importer, but for ansible-lint, which ``make lint`` runs on the same files."""
    configuration = scratch / "galaxy-importer.cfg"
    configuration.write_text("[galaxy-importer]\nRUN_ANSIBLE_LINT = False\n")
    environment = {**environment, "GALAXY_IMPORTER_CONFIG": str(configuration)}
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
            "HOME": str(scratch),  # the importer ignores all other settings
            "ANSIBLE_COLLECTIONS_PATH": str(installed),
        }
        install = [GALAXY, "collection", "install", "--offline", "-p", str(installed), str(artifact)]
        subprocess.run(install, cwd=scratch, env=environment, check=True)

        problems = check_contents(artifact) + check_links(installed / "ansible_collections" / "genesys" / "cloud")
        problems += check_documentation(scratch, environment)
        problems += check_import(artifact, scratch, environment)
    print(*problems, sep="\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
