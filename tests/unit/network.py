# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network's double, below everything of ours that is tested with it: scripted answers, and a clock to turn."""

from __future__ import annotations

import json
import math
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any, Callable, Iterable, Mapping, Union

from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault, Policy
from ansible_collections.genesys.cloud.plugins.module_utils._http.auth import GivenToken, Tokens
from ansible_collections.genesys.cloud.plugins.module_utils._http.client import Client
from ansible_collections.genesys.cloud.plugins.module_utils._http.clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._http.lanes import Lane
from ansible_collections.genesys.cloud.plugins.module_utils._http.progress import Progress
from ansible_collections.genesys.cloud.plugins.module_utils._http.rate_limit import Pacer
from ansible_collections.genesys.cloud.plugins.module_utils._http.recorder import Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._http.sender import Sender
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import (
    Authorize,
    Response,
    Transport,
)
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport_faults import TransportFault

API = "https://api.example"
LOGIN = "https://login.example/oauth/token"


class TurnedClock(Clock):
    """Time passes only where somebody sleeps or a test says so."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return 1000.0 + self.passed

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 10, 15, 30, tzinfo=timezone.utc) + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def wait(self, changed: threading.Condition, seconds: float) -> None:
        self.sleep(seconds)

    def jitter(self) -> float:
        return 0.5


@dataclass(frozen=True)
class Sent:
    """One try as it reached the network."""

    method: str
    url: str
    authorization: str
    body: bytes | None
    headers: Mapping[str, str]
    timeout: float
    within: float

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"null")

    def __str__(self) -> str:
        return f"{self.method} {self.url.replace(API, '')}"


Scripted = Union[Response, Fault, Callable[[Sent], Response]]


def reply(content: Any = None, status: int = 200, **headers: str) -> Response:
    """``content`` as JSON, bytes as they are; underscores in names of headers stand for hyphens."""
    body = content if isinstance(content, bytes) else json.dumps({} if content is None else content).encode()
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


class Network(Transport):
    """Answers with what it was given, in that order; the last answer for good. Each try takes ``latency`` seconds."""

    def __init__(
        self, answers: Iterable[Scripted] = (), clock: TurnedClock | None = None, latency: float = 0.0
    ) -> None:
        self.answers: list[Scripted] = list(answers) or [reply()]
        self.sent: list[Sent] = []
        self._clock = clock
        self._latency = latency
        self._lock = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        authorize: Authorize,
        timeout: float,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        within: float = math.inf,
    ) -> Response:
        prepared = authorize(SimpleNamespace(headers={}))
        sent = Sent(method, url, prepared.headers.get("Authorization", ""), body, dict(headers or {}), timeout, within)
        with self._lock:
            self.sent.append(sent)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if self._clock is not None:
                self._clock.passed += self._latency
        if isinstance(answer, Fault):
            raise TransportFault(answer, f"the double says {answer.value}")
        return answer if isinstance(answer, Response) else answer(sent)

    @property
    def requests(self) -> list[str]:
        """``GET /path``, one for each try."""
        return [str(sent) for sent in self.sent]


@dataclass
class Wired:
    """A client over the network's double, with all that can be looked at."""

    network: Network
    clock: TurnedClock
    recorder: Recorder
    sender: Sender
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.with_tokens(GivenToken("token-one"))

    def with_tokens(self, tokens: Tokens) -> Client:
        self.client = Client(self.sender, [Lane(tokens, Pacer(self.clock))], API, workers=1)
        return self.client


def wired(*answers: Scripted, policy: Policy | None = None, timeout: float = 10.0, latency: float = 0.0) -> Wired:
    clock, recorder = TurnedClock(), Recorder()
    network = Network(answers, clock, latency)
    sender = Sender(network, policy or Policy(), timeout, clock, recorder, Progress(clock))
    return Wired(network, clock, recorder, sender)
