# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows as ``webmessaging_guest_info`` returns them."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.run_results import metrics

PINNED = {"configuration_id": "c1", "version": "4", "status": "Active"}


def guest(deployment_id: str = "d1", **fields: Any) -> dict[str, Any]:
    """A deployment that guests get as it is pinned, unless ``fields`` say otherwise."""
    return {
        "deployment_id": deployment_id,
        "name": f"Site {deployment_id}",
        "published": True,
        "status": "Active",
        "configuration_id": "c1",
        "version": "4",
        "pinned": PINNED,
        "as_pinned": not fields.get("differences"),
        "differences": [],
        "allow_all_domains": True,
        "allowed_domains": [],
        "features": ["rich-media"],
        "configuration": {"languages": ["en-us"]},
        "site": None,
        "connection": None,
        "latency_ms": 1.0,
        "failure": None,
        **fields,
    }


def unseen(deployment_id: str, **fields: Any) -> dict[str, Any]:
    """A deployment that could not be looked at."""
    nothing = dict.fromkeys(("published", "status", "configuration_id", "version", "allow_all_domains", "as_pinned"))
    failure = {"kind": "network", "message": "no route"}
    return guest(deployment_id, **{**nothing, "allowed_domains": None, "features": [], "failure": failure, **fields})


def looked(*rows: dict[str, Any]) -> dict[str, Any]:
    """The result of the task."""
    return {"audit": [], "metrics": metrics(read=2), "guests": list(rows), "total": len(rows)}
