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
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Sequence

from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._client import Client, accepted
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    AuthenticationFailed,
    Conflict,
    GenesysError,
    NotFound,
    Rejected,
)
from ansible_collections.genesys.cloud.plugins.module_utils._fields import without_nulls
from ansible_collections.genesys.cloud.plugins.module_utils._gateway import Change
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience
from ansible_collections.genesys.cloud.plugins.module_utils._publishing import (
    deployment_ready,
    draft_ready,
    publish,
    settled_deployment,
    version_ready,
    write_deployment,
    write_draft,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_conflicts import (
    holds_content,
    may_be_edited,
    refuse,
    refuse_edited,
    refuse_shared,
    refuse_unchangeable,
    require_pin,
    wanted_content,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import (
    WebDeploymentsDialect,
    changes_content,
    content_key,
    deployment_body,
    is_same_version,
    is_version,
    predicted,
    to_channel,
)

WAIT_LONGER = "What was written stands; run it again, or raise deadline."


@dataclass(frozen=True)
class Allowed:
    """What a task may touch that is not its own."""

    overwrite_draft: bool = False
    change_shared: bool = False


@dataclass
class _Publication:
    """A configuration that a task changes: its draft, its newest version as far as known, and what became of contents.

    ``errors``: by the content that could not be published, by "" where no other can be either.
    """

    draft: JsonObject
    newest: JsonObject | None = None
    versions: dict[str, JsonObject] = field(default_factory=dict)
    errors: dict[str, GenesysError] = field(default_factory=dict)


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
        return [to_channel(deployment) for deployment in self._deployments()]

    def channel(self, channel_id: str) -> Channel:
        return to_channel(self._with_version(self.api.deployment(channel_id)))

    def _deployments(self) -> list[JsonObject]:
        """All of them, each with its whole version; read once for a task."""
        if self._listing is None:
            listing = self.api.deployments()
            bare = [each for each in listing if not is_version(each.get("configuration"))]
            whole = {each["id"]: each for each in self.client.each(self._with_version, bare)}
            self._listing = [whole.get(each["id"], each) for each in listing]
        return self._listing

    def _with_version(self, deployment: JsonObject) -> JsonObject:
        """The deployment with its configuration's whole version, or with the reference to one that is gone."""
        reference = deployment.get("configuration")
        if not isinstance(reference, dict) or not reference.get("id"):
            return deployment
        try:
            return {**deployment, "configuration": self.api.version(reference["id"], str(reference.get("version")))}
        except NotFound:
            return deployment

    def batches(self, changes: Sequence[Change]) -> list[list[Change]]:
        """One batch for each configuration: its draft can be worked on by one at a time."""
        batches: dict[str, list[Change]] = {}
        for change in changes:
            if change.plan.changed:
                batches.setdefault(str(change.channel.more["configuration_id"]), []).append(change)
        for batch in batches.values():
            for change in batch:
                refuse_unchangeable(change)
        editing = {
            configuration_id: edits
            for configuration_id, batch in batches.items()
            if (edits := [change for change in batch if changes_content(change.plan.patch) and not change.error])
        }
        if editing:
            self._read_drafts(editing)
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
        version, has_written = change.channel.origin["configuration"], False
        if changes_content(change.plan.patch):
            version, has_written = self._published(change, version, patience)
        with accepted(change.plan.diff) if has_written else nullcontext():
            deployment = self._pinned(change, version, patience)
        with accepted(change.plan.diff):
            deployment = deployment_ready(self.api, deployment, patience)
            require_pin(deployment, version)
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
        settled = settled_deployment(self.api, origin, patience)
        require_pin(settled, origin["configuration"])
        body = deployment_body(settled, change.plan.patch, version.get("id"), version.get("version"))
        return write_deployment(self.api, change.channel.id, body, patience)

    def _published(self, change: Change, pinned: JsonObject, patience: Patience) -> tuple[JsonObject, bool]:
        """The version that holds what is wanted, and whether it was published for this change just now."""
        publication = self._publications[str(pinned["id"])]
        content = wanted_content(change)
        key = content_key(content)
        if key in publication.versions:
            return publication.versions[key], False
        if holds_content(publication.newest, content):
            return publication.newest or {}, False
        failed = publication.errors.get(key) or publication.errors.get("")
        if failed is not None:
            raise copy.copy(failed)
        try:
            version = self._publish(publication, content, pinned, change, patience)
        except GenesysError as error:
            told = copy.copy(error)
            told.result = {}  # the next deployment has not been touched
            # another content may well be accepted where one was refused
            publication.errors[key if isinstance(error, Rejected) else ""] = told
            raise
        publication.versions[key] = publication.newest = version
        return version, True

    def _publish(
        self, publication: _Publication, content: JsonObject, pinned: JsonObject, change: Change, patience: Patience
    ) -> JsonObject:
        draft, newest = publication.draft, publication.newest or pinned
        configuration_id = str(pinned["id"])
        body = without_nulls({**content, "name": newest.get("name")})
        has_written = not is_same_version(draft, body) or draft.get("status") == "Error"
        if has_written:
            draft = publication.draft = write_draft(self.api, configuration_id, body)
        with accepted(change.plan.diff) if has_written else nullcontext():
            draft = draft_ready(self.api, configuration_id, draft, patience)
            known = max(version_number(version) or 0 for version in (pinned, newest))
            version = publish(self.api, {**draft, "id": configuration_id}, known, patience)
        with accepted(change.plan.diff):
            return version_ready(self.api, configuration_id, version, patience)

    def _read_drafts(self, editing: dict[str, list[Change]]) -> None:
        """One configuration's draft by itself, those of several with the listing."""
        listed = {} if len(editing) == 1 else {str(draft["id"]): draft for draft in self.api.drafts()}
        for configuration_id, edits in list(editing.items()):
            try:
                draft = listed.get(configuration_id) or self.api.draft(configuration_id)
            except AuthenticationFailed:
                raise
            except GenesysError as error:
                refuse(edits, error)
                del editing[configuration_id]
            else:
                self._publications[configuration_id] = _Publication(draft)

    def _refuse_shared(self, editing: dict[str, list[Change]], changes: Sequence[Change]) -> None:
        if self._allowed.change_shared:
            return
        users: dict[Any, list[JsonObject]] = {}
        for user in self._deployments():
            if isinstance(user.get("configuration"), dict):
                users.setdefault(user["configuration"].get("id"), []).append(user)
        by_deployment = {change.channel.id: change for change in changes}
        for configuration_id, edits in editing.items():
            newest = self._publications[configuration_id].newest
            refuse_shared(edits, users.get(configuration_id, []), newest, by_deployment)

    def _refuse_drafted(self, editing: dict[str, list[Change]]) -> None:
        differing = {
            configuration_id: edits
            for configuration_id, edits in editing.items()
            if any(may_be_edited(self._publications[configuration_id].draft, change) for change in edits)
        }
        versions = self.client.each(self._versions, list(differing))
        for (configuration_id, edits), found in zip(differing.items(), versions):
            if isinstance(found, GenesysError):
                refuse(edits, found)
                del editing[configuration_id]
                continue
            publication = self._publications[configuration_id]
            pinned = [change.channel.origin["configuration"] for change in edits]
            publication.newest = newest_published([*found, *pinned]) or pinned[0]
            if not self._allowed.overwrite_draft:
                refuse_edited(edits, publication.draft, publication.newest)

    def _versions(self, configuration_id: str) -> list[JsonObject] | GenesysError:
        try:
            return self.api.versions(configuration_id)
        except AuthenticationFailed:
            raise
        except GenesysError as error:
            return error
