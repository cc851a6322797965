# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The names of objects that a task refers to: turned into ids before the first write, and shown beside ids.

Each listing is read once for a task and its loop, narrowed to the name where the API can do that.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

from .._core import outcomes
from .._core.errors import GenesysError, NotFound, PermissionDenied, Unresolved, listed
from .._core.fields import Field
from .._core.json_values import JsonObject, at
from .._core.lookup import all_named, nearest
from .._core.named_references import Place, beside_ids, named, places, with_ids
from .._core.validation import Problem, shown
from .._http.client import Client, item_path
from .._webdeployments import permissions
from .._webdeployments.reference_kinds import KINDS, NUMBERED, Kind, meant, noun, queries_of, query_of_any_type

Memory = Dict[Tuple[str, str], List[JsonObject]]
"""The rows of a listing by path and query."""
NARROWED = 2
"""The most names of one kind that are looked up one by one; for more, one listing has them all."""


@dataclass(frozen=True)
class Given:
    """Options with names in them. ``path``: of the entry that they are, with a dot at its end; empty without one."""

    fields: Sequence[Field]
    options: JsonObject
    path: str = ""


@dataclass
class Wanted:
    """An object that options name. ``owner_id``: of the object that owns it, empty without one."""

    kind: str
    owner_id: str
    name: str
    places: list[Place] = field(default_factory=list)

    @property
    def option(self) -> str:
        return listed(list(dict.fromkeys(place.name_option for place in self.places)))


