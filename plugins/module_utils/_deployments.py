# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over web deployments: list them, ensure that one is as wanted, or gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import _audit, _deployment
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._configurations import draft_named, refuse_renamed
from ansible_collections.genesys.cloud.plugins.module_utils._deletion import delete_deployment, unless_going
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Conflict,
    GenesysError,
    InvalidInput,
    NotFound,
)
from ansible_collections.genesys.cloud.plugins.module_utils._freshness import FRESH_FOR, show_every_field
from ansible_collections.genesys.cloud.plugins.module_utils._lookup import the_one_named
from ansible_collections.genesys.cloud.plugins.module_utils._pinning import (
    change_deployment,
    holds,
    named,
    not_yet_if_young,
    settled_deployment,
    wait_for_deployment,
)
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan, make_plan, merge
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience, once_there
from ansible_collections.genesys.cloud.plugins.module_utils._publishing import (
    finished_version,
    published_since,
    wait_for_version,
)
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._twins import older_twin
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import DEPLOYMENT_WRITABLE
from ansible_collections.genesys.cloud.plugins.module_utils._written import is_recent

LOOK_UP = "webmessaging_deployment_info lists the deployments that exist, with their ids."
WAIT_LONGER = "What was written stands; run it again, or raise wait_timeout."
IDENTITY = "identity_resolution"
COMPARED = "compared with what is wanted."


@dataclass(frozen=True)
class DeploymentWish:
    """``state``: in the collection's words; ``configuration``: id or name, and version, as the task gives them."""

    selector: Selector
    state: JsonObject
    configuration: Mapping[str, Any] | None = None
    identity_resolution: JsonObject | None = None
    wait: bool = True
    wait_timeout: float = 180.0


@dataclass
class _Task:
    """What ensuring one deployment works with; ``is_young``: the version to be pinned was published just now."""

    session: Session
    operation: Operation
    wish: DeploymentWish
    patience: Patience
    is_young: bool = False

    @property
    def api(self) -> WebDeploymentsApi:
        return _api(self.session)


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
        task = _Task(session, operation, wish, Patience(session.gateway.client, wish.wait_timeout, WAIT_LONGER))
        try:
            return _present(task)
        except NotFound:
            if wish.selector.id is not None or operation.resource_id is None:
                raise
            return _present(task)  # a listing still showed what somebody had deleted; by its name there is another now


def _present(task: _Task) -> Ensured:
    api, selector = task.api, task.wish.selector
    waits = None if task.session.check_mode else task.patience
    read_at = api.client.clock.monotonic()
    found, is_whole = _find(api, selector)
    entity = unless_going(found, selector, api.deployment, waits, "deployment")
    return _create(task) if entity is None else _update(task, _Seen(entity, read_at, is_whole))


def ensure_absent(session: Session, selector: Selector, wait: bool, wait_timeout: float) -> Ensured:
    """Delete the deployment if it is there, with one audit entry."""
    operation = Operation("DEPLOYMENT_DELETE", "deployment", selector.id, selector.name)
    with session.audit.operation(operation):
        api = _api(session)
        found = found_or_none(lambda: _find(api, selector))
        entity = found[0] if found else None
        if entity is None or entity.get("status") == "Deleting":
            operation.outcome = _audit.UNCHANGED
            return Ensured(None, {"before": {}, "after": {}}, False)
        deployment_id = operation.resource_id = str(entity["id"])
        operation.resource_name, operation.changes = entity.get("name"), ("state",)
        before = {"state": "present", **_deployment.state_of(entity)}
        diff = {"before": before, "after": {"state": "absent"}}
        if not session.check_mode:
            patience = Patience(session.gateway.client, wait_timeout, WAIT_LONGER)
            delete_deployment(api, deployment_id, patience if wait else None, diff)
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


def _find(api: WebDeploymentsApi, selector: Selector) -> tuple[JsonObject | None, bool]:
    """By id it must be there; by name it may be made. And whether all of it is shown, so that it can be sent back."""
    if selector.id is None:
        rows = api.bare_deployments()
        named = the_one_named(rows, selector.name or "", "deployment")
        return named, show_every_field(rows, DEPLOYMENT_WRITABLE)
    try:
        return api.deployment(selector.id), True
    except NotFound as error:
        error.advice = error.advice or LOOK_UP
        raise


