# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Content profiles where the official SDK does not look: strictness, permissions, lag, faults, others, audits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.simulator.client import Simulator, SimulatorError
from tests.simulator.webdeployments_fleets import FIRST_DEPLOYMENT_ID
from tests.simulator.webdeployments_state import DEFAULT_SUPPORTED_CONTENT, USER

from .api import Api, assert_error

PROFILES = "/api/v2/conversations/messaging/supportedcontent"
PICTURES, EVERYTHING = (each["id"] for each in DEFAULT_SUPPORTED_CONTENT)
ONE = f"{PROFILES}/{PICTURES}"
DEFAULT = f"{PROFILES}/default"
PDF = {"allow": {"inbound": [{"type": "application/pdf"}], "outbound": []}}


@pytest.fixture(scope="module")
def server() -> Iterator[Simulator]:
    with Simulator("plain-webdeployments:1") as simulator:
        yield simulator


@pytest.fixture
def org(server: Simulator) -> Simulator:
    server.reset()
    return server


@pytest.fixture
def api(org: Simulator) -> Iterator[Api]:
    with Api(org) as client:
        org.clear_journal()
        yield client


def names(api: Api) -> list[str]:
    return [each["name"] for each in api.get(PROFILES).json()["entities"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
        ({"name": 1}, "name"),
        ({"name": "x", "mediaTypes": []}, "mediaTypes"),
        ({"name": "x", "mediaTypes": {"allow": {"inbound": "image/png"}}}, "mediaTypes.allow.inbound"),
        ({"name": "x", "mediaTypes": {"allow": {"inbound": ["image/png"]}}}, "mediaTypes.allow.inbound[0]"),
        ({"name": "x", "mediaTypes": {"allow": {"inbound": [{}]}}}, "mediaTypes.allow.inbound[0].type"),
        *(
            ({"name": "x", "mediaTypes": {"allow": {"outbound": [{"type": "a/b"}, {"type": wrong}]}}}, place)
            for place in ("mediaTypes.allow.outbound[1].type",)
            for wrong in ("png", "image/", "/png", "*/png", "*", "image/png; q=1", "image/p g", "")
        ),
    ],
)
def test_what_is_wrong_is_refused_by_field(api: Api, body: dict[str, Any], field: str) -> None:
    refused = assert_error(api.call("POST", PROFILES, json=body), 400, "invalid.value")
    assert [each["fieldName"] for each in refused["details"]] == [field]
    if field != "name" or body.get("name") is not None:  # a PATCH need not name it
        assert api.call("PATCH", ONE, json=body).status_code == 400
    assert names(api) == ["Pictures", "Everything"]


@pytest.mark.parametrize("media_type", ["image/*", "*/*", "IMAGE/JPEG", "application/vnd.ms-excel", "image/svg+xml"])
def test_media_types_are_kept_as_they_are_given(api: Api, media_type: str) -> None:
    body = {"name": "x", "mediaTypes": {"allow": {"inbound": [{"type": media_type}]}}}
    made = api.call("POST", PROFILES, json=body).json()
    assert api.get(f"{PROFILES}/{made['id']}").json()["mediaTypes"] == body["mediaTypes"]


def test_what_the_server_owns_and_what_is_not_known(org: Simulator, api: Api) -> None:
    body = {"name": "Twin", "id": "mine", "version": 9, "selfUri": "x", "createdBy": {"id": "me"}, "future": 1}
    first, second = (api.call("POST", PROFILES, json=body).json() for _turn in range(2))
    assert (first["version"], first["createdBy"], first["future"]) == (1, {"id": org.client_id}, 1)
    assert {"mine", first["id"]} & {second["id"]} == set()  # names are no keys
    org.settings(refuse_unknown_fields=True)
    assert_error(api.call("POST", PROFILES, json=body), 400, "invalid.value")
    assert_error(api.call("PATCH", ONE, json={"mediaTypes": {"deny": {}}}), 400, "invalid.value")


def test_a_patch_keeps_what_it_does_not_name_and_replaces_the_media_types(org: Simulator, api: Api) -> None:
    before = api.get(ONE).json()
    renamed = api.call("PATCH", ONE, json={"name": "Images"}).json()
    assert (renamed["name"], renamed["mediaTypes"], renamed["version"]) == ("Images", before["mediaTypes"], 2)
    half: dict[str, Any] = {"allow": {"inbound": []}}
    assert api.call("PATCH", ONE, json={"mediaTypes": half}).json()["mediaTypes"] == half
    api.call("PATCH", ONE, json={"mediaTypes": PDF})
    org.settings(content_patches_merge=True)
    merged = api.call("PATCH", ONE, json={"mediaTypes": {"allow": {"outbound": [{"type": "*/*"}]}}}).json()
    assert merged["mediaTypes"]["allow"] == {"inbound": [{"type": "application/pdf"}], "outbound": [{"type": "*/*"}]}


