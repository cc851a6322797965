# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is taken for an answer, and that all which is taken survives whatever comes later."""

from __future__ import annotations

import copy
import json
import pickle
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import ProtocolError, UnknownOutcome
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_answer import (
    DEEPEST,
    MOST_DIGITS,
    NotExpected,
    read,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import same
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.tests.unit.network import reply, wired


def nested(depth: int, begin: str = '{"a":', end: str = "}", inmost: str = "1") -> bytes:
    """``depth`` objects or lists in each other, the outermost an object."""
    return ('{"a":' + begin * (depth - 1) + inmost + end * (depth - 1) + "}").encode()


REFUSED = {
    "nothing": (b"", "no JSON"),
    "HTML": (b"<html></html>", "no JSON"),
    "a list": (b"[]", "no object"),
    "a number": (b"5", "no object"),
    "cut": (b'{"a":', "no JSON"),
    "more behind it": (b'{"a": 1} {"b": 2}', "no JSON"),
    "NaN": (b'{"a": NaN}', "it holds NaN"),
    "Infinity": (b'{"a": [Infinity]}', "it holds Infinity"),
    "-Infinity": (b'{"a": {"b": -Infinity}}', "it holds -Infinity"),
    "a number that becomes infinite": (b'{"a": 1e999}', "too large"),
    "a negative number that becomes infinite": (b'{"a": [-1e400]}', "too large"),
    "a number of too many digits": (b'{"a": ' + b"9" * (MOST_DIGITS + 1) + b"}", "more than 300 digits"),
    "a number of very many digits": (b'{"a": ' + b"9" * 100_000 + b"}", "more than 300 digits"),
    "half a character": (b'{"a": "\\ud83d"}', "half a character"),
    "the other half": (b'{"a": "x\\uDE00"}', "half a character"),
    "halves in the wrong order": (b'{"a": "\\ude00\\ud83d"}', "half a character"),
    "half a character in a name": (b'{"\\ud83d": 1}', "half a character"),
    "half a character in UTF-8": (b'{"a": "\xed\xa0\x80"}', "encoding"),
    "no UTF-8": (b'{"a": "\xff"}', "encoding"),
    "a name twice": (b'{"a": 1, "a": 2}', "same name twice"),
    "a name twice, deeper": (b'{"b": [{"a": 1, "c": 2, "a": 1}]}', "same name twice"),
    "a name twice, in two spellings": (b'{"a": 1, "\\u0061": 1}', "same name twice"),
    "a name twice, beside colons in texts": (b'{":": ":\\":", "a": "", "a": "\\\\"}', "same name twice"),
    "objects around closing brackets in a text": (nested(DEEPEST + 1, inmost='"]}\\"]}"'), "deeper than 64 levels"),
    "objects in objects": (nested(DEEPEST + 1), "deeper than 64 levels"),
    "330 objects": (nested(330), "deeper than 64 levels"),
    "500 lists": (nested(500, "[", "]"), "deeper than 64 levels"),
    "100,000 lists": (nested(100_000, "[", "]"), "deeper than 64 levels"),
    "100,000 objects": (nested(100_000), "deeper than 64 levels"),
    "100,000 lists that do not end": (b"[" * 100_000, "deeper than 64 levels"),
    "objects in lists with half a character": (nested(900, '[{"a":', "}]", '"\\ud83d"'), "deeper than 64 levels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_break_something_later_is_refused(name: str) -> None:
    body, told = REFUSED[name]
    with pytest.raises(NotExpected, match=told):
        read(body)


@pytest.mark.parametrize("name", REFUSED)
def test_of_a_read_it_is_a_protocol_error_and_a_write_is_looked_up(name: str) -> None:
    body, told = REFUSED[name]
    with pytest.raises(ProtocolError, match=f"not the JSON object expected.*{told}"):
        wired(reply(body)).client.get("/a")
    net = wired(reply(body))
    with pytest.raises(UnknownOutcome) as raised:
        net.client.write("PATCH", "/a", {}, net.sender.tries())
    assert isinstance(raised.value.error, ProtocolError)


@pytest.mark.parametrize("name", REFUSED)
def test_in_an_error_it_costs_the_text_and_nothing_else(name: str) -> None:
    body, _told = REFUSED[name]
    with pytest.raises(ProtocolError) as raised:
        wired(reply(body, 301)).client.get("/a")
    assert raised.value.failure()["status"] == 301


TAKEN = {
    "empty": b"{}",
    "spaces": b' \n{"a": 1}\r\n',
    "with a mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a": "\U0001f600"}'.encode("utf-16"),
    "a whole character": b'{"a": "\\ud83d\\ude00"}',
    "a text that looks like half a character": b'{"a": "\\\\ud83d"}',
    "a large number": b'{"a": ' + b"9" * MOST_DIGITS + b"}",
    "a large fraction": b'{"a": 1.7e308}',
    "a small fraction": b'{"a": 1e-999}',
    "one name in two objects": b'{"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]}',
    "as deep as it may": nested(DEEPEST),
    "lists as deep as they may": nested(DEEPEST, "[", "]"),
    "brackets in a text": json.dumps({"a": "[{" * 1000}).encode(),
    "structure in texts": json.dumps({'"[{:' * 70: ["\\", '":{[' * 70, '\\"[' * 70, "", ":"]}).encode(),
    "structure in UTF-16": json.dumps({"\u5b5b\u7b7b": "\u2222\u3a3a" * 70}, ensure_ascii=False).encode("utf-16"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_survives_what_comes_later(name: str) -> None:
    content = read(TAKEN[name])
    assert same(content, copy.deepcopy(content))
    assert pickle.loads(pickle.dumps(content)) == content
    assert json.loads(json.dumps(content, allow_nan=False, ensure_ascii=False).encode()) == content
    assert Redactor(["s3cret"]).data([content, "s3cret"])[0] == content
    str(content).encode()


texts = st.text(st.characters(codec="utf-8"))
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(st.dictionaries(texts, values), st.booleans())
def test_every_object_of_json_is_read_as_it_is(content: dict[str, Any], as_ascii: bool) -> None:
    assert read(json.dumps(content, ensure_ascii=as_ascii).encode()) == content


@given(st.binary())
def test_no_body_makes_it_fail_otherwise(body: bytes) -> None:
    for each in (body, b'{"a": "' + body + b'"}'):
        with suppress(NotExpected):
            assert isinstance(read(each), dict)
