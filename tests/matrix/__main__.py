# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.matrix DIRECTORY``: run the matrix; DIRECTORY keeps environments, logs and results.

Ends with 1 if anything failed. A run over all rows writes docs/reference/matrix.json, and `make format` the tables.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from tests.tested_commit import tested_commit

from . import record, rows
from .record import Core, Record
from .releases import ROOT, supported
from .rows import Result, Row, Targets


def main() -> int:
    options = _options()
    # It is for this process. The other Pythons would import our scripts in place of their own modules.
    os.environ.pop("PYTHONPATH", None)
    directory = options.directory.absolute()
    directory.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    commit = tested_commit()
    whole = not (options.core or options.python)
    table = [rows.of(release) for release in supported() if options.core in ("", release.line)]
    for _rows, core in table:
        _tell_missing(core)
    wanted = [row for of_core, _core in table for row in of_core if options.python in ("", row.minor)]
    wanted.sort(key=lambda row: not row.is_newest)  # the longest first, so that none runs at the end by itself
    if not wanted:
        sys.exit("matrix: no row is like that")
    artifact = _build(directory / "artifact")

    targets = rows.make_targets(wanted, directory)

    results = {}
    with ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(_result, row, artifact, targets, directory, commit, options): row for row in wanted}
        for future in as_completed(running):
            results[running[future].name] = future.result()
    failed = [name for name, result in results.items() if not result.passed]
    if whole:
        for of_core, core in table:
            _fill(core, [results[row.name] for row in of_core])
        record.write(Record(f"{datetime.now(UTC):%Y-%m-%d}", commit, [core for _rows, core in table]))
        print(f"wrote {record.FILE.relative_to(ROOT)}; `make format` writes the tables")
    seconds = time.monotonic() - began
    print(f"{len(results)} rows in {seconds:.0f} s, {len(failed)} failed{': ' * bool(failed)}{', '.join(failed)}")
    return bool(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make matrix", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--core", default="", metavar="2.16", help="only this line of ansible-core")
    parser.add_argument("--python", default="", metavar="3.12", help="only this Python on the control node")
    parser.add_argument("--jobs", type=int, default=2, help="so many rows at once (default: %(default)s)")
    parser.add_argument("--resume", action="store_true", help="keep what has passed on the same commit")
    parser.add_argument("--verbose", action="store_true", help="print each check")
    return parser.parse_args()


def _result(
    row: Row, artifact: Path, targets: Targets, directory: Path, commit: str, options: argparse.Namespace
) -> Result:
    """Run a row, or keep its result; print how it ended."""
    kept = directory / "results" / f"{row.name}.json"
    result = _kept(kept, commit) if options.resume else None
    if result is None:
        result = rows.run(row, artifact, targets, directory, print if options.verbose else lambda checked: None)
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps({"commit": commit, **rows.as_json(result)}), encoding="utf-8")
    _tell(row, result, directory)
    return result


def _kept(file: Path, commit: str) -> Result | None:
    """The result of an earlier run, if it passed on this commit and nothing was uncommitted."""
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    result = rows.from_json(data)
    return result if result.passed and data["commit"] == commit and "+" not in commit else None


def _build(directory: Path) -> Path:
    """Build the artifact that every row installs."""
    galaxy = str(Path(sys.executable).parent / "ansible-galaxy")
    for old in directory.glob("*.tar.gz"):
        old.unlink()
    build = [galaxy, "collection", "build", str(ROOT), "--output-path", str(directory)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return next(directory.glob("*.tar.gz"))


def _fill(core: Core, results: list[Result]) -> None:
    core.rows = [result.ran for result in results]
    core.sanity = next((result.sanity for result in results if result.sanity), None)


def _tell_missing(core: Core) -> None:
    for minor in core.not_here:
        print(f"not here  ansible-core {core.version} on Python {minor}")
    for minor in core.targets_not_here:
        print(f"not here  ansible-core {core.version} with modules on Python {minor}")


def _tell(row: Row, result: Result, directory: Path) -> None:
    ran, sanity = result.ran, result.sanity
    core = f"ansible-core {row.release.version}"
    modules = f", modules on {', '.join(each['python'] for each in ran.targets)}" if ran.targets else ""
    what = f"{core} on Python {ran.python} with requests {', '.join(ran.requests)}{modules}"
    lines = [_verdict(what, ran.problem, ran.seconds), *(f"  | {line}" for line in (ran.problem or "").splitlines())]
    if sanity:
        what = f"{core}: {sanity.tests} sanity tests on Python {sanity.python}, {', '.join(sanity.pythons)}"
        lines.append(_verdict(what, sanity.problem, sanity.seconds))
        if sanity.problem:
            log = (directory / row.name / "sanity.log").read_text(encoding="utf-8", errors="replace")
            lines += [f"  | {line}" for line in log.splitlines()]
    print("\n".join(lines), flush=True)


def _verdict(what: str, problem: str | None, seconds: int) -> str:
    return f"{'FAILED' if problem else 'ok':8}  {what}  {seconds} s"


if __name__ == "__main__":
    sys.exit(main())
