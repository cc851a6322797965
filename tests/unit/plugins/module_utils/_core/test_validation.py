# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of single values: what is refused, and that each refusal names option, value and way out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import validation
from ansible_collections.genesys.cloud.plugins.module_utils._core.validation import Problem
from ansible_collections.genesys.cloud.tests.unit.json_values import values

WAY_OUT = "use https://, or say that you accept it."


def url(value: Any, plain_http: bool = False) -> list[str]:
    return [str(problem) for problem in validation.url("callback_url", value, plain_http, WAY_OUT)]


def base_url(value: Any, plain_http: bool = False) -> list[str]:
    return [str(problem) for problem in validation.base_url("api_url", value, plain_http)]


@pytest.mark.parametrize(
    "value",
    [
        "https://host.example",
        "https://host.example/",
        "https://host.example:8443/hook?tenant=a%20b&x=@#part",
        "HTTPS://Host.Example/Hook",
        "https://10.0.0.1/hook",
        "https://[2001:db8::1]/hook",
        "https://[2001:db8::1]:8443/hook",
        "https://b\u00fccher.example/hook",
        "https://xn--bcher-kva.example/hook",
        "https://host.example./hook",
        "https://host_name.example/hook",
        "https://host.example/@someone",
        "https://host.example/a//b/../c",
        # plain http stays on this host
        "http://localhost:8080/hook",
        "http://LOCALHOST/hook",
        "http://eda.localhost/hook",
        "http://127.0.0.1:5000/endpoint",
        "http://127.8.9.10/hook",
        "http://[::1]:5000/endpoint",
    ],
)
def test_a_good_url_is_taken(value: str) -> None:
    assert url(value) == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "'' is no URL"),
        (None, "null is no URL"),
        (5, "5 is no URL"),
        (["https://host.example"], "is no URL"),
        ("host.example", "has no scheme"),
        ("host.example:8443/hook", "has no scheme"),
        ("//host.example/hook", "has no scheme"),
        ("/hook", "has no scheme"),
        ("ftp://host.example", "has no scheme"),
        ("file:///etc/passwd", "has no scheme"),
        ("javascript:alert(1)", "has no scheme"),
        ("https:host.example", "names no host"),
        ("https://", "names no host"),
        ("https:///hook", "names no host"),
        ("https://?x", "names no host"),
        ("https://:8443/", "names no host"),
        ("https://host.example:0", "names port 0"),
        ("https://host.example:65536", "is no URL"),
        ("https://host.example:-1", "is no URL"),
        ("https://host.example:https", "is no URL"),
        ("https://[::1", "is no URL"),
        ("https://.example/hook", "is no URL: its host has an empty part"),
        ("https://host..example/hook", "is no URL: its host has an empty part"),
        ("https://user:pass@host.example", "has credentials in it"),
        ("https://user@host.example", "has credentials in it"),
        ("https://@host.example", "has credentials in it"),
        ("https://host.example%20.evil.example\\@x", "a backslash"),
        ("https://host.example\\.evil.example", "a backslash"),
        ("https://host.example/a b", "a space"),
        (" https://host.example", "a space"),
        ("https://host.example\n", "a space, a control character"),
        ("https://host.example/\x00", "a space, a control character"),
        ("https://host.example/\u00a0", "a space"),
        ("http://host.example/hook", "is plain http to another host"),
        ("http://10.0.0.1/hook", "is plain http to another host"),
        ("http://0.0.0.0/hook", "is plain http to another host"),
        ("http://localhost.evil.example/hook", "is plain http to another host"),
        ("http://127.0.0.1.evil.example/hook", "is plain http to another host"),
        ("http://[2001:db8::1]/hook", "is plain http to another host"),
        ("http://evil.example/127.0.0.1", "is plain http to another host"),
    ],
)
def test_a_bad_url_is_refused_with_its_option_and_the_reason(value: Any, reason: str) -> None:
    (problem,) = url(value)
    assert problem.startswith("callback_url: ")
    assert reason in problem


def test_plain_http_is_refused_with_the_way_out_and_taken_where_it_is_allowed() -> None:
    (problem,) = url("http://host.example")
    assert problem.endswith(WAY_OUT)
    assert url("http://host.example", plain_http=True) == []


