# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors as an operator reads them: what was tried, what was asked, what was said, and the way out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    FleetFailed,
    GenesysError,
    InvalidInput,
    NetworkError,
    NotFound,
    PermissionDenied,
    Rejected,
    RequestInfo,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import MASK, Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._core.validation import Problem
from ansible_collections.genesys.cloud.tests.unit.json_values import values


def test_an_error_tells_everything_that_is_known() -> None:
    answer = RequestInfo(
        "PATCH", "/channels/1", 400, "bad.request", "c-1", [{"errorCode": "e", "fieldName": "f"}, "more"]
    )
    error = Rejected("The queue is not known.", answer, "Give one that is.").during("update channel 'A' (1)")
    assert str(error) == (
        "Cannot update channel 'A' (1): PATCH /channels/1 answered 400 bad.request: The queue is not known "
        "(contextId c-1; details: errorCode=e, fieldName=f; more). Give one that is."
    )
    assert error.failure() == {
        "kind": "rejected",
        "status": 400,
        "code": "bad.request",
        "message": "The queue is not known.",
        "advice": "Give one that is.",
        "context_id": "c-1",
        "method": "PATCH",
        "path": "/channels/1",
        "details": [{"errorCode": "e", "fieldName": "f"}, "more"],
        "limit": None,
    }


def test_a_limit_keeps_its_keys_and_masks_its_values() -> None:
    limit = {"key": "hidden", "namespace": "web.deployments", "value": 50}
    error = Rejected("Too many.", RequestInfo("POST", "/a", 400, limit=limit))
    for secret in ("key", "value", "hidden"):
        redactor = Redactor([secret])
        told = error.masked_limit(redactor) or {}
        assert told.keys() == limit.keys()
        assert f"limit {told['key']} of web.deployments: 50" in error.told(redactor)
    assert told["key"] == MASK


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (RequestInfo(), "out of order"),
        (RequestInfo("GET", "/a"), "GET /a: out of order"),
        (RequestInfo("GET", "/a", 503), "GET /a answered 503: out of order"),
        (RequestInfo("GET", "/a", 503, "busy"), "GET /a answered 503 busy: out of order"),
        (RequestInfo("GET", "/a", 503, None, "c-1"), "GET /a answered 503: out of order (contextId c-1)"),
    ],
)
def test_what_is_not_known_leaves_no_gap(answer: RequestInfo, text: str) -> None:
    assert str(NetworkError("out of order", answer)) == text


def test_the_innermost_knows_best_what_was_being_done() -> None:
    error = NotFound("gone").during("read channel 'A'")
    assert error.during("update the fleet") is error
    assert str(error) == "Cannot read channel 'A': gone"


def test_a_request_is_named_once() -> None:
    error = NotFound("gone").located("GET", "/a").located("PATCH", "/b")
    assert (error.answer.method, error.answer.path) == ("GET", "/a")


def test_one_problem_reads_as_a_sentence_and_several_are_numbered() -> None:
    one, two = Problem("id", "is empty."), Problem("name", "is missing.")
    assert str(InvalidInput([one])) == "id: is empty."
    assert str(InvalidInput([one, two])) == "2 errors: (1) id: is empty. (2) name: is missing."
    assert InvalidInput([one, two]).failure()["details"] == ["id: is empty.", "name: is missing."]
    assert InvalidInput([one]).failure()["kind"] == "validation"


def test_a_missing_permission_names_the_three_scopes() -> None:
    for scope in ("communications:read", "communications:write", "webhooks:write"):
        assert scope in str(PermissionDenied("no"))


@given(st.text(), st.lists(values(), max_size=3), st.none() | st.text(max_size=5))
def test_whatever_a_server_says_it_can_be_told(message: str, details: list[Any], code: str | None) -> None:
    error = GenesysError(message, RequestInfo("GET", "/a", 400, code, None, details))
    assert "GET /a answered 400" in str(error)
    assert error.failure()["details"] == details


