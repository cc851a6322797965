# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue, and a wish held against it: every error at once, each with its value and the way out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import (
    BROWSERS,
    FEATURES,
    Capabilities,
    browser_list_problems,
    from_options,
    option_problems,
    problems,
)
from ansible_collections.genesys.cloud.tests.unit.json_values import values

SUPPORT = {
    "rich-media": {"chrome", "firefox", "safari", "edge"},
    "typing-indicators": set(BROWSERS),
    "file-sharing": set(BROWSERS),
    "co-browsing": {"chrome", "edge"},
    "video-calling": {"chrome", "firefox", "safari", "edge"},
}
ANYTHING = values(st.text(max_size=3))


def check(desired: dict[str, Any], browsers: Any = None, limits: dict[str, Any] | None = None) -> list[str]:
    capabilities = from_options(limits)
    found = problems(capabilities, desired, browsers, {}) + browser_list_problems(capabilities, browsers)
    return [str(problem) for problem in found]


def test_the_catalogue_is_that_of_the_contract() -> None:
    assert set(FEATURES) == set(SUPPORT)
    assert Capabilities() == from_options(None) == from_options({})
    assert Capabilities().session_limit == 2000
    assert set(Capabilities().browsers) == {"chrome", "firefox", "safari", "edge"}


@given(
    st.lists(st.sampled_from(FEATURES), unique=True), st.lists(st.sampled_from(BROWSERS), unique=True), st.integers()
)
def test_a_wish_has_a_problem_exactly_where_the_catalogue_says(
    features: list[str], browsers: list[str], sessions: int
) -> None:
    found = check({"features": features, "max_concurrent_sessions": sessions}, browsers)
    expected = [feature for feature in features if not set(browsers) <= SUPPORT[feature]]
    assert len(found) == len(expected) + (not 1 <= sessions <= 2000)
    for feature, problem in zip(expected, found[-len(expected) :] if expected else []):
        assert problem.startswith(f"features: {feature} does not work in ")
        assert "leave out the feature or the browser" in problem


@given(st.lists(st.sampled_from(FEATURES), unique=True))
def test_without_target_browsers_no_browser_is_checked(features: list[str]) -> None:
    assert check({"features": features}) == check({"features": features}, []) == []


@pytest.mark.parametrize("option", ["features", "enable_features", "disable_features"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["rich_media"], "'rich_media' is not a known feature. Did you mean 'rich-media'? Known: rich-media, "),
        (["Rich-Media"], "Did you mean 'rich-media'?"),
        (["holograms"], "'holograms' is not a known feature. Known: rich-media, "),
        ([""], "'' is not a known feature. Known: "),
        ([5], "5 is not a known feature. Known: "),
        ([None], "null is not a known feature. Known: "),
        ([{"a": []}], "is not a known feature. Known: "),
        (["rich-media", "rich-media"], "'rich-media' is in the list more than once; list it once."),
        (None, "null is not a list of features; write [] for none."),
        ("rich-media", "'rich-media' is not a list of features; write [] for none."),
        ({"rich-media": True}, "is not a list of features; write [] for none."),
    ],
)
def test_a_bad_feature_list_is_refused_with_the_value_and_the_way_out(option: str, value: Any, said: str) -> None:
    (problem,) = check({option: value})
    assert problem.startswith(f"{option}: ")
    assert said in problem


@pytest.mark.parametrize("sessions", [0, -5, 2001, 1.5, "many", True, None, 10**30])
def test_a_bad_number_of_sessions_is_refused_with_the_range(sessions: Any) -> None:
    (problem,) = check({"max_concurrent_sessions": sessions})
    assert problem.startswith("max_concurrent_sessions: ")
    assert "from 1 to 2000" in problem


@pytest.mark.parametrize("sessions", [1, 2, 1999, 2000])
def test_the_limits_themselves_are_allowed(sessions: int) -> None:
    assert check({"max_concurrent_sessions": sessions}) == []


