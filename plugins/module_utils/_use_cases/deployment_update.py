# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""One web deployment: what is wanted of it, and bringing it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from .._core import outcomes
from .._core.errors import (
    Conflict,
    GenesysError,
    NotFound,
)
from .._core.json_values import JsonObject, merge
from .._core.plan import Plan, make_plan
from .._core.selector import Selector
from .._core.written import is_recent
from .._http.freshness import FRESH_FOR
from .._http.interruption import Interrupted
from .._http.waiting import Deadline, once_there
from .._webdeployments import deployment as deployment_rules
from .._webdeployments.api import (
    WebDeploymentsApi,
    newest_published,
    pinned_version,
    version_number,
)
from .._webdeployments.pinning import (
    change_deployment,
    wait_while_pending,
)
from .._webdeployments.publishing import (
    finished_version,
    published_since,
    wait_for_version,
)
from .audit import Operation
from .configuration_update import refuse_renamed
from .configurations import draft_named
from .context import Context
from .foretold import DEPLOYMENT

WAIT_LONGER = "What was written stands; run it again, or raise wait_timeout."


IDENTITY = "identity_resolution"


@dataclass(frozen=True)
class DesiredDeployment:
    """``state``: in the collection's words; ``configuration``: id or name, and version, as the task gives them."""

    selector: Selector
    state: JsonObject
    configuration: Mapping[str, Any] | None = None
    identity_resolution: JsonObject | None = None
    wait: bool = True
    wait_timeout: float = 180.0


@dataclass
class DeploymentTask:
    """What ensuring one deployment works with; ``is_young``: the version to be pinned was published just now."""

    context: Context
    operation: Operation
    desired: DesiredDeployment
    deadline: Deadline
    is_young: bool = False

    @property
    def api(self) -> WebDeploymentsApi:
        return self.context.webdeployments


@dataclass(frozen=True)
class EnsuredDeployment:
    """``entity`` is the deployment as the API has it (in check mode: as it would), None after it went."""

    entity: JsonObject | None
    diff: JsonObject
    changed: bool
    identity_resolution: JsonObject | None = None

    def to_result(self) -> JsonObject:
        deployment = None
        if self.entity is not None:
            deployment = {**deployment_rules.to_result(self.entity), IDENTITY: self.identity_resolution}
        return {"changed": self.changed, "diff": self.diff, "deployment": deployment}


def wanted_pin(task: DeploymentTask, pinned: JsonObject) -> JsonObject:
    """``{id, version}`` that the deployment shall have; empty where it is to be left alone.

    A version that the service is not done with is waited for, since it cannot be pinned yet.
    """
    api, wanted = task.api, task.desired.configuration
    if wanted is None:
        return {}
    configuration_id, version = wanted.get("id") or pinned.get("id"), wanted.get("version")
    if wanted.get("name") is not None:
        named = draft_named(api, wanted["name"], "Give configuration.id.")
        made = task.context.foretold.made(wanted["name"]) if named is None else None
        if made is not None:
            return _foretold_pin(made, version)
        configuration_id = _id_of(named, wanted["name"])
    if configuration_id == pinned.get("id") and version in (None, pinned.get("version")):
        return pinned
    return _published_pin(task, str(configuration_id), version)


def _published_pin(task: DeploymentTask, configuration_id: str, version: Any) -> JsonObject:
    """The pin to a version that is published, or would be by an earlier task of this run in check mode."""
    api, wanted = task.api, task.desired.configuration or {}
    is_latest = version in (None, deployment_rules.LATEST)
    coming = task.context.foretold.published(configuration_id)
    if coming is not None and (is_latest or version == coming):
        return {"id": configuration_id, "version": coming}
    versions = {str(item["version"]): item for item in _versions(api, configuration_id, is_latest)}
    newest = newest_published(versions.values())
    if wanted.get("name") is not None:
        refuse_renamed(wanted["name"], newest)
    if newest is None:
        raise _nothing_published(configuration_id)
    if is_latest:
        version = newest["version"]
    if version not in versions:
        numbers = sorted(number for number in map(version_number, versions.values()) if number is not None)
        raise NotFound(
            f"configuration {configuration_id} has no version {version}",
            advice=f"It has {', '.join(map(str, numbers))}.",
        )
    if task.context.check_mode:
        finished_version(configuration_id, versions[version])
    else:
        wait_for_version(api, configuration_id, versions[version], task.deadline)
    task.is_young = is_recent(versions[version].get("datePublished"), api.client.served_at)
    return {"id": configuration_id, "version": version}


def _versions(api: WebDeploymentsApi, configuration_id: str, is_latest: bool) -> list[JsonObject]:
    """Every version. The draft tells whether one was published just now that a listing may not show yet."""
    if not is_latest:
        return api.versions(configuration_id)
    return published_since(api, configuration_id, api.draft(configuration_id))


