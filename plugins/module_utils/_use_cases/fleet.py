# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Configure many channels in one task: one listing, all plans before the first write, then parallel writes."""

from __future__ import annotations

import copy
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn, Sequence

from .._channel.capabilities import Capabilities
from .._channel.channel import Channel
from .._channel.channel_fields import DESIRED_OPTIONS
from .._channel.desired import DesiredChannel
from .._channel.gateway import PlannedChange
from .._channel.selection import (
    LOOK_UP,
    channel_named,
    matching,
    web_messaging,
)
from .._core import outcomes
from .._core.errors import (
    AuthenticationFailed,
    Conflict,
    FleetFailed,
    GenesysError,
    InvalidInput,
    NotFound,
    PermissionDenied,
    TaskInterrupted,
)
from .._core.json_values import JsonObject
from .._core.plan import NO_DIFF, Plan
from .._core.result_shapes import ChannelRow, HeadedDiff
from .._core.selector import Selector
from .._core.validation import Problem
from .._core.visible_text import visible
from .._http.interruption import Interrupted
from . import channels as channel_use_cases
from .audit import Operation
from .context import Context
from .refused_logins import RefusedLogins

READ_SINGLY = 5
"""The most channels, all given by id, that are read singly; more are read with the listing."""


@dataclass(frozen=True)
class Entry:
    """One entry of the task: its channels, and their desired state.

    ``done``: the outcome of a channel that was written. ``verb``: what the task does with it, for errors.
    """

    selector: Selector
    desired_in: channel_use_cases.DesiredIn
    done: str = outcomes.UPDATED
    verb: str = ""


@dataclass
class Row:
    """The outcome of one selected channel, or of an entry that selects none."""

    entry: Entry
    channel: Channel | None = None
    change: PlannedChange | None = None
    outcome: str = outcomes.SKIPPED
    error: GenesysError | None = None
    is_listed: bool = False
    """Whether the channel was read with the listing."""

    @property
    def plan(self) -> Plan | None:
        return self.change.plan if self.change else None

    @property
    def is_to_write(self) -> bool:
        return self.plan is not None and self.plan.changed

    @property
    def changed(self) -> bool:
        """Return whether it changed, also if a write was accepted but could not be confirmed."""
        return self.outcome in outcomes.CHANGED or (self.error is not None and self.error.result.get("changed") is True)

    @property
    def id(self) -> str | None:
        """Return the channel's id, or the entry's if it selects nothing."""
        return self.channel.id if self.channel else self.entry.selector.id

    @property
    def name(self) -> str | None:
        """Return the channel's name, or the entry's name or pattern if it selects nothing."""
        selector = self.entry.selector
        return self.channel.name if self.channel else selector.name or selector.name_glob

    @property
    def label(self) -> str:
        return str(self.name or self.id)

    def to_result(self, context: Context) -> JsonObject:
        row: ChannelRow = {
            "id": self.id,
            "name": self.name,
            "outcome": self.outcome,
            "changed": self.changed,
            "channel": channel_use_cases.to_result(self.channel, context.names.looked_up) if self.channel else None,
            "diff": context.names.beside_diff(DESIRED_OPTIONS, self.plan.diff if self.plan else NO_DIFF),
            "failure": self.error.failure(context.redactor) if self.error else None,
            "pinned": self.change.pinned if self.change else None,
        }
        return {**row}


def to_result(context: Context, rows: Sequence[Row]) -> JsonObject:
    """Return the task's result.

    Raises an error with the same result if the task was interrupted, or if a channel failed.
    """
    result, interrupted_by = _told(context, rows), context.interruption.reason
    failed = [(row.label, row.error) for row in rows if row.error]
    if interrupted_by:
        left = sum(row.outcome == outcomes.SKIPPED for row in rows)
        interrupted = TaskInterrupted(
            f"the task was interrupted by {interrupted_by}: {left} of {len(rows)} channels were not begun"
        )
        interrupted.result = result
        raise interrupted
    if failed:
        raise FleetFailed(failed, Counter(row.outcome for row in rows if not row.error), result)
    return result


def _told(context: Context, rows: Sequence[Row]) -> JsonObject:
    told = [row.to_result(context) for row in rows]
    changed = any(row.changed for row in rows)
    pairs = [(row.channel, found["diff"]) for row, found in zip(rows, told) if row.plan and row.channel and row.changed]
    return {"changed": changed, "diff": [_headed(diff, channel) for channel, diff in pairs], "channels": told}


def _headed(diff: JsonObject, channel: Channel) -> HeadedDiff:
    label = visible(channel.label)
    return {"before": diff["before"], "after": diff["after"], "before_header": label, "after_header": label}


