# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Judge what guests get: name the problems of each row that ``webmessaging_guest_info`` returns. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Iterable, Iterator, Mapping, Sequence

from ...module_utils._core.errors import listed
from ...module_utils._core.json_values import JsonObject, text_or_none
from ...module_utils._core.visible_text import visible
from ...module_utils._webdeployments import site
from ...module_utils._webdeployments.mapping import ACTIVE, INACTIVE

CONTENT = "configuration."
"""The paths of differences in the content of a version begin so."""
DOMAINS = ("allow_all_domains", "allowed_domains")
NOT_PUBLISHED = "not published"
MOST_NAMED = 5
"""The most deployments, paths or entries that one text names."""


@dataclass(frozen=True)
class Finding:
    """A deployment as guests get it. A problem is its cause, or its cause, a colon and the details.

    ``is_up``: whether guests get an Active messenger as it is pinned. ``version_lag``: how many versions guests are
    behind the pinned one; None if that is not known.
    """

    deployment_id: str
    name: str | None
    status: str | None
    version: str | None
    pinned_version: str | None
    sites: str
    problems: list[str]
    is_up: bool
    version_lag: int | None

    @property
    def verdict(self) -> str:
        if self.problems:
            return "; ".join(self.problems)
        as_pinned = "as published" if self.pinned_version is None else "as pinned"
        return as_pinned if self.status == ACTIVE else f"as pinned, {self.status}"


def findings(rows: Iterable[Mapping[str, Any]], inactive: Sequence[str] | None = None) -> list[Finding]:
    """Return a finding for each row, those with problems first.

    ``inactive``: shell patterns of the names or ids of deployments that may be Inactive; None: all may be.
    """
    found = [_finding(row, inactive) for row in rows]
    return sorted(found, key=lambda each: not each.problems)


def bad(found: Sequence[Finding]) -> list[Finding]:
    return [each for each in found if each.problems]


def message(found: Sequence[Finding]) -> str:
    """Return all problems in a few lines, one for each cause, the most frequent cause first; or that all is well."""
    count, total = len(bad(found)), len(found)
    objects = "deployment" if total == 1 else "deployments"
    if not count:
        return f"Guests get {'the one deployment' if total == 1 else f'all {total} deployments'} as wanted."
    causes: dict[str, list[tuple[str, str]]] = {}
    for each, label in zip(found, labels(found)):
        for problem in each.problems:
            cause, _colon, details = problem.partition(": ")
            causes.setdefault(cause, []).append((label, details))
    lines = [_told(cause, named) for cause, named in sorted(causes.items(), key=lambda item: -len(item[1]))]
    return "\n".join([f"Guests do not get {count} of {total} {objects} as wanted:", *lines])


def _told(cause: str, named: Sequence[tuple[str, str]]) -> str:
    """Return the line of a cause; details that all of its deployments share stand there once."""
    shared = {details for _label, details in named}
    if len(named) > 1 and len(shared) == 1:
        cause, named = ", ".join(filter(None, [cause, *shared])), [(label, "") for label, _details in named]
    return f"{cause}: {listed([f'{label} ({details})' if details else label for label, details in named], MOST_NAMED)}"


def labels(found: Sequence[Finding]) -> list[str]:
    """Return the name of each deployment, with its id if others have that name, or only its id if it is not known."""
    names = Counter(each.name for each in found)
    return [
        each.deployment_id
        if each.name is None
        else f"'{visible(each.name)}'" + (f" ({each.deployment_id})" if names[each.name] > 1 else "")
        for each in found
    ]


def _finding(row: Mapping[str, Any], inactive: Sequence[str] | None) -> Finding:
    pinned = _mapping(row.get("pinned"))
    return Finding(
        deployment_id=str(row.get("deployment_id")),
        name=text_or_none(row.get("name")),
        status=text_or_none(row.get("status")),
        version=text_or_none(row.get("version")),
        pinned_version=text_or_none(pinned.get("version")),
        sites=_sites(row),
        problems=list(_problems(row, pinned, inactive)),
        is_up=_is_up(row),
        version_lag=_lag(row, pinned),
    )


