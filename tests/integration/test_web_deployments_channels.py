# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels on Web Deployments: detection, draft, publish and pin, and what belongs to others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import CHANNEL, DETECTION, FLEET, INFO, TOKEN, converge, page
from tests.integration.conftest import Modules
from tests.integration.fleet import converge_fleet, outcomes
from tests.integration.web_deployments import (
    BASE,
    DEPLOYMENTS,
    DETECTED_BY_LISTING,
    DRAFTS,
    configuration,
    deployment,
    detected_by_id,
    draft_of,
    pin,
    pinned,
    pinned_together,
    version,
    writes,
    written,
    written_together,
)
from tests.integration.webhooks import LISTING, warnings_of
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_fleets import FIRST_DEPLOYMENT_ID
from tests.simulator.webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT

PRIMARY = "Primary Web Messaging"
PLAIN = ["rich-media"]


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("webdeployments:13")
    return simulator


def test_a_channel_is_written_published_and_pinned(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    wanted: dict[str, Any] = {
        "name": PRIMARY,
        "features": ["rich-media", "co-browsing", "video-calling"],
        "target_browsers": ["edge"],
        "configuration": {"messenger": {"styles": {"primaryColor": "#111111"}}},
        "routing": {"flow_id": DEFAULT_FLOWS[1]["id"], "queue_id": None},
    }
    converged = converge_without_version(org, modules, wanted)
    assert (converged["channel"]["version"], converged["channel"]["configuration_id"]) == ("2", configuration_id)
    assert converged["channel"]["deployment"] == {"id": FIRST_DEPLOYMENT_ID, "status": "Active"}
    assert converged["audit"][0]["changes"] == [
        "configuration.messenger.styles.primaryColor",
        "features",
        "routing.flow_id",
    ]
    stored = version(org, configuration_id, "2")
    assert stored["cobrowse"] == {"enabled": True, "channels": ["Webmessaging"]}
    assert stored["messenger"]["fileUpload"]["modes"][0]["maxFileSizeKB"] == 5120
    assert stored["messenger"]["apps"]["conversations"]["markdown"] == {"enabled": True}


def converge_without_version(org: Simulator, modules: Modules, wanted: dict[str, Any]) -> dict[str, Any]:
    """``converge``, but which version it will be the server alone can say."""
    before = org.state()
    checked = modules.succeed(CHANNEL, check_mode=True, **wanted)
    assert (writes(org), org.state()) == ([], before)
    assert checked["channel"]["version"] is None
    result = modules.succeed(CHANNEL, **wanted)
    assert {**checked["channel"], "version": result["channel"]["version"]} == result["channel"]
    assert (checked["changed"], checked["diff"]) == (result["changed"], result["diff"])
    org.clear_journal()
    again = modules.succeed(CHANNEL, **wanted)
    assert (again["changed"], again["channel"], writes(org)) == (False, result["channel"], [])
    return result


def test_what_detection_and_a_change_cost(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    listing = [f"GET {BASE}/configurations/{configuration_id}/versions/1"]
    by_id = [f"GET {BASE}/deployments/{FIRST_DEPLOYMENT_ID}", *listing]
    change = [*written(configuration_id), *pinned(FIRST_DEPLOYMENT_ID)]
    draft = draft_of(configuration_id)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"name": PRIMARY}, [*DETECTED_BY_LISTING, DEPLOYMENTS]),
        ({"id": FIRST_DEPLOYMENT_ID}, [*detected_by_id(FIRST_DEPLOYMENT_ID), *by_id]),
        ({"name": PRIMARY, "api": "webdeployments"}, [TOKEN, DEPLOYMENTS]),
        ({"id": FIRST_DEPLOYMENT_ID, "api": "webdeployments"}, [TOKEN, *by_id]),
    ]
    for options, reads in cases:
        org.reset("webdeployments:13")
        modules.succeed(CHANNEL, **options, features=["rich-media", "typing-indicators", "file-sharing"])
        assert org.requests() == reads
        org.clear_journal()
        modules.succeed(CHANNEL, **options, features=PLAIN)
        looked = [draft] if "name" in options else [draft, DEPLOYMENTS]
        assert org.requests() == [*reads, *looked, *change]
    org.reset("webdeployments:13")
    modules.succeed(CHANNEL, name=PRIMARY, routing={"flow_id": None})
    assert org.requests() == [*DETECTED_BY_LISTING, DEPLOYMENTS, *pinned(FIRST_DEPLOYMENT_ID)]
    assert "flow" not in deployment(org, PRIMARY)


