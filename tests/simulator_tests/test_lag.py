# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads and listings that lag behind writes, answers of what was before, and refusals that pass."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulator.client import Simulator
from tests.simulator.webdeployments_fleets import FIRST_CONFIGURATION_ID, FIRST_DEPLOYMENT_ID

from .api import CHANNEL_ID, CHANNELS, WEBHOOKS, Api, webhook

BASE = "/api/v2/webdeployments"
CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"
CONFIGURATIONS = f"{BASE}/configurations"
VERSIONS = f"{CONFIGURATIONS}/{FIRST_CONFIGURATION_ID}/versions"
DRAFT = f"{VERSIONS}/draft"
DEPLOYMENTS = f"{BASE}/deployments"
DEPLOYMENT = f"{DEPLOYMENTS}/{FIRST_DEPLOYMENT_ID}"
IDENTITY = f"{DEPLOYMENT}/identityresolution"


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("plain-webdeployments:3", pending_polls=0)
    return simulator


@pytest.fixture
def client(org: Simulator) -> Iterator[Api]:
    with Api(org) as client:
        yield client


def put_deployment(client: Api, **changes: Any) -> Any:
    body = client.get(DEPLOYMENT).json()
    answer = client.call("PUT", DEPLOYMENT, json={**body, **changes})
    assert answer.status_code == 200, answer.text
    return answer.json()


def put_draft(client: Api, **content: Any) -> Any:
    answer = client.call("PUT", DRAFT, json={"name": "New", **content})
    assert answer.status_code == 200, answer.text
    return answer.json()


def name(client: Api, path: str) -> Any:
    """The name that a read shows; None: a 404."""
    answer = client.get(path)
    return None if answer.status_code == 404 else answer.json()["name"]


def names(client: Api, path: str, **query: Any) -> Any:
    """The names of one page; None: a 404."""
    answer = client.get(path, **query)
    return None if answer.status_code == 404 else [each["name"] for each in answer.json()["entities"]]


def test_single_reads_show_what_was_before_so_many_times(org: Simulator, client: Api) -> None:
    org.settings(lag_reads=2)
    put_deployment(client, name="New")
    old = "Web Messaging 0001"
    assert names(client, DEPLOYMENTS)[0] == "New"  # listings have a lag of their own
    assert [name(client, DEPLOYMENT) for turn in range(3)] == [old, old, "New"]
    put_draft(client)
    assert [name(client, f"{VERSIONS}/DRAFT"), name(client, DRAFT), name(client, DRAFT)] == [old, old, "New"]
    client.call("PUT", IDENTITY, json={"resolveIdentities": True})
    assert [client.get(IDENTITY).json()["resolveIdentities"] for turn in range(3)] == [False, False, True]


def test_what_was_not_there_is_a_404_and_what_is_gone_still_shows(org: Simulator, client: Api) -> None:
    org.settings(lag_reads=1)
    version = client.call("POST", f"{DRAFT}/publish").json()["version"]
    assert [client.get(f"{VERSIONS}/{version}").status_code for turn in range(2)] == [404, 200]
    made = client.call("POST", CONFIGURATIONS, json={"name": "Made"}).json()["id"]
    path = f"{CONFIGURATIONS}/{made}/versions/draft"
    assert [name(client, path) for turn in range(2)] == [None, "Made"]
    assert client.call("DELETE", f"{CONFIGURATIONS}/{made}").status_code == 200
    assert [name(client, path) for turn in range(2)] == ["Made", None]
    client.call("DELETE", DEPLOYMENT)
    assert [name(client, DEPLOYMENT) for turn in range(2)] == ["Web Messaging 0001", None]
    assert client.get(IDENTITY).status_code == 200
    assert client.get(IDENTITY).status_code == 404


def test_pending_begins_where_the_lag_ends(org: Simulator, client: Api) -> None:
    org.settings(lag_reads=1, pending_polls=1)
    put_draft(client)
    read = [client.get(DRAFT).json() for turn in range(3)]
    assert [(each["name"], each["status"]) for each in read] == [
        ("Web Messaging 0001", "Active"),
        ("New", "Pending"),
        ("New", "Active"),
    ]


