# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients that we did not write find what they expect of an OAuth service and of HTTP."""

from __future__ import annotations

import http.client
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from oauthlib.oauth2 import BackendApplicationClient, InvalidClientError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from tests.simulator.client import Simulator

from .api import CHANNEL_ID, CHANNELS, Api

CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"


@pytest.fixture(autouse=True)
def _oauthlib_may_speak_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def test_oauthlib_gets_a_token_and_reads(simulator: Simulator) -> None:
    client = BackendApplicationClient(client_id=simulator.client_id, scope=["communications:read"])
    with OAuth2Session(client=client) as session:
        session.fetch_token(
            f"{simulator.url}/oauth/token", auth=HTTPBasicAuth(simulator.client_id, simulator.client_secret)
        )
        answer = session.get(simulator.url + CHANNELS, params={"pageSize": 100})
        assert len(answer.json()["entities"]) == 40
        assert session.patch(simulator.url + CHANNEL, json={"id": CHANNEL_ID}).status_code == 403


def test_oauthlib_understands_a_refusal(simulator: Simulator) -> None:
    client = BackendApplicationClient(client_id=simulator.client_id)
    with OAuth2Session(client=client) as session, pytest.raises(InvalidClientError):
        session.fetch_token(f"{simulator.url}/oauth/token", auth=HTTPBasicAuth(simulator.client_id, "wrong"))


def test_the_standard_library_reads_many_answers_on_one_connection(api: Api, simulator: Simulator) -> None:
    connection = http.client.HTTPConnection(urlsplit(simulator.url).netloc, timeout=5)
    headers = {"Authorization": f"Bearer {api.token}"}
    for path in (CHANNEL, "/nonsense", CHANNELS, CHANNEL):
        connection.request("GET", path, headers=headers)
        json.loads(connection.getresponse().read())
    connection.close()
    assert len({entry["connection"] for entry in simulator.journal()}) == 1


def test_a_client_that_takes_it_for_its_proxy(api: Api, simulator: Simulator) -> None:
    """The absolute form of a request target, which RFC 9112 wants every server to accept."""
    address = urlsplit(simulator.url)
    request = (
        f"GET http://api.genesys.invalid{CHANNEL}?x=1 HTTP/1.1\r\nHost: api.genesys.invalid\r\n"
        f"Authorization: Bearer {api.token}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        connection.sendall(request.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
    assert simulator.requests() == [f"GET {CHANNEL}?x=1"]


def test_ids_are_decoded_from_the_path(simulator: Simulator) -> None:
    channel = {"id": "a/b ü?", "name": "Odd", "channelType": "webchat"}
    simulator.reset({"channels": [channel]})
    with Api(simulator) as api:
        assert api.get(f"{CHANNELS}/a%2Fb%20%C3%BC%3F").json() == channel
        assert api.get(f"{CHANNELS}/%FF").status_code == 404
    assert simulator.channel("a/b ü?") == channel


def test_concurrent_writes_all_count(simulator: Simulator) -> None:
    def write(number: int) -> list[int]:
        with Api(simulator) as api:
            return [api.patch({f"key-{number}-{turn}": turn}).json()["version"] for turn in range(10)]

    with ThreadPoolExecutor(4) as pool:
        versions = sorted(version for written in pool.map(write, range(4)) for version in written)
    assert versions == list(range(2, 42))
    assert sum(key.startswith("key-") for key in simulator.channel(CHANNEL_ID)) == 40
