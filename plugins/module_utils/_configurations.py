# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over the configurations of Web Deployments: list them, ensure that one is as wanted, or gone."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.genesys.cloud.plugins.module_utils import _audit
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Conflict, NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._fields import aligned, without_nulls
from ansible_collections.genesys.cloud.plugins.module_utils._lookup import the_one_named
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan, make_plan, merge
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience
from ansible_collections.genesys.cloud.plugins.module_utils._publishing import (
    configuration_gone,
    draft_ready,
    publish,
    unless_going,
    version_ready,
    write_draft,
)
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import (
    content_of,
    is_same_version,
    last_edit,
)

LOOK_UP = "webmessaging_configuration_info lists the configurations that exist, with their ids."
WAIT_LONGER = "What was written stands; run it again, or raise wait_timeout."
PUBLISHED = "published"
"""What a diff says of a configuration that nothing was published of."""


@dataclass(frozen=True)
class ConfigurationWish:
    """``content`` is sparse and spelled as the API spells it; ``name`` is the one that it shall have."""

    selector: Selector
    name: str | None
    content: JsonObject
    publish: bool = True
    wait: bool = True
    wait_timeout: float = 60.0
    overwrite_draft: bool = False

    def plan(self, entity: JsonObject) -> Plan:
        """By name, the name selects; a new one is wanted by id alone."""
        there = known(entity)
        is_wanted = self.selector.id is not None or there["name"] == self.name
        named = {"name": self.name} if self.name is not None and is_wanted else {}
        return make_plan(there, aligned(CONTENT, {**named, **self.content}, there))


@dataclass(frozen=True)
class Ensured:
    """``entity``: the draft or the version that the task was about, None after it went; ``version``: the newest one."""

    entity: JsonObject | None
    version: str | None
    draft_differs: bool
    diff: JsonObject
    changed: bool
    configuration_id: str | None = None

    def to_result(self) -> JsonObject:
        return {
            "changed": self.changed,
            "diff": self.diff,
            "configuration": None if self.entity is None else known(self.entity),
            "id": self.configuration_id,
            "version": self.version,
            "draft_differs": self.draft_differs,
        }


def known(entity: JsonObject) -> JsonObject:
    """All of a draft or a version that can be written."""
    return {"name": entity.get("name"), **content_of(entity)}


def ensure_present(session: Session, wish: ConfigurationWish) -> Ensured:
    """Create the configuration, or write and publish what differs, with one audit entry."""
    operation = Operation("CONFIGURATION_UPDATE", "configuration", wish.selector.id, wish.selector.name)
    with session.audit.operation(operation):
        api, patience = _api(session), Patience(session.gateway.client, wish.wait_timeout, WAIT_LONGER)
        waits = None if session.check_mode else patience
        draft = unless_going(_find(api, wish.selector), wish.selector, api.draft, waits, "configuration")
        if draft is None:
            return _create(session, operation, wish, patience)
        operation.resource_id, operation.resource_name = str(draft["id"]), draft.get("name")
        return _update(session, operation, wish, draft, patience)


def ensure_absent(session: Session, selector: Selector, wait: bool, wait_timeout: float) -> Ensured:
    """Delete the configuration with all of its versions if it is there, with one audit entry."""
    operation = Operation("CONFIGURATION_DELETE", "configuration", selector.id, selector.name)
    with session.audit.operation(operation):
        api = _api(session)
        draft = found_or_none(lambda: _find(api, selector))
        if draft is None or draft.get("status") == "Deleting":
            operation.outcome = _audit.UNCHANGED
            return Ensured(None, None, False, {"before": {}, "after": {}}, False)
        configuration_id = operation.resource_id = str(draft["id"])
        operation.resource_name, operation.changes = draft.get("name"), ("state",)
        if selector.name is not None:
            refuse_renamed(selector.name, newest_published(api.versions(configuration_id)))
        _refuse_pinned(api, configuration_id)
        diff = {"before": {"state": "present", **known(draft)}, "after": {"state": "absent"}}
        if not session.check_mode:
            patience = Patience(session.gateway.client, wait_timeout, WAIT_LONGER)
            configuration_gone(api, configuration_id, patience if wait else None, diff)
        operation.outcome = _audit.CHECKED if session.check_mode else _audit.DELETED
        return Ensured(None, None, False, diff, True, configuration_id)


