# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""People and other runs who change the same things while a task works on them: nobody's change is lost unseen."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.integration.channels import CHANNEL, FLEET, TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DEPLOYMENTS,
    DRAFTS,
    PUBLISHED,
    deployment,
    draft_of,
    pin,
    pinned_together,
    version,
    versions_of,
    writes,
    written_together,
)
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT

PRIMARY = "Primary Web Messaging"
PLAIN = ["rich-media"]
VIDEO = [*PLAIN, "video-calling"]
CONFIGURATION, DEPLOYMENT = "webmessaging_configuration", "webmessaging_deployment"
THEIRS, OURS = {"styles": {"primaryColor": "#C0FFEE"}}, {"styles": {"primary_color": "#00FF00"}}
LONG_AGO = 5.3
"""Seconds after which what was read is read again."""


@pytest.fixture
def org(simulator: Simulator, modules: Modules) -> Simulator:
    simulator.reset("webdeployments:13")
    modules.environment["GENESYS_API"] = "webdeployments"
    return simulator


def person(act: str, entity_id: str, **changes: Any) -> dict[str, Any]:
    return {"person": {"act": act, "id": entity_id, **changes}}


WRITERS: list[tuple[str, dict[str, Any]]] = [
    (CHANNEL, {"name": PRIMARY, "features": PLAIN}),
    (CONFIGURATION, {"name": PRIMARY, "messenger": OURS}),
    (FLEET, {"channels": [{"name": PRIMARY, "features": PLAIN}]}),
]


@pytest.mark.parametrize(("module", "options"), WRITERS)
def test_a_draft_that_someone_saved_after_us_is_not_published(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any]
) -> None:
    configuration_id, before = pin(org, PRIMARY)
    draft = draft_of(configuration_id).partition(" ")[2]
    org.fault("GET", draft, person("save_draft", configuration_id, messenger=THEIRS), skip=int(module != CONFIGURATION))
    result = modules.fail(module, **options)
    failure = result["channels"][0]["failure"] if module == FLEET else result["failure"]
    assert (failure["kind"], result["changed"]) == ("conflict", True)
    assert "messenger.styles.primaryColor" in failure["message"]
    assert writes(org) == [draft_of(configuration_id, "PUT")]
    assert pin(org, PRIMARY)[1] == before
    assert org.configuration(configuration_id)["draft"]["messenger"]["styles"] == THEIRS["styles"]


@pytest.mark.parametrize(("module", "options"), WRITERS)
def test_a_version_that_holds_what_someone_saved_is_not_pinned(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any]
) -> None:
    configuration_id, before = pin(org, PRIMARY)
    org.settings(pending_polls=0)
    org.fault("POST", ".*/publish", person("save_draft", configuration_id, messenger=THEIRS))
    result = modules.fail(module, **options)
    failure = result["channels"][0]["failure"] if module == FLEET else result["failure"]
    assert (failure["kind"], "version 2" in failure["message"], result["changed"]) == ("conflict", True, True)
    assert pin(org, PRIMARY)[1] == before
    assert writes(org) == [draft_of(configuration_id, "PUT"), f"{draft_of(configuration_id, 'POST')}/publish"]


