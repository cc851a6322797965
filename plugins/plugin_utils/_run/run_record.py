# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Gather the events of one run from the results of its tasks. Pure.

The callback and the report's filter share it. A result counts by its keys ``audit`` and ``metrics``, and never by the
task's name, so a job's result from ``async_status`` counts too. It reads only what our own tasks return: not the
arguments of a task, and not ``invocation``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping

from ...module_utils._channel import capabilities
from ...module_utils._core import outcomes
from ...module_utils._core.json_values import JsonObject, text_or_none
from ...module_utils._core.result_shapes import Availability
from ...module_utils._tasks.failed_result import rows_of, whole
from ...module_utils._tasks.hidden_diff import diff_of
from ...module_utils._use_cases import metrics as metric_names
from .guest_record import GuestRecord

REFUSED = "refused"
"""Refused by our validation (outcome rejected) or by the server (failure kind rejected)."""
READ = "read"
"""A channel that a task only read."""

OUTCOMES = (
    *outcomes.CHANGED,
    outcomes.UNCHANGED,
    outcomes.SKIPPED,
    REFUSED,
    outcomes.FAILED,
    outcomes.UNKNOWN,
)
"""The outcomes of operations, in the order in which reports list them."""
_INTERRUPTED = {
    "kind": outcomes.INTERRUPTED,
    "message": "It was interrupted during the write, so whether it took effect is unknown.",
}
_WEAK = (READ, outcomes.UNCHANGED, outcomes.SKIPPED)


@dataclass(frozen=True)
class Place:
    """The place of an event in the run; None if it is not known."""

    playbook: str | None = None
    play: str | None = None
    task: str | None = None
    host: str | None = None


@dataclass(frozen=True)
class RecordedOperation:
    """``entry``: of the audit trail; ``before``, ``after``: managed fields."""

    entry: JsonObject
    outcome: str
    place: Place
    before: JsonObject
    after: JsonObject


@dataclass(frozen=True)
class Failure:
    """The failure of one object, or of a whole task: then ``resource`` is empty."""

    resource: str
    id: str | None
    name: str | None
    outcome: str
    failure: JsonObject
    place: Place


@dataclass
class ChannelState:
    """A channel as the run left it. ``features_before`` and ``features``: None if they were never read."""

    id: str
    name: str
    outcome: str = READ
    sessions: Any = None
    features: list[str] | None = None
    features_before: list[str] | None = None


@dataclass
class Traffic:
    """Requests by kind, retries, waiting, and the latency of requests."""

    requests: dict[str, int] = field(default_factory=lambda: {"token": 0, "read": 0, "write": 0})
    retries: int = 0
    wait_ms: float = 0.0
    slowest_ms: float = 0.0
    p95_ms: float = 0.0
    """The highest of the tasks' own values."""

    @property
    def total(self) -> int:
        return sum(self.requests.values())