@pytest.mark.parametrize("password", ["s3cret", "s3%40ret", "s3/ret", "s3?ret", "s3#ret", "s3@ret", "s3:ret", "1 ret"])
def test_no_refusal_shows_a_password(password: str) -> None:
    for check in (url, base_url):
        (problem,) = check(f"https://user:{password}@host.example/")
        assert "ret" not in problem
        assert "user" not in problem


@pytest.mark.parametrize(
    "value",
    [
        "https://api.example",
        "https://api.example/",
        "https://gateway.example/prefix/genesys/",
        "https://gateway.example/v1.0/..hidden/a..b/...",
        "http://127.0.0.1:8080",
        "http://[::1]:8080/prefix",
    ],
)
def test_a_base_url_may_have_a_path(value: str) -> None:
    assert base_url(value) == []


@pytest.mark.parametrize(
    "path",
    [
        "/..",
        "/../",
        "/a/../b",
        "/.",
        "/a/./b",
        "/%2e%2e/b",
        "/%2E%2E/b",
        "/.%2e/b",
        "/%2e",
        "/a%2f..%2fb",
        "/a%2F%2e%2e%2Fb",
        "/%252e%252e/b",
        "/%25252e%25252e/b",
        "/a%5c..%5cb",
        "/..;/b",
        "/a/..;x=y/b",
        "/..%3b/b",
    ],
)
def test_a_base_url_with_a_dot_segment_in_any_spelling_is_refused(path: str) -> None:
    (problem,) = base_url(f"https://api.example{path}")
    assert problem.startswith("api_url: ")
    assert "'.' or '..' segment" in problem


@pytest.mark.parametrize("tail", ["?", "?a=b", "#", "#part", "/p?a#b"])
def test_a_base_url_with_a_query_or_a_fragment_is_refused(tail: str) -> None:
    (problem,) = base_url(f"https://api.example{tail}")
    assert "has a query or a fragment" in problem


def test_a_base_url_over_plain_http_names_the_option_that_allows_it() -> None:
    assert "validate_certs: false" in base_url("http://api.example")[0]
    assert base_url("http://api.example", plain_http=True) == []


URL_PARTS = st.sampled_from(
    [
        *"htps:/@?#[]%.;\\ \n",
        "http",
        "https://",
        "//",
        "user",
        "127.0.0.1",
        "::1",
        ":80",
        "%2e",
        "\u2100",
        "\uff0f",
        "xn--",
    ]
)


@given(st.lists(URL_PARTS, max_size=10).map("".join) | values(st.text(max_size=3)))
def test_whatever_is_given_as_a_url_it_is_taken_or_refused(value: Any) -> None:
    assert len(url(value)) <= 1
    assert len(base_url(value)) <= 1


@pytest.mark.parametrize(
    "value",
    ["a1b2c3d4-e5f6-7890-abcd-ef1234567890", "1", "A_b~c:d.e-f", "...", "a.."],
)
def test_an_id_of_harmless_characters_is_taken(value: str) -> None:
    assert validation.identifier("id", value) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "..",
        "a/b",
        "a b",
        " a",
        "a\n",
        "a?b",
        "a#b",
        "a%2fb",
        "a\\b",
        "a;b",
        "\u00e4",
        None,
        5,
        True,
        ["a"],
        {"a": 1},
    ],
)
def test_an_id_that_would_bend_a_path_is_refused(value: Any) -> None:
    (problem,) = validation.identifier("id", value)
    assert problem.option == "id"
    assert validation.shown(value) in problem.reason
    assert "no id" in problem.reason


@given(st.text())
def test_an_id_that_is_taken_is_one_plain_segment(value: str) -> None:
    if not validation.identifier("id", value):
        assert value
        assert value not in (".", "..")
        assert not set(value) & set("/?#%\\; \t\r\n")


@pytest.mark.parametrize("value", ["a", " a ", "Primary Web Messaging", "\u00dcn\u00ef", "0"])
def test_any_name_that_shows_something_is_taken_as_it_is(value: str) -> None:
    assert validation.name("name", value) == []


@pytest.mark.parametrize("value", ["", "  ", "\t\n", None, 5, []])
def test_an_empty_name_is_refused(value: Any) -> None:
    (problem,) = validation.name("name", value)
    assert str(problem).startswith("name: ")
    assert "exactly" in problem.reason