def _pin(task: _Task, pinned: JsonObject) -> JsonObject:
    """``{id, version}`` that the deployment shall have; empty where it is to be left alone.

    A version that the service is not done with is waited for, since it cannot be pinned yet.
    """
    api, wanted = task.api, task.wish.configuration
    if wanted is None:
        return {}
    configuration_id, version = wanted.get("id") or pinned.get("id"), wanted.get("version")
    if wanted.get("name") is not None:
        configuration_id = _configuration_named(api, wanted["name"])
    if configuration_id == pinned.get("id") and version in (None, pinned.get("version")):
        return pinned
    is_latest = version in (None, _deployment.LATEST)
    versions = {str(item["version"]): item for item in _versions(api, str(configuration_id), is_latest)}
    newest = newest_published(versions.values())
    if wanted.get("name") is not None:
        refuse_renamed(wanted["name"], newest)
    if newest is None:
        raise Conflict(
            f"nothing of configuration {configuration_id} has been published yet, so nothing of it can be pinned",
            advice="webmessaging_configuration publishes it.",
        )
    if is_latest:
        version = newest["version"]
    if version not in versions:
        numbers = sorted(number for number in map(version_number, versions.values()) if number is not None)
        raise NotFound(
            f"configuration {configuration_id} has no version {version}",
            advice=f"It has {', '.join(map(str, numbers))}.",
        )
    if task.session.check_mode:
        finished_version(str(configuration_id), versions[version])
    else:
        wait_for_version(api, str(configuration_id), versions[version], task.patience)
    task.is_young = is_recent(versions[version].get("datePublished"), api.client.served_at)
    return {"id": configuration_id, "version": version}


def _versions(api: WebDeploymentsApi, configuration_id: str, is_latest: bool) -> list[JsonObject]:
    """Every version. The draft tells whether one was published just now that a listing may not show yet."""
    if not is_latest:
        return api.versions(configuration_id)
    return published_since(api, configuration_id, api.draft(configuration_id))


def _configuration_named(api: WebDeploymentsApi, name: str) -> str:
    named = draft_named(api, name, "Give configuration.id.")
    if named is None:
        raise NotFound(
            f"no configuration has the name {name!r}",
            advice="Names are compared exactly, case and spaces included; webmessaging_configuration_info lists them.",
        )
    return str(named["id"])


def _create(task: _Task) -> Ensured:
    session, operation, wish, api = task.session, task.operation, task.wish, task.api
    operation.action = "DEPLOYMENT_CREATE"
    problems = _deployment.problems_of_new(wish.state, wish.configuration)
    if problems:
        raise InvalidInput(problems)
    identity = wish.identity_resolution
    state = {**wish.state, "name": wish.selector.name, "configuration": _pin(task, {})}
    state = {key: value for key, value in state.items() if value is not None}
    told = state if identity is None else {**state, IDENTITY: identity}
    operation.changes = tuple(sorted(told))
    diff = {"before": {"state": "absent"}, "after": {"state": "present", **told}}
    body = _deployment.body({}, state)
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        return Ensured({"status": "Active", **body}, diff, True, identity)
    entity, is_ours = _post(task, body)
    if not is_ours:
        return _use_theirs(task, entity, f"while ours was being created. It was {COMPARED}")
    twin = older_twin(api.client, api.bare_deployments, entity)
    if twin is not None:
        return _withdraw(task, entity, twin)
    deployment_id = operation.resource_id = str(entity["id"])
    with accepted(diff):
        if identity is not None:
            identity = _write_identity(task, deployment_id, identity)
        if wish.wait:
            entity = wait_for_deployment(api, entity, task.patience)
    operation.outcome = _audit.CREATED
    return Ensured(entity, diff, True, identity)


def _post(task: _Task, body: JsonObject) -> tuple[JsonObject, bool]:
    """Create the deployment once and only once: what there is of its name then, and whether it is ours."""
    api = task.api
    found: list[JsonObject] = []

    def look() -> JsonObject | None:
        named = [each for each in api.bare_deployments() if each.get("name") == body["name"]]
        named = [each for each in named if each.get("status") != "Deleting"]
        ours = [each for each in named if holds(each, body)]
        found[:] = sorted(ours or named, key=lambda each: str(each.get("dateCreated")))[:1]
        return found[0] if found else None

    def create(tries: Tries) -> JsonObject:
        return not_yet_if_young(lambda: api.create_deployment(body, tries), task.is_young)

    what = f"version {body['configuration']['version']} of configuration {body['configuration']['id']}"
    entity = task.patience.until(lambda: api.client.settle(create, look, creates=True), what)
    return entity, not found or holds(entity, body)


