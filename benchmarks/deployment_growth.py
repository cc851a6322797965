# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the cost of Web Deployments grows with their number, as a table and as a picture."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from pathlib import Path

from .deployment_shapes import OWN, SHARED
from .options import Options
from .progress import say
from .report import Section
from .running import ROOT, median
from .web_deployments import EIGHT_THREADS, OURS, passes

FEW = 10
"""Up to so many deployments, the start-up is most of the time: the median of the runs counts."""
DRAWING = ROOT / ".venv" / "bench" / "bin" / "python"


def measure(options: Options) -> Section:
    section = Section(
        f"Growth of Web Deployments, at {options.latency_ms:g} ms",
        ("shape", "deployments", "contender", "wall s", "CPU s", "MiB", "requests", "tokens", "connections"),
        notes=[f"{shape.name}: {shape.text}." for shape in (OWN, SHARED)],
    )
    for shape in (OWN, SHARED):
        for size in options.deployment_growth:
            for title in (OURS, EIGHT_THREADS):
                say(f"{shape.name}, {title}: deployments: {size}")
                runs = options.runs if size <= FEW else 1
                cost = median(passes(shape, title, size, options.latency_ms)["change"] for _number in range(runs))
                section.add(
                    (shape.name, size, title, *asdict(cost).values()),
                    shape=shape.name,
                    deployments=size,
                    contender=title,
                    **asdict(cost),
                )
    if options.pictures:
        section.notes.append(_draw(section.data, options.pictures))
    return section


def _draw(rows: list[dict[str, object]], folder: Path) -> str:
    """Draw the picture in the environment that has matplotlib. Return a note: a failure must not lose the numbers."""
    try:
        done = subprocess.run(
            [str(DRAWING), str(ROOT / "benchmarks" / "draw_growth.py"), str(folder)],
            input=json.dumps({"deployment-growth": {"rows": rows}}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        return f"No picture: {error}"
    return f"No picture:\n\n{done.stdout[-2000:]}" if done.returncode else f"The picture is in {folder}."
