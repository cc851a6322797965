# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One entry of an audit trail, as tasks return it."""

from __future__ import annotations

from typing import Any

ENTRY: dict[str, Any] = {
    "audit_id": "0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55",
    "timestamp": "2026-11-22T10:15:30.123Z",
    "action": "CHANNEL_UPDATE",
    "resource": "channel",
    "resource_id": "a1b2",
    "resource_name": "Primary",
    "outcome": "updated",
    "check_mode": False,
    "changes": ["max_concurrent_sessions"],
}


def entry(number: int) -> dict[str, Any]:
    return {**ENTRY, "audit_id": f"audit-{number}"}
