# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Follow all changes in an org's Web Deployments and supported content profiles, for Event-Driven Ansible.

A thread sends the requests, through the same client as every task's, so that retries, waits, rate limit and token are
the same. Errors that cannot pass by themselves (credentials, permissions, arguments) end the source; every other error
is logged, and the source goes on.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Mapping

from ...module_utils._core import errors, validation
from ...module_utils._core.errors import GenesysError, InvalidInput
from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.validation import Problem, shown
from ...module_utils._core.visible_text import visible
from ...module_utils._http import connection as client_options
from ...module_utils._http.client import Client
from ...module_utils._http.clock import Clock
from ...module_utils._http.progress import Progress
from ...module_utils._http.recorder import Recorder
from ...module_utils._tasks import arguments as argument_specs
from ...module_utils._tasks.runner import Options, Task, new_connections
from ...module_utils._webdeployments import permissions
from .._options import read
from . import audit_trail, checkpoint, events
from .audit_windows import Window, is_kept, windows
from .checkpoint import Checkpoint
from .feed import (
    LONGEST_OVERLAP,
    Feed,
    has_time,
    moment,
    written,
)

SHORTEST_INTERVAL = 10.0
"""Seconds between two polls; a request counts against the org's limit (``reality.md`` R10). Ours."""
LONGEST_PAUSE = 600.0
"""Seconds between two polls if one after the other fails."""

_SECOND = timedelta(seconds=1)
"""The precision of the service's time in a response: the true time may be as much later."""

_FATAL = (
    errors.InvalidInput,
    errors.AuthenticationFailed,
    errors.PermissionDenied,
    errors.NotFound,
    errors.Rejected,
)

logger = logging.getLogger("genesys.cloud.webmessaging_changes")


class SourceFailed(Exception):
    """The reason why the source ends: the step, the error, and the way out. Holds no secret."""


class _Stopped(Exception):
    """The source ends while its thread waits."""


class _StoppableClock(Clock):
    """A clock whose sleepers wake when the source ends."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def sleep(self, seconds: float) -> None:
        if self.stopped.wait(seconds):
            raise _Stopped


@dataclass(frozen=True)
class Poll:
    """``entries``: all that are visible of ``window``. ``served_at``: the service's time, None if it sent none."""

    window: Window
    entries: list[JsonObject]
    served_at: datetime | None


def arguments() -> dict[str, Any]:
    """Return the options of the source: those of every client, and its own."""
    others = ("api", "guest_url", "messaging_url")
    client = {name: rule for name, rule in argument_specs.client_options().items() if name not in others}
    return {
        **client,
        "interval": {"type": "float", "default": 30},
        "overlap": {"type": "float", "default": 120},
        "checkpoint": {"type": "path"},
        "since": {"type": "str"},
        "ignore_client_ids": {"type": "list", "elements": "str"},
    }


def _problems(options: Options) -> list[Problem]:
    params = options.params
    found = validation.number("interval", params["interval"], at_least=SHORTEST_INTERVAL)
    found += validation.number("overlap", params["overlap"], at_least=0) or _overlap_problems(params["overlap"])
    if params.get("since"):
        try:
            moment(params["since"])
        except ValueError:
            example = "2026-11-22T10:15:30Z"
            found.append(Problem("since", f"{shown(params['since'])} is no time with a time zone, such as {example}."))
    return found + checkpoint.problems(params.get("checkpoint"))


def _overlap_problems(seconds: float) -> list[Problem]:
    most = LONGEST_OVERLAP.total_seconds()
    too_long = Problem("overlap", f"{seconds:g} is out of range. Give {most:.0f}, which is a day, or less.")
    return [too_long] if seconds > most else []


