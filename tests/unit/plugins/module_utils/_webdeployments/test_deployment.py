# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deployment in our words and back: what is wanted is there afterwards, and nothing else has changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import same
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import deployment
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees

DOMAINS = st.lists(st.sampled_from(["a.example", "b.example", "c.example"]), unique=True)
SOME, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
IDS = st.none() | st.sampled_from([SOME, OTHER])
PUSH = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from([SOME, OTHER]), "provider": st.sampled_from(["APNS", "FCM"])}),
    unique_by=lambda item: item["id"],
)
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["x", "y"]),
        "description": st.none() | st.sampled_from(["", "z"]),
        "allowed_domains": DOMAINS.filter(bool),
        "flow_id": IDS,
        "supported_content_id": IDS,
        "push_integrations": st.none() | PUSH,
        "status": st.sampled_from(["Active", "Inactive"]),
    },
)
REFERENCE = st.fixed_dictionaries({"id": st.sampled_from([SOME, OTHER])}, optional={"name": st.just("n")})
ENTITIES = st.fixed_dictionaries(
    {
        "id": st.just("d"),
        "name": st.sampled_from(["x", "y"]),
        "configuration": st.just({"id": "c", "version": "1", "name": "n", "selfUri": "/c"}),
    },
    optional={
        "description": st.none() | st.just("z"),
        "allowAllDomains": st.booleans(),
        "allowedDomains": st.none() | DOMAINS,
        "flow": st.none() | REFERENCE,
        "supportedContent": REFERENCE,
        "pushIntegrations": st.none() | PUSH,
        "status": st.sampled_from(["Active", "Inactive", "Pending", "Error"]),
        "snippet": st.just("<script>"),
        "future": st.just({"x": 1}),
    },
)


@given(ENTITIES, GIVEN)
def test_what_is_wanted_is_there_afterwards_and_nothing_else_has_changed(entity: Tree, given: Tree) -> None:
    assert deployment.problems(given) == []
    wanted = deployment.desired(given)
    plan = deployment.plan(entity, wanted)
    body = deployment.body(entity, plan.patch)
    assert not {"id", "snippet"} & body.keys()
    assert body["configuration"] == {"id": "c", "version": "1"}
    assert body.get("status") in (None, "Active", "Inactive")
    assert not deployment.plan({**body, "status": body.get("status", "Active")}, {**wanted}).changed
    before, after = deployment.state_of(entity), deployment.state_of(body)
    untouched = [word for word in before if word not in wanted and word != "status"]
    assert all(same(before[word], after[word]) for word in untouched)
    assert body.get("future") == entity.get("future")


@pytest.mark.parametrize("version", ["\u00b2", "\u0663", "0", "01", "-1", "1.0", "9" * 5000, "DRAFT", True, []])
def test_a_version_is_latest_or_a_number(version: Any) -> None:
    found = deployment.problems({"configuration": {"version": version}})
    assert [problem.option for problem in found] == ["configuration.version"]
    assert not deployment.problems({"configuration": {"version": "latest"}})
    assert not deployment.problems({"configuration": {"version": 12}})


@given(trees(st.sampled_from(["id", "name", "flow", "configuration", "allowedDomains", "pushIntegrations"])))
def test_no_answer_of_a_server_makes_it_fail(entity: Tree) -> None:
    assert set(deployment.to_result(entity)) == {
        *("id", "snippet", "flow_name", "supported_content_name"),
        *deployment.state_of(entity),
    }


@given(
    st.dictionaries(st.sampled_from(["allow_all_domains", "allowed_domains", "configuration", "flow_id"]), st.none())
)
def test_nulls_are_values_or_errors_and_never_a_crash(given: Any) -> None:
    assert all(problem.option and problem.reason for problem in deployment.problems(given))
    deployment.desired(given)
