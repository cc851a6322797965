# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The writes to a supported content profile: a PATCH made from a fresh read, and the PUT that makes it the default."""

from __future__ import annotations

from typing import Callable

from .._core.errors import Conflict, Outdated, ProtocolError, UnknownOutcome
from .._core.json_values import JsonObject
from .._core.plan import Plan
from .._http.client import counts_as_changed
from .._http.freshness import FRESH_FOR, MOST_RENEWALS
from .._http.read_back import shown, unless_undone
from .._http.sender import Tries
from .._http.waiting import once_there
from .._webdeployments import supported_content as rules
from .._webdeployments.supported_content_api import SupportedContentApi
from .seen import Seen
from .webdeployment_reads import PROFILE, Reads


class ContentWrite:
    """Brings a profile to its desired state. ``is_default``: whether it is the default already."""

    def __init__(self, reads: Reads, wanted: JsonObject, seen: Seen, is_default: bool) -> None:
        self._reads = reads
        self._client = reads.api.client
        self._wanted = wanted
        self._is_default = is_default
        self._id = seen.id
        self._may_have_written = False
        self._plan_for(seen)

    def _plan_for(self, seen: Seen) -> None:
        self._seen = seen
        self.plan = plan_for(seen.entity, self._is_default, self._wanted)

    def run(self) -> JsonObject:
        """Write what differs, and return the profile."""
        entity = self._seen.entity
        if self._changes_content:
            entity = self._client.settle(self._send, self._look)
        if rules.DEFAULT in self.plan.patch:
            if self._changes_content:
                with counts_as_changed(self.plan.diff):
                    make_default(self._reads, entity, self.plan.diff)
            else:
                make_default(self._reads, entity, self.plan.diff)
        return entity

    @property
    def _changes_content(self) -> bool:
        return bool(self.plan.patch.keys() - {rules.DEFAULT})

    def _send(self, tries: Tries) -> JsonObject:
        for _turn in range(MOST_RENEWALS):
            if self._client.clock.monotonic() - self._seen.read_at > FRESH_FOR and self._renew():
                return self._seen.entity
            tries.send_by = self._seen.read_at + FRESH_FOR
            try:
                return self._patch(tries)
            except Outdated:
                if self._renew():
                    return self._seen.entity
            except UnknownOutcome:
                self._may_have_written = True
                raise
        tries.send_by = None  # the rate limit lets nothing through in that time
        return self._patch(tries)

    def _look(self) -> JsonObject | None:
        self._may_have_written = True
        return self._seen.entity if self._renew() else None

    def _renew(self) -> bool:
        """Read and plan again; return whether there is nothing left to send."""
        seen = self._reads.profile(self._id)
        if self._may_have_written and rules.holds(seen.entity, self._wanted):
            self._seen = seen
            return True
        self._plan_for(seen)
        return not self._changes_content

    def _patch(self, tries: Tries) -> JsonObject:
        answer = self._reads.content.change(self._id, rules.body(self._seen.entity, self.plan.patch), tries)
        if answer.content is not None and is_shown(answer.content, self._wanted):
            return answer.content
        entity: JsonObject = {}

        def missing() -> str:
            return ", ".join(rules.missing(entity, self._wanted))

        def read() -> JsonObject | None:
            nonlocal entity
            entity = once_there(lambda: self._reads.content.profile(self._id))
            unless_undone(rules.missing(entity, self._wanted), self.plan.changes)
            return None if missing() else entity

        return shown(self._client, read, named(self._seen.entity), answer, self.plan.diff, missing)


def plan_for(entity: JsonObject, is_default: bool, wanted: JsonObject) -> Plan:
    """Make the plan. Raises ProtocolError if its write would have to keep a list that nothing shows."""
    plan = rules.plan(rules.state_of(entity, is_default), wanted)
    unknown = rules.unknown_lists(entity, wanted)
    if unknown and plan.patch.keys() - {rules.DEFAULT}:
        raise ProtocolError(
            f"{named(entity)} does not show its media types, so the task cannot keep {' and '.join(unknown)}",
            advice=f"Give {' and '.join(rules.DIRECTIONS)}.",
        )
    return plan


def is_shown(entity: JsonObject, wanted: JsonObject) -> bool:
    """Return whether a response shows the whole profile as desired."""
    return rules.shows_media_types(entity) and rules.holds(entity, wanted)


def make_default(reads: Reads, profile: JsonObject, diff: JsonObject) -> None:
    """Make a profile the org's default. ``diff``: of the write."""
    client, profile_id = reads.api.client, str(profile["id"])

    def is_default() -> bool | None:
        return reads.content.default_id() == profile_id or None

    def write(tries: Tries) -> bool:
        answer = reads.content.make_default(profile_id, tries)
        if answer.content is not None:
            return True
        return shown(client, is_default, named(profile), answer, diff, lambda: rules.DEFAULT)

    client.settle(write, is_default)
    reads.note_default()


def new_profile(reads: Reads, body: JsonObject, look: Callable[[], JsonObject | None]) -> JsonObject:
    """Create a profile; ``look`` finds it if the response was lost."""
    return reads.api.client.settle(lambda tries: reads.content.create(body, tries), look, creates=True)


def delete_unused(api: SupportedContentApi) -> Callable[[str, Tries], None]:
    """Return the deletion of a profile. A refusal tells that the task looks for users only in deployments."""

    def delete(profile_id: str, tries: Tries) -> None:
        try:
            api.delete(profile_id, tries)
        except Conflict as error:
            error.advice = error.advice or "Something else than a deployment may use it. Change that first."
            raise

    return delete


def named(profile: JsonObject) -> str:
    return f"{PROFILE} {profile.get('name')!r} ({profile.get('id')})"
