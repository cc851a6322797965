# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over the configurations of Web Deployments: list them, ensure that one is as desired, or absent."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

from .._core.errors import Conflict, InvalidInput, NotFound, ProtocolError
from .._core.fields import sendable
from .._core.json_values import JsonObject
from .._core.selector import Selector
from .._core.unreadable import Parts
from .._http.client import found_or_none
from .._webdeployments.api import WebDeploymentsApi, newest_published, version_number
from .._webdeployments.configuration_content import differing_paths, is_same_version, known
from .._webdeployments.configuration_rules import flaws
from .._webdeployments.configuration_schema import CONTENT
from .._webdeployments.publishing import found_draft
from .configuration_update import (
    ConfigurationUpdate,
    EnsuredConfiguration,
    refuse_renamed,
    wait_for_publication,
)
from .context import Context
from .foretold import CONFIGURATION
from .seen import Seen

RIVAL_PUBLISHES_WITHIN = 10.0
"""Seconds for a run that created the same configuration a moment earlier."""


def listed(
    context: Context, selector: Selector, show_versions: bool, skip_unreadable: bool = False
) -> list[JsonObject]:
    """Return the configurations that match, as results; with all versions of each if the task asks for them."""
    api = context.webdeployments

    def row_with_versions(draft: JsonObject, is_thin: bool = True) -> JsonObject:
        """Make one row. ``is_thin``: whether the draft is a row of the listing, which may be partial."""
        parts, configuration_id = Parts(context.redactor, skip_unreadable), str(draft["id"])
        versions = parts.read("versions", lambda: api.versions(configuration_id))
        if is_thin and versions is not None and newest_published(versions) is None:
            draft = parts.read("draft", lambda: api.draft(configuration_id)) or draft
        row = _row(draft, versions or [], show_versions)
        if parts.failures:  # the rest does not tell what is published
            row.update(configuration=None, draft_differs=None, draft_changes=None)
        return {**row, **parts.told}

    if selector.id is not None:
        wanted = selector.id
        draft = found_or_none(lambda: api.draft(wanted))
        return [] if draft is None else [row_with_versions(draft, is_thin=False)]
    drafts = api.drafts()
    has_name = selector.name is not None or selector.name_glob is not None
    is_needed = drafts and (has_name or not show_versions)
    newest = api.published() if is_needed else {}
    found = [draft for draft in drafts if _is_meant(selector, draft, newest.get(draft["id"]))]
    if show_versions:
        return context.client.each(row_with_versions, found)
    versions = [[newest[draft["id"]]] if draft["id"] in newest else [] for draft in found]
    none_left_out = Parts(context.redactor, skip_unreadable).told
    return [{**_row(draft, theirs, False), **none_left_out} for draft, theirs in zip(found, versions)]


def _is_meant(selector: Selector, draft: JsonObject, newest: JsonObject | None) -> bool:
    """Return whether the selector matches the published name, or the draft's."""
    return any(selector.matches(str(each.get("name"))) for each in (draft, newest or draft))


def _row(draft: JsonObject, versions: list[JsonObject], show_versions: bool) -> JsonObject:
    published = [version for version in versions if version_number(version) is not None]
    published.sort(key=lambda version: version_number(version) or 0, reverse=True)
    newest = published[0] if published else None
    changes = [] if newest is None else differing_paths(newest, draft)
    row = {
        "id": draft["id"],
        "name": (newest or draft).get("name"),
        "version": None if newest is None else newest["version"],
        "configuration": known(newest or draft),
        "draft": known(draft),
        "draft_status": draft.get("status"),
        "draft_differs": newest is None or bool(changes),
        "draft_changes": changes,
    }
    if show_versions:
        row["versions"] = [
            {
                "version": version["version"],
                "status": version.get("status"),
                "date_published": version.get("datePublished"),
                "configuration": known(version),
            }
            for version in published
        ]
    return row


