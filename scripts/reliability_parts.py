# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of ``docs/reliability.md``, from the figures that ``make reliability`` has written."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "reference" / "reliability.json"


def reliability_parts() -> dict[Path, dict[str, Callable[[], str]]]:
    """The generators, by file and by the name of the part."""
    return {
        ROOT / "docs" / "reliability.md": {
            "measured": measured,
            "disturbed tasks": disturbed_tasks,
            "fuzz": fuzz,
            "leak hunt": leak_hunt,
        }
    }


def _figures() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def measured() -> str:
    """What was run, how much of it, and what was found."""
    found = _figures()
    tasks, fuzzed, leaks = found["campaign"], found["fuzz"], found["leaks"]
    options, answers = fuzzed["options"], fuzzed["answers"]
    rows = [
        ["disturbed tasks", f"{_n(tasks['cases'])} cases, {_n(tasks['requests'])} requests", tasks["disagreements"]],
        ["random options", f"{_n(options['cases'])} cases, {_n(options['drawn'])} values", options["violations"]],
        ["garbled answers", f"{_n(answers['cases'])} cases, {_n(answers['drawn'])} answers", answers["violations"]],
        ["leak hunt", f"{_n(leaks['runs'])} runs, {_n(leaks['canaries'])} secrets", leaks["leaks"]],
    ]
    parts = (tasks, options, answers, leaks)
    lines = [[*row, part["tracebacks"], part["hangs"]] for row, part in zip(rows, parts, strict=True)]
    table = _table(["", "how much", "disagreements or leaks", "tracebacks", "hangs"], lines)
    runs = (tasks, fuzzed, leaks)
    dates, commits = sorted({run["date"] for run in runs}), sorted({f"`{run['commit']}`" for run in runs})
    on = f"ansible-core {tasks['ansible_core']}, Python {tasks['python']}, {tasks['cores']} cores, seed {tasks['seed']}"
    when = f"Measured on {' and '.join(dates)}, at commit {' and '.join(commits)} ({on}):"
    return f"{_wrapped(when)}\n{table}"


def disturbed_tasks() -> str:
    """What disturbed how many tasks."""
    campaign = _figures()["campaign"]
    most_first = sorted(campaign["disturbances"].items(), key=lambda each: (-each[1], each[0]))
    ways = " and ".join(f"{_n(count)} {way}" for way, count in campaign["ways"].items())
    apis = " and ".join(f"{_n(count)} on {_API[api]}" for api, count in campaign["apis"].items())
    modules = campaign["modules"].values()
    said = (
        f"{ways}; {apis}. Each of the {len(modules)} modules had {min(modules)} to {max(modules)} cases. With the runs "
        f"after them and those of others, {_n(campaign['tasks'])} tasks ran, and {_n(campaign['writes'])} writes took "
        "effect."
    )
    table = _table(["disturbed by", "cases"], [[kind, _n(count)] for kind, count in most_first])
    return f"{table}\n{_wrapped(said)}"


_API = {"communications": "the Communications contract", "webdeployments": "Web Deployments"}


def fuzz() -> str:
    """How the cases ended."""
    parts = [_figures()["fuzz"][kind] for kind in ("options", "answers")]
    kinds = sorted({kind for part in parts for kind in part["ends"]}, key=lambda kind: (kind != "succeeded", kind))
    rows = [[_shown(kind), *(_n(part["ends"].get(kind, 0)) for part in parts)] for kind in kinds]
    checked, most = sum(part["in_check_mode"] for part in parts), max(part["most_cpu_seconds"] for part in parts)
    said = f"{_n(checked)} of them ran in check mode. None took more than {most} s of CPU."
    return f"{_table(['ended as', 'random options', 'garbled answers'], rows)}\n{said}\n"


def _shown(kind: str) -> str:
    return kind if kind == "succeeded" else f"`{kind}`"


def leak_hunt() -> str:
    """What was run how often, and how much was searched."""
    leaks = _figures()["leaks"]
    rows = [[kind, _n(count)] for kind, count in leaks["kinds"].items()]
    said = (
        f"{_n(leaks['outputs'])} outputs with {leaks['characters'] / 1e6:,.0f} million characters were searched for "
        f"{_n(leaks['forms'])} spellings of {_n(leaks['canaries'])} secrets. In {_n(leaks['provoked'])} runs, the "
        "server sent secrets back or something else failed. Each run of tasks has four modules."
    )
    return f"{_table(['what ran', 'runs'], rows)}\n{_wrapped(said)}"


def _n(number: int) -> str:
    return f"{number:,}"


def _table(heading: list[str], rows: list[list[Any]]) -> str:
    right = ["---", *("---:" if _is_number(cell) else "---" for cell in rows[0][1:])]
    lines = [heading, right, *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines).replace("|  |", "| |")


def _is_number(cell: Any) -> bool:
    return str(cell).replace(",", "").isdigit()


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_on_hyphens=False) + "\n"
