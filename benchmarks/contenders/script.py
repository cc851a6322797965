# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script of a careful person with requests: script.py '{"threads": 8, "sessions": 800, "features": [...]}'"""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from requests.adapters import HTTPAdapter

BASE = os.environ["GENESYS_BASE_PATH"]
CHANNELS = f"{BASE}/api/v2/communications/channels"
PAGE_SIZE = 100
TRIES = 4


def send(session: requests.Session, method: str, url: str, **options: Any) -> Any:
    """Return the JSON answer; after a 429, wait as the server asks and try again."""
    for _try in range(TRIES):
        response = session.request(method, url, timeout=10, **options)
        if response.status_code != requests.codes.too_many_requests:
            break
        time.sleep(float(response.headers.get("Retry-After", 1)))
    response.raise_for_status()
    return response.json()


def log_in(session: requests.Session) -> None:
    """Fetch a token for all requests."""
    credentials = (os.environ["GENESYS_CLIENT_ID"], os.environ["GENESYS_CLIENT_SECRET"])
    form = {"grant_type": "client_credentials"}
    token = send(session, "POST", f"{BASE}/oauth/token", data=form, auth=credentials)["access_token"]
    session.headers["Authorization"] = f"Bearer {token}"


def page(session: requests.Session, number: int) -> Any:
    """One page of the channels."""
    return send(session, "GET", CHANNELS, params={"pageSize": PAGE_SIZE, "pageNumber": number})


def is_right(channel: Any, sessions: int, features: list[str]) -> bool:
    """Whether a Web Messaging channel needs no change."""
    webchat = channel["configuration"]["webchat"]
    return webchat["maxConcurrentSessions"] == sessions and set(webchat["features"]) == set(features)


def main(threads: int, sessions: int, features: list[str]) -> None:
    """Configure every Web Messaging channel."""
    with requests.Session() as session, ThreadPoolExecutor(threads) as pool:
        session.mount(BASE, HTTPAdapter(pool_maxsize=threads))
        log_in(session)
        first = page(session, 1)
        pages = [first, *pool.map(lambda number: page(session, number), range(2, first["pageCount"] + 1))]
        channels = [channel for each in pages for channel in each["entities"] if channel["channelType"] == "webchat"]
        wrong = [channel for channel in channels if not is_right(channel, sessions, features)]

        def patch(channel: Any) -> None:
            webchat = {"maxConcurrentSessions": sessions, "features": features}
            body = {"id": channel["id"], "configuration": {"webchat": webchat}}
            send(session, "PATCH", f"{CHANNELS}/{channel['id']}", json=body)

        for _done in pool.map(patch, wrong):
            pass
    print(f"{len(wrong)} of {len(channels)} channels changed")


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
