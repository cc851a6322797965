# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Genesys' own SDK as a client: what the simulator answers is what the official models and paths expect."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.simulator.client import Simulator

# The SDK takes seconds to import: one worker is to pay for that.
pytestmark = pytest.mark.xdist_group("official SDK")


@pytest.fixture(scope="module")
def sdk() -> Any:
    return import_module("PureCloudPlatformClientV2")


@pytest.fixture(scope="module")
def org() -> Iterator[Simulator]:
    with Simulator("webdeployments:26") as simulator:
        yield simulator


@pytest.fixture
def api(sdk: Any, org: Simulator) -> Any:
    """The SDK's own login, then its own API class, against a fresh org."""
    org.reset()
    sdk.configuration.host = org.url
    client = sdk.api_client.ApiClient(host=org.url)
    client.get_client_credentials_token(org.client_id, org.client_secret)
    return sdk.WebDeploymentsApi(client)


def until_active(read: Any) -> Any:
    found = read()
    while found.status == "Pending":
        found = read()
    return found


def test_both_listings_are_read_to_the_end_by_their_cursors(api: Any, org: Simulator) -> None:
    names, after = [], None
    while True:
        page = api.get_webdeployments_deployments(page_size="10", **({"after": after} if after else {}))
        names += [each.name for each in page.entities]
        if not page.next_uri:
            break
        (after,) = parse_qs(urlsplit(page.next_uri).query)["after"]
    assert names == [each["name"] for each in org.deployments()]
    assert page.total == 26

    drafts = api.get_webdeployments_configurations()
    published = api.get_webdeployments_configurations(show_only_published=True)
    assert {each.version for each in drafts.entities} == {"DRAFT"}
    assert [each.version for each in published.entities if each.name == "Behind 9"] == ["12"]
    expanded = api.get_webdeployments_deployments(expand=["Configuration"]).entities[0]
    assert expanded.configuration.messenger.apps.conversations.show_agent_typing_indicator is True


def test_a_configuration_is_created_published_pinned_updated_and_deleted(sdk: Any, api: Any, org: Simulator) -> None:
    content = sdk.WebDeploymentConfigurationVersion()
    content.name, content.languages, content.default_language = "New", ["en-us"], "en-us"
    content.messenger = sdk.MessengerSettings()
    content.messenger.enabled = True
    created = api.post_webdeployments_configurations(content)
    assert (created.status, created.version) == ("Pending", "DRAFT")
    with pytest.raises(sdk.rest.ApiException) as early:
        api.post_webdeployments_configuration_versions_draft_publish(created.id)
    assert early.value.status == 400
    until_active(lambda: api.get_webdeployments_configuration_versions_draft(created.id))
    assert api.post_webdeployments_configuration_versions_draft_publish(created.id).version == "1"

    deployment = sdk.WebDeployment()
    deployment.name, deployment.allow_all_domains = "New", True
    deployment.configuration = sdk.WebDeploymentConfigurationVersionEntityRef()
    deployment.configuration.id, deployment.configuration.version = created.id, "1"
    made = api.post_webdeployments_deployments(deployment)
    made = until_active(lambda: api.get_webdeployments_deployment(made.id))
    assert (made.status, made.configuration.version) == ("Active", "1")
    assert made.snippet

    with pytest.raises(sdk.rest.ApiException) as pinned:
        api.delete_webdeployments_configuration(created.id)
    assert (pinned.value.status, "New" in pinned.value.body) == (409, True)

    draft = api.get_webdeployments_configuration_versions_draft(created.id)
    draft.description = "Second"
    api.put_webdeployments_configuration_versions_draft(created.id, draft)
    until_active(lambda: api.get_webdeployments_configuration_versions_draft(created.id))
    assert api.post_webdeployments_configuration_versions_draft_publish(created.id).version == "2"
    assert api.get_webdeployments_deployment(made.id).configuration.version == "1"  # publishing moves nothing

    made.configuration.version, made.status = "2", "Inactive"
    api.put_webdeployments_deployment(made.id, made)
    assert until_active(lambda: api.get_webdeployments_deployment(made.id)).status == "Inactive"
    api.delete_webdeployments_deployment(made.id)
    assert api.get_webdeployments_deployment(made.id).status == "Deleting"
    with pytest.raises(sdk.rest.ApiException) as gone:
        api.get_webdeployments_deployment(made.id)
    assert gone.value.status == 404
    api.delete_webdeployments_configuration(created.id)


def test_identity_resolution_and_refusals(sdk: Any, api: Any, org: Simulator) -> None:
    deployment_id = org.deployments()[0]["id"]
    wanted = sdk.DeploymentIdentityResolutionConfig()
    wanted.resolve_identities = True
    api.put_webdeployments_deployment_identityresolution(deployment_id, wanted)
    assert api.get_webdeployments_deployment_identityresolution(deployment_id).resolve_identities is True
    content = sdk.WebDeploymentConfigurationVersion()
    content.name, content.messenger = "Wrong", sdk.MessengerSettings()
    content.messenger.enabled = True
    with pytest.raises(sdk.rest.ApiException) as refused:
        api.post_webdeployments_configurations(content)
    assert refused.value.status == 400
    assert '"fieldName":"languages"' in refused.value.body.replace(" ", "")
    with pytest.raises(sdk.rest.ApiException) as missing:
        api.get_webdeployments_deployment("nobody")
    assert missing.value.status == 404