def _foretold_pin(made: JsonObject, version: Any) -> JsonObject:
    """The pin to a configuration that an earlier task of this run in check mode would have made."""
    if made["version"] is None:
        raise _nothing_published(str(made["id"]))
    if version not in (None, deployment_rules.LATEST, made["version"]):
        raise NotFound(f"{made['id']}, has no version {version}", advice=f"It has {made['version']}.")
    return made


def _nothing_published(configuration_id: str) -> Conflict:
    return Conflict(
        f"nothing of configuration {configuration_id} has been published yet, so nothing of it can be pinned",
        advice="webmessaging_configuration publishes it.",
    )


def _id_of(named: JsonObject | None, name: str) -> str:
    if named is None:
        raise NotFound(
            f"no configuration has the name {name!r}",
            advice="Names are compared exactly, case and spaces included; webmessaging_configuration_info lists them.",
        )
    return str(named["id"])


@dataclass(frozen=True)
class Seen:
    """A deployment as it was read. ``unshown``: fields that it may have though they are not shown."""

    entity: JsonObject
    read_at: float
    unshown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Comparison:
    """A deployment as it is and as it shall be, its identity resolution too (None: not asked for)."""

    entity: JsonObject
    wanted: JsonObject
    plan: Plan
    identity: JsonObject | None
    identity_plan: Plan
    read_at: float

    @property
    def diff(self) -> JsonObject:
        return self.plan.diff if self.identity is None else _together(self.plan, self.identity_plan)

    @property
    def changes(self) -> tuple[str, ...]:
        return (*self.plan.changes, *(f"{IDENTITY}.{path}" for path in self.identity_plan.changes))


def update(task: DeploymentTask, seen: Seen) -> EnsuredDeployment:
    operation, desired, api = task.operation, task.desired, task.api
    deployment_id = operation.resource_id = str(seen.entity["id"])
    operation.resource_name = seen.entity.get("name")
    if seen.unshown & deployment_rules.keys_of(desired.state):
        seen = _read(task, deployment_id)  # what is wanted to be unset may be there
    seen = _settled(task, seen, desired.wait or "status" in desired.state)
    compared = _compare(task, seen.entity)
    operation.changes, operation.version_before = compared.changes, pinned_version(seen.entity)
    if not compared.changes:
        operation.outcome = outcomes.UNCHANGED
        return EnsuredDeployment(seen.entity, compared.diff, False, compared.identity)
    if task.context.check_mode:
        return _checked(task, compared)
    is_old = api.client.clock.monotonic() - seen.read_at > FRESH_FOR
    if compared.plan.changed and (is_old or seen.unshown or seen.entity.get("status") == "Pending"):
        seen = _settled(task, _read(task, deployment_id), True)
        compared = _compare(task, seen.entity, compared.wanted)  # someone else may have changed it meanwhile
        operation.changes, operation.version_before = compared.changes, pinned_version(seen.entity)
    return _write(task, compared, seen.read_at)


def _settled(task: DeploymentTask, seen: Seen, is_needed: bool) -> Seen:
    """What becomes of it is waited for: it may fail, and which status it will have shows only then."""
    if not is_needed or seen.entity.get("status") != "Pending":
        return seen
    entity = wait_while_pending(task.api, seen.entity, task.deadline)
    return Seen(entity, task.api.client.clock.monotonic())


def _read(task: DeploymentTask, deployment_id: str) -> Seen:
    read_at = task.api.client.clock.monotonic()
    return Seen(task.api.deployment(deployment_id), read_at)


def _compare(task: DeploymentTask, entity: JsonObject, wanted: JsonObject | None = None) -> _Comparison:
    """``wanted``: what an earlier comparison found to be wanted, with the pin."""
    desired, identity = task.desired, task.desired.identity_resolution
    if wanted is None:
        pin = wanted_pin(task, deployment_rules.state_of(entity)["configuration"])
        wanted = {**desired.state, "configuration": pin} if pin else desired.state
    else:
        wanted = _still_wanted(desired, wanted, entity)
    read_at = task.api.client.clock.monotonic()
    there = None if identity is None else task.api.identity_resolution(str(entity["id"]))
    return _Comparison(entity, wanted, _plan(entity, wanted), there, make_plan(there or {}, identity or {}), read_at)


def _plan(entity: JsonObject, wanted: JsonObject) -> Plan:
    """What differs; one that the service failed at has to be written again though nothing does."""
    plan = deployment_rules.plan(entity, wanted)
    has_failed = entity.get("status") == "Error" and "status" not in plan.changes
    return plan.also("status", "Error", "Active", ["status"]) if has_failed else plan


