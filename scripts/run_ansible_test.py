# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test on the working tree in any place: run_ansible_test.py DIRECTORY sanity|units [OPTIONS...]

ansible-test needs a real folder named ansible_collections/genesys/cloud, a writable home, a pip bootstrap script from a
host that not every network reaches, and only working Pythons on the PATH. The script sets up all of that in DIRECTORY,
and touches nothing outside. A test that ansible-test leaves out is a failure here, except on a Python that is not
installed or that this ansible-test does not know. The unit tests run with the oldest and the newest installed Python,
since each takes a minute and six are more than CI has time for. If something breaks only on a Python between them, as
has happened, you see it only with an option that names that Python.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import ansible_test
from ansible_test._util.target.common import constants
from lay_out import copy
from make_venv import STAMP
from only_one import only_one
from pythons import candidates, find

# The versions that any supported ansible-test knows; it selects from the installed ones.
PYTHONS = [f"python3.{minor}" for minor in range(8, 16)]
SKIPPED = re.compile(r"\bskipp(?:ed|ing)\b|\bWARNING: .* not (?:available|installed)", re.IGNORECASE)
MISSING_PYTHON = re.compile(r"on Python \S+ because it (?:could not be found|is unsupported|is only supported by)")

# Replaces get-pip.py. Our own pip installs the wanted one once for each Python, and every environment of that Python
# gets a copy, which saves 5 s of CPU each. If our pip cannot handle a Python, its bundled pip installs it each time.
GET_PIP = f"""\
import os, shutil, subprocess, sys, sysconfig
packages = [option for option in sys.argv[1:] if not option.startswith("--")]
options = ["install", "--disable-pip-version-check"] + packages
kept = os.path.join(os.path.expanduser("~"), "_".join([sys.implementation.cache_tag] + packages))
environment = {{name: value for name, value in os.environ.items() if name != "GET_PIP"}}
if not os.path.isdir(kept):
    install = [{sys.executable!r}, "-m", "pip", "--python", sys.executable] + options + ["--target", kept + ".new"]
    shutil.rmtree(kept + ".new", ignore_errors=True)
    if subprocess.call(install, env=environment):
        subprocess.check_call([sys.executable, "-m", "ensurepip"], env=environment, stdout=subprocess.DEVNULL)
        subprocess.check_call([sys.executable, "-m", "pip"] + options, env=environment)
        sys.exit()
    os.rename(kept + ".new", kept)
scripts = shutil.ignore_patterns("bin")
shutil.copytree(kept, sysconfig.get_path("purelib"), ignore=scripts, dirs_exist_ok=True)
"""


def search_path(pythons: Path) -> str:
    """A PATH with working python3.N only: ours in ``pythons``, then the user's folders without a broken one."""
    shutil.rmtree(pythons, ignore_errors=True)
    pythons.mkdir(parents=True)
    unusable: set[Path] = set()
    for name in PYTHONS:
        python = find(name)
        if python:
            # not a symlink: through one, a Python can miss the environment that it belongs to
            (pythons / name).write_text(f'#!/bin/sh\nexec "{python}" "$@"\n')
            (pythons / name).chmod(0o755)
        else:
            unusable.update(candidate.parent for candidate in candidates(name))
    ours = [pythons, Path(sys.executable).parent]
    folders = [Path(name) for name in os.environ["PATH"].split(os.pathsep) if name]
    return os.pathsep.join(str(folder) for folder in [*ours, *(f for f in folders if f not in unusable)])


def fill_home(home: Path) -> None:
    """Set up the home of ansible-test: the replacement for get-pip, and this user's pip configuration."""
    source = (Path(ansible_test.__file__).parent / "_internal" / "python_requirements.py").read_text()
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in re.findall(r"pip='([0-9.]+)'", source):
        (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP)

    # ansible-test passes neither the environment nor the user's home on to pip
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    )
    settings: dict[str, str] = dict(re.findall(r"^(?:global|:env:)\.([\w-]+)=(.*)$", listing.stdout, re.MULTILINE))
    configuration = home / ".config" / "pip" / "pip.conf"
    configuration.parent.mkdir(parents=True, exist_ok=True)
    configuration.touch(mode=0o600)
    lines = (f"{name} = {' '.join(str(ast.literal_eval(value)).split())}\n" for name, value in settings.items())
    configuration.write_text("[global]\n" + "".join(lines) + "quiet = 2\n")


