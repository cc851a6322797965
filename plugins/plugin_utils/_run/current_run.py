# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The run that the callback gathers, as workers see it: they are forked from the callback's process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable

from ansible.module_utils.parsing.convert_bool import boolean


@dataclass
class CurrentRun:
    """``folder``: where each worker appends the lines of its audit trail to a file of its own.

    ``hand_over`` is for a worker that has outlived the callback: it takes in the worker's lines, and writes what the
    callback would have written.
    """

    folder: str
    hand_over: Callable[[], None]
    shows_progress: bool = True
    playbook: str | None = None
    play: str | None = None

    @property
    def lines(self) -> str:
        """The file of the worker that asks."""
        return os.path.join(self.folder, f"{PREFIX}{os.getpid()}")


PREFIX = "genesys-cloud-lines-"
_announced: list[CurrentRun] = []


def announce(run: CurrentRun) -> None:
    """Called by the callback, before any worker is forked."""
    _announced[:] = [run]


def shows_progress() -> bool:
    """Whether a task may tell how far it is: as the callback is set, or else as the environment says."""
    run = current_run()
    said = os.environ.get("GENESYS_PROGRESS")
    return run.shows_progress if run else boolean(said, strict=False) if said else True


def current_run() -> CurrentRun | None:
    """None where no callback gathers the run."""
    return _announced[0] if _announced else None
