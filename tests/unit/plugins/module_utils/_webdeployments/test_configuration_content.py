# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What two drafts or versions have in common, and what is lost of one when another takes its place."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_content import (
    content_key,
    differing_paths,
    is_same_content,
    is_same_version,
    is_version,
    lost_draft,
    made_of,
    shows,
)

COLOURS = st.sampled_from([None, "#000000", "#FFFFFF"])
VERSIONS = st.fixed_dictionaries(
    {"name": st.sampled_from(["A", "B"])},
    optional={
        "description": st.sampled_from([None, "x", "y"]),
        "languages": st.permutations(["de-de", "en-us"]),
        "messenger": st.fixed_dictionaries({}, optional={"styles": st.fixed_dictionaries({"primaryColor": COLOURS})}),
        "video": st.fixed_dictionaries({"enabled": st.booleans()}),
    },
)


@given(VERSIONS, VERSIONS)
@example({"name": "A"}, {"name": "A", "messenger": {"styles": {"primaryColor": None}}})
def test_nothing_differs_in_what_is_the_same_and_something_in_what_is_not(left: Any, right: Any) -> None:
    assert (differing_paths(left, right) == []) == is_same_version(left, right)
    assert (content_key(left) == content_key(right)) == is_same_content(left, right)
    assert differing_paths(left, right) == differing_paths(right, left)


@given(VERSIONS, VERSIONS)
def test_a_read_shows_what_was_written_with_what_the_service_sets_beside_it(one: Any, other: Any) -> None:
    read = {**one, "id": "c", "status": "Active", "dateModified": "2026-01-01T00:00:00Z", "futureOwned": 1}
    assert shows(one, read)
    assert shows(other, read) == is_same_version(one, other)


@given(VERSIONS)
def test_what_the_service_adds_to_a_written_draft_is_not_somebody_s_edit(body: Any) -> None:
    answer = {**body, "id": "c", "headlessMode": {"enabled": False}}
    content = made_of(body, answer)
    assert shows(content, answer)
    assert not shows(content, {**answer, "headlessMode": {"enabled": True}})


def test_an_answer_that_shows_something_else_says_nothing_of_what_was_written() -> None:
    body = {"name": "A", "description": "x"}
    for answer in (
        {"id": "c"},
        {"id": "c", "name": "A", "description": "old"},
        {"id": "c", "name": "B", **body, "video": 1},
    ):
        expected = answer if all(answer.get(key) == value for key, value in body.items()) else body
        assert made_of(body, answer) == expected


@given(VERSIONS, VERSIONS, VERSIONS)
def test_only_what_a_person_changed_and_nobody_keeps_is_lost(draft: Any, newest: Any, body: Any) -> None:
    lost, instead, paths = lost_draft(draft, newest, body)
    changed = {f"draft.{path}" for path in differing_paths(draft, newest)}
    gone = {f"draft.{path}" for path in differing_paths(draft, body)}
    assert bool(paths) <= bool(changed and gone)
    if not is_same_version(draft, newest) and is_same_version(newest, body):
        assert paths
    if not paths:
        assert not any(_leaves(lost) + _leaves(instead))


def _leaves(tree: Any) -> list[Any]:
    if not isinstance(tree, dict):
        return [True]
    return [leaf for value in tree.values() for leaf in _leaves(value)]


def test_a_draft_s_loss_in_words() -> None:
    newest = {"name": "A", "messenger": {"enabled": True, "styles": {"primaryColor": "#000000"}}, "description": "x"}
    draft = {"name": "A", "messenger": {"enabled": True, "styles": {"primaryColor": "#FFFFFF"}}}
    body = {**newest, "video": {"enabled": True}}
    assert lost_draft(draft, newest, body) == (
        {"messenger": {"styles": {"primaryColor": "#FFFFFF"}}},
        {"messenger": {"styles": {"primaryColor": "#000000"}}, "description": "x"},
        ["draft.description", "draft.messenger.styles.primaryColor"],
    )


def test_a_reference_is_no_version() -> None:
    assert not is_version({"id": "c", "version": "1", "name": "A", "selfUri": "/x", "futureField": 1})
    assert is_version({"id": "c", "version": "1", "messenger": {}})
