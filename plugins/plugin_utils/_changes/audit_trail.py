# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The org's audit trail: which query serves which service, and the entries of a period (SDK ``audit_api.py``).

The realtime query responds at once. The asynchronous query is started, polled until it is finished, and then read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping

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
from .events import FOLLOWED, SERVICE, is_followed

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


def served(client: Client) -> dict[str, bool]:
    """Return the services to follow, and of each whether the realtime query serves it; else the asynchronous one does.

    No public source says so of either, so each org is asked; the second query only about services that the first one
    does not serve. A service that neither serves is left out. Raises NotFound if that is Web Deployments.
    """
    realtime = _services(client, REALTIME)
    found = {service: True for service in FOLLOWED if service.lower() in realtime}
    if len(found) < len(FOLLOWED):
        asynchronous = _services(client, QUERY)
        found.update({each: False for each in FOLLOWED if each not in found and each.lower() in asynchronous})
    if SERVICE not in found:
        raise NotFound(
            f"the audit trail of this org does not serve {SERVICE}",
            RequestInfo(method="GET", path=f"{QUERY}/servicemapping"),
            "Follow the changes with Amazon EventBridge, or run the playbook on a schedule.",
        )
    return found


def entries(client: Client, window: Window, services: Mapping[str, bool]) -> list[JsonObject]:
    """Return all visible entries of a period that are about something to follow. ``services``: of ``served``."""
    found = []
    for service, has_realtime in services.items():
        rows = _entries(client, window, service, window.is_realtime and has_realtime)
        found += [row for row in rows if is_followed(service, row)]
    return found


def _entries(client: Client, window: Window, service: str, is_realtime: bool) -> list[JsonObject]:
    asked = {
        "interval": f"{_moment(window.begin)}/{_moment(window.end)}",
        "serviceName": service,
        "filters": [],
        "sort": _OLDEST_FIRST,
    }
    if is_realtime:
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


def _services(client: Client, query: str) -> set[str]:
    """Return the names of the services that a query serves, in lower case."""
    try:
        services: Any = client.get(f"{query}/servicemapping").get("services")
    except NotFound:
        return set()
    listed = services if isinstance(services, list) else []
    return {str(each.get("name")).lower() for each in listed if isinstance(each, dict)}


def _moment(date: datetime) -> str:
    return date.isoformat(timespec="milliseconds").replace("+00:00", "Z")
