# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A service whose reads lag and whose effects come late: nothing is made twice, and nothing done is told as failed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.action_hub import ActionHub
from tests.integration.channels import CHANNEL, FLEET, TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    configuration,
    deployment,
    draft_of,
    pin,
    pinned,
    version,
    versions_of,
    writes,
)
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_FLOWS

PRIMARY = "Primary Web Messaging"
PLAIN = ["rich-media"]
CONFIGURATION, DEPLOYMENT = "webmessaging_configuration", "webmessaging_deployment"
CONTENT: dict[str, Any] = {"name": "New", "languages": ["en-us"], "default_language": "en-us"}
SITE: dict[str, Any] = {"name": "New", "configuration": {"name": "EU"}, "allow_all_domains": True}
COLOUR = {"styles": {"primary_color": "#00FF00"}}
LAST = {"status": 500, "code": "internal.server.error"}


@pytest.fixture
def modules(simulator: Simulator, action_hub: ActionHub) -> Modules:
    """In process alone: these tests wait for long, and what they are about lies below the two ways to run a task."""
    return Modules(simulator, action_hub.start)


@pytest.fixture
def org(simulator: Simulator, modules: Modules) -> Simulator:
    simulator.reset("webdeployments:13")
    modules.environment["GENESYS_API"] = "webdeployments"
    return simulator


def named(org: Simulator, noun: str, name: str = "New") -> list[dict[str, Any]]:
    """What has the name and is to stay."""
    drafts = [each["draft"] for each in org.configurations()]
    everything = drafts if noun == CONFIGURATION else org.deployments()
    return [each for each in everything if each["name"] == name and each["status"] != "Deleting"]


MADE = [(CONFIGURATION, CONTENT, f"{BASE}/configurations"), (DEPLOYMENT, SITE, f"{BASE}/deployments")]
LATE: dict[str, dict[str, Any]] = {
    "carried out after its timeout": {"late": 1.3},
    "answered 500, and carried out later": {"late": 1.3, "respond": LAST},
    "answered 504, and carried out later": {"late": 1.3, "respond": {"status": 504}},
    "lost, and carried out later": {"late": 0.8, "reset": "before"},
}


@pytest.mark.parametrize("fault", LATE.values(), ids=LATE.keys())
@pytest.mark.parametrize(("module", "options", "path"), MADE, ids=["configuration", "deployment"])
def test_what_is_made_late_is_made_once(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], path: str, fault: dict[str, Any]
) -> None:
    org.fault("POST", path, fault)
    result = modules.succeed(module, **options, timeout=1)
    assert [entry["outcome"] for entry in result["audit"]] == ["created"]
    assert len(named(org, module)) == 1
    assert writes(org).count(f"POST {path}") == 1
    assert modules.succeed(module, **options)["changed"] is False


@pytest.mark.parametrize("fault", [{"late": 1.3}, {"late": 1.3, "respond": LAST}])
def test_what_is_published_late_is_published_once(org: Simulator, modules: Modules, fault: dict[str, Any]) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.fault("POST", ".*/publish", fault)
    assert modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN, timeout=1)["channel"]["version"] == "2"
    assert len(org.configuration(configuration_id)["versions"]) == 2


@pytest.mark.parametrize(("module", "options", "path"), MADE, ids=["configuration", "deployment"])
def test_a_lost_creation_that_a_listing_does_not_show_yet_is_not_repeated(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], path: str
) -> None:
    for fault in ({"reset": "after"}, {"after": LAST}, {"cut": True}):
        org.reset("webdeployments:13", lag_listings=1)
        org.fault("POST", path, fault)
        modules.succeed(module, **options, timeout=1)
        assert (len(named(org, module)), writes(org).count(f"POST {path}")) == (1, 1)


def test_a_lost_publish_that_the_versions_do_not_show_yet_is_not_repeated(org: Simulator, modules: Modules) -> None:
    org.settings(lag_listings=1)
    org.fault("POST", ".*/publish", {"reset": "after"})
    modules.succeed(CONFIGURATION, name=PRIMARY, messenger=COLOUR, timeout=1)
    assert [each["version"] for each in configuration(org, PRIMARY)["versions"]] == ["1", "2"]


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"respond": {"status": 504}}])
def test_a_lost_publish_of_what_was_made_just_now_is_looked_up_until_its_versions_show(
    org: Simulator, modules: Modules, fault: dict[str, Any]
) -> None:
    org.fault("POST", ".*/publish", fault)
    org.fault("GET", ".*/versions", {"respond": {"status": 404, "code": "not.found"}})
    assert modules.succeed(CONFIGURATION, **CONTENT, timeout=0.5)["audit"][0]["outcome"] == "created"
    assert [each["version"] for each in configuration(org, "New")["versions"]] == ["1"]