def test_an_unknown_browser_is_refused_once_and_not_held_against_features() -> None:
    assert check({"features": ["co-browsing"]}, ["chrom", "chrom", "edge"]) == [
        "target_browsers: 'chrom' is not a known browser. Did you mean 'chrome'? Known: chrome, firefox, safari, edge."
    ]
    assert check({}, "chrome") == ["target_browsers: 'chrome' is not a list of browsers."]


def test_a_feature_that_is_turned_off_may_be_unfit_for_a_browser() -> None:
    assert check({"disable_features": ["co-browsing"]}, ["safari"]) == []
    (problem,) = check({"enable_features": ["co-browsing"]}, ["chrome", "safari", "firefox"])
    assert problem == (
        "enable_features: co-browsing does not work in safari, firefox, which target_browsers lists. "
        "It works in chrome, edge: leave out the feature or the browser."
    )


def test_all_errors_come_together() -> None:
    desired = {"max_concurrent_sessions": 0, "features": ["co-browsing", "x"], "enable_features": ["y", "y"]}
    options = [problem.partition(":")[0] for problem in check(desired, ["safari", "lynx"])]
    assert options == ["max_concurrent_sessions", "features", "enable_features", "features", "target_browsers"]


def test_an_option_is_called_what_the_user_called_it() -> None:
    spelled = {"features": "configuration.webchat.features", "max_concurrent_sessions": "configuration.webchat.max"}
    desired = {"features": ["x", "co-browsing"], "max_concurrent_sessions": 0}
    found = problems(Capabilities(), desired, ["safari"], spelled)
    assert {problem.option for problem in found} == set(spelled.values())


def test_every_limit_can_be_overridden() -> None:
    limits = {
        "features": ["rich-media", "holograms"],
        "session_limit": 5000,
        "browser_support": {"holograms": ["edge", "opera"]},
    }
    assert check({"max_concurrent_sessions": 5000, "features": ["holograms"]}, ["opera", "edge"], limits) == []
    assert len(check({"max_concurrent_sessions": 5001, "features": ["co-browsing"]}, ["lynx"], limits)) == 3
    assert "Known: rich-media, holograms." in check({"features": ["co-browsing"]}, None, limits)[0]
    # a browser's list of one feature is replaced, the others keep theirs
    assert "rich-media does not work in opera" in check({"features": ["rich-media"]}, ["opera"], limits)[0]


@pytest.mark.parametrize(
    ("limits", "option"),
    [
        ({"session_limit": 0}, "capabilities.session_limit"),
        ({"session_limit": True}, "capabilities.session_limit"),
        ({"session_limit": "many"}, "capabilities.session_limit"),
        ({"browser_support": ["chrome"]}, "capabilities.browser_support"),
        ({"browser_support": {"co-browsing": "chrome"}}, "capabilities.browser_support.co-browsing"),
        ({"browser_support": {"co-browsing": None}}, "capabilities.browser_support.co-browsing"),
        ({"browser_support": {"co-browsing": [1]}}, "capabilities.browser_support.co-browsing"),
    ],
)
def test_a_bad_limit_is_refused_under_its_own_name(limits: dict[str, Any], option: str) -> None:
    (problem,) = option_problems(limits)
    assert problem.option == option


def test_good_limits_have_no_problem() -> None:
    assert option_problems(None) == option_problems({}) == []
    assert option_problems({"session_limit": None, "browser_support": None, "features": None}) == []
    assert option_problems({"session_limit": 1, "browser_support": {"x": []}, "features": []}) == []


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "max_concurrent_sessions": ANYTHING,
            "features": ANYTHING,
            "enable_features": ANYTHING,
            "disable_features": ANYTHING,
        },
    ),
    ANYTHING,
)
def test_no_wish_makes_the_check_fail(desired: dict[str, Any], browsers: Any) -> None:
    assert all(": " in problem for problem in check(desired, browsers))


@given(st.fixed_dictionaries({}, optional={"session_limit": ANYTHING, "browser_support": ANYTHING}))
def test_no_limits_make_the_check_fail(limits: dict[str, Any]) -> None:
    if not option_problems(limits):
        check({"features": ["co-browsing"], "max_concurrent_sessions": 5}, ["safari"], limits)
