# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The words of our results: keys, and values from a fixed set. They stay even if a secret has the same spelling. Pure.

A reader of such a word in its place learns nothing about a secret: it is there in every run.
"""

from __future__ import annotations

from .._channel.capabilities import BROWSERS, FEATURES
from .._channel.channel_fields import CHANNEL_FIELDS, DESIRED_OPTIONS
from .._core.fields import camel_case, paths
from .._core.result_shapes import GuestRow
from .._webdeployments.configuration_schema import CONTENT, SERVER_OWNED
from .._webdeployments.deployment_schema import REFERRING

_KEYS = (
    # of every result
    "after",
    "after_header",
    "ambiguous_names",
    "audit",
    "before",
    "before_header",
    "changed",
    "diff",
    "failed",
    "failure",
    "hidden_diff",
    "metrics",
    "msg",
    "unlisted_kinds",
    # of an audit entry
    "action",
    "attempts",
    "audit_id",
    "changes",
    "check_mode",
    "client_id",
    "context_id",
    "latency_ms",
    "operator",
    "outcome",
    "payload_sha256",
    "resource",
    "resource_id",
    "resource_name",
    "timestamp",
    "unfinished",
    "version_after",
    "version_before",
    "wait_ms",
    # of what cannot be read
    "unreadable",
    # of a failure
    "advice",
    "code",
    "details",
    "errorCode",
    "fieldName",
    "ids",
    "kind",
    "limit",
    "message",
    "method",
    "path",
    "pinned",
    "status",
    # of metrics
    "api_host",
    "available",
    "avg",
    "feature_availability",
    "max",
    "p50",
    "p95",
    "percent",
    "read",
    "requests",
    "retries",
    "scanned",
    "token",
    "total",
    "write",
    # of objects
    "allow_all_domains",
    "allowed_domains",
    "assignmentMode",
    "callback_url",
    "channel",
    "channel_type",
    "channels",
    "condition",
    "configuration",
    "configuration_id",
    "configurations",
    "default",
    "deliveries",
    "delivery_id",
    "deployment",
    "deployments",
    "description",
    "draft",
    "draft_changes",
    "draft_differs",
    "draft_status",
    "enabled",
    "entity",
    "event_filters",
    "events",
    "http_headers",
    "id",
    "identity_resolution",
    "inbound",
    "maxConcurrentSessions",
    "name",
    "outbound",
    "publish",
    "published",
    "push_integrations",
    "queueId",
    "secret",
    "snippet",
    "state",
    "supported_content",
    "supported_contents",
    "version",
    "versions",
    "webchat",
    "webhook",
    "webhooks",
    # of what guests get
    *GuestRow.__annotations__,
    "accepted",
    "allowed",
    "allowed_media",
    "blocked_extensions",
    "connected",
    "duration_seconds",
    "guests",
    "host",
    "max_custom_data_bytes",
    "max_file_size_kb",
    "message_routing_enabled",
    "new_session",
    "read_only",
    "reason",
    "session",
    "session_duration_seconds",
    # of headers
    "Accept",
    "Authorization",
    "Content-Type",
    "User-Agent",
)
_VALUES = (
    "(not readable)",
    "(set)",
    "absent",
    "present",
    "Active",
    "Error",
    "Inactive",
    "Pending",
    "channel",
    "created",
    "deleted",
    "rolled_back",
    "updated",
    "webchat",
    "application/json",
    "********",
    "******** (changed)",
)


_FIELDS = tuple(paths((*CONTENT, *REFERRING, *DESIRED_OPTIONS)).values())
_NAME_OPTIONS = [field.name_option for field in _FIELDS if field.refers_to]

KEYS: frozenset[str] = frozenset(
    {
        *_KEYS,
        *FEATURES,
        *BROWSERS,
        *SERVER_OWNED,
        *(key for field in CHANNEL_FIELDS for key in field.keys),
        *(word for field in _FIELDS for word in (field.name, field.key)),
        *_NAME_OPTIONS,
        *map(camel_case, _NAME_OPTIONS),
    }
)
VALUES: frozenset[str] = frozenset(
    {*_VALUES, *FEATURES, *BROWSERS, *(choice for field in _FIELDS for choice in field.choices)}
)
