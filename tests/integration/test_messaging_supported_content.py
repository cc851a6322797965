# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``messaging_supported_content``: its media types, the org's default, what must not be deleted, and lost answers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.supported_content import (
    CONTENT_USERS,
    DEFAULT,
    EVERYTHING,
    PICTURES,
    PROFILES,
    PROFILES_LISTING,
    profile,
)
from tests.integration.web_deployments import writes
from tests.integration.webhooks import warnings_of
from tests.simulator import fleets
from tests.simulator.client import Simulator

MODULE = "messaging_supported_content"
FLEET = "plain-webdeployments:2"
ONE = f"{PROFILES}/{PICTURES}"
GET_DEFAULT, PUT_DEFAULT = (f"{method} {DEFAULT}" for method in ("GET", "PUT"))
DOCUMENTS: dict[str, Any] = {"name": "Documents", "inbound": ["application/pdf", "image/*"], "outbound": []}


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset(FLEET)
    return simulator


def allowed(*types: str) -> list[dict[str, str]]:
    return [{"type": each} for each in types]


def test_a_new_one_is_made_as_it_is_wanted_and_only_once(org: Simulator, modules: Modules) -> None:
    predicted = modules.succeed(MODULE, check_mode=True, **DOCUMENTS)
    assert org.requests() == [TOKEN, PROFILES_LISTING]
    assert predicted["supported_content"] == {"id": None, **DOCUMENTS, "default": False}
    org.clear_journal()
    made = modules.succeed(MODULE, **DOCUMENTS)
    assert org.requests() == [TOKEN, PROFILES_LISTING, f"POST {PROFILES}", PROFILES_LISTING]
    stored = profile(org, "Documents")
    assert stored["mediaTypes"] == {"allow": {"inbound": allowed("application/pdf", "image/*"), "outbound": []}}
    assert made["supported_content"] == {**predicted["supported_content"], "id": stored["id"]}
    assert (made["changed"], made["diff"]) == (True, predicted["diff"])
    assert made["diff"] == {"before": {"state": "absent"}, "after": {"state": "present", **DOCUMENTS}}
    (entry,) = made["audit"]
    assert (entry["action"], entry["resource"], entry["outcome"]) == ("CONTENT_CREATE", "supported_content", "created")
    assert (entry["resource_id"], entry["resource_name"]) == (stored["id"], "Documents")

    org.clear_journal()
    shuffled = {**DOCUMENTS, "inbound": ["IMAGE/*", "Application/PDF"]}
    again = modules.succeed(MODULE, **shuffled)
    assert (again["changed"], again["audit"][0]["outcome"]) == (False, "unchanged")
    assert org.requests() == [TOKEN, PROFILES_LISTING, GET_DEFAULT]
    assert again["supported_content"] == made["supported_content"]


