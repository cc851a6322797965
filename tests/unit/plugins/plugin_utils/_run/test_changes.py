# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each changed path with its two values."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.changes import NONE, NOT_SET, Part, changes_of


def test_lists_mark_what_only_one_of_them_has() -> None:
    (found,) = changes_of({"features": ["a", "b"]}, {"features": ["b", "c"]}, ["features"])
    assert found.path == "features"
    assert found.before == [Part("a", is_marked=True), Part("b")]
    assert found.after == [Part("b"), Part("c", is_marked=True)]


def test_paths_lead_into_mappings_also_through_keys_with_dots() -> None:
    before = {"routing": {"queue_id": None}, "configuration": {"a.b": {"c": 1}}}
    after = {"routing": {"queue_id": "q"}, "configuration": {"a.b": {"c": True}}}
    first, second = changes_of(before, after, ["routing.queue_id", "configuration.a.b.c"])
    assert (first.before, first.after) == ([Part(NOT_SET, is_word_of_ours=True)], [Part("q")])
    assert (second.before, second.after) == ([Part("1")], [Part("true")])


def test_what_was_absent_or_empty_is_told_in_words() -> None:
    (found,) = changes_of({}, {"features": []}, ["features"])
    assert found.before == [Part(NOT_SET, is_word_of_ours=True)]
    assert found.after == [Part(NONE, is_word_of_ours=True)]


def test_a_path_that_is_nowhere_is_left_out() -> None:
    assert changes_of({"a": 1}, {"a": 2}, ["b", "a.c", 7]) == []


def test_an_id_is_shown_with_the_name_beside_it() -> None:
    before = {"flow_id": "f1", "flow_name": "Day", "app": {"knowledgeBase": {"id": "b1"}}}
    after = {"flow_id": "f2", "flow_name": "Night", "app": {"knowledgeBase": {"id": None, "name": "Help"}}}
    first, second = changes_of(before, after, ["flow_id", "app.knowledgeBase.id"])
    assert (first.before, first.after) == ([Part("Day (f1)")], [Part("Night (f2)")])
    assert (second.before, second.after) == ([Part("b1")], [Part(NOT_SET, is_word_of_ours=True)])
