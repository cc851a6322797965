# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deprecated options are found wherever they are written, and only there."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._options import deprecations

OLD = {"type": "str", "removed_in_version": "2.0.0", "removed_from_collection": "genesys.cloud"}
SPEC: dict[str, Any] = {
    "old": OLD,
    "name": {
        "type": "str",
        "aliases": ["title"],
        "deprecated_aliases": [{"name": "title", "version": "2.0.0", "collection_name": "genesys.cloud"}],
    },
    "items": {"type": "list", "elements": "dict", "options": {"old": OLD, "new": {"type": "str"}}},
    "one": {"type": "dict", "options": {"dated": {"type": "str", "removed_at_date": "2027-01-01"}}},
}


def told(written: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["msg"].split(" is ")[0], each["version"] or each["date"]) for each in deprecations(SPEC, written)]


def test_what_is_not_written_is_not_told() -> None:
    assert told({}) == []
    assert told({"name": "x", "items": [{"new": "x"}], "one": {}}) == []


def test_options_and_aliases_and_suboptions_are_told() -> None:
    assert told({"old": "x"}) == [("Param 'old'", "2.0.0")]
    assert told({"title": "x"}) == [("Alias 'title'", "2.0.0")]
    assert told({"items": [{"new": "x"}, {"old": "x"}]}) == [("Param 'items[\"old\"]'", "2.0.0")]
    assert told({"one": {"dated": "x"}}) == [("Param 'one[\"dated\"]'", "2027-01-01")]


def test_unreadable_values_are_left_to_the_validation() -> None:
    assert told({"items": "text", "one": ["x"], "old": None}) == [("Param 'old'", "2.0.0")]


def test_the_collection_is_told() -> None:
    assert {each["collection_name"] for each in deprecations(SPEC, {"old": 1, "title": 1})} == {"genesys.cloud"}