def test_the_default(org: Simulator, api: Api) -> None:
    assert api.get(DEFAULT).json()["id"] == EVERYTHING
    assert api.call("PUT", DEFAULT, json={"id": PICTURES, "name": "ignored"}).json()["name"] == "Pictures"
    for wrong in ({}, {"id": "nobody"}, {"id": None}, {"id": 1}):
        refused = assert_error(api.call("PUT", DEFAULT, json=wrong), 400, "invalid.value")
        assert [each["fieldName"] for each in refused["details"]] == ["id"]
    assert api.call("DELETE", DEFAULT).status_code == 404  # no profile has that id: a default is changed, never unset
    assert api.get(DEFAULT).json()["id"] == org.state()["webdeployments"]["default_supported_content"] == PICTURES
    state = org.state()
    org.state({**state, "webdeployments": {**state["webdeployments"], "default_supported_content": None}})
    assert_error(api.get(DEFAULT), 404, "not.found")
    assert api.call("PUT", DEFAULT, json={"id": EVERYTHING}).status_code == 200
    with pytest.raises(SimulatorError, match="default_supported_content"):
        org.state({"webdeployments": {"default_supported_content": "nobody"}})


def test_what_is_in_use_is_deleted_unless_the_setting_says_otherwise(org: Simulator, api: Api) -> None:
    org.settings(refuse_content_in_use=True)
    in_use = assert_error(api.call("DELETE", ONE), 409, "in.use")
    assert [each["entityId"] for each in in_use["details"]] == [FIRST_DEPLOYMENT_ID]
    is_default = assert_error(api.call("DELETE", f"{PROFILES}/{EVERYTHING}"), 409, "in.use")
    assert [each["entityName"] for each in is_default["details"]] == ["Everything"]
    org.settings(refuse_content_in_use=False)
    assert [api.call("DELETE", f"{PROFILES}/{each}").status_code for each in (PICTURES, EVERYTHING)] == [200, 200]
    assert (names(api), api.get(DEFAULT).status_code, api.call("DELETE", ONE).status_code) == ([], 404, 404)
    assert org.deployment(FIRST_DEPLOYMENT_ID)["supportedContent"]["id"] == PICTURES


def test_pages(org: Simulator, api: Api) -> None:
    second = api.get(PROFILES, pageSize=1, pageNumber=2).json()
    assert [each["name"] for each in second["entities"]] == ["Everything"]
    assert (second["total"], second["pageCount"], second["pageSize"], second["pageNumber"]) == (2, 2, 1, 2)
    assert "nextUri" not in second
    assert second["previousUri"] == f"{PROFILES}?pageSize=1&pageNumber=1"
    assert api.get(second["previousUri"]).json()["nextUri"] == f"{PROFILES}?pageSize=1&pageNumber=2"
    assert api.get(PROFILES, pageNumber=9).json()["entities"] == []
    for query in ({"pageSize": 101}, {"pageSize": 0}, {"pageNumber": 0}, {"name": "Pictures"}):
        assert_error(api.get(PROFILES, **query), 400, "invalid.value")
    org.settings(page_size_cap=1, announce_total=False, announce_page_count=False)
    first = api.get(PROFILES).json()
    assert (len(first["entities"]), first["pageSize"]) == (1, 1)
    assert not {"total", "pageCount"} & first.keys()


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", PROFILES, "view"),
        ("GET", ONE, "view"),
        ("GET", DEFAULT, "view"),
        ("POST", PROFILES, "add"),
        ("PATCH", ONE, "edit"),
        ("PUT", DEFAULT, "edit"),
        ("DELETE", ONE, "delete"),
    ],
)
def test_each_needs_its_permission(org: Simulator, method: str, path: str, right: str) -> None:
    rights = [f"messaging:supportedContent:{each}" for each in ("view", "add", "edit", "delete")]
    wanted = f"messaging:supportedContent:{right}"
    body = {"name": "x", "id": PICTURES}
    with Api(org, " ".join(each for each in rights if each != wanted)) as others:
        refused = assert_error(others.call(method, path, json=body), 403, "missing.permissions")
        assert wanted in refused["message"]
    with Api(org, wanted) as own:
        assert own.call(method, path, json=body if method != "GET" else None).status_code == 200


