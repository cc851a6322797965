# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Read a response body as one JSON object that every later step survives. Pure.

Python's parser takes more than JSON, and JSON allows more than can be copied, compared, written and shown: NaN, a
number of 10,000 digits, half a character, an object 500 deep. This file refuses everything that would break a later
step.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from .json_values import JsonObject

DEEPEST = 64
"""The deepest nesting of objects and lists. The API's own are 12 deep."""
MOST_DIGITS = 300
"""Digits of one number."""

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class NotExpected(ValueError):
    """The body is no such object; the text says why, in a few words."""


def read(body: bytes) -> JsonObject:
    """Parse the body. Raises NotExpected."""
    try:
        text = body.decode(json.detect_encoding(body))
        content = _DECODER.decode(text)
    except NotExpected:
        raise
    except UnicodeDecodeError:
        raise NotExpected("it is not in the encoding of JSON") from None
    except RecursionError:
        raise NotExpected(_too_deep()) from None
    except ValueError:
        raise NotExpected("it is no JSON") from None
    if not isinstance(content, dict):
        raise NotExpected("it is JSON, but no object")
    _refuse_depth(content)
    if _HALF.search(text):
        _refuse_half_characters(content)
    return content


def _refuse_half_characters(content: JsonObject) -> None:
    try:
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise NotExpected("a text in it holds half a character") from None


def _refuse_depth(content: JsonObject) -> None:
    level: list[Any] = [content]
    for _depth in range(DEEPEST):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise NotExpected(_too_deep())


def _too_deep() -> str:
    return f"it is nested deeper than {DEEPEST} levels"


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotExpected("an object in it has the same name twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise NotExpected(f"a number in it has more than {MOST_DIGITS} digits")
    return int(digits)


def _broken(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotExpected("a number in it is too large")
    return number


def _no_number(name: str) -> Any:
    raise NotExpected(f"it holds {name}, which is no JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_whole, parse_float=_broken, parse_constant=_no_number)
