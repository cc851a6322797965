# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guests' connections take the ways of all other requests: TLS, proxies, secrets, a library that may be missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, as_typed
from tests.integration.conftest import Modules
from tests.integration.guests import files_of, socket_of
from tests.integration.proxy import tunnels_to
from tests.integration.tls_front import https_front
from tests.integration.web_deployments import FLEET
from tests.simulator.client import Simulator

MODULE = "webmessaging_guest_info"
STUBS = {
    "not there": ("raise ImportError('no such library')", "which is not installed"),
    "too old": ("", "15 or newer; 12.0 is installed"),
}


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset(FLEET)
    return simulator


@pytest.fixture
def wanted(org: Simulator) -> str:
    return str(org.deployments()[0]["id"])


def looked(modules: Modules, **options: Any) -> dict[str, Any]:
    row: dict[str, Any] = modules.succeed(MODULE, **options)["guests"][0]
    return row


@pytest.mark.parametrize(
    ("options", "accepted"),
    [({"ca_path": True}, True), ({"validate_certs": False}, True), ({}, False)],
    ids=["trusted", "not checked", "not trusted"],
)
def test_a_certificate_is_checked_as_for_other_requests(
    org: Simulator, modules: Modules, wanted: str, certificate: Path, options: dict[str, Any], accepted: bool
) -> None:
    trusted = {**options, "ca_path": str(certificate)} if "ca_path" in options else options
    with https_front(org.url, certificate) as url:
        given = {"messaging_url": url.replace("https", "wss"), "connect": "session", **trusted}
        connection = looked(modules, ids=[wanted], **given)["connection"]
    assert connection["accepted"] is accepted, connection["reason"]
    if not accepted:
        assert "certificate verify failed" in connection["reason"]
        assert org.guests()["connections"] == []


def test_files_over_tls(org: Simulator, modules: Modules, wanted: str, certificate: Path) -> None:
    with https_front(org.url, certificate) as url:
        assert looked(modules, ids=[wanted], guest_url=url, ca_path=str(certificate))["published"] is True
        failed = modules.fail(MODULE, ids=[wanted], guest_url=url)
    assert failed["failure"]["kind"] == "network"
    assert "certificate refused" in failed["msg"]


@pytest.mark.parametrize("source", ["task", "https_proxy"])
def test_a_connection_goes_through_the_proxy(
    org: Simulator, modules: Modules, wanted: str, certificate: Path, source: str
) -> None:
    with https_front(org.url, certificate) as front, tunnels_to(front) as (proxy, asked):
        addresses = {"guest_url": "https://127.0.0.1:1", "messaging_url": "wss://127.0.0.1:2"}
        options = {"proxy": proxy} if source == "task" else {}
        if source != "task":
            modules.environment[source] = proxy
        row = looked(modules, ids=[wanted], ca_path=str(certificate), connect="handshake", **addresses, **options)
    assert row["connection"]["accepted"] is True
    assert [line.rpartition(" ")[0] for line in asked] == ["CONNECT 127.0.0.1:1", "CONNECT 127.0.0.1:2"]


def test_no_token_of_a_session_is_shown_logged_or_left_behind(org: Simulator, ansible: Ansible, wanted: str) -> None:
    ansible.start = as_typed
    log = ansible.folder / "ansible.log"
    ansible.environment |= {"ANSIBLE_LOG_PATH": str(log), "ANSIBLE_LOG_VERBOSITY": "5"}
    task = {"genesys.cloud.webmessaging_guest_info": {"ids": [wanted], "connect": "session"}}
    for way in ({}, {"environment": {"SOME": "thing"}}):
        finished = ansible.playbook([{**task, **way}], "-vvvv", "--diff")
        assert finished.status == 0, finished.output
        (token,) = {frame["token"] for frame in org.guests()["connections"][-1]["frames"]}
        shown = finished.output + finished.errors + log.read_text(encoding="utf-8")
        kept = [path for path in ansible.home.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]
        assert (token in shown, kept) == (False, [])
        assert "new_session" in shown


@pytest.mark.parametrize("what", STUBS)
def test_a_missing_library_is_named_before_any_request(
    org: Simulator, ansible: Ansible, wanted: str, what: str
) -> None:
    first_line, told = STUBS[what]
    stub = ansible.folder / "stub" / "websockets"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text(f"{first_line}\n")
    (stub / "version.py").write_text("version = '12.0'\n")
    ansible.start = as_typed
    ansible.environment["PYTHONPATH"] = str(stub.parent)
    options = json.dumps({"ids": [wanted], "connect": "handshake"})
    failed = ansible.ad_hoc(MODULE, options)
    assert failed.status != 0
    for text in ("connect: 'handshake' needs the Python library websockets", told, "pip install 'websockets>=15'"):
        assert text in failed.results[0].result["msg"]
    assert org.requests() == []
    assert ansible.ad_hoc(MODULE, json.dumps({"ids": [wanted]})).status == 0
    assert org.requests() == files_of(wanted)
    assert socket_of(wanted) not in org.requests()
