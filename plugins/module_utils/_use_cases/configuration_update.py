# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""One configuration of Web Deployments: its desired state, and the draft and publication that lead there."""

from __future__ import annotations

from dataclasses import dataclass

from .._core.errors import Conflict, InvalidInput, Outdated, Unavailable
from .._core.fields import aligned, sendable
from .._core.json_values import JsonObject, merge
from .._core.plan import Plan, make_plan
from .._core.selector import Selector
from .._core.written import is_recent
from .._http.client import counts_as_changed
from .._http.freshness import FRESH_FOR, MOST_RENEWALS
from .._http.waiting import Deadline
from .._webdeployments.api import WebDeploymentsApi, newest_published, version_number
from .._webdeployments.configuration_content import (
    differing_paths,
    is_same_content,
    is_same_version,
    known,
    last_edit,
    lost_draft,
)
from .._webdeployments.configuration_rules import new_flaws
from .._webdeployments.configuration_schema import CONTENT
from .._webdeployments.conflicts import holds_content
from .._webdeployments.publishing import (
    NOT_PINNED,
    Draft,
    found_draft,
    publish,
    published_since,
    wait_for_draft,
    wait_for_version,
    write_draft,
)
from .context import Context
from .ensure import Ensured
from .ensure_webdeployment import Endpoints, WebDeploymentSteps
from .foretold import CONFIGURATION
from .seen import Seen

PUBLISHED = "published"
"""Stands in a diff for the version of a configuration without a published one."""


@dataclass(frozen=True)
class DesiredConfiguration:
    """``content`` is sparse and in the API's spelling; ``name`` is the desired name."""

    selector: Selector
    name: str | None
    content: JsonObject
    publish: bool = True
    wait: bool = True
    wait_timeout: float = 180.0
    overwrite_draft: bool = False

    def plan(self, entity: JsonObject) -> Plan:
        """Return the name to select by; with an id, the name is a desired value."""
        there = known(entity)
        is_wanted = self.selector.id is not None or there["name"] == self.name
        named = {"name": self.name} if self.name is not None and is_wanted else {}
        return make_plan(there, aligned(CONTENT, {**named, **self.content}, there))


@dataclass(frozen=True)
class EnsuredConfiguration(Ensured):
    """``entity``: the draft or the version of the task, None after its deletion; ``version``: the newest one."""

    draft_differs: bool = False
    configuration_id: str | None = None

    def to_result(self) -> JsonObject:
        return {
            "changed": self.changed,
            "diff": self.diff,
            "configuration": None if self.entity is None else known(self.entity),
            "id": self.configuration_id,
            "version": self.version,
            "draft_differs": self.draft_differs,
        }


RIVAL_MAY_TAKE = 2.0
"""Seconds for someone else to publish a draft that was written a moment ago."""
MOST_TURNS = 3
"""How often the change is planned again because somebody else has published meanwhile."""


@dataclass(frozen=True)
class _Finished:
    """The final object, and its version; ``is_own``: whether this task published it."""

    entity: JsonObject
    version: str | None
    is_own: bool = True


@dataclass(frozen=True)
class _Comparison:
    """A configuration's current and desired state. ``base`` is compared with the desired state.

    ``newest``: the last published version. ``target``: the draft to write. ``is_dirty``: whether somebody left a draft.
    ``plan`` also has the work that remains although nothing differs.
    """

    seen: Seen
    newest: JsonObject | None
    base: JsonObject
    plan: Plan
    target: JsonObject
    is_dirty: bool

    @property
    def draft(self) -> JsonObject:
        return self.seen.entity

    @property
    def changes(self) -> tuple[str, ...]:
        return self.plan.changes

    @property
    def version(self) -> str | None:
        return None if self.newest is None else str(self.newest["version"])

    @property
    def number(self) -> int:
        return 0 if self.newest is None else version_number(self.newest) or 0

    @property
    def has_to_write(self) -> bool:
        return not is_same_version(self.draft, self.target) or self.draft.get("status") == "Error"

    @property
    def leaves_draft(self) -> bool:
        """Return whether a write without a publication leaves a draft that differs from the published version."""
        return self.newest is None or not is_same_version(self.target, self.newest)


