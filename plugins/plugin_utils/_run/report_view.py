# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Prepare a run for the report's template, in the order and the words of the page. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ...module_utils._core import outcomes
from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.result_shapes import Availability
from .changes import Difference, changes_of
from .guest_findings import Finding
from .latency_histogram import (
    Histogram,
    histogram,
    milliseconds,
)
from .run_record import (
    OUTCOMES,
    REFUSED,
    ChannelState,
    Failure,
    RecordedOperation,
    RunRecord,
)
from .run_table import duration

WORDS = {"checked": "would change", "read": "looked at", "unknown": "not known", "rolled_back": "taken back"}
"""Words for outcomes that would not say enough."""

BLANK = "(blank)"
"""Stands for a name without visible characters."""

ADVICE = {
    "validation": "Correct what is named here, then run again. Nothing was written.",
    "rejected": "Correct the value that the server names, then run again.",
    "authentication": "Check the client's id and secret and the region, then run again.",
    "permission": "Give the OAuth client the scope that is named, then run again.",
    "not_found": "Look the id or the name up with webmessaging_channel_info.",
    "ambiguous": "Select by id.",
    "conflict": "Look at what is there now, and decide which of the two is right.",
    "rate_limited": "Run again later: finished changes are not written again.",
    "unavailable": "Run again once the service is available: finished changes are not written again.",
    "protocol": "Look at what is there now before anything else, and report this to the service's support.",
    "network": "Check network, proxy and certificates, then run again: finished changes are not written again.",
    "interrupted": "Run again: it reads the current state, and finished changes are not written again.",
}


@dataclass(frozen=True)
class Cell:
    """A feature of a channel. ``sign``: + for gained, minus for lost, empty if nothing changed."""

    feature: str
    state: str
    sign: str


@dataclass(frozen=True)
class MatrixRow:
    """A channel in the matrix."""

    state: ChannelState
    name: str
    outcome: str
    cells: list[Cell]
    is_changed: bool


@dataclass(frozen=True)
class ShownChange:
    """The change of one object."""

    name: str
    about: str
    differences: list[Difference]


@dataclass(frozen=True)
class Trouble:
    """A refusal or a failure."""

    name: str
    is_refusal: bool
    reasons: list[str]
    advice: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class GuestRow:
    """A deployment as guests get it. ``version``: what they get, and what is pinned if that is another one."""

    finding: Finding
    name: str
    version: str


@dataclass(frozen=True)
class View:
    run: RunRecord
    verdict: str
    figures: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    refused: list[Trouble]
    failed: list[Trouble]
    features: list[str]
    availability: dict[str, Availability]
    rows: list[MatrixRow]
    has_sessions: bool
    """Whether a channel limits its sessions, which those of Web Deployments cannot."""
    outcomes: list[str]
    """The outcomes in the matrix, for its filter."""
    changes: list[ShownChange]
    latency: Histogram | None
    percentiles: list[tuple[str, str]]
    operations: int
    webhooks: list[list[tuple[str, str]]]
    guests: list[GuestRow]
    guest_features: list[tuple[str, str]]
    """Each feature, and how many deployments give it to guests."""


def view(run: RunRecord) -> View:
    states = sorted(run.channels.values(), key=lambda state: (state.name.casefold(), state.id))
    rows = [_row(run, state) for state in states]
    latencies = run.operation_latencies_ms()
    numbers = run.latency_ms()
    troubles = [_trouble(run, failure) for failure in run.failures]
    return View(
        run=run,
        verdict=_verdict(run),
        figures=_figures(run),
        facts=_facts(run),
        refused=[each for each in troubles if each.is_refusal],
        failed=[each for each in troubles if not each.is_refusal],
        features=run.features(),
        availability=run.availability(),
        rows=rows,
        has_sessions=any(state.sessions is not None for state in states),
        outcomes=sorted({row.outcome for row in rows}),
        changes=[_change(each) for each in run.operations if each.outcome in outcomes.CHANGED],
        latency=histogram(latencies, {"p50": numbers["p50"], "p95": numbers["p95"]}) if latencies else None,
        percentiles=[
            (name, milliseconds(numbers[key]))
            for name, key in (("Median", "p50"), ("95th percentile", "p95"), ("Slowest", "max"), ("Average", "avg"))
        ],
        operations=len(latencies),
        webhooks=[_webhook(each) for each in run.webhooks.values()],
        guests=[_guest(each) for each in run.guests.findings()],
        guest_features=[
            (feature, f"{each['available']} of {each['total']}") for feature, each in run.guests.availability().items()
        ],
    )


def word(outcome: str) -> str:
    return WORDS.get(outcome, outcome)


def _verdict(run: RunRecord) -> str:
    counts = run.outcomes("channel")
    told = [f"{count} {word(outcome)}" for outcome, count in counts.items() if count]
    guests = run.guests.verdict()
    if not told and not run.channels:
        return guests or "No channel was worked on."
    total = sum(counts.values())
    channels = f"{total} {'channel' if total == 1 else 'channels'}: {', '.join(told)}."
    return f"{channels if told else f'{len(run.channels)} channels were looked at.'} {guests}".strip()


