# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.faults``: run the campaign, count, and print each disagreement. Ends with 1 where there is one."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.faults import laws
from tests.faults.campaign import WAYS, Case, Observed, Stage
from tests.faults.jobs import JOBS, Job
from tests.faults.side_by_side import side_by_side
from tests.integration import module_process
from tests.integration.action_hub import ActionHub
from tests.simulator.client import Simulator


def main() -> int:
    options = _options()
    jobs = [job for job in JOBS if options.module in job.module and options.api in job.api and options.job in job.title]
    if not jobs:
        sys.exit("no task is like that")
    seed, _colon, number = options.only.partition(":")
    numbers = [int(number)] if options.only else [*range(options.cases)]
    counts: Counter[str] = Counter()
    disagreements = 0
    began = time.monotonic()
    for case, wrong, observed in run(int(seed or options.seed), numbers, jobs, options.way or None, options.jobs):
        counts.update([case.job.api, case.job.module, case.way, f"disturbed: {case.disturbance.kind}"])
        if wrong or options.verbose:
            disagreements += bool(wrong)
            show(case, wrong, observed, whole=bool(options.only))
    for name, count in sorted(counts.items()):
        print(f"{count:6} {name}")
    print(f"{len(numbers)} cases in {time.monotonic() - began:.0f} s, {disagreements} disagreements")
    return 1 if disagreements else 0


def run(
    seed: int, numbers: list[int], jobs: list[Job], way: str | None, at_once: int
) -> Iterator[tuple[Case, list[str], Observed]]:
    """Each case with the laws that it broke, as they end. A case that could not be run at all ends the campaign."""
    with ExitStack() as stack:
        module_process.start_server()
        hub = ActionHub()
        stack.callback(hub.stop)

        def stage() -> Stage:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            return Stage(stack.enter_context(Simulator()), hub, folder)

        def judged(stage: Stage, number: int) -> tuple[Case, list[str], Observed]:
            case = stage.case(seed, number, jobs, way)
            try:
                observed = stage.run(case)
            except Exception as error:
                error.add_note(str(case))
                raise
            return case, laws.broken(observed), observed

        stages = [stage() for _each in range(min(at_once, len(numbers)))]
        yield from side_by_side(stages, numbers, judged)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", metavar="SEED:N", help="one case, whole; choose tasks as before")
    parser.add_argument("--module", default="", help="modules whose names hold this")
    parser.add_argument("--api", default="", help="communications or webdeployments")
    parser.add_argument("--job", default="", help="tasks whose titles hold this")
    parser.add_argument("--way", default="", choices=["", *WAYS])
    parser.add_argument("--jobs", type=int, default=8, help="so many cases at once")
    parser.add_argument("--verbose", action="store_true", help="print what agrees too")
    return parser.parse_args()


def show(case: Case, wrong: list[str], observed: Observed, whole: bool) -> None:
    """Print a case. ``whole``: with all requests and outputs."""
    print(f"== {case}\n     {case.disturbance.settings or ''} {case.disturbance.act or ''}")
    print("".join(f"   {each}\n" for each in wrong), end="")
    for number, run in enumerate([*observed.disturbed, *observed.calm]):
        result = run.ran.result if run.ran else {}
        print(f"   run {number}: changed {result.get('changed')}, {result.get('msg', 'no message')}")
        if number < len(observed.disturbed) or whole:
            for each in run.journal:
                effect = " effect" if each["effect_at"] else ""
                told = f"{each['number']} {each['method']} {each['path']} {each['status']}"
                print(f"     {told}{effect} {each['fault'] or ''}")
        if whole and run.ran:
            print(run.ran.output)
    if whole:
        print(observed.log)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
