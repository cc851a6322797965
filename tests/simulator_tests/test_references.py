# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Web Deployments refer to, where the official SDK does not look: filters, pages, refusals, permissions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulator import orgs
from tests.simulator.client import Simulator, SimulatorError
from tests.simulator.references_state import (
    DEFAULT_DIVISIONS,
    DEFAULT_EXTERNAL_SOURCES,
    DEFAULT_INTEGRATIONS,
    DEFAULT_KNOWLEDGE_BASES,
)
from tests.simulator.webdeployments_fleets import FIRST_CONFIGURATION_ID, FIRST_DEPLOYMENT_ID
from tests.simulator.webdeployments_state import DEFAULT_FLOWS

from .api import Api, assert_error

FLOWS = "/api/v2/flows"
INTEGRATIONS = "/api/v2/integrations"
BASES = "/api/v2/knowledge/knowledgebases"
DIVISIONS = "/api/v2/authorization/divisions"
SOURCES = "/api/v2/externalcontacts/externalsources"
FLOW = DEFAULT_FLOWS[0]["id"]
HELP, PARTNERS, TO_COME = (each["id"] for each in DEFAULT_KNOWLEDGE_BASES)


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


def names(api: Api, path: str, **query: Any) -> list[str]:
    answer = api.get(path, **query)
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["entities"]]


def with_parts(org: Simulator, **parts: Any) -> None:
    state = org.state()
    org.state({**state, "webdeployments": {**state["webdeployments"], **parts}})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"name": "inbound messages"}, ["Inbound Messages", "Inbound Messages (old)"]),
        ({"name": "Nobody"}, []),
        ({"type": "inboundcall"}, ["Night Shift"]),
        ({"type": ["inboundcall", "digitalbot"]}, ["Night Shift", "Helper"]),  # repeated
        ({"type": "inboundcall,digitalbot"}, ["Night Shift", "Helper"]),
        ({"id": f"{FLOW},nobody"}, ["Inbound Messages"]),
        ({"divisionId": DEFAULT_DIVISIONS[1]["id"]}, []),
        ({"name": "Twin"}, ["Twin", "Twin"]),
        ({"type": "inboundcall,digitalbot", "sortBy": "name"}, ["Helper", "Night Shift"]),
        ({"type": "inboundcall,digitalbot", "sortOrder": "desc"}, ["Helper", "Night Shift"]),
        ({"nameOrDescription": "helper"}, ["Helper"]),
        ({"description": "helper"}, []),
    ],
)
def test_flows_are_filtered(api: Api, query: dict[str, Any], found: list[str]) -> None:
    assert names(api, FLOWS, **query) == found


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{FLOWS}?type=inboundmessage", "type"),
        (f"{FLOWS}?type=INBOUNDSHORTMESSAGE", "type"),
        (f"{FLOWS}?type=", "type"),
        (f"{FLOWS}?pageSize=501", "pageSize"),
        (f"{FLOWS}?sortBy=type", "sortBy"),
        (f"{FLOWS}?deleted=yes", "deleted"),
        (f"{FLOWS}?page=2", "page"),
        (f"{FLOWS}?name=a&name=b", "name"),
        (f"{FLOWS}/lookup", "id"),
        (f"{FLOWS}/lookup?id=" + ",".join(map(str, range(101))), "id"),
        (f"{FLOWS}/divisionviews?description=x", "description"),
        (f"{FLOWS}/{FLOW}?expand=x", "expand"),
        (f"{INTEGRATIONS}?name=x", "name"),
        (f"{INTEGRATIONS}?ids=" + ",".join(map(str, range(101))), "ids"),
        (f"{INTEGRATIONS}?pageSize=101", "pageSize"),
        (f"{INTEGRATIONS}?reportedState=fine", "reportedState"),
        (f"{INTEGRATIONS}/types?name=x", "name"),
        (f"{BASES}?pageSize=101", "pageSize"),
        (f"{BASES}?pageNumber=1", "pageNumber"),
        (f"{BASES}?published=1", "published"),
        (f"{BASES}?after=x", "after"),
        (f"{BASES}?sortBy=name", "sortBy"),
        (f"{BASES}/{HELP}/categories?pageSize=201", "pageSize"),
        (f"{BASES}/{HELP}/labels?parentId=x", "parentId"),
        (f"{DIVISIONS}?pageSize=101", "pageSize"),
        (f"{DIVISIONS}/query?pageSize=201", "pageSize"),
        (f"{SOURCES}?limit=9", "limit"),
        (f"{SOURCES}?limit=201", "limit"),
        (f"{SOURCES}?pageSize=25", "pageSize"),
        (f"{SOURCES}?cursor=x", "cursor"),
    ],
)
def test_what_a_query_cannot_say_is_refused(api: Api, path: str, field: str) -> None:
    refused = assert_error(api.get(path), 400, "invalid.value")
    assert [each["fieldName"] for each in refused["details"]] == [field]


