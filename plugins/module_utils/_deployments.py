# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over web deployments: list them, ensure that one is as wanted, or gone."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import _audit, _deployment
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._configurations import draft_named, refuse_renamed
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Conflict, InvalidInput, NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._lookup import the_one_named
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan, make_plan, merge
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience
from ansible_collections.genesys.cloud.plugins.module_utils._publishing import (
    deployment_gone,
    deployment_ready,
    finished_version,
    settled_deployment,
    unless_going,
    version_ready,
    write_deployment,
)
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)

LOOK_UP = "webmessaging_deployment_info lists the deployments that exist, with their ids."
WAIT_LONGER = "What was written stands; run it again, or raise wait_timeout."
IDENTITY = "identity_resolution"


@dataclass(frozen=True)
class DeploymentWish:
    """``state``: in the collection's words; ``configuration``: id or name, and version, as the task gives them."""

    selector: Selector
    state: JsonObject
    configuration: Mapping[str, Any] | None = None
    identity_resolution: JsonObject | None = None
    wait: bool = True
    wait_timeout: float = 60.0


@dataclass(frozen=True)
class Ensured:
    """``entity`` is the deployment as the API has it (in check mode: as it would), None after it went."""

    entity: JsonObject | None
    diff: JsonObject
    changed: bool
    identity_resolution: JsonObject | None = None

    def to_result(self) -> JsonObject:
        deployment = None
        if self.entity is not None:
            deployment = {**_deployment.to_result(self.entity), IDENTITY: self.identity_resolution}
        return {"changed": self.changed, "diff": self.diff, "deployment": deployment}


def ensure_present(session: Session, wish: DeploymentWish) -> Ensured:
    """Create the deployment, or write what differs, with one audit entry."""
    operation = Operation("DEPLOYMENT_UPDATE", "deployment", wish.selector.id, wish.selector.name)
    with session.audit.operation(operation):
        api, patience = _api(session), Patience(session.gateway.client, wish.wait_timeout, WAIT_LONGER)
        waits = None if session.check_mode else patience
        entity = unless_going(_find(api, wish.selector), wish.selector, api.deployment, waits, "deployment")
        if entity is None:
            return _create(session, operation, wish, patience)
        operation.resource_id, operation.resource_name = str(entity["id"]), entity.get("name")
        return _update(session, operation, wish, entity, patience)


def ensure_absent(session: Session, selector: Selector, wait: bool, wait_timeout: float) -> Ensured:
    """Delete the deployment if it is there, with one audit entry."""
    operation = Operation("DEPLOYMENT_DELETE", "deployment", selector.id, selector.name)
    with session.audit.operation(operation):
        api = _api(session)
        entity = found_or_none(lambda: _find(api, selector))
        if entity is None or entity.get("status") == "Deleting":
            operation.outcome = _audit.UNCHANGED
            return Ensured(None, {"before": {}, "after": {}}, False)
        deployment_id = operation.resource_id = str(entity["id"])
        operation.resource_name, operation.changes = entity.get("name"), ("state",)
        before = {"state": "present", **_deployment.state_of(entity)}
        diff = {"before": before, "after": {"state": "absent"}}
        if not session.check_mode:
            patience = Patience(session.gateway.client, wait_timeout, WAIT_LONGER)
            deployment_gone(api, deployment_id, patience if wait else None, diff)
        operation.outcome = _audit.CHECKED if session.check_mode else _audit.DELETED
        return Ensured(None, diff, True)


def listed(session: Session, selector: Selector, identity_resolution: bool) -> list[JsonObject]:
    """The deployments that match, as results; with the identity resolution of each where that is asked for."""
    api = _api(session)
    if selector.id is not None:
        wanted = selector.id
        entity = found_or_none(lambda: api.deployment(wanted))
        found = [] if entity is None else [entity]
    else:
        found = [item for item in api.bare_deployments() if selector.matches(str(item.get("name")))]
    rows = [_deployment.to_result(entity) for entity in found]
    if not identity_resolution:
        return rows
    each = session.gateway.client.each(lambda item: api.identity_resolution(str(item["id"])), found)
    return [{**row, IDENTITY: identity} for row, identity in zip(rows, each)]


def _api(session: Session) -> WebDeploymentsApi:
    return session.gateway.webdeployments.api


def _find(api: WebDeploymentsApi, selector: Selector) -> JsonObject | None:
    """By id it must be there; by name it may be made."""
    if selector.id is None:
        return the_one_named(api.bare_deployments(), selector.name or "", "deployment")
    try:
        return api.deployment(selector.id)
    except NotFound as error:
        error.advice = error.advice or LOOK_UP
        raise


def _pin(
    api: WebDeploymentsApi, wanted: Mapping[str, Any] | None, pinned: JsonObject, patience: Patience | None
) -> JsonObject:
    """``{id, version}`` that the deployment shall have; empty where it is to be left alone.

    ``patience``: for a version that the service is not done with, which cannot be pinned yet; None: without waiting.
    """
    if wanted is None:
        return {}
    configuration_id, version = wanted.get("id") or pinned.get("id"), wanted.get("version")
    if wanted.get("name") is not None:
        configuration_id = _configuration_named(api, wanted["name"])
    if configuration_id == pinned.get("id") and version in (None, pinned.get("version")):
        return pinned
    versions = {str(item["version"]): item for item in api.versions(str(configuration_id))}
    newest = newest_published(versions.values())
    if wanted.get("name") is not None:
        refuse_renamed(wanted["name"], newest)
    if newest is None:
        raise Conflict(
            f"nothing of configuration {configuration_id} has been published yet, so nothing of it can be pinned",
            advice="webmessaging_configuration publishes it.",
        )
    if version in (None, _deployment.LATEST):
        version = newest["version"]
    if version not in versions:
        numbers = sorted(number for number in map(version_number, versions.values()) if number is not None)
        raise NotFound(
            f"configuration {configuration_id} has no version {version}",
            advice=f"It has {', '.join(map(str, numbers))}.",
        )
    if patience is None:
        finished_version(str(configuration_id), versions[version])
    else:
        version_ready(api, str(configuration_id), versions[version], patience)
    return {"id": configuration_id, "version": version}


