# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Configure many profiles, configurations and deployments in one task: everything is planned before the first write.

Planning is the same code as check mode: it predicts each object, and the pins to versions that the task would publish.
"""

from __future__ import annotations

import copy
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Iterable, Sequence

from .._core import outcomes
from .._core.errors import FleetFailed, GenesysError, InvalidInput, TaskInterrupted
from .._core.fields import Field
from .._core.json_values import JsonObject
from .._core.named_references import beside_ids
from .._core.plan import NO_DIFF
from .._core.validation import Problem
from .._core.visible_text import visible
from .._http.interruption import Interrupted
from .._webdeployments.gateway import MOST_WAITING
from .audit import Operation
from .context import Context
from .ensure import Ensured, Steps, ensure_absent, ensure_present
from .foretold import CONFIGURATION, DEPLOYMENT, SUPPORTED_CONTENT, ForetoldInTask, coming_id
from .refused_logins import RefusedLogins
from .webdeployment_reads import SharedReads

PHASES = (
    (SUPPORTED_CONTENT, False),
    (CONFIGURATION, False),
    (DEPLOYMENT, False),
    (DEPLOYMENT, True),
    (CONFIGURATION, True),
    (SUPPORTED_CONTENT, True),
)
"""Kind and whether it is deleted: what others need is written first, and deleted last."""
REQUESTS = {SUPPORTED_CONTENT: 2, CONFIGURATION: 3, DEPLOYMENT: 2}
"""About as many requests take the writes of one object and its part of the looks."""
OBJECTS = {
    SUPPORTED_CONTENT: "supported content profiles",
    CONFIGURATION: "configurations",
    DEPLOYMENT: "deployments",
}


@dataclass(frozen=True)
class Entry:
    """One entry of the task. ``place``: its option, such as ``deployments[3]``.

    ``fields``: the table of its result and its diff, which tells the ids in them.
    """

    kind: str
    fields: Sequence[Field]
    place: str
    is_absent: bool
    name: str | None
    listings: frozenset[str]
    """The listings that it is found and compared with."""
    steps: Callable[[Context], Steps[Any, Any]]
    result: Callable[[Any], JsonObject | None]
    """Returns the object of an ``Ensured`` as the single module returns it; None after its deletion."""

    def bring(self, steps: Steps[Any, Any]) -> Ensured:
        ensured: Ensured = ensure_absent(steps) if self.is_absent else ensure_present(steps)
        return ensured


@dataclass
class Row:
    """The outcome of one entry. ``ensured``: what the task made of it, or would make of it."""

    entry: Entry
    operation: Operation
    outcome: str = outcomes.SKIPPED
    ensured: Ensured | None = None
    error: GenesysError | None = None
    diff: JsonObject = field(default_factory=lambda: dict(NO_DIFF))

    @property
    def id(self) -> str | None:
        return self.operation.resource_id

    @property
    def name(self) -> str | None:
        return self.operation.resource_name or self.entry.name

    @property
    def label(self) -> str:
        return str(self.name or self.id)

    @property
    def is_planned(self) -> bool:
        """Return whether it is still to be written."""
        return self.error is None and self.outcome == outcomes.CHECKED

    @property
    def changed(self) -> bool:
        """Return whether it changed, also if a write was accepted but could not be confirmed."""
        done = (outcomes.CREATED, outcomes.UPDATED, outcomes.DELETED, outcomes.CHECKED)
        return self.outcome in done or (self.error is not None and self.error.result.get("changed") is True)

    def to_result(self, context: Context) -> JsonObject:
        is_known = self.ensured is not None and self.error is None and self.outcome != outcomes.SKIPPED
        found = self.entry.result(self.ensured) if is_known else None
        return {
            "id": self.id,
            "name": self.name,
            "outcome": self.outcome,
            "changed": self.changed,
            self.entry.kind: beside_ids(self.entry.fields, found, context.names.looked_up),
            "diff": self.named_diff(context),
            "failure": self.error.failure(context.redactor) if self.error else None,
        }

    def named_diff(self, context: Context) -> JsonObject:
        """Return the diff with the known names beside ids."""
        return context.names.beside_diff(self.entry.fields, self.diff)

    @property
    def header(self) -> str:
        named = f"{self.entry.kind.replace('_', ' ')} {self.name!r}"
        return visible(f"{named} ({self.id})" if self.id else named)


def to_result(context: Context, rows: Sequence[Row]) -> JsonObject:
    """Return the task's result.

    Raises an error with the same result if the task was interrupted, or if an object failed.
    """
    result = _told(context, rows)
    interrupted_by = context.interruption.reason
    if interrupted_by:
        left = sum(row.outcome == outcomes.SKIPPED for row in rows)
        told = f"the task was interrupted by {interrupted_by}: {left} of {len(rows)} {_objects(rows)} were not begun"
        interrupted = TaskInterrupted(told)
        interrupted.result = result
        raise interrupted
    failed = [(row.label, row.error) for row in rows if row.error]
    if failed:
        raise FleetFailed(failed, Counter(row.outcome for row in rows if not row.error), result, _objects(rows))
    return result


def _objects(rows: Sequence[Row]) -> str:
    kinds = {row.entry.kind for row in rows}
    *most, last = [words for kind, words in OBJECTS.items() if kind in kinds]
    return f"{', '.join(most)} and {last}" if most else last


def _told(context: Context, rows: Sequence[Row]) -> JsonObject:
    diffs = [
        {**row.named_diff(context), "before_header": row.header, "after_header": row.header}
        for row in rows
        if row.changed
    ]
    by_kind = {kind: [row.to_result(context) for row in rows if row.entry.kind == kind] for kind in REQUESTS}
    changed = any(row.changed for row in rows)
    _name_one_default(rows, by_kind[SUPPORTED_CONTENT])
    found = {"configurations": by_kind[CONFIGURATION], "deployments": by_kind[DEPLOYMENT]}
    return {"changed": changed, "diff": diffs, "supported_contents": by_kind[SUPPORTED_CONTENT], **found}


def _name_one_default(rows: Sequence[Row], profiles: Sequence[JsonObject]) -> None:
    """Correct ``default`` of the profiles that were read before another one of the task became the default."""
    became = [row.id or row.name for row in rows if row.changed and row.ensured and row.ensured.becomes_default]
    for profile in profiles if became else ():
        content = profile[SUPPORTED_CONTENT]
        if content is not None:
            content["default"] = (content["id"] or content["name"]) in became


def configure(context: Context, entries: Sequence[Entry], stop_on_error: bool) -> list[Row]:
    """Return a row for each entry, in their order. Raises only errors that concern the whole task."""
    reads = SharedReads(context.webdeployments)
    rows = [Row(entry, entry.steps(replace(context, reads=reads)).operation) for entry in entries]
    with suppress(Interrupted):
        _read(context, reads, rows)
        _plan(context, reads, rows)
        _refuse_overlaps(rows)
        if not context.check_mode:
            _record_unwritten(context, rows)
            _write(replace(context, reads=reads), rows, reads, stop_on_error)
    return rows


def _read(context: Context, reads: SharedReads, rows: Sequence[Row]) -> None:
    """Read the listings; if one cannot be read, every row and the task fail with that."""
    try:
        context.client.each(reads.list_once, sorted({each for row in rows for each in row.entry.listings}))
    except GenesysError as error:
        for row in rows:
            row.error = copy.copy(error)
        _record_unwritten(context, rows)
        error.result = _told(context, rows)
        raise


def _of_phase(rows: Iterable[Row], phase: tuple[str, bool]) -> list[Row]:
    return [row for row in rows if (row.entry.kind, row.entry.is_absent) == phase]


def _plan(context: Context, reads: SharedReads, rows: list[Row]) -> None:
    """Predict every object, in the order of the phases. In check mode, this is all that happens."""
    foretold = ForetoldInTask(context.foretold, passes_on=context.check_mode)
    planning = replace(context, check_mode=True, reads=reads, foretold=foretold)
    if not context.check_mode:
        planning = replace(planning, audit=context.audit.unrecorded(), warnings=[])
    for phase in PHASES:
        context.client.each(lambda row: _bring(planning, row, foretold), _of_phase(rows, phase))


def _bring(context: Context, row: Row, foretold: ForetoldInTask) -> None:
    """Bring the object of a row to its desired state, or predict that; an error stays in the row."""
    steps = row.entry.steps(context)
    row.operation = steps.operation
    try:
        row.ensured = row.entry.bring(steps)
        row.diff = row.ensured.diff
        if not row.entry.is_absent:
            _note_written(context, row, row.ensured, foretold)
    except GenesysError as error:
        row.error = error
        row.diff = error.result.get("diff") or row.diff
        _note_failed(row, foretold)
    except Interrupted as interrupted:
        if steps.operation.outcome == outcomes.UNKNOWN:
            row.error = TaskInterrupted(
                f"interrupted by {interrupted} during the write, so the task cannot tell whether it took effect"
            )
            row.error.result = interrupted.result
    row.outcome = steps.operation.outcome


def _note_written(context: Context, row: Row, ensured: Ensured, foretold: ForetoldInTask) -> None:
    """Let deployments of the task use what it has written; ``predicted`` has noted a predicted version."""
    if row.entry.kind == SUPPORTED_CONTENT:
        name = row.entry.name or row.name
        foretold.note_content(name, row.id)
        context.names.note(SUPPORTED_CONTENT, {"id": row.id or coming_id(str(name)), "name": name})
    if row.entry.kind != CONFIGURATION:
        return
    foretold.note_configuration(row.entry.name or row.name, row.id)
    if not context.check_mode:
        foretold.note(CONFIGURATION, row.id, row.name, version=ensured.version)


def _note_failed(row: Row, foretold: ForetoldInTask) -> None:
    """Keep deployments from using what could not be written."""
    if row.error and row.entry.kind == CONFIGURATION:
        foretold.note_failure(row.error, row.id, row.name, row.entry.name)
    if row.error and row.entry.kind == SUPPORTED_CONTENT:
        foretold.note_content_failure(row.error, row.id, row.name, row.entry.name)


def _refuse_overlaps(rows: Sequence[Row]) -> None:
    """Refuse two entries for one object: they would fight over it, and nobody can tell which is right."""
    first: dict[tuple[str, str], Row] = {}
    problems = []
    for row in rows:
        if row.id is None:
            continue
        other = first.setdefault((row.entry.kind, row.id), row)
        if other is not row:
            problems.append(Problem(f"{other.entry.place} and {row.entry.place}", f"both select {row.label}."))
    if problems:
        raise InvalidInput(problems)


def _record_unwritten(context: Context, rows: Sequence[Row]) -> None:
    """Record the objects that nothing is written to: they are right already, or refused."""
    for row in rows:
        if row.error is not None:
            with suppress(GenesysError), context.audit.operation(row.operation):
                raise row.error
            row.outcome = row.operation.outcome
        elif not row.is_planned:
            with context.audit.operation(row.operation):
                pass


def _write(context: Context, rows: Sequence[Row], reads: SharedReads, stop_on_error: bool) -> None:
    """Write the planned rows, phase by phase; the rows of a phase side by side."""
    planned = [row for row in rows if row.is_planned]
    for row in planned:
        row.outcome = outcomes.SKIPPED
    foretold = ForetoldInTask(context.foretold, passes_on=False)
    for row in rows:
        _note_failed(row, foretold)
    writing = replace(context, foretold=foretold)
    refusals = RefusedLogins(max(2, context.client.workers))
    stopped = threading.Event()
    if stop_on_error and any(row.error for row in rows):
        stopped.set()

    def write(row: Row) -> None:
        if stopped.is_set() or context.interruption.reason:
            return
        try:
            refusals.check()
            _bring(writing, row, foretold)
        except GenesysError as error:
            row.error, row.outcome = error, outcomes.FAILED
        if row.error and stop_on_error:
            stopped.set()
        refusals.note(row.error)
        context.progress.advance(failed=row.error is not None)

    context.progress.begin(len(planned), "objects")
    context.client.expect(sum(REQUESTS[row.entry.kind] for row in planned))
    # With `on_error: stop`, start no more than can be in flight: a started change cannot be stopped.
    for phase in PHASES:
        reads.begin_phase()
        context.client.each(write, _of_phase(planned, phase), 1 if stop_on_error else MOST_WAITING)
