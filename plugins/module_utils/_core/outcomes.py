# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""How operations end, and the kinds of failures: the words of results, audit log, report and metrics. Pure."""

from __future__ import annotations

UPDATED, CREATED, DELETED = "updated", "created", "deleted"
ROLLED_BACK = "rolled_back"
"""Written back as it was before an earlier task."""
CHECKED, UNCHANGED, SKIPPED, REJECTED, FAILED = "checked", "unchanged", "skipped", "rejected", "failed"
BEGUN, UNKNOWN = "begun", "unknown"
"""``begun``: in a log before the first write. ``unknown``: interrupted, and nobody knows whether it took effect."""

WRITTEN = (UPDATED, CREATED, DELETED, ROLLED_BACK)
CHANGED = (*WRITTEN, CHECKED)
"""Includes the writes that check mode predicts."""
OPEN = (BEGUN, UNKNOWN)
"""Nobody knows yet whether it took effect."""
OUTCOMES = (*CHANGED, UNCHANGED, SKIPPED, REJECTED, FAILED, *OPEN)

VALIDATION, AUTHENTICATION, PERMISSION = "validation", "authentication", "permission"
NOT_FOUND, AMBIGUOUS, CONFLICT, REFUSED = "not_found", "ambiguous", "conflict", "rejected"
RATE_LIMITED, UNAVAILABLE, PROTOCOL, NETWORK = "rate_limited", "unavailable", "protocol", "network"
INTERRUPTED = "interrupted"

KINDS = (
    VALIDATION,
    AUTHENTICATION,
    PERMISSION,
    NOT_FOUND,
    AMBIGUOUS,
    CONFLICT,
    REFUSED,
    RATE_LIMITED,
    UNAVAILABLE,
    PROTOCOL,
    NETWORK,
    INTERRUPTED,
)
"""The kinds of failures."""


def done(verb: str) -> str:
    """Return the participle, ``updated`` for ``update``."""
    return f"{verb.rstrip('e')}ed" if verb else ""