@given(st.integers(), st.integers(-5, 5), st.integers(-5, 5))
def test_a_whole_number_is_taken_exactly_within_its_range(value: int, low: int, high: int) -> None:
    problems = validation.whole_number("n", value, low, high)
    assert (problems == []) == (low <= value <= high)
    assert all(f"Give a whole number from {low} to {high}" in problem.reason for problem in problems)


@pytest.mark.parametrize("value", [True, False, 1.0, 1.5, "5", "many", None, [], {}])
def test_what_only_looks_like_a_whole_number_is_refused(value: Any) -> None:
    (problem,) = validation.whole_number("n", value, 0, 10)
    assert "Give a whole number from 0 to 10" in problem.reason


@pytest.mark.parametrize(("value", "good"), [(0, False), (-1, False), (0.1, True), (1, True), (10**6, True)])
def test_a_number_of_seconds_can_have_to_be_more_than_zero(value: float, good: bool) -> None:
    assert (validation.number("timeout", value, above=0) == []) is good


@pytest.mark.parametrize(("value", "good"), [(0, True), (-0.1, False), (180, True)])
def test_a_number_of_seconds_can_have_to_be_at_least_zero(value: float, good: bool) -> None:
    assert (validation.number("retry_after_max", value, at_least=0) == []) is good


@pytest.mark.parametrize("value", [True, "5", None, float("nan"), float("inf"), float("-inf"), []])
def test_what_is_no_number_of_seconds_is_refused(value: Any) -> None:
    (problem,) = validation.number("timeout", value, above=0)
    assert "is not a number of seconds" in problem.reason


@given(values(st.text(max_size=3)))
def test_what_came_as_json_can_be_written_as_json(value: Any) -> None:
    assert validation.json_value("configuration", value) == []


def test_what_cannot_be_written_as_json_is_refused_with_its_path() -> None:
    value = {"a": [1, float("nan"), {2: "x"}], "b": {None: float("-inf")}, "c": (float("inf"),)}
    assert [str(problem) for problem in validation.json_value("configuration", value)] == [
        "configuration.a[1]: nan cannot be written as JSON.",
        "configuration.a[2]: the key 2 is not a string; quote it.",
        "configuration.b: the key null is not a string; quote it.",
        "configuration.b.None: -inf cannot be written as JSON.",
        "configuration.c[0]: inf cannot be written as JSON.",
    ]


def test_exactly_one_at_most_one_and_exclusive_options() -> None:
    assert validation.exactly_one(["id"], ["id", "name"]) == []
    assert [str(problem) for problem in validation.exactly_one([], ["id", "name"])] == [
        "id or name: is missing; say which object is meant."
    ]
    assert [str(problem) for problem in validation.exactly_one(["name", "id"], ["id", "name"])] == [
        "id and name: are both given; give only one of id or name."
    ]
    assert validation.at_most_one([], ["id", "name", "name_glob"]) == []
    assert validation.at_most_one(["name_glob"], ["id", "name", "name_glob"]) == []
    assert [str(problem) for problem in validation.at_most_one(["id", "name_glob"], ["id", "name", "name_glob"])] == [
        "id and name_glob: are given together; give at most one of id, name, name_glob."
    ]
    assert validation.exclusive(["a"], "a", "b") == validation.exclusive(["b"], "a", "b") == []
    assert [str(problem) for problem in validation.exclusive(["b", "a"], "a", "b")] == [
        "a: cannot be combined with b; give one of them."
    ]


def test_a_choice_is_one_of_the_known_and_a_slip_gets_a_suggestion() -> None:
    assert validation.one_of("api", "auto", ["auto", "communications"]) == []
    assert str(validation.one_of("api", "Comunications", ["auto", "communications"])[0]) == (
        "api: 'Comunications' is unknown. Did you mean 'communications'? Known: auto, communications."
    )


@given(values(st.text(max_size=3)) | st.text())
def test_a_value_is_shown_in_one_short_line(value: Any) -> None:
    shown = validation.shown(value)
    assert len(shown) <= 80
    assert len(shown.splitlines()) <= 1


