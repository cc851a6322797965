# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.leaks``: hunt, count, and print each leak. Ends with 1 if there is one."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.faults.side_by_side import side_by_side
from tests.leaks.hunt import Hunt, Hunted
from tests.simulator.client import Simulator


def main() -> int:
    options = _options()
    counts: Counter[str] = Counter()
    wrong = 0
    began = time.monotonic()
    numbers = [options.only] if options.only is not None else [*range(options.runs)]
    for hunted in run(options.seed, numbers, options.jobs):
        counts.update([hunted.run.kind, f"provoked by {hunted.provocation.title.split(' {')[0]}"])
        counts.update({"outputs": hunted.texts, "characters": hunted.size, "canaries": hunted.canaries})
        wrong += hunted.is_wrong
        if hunted.is_wrong or options.only is not None:
            show(hunted, whole=options.only is not None)
    for name, count in sorted(counts.items()):
        print(f"{count:10} {name}")
    print(f"{len(numbers)} runs in {time.monotonic() - began:.0f} s, {wrong} with a leak, a traceback or no end")
    return 1 if wrong else 0


def show(hunted: Hunted, whole: bool) -> None:
    """Print a run. ``whole``: with its output."""
    print(f"== {hunted}{', never ended' if hunted.is_hung else ''}")
    print("".join(f"   {each}\n" for each in hunted.leaks + hunted.traces), end="")
    if whole:
        print(hunted.output)
    sys.stdout.flush()


def run(seed: int, numbers: list[int], at_once: int) -> Iterator[Hunted]:
    """Each run with what it left, as they end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hunts = [
            Hunt(stack.enter_context(Simulator()), folder / f"hunt {number}")
            for number in range(min(at_once, len(numbers)))
        ]
        yield from side_by_side(hunts, numbers, lambda hunt, number: hunt.run(seed, number))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make leaks", description=__doc__)
    parser.add_argument("--runs", type=int, default=140)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="one run, with its output")
    parser.add_argument("--jobs", type=int, default=2, help="so many runs at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