def _problems(row: Mapping[str, Any], pinned: JsonObject, inactive: Sequence[str] | None) -> Iterator[str]:
    differences = _texts(row.get("differences"))
    if row.get("published") is False:
        yield NOT_PUBLISHED
    else:
        yield from _different(row, pinned, differences)
    yield from _of_status(row, pinned, inactive)
    if row.get("published"):
        closed = list(_closed_to_sites(row))
        yield from closed
        # The service refuses those sites, and what is Inactive: that is no further problem.
        if not closed and pinned.get("status") != INACTIVE:
            yield from _connection(row)
    failure = _mapping(row.get("failure"))
    # After a wait in vain, the difference tells what guests get instead.
    if failure and not (differences and failure.get("kind") == "unavailable"):
        told = [str(failure[key]) for key in ("status", "message") if failure.get(key)]
        yield f"could not be looked at: {', '.join(told)}"


def _different(row: Mapping[str, Any], pinned: JsonObject, differences: Sequence[str]) -> Iterator[str]:
    there, wanted = row.get("version"), pinned.get("version")
    if "configuration_id" in differences:
        one, other = row.get("configuration_id"), pinned.get("configuration_id")
        yield f"other configuration: guests get version {there} of {one}, version {wanted} of {other} is pinned"
    elif "version" in differences:
        yield f"other version: guests get {there}, {wanted} is pinned"
    if "status" in differences:
        yield f"other status: guests get {row.get('status')}, the API says {pinned.get('status')}"
    if set(differences) & {*DOMAINS}:
        yield f"other domains: guests get {_sites(row)}"
    content = [each[len(CONTENT) :] for each in differences if each.startswith(CONTENT)]
    if content:
        yield f"other content: {listed(content, MOST_NAMED)}"


def _of_status(row: Mapping[str, Any], pinned: JsonObject, inactive: Sequence[str] | None) -> Iterator[str]:
    status = text_or_none(pinned.get("status")) or text_or_none(row.get("status"))
    if status not in (None, ACTIVE, INACTIVE):
        yield f"status {status}"
    called = [str(row[key]) for key in ("name", "deployment_id") if row.get(key) is not None]
    may_be = inactive is None or any(fnmatchcase(each, pattern) for each in called for pattern in inactive)
    if status == INACTIVE and not may_be:
        yield INACTIVE


def _closed_to_sites(row: Mapping[str, Any]) -> Iterator[str]:
    where = _mapping(row.get("site"))
    if row.get("allow_all_domains") is not False:
        return
    entries = _texts(row.get("allowed_domains"))
    if all(site.entry_problems("", each) for each in entries):
        what = f"no host name is in {listed(entries, MOST_NAMED)}" if entries else "it has no domains"
        yield f"no site may use it: {what}"
    elif where.get("allowed") is False:
        yield f"site not allowed: {where.get('host')}"


def _connection(row: Mapping[str, Any]) -> Iterator[str]:
    """A messenger that is not active is never asked."""
    connection = _mapping(row.get("connection"))
    if row.get("status") == ACTIVE and connection.get("accepted") is False:
        yield f"no connection: the service {str(connection.get('reason')).partition('. ')[0]}"


def _sites(row: Mapping[str, Any]) -> str:
    if row.get("allow_all_domains") is True:
        return "all"
    if not isinstance(row.get("allowed_domains"), list):
        return "-"
    first, *more = _texts(row["allowed_domains"]) or ["none"]
    return f"{first} and {len(more)} more" if more else first


def _is_up(row: Mapping[str, Any]) -> bool:
    connection = row.get("connection")
    return (
        row.get("published") is True
        and row.get("status") == ACTIVE
        and row.get("as_pinned") is not False
        and not row.get("failure")
        and (connection is None or _mapping(connection).get("accepted") is True)
    )


def _lag(row: Mapping[str, Any], pinned: JsonObject) -> int | None:
    there, wanted = str(row.get("version")), str(pinned.get("version"))
    if row.get("configuration_id") != pinned.get("configuration_id"):
        return None
    is_known = there.isascii() and there.isdigit() and wanted.isascii() and wanted.isdigit()
    return int(wanted) - int(there) if is_known else None


def _mapping(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
