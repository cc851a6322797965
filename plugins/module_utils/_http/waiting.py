# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Wait for the service to finish something, with backoff and never past a deadline."""

from __future__ import annotations

from typing import Callable, TypeVar

from .._core.errors import (
    GenesysError,
    NotFound,
    Rejected,
    RequestInfo,
    Unavailable,
)
from .._core.json_values import JsonObject
from .client import Client

FIRST_WAIT = 0.25
LONGEST_WAIT = 5.0

T = TypeVar("T")


class NotYet(Exception):
    """The service refused for a passing reason; ``refusal`` is the error if it stays. Never reaches the user."""

    def __init__(self, refusal: GenesysError) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Deadline:
    """``seconds`` for all waits for one object; ``way_out`` says how to wait longer."""

    def __init__(self, client: Client, seconds: float, way_out: str) -> None:
        self._client = client
        self._seconds = seconds
        self.ends_at = client.clock.monotonic() + seconds
        self._way_out = way_out

    def until(
        self,
        read: Callable[[], T | None],
        what: str,
        is_still: str = "Pending",
        first_wait: float = FIRST_WAIT,
        pause: Callable[[float, str], None] | None = None,
        at_end: Callable[[float], GenesysError] | None = None,
    ) -> T:
        """Call ``read`` until it returns a result; None, or NotYet, means: not yet.

        ``pause`` may end early. If time runs out, raises what ``at_end`` makes of the seconds, the last refusal of a
        NotYet, or Unavailable.
        """
        wait, pause = first_wait, pause or self._client.pause
        while True:
            refusal: GenesysError | None = None
            try:
                found = read()
            except NotYet as not_yet:
                found, refusal = None, not_yet.refusal
            if found is not None:
                return found
            varied = wait * (0.75 + 0.5 * self._client.clock.jitter())
            if self._client.clock.monotonic() + varied >= self.ends_at:
                raise at_end(self._seconds) if at_end else self._told(what, is_still, refusal)
            pause(varied, f"{what} is {'not ready yet' if refusal else f'still {is_still}'}")
            wait = min(2 * wait, LONGEST_WAIT)

    def _told(self, what: str, is_still: str, refusal: GenesysError | None) -> GenesysError:
        if refusal is None:
            return Unavailable(f"{what} is still {is_still} after {self._seconds:g} s", advice=self._way_out)
        refusal.advice = f"It was refused so for {self._seconds:g} s. {refusal.advice or self._way_out}"
        return refusal


def finished(entity: JsonObject, what: str, consequence: str = "") -> JsonObject | None:
    """Return the entity once the service has processed it, None until then.

    Raises Rejected if it failed; ``consequence`` says what that means for the people who use it.
    """
    status = entity.get("status")
    if status == "Pending":
        return None
    if status == "Error":
        said = entity.get("errorInfo") or entity.get("message") or "the service gave no reason"
        raise Rejected(
            f"{what} ended in status Error: {said}",
            RequestInfo(details=[entity["errorInfo"]] if entity.get("errorInfo") else []),
            f"{consequence} Correct what it holds, and run it again.".strip(),
        )
    return entity


def once_there(ask: Callable[[], T]) -> T:
    """Read or write an object that was just written. Raises NotYet if the service does not know it yet."""
    try:
        return ask()
    except NotFound as error:
        raise NotYet(error) from None


def retry_while_pending(deadline: Deadline, write: Callable[[], T], is_passing: Callable[[], bool], what: str) -> T:
    """Repeat a write that the service refuses with a 400 while something is not ready."""

    def attempt() -> T:
        try:
            return write()
        except Rejected as error:
            if error.answer.status != 400 or not _tells(is_passing, error):
                raise
            raise NotYet(error) from None

    return deadline.until(attempt, what)


def _tells(is_passing: Callable[[], bool], error: GenesysError) -> bool:
    """Return whether the refusal can be waited out; if that cannot be read, the refusal itself is raised."""
    try:
        return is_passing()
    except GenesysError:
        raise error from None
