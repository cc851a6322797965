# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The Web Deployments gateway: a channel is a deployment with the version of a configuration that it is pinned to.

A change of a configuration's content is written to its draft, published as a new version, and pinned by the deployment:
each configuration once, however many deployments get it. The gateway does not touch configurations of other deployments
or drafts of people unasked.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator, Sequence

from .._channel.channel import Channel
from .._channel.gateway import PlannedChange, Wave
from .._core.errors import Conflict, GenesysError, NotFound
from .._core.json_values import JsonObject, canonical
from .._core.plan import Plan
from .._core.result_shapes import Pinned
from .._core.written import is_recent
from .._http.client import Client
from .._http.freshness import Reader, Work, fields_in_no_row
from .._http.interruption import Interrupted
from .._http.waiting import Deadline
from . import raw_fields
from .api import WebDeploymentsApi, pin_of
from .configuration_content import (
    is_version,
)
from .configuration_schema import CONTENT
from .conflicts import (
    refuse_shared,
    refuse_unchangeable,
)
from .mapping import (
    DEPLOYMENT_WRITABLE,
    PENDING,
    SETTABLE_STATUSES,
    WebDeploymentsDialect,
    changes_content,
    completed_plan,
    deployment_body,
    lets_every_type_in,
    predicted,
    to_channel,
    unset_keys,
)
from .pinning import change_deployment, wait_while_pending
from .publications import Attempt, Publications

WAIT_LONGER = "The writes so far remain; run it again, or raise deadline."
MOST_WAITING = 40
"""The most changes that are begun for each request in flight: with 8 workers, about as many as a page of a listing."""
MOST_TURNS = 3
"""How often a change is planned again because its deployment was pinned to something else meanwhile."""


@dataclass(frozen=True)
class Overrides:
    """The objects of others that a task may touch."""

    overwrite_draft: bool = False
    change_shared: bool = False


class _Moved(Exception):
    """The deployment was pinned meanwhile to a version without the desired content."""

    def __init__(self, deployment: JsonObject) -> None:
        super().__init__()
        self.deployment = deployment


