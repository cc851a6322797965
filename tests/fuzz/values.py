# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random values for options: some that fit the option's type, some that fit none."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.faults.jobs import BARE, DRAFTED, FLOW, PRIMARY

Spec = Mapping[str, Any]

MOST_DEPTH = 3
_LONG = 10_000
_NOWHERE = "127.0.0.1:9"
"""Nothing listens there, so no case reaches another host."""

TEXTS = (
    *("", " ", "x", "*", "..", "a/b", "a%2Fb", "a?b#c", "null", "true", "0", "-1", "1e5", "0x10", "[]", "{}", "~"),
    *("\x00", "\x1b[2J", "a\nb", "\r\n", "\u202eevil", "\ufeff", "\u2028", "\ud800", "Ünï-çødé チャネル", "\U0001f9a6"),
    *("{{ 7 * 7 }}", "{% raw %}", "'; --", '"', "\\", "${HOME}", "%s%n", "<b>", "id,name", "a: b", "- x"),
    *("x" * _LONG, "\\'" * _LONG, "'\"" * _LONG, "://" * _LONG, "e1" * _LONG, "%41" * _LONG, " " * _LONG, "é" * 300),
    *("[" * 500, "2026-02-30", "#12345g", "rich-media", "en-us", "Active", "latest"),
)
NUMBERS = (
    *(0, 1, -1, 2, 3, 20, 60, 2000, 2001, 2**31, 2**63, -(2**63), 10**25, 10**400),
    *(0.0, -0.0, 0.5, 1.5, 500.0, 1e-9, 1e9, 1e308, float("inf"), float("-inf"), float("nan")),
)
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"id": None},
    [{}],
    {"a": {"b": {"c": [1, 2, {"d": None}]}}},
)
KNOWN = (PRIMARY, BARE, DRAFTED, FLOW, "Web Messaging 0001", "New", "EU", "no such name")
ADDRESSES = (
    *(f"http://{_NOWHERE}", f"https://{_NOWHERE}/x", f"http://user:pass@{_NOWHERE}", f"ws://{_NOWHERE}/v1", _NOWHERE),
    *("http://", "https://[::1", "http://127.0.0.1:99999", "http://127.0.0.1:0", "file:///etc/passwd", "ftp://[::1]:9"),
    *(
        "http:/127.0.0.1",
        "//127.0.0.1:9",
        f"http://{_NOWHERE}/?a=b#c",
        f"http://{_NOWHERE}/../x",
        "javascript:1",
        "mars-1",
    ),
)
_ADDRESS_OPTIONS = frozenset(
    ["region", "api_url", "base_path", "login_url", "guest_url", "messaging_url", "proxy", "url", "callback_url"]
)
"""None of these takes a random text, which could be the name of a host."""


class Values:
    """Draws values. ``folder``: for options that are paths; what cases write stays in it.

    ``wild``: how many values of 1 do not even fit their option's type.
    """

    def __init__(self, chance: random.Random, folder: Path, wild: float = 0.5) -> None:
        self._chance = chance
        self._wild = wild
        self.drawn = 0
        """How many options got a value."""
        self._paths = (
            *(str(folder / name) for name in ("audit.jsonl", "token", "no/such/folder/x", "\u202ex", "x" * 300)),
            *(str(folder), "/dev/full", "/dev/null/x", "/proc/self/nothing", f"{folder}/a\x00b", ""),
        )

    def of(self, name: str, option: Spec, depth: int = 0) -> Any:
        """A value for the option of that name."""
        self.drawn += 1
        if name in _ADDRESS_OPTIONS:
            return self._chance.choice([*ADDRESSES, "", None, 5, [], {}])
        if option.get("type") == "path":
            return self._chance.choice([*self._paths, None])
        return self.any(depth) if self._chance.random() < self._wild else self._fitting(option, depth)

    def any(self, depth: int = 0) -> Any:
        """A value of any type."""
        kind = self._chance.choice(["text", "text", "number", "other", "other", "list", "mapping"])
        if kind == "list" and depth < MOST_DEPTH:
            return [self.any(depth + 1) for _each in range(self._chance.choice([0, 1, 2, 40]))]
        if kind == "mapping" and depth < MOST_DEPTH:
            return {self.text(): self.any(depth + 1) for _each in range(self._chance.choice([0, 1, 2, 20]))}
        return self.text() if kind == "text" else self._chance.choice(NUMBERS if kind == "number" else OTHERS)

    def text(self) -> str:
        made = "".join(self._chance.choices(string.printable + "äß\u0301\x7f\x85", k=self._chance.randint(0, 12)))
        return str(self._chance.choice([*TEXTS, made, made, *KNOWN]))

    def options(self, spec: Mapping[str, Spec], depth: int = 0) -> dict[str, Any]:
        """Values for some options of a spec, and sometimes one that it does not have."""
        names = self._chance.sample(sorted(spec), min(len(spec), self._chance.choice([1, 1, 2, 3, 6])))
        given = {self._spelling(name, spec[name]): self.of(name, spec[name], depth) for name in names}
        if self._chance.random() < self._wild / 5:
            given[self._chance.choice(["no_such_option", "Id", "client_secret_", "x" * 300])] = self.any(depth)
        return given

    def _spelling(self, name: str, option: Spec) -> str:
        return str(self._chance.choice([name, name, *option.get("aliases", [])]))

    def _fitting(self, option: Spec, depth: int) -> Any:
        if option.get("choices") and option.get("type") != "list":
            return self._chance.choice(option["choices"])
        kind = str(option.get("type") or "str")
        makers: dict[str, Callable[[], Any]] = {
            "str": self.text,
            "int": lambda: self._chance.choice([each for each in NUMBERS if isinstance(each, int)]),
            "float": lambda: self._chance.choice([0.1, 1, 2.5, *NUMBERS]),
            "bool": lambda: self._chance.choice([True, False, "yes", "off", 1, 0, "True"]),
            "dict": lambda: self._mapping(option, depth),
            "list": lambda: self._list(option, depth),
        }
        return makers.get(kind, lambda: self.any(depth))()

    def _mapping(self, option: Spec, depth: int) -> dict[str, Any]:
        if option.get("options"):
            return self.options(option["options"], depth + 1)
        return {self.text(): self.any(depth + 1) for _each in range(self._chance.choice([0, 1, 3]))}

    def _list(self, option: Spec, depth: int) -> list[Any]:
        element = {**option, "type": option.get("elements", "str")}
        found = [self.of("", element, depth + 1) for _each in range(self._chance.choice([0, 1, 1, 2, 30]))]
        return found * self._chance.choice([1, 1, 1, 2])
