# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is a problem of a deployment as guests get it, and how it is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.guest_findings import (
    MOST_NAMED,
    Finding,
    findings,
    labels,
    message,
)
from ansible_collections.genesys.cloud.tests.unit.json_values import values
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.guest_rows import PINNED, guest, unseen

REFUSED = {"accepted": False, "code": 403, "reason": "refused the connection (403). It tells no reason: x"}
UNASKED = {"accepted": False, "code": None, "reason": "was not asked, because the status is Inactive"}
NOT_ALLOWED = {"host": "x.example", "allowed": False}
LATE = {"kind": "unavailable", "message": "guests do not see it yet"}
CLOSED: dict[str, Any] = {"allow_all_domains": False, "allowed_domains": []}
INACTIVE: dict[str, Any] = {"status": "Inactive", "pinned": {**PINNED, "status": "Inactive"}}


def one(row: dict[str, Any], inactive: list[str] | None = None) -> Finding:
    (found,) = findings([row], [] if inactive is None else inactive)
    return found


@pytest.mark.parametrize(
    ("fields", "problems", "is_up"),
    [
        ({}, [], True),
        ({"published": False, "status": None, "version": None, "differences": ["published"]}, ["not published"], False),
        ({"version": "3", "differences": ["version"]}, ["other version: guests get 3, 4 is pinned"], False),
        (
            {"configuration_id": "c0", "version": "9", "differences": ["configuration_id", "version"]},
            ["other configuration: guests get version 9 of c0, version 4 of c1 is pinned"],
            False,
        ),
        (
            {"differences": [f"configuration.p{number}" for number in range(MOST_NAMED + 2)]},
            ["other content: p0, p1, p2, p3, p4 and 2 more"],
            False,
        ),
        (
            {**CLOSED, "allowed_domains": ["a.example", "b.example"], "differences": ["allowed_domains"]},
            ["other domains: guests get a.example and 1 more"],
            False,
        ),
        ({"differences": ["allow_all_domains"]}, ["other domains: guests get all"], False),
        (
            {"pinned": INACTIVE["pinned"], "differences": ["status"], "connection": REFUSED},
            ["other status: guests get Active, the API says Inactive", "Inactive"],
            False,
        ),
        (
            {"status": "Inactive", "differences": ["status"]},
            ["other status: guests get Inactive, the API says Active"],
            False,
        ),
        ({**INACTIVE, "connection": UNASKED}, ["Inactive"], False),
        ({"pinned": {**PINNED, "status": "Error"}}, ["status Error"], True),
        ({"pinned": {**PINNED, "status": "Pending"}}, ["status Pending"], True),
        ({"pinned": {**PINNED, "status": "Deleting"}}, ["status Deleting"], True),
        ({"pinned": None, "as_pinned": None}, [], True),
        ({"pinned": None, "as_pinned": None, "status": "Inactive"}, ["Inactive"], False),
        (CLOSED, ["no site may use it: it has no domains"], True),
        (
            {**CLOSED, "allowed_domains": ["https://a.example", "*"], "site": NOT_ALLOWED, "connection": REFUSED},
            ["no site may use it: no host name is in https://a.example, *"],
            False,
        ),
        (
            {**CLOSED, "allowed_domains": ["*", "a.example"], "site": NOT_ALLOWED},
            ["site not allowed: x.example"],
            True,
        ),
        ({"connection": REFUSED}, ["no connection: the service refused the connection (403)"], False),
        ({"connection": {"accepted": True, "reason": "no session was opened in check mode"}}, [], True),
        (
            {"version": "3", "differences": ["version"], "failure": LATE},
            ["other version: guests get 3, 4 is pinned"],
            False,
        ),
        ({"failure": {"kind": "network", "message": "no route"}}, ["could not be looked at: no route"], False),
        ({"failure": {"status": 500, "message": "x"}}, ["could not be looked at: 500, x"], False),
    ],
)
def test_each_problem_has_its_words(fields: dict[str, Any], problems: list[str], is_up: bool) -> None:
    found = one(guest(**fields))
    assert (found.problems, found.is_up) == (problems, is_up)


