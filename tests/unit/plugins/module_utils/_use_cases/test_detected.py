# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API that one task has detected, as later tasks find it: by its org, while others detect it, without a file."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import NotFound, RequestInfo
from ansible_collections.genesys.cloud.plugins.module_utils._http.connection import from_options
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases import detected
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detected import DetectedApi, org_of
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DetectingGateway
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.gateway import Overrides
from ansible_collections.genesys.cloud.tests.unit.network import Sent, reply, wired


def test_later_tasks_know_it_by_its_org(tmp_path: Path) -> None:
    path = tmp_path / "detected"
    first = DetectedApi(None, "a", str(path))
    assert first.name is None
    first.note("webdeployments")
    first.note("webdeployments")
    DetectedApi(None, "b", str(path)).note("communications")
    assert [DetectedApi(None, org, str(path)).name for org in "abc"] == ["webdeployments", "communications", None]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text().splitlines()) == 2


def test_a_loop_remembers_it_without_a_file() -> None:
    remembered: dict[str, str] = {}
    DetectedApi(remembered, "a").note("communications")
    assert [DetectedApi(remembered, org).name for org in "ab"] == ["communications", None]
    assert DetectedApi().name is None


@pytest.mark.parametrize("content", [b"{", b"\xff\n", b"[" * 100])
def test_a_file_that_makes_no_sense_tells_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "detected"
    path.write_bytes(content)
    assert DetectedApi(None, "a", str(path)).name is None


def test_a_file_that_cannot_be_written_costs_only_detections(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone" / "detected")
    one = DetectedApi(None, "a", gone)
    with one.detecting():
        one.note("communications")
    assert one.name == "communications"
    assert DetectedApi(None, "a", gone).name is None


def test_a_task_that_waits_finds_what_the_other_detected(tmp_path: Path) -> None:
    path = str(tmp_path / "detected")
    one, other = (DetectedApi(None, "a", path) for _each in range(2))
    began = threading.Event()

    def wait() -> str | None:
        began.set()
        with other.detecting():
            return other.name

    with ThreadPoolExecutor() as pool:
        with one.detecting():
            waiting = pool.submit(wait)
            began.wait()
            one.note("webdeployments")
        assert waiting.result() == "webdeployments"


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detected, "PATIENCE", 0.1)
    path = str(tmp_path / "detected")
    with DetectedApi(None, "a", path).detecting(), DetectedApi(None, "a", path).detecting():
        assert not Path(path).exists()


OPTIONS: dict[str, Any] = {
    "api_url": "https://api.example",
    "client_id": "me",
    "client_secret": "s3cret",
    "timeout": 1,
    "retries": 1,
    "retry_after_max": 1,
    "deadline": 1,
    "validate_certs": True,
}


def test_an_org_is_told_by_address_and_client_and_by_no_secret() -> None:
    others: list[dict[str, Any]] = [
        {"client_id": "you"},
        {"api_url": "https://api.other"},
        {"access_token": "t"},
        {"proxy": "http://p"},
    ]
    orgs = [org_of(from_options({**OPTIONS, **other}, {})) for other in [{}, *others]]
    assert len(set(orgs)) == 5
    same: list[dict[str, Any]] = [{"client_secret": "other"}, {"timeout": 2}, {"workers": 9, "token_pool_size": 2}]
    assert {org_of(from_options({**OPTIONS, **other}, {})) for other in same} == {orgs[0]}


class WithoutCommunications:
    """An org of Web Deployments; its journal."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    def __call__(self, sent: Sent) -> Response:
        path = sent.url.partition("/api/v2/")[2]
        self.requests.append(path)
        found = path.startswith("webdeployments") and "deployments/gone" not in path
        return reply({"entities": []} if found else {"message": "not here"}, 200 if found else 404)


def gateway(org: WithoutCommunications, path: Path, api: str = "auto") -> DetectingGateway:
    return DetectingGateway(wired(org).client, Overrides(), api, None, DetectedApi(None, "a", str(path)))


def test_of_many_tasks_at_once_one_detects(tmp_path: Path) -> None:
    org = WithoutCommunications()
    gateways = [gateway(org, tmp_path / "detected") for _each in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: each.channels(), gateways)) == [[]] * 8
    assert len([path for path in org.requests if path.startswith("communications")]) == 1
    assert {each.dialect.name for each in gateways} == {"webdeployments"}


def test_a_task_after_that_asks_nothing_and_gives_the_same_advice(tmp_path: Path) -> None:
    org, told = WithoutCommunications(), []
    for _task in range(2):
        with pytest.raises(NotFound) as caught:
            gateway(org, tmp_path / "detected").channel("gone")
        told.append(caught.value.advice)
    assert told[0] == told[1]
    assert len([path for path in org.requests if path.startswith("communications")]) == 2
    with pytest.raises(NotFound) as caught:
        gateway(org, tmp_path / "detected", "webdeployments").channel("gone")
    assert "leave out api" in (caught.value.advice or "")


def test_a_task_that_tells_its_api_does_not_ask_the_file(tmp_path: Path) -> None:
    path = tmp_path / "detected"
    DetectedApi(None, "a", str(path)).note("webdeployments")
    assert gateway(WithoutCommunications(), path, "communications").dialect.name == "communications"
    assert gateway(WithoutCommunications(), path).dialect.name == "webdeployments"


def test_the_refusal_of_an_api_holds_for_the_task_that_waited(tmp_path: Path) -> None:
    path = tmp_path / "detected"
    refusal = NotFound("no", RequestInfo())
    late = DetectingGateway(
        wired(WithoutCommunications()).client,
        Overrides(),
        "auto",
        {"webdeployments": refusal},
        DetectedApi(None, "a", str(path)),
    )
    assert gateway(WithoutCommunications(), path).channels() == []
    for _try in range(2):
        with pytest.raises(NotFound, match="no"):
            late.channels()