def test_deleted_and_described_flows(org: Simulator, api: Api) -> None:
    gone = {"id": "g1", "name": "Gone", "type": "WORKFLOW", "deleted": True}
    with_parts(org, flows=[gone, {**DEFAULT_FLOWS[0], "description": "At night"}])
    assert (names(api, FLOWS), names(api, FLOWS, deleted="true")) == (
        ["Inbound Messages"],
        ["Inbound Messages", "Gone"],
    )
    assert [api.get(f"{FLOWS}/g1", **query).status_code for query in ({}, {"deleted": "true"})] == [404, 200]
    assert names(api, FLOWS, description="night") == names(api, FLOWS, nameOrDescription="night")
    assert names(api, f"{FLOWS}/lookup", id="g1") == []


def test_a_page_of_flows_says_where_the_others_are(api: Api) -> None:
    seen, path = [], f"{FLOWS}?type=inboundshortmessage&pageSize=4"
    while path:
        page = api.get(path).json()
        seen += [each["id"] for each in page["entities"]]
        path = page.get("nextUri", "")
    assert seen == [each["id"] for each in DEFAULT_FLOWS if each["type"] == "INBOUNDSHORTMESSAGE"]
    assert (page["total"], page["pageCount"], page["pageNumber"], page["pageSize"]) == (6, 2, 2, 4)
    assert "pageNumber=1" in page["firstUri"]
    assert page["lastUri"] == page["selfUri"]
    view = api.get(f"{FLOWS}/divisionviews", id=FLOW).json()["entities"][0]
    assert view.keys() == {"id", "name", "type", "division", "publishedVersion", "supportedLanguages", "selfUri"}


def test_a_look_up_of_many_has_pages_too(org: Simulator, api: Api) -> None:
    flows = [{"id": f"f{number:02}", "name": str(number), "type": "BOT"} for number in range(30)]
    with_parts(org, flows=flows)
    everything = ",".join(each["id"] for each in flows)
    assert [len(names(api, f"{FLOWS}/lookup", id=everything, pageNumber=number)) for number in (1, 2)] == [25, 5]


def test_integrations_are_filtered_by_type_and_state(org: Simulator, api: Api) -> None:
    assert names(api, INTEGRATIONS, integrationType="purecloud-data-actions") == ["Customer Login"]
    assert names(api, INTEGRATIONS, integrationType="nobody") == []
    with_parts(org, integrations=[{**DEFAULT_INTEGRATIONS[0], "reportedState": {"code": "INACTIVE"}}])
    assert names(api, INTEGRATIONS, reportedState="inactive") == ["Customer Login"]
    assert names(api, INTEGRATIONS, reportedState="ACTIVE") == []