def configure(context: Context, entries: Sequence[Entry], capabilities: Capabilities, stop_on_error: bool) -> list[Row]:
    """Return a row for each selected channel, in the order of the entries; for a pattern, in the order of the listing.

    Raises only errors that concern the whole task; the error of one channel is in its row.
    """
    rows = [Row(entry) for entry in entries]
    with suppress(Interrupted):
        rows = _selected(context, entries)
        _refuse_overlaps(entries, rows)
        _plan(context, rows, capabilities)
        _write_all(context, rows, stop_on_error)
    context.features += [row.channel.features for row in rows if row.channel]
    return rows


def _waves(context: Context, rows: list[Row]) -> list[list[list[Row]]]:
    """Return the rows with something to write, in the waves of their changes."""
    try:
        planned = context.channels.waves([row.change for row in rows if row.change])
    except InvalidInput:
        raise
    except GenesysError as error:
        for row in rows:
            if row.is_to_write and row.error is None:
                row.error = _for_another(error)
        _fail_all(context, rows, error)
    changes = [change for wave in planned for batch in wave for change in batch]
    context.warnings += context.channels.cautions([change for change in changes if not change.error])
    context.client.expect(context.channels.requests_for(planned))
    for row in rows:
        row.error = row.error or (row.change.error if row.change else None)
    by_change = {id(row.change): row for row in rows}
    return [[[by_change[id(change)] for change in batch] for batch in wave] for wave in planned]


def _write_all(context: Context, rows: list[Row], stop_on_error: bool) -> None:
    """Finish every row; rows with something to write run in parallel."""
    waves = _waves(context, rows)
    stopped = threading.Event()
    if stop_on_error and any(row.error for row in rows):
        stopped.set()
    refusals = RefusedLogins(max(2, context.client.workers))

    def finish(row: Row) -> None:
        if row.is_to_write and row.error is None and (stopped.is_set() or context.interruption.reason):
            return
        _finish(context, row, refusals)
        if row.error and stop_on_error:
            stopped.set()

    def finish_all(batch: list[Row]) -> None:
        for row in batch:
            finish(row)

    context.progress.begin(sum(len(batch) for wave in waves for batch in wave))
    for row in rows:
        if not row.is_to_write:
            finish(row)
    # With `on_error: stop`, start no more than can be in flight: a started change cannot be stopped.
    for wave in waves:
        context.client.each(finish_all, wave, 1 if stop_on_error else context.channels.waiting)


def _selected(context: Context, entries: Sequence[Entry]) -> list[Row]:
    gateway = context.channels
    if len(entries) <= READ_SINGLY and all(entry.selector.id is not None for entry in entries):
        refusals = RefusedLogins(1)
        rows = gateway.client.each(lambda entry: _read_by_id(context, entry, refusals), entries)
        if all(isinstance(row.error, (AuthenticationFailed, PermissionDenied)) for row in rows):
            _fail_all(context, rows)
        return rows
    try:
        listing = gateway.channels()
    except InvalidInput:  # the detected API refuses the options
        raise
    except GenesysError as error:
        _fail_all(context, [Row(entry, error=_for_another(error)) for entry in entries], error)
    by_id = {channel.id: channel for channel in listing}
    by_name: dict[str, list[Channel]] = {}
    for channel in listing:
        by_name.setdefault(channel.name, []).append(channel)
    rows = []
    for entry in entries:
        try:
            picked = _picked(entry.selector, listing, by_id, by_name)
            rows += [Row(entry, channel, is_listed=True) for channel in picked]
        except GenesysError as error:
            rows.append(Row(entry, error=error))
    return rows


def _fail_all(context: Context, rows: list[Row], cause: GenesysError | None = None) -> NoReturn:
    """Fail the task and every row with the one cause: nothing could be read."""
    for row in rows:
        _finish(context, row, RefusedLogins(1))
    error = cause or copy.copy(next(row.error for row in rows if row.error))
    error.tried = ""
    error.result = _told(context, rows)
    raise error


def _for_another(error: GenesysError) -> GenesysError:
    """Copy an error for another row, which names its own step."""
    told = copy.copy(error)
    told.tried, told.result = "", {}
    return told


def _read_by_id(context: Context, entry: Entry, refusals: RefusedLogins) -> Row:
    try:
        refusals.check()
        channel = channel_use_cases.by_id(context.channels, entry.selector.id or "")
    except InvalidInput:  # the detected API refuses the options
        raise
    except GenesysError as error:
        refusals.note(error)
        return Row(entry, error=error)
    return Row(entry, channel)


