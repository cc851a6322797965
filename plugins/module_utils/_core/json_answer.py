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
_ESCAPED = re.compile(rb"\\.")
_STRUCTURE = b'[]{}:"'
_ALL_ELSE = bytes(set(range(256)).difference(_STRUCTURE))


class NotExpected(ValueError):
    """The body is no such object; the text says why, in a few words."""


def read(body: bytes) -> JsonObject:
    """Parse the body. Raises NotExpected."""
    sizes: list[int] = []

    def counted(found: JsonObject) -> JsonObject:
        sizes.append(len(found))
        return found

    decoder = json.JSONDecoder(object_hook=counted, parse_int=_whole, parse_float=_broken, parse_constant=_no_number)
    try:
        text = body.decode(json.detect_encoding(body))
        content = decoder.decode(text)
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
    structure = _structure(text.encode("utf-8"))
    if structure.count(b":") != sum(sizes):
        raise NotExpected("an object in it has the same name twice")
    _refuse_depth(structure)
    if _HALF.search(text):
        _refuse_half_characters(content)
    return content


def _refuse_half_characters(content: JsonObject) -> None:
    try:
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise NotExpected("a text in it holds half a character") from None


def _structure(body: bytes) -> bytes:
    """Return the brackets and colons of JSON, without those in texts.

    They tell in a tenth of the time what a walk through the parsed body would find.
    """
    shown = _ESCAPED.sub(b"", body).translate(None, _ALL_ELSE)
    outside = shown.replace(b'""', b"").split(b'"')[::2]
    return b"".join(outside)


def _refuse_depth(structure: bytes) -> None:
    brackets = structure.translate(bytes.maketrans(b"{}", b"[]"), b":")
    for _level in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"")
    if brackets:
        raise NotExpected(_too_deep())


def _too_deep() -> str:
    return f"it is nested deeper than {DEEPEST} levels"


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
