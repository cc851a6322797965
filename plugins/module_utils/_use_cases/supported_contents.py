# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over supported content profiles: list them, ensure that one is as desired, or absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from .._core.errors import Conflict, NotFound
from .._core.json_values import JsonObject, at
from .._core.plan import Plan
from .._core.selector import Selector
from .._http.client import found_or_none
from .._http.shared_looks import SharedLooks
from .._http.waiting import once_there
from .._webdeployments import supported_content as rules
from .context import Context
from .ensure import Ensured
from .ensure_webdeployment import Endpoints, WebDeploymentSteps
from .foretold import SUPPORTED_CONTENT
from .seen import Seen
from .supported_content_writes import ContentWrite, delete_unused, is_shown, make_default, named, new_profile, plan_for
from .webdeployment_reads import Reads

DELETED_WITHIN = 180.0
"""Seconds in which a deletion has to show; as long as the Terraform provider waits for it."""


@dataclass(frozen=True)
class DesiredContent:
    """``state``: in the collection's words."""

    selector: Selector
    state: JsonObject


@dataclass(frozen=True)
class EnsuredContent(Ensured):
    is_default: bool = False

    @property
    def becomes_default(self) -> bool:
        return self.is_default and rules.DEFAULT in self.changes

    def to_result(self) -> JsonObject:
        content = None if self.entity is None else rules.to_result(self.entity, self.is_default)
        return {"changed": self.changed, "diff": self.diff, SUPPORTED_CONTENT: content}


@dataclass(frozen=True)
class _Comparison:
    seen: Seen
    is_default: bool
    plan: Plan
    version: str | None = None

    @property
    def changes(self) -> tuple[str, ...]:
        return self.plan.changes


def listed(context: Context, selector: Selector) -> list[JsonObject]:
    """Return the profiles that match, as results. A profile is read singly if its row does not show its types."""
    reads = Reads(context.webdeployments)
    if selector.id is not None:
        wanted = selector.id
        entity = found_or_none(lambda: reads.content.profile(wanted))
        found = [] if entity is None else [entity]
    else:
        rows = [row for row in reads.profiles() if selector.matches(str(row.get("name")))]
        found = [whole for whole in context.client.each(lambda row: _whole(reads, row), rows) if whole is not None]
    default = reads.default_profile_id() if found else None
    return [rules.to_result(entity, entity["id"] == default) for entity in found]


def _whole(reads: Reads, row: JsonObject) -> JsonObject | None:
    if rules.shows_media_types(row):
        return row
    return found_or_none(lambda: reads.content.profile(str(row["id"])))