def test_a_problem_reads_as_option_and_reason() -> None:
    assert str(Problem("routing.queue_id", "'' is empty.")) == "routing.queue_id: '' is empty."


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("a" * 64, "longer than 63 characters"),
        (f"host.{'a' * 64}.example", "longer than 63 characters"),
        ("h\u00f6st." + "\u00e4" * 60 + ".example", "longer than 63 characters"),
        ("a." * 130 + "example", "longer than 253 characters"),
        ("\u2603.example", "'\u2603', which no host name can"),
        ("*.example", "'*', which no host name can"),
        ("a%20b.example", "'%', which no host name can"),
        (".example", "an empty part"),
        ("a..example", "an empty part"),
    ],
)
def test_a_host_that_no_name_service_knows_is_refused_wherever_it_stands(host: str, reason: str) -> None:
    assert reason in validation.unusable_host(host)
    for told in (url(f"https://{host}/hook"), url(f"https://{host}:8443"), base_url(f"https://{host}")):
        (problem,) = told
        assert reason in problem or "is no URL" in problem


@pytest.mark.parametrize(
    "host", ["host.example", "a" * 63, "host_name.example", "xn--bcher-kva.example", "b\u00fccher.example", "::1", "h."]
)
def test_a_host_that_can_be_one_is_taken(host: str) -> None:
    assert validation.unusable_host(host) == ""


def test_the_query_of_a_refused_address_is_not_shown() -> None:
    assert "s3cret" not in url("ftp://host.example/?token=s3cret")[0]
    assert "s3cret" not in base_url("https://host.example/?token=s3cret")[0]


@pytest.mark.parametrize("value", [1e300, 10**7, 1_000_001])
def test_seconds_that_no_system_can_wait_are_out_of_range(value: float) -> None:
    (problem,) = validation.number("timeout", value, above=0)
    assert "Give 1000000, which is over eleven days, or less." in problem.reason


def test_a_number_that_no_float_holds_is_no_number_of_seconds() -> None:
    assert "is not a number of seconds" in validation.number("timeout", 10**400)[0].reason


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("/a/b", ""), (None, ""), ("a\0b", "'a\\x00b' is no path: it holds a NUL"), ("\ud800", "surrogate")],
)
def test_a_path_is_one_that_the_system_takes(value: Any, wanted: str) -> None:
    found = [str(problem) for problem in validation.path("ca_path", value)]
    assert len(found) == bool(wanted)
    assert all(wanted in text for text in found)
    assert validation.path("ca_path", "byte \udcff") == []


def test_raw_values_that_readers_of_json_disagree_on_are_refused_with_their_path() -> None:
    value = {"a": [10**300, 2**80], "b": {"\ud800": "x"}, "c": "\udfff", "d": True, "e": "\U0001f600"}
    assert [str(problem) for problem in validation.sendable("raw", value)] == [
        "raw.a[0]: has more than 300 digits, which readers of JSON refuse; quote it.",
        "raw.b: the key '\\ud800' holds half of a surrogate pair, which UTF-8 cannot hold; write the character itself.",
        "raw.c: '\\udfff' holds half of a surrogate pair, which UTF-8 cannot hold; write the character itself.",
    ]


def test_texts_and_paths_are_checked_at_every_depth() -> None:
    spec: dict[str, Any] = {
        "name": {"type": "str"},
        "secret": {"type": "str", "no_log": True},
        "log": {"type": "path"},
        "part": {"type": "dict", "options": {"words": {"type": "list", "elements": "str"}}},
        "items": {"type": "list", "elements": "dict", "options": {"id": {"type": "str"}}},
        "raw": {"type": "dict"},
    }
    bad = "\ud800"
    options = {
        "name": bad,
        "secret": bad,
        "log": "\0",
        "part": {"words": ["x", bad]},
        "items": [{"id": "x"}, {"id": bad}, bad],
        "raw": {"x": bad},
    }
    found = [problem.option for problem in validation.text_problems(spec, options)]
    assert found == ["name", "log", "part.words[1]", "items[1].id"]


def test_what_cannot_be_written_down_is_shown_all_the_same() -> None:
    deep: Any = []
    for _level in range(5000):
        deep = [deep]
    # Python 3.13 follows as deep as this.
    assert validation.shown(deep) in ("something that cannot be shown", "[" * 77 + "...")
    assert validation.shown(10**5000) == "a number of too many digits"
    assert validation.shown("a" * 100) == f"'{'a' * 75}...'"
    assert validation.is_deep(deep)
    assert not validation.is_deep([[{"a": [1]}]])
    assert Problem("a.b", "x").is_about("a")
    assert Problem("a[0].b", "x").is_about("a[0]")
    assert not Problem("ab", "x").is_about("a")
