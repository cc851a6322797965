# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The configurations that a task changes for its channels: their drafts, their newest versions, and its publications.

Each content of a configuration is published once, however many deployments get it. A draft of somebody is not
overwritten unasked, and a read that is more than FRESH_FOR seconds old is repeated before it is relied upon.
"""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass, field
from typing import Sequence

from .._channel.gateway import PlannedChange
from .._core.errors import (
    AuthenticationFailed,
    GenesysError,
    InvalidInput,
    Outdated,
    Rejected,
)
from .._core.fields import sendable
from .._core.json_values import JsonObject
from .._http.freshness import FRESH_FOR, MOST_RENEWALS, Reader, Work
from .._http.waiting import Deadline
from .api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from .configuration_content import (
    content_key,
    is_same_content,
    is_same_version,
)
from .configuration_schema import CONTENT
from .conflicts import (
    beside_overwritten_draft,
    holds_content,
    may_be_edited,
    refuse,
    refuse_edited,
    wanted_content,
)
from .mapping import (
    to_channel,
)
from .publishing import (
    Draft,
    found_draft,
    publish,
    published_since,
    wait_for_draft,
    wait_for_version,
    write_draft,
)


@dataclass
class Attempt:
    """The work on one change: ``has_written`` once the service accepted a write of it."""

    change: PlannedChange
    deadline: Deadline
    has_written: bool = False


@dataclass
class _Publication:
    """A configuration: its draft, its newest known version, and the results for each content.

    ``newest`` is None if, judged by the draft, the pinned version is the newest. ``errors``: by the content that could
    not be published, by "" if no other content can be either. ``own``: the numbers of the versions that this task
    published.
    """

    draft: JsonObject
    looked_at: float
    newest: JsonObject | None = None
    versions: dict[str, JsonObject] = field(default_factory=dict)
    errors: dict[str, GenesysError] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    turn: threading.Lock = field(default_factory=threading.Lock)
    """Its holder works on the draft."""


class Publications:
    """``overwrites``: whether drafts of others may be overwritten."""

    def __init__(self, api: WebDeploymentsApi, work: Work, overwrites: bool) -> None:
        self._api = api
        self._overwrites = overwrites
        self._found: dict[str, _Publication] = {}
        clock = api.client.clock
        dated = api.client.dated
        self._drafts: Reader[JsonObject] = Reader(clock, work, api.draft, lambda: _by_id(api.drafts()), dated=dated)
        self._newest: Reader[JsonObject | None] = Reader(
            clock,
            work,
            lambda configuration_id: newest_published(api.versions(configuration_id)),
            lambda: {key: row for key, row in _by_id(api.published_rows()).items() if version_number(row) is not None},
            dated=dated,
        )

    def prepare(self, editing: dict[str, list[PlannedChange]]) -> None:
        """Read the drafts, and refuse changes that would overwrite somebody's; refused changes leave ``editing``."""
        self._read_drafts(editing)
        differing = {
            configuration_id: edits
            for configuration_id, edits in editing.items()
            if any(may_be_edited(self._found[configuration_id].draft, change) for change in edits)
        }
        versions = self._api.client.each(self._versions, list(differing))
        for (configuration_id, edits), found in zip(differing.items(), versions):
            if isinstance(found, GenesysError):
                refuse(edits, found)
                del editing[configuration_id]
            else:
                self._judge(self._found[configuration_id], edits, found)

    def newest(self, configuration_id: str) -> JsonObject | None:
        return self._found[configuration_id].newest

    def has(self, configuration_id: str) -> bool:
        return configuration_id in self._found

    def published_here(self, configuration_id: str, version: str) -> bool:
        """Return whether this task published that version."""
        publication = self._found.get(configuration_id)
        return publication is not None and version in publication.own

    def version_for(self, attempt: Attempt) -> JsonObject:
        """Return the version with the desired content; publish it if there is none yet."""
        change, pinned = attempt.change, attempt.change.channel.source["configuration"]
        publication = self._found[str(pinned["id"])]
        content = wanted_content(change)
        key = content_key(content)
        if key in publication.versions:
            return publication.versions[key]
        with publication.turn:
            return self._version_of(publication, content, key, attempt)

    def _version_of(self, publication: _Publication, content: JsonObject, key: str, attempt: Attempt) -> JsonObject:
        change, pinned = attempt.change, attempt.change.channel.source["configuration"]
        if key in publication.versions:
            return publication.versions[key]
        self._look_again(publication, change)
        if holds_content(publication.newest, content):
            return publication.newest or {}
        failed = publication.errors.get(key) or publication.errors.get("")
        if failed is not None:
            raise copy.copy(failed)
        try:
            version = self._publish(publication, content, pinned, attempt)
        except GenesysError as error:
            told = copy.copy(error)
            told.result = {}  # the next deployment has not been touched
            # The service may accept another content even if it refused one.
            publication.errors[key if isinstance(error, Rejected) else ""] = told
            raise
        publication.versions[key] = publication.newest = version
        return version

    def _publish(
        self, publication: _Publication, content: JsonObject, pinned: JsonObject, attempt: Attempt
    ) -> JsonObject:
        configuration_id, deadline = str(pinned["id"]), attempt.deadline
        body = sendable(CONTENT, {**content, "name": (publication.newest or pinned).get("name")})
        draft = self._written(publication, configuration_id, body, attempt)
        publication.draft = wait_for_draft(self._api, draft, deadline)
        if self._is_old(publication.looked_at):
            newest = self._newest.fresh(configuration_id)
            if holds_content(newest, content):  # another run wanted the same
                return newest or {}
            publication.newest = newest or publication.newest
        known = max(version_number(version) or 0 for version in (pinned, publication.newest or pinned))
        version = publish(self._api, draft, known, deadline)
        attempt.has_written = True
        publication.own.add(str(version.get("version")))
        publication.looked_at = self._drafts.now()
        self._drafts.learn(configuration_id, publication.draft, publication.looked_at)
        return wait_for_version(self._api, configuration_id, version, deadline)

    def _written(self, publication: _Publication, configuration_id: str, body: JsonObject, attempt: Attempt) -> Draft:
        draft = publication.draft
        if is_same_version(draft, body) and draft.get("status") != "Error":
            return found_draft({**draft, "id": configuration_id})
        for _turn in range(MOST_RENEWALS):
            try:
                written = write_draft(self._api, configuration_id, body, draft, publication.looked_at + FRESH_FOR)
                break
            except Outdated:
                self._look_again(publication, attempt.change)
                draft = publication.draft
        else:  # the rate limit lets nothing through in that time
            written = write_draft(self._api, configuration_id, body, draft)
        attempt.has_written = True
        return written

    def _look_again(self, publication: _Publication, change: PlannedChange) -> None:
        """Repeat an old read of draft and newest version. Raises Conflict if somebody has saved the draft since."""
        if not self._is_old(publication.looked_at):
            return
        pinned = change.channel.source["configuration"]
        configuration_id = str(pinned["id"])
        draft, newest = self._drafts.fresh(configuration_id), self._newest.fresh(configuration_id)
        is_edited = not is_same_version(draft, publication.draft)
        looked_at = min(self._drafts.read_at(configuration_id), self._newest.read_at(configuration_id))
        publication.draft, publication.looked_at = draft, looked_at
        publication.newest = newest or publication.newest
        if is_edited and not self._overwrites:
            refuse_edited([change], draft, publication.newest or pinned)
        if change.error is not None:
            raise change.error

    def _is_old(self, looked_at: float) -> bool:
        return self._drafts.now() - looked_at > FRESH_FOR

    def _read_drafts(self, editing: dict[str, list[PlannedChange]]) -> None:
        """Read the draft of one configuration singly, the drafts of several with the listing."""
        listed: dict[str, JsonObject] = {}
        read_at = self._drafts.now()
        if len(editing) > 1:
            listed = _by_id(self._api.drafts())
            self._drafts.learn_all(listed, read_at)
            self._newest.expect(len(listed))
        for configuration_id, edits in list(editing.items()):
            try:
                draft = listed.get(configuration_id) or self._drafts.fresh(configuration_id)
            except AuthenticationFailed:
                raise
            except GenesysError as error:
                refuse(edits, error)
                del editing[configuration_id]
            else:
                self._found[configuration_id] = _Publication(draft, read_at)

    def _judge(self, publication: _Publication, edits: Sequence[PlannedChange], versions: list[JsonObject]) -> None:
        by_number = {version_number(version): version for version in versions}
        for change in edits:
            pinned = change.channel.source["configuration"]
            listed = by_number.get(version_number(pinned))
            if listed is not None and not is_same_content(listed, pinned):  # the listing of deployments showed less
                _renew(change, listed)
        pins = [change.channel.source["configuration"] for change in edits]
        publication.newest = newest_published([*versions, *pins]) or pins[0]
        if not self._overwrites:
            refuse_edited(edits, publication.draft, publication.newest)
            return
        for change in edits:
            body = {**wanted_content(change), "name": publication.newest.get("name")}
            lost = not is_same_version(publication.draft, publication.newest)
            if lost and not is_same_version(publication.draft, body) and not holds_content(publication.newest, body):
                change.beside = beside_overwritten_draft(publication.draft, publication.newest, body)
                change.plan = change.beside(change.plan)

    def _versions(self, configuration_id: str) -> list[JsonObject] | GenesysError:
        try:
            return published_since(self._api, configuration_id, self._found[configuration_id].draft)
        except AuthenticationFailed:
            raise
        except GenesysError as error:
            return error


def _renew(change: PlannedChange, version: JsonObject) -> None:
    try:
        change.renew(to_channel({**change.channel.source, "configuration": version}))
    except InvalidInput as error:
        refuse([change], error)


def _by_id(entities: list[JsonObject]) -> dict[str, JsonObject]:
    return {str(entity["id"]): entity for entity in entities}