def _compare(desired: DesiredConfiguration, seen: Seen, newest: JsonObject | None) -> _Comparison:
    """Compare with the published version, or with ``publish: false`` with the draft."""
    draft = seen.entity
    is_dirty = newest is None or not is_same_version(draft, newest)
    base = draft if newest is None or not desired.publish else newest
    plan = desired.plan(base)
    start = newest if newest is not None and desired.overwrite_draft else base  # the changes in the draft are lost
    target = sendable(CONTENT, merge(known(start), desired.plan(start).patch))
    problems = new_flaws(known(start), target) if plan.changed else []
    if problems:
        raise InvalidInput(problems)
    is_first = desired.publish and (newest is None or newest.get("status") == "Error")  # nobody can pin that one
    has_failed = not desired.publish and draft.get("status") == "Error"
    is_lost = is_dirty and desired.overwrite_draft and not is_same_version(draft, target)
    if newest is not None and is_lost and (plan.changed or is_first):
        plan = plan.also("draft", *lost_draft(draft, newest, target))
    if is_first:
        plan = plan.also(PUBLISHED, False, True, [PUBLISHED])
    if has_failed:
        plan = plan.also("status", "Error", "Active", ["status"])
    return _Comparison(seen, newest, base, plan, target, is_dirty)


class ConfigurationUpdate(WebDeploymentSteps[_Comparison, EnsuredConfiguration]):
    """Brings a configuration to its desired state: write the draft, publish it, and compare."""

    noun = "configuration"
    ensured = EnsuredConfiguration

    def __init__(self, context: Context, desired: DesiredConfiguration) -> None:
        super().__init__(context, desired.selector, desired.wait, desired.wait_timeout)
        self.desired = desired
        self._turns, self._renewals = MOST_TURNS, MOST_RENEWALS

    @property
    def endpoints(self) -> Endpoints:
        reads, api = self.reads, self.api
        return Endpoints(reads.drafts, reads.draft, reads.draft_to_compare, api.delete_configuration, api.draft_looks)

    def compare(self, seen: Seen) -> _Comparison:
        newest = self.reads.newest(seen.id)
        if self.desired.publish and self.selector.name is not None:
            refuse_renamed(self.selector.name, newest)
        compared = _compare(self.desired, seen, newest)
        self.context.names.require_stored(CONTENT, compared.plan.patch)
        return compared

    def unchanged(self, compared: _Comparison) -> EnsuredConfiguration:
        """Wait for the service, because its work on the configuration may still fail."""
        seen, base = compared.seen, compared.base
        if self.desired.wait and base.get("status") == "Pending":
            if base is compared.newest:
                base = wait_for_version(self.api, seen.id, base, self.deadline)
            else:
                base = wait_for_draft(self.api, found_draft(base), self.deadline)
        return EnsuredConfiguration(
            entity=base,
            diff=compared.plan.diff,
            version=compared.version,
            draft_differs=compared.is_dirty,
            configuration_id=seen.id,
        )

    def predicted(self, compared: _Comparison) -> EnsuredConfiguration:
        compared = self._unless_drafted(compared)
        version, configuration_id = compared.version, compared.seen.id
        if self.desired.publish:
            version, coming = None, str(compared.number + 1)
            self.context.foretold.note(CONFIGURATION, configuration_id, compared.draft.get("name"), version=coming)
        differs = not self.desired.publish and compared.leaves_draft
        plan = compared.plan
        return EnsuredConfiguration(compared.target, plan.diff, plan.changes, True, version, differs, configuration_id)

    def _unless_drafted(self, compared: _Comparison) -> _Comparison:
        """Raise Conflict if somebody left a draft that would be lost."""
        draft, newest = compared.draft, compared.newest
        for _time in range(2):
            is_theirs = newest is not None and compared.is_dirty and not is_same_version(draft, compared.target)
            if not is_theirs or self.desired.overwrite_draft:
                return compared
            newest = newest_published(published_since(self.api, compared.seen.id, draft))
            if newest is None or version_number(newest) == compared.number:
                break
            compared = _compare(self.desired, compared.seen, newest)  # the listing of versions lagged behind
        raise _is_drafted(draft)

    def write(self, compared: _Comparison) -> EnsuredConfiguration | Seen:
        """Write and publish; return what must be compared again: it is partial, old, or someone else published."""
        compared = self._unless_drafted(compared)
        seen, renewals = compared.seen, self._renewals
        # A row of a listing may be partial; the write is made from the draft itself.
        is_thin = seen.is_row and compared.base is compared.draft and compared.has_to_write
        if not is_thin and (not renewals or self.client.clock.monotonic() - seen.read_at <= FRESH_FOR):
            try:
                ensured = self._published(compared, seen.read_at + FRESH_FOR if renewals else None)
                if ensured is not None:
                    return ensured
                self._turns -= 1
            except Outdated:
                self._renewals -= 1
        elif not is_thin:
            self._renewals -= 1
        fresh = self.reads.draft(seen.id)
        if not self._turns:
            raise Conflict(
                "it was published by someone else again and again while it was being changed",
                advice="Run it again once they are done.",
            )
        return fresh

    def _published(self, compared: _Comparison, send_by: float | None) -> EnsuredConfiguration | None:
        """Write and publish; None if somebody else has published meanwhile, so that the change must be planned again.

        Raises Outdated if the draft could not be sent before ``send_by``.
        """
        desired, seen = self.desired, compared.seen
        draft = found_draft({**compared.draft, "id": seen.id})
        if compared.has_to_write:
            draft = write_draft(self.api, seen.id, compared.target, compared.draft, send_by)
        with counts_as_changed(compared.plan.diff):
            finished = self.publish(draft, compared.number, seen.read_at)
            if finished is None:
                return None
            missing = desired.plan(finished.entity).changes
            if missing:
                raise Conflict(f"the writes were accepted, but {', '.join(missing)} did not take the desired value")
        differs = not desired.publish and compared.leaves_draft
        plan, version = compared.plan, finished.version or compared.version
        if not finished.is_own and not compared.has_to_write:  # somebody else has made the change meanwhile
            plan = _compare(desired, Seen(finished.entity, seen.read_at), finished.entity).plan
        return EnsuredConfiguration(
            entity=finished.entity,
            diff=plan.diff,
            changes=plan.changes,
            changed=plan.changed,
            version=version,
            draft_differs=differs,
            configuration_id=seen.id,
        )

    def publish(self, draft: Draft, newest: int, read_at: float | None = None) -> _Finished | None:
        """Publish the draft if the task wants it; None if somebody has published something else since.

        ``newest``: the highest number as it was at ``read_at``.
        """
        api, desired, deadline = self.api, self.desired, self.deadline
        if not desired.publish:
            is_done = draft.written.is_ours(draft.entity) and not desired.wait
            return _Finished(draft.entity if is_done else wait_for_draft(api, draft, deadline), None)
        is_anothers = not draft.is_own and _is_at_work(api, draft.entity)
        wait_for_draft(api, draft, deadline)
        found: JsonObject | None = None
        if is_anothers:
            found = wait_for_publication(api, draft.configuration_id, newest, RIVAL_MAY_TAKE)
        elif read_at is not None and api.client.clock.monotonic() - read_at > FRESH_FOR:
            found = self.reads.newest(draft.configuration_id)
        if found is not None and (version_number(found) or 0) > newest:
            return _Finished(found, str(found["version"]), False) if holds_content(found, draft.content) else None
        version = publish(api, draft, newest, deadline)
        _require_next(api, draft, newest, version)
        if desired.wait:
            version = wait_for_version(api, draft.configuration_id, version, deadline)
        return _Finished(version, str(version.get("version")))


