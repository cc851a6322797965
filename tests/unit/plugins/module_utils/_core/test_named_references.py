# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and ids in options, results and diffs: whatever the table of fields and the options are."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields as field_table
from ansible_collections.genesys.cloud.plugins.module_utils._core import named_references
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import Field
from ansible_collections.genesys.cloud.plugins.module_utils._core.named_references import Place
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.deployment_schema import REFERRING
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees

TABLES = {"configuration": CONTENT, "deployment": REFERRING}
NAMES = st.sampled_from(["Help", "Orders", "Ünï", " a"])
IDS = st.sampled_from([f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)])


def given_of(fields: tuple[Field, ...]) -> st.SearchStrategy[Tree]:
    """Options that refer to things: by id, by name, by null, or not at all."""
    parts: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields:
        if field.parts:
            inner = given_of(field.parts)
            parts[field.name] = inner if field.type == "dict" else st.lists(inner, max_size=2)
        elif field.refers_to:
            parts[field.name] = st.none() | IDS
            parts[field.name_option] = st.none() | NAMES
    return st.fixed_dictionaries({}, optional=parts)


@st.composite
def options(draw: st.DrawFn) -> tuple[str, Tree]:
    """The name of a table, and options for it."""
    table = draw(st.sampled_from(sorted(TABLES)))
    return table, draw(given_of(TABLES[table]))


def found_id(place: Place) -> str:
    return f"id of {place.field.refers_to} {place.name}"


@given(options())
def test_each_name_becomes_an_id_and_nothing_else_changes(case: tuple[str, Tree]) -> None:
    fields, wanted = TABLES[case[0]], case[1]
    before = copy.deepcopy(wanted)
    resolved = named_references.with_ids(fields, wanted, found_id)
    assert wanted == before
    assert named_references.named(fields, resolved) == []
    places, after = (list(named_references.places(fields, each)) for each in (wanted, resolved))
    assert len(places) == len(after)
    for old, new in zip(places, after):
        assert new.field.name_option not in new.mapping
        if old.name is not None:
            assert new.id == found_id(old)
        else:
            assert new.id == old.id
            is_given = old.field.name in old.mapping or old.field.name_option in old.mapping
            assert (new.field.name in new.mapping) == is_given


@given(options())
def test_what_passes_the_checks_names_each_object_once(case: tuple[str, Tree]) -> None:
    fields, wanted = TABLES[case[0]], case[1]
    problems = named_references.problems(fields, wanted, "x.")
    assert all(problem.option.startswith("x.") for problem in problems)
    if not problems:
        for place in named_references.places(fields, wanted):
            assert place.name is None or place.id is None
            if place.name is not None and place.field.within:
                assert place.owner.get("id") or place.owner.get("name")
            assert not place.field.required or place.name is not None or place.id is not None


@given(options(), st.dictionaries(IDS, NAMES))
def test_names_stand_beside_the_ids_that_have_one(case: tuple[str, Tree], names: dict[str, str]) -> None:
    fields, wanted = TABLES[case[0]], case[1]
    resolved = named_references.with_ids(fields, wanted, lambda place: next(iter(names), "unknown"))
    for value in (resolved, field_table.to_api(fields, resolved)):
        before = copy.deepcopy(value)
        shown = named_references.beside_ids(fields, value, lambda kind, object_id: names.get(object_id))
        assert value == before
        count = sum(place.id in names for place in named_references.places(fields, value))
        assert str(shown).count("ame': '") - str(value).count("ame': '") == count
        assert named_references.beside_ids(fields, value, lambda kind, object_id: None) == value


@given(trees(st.sampled_from(["id", "messenger", "apps", "supportCenter", "enabledCategories", "flow_id"])))
def test_no_value_of_a_server_makes_it_fail(value: Tree) -> None:
    for fields in TABLES.values():
        named_references.beside_ids(fields, value, lambda kind, object_id: "x")
        list(named_references.places(fields, value))


@given(options(), st.data())
def test_over_other_options_the_last_id_or_name_counts(case: tuple[str, Tree], data: st.DataObject) -> None:
    fields, base = TABLES[case[0]], case[1]
    over = data.draw(given_of(fields))
    merged = named_references.overridden(fields, base, over)
    by_path = {place.option: place for place in named_references.places(fields, merged) if "[" not in place.path}
    for place in named_references.places(fields, over):
        given_options = {place.field.name, place.field.name_option} & place.mapping.keys()
        if "[" in place.path or len(given_options) != 1:
            continue
        (option,) = given_options
        rival = ({place.field.name, place.field.name_option} - given_options).pop()
        assert by_path[place.option].mapping[option] == place.mapping[option]
        assert rival not in by_path[place.option].mapping


def test_an_owner_is_the_one_beside_it() -> None:
    wanted = {
        "support_center": {"knowledge_base": {"name": "Help"}, "label_filter": {"labels": [{"name": "public"}]}},
        "messenger": {"apps": {"knowledge": {"knowledge_base": {"id": "other"}}}},
    }
    (label,) = [place for place in named_references.named(CONTENT, wanted) if place.field.within]
    assert (label.name_option, label.owner) == ("support_center.label_filter.labels[0].name", {"name": "Help"})
