# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run make targets concurrently, then a last one by itself: run_steps.py LOGS TARGET... -- LAST

The output of each target goes to a file in LOGS, and to the terminal if the target fails. LAST, the tests, has the
machine for itself and writes to the terminal: if all succeed, its closing line is the last one. The exit status is 0
only if all targets succeeded.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MAKE = [os.environ.get("MAKE", "make"), "--no-print-directory"]


def run(target: str, log: Path) -> tuple[bool, float]:
    """Make the target with its output in the log; return whether it succeeded, and the seconds."""
    start = time.monotonic()
    with log.open("w") as output:
        done = subprocess.run(
            [*MAKE, target],
            env={**os.environ, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode == 0, time.monotonic() - start


def main() -> int:
    logs, *targets = sys.argv[1:]
    split = targets.index("--")
    together, alone = targets[:split], targets[split + 1]
    Path(logs).mkdir(parents=True, exist_ok=True)
    failed = []

    def report(target: str) -> None:
        log = Path(logs) / f"{target}.log"
        succeeded, seconds = run(target, log)
        lines = [f"{'ok    ' if succeeded else 'FAILED'} {target:<16} {seconds:5.0f} s   {log}"]
        if not succeeded:
            failed.append(target)
            lines += [f"  | {line}" for line in log.read_text(errors="replace").splitlines()]
        print("\n".join(lines), flush=True)

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(report, together))

    if subprocess.run([*MAKE, alone], check=False).returncode:
        failed.append(alone)
    if failed:
        print(f"\nfailed: {' '.join(failed)}", file=sys.stderr, flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
