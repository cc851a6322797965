# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over the configurations of Web Deployments: list them, ensure that one is as wanted, or gone."""

from __future__ import annotations

from .._core import outcomes
from .._core.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    ProtocolError,
)
from .._core.fields import sendable
from .._core.json_values import JsonObject
from .._core.lookup import find_named
from .._core.plan import NO_DIFF
from .._core.selector import Selector
from .._core.unreadable import Parts
from .._http.client import counts_as_changed, found_or_none
from .._http.waiting import Deadline
from .._webdeployments.api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from .._webdeployments.configuration_content import (
    differing_paths,
    is_same_version,
    known,
)
from .._webdeployments.configuration_rules import flaws
from .._webdeployments.configuration_schema import CONTENT
from .._webdeployments.deletion import delete_configuration, wait_out_deletion
from .._webdeployments.publishing import (
    found_draft,
)
from .._webdeployments.twins import (
    made_or_named,
    older_in_its_place,
    once_withdrawn,
)
from .audit import Operation
from .configuration_update import (
    WAIT_LONGER,
    ConfigurationTask,
    DesiredConfiguration,
    EnsuredConfiguration,
    finish,
    refuse_renamed,
    update,
    wait_for_publication,
)
from .context import Context
from .foretold import CONFIGURATION

LOOK_UP = "webmessaging_configuration_info lists the configurations that exist, with their ids."
RIVAL_PUBLISHES_WITHIN = 10.0
"""Seconds that are given to whoever made the same configuration a moment earlier."""


def ensure_present(context: Context, desired: DesiredConfiguration) -> EnsuredConfiguration:
    """Create the configuration, or write and publish what differs, with one audit entry."""
    operation = Operation("CONFIGURATION_UPDATE", "configuration", desired.selector.id, desired.selector.name)
    with context.audit.operation(operation):
        task = ConfigurationTask(
            context, operation, desired, Deadline(context.client, desired.wait_timeout, WAIT_LONGER)
        )
        try:
            return _noted(operation, _present(task))
        except NotFound as error:
            is_gone = operation.resource_id is not None and not error.result.get("changed")
            if desired.selector.id is not None or not is_gone:
                raise
            return _noted(operation, _present(task))  # a listing still showed what somebody had deleted


def _noted(operation: Operation, ensured: EnsuredConfiguration) -> EnsuredConfiguration:
    operation.version_after = ensured.version
    return ensured


def _present(task: ConfigurationTask) -> EnsuredConfiguration:
    api, selector = task.api, task.desired.selector
    waits = None if task.context.check_mode else task.deadline
    read_at = api.client.clock.monotonic()
    draft = wait_out_deletion(_find(api, selector), selector, api.draft, waits, "configuration")
    return _create(task) if draft is None else update(task, draft, read_at)


def ensure_absent(context: Context, selector: Selector, wait: bool, wait_timeout: float) -> EnsuredConfiguration:
    """Delete the configuration with all of its versions if it is there, with one audit entry."""
    operation = Operation("CONFIGURATION_DELETE", "configuration", selector.id, selector.name)
    with context.audit.operation(operation):
        api = _api(context)
        draft = found_or_none(lambda: _find(api, selector))
        if draft is None or draft.get("status") == "Deleting":
            return _absent_already(operation)
        configuration_id = operation.resource_id = str(draft["id"])
        operation.resource_name, operation.changes = draft.get("name"), ("state",)
        versions = found_or_none(lambda: api.versions(configuration_id)) if selector.name is not None else []
        if versions is None:  # someone else was faster
            return _absent_already(operation)
        if selector.name is not None:
            refuse_renamed(selector.name, newest_published(versions))
        newest = newest_published(versions)
        operation.version_before = None if newest is None else str(newest["version"])
        _refuse_pinned(context, api, configuration_id)
        diff = {"before": {"state": "present", **known(draft)}, "after": {"state": "absent"}}
        if not context.check_mode:
            deadline = Deadline(context.client, wait_timeout, WAIT_LONGER)
            if not delete_configuration(api, configuration_id, deadline if wait else None, diff):
                return _absent_already(operation)
        operation.outcome = outcomes.CHECKED if context.check_mode else outcomes.DELETED
        return EnsuredConfiguration(None, None, False, diff, True, configuration_id)


def _absent_already(operation: Operation) -> EnsuredConfiguration:
    operation.outcome, operation.changes = outcomes.UNCHANGED, ()
    return EnsuredConfiguration(None, None, False, NO_DIFF, False)


def listed(
    context: Context, selector: Selector, show_versions: bool, skip_unreadable: bool = False
) -> list[JsonObject]:
    """The configurations that match, as results; with every version of each where that is asked for."""
    api = _api(context)

    def row_with_versions(draft: JsonObject, is_thin: bool = True) -> JsonObject:
        """``is_thin``: whether the draft is a row of the listing, which may show less than there is."""
        parts, configuration_id = Parts(context.redactor, skip_unreadable), str(draft["id"])
        versions = parts.read("versions", lambda: api.versions(configuration_id))
        if is_thin and versions is not None and newest_published(versions) is None:
            draft = parts.read("draft", lambda: api.draft(configuration_id)) or draft
        row = _row(draft, versions or [], show_versions)
        if parts.failures:  # what is left tells nothing of what is published
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
    """By the name that is published, or that the draft has."""
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


def _api(context: Context) -> WebDeploymentsApi:
    return context.webdeployments


