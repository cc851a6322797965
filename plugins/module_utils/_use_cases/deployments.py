# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over web deployments: list them, ensure that one is as desired, or absent."""

from __future__ import annotations

from typing import Callable

from .._core.errors import InvalidInput
from .._core.json_values import JsonObject
from .._core.selector import Selector
from .._core.unreadable import Parts
from .._http.client import found_or_none
from .._http.freshness import fields_in_no_row
from .._http.sender import Tries
from .._http.waiting import once_there
from .._webdeployments import deployment as deployment_rules
from .._webdeployments.api import pinned_version
from .._webdeployments.mapping import DEPLOYMENT_WRITABLE
from .._webdeployments.pinning import holds, named, not_yet_if_young, wait_for_deployment
from .context import Context
from .deployment_update import IDENTITY, DeploymentUpdate, EnsuredDeployment, note_names
from .foretold import DEPLOYMENT
from .seen import Seen


def listed(
    context: Context, selector: Selector, identity_resolution: bool, skip_unreadable: bool = False
) -> list[JsonObject]:
    """Return the deployments that match, as results; with the identity resolution of each if the task asks for it.

    Then each is read whole: the listing may leave out a field that none of its rows shows.
    """
    api, is_thin = context.webdeployments, False
    if selector.id is not None:
        wanted = selector.id
        entity = found_or_none(lambda: api.deployment(wanted))
        found = [] if entity is None else [entity]
    else:
        rows = api.bare_deployments()
        is_thin = bool(fields_in_no_row(rows, DEPLOYMENT_WRITABLE))
        found = [item for item in rows if selector.matches(str(item.get("name")))]
    if not identity_resolution:
        return [{**deployment_rules.to_result(item), **Parts(context.redactor, skip_unreadable).told} for item in found]

    def whole(item: JsonObject) -> JsonObject | None:
        parts, deployment_id = Parts(context.redactor, skip_unreadable), str(item["id"])
        entity: JsonObject | None = item
        if is_thin:
            entity = parts.read("deployment", lambda: found_or_none(lambda: api.deployment(deployment_id)))
            if entity is None and not parts.failures:
                return None  # deleted since
        identity = parts.read(IDENTITY, lambda: api.identity_resolution(deployment_id))
        return {**deployment_rules.to_result(entity or item), IDENTITY: identity, **parts.told}

    return [row for row in context.client.each(whole, found) if row is not None]


class DeploymentSteps(DeploymentUpdate):
    """Finds, creates and deletes a deployment."""

    def named(self, name: str) -> Seen | None:
        seen, self.unshown = self.reads.deployment_named(name)
        return seen

    def new(self) -> tuple[JsonObject, JsonObject]:
        desired, identity = self.desired, self.desired.identity_resolution
        self.acts("CREATE")  # a missing or unusable value is an error of the creation
        problems = deployment_rules.problems_of_new(desired.state, desired.configuration)
        if problems:
            raise InvalidInput(problems)
        state = {**self.wanted_state(), "name": self.selector.name, "configuration": self.pin.wanted({})}
        state = {key: value for key, value in state.items() if value is not None}
        return state if identity is None else {**state, IDENTITY: identity}, deployment_rules.body({}, state)

    def predicted_new(self, body: JsonObject, diff: JsonObject) -> EnsuredDeployment:
        predicted = {"status": "Active", **body}
        return self.told(predicted, diff, self.operation.changes, True, self.desired.identity_resolution)

    def post(self, body: JsonObject, look: Callable[[], JsonObject | None]) -> JsonObject:
        what = f"version {body['configuration']['version']} of configuration {body['configuration']['id']}"

        def create(tries: Tries) -> JsonObject:
            return not_yet_if_young(lambda: self.api.create_deployment(body, tries), self.pin.is_young)

        return self.deadline.until(lambda: self.client.settle(create, look, creates=True), what)

    def is_made_of(self, entity: JsonObject, body: JsonObject) -> bool:
        return holds(entity, body)

    def theirs(self, entity: JsonObject, own: JsonObject | None) -> Seen:
        self.warn_of_theirs(named(entity), own)
        read_at = self.client.clock.monotonic()
        fresh = self.deadline.until(lambda: once_there(lambda: self.api.deployment(str(entity["id"]))), named(entity))
        return Seen(fresh, read_at)

    def finish(self, entity: JsonObject, diff: JsonObject) -> EnsuredDeployment:
        identity = self.desired.identity_resolution
        if identity is not None:
            identity = self.write_identity(str(entity["id"]), identity, is_new=True)
        if self.desired.wait:
            entity = wait_for_deployment(self.api, entity, self.deadline)
        return self.told(entity, diff, self.operation.changes, True, identity)

    def state_to_delete(self, seen: Seen) -> JsonObject:
        self.operation.version_before = pinned_version(seen.entity)
        gone = {"configuration": None, "supported_content": None}
        self.context.foretold.note(DEPLOYMENT, seen.id, seen.entity.get("name"), **gone)
        note_names(self.context.names, seen.entity)
        return deployment_rules.state_of(seen.entity)
