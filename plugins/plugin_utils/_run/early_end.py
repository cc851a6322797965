# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Tell the callback when the run ends without Ansible's event: after an error, after Ctrl-C, after a signal."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
import time
from contextlib import contextmanager
from types import FrameType
from typing import Any, Callable, Iterator

PATIENCE = 8.0
"""Seconds to wait for workers that have been told to end, so that their last lines are there."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class EarlyEnd:
    """``end`` is called once, in the process that made this, and after the workers have ended."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._pid = os.getpid()
        self._earlier: dict[int, Any] = {}
        self._depth = 0
        self._held_back: int | None = None

    def watch(self) -> None:
        """Watch from here on. Only a main thread can have handlers of signals."""
        atexit.register(self._at_exit)
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                earlier = signal.getsignal(number)
                if earlier not in (None, signal.SIG_IGN):
                    self._earlier[number] = earlier
                    signal.signal(number, self._heed)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Delay signals until the work inside is finished."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._held_back is not None and not self._depth:
                number, self._held_back = self._held_back, None
                self._obey(number)

    def _heed(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() == self._pid and self._depth:
            self._held_back = number
        else:
            self._obey(number)

    def _obey(self, number: int) -> None:
        """Do what the signal did before; if that ends this process at once, first tell the workers, and end the run."""
        if os.getpid() == self._pid and number != signal.SIGINT:
            for worker in multiprocessing.active_children():
                worker.terminate()
            self._finish()
        signal.signal(number, self._earlier[number])
        os.kill(os.getpid(), number)

    def _at_exit(self) -> None:
        if os.getpid() == self._pid:
            self._finish()

    def _finish(self) -> None:
        give_up_at = time.monotonic() + PATIENCE
        for worker in multiprocessing.active_children():
            worker.join(max(0.0, give_up_at - time.monotonic()))
        self._end()