def test_knowledge_bases_that_are_not_published_are_left_out_unless_asked_for(api: Api) -> None:
    assert names(api, BASES) == names(api, BASES, published="true") == ["Help", "Help for partners"]
    assert names(api, BASES, published="false") == ["Help to come"]
    assert names(api, BASES, sortBy="Name", sortOrder="DESC") == ["Help for partners", "Help"]
    assert names(api, BASES, coreLanguage="de-DE") == []
    assert "total" not in api.get(BASES).json()
    assert api.get(f"{BASES}/{TO_COME}").json().keys() & {"categories", "labels"} == set()


def test_categories_and_labels_are_those_of_their_base(api: Api) -> None:
    of_help, of_partners = (
        api.get(f"{BASES}/{base}/categories", name="Orders").json()["entities"] for base in (HELP, PARTNERS)
    )
    assert [[each["name"] for each in rows] for rows in (of_help, of_partners)] == [
        ["Orders", "Orders abroad"],
        ["Orders"],
    ]
    assert_error(api.get(f"{BASES}/{PARTNERS}/categories/{of_help[0]['id']}"), 404, "not.found")
    assert api.get(f"{BASES}/{HELP}/categories/{of_help[0]['id']}").json()["knowledgeBase"]["id"] == HELP
    assert names(api, f"{BASES}/{HELP}/categories", parentId=of_help[0]["id"]) == ["Orders abroad"]
    assert names(api, f"{BASES}/{HELP}/categories", isRoot="true") == ["Orders", "Rücksendung"]
    assert names(api, f"{BASES}/{HELP}/categories", name="abroad") == []
    assert names(api, f"{BASES}/{HELP}/labels", name="NOT") == ["not public"]
    for part in ("categories", "labels"):
        assert names(api, f"{BASES}/{TO_COME}/{part}") == []
        assert_error(api.get(f"{BASES}/nobody/{part}"), 404, "not.found")


def test_external_sources_go_on_by_their_cursor(org: Simulator, api: Api) -> None:
    with_parts(org, external_sources=[{"id": f"s{number}", "name": f"S{number}"} for number in range(25)])
    seen, query = [], {"limit": "10"}
    while True:
        page = api.get(SOURCES, **query).json()
        seen += [each["id"] for each in page["entities"]]
        if "after" not in page["cursors"]:
            break
        query["cursor"] = page["cursors"]["after"]
    assert seen == [f"s{number}" for number in range(25)]
    assert not {"total", "nextUri"} & page.keys()
    assert names(api, SOURCES, name="s2") == ["S2", "S20", "S21", "S22", "S23", "S24"]


@pytest.mark.parametrize(
    ("permission", "paths"),
    [
        ("architect:flow:view", [FLOWS, f"{FLOWS}/{FLOW}", f"{FLOWS}/lookup?id={FLOW}"]),
        ("architect:flow:search", [f"{FLOWS}/divisionviews"]),
        (
            "integrations:integration:view",
            [INTEGRATIONS, f"{INTEGRATIONS}/types", f"{INTEGRATIONS}/{DEFAULT_INTEGRATIONS[0]['id']}"],
        ),
        ("knowledge:knowledgebase:view", [BASES, f"{BASES}/{HELP}"]),
        ("knowledge:category:view", [f"{BASES}/{HELP}/categories"]),
        ("knowledge:label:view", [f"{BASES}/{HELP}/labels"]),
        ("externalContacts:externalSource:view", [SOURCES, f"{SOURCES}/{DEFAULT_EXTERNAL_SOURCES[0]['id']}"]),
    ],
)
def test_each_needs_its_permission(org: Simulator, permission: str, paths: list[str]) -> None:
    with Api(org, permission) as own, Api(org, "audits:audit:view") as other:
        for path in paths:
            assert own.get(path).status_code == 200, path
            assert permission in assert_error(other.get(path), 403, "missing.permissions")["message"]
        for path in (DIVISIONS, f"{DIVISIONS}/home", f"{DIVISIONS}/{DEFAULT_DIVISIONS[1]['id']}"):
            assert other.get(path).status_code == 200
            assert other.call("GET", path, headers={"Authorization": "Bearer nobody"}).status_code == 401


