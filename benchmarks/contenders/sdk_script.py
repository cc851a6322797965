# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script of a careful person with Genesys' own SDK: sdk_script.py THREADS [CONNECTIONS]

Turns the typing indicators off in every deployment's configuration: draft, wait, publish, pin, wait. It reads the
deployments with their configurations, and writes only if something differs. The SDK's pool holds 4 connections, for
which threads wait; CONNECTIONS enlarges it.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

Sdk: Any = import_module("PureCloudPlatformClientV2")  # it has no types
FIRST_WAIT, LONGEST_WAIT, WAIT_TIMEOUT = 0.25, 5.0, 60.0


def log_in(connections: int | None) -> Any:
    """Return the API class, with a token for all requests."""
    host = os.environ["GENESYS_BASE_PATH"]
    Sdk.configuration.host = host
    client = Sdk.api_client.ApiClient(host=host)
    if connections:
        client.get_http_client().rest_client = Sdk.rest.RESTClientObject(max_size=connections)
    client.get_client_credentials_token(os.environ["GENESYS_CLIENT_ID"], os.environ["GENESYS_CLIENT_SECRET"])
    return Sdk.WebDeploymentsApi(client)


def every_deployment(api: Any) -> list[Any]:
    """Over all pages, each with the version that it is pinned to."""
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = api.get_webdeployments_deployments(expand=["Configuration"], **cursor)
        found += page.entities
        if not page.next_uri:
            return found
        cursor = {"after": parse_qs(urlsplit(page.next_uri).query)["after"][0]}


def until_active(read: Any) -> None:
    """Poll until the service is done. RuntimeError: the service failed, or took too long."""
    wait, ends_at = FIRST_WAIT, time.monotonic() + WAIT_TIMEOUT
    while (status := read().status) == "Pending" and time.monotonic() + wait < ends_at:
        time.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
    if status != "Active":
        raise RuntimeError(f"status {status} instead of Active")


def is_right(deployment: Any) -> bool:
    conversations = deployment.configuration.messenger.apps.conversations
    return not (conversations.show_agent_typing_indicator and conversations.show_user_typing_indicator)


def bring(api: Any, deployment: Any) -> None:
    """Configure one deployment."""
    content = deployment.configuration
    conversations = content.messenger.apps.conversations
    conversations.show_agent_typing_indicator = conversations.show_user_typing_indicator = False
    api.put_webdeployments_configuration_versions_draft(content.id, content)
    until_active(lambda: api.get_webdeployments_configuration_versions_draft(content.id))
    published = api.post_webdeployments_configuration_versions_draft_publish(content.id)
    # A PUT takes another model than the one in a listing.
    whole = api.get_webdeployments_deployment(deployment.id)
    whole.configuration.version = published.version
    api.put_webdeployments_deployment(deployment.id, whole)
    until_active(lambda: api.get_webdeployments_deployment(deployment.id))


def main(threads: int, connections: int | None = None) -> None:
    """Configure every deployment."""
    api = log_in(connections)
    deployments = every_deployment(api)
    wrong = [deployment for deployment in deployments if not is_right(deployment)]
    with ThreadPoolExecutor(threads) as pool:
        for _done in pool.map(lambda deployment: bring(api, deployment), wrong):
            pass
    print(f"{len(wrong)} of {len(deployments)} deployments changed")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
