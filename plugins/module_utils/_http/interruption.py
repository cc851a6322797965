# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""End a task early: after a signal, or when nobody is left to read its result.

No new request begins, requests in flight may end within a few seconds, and the audit trail gets its last lines.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import contextmanager
from types import FrameType
from typing import Any, Callable, Iterator

GRACE = 3.0
"""Seconds in which requests in flight may end."""
LAST_WORDS = 2.0
"""Seconds in which the last lines may be written."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """Raised in place of the next request. No ``except Exception`` takes it for an error of that request."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.result: dict[str, Any] = {}
        """The part of the task's result that stays true: that it changed something."""


class Interruption:
    """Whether the task has to end, and why. Thread-safe.

    ``gone`` is called before each request. It names the reader of the result that has gone, or returns an empty text.
    ``forward`` gets the first signal.
    """

    def __init__(
        self, gone: Callable[[], str] = lambda: "", forward: Callable[[int], None] = lambda number: None
    ) -> None:
        self._gone = gone
        self._forward = forward
        self._reason = ""
        self._ended = threading.Event()
        self._last_words: Callable[[], None] = lambda: None
        self.signal: int | None = None
        """The first signal that came."""

    @property
    def reason(self) -> str:
        """Return why the task has to end; empty if it need not."""
        if not self._reason:
            self._reason = self._gone()
        return self._reason

    def interrupt(self, reason: str) -> None:
        """Make the task end. The first reason stays."""
        self._reason = self._reason or reason

    def check(self) -> None:
        """Raise Interrupted if the task has to end."""
        if self.reason:
            raise Interrupted(self.reason)

    @contextmanager
    def heeding_signals(self, last_words: Callable[[], None], grace: float = GRACE) -> Iterator[None]:
        """End the task after SIGINT or SIGTERM, and the process if that takes longer than ``grace`` seconds.

        Then ``last_words`` is called. The caller passes the signal on once the task has ended. Only a main thread can
        have handlers; whoever started another thread has to handle signals.
        """
        self._last_words = last_words

        def heed(number: int, frame: FrameType | None) -> None:
            if self.signal is None:
                self.signal = number
                self.interrupt(f"the signal {signal.Signals(number).name}")
                threading.Thread(target=self._exit_after, args=(grace, 128 + number), daemon=True).start()
                self._forward(number)

        is_main = threading.current_thread() is threading.main_thread()
        earlier: dict[int, Any] = {number: signal.getsignal(number) for number in SIGNALS if is_main}
        heeded = [number for number, handler in earlier.items() if handler not in (None, signal.SIG_IGN)]
        for number in heeded:
            signal.signal(number, heed)
        try:
            yield
        finally:
            self._ended.set()
            for number in heeded:
                signal.signal(number, earlier[number])

    def wind_down(self, grace: float = GRACE) -> bool:
        """Wait for the task to end, else let it say its last words; return whether it ended."""
        if self._ended.wait(grace):
            return True
        words = threading.Thread(target=self._last_words, daemon=True)
        words.start()
        words.join(LAST_WORDS)
        return False

    def _exit_after(self, grace: float, status: int) -> None:
        if not self.wind_down(grace):
            os._exit(status)


def pass_on(number: int) -> None:
    """Do what the signal would have done, had the task not handled it first."""
    os.kill(os.getpid(), number)


def nobody_reads_output() -> str:
    """Say, in a module, whether the process that started it has gone, which closes the pipe of its output."""
    poll = select.poll()
    try:
        poll.register(1, 0)
        is_closed = any(events & (select.POLLERR | select.POLLHUP) for _descriptor, events in poll.poll(0))
    except OSError:
        return ""
    return "the end of the process that had started it" if is_closed else ""