@pytest.mark.parametrize(("module", "options", "path"), MADE, ids=["configuration", "deployment"])
def test_what_was_only_not_seen_is_not_called_undone(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], path: str
) -> None:
    org.fault("POST", path, {"respond": LAST})
    result = modules.fail(module, **options, timeout=0.5)
    assert (result["failure"]["kind"], "may still take effect" in result["msg"]) == ("unavailable", True)
    assert writes(org) == [f"POST {path}"]


@pytest.mark.parametrize("fault", [{"reset": "before"}, {"respond": {"status": 504}}, {"late": 30, "reset": "before"}])
def test_what_a_person_made_while_ours_was_lost_is_planned_as_theirs(
    org: Simulator, modules: Modules, fault: dict[str, Any]
) -> None:
    theirs = {"person": {"act": "create_configuration", "name": "New", "description": "Theirs"}}
    org.fault("POST", f"{BASE}/configurations", {**fault, **theirs})
    result = modules.succeed(CONFIGURATION, **CONTENT, timeout=0.5)
    (made,) = named(org, CONFIGURATION)
    assert (made["description"], made["languages"]) == ("Theirs", ["en-us"])
    (entry,) = result["audit"]
    assert (entry["action"], entry["outcome"]) == ("CONFIGURATION_UPDATE", "updated")
    assert result["diff"]["before"].get("state") is None


def test_a_deployment_that_a_person_made_while_ours_was_lost_is_planned_as_theirs(
    org: Simulator, modules: Modules
) -> None:
    configuration_id, _version = pin(org, "EU 1")
    theirs = {"name": "New", "description": "Theirs", "configuration": {"id": configuration_id}}
    org.fault("POST", f"{BASE}/deployments", {"reset": "before", "person": {"act": "create_deployment", **theirs}})
    result = modules.succeed(DEPLOYMENT, **SITE, flow_id=DEFAULT_FLOWS[0]["id"], timeout=0.5)
    (made,) = named(org, DEPLOYMENT)
    assert (made["description"], made["flow"]["id"]) == ("Theirs", DEFAULT_FLOWS[0]["id"])
    assert [(entry["action"], entry["outcome"]) for entry in result["audit"]] == [("DEPLOYMENT_UPDATE", "updated")]


LAGS: dict[str, dict[str, Any]] = {
    "single reads": {"lag_reads": 1},
    "single reads, twice": {"lag_reads": 2, "pending_polls": 0},
    "listings": {"lag_listings": 1},
    "all reads": {"lag_reads": 1, "lag_listings": 1},
    "answers": {"answers_lag": True},
    "answers and reads": {"answers_lag": True, "lag_reads": 1, "pending_polls": 0},
    "a while": {"lag_ms": 400, "pending_polls": 0},
}
TASKS: list[tuple[str, dict[str, Any]]] = [
    (CONFIGURATION, {**CONTENT}),
    (CONFIGURATION, {"name": PRIMARY, "messenger": COLOUR}),
    (CONFIGURATION, {"name": PRIMARY, "description": "x", "publish": False}),
    (DEPLOYMENT, {**SITE, "identity_resolution": {"resolve_identities": True}}),
    (DEPLOYMENT, {"name": PRIMARY, "status": "Inactive", "identity_resolution": {"resolve_identities": True}}),
    (DEPLOYMENT, {"name": "Behind 9", "configuration": {"version": "latest"}}),
    (CHANNEL, {"name": PRIMARY, "features": PLAIN, "routing": {"flow_id": None}}),
    (FLEET, {"channels": [{"name_glob": "EU *", "features": PLAIN}, {"name": PRIMARY, "features": PLAIN}]}),
]


