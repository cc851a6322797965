# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client options that reach the wire: where tokens come from, what they may, and which way requests go."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.integration.channels import CHANNEL, ID, INFO, ITEM, PATCH, READ, TOKEN, org
from tests.integration.conftest import Modules
from tests.integration.tls_front import https_front, make_certificate
from tests.simulator.client import Simulator

NOWHERE = "http://gateway.localhost:9"
"""An address that leads nowhere, unless a proxy takes it."""


@pytest.fixture
def one_channel(simulator: Simulator) -> Simulator:
    simulator.reset(org())
    return simulator


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of ours that nothing listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def token_of(simulator: Simulator) -> str:
    """A token of every scope, whose request is not in the journal."""
    credentials = (simulator.client_id, simulator.client_secret)
    answer = requests.post(
        f"{simulator.url}/oauth/token", data={"grant_type": "client_credentials"}, auth=credentials, timeout=10
    )
    simulator.clear_journal()
    return str(answer.json()["access_token"])


@pytest.mark.parametrize("source", ["task", "environment"])
def test_a_token_comes_from_the_login_url(one_channel: Simulator, modules: Modules, source: str) -> None:
    login_url = f"{one_channel.url}/"
    modules.environment["GENESYS_LOGIN_URL"] = login_url if source == "environment" else "https://wrong.example"
    options: dict[str, Any] = {"login_url": login_url} if source == "task" else {}
    modules.succeed(INFO, id=ID, **options)
    assert one_channel.requests() == [TOKEN, READ]


def test_only_the_token_comes_from_the_login_url(one_channel: Simulator, modules: Modules, closed_port: int) -> None:
    result = modules.fail(INFO, id=ID, api_url=f"http://127.0.0.1:{closed_port}", login_url=one_channel.url, retries=0)
    assert one_channel.requests() == [TOKEN]
    assert (result["failure"]["kind"], result["failure"]["method"]) == ("network", "GET")
    result = modules.fail(INFO, id=ID, login_url=f"http://127.0.0.1:{closed_port}", retries=0)
    assert (result["failure"]["kind"], result["failure"]["method"]) == ("network", "POST")
    assert one_channel.requests() == [TOKEN]


@pytest.mark.parametrize("option", ["api_url", "base_path"])
@pytest.mark.parametrize("ending", ["", "/", "//"])
def test_an_address_of_the_task_comes_before_that_of_the_environment(
    one_channel: Simulator, modules: Modules, option: str, ending: str
) -> None:
    modules.environment["GENESYS_BASE_PATH"] = "https://wrong.example"
    modules.environment["GENESYS_REGION"] = "eu-central-1"
    options: dict[str, Any] = {option: one_channel.url + ending}
    modules.succeed(INFO, id=ID, **options)
    assert one_channel.requests() == [TOKEN, READ]


def test_an_address_may_have_a_path(simulator: Simulator, modules: Modules) -> None:
    prefix = "/gateway/genesys%20cloud"
    simulator.reset(org(), path_prefix=prefix)
    result = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800, api_url=f"{simulator.url}{prefix}/")
    assert result["changed"] is True
    below = [request.replace(" ", f" {prefix}", 1) for request in (TOKEN, READ, PATCH)]
    assert simulator.requests() == below


@pytest.mark.parametrize(
    ("scopes", "asked"),
    [
        (None, None),
        ([], None),
        (["communications:read"], "communications:read"),
        (["communications:read", "communications:write"], "communications:read communications:write"),
        ("communications:read,webhooks:write", "communications:read webhooks:write"),
    ],
)
@pytest.mark.parametrize("source", ["task", "environment"])
def test_the_token_is_asked_for_the_scopes_named(
    one_channel: Simulator, modules: Modules, scopes: list[str] | str | None, asked: str | None, source: str
) -> None:
    options: dict[str, Any] = {}
    if source == "task":
        options = {} if scopes is None else {"scopes": scopes}
    elif scopes:
        modules.environment["GENESYS_SCOPES"] = scopes if isinstance(scopes, str) else ",".join(scopes)
    modules.succeed(INFO, id=ID, **options)
    form = {"grant_type": "client_credentials"} | ({} if asked is None else {"scope": asked})
    assert one_channel.journal()[0]["body"] == form


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("source", ["task", "environment", "Terraform's environment"])
def test_a_given_token_needs_no_credentials_and_no_request(
    one_channel: Simulator, modules: Modules, source: str, check_mode: bool
) -> None:
    token = token_of(one_channel)
    variables = {"environment": "GENESYS_ACCESS_TOKEN", "Terraform's environment": "GENESYSCLOUD_ACCESS_TOKEN"}
    options: dict[str, Any] = {"access_token": token} if source == "task" else {}
    modules.environment = {"GENESYS_BASE_PATH": one_channel.url}
    if source in variables:
        modules.environment[variables[source]] = token
    result = modules.succeed(CHANNEL, check_mode, id=ID, max_concurrent_sessions=800, **options)
    assert one_channel.requests() == ([READ] if check_mode else [READ, PATCH])
    assert result["metrics"]["requests"]["token"] == 0


def test_a_given_token_that_is_refused_is_not_replaced(one_channel: Simulator, modules: Modules) -> None:
    result = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800, access_token="stale-token-of-yesterday")
    failure = result["failure"]
    assert (failure["kind"], failure["status"], failure["code"]) == ("authentication", 401, "bad.credentials")
    assert "expired" in result["msg"]
    assert one_channel.requests() == [READ]
    assert result["metrics"]["requests"] == {"total": 1, "token": 0, "read": 1, "write": 0}