class ChangeSource:
    """One org's changes. Raises SourceFailed if it cannot begin or go on; ``fetch`` is for a thread."""

    def __init__(self, written_down: Mapping[str, Any]) -> None:
        given = {name: value for name, value in written_down.items() if value is not None}
        task = Task(arguments(), lambda options: [], lambda options, session: {})
        options = read(task, given)
        self.clock = _StoppableClock()
        self._connections = new_connections(self.clock)
        for secret in client_options.secrets(options.params):
            self._connections.redactor.add(secret)
        if options.refused or options.unreadable:
            raise self._failed(InvalidInput([*options.unreadable, *options.refused]))
        problems = _problems(options) + client_options.problems(options.params, options.given)
        if problems:
            raise self._failed(InvalidInput(problems))
        connection = client_options.from_options(options.params, options.given)
        self._connection = connection
        self._interval: float = options.params["interval"]
        self._overlap = timedelta(seconds=options.params["overlap"])
        self._ignored = frozenset(filter(None, options.params.get("ignore_client_ids") or []))
        path = options.params.get("checkpoint")
        self._checkpoint = Checkpoint(path, connection.api_url) if path else None
        self._timeless: set[str] = set()
        self._since: str | None = options.params.get("since")
        self._started_at = self.clock.monotonic()
        self._ahead = timedelta()
        """How far the service's clock is ahead of ours."""
        self._services: dict[str, bool] = {}
        """Whether the realtime query serves each service; empty until the org was asked."""
        known = self._known_feed()
        self._has_begun = known is not None
        self._feed = known or Feed.starting(moment(self._since) if self._since else self.clock.now())
        self._failures = 0

    def windows(self) -> list[Window]:
        """Return the windows of the next poll, the oldest first. The first call asks which query serves what."""
        if not self._services:
            client = self._client()
            self._services = audit_trail.served(client)
            self._note_time(client)
            self._begin()
        now = self.clock.now() + self._ahead + _SECOND
        if not is_kept(self._feed.floor, now):
            raise SourceFailed(f"The audit trail keeps a year. {self._way_out()}")
        return windows(self._feed.floor, max(now, self._feed.floor + timedelta(milliseconds=1)), self._has_realtime)

    @property
    def _has_realtime(self) -> bool:
        return self._services[events.SERVICE]

    def fetch(self, window: Window) -> Poll:
        """Return every visible entry of that window."""
        client = self._client()
        found = audit_trail.entries(client, window, self._services)
        self._note_time(client)
        return Poll(window, found, client.served_at)

    def fresh(self, poll: Poll) -> list[JsonObject]:
        """Return the entries to send, the oldest first."""
        self._failures = 0
        timeless = {entry["id"]: entry.get("eventDate") for entry in poll.entries if not has_time(entry)}
        for each in timeless.keys() - self._timeless:
            date = shown(timeless[each])
            logger.error(
                "Entry %s of the audit trail is skipped: its time cannot be read (%s).", visible(str(each)), date
            )
        self._timeless = set(timeless)
        return self._feed.fresh(poll.entries, poll.window.end)

    def is_ignored(self, entry: JsonObject) -> bool:
        return not events.is_change(entry) or events.is_by(entry, self._ignored)

    def told(self, entry: JsonObject) -> None:
        self._feed.mark(entry)

    def polled(self, poll: Poll) -> None:
        """Note that all entries of a poll were sent."""
        self._feed.polled(poll.window.end, poll.served_at, self._overlap)
        self.save()

    def save(self) -> None:
        try:
            if self._checkpoint and self._has_begun:
                self._checkpoint.write(self._feed)
        except OSError as error:
            logger.error("The checkpoint cannot be written (%s): after a restart, events are repeated.", error.strerror)

    def failed(self, error: GenesysError) -> None:
        """Handle a failed poll. Raises SourceFailed if the next one would fail, too."""
        if isinstance(error, _FATAL):
            if error.answer.status == 400:
                error.advice = f"{error.advice} {self._way_out()}".strip()
            raise self._failed(error) from None
        self._failures += 1
        error.during("read the changes of the org")
        said = error.told(self._connections.redactor)
        logger.error("%s Trying again in %.0f s; nothing is lost.", said, self.pause)

    @property
    def pause(self) -> float:
        """Return the seconds to the next poll: doubled with each that fails."""
        return max(self._interval, min(LONGEST_PAUSE, self._interval * 2.0 ** min(self._failures, 30)))

    def close(self) -> None:
        self.clock.stopped.set()
        self._connections.close()

    def _client(self) -> Client:
        """Return a client with a new recorder for each poll: a permanent one would grow without end."""
        client = self._connections.client(self._connection, False, Recorder(), Progress(self.clock))
        client.explain_forbidden(f"{audit_trail.ROOT}/", permissions.advice)
        return client

    def _note_time(self, client: Client) -> None:
        self._ahead = self._ahead if client.ahead is None else client.ahead

    def _known_feed(self) -> Feed | None:
        """Return the checkpoint's feed. Raises SourceFailed if it cannot be used."""
        try:
            return self._checkpoint.read() if self._checkpoint else None
        except checkpoint.Unusable as error:
            raise SourceFailed(str(error)) from None

    def _begin(self) -> None:
        """Begin without a checkpoint: at the start's time, by the service's clock, unless since sets another."""
        if not self._has_begun and not self._since:
            took = timedelta(seconds=self.clock.monotonic() - self._started_at)
            self._feed = Feed.starting(self.clock.now() + self._ahead - took)
        self._has_begun = True
        try:
            if self._checkpoint:
                self._checkpoint.write(self._feed)
        except OSError as error:
            raise SourceFailed(f"checkpoint: it cannot be written: {error.strerror}.") from None
        query = "realtime" if self._has_realtime else "asynchronous"
        logger.info("Following the changes since %s, by the %s audit query", written(self._feed.floor), query)
        if events.MESSAGING not in self._services:
            unserved = "The audit trail of this org does not serve %s: supported content profiles are not followed."
            logger.warning(unserved, events.MESSAGING)

    def _way_out(self) -> str:
        """Return the advice if the service refuses the query."""
        begin = written(self._feed.floor)
        way = "set since to a later time, or remove it"
        if self._checkpoint:
            way = f"delete the checkpoint {self._checkpoint.path!r}; it starts again then, from now on or from since"
        return f"It was asked for the changes since {begin}: if the service does not keep them that long, {way}."

    def _failed(self, error: GenesysError) -> SourceFailed:
        error.during("follow the changes of the org")
        return SourceFailed(error.told(self._connections.redactor))


async def follow(queue: asyncio.Queue[Any], written_down: Mapping[str, Any]) -> None:
    """Put every change on the queue, for good."""
    source = ChangeSource(written_down)
    try:
        while True:
            await _poll(source, queue)
            await asyncio.sleep(source.pause)
    finally:
        # Save also the entries sent of an unfinished poll.
        source.save()
        source.close()


async def _poll(source: ChangeSource, queue: asyncio.Queue[Any]) -> None:
    try:
        for window in await asyncio.to_thread(source.windows):
            await _tell(source, await asyncio.to_thread(source.fetch, window), queue)
    except GenesysError as error:
        source.failed(error)


async def _tell(source: ChangeSource, poll: Poll, queue: asyncio.Queue[Any]) -> None:
    for entry in source.fresh(poll):
        if not source.is_ignored(entry):
            await queue.put(events.event(entry))
        source.told(entry)
    source.polled(poll)