def _withdraw(task: _Task, own: JsonObject, twin: JsonObject) -> Ensured:
    """Delete what was created just now, and use the older one of the same name in its place."""
    try:
        delete_deployment(task.api, str(own["id"]), None, {"before": {}, "after": {}})
    except GenesysError as error:
        both = f"{own['id']} was created while {twin['id']} got the same name"
        error.advice = f"{both}, and could not be withdrawn. Delete one of them."
        raise
    return _use_theirs(task, twin, f"at the same moment. Ours ({own['id']}) was withdrawn, and theirs was {COMPARED}")


def _use_theirs(task: _Task, entity: JsonObject, when: str) -> Ensured:
    task.session.warnings.append(f"Someone else created {named(entity)} {when}")
    task.operation.action = "DEPLOYMENT_UPDATE"
    read_at = task.api.client.clock.monotonic()
    fresh = task.patience.until(lambda: once_there(lambda: task.api.deployment(str(entity["id"]))), named(entity))
    return _update(task, _Seen(fresh, read_at, True))


@dataclass(frozen=True)
class _Seen:
    """A deployment as it was read. ``is_whole``: whether all of it is shown, so that it can be written back."""

    entity: JsonObject
    read_at: float
    is_whole: bool


@dataclass(frozen=True)
class _Comparison:
    """A deployment as it is and as it shall be, its identity resolution too (None: not asked for)."""

    entity: JsonObject
    wanted: JsonObject
    plan: Plan
    identity: JsonObject | None
    identity_plan: Plan

    @property
    def diff(self) -> JsonObject:
        return self.plan.diff if self.identity is None else _together(self.plan, self.identity_plan)

    @property
    def changes(self) -> tuple[str, ...]:
        return (*self.plan.changes, *(f"{IDENTITY}.{path}" for path in self.identity_plan.changes))


def _update(task: _Task, seen: _Seen) -> Ensured:
    operation, wish, api = task.operation, task.wish, task.api
    deployment_id = operation.resource_id = str(seen.entity["id"])
    operation.resource_name = seen.entity.get("name")
    seen = _settled(task, seen, wish.wait or "status" in wish.state)
    compared = _compare(task, seen.entity)
    operation.changes = compared.changes
    if not compared.changes:
        operation.outcome = _audit.UNCHANGED
        return Ensured(seen.entity, compared.diff, False, compared.identity)
    if task.session.check_mode:
        return _checked(task, compared)
    is_old = api.client.clock.monotonic() - seen.read_at > FRESH_FOR
    if compared.plan.changed and (is_old or not seen.is_whole or seen.entity.get("status") == "Pending"):
        read_at = api.client.clock.monotonic()
        fresh = _settled(task, _Seen(api.deployment(deployment_id), read_at, True), True)
        compared = _compare(task, fresh.entity)  # someone else may have changed it meanwhile
        operation.changes = compared.changes
    return _write(task, compared)


def _settled(task: _Task, seen: _Seen, is_needed: bool) -> _Seen:
    """What becomes of it is waited for: it may fail, and which status it will have shows only then."""
    if not is_needed or seen.entity.get("status") != "Pending":
        return seen
    entity = settled_deployment(task.api, seen.entity, task.patience)
    return _Seen(entity, task.api.client.clock.monotonic(), True)


def _compare(task: _Task, entity: JsonObject) -> _Comparison:
    wish, identity = task.wish, task.wish.identity_resolution
    pin = _pin(task, _deployment.state_of(entity)["configuration"])
    wanted = {**wish.state, "configuration": pin} if pin else wish.state
    there = None if identity is None else task.api.identity_resolution(str(entity["id"]))
    return _Comparison(entity, wanted, _plan(entity, wanted), there, make_plan(there or {}, identity or {}))


