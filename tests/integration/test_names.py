# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in place of ids, in every option that takes the id of something with a name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration import inventories
from tests.integration.ansible_process import Ansible
from tests.integration.conftest import Modules
from tests.integration.web_deployments import FLEET, configuration, deployment
from tests.integration.webhooks import warnings_of
from tests.simulator import credentials, fleets, orgs
from tests.simulator.client import Simulator
from tests.simulator.references_state import (
    DEFAULT_DIVISIONS,
    DEFAULT_EXTERNAL_SOURCES,
    DEFAULT_INTEGRATIONS,
    DEFAULT_KNOWLEDGE_BASES,
)
from tests.simulator.webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT

NAME = "Primary Web Messaging"
DEPLOYMENT, CONFIGURATION, CHANNEL, CHANNELS = (
    f"webmessaging_{kind}" for kind in ("deployment", "configuration", "channel", "channels")
)
MANY = "webmessaging_deployments"
FLOW, PROFILE, BASE = DEFAULT_FLOWS[1]["id"], DEFAULT_SUPPORTED_CONTENT[1]["id"], DEFAULT_KNOWLEDGE_BASES[0]
LOGIN = DEFAULT_INTEGRATIONS[0]["id"]
FLOWS = "GET /api/v2/flows?pageSize=500&pageNumber=1&type=inboundshortmessage"
PROFILES = "GET /api/v2/conversations/messaging/supportedcontent?pageSize=100&pageNumber=1"
INTEGRATIONS = "GET /api/v2/integrations?pageSize=100&pageNumber=1"
DIVISIONS = "GET /api/v2/authorization/divisions?pageSize=100&pageNumber=1"
SOURCES = "GET /api/v2/externalcontacts/externalsources?limit=200"
BASES = [f"GET /api/v2/knowledge/knowledgebases?pageSize=100&published={each}" for each in ("true", "false")]
PARTS = f"GET /api/v2/knowledge/knowledgebases/{BASE['id']}"
CATEGORIES, LABELS = (f"{PARTS}/{kind}?pageSize=100" for kind in ("categories", "labels"))
LOOKING_UP = ("flows", "supportedcontent", "integrations", "divisions", "externalsources", "knowledgebases")
KNOWLEDGE = {
    "messenger": {"apps": {"knowledge": {"enabled": True, "knowledge_base": {"name": "Help"}}}},
    "support_center": {
        "enabled": True,
        "knowledge_base": {"name": "Help"},
        "enabled_categories": [{"name": "Orders"}, {"name": "Rücksendung"}],
        "label_filter": {"labels": [{"name": "public"}]},
    },
    "authentication_settings": {"enabled": True, "integration_name": "Customer Login"},
}
REFERRING: dict[str, Any] = {
    "flow_name": "Night Shift",
    "supported_content_name": "Everything",
    "push_integrations": [
        {"name": "Shop App iOS", "provider": "APNS"},
        {"name": "Shop App Android", "provider": "FCM"},
    ],
    "identity_resolution": {
        "resolve_identities": True,
        "division": {"name": "Sales"},
        "external_source": {"name": "CRM"},
    },
}


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset(FLEET)
    return simulator


def look_ups(org: Simulator) -> list[str]:
    """The requests that look up names, in an order of their own: they are sent side by side."""
    found = [each for each in org.requests() if any(f"/{kind}" in each.partition("?")[0] for kind in LOOKING_UP)]
    org.clear_journal()
    return sorted(found)


def named(request: str, name: str) -> str:
    return f"{request}&name={name.replace(' ', '+')}"


