# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One row of the matrix: one ansible-core with one Python on the control node. It is run by `run`."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pythons import find

from tests.simulator.client import Simulator

from . import behaviour, environments, sanity
from .behaviour import Stage, Target, Wrong
from .environments import Environment, SetupError
from .record import Core, Ran, RanSanity
from .releases import Release, oldest_requests

Targets = dict[str, list[Target]]
"""By minor version."""


@dataclass(frozen=True)
class Row:
    """``python``: the interpreter; ``targets``: those by which modules run here, empty if another row does that."""

    release: Release
    minor: str
    python: Path
    targets: tuple[tuple[str, Path], ...]

    @property
    def is_newest(self) -> bool:
        """Whether this Python is the newest one here. This row runs ansible-test and the modules on targets as well.

        Both depend on ansible-core, not on the Python of the control node.
        """
        return bool(self.targets)

    @property
    def name(self) -> str:
        return f"ansible-core-{self.release.version}-python{self.minor}"


@dataclass(frozen=True)
class Result:
    ran: Ran
    sanity: RanSanity | None

    @property
    def passed(self) -> bool:
        return self.ran.problem is None and (self.sanity is None or self.sanity.problem is None)


def of(release: Release) -> tuple[list[Row], Core]:
    """The rows of a release with the Pythons that are here, the oldest first; and what is not here."""
    pythons = {minor: find(f"python{minor}") for minor in (*release.controllers, *release.targets)}
    here = [(minor, path) for minor, path in pythons.items() if path and minor in release.controllers]
    targets = tuple((minor, path) for minor in release.targets if (path := pythons[minor]))
    rows = [Row(release, minor, path, ()) for minor, path in here[:-1]]
    rows += [Row(release, minor, path, targets) for minor, path in here[-1:]]
    core = Core(release.version, release.is_final)
    core.not_here = [minor for minor in release.controllers if not pythons[minor]]
    core.targets_not_here = [minor for minor in release.targets if not pythons[minor]]
    return rows, core


def make_targets(rows: list[Row], directory: Path) -> Targets:
    """Make the Pythons where the modules of these rows run, each with the oldest and the newest requests it can have.

    Rows that run side by side share them. SetupError: one cannot be made.
    """
    pythons = dict.fromkeys(target for row in rows for target in row.targets)
    with ThreadPoolExecutor() as pool:
        made = pool.map(lambda each: _make_target(each[0], each[1], directory / "targets"), pythons)
        return {minor: found for (minor, _python), found in zip(pythons, made, strict=True)}


def _make_target(minor: str, python: Path, directory: Path) -> list[Target]:
    found = []
    for age, version in (("oldest", oldest_requests()), ("newest", None)):
        environment = environments.make(directory / f"python{minor}-{age}", python, "requests")
        found.append(Target(environment, environment.install_requests(version)))
    return found


def run(row: Row, artifact: Path, targets: Targets, directory: Path, tell: Callable[[str], object]) -> Result:
    """Run everything of a row. Its environment and logs go to ``directory``; ``tell`` gets what was checked."""
    began = time.monotonic()
    ran = Ran(row.minor, [], [], 0, None)
    own = directory / row.name
    try:
        environment = environments.make(own / "venv", row.python, f"ansible-core=={row.release.version}")
    except SetupError as error:
        ran.problem = str(error)
        return Result(ran, None)
    ran.python = environment.python_version
    try:
        _check(row, environment, artifact, targets, own / "scratch", ran, tell)
    except (SetupError, Wrong) as error:
        ran.problem = str(error)
    ran.seconds = round(time.monotonic() - began)
    if not row.is_newest:
        return Result(ran, None)
    return Result(ran, sanity.run(environment, directory / f"sanity-{row.release.line}", own / "sanity.log"))


def _check(
    row: Row,
    environment: Environment,
    artifact: Path,
    targets: Targets,
    scratch: Path,
    ran: Ran,
    tell: Callable[[str], object],
) -> None:
    collections = behaviour.install(environment, artifact, scratch)
    with Simulator() as simulator:
        stage = Stage(environment, collections, scratch, simulator)
        for version, check in ((oldest_requests(), behaviour.check_requests), (None, behaviour.check_control_node)):
            ran.requests.append(environment.install_requests(version))
            for checked in check(stage):
                tell(f"{row.name} requests {ran.requests[-1]}: {checked}")
        if not row.targets:
            return
        for checked in behaviour.check_targets(
            stage, [each for minor, _path in row.targets for each in targets[minor]]
        ):
            tell(f"{row.name}: {checked}")
    for minor, _path in row.targets:
        here = targets[minor]
        requests = [target.requests for target in here]
        ran.targets.append({"python": here[0].environment.python_version, "requests": requests})


def as_json(result: Result) -> dict[str, Any]:
    return asdict(result)


def from_json(data: dict[str, Any]) -> Result:
    return Result(Ran(**data["ran"]), RanSanity(**data["sanity"]) if data["sanity"] else None)