def listed(session: Session, selector: Selector, show_versions: bool) -> list[JsonObject]:
    """The configurations that match, as results; with every version of each where that is asked for."""
    api = _api(session)
    if selector.id is not None:
        wanted = selector.id
        draft = found_or_none(lambda: api.draft(wanted))
        return [] if draft is None else [_row(draft, api.versions(wanted), show_versions)]
    drafts = api.drafts()
    has_name = selector.name is not None or selector.name_glob is not None
    is_needed = drafts and (has_name or not show_versions)
    newest = {version["id"]: version for version in api.published()} if is_needed else {}
    found = [draft for draft in drafts if _is_meant(selector, draft, newest.get(draft["id"]))]
    if show_versions:
        versions = session.gateway.client.each(lambda draft: api.versions(str(draft["id"])), found)
    else:
        versions = [[newest[draft["id"]]] if draft["id"] in newest else [] for draft in found]
    return [_row(draft, theirs, show_versions) for draft, theirs in zip(found, versions)]


def _is_meant(selector: Selector, draft: JsonObject, newest: JsonObject | None) -> bool:
    """By the name that is published, or that the draft has."""
    return any(selector.matches(str(each.get("name"))) for each in (draft, newest or draft))


def _row(draft: JsonObject, versions: list[JsonObject], show_versions: bool) -> JsonObject:
    published = [version for version in versions if version_number(version) is not None]
    published.sort(key=lambda version: version_number(version) or 0, reverse=True)
    newest = published[0] if published else None
    changes = [] if newest is None else _differences(newest, draft)
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


def _differences(one: JsonObject, other: JsonObject) -> list[str]:
    """The dotted paths at which two contents differ, in whichever of them something is."""
    first, second = known(one), known(other)
    found: set[str] = set()
    for there, wanted in ((first, second), (second, first)):
        found.update(make_plan(there, aligned(CONTENT, wanted, there)).changes)
    return sorted(found)


def _api(session: Session) -> WebDeploymentsApi:
    return session.gateway.webdeployments.api


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
    drafts = api.drafts()
    if len([draft for draft in drafts if draft.get("name") == name]) == 1 or not drafts:
        return the_one_named(drafts, name, "configuration", way_out)
    published = {version["id"]: version.get("name") for version in api.published()}
    by_id = {draft["id"]: draft for draft in drafts}
    effective = [{**draft, "name": published.get(draft["id"], draft.get("name"))} for draft in drafts]
    named = the_one_named(effective, name, "configuration", way_out)
    return None if named is None else by_id[named["id"]]


def refuse_renamed(name: str, newest: JsonObject | None) -> None:
    """Raises Conflict where only an unpublished draft has the name."""
    if newest is not None and newest.get("name") != name:
        raise Conflict(
            f"{name!r} is the name of an unpublished draft, whose configuration ({newest['id']}) is published as "
            f"{newest.get('name')!r}",
            advice=f"Say {newest.get('name')!r}, or select by id: {newest['id']}.",
        )


def _refuse_pinned(api: WebDeploymentsApi, configuration_id: str) -> None:
    users = [
        f"{user.get('name')!r} ({user['id']}{', which is being deleted' if user.get('status') == 'Deleting' else ''})"
        for user in api.bare_deployments()
        if isinstance(user.get("configuration"), dict) and user["configuration"].get("id") == configuration_id
    ]
    if users:
        raise Conflict(
            f"deployments are pinned to it: {', '.join(users)}",
            advice="Pin them to another configuration, or delete them first.",
        )


