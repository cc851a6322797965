# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A thin client of the simulated API for these tests: requests, without any opinion on the answers."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import requests

from tests.simulator.client import Simulator

CHANNELS = "/api/v2/communications/channels"
WEBHOOKS = "/api/v2/platform/webhooks"
CHANNEL_ID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
TIMEOUT_SECONDS = 10

ERROR_FIELDS = {"message", "code", "status", "contextId", "details", "errors"}


class Api:
    """Requests on one connection with one token."""

    def __init__(self, simulator: Simulator, scope: str = "") -> None:
        self._url = simulator.url
        self._session = requests.Session()
        self._session.trust_env = False
        self.token = ask_token(simulator, scope=scope).json()["access_token"]
        self._session.headers["Authorization"] = f"Bearer {self.token}"

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def call(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """Any request; arguments as of requests."""
        return self._session.request(method, self._url + path, timeout=TIMEOUT_SECONDS, **arguments)

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.call("GET", path, params=query)

    def patch(self, body: dict[str, Any], channel_id: str = CHANNEL_ID) -> requests.Response:
        """PATCH a channel, with its id in the body."""
        return self.call("PATCH", f"{CHANNELS}/{channel_id}", json={"id": channel_id, **body})

    def create_webhook(self, **fields: Any) -> requests.Response:
        """POST a valid webhook, except for the given fields."""
        return self.call("POST", WEBHOOKS, json={**webhook(), **fields})


def ask_token(simulator: Simulator, *, client_id: str = "", secret: str = "", scope: str = "") -> requests.Response:
    """A token request; with the right credentials, unless told otherwise."""
    form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
    credentials = (client_id or simulator.client_id, secret or simulator.client_secret)
    return requests.post(f"{simulator.url}/oauth/token", data=form, auth=credentials, timeout=TIMEOUT_SECONDS)


def webhook() -> dict[str, Any]:
    """The contract's example, without a secret."""
    return {
        "name": "Web Messaging Config Sync",
        "description": "Tells the monitor",
        "callbackUrl": "https://monitor.example/hook",
        "eventFilters": [{"resource": "channel", "action": "updated", "condition": 'channelType == "webchat"'}],
        "enabled": True,
        "httpHeaders": {"Content-Type": "application/json"},
    }


def assert_error(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    """The answer is the contract's error body with this status and code; the body."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body.keys() == ERROR_FIELDS
    assert (body["status"], body["code"]) == (status, code)
    assert body["contextId"] == answer.headers["ININ-Correlation-Id"]
    return body