def _find(api: WebDeploymentsApi, selector: Selector) -> JsonObject | None:
    """The draft, which every configuration has. By id it must be there; by name it may be made."""
    if selector.id is None:
        return draft_named(api, selector.name or "")
    try:
        return api.draft(selector.id)
    except NotFound as error:
        error.advice = error.advice or LOOK_UP
        raise


def draft_named(api: WebDeploymentsApi, name: str, way_out: str = "") -> JsonObject | None:
    """The draft of the configuration of that name, which is the published one where anything was published.

    Where just one draft has the name, ``refuse_renamed`` tells whether its configuration does, once that is read.
    """

    def pick(drafts: list[JsonObject]) -> JsonObject | None:
        if len([draft for draft in drafts if draft.get("name") == name]) == 1 or not drafts:
            return find_named(drafts, name, "configuration", way_out)
        published = {configuration_id: version.get("name") for configuration_id, version in api.published().items()}
        by_id = {draft["id"]: draft for draft in drafts}
        effective = [{**draft, "name": published.get(draft["id"], draft.get("name"))} for draft in drafts]
        named = find_named(effective, name, "configuration", way_out)
        return None if named is None else by_id[named["id"]]

    return once_withdrawn(api.client, api.drafts, pick, name)


def _refuse_pinned(context: Context, api: WebDeploymentsApi, configuration_id: str) -> None:
    users = [
        f"{user.get('name')!r} ({user['id']}{', which is being deleted' if user.get('status') == 'Deleting' else ''})"
        for user in api.bare_deployments()
        if not context.foretold.leaves(str(user["id"]), configuration_id) and _is_pinned_to(api, user, configuration_id)
    ]
    if users:
        raise Conflict(
            f"deployments are pinned to it: {', '.join(users)}",
            advice="Pin them to another configuration, or delete them first.",
        )


def _is_pinned_to(api: WebDeploymentsApi, row: JsonObject, configuration_id: str) -> bool:
    """A row that does not tell is read by itself. Raises ProtocolError where that does not tell either."""
    deployment: JsonObject | None = row
    if not _tells_pin(row):
        deployment = found_or_none(lambda: api.deployment(str(row["id"])))
    if deployment is None:
        return False
    if _tells_pin(deployment):
        return bool((deployment["configuration"] or {}).get("id") == configuration_id)
    raise ProtocolError(
        f"deployment {row.get('name')!r} ({row['id']}) does not tell which configuration it is pinned to, so whether "
        f"{configuration_id} is in use cannot be known",
        advice="Nothing was deleted. Report it to the operator of the API.",
    )


def _tells_pin(deployment: JsonObject) -> bool:
    return "configuration" in deployment and isinstance(deployment["configuration"], (dict, type(None)))


def _create(task: ConfigurationTask) -> EnsuredConfiguration:
    context, operation, desired, api = task.context, task.operation, task.desired, task.api
    content = sendable(CONTENT, {"name": desired.name, **desired.content})
    problems = flaws(content)
    if problems:
        raise InvalidInput(problems)
    operation.action, operation.changes = "CONFIGURATION_CREATE", tuple(sorted(content))
    diff = {"before": {"state": "absent"}, "after": {"state": "present", **content}}
    if context.check_mode:
        operation.outcome = outcomes.CHECKED
        context.foretold.note(CONFIGURATION, None, desired.name, version="1" if desired.publish else None)
        return EnsuredConfiguration(content, None, not desired.publish, diff, True)
    found: list[JsonObject] = []
    draft = api.client.settle(
        lambda tries: api.create_configuration(content, tries),
        lambda: _made_or_named(api, content, found),
        creates=True,
    )
    if found and not is_same_version(draft, content):
        context.warnings.append(
            f"Someone else made configuration {desired.name!r} ({draft['id']}) while ours was being created. It was "
            "compared with what is wanted."
        )
        operation.action = "CONFIGURATION_UPDATE"
        return update(task, draft, api.client.clock.monotonic())
    configuration_id = operation.resource_id = str(draft["id"])
    twin = older_in_its_place(
        api.client, api.drafts, draft, lambda: delete_configuration(api, configuration_id, None, NO_DIFF), diff
    )
    if twin is not None:
        return _use_older(task, draft, twin)
    with counts_as_changed(diff):
        finished = finish(task, found_draft(draft, is_own=True), 0)
    operation.outcome = outcomes.CREATED
    entity, version = (finished.entity, finished.version) if finished else (draft, None)
    return EnsuredConfiguration(entity, version, not desired.publish, diff, True, configuration_id)


def _made_or_named(api: WebDeploymentsApi, content: JsonObject, found: list[JsonObject]) -> JsonObject | None:
    """What a lost creation made, or else what somebody else made by the same name; kept in ``found``."""
    found[:] = made_or_named(api.drafts(), content["name"], lambda draft: is_same_version(draft, content))
    return found[0] if found else None


def _use_older(task: ConfigurationTask, own: JsonObject, twin: JsonObject) -> EnsuredConfiguration:
    """Bring the older one of the same name to what is wanted, in place of ours that was withdrawn."""
    api = task.api
    task.context.warnings.append(
        f"Someone else created a configuration {own.get('name')!r} at the same moment. Ours ({own['id']}) was "
        f"withdrawn, and theirs ({twin['id']}) is used."
    )
    task.operation.action = "CONFIGURATION_UPDATE"
    wait_for_publication(api, str(twin["id"]), 0, RIVAL_PUBLISHES_WITHIN)
    read_at = api.client.clock.monotonic()
    return update(task, api.draft(str(twin["id"])), read_at)
