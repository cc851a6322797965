# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people do to an org's Web Deployments beside a task, before it and while it runs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.integration.channels import CHANNEL, FLEET, INFO, TOKEN
from tests.integration.conftest import Modules
from tests.integration.fleet import outcomes
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DEPLOYMENTS,
    DRAFTS,
    PUBLISHED,
    deployment,
    draft_of,
    pin,
    pinned,
    version,
    versions_of,
    writes,
    written,
)
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_FLOWS

PRIMARY = "Primary Web Messaging"
PLAIN = ["rich-media"]
CONFIGURATION, CONFIGURATION_INFO = "webmessaging_configuration", "webmessaging_configuration_info"
DEPLOYMENT = "webmessaging_deployment"
COLOUR = {"styles": {"primary_color": "#00FF00"}}


@pytest.fixture
def org(simulator: Simulator, modules: Modules) -> Simulator:
    simulator.reset("webdeployments:13")
    modules.environment["GENESYS_API"] = "webdeployments"
    return simulator


def test_a_new_name_in_a_draft_is_an_edit_like_any_other(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.person("save_draft", configuration_id, name="Renamed")
    for check_mode in (True, False):
        refused = modules.fail(CHANNEL, check_mode, name=PRIMARY, features=PLAIN)
        assert (refused["failure"]["kind"], "overwrite_draft" in refused["msg"]) == ("conflict", True)
    assert writes(org) == []
    modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN, overwrite_draft=True)
    assert version(org, configuration_id, "2")["name"] == PRIMARY


