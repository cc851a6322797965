# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Decide what follows a request that did not succeed. Pure, so that every row of the table can be tested.

Genesys' guide calls 429, 502, 503 and 504 retryable and 500 not (resiliency-patterns-examples). A 429, and a 503 with
Retry-After, mean that the request was not accepted. After a 502, a 504, a timeout or a reset nobody knows; then the
caller reads the object before it repeats a write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from enum import Enum

FLOOR = 0.5
"""Seconds: the shortest wait before a retry."""
FIRST_BACKOFF = 1.0
"""Seconds before the second try if the server named no time; doubled for each further try."""
LONGEST_BACKOFF = 30.0

TRANSIENT_STATUSES = frozenset([429, 502, 503, 504])

EVENT = "EVENT"
"""Stands for the method of an event for a receiver. Receivers drop duplicates by id, so a repeated event does no harm.

No document says what a 5xx of a receiver means.
"""
SAFE = frozenset(["GET", "TOKEN", EVENT])
"""The methods that may be repeated after any failure."""


class Fault(Enum):
    """How a request can fail without a usable response."""

    CONNECT = "connect"
    """No connection: nothing was sent."""
    TIMEOUT = "timeout"
    RESET = "reset"
    CUT = "cut"
    """The body ended before its announced length."""
    GARBLED = "garbled"
    """A whole 2xx body that is not the JSON object expected."""
    MALFORMED = "malformed"
    """The bytes received are no HTTP response."""
    TOO_LARGE = "too_large"
    """The response is larger than the client reads."""
    OVERDUE = "overdue"
    """The deadline passed before the response was complete."""
    PROXY = "proxy"
    """The proxy refused to pass the request on: nothing reached the server."""
    PROXY_LOGIN = "proxy_login"
    """The proxy asks for a login: nothing reached the server."""
    TLS = "tls"
    """The certificate or the TLS set-up was refused: nothing was sent, and a retry cannot help."""
    INVALID = "invalid"
    """The request could not be built."""


NEVER_SENT = frozenset([Fault.TLS, Fault.INVALID, Fault.PROXY, Fault.PROXY_LOGIN])
"""Nothing reached the server, and a retry cannot help."""
NOT_REPEATED = frozenset([Fault.GARBLED, Fault.TOO_LARGE, Fault.OVERDUE])
"""The server may have acted, and a retry would end the same or come too late."""


class Action(Enum):
    AGAIN = "again"
    """Wait, then send the same request again."""
    LOOK = "look"
    """Wait, read the object, and write only if that is still needed."""
    LOOK_ONLY = "look_only"
    """Read the object to learn what happened; do not write again."""
    FAIL = "fail"


@dataclass(frozen=True)
class Policy:
    """``retries``: extra tries of one request. The others are seconds."""

    retries: int = 3
    retry_after_max: float = 180.0
    deadline: float = 300.0


@dataclass(frozen=True)
class TryResult:
    """How one try ended: a ``status`` or a ``fault``; ``retry_after`` and ``date`` are the headers as received."""

    status: int | None = None
    fault: Fault | None = None
    retry_after: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Decision:
    """``wait`` is in seconds; ``reason`` says why no further try follows, and is empty if one does.

    ``too_long``: the server asked for a longer wait than the policy allows.
    """

    action: Action
    wait: float = 0.0
    reason: str = ""
    too_long: bool = False


def needs_decision(outcome: TryResult, method: str) -> bool:
    """Return whether ``decide`` is needed; other responses are final. A 500 of the API matters only after a write."""
    if outcome.fault is not None or outcome.status in TRANSIENT_STATUSES:
        return True
    if method == EVENT:
        return (outcome.status or 0) >= 500
    return outcome.status == 500 and method not in SAFE


def decide(
    policy: Policy, method: str, outcome: TryResult, attempt: int, elapsed: float, jitter: float, now: datetime
) -> Decision:
    """Decide the next step after try number ``attempt`` (from 1), ``elapsed`` seconds after the request began.

    ``method`` is GET, PATCH, ..., TOKEN or EVENT; ``jitter`` is a random number in [0, 1]; ``now`` is aware.
    """
    safe = method in SAFE
    if outcome.fault in NEVER_SENT:
        return Decision(Action.FAIL)
    if outcome.fault in NOT_REPEATED or (outcome.status == 500 and method != EVENT):
        return Decision(Action.FAIL if safe else Action.LOOK_ONLY)

    asked = seconds_asked(outcome, now)
    untouched = (
        outcome.status == 429
        or outcome.fault is Fault.CONNECT
        or (outcome.status == 503 and asked is not None and method != "POST")
    )
    repeatable = safe or untouched
    last = Action.FAIL if repeatable else Action.LOOK_ONLY
    if asked is not None and asked > policy.retry_after_max:
        reason = f"the server asked to wait {asked:.0f} s, more than retry_after_max ({policy.retry_after_max:g} s)"
        return Decision(last, reason=reason, too_long=True)
    is_limited_token = method == "TOKEN" and outcome.status == 429
    if attempt > policy.retries and not is_limited_token:
        return Decision(last, reason=gave_up(attempt))
    left = policy.deadline - elapsed
    wait = _wait(policy, attempt, asked, jitter)
    if is_limited_token:
        # Make the last try shortly before the deadline, which is better than none.
        wait = max(_least(asked, jitter), min(wait, left - FLOOR))
    if wait >= left:
        passes = f"another {wait:.1f} s of waiting would pass the deadline of {policy.deadline:g} s"
        return Decision(last, reason=f"{gave_up(attempt)}: {passes}")
    return Decision(Action.AGAIN if repeatable else Action.LOOK, wait)


def _least(asked: float | None, jitter: float) -> float:
    """Return the wait that the server asked for, but at least the floor."""
    return FLOOR if asked is None else max(FLOOR, asked) + 0.25 * jitter


def _wait(policy: Policy, attempt: int, asked: float | None, jitter: float) -> float:
    """Return the wait that the server asked for; after the usual number of tries, at least the backoff."""
    if asked is None or attempt > policy.retries:
        return max(_least(asked, jitter), backoff(attempt, jitter))
    return _least(asked, jitter)


def gave_up(tries: int) -> str:
    """Say why no further try follows."""
    return f"gave up after {tries} {'try' if tries == 1 else 'tries'}"


def backoff(attempt: int, jitter: float) -> float:
    """Return the seconds to wait after try number ``attempt``: 1, 2, 4, ... varied by a quarter either way."""
    doubled = FIRST_BACKOFF * 2.0 ** min(attempt - 1, 10)
    return max(FLOOR, min(LONGEST_BACKOFF, doubled) * (0.75 + 0.5 * jitter))


def seconds_asked(outcome: TryResult, now: datetime) -> float | None:
    """Return the Retry-After in seconds from now; None if it is missing or unusable.

    A date is compared with the server's own Date header if it has one, so that clocks may differ.
    """
    value = (outcome.retry_after or "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return float(value[:12])
    moment = http_date(value)
    if moment is None:
        return None
    return max(0.0, (moment - (http_date(outcome.date or "") or now)).total_seconds())


def http_date(value: str) -> datetime | None:
    """Return the time in a header; None if it holds none."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
