# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The callback's run, as workers see it: they are forked from the callback's process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable

from ansible.module_utils.parsing.convert_bool import boolean


@dataclass
class CurrentRun:
    """``folder``: each worker appends the lines of its audit trail to a file of its own in it.

    ``hand_over`` is for a worker that has outlived the callback: it takes the worker's lines, and writes the callback's
    files.
    """

    folder: str
    hand_over: Callable[[], None]
    shows_progress: bool = True
    playbook: str | None = None
    play: str | None = None

    @property
    def lines(self) -> str:
        """Return the file of the worker that calls it."""
        return os.path.join(self.folder, f"{PREFIX}{os.getpid()}")


PREFIX = "genesys-cloud-lines-"
_announced: list[CurrentRun] = []


def announce(run: CurrentRun) -> None:
    """Announce the run; the callback calls it before any worker is forked."""
    _announced[:] = [run]


def shows_progress() -> bool:
    """Return whether a task may show its progress, by the callback's option, or else by the environment."""
    run = current_run()
    said = os.environ.get("GENESYS_PROGRESS")
    return run.shows_progress if run else boolean(said, strict=False) if said else True


def current_run() -> CurrentRun | None:
    """Return the run; None without a callback."""
    return _announced[0] if _announced else None