class ContentSteps(WebDeploymentSteps[_Comparison, EnsuredContent]):
    """Finds, creates, changes and deletes a supported content profile."""

    noun = "supported content"
    subject = "CONTENT"
    ensured = EnsuredContent

    def __init__(self, context: Context, desired: DesiredContent) -> None:
        super().__init__(context, desired.selector, True, DELETED_WITHIN)
        self.desired = desired

    @property
    def endpoints(self) -> Endpoints:
        reads, api = self.reads, self.reads.content
        looks = SharedLooks(self.client, reads.profiles)  # no row tells a status, so each is read singly
        return Endpoints(reads.profiles, reads.profile, reads.profile_to_compare, delete_unused(api), looks)

    @property
    def where_listed(self) -> str:
        return "messaging_supported_content_info lists the profiles that exist, with their ids."

    def named(self, name: str) -> Seen | None:
        return self.reads.profile_named(name)

    def compare(self, seen: Seen) -> _Comparison:
        seen = self._whole(seen)
        is_default = self._is_default(seen.id)
        return _Comparison(seen, is_default, plan_for(seen.entity, is_default, self.desired.state))

    def _whole(self, seen: Seen) -> Seen:
        if seen.is_row and not rules.shows_media_types(seen.entity):
            seen = self.reads.profile(seen.id)
        self.context.names.note(SUPPORTED_CONTENT, seen.entity)
        return seen

    def _is_default(self, profile_id: str) -> bool:
        return (self.context.foretold.default_content() or self.reads.default_profile_id()) == profile_id

    def unchanged(self, compared: _Comparison) -> EnsuredContent:
        return EnsuredContent(entity=compared.seen.entity, diff=compared.plan.diff, is_default=compared.is_default)

    def predicted(self, compared: _Comparison) -> EnsuredContent:
        plan, entity = compared.plan, compared.seen.entity
        entity = {**entity, **rules.body(entity, plan.patch)}
        becomes_default = rules.DEFAULT in plan.patch
        self._note(compared.seen.id, entity.get("name"), becomes_default)
        return self._told(entity, plan, compared.is_default or becomes_default)

    def _note(self, profile_id: str | None, name: str | None, becomes_default: bool) -> None:
        self.context.foretold.note(SUPPORTED_CONTENT, profile_id, name, default=becomes_default)

    def _told(self, entity: JsonObject, plan: Plan, is_default: bool) -> EnsuredContent:
        return EnsuredContent(
            entity=entity, diff=plan.diff, changes=plan.changes, changed=plan.changed, is_default=is_default
        )

    def write(self, compared: _Comparison) -> EnsuredContent:
        write = ContentWrite(self.reads, self.desired.state, compared.seen, compared.is_default)
        entity = write.run()
        return self._told(entity, write.plan, compared.is_default or rules.DEFAULT in write.plan.patch)

    def new(self) -> tuple[JsonObject, JsonObject]:
        blocked: JsonObject = {direction: [] for direction in rules.DIRECTIONS}
        state = {"name": self.selector.name, **blocked, **self.desired.state}
        return state, rules.body({}, state)

    @property
    def _wants_default(self) -> bool:
        return rules.DEFAULT in self.desired.state

    def predicted_new(self, body: JsonObject, diff: JsonObject) -> EnsuredContent:
        self._note(None, self.selector.name, self._wants_default)
        return self._created(body, diff)

    def _created(self, entity: JsonObject, diff: JsonObject) -> EnsuredContent:
        return EnsuredContent(
            entity=entity, diff=diff, changes=self.operation.changes, changed=True, is_default=self._wants_default
        )

    def post(self, body: JsonObject, look: Callable[[], JsonObject | None]) -> JsonObject:
        return new_profile(self.reads, body, look)

    def is_made_of(self, entity: JsonObject, body: JsonObject) -> bool:
        return rules.state_of(entity) == rules.state_of(body)

    def theirs(self, entity: JsonObject, own: JsonObject | None) -> Seen:
        self.warn_of_theirs(named(entity), own)
        profile_id = str(entity["id"])
        return self.deadline.until(lambda: once_there(lambda: self.reads.profile(profile_id)), named(entity))

    def finish(self, entity: JsonObject, diff: JsonObject) -> EnsuredContent:
        if not is_shown(entity, self.desired.state):
            entity = self.deadline.until(lambda: self._shown(str(entity["id"])), named(entity), "not as it was created")
        self.context.names.note(SUPPORTED_CONTENT, entity)
        if self._wants_default:
            self.deadline.until(lambda: once_there(lambda: self._make_default(entity, diff)), named(entity))
        return self._created(entity, diff)

    def _shown(self, profile_id: str) -> JsonObject | None:
        fresh = once_there(lambda: self.reads.content.profile(profile_id))
        return fresh if rules.holds(fresh, self.desired.state) else None

    def _make_default(self, entity: JsonObject, diff: JsonObject) -> bool:
        make_default(self.reads, entity, diff)
        return True

    def state_to_delete(self, seen: Seen) -> JsonObject | None:
        try:
            seen = self._whole(seen)
        except NotFound:
            return None
        is_default = self._is_default(seen.id)
        self._refuse_used(seen.id, is_default)
        return rules.state_of(seen.entity, is_default)

    def _refuse_used(self, profile_id: str, is_default: bool) -> None:
        users = [
            f"{user.get('name')!r} ({user['id']}{', which is being deleted' if self.is_going(user) else ''})"
            for user in self.reads.users_of_content()
            if at(user, ["supportedContent", "id"]) == profile_id
            and not self.context.foretold.leaves_content(str(user["id"]), profile_id)
        ]
        reasons = ["it is the org's default"] * is_default
        reasons += [f"deployments use it: {', '.join(users)}"] if users else []
        ways_out = ["Make another profile the default first."] * is_default
        ways_out += ["Give the deployments another profile, or delete them first."] * bool(users)
        if reasons:
            raise Conflict(", and ".join(reasons), advice=" ".join(ways_out))
