# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_webhook`` where nothing goes wrong: what it sends, what it leaves alone, what it tells."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.integration.webhooks import (
    CALLBACK,
    CREATE,
    EMPTY_PAGE,
    FILTERS,
    ID,
    ITEM,
    LISTING,
    NAME,
    READ,
    TOKEN,
    bodies,
    stored,
    warnings_of,
    without_repeats,
)
from tests.simulator.client import Simulator

MODULE = "webmessaging_webhook"
SECRET = "hook+secret/with=odd&characters"
JSON_TYPE = {"Content-Type": "application/json"}
MINIMAL: dict[str, Any] = {"name": NAME, "callback_url": CALLBACK}
SHOWN = {
    "id": ID,
    "name": NAME,
    "description": None,
    "callback_url": CALLBACK,
    "event_filters": FILTERS,
    "enabled": True,
    "http_headers": JSON_TYPE,
}


def predicted_and_real(modules: Modules, **options: Any) -> dict[str, Any]:
    """Run in check mode, which must write nothing, then for real, which must come to the same; the real result."""
    before = modules.simulator.webhooks()
    predicted = modules.succeed(MODULE, check_mode=True, **options)
    assert modules.simulator.requests("write") == []
    assert modules.simulator.webhooks() == before
    modules.simulator.clear_journal()
    real = modules.succeed(MODULE, **options)
    assert (predicted["changed"], predicted["diff"]) == (real["changed"], real["diff"])
    assert without_id(predicted["webhook"]) == without_id(real["webhook"])
    expected = "checked" if real["changed"] else "unchanged"
    assert [(entry["outcome"], entry["check_mode"], entry["attempts"]) for entry in predicted["audit"]] == [
        (expected, True, 0)
    ]
    return real


def without_id(webhook: dict[str, Any] | None) -> dict[str, Any]:
    """The id of what is created is not known beforehand."""
    return {key: value for key, value in (webhook or {}).items() if key != "id"}


def test_a_missing_webhook_is_created_with_one_post(simulator: Simulator, modules: Modules) -> None:
    options = {**MINIMAL, "description": "Tells monitoring", "secret": SECRET}
    result = predicted_and_real(modules, **options)
    assert simulator.requests() == [TOKEN, LISTING, CREATE, LISTING]
    sent = {
        "name": NAME,
        "description": "Tells monitoring",
        "callbackUrl": CALLBACK,
        "eventFilters": FILTERS,
        "enabled": True,
        "httpHeaders": JSON_TYPE,
        "secret": SECRET,
    }
    assert bodies(simulator) == [sent]
    (webhook,) = simulator.webhooks()
    assert webhook == {"id": webhook["id"], **sent}
    assert result["webhook"] == {**SHOWN, "id": webhook["id"], "description": "Tells monitoring"}
    after = {key: value for key, value in result["webhook"].items() if key != "id"}
    assert result["diff"] == {"before": {"state": "absent"}, "after": {"state": "present", "secret": "(set)", **after}}
    (entry,) = result["audit"]
    assert (entry["action"], entry["outcome"], entry["attempts"]) == ("WEBHOOK_CREATE", "created", 1)
    assert (entry["resource"], entry["resource_id"], entry["resource_name"]) == ("webhook", webhook["id"], NAME)
    assert result["metrics"]["requests"] == {"total": 4, "token": 1, "read": 2, "write": 1}

    simulator.clear_journal()
    again = modules.succeed(MODULE, **options)
    assert (again["changed"], again["webhook"]) == (False, result["webhook"])
    assert simulator.requests() == [TOKEN, LISTING]


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_warning_says_that_deliveries_are_unsigned(modules: Modules, check_mode: bool) -> None:
    unsigned = modules.succeed(MODULE, check_mode, **MINIMAL)
    assert "unsigned" in warnings_of(unsigned)
    assert NAME in warnings_of(unsigned)
    assert warnings_of(modules.succeed(MODULE, check_mode, **MINIMAL, secret=SECRET)) == "[]"
    modules.environment["WEBHOOK_SECRET"] = SECRET
    assert warnings_of(modules.succeed(MODULE, check_mode, **MINIMAL)) == "[]"


