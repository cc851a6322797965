# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Check which object a response without a status is about, and read back what a write's response does not show.

A read may lag behind a write. So it is repeated until the write shows, for at most ``SHOWN_WITHIN`` seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Sequence, TypeVar

from .._core.errors import (
    Conflict,
    GenesysError,
    ProtocolError,
    RequestInfo,
    Unavailable,
    UnknownOutcome,
)
from .._core.json_values import JsonObject
from .client import NOT_SEEN, Client, counts_as_changed
from .sender import Tries
from .waiting import Deadline

SHOWN_WITHIN = 5.0
"""Seconds in which a read has to show the write; less if ``deadline`` is less."""

T = TypeVar("T")


@dataclass(frozen=True)
class Accepted:
    """A write that the service accepted. ``content``: the object as its response shows it, None if it shows nothing.

    For the error if the object does not show the write either: ``doubt``, why the response may not be the API's;
    ``note``, what is odd about it.
    """

    content: JsonObject | None
    doubt: GenesysError | None = None
    note: str = ""


def read_object(client: Client, path: str, object_id: str) -> JsonObject:
    """Read the object. Raises ProtocolError if the response is about another object, or about none."""
    found = client.get(path)
    if found.get("id") != object_id:
        raise _another("GET", path, object_id, found.get("id"))
    return found


def write_object(
    client: Client, method: str, path: str, body: JsonObject, tries: Tries, object_id: str | None = None
) -> Accepted:
    """Send a write of one or more tries, inside ``settle``. ``object_id``: None for an object that is being created.

    Raises UnknownOutcome if the write may have taken effect.
    """
    try:
        answer = client.write(method, path, body, tries)
    except UnknownOutcome as unknown:
        return believed(unknown)
    answered = answer.get("id")
    if answered is None:
        return Accepted(None)
    if not isinstance(answered, str) or not answered or object_id not in (None, answered):
        return Accepted(None, note=f"The response to the {method} was about {answered!r}.")
    return Accepted(answer)


def believed(unknown: UnknownOutcome) -> Accepted:
    """Accept a successful response whose body says nothing; raise any other loss again."""
    if isinstance(unknown.error, ProtocolError) and unknown.error.answer.status in range(200, 300):
        return Accepted(None, unknown.error)
    raise unknown


def shown(
    client: Client,
    read: Callable[[], T | None],
    what: str,
    write: Accepted,
    diff: JsonObject,
    missing: Callable[[], str] = lambda: "it",
) -> T:
    """Return the result of ``read`` once the write shows in it; None, or NotYet, means: not yet.

    Raises Conflict if it keeps showing something else, which ``missing`` names, or the doubt about the response.
    ``diff``: the changes of the write, which an error tells unless the write itself is in doubt.
    """
    if write.doubt is not None:
        return _shown_or_doubt(client, read, what, write.doubt)
    with counts_as_changed(diff):
        try:
            return _deadline(client).until(read, what, "as it was before")
        except _Undone as undone:
            raise _not_as_wanted(undone.missing, write.note) from None
        except GenesysError as error:
            if not _is_over(error):
                error.advice = f"The write was accepted, but its effect could not be read back. {error.advice}".strip()
                raise
        raise _not_as_wanted(missing(), write.note)


class _Undone(Exception):
    """The write shows, but something else is not as desired: waiting would not help."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


def unless_undone(missing: Sequence[str], written: Sequence[str]) -> None:
    """Call it in the ``read`` of ``shown``: end the wait if no written path is missing, but another path is.

    Both are dotted paths.
    """
    if missing and not set(missing) & set(written):
        raise _Undone(", ".join(missing))


def _not_as_wanted(missing: str, note: str = "") -> Conflict:
    return Conflict(
        f"the write was accepted, but {missing} did not take the desired value",
        advice=f"{note} Someone else may be changing it too; the diff of another run shows what it holds.".strip(),
    )


def _shown_or_doubt(client: Client, read: Callable[[], T | None], what: str, doubt: GenesysError) -> T:
    try:
        return _deadline(client).until(read, what, "as it was before")
    except _Undone as undone:
        raise _not_as_wanted(undone.missing) from None
    except GenesysError as error:
        told = NOT_SEEN
        if not _is_over(error):
            told = f"Whether it took effect is not known: reading it back failed too ({error.message})."
        doubt.advice = f"{told} {doubt.advice}".strip()
        raise doubt from error


def _deadline(client: Client) -> Deadline:
    return Deadline(client, min(SHOWN_WITHIN, client.deadline), "")


def _is_over(error: GenesysError) -> bool:
    """Return whether the time for waiting is over; else a read failed."""
    return isinstance(error, Unavailable) and error.answer.method is None


def _another(method: str, path: str, asked: str, answered: Any) -> ProtocolError:
    about = "has no id" if answered is None else f"is about {answered!r}"
    return ProtocolError(
        f"{asked!r} was requested, but the response {about}",
        RequestInfo(method=method, path=path, status=200),
        "Only the requested object is ever written to. Something between here and the API mixes up responses: check "
        "api_url and proxy.",
    )
