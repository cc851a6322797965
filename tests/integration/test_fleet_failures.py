# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet of which some fail: the others go through, every outcome is told, and the next run does only the rest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels import COLLECTION, FLEET, TOKEN, page
from tests.integration.conftest import Modules
from tests.integration.fleet import outcomes, patch, read, sessions, small_org
from tests.integration.web_deployments import BASE, DEPLOYMENTS, DRAFTS
from tests.simulator import fleets
from tests.simulator.client import Simulator


def refusal(status: int, code: str, **headers: str) -> dict[str, Any]:
    return {"respond": {"status": status, "code": code, "message": f"because of {code}", "headers": headers}}


WISH = {"max_concurrent_sessions": 800}


@pytest.fixture
def mixed(simulator: Simulator) -> Simulator:
    """c0 to c2 are unlike each other, c3 and c4 are twins, and there is a channel of another type."""
    state = small_org("EU 1", "EU 2", "US 1", "Twin", "Twin")
    state["channels"].append({"id": "voice", "name": "Voice", "channelType": "voice"})
    simulator.reset(state)
    return simulator


UNSELECTABLE: dict[str, tuple[dict[str, str], str, str]] = {
    "an unknown id": ({"id": "nowhere"}, "not_found", "no channel has the id 'nowhere'"),
    "an unknown name": ({"name": "EU 3"}, "not_found", "no Web Messaging channel has the name 'EU 3'"),
    "a pattern of nothing": ({"name_glob": "AP *"}, "not_found", "no Web Messaging channel has a name like 'AP *'"),
    "a name that two have": ({"name": "Twin"}, "ambiguous", "2 Web Messaging channels have the name 'Twin': c3, c4"),
    "an id of another type": ({"id": "voice"}, "not_found", "is not a Web Messaging channel, its type is 'voice'"),
    "a name of another type": ({"name": "Voice"}, "not_found", "only channels of another type: voice (voice)"),
    "a pattern of another type": ({"name_glob": "Voi*"}, "not_found", "no Web Messaging channel has a name like"),
}


@pytest.mark.parametrize("case", UNSELECTABLE.values(), ids=UNSELECTABLE)
@pytest.mark.parametrize("check_mode", [False, True])
def test_an_entry_that_selects_nothing_fails_alone(
    mixed: Simulator, modules: Modules, case: tuple[dict[str, str], str, str], check_mode: bool
) -> None:
    selector, kind, message = case
    entries = [{"name": "EU 1", **WISH}, {**selector, **WISH}, {"id": "c1", **WISH}]
    result = modules.fail(FLEET, check_mode=check_mode, channels=entries)
    done = "checked" if check_mode else "updated"
    assert [row["outcome"] for row in result["channels"]] == [done, "failed", done]
    row = result["channels"][1]
    assert (row["id"], row["name"]) == (selector.get("id"), selector.get("name") or selector.get("name_glob"))
    assert (row["changed"], row["channel"], row["diff"]) == (False, None, {"before": {}, "after": {}})
    assert row["failure"]["kind"] == kind
    assert message in row["failure"]["message"]
    assert message in result["msg"]
    others = "checked" if check_mode else "updated"
    assert result["msg"].startswith(f"Cannot configure the channels: 1 of 3 channels failed, 2 {others}: ")
    assert (result["failure"]["kind"], len(result["failure"]["details"])) == (kind, 1)
    assert result["changed"] is True
    assert len(result["diff"]) == 2
    assert sorted(mixed.requests("write")) == ([] if check_mode else [patch("c0"), patch("c1")])


@pytest.mark.parametrize("channel_id", ["nowhere", "voice"])
def test_an_id_that_is_read_singly_fails_alone_too(mixed: Simulator, modules: Modules, channel_id: str) -> None:
    result = modules.fail(FLEET, channels=[{"id": "c0", **WISH}, {"id": channel_id, **WISH}])
    assert outcomes(result) == [("c0", "updated"), (channel_id, "failed")]
    assert result["channels"][1]["failure"]["kind"] == "not_found"
    sent = mixed.requests()
    assert (sent[0], sorted(sent[1:3]), sent[3:]) == (TOKEN, sorted([read("c0"), read(channel_id)]), [patch("c0")])