def _is_at_work(api: WebDeploymentsApi, draft: JsonObject) -> bool:
    """Return whether somebody else saved the draft a moment ago, and may be about to publish it."""
    return draft.get("status") == "Pending" or is_recent(
        draft.get("dateModified"), api.client.served_at, RIVAL_MAY_TAKE
    )


def wait_for_publication(
    api: WebDeploymentsApi, configuration_id: str, newest: int, seconds: float
) -> JsonObject | None:
    """Wait so many seconds for somebody else's publication and return it; None if there is no newer version."""

    def look() -> JsonObject | None:
        found = newest_published(api.versions(configuration_id))
        return found if found is not None and (version_number(found) or 0) > newest else None

    try:
        return Deadline(api.client, seconds, "").until(look, f"configuration {configuration_id}", "unpublished")
    except Unavailable:
        return None


def _require_next(api: WebDeploymentsApi, draft: Draft, newest: int, version: JsonObject) -> None:
    """Raise Conflict if another version lies between the one that was read and ours, which lacks its changes."""
    number = version_number(version) or 0
    if number <= newest + 1:
        return
    between = [each for each in api.versions(draft.configuration_id) if newest < (version_number(each) or 0) < number]
    theirs = [each for each in between if not is_same_content(each, draft.content)]
    if theirs:
        told = ", ".join(f"{each['version']} ({', '.join(differing_paths(draft.content, each))})" for each in theirs)
        raise Conflict(
            f"version {number} was published, but lacks what someone else published at the same moment: {told}",
            advice=f"Compare them, and set the values to keep in the task. {NOT_PINNED}",
        )


def _is_drafted(draft: JsonObject) -> Conflict:
    return Conflict(
        f"it has an unpublished draft that differs from the published version{last_edit(draft)}",
        advice="Publish or discard that draft in Genesys Cloud, or set overwrite_draft: true to lose it.",
    )


def refuse_renamed(name: str, newest: JsonObject | None) -> None:
    """Raise Conflict if only an unpublished draft has the name."""
    if newest is not None and newest.get("name") != name:
        raise Conflict(
            f"{name!r} is the name of an unpublished draft, whose configuration ({newest['id']}) is published as "
            f"{newest.get('name')!r}",
            advice=f"Use the name {newest.get('name')!r}, or select by id: {newest['id']}.",
        )