@pytest.mark.parametrize("path", [FLOWS, INTEGRATIONS, f"{INTEGRATIONS}/types", BASES, DIVISIONS, SOURCES])
def test_one_that_is_not_there_and_a_method_that_is_not(api: Api, path: str) -> None:
    assert_error(api.get(f"{path}/nobody"), 404, "not.found")
    assert_error(api.call("POST", path, json={}), 405, "method.not.allowed")


def test_an_org_without_web_deployments_or_without_these_has_none(org: Simulator, api: Api) -> None:
    org.settings(absent_apis=["references"])
    assert [api.get(path).status_code for path in (FLOWS, BASES, DIVISIONS)] == [404] * 3
    org.settings(absent_apis=[])
    org.state("mixed:1")
    assert api.get(FLOWS).status_code == 404


def test_a_deployment_has_an_inbound_message_flow_published_or_not(org: Simulator, api: Api) -> None:
    path = f"/api/v2/webdeployments/deployments/{FIRST_DEPLOYMENT_ID}"
    body = api.get(path).json()
    by_name = {(each["name"], each["type"]): each["id"] for each in DEFAULT_FLOWS}
    call_flow, unpublished = by_name["Night Shift", "INBOUNDCALL"], by_name["Not yet published", "INBOUNDSHORTMESSAGE"]
    for wrong, problem in ((call_flow, "is not an inbound message flow"), ("nobody", "does not exist")):
        refused = assert_error(api.call("PUT", path, json={**body, "flow": {"id": wrong}}), 400, "invalid.value")
        assert refused["message"] == f"flow.id: {problem}"
    assert api.call("PUT", path, json={**body, "flow": {"id": unpublished}}).status_code == 200


def test_a_deployment_names_its_flow_as_it_is_called_now(org: Simulator, api: Api) -> None:
    deployments = "/api/v2/webdeployments/deployments"
    path = f"{deployments}/{FIRST_DEPLOYMENT_ID}"
    stored = org.deployment(FIRST_DEPLOYMENT_ID)["flow"]
    renamed = {**DEFAULT_FLOWS[0], "name": "Renamed", "description": "At night"}
    with_parts(org, flows=[renamed])
    shown = {"id": FLOW, "name": "Renamed", "selfUri": f"{FLOWS}/{FLOW}"}
    assert api.get(path).json()["flow"] == api.get(deployments).json()["entities"][0]["flow"] == shown
    details = {"flowDescription": "At night", "publishVersion": renamed["publishedVersion"]}
    whole = api.get(path, expand="flowDetails").json()
    assert whole["flow"] == {**shown, **details}
    assert api.call("PUT", path, json=whole).status_code == 200
    assert org.deployment(FIRST_DEPLOYMENT_ID)["flow"].keys() == stored.keys()
    with_parts(org, flows=[])
    assert api.get(path).json()["flow"]["id"] == FLOW


def test_integrations_and_knowledge_of_a_configuration_are_stored_unchecked(api: Api) -> None:
    draft = f"/api/v2/webdeployments/configurations/{FIRST_CONFIGURATION_ID}/versions/draft"
    body = api.get(draft).json()
    body["authenticationSettings"] = {"enabled": True, "integrationId": "00000000-0000-4000-8000-00000000dead"}
    assert api.call("PUT", draft, json=body).status_code == 200
    assert api.get(draft).json()["authenticationSettings"]["integrationId"].endswith("dead")


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"flow": []}, "has to be an object of"),
        ({"divisions": {}}, "divisions: has to be a list"),
        ({"divisions": [{"id": "x"}]}, "divisions: has to be a list of objects with id and name"),
        ({"external_sources": [{"id": "x", "name": "a"}] * 2}, "two have one id"),
        ({"integrations": [{"id": "x", "name": "a"}]}, "x has no known integrationType"),
        ({"knowledge_bases": [{"id": "x", "name": "a", "labels": [1]}]}, "knowledge_bases.labels"),
    ],
)
def test_a_state_that_is_wrong_is_refused(org: Simulator, parts: dict[str, Any], problem: str) -> None:
    with pytest.raises(SimulatorError, match=problem):
        org.state({"webdeployments": parts})