def _create(session: Session, operation: Operation, wish: ConfigurationWish, patience: Patience) -> Ensured:
    content = without_nulls({"name": wish.name, **wish.content})
    operation.action, operation.changes = "CONFIGURATION_CREATE", tuple(sorted(content))
    diff = {"before": {"state": "absent"}, "after": {"state": "present", **content}}
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        return Ensured(content, None, not wish.publish, diff, True)
    api = _api(session)
    draft = session.gateway.client.settle(
        lambda tries: api.create_configuration(content, tries),
        lambda: the_one_named(api.drafts(), str(wish.name), "configuration"),
    )
    configuration_id = operation.resource_id = str(draft["id"])
    with accepted(diff):
        entity, version = _finish(api, wish, draft, 0, patience)
    operation.outcome = _audit.CREATED
    return Ensured(entity, version, not wish.publish, diff, True, configuration_id)


def _update(
    session: Session, operation: Operation, wish: ConfigurationWish, draft: JsonObject, patience: Patience
) -> Ensured:
    """Compared with what is published, or with ``publish: false`` with the draft."""
    api, configuration_id = _api(session), str(draft["id"])
    newest = newest_published(api.versions(configuration_id))
    version = None if newest is None else str(newest["version"])
    if wish.publish and wish.selector.name is not None:
        refuse_renamed(wish.selector.name, newest)
    is_dirty = newest is None or not is_same_version(draft, newest)
    base = draft if newest is None or not wish.publish else newest
    plan = wish.plan(base)
    start = newest if newest is not None and wish.overwrite_draft else base  # what was in the draft is lost
    target = without_nulls(merge(known(start), wish.plan(start).patch))
    is_first = wish.publish and (newest is None or newest.get("status") == "Error")  # nobody can pin that one
    diff = _with_publication(plan.diff) if is_first else plan.diff
    operation.changes = (*plan.changes, *((PUBLISHED,) if is_first else ()))
    if not plan.changed and not is_first:
        operation.outcome = _audit.UNCHANGED
        return Ensured(base, version, is_dirty, diff, False, configuration_id)
    if newest is not None and is_dirty and not wish.overwrite_draft and not is_same_version(draft, target):
        raise _is_drafted(draft)
    differs = not wish.publish and not (newest is not None and is_same_version(target, newest))
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        return Ensured(target, None if wish.publish else version, differs, diff, True, configuration_id)
    if not is_same_version(draft, target) or draft.get("status") == "Error":
        draft = write_draft(api, configuration_id, target)
    with accepted(diff):
        known_number = 0 if newest is None else version_number(newest) or 0
        entity, published = _finish(api, wish, {**draft, "id": configuration_id}, known_number, patience)
        missing = wish.plan(entity).changes
        if missing:
            raise Conflict(f"the writes were accepted, but {', '.join(missing)} did not become what was wanted")
    operation.outcome = _audit.UPDATED
    return Ensured(entity, published or version, differs, diff, True, configuration_id)


def _finish(
    api: WebDeploymentsApi, wish: ConfigurationWish, draft: JsonObject, newest: int, patience: Patience
) -> tuple[JsonObject, str | None]:
    """Publish the draft if that is wanted; what there is then, and the version that it became."""
    configuration_id = str(draft["id"])
    if not wish.publish:
        return (draft_ready(api, configuration_id, draft, patience) if wish.wait else draft), None
    draft = draft_ready(api, configuration_id, draft, patience)
    version = publish(api, {**draft, "id": configuration_id}, newest, patience)
    if wish.wait:
        version = version_ready(api, configuration_id, version, patience)
    return version, str(version.get("version"))


def _with_publication(diff: JsonObject) -> JsonObject:
    return {"before": {**diff["before"], PUBLISHED: False}, "after": {**diff["after"], PUBLISHED: True}}


def _is_drafted(draft: JsonObject) -> Conflict:
    return Conflict(
        f"it has an unpublished draft that differs from what is published{last_edit(draft)}",
        advice="Publish or discard that draft in Genesys Cloud, or set overwrite_draft: true to lose it.",
    )