def test_the_secret_of_the_environment_signs_a_new_webhook(simulator: Simulator, modules: Modules) -> None:
    modules.environment["WEBHOOK_SECRET"] = SECRET
    modules.succeed(MODULE, **MINIMAL)
    assert simulator.webhooks()[0]["secret"] == SECRET


@dataclass(frozen=True)
class Change:
    """``there`` and ``options`` differ from the webhook and the task that agree; ``body`` is what must be sent."""

    there: dict[str, Any]
    options: dict[str, Any]
    body: dict[str, Any]
    changes: list[str]
    method: str = "PATCH"
    settles: bool = True
    after: dict[str, Any] = field(default_factory=dict)


def replaced(**fields: Any) -> dict[str, Any]:
    """The body of a PUT: all that the webhook holds, but for what is the server's own."""
    return {key: value for key, value in stored(**fields).items() if key != "id" and value is not None}


OTHER_FILTERS = [{"resource": "channel", "action": "deleted"}, *FILTERS]
TWO_HEADERS = {"Content-Type": "application/json", "X-Team": "messaging"}
CHANGES = {
    "callback URL": Change(
        {},
        {"callback_url": "https://other.example/"},
        {"callbackUrl": "https://other.example/"},
        ["callback_url"],
    ),
    "description added": Change({}, {"description": "New"}, {"description": "New"}, ["description"]),
    "description changed": Change(
        {"description": "Old"}, {"description": "New"}, {"description": "New"}, ["description"]
    ),
    "description emptied": Change({"description": "Old"}, {"description": ""}, {"description": ""}, ["description"]),
    "description removed": Change(
        {"description": "Old"}, {"description": None}, replaced(), ["description"], method="PUT"
    ),
    "filters": Change({}, {"event_filters": OTHER_FILTERS}, {"eventFilters": OTHER_FILTERS}, ["event_filters"]),
    "turned off": Change({}, {"enabled": False}, {"enabled": False}, ["enabled"]),
    "turned on by default": Change({"enabled": False}, {}, {"enabled": True}, ["enabled"]),
    "header added": Change({}, {"http_headers": TWO_HEADERS}, {"httpHeaders": TWO_HEADERS}, ["http_headers"]),
    "header changed": Change(
        {"httpHeaders": {"Content-Type": "text/json"}}, {}, {"httpHeaders": JSON_TYPE}, ["http_headers"]
    ),
    "header removed": Change({"httpHeaders": TWO_HEADERS}, {}, replaced(), ["http_headers"], method="PUT"),
    "all headers removed": Change({}, {"http_headers": {}}, replaced(httpHeaders={}), ["http_headers"], method="PUT"),
    "several at once": Change(
        {"enabled": False},
        {"description": "New", "callback_url": "https://other.example/"},
        {"enabled": True, "description": "New", "callbackUrl": "https://other.example/"},
        ["callback_url", "description", "enabled"],
    ),
    "removed and changed": Change(
        {"httpHeaders": TWO_HEADERS, "description": "Old"},
        {"enabled": False},
        replaced(description="Old", enabled=False),
        ["enabled", "http_headers"],
        method="PUT",
    ),
    "secret": Change({}, {"secret": SECRET, "update_secret": "always"}, {"secret": SECRET}, ["secret"], settles=False),
    "secret while a header goes": Change(
        {"httpHeaders": TWO_HEADERS},
        {"secret": SECRET, "update_secret": "always"},
        replaced(secret=SECRET),
        ["http_headers", "secret"],
        method="PUT",
        settles=False,
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_differs_is_sent_in_one_write(simulator: Simulator, modules: Modules, change: Change) -> None:
    simulator.reset({"webhooks": [stored(secret="old secret", **change.there)]})
    options = {**MINIMAL, **change.options}
    result = predicted_and_real(modules, **options)
    # A row of a listing can leave things out: what is replaced is read whole.
    whole = [READ] if change.method == "PUT" and "description" not in change.there else []
    assert simulator.requests() == [TOKEN, LISTING, *whole, f"{change.method} {ITEM}"]
    assert bodies(simulator) == [change.body]
    assert result["changed"] is True
    (entry,) = result["audit"]
    assert (entry["action"], entry["outcome"], entry["resource_id"]) == ("WEBHOOK_UPDATE", "updated", ID)
    assert entry["changes"] == change.changes
    (webhook,) = simulator.webhooks()
    assert webhook["retryPolicy"] == {"tries": 3}
    assert webhook["secret"] == change.body.get("secret", "old secret")

    simulator.clear_journal()
    again = modules.succeed(MODULE, **options)
    assert again["changed"] is not change.settles
    assert bodies(simulator) == ([] if change.settles else [{"secret": SECRET}])
    assert again["webhook"] == result["webhook"]


UNCHANGED = {
    "as it is": ({}, {}),
    "filters in another order": ({"eventFilters": OTHER_FILTERS}, {"event_filters": OTHER_FILTERS[::-1]}),
    "filters left out": ({"eventFilters": OTHER_FILTERS}, {}),
    "filters with a null condition": (
        {"eventFilters": [{"resource": "channel", "action": "deleted"}]},
        {"event_filters": [{"resource": "channel", "action": "deleted", "condition": None}]},
    ),
    "a header in another case": ({"httpHeaders": {"content-type": "application/json"}}, {}),
    "description left out": ({"description": "Someone's words"}, {}),
    "no description to remove": ({}, {"description": None}),
    "a secret that is sent on creation alone": ({}, {"secret": SECRET}),
}


@pytest.mark.parametrize(("there", "options"), UNCHANGED.values(), ids=UNCHANGED.keys())
def test_where_nothing_differs_nothing_is_sent(
    simulator: Simulator, modules: Modules, there: dict[str, Any], options: dict[str, Any]
) -> None:
    simulator.reset({"webhooks": [stored(secret="old secret", **there)]})
    result = predicted_and_real(modules, **MINIMAL, **options)
    assert result["changed"] is False
    assert result["diff"]["before"] == result["diff"]["after"]
    assert simulator.requests() == [TOKEN, LISTING]
    assert simulator.webhooks()[0]["secret"] == "old secret"
    assert result["audit"][0]["outcome"] == "unchanged"
    assert result["webhook"]["id"] == ID


def test_a_header_keeps_the_spelling_that_the_org_has(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [stored(httpHeaders={"content-TYPE": "text/json", "x-team": "messaging"})]})
    modules.succeed(MODULE, **MINIMAL, http_headers={"Content-Type": "application/json", "X-Team": "messaging"})
    assert bodies(simulator) == [{"httpHeaders": {"content-TYPE": "application/json", "x-team": "messaging"}}]


def test_a_credential_that_changes_in_a_header_shows_in_the_diff_without_being_shown(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.reset({"webhooks": [stored(httpHeaders={"Authorization": "Bearer old-one", "X-Api-Key": "the same"})]})
    headers = {"Authorization": "Bearer new-one", "X-Api-Key": "the same"}
    result = predicted_and_real(modules, **MINIMAL, http_headers=headers)
    assert result["diff"]["before"]["http_headers"] == {"Authorization": "********", "X-Api-Key": "********"}
    assert result["diff"]["after"]["http_headers"] == {"Authorization": "******** (changed)", "X-Api-Key": "********"}


def test_absent_deletes_and_a_second_run_finds_nothing_to_do(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [stored(description="Old"), stored(id="another", name="Another")]})
    result = predicted_and_real(modules, name=NAME, state="absent")
    assert simulator.requests() == [TOKEN, LISTING, f"DELETE {ITEM}"]
    assert (result["changed"], result["webhook"]) == (True, None)
    before = {key: value for key, value in {**SHOWN, "description": "Old"}.items() if key != "id"}
    assert result["diff"] == {"before": {"state": "present", **before}, "after": {"state": "absent"}}
    (entry,) = result["audit"]
    assert (entry["action"], entry["outcome"], entry["resource_id"]) == ("WEBHOOK_DELETE", "deleted", ID)
    assert [webhook["name"] for webhook in simulator.webhooks()] == ["Another"]

    simulator.clear_journal()
    again = predicted_and_real(modules, name=NAME, state="absent")
    assert (again["changed"], again["webhook"]) == (False, None)
    assert again["diff"] == {"before": {}, "after": {}}
    assert simulator.requests() == [TOKEN, LISTING]


def test_a_webhook_on_the_second_page_is_found(simulator: Simulator, modules: Modules) -> None:
    others = [stored(id=f"id-{number}", name=f"Webhook {number}") for number in range(104)]
    simulator.reset({"webhooks": [*others, stored()]})
    result = modules.succeed(MODULE, **MINIMAL, enabled=False)
    second = LISTING.replace("pageNumber=1", "pageNumber=2")
    assert simulator.requests() == [TOKEN, LISTING, second, f"PATCH {ITEM}"]
    assert result["webhook"]["id"] == ID


@pytest.mark.parametrize("state", ["present", "absent"])
def test_two_webhooks_of_one_name_are_ambiguous(simulator: Simulator, modules: Modules, state: str) -> None:
    old = {"dateCreated": "2020-01-01T00:00:00.000Z"}
    twins = {
        "entities": [stored(**old), stored(id="twin", **old)],
        "pageSize": 100,
        "pageNumber": 1,
        "total": 2,
        "pageCount": 1,
    }
    simulator.fault("GET", ".*/webhooks", {"respond": {"status": 200, "body": twins}}, times=None)
    for check_mode in (True, False):
        result = modules.fail(MODULE, check_mode, **MINIMAL, state=state)
        assert result["failure"]["kind"] == "ambiguous"
        assert ID in result["msg"]
        assert "twin" in result["msg"]
        assert result["audit"][0]["outcome"] == "failed"
    assert simulator.requests("write") == []


def test_someone_creates_it_first_and_it_is_compared(simulator: Simulator, modules: Modules) -> None:
    """Between our listing and our POST, that is: the POST is refused, and what is there is brought to what we want."""
    simulator.reset({"webhooks": [stored(enabled=False, secret="theirs")]})
    simulator.fault("GET", ".*/webhooks", {"respond": {"status": 200, "body": EMPTY_PAGE}})
    result = modules.succeed(MODULE, **MINIMAL, secret=SECRET)
    assert simulator.requests() == [TOKEN, LISTING, CREATE, LISTING, f"PATCH {ITEM}"]
    assert bodies(simulator)[1] == {"enabled": True}
    assert result["changed"] is True
    assert result["audit"][0]["outcome"] == "updated"
    assert result["audit"][0]["action"] == "WEBHOOK_UPDATE"
    assert result["diff"]["before"]["enabled"] is False
    assert "created by someone else" in warnings_of(result)
    (webhook,) = simulator.webhooks()
    assert (webhook["enabled"], webhook["secret"]) == (True, "theirs")


def test_someone_creates_the_same_first_and_nothing_changes(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [stored()]})
    simulator.fault("GET", ".*/webhooks", {"respond": {"status": 200, "body": EMPTY_PAGE}})
    result = modules.succeed(MODULE, **MINIMAL, secret=SECRET)
    assert simulator.requests() == [TOKEN, LISTING, CREATE, LISTING]
    assert (result["changed"], result["audit"][0]["outcome"]) == (False, "unchanged")
    assert result["webhook"]["id"] == ID