def _figures(run: RunRecord) -> list[tuple[str, str]]:
    counts = run.outcomes("channel")
    figures = [(word(outcome).capitalize(), str(counts[outcome])) for outcome in OUTCOMES if _is_told(counts, outcome)]
    figures.append(("Requests", f"{run.traffic.total:,}"))
    figures.append(("Retries", str(run.traffic.retries)))
    figures.append(("Waited", duration(run.traffic.wait_ms)))
    return figures


def _is_told(counts: dict[str, int], outcome: str) -> bool:
    return bool(counts[outcome]) or outcome in ("updated", "unchanged", "refused", "failed")


def _facts(run: RunRecord) -> list[tuple[str, str]]:
    kinds = ", ".join(f"{count} {kind}" for kind, count in run.traffic.requests.items())
    found = [
        ("Playbooks" if len(run.playbooks) > 1 else "Playbook", run.playbook),
        ("Run", run.run_id),
        ("API", ", ".join(sorted(run.api_hosts))),
        ("OAuth client", ", ".join(run.told("client_id"))),
        ("Operator", ", ".join(run.told("operator"))),
        ("First operation", run.started),
        ("Last operation", run.ended),
        ("Requests", kinds),
        ("Hidden", f"{run.hidden} results, by no_log; this page does not have them" if run.hidden else None),
    ]
    return [(name, text) for name, text in found if text]


def _row(run: RunRecord, state: ChannelState) -> MatrixRow:
    had, has = state.features_before or [], state.features or []
    cells = [
        Cell(
            feature,
            "on" if feature in has else "off",
            "+" if feature in has and feature not in had else "-" if feature in had and feature not in has else "",
        )
        for feature in run.features()
    ]
    return MatrixRow(state, _named(state.name), word(state.outcome), cells, any(cell.sign for cell in cells))


def _guest(finding: Finding) -> GuestRow:
    name = finding.deployment_id if finding.name is None else _named(finding.name)
    there, pinned = finding.version, finding.pinned_version
    return GuestRow(
        finding, name, f"{there or 'none'}, pinned {pinned}" if pinned not in (None, there) else there or ""
    )


def _change(operation: RecordedOperation) -> ShownChange:
    entry = operation.entry
    paths = entry.get("changes")
    found = changes_of(operation.before, operation.after, paths if isinstance(paths, list) else [])
    name = entry.get("resource_name") or entry.get("resource_id") or entry.get("resource")
    versions = [entry.get(key) for key in ("version_before", "version_after")]
    about = [
        f"{entry.get('resource')} {word(operation.outcome)}",
        f"version {versions[0]} to {versions[1]}" if all(versions) and versions[0] != versions[1] else "",
        entry.get("timestamp"),
        operation.place.host,
    ]
    return ShownChange(_named(name), ", ".join(str(text) for text in about if text), found)


def _trouble(run: RunRecord, failure: Failure) -> Trouble:
    said = failure.failure
    details = said.get("details")
    told = [_detail(item) for item in details] if isinstance(details, list) else []
    message = str(said.get("message") or "")
    if said.get("kind") == "validation" and told:
        reasons = told
    else:
        reasons = [message, *(text for text in told if text not in message)]
    seen = run.channels.get(failure.id or "")
    name = failure.name or (seen and seen.name) or failure.id or failure.place.task or "The whole task"
    answer, request = (_joined(said, *keys) for keys in (("status", "code"), ("method", "path")))
    facts = [
        ("Kind", said.get("kind")),
        ("Answer", answer),
        ("Request", request),
        ("Context id", said.get("context_id")),
        ("Id", failure.id if failure.id != name else None),
        ("Task", failure.place.task),
        ("Host", failure.place.host),
    ]
    told_facts = [(label, str(value)) for label, value in facts if value]
    advice = ADVICE.get(str(said.get("kind")), "")
    return Trouble(_named(name), failure.outcome == REFUSED, reasons, advice, told_facts)


def _named(name: Any) -> str:
    return str(name) if str(name).strip() else BLANK


def _joined(values: JsonObject, *keys: str) -> str:
    return " ".join(str(values[key]) for key in keys if values.get(key))


def _detail(item: Any) -> str:
    if isinstance(item, dict):
        return ", ".join(f"{key}: {value}" for key, value in item.items())
    return str(item)


def _webhook(webhook: JsonObject) -> list[tuple[str, str]]:
    """List the parts of a webhook, its name first."""
    enabled = webhook.get("enabled")
    filters = webhook.get("event_filters")
    headers = webhook.get("http_headers")
    return [
        ("Name", str(webhook.get("name"))),
        ("State", "enabled" if enabled is True else "disabled" if enabled is False else "not known"),
        ("Posts to", str(webhook.get("callback_url"))),
        *(("Event", _event(each)) for each in (filters if isinstance(filters, list) else [])),
        *((f"Header {name}", str(value)) for name, value in (headers.items() if isinstance(headers, dict) else [])),
        ("Id", str(webhook.get("id") or "none yet")),
    ]


def _event(event: Any) -> str:
    if not isinstance(event, dict):
        return json.dumps(event)
    condition = event.get("condition")
    return f"{event.get('resource')} {event.get('action')}" + (f", where {condition}" if condition else "")