def test_a_given_token_that_ends_on_the_way_is_not_replaced(one_channel: Simulator, modules: Modules) -> None:
    one_channel.fault("PATCH", ITEM, {"expire_tokens": True})
    result = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800, access_token=token_of(one_channel))
    assert (result["failure"]["kind"], result["failure"]["method"]) == ("authentication", "PATCH")
    assert one_channel.requests() == [READ, PATCH]


@pytest.mark.parametrize("prefix", ["GENESYS", "GENESYSCLOUD_OAUTHCLIENT"])
def test_credentials_come_from_either_family_of_variables(
    one_channel: Simulator, modules: Modules, prefix: str
) -> None:
    names = {
        "GENESYS": ("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"),
        "GENESYSCLOUD_OAUTHCLIENT": ("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET"),
    }[prefix]
    values = (one_channel.client_id, one_channel.client_secret)
    modules.environment = {"GENESYS_BASE_PATH": one_channel.url, **dict(zip(names, values, strict=True))}
    modules.succeed(INFO, id=ID)
    assert one_channel.requests() == [TOKEN, READ]


@pytest.mark.parametrize("source", ["task", "GENESYS_PROXY", "HTTP_PROXY"])
def test_requests_go_through_the_proxy(one_channel: Simulator, modules: Modules, source: str) -> None:
    """The simulator answers whoever takes it for a proxy."""
    modules.environment["GENESYS_BASE_PATH"] = NOWHERE
    proxy = one_channel.url.replace("http://", "http://user:proxy-hunter2@")
    options: dict[str, Any] = {"proxy": proxy} if source == "task" else {}
    if not options:
        modules.environment[source] = proxy
    ran = modules.run(CHANNEL, id=ID, max_concurrent_sessions=800, **options)
    assert not ran.failed, ran.result["msg"]
    assert one_channel.requests() == [TOKEN, READ, PATCH]
    assert "hunter2" not in ran.output


def test_a_proxy_that_is_not_there_is_a_network_failure(
    one_channel: Simulator, modules: Modules, closed_port: int
) -> None:
    result = modules.fail(INFO, id=ID, proxy=f"http://127.0.0.1:{closed_port}", retries=0)
    assert result["failure"]["kind"] == "network"
    assert result["failure"]["status"] is None
    assert "no connection" in result["failure"]["message"]
    assert "proxy" in result["msg"]
    assert one_channel.requests() == []


@pytest.fixture(scope="session")
def other_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "other.pem")


@pytest.fixture
def over_tls(one_channel: Simulator, modules: Modules, certificate: Path) -> Iterator[Modules]:
    """Modules that find the simulator at an address with a certificate that nobody vouches for."""
    with https_front(one_channel.url, certificate) as url:
        modules.environment["GENESYS_BASE_PATH"] = url
        yield modules


@pytest.mark.parametrize("bundle", [None, "other"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    one_channel: Simulator, over_tls: Modules, other_certificate: Path, bundle: str | None
) -> None:
    options: dict[str, Any] = {} if bundle is None else {"ca_path": str(other_certificate)}
    result = over_tls.fail(CHANNEL, id=ID, max_concurrent_sessions=800, **options)
    assert result["failure"]["kind"] == "network"
    assert "certificate refused" in result["failure"]["message"]
    for way_out in ("ca_path", "validate_certs"):
        assert way_out in result["msg"]
    assert result["metrics"]["retries"] == 0
    assert one_channel.requests() == []


@pytest.mark.parametrize("elsewhere", [None, "other", "missing"])
@pytest.mark.parametrize("source", ["task", "environment"])
@pytest.mark.parametrize("option", ["ca_path", "validate_certs"])
def test_a_certificate_is_taken_with_its_authority_or_unchecked(
    one_channel: Simulator,
    over_tls: Modules,
    certificate: Path,
    other_certificate: Path,
    option: str,
    source: str,
    elsewhere: str | None,
) -> None:
    """Whatever REQUESTS_CA_BUNDLE says."""
    if elsewhere is not None:
        bundle = other_certificate if elsewhere == "other" else other_certificate.with_name("missing.pem")
        over_tls.environment["REQUESTS_CA_BUNDLE"] = str(bundle)
    value: Any = {"ca_path": str(certificate), "validate_certs": False}[option]
    options: dict[str, Any] = {option: value} if source == "task" else {}
    if not options:
        over_tls.environment[f"GENESYS_{option.upper()}"] = str(value)
    over_tls.succeed(CHANNEL, id=ID, max_concurrent_sessions=800, **options)
    assert one_channel.requests() == [TOKEN, READ, PATCH]


def test_without_ca_path_the_usual_bundle_counts(
    one_channel: Simulator, over_tls: Modules, certificate: Path, other_certificate: Path
) -> None:
    over_tls.environment["REQUESTS_CA_BUNDLE"] = str(certificate)
    over_tls.succeed(INFO, id=ID)
    assert one_channel.requests() == [TOKEN, READ]

    one_channel.clear_journal()
    for bundle in (other_certificate, other_certificate.with_name("missing.pem")):
        over_tls.environment["REQUESTS_CA_BUNDLE"] = str(bundle)
        result = over_tls.fail(INFO, id=ID)
        assert result["failure"]["kind"] == "network"
        assert "REQUESTS_CA_BUNDLE" in result["msg"]
    assert one_channel.requests() == []