class Names:
    """``memory``: of the tasks of one loop. ``coming``: the id of an object that this run is going to make, by kind and
    name; None if it does not.
    """

    def __init__(self, client: Client, memory: Memory, warnings: list[str]) -> None:
        self._client = client
        self._memory = memory
        self._warnings = warnings
        self._looked_up: dict[tuple[str, str], str] = {}
        self._told: dict[tuple[str, str], str] = {}
        self.coming: Callable[[str, str], str | None] = lambda kind, name: None
        for kind in KINDS.values():
            client.explain_forbidden(kind.path.partition("{")[0], permissions.advice)

    def resolved(self, given: Sequence[Given]) -> list[JsonObject]:
        """Return each of the options with ids in place of the names. Raises Unresolved with all names that fail."""
        found: dict[tuple[str, str, str], str] = {}
        everything = [place for each in given for place in named(each.fields, each.options, each.path)]
        owners = [place for place in everything if not place.field.within]
        problems = self._look_up(owners, found)
        owned = [place for place in everything if place.field.within and _owner_id(place, found)]
        problems += self._look_up(owned, found)
        if problems:
            raise Unresolved([problem for problem, _kind in problems], problems[0][1])

        def id_of(place: Place) -> str:
            return found[place.field.refers_to, _owner_id(place, found), place.name]

        return [with_ids(each.fields, each.options, id_of) for each in given]

    def looked_up(self, kind: str, object_id: str) -> str | None:
        """Return the name of an object that this task has looked up.

        The results of changes show only these names: a read also tells others, but a prediction in check mode has no
        such read of what it predicts.
        """
        return self._looked_up.get((KINDS[kind].path, object_id))

    def known(self, kind: str, object_id: str) -> str | None:
        """Return the name of an object that this task has looked up, or that a response has told."""
        return self.looked_up(kind, object_id) or self._told.get((KINDS[kind].path, object_id))

    def note(self, kind: str, reference: Any) -> None:
        """Remember the name of an object that a response tells beside its id."""
        object_id, name = at(reference, ["id"]), at(reference, ["name"])
        if isinstance(object_id, str) and isinstance(name, str):
            self._told[KINDS[kind].path, object_id] = name

    def beside_diff(self, fields: Sequence[Field], diff: JsonObject) -> JsonObject:
        """Return a diff with the known names beside ids."""
        return {**diff, **{side: beside_ids(fields, diff[side], self.known) for side in ("before", "after")}}

    def require_stored(self, fields: Sequence[Field], body: Mapping[str, Any]) -> None:
        """Raise NotFound for an id in a body that the API would store although no object has it."""
        for place in places(fields, dict(body)):
            kind = KINDS[place.field.refers_to]
            if not kind.is_unchecked or not isinstance(place.id, str) or self.known(place.field.refers_to, place.id):
                continue
            try:
                self._require(kind, place.id)
            except NotFound as error:
                error.advice = f"{place.option}: no {noun(place.field.refers_to)} has the id {place.id}."
                raise
            except PermissionDenied as error:
                told = f"Whether {place.option} {place.id} exists could not be checked. {error.advice}"
                self._warnings.append(told)

    def _require(self, kind: Kind, object_id: str) -> None:
        path = item_path(kind.path, object_id)
        if (path, "") not in self._memory:
            self._memory[path, ""] = [self._client.get(path)]

    def shown(self, fields: Sequence[Field], rows: list[JsonObject]) -> tuple[list[JsonObject], JsonObject]:
        """Return the rows with names beside all ids, and for the result why some names cannot replace ids.

        A listing that may not be read leaves the ids without names, with one warning for all of them.
        """
        used = [place for row in rows for place in places(fields, row) if isinstance(place.id, str)]
        wanted = {(place.field.refers_to, str(place.owner.get("id") or "")) for place in used}
        lacking: dict[str, GenesysError] = {}

        def read(key: tuple[str, str]) -> list[JsonObject]:
            kind, owner_id = key
            try:
                with suppress(NotFound):  # the owner was deleted
                    return self._rows(KINDS[kind], owner_id, None)
            except PermissionDenied as error:
                lacking[kind] = error
            return []

        keys = sorted(key for key in wanted if not KINDS[key[0]].path.count("{}") or key[1])
        listings = dict(zip(keys, self._client.each(read, keys)))
        if lacking:
            self._warnings.append(_no_names(lacking))
        readable = {key: rows for key, rows in listings.items() if key[0] not in lacking}
        told = {"ambiguous_names": _unusable(readable, used), "unlisted_kinds": sorted(lacking)}
        return [beside_ids(fields, row, self.known) for row in rows], told

    def _look_up(self, asked: Sequence[Place], found: dict[tuple[str, str, str], str]) -> list[tuple[Problem, str]]:
        """Add the id of each name to ``found``; return the problem and its kind for each name without one."""
        wanted: dict[tuple[str, str, str], Wanted] = {}
        for place in asked:
            key = (place.field.refers_to, _owner_id(place, found), place.name)
            wanted.setdefault(key, Wanted(*key)).places.append(place)
        number = Counter((kind, owner_id) for kind, owner_id, _name in wanted)

        def settle(each: Wanted, narrowed: str | None) -> tuple[Problem, str] | None:
            try:
                rows = self._rows(KINDS[each.kind], each.owner_id, narrowed)
            except PermissionDenied as error:
                return _forbidden(each, error), error.kind
            return self._chosen(each, rows, found)

        # Those of one listing after each other: the first one reads it, and the others find it in memory.
        listings: dict[tuple[str, str | None], list[Wanted]] = {}
        for each in wanted.values():
            kind = KINDS[each.kind]
            is_narrowed = kind.narrowed_by and number[each.kind, each.owner_id] <= NARROWED
            listings.setdefault((kind.path_in(each.owner_id), each.name if is_narrowed else None), []).append(each)
        settled = self._client.each(
            lambda group: [settle(each, group[0][1]) for each in group[1]], list(listings.items())
        )
        return [problem for several in settled for problem in several if problem is not None]

    def _chosen(
        self, each: Wanted, rows: list[JsonObject], found: dict[tuple[str, str, str], str]
    ) -> tuple[Problem, str] | None:
        kind = KINDS[each.kind]
        candidates = meant(kind, rows, each.name)
        coming = None if candidates else self.coming(each.kind, each.name)
        if coming is None and not candidates:
            return self._none(each), outcomes.NOT_FOUND
        if len(candidates) > 1:
            return _several(each, candidates), outcomes.AMBIGUOUS
        if candidates:
            caution = kind.caution(candidates[0])
            if caution:
                self._warnings.append(f"{each.option}: {each.name!r} {caution}")
        found[each.kind, each.owner_id, each.name] = coming or str(candidates[0]["id"])
        return None

    def _none(self, each: Wanted) -> Problem:
        """Say that no object has the name, with the nearest names; or that an object of another type has it."""
        kind, what = KINDS[each.kind], noun(each.kind)
        of_owner = f" in {each.places[0].field.within.replace('_', ' ')} {each.owner_id}" if each.owner_id else ""
        reason = f"no {what}{of_owner} has the name {shown(each.name)}; case and spaces count."
        if kind.type_of is not None:
            others = meant(kind, self._listed(kind, kind.path, query_of_any_type(kind, each.name)), each.name)
            types = sorted({kind.type_of(row) for row in others})
            if types:
                return Problem(each.option, f"{shown(each.name)} is a flow of type {listed(types)}, and no {what}.")
        rows = self._rows(kind, each.owner_id, None)
        return Problem(each.option, f"{reason}{nearest(each.name, (row.get('name') for row in rows))}")

    def _rows(self, kind: Kind, owner_id: str, name: str | None) -> list[JsonObject]:
        """Return the objects of a kind; ``name``: only those with about this name, if the API can narrow it."""
        path = kind.path_in(owner_id)
        listings = [self._listed(kind, path, query) for query in queries_of(kind, name)]
        return list({row["id"]: row for rows in listings for row in rows}.values())

    def _listed(self, kind: Kind, path: str, query: Mapping[str, Any]) -> list[JsonObject]:
        key = (path, repr(sorted(query.items())))
        if key not in self._memory:
            if kind.pages == NUMBERED:
                self._memory[key] = self._client.pages(path, query)
            else:
                self._memory[key] = self._client.cursor_pages(path, query, kind.pages)
        for row in self._memory[key]:
            if isinstance(row.get("name"), str):
                self._looked_up[kind.path, row["id"]] = row["name"]
        return self._memory[key]