def test_what_could_not_be_read_has_no_other_problem() -> None:
    found = one(unseen("d1"))
    assert (found.problems, found.sites, found.version_lag) == (["could not be looked at: no route"], "-", None)


@pytest.mark.parametrize("pattern", ["Site *", "d1", "d?"])
def test_a_deployment_may_be_inactive_by_its_name_or_id(pattern: str) -> None:
    found = one(guest(**INACTIVE), ["x", pattern])
    assert (found.problems, found.verdict, found.is_up) == ([], "as pinned, Inactive", False)
    assert one(guest(**INACTIVE), ["site *"]).problems == ["Inactive"]
    (unsaid,) = findings([guest(**INACTIVE)])
    assert unsaid.problems == []


@pytest.mark.parametrize(
    ("there", "pinned", "lag"),
    [("4", "4", 0), ("3", "12", 9), ("12", "3", -9), ("x", "4", None), (None, "4", None), ("\u0664", "4", None)],
)
def test_the_lag_is_a_number_of_versions_of_one_configuration(there: Any, pinned: Any, lag: int | None) -> None:
    row = guest(version=there, pinned={**PINNED, "version": pinned})
    assert one(row).version_lag == lag
    assert one({**row, "configuration_id": "c0"}).version_lag is None


def test_verdicts_say_against_what_it_was_compared() -> None:
    assert one(guest()).verdict == "as pinned"
    assert one(guest(pinned=None, as_pinned=None)).verdict == "as published"
    assert one(guest(version="3", differences=["version", "status"])).verdict.count("; ") == 1


def test_all_is_told_in_a_line_for_each_cause_the_most_frequent_first() -> None:
    behind = {"version": "3", "differences": ["version"]}
    rows = [
        guest("d1", **behind),
        guest("d2"),
        guest("d3", **CLOSED, name="Twin"),
        guest("d4", **CLOSED, name="Twin"),
        guest("d5", **{**behind, "version": "2"}, name="a\u202eb"),
        guest("d6", **{**INACTIVE, **CLOSED}, name=None),
    ]
    found = findings(rows, [])
    assert [each.deployment_id for each in found] == ["d1", "d3", "d4", "d5", "d6", "d2"]
    assert message(found).splitlines() == [
        "Guests do not get 5 of 6 deployments as wanted:",
        "no site may use it, it has no domains: 'Twin' (d3), 'Twin' (d4), d6",
        "other version: 'Site d1' (guests get 3, 4 is pinned), 'a[U+202E]b' (guests get 2, 4 is pinned)",
        "Inactive: d6",
    ]


@pytest.mark.parametrize(
    ("count", "told"), [(1, "Guests get the one deployment as wanted."), (3, "Guests get all 3 deployments as wanted.")]
)
def test_that_all_is_well_is_one_line(count: int, told: str) -> None:
    assert message(findings([guest(f"d{number}") for number in range(count)], [])) == told


def test_only_a_few_are_named_for_each_cause() -> None:
    found = findings([guest(f"d{number:02}", **CLOSED) for number in range(20)], [])
    line = message(found).splitlines()[1]
    assert line.endswith("'Site d04' and 15 more")


@given(
    st.lists(
        st.dictionaries(st.sampled_from(sorted(guest())), values(), max_size=6).map(lambda odd: guest(**odd)),
        max_size=4,
    )
)
def test_odd_rows_are_judged_too_and_none_gets_lost(rows: list[dict[str, Any]]) -> None:
    found = findings(rows, ["*"])
    assert len(found) == len(rows) == len(labels(found))
    is_bad = [bool(each.problems) for each in found]
    assert is_bad == sorted(is_bad, reverse=True)
    assert message(found)