def test_a_deployment_takes_names_for_everything(org: Simulator, modules: Modules) -> None:
    wanted = {"name": NAME, **REFERRING}
    asked = sorted(
        [named(FLOWS, "Night Shift"), PROFILES, INTEGRATIONS, named(DIVISIONS, "Sales"), named(SOURCES, "CRM")]
    )
    predicted = modules.succeed(DEPLOYMENT, check_mode=True, **wanted)
    assert look_ups(org) == asked
    assert org.requests("write") == []
    written = modules.succeed(DEPLOYMENT, **wanted)
    assert look_ups(org) == asked
    assert written["diff"] == predicted["diff"]
    stored = deployment(org, NAME)
    assert (stored["flow"]["id"], stored["supportedContent"]["id"]) == (FLOW, PROFILE)
    assert [each["id"] for each in stored["pushIntegrations"]] == [each["id"] for each in DEFAULT_INTEGRATIONS[3:5]]
    assert stored["identityResolution"]["division"]["id"] == DEFAULT_DIVISIONS[1]["id"]
    assert stored["identityResolution"]["externalSource"]["id"] == DEFAULT_EXTERNAL_SOURCES[0]["id"]
    shown = written["deployment"]
    assert (shown["flow_id"], shown["flow_name"], shown["supported_content_name"]) == (
        FLOW,
        "Night Shift",
        "Everything",
    )
    assert [each["name"] for each in shown["push_integrations"]] == ["Shop App iOS", "Shop App Android"]
    assert shown["identity_resolution"]["division"]["name"] == "Sales"
    before, after = written["diff"]["before"], written["diff"]["after"]
    assert (before["flow_name"], after["flow_name"]) == ("Inbound Messages", "Night Shift")
    assert (before["supported_content_name"], after["supported_content_name"]) == ("Pictures", "Everything")
    assert after["identity_resolution"]["externalSource"]["name"] == "CRM"
    again = modules.succeed(DEPLOYMENT, **wanted)
    assert (again["changed"], look_ups(org)) == (False, asked)
    removed = modules.succeed(
        DEPLOYMENT, name=NAME, flow_name=None, supported_content_name=None, push_integrations=None
    )
    assert (look_ups(org), removed["changed"]) == ([], True)
    assert not {"flow", "supportedContent"} & deployment(org, NAME).keys()
    assert deployment(org, NAME)["pushIntegrations"] == []
    assert (removed["diff"]["before"]["flow_name"], removed["deployment"]["flow_name"]) == ("Night Shift", None)


