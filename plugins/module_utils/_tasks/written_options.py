# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Keep a task's options as the user wrote them: safe for Ansible's parsing, and separate from Ansible's additions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, NamedTuple

from ansible.module_utils.common.validation import check_type_dict
from ansible.module_utils.errors import (
    AnsibleFallbackNotFound,
    NoLogError,
    SubParameterTypeError,
    UnsupportedError,
)

from .._core.validation import MOST_LEVELS, Problem, is_deep, shown

_DANGEROUS_NUMBER = re.compile(r"\s*[-+]?(inf(inity)?|.*e\s*[-+]?[0-9]{4,})\s*", re.IGNORECASE | re.DOTALL)
"""A text that Python takes for a number which no integer holds, or only one that fills the memory."""


@dataclass(frozen=True)
class WrongKind(Problem):
    """A value that breaks Ansible's parsing. The error has Ansible's form for an option, and ours for a suboption."""

    value: Any

    def __str__(self) -> str:
        if not self.option.isidentifier():
            return super().__str__()
        return f"argument '{self.option}' is of type {type(self.value).__name__}: {self.reason}"


class Written(NamedTuple):
    """``options`` without the values that ``problems`` is about."""

    options: dict[str, Any]
    problems: tuple[Problem, ...]


SECRET = "secret"
"""An empty one is an error, because events would go out unsigned."""


def parseable(spec: Mapping[str, Any], raw: Mapping[str, Any]) -> Written:
    """Return the options that Ansible can parse, and a problem for each value that had to be left out."""
    problems: list[Problem] = []
    said = {name: value for name, value in raw.items() if name == SECRET or not _is_left_open(spec.get(name), value)}
    return Written(_Cleaner(problems).options(spec, said, ""), tuple(problems))


def _is_left_open(rule: Any, value: Any) -> bool:
    """Return whether null or an empty text leaves the option to the environment or a default, as a survey does."""
    is_empty = value is None or (isinstance(value, str) and not value)
    return is_empty and isinstance(rule, Mapping) and not {"default", "fallback"}.isdisjoint(rule)


class _Cleaner:
    """Walks through options and suboptions; removes each value that cannot be parsed, and notes a problem."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def options(self, spec: Mapping[str, Any], raw: Mapping[str, Any], prefix: str) -> dict[str, Any]:
        found = {name: value for name, value in raw.items() if not self._is_too_deep(f"{prefix}{name}", value)}
        for option, rule in spec.items():
            spellings = [name for name in (option, *rule.get("aliases", ())) if name in found]
            for name in spellings:
                found[name] = self._value(rule, found[name], f"{prefix}{name}")
                if found[name] is _NOTHING:
                    del found[name]
            if not spellings and "fallback" in rule and option not in raw:
                self._check_fallback(option, rule, found)
        return found

    def _check_fallback(self, option: str, rule: Mapping[str, Any], found: dict[str, Any]) -> None:
        """Check the environment's value, which Ansible fills in and parses; remove one that breaks its parsing."""
        function, *arguments = rule["fallback"]
        try:
            value = function(*arguments[0]) if arguments else function()
        except AnsibleFallbackNotFound:
            return
        if self._value(rule, value, option) is _NOTHING:
            found[option] = rule.get("default")

    def _value(self, rule: Mapping[str, Any], value: Any, path: str) -> Any:
        kind = rule.get("type", "str")
        if kind in ("int", "float") and _is_dangerous(kind, value):
            return self._refused(path, value, f"{shown(value)} is no {'whole ' if kind == 'int' else ''}number.")
        if kind in ("str", "path") and isinstance(value, (Mapping, list, tuple)):
            return self._refused(path, value, f"{shown(value)} is no text.")
        if value is None or (kind != "dict" and "options" not in rule):
            return self._texts(rule, value, path)
        if kind == "dict":
            return self._mapping(rule, value, path)
        if isinstance(value, (list, tuple)):
            return self._items(rule, value, path)
        return self._mapping(rule, value, path) if isinstance(value, Mapping) else value

    def _texts(self, rule: Mapping[str, Any], value: Any, path: str) -> Any:
        """Check a list of texts. Ansible would convert all items, and split a text at commas, blanks included."""
        if rule.get("type") == "list" and rule.get("elements") == "str" and isinstance(value, str):
            return ",".join(item.strip() for item in value.split(","))
        if rule.get("elements") != "str" or not isinstance(value, (list, tuple)):
            return value
        for index, item in enumerate(value):
            if isinstance(item, (Mapping, list, tuple)):
                self._refused(f"{path}[{index}]", item, f"{shown(item)} is no text.")
        return [item for item in value if not isinstance(item, (Mapping, list, tuple))]

    def _items(self, rule: Mapping[str, Any], value: Any, path: str) -> Any:
        """Check items. A refused item is replaced with an empty one, so that the others keep their numbers."""
        items = [self._mapping(rule, item, f"{path}[{index}]") for index, item in enumerate(value)]
        if _NOTHING in items and any(part.get("required") for part in rule["options"].values()):
            return _NOTHING
        return [{} if item is _NOTHING else item for item in items]

    def _mapping(self, rule: Mapping[str, Any], value: Any, path: str) -> Any:
        """Check suboptions, which can also be written as a text, ``key=value`` or JSON."""
        found = value
        if isinstance(value, str):
            try:
                found = check_type_dict(value)
            except (TypeError, ValueError, RecursionError, MemoryError):
                found = None
        if not isinstance(found, Mapping):
            return self._refused(path, value, f"{shown(value)} is no dict.{_way_out(rule)}")
        if found is not value and self._is_too_deep(path, found):
            return _NOTHING
        return self.options(rule["options"], found, f"{path}.") if "options" in rule else found

    def _is_too_deep(self, path: str, value: Any) -> bool:
        if not is_deep(value):
            return False
        nothing_in_it: Any = {} if isinstance(value, Mapping) else []  # nobody could walk through the rest
        self._refused(path, nothing_in_it, f"it is nested deeper than {MOST_LEVELS} levels, which no API takes.")
        return True

    def _refused(self, path: str, value: Any, reason: str) -> Any:
        self._problems.append(WrongKind(path, reason, value))
        return _NOTHING


