# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of Ansible that JSON does not know become those that a module would get."""

from __future__ import annotations

import datetime
import json
from collections import UserString
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._data import plain

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.date(2026, 11, 27), "2026-11-27"),
        (datetime.datetime(2026, 11, 27, 12, 30, tzinfo=datetime.timezone.utc), "2026-11-27T12:30:00+00:00"),
        (datetime.time(8, 0), "08:00:00"),
        ({"b", "a"}, ["a", "b"]),
        (frozenset([2, 1]), [1, 2]),
        (("a", "b"), ["a", "b"]),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (UserString("text"), "text"),
    ],
)
def test_what_json_does_not_know_becomes_what_a_module_would_get(value: Any, expected: Any) -> None:
    assert plain({"option": [value]}) == {"option": [expected]}


@given(JSON)
def test_json_stays_as_it_is(value: Any) -> None:
    assert plain(value) == value == json.loads(json.dumps(plain(value)))
