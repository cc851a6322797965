# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Show which tests cost the most CPU, the processes that they start included: pytest -p tests.cpu_per_test

Linux only, since it reads /proc. Every row goes to build/cpu_per_test.tsv, the top of the list to the terminal. Idle
time does not count, so that the numbers hold on a busy machine.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

LISTED = 40
LOG = Path("build/cpu_per_test.tsv")
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """The CPU that this process and its descendants have used so far, with those that have ended and been reaped."""
    used: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        pid = int(entry.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        used[pid] = sum(map(int, fields[11:15]))
    waiting, total = [os.getpid()], 0
    while waiting:
        pid = waiting.pop()
        total += used.get(pid, 0)
        waiting += children.get(pid, [])
    return total / TICKS


class Spent:
    """Tells the CPU since it was last asked; never less than nothing, where a process ends that nobody reaps."""

    def __init__(self) -> None:
        self._before = cpu_seconds()

    def since(self) -> float:
        now = cpu_seconds()
        spent, self._before = now - self._before, now
        return max(0.0, spent)


class Worker:
    """Notes in each report what its phase cost."""

    def __init__(self) -> None:
        self._spent = Spent()

    @pytest.hookimpl
    def pytest_collection_finish(self) -> None:
        self._spent.since()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Iterator[None]:
        report = yield
        report.cpu = self._spent.since()
        return report


class Summary:
    """Adds up what the reports say."""

    def __init__(self) -> None:
        self._tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._tests[report.nodeid] += getattr(report, "cpu", 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        files: Counter[str] = Counter()
        for test, seconds in self._tests.items():
            files[test.partition("::")[0]] += seconds
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_text("".join(f"{seconds:.2f}\t{test}\n" for test, seconds in self._tests.most_common()))
        for title, costs in (("file", files), ("test", self._tests)):
            terminalreporter.section(f"CPU seconds by {title}, {sum(costs.values()):.0f} in all")
            for name, seconds in costs.most_common(LISTED):
                terminalreporter.write_line(f"{seconds:8.2f}  {name}")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    has_workers = bool(config.getoption("numprocesses", 0))
    if is_worker or not has_workers:
        config.pluginmanager.register(Worker(), "cpu_of_worker")
    if not is_worker:
        config.pluginmanager.register(Summary(), "cpu_summary")
