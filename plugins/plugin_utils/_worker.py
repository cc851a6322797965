# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The process that Ansible forks for a task, as far as a task of ours has to handle it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from types import FrameType
from typing import Any, Callable

from ..module_utils._http.interruption import Interruption
from ._run.current_run import current_run
from ._run_folder import forget_tokens

LOOK_EVERY = 0.5
"""Seconds between two checks for the controller."""
HAND_OVER = 5.0
"""Seconds in which the callback's files may be written."""

_LOADED_IN = os.getpid()
"""The controller, which loads this before it forks the worker."""


class Worker:
    """Ends itself if the controller is gone: nobody would read its result, and nobody would see its writes."""

    def __init__(self) -> None:
        self._pid: int | None = None
        self._parent = 0
        self._is_leaving = False
        self._watcher: threading.Thread | None = None
        self._interruption: Interruption | None = None

    def interruption(self, forward: Callable[[int], None] = lambda number: None) -> Interruption:
        """Return the interruption for one task, or one item of its loop."""
        if self._pid != os.getpid():
            self._pid = os.getpid()
            forked: Any = multiprocessing.parent_process()
            # Detects also a controller that went before this check.
            self._parent = forked.pid if forked and forked.pid == _LOADED_IN else os.getppid()
            self._stay_to_hand_over()
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()
        self._interruption = Interruption(self._gone, forward)
        return self._interruption

    def end_where_alone(self) -> None:
        """End the process if the controller is gone; called once the task has ended."""
        if self._watcher and self._gone():
            self._watcher.join()

    def _stay_to_hand_over(self) -> None:
        """Ignore the signal that this worker sends to its own group, so that it can finish first."""
        if threading.current_thread() is not threading.main_thread():
            return
        earlier: Any = signal.getsignal(signal.SIGTERM)
        if earlier in (None, signal.SIG_IGN):
            return

        def heed(number: int, frame: FrameType | None) -> None:
            if not self._is_leaving:
                signal.signal(number, earlier)
                os.kill(os.getpid(), number)

        signal.signal(signal.SIGTERM, heed)

    def _gone(self) -> str:
        return "the end of ansible-playbook" if os.getppid() != self._parent else ""

    def _watch(self) -> None:
        while not self._gone():
            time.sleep(LOOK_EVERY)
        self._is_leaving = True
        if self._interruption:
            self._interruption.interrupt(self._gone())
            signal_group(signal.SIGTERM)
            self._interruption.wind_down()
        run = current_run()
        if run:
            handing_over = threading.Thread(target=run.hand_over, daemon=True)
            handing_over.start()
            handing_over.join(HAND_OVER)
        forget_tokens()
        os._exit(1)


def signal_group(number: int) -> None:
    """Signal this process and its children, if the group is its own."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), number)
