# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A webhook is made once, whatever is lost, late or done by others; what an answer does not show is read back."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    Ambiguous,
    Conflict,
    GenesysError,
    NotFound,
    ProtocolError,
    Unavailable,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._http.freshness import FRESH_FOR
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.webhook_writes import EnsuredWebhook
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.webhooks import ensure_absent, ensure_present
from ansible_collections.genesys.cloud.tests.unit.network import reply
from ansible_collections.genesys.cloud.tests.unit.webhook_org import WebhookOrg, desired, webhook

BAD_GATEWAY = reply({"status": 502}, 502)
THEIRS = webhook("theirs", callbackUrl="https://theirs.example/", description="Theirs")


def ensure(org: WebhookOrg, **state: Any) -> EnsuredWebhook:
    return ensure_present(org.context, desired(**state))


def test_a_creation_costs_one_listing_more() -> None:
    org = WebhookOrg()
    made = ensure(org)
    assert org.requests == ["GET", "POST", "GET"]
    assert (org.outcome, made.changed, made.entity) == ("created", True, webhook("new-1"))
    assert org.warnings == []


# D: what was lost, or is late


@pytest.mark.parametrize("late", [0.5, 2.0, 6.0, 15.0])
def test_a_creation_that_takes_effect_late_is_found_and_not_made_twice(late: float) -> None:
    org = WebhookOrg()
    org.answers[2] = BAD_GATEWAY
    org.before[2] = lambda: org.late.append((late, lambda: org.add(webhook(""))))
    made = ensure(org)
    assert org.requests.count("POST") == 1
    assert list(org.webhooks) == ["new-1"]
    assert (org.outcome, made.changed, made.entity) == ("created", True, webhook("new-1"))


def test_a_creation_that_never_takes_effect_is_looked_for_over_twice_the_timeout() -> None:
    org = WebhookOrg()
    org.answers[2] = BAD_GATEWAY
    made = ensure(org)
    assert org.requests.count("POST") == 2
    assert org.net.clock.passed >= 20
    assert (org.outcome, list(org.webhooks)) == ("created", ["new-1"])
    assert made.entity == webhook("new-1")


@pytest.mark.parametrize("date", [None, "2026-11-22T10:15:30Z"], ids=["undated", "dated"])
def test_of_two_that_a_late_first_try_made_one_stays(date: str | None) -> None:
    """The first POST takes effect after the second one was sent."""
    org = WebhookOrg()
    org.new_ids = iter(["b", "a"])
    org.answers[2] = BAD_GATEWAY
    dated = {"dateCreated": date} if date else {}
    org.late.append((20.5, lambda: org.add(webhook(""), **dated)))
    ensure(org)
    assert (len(org.webhooks), org.outcome) == (1, "created")
    assert "someone else" not in " ".join(org.warnings)


def test_a_lost_creation_and_a_listing_that_lags_make_one() -> None:
    org = WebhookOrg()
    org.listing_lag = 2
    org.instead[2] = BAD_GATEWAY
    made = ensure(org)
    assert org.requests == ["GET", "POST", "GET", "GET", "GET"]
    assert (org.outcome, made.entity, len(org.webhooks)) == ("created", webhook("new-1"), 1)


# F: somebody else's is not ours

NOT_OURS = {
    "another URL": {"callbackUrl": "https://theirs.example/"},
    "other filters, where we gave none": {"eventFilters": [{"resource": "channel", "action": "deleted"}]},
    "a description more": {"description": "Theirs"},
    "a header more": {"httpHeaders": {"Content-Type": "application/json", "X-Team": "theirs"}},
    "switched off": {"enabled": False},
}


