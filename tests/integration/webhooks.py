# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of webhooks have in common: paths, one webhook, and how to look at what was sent."""

from __future__ import annotations

import itertools
import json
from typing import Any

from tests.simulator.client import Simulator

NAME = "Web Messaging Config Sync"
CALLBACK = "https://monitor.example/hook"
FILTERS = [{"resource": "channel", "action": "updated", "condition": 'channelType == "webchat"'}]

COLLECTION = "/api/v2/platform/webhooks"
ID = "7f1c0f0e-51a5-4f0a-9a43-8e4d0c1b2a3f"
ITEM = f"{COLLECTION}/{ID}"

TOKEN = "POST /oauth/token"
LISTING = f"GET {COLLECTION}?pageSize=100&pageNumber=1"
CREATE = f"POST {COLLECTION}"
READ = f"GET {ITEM}"

EMPTY_PAGE = {"entities": [], "pageSize": 100, "pageNumber": 1, "total": 0, "pageCount": 0}


def stored(**fields: Any) -> dict[str, Any]:
    """A webhook as the org has it, with a field that no release of the collection knows."""
    return {
        "id": ID,
        "name": NAME,
        "callbackUrl": CALLBACK,
        "eventFilters": FILTERS,
        "enabled": True,
        "httpHeaders": {"Content-Type": "application/json"},
        "retryPolicy": {"tries": 3},
        **fields,
    }


def without_repeats(requests: list[str]) -> list[str]:
    """Each read that is like the one before it left out: how often something is looked for depends on the clock."""
    return [
        request
        for request, alike in itertools.groupby(requests)
        for _each in (alike if not request.startswith("GET ") else [request])
    ]


def bodies(simulator: Simulator) -> list[Any]:
    """The bodies of the writes so far, in their order."""
    return [entry["body"] for entry in simulator.journal() if entry["kind"] == "write"]


def warnings_of(result: dict[str, Any]) -> str:
    """All warnings as one text: ansible-core has them as strings, or from 2.19 on as objects."""
    return json.dumps(result.get("warnings", []))
