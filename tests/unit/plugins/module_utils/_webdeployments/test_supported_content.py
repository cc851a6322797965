# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A content profile in our words and back: what is wanted is there afterwards, and nothing else has changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.result_shapes import ContentResult
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import supported_content as rules
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, values

TYPES = st.lists(st.sampled_from(["image/*", "image/png", "*/*", "application/vnd.ms-excel"]), unique=True)
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | st.sampled_from(["x", "y"]),
        "inbound": TYPES,
        "outbound": TYPES,
        "default": st.just(True),
    },
)
ALLOWED = st.lists(
    st.sampled_from(["image/*", "IMAGE/PNG", "image/png", "a/b; q=1"]).map(lambda each: {"type": each, "more": 1})
)
ENTITIES = st.fixed_dictionaries(
    {"id": st.just("p"), "name": st.sampled_from(["x", "y"])},
    optional={
        "mediaTypes": st.fixed_dictionaries(
            {},
            optional={
                "allow": st.none()
                | st.fixed_dictionaries(
                    {}, optional={"inbound": ALLOWED, "outbound": st.none() | ALLOWED, "future": st.just(1)}
                ),
                "deny": st.just({"x": 1}),
            },
        )
    },
)


@given(ENTITIES, GIVEN, st.booleans())
def test_what_is_wanted_is_there_afterwards_and_nothing_else_has_changed(
    entity: Tree, given: Tree, is_default: bool
) -> None:
    assert rules.problems(given) == []
    wanted = rules.desired(given)
    before = rules.state_of(entity, is_default)
    plan = rules.plan(before, wanted)
    body = rules.body(entity, plan.patch)
    assert body.keys() <= {"name", "mediaTypes"}
    assert {"inbound", "outbound"} <= body["mediaTypes"]["allow"].keys()
    assert ("name" in body) == ("name" in plan.changes)
    changed = {**entity, **body}
    assert rules.holds(changed, wanted)
    after = rules.state_of(changed, is_default)
    assert {key: after[key] for key in before if key not in plan.patch} == {
        key: before[key] for key in before if key not in plan.patch
    }
    there = entity.get("mediaTypes") or {}
    assert body["mediaTypes"].get("deny") == there.get("deny")
    assert body["mediaTypes"]["allow"].get("future") == (there.get("allow") or {}).get("future")


@given(TYPES, st.randoms(use_true_random=False))
def test_neither_order_nor_case_makes_a_difference(types: list[str], chance: Any) -> None:
    there = rules.body({}, {"inbound": types})
    shuffled = [each.upper() if chance.random() < 0.5 else each for each in chance.sample(types, len(types))]
    assert rules.holds(there, rules.desired({"inbound": shuffled}))
    if types:
        assert [each.option for each in rules.problems({"inbound": [*types, types[0].upper()]})] == [
            f"inbound[{len(types)}]"
        ]


@given(values(st.sampled_from(["type", "inbound", "x"])))
def test_no_value_of_a_server_is_an_error(value: Any) -> None:
    for entity in (
        {"mediaTypes": value},
        {"mediaTypes": {"allow": value}},
        {"mediaTypes": {"allow": {"inbound": value}}},
    ):
        result = rules.to_result(entity, False)
        assert result.keys() == ContentResult.__annotations__.keys()
        assert all(isinstance(each, str) for each in [*result["inbound"], *result["outbound"]])
        assert {"inbound", "outbound"} <= rules.body(entity, {})["mediaTypes"]["allow"].keys()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "png",
        "image/",
        "/png",
        "*/png",
        "*",
        "image/p g",
        "image/png;q=1",
        "i\u212a/x",
        "a/b/c",
        "a/" + 128 * "b",
        1,
        None,
    ],
)
def test_a_media_type_has_a_type_and_a_subtype(value: Any) -> None:
    (problem,) = rules.problems({"outbound": ["a/b", value]})
    assert problem.option == "outbound[1]"
    assert "is no media type" in problem.reason


@pytest.mark.parametrize(("value", "way_out"), [("*", "'*/*'"), ("a/b; q=1", "'a/b'"), (" a/b ", "'a/b'")])
def test_the_way_out_is_told_where_it_is_plain(value: str, way_out: str) -> None:
    (problem,) = rules.problems({"inbound": [value]})
    assert f"Write {way_out}" in problem.reason


@pytest.mark.parametrize("given", [{"default": False}, {"default": None}, {"inbound": None}, {"outbound": {"a": 1}}])
def test_what_cannot_be_set(given: Tree) -> None:
    assert [problem.option for problem in rules.problems(given)] == list(given)
