# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_rollback``: what a fleet changed goes back, and nothing of somebody else's with it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.integration.channels import COLLECTION, FLEET, TOKEN, org, page, stored
from tests.integration.conftest import Modules
from tests.integration.fleet import outcomes, patch, read, small_org
from tests.integration.web_deployments import BASE, DEPLOYMENTS, pinned, pinned_together, sharing, writes
from tests.simulator.client import Simulator

FLOW = "f10f0000-0000-4000-8000-000000000002"
ROLLBACK = "webmessaging_rollback"


def change(modules: Modules, *entries: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Configure a fleet, whatever comes of it; the rows of its result."""
    ran = modules.run(FLEET, channels=list(entries), **options)
    rows: list[dict[str, Any]] = ran.result["channels"]
    modules.simulator.clear_journal()
    return rows


KEPT = ("name", "status", "description", "flow", "configuration", "supportedContent", "allowedDomains")


def settings(deployment: dict[str, Any]) -> dict[str, Any]:
    """What people set, without the service's additions to references."""
    found = {key: deployment.get(key) for key in KEPT}
    return {
        key: {part: value[part] for part in ("id", "version") if part in value} if isinstance(value, dict) else value
        for key, value in found.items()
    }


def take_back(simulator: Simulator, modules: Modules, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Take rows back: in check mode, for real, and again.

    The first must write nothing and say what the second does, the third must find nothing to do.
    """
    before = copy.deepcopy(simulator.state())
    checked = modules.succeed(ROLLBACK, check_mode=True, channels=rows)
    assert simulator.requests("write") == []
    assert simulator.state() == before
    simulator.clear_journal()

    result = modules.succeed(ROLLBACK, channels=rows)
    journal = simulator.requests()
    for row, real in zip(checked["channels"], result["channels"], strict=True):
        assert row["outcome"] == real["outcome"].replace("rolled_back", "checked")
        assert [row[key] for key in ("id", "name", "diff", "channel")] == [
            real[key] for key in ("id", "name", "diff", "channel")
        ]
    assert checked["diff"] == result["diff"]
    simulator.clear_journal()

    again = modules.succeed(ROLLBACK, channels=rows)
    assert (again["changed"], again["diff"], simulator.requests("write")) == (False, [], [])
    assert {row["outcome"] for row in again["channels"]} == {"unchanged"}
    return {**result, "journal": journal}


@pytest.fixture
def deployments(simulator: Simulator) -> list[dict[str, Any]]:
    """Eight deployments as they are, each with a configuration of its own."""
    simulator.reset("plain-webdeployments:8")
    return list(map(settings, simulator.deployments()))


@pytest.fixture
def ids(simulator: Simulator, deployments: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in simulator.deployments()]


def test_deployments_are_pinned_again_to_what_they_had(
    simulator: Simulator, modules: Modules, deployments: list[dict[str, Any]], ids: list[str]
) -> None:
    wish = {"enable_features": ["co-browsing"], "routing": {"flow_id": FLOW}, "description": "New"}
    rows = change(modules, {"name_glob": "*", **wish})
    pins = [each["configuration"]["id"] for each in deployments]
    assert [row["pinned"] for row in rows] == [
        {"configuration_id": each, "before": "1", "after": "2", "status": "Active"} for each in pins
    ]
    result = take_back(simulator, modules, rows)
    assert outcomes(result) == [(each, "rolled_back") for each in ids]
    assert list(map(settings, simulator.deployments())) == deployments
    versions = [f"GET {BASE}/configurations/{each}/versions/1" for each in pins]
    reads = [TOKEN, page(1), DEPLOYMENTS]
    assert sorted(result["journal"]) == sorted([*reads, *versions, *pinned_together(ids)])
    assert result["channels"][0]["diff"] == {
        "before": {"routing": {"flow_id": FLOW, "flow_name": "Night Shift"}, "description": "New", "version": "2"},
        "after": {
            "routing": {"flow_id": deployments[0]["flow"]["id"]},
            "description": "On the home page",
            "version": "1",
        },
    }
    entry = result["audit"][0]
    assert (entry["action"], entry["outcome"]) == ("CHANNEL_UPDATE", "rolled_back")
    assert (entry["version_before"], entry["version_after"]) == ("2", "1")
    assert entry["changes"] == ["description", "routing.flow_id", "version"]


def test_what_others_set_since_stays(
    simulator: Simulator, modules: Modules, deployments: list[dict[str, Any]], ids: list[str]
) -> None:
    """Another field stays beside the way back; another pin or value is a conflict, and nothing goes back."""
    rows = change(modules, {"name_glob": "*", "enable_features": ["co-browsing"], "description": "New"})
    simulator.person("edit_deployment", ids[0], allowedDomains=["shop.example"], allowAllDomains=False)
    simulator.person("edit_deployment", ids[1], configuration=deployments[2]["configuration"], settled=True)
    simulator.person("edit_deployment", ids[2], description="Theirs", settled=True)
    simulator.person("delete_deployment", ids[3])
    there = list(map(settings, simulator.deployments()))
    result = modules.fail(ROLLBACK, channels=rows[:4])
    assert outcomes(result) == [(ids[0], "rolled_back"), *((each, "failed") for each in ids[1:4])]
    after = list(map(settings, simulator.deployments()))
    assert after[0] == {**deployments[0], "allowedDomains": ["shop.example"]}
    assert after[1:] == there[1:]
    told = [row["failure"] for row in result["channels"][1:]]
    assert [each["kind"] for each in told] == ["conflict", "conflict", "not_found"]
    own, theirs = (each["configuration"]["id"] for each in deployments[1:3])
    assert f"it is now pinned to version 1 of configuration {theirs}, not to version 2 of {own}" in told[0]["message"]
    assert "description no longer has the value that is to be taken back" in told[1]["message"]
    assert "take back the change of channel" in result["msg"]
    assert sorted(entry["outcome"] for entry in result["audit"]) == ["failed", "failed", "failed", "rolled_back"]


@pytest.mark.parametrize("status", ["Active", "Inactive"])
def test_a_deployment_that_the_service_failed_at_goes_back_too(
    simulator: Simulator, modules: Modules, ids: list[str], status: str
) -> None:
    """Also to its status: a messenger that was off stays off."""
    simulator.person("edit_deployment", ids[0], status=status)
    simulator.fault("PUT", f"{BASE}/deployments/{ids[0]}", {"end_in_error": True})
    (row,) = change(modules, {"id": ids[0], "enable_features": ["co-browsing"]})
    assert (row["outcome"], row["changed"], simulator.deployment(ids[0])["status"]) == ("failed", True, "Error")
    take_back(simulator, modules, [row])
    after = simulator.deployment(ids[0])
    assert (after["configuration"]["version"], after["status"]) == ("1", status)


def test_a_way_back_that_ends_in_error_is_no_success(simulator: Simulator, modules: Modules, ids: list[str]) -> None:
    (row,) = change(modules, {"id": ids[0], "enable_features": ["co-browsing"]})
    simulator.fault("PUT", f"{BASE}/deployments/{ids[0]}", {"end_in_error": True})
    result = modules.fail(ROLLBACK, channels=[row])
    assert (outcomes(result), simulator.deployment(ids[0])["status"]) == ([(ids[0], "failed")], "Error")
    simulator.clear_journal()
    assert outcomes(modules.succeed(ROLLBACK, channels=[row])) == [(ids[0], "rolled_back")]
    assert simulator.deployment(ids[0])["status"] == "Active"
    assert writes(simulator) == [pinned(ids[0])[0]]


def test_rows_without_a_pin_have_no_way_back(simulator: Simulator, modules: Modules, ids: list[str]) -> None:
    """One was as desired, the draft of one failed, the pin of one was refused: the last one is looked at."""
    change(modules, {"id": ids[0], "enable_features": ["co-browsing"]})
    drafts = simulator.deployment(ids[1])["configuration"]["id"]
    simulator.fault("PUT", f"{BASE}/configurations/{drafts}/versions/draft", {"end_in_error": True})
    simulator.fault("PUT", f"{BASE}/deployments/{ids[2]}", {"respond": {"status": 403}})
    rows = change(modules, *({"id": each, "enable_features": ["co-browsing"]} for each in ids[:3]))
    assert [row["outcome"] for row in rows] == ["unchanged", "failed", "failed"]
    result = take_back(simulator, modules, rows)
    assert outcomes(result) == [(ids[2], "unchanged")]


def test_deployments_of_one_configuration_go_back_together(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(sharing(6))
    before = list(map(settings, simulator.deployments()))
    rows = change(modules, {"name_glob": "*", "disable_features": ["typing-indicators"]})
    assert {row["pinned"]["after"] for row in rows} == {"2"}
    take_back(simulator, modules, rows)
    assert list(map(settings, simulator.deployments())) == before
    assert [each["version"] for each in simulator.configurations()[0]["versions"]] == ["1", "2"]


def test_the_way_forward_again_needs_no_new_version(simulator: Simulator, modules: Modules, ids: list[str]) -> None:
    rows = change(modules, {"id": ids[0], "enable_features": ["co-browsing"]})
    back = modules.succeed(ROLLBACK, channels=rows)
    assert back["channels"][0]["pinned"] == {**rows[0]["pinned"], "before": "2", "after": "1"}
    simulator.clear_journal()
    change(modules, {"id": ids[0], "enable_features": ["co-browsing"]})
    assert simulator.deployment(ids[0])["configuration"]["version"] == "2"


def test_a_listing_that_lags_is_not_believed(
    simulator: Simulator, modules: Modules, deployments: list[dict[str, Any]], ids: list[str]
) -> None:
    rows = change(modules, {"name_glob": "*", "enable_features": ["co-browsing"]})
    simulator.fault("GET", f"{BASE}/deployments", {"stale": True}, times=1)
    result = modules.succeed(ROLLBACK, channels=rows)
    assert outcomes(result) == [(each, "rolled_back") for each in ids]
    assert list(map(settings, simulator.deployments())) == deployments


FIELDS = {
    "max_concurrent_sessions": 300,
    "enable_features": ["co-browsing"],
    "routing": {"queue_id": None},
    "configuration": {"branding": {"theme": "dark", "logo": {"url": "https://shop.example/logo.png"}}},
}


def test_channels_get_the_former_values(simulator: Simulator, modules: Modules) -> None:
    branding = {"branding": {"theme": "light", "font": "serif"}}
    first = stored(id="c0", name="One", configuration={**stored()["configuration"], **branding})
    simulator.reset(org(first, stored(id="c1", name="Two")))
    before = [copy.deepcopy(each["configuration"]) for each in simulator.channels()]
    rows = change(modules, {"name_glob": "*", **FIELDS})
    assert [row["pinned"] for row in rows] == [None, None]
    result = take_back(simulator, modules, rows)
    assert outcomes(result) == [("c0", "rolled_back"), ("c1", "rolled_back")]
    assert result["journal"] == [TOKEN, read("c0"), read("c1"), *sorted([patch("c0"), patch("c1")])]
    nothing = {"theme": None, "logo": {"url": None}}
    before[0]["branding"]["logo"] = nothing["logo"]
    before[1]["branding"] = nothing
    assert [each["configuration"] for each in simulator.channels()] == before


def test_values_that_others_set_since_stay(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abcdefgh"))
    rows = change(modules, {"name_glob": "*", "max_concurrent_sessions": 321, "enable_features": ["co-browsing"]})
    simulator.person("edit_channel", "c1", configuration={"webchat": {"maxConcurrentSessions": 99}})
    simulator.person("edit_channel", "c2", configuration={"theirs": True})
    webchat = simulator.channels()[1]["configuration"]["webchat"]
    result = modules.fail(ROLLBACK, channels=rows)
    assert [row["outcome"] for row in result["channels"]] == ["rolled_back", "failed", *["rolled_back"] * 6]
    assert "max_concurrent_sessions no longer has the value" in result["channels"][1]["failure"]["message"]
    after = simulator.channels()
    assert after[1]["configuration"]["webchat"] == webchat
    assert after[2]["configuration"] == {**stored()["configuration"], "theirs": True}


def test_a_refused_patch_has_no_way_back(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abc"))
    simulator.fault("PATCH", f"{COLLECTION}/c1", {"respond": {"status": 400}}, times=None)
    rows = change(modules, *({"id": f"c{number}", "max_concurrent_sessions": 321} for number in range(3)))
    result = take_back(simulator, modules, rows)
    assert outcomes(result) == [("c0", "rolled_back"), ("c2", "rolled_back")]


def test_a_patch_whose_answer_was_lost_goes_back_if_it_took_effect(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org("a"))
    simulator.fault("PATCH", f"{COLLECTION}/c0", {"cut": True}, times=None)
    simulator.fault("GET", f"{COLLECTION}/c0", {"respond": {"status": 503}}, skip=1, times=None)
    rows = change(modules, {"id": "c0", "max_concurrent_sessions": 321}, retries=1)
    assert rows[0]["outcome"] == "failed"
    simulator.clear_faults()
    assert outcomes(modules.succeed(ROLLBACK, channels=rows)) == [("c0", "rolled_back")]
    assert simulator.channels()[0]["configuration"] == stored()["configuration"]


def test_a_way_back_that_is_refused_is_told(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abc"))
    rows = change(modules, *({"id": f"c{number}", "max_concurrent_sessions": 321} for number in range(3)))
    simulator.fault("PATCH", f"{COLLECTION}/c1", {"respond": {"status": 400, "message": "Not now."}}, times=None)
    result = modules.fail(ROLLBACK, channels=rows)
    assert outcomes(result) == [("c0", "rolled_back"), ("c1", "failed"), ("c2", "rolled_back")]
    assert "1 of 3 channels failed, 2 rolled_back: Cannot take back the change of channel 'b' (c1): " in result["msg"]
    simulator.clear_faults()
    assert outcomes(modules.succeed(ROLLBACK, channels=rows)) == [
        ("c0", "unchanged"),
        ("c1", "rolled_back"),
        ("c2", "unchanged"),
    ]


def test_a_hidden_value_is_not_written(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org("a"))
    rows = change(modules, {"id": "c0", "configuration": {"branding": {"theme": "dark"}}})
    rows[0]["diff"]["before"] = {"configuration": {"branding": {"theme": "********"}}}
    result = modules.fail(ROLLBACK, channels=rows)
    assert "the result hides the former value of configuration.branding.theme" in result["msg"]
    assert writes(simulator) == []


ROW: dict[str, Any] = {
    "id": "c0",
    "name": "a",
    "outcome": "updated",
    "changed": True,
    "channel": None,
    "diff": {"before": {}, "after": {}},
    "failure": None,
    "pinned": None,
}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "c0"}, "it has no outcome and no channel and no diff and no failure and no pinned"),
        ({**ROW, "diff": {"before": {}}}, "its diff has no before and after"),
        ({**ROW, "pinned": {"before": "1"}}, "its pinned has not all of configuration_id, before, after, status"),
        ({**ROW, "failure": "x"}, "its channel or its failure is no mapping"),
        ({**ROW, "id": None}, "its id is no text"),
    ],
)
def test_what_is_no_row_is_refused_before_any_request(
    simulator: Simulator, modules: Modules, row: dict[str, Any], message: str
) -> None:
    result = modules.fail(ROLLBACK, channels=[ROW, row, ROW], workers=0)
    assert f"channels[1]: is no row of a result: {message}. Give the list channels of a result" in result["msg"]
    assert "channels[0] and channels[2]: are both about 'c0'." in result["msg"]
    assert "workers: " in result["msg"]
    assert simulator.requests() == []


def test_a_task_that_wrote_nothing_has_nothing_to_take_back(simulator: Simulator, modules: Modules) -> None:
    result = modules.succeed(ROLLBACK, channels=[{**ROW, "outcome": "unchanged", "changed": False}])
    assert (result["channels"], result["audit"], simulator.requests()) == ([], [], [])
