# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.fuzz``: run the fuzz, count, and print each violation. Ends with 1 if there is one."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.faults.side_by_side import side_by_side
from tests.fuzz import laws
from tests.fuzz.cases import KINDS, Case, draw
from tests.fuzz.stage import Seen, Stage, scratch
from tests.integration import module_process
from tests.integration.action_hub import ActionHub
from tests.simulator.client import Simulator


def main() -> int:
    options = _options()
    violations, counts = 0, Counter[str]()
    began = time.monotonic()
    kind, _colon, number = options.only.partition(":")
    chosen = [(kind, int(number))] if options.only else [(each, n) for n in range(options.cases) for each in KINDS]
    for seen, wrong in run(options.seed, chosen, options.jobs):
        counts.update([seen.case.kind, f"{seen.case.kind}: {seen.kind or 'succeeded'}"])
        if wrong or options.only:
            violations += bool(wrong)
            show(seen, wrong, whole=bool(options.only))
    for name, count in sorted(counts.items()):
        print(f"{count:6} {name}")
    print(f"{len(chosen)} cases in {time.monotonic() - began:.0f} s, {violations} violations")
    return 1 if violations else 0


def run(seed: int, chosen: list[tuple[str, int]], at_once: int) -> Iterator[tuple[Seen, list[str]]]:
    """Each case with the laws that it broke, as they end. ``chosen``: kinds and numbers."""
    with ExitStack() as stack:
        module_process.start_server()
        hub = ActionHub()
        stack.callback(hub.stop)
        folder = scratch(Path(stack.enter_context(tempfile.TemporaryDirectory())))

        def judged(stage: Stage, each: tuple[str, int]) -> tuple[Seen, list[str]]:
            kind, number = each
            case = draw(kind, seed, number, folder)
            try:
                seen = stage.run(case)
            except Exception as error:
                error.add_note(str(case))
                raise
            return seen, laws.broken(seen)

        stages = [Stage(stack.enter_context(Simulator()), hub) for _each in range(min(at_once, len(chosen)))]
        yield from side_by_side(stages, chosen, judged)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="so many of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", metavar="KIND:N", help="one case, whole: options:17, answers:17")
    parser.add_argument("--jobs", type=int, default=4, help="so many cases at once")
    return parser.parse_args()


def show(seen: Seen, wrong: list[str], whole: bool) -> None:
    """Print a case. ``whole``: with its whole output."""
    print(f"== {seen.case}")
    print("".join(f"   {each}\n" for each in wrong), end="")
    print(f"   {_short(described(seen.case), 100_000 if whole else 1500)}")
    for each in seen.journal[:40]:
        print(f"     {each['method']} {each['path']} {each['status']} {each['fault'] or ''}")
    result = seen.ran.result if seen.ran else {}
    print(f"   changed {result.get('changed')}, {_short(repr(result.get('msg', 'no message')), 600)}")
    if whole and seen.ran:
        print(seen.ran.output)
    sys.stdout.flush()


def described(case: Case) -> str:
    """What the case gives and what it disturbs, in ASCII."""
    return json.dumps({"options": case.options, "faults": case.faults}, default=str)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}... ({len(text)} characters)"


if __name__ == "__main__":
    sys.exit(main())