def _owner_id(place: Place, found: Mapping[tuple[str, str, str], str]) -> str:
    """Return the id of the object that owns the one at a place; empty without one, or if its name was not found."""
    if not place.field.within:
        return ""
    name = place.owner.get("name")
    if name is not None:
        return found.get((place.field.within, "", name), "")
    return str(place.owner.get("id") or "")


def _several(each: Wanted, candidates: Sequence[JsonObject]) -> Problem:
    ids = ", ".join(str(row["id"]) for row in candidates)
    way_out = f"Give {each.places[0].field.name} instead."
    return Problem(
        each.option, f"{len(candidates)} {noun(each.kind)}s have the name {shown(each.name)}: {ids}. {way_out}"
    )


def _forbidden(each: Wanted, error: PermissionDenied) -> Problem:
    instead = f"Or give {each.places[0].field.name} instead."
    return Problem(each.option, f"the client may not look up {noun(each.kind)}s. {error.advice} {instead}")


def _no_names(lacking: Mapping[str, GenesysError]) -> str:
    kinds = listed([f"{noun(kind)}s" for kind in sorted(lacking)])
    needed = sorted({KINDS[kind].permission for kind in lacking if KINDS[kind].permission})
    roles = f" The roles of the OAuth client need {' and '.join(needed)}." if needed else ""
    return f"The names of {kinds} are missing: the client may not read them.{roles}"


def _unusable(listings: Mapping[tuple[str, str], list[JsonObject]], used: Sequence[Place]) -> list[JsonObject]:
    """Return the names that cannot stand for used objects: others have them too, or no listing has the object."""
    ids = {(place.field.refers_to, place.id) for place in used}
    found = []
    for (kind, _owner), rows in listings.items():
        names = {str(row.get("name")): row["id"] for row in rows if (kind, row["id"]) in ids}
        for name, object_id in sorted(names.items()):
            if [row["id"] for row in meant(KINDS[kind], rows, name)] != [object_id]:
                several = sorted(str(row["id"]) for row in all_named(rows, name))
                found.append({"kind": kind, "name": name, "ids": several})
    listed_ids = {(kind, row["id"]) for (kind, _owner), rows in listings.items() for row in rows}
    kinds = {kind for kind, _owner in listings}
    gone = {(each.field.refers_to, each.name, each.id) for each in used if isinstance(each.name, str)}
    for kind, name, object_id in sorted(gone):
        if kind in kinds and (kind, object_id) not in listed_ids:
            found.append({"kind": kind, "name": name, "ids": [object_id]})
    return found
