# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Derive options, their checks and spelling from a table of an API's fields. Pure.

One line of a table is one field of the API, so a module cannot document one thing and check or send another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping, Sequence

from . import validation
from .json_values import JsonObject, canonical, same
from .validation import Problem, shown

HIGHEST = 2**31 - 1
ADDRESS = "selfUri"
"""Every reference in a response has it, in lists too; no write can set it (SDK ``addressable_entity_ref.py``)."""


@dataclass(frozen=True)
class Field:
    """One field. ``name`` is the option, ``api`` its key in the API; ``parts``: the fields of a dict or a list's items.

    Each line of ``description`` is a paragraph.

    ``least`` and ``most`` bound a number, ``most_items`` a list. ``pattern`` must match the whole text. The order of an
    ``unordered`` list has no meaning. ``required`` holds only for the parts of a list's items, because every other
    field that is left out keeps its value. ``needs`` is the key without which the API refuses the section; a section
    that is off and lacks the key changes nothing.

    ``refers_to``: the field holds the id of an object of that kind, such as ``knowledge_base``, and an option for its
    name stands beside it. ``within``: the section, beside one around the field, with the object that owns that one.
    """

    name: str
    type: str
    description: str
    api: str = ""
    elements: str = ""
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    least: int | None = None
    most: int | None = None
    most_items: int | None = None
    pattern: str = ""
    looks_like: str = ""
    unordered: bool = False
    required: bool = False
    needs: str = ""
    refers_to: str = ""
    within: str = ""

    @property
    def key(self) -> str:
        return self.api or camel_case(self.name)

    @property
    def is_reference(self) -> bool:
        """Return whether it is a section with an id only."""
        return self.type == "dict" and len(self.parts) == 1 and bool(self.parts[0].refers_to)

    @property
    def name_option(self) -> str:
        """Return the option for the name of the object that it refers to."""
        return validation.name_beside(self.name) or ""


def flag(name: str, description: str, required: bool = False) -> Field:
    """A switch, on or off."""
    return Field(name, "bool", description, required=required)


def text(name: str, description: str, *choices: str, api: str = "", required: bool = False) -> Field:
    return Field(name, "str", description, api=api, choices=choices, required=required)


def reference(name: str, description: str, refers_to: str, within: str = "", required: bool = False) -> Field:
    """The id of another object. A ``required`` one can also be given by name."""
    return Field(name, "str", description, required=required, refers_to=refers_to, within=within)


def colour(name: str, description: str) -> Field:
    return Field(name, "str", description, pattern=r"#[0-9A-Fa-f]{6}", looks_like="#RRGGBB")


def address(name: str, description: str) -> Field:
    """The URL of something that a browser fetches."""
    return Field(name, "str", description, pattern=r"https://\S+", looks_like="https://host.example/path")


def number(
    name: str,
    description: str,
    least: int | None = None,
    most: int | None = None,
    api: str = "",
    required: bool = False,
) -> Field:
    return Field(name, "int", description, api=api, least=least, most=most, required=required)


def texts(name: str, description: str, *choices: str, most_items: int | None = None) -> Field:
    """A list of texts whose order has no meaning."""
    return Field(name, "list", description, elements="str", choices=choices, most_items=most_items, unordered=True)


def section(name: str, description: str, *parts: Field, needs: str = "") -> Field:
    return Field(name, "dict", description, parts=parts, needs=needs)


def items(
    name: str,
    description: str,
    *parts: Field,
    most_items: int | None = None,
    unordered: bool = False,
    required: bool = False,
) -> Field:
    """A list of objects, which is replaced as a whole."""
    return Field(
        name,
        "list",
        description,
        elements="dict",
        parts=parts,
        most_items=most_items,
        unordered=unordered,
        required=required,
    )


