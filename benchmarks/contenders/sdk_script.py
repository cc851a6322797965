# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script of a careful person with Genesys' own SDK: sdk_script.py TASK THREADS [CONNECTIONS]

TASK ``typing-off`` turns the typing indicators off. It publishes a configuration once (draft, wait, publish), however
many deployments share it, and not at all if its newest version is right already. Then it pins the deployments, and
waits for each. Any other TASK is the id of a flow: each deployment gets it with one PUT. Both read the listing first,
and write only if something differs. The SDK's pool holds 4 connections, for which threads wait; CONNECTIONS enlarges
it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

Sdk: Any = import_module("PureCloudPlatformClientV2")  # it has no types
FIRST_WAIT, LONGEST_WAIT, WAIT_TIMEOUT = 0.25, 5.0, 60.0
TYPING_OFF = "typing-off"


def log_in(connections: int | None) -> Any:
    """Return the API class, with a token for all requests."""
    host = os.environ["GENESYS_BASE_PATH"]
    Sdk.configuration.host = host
    client = Sdk.api_client.ApiClient(host=host)
    if connections:
        client.get_http_client().rest_client = Sdk.rest.RESTClientObject(max_size=connections)
    client.get_client_credentials_token(os.environ["GENESYS_CLIENT_ID"], os.environ["GENESYS_CLIENT_SECRET"])
    return Sdk.WebDeploymentsApi(client)


def every(listing: Callable[..., Any], **parameters: Any) -> list[Any]:
    """Over all pages."""
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = listing(**parameters, **cursor)
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


def shows_typing(configuration: Any) -> bool:
    conversations = configuration.messenger.apps.conversations
    return bool(conversations.show_agent_typing_indicator or conversations.show_user_typing_indicator)


def right_version(api: Any, newest: Any) -> str:
    """The version to pin: the newest one if it is right, else one more."""
    if not shows_typing(newest):
        return str(newest.version)
    conversations = newest.messenger.apps.conversations
    conversations.show_agent_typing_indicator = conversations.show_user_typing_indicator = False
    api.put_webdeployments_configuration_versions_draft(newest.id, newest)
    until_active(lambda: api.get_webdeployments_configuration_versions_draft(newest.id))
    return str(api.post_webdeployments_configuration_versions_draft_publish(newest.id).version)


def write(api: Any, deployment_id: str, version: str | None = None, flow: str | None = None) -> None:
    """Change one deployment, and wait for it."""
    # A PUT takes another model than the one in a listing.
    whole = api.get_webdeployments_deployment(deployment_id)
    if version:
        whole.configuration.version = version
    if flow:
        whole.flow = {"id": flow}
    api.put_webdeployments_deployment(deployment_id, whole)
    until_active(lambda: api.get_webdeployments_deployment(deployment_id))


def turn_typing_off(api: Any, pool: ThreadPoolExecutor) -> int:
    """Return the number of changed deployments."""
    deployments = every(api.get_webdeployments_deployments, expand=["Configuration"])
    wrong = [each for each in deployments if shows_typing(each.configuration)]
    if not wrong:
        return 0
    newest = {each.id: each for each in every(api.get_webdeployments_configurations, show_only_published=True)}
    ids = list(dict.fromkeys(each.configuration.id for each in wrong))
    versions = dict(zip(ids, pool.map(lambda key: right_version(api, newest[key]), ids), strict=True))
    return len(list(pool.map(lambda each: write(api, each.id, version=versions[each.configuration.id]), wrong)))


def set_flow(api: Any, pool: ThreadPoolExecutor, flow: str) -> int:
    """Return the number of changed deployments."""
    deployments = every(api.get_webdeployments_deployments)
    wrong = [each for each in deployments if each.flow is None or each.flow.id != flow]
    return len(list(pool.map(lambda each: write(api, each.id, flow=flow), wrong)))


def main(task: str, threads: int, connections: int | None = None) -> None:
    """Configure every deployment."""
    api = log_in(connections)
    with ThreadPoolExecutor(threads) as pool:
        changed = turn_typing_off(api, pool) if task == TYPING_OFF else set_flow(api, pool, task)
    print(f"{changed} deployments changed")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