def test_a_fleet_writes_and_publishes_each_configuration_once(org: Simulator, modules: Modules) -> None:
    entries = [{"name_glob": "EU *", "features": PLAIN}, {"name": PRIMARY, "features": PLAIN}]
    shared, own = pin(org, "EU 1")[0], pin(org, PRIMARY)[0]
    result = modules.succeed(FLEET, channels=entries)
    sent = org.requests()
    assert sent[:4] == [*DETECTED_BY_LISTING, DEPLOYMENTS, DRAFTS]
    ids = [deployment(org, name)["id"] for name in ("EU 1", "EU 2", PRIMARY)]
    drafts, pins = written_together([shared, own]), pinned_together([ids[0], ids[2]])
    assert sorted(sent[4:]) == sorted([*drafts, *pins, *pinned(ids[1])])
    assert [pin(org, name)[1] for name in ("EU 1", "EU 2", PRIMARY)] == ["2", "2", "2"]
    assert [row["channel"]["version"] for row in result["channels"]] == ["2", "2", "2"]
    assert {entry["outcome"] for entry in result["audit"]} == {"updated"}
    org.clear_journal()
    assert modules.succeed(FLEET, channels=entries)["changed"] is False
    assert org.requests() == [*DETECTED_BY_LISTING, DEPLOYMENTS]


def test_a_shared_configuration_is_not_changed_unasked(org: Simulator, modules: Modules) -> None:
    for check_mode in (True, False):
        refused = modules.fail(CHANNEL, check_mode, name="EU 1", features=PLAIN)
        assert refused["failure"]["kind"] == "conflict"
        assert "'EU 2'" in refused["msg"]
        assert "change_shared" in refused["msg"]
    row = modules.fail(FLEET, channels=[{"name": "EU 1", "features": PLAIN}, {"name": PRIMARY, "features": PLAIN}])
    assert [each["outcome"] for each in row["channels"]] == ["failed", "updated"]
    differing = [{"name": "EU 1", "features": PLAIN}, {"name": "EU 2", "features": [*PLAIN, "video-calling"]}]
    both = modules.fail(FLEET, channels=differing)
    assert [each["failure"]["kind"] for each in both["channels"]] == ["conflict", "conflict"]
    allowed = modules.succeed(FLEET, channels=differing, change_shared=True)
    assert [each["channel"]["version"] for each in allowed["channels"]] == ["2", "3"]
    assert modules.succeed(FLEET, channels=differing)["changed"] is False


def test_the_version_that_is_wanted_is_pinned_and_not_published_again(org: Simulator, modules: Modules) -> None:
    modules.succeed(CHANNEL, name="EU 1", features=PLAIN, change_shared=True)
    assert [pin(org, name)[1] for name in ("EU 1", "EU 2")] == ["2", "1"]
    org.clear_journal()
    modules.succeed(CHANNEL, name="EU 2", features=PLAIN)
    assert writes(org) == [pinned(deployment(org, "EU 2")["id"])[0]]
    assert pin(org, "EU 2")[1] == "2"


def test_what_a_person_left_in_a_draft_is_not_overwritten(org: Simulator, modules: Modules) -> None:
    theirs = configuration(org, "Drafted 4")
    for check_mode in (True, False):
        refused = modules.fail(CHANNEL, check_mode, name="Drafted 4", features=PLAIN)
        assert (refused["failure"]["kind"], "overwrite_draft" in refused["msg"]) == ("conflict", True)
    assert (configuration(org, "Drafted 4"), writes(org)) == (theirs, [])
    modules.succeed(CHANNEL, name="Drafted 4", features=PLAIN, overwrite_draft=True)
    assert configuration(org, "Drafted 4")["draft"]["messenger"]["styles"] == {"primaryColor": "#2A6EBB"}
    assert modules.succeed(CHANNEL, name="Drafted 4", features=PLAIN)["changed"] is False