def test_a_lost_draft_is_not_written_over_what_someone_saved_since(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    for options in (dict(WRITERS[0][1]), {"id": deployment(org, PRIMARY)["id"], "features": VIDEO}):
        org.fault("PUT", ".*/draft", {"respond": {"status": 502}})
        org.fault("GET", ".*/draft", person("save_draft", configuration_id, messenger=THEIRS), skip=1)
        result = modules.fail(CHANNEL, **options)
        assert result["failure"]["kind"] == "conflict"
        assert org.configuration(configuration_id)["draft"]["messenger"]["styles"] == THEIRS["styles"]
        org.reset("webdeployments:13")


def test_a_deployment_that_someone_switched_off_stays_off(org: Simulator, modules: Modules) -> None:
    """What was read over five seconds ago is read again, with one listing where it serves several."""
    names = [PRIMARY, "Asleep 5", "Extended 7"]
    ids = {name: deployment(org, name)["id"] for name in names}
    act = person("edit_deployment", ids[PRIMARY], status="Inactive", description="By hand", settled=True)
    org.fault("GET", f"{BASE}/configurations", {"hang": LONG_AGO, **act})
    entries = [{"name": name, "routing": {"flow_id": DEFAULT_FLOWS[1]["id"]}, "features": VIDEO} for name in names]
    result = modules.succeed(FLEET, channels=entries)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    stored = {name: deployment(org, name) for name in names}
    assert [stored[name]["status"] for name in names] == ["Inactive", "Inactive", "Active"]
    assert (stored[PRIMARY]["description"], stored["Extended 7"]["futureField"]) == ("By hand", {"kept": True})
    assert [stored[name]["flow"]["id"] for name in names] == [DEFAULT_FLOWS[1]["id"]] * 3
    changes = [*written_together([pin(org, name)[0] for name in names]), *pinned_together([*ids.values()])]
    again = [draft_of(pin(org, name)[0]) for name in names]  # the listing took too long for another one
    reads = [TOKEN, DEPLOYMENTS, DRAFTS, BARE_DEPLOYMENTS, PUBLISHED, *again]
    assert sorted(org.requests()) == sorted([*reads, *changes])


def test_what_moved_inside_the_plan_is_in_the_diff(org: Simulator, modules: Modules) -> None:
    deployment_id, configuration_id = deployment(org, PRIMARY)["id"], pin(org, PRIMARY)[0]
    theirs = person("edit_deployment", deployment_id, flow={"id": DEFAULT_FLOWS[1]["id"]}, settled=True)
    org.fault("GET", draft_of(configuration_id).partition(" ")[2], {"hang": LONG_AGO, **theirs})
    result = modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN, routing={"flow_id": None})
    assert result["diff"]["before"]["routing"] == {"flow_id": DEFAULT_FLOWS[1]["id"]}
    assert f"GET {BASE}/deployments/{deployment_id}" in org.requests()[:5]
    assert "flow" not in deployment(org, PRIMARY)

    org.reset("webdeployments:13")
    theirs = person("edit_deployment", deployment_id, description="By hand", allowedDomains=[], settled=True)
    org.fault("GET", versions_of(configuration_id).partition(" ")[2].partition("?")[0], {"hang": LONG_AGO, **theirs})
    result = modules.succeed(DEPLOYMENT, name=PRIMARY, configuration={"version": "latest"}, flow_id=None)
    assert (deployment(org, PRIMARY)["description"], result["changed"]) == ("By hand", True)