def _checked(task: DeploymentTask, compared: _Comparison) -> EnsuredDeployment:
    task.operation.outcome = outcomes.CHECKED
    pin = (compared.wanted.get("configuration") or {}).get("id")
    if pin is not None:
        task.context.foretold.note(
            DEPLOYMENT, str(compared.entity["id"]), compared.entity.get("name"), configuration=pin
        )
    there = compared.identity
    identity = None if there is None else merge(there, compared.identity_plan.patch)
    return EnsuredDeployment(_predicted(compared.entity, compared.plan), compared.diff, True, identity)


def _write(task: DeploymentTask, compared: _Comparison, read_at: float) -> EnsuredDeployment:
    """``read_at``: when the deployment was read."""
    desired, entity, identity = task.desired, compared.entity, compared.identity
    deployment_id, has_written = str(entity["id"]), False

    def body_of(deployment: JsonObject) -> JsonObject | None:
        plan = _plan(deployment, _still_wanted(desired, compared.wanted, deployment))
        return deployment_rules.body(deployment, plan.patch) if plan.changed else None

    def wrote() -> None:
        nonlocal has_written
        has_written = True

    try:
        if compared.plan.changed:
            entity = change_deployment(
                task.api, entity, read_at, body_of, task.deadline, wrote, desired.wait, lambda body: task.is_young
            )
        if compared.identity_plan.changed:
            is_old = task.api.client.clock.monotonic() - compared.read_at > FRESH_FOR
            there = None if is_old else compared.identity
            identity = write_identity(task, deployment_id, desired.identity_resolution or {}, there)
            wrote()
        wanted = _still_wanted(desired, compared.wanted, entity)
        missing = [path for path in deployment_rules.plan(entity, wanted).changes if desired.wait or path != "status"]
        if missing:
            raise Conflict(f"the write was accepted, but {', '.join(missing)} did not become what was wanted")
    except (GenesysError, Interrupted) as error:
        if has_written:
            error.result = {"changed": True, "diff": compared.diff}
        raise
    if not has_written:  # someone else has done it meanwhile
        compared = _compare(task, entity, wanted)
    task.operation.changes = compared.changes
    task.operation.outcome = outcomes.UPDATED if has_written else outcomes.UNCHANGED
    return EnsuredDeployment(entity, compared.diff, has_written, identity)


def _still_wanted(desired: DesiredDeployment, wanted: JsonObject, deployment: JsonObject) -> JsonObject:
    """What is wanted, for a deployment that somebody pinned to another version meanwhile.

    Where no version is asked for, that one stays; where the latest is, so does one that is later.
    """
    version = (desired.configuration or {}).get("version")
    if "configuration" not in wanted or version not in (None, deployment_rules.LATEST):
        return wanted
    pinned, ours = deployment_rules.state_of(deployment)["configuration"], wanted["configuration"]
    stays = version is None or (version_number(pinned) or 0) > (version_number(ours) or 0)
    return {**wanted, "configuration": pinned} if stays and pinned["id"] == ours["id"] else wanted


def _predicted(entity: JsonObject, plan: Plan) -> JsonObject:
    kept = {key: entity.get(key) for key in ("id", "snippet", "status")}
    body = deployment_rules.body(entity, plan.patch)
    reference = entity.get("configuration") or {}
    is_same = body["configuration"].get("id") == reference.get("id")
    name = {"name": reference.get("name")} if is_same else {}
    return {**kept, **body, "configuration": {**body["configuration"], **name}}


def write_identity(
    task: DeploymentTask, deployment_id: str, wanted: JsonObject, there: JsonObject | None = None, is_new: bool = False
) -> JsonObject:
    """Merge it into what is there, which is read now unless it was just before; what there is once that shows it.

    ``is_new``: this task has just made the deployment, so that a 404 can pass.
    """
    api = task.api
    what = f"the identity resolution of deployment {deployment_id}"

    def read() -> JsonObject:
        return once_there(lambda: api.identity_resolution(deployment_id))

    there = there or task.deadline.until(read, what)
    if not make_plan(there, wanted).changed:
        return there
    body = {key: value for key, value in merge(there, wanted).items() if value is not None and key != "selfUri"}

    def shown(fresh: JsonObject) -> JsonObject | None:
        return None if make_plan(fresh, wanted).changed else fresh

    def write() -> JsonObject:
        return api.client.settle(
            lambda tries: api.replace_identity_resolution(deployment_id, body, tries), lambda: shown(read())
        )

    answer = task.deadline.until(lambda: once_there(write), what) if is_new else write()
    return shown(answer) or task.deadline.until(lambda: shown(read()), what, "as it was before it was written")


def _together(plan: Plan, identity: Plan) -> JsonObject:
    """One diff of what two writes do."""
    before, after = {**plan.before, IDENTITY: identity.before}, {**plan.after, IDENTITY: identity.after}
    return {"before": before, "after": after}
