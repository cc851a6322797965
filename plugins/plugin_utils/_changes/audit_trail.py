# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The org's audit trail: which query serves Web Deployments, and the entries of a period (SDK ``audit_api.py``).

The realtime query responds at once. The asynchronous query is started, polled until it is finished, and then read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ...module_utils._core.errors import (
    NotFound,
    ProtocolError,
    RequestInfo,
    Unavailable,
)
from ...module_utils._core.json_values import JsonObject
from ...module_utils._http.client import Client
from ...module_utils._http.waiting import Deadline, once_there
from .audit_windows import Window
from .events import SERVICE

ROOT = "/api/v2/audits"
QUERY = f"{ROOT}/query"
REALTIME = f"{QUERY}/realtime"
PAGE_SIZE = 500
"""The most entries in a page of either query."""
LONGEST_QUERY = 300.0
"""Seconds to wait for an asynchronous query. No public source says how long one takes; the choice is ours."""
_EXPAND = {"expand": "user"}
"""Without it, an entry has a user's id without the name."""
_OLDEST_FIRST = [{"name": "Timestamp", "sortOrder": "ascending"}]
"""New entries that appear while pages are read come at the end then."""


def serves_realtime(client: Client) -> bool:
    """Return whether the realtime query serves Web Deployments; if not, the asynchronous one does.

    No public source says so of either, so each org is asked. Raises NotFound if neither does.
    """
    if _names_service(client, REALTIME):
        return True
    if _names_service(client, QUERY):
        return False
    raise NotFound(
        f"the audit trail of this org does not serve {SERVICE}",
        RequestInfo(method="GET", path=f"{QUERY}/servicemapping"),
        "Follow the changes with Amazon EventBridge, or run the playbook on a schedule.",
    )


def entries(client: Client, window: Window) -> list[JsonObject]:
    """Return all visible entries of a period."""
    asked = {
        "interval": f"{_moment(window.begin)}/{_moment(window.end)}",
        "serviceName": SERVICE,
        "filters": [],
        "sort": _OLDEST_FIRST,
    }
    if window.is_realtime:
        return client.query_pages(REALTIME, {**asked, "pageSize": PAGE_SIZE}, _EXPAND)
    return _asynchronously(client, asked)


def _asynchronously(client: Client, asked: JsonObject) -> list[JsonObject]:
    begun = client.query(QUERY, asked)
    name = begun.get("id")
    if not isinstance(name, str) or not name:
        raise ProtocolError(
            "the response to an audit query has no id", RequestInfo(method="POST", path=QUERY, status=200)
        )
    path = f"{QUERY}/{name}"
    deadline = Deadline(client, LONGEST_QUERY, "It is asked again later.")
    deadline.until(lambda: _finished(once_there(lambda: client.get(path)), path), f"audit query {name}", "running")
    return client.cursor_pages(f"{path}/results", {"pageSize": PAGE_SIZE, **_EXPAND}, "cursor")


def _finished(execution: JsonObject, path: str) -> JsonObject | None:
    """Return the finished query; None while it runs."""
    state = execution.get("state")
    if state in ("Failed", "Cancelled"):
        raise Unavailable(f"the audit query ended in state {state}", RequestInfo(method="GET", path=path, status=200))
    return execution if state == "Succeeded" else None


def _names_service(client: Client, query: str) -> bool:
    try:
        services: Any = client.get(f"{query}/servicemapping").get("services")
    except NotFound:
        return False
    return isinstance(services, list) and any(
        isinstance(each, dict) and str(each.get("name")).lower() == SERVICE.lower() for each in services
    )


def _moment(date: datetime) -> str:
    return date.isoformat(timespec="milliseconds").replace("+00:00", "Z")
