# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""One web deployment: its desired state, and the writes that lead there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from .._core.errors import Conflict, GenesysError
from .._core.json_values import JsonObject, merge
from .._core.plan import Plan, make_plan
from .._core.selector import Selector
from .._http.freshness import FRESH_FOR
from .._http.interruption import Interrupted
from .._http.waiting import once_there
from .._webdeployments import deployment as deployment_rules
from .._webdeployments.api import pinned_version, version_number
from .._webdeployments.deployment_schema import FLOW, SUPPORTED_CONTENT
from .._webdeployments.pinning import change_deployment, wait_while_pending
from .context import Context
from .deployment_pin import Pin
from .ensure import Ensured
from .ensure_webdeployment import Endpoints, WebDeploymentSteps
from .foretold import DEPLOYMENT
from .names import Names
from .seen import Seen

IDENTITY = "identity_resolution"
_CONTENT = SUPPORTED_CONTENT.name


@dataclass(frozen=True)
class DesiredDeployment:
    """``state``: in the collection's words; ``configuration``: id or name, and version, as the task gives them.

    ``new_profile``: the name of a supported content profile that the same task creates; until then, ``state`` has a
    text in place of its id.
    """

    selector: Selector
    state: JsonObject
    configuration: Mapping[str, Any] | None = None
    identity_resolution: JsonObject | None = None
    wait: bool = True
    wait_timeout: float = 180.0
    new_profile: str | None = None


@dataclass(frozen=True)
class EnsuredDeployment(Ensured):
    """Its result has no names of a flow and a profile yet; see ``Names.looked_up``."""

    identity_resolution: JsonObject | None = None

    def to_result(self) -> JsonObject:
        deployment = None
        if self.entity is not None:
            unnamed = {field.name_option: None for field in (FLOW, SUPPORTED_CONTENT)}
            found = deployment_rules.to_result(self.entity)
            deployment = {**found, **unnamed, IDENTITY: self.identity_resolution}
        return {"changed": self.changed, "diff": self.diff, "deployment": deployment}


@dataclass(frozen=True)
class _Comparison:
    """A deployment's current and desired state, with its identity resolution (None: not part of the task)."""

    seen: Seen
    wanted: JsonObject
    plan: Plan
    identity: JsonObject | None
    identity_plan: Plan
    identity_read_at: float

    @property
    def entity(self) -> JsonObject:
        return self.seen.entity

    @property
    def version(self) -> str | None:
        return pinned_version(self.entity)

    @property
    def diff(self) -> JsonObject:
        return self.plan.diff if self.identity is None else _together(self.plan, self.identity_plan)

    @property
    def changes(self) -> tuple[str, ...]:
        return (*self.plan.changes, *(f"{IDENTITY}.{path}" for path in self.identity_plan.changes))