class ConfigurationSteps(ConfigurationUpdate):
    """Finds, creates and deletes a configuration."""

    def named(self, name: str) -> Seen | None:
        return self.reads.draft_named(name)

    def new(self) -> tuple[JsonObject, JsonObject]:
        content = sendable(CONTENT, {"name": self.desired.name, **self.desired.content})
        problems = flaws(content)
        if problems:
            raise InvalidInput(problems)
        self.context.names.require_stored(CONTENT, content)
        return content, content

    def predicted_new(self, body: JsonObject, diff: JsonObject) -> EnsuredConfiguration:
        publishes, name = self.desired.publish, self.desired.name
        self.context.foretold.note(CONFIGURATION, None, name, version="1" if publishes else None)
        return EnsuredConfiguration(body, diff, self.operation.changes, True, None, not publishes)

    def post(self, body: JsonObject, look: Callable[[], JsonObject | None]) -> JsonObject:
        return self.client.settle(lambda tries: self.api.create_configuration(body, tries), look, creates=True)

    def is_made_of(self, entity: JsonObject, body: JsonObject) -> bool:
        return is_same_version(entity, body)

    def theirs(self, entity: JsonObject, own: JsonObject | None) -> Seen:
        configuration_id, name = str(entity["id"]), self.desired.name
        if own is None:
            self.context.warnings.append(
                f"Someone else created configuration {name!r} ({configuration_id}) while this run created it. It was "
                "compared with the desired state."
            )
            return Seen(entity, self.client.clock.monotonic(), is_row=True)
        self.context.warnings.append(
            f"Someone else created a configuration {own.get('name')!r} at the same moment. Ours ({own['id']}) was "
            f"withdrawn, and theirs ({configuration_id}) is used."
        )
        wait_for_publication(self.api, configuration_id, 0, RIVAL_PUBLISHES_WITHIN)
        return replace(self.reads.draft(configuration_id), is_row=True)  # the write is made from a later read

    def finish(self, entity: JsonObject, diff: JsonObject) -> EnsuredConfiguration:
        finished = self.publish(found_draft(entity, is_own=True), 0)
        made, version = (finished.entity, finished.version) if finished else (entity, None)
        changes, is_draft = self.operation.changes, not self.desired.publish
        return EnsuredConfiguration(made, diff, changes, True, version, is_draft, str(entity["id"]))

    def state_to_delete(self, seen: Seen) -> JsonObject | None:
        if self.selector.name is not None:
            try:
                newest = self.reads.newest(seen.id)
            except NotFound:
                return None
            refuse_renamed(self.selector.name, newest)
            self.operation.version_before = None if newest is None else str(newest["version"])
        self._refuse_pinned(seen.id)
        return known(seen.entity)

    def _refuse_pinned(self, configuration_id: str) -> None:
        users = [
            f"{user.get('name')!r} ({user['id']}{', which is being deleted' if self.is_going(user) else ''})"
            for user in self.reads.users()
            if not self.context.foretold.leaves(str(user["id"]), configuration_id)
            and _is_pinned_to(self.api, user, configuration_id)
        ]
        if users:
            raise Conflict(
                f"deployments are pinned to it: {', '.join(users)}",
                advice="Pin them to another configuration, or delete them first.",
            )


def _is_pinned_to(api: WebDeploymentsApi, row: JsonObject, configuration_id: str) -> bool:
    """Return whether a deployment is pinned to it; read it if its row does not tell.

    Raises ProtocolError if the read does not tell either.
    """
    deployment: JsonObject | None = row
    if not _tells_pin(row):
        deployment = found_or_none(lambda: api.deployment(str(row["id"])))
    if deployment is None:
        return False
    if _tells_pin(deployment):
        return bool((deployment["configuration"] or {}).get("id") == configuration_id)
    raise ProtocolError(
        f"deployment {row.get('name')!r} ({row['id']}) does not tell which configuration it is pinned to, so the task "
        f"cannot tell whether {configuration_id} is in use",
        advice="Nothing was deleted. Report it to the operator of the API.",
    )


def _tells_pin(deployment: JsonObject) -> bool:
    return "configuration" in deployment and isinstance(deployment["configuration"], (dict, type(None)))
