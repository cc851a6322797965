# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .contenders import CONTENDERS
from .deployment_shapes import SHAPES


@dataclass(frozen=True)
class Options:
    """``slow_up_to``: the largest fleet for the contenders that start a process for each channel."""

    sections: list[str]
    sizes: list[int]
    latency_ms: float
    contenders: list[str]
    runs: int
    slow_up_to: int
    growth: list[int]
    shapes: list[str]
    deployments: int
    deployment_growth: list[int]
    pictures: Path | None
    json: Path | None
    markdown: Path | None


def parse(arguments: list[str] | None, sections: Sequence[str]) -> Options:
    """Read the arguments; end the program with a usage message if they are wrong."""
    names = [contender.name for contender in CONTENDERS]
    shapes = [shape.name for shape in SHAPES]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the cost of a fleet with genesys.cloud and with alternatives.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--sections", type=_several(sections), default=list(sections), help=f"from {', '.join(sections)}")
    add("--sizes", type=_numbers, default=[10, 100, 500], help="channels to change, plus a fifth that stay")
    add("--latency", dest="latency_ms", type=float, default=40.0, metavar="MS", help="delay of each request")
    add("--contenders", type=_several(names), default=names, help=f"from {', '.join(names)}")
    add("--runs", type=int, default=3, help="runs, of which the median counts; slow contenders run once")
    add("--slow-up-to", type=int, default=500, metavar="N", help="largest fleet for modules and uri")
    add("--growth", type=_numbers, default=[1000, 10000], help="channels to change in the growth section")
    add("--shapes", type=_several(shapes), default=shapes, help=f"of Web Deployments, from {', '.join(shapes)}")
    add("--deployments", type=int, default=100, metavar="N", help="Web Deployments to change")
    add("--deployment-growth", type=_numbers, default=[1, 10, 100, 1000], help="Web Deployments in their growth")
    add("--pictures", type=Path, metavar="FOLDER", help="draw the growth of Web Deployments in this folder")
    add("--json", type=Path, metavar="FILE", help="write all numbers to this file")
    add("--markdown", type=Path, metavar="FILE", help="write the tables to this file")
    return Options(**vars(parser.parse_args(arguments)))


def _numbers(text: str) -> list[int]:
    numbers = [int(part) for part in text.split(",")]
    if any(number < 1 for number in numbers):
        raise ValueError
    return numbers


def _several(known: Sequence[str]) -> Callable[[str], list[str]]:
    def chosen(text: str) -> list[str]:
        names = text.split(",")
        if not set(names) <= set(known):
            raise argparse.ArgumentTypeError(f"not all of {text!r} are in {', '.join(known)}")
        return names

    return chosen
