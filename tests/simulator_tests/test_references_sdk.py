# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Genesys' own SDK reads what Web Deployments refer to, and writes content profiles, in two orgs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.simulator import orgs
from tests.simulator.client import Simulator
from tests.simulator.references_state import (
    DEFAULT_DIVISIONS,
    DEFAULT_EXTERNAL_SOURCES,
    DEFAULT_INTEGRATIONS,
    DEFAULT_KNOWLEDGE_BASES,
    OPENID_CONNECT,
)
from tests.simulator.webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT

# The SDK takes seconds to import: one worker is to pay for that.
pytestmark = pytest.mark.xdist_group("official SDK")

FLEET = "plain-webdeployments:2"
MESSAGES = DEFAULT_FLOWS[0]["id"]
HELP = DEFAULT_KNOWLEDGE_BASES[0]["id"]
Api = Callable[[str], Any]


@pytest.fixture(scope="module")
def sdk() -> Any:
    return import_module("PureCloudPlatformClientV2")


@pytest.fixture(scope="module")
def server() -> Iterator[Simulator]:
    with Simulator(FLEET) as simulator:
        yield simulator


@pytest.fixture
def org(server: Simulator) -> Simulator:
    server.reset()
    return server


def apis(sdk: Any, org: Simulator) -> Api:
    """The SDK's own login; its API classes by name."""
    sdk.configuration.host = org.url
    client = sdk.api_client.ApiClient(host=org.url)
    client.get_client_credentials_token(org.client_id, org.client_secret)
    return lambda name: getattr(sdk, name)(client)


@pytest.fixture
def api(sdk: Any, org: Simulator) -> Api:
    return apis(sdk, org)


def ids(page: Any) -> list[str]:
    return [each.id for each in page.entities]


def by_cursor(read: Callable[..., Any], **arguments: Any) -> list[Any]:
    """Every entity of a listing with ``nextUri``, two a page."""
    found, after = [], None
    while True:
        page = read(page_size="2", **arguments, **({"after": after} if after else {}))
        found += page.entities
        if not page.next_uri:
            return found
        (after,) = parse_qs(urlsplit(page.next_uri).query)["after"]


def test_flows(sdk: Any, api: Api) -> None:
    architect = api("ArchitectApi")
    page = architect.get_flows(type=["inboundshortmessage"], name="Night Shift")
    assert (page.total, page.page_count, page.page_size, page.page_number) == (1, 1, 25, 1)
    assert (page.entities[0].type, page.entities[0].published_version.type) == ("INBOUNDSHORTMESSAGE", "PUBLISH")
    assert (page.entities[0].division.name, page.entities[0].self_uri) == ("Home", f"/api/v2/flows/{ids(page)[0]}")
    assert architect.get_flows(name="Not yet published").entities[0].published_version is None
    both = architect.get_flows(type=["inboundshortmessage", "inboundcall"], name="Night Shift")
    assert {each.type for each in both.entities} == {"INBOUNDSHORTMESSAGE", "INBOUNDCALL"}

    first = architect.get_flows(page_size=3)
    assert (first.page_count, bool(first.next_uri), first.previous_uri) == (3, True, None)
    last = architect.get_flows(page_size=3, page_number=3)
    assert (len(last.entities), last.next_uri, bool(last.previous_uri)) == (len(DEFAULT_FLOWS) - 6, None, True)

    assert ids(architect.get_flows_lookup([MESSAGES, "nobody", DEFAULT_FLOWS[3]["id"]])) == [
        MESSAGES,
        DEFAULT_FLOWS[3]["id"],
    ]
    view = architect.get_flows_divisionviews(type=["inboundshortmessage"], id=[MESSAGES]).entities[0]
    assert (view.id, view.name, view.type) == (MESSAGES, "Inbound Messages", "INBOUNDSHORTMESSAGE")
    assert architect.get_flow(MESSAGES).name == "Inbound Messages"
    with pytest.raises(sdk.rest.ApiException) as missing:
        architect.get_flow("nobody")
    assert missing.value.status == 404


def test_integrations(api: Api) -> None:
    integrations = api("IntegrationsApi")
    types = {each.name: each.id for each in integrations.get_integrations_types().entities}
    assert types["OpenID Connect Messenger Configuration"] == OPENID_CONNECT
    logins = integrations.get_integrations(integration_type=OPENID_CONNECT)
    assert [each.name for each in logins.entities] == ["Customer Login", "Partner Login"]
    assert logins.entities[0].integration_type.name == "OpenID Connect Messenger Configuration"
    assert logins.entities[0].reported_state.code == "ACTIVE"
    wanted = [each["id"] for each in DEFAULT_INTEGRATIONS[2:4]]
    assert ids(integrations.get_integrations(ids=[*wanted, "nobody"])) == wanted
    assert integrations.get_integrations(page_size=2).page_count == 3
    assert integrations.get_integration(wanted[0]).integration_type.id == "purecloud-data-actions"
    assert integrations.get_integrations_type(OPENID_CONNECT).id == OPENID_CONNECT


