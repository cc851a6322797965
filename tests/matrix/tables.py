# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the documentation, from the record of a run over the whole matrix. Pure but for the reading of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from . import record
from .record import Core, Record
from .releases import ROOT

SHORT = ["ansible-core", "Python on the control node", "Python on targets", "requests", "sanity"]
LONG = ["ansible-core", "control node", "requests", "modules on", "seconds", "result"]
SANITY = ["ansible-core", "ansible-test on", "tests", "code checked for", "seconds", "result"]

NOTHING = "`make matrix` has not run over all rows yet.\n"


def parts() -> dict[Path, dict[str, Callable[[], str]]]:
    """The generators, by file and by the name of the part."""
    return {
        ROOT / "README.md": {"matrix": partial(shown, short)},
        ROOT / "docs" / "reference" / "versions.md": {
            "matrix": partial(shown, short),
            "behaviour": partial(shown, behaviour),
            "sanity": partial(shown, sanity),
            "replaced": partial(shown, replaced),
        },
    }


def shown(table: Callable[[Record], str], file: Path = record.FILE) -> str:
    """The table of what ran, or that nothing has."""
    return table(record.read(file)) if file.is_file() else NOTHING


def short(ran: Record) -> str:
    """A line for each ansible-core, with what failed and what was not there to be tried, and the date."""
    rows = [[_name(core), _control_nodes(core), _targets(core), _requests(core), _sanity(core)] for core in ran.cores]
    return f"{_table(SHORT, rows)}\n`make matrix` ran on {ran.date}, on commit `{ran.commit}`.\n"


def behaviour(ran: Record) -> str:
    """A line for each ansible-core with each Python on the control node."""
    rows = []
    for core in ran.cores:
        for row in core.rows:
            targets = [f"{each['python']} (requests {_joined(each['requests'])})" for each in row.targets]
            modules = "; ".join(targets) or "none"
            cells = [_name(core), row.python, _joined(row.requests), modules, str(row.seconds), _verdict(row.problem)]
            rows.append(cells)
        rows += [[_name(core), minor, "", "", "", "not here"] for minor in core.not_here]
    return _table(LONG, rows)


def sanity(ran: Record) -> str:
    """A line for each ansible-test."""
    rows = []
    for core in ran.cores:
        if core.sanity is None:
            rows.append([_name(core), "", "", "", "", "did not run"])
            continue
        each = core.sanity
        checked, seconds = _joined(each.pythons), str(each.seconds)
        rows.append([_name(core), each.python, str(each.tests), checked, seconds, _verdict(each.problem)])
    return _table(SANITY, rows)


def replaced(ran: Record) -> str:
    """What ansible-test got from the package index, though it wants it from elsewhere; empty if nothing."""
    found = {core.version: core.sanity.replaced for core in ran.cores if core.sanity and core.sanity.replaced}
    return "".join(
        f"ansible-test {version} requires a commit of {_joined(names)} that is on no package index. It ran with the "
        "release from the package index.\n"
        for version, names in found.items()
    )


def _name(core: Core) -> str:
    return core.version if core.final else f"{core.version} (pre-release)"


def _control_nodes(core: Core) -> str:
    passed = [_minor(row.python) for row in core.rows if row.problem is None]
    failed = [_minor(row.python) for row in core.rows if row.problem is not None]
    return _with_exceptions(passed, failed=failed, not_tried=core.not_here)


def _targets(core: Core) -> str:
    """None is here if their row failed before it reached them."""
    passed = [_minor(each["python"]) for row in core.rows if row.problem is None for each in row.targets]
    return _with_exceptions(passed, failed=[], not_tried=core.targets_not_here) or "failed"


def _requests(core: Core) -> str:
    """Those of the control node: the oldest and the newest."""
    return _joined(dict.fromkeys(version for row in core.rows for version in row.requests))


def _sanity(core: Core) -> str:
    if core.sanity is None:
        return "did not run"
    return _verdict(core.sanity.problem)


def _with_exceptions(passed: list[str], failed: list[str], not_tried: list[str]) -> str:
    told = [_joined(passed)] if passed else []
    told += [f"{_joined(failed)}: **failed**"] if failed else []
    told += [f"{_joined(not_tried)}: not tried"] if not_tried else []
    return "; ".join(told)


def _verdict(problem: str | None) -> str:
    return "passed" if problem is None else "**failed**"


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(texts)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
