# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON as the simulator reads, writes, merges and compares it."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn, TypeAlias

JsonObject: TypeAlias = dict[str, Any]


class NotJson(ValueError):
    """The bytes are not one strict JSON value; the text says why."""


def parse_json(raw: bytes) -> Any:
    """The JSON value in UTF-8 bytes, strictly: no NaN, no duplicate keys, no overflow, no lone surrogates."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            object_pairs_hook=_distinct_keys,
        )
        encode_json(value)  # finds lone surrogates, which JSON can spell and UTF-8 cannot
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except ValueError as error:
        raise NotJson(str(error)) from None
    return value


def encode_json(value: Any) -> bytes:
    """The value as compact UTF-8 JSON. Integers of any size and key order survive."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def deep_merge(base: JsonObject, changes: JsonObject) -> JsonObject:
    """A new object: objects merge deeply, everything else (lists and null too) is replaced.

    Neither argument is changed, but the result shares parts with both: values are never changed in place here.
    """
    merged = dict(base)
    for key, change in changes.items():
        current = merged.get(key)
        both_objects = isinstance(current, dict) and isinstance(change, dict)
        merged[key] = deep_merge(merged[key], change) if both_objects else change
    return merged


def identical(left: Any, right: Any) -> bool:
    """Whether two values are the same JSON. Python holds 1, 1.0 and True for equal; JSON does not."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def is_integer(value: Any) -> bool:
    """Whether the value is a JSON integer (true and 1.0 are not)."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether the value is a JSON number (true is not)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ValueError(f"{literal} is out of range")
    return number


def _distinct_keys(pairs: list[tuple[str, Any]]) -> JsonObject:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("an object holds one key twice")
    return result