def test_a_new_one_is_the_default_at_once_and_blocks_what_is_not_named(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {"name": "None", "default": True}
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert (org.requests(), writes(org)) == ([TOKEN, PROFILES_LISTING], [])
    org.clear_journal()
    made = modules.succeed(MODULE, **wanted)
    assert org.requests() == [TOKEN, PROFILES_LISTING, f"POST {PROFILES}", PROFILES_LISTING, PUT_DEFAULT]
    assert made["supported_content"]["default"] is predicted["supported_content"]["default"] is True
    assert made["diff"] == predicted["diff"]
    assert profile(org, "None")["mediaTypes"] == {"allow": {"inbound": [], "outbound": []}}
    assert org.state()["webdeployments"]["default_supported_content"] == made["supported_content"]["id"]
    assert modules.succeed(MODULE, **wanted)["changed"] is False


@pytest.mark.parametrize("merges", [False, True])
def test_a_change_is_one_patch_with_both_lists(org: Simulator, modules: Modules, merges: bool) -> None:
    org.settings(content_patches_merge=merges)
    before = profile(org, "Pictures")
    wanted: dict[str, Any] = {"name": "Pictures", "inbound": ["image/png", "IMAGE/GIF"]}
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert org.requests() == [TOKEN, PROFILES_LISTING, GET_DEFAULT]
    org.clear_journal()
    changed = modules.succeed(MODULE, **wanted)
    assert org.requests() == [TOKEN, PROFILES_LISTING, GET_DEFAULT, f"PATCH {ONE}"]
    (sent,) = (each["body"] for each in org.journal() if each["kind"] == "write")
    outbound = before["mediaTypes"]["allow"]["outbound"]
    assert sent == {"mediaTypes": {"allow": {"inbound": allowed("image/png", "image/gif"), "outbound": outbound}}}
    assert profile(org, "Pictures")["mediaTypes"] == sent["mediaTypes"]
    assert (changed["supported_content"], changed["diff"]) == (predicted["supported_content"], predicted["diff"])
    assert changed["diff"]["after"]["inbound"] == ["image/png", "image/gif"]
    assert (changed["audit"][0]["action"], changed["audit"][0]["changes"]) == ("CONTENT_UPDATE", ["inbound"])
    assert modules.succeed(MODULE, **wanted)["changed"] is False


def test_the_empty_list_blocks_all(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {"name": "Pictures", "inbound": [], "outbound": []}
    assert modules.succeed(MODULE, check_mode=True, **wanted)["changed"] is True
    assert modules.succeed(MODULE, **wanted)["supported_content"]["inbound"] == []
    assert profile(org, "Pictures")["mediaTypes"] == {"allow": {"inbound": [], "outbound": []}}
    assert modules.succeed(MODULE, **wanted)["changed"] is False


def test_with_an_id_the_name_is_wanted(org: Simulator, modules: Modules) -> None:
    before = profile(org, "Pictures")["mediaTypes"]
    wanted = {"id": PICTURES, "name": "Images"}
    reads = [TOKEN, f"GET {ONE}", GET_DEFAULT]
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert org.requests() == reads
    org.clear_journal()
    renamed = modules.succeed(MODULE, **wanted)
    assert org.requests() == [*reads, f"PATCH {ONE}"]
    (sent,) = (each["body"] for each in org.journal() if each["kind"] == "write")
    assert sent == {"name": "Images", "mediaTypes": before}
    assert (renamed["diff"], renamed["supported_content"]["name"]) == (predicted["diff"], "Images")
    org.clear_journal()
    assert modules.succeed(MODULE, **wanted)["changed"] is False
    assert org.requests() == reads
    missing = modules.fail(MODULE, id="nobody", inbound=[])
    assert missing["failure"]["kind"] == "not_found"
    assert "messaging_supported_content_info lists" in missing["msg"]


def test_the_default_moves_and_the_other_list_of_writes_is_empty(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {"name": "Pictures", "default": True}
    reads = [TOKEN, PROFILES_LISTING, GET_DEFAULT]
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert org.requests() == reads
    org.clear_journal()
    moved = modules.succeed(MODULE, **wanted)
    assert org.requests() == [*reads, PUT_DEFAULT]
    assert moved["diff"] == predicted["diff"]
    assert moved["diff"]["before"] == {"name": "Pictures", "default": False}
    assert (moved["supported_content"]["default"], predicted["supported_content"]["default"]) == (True, True)
    org.clear_journal()
    assert modules.succeed(MODULE, **wanted)["changed"] is False
    assert org.requests() == reads
    org.clear_journal()
    both = modules.succeed(MODULE, name="Everything", outbound=["image/*"], default=True)
    assert org.requests() == [*reads, f"PATCH {PROFILES}/{EVERYTHING}", PUT_DEFAULT]
    assert both["audit"][0]["changes"] == ["default", "outbound"]


def test_the_first_default_of_an_org_without_one(org: Simulator, modules: Modules) -> None:
    state = fleets.named(FLEET)
    org.reset({**state, "webdeployments": {**state["webdeployments"], "default_supported_content": None}})
    assert modules.succeed(MODULE, name="Pictures", inbound=["image/*"])["supported_content"]["default"] is False
    assert modules.succeed(MODULE, name="Pictures", default=True)["changed"] is True


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"inbound": ["png"]}, ["inbound[0]: 'png' is no media type. Give one such as image/jpeg"]),
        ({"outbound": ["*/*", "image/"]}, ["outbound[1]: 'image/' is no media type."]),
        ({"inbound": ["*/png"]}, ["inbound[0]: '*/png' is no media type."]),
        ({"inbound": ["*"]}, ["Write '*/*'"]),
        ({"inbound": ["text/plain; charset=utf-8"]}, ["Write 'text/plain', without parameters"]),
        ({"inbound": ["image/\N{KELVIN SIGN}"]}, ["is no media type"]),
        ({"inbound": [""]}, ["inbound[0]: '' is no media type."]),
        ({"inbound": ["image/png", "IMAGE/PNG"]}, ["inbound[1]: 'IMAGE/PNG' is in the list more than once"]),
        ({"inbound": None}, ["inbound: null cannot be set. Write []"]),
        ({"default": False}, ["default: false cannot be set", "Make another profile the default instead"]),
        ({"default": None}, ["default: null cannot be set"]),
        ({"api": "communications"}, ["api: communications has no supported content profiles"]),
        ({"name": " "}, ["name: ' ' is empty"]),
        ({"name": None}, ["id or name: is missing"]),
        ({"id": "a b"}, ["id: 'a b' is no id"]),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_request(
    org: Simulator, modules: Modules, options: dict[str, Any], told: list[str]
) -> None:
    result = modules.fail(MODULE, **{"name": "Pictures", **options})
    assert (result["failure"]["kind"], len(result["failure"]["details"])) == ("validation", 1)
    for text in told:
        assert text in result["msg"]
    assert result["audit"][0]["action"] == "CONTENT_UPDATE"
    assert org.requests() == []


def test_all_errors_are_told_together(org: Simulator, modules: Modules) -> None:
    result = modules.fail(MODULE, name="", inbound=["a", "b"], outbound=["c"], default=False)
    assert [each.partition(":")[0] for each in result["failure"]["details"]] == [
        "name",
        "inbound[0]",
        "inbound[1]",
        "outbound[0]",
        "default",
    ]
    assert org.requests() == []


def test_it_goes_away_and_stays_away(org: Simulator, modules: Modules) -> None:
    made = modules.succeed(MODULE, **DOCUMENTS)["supported_content"]
    path = f"{PROFILES}/{made['id']}"
    org.clear_journal()
    predicted = modules.succeed(MODULE, check_mode=True, name="Documents", state="absent")
    reads = [TOKEN, PROFILES_LISTING, GET_DEFAULT, CONTENT_USERS]
    assert org.requests() == reads
    org.clear_journal()
    gone = modules.succeed(MODULE, name="Documents", state="absent")
    assert org.requests() == [*reads, f"DELETE {path}", f"GET {path}"]
    assert (gone["supported_content"], gone["diff"]) == (None, predicted["diff"])
    assert gone["diff"]["before"] == {"state": "present", **DOCUMENTS, "default": False}
    assert (gone["audit"][0]["action"], gone["audit"][0]["outcome"]) == ("CONTENT_DELETE", "deleted")
    for selector, read in (({"name": "Documents"}, PROFILES_LISTING), ({"id": made["id"]}, f"GET {path}")):
        org.clear_journal()
        assert modules.succeed(MODULE, **selector, state="absent")["changed"] is False
        assert org.requests() == [TOKEN, read]


@pytest.mark.parametrize("check_mode", [False, True])
def test_the_default_and_what_is_in_use_stay(org: Simulator, modules: Modules, check_mode: bool) -> None:
    users = [each for each in org.deployments() if each.get("supportedContent", {}).get("id") == PICTURES]
    assert users
    used = modules.fail(MODULE, check_mode=check_mode, name="Pictures", state="absent")
    assert (used["failure"]["kind"], used["changed"]) == ("conflict", False)
    assert all(f"{each['name']!r} ({each['id']})" in used["msg"] for each in users)
    default = modules.fail(MODULE, check_mode=check_mode, id=EVERYTHING, state="absent")
    assert (default["failure"]["kind"], default["failure"]["message"]) == ("conflict", "it is the org's default")
    assert "Make another profile the default first." in default["msg"]
    org.person("make_default_supported_content", PICTURES)
    both = modules.fail(MODULE, check_mode=check_mode, name="Pictures", state="absent")
    assert "it is the org's default, and deployments use it: " in both["msg"]
    assert writes(org) == []


def test_a_refusal_of_the_service_is_told(org: Simulator, modules: Modules) -> None:
    modules.succeed(MODULE, **DOCUMENTS)
    refusal = {"status": 409, "code": "in.use", "message": "An open messaging integration uses it."}
    org.fault("DELETE", f"{PROFILES}/.*", {"respond": refusal}, times=None)
    refused = modules.fail(MODULE, name="Documents", state="absent")
    assert (refused["failure"]["kind"], refused["failure"]["code"]) == ("conflict", "in.use")
    assert "Something else than a deployment may use it." in refused["msg"]


def test_only_a_deletion_needs_web_deployments(org: Simulator, modules: Modules) -> None:
    modules.succeed(MODULE, **DOCUMENTS)
    org.fault("GET", "/api/v2/webdeployments/.*", {"respond": {"status": 403, "message": "No."}}, times=None)
    assert modules.succeed(MODULE, name="Documents", inbound=[], default=True)["changed"] is True
    assert modules.succeed(MODULE, name="Everything", default=True)["changed"] is True
    refused = modules.fail(MODULE, name="Documents", state="absent")
    assert refused["failure"]["kind"] == "permission"
    assert "webDeployments:deployment:view" in refused["msg"]
    assert profile(org, "Documents")


def test_an_org_without_profiles_says_so(simulator: Simulator, modules: Modules) -> None:
    simulator.fault("GET", PROFILES, {"respond": {"status": 404, "message": "No such path."}}, times=None)
    result = modules.fail(MODULE, **DOCUMENTS)
    assert result["failure"]["kind"] == "not_found"
    assert "does not serve supported content profiles" in result["msg"]


def test_names_are_not_unique(org: Simulator, modules: Modules) -> None:
    state = fleets.named(FLEET)
    twins = [{**each, "name": "Same"} for each in org.supported_content()]
    org.reset({**state, "webdeployments": {**state["webdeployments"], "supported_content": twins}})
    result = modules.fail(MODULE, name="Same", inbound=[])
    assert (result["failure"]["kind"], PICTURES in result["msg"], EVERYTHING in result["msg"]) == (
        "ambiguous",
        True,
        True,
    )


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"after": {"status": 502}}, {"reset": "before"}])
def test_a_write_whose_answer_was_lost_is_done_once(org: Simulator, modules: Modules, fault: dict[str, Any]) -> None:
    org.fault("POST", PROFILES, fault)
    made = modules.succeed(MODULE, **DOCUMENTS, default=True, timeout=1)
    assert [each["name"] for each in org.supported_content()].count("Documents") == 1
    org.fault("PATCH", f"{PROFILES}/.*", fault)
    assert modules.succeed(MODULE, name="Documents", outbound=["*/*"])["changed"] is True
    assert profile(org, "Documents")["mediaTypes"]["allow"]["outbound"] == allowed("*/*")
    org.fault("PUT", DEFAULT, fault)
    assert modules.succeed(MODULE, name="Everything", default=True)["supported_content"]["default"] is True
    org.fault("DELETE", f"{PROFILES}/.*", fault)
    assert modules.succeed(MODULE, id=made["supported_content"]["id"], state="absent")["changed"] is True
    assert [each["name"] for each in org.supported_content()] == ["Pictures", "Everything"]


