# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token endpoint, and who may do what with a token."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest
import requests

from tests.simulator.client import Simulator, SimulatorError

from .api import CHANNEL_ID, CHANNELS, TIMEOUT_SECONDS, WEBHOOKS, Api, ask_token, assert_error


def _post_token(simulator: Simulator, **arguments: Any) -> requests.Response:
    arguments = {"auth": (simulator.client_id, simulator.client_secret), **arguments}
    return requests.post(f"{simulator.url}/oauth/token", timeout=TIMEOUT_SECONDS, **arguments)


def test_a_token_is_granted(simulator: Simulator) -> None:
    answer = ask_token(simulator)
    assert answer.status_code == 200
    body = answer.json()
    assert body.keys() == {"access_token", "token_type", "expires_in"}
    assert body["token_type"].lower() == "bearer"
    assert body["expires_in"] == 86399
    assert answer.headers["ININ-Correlation-Id"]


def test_tokens_of_one_client_are_valid_together(simulator: Simulator) -> None:
    with Api(simulator) as first, Api(simulator) as second:
        assert first.token != second.token
        assert first.get(CHANNELS).status_code == second.get(CHANNELS).status_code == 200
    assert [entry["token"] for entry in simulator.journal()] == [1, 2, 1, 2]


@pytest.mark.parametrize("status", [401, 400])
def test_wrong_credentials(simulator: Simulator, status: int) -> None:
    simulator.settings(bad_credentials_status=status)
    for answer in (ask_token(simulator, secret="wrong"), ask_token(simulator, client_id="nobody")):
        assert answer.status_code == status
        assert answer.json()["error"] == "invalid_client"
        assert answer.json()["error_description"]


@pytest.mark.parametrize(
    "header", ["Bearer abc", "Basic ***", "Basic", "Basic " + base64.b64encode(b"nocolon").decode()]
)
def test_malformed_credentials(simulator: Simulator, header: str) -> None:
    form = {"grant_type": "client_credentials"}
    answer = _post_token(simulator, data=form, auth=None, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


def test_a_secret_is_taken_as_it_is(simulator: Simulator) -> None:
    secret = "späce: colon:%41+/=&💬"
    simulator.reset({"clients": [{"client_id": "ünï", "client_secret": secret, "scopes": []}]})
    header = "Basic " + base64.b64encode(f"ünï:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials"}
    assert _post_token(simulator, data=form, auth=None, headers={"Authorization": header}).status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "communications:read nonsense"}, "invalid_scope"),
        ([("grant_type", "client_credentials"), ("grant_type", "client_credentials")], "invalid_request"),
        ({"grant_type": "client_credentials", "client_secret": "also here"}, "invalid_request"),
    ],
)
def test_wrong_forms(simulator: Simulator, form: Any, error: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = _post_token(simulator, data=form, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_token_request_has_to_be_a_form(simulator: Simulator) -> None:
    answer = _post_token(simulator, json={"grant_type": "client_credentials"})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_only_post_gives_tokens(simulator: Simulator) -> None:
    assert_error(requests.get(f"{simulator.url}/oauth/token", timeout=TIMEOUT_SECONDS), 405, "method.not.allowed")


def test_no_token(simulator: Simulator) -> None:
    assert_error(requests.get(simulator.url + CHANNELS, timeout=TIMEOUT_SECONDS), 401, "authentication.required")


@pytest.mark.parametrize("header", ["Bearer unknown", "Basic YTpi", "nonsense"])
def test_wrong_token(simulator: Simulator, header: str) -> None:
    headers = {"Authorization": header}
    answer = requests.get(simulator.url + CHANNELS, headers=headers, timeout=TIMEOUT_SECONDS)
    assert_error(answer, 401, "bad.credentials")


def test_a_token_expires(simulator: Simulator) -> None:
    simulator.settings(token_ttl_seconds=0.6)
    with Api(simulator) as api:
        assert api.get(CHANNELS).status_code == 200
        time.sleep(0.6)
        assert_error(api.get(CHANNELS), 401, "credentials.expired")


def test_requested_scopes_narrow_the_token(simulator: Simulator) -> None:
    with Api(simulator, scope="communications:read") as api:
        assert api.get(CHANNELS).status_code == 200
        body = assert_error(api.patch({"name": "New"}), 403, "missing.permissions")
        assert "communications:write" in body["message"]
        assert "webhooks:write" in assert_error(api.get(WEBHOOKS), 403, "missing.permissions")["message"]
    assert simulator.channel(CHANNEL_ID)["version"] == 1


def test_write_does_not_include_read(simulator: Simulator) -> None:
    with Api(simulator, scope="communications:write webhooks:write") as api:
        assert_error(api.get(CHANNELS), 403, "missing.permissions")
        assert api.patch({"name": "New"}).status_code == 200
        assert api.get(WEBHOOKS).status_code == 200


def test_a_token_has_the_text_that_is_set(simulator: Simulator) -> None:
    simulator.settings(issued_token='chosen+/="%')
    tokens = [ask_token(simulator).json()["access_token"] for _time in range(2)]
    assert tokens == ['chosen+/="%', 'chosen+/="%']
    answer = requests.get(f"{simulator.url}{CHANNELS}", headers={"Authorization": f"Bearer {tokens[0]}"}, timeout=5)
    assert answer.status_code == 200
    with pytest.raises(SimulatorError, match="without blanks"):
        simulator.settings(issued_token="a b")