class WebDeployments:
    """See ``gateway.ChannelGateway``."""

    dialect = WebDeploymentsDialect()
    waiting = MOST_WAITING

    def __init__(self, client: Client, allowed: Overrides) -> None:
        self.client = client
        self.api = WebDeploymentsApi(client)
        self._allowed = allowed
        self._listing: list[JsonObject] | None = None
        self._work = Work()
        self._publications = Publications(self.api, self._work, allowed.overwrite_draft)
        self._fresh: Reader[JsonObject] = Reader(
            client.clock,
            self._work,
            self.api.deployment,
            lambda: {str(each["id"]): each for each in self.api.bare_deployments()},
            lambda rows: not fields_in_no_row(rows, DEPLOYMENT_WRITABLE),
            dated=client.dated,
        )

    def channels(self) -> list[Channel]:
        return [to_channel(deployment) for deployment in self._deployments()]

    def channel(self, channel_id: str) -> Channel:
        read_at = self._fresh.now()
        deployment = self._with_version(self.api.deployment(channel_id))
        self._fresh.learn(channel_id, deployment, read_at)
        return to_channel(deployment)

    def _deployments(self) -> list[JsonObject]:
        """Return all deployments, each with its whole version; read once for a task."""
        if self._listing is None:
            read_at = self._fresh.now()
            listing = self.api.deployments()
            bare = [each for each in listing if not is_version(each.get("configuration"))]
            whole = {each["id"]: each for each in self.client.each(self._with_version, bare)}
            self._listing = [whole.get(each["id"], each) for each in listing]
            self._fresh.learn_all({str(each["id"]): each for each in self._listing}, read_at)
        return self._listing

    def _with_version(self, deployment: JsonObject) -> JsonObject:
        """Return the deployment with its configuration's whole version, or with the reference to a deleted one."""
        if "configuration" not in deployment:  # a row that does not show all of it
            deployment = self.api.deployment(str(deployment["id"]))
        reference = deployment.get("configuration")
        if not isinstance(reference, dict) or not reference.get("id"):
            return deployment
        try:
            return {**deployment, "configuration": self.api.version(reference["id"], str(reference.get("version")))}
        except NotFound:
            return deployment

    def is_busy(self, channel: Channel) -> bool:
        return channel.source.get("status") == PENDING

    def settled(self, channel: Channel) -> Channel:
        if not self.is_busy(channel):
            return channel
        read_at = self._fresh.now()
        deployment = wait_while_pending(self.api, channel.source, self._deadline())
        if pin_of(deployment) == pin_of(channel.source):
            deployment = {**deployment, "configuration": channel.source["configuration"]}
        else:
            deployment = self._with_version(deployment)
        self._fresh.learn(channel.id, deployment, read_at)
        return to_channel(deployment)

    def completed(self, plan: Plan, channel: Channel, publishes: bool = True) -> Plan:
        return completed_plan(plan, channel, publishes)

    def waves(self, changes: Sequence[PlannedChange]) -> list[Wave]:
        """Return one change for each content first, which publishes it; then the deployments that need only a pin.

        The contents of one configuration follow one another, because its draft holds one at a time.
        """
        self.client.each(self._show_unset, [change for change in changes if unset_keys(change.desired)])
        writes = [change for change in changes if change.plan.changed]
        for change in writes:
            refuse_unchangeable(change)
        editing: dict[str, list[PlannedChange]] = {}
        for change in writes:
            if changes_content(change.plan.patch) and not change.error:
                editing.setdefault(_configuration_id(change), []).append(change)
        self._work.begin(len(writes))
        publishing = [_first_of_each_content(edits) for edits in editing.values()]
        firsts = {id(change) for batch in publishing for change in batch}
        edits = {id(change) for each in editing.values() for change in each}
        others = [[change] for change in writes if id(change) not in edits]
        pinning = [[change] for change in writes if id(change) in edits - firsts]
        self._prepare(editing, changes)
        return [wave for wave in ([*publishing, *others], pinning) if wave]

    def _show_unset(self, change: PlannedChange) -> None:
        """Read a deployment singly if the listing does not show a field that shall be unset: it may be there."""
        if self._listing and fields_in_no_row(self._listing, unset_keys(change.desired)):
            change.or_fail(lambda: self._renew(change, self._fresh.fresh(change.channel.id)))

    def _prepare(self, editing: dict[str, list[PlannedChange]], changes: Sequence[PlannedChange]) -> None:
        if not editing:
            return
        self._publications.prepare(editing)
        if not self._allowed.change_shared:
            self._refuse_shared(editing, changes)

    def cautions(self, changes: Sequence[PlannedChange]) -> list[str]:
        return self._of_file_sharing(changes) + self._of_unknown_fields(changes)

    def _of_unknown_fields(self, changes: Sequence[PlannedChange]) -> list[str]:
        raw = [change.desired.state.get("configuration") or {} for change in changes]
        return raw_fields.cautions_of_all(CONTENT, raw, "configuration")

    def _of_file_sharing(self, changes: Sequence[PlannedChange]) -> list[str]:
        labels = [change.channel.label for change in changes if lets_every_type_in(change.plan, change.channel)]
        if not labels:
            return []
        more = f" and {len(labels) - 1} more" if len(labels) > 1 else ""
        caution = (
            f"file-sharing is turned on for {labels[0]}{more} without a supported content profile: the org's default "
            "profile says which files guests can send (as delivered: all). supported_content_id of "
            "webmessaging_deployment sets another."
        )
        return [caution]

    def requests_for(self, waves: Sequence[Wave]) -> int:
        """A PUT, a publish and two polls for a configuration, a PUT and two polls for each deployment."""
        return sum(4 for wave in waves[:1] for _batch in wave) + 3 * sum(len(batch) for wave in waves for batch in wave)

    def predicted(self, change: PlannedChange) -> Channel:
        channel = predicted(change.channel, change.plan.patch)
        if change.desired.pin is None:
            return channel
        version = self._version_back(change, change.desired.pin)
        status = {} if channel.source.get("status") in SETTABLE_STATUSES else _status_back(change)
        return to_channel({**channel.source, **status, "configuration": version})

    def apply(self, change: PlannedChange) -> Channel:
        attempt = Attempt(change, self._deadline())
        try:
            with _counted_as_changed(attempt):
                return self._apply(attempt)
        finally:
            self._work.end_one()

    def _apply(self, attempt: Attempt) -> Channel:
        change = attempt.change
        fresh = self._fresh.fresh(change.channel.id)
        for _turn in range(MOST_TURNS):
            if fresh is not change.channel.source:
                self._renew(change, fresh)
            if not change.plan.changed:
                return change.channel
            version = change.channel.source["configuration"]
            if change.desired.pin is not None:
                version = self._version_back(change, change.desired.pin)
            elif changes_content(change.plan.patch):
                version = self._publications.version_for(attempt)
                if not attempt.has_written:  # its own time starts when the version is there
                    attempt.deadline = self._deadline()
            try:
                return self._pin(attempt, version)
            except _Moved as moved:
                fresh = moved.deployment
                self._fresh.learn(change.channel.id, fresh, self._fresh.now())
        raise Conflict(
            f"it was pinned to other versions again and again, now to version {pin_of(fresh)[1]}",
            advice="Someone else keeps changing the same deployment. Run it again once they are done.",
        )

    def _renew(self, change: PlannedChange, deployment: JsonObject) -> None:
        """Plan again, for a fresh read of the deployment. Raises GenesysError if that is not possible."""
        source = change.channel.source
        if pin_of(deployment) == pin_of(source):
            deployment = {**deployment, "configuration": source["configuration"]}
        elif not is_version(deployment.get("configuration")):
            deployment = self._with_version(deployment)
        change.renew(to_channel(deployment))
        refuse_unchangeable(change)
        configuration_id = str(change.channel.api_details["configuration_id"])
        edits = changes_content(change.plan.patch) and not change.error
        if edits and configuration_id != str(pin_of(source)[0]):
            raise Conflict(
                f"it was pinned to configuration {pin_of(source)[0]}, and is now pinned to {configuration_id}",
                advice="Someone else is changing the same deployment. Run it again.",
            )
        if edits and not self._publications.has(configuration_id):
            self._prepare({configuration_id: [change]}, [change])
        if change.error is not None:
            raise change.error

    def _pin(self, attempt: Attempt, version: JsonObject) -> Channel:
        """PUT the deployment, pinned to the version. Raises _Moved if it was pinned elsewhere meanwhile."""
        change, source = attempt.change, attempt.change.channel.source

        def body_of(deployment: JsonObject) -> JsonObject | None:
            nonlocal version
            pinned = pin_of(deployment)
            if pinned not in (pin_of(source), pin_of(version)):
                version = self._held_elsewhere(change, deployment)
            plan = change.plan_for(to_channel({**deployment, "configuration": version}))
            if pinned == pin_of(version) and not plan.changed:
                return None
            _note_pin(change, deployment, version)
            body = deployment_body(deployment, plan.patch, *pin_of(version))
            return {**_status_back(change), **body}

        def accepted() -> None:
            attempt.has_written = True

        fresh = self._fresh.fresh(change.channel.id)
        deployment = change_deployment(
            self.api,
            fresh,
            self._fresh.read_at(change.channel.id),
            body_of,
            attempt.deadline,
            accepted,
            is_young=lambda body: self._is_young(body, version),
            reread=lambda deployment_id: (self._fresh.fresh(deployment_id), self._fresh.read_at(deployment_id)),
        )
        channel = to_channel({**deployment, "configuration": version})
        missing = change.desired.plan(channel).changes
        if missing:
            raise Conflict(
                f"the writes were accepted, but {', '.join(missing)} did not take the desired value",
                advice="Someone else may be changing the same deployment; another run's diff shows what it holds.",
            )
        if not attempt.has_written:  # someone else has made the change meanwhile
            change.renew(channel)
        return channel

    def _version_back(self, change: PlannedChange, pin: Pinned) -> JsonObject:
        """Return the version that the deployment shall be pinned to again."""
        there: JsonObject = change.channel.source["configuration"]
        if pin_of(there) == (pin["configuration_id"], pin["before"]):
            return there
        return self.api.version(str(pin["configuration_id"]), str(pin["before"]))

    def _held_elsewhere(self, change: PlannedChange, deployment: JsonObject) -> JsonObject:
        """Return the version that someone pinned meanwhile, if it has the desired content; else raise _Moved."""
        change.desired.require_own(to_channel(deployment))
        there = self._with_version(deployment)
        if not is_version(there.get("configuration")) or changes_content(change.desired.plan(to_channel(there)).patch):
            raise _Moved(there)
        version: JsonObject = there["configuration"]
        return version

    def _is_young(self, body: JsonObject, version: JsonObject) -> bool:
        """Return whether the service may not know yet the version that a body pins."""
        configuration_id, number = pin_of(body)
        if self._publications.published_here(str(configuration_id), number):
            return True
        return is_recent(version.get("datePublished"), self.client.served_at)

    def _deadline(self) -> Deadline:
        return Deadline(self.client, self.client.deadline, WAIT_LONGER)

    def _refuse_shared(self, editing: dict[str, list[PlannedChange]], changes: Sequence[PlannedChange]) -> None:
        users: dict[Any, list[JsonObject]] = {}
        for user in self._deployments():
            if isinstance(user.get("configuration"), dict):
                users.setdefault(user["configuration"].get("id"), []).append(user)
        by_deployment = {change.channel.id: change for change in changes}
        for configuration_id, edits in editing.items():
            newest = self._publications.newest(configuration_id)
            refuse_shared(edits, users.get(configuration_id, []), newest, by_deployment)