def _configuration_named(api: WebDeploymentsApi, name: str) -> str:
    named = draft_named(api, name, "Give configuration.id.")
    if named is None:
        raise NotFound(
            f"no configuration has the name {name!r}",
            advice="Names are compared exactly, case and spaces included; webmessaging_configuration_info lists them.",
        )
    return str(named["id"])


def _create(session: Session, operation: Operation, wish: DeploymentWish, patience: Patience) -> Ensured:
    operation.action = "DEPLOYMENT_CREATE"
    problems = _deployment.problems_of_new(wish.state, wish.configuration)
    if problems:
        raise InvalidInput(problems)
    api, identity = _api(session), wish.identity_resolution
    pin = _pin(api, wish.configuration, {}, None if session.check_mode else patience)
    state = {**wish.state, "name": wish.selector.name, "configuration": pin}
    state = {key: value for key, value in state.items() if value is not None}
    told = state if identity is None else {**state, IDENTITY: identity}
    operation.changes = tuple(sorted(told))
    diff = {"before": {"state": "absent"}, "after": {"state": "present", **told}}
    body = _deployment.body({}, state)
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        return Ensured({"status": "Active", **body}, diff, True, identity)
    entity = session.gateway.client.settle(
        lambda tries: api.create_deployment(body, tries),
        lambda: the_one_named(api.bare_deployments(), str(wish.selector.name), "deployment"),
    )
    deployment_id = operation.resource_id = str(entity["id"])
    with accepted(diff):
        if identity is not None:
            identity = _write_identity(api, deployment_id, api.identity_resolution(deployment_id), identity)
        if wish.wait:
            entity = deployment_ready(api, entity, patience)
    operation.outcome = _audit.CREATED
    return Ensured(entity, diff, True, identity)


def _update(
    session: Session, operation: Operation, wish: DeploymentWish, entity: JsonObject, patience: Patience
) -> Ensured:
    api, deployment_id = _api(session), str(entity["id"])
    if "status" in wish.state:
        entity = settled_deployment(api, entity, patience)  # which status it will have shows only then
    pinned = _deployment.state_of(entity)["configuration"]
    pin = _pin(api, wish.configuration, pinned, None if session.check_mode else patience)
    wanted = {**wish.state, "configuration": pin} if pin else wish.state
    plan = _deployment.plan(entity, wanted)
    there = None if wish.identity_resolution is None else api.identity_resolution(deployment_id)
    identity_plan = make_plan(there or {}, wish.identity_resolution or {})
    diff = plan.diff if there is None else _together(plan, identity_plan)
    operation.changes = (*plan.changes, *(f"{IDENTITY}.{path}" for path in identity_plan.changes))
    if not operation.changes:
        operation.outcome = _audit.UNCHANGED
        return Ensured(entity, diff, False, there)
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        identity = None if there is None else merge(there, identity_plan.patch)
        return Ensured(_predicted(entity, plan), diff, True, identity)
    if plan.changed and entity.get("status") == "Pending":
        settled = settled_deployment(api, entity, patience)
        return _update(session, operation, wish, settled, patience)  # someone else may have changed it meanwhile
    if plan.changed:
        entity = write_deployment(api, deployment_id, _deployment.body(entity, plan.patch), patience)
    with accepted(diff) if plan.changed else nullcontext():
        if plan.changed and wish.wait:
            entity = deployment_ready(api, entity, patience)
        if identity_plan.changed:
            there = _write_identity(api, deployment_id, there or {}, identity_plan.patch)
    with accepted(diff):
        missing = [path for path in _deployment.plan(entity, wanted).changes if wish.wait or path != "status"]
        if missing:
            raise Conflict(f"the write was accepted, but {', '.join(missing)} did not become what was wanted")
    operation.outcome = _audit.UPDATED
    return Ensured(entity, diff, True, there)


def _predicted(entity: JsonObject, plan: Plan) -> JsonObject:
    kept = {key: entity.get(key) for key in ("id", "snippet", "status")}
    body = _deployment.body(entity, plan.patch)
    reference = entity.get("configuration") or {}
    is_same = body["configuration"].get("id") == reference.get("id")
    name = {"name": reference.get("name")} if is_same else {}
    return {**kept, **body, "configuration": {**body["configuration"], **name}}


def _write_identity(api: WebDeploymentsApi, deployment_id: str, there: JsonObject, patch: JsonObject) -> JsonObject:
    body = {key: value for key, value in merge(there, patch).items() if value is not None and key != "selfUri"}

    def send(tries: Tries) -> JsonObject:
        return api.replace_identity_resolution(deployment_id, body, tries)

    def look() -> JsonObject | None:
        fresh = api.identity_resolution(deployment_id)
        return None if make_plan(fresh, patch).changed else fresh

    return api.client.settle(send, look)


def _together(plan: Plan, identity: Plan) -> JsonObject:
    """One diff of what two writes do."""
    before, after = {**plan.before, IDENTITY: identity.before}, {**plan.after, IDENTITY: identity.after}
    return {"before": before, "after": after}