_NOTHING = object()


def _way_out(rule: Mapping[str, Any]) -> str:
    return f" Its suboptions are {', '.join(rule['options'])}." if rule.get("options") else " Write names and values."


def _is_dangerous(kind: str, value: Any) -> bool:
    """Return whether converting it to a number raises an error that Ansible does not expect, or never ends."""
    if isinstance(value, bool):
        return False
    if kind == "float":
        return isinstance(value, int) and value.bit_length() > 1000
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, str) and bool(_DANGEROUS_NUMBER.fullmatch(value))


def given(spec: Mapping[str, Any], raw: Mapping[str, Any], parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that the user wrote, with their parsed values.

    Ansible fills in null for an omitted option; to us an explicit null is a value, and an omitted option keeps the
    setting. A value that Ansible silently converts to a number (true), or to an integer (1.5), stays as it was written,
    so that it can be refused. A value that Ansible could not parse to suboptions is refused already, and nothing in it
    is read.
    """
    found: dict[str, Any] = {}
    for option, rule in spec.items():
        for spelling in (option, *rule.get("aliases", ())):
            if spelling in raw and not _is_refused(rule, parsed.get(option)):
                found[option] = _given_value(rule, raw[spelling], parsed.get(option))
    return found


def _is_refused(rule: Mapping[str, Any], parsed: Any) -> bool:
    if not rule.get("options") or parsed is None:
        return False
    items = parsed if rule["type"] == "list" else [parsed]
    return not isinstance(items, list) or not all(isinstance(item, dict) for item in items)


def _given_value(rule: Mapping[str, Any], raw: Any, parsed: Any) -> Any:
    if rule.get("type") in ("int", "float") and isinstance(raw, bool):
        return raw
    if rule.get("type") == "int" and isinstance(raw, float):
        return raw
    options = rule.get("options")
    if options and isinstance(parsed, dict):
        return given(options, _as_mapping(raw), parsed)
    if options and isinstance(parsed, list) and isinstance(raw, list):
        return [given(options, _as_mapping(one), other) for one, other in zip(raw, parsed)]
    return parsed


def _as_mapping(raw: Any) -> Mapping[str, Any]:
    """Read suboptions, which can also be a string, ``key=value`` or JSON; any other string has no suboptions."""
    if isinstance(raw, str):
        try:
            parsed: Mapping[str, Any] = check_type_dict(raw)
        except TypeError:  # Ansible has refused it
            return {}
        return parsed
    return raw if isinstance(raw, Mapping) else {}


def error_messages(errors: Iterable[Exception]) -> tuple[str, ...]:
    """Return Ansible's own errors, each once.

    It reports a wrong type of suboptions three times, and only the ArgumentTypeError names option and value. For an
    unknown option it gives only the name and the known ones.
    """
    told = [error for error in errors if not isinstance(error, (NoLogError, SubParameterTypeError))] or errors
    return tuple(f"unknown option {error}" if isinstance(error, UnsupportedError) else str(error) for error in told)