@pytest.mark.parametrize("fields", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_what_somebody_made_while_ours_was_lost_is_an_existing_one(fields: JsonObject) -> None:
    org = WebhookOrg()
    org.answers[2] = BAD_GATEWAY
    org.before[3] = lambda: org.add(webhook("theirs", **fields))
    made = ensure(org)
    assert list(org.webhooks) == ["theirs"]
    assert org.outcome in ("updated", "unchanged")
    assert made.changed is (org.outcome == "updated")
    assert made.diff["before"].get("state") != "absent"
    assert "someone else" in " ".join(org.warnings)
    if "description" in fields:
        assert org.webhooks["theirs"]["description"] == "Theirs"


# E: many at once


def test_the_younger_withdraws_and_the_older_is_used() -> None:
    org = WebhookOrg()
    org.before[2] = lambda: org.add(webhook("a", enabled=False, dateCreated="2026-11-22T10:15:29Z"))
    org.before[3] = lambda: org.webhooks["new-1"].update(dateCreated="2026-11-22T10:15:30Z")
    made = ensure(org)
    assert org.requests == ["GET", "POST", "GET", "DELETE new-1", "GET", "PATCH a"]
    assert list(org.webhooks) == ["a"]
    assert (org.outcome, made.diff["before"]["enabled"], made.diff["after"]["enabled"]) == ("updated", False, True)
    told = " ".join(org.warnings)
    assert "new-1" in told
    assert "withdrawn" in told
    assert "created by someone else" in told


def test_the_older_stays_and_says_so() -> None:
    org = WebhookOrg()
    org.before[3] = lambda: (
        org.webhooks["new-1"].update(dateCreated="2026-11-22T10:15:29Z"),
        org.add(webhook("a", dateCreated="2026-11-22T10:15:30Z")),
    )
    made = ensure(org)
    assert org.requests == ["GET", "POST", "GET"]
    assert (org.outcome, (made.entity or {})["id"]) == ("created", "new-1")
    assert "(a)" in " ".join(org.warnings)


def test_without_dates_the_smaller_id_stays_if_the_other_withdraws() -> None:
    org = WebhookOrg()
    org.before[3] = lambda: org.add(webhook("z"))
    org.before[5] = lambda: org.webhooks.pop("z")
    ensure(org)
    assert org.requests == ["GET", "POST", "GET", "GET", "GET"]
    assert (org.outcome, list(org.webhooks)) == ("created", ["new-1"])


def test_without_dates_one_that_does_not_withdraw_was_there_first() -> None:
    org = WebhookOrg()
    org.before[2] = lambda: org.add(webhook("z"))
    made = ensure(org)
    assert list(org.webhooks) == ["z"]
    assert (org.outcome, made.changed, (made.entity or {})["id"]) == ("unchanged", False, "z")


def test_where_the_one_to_be_used_went_too_it_is_created_again() -> None:
    org = WebhookOrg()
    org.before[2] = lambda: org.add(webhook("a", enabled=False))
    org.before[6] = lambda: org.webhooks.pop("a")
    ensure(org)
    assert org.requests == ["GET", "POST", "GET", "DELETE new-1", "GET", "PATCH a", "GET", "POST", "GET"]
    assert (org.outcome, list(org.webhooks)) == ("created", ["new-2"])


def test_several_that_are_there_for_a_moment_are_waited_for() -> None:
    org = WebhookOrg(webhook("a"), webhook("b"))
    org.before[3] = lambda: org.webhooks.pop("b")
    ensure(org)
    assert org.requests == ["GET", "GET", "GET"]
    assert org.outcome == "unchanged"


@pytest.mark.parametrize(
    ("date", "waits"), [(None, True), ("2026-11-22T10:15:20Z", True), ("2020-01-01T00:00:00Z", False)]
)
def test_several_that_stay_are_ambiguous_and_old_ones_at_once(date: str | None, waits: bool) -> None:
    dated = {"dateCreated": date} if date else {}
    org = WebhookOrg(webhook("a", **dated), webhook("b", **dated))
    org.answers[1] = reply(
        {"entities": list(org.webhooks.values()), "pageCount": 1}, 200, Date="Sun, 22 Nov 2026 10:15:30 GMT"
    )
    with pytest.raises(Ambiguous, match="a, b"):
        ensure(org)
    assert (org.net.clock.passed > 5) is waits
    assert org.net.clock.passed < 11


def test_a_withdrawal_that_fails_names_both() -> None:
    org = WebhookOrg()
    org.before[2] = lambda: org.add(webhook("a"))
    org.answers[4] = reply({"status": 403, "message": "No."}, 403)
    with pytest.raises(GenesysError, match="new-1 was created while") as raised:
        ensure(org)
    assert raised.value.result["changed"] is True


def test_where_names_are_unique_nothing_but_the_listing_is_added() -> None:
    org = WebhookOrg(unique=True)
    org.before[2] = lambda: org.add(THEIRS)
    ensure(org)
    assert org.requests == ["GET", "POST", "GET", "PATCH theirs"]
    assert org.outcome == "updated"


# G: reads that lag


@pytest.mark.parametrize("lag", [1, 2, 4])
def test_a_listing_that_lags_behind_a_creation_is_read_again(lag: int) -> None:
    org = WebhookOrg()
    org.listing_lag = lag
    ensure(org)
    assert org.requests == ["GET", "POST", *["GET"] * (lag + 1)]
    assert org.outcome == "created"


def test_a_listing_that_never_shows_it_does_not_make_it_fail() -> None:
    org = WebhookOrg()
    org.listing_lag = 1000
    made = ensure(org)
    assert (org.outcome, made.entity) == ("created", webhook("new-1"))
    assert org.net.clock.passed < 11


def test_a_name_that_is_taken_shows_at_last() -> None:
    org = WebhookOrg(unique=True)
    org.listing_lag = 2
    org.before[2] = lambda: org.add(webhook("theirs"))
    ensure(org)
    assert org.requests == ["GET", "POST", "GET", "GET", "GET"]
    assert org.outcome == "unchanged"


@pytest.mark.parametrize("answer", [webhook("w", enabled=False), {}, reply(b"", 204)], ids=["old", "nothing", "204"])
@pytest.mark.parametrize("lag", [0, 1, 3])
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_change_is_read_until_it_shows(answer: Response | JsonObject, lag: int, method: str) -> None:
    there = webhook("w", enabled=False, description="Old")
    org = WebhookOrg(there)
    org.instead[2] = answer
    for number in range(3, 3 + lag):
        org.answers[number] = there
    made = ensure(org, **({"description": None} if method == "PUT" else {}))
    assert org.requests == ["GET", f"{method} w", *["GET w"] * (lag + 1)]
    assert (org.outcome, (made.entity or {})["enabled"]) == ("updated", True)


def test_a_404_of_what_was_just_created_means_not_yet() -> None:
    org = WebhookOrg()
    org.instead[2] = webhook("new-1", enabled=False)
    org.instead[3] = reply({"entities": [webhook("new-1", enabled=False)], "pageCount": 1})
    org.answers[4] = org.answers[5] = reply({"status": 404}, 404)
    made = ensure(org)
    assert org.requests == ["GET", "POST", "GET", "GET new-1", "GET new-1", "GET new-1"]
    assert (org.outcome, made.entity) == ("created", webhook("new-1"))


def test_a_change_that_never_shows_is_a_conflict_in_time() -> None:
    org = WebhookOrg(webhook("w", enabled=False))
    org.answers[2] = webhook("w", enabled=False)
    org.before[3] = lambda: org.webhooks["w"].update(enabled=False)
    with pytest.raises(Conflict, match="enabled did not take the desired value"):
        ensure(org)
    assert org.net.clock.passed < 30


def test_where_what_was_written_shows_the_rest_is_not_waited_for() -> None:
    org = WebhookOrg(webhook("w", enabled=False))
    org.before[2] = lambda: org.webhooks["w"].update(callbackUrl="https://theirs.example/")
    with pytest.raises(Conflict, match="but callback_url did not take"):
        ensure(org)
    assert org.requests == ["GET", "PATCH w", "GET w"]
    assert org.net.clock.passed == 0


# I: weak answers

WEAK = {
    "nothing": {},
    "no id": {"name": "Hook"},
    "an empty id": {"id": "", "name": "Hook"},
    "an id that is no text": {"id": 5, "name": "Hook"},
    "a null id": webhook("x", id=None),
    "another webhook": {"id": "other", "name": "Other"},
    "a 202 without a body": reply(b"", 202),
    "HTML": reply(b"<html/>"),
    "a list": reply([]),
}


@pytest.mark.parametrize("answer", WEAK.values(), ids=WEAK.keys())
def test_a_creation_whose_answer_does_not_show_it_is_looked_up_by_name(answer: Response | JsonObject) -> None:
    org = WebhookOrg(webhook("other", name="Other"))
    org.instead[2] = answer
    made = ensure(org)
    assert org.requests == ["GET", "POST", "GET"]
    assert (org.outcome, made.entity) == ("created", webhook("new-1"))


@pytest.mark.parametrize("answer", WEAK.values(), ids=WEAK.keys())
def test_a_creation_that_never_shows_is_no_success(answer: Response | JsonObject) -> None:
    org = WebhookOrg(webhook("other", name="Other"))
    org.answers[2] = answer
    with pytest.raises(ProtocolError):
        ensure(org)
    assert org.requests.count("POST") == 1
    assert set(org.requests[2:]) == {"GET"}
    assert org.outcome == "failed"


JUNK = {"HTML": reply(b"<html/>"), "text": reply(b"ok"), "null": reply(b"null"), "a list": reply(b"[1]")}


@pytest.mark.parametrize("answer", JUNK.values(), ids=JUNK.keys())
@pytest.mark.parametrize("lag", [0, 2])
def test_a_deletion_that_is_answered_with_junk_is_read_back(answer: Response, lag: int) -> None:
    org = WebhookOrg(webhook("w"))
    org.instead[2] = answer
    for number in range(3, 3 + lag):
        org.answers[number] = webhook("w")
    assert ensure_absent(org.context, "Hook").changed
    assert org.requests == ["GET", "DELETE w", *["GET w"] * (lag + 1)]
    assert org.outcome == "deleted"


@pytest.mark.parametrize("answer", JUNK.values(), ids=JUNK.keys())
def test_a_deletion_that_junk_answers_and_that_did_nothing_is_no_success(answer: Response) -> None:
    org = WebhookOrg(webhook("w"))
    org.answers[2] = answer
    with pytest.raises(ProtocolError, match="may still take effect"):
        ensure_absent(org.context, "Hook")
    assert org.outcome == "failed"


@pytest.mark.parametrize(
    "answer", [reply(b"", 204), reply(b"", 200), reply(b" \n", 200), reply({}), reply({"id": "w"})]
)
def test_a_deletion_is_believed_where_its_answer_is_empty_or_an_object(answer: Response) -> None:
    org = WebhookOrg(webhook("w"))
    org.instead[2] = answer
    assert ensure_absent(org.context, "Hook").changed
    assert org.requests == ["GET", "DELETE w"]


# Q: 409


@pytest.mark.parametrize("state", [{}, {"description": None}], ids=["PATCH", "PUT"])
def test_a_409_is_planned_again_once(state: JsonObject) -> None:
    org = WebhookOrg(webhook("w", enabled=False, description="Old"))
    org.answers[2] = reply({"status": 409, "message": "Changed."}, 409)
    org.before[3] = lambda: org.webhooks["w"].update(callbackUrl="https://theirs.example/", more="kept")
    made = ensure(org, **state)
    method = "PUT" if state else "PATCH"
    assert org.requests == ["GET", f"{method} w", "GET w", f"{method} w"]
    assert org.webhooks["w"]["more"] == "kept"
    assert made.diff["before"]["callback_url"] == "https://theirs.example/"


def test_a_second_409_is_told_with_a_way_out() -> None:
    org = WebhookOrg(webhook("w", enabled=False))
    org.answers[2] = org.answers[4] = reply({"status": 409, "message": "Changed."}, 409)
    with pytest.raises(Conflict, match="Run it again"):
        ensure(org)


# R: answers about another one


@pytest.mark.parametrize("answered", ["other", None, 5])
def test_a_read_that_answers_about_another_one_is_a_protocol_error(answered: Any) -> None:
    org = WebhookOrg(webhook("w", enabled=False))
    org.instead[2] = {}
    org.answers[3] = webhook("w", id=answered)
    with pytest.raises(ProtocolError, match="'w' was requested"):
        ensure(org)
    assert org.requests == ["GET", "PATCH w", "GET w"]


@pytest.mark.parametrize("state", [{}, {"description": None}], ids=["PATCH", "PUT"])
def test_a_write_that_answers_about_another_one_is_read_back(state: JsonObject) -> None:
    org = WebhookOrg(webhook("w", enabled=False, description="Old"))
    org.instead[2] = webhook("other")
    made = ensure(org, **state)
    assert org.requests == ["GET", f"{'PUT' if state else 'PATCH'} w", "GET w"]
    assert (made.entity or {})["id"] == "w"


# B and S: a PUT is made from a whole and fresh read


def lacking(*fields: str) -> JsonObject:
    whole = webhook("w", description="Old", retryPolicy={"tries": 3}, httpHeaders={"X-Team": "one", "X-More": "two"})
    return {key: value for key, value in whole.items() if key not in fields}


@pytest.mark.parametrize("field", ["description", "callbackUrl", "eventFilters", "enabled"])
def test_what_a_row_leaves_out_is_not_put_away(field: str) -> None:
    org = WebhookOrg(lacking())
    org.answers[1] = {"entities": [lacking(field, "retryPolicy")], "pageCount": 1, "total": 1}
    ensure(org)
    assert org.requests == ["GET", "GET w", "PUT w"]
    assert org.webhooks["w"] == {**lacking(), "httpHeaders": {"Content-Type": "application/json"}}


def test_a_row_without_its_name_is_read_before_another_is_created() -> None:
    org = WebhookOrg(webhook("w"), webhook("x", name="Other"))
    org.answers[1] = {"entities": [{"id": "w"}, {"id": "x", "name": None}], "pageCount": 1, "total": 2}
    assert not ensure(org).changed
    assert org.requests == ["GET", "GET w", "GET x"]


def test_headers_that_a_row_leaves_out_are_read_before_they_are_compared() -> None:
    org = WebhookOrg(webhook("w", description="Old"))
    org.answers[1] = {"entities": [{"id": "w", "name": "Hook", "description": "Old"}], "pageCount": 1, "total": 1}
    assert not ensure(org).changed
    assert org.requests == ["GET", "GET w"]


def test_a_put_that_had_to_wait_is_made_anew() -> None:
    org = WebhookOrg(lacking())
    org.answers[2] = reply({}, 429, Retry_After="30")
    org.before[3] = lambda: org.webhooks["w"].update(retryPolicy={"tries": 9})
    ensure(org)
    assert org.requests == ["GET", "PUT w", "GET w", "PUT w"]
    assert org.webhooks["w"]["retryPolicy"] == {"tries": 9}


def test_a_listing_that_took_long_is_too_old_for_a_put() -> None:
    org = WebhookOrg(lacking())
    org.before[1] = lambda: org.net.clock.sleep(FRESH_FOR + 1)
    ensure(org)
    assert org.requests == ["GET", "GET w", "PUT w"]


def test_a_patch_needs_no_fresh_read() -> None:
    org = WebhookOrg(webhook("w", enabled=False))
    org.before[1] = lambda: org.net.clock.sleep(600)
    ensure(org)
    assert org.requests == ["GET", "PATCH w"]


def test_one_that_went_meanwhile_is_not_made_anew() -> None:
    org = WebhookOrg(webhook("w", enabled=False))
    org.before[2] = org.webhooks.clear
    with pytest.raises(NotFound):
        ensure(org)
    assert org.requests == ["GET", "PATCH w"]


def test_a_listing_that_fails_after_the_creation_does_not_hide_it() -> None:
    org = WebhookOrg()
    org.answers[3] = reply({"status": 500, "message": "Trouble."}, 500)
    with pytest.raises(Unavailable) as raised:
        ensure(org)
    assert raised.value.result["changed"] is True