def _picked(
    selector: Selector, listing: list[Channel], by_id: dict[str, Channel], by_name: dict[str, list[Channel]]
) -> list[Channel]:
    if selector.id is not None:
        if selector.id not in by_id:
            raise NotFound(f"no channel has the id {selector.id!r}", advice=LOOK_UP)
        return [web_messaging(by_id[selector.id])]
    if selector.name is not None:
        return [channel_named(by_name.get(selector.name, []), selector.name)]
    found = matching(listing, selector)
    if not found:
        raise NotFound(f"no Web Messaging channel has a name like {selector.name_glob!r}", advice=LOOK_UP)
    return found


def _refuse_overlaps(entries: Sequence[Entry], rows: list[Row]) -> None:
    """Refuse two entries for one channel: they would fight over it, and nobody can tell which is right."""
    number = {id(entry): index for index, entry in enumerate(entries)}
    first: dict[str, Row] = {}
    shared: dict[tuple[int, int], list[Channel]] = {}
    for row in rows:
        if row.channel is None:
            continue
        other = first.setdefault(row.channel.id, row)
        if other is not row:
            shared.setdefault((number[id(other.entry)], number[id(row.entry)]), []).append(row.channel)
    problems = []
    for (one, two), channels in shared.items():
        more = f" and {len(channels) - 1} more" if len(channels) > 1 else ""
        problems.append(Problem(f"channels[{one}] and channels[{two}]", f"both select {channels[0].label}{more}."))
    if problems:
        raise InvalidInput(problems)


def _settle(context: Context, row: Row) -> None:
    """Wait until the service has processed the row's channel: else a later Error would be missed."""
    try:
        row.channel = context.channels.settled(row.channel) if row.channel else None
    except GenesysError as error:
        row.error = error


def _plan(context: Context, rows: list[Row], capabilities: Capabilities) -> None:
    busy = [row for row in rows if row.channel and context.channels.is_busy(row.channel)]
    context.client.each(lambda row: _settle(context, row), busy)
    desired_states: dict[int, DesiredChannel] = {}
    found = [row for row in rows if row.channel is not None and row.error is None]
    for entry in [row.entry for row in found]:
        if id(entry) not in desired_states:
            desired_states[id(entry)] = entry.desired_in(context.channels.dialect)
    unclear = [row for row in found if row.channel and desired_states[id(row.entry)].further_reads(row.channel)]
    context.client.each(lambda row: _look_again(context, row, desired_states[id(row.entry)]), unclear)
    for row in found:
        if row.channel is None or row.error is not None:
            continue
        try:
            row.change = channel_use_cases.change_for(
                context.channels, row.channel, desired_states[id(row.entry)], capabilities
            )
        except (InvalidInput, Conflict) as error:
            row.error = error


def _look_again(context: Context, row: Row, desired: DesiredChannel) -> None:
    """Read a channel singly, and again, until it shows what an earlier task wrote, or probably never will."""
    waits = desired.further_reads(row.channel) if row.channel else ()
    try:
        for wait in waits if row.is_listed else waits[1:]:
            if row.channel is None or not desired.further_reads(row.channel):
                return
            if wait:
                context.client.pause(wait, f"{row.channel.label} does not show what was written")
            row.channel = context.channels.settled(context.channels.channel(row.channel.id))
    except GenesysError as error:
        row.error = error


def _finish(context: Context, row: Row, refusals: RefusedLogins) -> None:
    """Write one channel, or record why not, with one audit entry."""
    operation = Operation("CHANNEL_UPDATE", "channel", row.id, row.name, verb=row.entry.verb)
    was_to_write = row.is_to_write
    try:
        with context.audit.operation(operation):
            if row.error:
                raise row.error
            if row.change:
                operation.changes = row.change.plan.changes
                if was_to_write and not context.check_mode:
                    refusals.check()
                row.channel = channel_use_cases.apply_noted(context, row.change, operation)
                operation.changes = row.change.plan.changes
                operation.outcome = channel_use_cases.outcome(row.change.plan, context.check_mode, row.entry.done)
    except GenesysError as error:
        row.error = error
    except Interrupted as interrupted:
        if operation.outcome == outcomes.UNKNOWN:
            row.error = TaskInterrupted(
                f"interrupted by {interrupted} during the write, so the task cannot tell whether it took effect"
            )
            row.error.result = interrupted.result
    row.outcome = operation.outcome
    if was_to_write:
        refusals.note(row.error)
        context.progress.advance(failed=row.error is not None)