def _configuration_id(change: PlannedChange) -> str:
    return str(change.channel.api_details["configuration_id"])


def _first_of_each_content(edits: Sequence[PlannedChange]) -> list[PlannedChange]:
    """Return one change for each content of a configuration, as far as patch and pinned version show it."""
    firsts: dict[str, PlannedChange] = {}
    for change in edits:
        key = canonical([change.channel.api_details["version"], change.plan.patch])
        firsts.setdefault(key, change)
    return list(firsts.values())


def _note_pin(change: PlannedChange, deployment: JsonObject, version: JsonObject) -> None:
    """Remember the pin that is sent, and the one before it, which somebody may have set meanwhile."""
    (configuration_id, number), there = pin_of(version), pin_of(deployment)
    earlier, status = change.pinned, deployment.get("status")
    is_again = earlier is not None and there == (configuration_id, number)
    change.pinned = {
        "configuration_id": configuration_id,
        "before": earlier["before"] if earlier and is_again else there[1],
        "after": number,
        "status": status if status in SETTABLE_STATUSES else earlier["status"] if earlier else None,
    }


def _status_back(change: PlannedChange) -> JsonObject:
    """Return the status that a failed deployment had before the change that is taken back."""
    pin = change.desired.pin
    return {"status": pin["status"]} if pin and pin["status"] else {}


@contextmanager
def _counted_as_changed(attempt: Attempt) -> Iterator[None]:
    """Mark later errors as changed: a write was accepted, and an error that ends the task now cannot undo it."""
    try:
        yield
    except (GenesysError, Interrupted) as error:
        if attempt.has_written:
            error.result = {"changed": True, "diff": attempt.change.plan.diff}
        raise