def test_the_state_holds_them_and_can_be_loaded_again(org: Simulator) -> None:
    before = org.state()
    org.state(before)
    assert org.state() == before
    assert before["webdeployments"]["knowledge_bases"] == DEFAULT_KNOWLEDGE_BASES
    assert orgs.explicit("plain-webdeployments:1") == before


def test_a_fleet_refers_to_everything(org: Simulator) -> None:
    org.state("referring-webdeployments:40")
    with Api(org) as api:
        deployments = org.deployments()
        assert (len(deployments), len(org.configurations())) == (40, 25)
        called = [each["name"] for each in deployments], [each["draft"]["name"] for each in org.configurations()]
        assert [rows.count("Twin") for rows in called] == [2, 2]
        for each in deployments:
            body = {key: value for key, value in each.items() if key != "identityResolution"}
            assert api.call("PUT", f"/api/v2/webdeployments/deployments/{each['id']}", json=body).status_code == 200
        first = deployments[0]["identityResolution"]
        content = org.configurations()[0]["draft"]
        support = content["supportCenter"]
        base = f"{BASES}/{content['messenger']['apps']['knowledge']['knowledgeBase']['id']}"
        for path in (
            base,
            *(f"{base}/categories/{each['id']}" for each in support["enabledCategories"]),
            *(f"{base}/labels/{each['id']}" for each in support["labelFilter"]["labels"]),
            f"{INTEGRATIONS}/{content['authenticationSettings']['integrationId']}",
            *(f"{INTEGRATIONS}/{each['id']}" for each in deployments[0]["pushIntegrations"]),
            f"{DIVISIONS}/{first['division']['id']}",
            f"{SOURCES}/{first['externalSource']['id']}",
        ):
            assert api.get(path).status_code == 200, path


def test_a_draft_of_that_fleet_is_what_the_api_takes(org: Simulator) -> None:
    org.state("referring-webdeployments:1")
    org.settings(refuse_unknown_fields=True)
    with Api(org) as api:
        draft = f"/api/v2/webdeployments/configurations/{FIRST_CONFIGURATION_ID}/versions/draft"
        answer = api.call("PUT", draft, json=api.get(draft).json())
        assert answer.status_code == 200, answer.text


def test_another_org_has_the_same_under_other_ids() -> None:
    fleet = "referring-webdeployments:13"
    ours, theirs = orgs.explicit(fleet), orgs.other(fleet, "b")
    assert theirs == orgs.other(fleet, "b") != orgs.other(fleet, "c")
    assert theirs["clients"] == ours["clients"]
    for part, rows in ours["webdeployments"].items():
        others = theirs["webdeployments"][part]
        if part == "default_supported_content":
            assert others == theirs["webdeployments"]["supported_content"][-1]["id"]
        elif part == "integration_types":
            assert others == rows
        else:
            assert [each.get("name") for each in others] == [each.get("name") for each in rows]
            assert not {each["id"] for each in others} & {each["id"] for each in rows}
    pins = [{each["configuration"]["id"] for each in org["webdeployments"]["deployments"]} for org in (ours, theirs)]
    assert pins[1] <= {each["id"] for each in theirs["webdeployments"]["configurations"]}
    assert not pins[0] & pins[1]
    login = theirs["webdeployments"]["configurations"][0]["draft"]["authenticationSettings"]["integrationId"]
    assert login == theirs["webdeployments"]["integrations"][0]["id"]
