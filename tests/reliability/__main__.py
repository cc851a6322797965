# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.reliability``: the campaign, the fuzz and the leak hunt; writes their figures to a file.

Prints each violation, and ends with 1 if there is one. ``scripts/generate.py`` puts the figures into the page.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.faults import __main__ as campaign
from tests.faults.jobs import JOBS
from tests.fuzz import __main__ as fuzzing
from tests.fuzz.cases import KINDS
from tests.leaks import __main__ as hunting
from tests.reliability.figures import Campaign, Fuzz, Leaks, violations
from tests.tested_commit import ROOT, tested_commit

FIGURES = ROOT / "docs/reference/reliability.json"


def main() -> int:
    options = _options()
    found = {}
    for part in options.parts:
        began, commit = time.monotonic(), tested_commit("plugins", "tests")
        figures = _PARTS[part](options)
        tested = {"date": datetime.now(UTC).date().isoformat(), "commit": commit, **_machine()}
        found[part] = {**tested, "seconds": round(time.monotonic() - began), "seed": options.seed, **figures}
        print(json.dumps(found[part], indent=2), flush=True)
        _keep(options.figures, part, found[part])
    return 1 if violations(found) else 0


def _keep(path: Path, part: str, figures: dict[str, Any]) -> None:
    """Replace the figures of one part."""
    known = json.loads(path.read_text(encoding="ascii")) if path.exists() else {}
    merged = {**known, part: figures}
    path.write_text(json.dumps(dict(sorted(merged.items())), indent=2) + "\n", encoding="ascii")


def _campaign(options: argparse.Namespace) -> dict[str, Any]:
    counts = Campaign()
    for case, wrong, observed in campaign.run(options.seed, [*range(options.cases)], JOBS, None, options.jobs):
        counts.add(case, wrong, observed)
        if wrong:
            campaign.show(case, wrong, observed, whole=False)
    return counts.figures()


def _fuzz(options: argparse.Namespace) -> dict[str, Any]:
    counts = {kind: Fuzz() for kind in KINDS}
    chosen = [(kind, number) for number in range(options.fuzz) for kind in KINDS]
    for seen, wrong in fuzzing.run(options.seed, chosen, options.jobs):
        counts[seen.case.kind].add(seen, wrong)
        if wrong:
            fuzzing.show(seen, wrong, whole=False)
    return {kind: each.figures() for kind, each in counts.items()}


def _leaks(options: argparse.Namespace) -> dict[str, Any]:
    counts = Leaks()
    for hunted in hunting.run(options.seed, [*range(options.runs)], options.jobs):
        counts.add(hunted)
        if hunted.is_wrong:
            hunting.show(hunted, whole=False)
    return counts.figures()


_PARTS = {"campaign": _campaign, "fuzz": _fuzz, "leaks": _leaks}


def _machine() -> dict[str, Any]:
    versions = {"python": platform.python_version(), "ansible_core": version("ansible-core")}
    return {"cores": len(os.sched_getaffinity(0)), **versions}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make reliability", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=2000, help="so many disturbed tasks")
    parser.add_argument(
        "--fuzz", type=int, default=1000, help="so many cases of random options, and of garbled answers"
    )
    parser.add_argument("--runs", type=int, default=140, help="so many runs with canaries")
    parser.add_argument("--jobs", type=int, default=4, help="so many at once")
    parser.add_argument("--parts", nargs="+", choices=_PARTS, default=[*_PARTS], help="which of the three (all)")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="the file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