def test_reads_and_answers_that_lag_behind(org: Simulator, modules: Modules) -> None:
    def lag_again() -> None:
        """Nothing lags any more behind what was written before."""
        org.settings(lag_reads=0, lag_listings=0, answers_lag=False)
        org.reset(org.state(), lag_reads=1, lag_listings=1, answers_lag=True)

    lag_again()
    made = modules.succeed(MODULE, **DOCUMENTS, default=True)
    profile_id = made["supported_content"]["id"]
    assert (made["changed"], made["supported_content"]["default"]) == (True, True)
    lag_again()
    changed = modules.succeed(MODULE, id=profile_id, inbound=["text/plain"], name="Texts")
    assert (changed["supported_content"]["inbound"], profile(org, "Texts")["id"]) == (["text/plain"], profile_id)
    lag_again()
    assert modules.succeed(MODULE, id=EVERYTHING, default=True)["changed"] is True
    assert org.state()["webdeployments"]["default_supported_content"] == EVERYTHING
    lag_again()
    assert modules.succeed(MODULE, id=profile_id, state="absent")["changed"] is True
    assert len(org.supported_content()) == 2


def test_a_row_without_media_types_is_read_singly(org: Simulator, modules: Modules) -> None:
    org.fault("GET", PROFILES, {"thin": ["mediaTypes"]}, times=None)
    wanted = profile(org, "Pictures")["mediaTypes"]["allow"]
    inbound = [each["type"] for each in wanted["inbound"]]
    unchanged = modules.succeed(MODULE, name="Pictures", inbound=inbound)
    assert (unchanged["changed"], unchanged["supported_content"]["inbound"]) == (False, inbound)
    assert org.requests() == [TOKEN, PROFILES_LISTING, f"GET {ONE}", GET_DEFAULT]