def test_knowledge(api: Api) -> None:
    knowledge = api("KnowledgeApi")
    assert [each.name for each in by_cursor(knowledge.get_knowledge_knowledgebases)] == ["Help", "Help for partners"]
    hidden = knowledge.get_knowledge_knowledgebases(published=False, name="help")
    assert [each.name for each in hidden.entities] == ["Help to come"]
    assert knowledge.get_knowledge_knowledgebase(HELP).core_language == "en-US"

    categories = by_cursor(lambda **query: knowledge.get_knowledge_knowledgebase_categories(HELP, **query))
    assert [each.name for each in categories] == ["Orders", "Orders abroad", "Rücksendung"]
    assert (categories[1].parent_category.id, categories[1].knowledge_base.id) == (categories[0].id, HELP)
    begins = knowledge.get_knowledge_knowledgebase_categories(HELP, name="orders")
    assert [each.name for each in begins.entities] == ["Orders", "Orders abroad"]
    assert knowledge.get_knowledge_knowledgebase_category(HELP, categories[2].id).name == "Rücksendung"

    labels = knowledge.get_knowledge_knowledgebase_labels(HELP, name="public").entities
    assert [each.name for each in labels] == ["public", "not public"]
    assert knowledge.get_knowledge_knowledgebase_label(HELP, labels[0].id).color == "#00FF00"


def test_divisions_and_external_sources(api: Api) -> None:
    authorization, contacts = api("AuthorizationApi"), api("ExternalContactsApi")
    home, sales, abroad = (each["id"] for each in DEFAULT_DIVISIONS)
    assert ids(authorization.get_authorization_divisions(name="Sales")) == [sales, abroad]
    assert ids(authorization.get_authorization_divisions(id=[home, abroad])) == [home, abroad]
    assert authorization.get_authorization_divisions_home().id == home
    assert authorization.get_authorization_division(sales).name == "Sales"
    assert [each.id for each in by_cursor(authorization.get_authorization_divisions_query)] == [home, sales, abroad]

    crm, old = (each["id"] for each in DEFAULT_EXTERNAL_SOURCES)
    assert ids(contacts.get_externalcontacts_externalsources(name="CRM")) == [crm, old]
    assert ids(contacts.get_externalcontacts_externalsources(active=True, limit=10)) == [crm]
    assert contacts.get_externalcontacts_externalsource(old).active is False


def content(sdk: Any, name: str, inbound: list[str], outbound: list[str]) -> Any:
    def types(names: list[str]) -> list[Any]:
        found = []
        for name in names:
            found.append(sdk.MediaType())
            found[-1].type = name
        return found

    made = sdk.SupportedContent()
    made.name, made.media_types = name, sdk.MediaTypes()
    made.media_types.allow = sdk.MediaTypeAccess()
    made.media_types.allow.inbound, made.media_types.allow.outbound = types(inbound), types(outbound)
    return made


def test_supported_content_is_created_read_changed_made_the_default_and_deleted(sdk: Any, api: Api) -> None:
    messaging = api("ConversationsApi")
    made = messaging.post_conversations_messaging_supportedcontent(content(sdk, "Documents", ["application/pdf"], []))
    assert (made.version, made.name, made.created_by.id) == (1, "Documents", made.modified_by.id)
    read = messaging.get_conversations_messaging_supportedcontent_supported_content_id(made.id)
    assert read.to_dict() == made.to_dict()
    assert [each.name for each in messaging.get_conversations_messaging_supportedcontent().entities] == [
        "Pictures",
        "Everything",
        "Documents",
    ]

    read.media_types.allow.outbound = content(sdk, "", [], ["image/*"]).media_types.allow.outbound
    changed = messaging.patch_conversations_messaging_supportedcontent_supported_content_id(made.id, read)
    assert (changed.version, changed.date_created) == (2, made.date_created)
    assert [each.type for each in changed.media_types.allow.outbound] == ["image/*"]
    assert [each.type for each in changed.media_types.allow.inbound] == ["application/pdf"]

    assert messaging.get_conversations_messaging_supportedcontent_default().name == "Everything"
    reference = sdk.SupportedContentReference()
    reference.id = made.id
    assert messaging.put_conversations_messaging_supportedcontent_default(reference).name == "Documents"
    assert messaging.get_conversations_messaging_supportedcontent_default().id == made.id
    reference.id = DEFAULT_SUPPORTED_CONTENT[0]["id"]
    messaging.put_conversations_messaging_supportedcontent_default(reference)
    messaging.delete_conversations_messaging_supportedcontent_supported_content_id(made.id)
    with pytest.raises(sdk.rest.ApiException) as gone:
        messaging.get_conversations_messaging_supportedcontent_supported_content_id(made.id)
    assert gone.value.status == 404


def test_two_orgs_at_once_have_the_same_names_under_other_ids(sdk: Any, org: Simulator) -> None:
    with Simulator(orgs.other(FLEET, "b")) as second:
        ours, theirs = (apis(sdk, each) for each in (org, second))
        flows = [
            each("ArchitectApi").get_flows(name="Inbound Messages (old)").entities[0].id for each in (ours, theirs)
        ]
        assert flows[0] != flows[1]
        with pytest.raises(sdk.rest.ApiException) as elsewhere:
            theirs("ArchitectApi").get_flow(MESSAGES)
        assert elsewhere.value.status == 404
        deployment = theirs("WebDeploymentsApi").get_webdeployments_deployments().entities[0]
        assert theirs("ArchitectApi").get_flow(deployment.flow.id).name == "Inbound Messages"
        assert deployment.id != org.deployments()[0]["id"]
        assert deployment.id in deployment.snippet
        theirs("ConversationsApi").post_conversations_messaging_supportedcontent(content(sdk, "Theirs", [], []))
    assert [each["name"] for each in org.supported_content()] == ["Pictures", "Everything"]