class RunRecord:
    """Collects results with ``add``; the other members are for reading."""

    def __init__(self, run_id: str | None = None, playbook: str | None = None) -> None:
        self.run_id = run_id
        self.playbooks = [playbook] if playbook else []
        """The playbooks of the command, in their order."""
        self.started: str | None = None
        self.ended: str | None = None
        self.check_mode = False
        self.is_interrupted = False
        """Whether it ended before its end."""
        self.hidden = 0
        """Results that ``no_log`` hid."""
        self.operations: list[RecordedOperation] = []
        self.failures: list[Failure] = []
        self.channels: dict[str, ChannelState] = {}
        self.webhooks: dict[str, JsonObject] = {}
        self.guests = GuestRecord()
        self.traffic = Traffic()
        self.api_hosts: set[str] = set()
        """The hosts that requests went to."""
        self.tasks = 0
        """The number of results of our tasks."""
        self._seen: set[str] = set()
        self._outcomes: dict[str, dict[str, str]] = {}

    @property
    def playbook(self) -> str | None:
        """Return its name, or the names of all; None if it is not known."""
        return ", ".join(dict.fromkeys(self.playbooks)) or None

    def add(self, result: Any, place: Place) -> list[JsonObject]:
        """Add the result of a task, of a loop's item, or of a whole loop; return the new audit entries."""
        return [entry for each in _ours(whole(result)) for entry in self._add_one(each, place)]

    def add_line(self, entry: Any, place: Place) -> list[JsonObject]:
        """Add an entry of the trail whose task's result never came; return the entry, if it is new.

        An entry that has only begun is unknown. The task's requests are known only as far as its writes.
        """
        audit_id = text_or_none(_mapping(entry).get("audit_id"))
        if audit_id is None or audit_id in self._seen:
            return []
        self._seen.add(audit_id)
        known = {**entry, "outcome": outcomes.UNKNOWN} if entry.get("outcome") == outcomes.BEGUN else entry
        self._note_host(known.get("api_host"))
        self._operate(known, _Detail(failure=_INTERRUPTED if known.get("outcome") == outcomes.UNKNOWN else {}), place)
        self.traffic.requests["write"] += int(_number(known.get("attempts")))
        return [known]

    def leave_out(self, audit_ids: set[str]) -> None:
        """Ignore the lines of entries that another place has already."""
        self._seen |= audit_ids

    @property
    def is_empty(self) -> bool:
        return not self.tasks and not self.hidden and not self.operations

    def outcomes(self, resource: str) -> dict[str, int]:
        """Return the number of objects of a kind by outcome: each object counts once, with its last operation."""
        found = list(self._outcomes.get(resource, {}).values())
        return {outcome: found.count(outcome) for outcome in OUTCOMES}

    def resources(self) -> list[str]:
        """Return the kinds of objects that the run changed or tried to change, channels first."""
        return sorted(self._outcomes, key=lambda resource: (resource != "channel", resource))

    def told(self, key: str) -> list[str]:
        """Return the texts that the audit entries have under a key, each once."""
        return sorted(set(filter(None, (text_or_none(operation.entry.get(key)) for operation in self.operations))))

    def latency_ms(self) -> JsonObject:
        """Return ``{avg, p50, p95, max}`` of the operations that sent something, each with all its requests."""
        return {**metric_names.latency(self.operation_latencies_ms())}

    def operation_latencies_ms(self) -> list[float]:
        found = [_number(operation.entry.get("latency_ms")) for operation in self.operations]
        return [value for value in found if value > 0]

    def features(self) -> list[str]:
        """Return the catalogue's features, and any other that a channel has or had."""
        states = self.channels.values()
        seen = {name for state in states for name in (state.features or []) + (state.features_before or [])}
        return [*capabilities.FEATURES, *sorted(seen - set(capabilities.FEATURES))]

    def availability(self) -> dict[str, Availability]:
        """Return ``{feature: {total, available, percent}}`` over the channels whose features are known."""
        handled = [state.features for state in self.channels.values() if state.features is not None]
        return metric_names.availability(self.features(), handled)

    def _add_one(self, result: JsonObject, place: Place) -> list[JsonObject]:
        entries = [
            entry for entry in result["audit"] if isinstance(entry, dict) and text_or_none(entry.get("audit_id"))
        ]
        ids = {entry["audit_id"] for entry in entries}
        job = text_or_none(result.get("ansible_job_id"))
        ids |= {f"job {place.host} {job}"} if job else set()
        if ids and ids <= self._seen:
            return []
        new = [entry for entry in entries if entry["audit_id"] not in self._seen]
        self._seen |= ids
        self.tasks += 1
        self._count(_mapping(result["metrics"]))
        self.guests.add(result)
        details = _details(result)
        for entry in new:
            self._operate(entry, _taken(details, entry), place)
        for rest in details:
            self._leave_over(rest, place)
        for key in ("webhook", "webhooks"):
            for webhook in _mappings(result.get(key)):
                self.webhooks[str(webhook.get("id") or webhook.get("name"))] = webhook
        return new

    def _operate(self, entry: JsonObject, detail: _Detail, place: Place) -> None:
        outcome = _outcome(str(entry.get("outcome")), detail.failure)
        resource = str(entry.get("resource"))
        name, identity = text_or_none(entry.get("resource_name")), text_or_none(entry.get("resource_id"))
        self.check_mode = self.check_mode or entry.get("check_mode") is True
        moment = text_or_none(entry.get("timestamp"))
        if moment:
            self.started, self.ended = min(self.started or moment, moment), max(self.ended or moment, moment)
        self.operations.append(RecordedOperation(entry, outcome, place, detail.before, detail.after))
        self._note_outcome(resource, identity or name or str(entry["audit_id"]), outcome)
        if detail.failure:
            self.failures.append(Failure(resource, identity, name, outcome, detail.failure, place))
        if resource == "channel":
            self._see(detail, outcome)
        if entry.get("action") == "WEBHOOK_DELETE" and outcome == outcomes.DELETED:
            self.webhooks.pop(str(identity), None)

    def _leave_over(self, detail: _Detail, place: Place) -> None:
        """Record a detail without an entry: a row left over after on_error: stop, a read channel, an unbegun task."""
        if detail.outcome == outcomes.SKIPPED:
            key = detail.id or detail.name or f"row {len(self._outcomes)}"
            self._note_outcome(detail.resource, key, outcomes.SKIPPED)
        elif detail.failure:
            outcome = _outcome(outcomes.FAILED, detail.failure)
            self.failures.append(Failure("", None, None, outcome, detail.failure, place))
        self._see(detail, detail.outcome)

    def _note_host(self, api_host: Any) -> None:
        self.api_hosts |= {api_host} if text_or_none(api_host) else set()

    def _note_outcome(self, resource: str, key: str, outcome: str) -> None:
        noted = self._outcomes.setdefault(resource, {})
        noted[key] = _stronger(noted.get(key), outcome)

    def _see(self, detail: _Detail, outcome: str) -> None:
        """Keep the newest state of a channel, and the features that it had before the run."""
        channel = detail.channel
        identity = text_or_none(channel.get("id"))
        if not identity:
            return
        state = self.channels.setdefault(identity, ChannelState(identity, ""))
        state.name = str(channel.get("name"))
        state.outcome = _stronger(state.outcome, outcome)
        state.sessions = channel.get("max_concurrent_sessions")
        features = _names(channel.get("features"))
        if state.features_before is None:
            had = detail.before.get("features", features if "features" not in detail.after else [])
            state.features_before = _names(had)
        state.features = features

    def _count(self, metrics: Mapping[str, Any]) -> None:
        traffic, latency = self.traffic, _mapping(metrics.get("latency_ms"))
        self._note_host(metrics.get("api_host"))
        for kind, count in _mapping(metrics.get("requests")).items():
            if kind != "total" and _is_number(count):
                traffic.requests[str(kind)] = traffic.requests.get(str(kind), 0) + int(count)
        traffic.retries += int(_number(metrics.get("retries")))
        traffic.wait_ms += _number(metrics.get("wait_ms"))
        traffic.slowest_ms = max(traffic.slowest_ms, _number(latency.get("max")))
        traffic.p95_ms = max(traffic.p95_ms, _number(latency.get("p95")))