def test_a_configuration_takes_names_for_everything(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {"name": NAME, **KNOWLEDGE}
    # Two categories are asked for one by one, since the API narrows the listing.
    asked = sorted(
        [
            *(named(each, "Help") for each in BASES),
            named(CATEGORIES, "Orders"),
            f"{CATEGORIES}&name=R%C3%BCcksendung",
            named(LABELS, "public"),
            INTEGRATIONS,
        ]
    )
    predicted = modules.succeed(CONFIGURATION, check_mode=True, **wanted)
    assert (look_ups(org), org.requests("write")) == (asked, [])
    written = modules.succeed(CONFIGURATION, **wanted)
    assert look_ups(org) == asked
    assert written["diff"] == predicted["diff"]
    stored = configuration(org, NAME)["versions"][-1]
    assert stored["messenger"]["apps"]["knowledge"]["knowledgeBase"]["id"] == BASE["id"]
    categories = [each["id"] for each in stored["supportCenter"]["enabledCategories"]]
    assert categories == [BASE["categories"][each]["id"] for each in (0, 2)]
    assert stored["supportCenter"]["labelFilter"]["labels"][0]["id"] == BASE["labels"][0]["id"]
    assert stored["authenticationSettings"]["integrationId"] == LOGIN
    shown = written["configuration"]
    assert shown["authenticationSettings"]["integrationName"] == "Customer Login"
    assert shown["supportCenter"]["knowledgeBase"]["name"] == "Help"
    assert [each["name"] for each in shown["supportCenter"]["enabledCategories"]] == ["Orders", "Rücksendung"]
    assert written["diff"]["after"]["messenger"]["apps"]["knowledge"]["knowledgeBase"]["name"] == "Help"
    again = modules.succeed(CONFIGURATION, **wanted)
    assert (again["changed"], look_ups(org)) == (False, asked)
    off: dict[str, Any] = {"messenger": {"apps": {"knowledge": {"enabled": False, "knowledge_base": {"name": None}}}}}
    modules.succeed(CONFIGURATION, name=NAME, **off)
    assert look_ups(org) == []
    knowledge = configuration(org, NAME)["versions"][-1]["messenger"]["apps"]["knowledge"]
    assert not knowledge.get("knowledgeBase")


@pytest.mark.parametrize("module", [CHANNEL, CHANNELS])
def test_a_channel_takes_the_name_of_its_flow(org: Simulator, modules: Modules, module: str) -> None:
    entry = {"name": NAME, "routing": {"flow_name": "Night Shift"}}
    wanted = entry if module == CHANNEL else {"channels": [entry]}

    def channel_of(result: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = result["channel"] if module == CHANNEL else result["channels"][0]["channel"]
        return found

    predicted = modules.succeed(module, check_mode=True, **wanted)
    assert channel_of(predicted)["routing"]["flow_name"] == "Night Shift"
    assert (look_ups(org), org.requests("write")) == ([named(FLOWS, "Night Shift")], [])
    written = modules.succeed(module, **wanted)
    assert look_ups(org) == [named(FLOWS, "Night Shift")]
    assert deployment(org, NAME)["flow"]["id"] == FLOW
    assert channel_of(written)["routing"]["flow_name"] == "Night Shift"
    diff = written["diff"] if module == CHANNEL else written["diff"][0]
    assert diff["before"]["routing"]["flow_name"] == "Inbound Messages"
    assert diff["after"]["routing"] == {"flow_id": FLOW, "flow_name": "Night Shift"}
    again = modules.succeed(module, **wanted)
    assert (again["changed"], look_ups(org)) == (False, [named(FLOWS, "Night Shift")])


def test_many_deployments_ask_once_for_each_name(org: Simulator, modules: Modules) -> None:
    configured = {"configuration": {"name": NAME}, "allow_all_domains": True, **REFERRING}
    wanted: dict[str, Any] = {"deployments": [{"name": f"Shop {number}", **configured} for number in range(50)]}
    modules.succeed(MANY, **wanted)
    asked = [named(FLOWS, "Night Shift"), PROFILES, INTEGRATIONS, named(DIVISIONS, "Sales"), named(SOURCES, "CRM")]
    assert look_ups(org) == sorted(asked)
    again = modules.succeed(MANY, **wanted)
    assert (again["changed"], look_ups(org)) == (False, sorted(asked))
    assert again["deployments"][7]["deployment"]["flow_name"] == "Night Shift"


def test_more_than_two_names_of_a_kind_are_one_listing(org: Simulator, modules: Modules) -> None:
    names = ["Inbound Messages", "Night Shift", "Inbound Messages (old)"]
    rows = [{"name": NAME, "routing": {"flow_name": names[0]}}]
    rows += [{"name": f"EU {number}", "routing": {"flow_name": names[number]}} for number in (1, 2)]
    simulated = [each["name"] for each in org.state()["webdeployments"]["deployments"]]
    rows = [{**row, "name": name} for row, name in zip(rows, simulated, strict=False)]
    modules.succeed(CHANNELS, check_mode=True, channels=rows)
    assert look_ups(org) == [FLOWS]


REFUSED: dict[str, tuple[str, dict[str, Any], str, list[str]]] = {
    "no such flow": (DEPLOYMENT, {"flow_name": "Nigth Shift"}, "not_found", ["flow_name: no inbound", "'Night Shift'"]),
    "another case": (DEPLOYMENT, {"flow_name": "night shift"}, "not_found", ["case and spaces", "'Night Shift'"]),
    "two of that name": (
        DEPLOYMENT,
        {"flow_name": "Twin"},
        "ambiguous",
        [DEFAULT_FLOWS[6]["id"], DEFAULT_FLOWS[7]["id"], "Give flow_id"],
    ),
    "a bot": (DEPLOYMENT, {"flow_name": "Helper"}, "not_found", ["'Helper' is a flow of type DIGITALBOT"]),
    "no such profile": (
        DEPLOYMENT,
        {"supported_content_name": "Picture"},
        "not_found",
        ["supported_content_name", "'Pictures'"],
    ),
    "all at once": (
        DEPLOYMENT,
        {
            "flow_name": "Twin",
            "supported_content_name": "None",
            "push_integrations": [{"name": "X", "provider": "FCM"}],
        },
        "ambiguous",
        ["3 errors", "flow_name", "supported_content_name", "push_integrations[0].name"],
    ),
    "a category of another base": (
        CONFIGURATION,
        {
            "support_center": {
                "knowledge_base": {"name": "Help for partners"},
                "enabled_categories": [{"name": "Orders abroad"}],
            }
        },
        "not_found",
        ["support_center.enabled_categories[0].name", DEFAULT_KNOWLEDGE_BASES[1]["id"]],
    ),
    "a flow of a channel": (
        CHANNEL,
        {"routing": {"flow_name": "Nobody"}},
        "not_found",
        ["routing.flow_name"],
    ),
    "a flow of many channels": (
        CHANNELS,
        {
            "channels": [
                {"name": NAME, "routing": {"flow_name": "Nobody"}},
                {"name_glob": "EU*", "enable_features": ["co-browsing"]},
            ]
        },
        "not_found",
        ["channels[0].routing.flow_name"],
    ),
    "a flow of the defaults": (
        CHANNELS,
        {"channels": [{"name": NAME}, {"name_glob": "EU*"}], "defaults": {"routing": {"flow_name": "Nobody"}}},
        "not_found",
        ["defaults.routing.flow_name: no"],
    ),
    "many deployments": (
        MANY,
        {
            "configurations": [{"name": NAME, "authentication_settings": {"integration_name": "Nobody"}}],
            "deployments": [{"name": f"Shop {number}", "flow_name": "Nobody"} for number in range(5)],
        },
        "not_found",
        ["2 errors", "configurations[0].authentication_settings.integration_name", "and 2 more"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_name_that_stands_for_nothing_is_told_before_any_write(org: Simulator, modules: Modules, case: str) -> None:
    module, options, kind, told = REFUSED[case]
    selector = {} if module in (CHANNELS, MANY) else {"name": NAME}
    for check_mode in (True, False):
        failed = modules.fail(module, check_mode, **selector, **options)
        assert failed["failure"]["kind"] == kind, failed
        for text in told:
            assert text in failed["msg"], failed["msg"]
    assert org.requests("write") == []


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "both": (DEPLOYMENT, {"flow_id": FLOW, "flow_name": "Night Shift"}, "flow_name: cannot be combined with flow_id"),
    "empty": (DEPLOYMENT, {"flow_name": " "}, "flow_name: ' ' is empty"),
    "neither": (
        DEPLOYMENT,
        {"push_integrations": [{"provider": "FCM"}]},
        "push_integrations[0].id or name: is missing",
    ),
    "without its base": (
        CONFIGURATION,
        {"support_center": {"enabled_categories": [{"name": "Orders"}]}},
        "support_center.enabled_categories[0].name: needs knowledge_base beside it",
    ),
    "both for a channel": (
        CHANNEL,
        {"api": "webdeployments", "routing": {"flow_id": FLOW, "flow_name": "Night Shift"}},
        "routing.flow_name: cannot be combined",
    ),
    "a name as an id": (DEPLOYMENT, {"flow_id": "Night Shift"}, "Is it a name? Then give flow_name."),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_names_are_told_before_any_request(org: Simulator, modules: Modules, case: str) -> None:
    module, options, told = WRONG[case]
    failed = modules.fail(module, name=NAME, **options)
    assert (failed["failure"]["kind"], org.requests()) == ("validation", [])
    assert told in failed["msg"], failed["msg"]


def test_a_null_beside_a_name_is_not_given(org: Simulator, modules: Modules) -> None:
    modules.succeed(DEPLOYMENT, name=NAME, flow_id=None, flow_name="Night Shift")
    assert deployment(org, NAME)["flow"]["id"] == FLOW


def test_an_unpublished_flow_is_a_warning(org: Simulator, modules: Modules) -> None:
    ran = modules.run(DEPLOYMENT, name=NAME, flow_name="Not yet published")
    assert not ran.failed
    assert "was never published" in warnings_of(ran.result)


def test_the_type_decides_between_integrations_of_one_name(org: Simulator, modules: Modules) -> None:
    """Integrations have unique names only within their type."""
    modules.succeed(
        CONFIGURATION, name=NAME, authentication_settings={"enabled": True, "integration_name": "Customer Login"}
    )
    assert configuration(org, NAME)["versions"][-1]["authenticationSettings"]["integrationId"] == LOGIN
    ran = modules.run(CONFIGURATION, name=NAME, authentication_settings={"integration_name": "Shop App iOS"})
    assert "is of the type 'Messenger Push for iOS'" in warnings_of(ran.result)


def test_the_id_of_no_integration_is_refused_though_the_api_stores_it(org: Simulator, modules: Modules) -> None:
    nobody = "99999999-9999-4999-8999-999999999999"
    settings = {"authentication_settings": {"enabled": True, "integration_id": nobody}}
    for check_mode in (True, False):
        for name in (NAME, "New one"):
            failed = modules.fail(CONFIGURATION, check_mode, name=name, **settings)
            assert failed["failure"]["kind"] == "not_found"
            assert (
                f"authentication_settings.integration_id: no OpenID Connect integration has the id {nobody}"
                in failed["msg"]
            )
    assert org.requests("write") == []
    modules.succeed(CONFIGURATION, name=NAME, authentication_settings={"enabled": True, "integration_id": LOGIN})
    org.clear_journal()
    again = modules.succeed(
        CONFIGURATION, name=NAME, authentication_settings={"enabled": True, "integration_id": LOGIN}
    )
    assert (again["changed"], look_ups(org)) == (False, [])


def without(*permissions: str) -> dict[str, Any]:
    client = {"client_id": credentials.CLIENT_ID, "client_secret": credentials.CLIENT_SECRET}
    return {"clients": [{**client, "scopes": [each for each in credentials.PERMISSIONS if each not in permissions]}]}


def test_without_the_permission_the_error_names_it(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({**fleets.named(FLEET), **without(credentials.VIEW_FLOWS)})
    failed = modules.fail(DEPLOYMENT, name=NAME, flow_name="Night Shift")
    assert failed["failure"]["kind"] == "permission"
    assert "flow_name: " in failed["msg"]
    assert "architect:flow:view" in failed["msg"]
    assert "Or give flow_id instead." in failed["msg"]
    assert simulator.requests("write") == []


def test_an_unchecked_id_is_a_warning_without_the_permission(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({**fleets.named(FLEET), **without(credentials.VIEW_INTEGRATIONS)})
    ran = modules.run(CONFIGURATION, name=NAME, authentication_settings={"enabled": True, "integration_id": LOGIN})
    assert not ran.failed, ran.result
    assert "could not be checked" in warnings_of(ran.result)
    assert "integrations:integration:view" in warnings_of(ran.result)


INFOS = ("webmessaging_deployment_info", "webmessaging_configuration_info", "webmessaging_channel_info")
DEPLOYMENT_LISTINGS = [FLOWS, PROFILES, INTEGRATIONS, DIVISIONS, SOURCES]


def parts_of(base: dict[str, Any]) -> list[str]:
    return [
        f"GET /api/v2/knowledge/knowledgebases/{base['id']}/{part}?pageSize=100" for part in ("categories", "labels")
    ]


def test_names_come_with_the_ids_for_one_listing_of_each_kind(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("referring-webdeployments:16")
    deployments = modules.succeed(INFOS[0], identity_resolution=True, resolve_names=True)
    assert look_ups(simulator) == sorted(DEPLOYMENT_LISTINGS)
    assert [(each["kind"], each["name"]) for each in deployments["ambiguous_names"]] == [("configuration", "Twin")]
    first = deployments["deployments"][0]
    assert (first["flow_name"], first["supported_content_name"]) == ("Inbound Messages", "Pictures")
    assert [each["name"] for each in first["push_integrations"]] == ["Shop App iOS", "Shop App Android"]
    identity = first["identity_resolution"]
    assert (identity["division"]["name"], identity["externalSource"]["name"]) == ("Sales", "CRM")
    assert all(row["configuration"]["name"] for row in deployments["deployments"])

    configurations = modules.succeed(INFOS[1], resolve_names=True)
    assert look_ups(simulator) == sorted(
        [INTEGRATIONS, *BASES, *(part for base in DEFAULT_KNOWLEDGE_BASES[:2] for part in parts_of(base))]
    )
    content = configurations["configurations"][0]["configuration"]
    assert content["authenticationSettings"]["integrationName"] == "Customer Login"
    assert content["messenger"]["apps"]["knowledge"]["knowledgeBase"]["name"] == "Help"
    assert content["supportCenter"]["enabledCategories"][2]["name"] == "Rücksendung"
    assert content["supportCenter"]["labelFilter"]["labels"][1]["name"] == "not public"

    channels = modules.succeed(INFOS[2], resolve_names=True)
    assert look_ups(simulator) == [FLOWS]
    assert channels["channels"][0]["routing"]["flow_name"] == "Inbound Messages"


def test_without_the_option_only_what_the_listing_tells_has_a_name(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("referring-webdeployments:8")
    row = modules.succeed(INFOS[0])["deployments"][0]
    assert (row["flow_name"], "name" in row["push_integrations"][0], look_ups(simulator)) == (
        "Inbound Messages",
        False,
        [],
    )


def test_an_ambiguous_name_is_told(simulator: Simulator, modules: Modules) -> None:
    state = fleets.named("referring-webdeployments:8")
    twin = DEFAULT_FLOWS[6]
    state["webdeployments"]["deployments"][0]["flow"] = {"id": twin["id"], "name": twin["name"]}
    configuration = state["webdeployments"]["configurations"][0]["versions"][0]
    configuration["authenticationSettings"]["integrationId"] = DEFAULT_INTEGRATIONS[2]["id"]  # of another type
    simulator.reset(state)
    told = {"kind": "inbound_message_flow", "name": "Twin", "ids": [each["id"] for each in DEFAULT_FLOWS[6:8]]}
    assert told in modules.succeed(INFOS[0], resolve_names=True)["ambiguous_names"]
    assert modules.succeed(INFOS[2], resolve_names=True)["ambiguous_names"] == [told]
    ids = sorted(str(DEFAULT_INTEGRATIONS[index]["id"]) for index in (0, 2))
    assert modules.succeed(INFOS[1], resolve_names=True)["ambiguous_names"] == [
        {"kind": "openid_connect_integration", "name": "Customer Login", "ids": ids}
    ]


def test_without_permissions_the_ids_stay_and_one_warning_names_them(simulator: Simulator, modules: Modules) -> None:
    lacking = (credentials.VIEW_FLOWS, credentials.VIEW_SUPPORTED_CONTENT)
    simulator.reset({**fleets.named("referring-webdeployments:8"), **without(*lacking)})
    ran = modules.run(INFOS[0], resolve_names=True)
    assert not ran.failed
    assert ran.result["unlisted_kinds"] == ["inbound_message_flow", "supported_content"]
    row = ran.result["deployments"][0]
    assert row["flow_id"] == DEFAULT_FLOWS[0]["id"]
    assert row["push_integrations"][0]["name"] == "Shop App iOS"
    told = warnings_of(ran.result)
    assert told.count("names of inbound message flows, supported contents are missing") == 1
    assert all(permission in told for permission in lacking)


def test_the_name_of_a_deleted_flow_is_not_usable(simulator: Simulator, modules: Modules) -> None:
    state = orgs.explicit("referring-webdeployments:8")
    parts = state["webdeployments"]
    flow = parts["deployments"][0]["flow"]
    parts["flows"] = [each for each in parts["flows"] if each["id"] != flow["id"]]
    simulator.reset(state)
    told = modules.succeed(INFOS[0], resolve_names=True)
    assert {"kind": "inbound_message_flow", "name": flow["name"], "ids": [flow["id"]]} in told["ambiguous_names"]
    assert told["unlisted_kinds"] == []


def test_a_deleted_knowledge_base_leaves_its_parts_without_names(simulator: Simulator, modules: Modules) -> None:
    state = fleets.named("referring-webdeployments:8")
    state["webdeployments"]["knowledge_bases"] = DEFAULT_KNOWLEDGE_BASES[1:]
    simulator.reset(state)
    content = modules.succeed(INFOS[1], resolve_names=True)["configurations"][0]["configuration"]
    assert "name" not in content["supportCenter"]["knowledgeBase"]
    assert "name" not in content["supportCenter"]["enabledCategories"][0]


def test_a_loop_of_fifty_looks_a_name_up_once(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:50")
    names = [each["name"] for each in simulator.state()["webdeployments"]["deployments"]]
    options = {"name": "{{ item }}", "flow_name": "Night Shift", "supported_content_name": "Everything"}
    tasks = [{"genesys.cloud.webmessaging_deployment": options, "loop": names, "check_mode": True}]
    finished = ansible.playbook(tasks)
    assert finished.status == 0, finished.output
    assert look_ups(simulator) == sorted([named(FLOWS, "Night Shift"), PROFILES])


def test_an_inventory_knows_the_names_of_flows(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:2")
    state = simulator.state()
    for each in state["webdeployments"]["deployments"]:
        each["flow"] = {"id": FLOW}  # a listing that tells no name
    simulator.reset(state)
    hosts = inventories.variables(inventories.listed(ansible, inventories.source(ansible, resolve_names=True)))
    assert {each["webmessaging_flow_name"] for each in hosts.values()} == {"Night Shift"}
    assert look_ups(simulator) == [FLOWS]


def test_names_are_found_on_every_page(simulator: Simulator, modules: Modules) -> None:
    """Each kind has pages of its own: numbers, cursors, and cursors below a key."""
    simulator.reset(FLEET, page_size_cap=1)
    modules.succeed(DEPLOYMENT, check_mode=True, name=NAME, **REFERRING)
    modules.succeed(CONFIGURATION, check_mode=True, name=NAME, **KNOWLEDGE)
    pages = look_ups(simulator)
    sources = [each for each in pages if each.startswith(SOURCES)]
    assert (sources[0], len(sources)) == (f"{SOURCES}&name=CRM", 2)
    assert sources[1].startswith(f"{SOURCES}&name=CRM&cursor=")
    assert len([each for each in pages if each.startswith("GET /api/v2/integrations?")]) == 2 * len(
        DEFAULT_INTEGRATIONS
    )
