# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Web Deployments where the official SDK does not look: strictness, waiting, what others do, the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import USER
from tests.simulator_tests.api import Api

BASE = "/api/v2/webdeployments"
AUDITS = "/api/v2/audits/query"
SERVICE = {"serviceName": "WebDeployments"}


class Client:
    """Answers as status and JSON."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def get(self, path: str) -> Any:
        return self._send("GET", path)

    def put(self, path: str, body: Any) -> Any:
        return self._send("PUT", path, json=body)

    def post(self, path: str, body: Any) -> Any:
        return self._send("POST", path, json=body)

    def _send(self, method: str, path: str, **arguments: Any) -> Any:
        answer = self._api.call(method, path, **arguments)
        return SimpleNamespace(status=answer.status_code, json=answer.json() if answer.content else None)


@pytest.fixture
def api(org: Simulator) -> Iterator[Client]:
    with Api(org) as api:
        yield Client(api)


def configuration_of(org: Simulator, name: str) -> dict[str, Any]:
    return next(each for each in org.configurations() if each["draft"]["name"] == name)


def test_an_org_serves_one_of_the_two_apis(org: Simulator, api: Client) -> None:
    assert api.get("/api/v2/communications/channels").status == 404
    assert api.get("/api/v2/platform/webhooks").json["code"] == "not.found"
    assert api.get(f"{BASE}/deployments").status == 200
    assert api.get(f"{BASE}/configurations/{org.configurations()[0]['id']}").status == 405
    org.state("mixed:1")
    assert api.get(f"{BASE}/deployments").status == 404
    assert api.get("/api/v2/communications/channels").status == 200


def test_what_the_schema_or_the_rules_forbid_is_refused_by_field(org: Simulator, api: Client) -> None:
    draft = f"{BASE}/configurations/{org.configurations()[0]['id']}/versions/draft"

    def fields(body: Any) -> list[str]:
        answer = api.put(draft, body)
        assert (answer.status, answer.json["code"]) == (400, "invalid.value")
        return [detail["fieldName"] for detail in answer.json["details"]]

    assert fields({}) == ["name"]
    assert fields({"name": "x", "messenger": {"enabled": True}}) == ["languages", "defaultLanguage"]
    assert fields({"name": "x", "languages": ["ja"], "defaultLanguage": "en-us"}) == ["defaultLanguage"]
    assert fields({"name": "x", "position": {"alignment": "Top", "sideSpace": "1"}}) == [
        "position.alignment",
        "position.sideSpace",
    ]
    modes = [{"fileTypes": ["image/png"], "maxFileSizeKB": 10241}]
    assert fields({"name": "x", "messenger": {"fileUpload": {"modes": modes}}}) == [
        "messenger.fileUpload.modes[0].maxFileSizeKB"
    ]
    assert api.put(draft, {"name": "x", "id": "ignored", "future": {"y": 1}, "position": None}).status == 200
    org.settings(refuse_unknown_fields=True)
    assert fields({"name": "x", "future": 1, "messenger": {"later": 2}}) == ["future", "messenger.later"]
    assert api.get(f"{BASE}/deployments?pageSize=301").status == 400
    assert api.get(f"{BASE}/deployments?page=1").status == 400

    deployment = org.deployments()[0]
    path = f"{BASE}/deployments/{deployment['id']}"
    for change, field in (
        ({"allowedDomains": ["a.example"]}, "allowedDomains"),
        ({"allowAllDomains": False}, "allowedDomains"),
        ({"flow": {"id": "nobody"}}, "flow.id"),
        ({"supportedContent": {"id": "nobody"}}, "supportedContent.id"),
        ({"configuration": {**deployment["configuration"], "version": "9"}}, "configuration.version"),
        ({"configuration": {**deployment["configuration"], "version": "DRAFT"}}, "configuration.version"),
        ({"configuration": {"id": "nobody", "version": "1"}}, "configuration.id"),
        ({"status": "Pending"}, "status"),
    ):
        body = {key: value for key, value in deployment.items() if key != "identityResolution"}
        answer = api.put(path, {**body, **change})
        assert (answer.status, [each["fieldName"] for each in answer.json["details"]]) == (400, [field])


def test_a_draft_is_pending_for_so_many_reads_and_what_it_leaves_out_is_gone(org: Simulator, api: Client) -> None:
    org.settings(pending_polls=2, pending_versions=True)
    configuration = configuration_of(org, "Twin")
    path = f"{BASE}/configurations/{configuration['id']}/versions"
    written = api.put(f"{path}/draft", {"name": "Renamed"}).json
    assert (written["status"], written["version"], "messenger" in written) == ("Pending", "DRAFT", False)
    assert api.post(f"{path}/draft/publish", None).status == 400
    assert [api.get(f"{path}/draft").json["status"] for turn in range(3)] == ["Pending", "Pending", "Active"]
    assert api.post(f"{path}/draft/publish", {"no": "body"}).status == 400
    published = api.post(f"{path}/draft/publish", None).json
    assert (published["version"], published["status"]) == ("2", "Pending")
    deployment = next(each for each in org.deployments() if each["configuration"]["id"] == configuration["id"])
    assert deployment["configuration"]["version"] == "1"
    body = {**deployment, "configuration": {"id": configuration["id"], "version": "2"}}
    del body["identityResolution"]
    assert api.put(f"{BASE}/deployments/{deployment['id']}", body).json["message"] == (
        "configuration.version: is still Pending"
    )
    while api.get(f"{path}/2").json["status"] == "Pending":
        pass
    assert api.put(f"{BASE}/deployments/{deployment['id']}", body).status == 200


def test_versions_come_in_the_order_of_their_texts(org: Simulator, api: Client) -> None:
    configuration = configuration_of(org, "Behind 9")
    listed = api.get(f"{BASE}/configurations/{configuration['id']}/versions").json["entities"]
    assert [each["version"] for each in listed] == ["1", "10", "11", "12", *"23456789", "DRAFT"]


def test_what_is_told_to_fail_ends_in_error(org: Simulator, api: Client) -> None:
    path = f"{BASE}/configurations/{org.configurations()[0]['id']}/versions/draft"
    org.fault("PUT", f"{BASE}/.*", {"end_in_error": True})
    api.put(path, {"name": "x"})
    assert [api.get(path).json["status"] for turn in range(2)] == ["Pending", "Error"]
    assert api.get(path).json["errorInfo"]["message"] == "The service gave up."
    assert api.post(f"{path}/publish", None).status == 400


def test_what_a_person_does_is_there_and_in_the_audit_trail(org: Simulator, api: Client) -> None:
    configuration, deployment = org.configurations()[0], org.deployments()[0]
    org.settings(audit_delay_ms=60_000)
    org.person("save_draft", configuration["id"], description="hidden for a minute")
    org.settings(audit_delay_ms=0)
    org.person("publish", configuration["id"], description="by hand")
    org.person("edit_deployment", deployment["id"], configuration={"version": "2"})
    assert org.configuration(configuration["id"])["versions"][-1]["description"] == "by hand"
    assert org.deployment(deployment["id"])["configuration"]["version"] == "2"
    api.put(f"{BASE}/deployments/{deployment['id']}", {**org.deployment(deployment["id"]), "status": "Active"})

    def query(**body: Any) -> Any:
        return api.post(f"{AUDITS}/realtime?expand=user", {"interval": span(hours=1), **SERVICE, **body})

    found = query().json
    entries = found["entities"]
    told = [(each["entityType"], each["action"], "user" if each["user"].get("name") else "client") for each in entries]
    assert told == [
        ("Deployment", "Update", "client"),
        ("Deployment", "Update", "user"),
        ("ConfigurationVersion", "Publish", "user"),
        ("Configuration", "Update", "user"),
    ]
    assert len(org.audits()) == 5
    second = query(pageSize=1, pageNumber=2, sort=[{"name": "Timestamp", "sortOrder": "ascending"}]).json
    assert (second["total"], second["pageCount"], second["entities"][0]["action"]) == (4, 4, "Publish")
    assert query(pageSize=501).status == query(serviceName="Other").status == query(interval="x").status == 400
    assert query(interval=span(days=2)).status == 504


def span(**ago: float) -> str:
    """From so long ago to now."""
    return "/".join(each.isoformat() for each in (datetime.now(UTC) - timedelta(**ago), datetime.now(UTC)))


def test_an_audit_query_that_runs_by_itself_finds_what_the_realtime_one_holds_no_longer(
    org: Simulator, api: Client
) -> None:
    old = (datetime.now(UTC) - timedelta(days=20)).isoformat()
    org.add_audits([{"id": str(number), "eventDate": old, "user": {"id": USER}} for number in range(3)])
    begin, end = (datetime.now(UTC) - timedelta(days=days) for days in (20.5, 19.6))
    realtime = api.post(f"{AUDITS}/realtime", {"interval": f"{begin.isoformat()}/{end.isoformat()}", **SERVICE})
    assert (realtime.status, realtime.json["entities"]) == (200, [])

    begun = api.post(AUDITS, {"interval": span(days=29), **SERVICE})
    assert (begun.status, begun.json["state"]) == (202, "Queued")
    path = f"{AUDITS}/{begun.json['id']}"
    assert api.get(f"{path}/results").status == 404
    assert [api.get(path).json["state"] for _look in range(2)] == ["Running", "Succeeded"]
    first = api.get(f"{path}/results?pageSize=2").json
    second = api.get(f"{path}/results?pageSize=2&cursor={first['cursor']}&expand=user").json
    assert [each["id"] for each in first["entities"] + second["entities"]] == ["2", "1", "0"]
    assert ("cursor" in second, second["entities"][0]["user"].get("name")) == (False, "Somebody")
    assert api.post(AUDITS, {"interval": span(days=31), **SERVICE}).status == 400

    names = [each["name"] for each in api.get(f"{AUDITS}/realtime/servicemapping").json["services"]]
    org.settings(audit_realtime=False)
    without = [each["name"] for each in api.get(f"{AUDITS}/realtime/servicemapping").json["services"]]
    assert (names, without) == (["Architect", "WebDeployments", "Messaging"], ["Architect", "Messaging"])


def test_a_version_in_error_is_not_pinned(org: Simulator, api: Client) -> None:
    deployment = org.deployments()[0]
    configuration_id = deployment["configuration"]["id"]
    org.fault("POST", ".*/publish", {"end_in_error": True})
    assert api.post(f"{BASE}/configurations/{configuration_id}/versions/draft/publish", None).status == 200
    version = f"{BASE}/configurations/{configuration_id}/versions/2"
    assert [api.get(version).json["status"] for turn in range(2)] == ["Pending", "Error"]
    body = {**deployment, "configuration": {"id": configuration_id, "version": "2"}}
    del body["identityResolution"]
    refused = "configuration.version: is in status Error"
    assert api.put(f"{BASE}/deployments/{deployment['id']}", body).json["message"] == refused
    assert api.post(f"{BASE}/deployments", body).json["message"] == refused


@pytest.mark.parametrize("fleet", ["webdeployments:13", "plain-webdeployments:2"])
def test_rows_show_every_field_somewhere_and_leave_out_what_is_not_set(org: Simulator, api: Client, fleet: str) -> None:
    org.state(fleet)
    rows = api.get(f"{BASE}/deployments").json["entities"]
    optional = {"description", "supportedContent", "flow", "pushIntegrations"}
    assert optional <= rows[0].keys()
    assert not {"description", "supportedContent"} & rows[1].keys()
    assert all(row["pushIntegrations"] == [] for row in rows)
