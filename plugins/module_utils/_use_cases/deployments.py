# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over web deployments: list them, ensure that one is as wanted, or gone."""

from __future__ import annotations

from .._core import outcomes
from .._core.errors import (
    InvalidInput,
    NotFound,
)
from .._core.json_values import JsonObject
from .._core.lookup import find_named
from .._core.plan import NO_DIFF
from .._core.selector import Selector
from .._core.unreadable import Parts
from .._http.client import counts_as_changed, found_or_none
from .._http.freshness import fields_in_no_row
from .._http.sender import Tries
from .._http.waiting import Deadline, once_there
from .._webdeployments import deployment as deployment_rules
from .._webdeployments.api import (
    WebDeploymentsApi,
    pinned_version,
)
from .._webdeployments.deletion import delete_deployment, wait_out_deletion
from .._webdeployments.mapping import DEPLOYMENT_WRITABLE
from .._webdeployments.pinning import (
    holds,
    named,
    not_yet_if_young,
    wait_for_deployment,
)
from .._webdeployments.twins import (
    made_or_named,
    older_in_its_place,
    once_withdrawn,
)
from .audit import Operation
from .context import Context
from .deployment_update import (
    IDENTITY,
    WAIT_LONGER,
    DeploymentTask,
    DesiredDeployment,
    EnsuredDeployment,
    Seen,
    update,
    wanted_pin,
    write_identity,
)
from .foretold import DEPLOYMENT

LOOK_UP = "webmessaging_deployment_info lists the deployments that exist, with their ids."
COMPARED = "compared with what is wanted."


def ensure_present(context: Context, desired: DesiredDeployment) -> EnsuredDeployment:
    """Create the deployment, or write what differs, with one audit entry."""
    operation = Operation("DEPLOYMENT_UPDATE", "deployment", desired.selector.id, desired.selector.name)
    with context.audit.operation(operation):
        task = DeploymentTask(context, operation, desired, Deadline(context.client, desired.wait_timeout, WAIT_LONGER))
        try:
            return _noted(operation, _present(task))
        except NotFound as error:
            is_gone = operation.resource_id is not None and not error.result.get("changed")
            if desired.selector.id is not None or not is_gone:
                raise
            return _noted(operation, _present(task))  # a listing still showed what somebody had deleted


def _noted(operation: Operation, ensured: EnsuredDeployment) -> EnsuredDeployment:
    operation.version_after = pinned_version(ensured.entity)
    return ensured


def _present(task: DeploymentTask) -> EnsuredDeployment:
    api, selector = task.api, task.desired.selector
    waits = None if task.context.check_mode else task.deadline
    read_at = api.client.clock.monotonic()
    found, unshown = _find(api, selector)
    entity = wait_out_deletion(found, selector, api.deployment, waits, "deployment")
    return _create(task) if entity is None else update(task, Seen(entity, read_at, unshown))


def ensure_absent(context: Context, selector: Selector, wait: bool, wait_timeout: float) -> EnsuredDeployment:
    """Delete the deployment if it is there, with one audit entry."""
    operation = Operation("DEPLOYMENT_DELETE", "deployment", selector.id, selector.name)
    with context.audit.operation(operation):
        api = _api(context)
        found = found_or_none(lambda: _find(api, selector))
        entity = found[0] if found else None
        if entity is None or entity.get("status") == "Deleting":
            operation.outcome = outcomes.UNCHANGED
            return EnsuredDeployment(None, NO_DIFF, False)
        deployment_id = operation.resource_id = str(entity["id"])
        operation.resource_name, operation.changes = entity.get("name"), ("state",)
        operation.version_before = pinned_version(entity)
        before = {"state": "present", **deployment_rules.state_of(entity)}
        diff = {"before": before, "after": {"state": "absent"}}
        context.foretold.note(DEPLOYMENT, deployment_id, entity.get("name"), configuration=None)
        if not context.check_mode:
            deadline = Deadline(context.client, wait_timeout, WAIT_LONGER)
            if not delete_deployment(api, deployment_id, deadline if wait else None, diff):
                operation.outcome, operation.changes = outcomes.UNCHANGED, ()
                return EnsuredDeployment(None, NO_DIFF, False)
        operation.outcome = outcomes.CHECKED if context.check_mode else outcomes.DELETED
        return EnsuredDeployment(None, diff, True)