def test_a_version_published_and_pinned_in_the_ui_is_drift(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {"name": PRIMARY, "disable_features": ["typing-indicators"]}
    modules.succeed(CHANNEL, **wanted)
    configuration_id, _version = pin(org, PRIMARY)
    conversations = {"showAgentTypingIndicator": True, "showUserTypingIndicator": True}
    org.person("publish", configuration_id, messenger={"apps": {"conversations": conversations}})
    org.person("edit_deployment", FIRST_DEPLOYMENT_ID, configuration={"version": "3"}, status="Active")
    drift = modules.succeed(CHANNEL, check_mode=True, **wanted)
    assert "typing-indicators" in drift["diff"]["before"]["features"]
    assert modules.succeed(CHANNEL, **wanted)["channel"]["version"] == "4"


def test_a_deployment_that_sleeps_or_is_behind_is_changed_as_it_is(org: Simulator, modules: Modules) -> None:
    asleep = modules.succeed(CHANNEL, name="Asleep 5", disable_features=["typing-indicators"])
    assert asleep["channel"]["deployment"]["status"] == deployment(org, "Asleep 5")["status"] == "Inactive"
    configuration_id, _version = pin(org, "Behind 9")
    behind = modules.succeed(CHANNEL, name="Behind 9", disable_features=["typing-indicators"])
    assert behind["channel"]["version"] == "13"
    assert version(org, configuration_id, "13")["description"] == "The look of season 3"


def test_voice_keeps_co_browsing_and_unknown_fields_stay(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, "Extended 7")
    before = deployment(org, "Extended 7")
    modules.succeed(CHANNEL, name="Extended 7", disable_features=["co-browsing", "video-calling"])
    stored, old = version(org, configuration_id, "2"), version(org, configuration_id, "1")
    assert stored["cobrowse"] == {**old["cobrowse"], "channels": ["Voice"]}
    assert stored["video"] == {"enabled": False, "agent": {"allowCamera": True}}
    assert stored["futureSection"] == old["futureSection"]
    assert deployment(org, "Extended 7")["futureField"] == before["futureField"]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"max_concurrent_sessions": 800}, ["max_concurrent_sessions: Web Deployments have no such limit"]),
        ({"routing": {"queue_id": "q"}}, ["routing.queue_id: Web Deployments have no queue"]),
        (
            {"routing": {"assignment_mode": "x"}, "disable_features": ["rich-media"]},
            ["routing.assignment_mode: Web Deployments have no", "disable_features: holds rich-media"],
        ),
    ],
)
def test_what_lives_elsewhere_is_refused_with_where_and_nothing_is_sent_beyond_detection(
    org: Simulator, modules: Modules, wish: dict[str, Any], told: list[str]
) -> None:
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"name": PRIMARY}, DETECTED_BY_LISTING),
        ({"id": FIRST_DEPLOYMENT_ID}, detected_by_id(FIRST_DEPLOYMENT_ID)),
        ({"name": PRIMARY, "api": "webdeployments"}, []),
    ]
    for options, sent in cases:
        org.clear_journal()
        result = modules.fail(CHANNEL, **options, **wish)
        assert result["failure"]["kind"] == "validation"
        details = result["failure"]["details"]
        assert all(any(each.startswith(text) for each in details) for text in told)
        assert (len(details), org.requests()) == (len(told), sent)
        assert [entry["outcome"] for entry in result["audit"]] == ["rejected"]
    org.clear_journal()
    ids = [each["id"] for each in org.deployments()[:4]]
    for entries in ([{"name": PRIMARY, **wish}], [{"id": each, **wish} for each in ids]):
        fleet = modules.fail(FLEET, channels=entries)
        found = [each.partition(".")[0] for each in fleet["failure"]["details"]]
        assert found == [f"channels[{number}]" for number in range(len(entries)) for _told in told]
        assert [entry["outcome"] for entry in fleet["audit"]] == ["rejected"]
    assert not any(request.startswith(f"GET {BASE}") for request in org.requests())


def test_the_api_that_was_named_is_not_looked_for(org: Simulator, modules: Modules) -> None:
    result = modules.fail(INFO, api="communications")
    assert (result["failure"]["kind"], "set api to webdeployments" in result["msg"]) == ("not_found", True)
    assert org.requests() == [TOKEN, page(1)]
    modules.environment["GENESYS_API"] = "webdeployments"
    org.clear_journal()
    assert modules.succeed(INFO)["total"] == 13
    assert org.requests() == [TOKEN, DEPLOYMENTS]