class DeploymentUpdate(WebDeploymentSteps[_Comparison, EnsuredDeployment]):
    """Brings a deployment to its desired state: one PUT of all of it, one of its identity resolution."""

    noun = "deployment"
    ensured = EnsuredDeployment

    def __init__(self, context: Context, desired: DesiredDeployment) -> None:
        super().__init__(context, desired.selector, desired.wait, desired.wait_timeout)
        self.desired = desired
        self.pin = Pin(context, self.reads, desired.configuration, self.deadline)
        self.unshown: frozenset[str] = frozenset()
        """Fields that a deployment may have though its row does not show them."""

    @property
    def endpoints(self) -> Endpoints:
        reads, api = self.reads, self.api
        compare, looks = reads.deployment_to_compare, api.deployment_looks
        return Endpoints(reads.deployments, reads.deployment, compare, api.delete_deployment, looks)

    def wanted_state(self) -> JsonObject:
        """Return the desired state, with the id of a profile that this task has created."""
        name, foretold = self.desired.new_profile, self.context.foretold
        if name is None:
            return self.desired.state
        cause, own = foretold.content_failure(name), foretold.own_content(name)
        if cause is not None or (own is None and not self.context.check_mode):
            error = Conflict(
                f"its supported content {name!r} could not be written in this task",
                advice="Nothing was written. Run it again once the supported content is right.",
            )
            error.kind = error.kind if cause is None else cause.kind
            raise error
        return self.desired.state if own is None else {**self.desired.state, _CONTENT: own}

    def compare(self, seen: Seen) -> _Comparison:
        if seen.is_row and self.unshown & deployment_rules.keys_of(self.desired.state):
            seen = self.reads.deployment(seen.id)  # a field that shall be unset may be there
        return self._compared(self._settled(seen, self.desired.wait or "status" in self.desired.state))

    def _settled(self, seen: Seen, is_needed: bool) -> Seen:
        """Wait for the service: the deployment may fail, and its next status shows only then."""
        if not is_needed or seen.entity.get("status") != "Pending":
            return seen
        entity = wait_while_pending(self.api, seen.entity, self.deadline)
        return Seen(entity, self.client.clock.monotonic())

    def _compared(self, seen: Seen, wanted: JsonObject | None = None) -> _Comparison:
        """Compare. ``wanted``: the desired state of an earlier comparison, with the pin."""
        entity, desired, identity = seen.entity, self.desired, self.desired.identity_resolution
        note_names(self.context.names, entity)
        if wanted is None:
            pin = self.pin.wanted(deployment_rules.state_of(entity)["configuration"])
            wanted = {**self.wanted_state(), "configuration": pin} if pin else self.wanted_state()
        else:
            wanted = _still_wanted(desired, wanted, entity)
        read_at = self.client.clock.monotonic()
        there = None if identity is None else self.api.identity_resolution(seen.id)
        return _Comparison(seen, wanted, _plan(entity, wanted), there, make_plan(there or {}, identity or {}), read_at)

    def told(
        self, entity: JsonObject, diff: JsonObject, changes: tuple[str, ...], changed: bool, identity: JsonObject | None
    ) -> EnsuredDeployment:
        return EnsuredDeployment(entity, diff, changes, changed, pinned_version(entity), identity)

    def unchanged(self, compared: _Comparison) -> EnsuredDeployment:
        return self.told(compared.entity, compared.diff, (), False, compared.identity)

    def predicted(self, compared: _Comparison) -> EnsuredDeployment:
        entity, there = compared.entity, compared.identity
        pin = (compared.wanted.get("configuration") or {}).get("id")
        if pin is not None:
            self.context.foretold.note(DEPLOYMENT, compared.seen.id, entity.get("name"), configuration=pin)
        if _CONTENT in compared.plan.patch:
            content = compared.plan.patch[_CONTENT]
            self.context.foretold.note(DEPLOYMENT, compared.seen.id, entity.get("name"), supported_content=content)
        identity = None if there is None else merge(there, compared.identity_plan.patch)
        return self.told(_predicted(entity, compared.plan), compared.diff, compared.changes, True, identity)

    def write(self, compared: _Comparison) -> EnsuredDeployment:
        seen = compared.seen
        is_old = self.client.clock.monotonic() - seen.read_at > FRESH_FOR
        is_thin = seen.is_row and self.unshown
        if compared.plan.changed and (is_old or is_thin or seen.entity.get("status") == "Pending"):
            fresh = self._settled(self.reads.deployment(seen.id), True)
            compared = self._compared(fresh, compared.wanted)  # someone else may have changed it meanwhile
            self.operation.changes, self.operation.version_before = compared.changes, compared.version
        return self._written(compared)

    def _written(self, compared: _Comparison) -> EnsuredDeployment:
        desired, seen, entity, identity = self.desired, compared.seen, compared.entity, compared.identity
        has_written = False

        def body_of(deployment: JsonObject) -> JsonObject | None:
            plan = _plan(deployment, _still_wanted(desired, compared.wanted, deployment))
            return deployment_rules.body(deployment, plan.patch) if plan.changed else None

        def is_young(body: JsonObject) -> bool:
            return self.pin.is_young

        def reread(deployment_id: str) -> tuple[JsonObject, float]:
            fresh = self.reads.deployment_to_compare(deployment_id)
            return fresh.entity, fresh.read_at

        def wrote() -> None:
            nonlocal has_written
            has_written = True

        try:
            if compared.plan.changed:
                entity = change_deployment(
                    self.api, entity, seen.read_at, body_of, self.deadline, wrote, desired.wait, is_young, reread
                )
            if compared.identity_plan.changed:
                is_old = self.client.clock.monotonic() - compared.identity_read_at > FRESH_FOR
                there = None if is_old else compared.identity
                identity = self.write_identity(seen.id, desired.identity_resolution or {}, there)
                wrote()
            wanted = _still_wanted(desired, compared.wanted, entity)
            _require_met(desired, wanted, entity)
        except (GenesysError, Interrupted) as error:
            if has_written:
                error.result = {"changed": True, "diff": compared.diff}
            raise
        if not has_written:  # someone else has made the change meanwhile
            compared = self._compared(Seen(entity, seen.read_at), wanted)
        return self.told(entity, compared.diff, compared.changes, has_written, identity)

    def write_identity(
        self, deployment_id: str, wanted: JsonObject, there: JsonObject | None = None, is_new: bool = False
    ) -> JsonObject:
        """Merge into the present identity resolution, which is read unless it is given; return it once the write shows.

        ``is_new``: this task has just created the deployment, so a 404 can pass.
        """
        api, deadline = self.api, self.deadline
        what = f"the identity resolution of deployment {deployment_id}"

        def read() -> JsonObject:
            return once_there(lambda: api.identity_resolution(deployment_id))

        there = there or deadline.until(read, what)
        if not make_plan(there, wanted).changed:
            return there
        body = {key: value for key, value in merge(there, wanted).items() if value is not None and key != "selfUri"}

        def shown(fresh: JsonObject) -> JsonObject | None:
            return None if make_plan(fresh, wanted).changed else fresh

        def write() -> JsonObject:
            return api.client.settle(
                lambda tries: api.replace_identity_resolution(deployment_id, body, tries), lambda: shown(read())
            )

        answer = deadline.until(lambda: once_there(write), what) if is_new else write()
        return shown(answer) or deadline.until(lambda: shown(read()), what, "as it was before it was written")