def camel_case(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def argument_spec(fields: Sequence[Field]) -> dict[str, Any]:
    """Return the options as Ansible takes them, without defaults, because an option that is left out keeps the value.

    They have no choices either: Ansible would refuse null, which unsets. ``problems`` checks the choices.
    """
    spec = {}
    for field in fields:
        rule: dict[str, Any] = {"type": field.type}
        if field.elements:
            rule["elements"] = field.elements
        if field.required and not field.refers_to:
            rule["required"] = True
        if field.parts:
            rule["options"] = argument_spec(field.parts)
        if re.search("secret|token|passw|key", field.name):
            rule["no_log"] = False
        spec[field.name] = rule
        if field.refers_to:
            spec[field.name_option] = {"type": "str"}
    return spec


def to_api(fields: Sequence[Field], given: Mapping[str, Any]) -> JsonObject:
    """Return only the given fields, as the API spells them. An explicit null stays, except in the items of a list."""
    return {field.key: _value_to_api(field, given[field.name]) for field in fields if field.name in given}


def _value_to_api(field: Field, value: Any) -> Any:
    if not field.parts:
        return value
    if field.type == "dict":
        return to_api(field.parts, value) if isinstance(value, Mapping) else value
    if not isinstance(value, (list, tuple)):
        return value
    return [without_nulls(to_api(field.parts, item)) if isinstance(item, Mapping) else item for item in value]


def from_api(fields: Sequence[Field], content: Any) -> JsonObject:
    """Return the known fields that are present, under the names of their options."""
    content = content if isinstance(content, Mapping) else {}
    return {field.name: _value_from_api(field, content[field.key]) for field in fields if field.key in content}


def _value_from_api(field: Field, value: Any) -> Any:
    if field.parts and isinstance(value, Mapping):
        return from_api(field.parts, value)
    if field.parts and isinstance(value, list):
        return [from_api(field.parts, item) if isinstance(item, Mapping) else item for item in value]
    return value


def unknown(fields: Sequence[Field], content: Mapping[str, Any]) -> JsonObject:
    """Return the values without a field, as the API spells them. A list with an unknown part comes whole."""
    known = {field.key: field for field in fields}
    found: JsonObject = {}
    for key, value in content.items():
        field = known.get(key)
        if field is None:
            if key != ADDRESS:
                found[key] = value
        elif field.parts and isinstance(value, Mapping):
            inner = unknown(field.parts, value)
            if inner:
                found[key] = inner
        elif field.parts and isinstance(value, list) and any(_is_unknown(field, item) for item in value):
            found[key] = value
    return found


def _is_unknown(field: Field, item: Any) -> bool:
    return not isinstance(item, Mapping) or bool(unknown(field.parts, item))


def without_nulls(value: Any) -> Any:
    """Remove nulls. Null and absent are the same to the API; a whole object is sent without nulls."""
    if isinstance(value, Mapping):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, (list, tuple)) else value


def sendable(fields: Sequence[Field], content: Mapping[str, Any]) -> JsonObject:
    """Return a whole object as it is sent.

    It has no nulls, no switched-off sections that the API refuses, and no references without an id.
    """
    known = {field.key: field for field in fields}
    kept = without_nulls(content)
    found = {key: _sendable_value(known.get(key), value) for key, value in kept.items()}
    return {key: value for key, value in found.items() if not _says_nothing(known.get(key), value)}


def _sendable_value(field: Field | None, value: Any) -> Any:
    is_section = field is not None and field.type == "dict" and isinstance(value, Mapping)
    return sendable(field.parts, value) if field is not None and is_section else value


