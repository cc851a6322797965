# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The shapes of results that users rely on: channel, profile, diff, row, audit entry, metrics and failure. Pure.

Tests compare the documentation of results with them.
"""

from __future__ import annotations

from typing import Any, TypedDict

from .json_values import JsonObject


class ChannelResult(TypedDict):
    """A channel. The fields of ``channel_fields.CHANNEL_FIELDS`` come in addition."""

    id: str
    name: str
    channel_type: str | None
    configuration: JsonObject


class DeploymentDetails(TypedDict):
    """The additional fields of a channel on Web Deployments."""

    deployment: JsonObject
    configuration_id: str | None
    version: str | None


class Diff(TypedDict):
    """The managed fields."""

    before: JsonObject
    after: JsonObject


class HeadedDiff(Diff):
    """The diff of one object of many; the headers name it."""

    before_header: str
    after_header: str


class RowResult(TypedDict):
    """One object of a task for many. The object itself comes in addition, under the name of its kind."""

    id: str | None
    name: str | None
    outcome: str
    changed: bool
    diff: JsonObject
    failure: JsonObject | None


class Pinned(TypedDict):
    """The versions of the configuration that a deployment was pinned to before a write and by it.

    ``status``: the status before, if a write can set it.
    """

    configuration_id: str | None
    before: str | None
    after: str | None
    status: str | None


class ChannelRow(RowResult):
    """One channel of a task for many. ``pinned``: None if the task wrote no deployment."""

    channel: JsonObject | None
    pinned: Pinned | None


class PublishedConfiguration(TypedDict):
    """The configuration in a row."""

    configuration: JsonObject
    version: str | None
    draft_differs: bool


class ContentResult(TypedDict):
    """A supported content profile. ``inbound`` and ``outbound``: media types in lower case."""

    id: str | None
    name: str | None
    inbound: list[str]
    outbound: list[str]
    default: bool


class GuestRow(TypedDict):
    """A deployment as guests get it. None where that is not known, or where there is nothing.

    ``pinned``: configuration, version and status in the API. ``differences``: paths. ``latency_ms``: of the file.
    """

    deployment_id: str
    name: str | None
    published: bool | None
    status: str | None
    configuration_id: str | None
    version: str | None
    pinned: JsonObject | None
    as_pinned: bool | None
    differences: list[str]
    allow_all_domains: bool | None
    allowed_domains: list[str] | None
    features: list[str]
    configuration: JsonObject | None
    site: JsonObject | None
    connection: JsonObject | None
    latency_ms: float | None
    failure: JsonObject | None


class Origin(TypedDict):
    """The target of requests, the OAuth client that sends them, and the operator of the task; None if not known yet."""

    api_host: str | None
    client_id: str | None
    operator: str | None


class AuditEntry(Origin):
    """One operation."""

    audit_id: str
    timestamp: str
    action: str
    resource: str
    resource_id: str | None
    resource_name: str | None
    outcome: str
    check_mode: bool
    attempts: int
    latency_ms: float
    wait_ms: float
    payload_sha256: str | None
    context_id: str | None
    version_before: str | None
    version_after: str | None
    changes: list[str]


class Unfinished(TypedDict, total=False):
    """The additional key of an audit entry if earlier operations on the object never ended: their ``audit_id``."""

    unfinished: list[str]


class RequestCounts(TypedDict):
    """Every try counts."""

    total: int
    token: int
    read: int
    write: int


class Latency(TypedDict):
    """Milliseconds."""

    avg: float
    p50: float
    p95: float
    max: float


class Availability(TypedDict):
    """``percent``: from 0 to 100."""

    total: int
    available: int
    percent: float


class Metrics(TypedDict):
    """Numbers about a task."""

    api_host: str | None
    requests: RequestCounts
    retries: int
    wait_ms: float
    latency_ms: Latency
    feature_availability: dict[str, Availability]


class Failure(TypedDict):
    """The reason why a task failed. ``kind``: one of the error classes' kinds."""

    kind: str
    status: int | None
    code: str | None
    message: str
    advice: str
    context_id: str | None
    method: str | None
    path: str | None
    details: list[Any]
    limit: JsonObject | None