def test_each_listing_shows_what_was_before_so_many_times(org: Simulator, client: Api) -> None:
    old = [f"Web Messaging {number:04}" for number in (1, 2, 3)]
    org.settings(lag_listings=1)
    put_deployment(client, name="New")
    assert name(client, DEPLOYMENT) == "New"
    assert [names(client, DEPLOYMENTS)[0] for turn in range(2)] == [old[0], "New"]
    put_draft(client)
    client.call("POST", f"{DRAFT}/publish")
    assert [names(client, CONFIGURATIONS)[0] for turn in range(2)] == [old[0], "New"]
    published = [names(client, CONFIGURATIONS, showOnlyPublished="true")[0] for turn in range(2)]
    assert published == [old[0], "New"]
    assert [names(client, VERSIONS) for turn in range(2)] == [[old[0]] * 2, [old[0], "New", "New"]]
    made = client.call("POST", CONFIGURATIONS, json={"name": "Made"}).json()["id"]
    assert names(client, f"{CONFIGURATIONS}/{made}/versions") is None
    assert names(client, f"{CONFIGURATIONS}/{made}/versions") == ["Made"]
    client.call("DELETE", DEPLOYMENT)
    assert [names(client, DEPLOYMENTS) for turn in range(2)] == [["New", *old[1:]], old[1:]]


def test_a_listing_of_several_pages_counts_once_and_is_of_one_moment(org: Simulator, client: Api) -> None:
    org.settings(lag_listings=1)
    client.call("DELETE", DEPLOYMENT)

    def pages() -> list[str]:
        found, path = [], f"{DEPLOYMENTS}?pageSize=1"
        while path:
            page = client.get(path).json()
            found += [each["name"] for each in page["entities"]]
            path = page.get("nextUri")
        return found

    assert [len(pages()) for turn in range(2)] == [3, 2]
    org.fault("GET", DEPLOYMENTS, {"then_person": {"act": "delete_deployment", "id": org.deployments()[0]["id"]}})
    assert [len(pages()) for turn in range(3)] == [2, 2, 1]  # the first began before, the second lags


def test_every_write_lags_for_itself(org: Simulator, client: Api) -> None:
    org.settings(lag_reads=2)
    put_draft(client, description="first")
    assert "description" not in client.get(DRAFT).json()
    put_draft(client, description="second")
    assert [client.get(DRAFT).json().get("description") for turn in range(3)] == [None, "first", "second"]


def test_lag_by_time(org: Simulator, client: Api) -> None:
    org.settings(lag_ms=300)
    put_draft(client)
    assert [name(client, DRAFT) for turn in range(3)] == ["Web Messaging 0001"] * 3
    assert names(client, CONFIGURATIONS)[0] == "Web Messaging 0001"
    time.sleep(0.3)
    assert (name(client, DRAFT), names(client, CONFIGURATIONS)[0]) == ("New", "New")
    org.settings(lag_reads=1)
    put_draft(client, name="Newer")
    time.sleep(0.3)
    assert [name(client, DRAFT) for turn in range(2)] == ["New", "Newer"]  # both have to be over


def test_what_a_person_does_lags_too_and_a_new_state_does_not(org: Simulator, client: Api) -> None:
    org.settings(lag_reads=1, lag_listings=1)
    org.person("edit_deployment", FIRST_DEPLOYMENT_ID, name="Theirs")
    assert name(client, DEPLOYMENT) == names(client, DEPLOYMENTS)[0] == "Web Messaging 0001"
    assert name(client, DEPLOYMENT) == names(client, DEPLOYMENTS)[0] == "Theirs"
    org.person("delete_deployment", FIRST_DEPLOYMENT_ID)
    assert [name(client, DEPLOYMENT) for turn in range(2)] == ["Theirs", None]
    org.person("delete_configuration", FIRST_CONFIGURATION_ID)
    org.state("plain-webdeployments:1")
    assert name(client, DEPLOYMENT) == names(client, CONFIGURATIONS)[0] == "Web Messaging 0001"


