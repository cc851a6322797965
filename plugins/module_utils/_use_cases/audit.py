# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The audit trail: one entry for each operation, returned by the task and appended to a log if an option names one."""

from __future__ import annotations

import hashlib
import json
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

from .._core import outcomes
from .._core.errors import GenesysError, InvalidInput
from .._core.json_values import JsonObject, canonical
from .._core.redact import Redactor
from .._core.result_shapes import AuditEntry, Origin, Unfinished
from .._core.tally import WRITE, Tally
from .._http.clock import Clock
from .._http.files import append_line
from .._http.interruption import Interrupted
from .._http.recorder import Recorder
from .audit_log import unfinished


@dataclass
class Operation:
    """The action on a resource; id and name are filled in as they become known."""

    action: str
    resource: str
    resource_id: str | None = None
    resource_name: str | None = None
    outcome: str = outcomes.FAILED
    changes: tuple[str, ...] = ()
    version_before: str | None = None
    version_after: str | None = None
    """On Web Deployments: the version of a configuration, or the one that a channel or deployment is pinned to."""
    is_recorded: bool = True
    """False if the object turns out to be impossible, so that nothing was tried."""
    verb: str = ""
    """What the task does, for error messages; empty: the action tells it."""

    @property
    def tried(self) -> str:
        """Return the step for error messages: "update channel 'Primary' (a1b2)"."""
        verb = self.verb or self.action.rpartition("_")[2].lower()
        named = f" {self.resource_name!r}" if self.resource_name is not None else ""
        identified = f" ({self.resource_id})" if self.resource_id is not None else ""
        return f"{verb} {self.resource.replace('_', ' ')}{named}{identified}"

    def is_about(self, entry: JsonObject) -> bool:
        """Return whether an entry of the log is about the same object: by id, or by name if one of them has no id."""
        if entry.get("resource") != self.resource:
            return False
        if self.resource_id is not None and entry.get("resource_id") is not None:
            return bool(entry["resource_id"] == self.resource_id)
        return self.resource_name is not None and entry.get("resource_name") == self.resource_name


@dataclass
class _Account:
    """An operation in progress."""

    operation: Operation
    tally: Tally
    audit_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    is_begun: bool = False
    is_closed: bool = False


class AuditTrail:
    """Collects the entries of a task, one for each operation.

    The log has a line before the first write of an operation (outcome ``begun``) and one at its end, both with the
    operation's ``audit_id``. A log that cannot be written causes a warning: the write itself has happened. ``copy``
    gets every line of the log.
    """

    def __init__(
        self,
        recorder: Recorder,
        redactor: Redactor,
        clock: Clock,
        check_mode: bool,
        log: str | None,
        warnings: list[str],
        copy: Callable[[JsonObject], None] = lambda entry: None,
        operator: str | None = None,
    ) -> None:
        self.origin: Origin = {"api_host": None, "client_id": None, "operator": operator}
        self.entries: list[JsonObject] = []
        self._recorder = recorder
        self._redactor = redactor
        self._clock = clock
        self._check_mode = check_mode
        self._log = log
        self._warnings = warnings
        self._copy = copy
        self._lock = threading.Lock()
        self._under_way: list[_Account] = []
        self._is_over = False
        self._unfinished: list[JsonObject] | None = None

    def unrecorded(self) -> AuditTrail:
        """Return a trail for operations that are only planned: it keeps nothing."""
        return AuditTrail(self._recorder, self._redactor, self._clock, True, None, [])

    @contextmanager
    def operation(self, operation: Operation) -> Iterator[Operation]:
        """Record everything inside as one entry, if the operation is recorded.

        An error gets the step that failed. An operation that is interrupted after its first write began is ``unknown``;
        one without a write leaves no entry.
        """
        with self._recorder.operation(lambda payload: self._begin(account, payload)) as tally:
            account = _Account(operation, tally)
            context_id = None
            try:
                yield operation
            except InvalidInput as error:
                operation.outcome = outcomes.REJECTED
                error.during(operation.tried)
                raise
            except GenesysError as error:
                operation.outcome = outcomes.FAILED
                context_id = error.answer.context_id
                error.during(operation.tried)
                raise
            except Exception:
                raise
            except BaseException:
                operation.outcome = outcomes.UNKNOWN if account.is_begun else outcomes.SKIPPED
                operation.is_recorded = False
                raise
            finally:
                self._end(account, context_id)

    def close(self) -> None:
        """End the trail, because the task has to end now: open operations are ``unknown``, no new one can begin."""
        with self._lock:
            self._is_over = True
            under_way = list(self._under_way)
        for account in under_way:
            account.operation.outcome = outcomes.UNKNOWN
            self._end(account, None)

    def _begin(self, account: _Account, payload: Any) -> None:
        """Write the first line of an operation; called before each of its writes."""
        with self._lock:
            if self._is_over:
                raise Interrupted("the task is over")
            if account.is_begun or self._check_mode:
                return
            account.is_begun = True
            self._under_way.append(account)
            self._write({**self._entry(account, outcomes.BEGUN, None), "payload_sha256": checksum(payload)})

    def _end(self, account: _Account, context_id: str | None) -> None:
        operation = account.operation
        with self._lock:
            if account.is_closed or not (operation.is_recorded or account.is_begun):
                return
            account.is_closed = True
            if account.is_begun:
                self._under_way.remove(account)
            entry = self._entry(account, operation.outcome, context_id)
            self.entries.append(entry)
            self._write(entry)

    def _entry(self, account: _Account, outcome: str, context_id: str | None) -> JsonObject:
        operation, tally = account.operation, account.tally
        entry: AuditEntry = {
            "audit_id": account.audit_id,
            "timestamp": self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "action": operation.action,
            "resource": operation.resource,
            "resource_id": operation.resource_id,
            "resource_name": operation.resource_name,
            "outcome": outcome,
            "check_mode": self._check_mode,
            "attempts": tally.requests[WRITE],
            "latency_ms": round(tally.latency_ms, 3),
            "wait_ms": round(tally.wait_ms, 3),
            "payload_sha256": checksum(tally.payload),
            "context_id": context_id or tally.context_id,
            **self.origin,
            "version_before": operation.version_before,
            "version_after": operation.version_after,
            "changes": list(operation.changes),
        }
        earlier = self._earlier(operation)
        began: Unfinished = {"unfinished": earlier} if earlier else {}
        masked: JsonObject = self._redactor.data({**entry, **began})
        return masked

    def _earlier(self, operation: Operation) -> list[str]:
        """Return the operations on this object that began before this task and have no known end."""
        if self._unfinished is None:
            self._unfinished = unfinished(self._log) if self._log else []
        return [entry["audit_id"] for entry in self._unfinished if operation.is_about(entry)]

    def _write(self, entry: JsonObject) -> None:
        self._copy(entry)
        if self._log:
            try:
                append_line(self._log, json.dumps(entry, ensure_ascii=True))
            except (OSError, ValueError) as error:  # ValueError: the path is invalid, for example because of a NUL
                reason = getattr(error, "strerror", None) or error
                self._warnings.append(
                    f"The audit log {self._log} could not be written ({reason}); the changes are not "
                    "affected, and the entries are in the task's result."
                )
                self._log = None


def checksum(payload: Any) -> str | None:
    """Return the SHA-256 of a body as canonical JSON (sorted keys, no spaces, UTF-8); None if nothing was sent."""
    if payload is None:
        return None
    return hashlib.sha256(canonical(payload).encode("utf-8", "surrogatepass")).hexdigest()