def test_webhooks_are_told_to_be_none_and_what_there_is_instead(org: Simulator, modules: Modules) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("webmessaging_webhook", {"name": "Sync", "callback_url": "https://monitor.example/"}),
        ("webmessaging_webhook", {"name": "Sync", "state": "absent"}),
        ("webmessaging_webhook_info", {}),
    ]
    for module, options in cases:
        for api, sent in (("auto", [TOKEN, LISTING, DETECTION]), ("webdeployments", [])):
            org.clear_journal()
            result = modules.fail(module, api=api, **options)
            assert (result["failure"]["kind"], result["failure"]["code"]) == ("rejected", "no.webhooks")
            assert "webmessaging_notify" in result["msg"]
            assert "webmessaging_changes" in result["msg"]
            assert org.requests() == sent


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"after": {"status": 502}}, {"reset": "before"}])
def test_a_write_whose_answer_was_lost_is_done_once(org: Simulator, modules: Modules, fault: dict[str, Any]) -> None:
    for method, path in (("PUT", ".*/draft"), ("POST", ".*/publish"), ("PUT", f"{BASE}/deployments/.*")):
        org.fault(method, path, fault)
    result = modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN, timeout=1)
    assert (result["changed"], pin(org, PRIMARY)[1]) == (True, "2")
    assert len(configuration(org, PRIMARY)["versions"]) == 2


def test_what_fails_to_publish_fails_for_all_that_share_it(org: Simulator, modules: Modules) -> None:
    org.fault("PUT", f"{BASE}/configurations/.*", {"end_in_error": True})
    result = modules.fail(FLEET, channels=[{"name_glob": "EU *", "features": PLAIN}])
    assert [(row["failure"]["kind"], row["changed"]) for row in result["channels"]] == [
        ("rejected", True),
        ("rejected", False),
    ]
    assert "2 (EU 1, EU 2): " in result["msg"]
    assert org.requests("write") == [draft_of(pin(org, "EU 1")[0], "PUT")]


def test_what_the_service_does_not_finish_is_told_and_what_was_done_too(org: Simulator, modules: Modules) -> None:
    org.fault("PUT", f"{BASE}/configurations/.*", {"end_in_error": True})
    draft = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN)
    assert (draft["failure"]["kind"], draft["changed"]) == ("rejected", True)
    org.reset("webdeployments:13", pending_versions=True)
    assert modules.succeed(CHANNEL, name=PRIMARY, features=PLAIN)["channel"]["version"] == "2"
    org.fault("PUT", f"{BASE}/deployments/.*", {"end_in_error": True})
    pinning = modules.fail(FLEET, channels=[{"name_glob": "EU *", "features": PLAIN}])
    assert [row["outcome"] for row in pinning["channels"]] == ["failed", "updated"]
    assert "ended in status Error" in pinning["channels"][0]["failure"]["message"]
    org.reset("webdeployments:13", pending_polls=1000)
    late = modules.fail(CHANNEL, name=PRIMARY, features=PLAIN, deadline=0.7)
    assert (late["failure"]["kind"], late["changed"], "deadline" in late["msg"]) == ("unavailable", True, True)