def unsendable(fields: Sequence[Field], content: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each section that is on but lacks the key that the API needs."""
    found = []
    for field in fields:
        value = content.get(field.key)
        if field.needs and isinstance(value, Mapping) and value.get("enabled") is True and not value.get(field.needs):
            needed = next(part.name for part in field.parts if part.key == field.needs)
            found.append(Problem(f"{field.name}.{needed}", "is missing: the API takes the section only with it."))
    return found


def _says_nothing(field: Field | None, value: Any) -> bool:
    if field is None or not isinstance(value, Mapping):
        return False
    if field.is_reference:
        return value.get(field.parts[0].key) is None
    if not field.needs:
        return False
    return not value.get(field.needs) and value.get("enabled") is not True


def settled(fields: Sequence[Field], content: Any) -> Any:
    """Return one form for all values with the same meaning.

    It has no nulls, no addresses and no sections that change nothing; lists are sorted if their order has no meaning.
    """
    if not isinstance(content, Mapping):
        return content
    known = {field.key: field for field in fields}
    kept = {key: value for key, value in content.items() if value is not None and key != ADDRESS}
    return {
        key: _settled_value(known.get(key), value)
        for key, value in kept.items()
        if not _says_nothing(known.get(key), value)
    }


def _settled_value(field: Field | None, value: Any) -> Any:
    if field is None:
        return without_nulls(value)
    if isinstance(value, Mapping):
        return settled(field.parts, value)
    if not isinstance(value, (list, tuple)):
        return value
    found = [settled(field.parts, item) for item in value]
    return sorted(found, key=canonical) if field.unordered else found


def aligned(fields: Sequence[Field], wanted: Mapping[str, Any], there: Any) -> JsonObject:
    """Return ``wanted``, with each list spelled as in ``there`` if both mean the same.

    A section is left out if it changes nothing and ``there`` has no such section in effect either.
    """
    there = there if isinstance(there, Mapping) else {}
    known = {field.key: field for field in fields}
    return {
        key: _aligned_value(known.get(key), value, there.get(key))
        for key, value in wanted.items()
        if not _goes_on_saying_nothing(known.get(key), value, there.get(key))
    }


def _goes_on_saying_nothing(field: Field | None, wanted: Any, there: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return False
    was = there if isinstance(there, Mapping) else {}
    return _says_nothing(field, was) and _says_nothing(field, without_nulls({**was, **wanted}))


def _aligned_value(field: Field | None, wanted: Any, there: Any) -> Any:
    if isinstance(wanted, Mapping):
        return aligned(field.parts if field else (), wanted, there)
    if not isinstance(wanted, list) or not isinstance(there, list):
        return wanted
    is_same = same(_settled_value(field, wanted), _settled_value(field, there))
    return there if is_same else wanted


def problems(
    fields: Sequence[Field],
    given: Mapping[str, Any],
    prefix: str = "",
    spelled: Callable[[Field], str] = lambda field: field.name,
) -> list[Problem]:
    """Validate the values beyond Ansible's own parsing. Null unsets, and is valid everywhere.

    ``spelled``: the name of a field in ``given``, as the options or as the API have it.
    """
    found: list[Problem] = []
    for field in fields:
        value = given.get(spelled(field))
        if value is None:
            continue
        option = f"{prefix}{spelled(field)}"
        if field.type == "dict" and isinstance(value, Mapping):
            found += problems(field.parts, value, f"{option}.", spelled)
        elif field.type == "list" and isinstance(value, (list, tuple)):
            found += _list_problems(field, value, option, spelled)
        elif field.refers_to:
            found += validation.reference(option, value)
        elif field.type == "int":
            low = -HIGHEST if field.least is None else field.least
            found += validation.whole_number(option, value, low, HIGHEST if field.most is None else field.most)
        elif field.choices:
            found += validation.one_of(option, value, field.choices)
        elif field.pattern and not re.fullmatch(field.pattern, str(value)):
            found.append(Problem(option, f"{shown(value)} does not look like {field.looks_like}."))
    return found


def _list_problems(field: Field, value: Sequence[Any], option: str, spelled: Callable[[Field], str]) -> list[Problem]:
    found: list[Problem] = []
    if field.most_items is not None and len(value) > field.most_items:
        found.append(Problem(option, f"has {len(value)} items; the API takes {field.most_items} at most."))
    for index, item in enumerate(value):
        if field.parts and isinstance(item, Mapping):
            found += problems(field.parts, item, f"{option}[{index}].", spelled)
        elif field.choices:
            found += validation.one_of(f"{option}[{index}]", item, field.choices)
    if field.unordered and not field.parts:
        repeated = [item for item in dict.fromkeys(map(str, value)) if list(map(str, value)).count(item) > 1]
        found += [Problem(option, f"{shown(item)} stands in the list more than once.") for item in repeated]
    return found


def paths(fields: Iterable[Field], prefix: str = "") -> dict[str, Field]:
    """Return every field by its path in the API's spelling; ``[]`` follows a list that has parts."""
    found: dict[str, Field] = {}
    for field in fields:
        path = f"{prefix}{field.key}"
        found[path] = field
        found.update(paths(field.parts, f"{path}{'[]' if field.type == 'list' else ''}."))
    return found