@pytest.mark.parametrize("missing", ["inbound", "outbound"])
def test_a_list_that_only_the_row_lacks_is_kept(org: Simulator, modules: Modules, missing: str) -> None:
    """A write holds both lists, so the row's profile is read before it."""
    other = {"inbound": "outbound", "outbound": "inbound"}[missing]
    kept = profile(org, "Pictures")["mediaTypes"]["allow"][missing]
    assert kept
    org.fault("GET", PROFILES, {"thin": [f"mediaTypes.allow.{missing}"]}, times=None)
    wanted: dict[str, Any] = {other: ["text/plain"]}
    assert modules.succeed(MODULE, name="Pictures", **wanted)["changed"] is True
    assert profile(org, "Pictures")["mediaTypes"]["allow"] == {missing: kept, other: allowed("text/plain")}


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_list_that_nothing_shows_is_not_overwritten(org: Simulator, modules: Modules, check_mode: bool) -> None:
    org.fault("GET", f"{PROFILES}(/[^/]+-[^/]+)?", {"thin": ["mediaTypes"]}, times=None)
    refused = modules.fail(MODULE, check_mode=check_mode, name="Pictures", inbound=["text/plain"])
    assert (refused["failure"]["kind"], refused["changed"]) == ("protocol", False)
    assert "cannot keep outbound. Give inbound and outbound." in refused["msg"]
    assert writes(org) == []
    both = modules.succeed(MODULE, check_mode=check_mode, name="Pictures", inbound=["text/plain"], outbound=[])
    assert both["changed"] is True


