# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Send a request until it has a final response: tries, waits, deadline and counting; no credentials, no meaning."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from typing import Iterator, Mapping

from .._core.errors import (
    GenesysError,
    Outdated,
    RateLimited,
    RequestInfo,
    UnknownOutcome,
)
from .._core.retry import (
    Action,
    Fault,
    Policy,
    TryResult,
    decide,
    gave_up,
    needs_decision,
    seconds_asked,
)
from .._core.tally import READ
from . import web_socket
from .clock import Clock
from .progress import Progress
from .rate_limit import Pacer, Slot
from .recorder import Recorder
from .request import FinalResponse, Request, final
from .transport import (
    Authorize,
    Response,
    Transport,
)
from .transport_faults import TransportFault
from .web_socket import Socket

LEAST = 0.1
"""Seconds: the shortest time for a try."""
LONGEST_WAIT = 86_400.0
"""Seconds; a lock does not take a timeout of any length."""


class NotYet(Exception):
    """Another try is worth it after ``wait`` seconds; ``error``: the error if there is none. Never reaches the user."""

    def __init__(self, error: GenesysError, wait: float) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Tries:
    """One request with all its tries: their number, and the time since the first.

    The time for getting a token does not count: that is a request of its own.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began: float | None = None
        self.made = 0
        self.send_by: float | None = None
        """The time of the clock's ``monotonic`` until which the content is valid; a later try raises Outdated."""

    def begin(self) -> None:
        if self._began is None:
            self._began = self._clock.monotonic()

    def elapsed(self) -> float:
        return 0.0 if self._began is None else self._clock.monotonic() - self._began

    def is_outdated(self) -> bool:
        return self.send_by is not None and self._clock.monotonic() > self.send_by


