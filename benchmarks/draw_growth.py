# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draw the growth of Web Deployments: draw_growth.py FOLDER <NUMBERS

NUMBERS is what `make bench` writes with --json. The same numbers make the same two files, bench-growth-light.svg
and bench-growth-dark.svg. Needs matplotlib.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

Plots: Any = import_module("matplotlib.pyplot")  # the environment of mypy does not have it
Ticker: Any = import_module("matplotlib.ticker")

SECTION = "deployment-growth"
THEMES = {
    "light": {"ink": "#1f2328", "grid": "#d1d9e0", "ground": "#ffffff", "ours": "#0969da", "script": "#bc4c00"},
    "dark": {"ink": "#e6edf3", "grid": "#30363d", "ground": "#0d1117", "ours": "#58a6ff", "script": "#f0883e"},
}
STYLES = {"own": ("-", "o", "a configuration each"), "shared": ("--", "s", "one shared configuration")}
PANELS = {"requests": "requests", "wall_s": "seconds, start-up included"}


def main(folder: Path, rows: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    Plots.rcParams.update({"svg.hashsalt": "genesys.cloud", "svg.fonttype": "none", "font.size": 11})
    # The first one measures the texts, and every matplotlib has it. A reader without it sees another.
    Plots.rcParams["font.sans-serif"] = ["DejaVu Sans", "Verdana", "Helvetica", "Arial", "sans-serif"]
    for theme, colours in THEMES.items():
        draw(folder / f"bench-growth-{theme}.svg", rows, colours)


def draw(path: Path, rows: list[dict[str, Any]], colours: dict[str, str]) -> None:
    figure, panels = Plots.subplots(1, 2, figsize=(10, 5.2), facecolor=colours["ground"])
    for panel, (number, label) in zip(panels, PANELS.items(), strict=True):
        draw_panel(panel, rows, number, colours)
        panel.set_title(label, color=colours["ink"])
    lines, names = panels[0].get_legend_handles_labels()
    figure.legend(lines, names, loc="lower center", ncols=2, frameon=False, labelcolor=colours["ink"])
    figure.tight_layout(rect=(0, 0.13, 1, 1), w_pad=3)
    figure.savefig(path, metadata={"Date": None, "Creator": None}, facecolor=colours["ground"])
    Plots.close(figure)
    # matplotlib leaves blanks at the ends of lines.
    path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text(encoding="utf-8").splitlines()), "utf-8")


def draw_panel(panel: Any, rows: list[dict[str, Any]], number: str, colours: dict[str, str]) -> None:
    """A line for each shape and contender, both scales logarithmic."""
    series: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for row in rows:
        series.setdefault((row["contender"], row["shape"]), []).append((row["deployments"], row[number]))
    for (contender, shape), points in series.items():
        line, marker, text = STYLES[shape]
        colour = colours["script" if "script" in contender else "ours"]
        panel.plot(*zip(*points, strict=True), line, marker=marker, color=colour, label=f"{contender}, {text}")
        panel.annotate(
            f"{points[-1][1]:,.0f}",
            points[-1],
            color=colour,
            xytext=(6, -3),
            textcoords="offset points",
            annotation_clip=False,
        )
    panel.set_xscale("log")
    panel.set_yscale("log")
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(Ticker.FuncFormatter(lambda value, _position: f"{value:,.0f}"))
        axis.set_minor_locator(Ticker.NullLocator())
    panel.set_xlabel("deployments", color=colours["ink"])
    panel.set_facecolor(colours["ground"])
    panel.grid(color=colours["grid"], linewidth=0.8)
    panel.tick_params(which="both", colors=colours["ink"])
    panel.spines[:].set_color(colours["grid"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin)[SECTION]["rows"])