def test_another_run_that_makes_the_same_at_the_same_moment(org: Simulator, modules: Modules) -> None:
    theirs = {"name": "Documents", "mediaTypes": {"allow": {"inbound": [], "outbound": allowed("*/*")}}}
    org.fault("POST", PROFILES, {"person": {"act": "create_supported_content", "id": "theirs", **theirs}})
    result = modules.succeed(MODULE, **DOCUMENTS)
    assert [each["id"] for each in org.supported_content() if each["name"] == "Documents"] == ["theirs"]
    assert result["supported_content"] == {"id": "theirs", **DOCUMENTS, "default": False}
    assert "was withdrawn, and theirs was compared" in warnings_of(result)


def test_what_somebody_changes_meanwhile_is_kept(org: Simulator, modules: Modules) -> None:
    """The list that the task does not name is read again before the write is repeated."""
    person = {"act": "edit_supported_content", "mediaTypes": {"allow": {"outbound": allowed("text/plain")}}}
    org.fault("PATCH", ONE, {"person": person, "respond": {"status": 409, "message": "Somebody else."}})
    modules.succeed(MODULE, name="Pictures", inbound=["image/png"])
    assert profile(org, "Pictures")["mediaTypes"]["allow"] == {
        "inbound": allowed("image/png"),
        "outbound": allowed("text/plain"),
    }


def test_what_nobody_knows_is_kept(org: Simulator, modules: Modules) -> None:
    state = fleets.named(FLEET)
    odd = {"id": PICTURES, "name": "Pictures", "mediaTypes": {"future": 1, "allow": {"inbound": allowed("A/B")}}}
    parts = {**state["webdeployments"], "supported_content": [odd], "default_supported_content": None}
    org.reset({**state, "webdeployments": parts})
    assert modules.succeed(MODULE, name="Pictures", inbound=["a/b"], outbound=["C/D"])["changed"] is True
    assert profile(org, "Pictures")["mediaTypes"] == {
        "future": 1,
        "allow": {"inbound": allowed("A/B"), "outbound": allowed("c/d")},
    }


@pytest.mark.xdist_group("official SDK")  # it takes seconds to import: one worker is to pay for that
def test_genesys_own_sdk_reads_what_the_module_made(org: Simulator, modules: Modules) -> None:
    made = modules.succeed(MODULE, **DOCUMENTS, default=True)["supported_content"]
    sdk = import_module("PureCloudPlatformClientV2")
    sdk.configuration.host = org.url
    client = sdk.api_client.ApiClient(host=org.url)
    client.get_client_credentials_token(org.client_id, org.client_secret)
    messaging = sdk.ConversationsApi(client)
    read = messaging.get_conversations_messaging_supportedcontent_supported_content_id(made["id"])
    allow = read.media_types.allow
    types = {"inbound": [each.type for each in allow.inbound], "outbound": [each.type for each in allow.outbound]}
    assert {"id": read.id, "name": read.name, **types, "default": True} == made
    assert messaging.get_conversations_messaging_supportedcontent_default().id == made["id"]
    changed = modules.succeed(MODULE, name="Documents", outbound=["*/*"])["supported_content"]
    read = messaging.get_conversations_messaging_supportedcontent_supported_content_id(made["id"])
    assert ([each.type for each in read.media_types.allow.outbound], read.version) == (changed["outbound"], 2)
