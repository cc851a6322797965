# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a failed task shows, and that nothing of its result is lost."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.failed_result import (
    MOST_ROWS,
    rows_of,
    shortened,
    whole,
)
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, values

FAILURE = {"kind": "rejected", "status": 400, "code": None, "message": "No.", "details": ["No."]}


def row(number: int, failed: bool) -> Tree:
    return {
        "id": f"id-{number}",
        "name": None if number == 0 else f"EU {number}",
        "outcome": "failed" if failed else "updated",
        "changed": not failed,
        "channel": {"configuration": {"much": "more"}},
        "diff": {"before": {}, "after": {}},
        "failure": FAILURE if failed else None,
    }


ROWS = ("channels", "configurations", "deployments")
RESULTS = st.fixed_dictionaries(
    {"msg": st.text(), "changed": st.booleans(), "diff": values(), "failure": st.just(FAILURE)},
    optional={
        **{key: st.lists(st.builds(row, st.integers(0, 9), st.booleans()), max_size=12) for key in ROWS},
        "channel": st.none() | st.just({"id": "x"}),
        "audit": st.just([{"audit_id": "a"}]),
        "metrics": st.just({"retries": 0}),
    },
)


@given(RESULTS, values())
def test_nothing_is_lost(result: Tree, module_args: Any) -> None:
    returned = shortened(result, module_args)
    found = whole(returned)
    assert {key: found[key] for key in result} == result
    assert returned["invocation"]["module_args"] == module_args
    assert whole({"results": [returned]})["results"] == [found]
    assert whole(result) == result


@given(RESULTS)
def test_the_screen_shows_what_failed_and_no_more(result: Tree) -> None:
    shown = {key: value for key, value in shortened(result, {}).items() if key not in ("invocation", "diff")}
    assert shown.keys() <= {"msg", "changed", "failure", *ROWS}
    assert shown["failure"] == {"kind": "rejected", "status": 400}
    assert all(len(shown.get(key, [])) <= MOST_ROWS for key in ROWS)
    rows = [each for key in ROWS for each in shown.get(key, [])]
    assert all(each["outcome"] == "failed" and each["failure"] == shown["failure"] for each in rows)
    assert "much" not in json.dumps(rows)
    assert None not in [value for each in rows for value in each.values()]


def test_only_rows_are_rows_of_a_task_for_many_objects() -> None:
    done = row(1, failed=False)
    result: Tree = {
        "channels": [{"id": "only read"}],
        "configurations": [done],
        "deployments": [done, 5],
        "webhooks": [done],
    }
    assert list(rows_of(result)) == [("configuration", done), ("deployment", done)]
    assert list(rows_of({"channels": None})) == []


def test_what_is_none_of_ours_comes_back_as_it_is() -> None:
    value: Any
    for value in [None, "x", [1], {"invocation": {"module_args": {}}}, {"invocation": "x"}, {"results": "x"}]:
        assert whole(value) == value
