# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever is written in place of an option, it becomes an option or one error that names it, and never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import env_fallback
from hypothesis import given as with_data
from hypothesis import settings
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import validation
from ansible_collections.genesys.cloud.plugins.module_utils._http import connection
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.arguments import environment
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.runner import (
    Options,
    redactor_for,
    shown_options,
)
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.written_options import (
    error_messages,
    given,
    parseable,
)
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DIALECTS
from ansible_collections.genesys.cloud.tests.unit.tasks import TASKS

SPEC: dict[str, Any] = {
    "name": {"type": "str"},
    "count": {"type": "int", "default": 3, "fallback": environment("SOME_COUNT")},
    "wait": {"type": "float"},
    "raw": {"type": "dict"},
    "words": {"type": "list", "elements": "str"},
    "part": {"type": "dict", "options": {"id": {"type": "str"}, "inner": {"type": "dict", "options": {"n": {}}}}},
    "items": {"type": "list", "elements": "dict", "options": {"id": {"type": "str"}, "many": {"type": "int"}}},
    "filters": {"type": "list", "elements": "dict", "options": {"what": {"type": "str", "required": True}}},
}


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return {"x": value}


ODD = [
    *(5, -1, 1.5, True, None, "", "x", "a=b", "{", "{'a': 1}", '{"a": 5, "b": [1]}'),
    *([], [5], ["x"], [None], [[1]], [{}], {}, {"a": 1}, {"1": 2}),
    *(float("inf"), float("nan"), 10**30, 10**400, "inf", "-Infinity", "nan", "1e400", "1e99999999", "1" * 5000),
    *("\0", "~\0", "\ud800", "\udc80", nested(500), nested(5000), "a" * 300),
    *(f"https://{'a' * 64}.example", "https://xn--.example", "https://\u2603.example", "https://*.example"),
    *("http://h:99999", "https://[::1", f"https://{'a.' * 200}example"),
]


def every_option(spec: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for option, rule in spec.items():
        yield (*path, option)
        yield from every_option(rule.get("options", {}), (*path, option))


def at(spec: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    option, *rest = path
    if not rest:
        return {option: value}
    inner = at(spec[option]["options"], tuple(rest), value)
    return {option: [inner] if spec[option]["type"] == "list" else inner}


@pytest.mark.parametrize("name", TASKS)
@settings(max_examples=30)
@with_data(data=st.data())
def test_no_value_of_no_option_ends_in_a_traceback(name: str, data: st.DataObject) -> None:
    task = TASKS[name]
    spec = dict(task.argument_spec)
    path = data.draw(st.sampled_from(list(every_option(spec))))
    value = ODD[data.draw(st.integers(0, len(ODD) - 1))]
    written = {"client_id": "c", "client_secret": "s3cret", **at(spec, path, value)}
    options, unreadable = parseable(spec, written)
    parsed = ArgumentSpecValidator(spec).validate(options)
    params = parsed.validated_parameters
    found = Options(params, given(spec, options, params), error_messages(parsed.errors), unreadable)
    shown_options(task, params, redactor_for(task, found))
    problems = [
        *unreadable,
        *validation.text_problems(spec, {**params, **found.given}),
        *connection.problems(params, found.given, False),
        *task.problems(found),
        *task.dialect_problems(found, DIALECTS["communications"]),
        *task.dialect_problems(found, DIALECTS["webdeployments"]),
    ]
    assert all(map(str, problems))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"part": 5}, "argument 'part' is of type int: 5 is no dict. Its suboptions are id, inner."),
        ({"part": True}, "argument 'part' is of type bool: true is no dict. Its suboptions are id, inner."),
        ({"part": "nonsense"}, "argument 'part' is of type str: 'nonsense' is no dict. Its suboptions are id, inner."),
        ({"part": ["a=b"]}, "argument 'part' is of type list: ['a=b'] is no dict. Its suboptions are id, inner."),
        ({"part": {"inner": 5}}, "part.inner: 5 is no dict. Its suboptions are n."),
        ({"part": '{"inner": 5}'}, "part.inner: 5 is no dict. Its suboptions are n."),
        ({"part": "inner=5"}, "part.inner: '5' is no dict. Its suboptions are n."),
        ({"items": [{}, 5]}, "items[1]: 5 is no dict. Its suboptions are id, many."),
        ({"items": [None]}, "items[0]: null is no dict. Its suboptions are id, many."),
        ({"items": [{"many": float("inf")}]}, "items[0].many: inf is no whole number."),
        ({"filters": [5]}, "filters[0]: 5 is no dict. Its suboptions are what."),
        ({"raw": [1]}, "argument 'raw' is of type list: [1] is no dict. Write names and values."),
        ({"raw": "x"}, "argument 'raw' is of type str: 'x' is no dict. Write names and values."),
        (
            {"raw": nested(500)},
            "argument 'raw' is of type dict: it is nested deeper than 64 levels, which no API takes.",
        ),
        ({"name": {"a": 1}}, "argument 'name' is of type dict: {'a': 1} is no text."),
        ({"words": ["a", ["b"]]}, "words[1]: ['b'] is no text."),
        ({"count": float("inf")}, "argument 'count' is of type float: inf is no whole number."),
        ({"count": "-Infinity"}, "argument 'count' is of type str: '-Infinity' is no whole number."),
        ({"count": "1e99999999"}, "argument 'count' is of type str: '1e99999999' is no whole number."),
        ({"wait": 10**400}, "argument 'wait' is of type int: 1"),
    ],
)
def test_a_value_of_another_kind_is_told_with_its_option_and_the_way_out(written: dict[str, Any], told: str) -> None:
    options, (problem,) = parseable(SPEC, written)
    assert str(problem).startswith(told)
    assert not ArgumentSpecValidator(SPEC).validate(options).error_messages