def forget_other_environments(directory: Path) -> None:
    """Start again if our environment is new: ansible-test reuses files that it made for another Python or release."""
    stamp = Path(sys.prefix, STAMP)
    made_for = directory / STAMP
    if not made_for.is_file() or made_for.read_text() != stamp.read_text():
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        shutil.copy(stamp, made_for)


def known_versions(pythons: Path) -> list[str]:
    """The versions in the folder that this ansible-test knows, the oldest first."""
    known = [*constants.REMOTE_ONLY_PYTHON_VERSIONS, *constants.CONTROLLER_PYTHON_VERSIONS]
    return [version for version in known if (pythons / f"python{version}").is_file()]


def imports(file: Path, collection: Path) -> set[Path]:
    """The files of the collection that may be imported whenever this one is imported."""
    found = set()
    for statement in ast.parse(file.read_text()).body:  # not those that a function or a condition decides about
        if not isinstance(statement, ast.ImportFrom):
            continue
        parts = (statement.module or "").split(".")
        if statement.level:
            base = file.parents[statement.level - 1].joinpath(*parts)
        else:
            base = collection.parents[2].joinpath(*parts)
        found |= {base.with_suffix(".py"), *(base / f"{name.name}.py" for name in statement.names)}
    return found


def entry_points(collection: Path) -> list[str]:
    """The plugin files that no other one imports. To import them is to import every file.

    Only the files of modules run on every Python. What they do not import themselves is an entry point too.
    """
    files = set((collection / "plugins").rglob("*.py"))
    of_modules = {file for file in files if file.relative_to(collection).parts[1] in ("modules", "module_utils")}
    found: set[Path] = set()
    for group in (of_modules, files - of_modules):
        found |= group.difference(*(imports(file, collection) for file in group))
    return sorted(str(file.relative_to(collection)) for file in found)


def sanity(test: list[str], versions: list[str], collection: Path) -> list[list[str]]:
    """The commands of all sanity tests.

    ansible-test imports each file by itself, and compiles all that it imports again each time: 20 s of CPU and more for
    each Python. Only the newest imports each file by itself. The others import every file, by way of the entry points.
    """

    def only_imports(*pythons: str) -> list[str]:
        targets = [f"--target-python={version}" for version in pythons]
        return [*test, "--controller", "origin:python=venv/default", *targets, "--test", "import"]

    *others, newest = versions
    commands = [[*test, "--venv", "--skip-test", "import"], only_imports(newest)]
    if others:
        commands.append([*only_imports(*others), *entry_points(collection)])
    return commands


def run(test: list[str], collection: Path, environment: dict[str, str]) -> int:
    """The exit status, which is also not 0 if ansible-test left out a test that it should have run."""
    left_out = []
    with subprocess.Popen(
        test,
        cwd=collection,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if SKIPPED.search(line) and not MISSING_PYTHON.search(line):
                left_out.append(line)
    if left_out:
        print("ansible-test left out what it should have run:", *left_out, sep="\n  ")
    return process.returncode or bool(left_out)


def main() -> int:
    directory, command, options = Path(sys.argv[1]).absolute(), sys.argv[2], sys.argv[3:]
    with only_one(directory):
        forget_other_environments(directory)
        home, pythons = directory / "home", directory / "pythons"
        fill_home(home)
        environment = {**os.environ, "HOME": str(home), "PATH": search_path(pythons)}
        test = [str(Path(sys.executable).parent / "ansible-test"), command, "--color", "no"]
        collection = copy(directory / "collections")
        versions = known_versions(pythons)
        if command == "sanity" and not options:
            commands = sanity(test, versions, collection)
        elif command == "units" and "--python" not in options:
            edges = dict.fromkeys([versions[0], versions[-1]])
            commands = [[*test, "--venv", *options, "--python", version] for version in edges]
        else:
            commands = [[*test, "--venv", *options]]
        # stops at the first failure, as ansible-test itself does
        return any(run(each, collection, environment) for each in commands)


if __name__ == "__main__":
    sys.exit(main())