def _plan(entity: JsonObject, wanted: JsonObject) -> Plan:
    """What differs; one that the service failed at has to be written again though nothing does."""
    plan = _deployment.plan(entity, wanted)
    has_failed = entity.get("status") == "Error" and "status" not in plan.changes
    return plan.also("status", "Error", "Active", ["status"]) if has_failed else plan


def _checked(task: _Task, compared: _Comparison) -> Ensured:
    task.operation.outcome = _audit.CHECKED
    there = compared.identity
    identity = None if there is None else merge(there, compared.identity_plan.patch)
    return Ensured(_predicted(compared.entity, compared.plan), compared.diff, True, identity)


def _write(task: _Task, compared: _Comparison) -> Ensured:
    wish, entity, identity = task.wish, compared.entity, compared.identity
    deployment_id, has_written = str(entity["id"]), False

    def body_of(deployment: JsonObject) -> JsonObject | None:
        plan = _plan(deployment, _still_wanted(wish, compared.wanted, deployment))
        return _deployment.body(deployment, plan.patch) if plan.changed else None

    def wrote() -> None:
        nonlocal has_written
        has_written = True

    try:
        if compared.plan.changed:
            entity = change_deployment(
                task.api, entity, body_of, task.patience, wrote, wish.wait, lambda body: task.is_young
            )
        if compared.identity_plan.changed:
            identity = _write_identity(task, deployment_id, wish.identity_resolution or {})
            wrote()
        wanted = _still_wanted(wish, compared.wanted, entity)
        missing = [path for path in _deployment.plan(entity, wanted).changes if wish.wait or path != "status"]
        if missing:
            raise Conflict(f"the write was accepted, but {', '.join(missing)} did not become what was wanted")
    except GenesysError as error:
        if has_written:
            error.result = {"changed": True, "diff": compared.diff}
        raise
    if not has_written:  # someone else has done it meanwhile
        compared = _compare(task, entity)
    task.operation.changes = compared.changes
    task.operation.outcome = _audit.UPDATED if has_written else _audit.UNCHANGED
    return Ensured(entity, compared.diff, has_written, identity)


def _still_wanted(wish: DeploymentWish, wanted: JsonObject, deployment: JsonObject) -> JsonObject:
    """The wish, for a deployment that somebody pinned to another version meanwhile.

    Where no version is asked for, that one stays; where the latest is, so does one that is later.
    """
    version = (wish.configuration or {}).get("version")
    if "configuration" not in wanted or version not in (None, _deployment.LATEST):
        return wanted
    pinned, ours = _deployment.state_of(deployment)["configuration"], wanted["configuration"]
    stays = version is None or (version_number(pinned) or 0) > (version_number(ours) or 0)
    return {**wanted, "configuration": pinned} if stays and pinned["id"] == ours["id"] else wanted


def _predicted(entity: JsonObject, plan: Plan) -> JsonObject:
    kept = {key: entity.get(key) for key in ("id", "snippet", "status")}
    body = _deployment.body(entity, plan.patch)
    reference = entity.get("configuration") or {}
    is_same = body["configuration"].get("id") == reference.get("id")
    name = {"name": reference.get("name")} if is_same else {}
    return {**kept, **body, "configuration": {**body["configuration"], **name}}


def _write_identity(task: _Task, deployment_id: str, wanted: JsonObject) -> JsonObject:
    """Merge it into what is there, which is read just before; what there is once that shows it."""
    api = task.api
    what = f"the identity resolution of deployment {deployment_id}"

    def read() -> JsonObject:
        return once_there(lambda: api.identity_resolution(deployment_id))

    there = task.patience.until(read, what)
    if not make_plan(there, wanted).changed:
        return there
    body = {key: value for key, value in merge(there, wanted).items() if value is not None and key != "selfUri"}

    def shown(fresh: JsonObject) -> JsonObject | None:
        return None if make_plan(fresh, wanted).changed else fresh

    answer = api.client.settle(
        lambda tries: api.replace_identity_resolution(deployment_id, body, tries), lambda: shown(read())
    )
    return shown(answer) or task.patience.until(lambda: shown(read()), what, "as it was before it was written")


def _together(plan: Plan, identity: Plan) -> JsonObject:
    """One diff of what two writes do."""
    before, after = {**plan.before, IDENTITY: identity.before}, {**plan.after, IDENTITY: identity.after}
    return {"before": before, "after": after}
