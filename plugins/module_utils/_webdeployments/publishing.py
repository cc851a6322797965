# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Turn a draft into a version that can be pinned: write, wait, compare, publish, compare.

``PUT versions/draft``, wait until the draft is Active, ``POST versions/draft/publish`` (section 2 of
``docs/reference/platform-api.md``). If the response to a write was lost, the object is read before the write is
repeated. A draft is published only if a read, or the response to its write, shows that it still holds the written
content; the published version is compared once more.
"""

from __future__ import annotations

from dataclasses import dataclass

from .._core.errors import Conflict
from .._core.json_values import JsonObject
from .._core.written import Sight, Written, is_recent
from .._http.client import found_or_none
from .._http.sender import Tries
from .._http.shared_looks import Unclear
from .._http.waiting import Deadline, NotYet, finished, once_there, retry_while_pending
from .api import WebDeploymentsApi, newest_published, version_number
from .configuration_content import (
    differing_paths,
    is_same_content,
    is_same_version,
    is_version,
    last_edit,
    made_of,
    shows,
)

LISTING_WAITS = (0.5, 1.0)
"""Seconds after which a listing that may lag is read again."""
NOT_PUBLISHED = "Nothing was published."
NOT_PINNED = "Nothing was pinned to it."


@dataclass(frozen=True)
class Draft:
    """A draft that is to be published, as this task wrote it or found it.

    ``entity`` is the last known state, ``content`` the content that it must have when it is published.
    """

    configuration_id: str
    entity: JsonObject
    content: JsonObject
    written: Written
    is_own: bool
    """Whether this task wrote it, so that the service may need a moment to know it."""

    @property
    def what(self) -> str:
        return f"the draft of configuration {self.content.get('name')!r} ({self.configuration_id})"


def found_draft(entity: JsonObject, is_own: bool = False) -> Draft:
    """Return a draft that already has the desired content; ``is_own``: this task just created it."""
    written = Written(None, entity, lambda fresh: shows(entity, fresh), is_same_version)
    return Draft(str(entity["id"]), entity, entity, written, is_own)


def write_draft(
    api: WebDeploymentsApi, configuration_id: str, body: JsonObject, before: JsonObject, send_by: float | None = None
) -> Draft:
    """Replace the draft ``before``. Raises Conflict if it finds another draft of someone else in its place.

    ``send_by``: until when the read of ``before`` is recent enough; after that, Outdated is raised and nothing is sent.
    """
    lost = Written(before, None, lambda fresh: is_same_version(fresh, body), is_same_version)

    def look() -> JsonObject | None:
        fresh = api.draft(configuration_id)
        sight = lost.sight(fresh)
        if sight is Sight.OTHER:
            raise _edited_meanwhile(body, fresh)
        return fresh if sight is Sight.OURS else None

    def send(tries: Tries) -> JsonObject:
        tries.send_by = send_by
        return api.replace_draft(configuration_id, body, tries)

    answer = api.client.settle(send, look)
    content = made_of(body, answer)
    written = Written(before, answer, lambda fresh: shows(content, fresh), is_same_version)
    return Draft(configuration_id, answer, content, written, is_own=True)


def wait_for_draft(api: WebDeploymentsApi, draft: Draft, deadline: Deadline) -> JsonObject:
    """Wait until the service has processed the draft and shows the write. Raises Conflict if it is another's."""

    def ready(fresh: JsonObject) -> JsonObject | None:
        sight = draft.written.sight(fresh)
        if sight is Sight.OTHER:
            raise _edited_meanwhile(draft.content, fresh)
        return finished(fresh, draft.what, NOT_PUBLISHED) if sight is Sight.OURS else None

    def of_row(row: JsonObject) -> JsonObject | None:
        require_own(draft.written, row)
        return ready({**draft.entity, **row})

    def alone() -> JsonObject | None:
        return ready(once_there(read) if draft.is_own else read())

    def read() -> JsonObject:
        return api.draft(draft.configuration_id)

    first = ready(draft.entity) if draft.written.is_ours(draft.entity) else None
    return first or api.draft_looks.until(draft.configuration_id, of_row, alone, deadline, draft.what)


def published_since(api: WebDeploymentsApi, configuration_id: str, draft: JsonObject) -> list[JsonObject]:
    """Return every version. If the draft was saved just now, it can have been published before any listing shows it."""
    versions = api.versions(configuration_id)
    for wait in LISTING_WAITS:
        newest = newest_published(versions)
        if not is_recent(draft.get("dateModified"), api.client.served_at):
            break
        if newest is not None and is_same_version(draft, newest):
            break
        api.client.pause(wait, "the draft was saved just now, and may have been published")
        versions = api.versions(configuration_id)
    return versions