def test_what_someone_pinned_meanwhile_is_kept_where_it_holds_what_is_wanted(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    deployment_id = deployment(org, PRIMARY)["id"]
    video = {"enabled": True}
    org.person("publish", configuration_id, video=video)
    act = person("edit_deployment", deployment_id, configuration={"version": "2"}, settled=True)
    org.fault("GET", draft_of(configuration_id).partition(" ")[2], {"hang": LONG_AGO, **act})
    result = modules.succeed(CHANNEL, name=PRIMARY, enable_features=["video-calling"])
    assert (result["changed"], result["diff"]["before"], result["channel"]["version"]) == (
        False,
        {"features": result["channel"]["features"]},
        "2",
    )
    assert (writes(org), pin(org, PRIMARY)) == ([], (configuration_id, "2"))


def test_what_someone_pinned_meanwhile_is_built_upon(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    deployment_id = deployment(org, PRIMARY)["id"]
    theirs = {"act": "publish", "id": configuration_id, "messenger": THEIRS}
    org.person(act="publish", entity_id=configuration_id, messenger=THEIRS)
    act = person("edit_deployment", deployment_id, configuration={"version": "2"}, settled=True)
    org.fault("GET", draft_of(configuration_id).partition(" ")[2], {"hang": LONG_AGO, **act})
    result = modules.succeed(CHANNEL, name=PRIMARY, enable_features=["video-calling"])
    content = version(org, *pin(org, PRIMARY))
    assert theirs["messenger"] == THEIRS
    assert (content["messenger"]["styles"], content["video"]) == (THEIRS["styles"], {"enabled": True})
    assert (result["channel"]["version"], pin(org, PRIMARY)[1]) == ("3", "3")


def test_a_write_that_someone_s_older_read_undid_is_made_again(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    before = {key: deployment(org, PRIMARY)[key] for key in ("configuration", "flow", "allowAllDomains")}
    stale = person("edit_deployment", deployment_id, **before, description="Theirs", settled=True)
    tasks: list[tuple[str, dict[str, Any]]] = [
        (DEPLOYMENT, {"flow_id": DEFAULT_FLOWS[1]["id"]}),
        (CHANNEL, {"features": PLAIN}),
    ]
    for module, wish in tasks:
        org.reset("webdeployments:13")
        org.fault("GET", f"{BASE}/deployments/{deployment_id}", stale)
        assert modules.succeed(module, name=PRIMARY, **wish)["changed"] is True
        assert writes(org).count(f"PUT {BASE}/deployments/{deployment_id}") == 2
        assert deployment(org, PRIMARY)["description"] == "Theirs"
        assert modules.succeed(module, name=PRIMARY, **wish)["changed"] is False


def test_a_write_that_is_undone_each_time_is_given_up(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    before = {key: deployment(org, PRIMARY)[key] for key in ("configuration", "flow", "allowAllDomains")}
    for number in range(20):
        stale = person("edit_deployment", deployment_id, **before, description=f"Theirs {number}", settled=True)
        org.fault("GET", f"{BASE}/deployments/{deployment_id}", stale)
    result = modules.fail(DEPLOYMENT, name=PRIMARY, flow_id=DEFAULT_FLOWS[1]["id"])
    assert (result["failure"]["kind"], result["changed"]) == ("conflict", True)
    told = "it was written 8 times, and each time someone else's write took that away again"
    assert told in result["failure"]["message"]
    assert writes(org) == [f"PUT {BASE}/deployments/{deployment_id}"] * 8


def test_a_version_that_someone_published_before_ours_is_told(org: Simulator, modules: Modules) -> None:
    """Ours was made from the version before theirs, so it lacks what they changed."""
    configuration_id, _before = pin(org, PRIMARY)
    draft = draft_of(configuration_id).partition(" ")[2]
    org.fault("PUT", draft, person("publish", configuration_id, messenger=THEIRS))
    result = modules.fail(CONFIGURATION, name=PRIMARY, messenger=OURS)
    failure = result["failure"]
    assert (failure["kind"], result["changed"]) == ("conflict", True)
    assert "version 3 was published, but lacks what someone else published at the same moment: 2" in failure["message"]
    assert "messenger.styles.primaryColor" in failure["message"]
    assert pin(org, PRIMARY) == (configuration_id, "1")


def test_what_someone_else_set_on_purpose_is_not_fought_over(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    for theirs in ({"description": "Theirs"}, {"description": "On every page"}):
        org.reset("webdeployments:13")
        act = person("edit_deployment", deployment_id, **theirs, settled=True)
        org.fault("GET", f"{BASE}/deployments/{deployment_id}", act)
        result = modules.fail(DEPLOYMENT, name=PRIMARY, description="Ours")
        assert (result["failure"]["kind"], result["changed"]) == ("conflict", True)
        assert "someone else has set description" in result["msg"]
        assert deployment(org, PRIMARY)["description"] == theirs["description"]


FIELDS: list[dict[str, Any]] = [
    {"description": "Ours"},
    {"flow_id": DEFAULT_FLOWS[1]["id"]},
    {"supported_content_id": DEFAULT_SUPPORTED_CONTENT[1]["id"]},
    {"allowed_domains": ["shop.example"]},
]


def test_runs_at_once_with_other_fields_of_one_deployment_all_take_effect(org: Simulator, modules: Modules) -> None:
    # The service takes a moment, and that long each run looks at what became of its write.
    org.settings(pending_ms=1000)
    running = [modules.start(DEPLOYMENT, name=PRIMARY, **field) for field in FIELDS]
    ended = [each.finish() for each in running]
    assert [each.result.get("msg") for each in ended if each.failed] == []
    stored = deployment(org, PRIMARY)
    assert (
        stored["description"],
        stored["flow"]["id"],
        stored["supportedContent"]["id"],
        stored["allowedDomains"],
    ) == (
        "Ours",
        DEFAULT_FLOWS[1]["id"],
        DEFAULT_SUPPORTED_CONTENT[1]["id"],
        ["shop.example"],
    )


def test_runs_at_once_with_one_wish_are_no_conflict(org: Simulator, modules: Modules) -> None:
    entries = [{"name": name, "features": VIDEO} for name in (PRIMARY, "Asleep 5", "Extended 7")]
    running = [modules.start(FLEET, channels=copy.deepcopy(entries)) for _run in range(3)]
    ended = [each.finish() for each in running]
    assert [each.result.get("msg") for each in ended if each.failed] == []
    assert modules.succeed(FLEET, channels=entries)["changed"] is False


def test_runs_at_once_that_make_the_same_thing_make_one(org: Simulator, modules: Modules) -> None:
    content: dict[str, Any] = {"name": "One", "languages": ["en-us"], "default_language": "en-us"}
    running = [modules.start(CONFIGURATION, **content) for _run in range(5)]
    ended = [each.finish() for each in running]
    assert [each.result.get("msg") for each in ended if each.failed] == []
    drafts = [each["draft"] for each in org.configurations()]
    (one,) = [each for each in drafts if each["name"] == "One" and each["status"] != "Deleting"]
    assert {each.result["id"] for each in ended} == {one["id"]}
    wish: dict[str, Any] = {"name": "One", "configuration": {"id": one["id"]}, "allow_all_domains": True}
    running = [modules.start(DEPLOYMENT, **wish) for _run in range(5)]
    ended = [each.finish() for each in running]
    assert [each.result.get("msg") for each in ended if each.failed] == []
    (made,) = [each for each in org.deployments() if each["name"] == "One" and each["status"] != "Deleting"]
    assert {each.result["deployment"]["id"] for each in ended} == {made["id"]}


MADE: list[tuple[str, dict[str, Any], str]] = [
    (CONFIGURATION, {"name": "New", "languages": ["en-us"], "default_language": "en-us"}, "configurations"),
    (DEPLOYMENT, {"name": "New", "configuration": {"name": "EU"}, "allow_all_domains": True}, "deployments"),
]


@pytest.mark.parametrize(("module", "options", "noun"), MADE, ids=["configuration", "deployment"])
def test_what_was_made_is_told_where_the_look_at_its_name_fails(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], noun: str
) -> None:
    looks = 2 if module == CONFIGURATION else 1
    org.fault("GET", f"{BASE}/{noun}", {"respond": {"status": 403}}, skip=looks, times=None)
    result = modules.fail(module, **options)
    assert (result["failure"]["kind"], result["changed"]) == ("permission", True)
    (entry,) = result["audit"]
    assert (entry["outcome"], entry["resource_id"] is None) == ("failed", False)


@pytest.mark.parametrize(("module", "options", "noun"), MADE, ids=["configuration", "deployment"])
def test_what_someone_else_deleted_first_is_not_told_as_deleted(
    org: Simulator, modules: Modules, module: str, options: dict[str, Any], noun: str
) -> None:
    org.settings(pending_polls=0)
    made = modules.succeed(module, **options)
    made_id = made["id"] if module == CONFIGURATION else made["deployment"]["id"]
    state = org.state()
    for method, path in (("DELETE", f"{BASE}/{noun}/{made_id}"), ("GET", f"{BASE}/{noun}/{made_id}/versions")):
        if method == "GET" and module == DEPLOYMENT:
            continue
        org.state(state)
        org.fault(method, path, person(f"delete_{noun[:-1]}", made_id))
        result = modules.succeed(module, name="New", state="absent")
        (entry,) = result["audit"]
        assert (result["changed"], entry["outcome"], entry["changes"]) == (False, "unchanged", [])
        assert result["diff"]["before"] == result["diff"]["after"]


def test_what_overwriting_a_draft_destroys_is_shown(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, "Drafted 4")
    tasks: list[tuple[str, dict[str, Any]]] = [
        (CHANNEL, {"name": "Drafted 4", "features": VIDEO}),
        (CONFIGURATION, {"name": "Drafted 4", "description": "Ours"}),
        (CONFIGURATION, {"id": configuration_id, "description": "Ours"}),
    ]
    for module, options in tasks:
        org.reset("webdeployments:13")
        foretold = modules.succeed(module, check_mode=True, **options, overwrite_draft=True)
        result = modules.succeed(module, **options, overwrite_draft=True)
        assert (foretold["diff"], foretold["changed"]) == (result["diff"], True)
        colour = {"messenger": {"styles": {"primaryColor": "#C0FFEE"}}}
        assert result["diff"]["before"]["draft"] == colour
        assert result["diff"]["after"]["draft"]["messenger"]["styles"]["primaryColor"] == "#2A6EBB"
        (entry,) = result["audit"]
        assert "draft.messenger.styles.primaryColor" in entry["changes"]
        assert "draft" not in modules.succeed(module, **options, overwrite_draft=True)["diff"]["before"]


def test_an_answer_about_another_object_is_not_believed(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    deployment_id, other = deployment(org, PRIMARY)["id"], deployment(org, "EU 1")
    bare = {key: value for key, value in other.items() if key != "identityResolution"}
    another = org.configuration(pin(org, "EU 1")[0])
    reads: list[tuple[str, Any, str, dict[str, Any]]] = [
        (f"{BASE}/deployments/{deployment_id}", bare, DEPLOYMENT, {"id": deployment_id, "description": "x"}),
        (f"{BASE}/deployments/{deployment_id}", bare, DEPLOYMENT, {"id": deployment_id, "state": "absent"}),
        (f"{BASE}/deployments/{deployment_id}", bare, CHANNEL, {"id": deployment_id, "features": PLAIN}),
        (
            f"{BASE}/configurations/{configuration_id}/versions/draft",
            another["draft"],
            CONFIGURATION,
            {"id": configuration_id, "state": "absent"},
        ),
        (
            f"{BASE}/configurations/{configuration_id}/versions/1",
            another["versions"][0],
            CHANNEL,
            {"id": deployment_id, "features": PLAIN},
        ),
    ]
    for path, answer, module, options in reads:
        org.fault("GET", path, {"respond": {"status": 200, "body": answer}})
        result = modules.fail(module, **options)
        assert (result["failure"]["kind"], writes(org)) == ("protocol", []), path
        assert "was requested" in result["msg"]
    state = org.state()
    org.fault("PUT", ".*/versions/draft", {"respond": {"status": 200, "body": another["draft"]}})
    result = modules.fail(CONFIGURATION, id=configuration_id, description="x")
    assert (result["failure"]["kind"], org.state()) == ("protocol", state)


def thin(org: Simulator, *fields: str) -> dict[str, Any]:
    """A listing of deployments whose rows lack these fields, for ever."""
    rows = []
    for each in org.deployments():
        whole = {**each, "configuration": version(org, *pin(org, each["name"]))}
        rows.append({key: value for key, value in whole.items() if key not in (*fields, "identityResolution")})
    return {"respond": {"status": 200, "body": {"entities": rows}}}


@pytest.mark.parametrize(("module", "wish"), [(DEPLOYMENT, {"description": "Ours"}), (CHANNEL, {"features": VIDEO})])
def test_what_a_listing_does_not_show_is_not_wiped(
    org: Simulator, modules: Modules, module: str, wish: dict[str, Any]
) -> None:
    whole = deployment(org, PRIMARY)
    org.fault("GET", f"{BASE}/deployments", thin(org, "flow", "supportedContent", "pushIntegrations"), times=None)
    modules.succeed(module, name=PRIMARY, **wish)
    stored = deployment(org, PRIMARY)
    assert {key: stored.get(key) for key in ("flow", "supportedContent")} == {
        key: whole.get(key) for key in ("flow", "supportedContent")
    }


HIDDEN: list[tuple[str, list[str], dict[str, Any]]] = [
    (DEPLOYMENT, ["supportedContent"], {"supported_content_id": None}),
    (DEPLOYMENT, ["flow", "description"], {"flow_id": None, "description": None}),
    (CHANNEL, ["flow"], {"routing": {"flow_id": None}}),
    (FLEET, ["flow"], {"routing": {"flow_id": None}}),
]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(("module", "fields", "wish"), HIDDEN)
def test_what_a_listing_does_not_show_is_not_taken_for_unset(
    org: Simulator, modules: Modules, module: str, fields: list[str], wish: dict[str, Any], check_mode: bool
) -> None:
    entry = {"name": PRIMARY, **wish}
    options = {"channels": [entry]} if module == FLEET else entry
    org.fault("GET", f"{BASE}/deployments", {"thin": fields}, times=None)
    single = f"GET {BASE}/deployments/{deployment(org, PRIMARY)['id']}"
    assert modules.succeed(module, **options, check_mode=check_mode)["changed"]
    assert org.requests()[2] == single
    assert len(writes(org)) == (0 if check_mode else 1)
    org.clear_journal()
    assert modules.succeed(module, **options)["changed"] is check_mode
    if not check_mode:
        assert org.requests()[2:] == [single], "one read more, since the listing cannot tell"


def test_what_cannot_be_known_to_be_unused_is_not_deleted(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    org.fault("GET", f"{BASE}/deployments", thin(org, "configuration"), times=None)
    result = modules.fail(CONFIGURATION, id=configuration_id, state="absent")
    assert (result["failure"]["kind"], writes(org)) == ("conflict", [])
    bare = {key: value for key, value in deployment(org, PRIMARY).items() if key != "configuration"}
    org.fault("GET", f"{BASE}/deployments/.*", {"respond": {"status": 200, "body": bare}}, times=None)
    result = modules.fail(CONFIGURATION, id=configuration_id, state="absent")
    assert (result["failure"]["kind"], "cannot tell" in result["msg"], writes(org)) == ("protocol", True, [])


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_the_service_failed_at_is_not_called_unchanged(org: Simulator, modules: Modules, check_mode: bool) -> None:
    deployment_id = deployment(org, PRIMARY)["id"]
    tasks: list[tuple[str, dict[str, Any], str]] = [
        (DEPLOYMENT, {"name": PRIMARY, "description": "x"}, "status"),
        (DEPLOYMENT, {"id": deployment_id, "status": "Inactive"}, "status"),
        (CHANNEL, {"name": PRIMARY, "routing": {"flow_id": None}}, "deployment.status"),
        (FLEET, {"channels": [{"id": deployment_id, "routing": {"flow_id": None}}]}, "deployment.status"),
    ]
    for module, options, change in tasks:
        org.reset("webdeployments:13")
        org.fault("PUT", f"{BASE}/deployments/.*", {"end_in_error": True}, times=2)
        modules.fail(module, **options)
        assert deployment(org, PRIMARY)["status"] == "Error"
        if check_mode:
            foretold = modules.succeed(module, check_mode=True, **options)
            assert (foretold["changed"], change in foretold["audit"][0]["changes"]) == (True, True), module
            continue
        assert modules.fail(module, **options)["changed"] is True
        again = modules.succeed(module, **options)
        assert (again["changed"], again["audit"][0]["outcome"]) == (True, "updated")
        assert deployment(org, PRIMARY)["status"] == options.get("status", "Active")
        assert modules.succeed(module, **options)["changed"] is False


def test_what_is_still_pending_is_waited_for(org: Simulator, modules: Modules) -> None:
    tasks: list[tuple[str, dict[str, Any]]] = [
        (DEPLOYMENT, {"name": PRIMARY, "description": "x"}),
        (CHANNEL, {"name": PRIMARY}),
        (FLEET, {"channels": [{"name": PRIMARY}]}),
    ]
    for module, options in tasks:
        org.reset("webdeployments:13", pending_polls=3)
        org.fault("PUT", f"{BASE}/deployments/.*", {"end_in_error": True})
        modules.succeed(DEPLOYMENT, name=PRIMARY, description="x", wait=False)
        result = modules.succeed(module, **options)
        assert (result["changed"], deployment(org, PRIMARY)["status"]) == (True, "Active"), module


def test_a_draft_that_failed_is_written_again(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    options: dict[str, Any] = {"id": configuration_id, "description": "x", "publish": False}
    org.fault("PUT", ".*/draft", {"end_in_error": True})
    assert "Nothing was published" in modules.fail(CONFIGURATION, **options)["msg"]
    foretold = modules.succeed(CONFIGURATION, check_mode=True, **options)
    again = modules.succeed(CONFIGURATION, **options)
    assert (foretold["diff"], again["diff"]["before"]["status"]) == (again["diff"], "Error")
    assert modules.succeed(CONFIGURATION, **options)["changed"] is False


def test_only_where_nothing_was_pinned_that_is_said(org: Simulator, modules: Modules) -> None:
    org.fault("PUT", f"{BASE}/deployments/.*", {"end_in_error": True})
    failed = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert ("Nothing was pinned" in failed["msg"], "pinned to version 2" in failed["msg"]) == (False, True)
    org.reset("webdeployments:13", pending_versions=True)
    org.fault("POST", ".*/publish", {"end_in_error": True})
    failed = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert ("Nothing was pinned" in failed["msg"], pin(org, PRIMARY)[1]) == (True, "1")
