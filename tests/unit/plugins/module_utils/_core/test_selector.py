# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import selector as selectors
from ansible_collections.genesys.cloud.plugins.module_utils._core.selector import SELECTORS, Selector

GIVEN = st.fixed_dictionaries({}, optional={key: st.none() | st.sampled_from(["a1b2", "Primary"]) for key in SELECTORS})


@given(GIVEN, st.booleans())
def test_one_selector_selects_and_a_null_one_is_none(options: dict[str, str | None], required: bool) -> None:
    known = {key: value for key, value in options.items() if value is not None}
    fine = len(known) == 1 or (not known and not required)
    assert (not selectors.problems(options, required=required)) is fine
    if fine:
        assert selectors.from_options(options) == Selector(**known)


def test_a_selector_that_is_not_offered_does_not_select() -> None:
    problems = selectors.problems({"name_glob": "EU *"}, ["id", "name"], required=True)
    assert [problem.option for problem in problems] == ["id or name"]


@pytest.mark.parametrize(
    ("options", "name"), [({"id": "a/b"}, "id"), ({"name": ""}, "name"), ({"name_glob": ""}, "name_glob")]
)
def test_what_can_never_select_anything_is_refused(options: dict[str, str], name: str) -> None:
    assert [problem.option for problem in selectors.problems(options)] == [name]


@pytest.mark.parametrize(
    ("selector", "name", "matches"),
    [
        (Selector(), "anything", True),
        (Selector(name="Primary"), "Primary", True),
        (Selector(name="Primary"), "primary", False),
        (Selector(name="Primary"), "Primary ", False),
        (Selector(name_glob="EU *"), "EU Sales", True),
        (Selector(name_glob="EU *"), "eu Sales", False),
        (Selector(name_glob="[EU]*"), "Uruguay", True),
    ],
)
def test_names_are_compared_exactly_and_patterns_mind_the_case(selector: Selector, name: str, matches: bool) -> None:
    assert selector.matches(name) is matches