class Sender:
    """``timeout`` in seconds, for one try; ``at_once``: the most requests in flight."""

    def __init__(
        self,
        transport: Transport,
        policy: Policy,
        timeout: float,
        clock: Clock,
        recorder: Recorder,
        progress: Progress,
        at_once: int = 64,
    ) -> None:
        self._transport = transport
        self._policy = policy
        self._timeout = timeout
        self._under_way = threading.BoundedSemaphore(at_once)
        self.clock = clock
        self.recorder = recorder
        self.progress = progress
        self._thread = threading.local()

    @property
    def sent_at(self) -> float:
        """Return the time of the clock's ``monotonic`` at which this thread's last try was sent."""
        sent_at: float = self._thread.sent_at
        return sent_at

    @property
    def deadline(self) -> float:
        """Seconds that one request may take with all its tries and waits."""
        return self._policy.deadline

    @property
    def timeout(self) -> float:
        """Seconds that one try may take; it can still arrive so long after the client gave up."""
        return self._timeout

    def close(self) -> None:
        self._transport.close()

    def tries(self) -> Tries:
        return Tries(self.clock)

    def send(
        self, request: Request, authorize: Authorize, tries: Tries | None = None, pacer: Pacer | None = None
    ) -> FinalResponse:
        """Send until the response is final: any status, except those worth a retry. ``pacer`` says when it may go out.

        Raises a GenesysError if no further try follows, UnknownOutcome if a write may have taken effect, NotYet if the
        request asks for it, and Outdated if a try would have begun after ``tries.send_by``.
        """
        tries = tries or self.tries()
        tries.begin()
        while True:
            tries.made += 1
            outcome, answered, cause = self._try(request, authorize, tries, pacer)
            if answered is not None and not needs_decision(outcome, request.retry_method):
                return answered
            decision = decide(
                self._policy,
                request.retry_method,
                outcome,
                tries.made,
                tries.elapsed(),
                self.clock.jitter(),
                self.clock.now(),
            )
            throttled = outcome.status == 429
            if decision.action is Action.AGAIN and request.hands_back:
                raise NotYet(request.error(outcome, answered, cause, gave_up(tries.made)), decision.wait)
            if decision.action is Action.AGAIN:
                if throttled and pacer:
                    pacer.hold(decision.wait)
                self.pause(decision.wait, "the service asked for it" if throttled else "the service is not available")
                continue
            error = request.error(outcome, answered, cause, decision.reason)
            if throttled and pacer and decision.too_long:
                pacer.refuse(error, seconds_asked(outcome, self.clock.now()) or 0.0)
            if decision.action is Action.FAIL:
                raise error
            raise UnknownOutcome(error, decision.wait, again=decision.action is Action.LOOK)

    @contextmanager
    def socket(self, url: str, origin: str | None) -> Iterator[Socket]:
        """Open a WebSocket. It is one of the requests in flight, it is counted as a read, and it is not repeated.

        Raises Refused.
        """
        with self._place(self.tries()):
            with self.counted():
                socket = web_socket.connect(self._transport, url, origin, self._timeout)
            with closing(socket):
                yield socket

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what happens inside as a read."""
        self.recorder.sending(READ, None)
        began = self.clock.monotonic()
        try:
            yield
        finally:
            self.recorder.answered(READ, (self.clock.monotonic() - began) * 1000, None, None, again=False)

    def pause(self, seconds: float, why: str) -> None:
        if seconds > 0:
            self.progress.waiting(seconds, why)
            self.clock.sleep(seconds)
            self.recorder.waited(seconds)

    def _slot(self, request: Request, tries: Tries, pacer: Pacer) -> Slot:
        """Wait for the token's next free slot, unless that would pass the deadline."""
        while True:
            try:
                slot = pacer.reserve()
            except GenesysError as error:
                raise error.located(request.method, request.path) from None
            self._wait_for(slot, request, tries, pacer)
            if slot.is_taken:
                return slot

    def _wait_for(self, slot: Slot, request: Request, tries: Tries, pacer: Pacer) -> None:
        if tries.elapsed() + slot.wait >= self._policy.deadline:
            pacer.give_back(slot)
            raise RateLimited(
                f"the token's rate limit is used up for another {slot.wait:.0f} s",
                RequestInfo(method=request.method, path=request.path),
                f"That would pass the deadline of {self._policy.deadline:g} s. Raise deadline, or use more tokens.",
            )
        self.pause(slot.wait, "the token's rate limit is used up")

    def _try(
        self, request: Request, authorize: Authorize, tries: Tries, pacer: Pacer | None
    ) -> tuple[TryResult, FinalResponse | None, str]:
        slot = self._slot(request, tries, pacer) if pacer else None
        headers: Mapping[str, str] = {}
        status = None
        try:
            with self._place(tries) as left:
                if tries.is_outdated():
                    tries.made -= 1
                    raise Outdated
                self.recorder.sending(request.counted_as, request.content)
                reply = self._exchanged(request, authorize, tries, left)
            headers, status = reply.headers, reply.status
        except Outdated:
            if pacer and slot:
                pacer.give_back(slot)
                slot = None
            raise
        except TransportFault as fault:
            return TryResult(fault=fault.fault), None, self._said(fault)
        finally:
            if pacer and slot:
                pacer.sent(slot, headers, status)
        answered = final(reply)
        return request.outcome(answered), answered, ""

    def _exchanged(self, request: Request, authorize: Authorize, tries: Tries, left: float) -> Response:
        """Send one try, counted."""
        began = self._thread.sent_at = self.clock.monotonic()
        context_id = None
        timeout = min(self._timeout, left)
        try:
            reply = self._transport.send(
                request.method, request.url, authorize, timeout, request.body, request.headers, within=left
            )
            context_id = reply.headers.get("ININ-Correlation-Id")
            return reply
        finally:
            milliseconds = (self.clock.monotonic() - began) * 1000
            self.recorder.answered(request.counted_as, milliseconds, context_id, request.content, again=tries.made > 1)

    @contextmanager
    def _place(self, tries: Tries) -> Iterator[float]:
        """Wait for a place among the requests in flight; yield the seconds that are left then."""
        left = self._policy.deadline - tries.elapsed()
        if not self._under_way.acquire(timeout=min(max(LEAST, left), LONGEST_WAIT)):
            raise TransportFault(Fault.CONNECT, "not sent, because the requests before it took all of its time")
        try:
            yield max(LEAST, self._policy.deadline - tries.elapsed())
        finally:
            self._under_way.release()

    def _said(self, fault: TransportFault) -> str:
        if fault.fault is Fault.OVERDUE:
            return f"no complete response within {self._policy.deadline:g} s (deadline)"
        return str(fault)