@dataclass
class _Detail:
    """The details of one object in a result, beside its audit entry."""

    id: str | None = None
    name: str | None = None
    outcome: str = READ
    before: JsonObject = field(default_factory=dict)
    after: JsonObject = field(default_factory=dict)
    channel: JsonObject = field(default_factory=dict)
    failure: JsonObject = field(default_factory=dict)
    resource: str = "channel"


def _ours(result: Any) -> Iterator[JsonObject]:
    """Yield the results of our tasks in a result: itself, or those of its loop's items."""
    if not isinstance(result, dict):
        return
    metrics = result.get("metrics")
    if isinstance(result.get("audit"), list) and isinstance(metrics, dict) and "requests" in metrics:
        yield result
    elif isinstance(result.get("failure"), dict) and "kind" in result["failure"]:
        # Ansible registers only the part of a failed task's result that it shows.
        failure = {"message": result.get("msg"), **result["failure"]}
        yield {**result, "failure": failure, "audit": [], "metrics": {"requests": {}}}
    elif isinstance(result.get("results"), list):
        for item in result["results"]:
            yield from _ours(item)


def _details(result: JsonObject) -> list[_Detail]:
    """Return each row of a task for many, or the one object of the task, or the channels that were read."""
    failure = {} if _is_expected(result) else _mapping(result.get("failure"))
    found = [_row(kind, row) for kind, row in rows_of(result)]
    if found:
        return found
    rows = _mappings(result.get("channels"))
    if rows:
        return [_Detail(text_or_none(row.get("id")), text_or_none(row.get("name")), channel=row) for row in rows]
    if failure or result["audit"]:
        diff = _mapping(diff_of(result))
        channel = _mapping(result.get("channel"))
        return [_Detail(None, None, READ, _mapping(diff.get("before")), _mapping(diff.get("after")), channel, failure)]
    return []


def _is_expected(result: JsonObject) -> bool:
    """Return whether nothing was tried and the playbook says by failed_when that it is no failure."""
    return not result["audit"] and result.get("failed_when_result") is False


def _row(kind: str, row: JsonObject) -> _Detail:
    diff = _mapping(row.get("diff"))
    return _Detail(
        text_or_none(row.get("id")),
        text_or_none(row.get("name")),
        str(row.get("outcome")),
        _mapping(diff.get("before")),
        _mapping(diff.get("after")),
        _mapping(row.get("channel")),
        _mapping(row.get("failure")),
        kind,
    )


def _taken(details: list[_Detail], entry: JsonObject) -> _Detail:
    """Remove the detail that belongs to an entry from the list, and return it."""
    wanted = (entry.get("resource"), entry.get("resource_id"), entry.get("resource_name"))
    for index, detail in enumerate(details):
        is_only_one = detail.id is None and detail.name is None
        if detail.outcome != outcomes.SKIPPED and (is_only_one or (detail.resource, detail.id, detail.name) == wanted):
            return details.pop(index)
    return _Detail()


def _outcome(outcome: str, failure: JsonObject) -> str:
    if outcome == outcomes.REJECTED or failure.get("kind") in (outcomes.REFUSED, outcomes.VALIDATION):
        return REFUSED
    return outcome if outcome in OUTCOMES else outcomes.FAILED


def _stronger(earlier: str | None, later: str) -> str:
    """Return the later outcome, unless it only says that nothing was left to do."""
    return earlier if earlier is not None and later in _WEAK and earlier != READ else later


def _mapping(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[JsonObject]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _names(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value: Any) -> float:
    return float(value) if _is_number(value) else 0.0