@pytest.mark.parametrize("lag", LAGS.values(), ids=LAGS.keys())
def test_what_was_done_is_told_as_done_however_the_reads_lag(
    org: Simulator, modules: Modules, lag: dict[str, Any]
) -> None:
    for module, options in TASKS:
        org.reset("webdeployments:13", **lag)
        result = modules.succeed(module, **options)
        assert result["changed"] is True, (module, options)
        sent = writes(org)
        assert len(sent) == len(set(sent)), "nothing is written twice"
        org.settings(lag_reads=0, lag_listings=0, lag_ms=0, answers_lag=False, pending_polls=0)
        org.state(org.state())  # from here on, reads show what is there
        assert modules.succeed(module, **options)["changed"] is False, (module, options)


def test_what_goes_away_late_is_gone(org: Simulator, modules: Modules) -> None:
    gone: list[tuple[str, dict[str, Any]]] = [(DEPLOYMENT, {"name": "Bare 12"}), (CONFIGURATION, {"name": "Gone"})]
    for module, options in gone:
        org.reset("webdeployments:13")
        modules.succeed(CONFIGURATION, **{**CONTENT, "name": "Gone"})
        org.settings(lag_reads=2, lag_listings=2)
        assert modules.succeed(module, **options, state="absent")["changed"] is True
        assert named(org, module, options["name"]) == []


def test_the_latest_version_is_the_one_that_was_published_last(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.settings(lag_listings=1, lag_reads=1)
    modules.succeed(CONFIGURATION, name=PRIMARY, messenger=COLOUR)
    org.clear_journal()
    modules.succeed(DEPLOYMENT, name=PRIMARY, configuration={"version": "latest"})
    assert pin(org, PRIMARY)[1] == "2"
    looked = [draft_of(configuration_id), versions_of(configuration_id), versions_of(configuration_id)]
    assert org.requests()[:5] == [TOKEN, BARE_DEPLOYMENTS, *looked]
    assert version(org, configuration_id, "2")["messenger"]["styles"] == {"primaryColor": "#00FF00"}


def test_a_draft_that_was_published_a_moment_ago_is_no_one_s_draft(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.settings(lag_listings=1)
    org.person("publish", configuration_id, cobrowse={"enabled": False, "allowDraw": True})
    modules.succeed(CONFIGURATION, id=configuration_id, messenger=COLOUR)
    content = version(org, configuration_id, "3")
    assert (content["cobrowse"]["allowDraw"], content["messenger"]["styles"]) == (True, {"primaryColor": "#00FF00"})


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (CHANNEL, {"name": PRIMARY, "features": PLAIN}, {"fresh_refusals": 2}),
    (CHANNEL, {"name": PRIMARY, "features": PLAIN}, {"fresh_refusal_ms": 700}),
    (CONFIGURATION, CONTENT, {"fresh_refusals": 1}),
    (FLEET, {"channels": [{"name_glob": "EU *", "features": PLAIN}]}, {"fresh_refusals": 1}),
]


@pytest.mark.parametrize(("module", "options", "settings"), REFUSED)
def test_a_refusal_of_what_was_written_just_now_passes(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], settings: dict[str, Any]
) -> None:
    org.settings(**settings)
    modules.succeed(module, **options)
    assert modules.succeed(module, **options)["changed"] is False


def test_a_version_of_the_task_before_is_pinned_once_the_service_knows_it(org: Simulator, modules: Modules) -> None:
    org.settings(fresh_refusals=1)
    modules.succeed(CONFIGURATION, name=PRIMARY, messenger=COLOUR)
    modules.succeed(DEPLOYMENT, name=PRIMARY, configuration={"version": "latest"})
    assert pin(org, PRIMARY)[1] == "2"


def test_a_refusal_that_does_not_pass_is_what_is_told(org: Simulator, modules: Modules) -> None:
    never = {"respond": {"status": 400, "code": "bad.request", "message": "Never"}}
    org.fault("PUT", f"{BASE}/deployments/.*", never, times=None)
    result = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN, deadline=2)
    assert (result["failure"]["kind"], result["changed"]) == ("rejected", True)
    assert "Never" in result["msg"]
    assert "refused so for 2 s" in result["msg"]
    # Of other fields, and of a version that has been there for long, it is final.
    final = {"status": 400, "code": "invalid.value"}
    org.reset("webdeployments:13")
    org.fault("PUT", f"{BASE}/deployments/.*", {"respond": final}, times=None)
    modules.fail(DEPLOYMENT, name=PRIMARY, description="x")
    assert writes(org) == [pinned(deployment(org, PRIMARY)["id"])[0]]