def test_an_odd_fleet_converges_over_all_pages(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webdeployments:26", page_size_cap=10, pending_polls=0)
    options: dict[str, Any] = {"channels": [{"name_glob": "*", "disable_features": ["typing-indicators"]}]}
    modules.succeed(FLEET, **options, overwrite_draft=True)
    again = modules.succeed(FLEET, **options)
    assert (again["changed"], len(again["channels"])) == (False, 26)
    assert outcomes(again) == [(each["id"], "unchanged") for each in simulator.deployments()]


def test_a_fleet_foretells_what_it_does(org: Simulator, modules: Modules) -> None:
    entries = [{"name_glob": "*", "routing": {"flow_id": DEFAULT_FLOWS[1]["id"]}}]
    converge_fleet(org, modules, channels=entries)
    converge(org, modules, name=PRIMARY, routing={"flow_id": None})


def test_a_deployment_without_a_configuration_and_a_draft_that_failed_are_dealt_with(
    org: Simulator, modules: Modules
) -> None:
    state = org.state()
    del state["webdeployments"]["deployments"][0]["configuration"]
    org.state(state)
    entries = [{"name": PRIMARY, "enable_features": ["video-calling"]}, {"name": "Bare 12", "features": PLAIN}]
    result = modules.fail(FLEET, channels=entries)
    assert [row["outcome"] for row in result["channels"]] == ["failed", "unchanged"]
    assert (result["channels"][0]["failure"]["kind"], writes(org)) == ("conflict", [])

    wanted: dict[str, Any] = {"disable_features": ["typing-indicators"]}
    org.fault("PUT", f"{BASE}/configurations/.*", {"end_in_error": True})
    assert modules.fail(CHANNEL, name="Asleep 5", **wanted)["failure"]["kind"] == "rejected"
    assert modules.succeed(CHANNEL, name="Asleep 5", **wanted)["channel"]["version"] == "2"


@pytest.mark.parametrize("module", [CHANNEL, FLEET])
def test_references_that_come_back_with_an_address_are_what_was_wanted(
    org: Simulator, modules: Modules, module: str
) -> None:
    base = {"id": "00000000-0000-4000-8000-000000000001"}
    labels = [{"id": "00000000-0000-4000-8000-000000000002"}, {"id": "00000000-0000-4000-8000-000000000003"}]
    center = {"enabled": True, "knowledgeBase": base, "labelFilter": {"labels": labels}}
    wish = {"configuration": {"supportCenter": center}}
    options = {"channels": [{"name": PRIMARY, **wish}]} if module == FLEET else {"name": PRIMARY, **wish}
    modules.succeed(module, **options)
    stored = version(org, *pin(org, PRIMARY))["supportCenter"]
    assert all("selfUri" in each for each in (stored["knowledgeBase"], *stored["labelFilter"]["labels"]))
    org.clear_journal()
    labels.reverse()
    assert (modules.succeed(module, **options)["changed"], writes(org)) == (False, [])


def test_the_order_inside_a_list_s_items_means_nothing_where_the_api_gives_it_none(
    org: Simulator, modules: Modules
) -> None:
    mode = {"fileTypes": ["image/jpeg", "image/png"], "maxFileSizeKB": 5120}
    texts = [{"key": "MessengerHomeHeaderTitle", "value": "a"}, {"key": "MessengerHomeHeaderSubTitle", "value": "b"}]
    labels = [{"language": "en-us", "localizedLabels": texts}]
    configured = {"messenger": {"fileUpload": {"modes": [mode]}}, "customI18nLabels": labels}
    modules.succeed(CHANNEL, name=PRIMARY, configuration=configured)
    org.clear_journal()
    mode["fileTypes"] = ["image/png", "image/jpeg"]
    texts.reverse()
    again = modules.succeed(CHANNEL, name=PRIMARY, configuration=configured)
    assert (again["changed"], writes(org)) == (False, [])


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"enable_features": ["co-browsing"], "configuration": {"cobrowse": {"channels": ["Voice"]}}}, "channels"),
        ({"enable_features": ["video-calling"], "configuration": {"video": None}}, "configuration.video: null"),
        ({"enable_features": ["video-calling"], "configuration": {"video": {"enabled": None}}}, "video.enabled: null"),
        (
            {"features": PLAIN, "configuration": {"cobrowse": {"enabled": True}}},
            "configuration.cobrowse.enabled: true contradicts features",
        ),
        ({"configuration": {"errorInfo": {}}}, "configuration.errorInfo: is set only by the service"),
    ],
)
def test_raw_paths_that_undo_a_feature_are_refused_before_anything_is_written(
    org: Simulator, modules: Modules, wish: dict[str, Any], told: str
) -> None:
    for check_mode in (True, False):
        result = modules.fail(CHANNEL, check_mode, name=PRIMARY, **wish)
        assert result["failure"]["kind"] == "validation"
        assert len(result["failure"]["details"]) == 1
        assert told in result["msg"]
    assert writes(org) == []


def test_co_browsing_of_voice_alone_goes_with_features_that_leave_it_out(org: Simulator, modules: Modules) -> None:
    wish: dict[str, Any] = {
        "features": PLAIN,
        "configuration": {"cobrowse": {"enabled": True, "channels": ["Voice"]}},
    }
    modules.succeed(CHANNEL, name=PRIMARY, **wish)
    stored = version(org, *pin(org, PRIMARY))
    assert stored["cobrowse"] == {"enabled": True, "channels": ["Voice"]}
    assert modules.succeed(CHANNEL, name=PRIMARY, **wish)["changed"] is False