def test_a_configuration_keeps_the_name_that_is_published(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.person("save_draft", configuration_id, name="Renamed")
    org.clear_journal()
    same = modules.succeed(CONFIGURATION, name=PRIMARY, default_language="en-us")
    assert (same["changed"], same["id"], same["draft_differs"]) == (False, configuration_id, True)
    assert org.requests() == [TOKEN, DRAFTS, PUBLISHED, versions_of(configuration_id)]
    by_draft = modules.fail(CONFIGURATION, name="Renamed", default_language="en-us")
    assert (by_draft["failure"]["kind"], f"id: {configuration_id}" in by_draft["msg"]) == ("conflict", True)
    changed = modules.fail(CONFIGURATION, name=PRIMARY, messenger=COLOUR)
    assert (changed["failure"]["kind"], writes(org)) == ("conflict", [])
    for name in (PRIMARY, "Renamed"):
        rows = modules.succeed(CONFIGURATION_INFO, name=name)["configurations"]
        assert [(row["id"], row["name"], row["draft"]["name"]) for row in rows] == [
            (configuration_id, PRIMARY, "Renamed")
        ]
    modules.succeed(DEPLOYMENT, name="EU 1", configuration={"name": PRIMARY, "version": 1})
    assert pin(org, "EU 1") == (configuration_id, "1")
    renamed = modules.succeed(CONFIGURATION, id=configuration_id, name="Renamed")
    assert (renamed["diff"]["after"]["name"], writes(org)[-1]) == (
        "Renamed",
        f"{draft_of(configuration_id, 'POST')}/publish",
    )


def test_a_draft_that_went_back_to_the_pinned_version_is_a_draft_all_the_same(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    old = version(org, configuration_id, "1")["messenger"]
    newer = {**old, "styles": {"primaryColor": "#010101"}}
    org.person("publish", configuration_id, messenger=newer)
    org.person("save_draft", configuration_id, messenger=old)
    refused = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert (refused["failure"]["kind"], writes(org)) == ("conflict", [])
    modules.succeed(CHANNEL, name=PRIMARY, configuration={"messenger": {"styles": {"primaryColor": "#010101"}}})
    assert writes(org) == [pinned(deployment(org, PRIMARY)["id"])[0]]
    assert pin(org, PRIMARY) == (configuration_id, "2")


def test_the_same_wish_for_every_deployment_is_no_conflict_whichever_version_each_has(
    org: Simulator, modules: Modules
) -> None:
    configuration_id, _version = pin(org, "EU 1")
    content = {**version(org, configuration_id, "1")["messenger"], "styles": {"primaryColor": "#010101"}}
    org.person("publish", configuration_id, messenger=content)
    org.person("edit_deployment", deployment(org, "EU 2")["id"], configuration={"version": "2"}, status="Active")
    entries = [{"name_glob": "EU *", "features": PLAIN}]
    result = modules.succeed(FLEET, channels=entries)
    assert [row["outcome"] for row in result["channels"]] == ["updated", "updated"]
    assert sorted(pin(org, name)[1] for name in ("EU 1", "EU 2")) == ["3", "4"]
    assert modules.succeed(FLEET, channels=entries)["changed"] is False


def test_a_conflict_stops_a_fleet_and_is_in_its_audit(org: Simulator, modules: Modules) -> None:
    entries = [{"name": "Drafted 4", "features": PLAIN}, {"name": PRIMARY, "features": PLAIN}]
    result = modules.fail(FLEET, channels=entries, on_error="stop")
    assert [(row["outcome"], row["changed"]) for row in result["channels"]] == [("failed", False), ("skipped", False)]
    assert [(entry["resource_name"], entry["outcome"]) for entry in result["audit"]] == [("Drafted 4", "failed")]
    assert writes(org) == []


def test_a_deployment_that_is_pinned_to_another_version_meanwhile_is_told(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    act = {"act": "edit_deployment", "id": deployment_id, "configuration": {"version": "1"}, "status": "Active"}
    org.fault("GET", f"{BASE}/deployments/{deployment_id}", {"person": act})
    result = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert (result["failure"]["kind"], result["changed"]) == ("conflict", True)
    assert "is now pinned to version 1" in result["msg"]


def test_what_is_being_deleted_is_not_taken_for_there(org: Simulator, modules: Modules) -> None:
    content: dict[str, Any] = {"name": "Temporary", "languages": ["en-us"], "default_language": "en-us"}
    there: dict[str, Any] = {"name": "Temporary", "configuration": {"name": "EU"}, "allow_all_domains": True}
    for module, options, found in ((CONFIGURATION, content, "configuration"), (DEPLOYMENT, there, "deployment")):
        first = modules.succeed(module, **options)
        first_id = first["id"] if module == CONFIGURATION else first["deployment"]["id"]
        org.settings(pending_polls=4)
        modules.succeed(module, name="Temporary", state="absent", wait=False)
        org.clear_journal()
        by_id = modules.fail(module, id=first_id, **{**options, "name": None})
        assert (by_id["failure"]["kind"], "being deleted" in by_id["msg"], writes(org)) == ("conflict", True, [])
        foretold = modules.succeed(module, check_mode=True, **options)
        org.settings(pending_polls=1)
        again = modules.succeed(module, **options)
        assert (foretold["changed"], foretold["diff"]) == (again["changed"], again["diff"]), found
        assert (again["changed"], again["audit"][0]["outcome"]) == (True, "created")


def test_a_channel_that_is_being_deleted_is_not_changed(org: Simulator, modules: Modules) -> None:
    org.settings(pending_polls=100)
    modules.succeed(DEPLOYMENT, name=PRIMARY, state="absent", wait=False)
    org.clear_journal()
    result = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert (result["failure"]["kind"], "being deleted" in result["msg"], writes(org)) == ("conflict", True, [])


def test_a_deployment_whose_version_is_gone_stands_in_nobody_s_way(org: Simulator, modules: Modules) -> None:
    state = org.state()
    victim = state["webdeployments"]["deployments"][0]
    victim["configuration"] = {"id": "c0000000-0000-0000-0000-000000000000", "version": "7"}
    org.state(state)
    found = modules.succeed(INFO)
    assert (found["total"], found["channels"][0]["version"]) == (13, "7")
    by_id = modules.succeed(INFO, id=victim["id"])["channels"]
    assert [(each["name"], each["features"]) for each in by_id] == [(victim["name"], PLAIN)]
    entries = [{"name": victim["name"], "enable_features": ["video-calling"]}, {"name": "EU 1", "routing": {}}]
    result = modules.fail(FLEET, channels=entries)
    assert outcomes(result) == [(victim["id"], "failed"), (deployment(org, "EU 1")["id"], "unchanged")]
    assert "does not exist any more" in result["channels"][0]["failure"]["message"]
    assert writes(org) == []


def test_a_reference_with_a_field_that_nobody_knows_is_no_version(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    deployment_id = deployment(org, PRIMARY)["id"]
    answer = {key: value for key, value in org.deployment(deployment_id).items() if key != "identityResolution"}
    answer["configuration"] = {**answer["configuration"], "futureField": 1}
    org.fault("GET", f"{BASE}/deployments/{deployment_id}", {"respond": {"status": 200, "body": answer}})
    modules.succeed(CHANNEL, id=deployment_id, enable_features=["video-calling"])
    before, after = version(org, configuration_id, "1"), version(org, configuration_id, "2")
    assert (after["messenger"], after["video"]) == (before["messenger"], {"enabled": True})


def test_a_status_that_is_on_its_way_is_waited_for_and_kept(org: Simulator, modules: Modules) -> None:
    tasks: list[tuple[str, dict[str, Any]]] = [
        (DEPLOYMENT, {"description": "Other"}),
        (CHANNEL, {"features": PLAIN}),
    ]
    for module, wish in tasks:
        org.reset("webdeployments:13", pending_polls=3)
        modules.succeed(DEPLOYMENT, name=PRIMARY, status="Inactive", wait=False)
        modules.succeed(module, name=PRIMARY, **wish)
        assert deployment(org, PRIMARY)["status"] == "Inactive"


def test_one_configuration_that_may_not_be_read_fails_its_rows_alone(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, "Drafted 4")
    entries = [{"name": "Drafted 4", "features": PLAIN}, {"name": PRIMARY, "features": PLAIN}]
    forbidden = {"respond": {"status": 403, "code": "missing.permissions"}}
    org.fault("GET", f"{BASE}/configurations/{configuration_id}/versions", forbidden, times=None)
    result = modules.fail(FLEET, channels=entries)
    assert [row["outcome"] for row in result["channels"]] == ["failed", "updated"]
    assert result["channels"][0]["failure"]["kind"] == "permission"

    org.reset("webdeployments:13")
    others = [each["draft"] for each in org.configurations() if each["id"] != configuration_id]
    org.fault("GET", f"{BASE}/configurations", {"respond": {"status": 200, "body": {"entities": others}}})
    org.fault("GET", f"{BASE}/configurations/{configuration_id}/versions/draft", forbidden, times=None)
    result = modules.fail(FLEET, channels=entries)
    assert [row["outcome"] for row in result["channels"]] == ["failed", "updated"]


_NEW = {"name": "New", "languages": ["en-us"], "default_language": "en-us"}
_SITE = {"name": "New", "configuration": {"name": "EU"}, "allow_all_domains": True}
REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("configuration:view", "webmessaging_configuration_info", {}),
    ("configuration:add", CONFIGURATION, _NEW),
    ("configuration:edit", CONFIGURATION, {"name": PRIMARY, "description": "x"}),
    ("configuration:delete", CONFIGURATION, {"name": "EU", "state": "absent"}),
    ("deployment:view", DEPLOYMENT, {"name": PRIMARY, "description": "x"}),
    ("deployment:add", DEPLOYMENT, _SITE),
    ("deployment:edit", CHANNEL, {"name": PRIMARY, "routing": {"flow_id": DEFAULT_FLOWS[1]["id"]}}),
    ("deployment:delete", DEPLOYMENT, {"name": PRIMARY, "state": "absent"}),
    ("identityResolution:view", DEPLOYMENT, {"name": PRIMARY, "identity_resolution": {"resolve_identities": True}}),
    ("identityResolution:edit", DEPLOYMENT, {"name": PRIMARY, "identity_resolution": {"resolve_identities": True}}),
]


@pytest.mark.parametrize(("missing", "module", "options"), REFUSED)
def test_who_lacks_a_permission_is_told_that_one_alone(
    org: Simulator, modules: Modules, missing: str, module: str, options: dict[str, Any]
) -> None:
    for name in ("EU 1", "EU 2"):
        org.person("delete_deployment", deployment(org, name)["id"])
    permission = f"webDeployments:{missing}"
    scopes = [each for each in org.state()["clients"][0]["scopes"] if each != permission]
    result = modules.fail(module, **options, scopes=scopes)
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("permission", 403)
    assert re.search(rf"need the permissions? ([\w:]+ and )?{permission}\.", result["msg"])
    assert ("licence" in result["msg"]) == missing.endswith("view")
    assert "division" not in result["msg"]


def test_another_content_is_tried_where_one_was_refused(org: Simulator, modules: Modules) -> None:
    org.fault("PUT", f"{BASE}/configurations/.*", {"end_in_error": True})
    entries = [{"name": "EU 1", "features": PLAIN}, {"name": "EU 2", "features": [*PLAIN, "video-calling"]}]
    result = modules.fail(FLEET, channels=entries, change_shared=True)
    assert [row["outcome"] for row in result["channels"]] == ["failed", "updated"]


def test_only_what_was_written_counts_as_changed(org: Simulator, modules: Modules) -> None:
    forbidden = {"respond": {"status": 403, "code": "missing.permissions"}}
    org.fault("PUT", f"{BASE}/deployments/.*/identityresolution", forbidden)
    identity = modules.fail(DEPLOYMENT, name=PRIMARY, identity_resolution={"resolve_identities": True})
    assert (identity["failure"]["kind"], identity["changed"]) == ("permission", False)

    org.fault("PUT", f"{BASE}/deployments/.*", forbidden, skip=1)
    rows = modules.fail(FLEET, channels=[{"name_glob": "EU *", "features": PLAIN}])["channels"]
    assert sorted((row["outcome"], row["changed"]) for row in rows) == [("failed", False), ("updated", True)]

    org.reset("webdeployments:13")
    configuration_id, _version = pin(org, PRIMARY)
    org.person("publish", configuration_id, cobrowse={"enabled": True, "channels": ["Webmessaging"]})
    org.fault("PUT", f"{BASE}/deployments/.*", forbidden)
    pinning = modules.fail(CHANNEL, name=PRIMARY, enable_features=["co-browsing"])
    assert (pinning["failure"]["kind"], pinning["changed"]) == ("permission", False)


def test_whose_draft_differs_is_said_of_one_that_was_never_published_too(org: Simulator, modules: Modules) -> None:
    options: dict[str, Any] = {"name": "New", "languages": ["en-us"], "default_language": "en-us", "publish": False}
    assert [modules.succeed(CONFIGURATION, **options)["draft_differs"] for _time in range(2)] == [True, True]
    assert modules.succeed(CONFIGURATION_INFO, name="New")["configurations"][0]["draft_differs"] is True


def test_a_null_name_beside_an_id_is_none(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    result = modules.succeed(DEPLOYMENT, id=deployment_id, name=None, description="Other")
    assert (result["deployment"]["name"], result["deployment"]["description"]) == (PRIMARY, "Other")


def test_a_version_that_is_still_pending_is_pinned_once_it_is_not(org: Simulator, modules: Modules) -> None:
    org.settings(pending_versions=True, pending_polls=0, pending_ms=150, latency_ms=100)
    modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN)
    configuration_id, _version = pin(org, PRIMARY)
    assert writes(org) == [
        written(configuration_id)[0],
        written(configuration_id)[-1],
        pinned(deployment(org, PRIMARY)["id"])[0],
    ]
    org.settings(pending_versions=True, pending_polls=2, pending_ms=0, latency_ms=0)
    modules.succeed(CONFIGURATION, name="EU", messenger=COLOUR, wait=False)
    org.clear_journal()
    modules.succeed(DEPLOYMENT, name="EU 1", configuration={"version": "latest"})
    assert len(writes(org)) == 1


@pytest.mark.parametrize("fault", [{"reset": "before"}, {"respond": {"status": 504}}])
@pytest.mark.parametrize(
    ("module", "wish"),
    [
        (DEPLOYMENT, {"status": "Inactive", "wait": False}),
        (DEPLOYMENT, {"flow_id": None}),
        (CHANNEL, {"routing": {"flow_id": None}}),
    ],
)
def test_a_lost_write_that_takes_something_away_is_seen_to_be_lost(
    org: Simulator, modules: Modules, module: str, wish: dict[str, Any], fault: dict[str, Any]
) -> None:
    org.fault("PUT", f"{BASE}/deployments/.*", fault)
    modules.succeed(module, name=PRIMARY, **wish)
    org.settings(pending_polls=0)
    assert len(writes(org)) == 2
    assert modules.succeed(module, name=PRIMARY, **wish)["changed"] is False


def test_a_500_that_took_no_effect_is_told_as_such(org: Simulator, modules: Modules) -> None:
    org.fault("PUT", f"{BASE}/deployments/.*", {"respond": {"status": 500}})
    result = modules.fail(DEPLOYMENT, name=PRIMARY, status="Inactive", wait=False)
    assert (result["failure"]["kind"], result["changed"]) == ("unavailable", False)
    assert "may still take effect" in result["msg"]


def test_an_answer_without_an_id_is_no_object(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    deployment_id = deployment(org, PRIMARY)["id"]
    nothing = {"respond": {"status": 200, "body": {}}}
    reads: list[tuple[str, str, dict[str, Any]]] = [
        (draft_of(configuration_id), CONFIGURATION, {"id": configuration_id, "description": "x"}),
        (f"GET {BASE}/deployments/{deployment_id}", DEPLOYMENT, {"id": deployment_id, "description": "x"}),
        (f"GET {BASE}/deployments/{deployment_id}", CHANNEL, {"id": deployment_id, "features": PLAIN}),
    ]
    for request, module, options in reads:
        org.fault("GET", request.partition(" ")[2], nothing)
        result = modules.fail(module, **options)
        assert (result["failure"]["kind"], "an id in the response is missing" in result["msg"], writes(org)) == (
            "protocol",
            True,
            [],
        )
    made: list[tuple[str, str, dict[str, Any]]] = [
        (f"{BASE}/configurations", CONFIGURATION, {"languages": ["en-us"], "default_language": "en-us"}),
        (f"{BASE}/deployments", DEPLOYMENT, {"configuration": {"name": "EU"}, "allow_all_domains": True}),
    ]
    for path, module, options in made:
        org.fault("POST", path, {"after": {"status": 200, "body": {}}})
        result = modules.succeed(module, name="Made", **options)
        assert [entry["outcome"] for entry in result["audit"]] == ["created"]
    org.fault("POST", ".*/publish", {"after": {"status": 200, "body": {}}})
    assert modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN)["channel"]["version"] == "2"


def test_another_s_odd_configuration_is_no_matter(org: Simulator, modules: Modules) -> None:
    listed = [{**each, "configuration": version(org, *pin(org, each["name"]))} for each in org.deployments()[:1]]
    odd = {"entities": [*listed, {"id": "x", "name": "Odd", "configuration": "text"}]}
    org.fault("GET", f"{BASE}/deployments", {"respond": {"status": 200, "body": odd}}, times=None)
    assert modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN)["changed"] is True
    org.clear_journal()
    assert modules.succeed(CONFIGURATION, check_mode=True, name="Drafted 4", state="absent")["changed"] is True
    assert BARE_DEPLOYMENTS in org.requests()


def test_a_listing_whose_end_cannot_be_found_is_no_listing(org: Simulator, modules: Modules) -> None:
    page = {"entities": [org.deployments()[0]], "total": 13, "nextUri": f"{BASE}/deployments?cursor=abc"}
    org.fault("GET", f"{BASE}/deployments", {"respond": {"status": 200, "body": page}})
    result = modules.fail(INFO)
    assert (result["failure"]["kind"], org.requests()) == ("protocol", [TOKEN, DEPLOYMENTS])


def test_a_listing_of_versions_that_is_empty_gives_no_draft_away(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, "Drafted 4")
    nothing = {"respond": {"status": 200, "body": {"entities": []}}}
    org.fault("GET", f"{BASE}/configurations/{configuration_id}/versions", nothing)
    refused = modules.fail(CHANNEL, name="Drafted 4", features=PLAIN)
    assert (refused["failure"]["kind"], writes(org)) == ("conflict", [])


def test_a_version_that_failed_is_never_taken_for_what_is_wanted(org: Simulator, modules: Modules) -> None:
    org.settings(pending_versions=True)
    configuration_id, _version = pin(org, PRIMARY)
    org.fault("POST", ".*/publish", {"end_in_error": True})
    first = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert (first["failure"]["kind"], first["changed"], pin(org, PRIMARY)[1]) == ("rejected", True, "1")
    for check_mode in (True, False):
        latest = modules.fail(DEPLOYMENT, check_mode, name=PRIMARY, configuration={"version": "latest"})
        assert (latest["failure"]["kind"], latest["changed"]) == ("rejected", False)
    modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN)
    assert pin(org, PRIMARY) == (configuration_id, "3")

    org.fault("POST", ".*/publish", {"end_in_error": True})
    modules.fail(CONFIGURATION, name="EU", messenger=COLOUR)
    again = modules.succeed(CONFIGURATION, name="EU", messenger=COLOUR)
    assert (again["changed"], again["audit"][0]["changes"]) == (True, ["published"])
    assert modules.succeed(CONFIGURATION, name="EU", messenger=COLOUR)["changed"] is False


@pytest.mark.parametrize(
    ("module", "wish"), [(DEPLOYMENT, {"flow_id": None}), (CHANNEL, {"routing": {"flow_id": None}})]
)
def test_what_a_person_edits_during_a_wait_is_kept(
    org: Simulator, modules: Modules, module: str, wish: dict[str, Any]
) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    org.settings(pending_polls=4)
    modules.succeed(DEPLOYMENT, name=PRIMARY, status="Inactive", wait=False)
    act = {"act": "edit_deployment", "id": deployment_id, "description": "By hand", "status": "Inactive"}
    org.fault("GET", f"{BASE}/deployments/{deployment_id}", {"person": act})
    modules.succeed(module, name=PRIMARY, **wish)
    stored = deployment(org, PRIMARY)
    assert (stored["description"], stored["status"], "flow" in stored) == ("By hand", "Inactive", False)


def test_a_name_that_only_a_draft_has_selects_nothing_to_delete_or_pin(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.person("save_draft", configuration_id, name="Renamed")
    for check_mode in (True, False):
        deleting = modules.fail(CONFIGURATION, check_mode, name="Renamed", state="absent")
        pinning = modules.fail(DEPLOYMENT, check_mode, name="EU 1", configuration={"name": "Renamed"})
        assert [each["failure"]["kind"] for each in (deleting, pinning)] == ["conflict", "conflict"]
    org.person("save_draft", configuration_id, name="EU")
    assert modules.succeed(CONFIGURATION, name="EU", default_language="en-us")["id"] == pin(org, "EU 1")[0]
    assert writes(org) == []


def test_all_waits_of_a_task_come_out_of_one_time(org: Simulator, modules: Modules) -> None:
    options: dict[str, Any] = {"name": "Temporary", "languages": ["en-us"], "default_language": "en-us"}
    modules.succeed(CONFIGURATION, **options)
    org.settings(pending_polls=2)
    modules.succeed(CONFIGURATION, name="Temporary", state="absent", wait=False)
    org.settings(pending_polls=1000)
    late = modules.fail(CONFIGURATION, **options, wait_timeout=2)
    assert (late["failure"]["kind"], late["changed"]) == ("unavailable", True)
    assert late["metrics"]["wait_ms"] < 2000


def test_an_answer_that_does_not_tell_the_pin_is_no_other_pin(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    told = {"id": deployment(org, PRIMARY)["id"], "status": "Active", "configuration": {"id": configuration_id}}
    org.fault("PUT", f"{BASE}/deployments/.*", {"after": {"status": 200, "body": told}})
    modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN)
    assert pin(org, PRIMARY)[1] == "2"


def test_a_version_that_is_there_is_pinned_though_another_content_failed(org: Simulator, modules: Modules) -> None:
    modules.succeed(DEPLOYMENT, name=PRIMARY, configuration={"name": "EU"})
    org.fault("PUT", ".*/versions/draft", {"respond": {"status": 500}}, skip=1)
    entries = [{"name": name, "features": PLAIN} for name in ("EU 1", PRIMARY)]
    entries.insert(1, {"name": "EU 2", "features": [*PLAIN, "video-calling"]})
    result = modules.fail(FLEET, channels=entries, change_shared=True)
    outcome_of = {row["name"]: row["outcome"] for row in result["channels"]}
    assert outcome_of == {"EU 1": "updated", "EU 2": "failed", PRIMARY: "updated"}


def test_so_many_deployments_that_share_a_configuration_are_named(org: Simulator, modules: Modules) -> None:
    org.reset("webdeployments:63")
    state = org.state()
    everyone = state["webdeployments"]["deployments"]
    shared = next(each for each in everyone if each["name"] == "EU 1")["configuration"]
    for each in everyone:
        each["configuration"] = shared
    org.state(state)
    refused = modules.fail(CHANNEL, name="EU 1", features=PLAIN)
    assert (refused["failure"]["kind"], " and 12 more" in refused["msg"]) == ("conflict", True)


def test_what_is_being_deleted_stands_beside_nobody(org: Simulator, modules: Modules) -> None:
    org.settings(pending_polls=1000)
    modules.succeed(DEPLOYMENT, name="EU 2", state="absent", wait=False)
    assert modules.succeed(CHANNEL, check_mode=True, name="EU 1", features=PLAIN)["changed"] is True
    state = org.state()
    namesake = next(each for each in state["webdeployments"]["deployments"] if each["name"] == "EU 2")
    state["webdeployments"]["deployments"].append({**namesake, "id": "another", "status": "Active"})
    org.state(state)
    foretold = modules.succeed(DEPLOYMENT, check_mode=True, name="EU 2", allow_all_domains=True)
    assert foretold["deployment"]["id"] == "another"


def test_the_same_wish_in_another_order_is_the_same(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, "EU 1")
    content = {**version(org, configuration_id, "1")["messenger"], "styles": {"primaryColor": "#010101"}}
    org.person("publish", configuration_id, messenger=content)
    org.person("edit_deployment", deployment(org, "EU 2")["id"], configuration={"version": "2"}, status="Active")
    entries = [
        {"name": "EU 1", "features": [*PLAIN, "video-calling"]},
        {"name": "EU 2", "features": ["video-calling", *PLAIN]},
    ]
    assert modules.succeed(FLEET, channels=entries)["changed"] is True
