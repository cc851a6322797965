# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write names in place of ids if the names are known and have one meaning, and say why if they are not. Pure."""

from __future__ import annotations

import copy
from typing import Any, Mapping, Sequence

from ...module_utils._core.fields import Field, camel_case
from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.named_references import Place, places
from ...module_utils._core.validation import shown
from ...module_utils._webdeployments.reference_kinds import KINDS, noun


class UsableNames:
    """The names in results that were read with ``resolve_names``.

    ``ambiguous``, ``unlisted``: ``ambiguous_names`` and ``unlisted_kinds`` of the results; None for ``ambiguous``: the
    results were read without names, so that all ids stay.
    """

    def __init__(self, ambiguous: Sequence[Mapping[str, Any]] | None, unlisted: Sequence[str] = ()) -> None:
        self._is_resolved = ambiguous is not None
        self._several = {(each["kind"], identity): each for each in ambiguous or () for identity in each["ids"]}
        self._unlisted = frozenset(unlisted)
        self._known: dict[tuple[str, str], str] = {}

    def without_names(self, fields: Sequence[Field], value: Any) -> Any:
        """Return a result without the names beside ids, in either spelling, and remember them."""
        found = copy.deepcopy(value)
        for place in list(places(fields, found)):
            if not isinstance(place.id, str):
                continue
            for key in (place.field.name_option, camel_case(place.field.name_option)):
                name = place.mapping.pop(key, None)
                if isinstance(name, str) and name.strip():
                    self._known[place.field.refers_to, place.id] = name
        return found

    def name(self, kind: str, identity: Any) -> str | None:
        """Return the name that can replace an id; None if there is none."""
        is_usable = self._is_resolved and kind not in self._unlisted and (kind, identity) not in self._several
        return self._known.get((kind, identity)) if is_usable else None

    def by_name(self, fields: Sequence[Field], options: JsonObject) -> tuple[JsonObject, list[str]]:
        """Return the options with a name for each id that has a usable one, and a comment on each other id."""
        found = copy.deepcopy(options)
        comments = []
        for place in list(places(fields, found)):
            identity = place.mapping.get(place.field.name)
            if not isinstance(identity, str) or not self._is_resolved:
                continue
            name = self.name(place.field.refers_to, identity)
            if name is not None and _has_owner(place):
                _replace(place.mapping, place.field.name, place.field.name_option, name)
            else:
                comments.append(f"{place.option}: an id, since {self.reason(place.field.refers_to, identity)}")
        return found, comments

    def reason(self, kind: str, identity: str) -> str:
        """Return why an id stays."""
        name = self._known.get((kind, identity))
        if kind in self._unlisted:
            needed = f" ({KINDS[kind].permission})" if KINDS[kind].permission else ""
            also = f"; its name is {shown(name)}" if name else ""
            return f"the client may not list {noun(kind)}s{needed}{also}"
        several = self._several.get((kind, identity))
        if several is not None and len(several["ids"]) > 1:
            return f"{len(several['ids'])} {noun(kind)}s have the name {shown(several['name'])}"
        return f"no {noun(kind)} with this id was found"


def _has_owner(place: Place) -> bool:
    """Return whether the object can be looked up by name: one that another owns needs the owner beside it."""
    return not place.field.within or bool(place.owner.get("id") or place.owner.get("name"))


def _replace(mapping: JsonObject, key: str, other: str, value: Any) -> None:
    """Put another key in the place of a key."""
    replaced = {other if each == key else each: value if each == key else old for each, old in mapping.items()}
    mapping.clear()
    mapping.update(replaced)
