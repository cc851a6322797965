# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody else does in the UI, at any moment of a request of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.simulator.client import Simulator, SimulatorError
from tests.simulator.webdeployments_fleets import FIRST_CONFIGURATION_ID, FIRST_DEPLOYMENT_ID

from .api import CHANNEL_ID, CHANNELS, WEBHOOKS, Api, webhook

CONFIGURATIONS = "/api/v2/webdeployments/configurations"
DEPLOYMENTS = "/api/v2/webdeployments/deployments"


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("plain-webdeployments:1", pending_polls=5)
    return simulator


@pytest.fixture
def client(org: Simulator) -> Iterator[Api]:
    with Api(org) as client:
        yield client


def status(client: Api, path: str) -> Any:
    return client.get(path).json()["status"]


def test_a_person_makes_a_configuration_and_a_deployment(org: Simulator, client: Api) -> None:
    org.person("create_configuration", name="Empty")
    org.person("create_configuration", "c2", name="Theirs", cobrowse={"enabled": True}, publish=True, settled=True)
    empty, theirs = org.configurations()[1:]
    assert (empty["draft"]["name"], empty["draft"]["status"], empty["versions"]) == ("Empty", "Pending", [])
    assert (theirs["id"], theirs["draft"]["status"], theirs["versions"][0]["version"]) == ("c2", "Active", "1")
    assert "publish" not in theirs["draft"]
    org.person("create_deployment", name="Theirs", configuration={"id": "c2"})
    org.person("create_deployment", "d3", name="Also", configuration={"id": "c2", "version": "1"}, settled=True)
    theirs, also = org.deployments()[1:]
    assert (theirs["configuration"]["version"], theirs["allowAllDomains"], theirs["status"]) == ("1", True, "Pending")
    assert status(client, f"{DEPLOYMENTS}/d3") == also["status"] == "Active"


def test_what_is_settled_is_done_at_once(org: Simulator, client: Api) -> None:
    draft = f"{CONFIGURATIONS}/{FIRST_CONFIGURATION_ID}/versions/draft"
    org.person("save_draft", FIRST_CONFIGURATION_ID, description="x")
    assert status(client, draft) == "Pending"
    org.person("publish", FIRST_CONFIGURATION_ID, description="y", settled=True)
    assert status(client, draft) == "Active"
    org.person("edit_deployment", FIRST_DEPLOYMENT_ID, status="Inactive")
    org.person("edit_deployment", FIRST_DEPLOYMENT_ID, name="While it is Pending", settled=True)
    deployment = client.get(f"{DEPLOYMENTS}/{FIRST_DEPLOYMENT_ID}").json()
    assert (deployment["status"], deployment["name"]) == ("Inactive", "While it is Pending")


def test_a_person_has_webhooks_and_channels(simulator: Simulator) -> None:
    simulator.person("create_webhook", "w1", **webhook())
    simulator.person("create_webhook", **{**webhook(), "name": "Second"})
    simulator.person("edit_webhook", "w1", httpHeaders={"X-More": "1"})
    first, second = simulator.webhooks()
    assert (first["id"], second["name"]) == ("w1", "Second")
    assert first["httpHeaders"] == {**webhook()["httpHeaders"], "X-More": "1"}
    simulator.person("delete_webhook", "w1")
    assert [each["name"] for each in simulator.webhooks()] == ["Second"]
    simulator.person("edit_channel", CHANNEL_ID, configuration={"webchat": {"features": []}})
    channel = simulator.channel(CHANNEL_ID)
    assert (channel["version"], channel["configuration"]["webchat"]["features"]) == (2, [])
    assert channel["configuration"]["webchat"]["maxConcurrentSessions"]
    simulator.person("delete_channel", CHANNEL_ID)
    assert CHANNEL_ID not in [each["id"] for each in simulator.channels()]


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        ({"act": "fly"}, "400|one of"),
        ({"act": "delete_webhook", "id": "nobody"}, "not found"),
        ({"act": "create_webhook", "name": "x"}, "callbackUrl"),
        ({"act": "edit_deployment", "id": "nobody"}, "not found"),
    ],
)
def test_what_cannot_be_done_is_told(simulator: Simulator, act: dict[str, Any], problem: str) -> None:
    name, entity_id = act.pop("act"), act.pop("id", None)
    with pytest.raises(SimulatorError, match=problem):
        simulator.person(name, entity_id, **act)


def test_a_person_acts_before_and_after_a_request(org: Simulator, client: Api) -> None:
    draft = f"{CONFIGURATIONS}/{FIRST_CONFIGURATION_ID}/versions/draft"
    before = {"act": "create_configuration", "name": "Theirs", "publish": True}
    after = {"act": "save_draft", "description": "theirs"}
    org.fault("PUT", draft, {"person": before, "then_person": after})
    answer = client.call("PUT", draft, json={"name": "Ours", "description": "ours"}).json()
    assert answer["description"] == "ours"
    assert org.configuration(FIRST_CONFIGURATION_ID)["draft"]["description"] == "theirs"
    assert org.configurations()[1]["draft"]["name"] == "Theirs"
    assert [each["action"] for each in org.audits()] == ["Create", "Publish", "Update", "Update"]


def test_after_a_creation_a_person_acts_on_what_was_created(org: Simulator, client: Api) -> None:
    org.fault("POST", CONFIGURATIONS, {"then_person": {"act": "save_draft", "description": "theirs"}})
    made = client.call("POST", CONFIGURATIONS, json={"name": "Ours"}).json()
    assert org.configuration(made["id"])["draft"]["description"] == "theirs"
    assert "description" not in made


def test_after_a_request_that_is_not_handled_nobody_acts(api: Api, simulator: Simulator) -> None:
    theirs = {"act": "edit_channel", "name": "Theirs"}
    simulator.fault("PATCH", ".*", {"respond": {"status": 503}, "then_person": theirs})
    assert api.patch({"name": "Ours"}).status_code == 503
    assert simulator.channel(CHANNEL_ID)["version"] == 1
    simulator.fault("PATCH", ".*", {"reset": "after", "then_person": theirs})
    with pytest.raises(requests.ConnectionError):
        api.patch({"name": "Ours"})
    assert (simulator.channel(CHANNEL_ID)["version"], simulator.channel(CHANNEL_ID)["name"]) == (3, "Theirs")


def test_what_is_not_there_is_left_alone(api: Api, simulator: Simulator) -> None:
    simulator.fault("*", ".*", {"person": {"act": "delete_channel", "id": "nobody"}})
    assert api.get(CHANNELS).status_code == 200
    api.create_webhook()
    simulator.fault("GET", ".*", {"person": {"act": "create_webhook", **webhook()}})
    assert len(api.get(WEBHOOKS).json()["entities"]) == 1  # the name is taken


@pytest.mark.parametrize("name", ["person", "then_person"])
def test_an_act_that_nobody_knows_is_refused(simulator: Simulator, name: str) -> None:
    with pytest.raises(SimulatorError, match=rf"fault.action.{name}: has to be .*create_deployment"):
        simulator.fault("GET", ".*", {name: {"act": "fly"}})