def test_what_a_task_made_is_waited_for_and_what_others_deleted_is_told(org: Simulator, modules: Modules) -> None:
    gone = {"respond": {"status": 404, "code": "not.found"}}
    org.fault("GET", ".*/versions/draft", gone, times=2)
    made = modules.succeed(CONFIGURATION, **CONTENT)
    assert (made["version"], made["audit"][0]["outcome"]) == ("1", "created")
    org.fault("GET", f"{BASE}/deployments/.+", gone, times=None)
    result = modules.fail(DEPLOYMENT, **SITE, wait_timeout=1)
    assert (result["failure"]["kind"], result["changed"]) == ("not_found", True)


def test_what_a_listing_still_shows_though_it_is_gone_is_made_anew(org: Simulator, modules: Modules) -> None:
    org.settings(pending_polls=0)
    modules.succeed(CONFIGURATION, **CONTENT)
    for module, options in ((CONFIGURATION, {**CONTENT, "description": "x"}), (DEPLOYMENT, SITE)):
        modules.succeed(module, **options)
        modules.succeed(module, name="New", state="absent")
        org.fault("GET", f"{BASE}/{'configurations' if module == CONFIGURATION else 'deployments'}", {"stale": True})
        changed = {**options, "description": "y"}
        result = modules.succeed(module, **changed)
        assert (result["changed"], len(named(org, module))) == (True, 1)


def test_a_weak_answer_to_identity_resolution_is_read_back(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    path = f"{BASE}/deployments/{deployment_id}/identityresolution"
    wish: dict[str, Any] = {"name": PRIMARY, "identity_resolution": {"resolve_identities": True}}
    org.fault("PUT", path, {"after": {"status": 200, "body": {}}})
    assert modules.succeed(DEPLOYMENT, **wish)["deployment"]["identity_resolution"]["resolveIdentities"] is True
    org.reset("webdeployments:13")
    org.fault("PUT", path, {"respond": {"status": 200, "body": {}}}, times=None)
    result = modules.fail(DEPLOYMENT, **wish)
    assert (result["failure"]["kind"], result["changed"]) == ("protocol", False)
    org.fault("GET", path, {"respond": {"status": 200, "body": {}}})
    assert modules.fail(DEPLOYMENT, **wish)["failure"]["kind"] == "protocol"


def test_creations_cost_one_listing_more(org: Simulator, modules: Modules) -> None:
    modules.succeed(CONFIGURATION, **CONTENT)
    assert org.requests().count(DRAFTS) == 2
    org.clear_journal()
    modules.succeed(DEPLOYMENT, **SITE)
    assert org.requests().count(BARE_DEPLOYMENTS) == 2


RESOLVING = {**SITE, "identity_resolution": {"resolve_identities": True}}
UNKNOWN = {"respond": {"status": 404, "code": "not.found"}}
"""What the service says of an object that not every part of it knows yet (Terraform retries it after each creation)."""


@pytest.mark.parametrize(
    ("module", "options", "method", "path"),
    [
        (CONFIGURATION, CONTENT, "POST", ".*/publish"),
        (CONFIGURATION, CONTENT, "GET", ".*/versions.*"),
        (CONFIGURATION, {"name": PRIMARY, "description": "anew"}, "POST", ".*/publish"),
        (DEPLOYMENT, SITE, "GET", ".*/deployments/[^/]+"),
        (DEPLOYMENT, RESOLVING, "GET", ".*/identityresolution"),
        (DEPLOYMENT, RESOLVING, "PUT", ".*/identityresolution"),
    ],
)
def test_a_404_of_what_was_written_just_now_is_waited_out(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], method: str, path: str
) -> None:
    org.fault(method, path, UNKNOWN, times=2)
    assert modules.succeed(module, **options)["changed"] is True
    assert [fault["hits"] for fault in org.faults()] == [2]
    assert modules.succeed(module, **options)["changed"] is False


def test_a_404_that_stays_is_told_when_the_time_is_up(org: Simulator, modules: Modules) -> None:
    org.fault("POST", ".*/publish", UNKNOWN, times=None)
    result = modules.fail(CONFIGURATION, **CONTENT, wait_timeout=1)
    assert "answered 404 not.found" in result["msg"]
    assert "It was refused so for 1 s." in result["msg"]
