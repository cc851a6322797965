# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Sends a request until it has a final answer: tries, waits, deadline and counting; no credentials, no meaning."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import Any, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import _error_bodies, _receiver_errors
from ansible_collections.genesys.cloud.plugins.module_utils._clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Answer,
    GenesysError,
    RateLimited,
    UnknownOutcome,
)
from ansible_collections.genesys.cloud.plugins.module_utils._pacing import Pacer, Slot
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._progress import Progress
from ansible_collections.genesys.cloud.plugins.module_utils._recorder import READ, TOKEN, WRITE, Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._retry import (
    EVENT,
    Action,
    Fault,
    Outcome,
    Policy,
    decide,
    needs_decision,
    seconds_asked,
)
from ansible_collections.genesys.cloud.plugins.module_utils._transport import (
    Authorize,
    Reply,
    Transport,
    TransportFault,
)


@dataclass(frozen=True)
class Request:
    """``url`` is what is sent, ``path`` what errors show; ``content`` the decoded body, for the audit's checksum."""

    method: str
    url: str
    path: str
    body: bytes | None = None
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_token: bool = False
    is_query: bool = False
    """A read that the API takes as a POST."""
    is_event: bool = False
    """For somebody's receiver, not for the API: any 2xx takes it, whatever its body, and it may be sent again."""

    @property
    def kind(self) -> str:
        return TOKEN if self.is_token else READ if self.method == "GET" or self.is_query else WRITE

    @property
    def retry_method(self) -> str:
        if self.is_token or self.is_query:
            return "TOKEN" if self.is_token else "GET"
        return EVENT if self.is_event else self.method


@dataclass(frozen=True)
class Answered:
    """A final answer; ``content`` is its JSON object, None where the body is none."""

    status: int
    content: JsonObject | None
    reply: Reply


class Tries:
    """One request with all its tries: how many were made, and since when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.monotonic()
        self.made = 0

    def elapsed(self) -> float:
        return self._clock.monotonic() - self._began


class Sender:
    """``timeout`` in seconds, for one try; ``at_once``: how many requests may be under way."""

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

    @property
    def deadline(self) -> float:
        """Seconds that one request may take with all its tries and waits."""
        return self._policy.deadline

    def close(self) -> None:
        self._transport.close()

    def tries(self) -> Tries:
        return Tries(self.clock)

    def send(
        self, request: Request, authorize: Authorize, tries: Tries | None = None, pacer: Pacer | None = None
    ) -> Answered:
        """The final answer, of any status but those that are worth another try; ``pacer`` says when it may go out.

        Raises a GenesysError when no further try is made, and UnknownOutcome when a write may have taken effect.
        """
        tries = tries or self.tries()
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
            if decision.action is Action.AGAIN:
                if throttled and pacer:
                    pacer.hold(decision.wait)
                self.pause(decision.wait, "the service asked for it" if throttled else "the service is not available")
                continue
            error = self._error(request, outcome, answered, cause, decision.reason)
            if throttled and pacer and decision.too_long:
                pacer.refuse(error, seconds_asked(outcome, self.clock.now()) or 0.0)
            if decision.action is Action.FAIL:
                raise error
            raise UnknownOutcome(error, decision.wait, again=decision.action is Action.LOOK)

    def pause(self, seconds: float, why: str) -> None:
        if seconds > 0:
            self.progress.waiting(seconds, why)
            self.clock.sleep(seconds)
            self.recorder.waited(seconds)

    def _slot(self, request: Request, tries: Tries, pacer: Pacer) -> Slot:
        """Wait for the token's next free slot, unless that would pass the deadline."""
        try:
            slot = pacer.reserve()
        except GenesysError as error:
            raise error.located(request.method, request.path) from None
        if tries.elapsed() + slot.wait >= self._policy.deadline:
            pacer.give_back(slot)
            raise RateLimited(
                f"the token's allowance of requests is used up for another {slot.wait:.0f} s",
                Answer(method=request.method, path=request.path),
                f"That would pass the deadline of {self._policy.deadline:g} s. Raise deadline, or use more tokens.",
            )
        self.pause(slot.wait, "the token's allowance of requests is used up")
        return slot

    def _try(
        self, request: Request, authorize: Authorize, tries: Tries, pacer: Pacer | None
    ) -> tuple[Outcome, Answered | None, str]:
        slot = self._slot(request, tries, pacer) if pacer else None
        timeout = max(0.1, min(self._timeout, self._policy.deadline - tries.elapsed()))
        reply = None
        with self._under_way:
            self.recorder.sending(request.kind, request.content)
            began = self.clock.monotonic()
            try:
                reply = self._transport.send(
                    request.method, request.url, authorize, timeout, request.body, request.headers
                )
            except TransportFault as fault:
                return Outcome(fault=fault.fault), None, str(fault)
            finally:
                if pacer and slot:
                    pacer.sent(slot, reply.headers if reply is not None else {})
                self.recorder.answered(
                    request.kind,
                    (self.clock.monotonic() - began) * 1000,
                    reply.headers.get("ININ-Correlation-Id") if reply is not None else None,
                    request.content,
                    again=tries.made > 1,
                )
        answered = Answered(reply.status, _json_object(reply.body), reply)
        has_any_body = request.method == "DELETE" or request.is_event
        if 200 <= reply.status < 300 and answered.content is None and not has_any_body:
            return Outcome(reply.status, Fault.GARBLED), answered, ""
        return self._outcome(request, answered), answered, ""

    @staticmethod
    def _outcome(request: Request, answered: Answered) -> Outcome:
        status = answered.status
        if request.is_token and _error_bodies.is_throttled_token(answered.status, answered.content):
            status = 429
        return Outcome(status, None, answered.reply.headers.get("Retry-After"), answered.reply.headers.get("Date"))

    @staticmethod
    def _error(request: Request, outcome: Outcome, answered: Answered | None, cause: str, reason: str) -> GenesysError:
        if request.is_event:
            return _receiver_errors.error(request.path, outcome, answered.reply if answered else None, cause, reason)
        if answered is None:
            return _error_bodies.network_error(request.method, request.path, outcome, cause, reason)
        if outcome.fault is Fault.GARBLED:
            return _error_bodies.garbled_error(request.method, request.path, answered.reply)
        if request.is_token and _error_bodies.is_throttled_token(answered.status, answered.content):
            return _error_bodies.throttled_token_error(request.path, answered.content, reason)
        return _error_bodies.error_from(request.method, request.path, answered.reply, answered.content, reason)


def _json_object(body: bytes) -> JsonObject | None:
    """Every answer of the API is a JSON object; anything else is none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
