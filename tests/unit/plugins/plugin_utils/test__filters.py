# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a filter is given, it answers with data or with one error that says what it takes."""

from __future__ import annotations

import importlib
import inspect
import itertools
import math
from typing import Any, Callable

import pytest
from ansible.errors import AnsibleFilterError

FILTERS = ["deployment_variables", "differences", "report", "role_variables", "table"]


def nested(container: Callable[[Any], Any], levels: int = 3000) -> Any:
    value: Any = None
    for _level in range(levels):
        value = container(value)
    return value


ODD: dict[str, Any] = {
    "null": None,
    "a number": 5,
    "no number": math.nan,
    "too many digits": 10**5000,
    "a text": "channels",
    "half a character": "\ud800",
    "a list of nothing": [None],
    "a list of numbers": [1],
    "a list of empty ones": [{}],
    "rows without names": [{"id": None, "name": None}],
    "rows with the wrong parts": [{"id": 5, "name": 5, "configuration": 5, "audit": [5], "results": 5}],
    "deep lists": nested(lambda inner: [inner]),
    "deep mappings": nested(lambda inner: {"channels": inner}),
}


def filter_of(name: str) -> Callable[..., Any]:
    module = importlib.import_module(f"ansible_collections.genesys.cloud.plugins.filter.webmessaging_{name}")
    found: Callable[..., Any] = module.FilterModule().filters()[f"webmessaging_{name}"]
    return found


@pytest.mark.parametrize("name", FILTERS)
def test_an_input_of_another_shape_is_one_error_that_says_what_the_filter_takes(name: str) -> None:
    function = filter_of(name)
    needed = [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]
    refusals = []
    for values in itertools.product(ODD, repeat=len(needed)):
        try:
            function(*(ODD[value] for value in values))
        except AnsibleFilterError as error:
            refusals.append(str(error))
    start = f"webmessaging_{name}: the input has the wrong form. The filter takes "
    assert refusals
    assert [text for text in refusals if not text.startswith(start) or len(text) > 600] == []


@pytest.mark.parametrize("name", FILTERS)
def test_what_a_filter_takes_is_named_as_its_documentation_has_it(name: str) -> None:
    function = filter_of(name)
    needed = [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]
    with pytest.raises(AnsibleFilterError, match=r"webmessaging_\w+_info|registered result"):
        function(*(5 for _each in needed))