def test_co_browsing_that_is_off_with_its_channels_repeats_what_the_features_say(
    org: Simulator, modules: Modules
) -> None:
    off = {"cobrowse": {"enabled": False, "channels": ["Webmessaging"]}}
    wishes: list[dict[str, Any]] = [{"features": PLAIN}, {"disable_features": ["co-browsing"]}]
    for wish in wishes:
        modules.succeed(CHANNEL, name=PRIMARY, configuration=off, **wish)
        assert modules.succeed(CHANNEL, name=PRIMARY, configuration=off, **wish)["changed"] is False


def older(org: Simulator, name: str) -> None:
    """Give the configuration no switch of attachments, and modes."""
    upload = {"enableAttachments": None, "modes": [{"fileTypes": ["image/png"], "maxFileSizeKB": 100}]}
    org.person(act="publish", id=pin(org, name)[0], messenger={"fileUpload": upload}, settled=True)
    pinned_to = {"id": pin(org, name)[0], "version": str(len(configuration(org, name)["versions"]))}
    org.person(act="edit_deployment", id=deployment(org, name)["id"], configuration=pinned_to, settled=True)


@pytest.mark.parametrize("module", [CHANNEL, FLEET])
def test_an_older_configuration_has_file_sharing_on_and_keeps_it_as_it_is(
    org: Simulator, modules: Modules, module: str
) -> None:
    older(org, PRIMARY)

    def options(**wish: Any) -> dict[str, Any]:
        return {"channels": [{"name": PRIMARY, **wish}]} if module == FLEET else {"name": PRIMARY, **wish}

    (info,) = modules.succeed("webmessaging_channel_info", name=PRIMARY)["channels"]
    assert "file-sharing" in info["features"]
    assert modules.succeed(module, **options(enable_features=["file-sharing"]))["changed"] is False
    for check_mode in (True, False):
        assert modules.succeed(module, check_mode, **options(disable_features=["file-sharing"]))["changed"]
    assert version(org, *pin(org, PRIMARY))["messenger"]["fileUpload"] == {
        "enableAttachments": False,
        "modes": [{"fileTypes": ["image/png"], "maxFileSizeKB": 100}],
    }
    assert modules.succeed(module, **options(disable_features=["file-sharing"]))["changed"] is False


@pytest.mark.parametrize("module", [CHANNEL, FLEET])
def test_who_turns_file_sharing_on_is_told_where_every_type_comes_in(
    org: Simulator, modules: Modules, module: str
) -> None:
    entries = [{"name": name, "enable_features": ["file-sharing"]} for name in ("Asleep 5", "Behind 9")]
    options = {"channels": entries} if module == FLEET else entries[0]
    more = " and 1 more" if module == FLEET else ""
    told = f"file-sharing is turned on for channel 'Asleep 5' ({deployment(org, 'Asleep 5')['id']}){more} without"
    for check_mode in (True, False):
        assert warnings_of(modules.succeed(module, check_mode, **options)).count(told) == 1
    stored = version(org, *pin(org, "Asleep 5"))
    assert stored["messenger"]["fileUpload"] == {"enableAttachments": True}, "no modes are asked for"
    again = modules.succeed(module, **options)
    assert (again["changed"], "file-sharing" in warnings_of(again)) == (False, False)
    profile = {"id": DEFAULT_SUPPORTED_CONTENT[0]["id"]}
    org.person(act="edit_deployment", id=deployment(org, "Bare 12")["id"], supportedContent=profile, settled=True)
    with_profile = modules.succeed(CHANNEL, name="Bare 12", enable_features=["file-sharing"])
    assert (with_profile["changed"], "file-sharing" in warnings_of(with_profile)) == (True, False)


HALF = {"messenger": {"apps": {"conversations": {"showAgentTypingIndicator": False}}}}