def test_channels_and_webhooks_lag(api: Api, simulator: Simulator) -> None:
    old = simulator.channel(CHANNEL_ID)["name"]
    simulator.settings(lag_reads=1, lag_listings=1)
    api.patch({"name": "New"})
    assert [name(api, CHANNEL) for turn in range(2)] == [old, "New"]
    assert [names(api, CHANNELS)[0] for turn in range(2)] == [old, "New"]
    simulator.person("delete_channel", CHANNEL_ID)
    pages = [names(api, CHANNELS, pageSize=20, pageNumber=number) for number in (1, 2, 1, 2)]
    assert list(map(len, pages)) == [20, 20, 20, 19]
    made = f"{WEBHOOKS}/{api.create_webhook(name='Made').json()['id']}"
    assert [name(api, made) for turn in range(2)] == [None, "Made"]
    assert [names(api, WEBHOOKS) for turn in range(2)] == [[], ["Made"]]
    api.call("PATCH", made, json={"name": "New"})
    assert [name(api, made) for turn in range(2)] == ["Made", "New"]
    api.call("DELETE", made)
    assert [name(api, made) for turn in range(2)] == ["New", None]
    assert [names(api, WEBHOOKS) for turn in range(2)] == [["Made"], []]


@pytest.mark.parametrize("how", ["setting", "fault"])
def test_answers_of_what_was_before(org: Simulator, client: Api, how: str) -> None:
    if how == "setting":
        org.settings(answers_lag=True)
    else:
        org.fault("PUT", ".*", {"old_answer": True}, times=3)
    assert put_deployment(client, name="New")["name"] == "Web Messaging 0001"
    assert put_draft(client)["name"] == "Web Messaging 0001"
    assert client.call("PUT", IDENTITY, json={"resolveIdentities": True}).json() == {"resolveIdentities": False}
    assert client.get(IDENTITY).json() == {"resolveIdentities": True}
    assert (name(client, DEPLOYMENT), name(client, DRAFT)) == ("New", "New")


@pytest.mark.parametrize("how", ["setting", "fault"])
def test_answers_of_channels_and_webhooks_as_they_were(api: Api, simulator: Simulator, how: str) -> None:
    made = f"{WEBHOOKS}/{api.create_webhook().json()['id']}"
    if how == "setting":
        simulator.settings(answers_lag=True)
    else:
        simulator.fault("*", ".*", {"old_answer": True}, times=3)
    old = webhook()
    assert api.patch({"name": "New"}).json()["version"] == 1
    assert api.call("PATCH", made, json={"enabled": False}).json()["enabled"] is True
    assert api.call("PUT", made, json={**old, "name": "New"}).json()["name"] == old["name"]
    assert (simulator.channel(CHANNEL_ID)["version"], simulator.webhooks()[0]["name"]) == (2, "New")


def test_a_fresh_draft_is_not_published_at_first(org: Simulator, client: Api) -> None:
    org.settings(fresh_refusals=2)
    put_draft(client)
    answers = []
    for _turn in range(3):
        assert client.get(DRAFT).json()["status"] == "Active"
        answers.append(client.call("POST", f"{DRAFT}/publish"))
    assert [each.status_code for each in answers] == [400, 400, 200]
    refused = answers[0].json()
    assert (refused["code"], refused["details"]) == ("bad.request", [])
    assert len(org.configuration(FIRST_CONFIGURATION_ID)["versions"]) == 2
    assert client.call("POST", f"{DRAFT}/publish").status_code == 200


def test_a_fresh_version_is_not_pinned_at_first(org: Simulator, client: Api) -> None:
    org.settings(fresh_refusals=1)
    version = client.call("POST", f"{DRAFT}/publish").json()["version"]
    body = client.get(DEPLOYMENT).json()
    pinned = {**body, "configuration": {"id": FIRST_CONFIGURATION_ID, "version": version}}
    refused = client.call("PUT", DEPLOYMENT, json=pinned)
    assert (refused.status_code, refused.json()["code"], refused.json()["details"]) == (400, "bad.request", [])
    assert client.call("PUT", DEPLOYMENT, json=pinned).status_code == 200
    org.person("publish", FIRST_CONFIGURATION_ID, settled=True)
    pinned["configuration"] = {"id": FIRST_CONFIGURATION_ID, "version": "3"}
    assert client.call("PUT", DEPLOYMENT, json=pinned).status_code == 200


def test_refusals_that_pass_with_time(org: Simulator, client: Api) -> None:
    org.settings(fresh_refusal_ms=300)
    put_draft(client)
    assert [client.call("POST", f"{DRAFT}/publish").status_code for turn in range(3)] == [400] * 3
    time.sleep(0.3)
    assert client.call("POST", f"{DRAFT}/publish").status_code == 200
