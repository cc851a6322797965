# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Handle two runs that created the same name at the same moment: the younger object is deleted, the older is used."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Callable, Iterable, TypeVar

from .._core.errors import Ambiguous, GenesysError, Unavailable
from .._core.json_values import JsonObject
from .._core.written import is_recent, moment
from .._http.client import Client, counts_as_changed
from .._http.waiting import Deadline

WITHDRAWN_WITHIN = (0.5, 1.0, 2.0, 4.0)
"""Seconds after each of which the younger one may be deleted."""
SHOWN_WITHIN = 10.0
"""Seconds in which a listing has to show the new object."""
T = TypeVar("T")

_BEFORE_ALL = datetime.min.replace(tzinfo=timezone.utc)


def older_twin(client: Client, read_all: Callable[[], list[JsonObject]], own: JsonObject) -> JsonObject | None:
    """Return the object that had the name before our new object, if there is one; this takes one more listing.

    A listing that does not show our own object lags, and is read again; None too if it never shows it.
    """

    def look() -> list[JsonObject] | None:
        found = read_all()
        return found if any(each["id"] == own["id"] for each in found) else None

    try:
        listed = Deadline(client, SHOWN_WITHIN, "").until(look, f"{own.get('name')!r}", "missing in the listing")
    except Unavailable:
        return None
    return oldest_before(listed, own)


def once_withdrawn(
    client: Client, read_all: Callable[[], list[JsonObject]], pick: Callable[[list[JsonObject]], T], name: str
) -> T:
    """Return the result of ``pick`` for a listing in which the name must be unique.

    If two were created just now, one is about to be deleted, so the listing is read again. Raises Ambiguous if both
    stay.
    """
    waits = iter(WITHDRAWN_WITHIN)
    while True:
        listed = read_all()
        try:
            return pick(listed)
        except Ambiguous:
            dates = [each.get("dateCreated") for each in listed if each.get("name") == name]
            wait = next(waits, None)
            if wait is None or not any(is_recent(date, client.served_at) for date in dates):
                raise
            client.pause(wait, f"several have the name {name!r}, and one of them was made just now")


def named(listed: Iterable[JsonObject], name: object) -> list[JsonObject]:
    """Return the objects with exactly that name, except those that are being deleted."""
    return [each for each in listed if each.get("name") == name and each.get("status") != "Deleting"]


def made_or_named(
    listed: Iterable[JsonObject], name: object, is_ours: Callable[[JsonObject], bool]
) -> list[JsonObject]:
    """Return the object of a lost creation, else the oldest that somebody else created by that name, or nothing."""
    there = named(listed, name)
    ours = [each for each in there if is_ours(each)]
    return sorted(ours or there, key=lambda each: str(each.get("dateCreated")))[:1]


def older_in_its_place(
    client: Client,
    read_all: Callable[[], list[JsonObject]],
    own: JsonObject,
    delete: Callable[[], object],
    diff: JsonObject,
) -> JsonObject | None:
    """Delete our new object if an older one has the same name, and return the older one; None: ours stays.

    ``diff`` is the creation's: a failure from here on cannot undo it.
    """
    with counts_as_changed(diff):
        twin = older_twin(client, read_all, own)
        if twin is not None:
            _withdraw(delete, own, twin)
    return twin


def _withdraw(delete: Callable[[], object], own: JsonObject, twin: JsonObject) -> None:
    try:
        delete()
    except GenesysError as error:
        both = f"{own['id']} was created while {twin['id']} got the same name"
        error.advice = f"{both}, and could not be withdrawn. Delete one of them."
        raise


def oldest_before(listed: Iterable[JsonObject], own: JsonObject) -> JsonObject | None:
    """Return the oldest of the same name, if that is not ``own``; objects that are being deleted do not count."""
    oldest = min(named(listed, own.get("name")), key=_age, default=own)
    return None if oldest["id"] == own["id"] else oldest


def _age(entity: JsonObject) -> tuple[datetime, str]:
    return moment(entity.get("dateCreated")) or _BEFORE_ALL, str(entity["id"])