def publish(api: WebDeploymentsApi, draft: Draft, newest_known: int, deadline: Deadline) -> JsonObject:
    """Publish the draft as a version; ``newest_known``: the highest known number before.

    Raises Conflict if the version has a different content than the written draft.
    """
    configuration_id, has_sent = draft.configuration_id, False

    def send(tries: Tries) -> JsonObject:
        nonlocal has_sent
        if has_sent:  # time has passed since the draft was read
            _require_own(draft, api.draft(configuration_id))
        has_sent = True
        return api.publish(configuration_id, tries)

    def look() -> JsonObject | None:
        versions = (
            found_or_none(lambda: api.versions(configuration_id)) if draft.is_own else api.versions(configuration_id)
        )
        newer = [each for each in versions or () if (version_number(each) or 0) > newest_known]
        return next((each for each in newer if is_same_content(each, draft.content)), None)

    def is_passing() -> bool:
        return draft.is_own or api.draft(configuration_id).get("status") == "Pending"

    def write() -> JsonObject:
        def settle() -> JsonObject:
            return api.client.settle(send, look, creates=True)

        return once_there(settle) if draft.is_own else settle()

    version = retry_while_pending(deadline, write, is_passing, draft.what)
    return _compared(api, draft, version, deadline)


def _compared(api: WebDeploymentsApi, draft: Draft, version: JsonObject, deadline: Deadline) -> JsonObject:
    """Return the version, if it has the written content; read it again if the response does not show that."""
    what = _version_named(draft.configuration_id, version)
    if not is_version(version):
        number = str(version.get("version"))
        version = deadline.until(lambda: once_there(lambda: api.version(draft.configuration_id, number)), what)
    if shows(draft.content, version):
        return version
    raise Conflict(
        f"{what} was published, but it does not hold the written content: "
        f"{', '.join(differing_paths(draft.content, version))}",
        advice=f"Someone saved the draft at the same moment. {NOT_PINNED} Look at it, and run it again.",
    )


def wait_for_version(
    api: WebDeploymentsApi, configuration_id: str, version: JsonObject, deadline: Deadline
) -> JsonObject:
    """Wait until a published version can be pinned."""
    what, number = _version_named(configuration_id, version), str(version.get("version"))

    def of_row(row: JsonObject) -> JsonObject | None:
        """Judge a row of the published configurations, which can show the draft (R16) or an earlier version."""
        if str(row.get("version")) != number:
            shown = version_number(row)
            raise Unclear(is_behind=shown is not None and shown < (version_number(version) or 0))
        return finished_version(configuration_id, {**version, "status": row["status"]})

    def alone() -> JsonObject | None:
        return finished_version(configuration_id, once_there(lambda: api.version(configuration_id, number)))

    found = finished_version(configuration_id, version)
    return found or api.version_looks.until(configuration_id, of_row, alone, deadline, what)


def finished_version(configuration_id: str, version: JsonObject) -> JsonObject | None:
    """Return the version if it can be pinned, None while it is Pending. Raises Rejected if it failed."""
    return finished(version, _version_named(configuration_id, version), NOT_PINNED)


def _version_named(configuration_id: str, version: JsonObject) -> str:
    return f"version {version.get('version')} of configuration {version.get('name')!r} ({configuration_id})"


def require_own(written: Written, row: JsonObject) -> None:
    """Raise Unclear if the row of a listing does not show this task's write, or if that write's response did not."""
    sight = written.sight(row)
    if sight is not Sight.OURS or written.answer is None or not written.is_ours(written.answer):
        raise Unclear(is_behind=sight is Sight.EARLIER)


def _require_own(draft: Draft, fresh: JsonObject) -> None:
    """Raise Conflict if the draft is someone else's now, and NotYet if the read lags."""
    sight = draft.written.sight(fresh)
    if sight is not Sight.OURS:
        conflict = _edited_meanwhile(draft.content, fresh)
        raise conflict if sight is Sight.OTHER else NotYet(conflict)


def _edited_meanwhile(content: JsonObject, fresh: JsonObject) -> Conflict:
    return Conflict(
        f"the draft of configuration {content.get('name')!r} ({fresh['id']}) no longer holds the written content: "
        f"{', '.join(differing_paths(content, fresh))}{last_edit(fresh)}",
        advice=f"Someone saved it meanwhile, or the service changed it. {NOT_PUBLISHED} Run it again once they are "
        "done.",
    )
