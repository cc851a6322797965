# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The audit trail: one entry for each operation, returned by the task and appended to a log if one is named."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator

from ansible_collections.genesys.cloud.plugins.module_utils._clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._errors import GenesysError, InvalidInput
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, canonical
from ansible_collections.genesys.cloud.plugins.module_utils._recorder import WRITE, Recorder, Tally
from ansible_collections.genesys.cloud.plugins.module_utils._redact import Redactor

UPDATED, CREATED, DELETED, UNCHANGED = "updated", "created", "deleted", "unchanged"
CHECKED, REJECTED, FAILED, SKIPPED = "checked", "rejected", "failed", "skipped"


@dataclass
class Operation:
    """What is being done to which resource; id and name are filled in as they become known."""

    action: str
    resource: str
    resource_id: str | None = None
    resource_name: str | None = None
    outcome: str = FAILED
    changes: tuple[str, ...] = ()
    is_recorded: bool = True
    """False where it turned out that there can be no such thing, so that nothing was tried."""

    @property
    def tried(self) -> str:
        """For error messages: "update channel 'Primary' (a1b2)"."""
        verb = self.action.rpartition("_")[2].lower()
        named = f" {self.resource_name!r}" if self.resource_name is not None else ""
        identified = f" ({self.resource_id})" if self.resource_id is not None else ""
        return f"{verb} {self.resource}{named}{identified}"


class AuditTrail:
    """Collects the entries of a task. A log that cannot be written becomes a warning: the write itself has happened."""

    def __init__(
        self,
        recorder: Recorder,
        redactor: Redactor,
        clock: Clock,
        check_mode: bool,
        log: str | None,
        warnings: list[str],
    ) -> None:
        self.entries: list[JsonObject] = []
        self._recorder = recorder
        self._redactor = redactor
        self._clock = clock
        self._check_mode = check_mode
        self._log = log
        self._warnings = warnings

    @contextmanager
    def operation(self, operation: Operation) -> Iterator[Operation]:
        """Whatever happens inside ends up as one entry, if it is one to be recorded.

        An error is told what was being tried.
        """
        with self._recorder.operation() as tally:
            context_id = None
            try:
                yield operation
            except InvalidInput as error:
                operation.outcome = REJECTED
                error.during(operation.tried)
                raise
            except GenesysError as error:
                operation.outcome = FAILED
                context_id = error.answer.context_id
                error.during(operation.tried)
                raise
            finally:
                if operation.is_recorded:
                    self._add(self._entry(operation, tally, context_id or tally.context_id))

    def _entry(self, operation: Operation, tally: Tally, context_id: str | None) -> JsonObject:
        entry = {
            "audit_id": str(uuid.uuid4()),
            "timestamp": self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "action": operation.action,
            "resource": operation.resource,
            "resource_id": operation.resource_id,
            "resource_name": operation.resource_name,
            "outcome": operation.outcome,
            "check_mode": self._check_mode,
            "attempts": tally.requests[WRITE],
            "latency_ms": round(tally.latency_ms, 3),
            "wait_ms": round(tally.wait_ms, 3),
            "payload_sha256": checksum(tally.payload),
            "context_id": context_id,
            "changes": list(operation.changes),
        }
        masked: JsonObject = self._redactor.data(entry)
        return masked

    def _add(self, entry: JsonObject) -> None:
        self.entries.append(entry)
        if self._log:
            try:
                append_line(self._log, json.dumps(entry, ensure_ascii=True))
            except (OSError, ValueError) as error:  # ValueError: the path cannot be one, as with a NUL in it
                reason = getattr(error, "strerror", None) or error
                self._warnings.append(
                    f"The audit log {self._log} could not be written ({reason}); what was done is not "
                    "affected, and the entries are in the task's result."
                )
                self._log = None


def checksum(payload: Any) -> str | None:
    """SHA-256 of a body as canonical JSON (sorted keys, no spaces, UTF-8); None where nothing was sent."""
    if payload is None:
        return None
    return hashlib.sha256(canonical(payload).encode("utf-8", "surrogatepass")).hexdigest()


def append_line(path: str, line: str) -> None:
    """One write under a lock, so that lines of parallel tasks stay whole; a new file is for its owner alone.

    A line that a full disk cut short is taken back. A named pipe that nobody reads is an error, and no endless wait;
    a symbolic link is one too, since someone else can have put it there.
    """
    data = (line + "\n").encode("utf-8")
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        end = os.fstat(descriptor).st_size
        if os.write(descriptor, data) != len(data):
            os.ftruncate(descriptor, end)
            raise OSError("the disk is full")
    finally:
        os.close(descriptor)
