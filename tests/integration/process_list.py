# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks again and again at the list of processes, as everybody on this machine can."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Processes:
    """The command lines of everybody's processes, and the environments of those that can be read."""

    lines: set[str]
    environments: set[str]


@contextmanager
def process_list(every: float) -> Iterator[Processes]:
    """All that was seen meanwhile. ``every``: seconds between two looks."""
    seen = Processes(set(), set())
    over = threading.Event()

    def look() -> None:
        while not over.wait(every):
            for path in Path("/proc").glob("[0-9]*"):
                for name, kept in (("cmdline", seen.lines), ("environ", seen.environments)):
                    with suppress(OSError):  # it has ended, or is somebody else's
                        kept.add((path / name).read_bytes().replace(b"\0", b"\n").decode(errors="replace"))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
