# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The Web Deployments gateway: a channel is a deployment with the version of a configuration that it is pinned to.

A change of what a configuration holds is written to its draft, published as a new version, and pinned by the
deployment: each configuration once, however many deployments shall have it. What other deployments use, or a person
left in a draft, is not touched unasked.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, Sequence

from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._client import Client, accepted
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Conflict, GenesysError
from ansible_collections.genesys.cloud.plugins.module_utils._gateway import Change
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, canonical
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience
from ansible_collections.genesys.cloud.plugins.module_utils._publishing import (
    deployment_ready,
    draft_ready,
    publish,
    write_deployment,
    write_draft,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import (
    WebDeploymentsDialect,
    changed_content,
    changes_content,
    content_of,
    deployment_body,
    is_same_content,
    last_edit,
    predicted,
    to_channel,
)

REFERENCE = {"id", "name", "version", "status", "selfUri"}
"""All that a reference to a configuration holds; a version holds more."""
WAIT_LONGER = "What was written stands; run it again, or raise deadline."


@dataclass(frozen=True)
class Allowed:
    """What a task may touch that is not its own."""

    overwrite_draft: bool = False
    change_shared: bool = False


@dataclass
class _Publication:
    """A configuration that a task changes: its draft, its newest version as far as known, and what was published."""

    draft: JsonObject
    newest: JsonObject | None = None
    versions: dict[str, JsonObject] = field(default_factory=dict)
    error: GenesysError | None = None


class WebDeployments:
    """See ``_gateway.ChannelGateway``."""

    dialect = WebDeploymentsDialect()
    waiting = 4

    def __init__(self, client: Client, allowed: Allowed) -> None:
        self.client = client
        self.api = WebDeploymentsApi(client)
        self._allowed = allowed
        self._listing: list[JsonObject] | None = None
        self._publications: dict[str, _Publication] = {}

    def channels(self) -> list[Channel]:
        self._listing = [self._with_version(deployment) for deployment in self.api.deployments()]
        return [to_channel(deployment) for deployment in self._listing]

    def channel(self, channel_id: str) -> Channel:
        return to_channel(self._with_version(self.api.deployment(channel_id)))

    def _with_version(self, deployment: JsonObject) -> JsonObject:
        """The deployment with its configuration's whole version where it came with a reference alone.

        To take a reference for a version would be to take all that it holds for empty, and to write that.
        """
        reference = deployment.get("configuration")
        if not isinstance(reference, dict) or not reference.get("id") or reference.keys() - REFERENCE:
            return deployment
        return {**deployment, "configuration": self.api.version(reference["id"], str(reference.get("version")))}

    def batches(self, changes: Sequence[Change]) -> list[list[Change]]:
        """One batch for each configuration: its draft can be worked on by one at a time."""
        batches: dict[str, list[Change]] = {}
        for change in changes:
            if change.plan.changed:
                batches.setdefault(str(change.channel.more["configuration_id"]), []).append(change)
        for change in batches.get("None", []):
            change.error = Conflict("it is pinned to no configuration", advice="Pin one, with webmessaging_deployment.")
        editing = {
            configuration_id: edits
            for configuration_id, batch in batches.items()
            if (edits := [change for change in batch if changes_content(change.plan.patch) and not change.error])
        }
        if editing:
            self._read_drafts(list(editing))
            self._refuse_drafted(editing)
            self._refuse_shared(editing, changes)
        return list(batches.values())

    def requests_for(self, batches: Sequence[Sequence[Change]]) -> int:
        """A PUT, a publish and two polls for a configuration, a PUT and two polls for each deployment."""
        return sum(4 + 3 * len(batch) for batch in batches)

    def predicted(self, change: Change) -> Channel:
        return predicted(change.channel, change.plan.patch)

    def apply(self, change: Change) -> Channel:
        patience = Patience(self.client, self.client.deadline, WAIT_LONGER)
        version = change.channel.origin.get("configuration") or {}
        if changes_content(change.plan.patch):
            version = self._published(change, version, patience)
            with accepted(change.plan.diff):
                deployment = self._pinned(change, version, patience)
        else:
            deployment = self._pinned(change, version, patience)
        with accepted(change.plan.diff):
            deployment = deployment_ready(self.api, deployment, patience)
            channel = to_channel({**deployment, "configuration": version})
            missing = change.wish.plan(channel).changes
            if missing:
                raise Conflict(
                    f"the writes were accepted, but {', '.join(missing)} did not become what was wanted",
                    advice="Someone else may be changing the same deployment; another run's diff shows what it holds.",
                )
        return channel

    def _pinned(self, change: Change, version: JsonObject, patience: Patience) -> JsonObject:
        origin = change.channel.origin
        body = deployment_body(origin, change.plan.patch, version.get("id"), version.get("version"))
        return write_deployment(self.api, change.channel.id, body, patience)

    def _published(self, change: Change, pinned: JsonObject, patience: Patience) -> JsonObject:
        """The version that holds what is wanted; published now unless an earlier change of the batch did."""
        publication = self._publications[str(pinned.get("id"))]
        if publication.error is not None:
            raise copy.copy(publication.error)
        content = wanted_content(change)
        key = canonical(content)
        if key not in publication.versions:
            try:
                publication.versions[key] = self._publish(publication, content, pinned, change, patience)
            except GenesysError as error:
                publication.error = copy.copy(error)
                publication.error.result = {}  # the next deployment has not been touched
                raise
        return publication.versions[key]

    def _publish(
        self, publication: _Publication, content: JsonObject, pinned: JsonObject, change: Change, patience: Patience
    ) -> JsonObject:
        draft, newest = publication.draft, publication.newest
        if newest is not None and is_same_content(newest, content):
            return newest
        configuration_id = str(pinned["id"])
        if not is_same_content(draft, content) or draft.get("status") == "Error":
            body = {**content, "name": draft.get("name")}
            draft = write_draft(self.api, configuration_id, body)
            publication.draft = draft
        with accepted(change.plan.diff):
            draft = draft_ready(self.api, configuration_id, draft, patience)
            known = max(version_number(version) or 0 for version in (pinned, newest or pinned))
            publication.newest = publish(self.api, {**draft, "id": configuration_id}, known, patience)
        return publication.newest

    def _read_drafts(self, configuration_ids: list[str]) -> None:
        """One configuration's draft by itself, those of several with the listing."""
        is_alone = len(configuration_ids) == 1
        drafts = [self.api.draft(configuration_ids[0])] if is_alone else self.api.drafts()
        by_id = {str(draft.get("id")): draft for draft in drafts}
        for configuration_id in configuration_ids:
            draft = by_id.get(configuration_id) or self.api.draft(configuration_id)
            self._publications[configuration_id] = _Publication(draft)

    def _refuse_shared(self, editing: dict[str, list[Change]], changes: Sequence[Change]) -> None:
        """A configuration that serves deployments which neither have what is wanted nor get it from the task."""
        if self._allowed.change_shared:
            return
        users: dict[Any, list[JsonObject]] = {}
        for user in self.api.deployments() if self._listing is None else self._listing:
            users.setdefault((user.get("configuration") or {}).get("id"), []).append(user)
        wanted = {change.channel.id: wanted_content(change) for change in changes}
        for configuration_id, edits in editing.items():
            newest = self._publications[configuration_id].newest
            after = [(user, wanted.get(user["id"], user["configuration"])) for user in users.get(configuration_id, [])]
            for change in edits:
                content = wanted[change.channel.id]
                if newest is not None and is_same_content(newest, content):
                    continue  # nothing is published
                others = [user for user, theirs in after if not is_same_content(theirs, content)]
                if others:
                    change.error = change.error or _is_shared(change, others)

    def _refuse_drafted(self, editing: dict[str, list[Change]]) -> None:
        """A draft that somebody left, which is neither what is published nor what is wanted."""
        differing = {
            configuration_id: others
            for configuration_id, edits in editing.items()
            if (others := self._other_than_draft(self._publications[configuration_id].draft, edits))
        }
        versions = self.client.each(self.api.versions, list(differing))
        for (configuration_id, edits), found in zip(differing.items(), versions):
            publication = self._publications[configuration_id]
            publication.newest = newest_published(found)
            if self._allowed.overwrite_draft or is_same_content(publication.draft, publication.newest):
                continue
            for change in edits:
                if not is_same_content(publication.draft, wanted_content(change)):
                    change.error = change.error or _is_drafted(publication.draft)

    @staticmethod
    def _other_than_draft(draft: JsonObject, edits: list[Change]) -> list[Change]:
        return [change for change in edits if not is_same_content(draft, change.channel.origin["configuration"])]


def wanted_content(change: Change) -> JsonObject:
    """What the version shall hold that the change's deployment is pinned to."""
    return changed_content(content_of(change.channel.origin.get("configuration")), change.plan.patch)


def _is_shared(change: Change, others: list[JsonObject]) -> Conflict:
    names = ", ".join(f"{other.get('name')!r} ({other['id']})" for other in others)
    return Conflict(
        f"its configuration {_label(change.channel.origin['configuration'])} is used by other deployments too: {names}",
        advice="With change_shared: true it is published, and pinned by the selected deployments alone; or select all "
        "of them in one webmessaging_channels task with the same wish.",
    )


def _is_drafted(draft: JsonObject) -> Conflict:
    return Conflict(
        f"its configuration {_label(draft)} has an unpublished draft that differs from what is published"
        f"{last_edit(draft)}",
        advice="Publish or discard that draft in Genesys Cloud, or set overwrite_draft: true to lose it.",
    )


def _label(version: JsonObject) -> str:
    return f"{version.get('name')!r} ({version.get('id')})"