@pytest.mark.parametrize("check_mode", [False, True])
def test_what_a_channel_already_has_against_the_wish_is_rejected_alone(
    simulator: Simulator, modules: Modules, check_mode: bool
) -> None:
    state = small_org("a", "b")
    state["channels"][0]["configuration"]["webchat"]["features"] = ["co-browsing"]
    simulator.reset(state)
    entries = [{"name_glob": "*", **WISH, "target_browsers": ["safari"]}]
    result = modules.fail(FLEET, check_mode=check_mode, channels=entries)
    assert outcomes(result) == [("c0", "rejected"), ("c1", "checked" if check_mode else "updated")]
    row = result["channels"][0]
    assert (row["changed"], row["failure"]["kind"]) == (False, "validation")
    assert "co-browsing does not work in safari" in row["failure"]["message"]
    assert [entry["outcome"] for entry in sorted(result["audit"], key=lambda each: each["resource_id"])] == [
        row["outcome"] for row in result["channels"]
    ]
    assert simulator.requests("write") == ([] if check_mode else [patch("c1")])


@pytest.mark.parametrize("check_mode", [False, True])
def test_stop_with_an_entry_that_selects_nothing_writes_nothing(
    mixed: Simulator, modules: Modules, check_mode: bool
) -> None:
    entries = [{"id": "c0", **WISH}, {"name": "Gone", **WISH}, {"id": "c1", "max_concurrent_sessions": 500}]
    result = modules.fail(FLEET, check_mode=check_mode, channels=entries, on_error="stop")
    assert outcomes(result) == [("c0", "skipped"), (None, "failed"), ("c1", "unchanged")]
    assert mixed.requests() == [TOKEN, page(1)]
    assert (result["changed"], result["diff"]) == (False, [])
    assert result["channels"][0]["failure"] is None
    assert sorted(entry["outcome"] for entry in result["audit"]) == ["failed", "unchanged"]


def test_stop_with_a_channel_that_is_rejected_writes_nothing(mixed: Simulator, modules: Modules) -> None:
    entries = [
        {"id": "c0", **WISH},
        {"id": "c1", "configuration": {"webchat": {"maxConcurrentSessions": 7}}, "target_browsers": ["chrome"]},
        {"id": "c2", "disable_features": ["rich-media"], "target_browsers": ["safari"]},
    ]
    limits = {"browser_support": {"file-sharing": ["chrome"]}}
    result = modules.fail(FLEET, channels=entries, capabilities=limits, on_error="stop")
    assert outcomes(result) == [("c0", "skipped"), ("c1", "skipped"), ("c2", "rejected")]
    assert mixed.requests("write") == []


