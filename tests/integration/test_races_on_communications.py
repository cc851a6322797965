# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels and webhooks where others work on the same org, reads lag, and answers are about other things."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration import webhooks
from tests.integration.channels import CHANNEL, FLEET, ID, PATCH, READ, TOKEN, org, page, stored
from tests.integration.conftest import Modules
from tests.integration.webhooks import CALLBACK, CREATE, LISTING, NAME, warnings_of, without_repeats
from tests.simulator.client import Simulator

WEBHOOK = "webmessaging_webhook"
HOOK: dict[str, Any] = {"name": NAME, "callback_url": CALLBACK, "secret": "hook secret"}


def features_of(simulator: Simulator, channel_id: str) -> list[str]:
    found: list[str] = simulator.channel(channel_id)["configuration"]["webchat"]["features"]
    return found


def turned_on(*features: str) -> dict[str, Any]:
    return {"mutate": {"id": ID, "configuration": {"webchat": {"features": list(features)}}}}


def test_what_somebody_turns_on_during_a_long_wait_stays_on(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    wait = {"status": 429, "code": "too.many.requests", "headers": {"Retry-After": "5"}}
    simulator.fault("PATCH", ".*", {"respond": wait, **turned_on("rich-media", "video-calling")})
    result = modules.succeed(CHANNEL, id=ID, enable_features=["co-browsing"])
    assert simulator.requests() == [TOKEN, READ, PATCH, READ, PATCH]
    assert features_of(simulator, ID) == ["rich-media", "video-calling", "co-browsing"]
    assert result["diff"] == {
        "before": {"features": ["rich-media", "video-calling"]},
        "after": {"features": ["rich-media", "video-calling", "co-browsing"]},
    }
    (entry,) = result["audit"]
    assert (entry["outcome"], entry["changes"], entry["attempts"]) == ("updated", ["features"], 2)


def test_a_fleet_that_waits_plans_anew_for_those_that_waited(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:2")
    wait = {"status": 429, "code": "too.many.requests", "headers": {"Retry-After": "5"}}
    ids = [channel["id"] for channel in simulator.channels()]
    there = {"id": ids[0], "configuration": {"webchat": {"features": ["co-browsing"]}}}
    simulator.fault("PATCH", ".*", {"respond": wait, "mutate": there})
    result = modules.succeed(FLEET, channels=[{"name_glob": "*", "enable_features": ["co-browsing"]}], workers=1)
    first, second = (f"/api/v2/communications/channels/{channel_id}" for channel_id in ids)
    assert simulator.requests() == [
        *(TOKEN, page(1), f"PATCH {first}", f"GET {first}"),
        *(f"GET {second}", f"PATCH {second}"),
    ] or simulator.requests() == [TOKEN, page(1), f"PATCH {first}", page(1), f"PATCH {second}"]
    assert [row["outcome"] for row in result["channels"]] == ["unchanged", "updated"]
    assert result["channels"][0]["diff"]["before"] == {"features": ["co-browsing"]}


LAGS: dict[str, dict[str, Any]] = {
    "reads": {"lag_reads": 2, "answers_lag": True},
    "by the clock": {"lag_ms": 900, "answers_lag": True},
    "answers alone": {"answers_lag": True},
}


@pytest.mark.parametrize("lag", LAGS.values(), ids=LAGS)
def test_what_lags_is_waited_for(simulator: Simulator, modules: Modules, lag: dict[str, Any]) -> None:
    simulator.reset(org())
    simulator.settings(**lag)
    result = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800)
    assert without_repeats(simulator.requests()) == [TOKEN, READ, PATCH, READ]
    assert result["channel"]["max_concurrent_sessions"] == 800
    simulator.clear_journal()
    created = modules.succeed(WEBHOOK, **HOOK)
    assert created["audit"][0]["outcome"] == "created"
    changed = modules.succeed(WEBHOOK, **HOOK, enabled=False)
    assert (changed["webhook"]["enabled"], changed["audit"][0]["outcome"]) == (False, "updated")
    assert simulator.requests("write") == [CREATE, f"PATCH {webhooks.COLLECTION}/{created['webhook']['id']}"]


def test_a_webhook_is_made_once_where_listings_lag_and_the_answer_is_lost(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.settings(webhook_names_unique=False, lag_listings=2)
    simulator.fault("POST", ".*/webhooks", {"reset": "after"})
    result = modules.succeed(WEBHOOK, **HOOK)
    assert without_repeats(simulator.requests()) == [TOKEN, LISTING, CREATE, LISTING]
    assert result["audit"][0]["outcome"] == "created"
    assert len(simulator.webhooks()) == 1


def test_a_webhook_is_made_once_where_the_post_takes_effect_late(simulator: Simulator, modules: Modules) -> None:
    simulator.settings(webhook_names_unique=False)
    simulator.fault("POST", ".*/webhooks", {"late": 1.5})
    result = modules.succeed(WEBHOOK, **HOOK, timeout=1)
    assert without_repeats(simulator.requests()) == [TOKEN, LISTING, CREATE, LISTING]
    assert (result["audit"][0]["outcome"], len(simulator.webhooks())) == ("created", 1)


def test_what_somebody_made_while_ours_was_lost_is_told_as_theirs(simulator: Simulator, modules: Modules) -> None:
    theirs = webhooks.stored(id="theirs", description="Theirs", enabled=False)
    del theirs["retryPolicy"]
    simulator.settings(webhook_names_unique=False)
    simulator.fault("POST", ".*/webhooks", {"reset": "before", "person": {"act": "create_webhook", **theirs}})
    result = modules.succeed(WEBHOOK, **HOOK)
    assert result["audit"][0]["outcome"] == "updated"
    assert result["diff"]["before"]["enabled"] is False
    assert "someone else" in warnings_of(result)
    assert [(each["id"], each["description"]) for each in simulator.webhooks()] == [("theirs", "Theirs")]


@pytest.mark.parametrize("dated", [True, False])
def test_runs_that_create_one_name_at_once_leave_one(simulator: Simulator, modules: Modules, dated: bool) -> None:
    simulator.settings(webhook_names_unique=False, webhooks_dated=dated, latency_ms=150)
    running = [modules.start(WEBHOOK, **HOOK) for _each in range(5)]
    ended = [each.finish() for each in running]
    assert [ran.result.get("msg") for ran in ended if ran.failed] == []
    (left,) = simulator.webhooks()
    used = {ran.result["webhook"]["id"] for ran in ended}
    # Without dates nobody knows which was first: one that a run found and used may be the one that withdraws.
    assert used == {left["id"]} if dated else left["id"] in used
    assert [ran.result["audit"][0]["outcome"] for ran in ended].count("created") <= 1
    simulator.clear_journal()
    assert modules.succeed(WEBHOOK, **HOOK)["changed"] is False


def test_a_webhook_that_others_make_and_delete_each_time_is_given_up(simulator: Simulator, modules: Modules) -> None:
    simulator.settings(webhook_names_unique=False, webhooks_dated=True)
    for number in range(5):
        older = webhooks.stored(id=f"theirs-{number}", dateCreated="2020-01-01T00:00:00.000Z")
        simulator.fault("POST", ".*/webhooks", {"person": {"act": "create_webhook", **older}})
        simulator.fault("DELETE", ".*", {"person": {"act": "delete_webhook", "id": older["id"]}})
    result = modules.fail(WEBHOOK, **HOOK)
    assert (result["failure"]["kind"], result["changed"]) == ("conflict", False)
    assert "someone else created webhooks of the same name" in result["failure"]["message"]
    assert [request for request in simulator.requests() if request == CREATE] == [CREATE] * 3
    assert simulator.webhooks() == []


def test_a_webhook_that_someone_else_deleted_first_is_not_told_as_deleted(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.state({"webhooks": [webhooks.stored()]})
    simulator.fault("DELETE", ".*", {"person": {"act": "delete_webhook", "id": webhooks.ID}})
    result = modules.succeed(WEBHOOK, name=NAME, state="absent")
    (entry,) = result["audit"]
    assert (result["changed"], entry["outcome"], entry["attempts"]) == (False, "unchanged", 1)
    assert result["diff"]["before"] == result["diff"]["after"]


@pytest.mark.parametrize("answered", ["another", None], ids=["another id", "no id"])
def test_only_the_channel_that_was_asked_for_is_written(
    simulator: Simulator, modules: Modules, answered: str | None
) -> None:
    simulator.reset(org(stored(), stored(id="another")))
    simulator.fault("GET", ".*/channels/.*", {"other_id": answered}, times=None)
    wish: dict[str, Any] = {"id": ID, "max_concurrent_sessions": 9}
    tasks: list[tuple[str, dict[str, Any]]] = [(CHANNEL, wish), (FLEET, {"channels": [wish]})]
    for module, options in tasks:
        result = modules.fail(module, api="communications", **options)
        assert result["failure"]["kind"] == "protocol"
        assert f"'{ID}' was requested" in result["msg"]
        assert "another" in result["msg"] if answered else "has no id" in result["msg"]
    assert simulator.requests("write") == []


def test_a_patch_that_is_answered_about_another_channel_is_read_back(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    simulator.fault("PATCH", ".*", {"other_id": "another"})
    result = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=9)
    assert simulator.requests() == [TOKEN, READ, PATCH, READ]
    assert result["channel"]["id"] == ID


@pytest.mark.parametrize("hidden", ["configuration", "configuration.routing"])
@pytest.mark.parametrize("module", [CHANNEL, FLEET])
def test_what_a_listing_leaves_out_is_not_taken_for_unset(
    simulator: Simulator, modules: Modules, module: str, hidden: str
) -> None:
    simulator.reset(org())
    entry = {"name": stored()["name"], "routing": {"queue_id": None}}
    options = {"channels": [entry]} if module == FLEET else entry
    simulator.fault("GET", ".*/channels", {"thin": [hidden]}, times=None)
    assert modules.succeed(module, **options, check_mode=True)["changed"]
    assert simulator.requests() == [TOKEN, page(1), READ]
    simulator.clear_journal()
    assert modules.succeed(module, **options)["changed"]
    assert simulator.requests() == [TOKEN, page(1), READ, PATCH]
    simulator.clear_journal()
    assert not modules.succeed(module, **options)["changed"]
    assert simulator.requests() == [TOKEN, page(1), READ]


def test_features_that_a_listing_leaves_out_are_kept(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(org())
    before = features_of(simulator, ID)
    simulator.fault("GET", ".*/channels", {"thin": ["configuration.webchat.features"]}, times=None)
    for _each in range(2):
        result = modules.succeed(FLEET, channels=[{"name_glob": "*", "enable_features": ["co-browsing"]}])
    assert result["changed"] is False
    assert features_of(simulator, ID) == [*before, "co-browsing"]
    assert simulator.requests() == [*(TOKEN, page(1), READ, PATCH), *(TOKEN, page(1), READ)]


def test_a_webhook_that_a_listing_shows_in_part_keeps_the_rest(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [webhooks.stored(description="Kept", httpHeaders={"X-Old": "1"})]})
    simulator.fault("GET", ".*/webhooks", {"thin": ["description", "retryPolicy"]})
    modules.succeed(WEBHOOK, **HOOK)
    assert simulator.requests() == [TOKEN, LISTING, webhooks.READ, f"PUT {webhooks.ITEM}"]
    (there,) = simulator.webhooks()
    assert (there["description"], there["retryPolicy"]) == ("Kept", {"tries": 3})


@pytest.mark.parametrize("when", ["after", "respond"])
def test_html_in_answer_to_a_deletion_is_no_success_by_itself(
    simulator: Simulator, modules: Modules, when: str
) -> None:
    simulator.reset({"webhooks": [webhooks.stored()]})
    simulator.fault("DELETE", ".*", {when: {"status": 200, "text": "<html>Welcome</html>"}})
    ran = modules.run(WEBHOOK, name=NAME, state="absent", deadline=1)
    assert without_repeats(simulator.requests()) == [TOKEN, LISTING, f"DELETE {webhooks.ITEM}", webhooks.READ]
    assert ran.failed is (when == "respond")
    assert json.dumps(ran.result).count('"deleted"') == (0 if ran.failed else 1)
    if ran.failed:
        assert ran.result["failure"]["kind"] == "protocol"
