# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of JSON that are garbled by chance: members gone, of another type, huge, deep, or twice; bytes that are none.

The same seed garbles the same answer in the same way.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from .exchange import Reply

MOST_PLACES = 3
_RAW = "\x00raw "
"""Begins a text that is written as it stands, without quotes."""
_TWICE = "\x00twice "
"""Begins a name that is written without this, so that it is there a second time."""
_EVIL = ("\x1b[2J", "\x00", "\r\n::error::", "\u202e", "\x9b31m", "\u2028", "{{ 7 * 7 }}", "{% raw %}")
_NAMES = ("__class__", "", "a.b", "\x1b", "no such", "x" * 5000)
_DEEP = 3000
_HUGE = 200_000

Place = tuple[Any, Any]
"""An object or a list, and a key or an index in it."""
Change = Callable[[random.Random, Any, Any], None]


def garbled(reply: Reply, how: str, seed: int) -> Reply:
    """The answer, garbled in the way of that name; one without JSON stays as it is."""
    chance = random.Random(f"{how}:{seed}")
    if how in BYTES:
        return replace(reply, body=BYTES[how](chance, reply.body)) if reply.body else reply
    try:
        value = {"": json.loads(reply.body)}
    except ValueError:
        return reply
    for _time in range(chance.randint(1, MOST_PLACES)):
        places = list(_places(value))
        if not places:
            break
        WAYS[how](chance, *chance.choice(places))
    return replace(reply, body=_encoded(value.get(""), chance.choice([True, False])))


def _places(value: Any) -> Iterator[Place]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _encoded(value: Any, ascii_only: bool) -> bytes:
    text = json.dumps(value, ensure_ascii=ascii_only)
    text = re.sub(r'"\\u0000raw ([^"]*)"', lambda found: found[1], text)
    return text.replace(r'"\u0000twice ', '"').encode("utf-8", "surrogatepass")


def _drop(_chance: random.Random, parent: Any, key: Any) -> None:
    del parent[key]


def _retype(chance: random.Random, parent: Any, key: Any) -> None:
    others: list[Any] = [
        None,
        True,
        False,
        0,
        -1,
        1.5,
        "",
        "text",
        [],
        [None],
        {},
        {"id": None},
        [[]],
        "null",
        "0",
        "1970-01-01",
    ]
    parent[key] = chance.choice([each for each in others if type(each) is not type(parent[key])])


def _huge(chance: random.Random, parent: Any, key: Any) -> None:
    digits = chance.choice(["9" * 400, "1e400", "-1e400", "1e-400", "-0", "9007199254740993", "9" * 5000])
    text = chance.choice(["x", "<title>", "\\'", "%41", "{", " "]) * (_HUGE // 4)
    parent[key] = chance.choice([text, f"{_RAW}{digits}", [None] * 3000])


def _deep(chance: random.Random, parent: Any, key: Any) -> None:
    levels = chance.choice([90, 300, _DEEP, 30 * _DEEP])
    parent[key] = f"{_RAW}{'[' * levels}{']' * levels}"


def _controls(chance: random.Random, parent: Any, key: Any) -> None:
    evil = chance.choice(
        ["\x1b[2J", "\x00", "\r\n::error::", "\u202e", "\x9b31m", "\u2028", "{{ 7 * 7 }}", "{% raw %}"]
    )
    kept = parent[key] if isinstance(parent[key], str) else ""
    parent[key] = f"{kept[:8]}{evil}{kept[8:]}"


def _surrogates(chance: random.Random, parent: Any, key: Any) -> None:
    parent[key] = chance.choice(["\ud800", "x\udfff", "\ud83d\ude00", "\ud83d x"])


def _twice(chance: random.Random, parent: Any, key: Any) -> None:
    if isinstance(parent, dict) and key:
        parent[f"{_TWICE}{key}"] = chance.choice([None, "other", 7, parent[key]])


def _more(chance: random.Random, parent: Any, key: Any) -> None:
    """Members that nobody knows, or the same row once more."""
    if isinstance(parent, list):
        parent.append(chance.choice([parent[key], None, {}, "row", 0]))
    elif isinstance(parent[key], dict):
        parent[key][chance.choice(_NAMES)] = chance.choice([1, {}, None])


def _swap(chance: random.Random, parent: Any, key: Any) -> None:
    """Another member's value."""
    keys = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
    other = chance.choice(keys)
    parent[key], parent[other] = parent[other], parent[key]


WAYS: dict[str, Change] = {
    "drop": _drop,
    "retype": _retype,
    "huge": _huge,
    "deep": _deep,
    "controls": _controls,
    "surrogates": _surrogates,
    "twice": _twice,
    "more": _more,
    "swap": _swap,
}
BYTES: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "cut short": lambda chance, body: body[: chance.randrange(len(body))],
    "not UTF-8": lambda chance, body: body.replace(b'"', b'"\xff\xc0', chance.randint(1, 3)),
    "a mark first": lambda chance, body: b"\xef\xbb\xbf" + body,
    "more behind": lambda chance, body: body + chance.choice([b"\0", b"{}", b" x", body]),
    "no numbers": lambda chance, body: re.sub(rb"[0-9]+(?=[,}\]])", chance.choice([b"NaN", b"Infinity"]), body),
    "UTF-16": lambda chance, body: body.decode(errors="replace").encode("utf-16"),
    "in a list": lambda chance, body: b"[" + body + b"]",
    "one bit": lambda chance, body: _with_one_bit(body, chance.randrange(8 * len(body))),
}
HOWS = (*WAYS, *BYTES)


def _with_one_bit(body: bytes, place: int) -> bytes:
    changed = bytearray(body)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)