@pytest.mark.parametrize(
    "written",
    [
        {"part": None, "raw": None, "items": None, "wait": None, "words": None},
        {"part": {"id": "x", "inner": {"n": 1}}, "items": [{"id": "1"}], "words": ["a", 5, None], "raw": nested(60)},
        {"count": "5", "wait": "1e3", "raw": {"a": 10**30}, "words": "a,b", "name": 5},
        {"unknown": {"a": 1}},
    ],
)
def test_what_can_be_parsed_is_left_as_it_was_written(written: dict[str, Any]) -> None:
    assert parseable(SPEC, written) == (written, ())


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_where_a_default_or_the_environment_comes_in_is_not_set(nothing: Any) -> None:
    spec = {
        "count": {"type": "int", "default": 5},
        "client_id": {"type": "str", "fallback": (env_fallback, ["CLIENT_ID"])},
        "secret": {"type": "str", "no_log": True, "fallback": (env_fallback, ["SECRET"])},
        "flow": {"type": "str"},
    }
    written = {"count": nothing, "client_id": nothing, "secret": nothing, "flow": nothing}
    # What an empty secret signs would go out unsigned.
    assert parseable(spec, written) == ({"secret": nothing, "flow": nothing}, ())


def test_blanks_around_the_commas_of_a_text_are_no_part_of_its_items() -> None:
    written = {"words": " a, b c ,d", "items": [{"id": " a, b "}]}
    assert parseable(SPEC, written).options == {"words": "a,b c,d", "items": [{"id": " a, b "}]}


def test_the_environment_cannot_break_it_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_COUNT", "inf")
    options, (problem,) = parseable(SPEC, {})
    assert str(problem) == "argument 'count' is of type str: 'inf' is no whole number."
    assert ArgumentSpecValidator(SPEC).validate(options).validated_parameters["count"] == 3
    monkeypatch.setenv("SOME_COUNT", "7")
    assert parseable(SPEC, {}) == ({}, ())


def test_the_numbers_of_the_other_items_stay() -> None:
    options, problems = parseable(SPEC, {"items": [5, {"id": "b"}, "x"]})
    assert options == {"items": [{}, {"id": "b"}, {}]}
    assert [problem.option for problem in problems] == ["items[0]", "items[2]"]
