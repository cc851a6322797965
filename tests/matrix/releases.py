# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The releases of ansible-core that the collection supports, and the Pythons that each of them supports.

Nothing is listed by hand: the oldest is in ``meta/runtime.yml``, the package index knows the others, and each release
says itself which Pythons it supports.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
CONSTANTS = "ansible_test/_util/target/common/constants.py"
NONE_MATCHES = "No matching distribution found"


@dataclass(frozen=True)
class Release:
    """One release of ansible-core. Pythons are minor versions, such as 3.12, the oldest first."""

    version: str
    controllers: tuple[str, ...]
    """The Pythons that it supports on the control node."""
    targets: tuple[str, ...]
    """The Pythons that it supports where modules run, and that the collection supports too."""

    @property
    def line(self) -> str:
        """Major and minor version, such as 2.16."""
        return ".".join(self.version.split(".")[:2])

    @property
    def is_final(self) -> bool:
        return not Version(self.version).is_prerelease


def supported() -> Iterator[Release]:
    """The newest release of every line, the oldest line first; at the end a pre-release of the next one, if any."""
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    oldest = Version(runtime["requires_ansible"].removeprefix(">="))
    for minor in count(oldest.minor):
        release = _newest(f"ansible-core~={oldest.major}.{minor}.0")
        if release is None:
            break
        yield release
    coming = _newest(f"ansible-core>={oldest.major}.{minor}.0b1", "--pre")
    if coming is not None:
        yield coming


def of_wheel(wheel: Path) -> Release:
    """What a wheel of ansible-core says about itself."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode())
        constants = _constants(archive.read(CONSTANTS).decode())
    required = SpecifierSet(metadata["Requires-Python"])
    controllers = constants["CONTROLLER_PYTHON_VERSIONS"]
    targets = [*constants["REMOTE_ONLY_PYTHON_VERSIONS"], *controllers]
    ours = oldest_target()
    return Release(
        version=metadata["Version"],
        controllers=tuple(python for python in controllers if f"{python}.0" in required),
        targets=tuple(python for python in targets if Version(python) >= ours),
    )


def oldest_target() -> Version:
    """The oldest Python that the collection's modules support."""
    config = yaml.safe_load((ROOT / "tests" / "config.yml").read_text(encoding="utf-8"))
    return Version(config["modules"]["python_requires"].removeprefix(">=").strip())


def oldest_requests() -> str:
    """The oldest requests that the collection supports."""
    found = re.search(r"^requests>=([\d.]+)$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert found, "requirements.txt names no lower bound of requests"
    return found[1]


def _constants(source: str) -> dict[str, tuple[str, ...]]:
    statements = [each for each in ast.parse(source).body if isinstance(each, ast.Assign)]
    tuples = {ast.unparse(each.targets[0]): each.value for each in statements if isinstance(each.value, ast.Tuple)}
    return {name: ast.literal_eval(value) for name, value in tuples.items()}


def _newest(requirement: str, *options: str) -> Release | None:
    """The newest release that meets the requirement, whichever Python it needs; None: there is none."""
    with TemporaryDirectory() as folder:
        # A version that no Python has yet, so that pip leaves out no release because of its own Python.
        download = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", folder]
        command = [*download, "--python-version=3.99", *options, requirement]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode and NONE_MATCHES in done.stderr:
            return None
        if done.returncode:
            sys.exit(f"matrix: the package index does not answer for {requirement}:\n{done.stderr}")
        return of_wheel(next(Path(folder).glob("*.whl")))
