# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The public files of a deployment: what they say, when they change, and how caches and the wire spoil them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import requests

from ansible_collections.genesys.cloud.tests.unit.captured_file import API, CAPTURED, MESSAGING
from tests.simulator.client import Simulator
from tests.simulator_tests.api import Api
from tests.simulator_tests.guests import assert_valid, file_of

BASE = "/api/v2/webdeployments"
FIRST = "d1b2c3d4-e5f6-7890-abcd-ef1234567890"
FILES = f"/webdeployments/v1/deployments/{FIRST}"
MADE = "de000000-0000-4000-8000-00000000abcd"


def config(org: Simulator, deployment_id: str = FIRST) -> dict[str, Any]:
    answer = file_of(org, deployment_id)
    assert answer.status_code == 200, answer.text
    file: dict[str, Any] = answer.json()
    assert_valid("ConfigFile", file)
    return file


def domains(org: Simulator, deployment_id: str = FIRST) -> Any:
    """None: there is no file."""
    answer = file_of(org, deployment_id, "domains.json")
    return answer.json()["allowedDomains"] if answer.status_code == 200 else None


def deployment_named(org: Simulator, name: str) -> str:
    return str(next(each["id"] for each in org.deployments() if each["name"] == name))


def restrict(org: Simulator, *names: str) -> None:
    """Somebody restricts the first deployment to these domains."""
    org.person("edit_deployment", FIRST, allowAllDomains=False, allowedDomains=list(names), settled=True)


def state_of(content: dict[str, Any], version: str = "1") -> dict[str, Any]:
    """An org with one deployment, pinned to a version with this content."""
    configuration_id = CAPTURED["id"]
    named = {"name": "Captured", **content}
    return {
        "webdeployments": {
            "configurations": [{"id": configuration_id, "draft": named, "versions": [{**named, "version": version}]}],
            "deployments": [
                {
                    "id": FIRST,
                    "name": "Captured",
                    "allowAllDomains": True,
                    "configuration": {"id": configuration_id, "version": version},
                }
            ],
        }
    }


def test_a_captured_file_byte_by_byte(org: Simulator) -> None:
    """The configuration sets what no default is known for; the file fills in the rest, in the captured order."""
    content = {
        "description": "not told",
        "headlessMode": {"enabled": True},
        "languages": ["es"],
        "defaultLanguage": "es",
        "messenger": {
            "enabled": True,
            "apps": {
                "conversations": {"conversationDisconnect": {"enabled": True}, "humanize": {"enabled": True}},
            },
            "styles": {"primaryColor": "#0D6EFD"},
        },
        "journeyEvents": {"enabled": True, "excludedQueryParameters": ["not told"]},
        "cobrowse": {"enabled": True},
    }
    org.reset(state_of(content, "6"))
    wanted = json.dumps(CAPTURED).replace(API, org.url).replace(MESSAGING, org.messaging_url)
    assert file_of(org, FIRST).text == json.dumps(json.loads(wanted), separators=(",", ":"))
    everywhere = file_of(org, FIRST, "domains.json")
    assert everywhere.json() == {"allowAllDomains": True, "allowedDomains": []}
    assert everywhere.headers["Access-Control-Allow-Origin"] == "*"


def test_every_kind_of_deployment_has_valid_files(org: Simulator) -> None:
    for deployment in org.deployments():
        file = config(org, deployment["id"])
        assert (file["id"], file["version"]) == tuple(deployment["configuration"][key] for key in ("id", "version"))
        assert list(file)[: len(CAPTURED)] == list(CAPTURED)
        assert file["status"] == deployment["status"]
        assert file.keys().isdisjoint({"name", "description", "dateCreated", "datePublished", "selfUri", "flow"})
        of_domains = file_of(org, deployment["id"], "domains.json").json()
        assert_valid("DomainsFile", of_domains)
        assert of_domains == {key: deployment[key] for key in ("allowAllDomains", "allowedDomains")}