def test_a_taken_name_that_no_webhook_has_is_a_conflict(simulator: Simulator, modules: Modules) -> None:
    simulator.fault("POST", ".*/webhooks", {"respond": {"status": 409, "code": "conflict", "message": "Taken."}})
    result = modules.fail(MODULE, **MINIMAL, deadline=1)
    assert result["failure"]["kind"] == "conflict"
    assert without_repeats(simulator.requests()) == [TOKEN, LISTING, CREATE, LISTING]


def test_a_webhook_deleted_between_listing_and_delete_is_gone_all_the_same(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.reset({"webhooks": [stored()]})
    simulator.fault("DELETE", ".*", {"delete_webhook": True})
    result = modules.succeed(MODULE, name=NAME, state="absent")
    assert simulator.requests() == [TOKEN, LISTING, f"DELETE {ITEM}"]
    assert result["webhook"] is None
    assert simulator.webhooks() == []


def test_a_webhook_deleted_between_listing_and_update_is_an_error(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [stored()]})
    simulator.fault("PATCH", ".*", {"delete_webhook": True})
    result = modules.fail(MODULE, **MINIMAL, enabled=False)
    assert result["failure"]["kind"] == "not_found"
    assert result["failure"]["path"] == ITEM
    assert result["audit"][0]["outcome"] == "failed"