def test_the_servers_words_are_masked_and_ours_are_not() -> None:
    answer = RequestInfo("GET", "/a", 400, "wrong", "c-wrong", [{"wrong": "wrong"}], said="so wrong")
    error = Rejected("the name 'wrong' is wrong: so wrong", answer, "Give none that is wrong.").during("read 'wrong'")
    redactor = Redactor(["wrong"])
    assert error.told(redactor) == (
        f"Cannot read '{MASK}': GET /a answered 400 {MASK}: the name '{MASK}' is wrong: so {MASK} "
        f"(contextId c-{MASK}; details: {MASK}={MASK}). Give none that is wrong."
    )
    failure = error.failure(redactor)
    assert failure["message"] == f"the name '{MASK}' is wrong: so {MASK}"
    assert (failure["code"], failure["context_id"], failure["details"]) == (MASK, f"c-{MASK}", [{MASK: MASK}])


def test_errors_made_of_errors_mask_each_for_itself() -> None:
    redactor = Redactor(["wrong"])
    refused = InvalidInput([Problem("id", "'wrong' is wrong."), Problem("name", "is wrong.")])
    assert refused.told(redactor) == f"2 errors: (1) id: '{MASK}' is wrong. (2) name: is wrong."
    assert refused.failure(redactor)["details"] == [f"id: '{MASK}' is wrong.", "name: is wrong."]
    said = Rejected("wrong", RequestInfo(said="wrong"))
    fleet = FleetFailed([("a", said), ("b", refused)], {"updated": 1, "unchanged": 0}, {})
    assert fleet.told(redactor).startswith(
        f"2 of 3 channels failed, 1 updated: (1) {MASK} (2) 2 errors: (1) id: '{MASK}' is wrong."
    )
    assert fleet.failure(redactor)["details"] == [MASK, refused.told(redactor)]


def test_a_fleets_errors_are_told_by_cause() -> None:
    def refused(number: int) -> tuple[str, Rejected]:
        identity = f"00000000-0000-4000-8000-{number:012}"
        answer = RequestInfo("PUT", f"/deployments/{identity}", 400, "bad.request", f"c-{number}")
        error = Rejected("No such flow.", answer, "Give one that is.")
        error.during(f"update channel 'EU {number}' ({identity})")
        return f"EU {number}", error

    other = Rejected("Quite another.").during("update channel 'US'")
    told = str(FleetFailed([("US", other), *map(refused, range(200))], {"updated": 3, "skipped": 0}, {}))
    assert told == (
        "201 of 204 channels failed, 3 updated: (1) 200 (EU 0, EU 1, EU 2 and 197 more): PUT /deployments/{id} "
        "answered 400 bad.request: No such flow. Give one that is. (2) Cannot update channel 'US': Quite another."
    )
    causes = [(str(number), Rejected(f"Cause {'x' * number}.")) for number in range(13)]
    assert str(FleetFailed(causes, {}, {})).endswith("(10) Cause xxxxxxxxx. And 3 more, for other causes.")


def test_the_same_error_of_many_entries_is_told_once() -> None:
    problems = [Problem(f"channels[{number}].features", "'x' is unknown.") for number in range(200)]
    error = InvalidInput([*problems, Problem("workers", "0 is out of range.")])
    assert error.message == (
        "201 errors: (1) channels[0, 1, 2 and 197 more].features: 'x' is unknown. (2) workers: 0 is out of range."
    )
    assert len(error.answer.details) == 201


EVIL = "\x1b[2J\x9b1m\u202e\r\n"


def test_nothing_that_is_told_controls_a_terminal() -> None:
    answer = RequestInfo("GET", f"/{EVIL}", 400, EVIL, EVIL, [EVIL, {EVIL: [EVIL]}], said=EVIL)
    error = Rejected(EVIL, answer, EVIL).during(EVIL)
    seen = str(error.failure(Redactor())) + str(error) + error.told(Redactor(["x"]))
    assert not set(EVIL) & set(seen) - set("[2J1m")
    assert "[U+001B][2J[U+009B]1m[U+202E][U+000D][U+000A]" in seen