@pytest.mark.parametrize("wish", [{"disable_features": ["typing-indicators"]}, {"features": [*PLAIN, "file-sharing"]}])
@pytest.mark.parametrize("module", [CHANNEL, FLEET])
def test_turning_typing_indicators_off_turns_off_whichever_is_on(
    org: Simulator, modules: Modules, module: str, wish: dict[str, Any]
) -> None:
    modules.succeed(CHANNEL, name=PRIMARY, configuration=HALF)
    options = {"channels": [{"name": PRIMARY, **wish}]} if module == FLEET else {"name": PRIMARY, **wish}
    path = "configuration.messenger.apps.conversations.showUserTypingIndicator"
    for check_mode in (True, False):
        result = modules.succeed(module, check_mode, **options)
        assert (result["changed"], result["audit"][0]["changes"]) == (True, [path])
    conversations = version(org, *pin(org, PRIMARY))["messenger"]["apps"]["conversations"]
    assert (conversations["showAgentTypingIndicator"], conversations["showUserTypingIndicator"]) == (False, False)
    assert modules.succeed(module, **options)["changed"] is False


@pytest.mark.parametrize("api", ["auto", "webdeployments"])
@pytest.mark.parametrize(
    ("raw", "path", "reason"),
    [
        ({"messenger": {"styles": {"primary_color": "#00FF00"}}}, ".messenger.styles.primary_color", "Did you mean"),
        ({"primaryColor": "#00FF00"}, ".primaryColor", "Did you mean configuration.messenger.styles.primaryColor or"),
        ({"messenger": {"styles": {"primaryColor": "green"}}}, ".messenger.styles.primaryColor", "#RRGGBB"),
        ({"messenger": {"enabled": "yes"}}, ".messenger.enabled", "is neither true nor false"),
        ({"messenger": {"fileUpload": {"modes": {}}}}, ".messenger.fileUpload.modes", "is no list"),
    ],
)
def test_a_raw_configuration_is_validated_before_the_first_request(
    org: Simulator, modules: Modules, api: str, raw: dict[str, Any], path: str, reason: str
) -> None:
    wish: dict[str, Any] = {"name": "EU 1", "configuration": raw}
    if api == "auto" and "primaryColor" in raw:  # either API could have a section of that name
        api = "webdeployments"
    alone = modules.fail(CHANNEL, api=api, **wish)
    assert f"configuration{path}: " in alone["msg"]
    assert reason in alone["msg"]
    for module in (FLEET, "webmessaging_validate"):
        together = modules.fail(module, api=api, channels=[wish], defaults={"configuration": {"description": "x"}})
        assert f"channels[0].configuration{path}: " in together["msg"]
        in_defaults = modules.fail(module, api=api, channels=[{"name": "EU 1"}], defaults={"configuration": raw})
        assert f"defaults.configuration{path}: " in in_defaults["msg"]
        assert f"channels[0].configuration{path}: " not in in_defaults["msg"]
    assert org.requests() == []


def test_a_field_that_nobody_knows_is_sent_with_a_warning(org: Simulator, modules: Modules) -> None:
    raw = {"branding": {"theme": "dark"}}
    told = "This release does not know the field configuration.branding. It is sent as it is."
    entries = [{"name": each["name"], "configuration": raw} for each in org.deployments() if each["name"][:2] == "EU"]
    fleet = modules.succeed(FLEET, api="webdeployments", channels=entries, change_shared=True)
    assert fleet["changed"] is True
    assert warnings_of(fleet).count(told) == 1
    assert told in warnings_of(modules.succeed("webmessaging_validate", api="webdeployments", channels=entries))


@pytest.mark.parametrize("flow", ["Main Inbound Flow", "MainInboundFlow", "f10f0000-0000-4000-8000"])
def test_a_flow_by_its_name_is_told_before_the_first_request(org: Simulator, modules: Modules, flow: str) -> None:
    told = f"routing.flow_id: '{flow}' is no id: ids look like "
    entries: list[dict[str, Any]] = [{"name": "EU 1", "routing": {"flow_id": flow}}]
    for api in ("auto", "webdeployments"):
        assert told in modules.fail(CHANNEL, api=api, **entries[0])["msg"]
        assert told in modules.fail(FLEET, api=api, channels=entries)["msg"]
    assert org.requests() == []


def test_what_the_service_refuses_is_told_with_the_value(org: Simulator, modules: Modules) -> None:
    flow = "f10f0000-0000-4000-8000-0000000000ff"
    message = modules.fail(CHANNEL, name="EU 1", routing={"flow_id": flow})["msg"]
    assert f"The request had: flow.id is {flow!r}" in message