def test_a_write_that_changes_nothing_is_read_back_and_told(simulator: Simulator, modules: Modules) -> None:
    """The server answers 200 and keeps what it had."""
    simulator.reset({"webhooks": [stored()]})
    simulator.fault("PATCH", ".*", {"respond": {"status": 200, "body": stored()}})
    result = modules.fail(MODULE, **MINIMAL, enabled=False, deadline=1)
    assert without_repeats(simulator.requests()) == [TOKEN, LISTING, f"PATCH {ITEM}", READ]
    assert result["failure"]["kind"] == "conflict"
    assert "enabled" in result["msg"]


def test_deliveries_are_signed_with_the_secret_and_carry_the_headers(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:1")
    headers = {"Content-Type": "application/vnd.events+json", "Authorization": "Bearer for-monitoring"}
    result = modules.succeed(
        MODULE, name=NAME, callback_url=simulator.inbox_url("monitor"), secret=SECRET, http_headers=headers
    )
    assert result["webhook"]["http_headers"] == {**headers, "Authorization": "********"}
    (channel,) = simulator.channels()
    modules.succeed("webmessaging_channel", id=channel["id"], max_concurrent_sessions=7)
    (message,) = simulator.inbox("monitor", at_least=1)
    signature = hmac.new(SECRET.encode(), message["body"].encode(), hashlib.sha256).hexdigest()
    assert message["headers"]["X-Genesys-Signature"] == f"sha256={signature}"
    assert message["headers"].items() >= headers.items()


def test_a_new_secret_signs_from_then_on(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:1")
    options: dict[str, Any] = {"name": NAME, "callback_url": simulator.inbox_url("monitor")}
    modules.succeed(MODULE, **options, secret="the first one")
    modules.succeed(MODULE, **options, secret=SECRET, update_secret="always")
    modules.succeed("webmessaging_channel", name="Web Messaging 0001", max_concurrent_sessions=7)
    (message,) = simulator.inbox("monitor", at_least=1)
    signature = hmac.new(SECRET.encode(), message["body"].encode(), hashlib.sha256).hexdigest()
    assert message["headers"]["X-Genesys-Signature"] == f"sha256={signature}"


@pytest.mark.parametrize("state", ["present", "absent"])
def test_where_there_are_none_nothing_was_tried(simulator: Simulator, modules: Modules, state: str) -> None:
    """Without an entry in the audit trail, so that the role, which goes on without, leaves no failure in it."""
    simulator.reset("plain-webdeployments:1")
    result = modules.fail(MODULE, name="Sync", callback_url="https://monitor.example/", state=state)
    assert (result["failure"]["kind"], result["failure"]["code"]) == ("rejected", "no.webhooks")
    assert result["msg"].startswith("Cannot ")
    assert result["audit"] == []