def test_what_the_file_says_in_another_way(org: Simulator) -> None:
    labels = [{"language": "es", "localizedLabels": [{"key": "MessengerLauncherButtonText", "value": "Hola"}]}]
    content = {
        "customI18nLabels": labels,
        "authenticationSettings": {"enabled": True, "integrationId": "secret", "allowSessionUpgrade": True},
        "messenger": {"fileUpload": {"enableAttachments": True}},
        "supportCenter": {"enabled": True, "knowledgeBase": {"id": "kb", "selfUri": "/api/v2/knowledgebase/kb"}},
    }
    org.reset(state_of(content))
    file = config(org)
    assert file["customI18NLabels"] == labels
    assert file["auth"] == {"enabled": True, "allowSessionUpgrade": True}
    assert file["messenger"]["fileUpload"]["enableAttachments"] is True
    assert file["supportCenter"]["knowledgeBase"] == {"id": "kb"}
    assert file.keys().isdisjoint({"customI18nLabels", "authenticationSettings"})


@pytest.mark.parametrize("fleet", ["webdeployments:1", "mixed:3"])
def test_unknown_deployments_are_denied_by_the_storage(org: Simulator, fleet: str) -> None:
    org.reset(fleet)
    for name in ("config.json", "domains.json"):
        denied = file_of(org, "00000000-0000-4000-8000-000000000000", name)
        assert (denied.status_code, denied.headers["Content-Type"]) == (403, "application/xml")
        assert "<Code>AccessDenied</Code>" in denied.text
        assert denied.headers["Access-Control-Allow-Origin"] == "*"
        assert "ININ-Correlation-Id" not in denied.headers


def test_reads_need_no_token_and_are_in_the_journal(org: Simulator) -> None:
    file_of(org, FIRST, "domains.json")
    config(org)
    assert org.requests("read") == [f"GET {FILES}/domains.json", f"GET {FILES}/config.json"]
    assert [entry["token"] for entry in org.journal()] == [None, None]


def test_endpoints_are_below_the_prefix(org: Simulator) -> None:
    org.settings(path_prefix="/gateway")
    answer = requests.get(f"{org.url}/gateway{FILES}/config.json", timeout=10)
    assert answer.json()["apiEndpoint"] == f"{org.url}/gateway"
    assert answer.json()["messenger"]["apps"]["conversations"]["messagingEndpoint"] == f"{org.messaging_url}/gateway"