def note_names(names: Names, deployment: JsonObject) -> None:
    """Remember the names that a deployment tells of the objects that it refers to."""
    names.note("inbound_message_flow", deployment.get("flow"))
    names.note("supported_content", deployment.get("supportedContent"))


def _plan(entity: JsonObject, wanted: JsonObject) -> Plan:
    """Make the plan; a deployment that the service failed at is written again even if nothing differs."""
    plan = deployment_rules.plan(entity, wanted)
    has_failed = entity.get("status") == "Error" and "status" not in plan.changes
    return plan.also("status", "Error", "Active", ["status"]) if has_failed else plan


def _still_wanted(desired: DesiredDeployment, wanted: JsonObject, deployment: JsonObject) -> JsonObject:
    """Return the desired state for a deployment that somebody pinned to another version meanwhile.

    If the task sets no version, the new pin stays; if it sets the latest, a later version stays too.
    """
    version = (desired.configuration or {}).get("version")
    if "configuration" not in wanted or version not in (None, deployment_rules.LATEST):
        return wanted
    pinned, ours = deployment_rules.state_of(deployment)["configuration"], wanted["configuration"]
    stays = version is None or (version_number(pinned) or 0) > (version_number(ours) or 0)
    return {**wanted, "configuration": pinned} if stays and pinned["id"] == ours["id"] else wanted


def _require_met(desired: DesiredDeployment, wanted: JsonObject, deployment: JsonObject) -> None:
    plan = deployment_rules.plan(deployment, wanted)
    missing = [path for path in plan.changes if desired.wait or path != "status"]
    if missing:
        raise Conflict(f"the write was accepted, but {', '.join(missing)} did not take the desired value")


def _predicted(entity: JsonObject, plan: Plan) -> JsonObject:
    kept = {key: entity.get(key) for key in ("id", "snippet", "status")}
    body = deployment_rules.body(entity, plan.patch)
    reference = entity.get("configuration") or {}
    is_same = body["configuration"].get("id") == reference.get("id")
    name = {"name": reference.get("name")} if is_same else {}
    return {**kept, **body, "configuration": {**body["configuration"], **name}}


def _together(plan: Plan, identity: Plan) -> JsonObject:
    """Join the diffs of two writes."""
    before, after = {**plan.before, IDENTITY: identity.before}, {**plan.after, IDENTITY: identity.after}
    return {"before": before, "after": after}