def listed(
    context: Context, selector: Selector, identity_resolution: bool, skip_unreadable: bool = False
) -> list[JsonObject]:
    """The deployments that match, as results; with the identity resolution of each where that is asked for.

    All of each is asked for then: what the listing shows of none of them, it may leave out.
    """
    api, is_thin = _api(context), False
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


def _api(context: Context) -> WebDeploymentsApi:
    return context.webdeployments


def _find(api: WebDeploymentsApi, selector: Selector) -> tuple[JsonObject | None, frozenset[str]]:
    """By id it must be there; by name it may be made. And which of its fields may not be shown (see ``Seen``)."""
    if selector.id is None:
        name = selector.name or ""
        return once_withdrawn(
            api.client,
            api.bare_deployments,
            lambda rows: (find_named(rows, name, "deployment"), fields_in_no_row(rows, DEPLOYMENT_WRITABLE)),
            name,
        )
    try:
        return api.deployment(selector.id), frozenset()
    except NotFound as error:
        error.advice = error.advice or LOOK_UP
        raise


def _create(task: DeploymentTask) -> EnsuredDeployment:
    context, operation, desired, api = task.context, task.operation, task.desired, task.api
    operation.action = "DEPLOYMENT_CREATE"
    problems = deployment_rules.problems_of_new(desired.state, desired.configuration)
    if problems:
        raise InvalidInput(problems)
    identity = desired.identity_resolution
    state = {**desired.state, "name": desired.selector.name, "configuration": wanted_pin(task, {})}
    state = {key: value for key, value in state.items() if value is not None}
    told = state if identity is None else {**state, IDENTITY: identity}
    operation.changes = tuple(sorted(told))
    diff = {"before": {"state": "absent"}, "after": {"state": "present", **told}}
    body = deployment_rules.body({}, state)
    if context.check_mode:
        operation.outcome = outcomes.CHECKED
        return EnsuredDeployment({"status": "Active", **body}, diff, True, identity)
    entity, is_ours = _post(task, body)
    if not is_ours:
        return _use_theirs(task, entity, f"while ours was being created. It was {COMPARED}")
    deployment_id = operation.resource_id = str(entity["id"])
    twin = older_in_its_place(
        api.client, api.bare_deployments, entity, lambda: delete_deployment(api, deployment_id, None, NO_DIFF), diff
    )
    if twin is not None:
        return _use_theirs(
            task, twin, f"at the same moment. Ours ({deployment_id}) was withdrawn, and theirs was {COMPARED}"
        )
    with counts_as_changed(diff):
        if identity is not None:
            identity = write_identity(task, deployment_id, identity, is_new=True)
        if desired.wait:
            entity = wait_for_deployment(api, entity, task.deadline)
    operation.outcome = outcomes.CREATED
    return EnsuredDeployment(entity, diff, True, identity)


def _post(task: DeploymentTask, body: JsonObject) -> tuple[JsonObject, bool]:
    """Create the deployment once and only once: what there is of its name then, and whether it is ours."""
    api = task.api
    found: list[JsonObject] = []

    def look() -> JsonObject | None:
        found[:] = made_or_named(api.bare_deployments(), body["name"], lambda deployment: holds(deployment, body))
        return found[0] if found else None

    def create(tries: Tries) -> JsonObject:
        return not_yet_if_young(lambda: api.create_deployment(body, tries), task.is_young)

    what = f"version {body['configuration']['version']} of configuration {body['configuration']['id']}"
    entity = task.deadline.until(lambda: api.client.settle(create, look, creates=True), what)
    return entity, not found or holds(entity, body)


def _use_theirs(task: DeploymentTask, entity: JsonObject, when: str) -> EnsuredDeployment:
    task.context.warnings.append(f"Someone else created {named(entity)} {when}")
    task.operation.action = "DEPLOYMENT_UPDATE"
    read_at = task.api.client.clock.monotonic()
    fresh = task.deadline.until(lambda: once_there(lambda: task.api.deployment(str(entity["id"]))), named(entity))
    return update(task, Seen(fresh, read_at))