def test_a_browser_that_has_the_file_gets_it_once(org: Simulator) -> None:
    tag = file_of(org, FIRST).headers["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = file_of(org, FIRST, **{"If-None-Match": asked})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    org.person("edit_deployment", FIRST, status="Inactive", settled=True)
    changed = file_of(org, FIRST, **{"If-None-Match": tag})
    assert (changed.status_code, changed.json()["status"]) == (200, "Inactive")
    assert changed.headers["ETag"] != tag


def test_a_change_shows_once_the_deployment_is_not_pending_any_more(org: Simulator) -> None:
    org.settings(pending_polls=1)
    with Api(org) as api:
        path = f"{BASE}/deployments/{FIRST}"
        body = {**api.get(path).json(), "allowAllDomains": False, "allowedDomains": ["new.example"]}
        assert api.call("PUT", path, json=body).json()["status"] == "Pending"
        assert domains(org) == []
        assert api.get(path).json()["status"] == "Pending"
        assert domains(org) == ["new.example"]


def test_a_version_shows_once_it_is_pinned(org: Simulator) -> None:
    reference = org.deployments()[0]["configuration"]
    org.person("publish", reference["id"], messenger={"styles": {"primaryColor": "#123456"}}, settled=True)
    assert config(org)["version"] == "1"
    org.person("edit_deployment", FIRST, configuration={**reference, "version": "2"}, settled=True)
    file = config(org)
    assert (file["version"], file["messenger"]["styles"]["primaryColor"]) == ("2", "#123456")


def test_a_new_deployment_has_no_files_while_it_is_pending(org: Simulator) -> None:
    org.settings(pending_polls=1)
    reference = {key: org.deployments()[0]["configuration"][key] for key in ("id", "version")}
    with Api(org) as api:
        body = {"name": "New", "allowAllDomains": True, "configuration": reference}
        made = api.call("POST", f"{BASE}/deployments", json=body).json()["id"]
        assert file_of(org, made).status_code == 403
        api.get(f"{BASE}/deployments/{made}")
        assert config(org, made)["status"] == "Active"


def test_the_file_before_stays_where_a_change_ends_in_error(org: Simulator) -> None:
    org.settings(pending_polls=0)
    with Api(org) as api:
        path = f"{BASE}/deployments/{FIRST}"
        body = {**api.get(path).json(), "allowAllDomains": False, "allowedDomains": ["new.example"]}
        org.fault("PUT", path, {"end_in_error": True})
        assert api.call("PUT", path, json=body).json()["status"] == "Error"
        assert domains(org) == []
        assert config(org)["status"] == "Active"
        api.call("PUT", path, json=body)
    assert domains(org) == ["new.example"]


def test_a_deleted_deployment_has_files_until_it_is_gone(org: Simulator) -> None:
    org.settings(pending_polls=1)
    with Api(org) as api:
        path = f"{BASE}/deployments/{FIRST}"
        api.call("DELETE", path)
        assert domains(org) == []
        assert [api.get(path).status_code for turn in range(2)] == [200, 404]
    assert [file_of(org, FIRST, name).status_code for name in ("config.json", "domains.json")] == [403, 403]


def test_another_org_has_other_files(org: Simulator) -> None:
    before = config(org)
    org.state(state_of({"languages": ["es"]}))
    assert (before["languages"], config(org)["languages"]) == (["en-us", "de-de"], ["es"])


def test_the_cache_shows_what_was_before_so_many_times(org: Simulator) -> None:
    org.settings(guest_lag_reads=2)
    restrict(org, "new.example")
    assert [domains(org) for turn in range(3)] == [[], [], ["new.example"]]
    assert config(org)["status"] == "Active"  # this file has not changed, and so does not lag
    org.person("edit_deployment", FIRST, status="Inactive", settled=True)
    assert [config(org)["status"] for turn in range(3)] == ["Active", "Active", "Inactive"]
    assert domains(org) == ["new.example"]


def test_the_cache_shows_what_was_before_for_so_long(org: Simulator) -> None:
    lag = 0.5
    org.settings(guest_lag_ms=lag * 1000)
    before_change = time.monotonic()
    restrict(org, "new.example")
    after_change = time.monotonic()
    seen: set[int] = set()
    while len(seen) < 2 or time.monotonic() < after_change + lag:
        asked_at = time.monotonic()
        shown = domains(org)
        if time.monotonic() < before_change + lag:
            assert shown == []
        if asked_at > after_change + lag:
            assert shown == ["new.example"]
        seen.add(len(shown))


def test_the_lag_begins_when_the_deployment_is_not_pending_any_more(org: Simulator) -> None:
    """Also where nobody has read the file in the meantime."""
    org.settings(pending_polls=0, pending_ms=300, guest_lag_ms=1500)
    with Api(org) as api:
        path = f"{BASE}/deployments/{FIRST}"
        body = {**api.get(path).json(), "allowAllDomains": False, "allowedDomains": ["new.example"]}
        api.call("PUT", path, json=body)
    written_at = time.monotonic()
    time.sleep(0.6)
    assert domains(org) == []
    time.sleep(written_at + 1.85 - time.monotonic())
    assert domains(org) == ["new.example"]


def test_a_new_deployment_lags_too(org: Simulator) -> None:
    org.settings(guest_lag_reads=1)
    reference = {key: org.deployments()[0]["configuration"][key] for key in ("id", "version")}
    org.person("create_deployment", MADE, name="New", configuration=reference, settled=True)
    assert [file_of(org, MADE).status_code for turn in range(2)] == [403, 200]
    org.person("delete_deployment", MADE, settled=True)
    assert [file_of(org, MADE).status_code for turn in range(2)] == [200, 403]


def test_a_cache_that_never_learns(org: Simulator) -> None:
    org.fault("GET", f"{FILES}/domains.json", {"stale": True}, times=None)
    assert domains(org) == []  # nothing has changed yet
    restrict(org, "first.example")
    assert [domains(org) for turn in range(3)] == [[], [], []]
    restrict(org, "second.example")
    assert domains(org) == ["first.example"]
    assert config(org)["status"] == "Active"
    org.clear_faults()
    assert domains(org) == ["second.example"]


def test_other_faults(org: Simulator) -> None:
    path = f"{FILES}/config.json"
    org.fault("GET", path, {"thin": ["version", "messenger.apps"]})
    file = file_of(org, FIRST).json()
    assert "version" not in file
    assert "apps" not in file["messenger"]
    org.fault("GET", path, {"respond": {"status": 503, "text": "<html>busy</html>"}})
    assert file_of(org, FIRST).status_code == 503
    for action in ({"cut": True}, {"reset": "before"}):
        org.fault("GET", path, action)
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            file_of(org, FIRST)
    org.fault("GET", path, {"hang": 0.3})
    started = time.monotonic()
    assert config(org)["status"] == "Active"
    assert time.monotonic() - started >= 0.3