def test_stop_with_a_write_that_fails_leaves_the_rest(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abcdef"))
    simulator.fault("PATCH", ".*/c2", refusal(400, "bad.request"))
    result = modules.fail(FLEET, channels=[{"name_glob": "*", **WISH}], workers=1, on_error="stop")
    expected = ["updated", "updated", "failed", "skipped", "skipped", "skipped"]
    assert [row["outcome"] for row in result["channels"]] == expected
    assert simulator.requests() == [TOKEN, page(1), *(patch(f"c{number}") for number in range(3))]
    assert len(result["diff"]) == 2
    assert [entry["outcome"] for entry in result["audit"]] == ["updated", "updated", "failed"]
    assert sessions(simulator) == [800, 800, 500, 500, 500, 500]


def test_stop_with_many_workers_begins_no_further_write(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:100", latency_ms=20)
    simulator.fault("PATCH", ".*", refusal(400, "bad.request"), skip=9)
    result = modules.fail(FLEET, channels=[{"name_glob": "*", **WISH}], workers=4, on_error="stop")
    counts = Counter(row["outcome"] for row in result["channels"])
    assert counts["failed"] == 1
    assert counts["skipped"] >= 70
    assert len(simulator.requests("write")) == 100 - counts["skipped"]


def test_a_channel_that_vanishes_after_the_listing_fails_alone(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abc"))
    simulator.fault("PATCH", ".*/c1", {"delete_channel": True})
    result = modules.fail(FLEET, channels=[{"name_glob": "*", **WISH}])
    assert outcomes(result) == [("c0", "updated"), ("c1", "failed"), ("c2", "updated")]
    assert (result["channels"][1]["failure"]["kind"], result["channels"][1]["failure"]["status"]) == ("not_found", 404)
    assert [row["changed"] for row in result["channels"]] == [True, False, True]


UNREADABLE: dict[str, tuple[dict[str, Any], str, int | None]] = {
    "forbidden": (refusal(403, "missing.permissions"), "permission", 403),
    "a token that is refused": (refusal(401, "bad.credentials"), "authentication", 401),
    "broken": (refusal(500, "internal.server.error"), "unavailable", 500),
    "reset": ({"reset": "before"}, "network", None),
    "a page of HTML": ({"respond": {"status": 200, "text": "<html>Welcome</html>"}}, "protocol", 200),
}


@pytest.mark.parametrize("check_mode", [True, False])
def test_drafts_that_cannot_be_read_fail_only_the_channels_that_need_them(
    simulator: Simulator, modules: Modules, check_mode: bool
) -> None:
    simulator.reset("webdeployments:13")
    modules.environment["GENESYS_API"] = "webdeployments"
    refused = {"status": 403, "code": "missing.permissions", "message": "You may not."}
    simulator.fault("GET", f"{BASE}/configurations", {"respond": refused}, times=None)
    entries = [
        {"name": "Primary Web Messaging", "features": ["rich-media"]},
        {"name_glob": "EU *", "enable_features": ["co-browsing"]},
        {"name": "Asleep 5", "enable_features": ["rich-media"]},
    ]
    result = modules.fail(FLEET, check_mode=check_mode, channels=entries)
    assert (result["failure"]["kind"], result["changed"]) == ("permission", False)
    told = {row["name"]: (row["outcome"], row["failure"] and row["failure"]["kind"]) for row in result["channels"]}
    failed = ("failed", "permission")
    assert told == {"Primary Web Messaging": failed, "EU 1": failed, "EU 2": failed, "Asleep 5": ("unchanged", None)}
    assert simulator.requests() == [TOKEN, DEPLOYMENTS, DRAFTS]


@pytest.mark.parametrize("entries", [[{"id": "c0"}, {"id": "c1"}], [{"name": "a"}, {"name_glob": "b*"}, {"id": "c1"}]])
@pytest.mark.parametrize("api", ["auto", "communications", "webdeployments"])
@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_fails_with_rows_that_say_why(
    simulator: Simulator, modules: Modules, entries: list[dict[str, Any]], api: str, case: str
) -> None:
    action, kind, status = UNREADABLE[case]
    simulator.reset(small_org("a", "b"))
    simulator.fault("GET", ".*", action, times=None)
    wish = {"disable_features": ["typing-indicators"]}
    result = modules.fail(FLEET, channels=[{**each, **wish} for each in entries], api=api, retries=0)
    assert [(row["outcome"], row["failure"]["kind"], row["failure"]["status"]) for row in result["channels"]] == [
        ("failed", kind, status)
    ] * len(entries)
    assert [(row["id"], row["name"]) for row in result["channels"]] == [
        (each.get("id"), each.get("name") or each.get("name_glob")) for each in entries
    ]
    assert [entry["outcome"] for entry in result["audit"]] == ["failed"] * len(entries)
    assert (result["failure"]["kind"], result["changed"]) == (kind, False)
    assert "Traceback" not in str(result)
    assert simulator.requests("write") == []


@pytest.mark.parametrize("entries", [[{"id": "c0"}, {"id": "c1"}], [{"name": "a"}, {"name_glob": "b*"}]])
def test_no_connection_says_what_to_check_in_every_row(modules: Modules, entries: list[dict[str, Any]]) -> None:
    result = modules.fail(
        FLEET,
        channels=[{**each, **WISH} for each in entries],
        api_url="http://127.0.0.1:1",
        validate_certs=False,
        access_token="a-token",
        retries=0,
    )
    assert [row["failure"]["kind"] for row in result["channels"]] == ["network"] * 2
    assert result["failure"]["kind"] == "network"
    for told in ("no connection", "api_url", "region", "proxy"):
        assert told in result["msg"]


def test_credentials_that_are_refused_fail_every_row_and_are_not_tried_for_each(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.reset(small_org(*"abcde"))
    entries = [{"id": f"c{number}", **WISH} for number in range(5)]
    result = modules.fail(FLEET, channels=entries, client_secret="wrong-secret", workers=1)
    assert [row["failure"]["kind"] for row in result["channels"]] == ["authentication"] * 5
    assert result["failure"]["kind"] == "authentication"
    assert simulator.requests() == [TOKEN]


def test_a_token_that_dies_while_channels_are_written_is_no_storm(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:60")
    simulator.fault("PATCH", ".*", refusal(401, "bad.credentials"), times=None)
    result = modules.fail(FLEET, channels=[{"name_glob": "*", **WISH}], workers=4)
    assert [row["failure"]["kind"] for row in result["channels"]] == ["authentication"] * 60
    assert len(simulator.requests("write")) <= 16
    assert len(result["audit"]) == 60


REASONS: dict[str, tuple[dict[str, Any], str, int | None]] = {
    "rejected": (refusal(400, "invalid.value"), "rejected", 400),
    "forbidden": (refusal(403, "missing.permissions"), "permission", 403),
    "not found": (refusal(404, "not.found"), "not_found", 404),
    "conflict": (refusal(409, "version.conflict"), "conflict", 409),
    "broken": (refusal(500, "internal.server.error"), "unavailable", 500),
    "a page of HTML": ({"respond": {"status": 200, "text": "<html>Welcome</html>"}}, "protocol", 200),
    "reset": ({"reset": "before"}, "network", None),
    "unavailable": (refusal(503, "service.unavailable", **{"Retry-After": "0"}), "unavailable", 503),
    "ignored": ({"respond": {"status": 200, "body": {"id": "another"}}}, "conflict", None),
    "deleted": ({"delete_channel": True}, "not_found", 404),
}


def test_a_fleet_of_200_with_10_failing_each_in_its_way(simulator: Simulator, modules: Modules, tmp_path: Path) -> None:
    simulator.reset("webmessaging:200")
    channels = fleets.webmessaging(200)["channels"]
    failing = {channels[20 * number + 7]["id"]: reason for number, reason in enumerate(REASONS)}
    for channel_id, reason in failing.items():
        simulator.fault("PATCH", f".*/{channel_id}", REASONS[reason][0], times=None)
    before = simulator.state()
    log = tmp_path / "audit.jsonl"
    options: dict[str, Any] = {"channels": [{"name_glob": "*", **WISH}], "retries": 1, "audit_log": str(log)}

    result = modules.fail(FLEET, **options)
    assert [row["id"] for row in result["channels"]] == [channel["id"] for channel in channels]
    assert Counter(row["outcome"] for row in result["channels"]) == {"updated": 190, "failed": 10}
    for row in result["channels"]:
        if row["id"] in failing:
            _action, kind, status = REASONS[failing[row["id"]]]
            assert (row["failure"]["kind"], row["failure"]["status"]) == (kind, status), failing[row["id"]]
        else:
            assert (row["outcome"], row["failure"]) == ("updated", None)
    assert result["msg"].startswith("Cannot configure the channels: 10 of 200 channels failed, 190 updated: (1) ")
    assert len(result["failure"]["details"]) == 10
    for channel_id in failing:
        assert channel_id in result["msg"]
    for told in ("invalid.value", "missing.permissions", "version.conflict", "internal.server.error"):
        assert told in result["msg"]
    every = [json.loads(line) for line in log.read_text().splitlines()]
    lines = [line for line in every if line["outcome"] != "begun"]
    assert {line["audit_id"] for line in every} == {line["audit_id"] for line in lines}
    assert sorted(lines, key=lambda entry: entry["audit_id"]) == sorted(
        result["audit"], key=lambda entry: entry["audit_id"]
    )
    assert Counter(entry["resource_id"] for entry in lines) == Counter(channel["id"] for channel in channels)
    assert {entry["resource_id"] for entry in lines if entry["outcome"] == "failed"} == set(failing)

    simulator.clear_faults()
    now = simulator.state()
    there = {channel["id"]: channel for channel in now["channels"]}
    simulator.state({**now, "channels": [there.get(channel["id"], channel) for channel in before["channels"]]})
    simulator.clear_journal()
    again = modules.succeed(FLEET, **options)
    assert sorted(simulator.requests("write")) == sorted(f"PATCH {COLLECTION}/{channel_id}" for channel_id in failing)
    assert Counter(row["outcome"] for row in again["channels"]) == {"updated": 10, "unchanged": 190}
    assert {one["after_header"].split("(")[1].rstrip(")") for one in again["diff"]} == set(failing)


def test_failures_of_one_cause_are_told_once(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:30")
    simulator.fault("PATCH", ".*", refusal(400, "invalid.value"), times=None)
    result = modules.fail(FLEET, channels=[{"name_glob": "*", **WISH}])
    assert result["msg"].startswith("Cannot configure the channels: 30 of 30 channels failed: 30 (")
    assert " and 27 more): PATCH /api/v2/communications/channels/{id} answered 400 invalid.value" in result["msg"]
    assert len(result["failure"]["details"]) == 30
    assert (result["changed"], result["diff"]) == (False, [])