def test_reads_listings_and_the_default_lag(org: Simulator, api: Api) -> None:
    org.settings(lag_reads=1, lag_listings=1)
    made = f"{PROFILES}/{api.call('POST', PROFILES, json={'name': 'New'}).json()['id']}"
    assert [names(api), names(api)] == [["Pictures", "Everything"], ["Pictures", "Everything", "New"]]
    assert [api.get(made).status_code for _turn in range(2)] == [404, 200]
    api.call("PATCH", made, json={"name": "Newer"})
    assert [api.get(made).json()["name"] for _turn in range(2)] == ["New", "Newer"]
    api.call("PUT", DEFAULT, json={"id": PICTURES})
    assert [api.get(DEFAULT).json()["id"] for _turn in range(2)] == [EVERYTHING, PICTURES]
    api.call("DELETE", made)
    assert [api.get(made).status_code for _turn in range(2)] == [200, 404]
    org.settings(answers_lag=True)
    assert api.call("PATCH", ONE, json={"name": "Images"}).json()["name"] == "Pictures"
    assert api.call("PUT", DEFAULT, json={"id": EVERYTHING}).json()["id"] == PICTURES


def test_faults_and_the_journal(org: Simulator, api: Api) -> None:
    org.fault("PATCH", ONE, {"respond": {"status": 503}})
    org.fault("GET", ONE, {"thin": ["mediaTypes.allow.outbound"]})
    assert api.call("PATCH", ONE, json={"name": "Images"}).status_code == 503
    assert api.get(ONE).json()["mediaTypes"]["allow"].keys() == {"inbound"}
    api.call("PATCH", ONE, json={"name": "Images"})
    org.fault("GET", ONE, {"stale": True})
    assert [api.get(ONE).json()["name"] for _turn in range(2)] == ["Pictures", "Images"]
    assert org.requests("write") == [f"PATCH {ONE}"] * 2
    assert [each["body"] for each in org.journal() if each["kind"] == "write"] == [{"name": "Images"}] * 2


def test_a_person_does_the_same(org: Simulator, api: Api) -> None:
    org.person("create_supported_content", "c1", name="Theirs", mediaTypes=PDF)
    org.person("edit_supported_content", "c1", mediaTypes={"allow": {"outbound": [{"type": "image/*"}]}})
    theirs = api.get(f"{PROFILES}/c1").json()
    assert theirs["mediaTypes"]["allow"] == {**PDF["allow"], "outbound": [{"type": "image/*"}]}
    assert (theirs["version"], theirs["modifiedBy"]) == (2, {"id": USER})
    org.person("make_default_supported_content", "c1")
    assert api.get(DEFAULT).json()["id"] == "c1"
    org.fault("PATCH", ONE, {"person": {"act": "delete_supported_content"}})
    assert_error(api.call("PATCH", ONE, json={"name": "Images"}), 404, "not.found")
    org.fault("POST", PROFILES, {"then_person": {"act": "edit_supported_content", "name": "Renamed"}})
    made = api.call("POST", PROFILES, json={"name": "Ours"}).json()
    assert (made["name"], api.get(f"{PROFILES}/{made['id']}").json()["name"]) == ("Ours", "Renamed")
    with pytest.raises(SimulatorError, match="not found"):
        org.person("edit_supported_content", "nobody", name="x")


def test_the_audit_trail_has_them_under_another_service(org: Simulator, api: Api) -> None:
    made = api.call("POST", PROFILES, json={"name": "New"}).json()["id"]
    api.call("PATCH", f"{PROFILES}/{made}", json={"name": "Newer"})
    api.call("PUT", DEFAULT, json={"id": made})
    api.call("DELETE", f"{PROFILES}/{made}")
    org.person("edit_deployment", FIRST_DEPLOYMENT_ID, name="x")
    now = datetime.now(UTC)
    interval = f"{(now - timedelta(hours=1)).isoformat()}/{(now + timedelta(minutes=1)).isoformat()}"

    def found(service: str) -> list[tuple[str, str, str]]:
        body = {"interval": interval, "serviceName": service}
        entries = api.call("POST", "/api/v2/audits/query/realtime", json=body).json()["entities"]
        return [(each["action"], each["entityType"], each["entity"]["name"]) for each in entries[::-1]]

    assert found("Messaging") == [
        ("Create", "SupportedContent", "New"),
        ("Update", "SupportedContent", "Newer"),
        ("Update", "ConversationDefaultSupportedContent", "Newer"),
        ("Delete", "SupportedContent", "Newer"),
    ]
    assert found("WebDeployments") == [("Update", "Deployment", "x")]
    org.settings(audit_realtime=False)
    assert (len(found("Messaging")), found("WebDeployments")) == (4, [])


def test_the_state_holds_them_and_can_be_loaded_again(org: Simulator, api: Api) -> None:
    api.call("POST", PROFILES, json={"name": "New", "mediaTypes": PDF})
    before = org.state()
    org.reset(before)
    assert org.state() == before
    with Api(org) as again:
        assert names(again) == ["Pictures", "Everything", "New"]
