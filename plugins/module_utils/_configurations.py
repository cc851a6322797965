# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over the configurations of Web Deployments: list them, ensure that one is as wanted, or gone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from ansible_collections.genesys.cloud.plugins.module_utils import _audit
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._deletion import delete_configuration, unless_going
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Conflict,
    GenesysError,
    NotFound,
    ProtocolError,
    Unavailable,
)
from ansible_collections.genesys.cloud.plugins.module_utils._fields import aligned, without_nulls
from ansible_collections.genesys.cloud.plugins.module_utils._freshness import FRESH_FOR
from ansible_collections.genesys.cloud.plugins.module_utils._lookup import the_one_named
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan, make_plan, merge
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience
from ansible_collections.genesys.cloud.plugins.module_utils._publishing import (
    NOT_PINNED,
    Draft,
    found_draft,
    publish,
    published_since,
    wait_for_draft,
    wait_for_version,
    write_draft,
)
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._twins import older_twin
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_conflicts import holds_content
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import (
    differing_paths,
    is_same_content,
    is_same_version,
    known,
    last_edit,
    lost_draft,
)

LOOK_UP = "webmessaging_configuration_info lists the configurations that exist, with their ids."
WAIT_LONGER = "What was written stands; run it again, or raise wait_timeout."
RIVAL_PUBLISHES_WITHIN = 10.0
"""Seconds that are given to whoever made the same configuration a moment earlier."""
MOST_TURNS = 3
"""So many times it is planned anew because somebody else has published meanwhile."""
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
    wait_timeout: float = 180.0
    overwrite_draft: bool = False

    def plan(self, entity: JsonObject) -> Plan:
        """By name, the name selects; a new one is wanted by id alone."""
        there = known(entity)
        is_wanted = self.selector.id is not None or there["name"] == self.name
        named = {"name": self.name} if self.name is not None and is_wanted else {}
        return make_plan(there, aligned(CONTENT, {**named, **self.content}, there))


@dataclass(frozen=True)
class _Task:
    """What ensuring one configuration works with."""

    session: Session
    operation: Operation
    wish: ConfigurationWish
    patience: Patience

    @property
    def api(self) -> WebDeploymentsApi:
        return _api(self.session)


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


def ensure_present(session: Session, wish: ConfigurationWish) -> Ensured:
    """Create the configuration, or write and publish what differs, with one audit entry."""
    operation = Operation("CONFIGURATION_UPDATE", "configuration", wish.selector.id, wish.selector.name)
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
    draft = unless_going(_find(api, selector), selector, api.draft, waits, "configuration")
    return _create(task) if draft is None else _update(task, draft, read_at)


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
            delete_configuration(api, configuration_id, patience if wait else None, diff)
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
        if _is_pinned_to(api, user, configuration_id)
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


def _create(task: _Task) -> Ensured:
    session, operation, wish, api = task.session, task.operation, task.wish, task.api
    content = without_nulls({"name": wish.name, **wish.content})
    operation.action, operation.changes = "CONFIGURATION_CREATE", tuple(sorted(content))
    diff = {"before": {"state": "absent"}, "after": {"state": "present", **content}}
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        return Ensured(content, None, not wish.publish, diff, True)
    found: list[JsonObject] = []
    draft = api.client.settle(
        lambda tries: api.create_configuration(content, tries),
        lambda: _made_or_named(api, content, found),
        creates=True,
    )
    if found and not is_same_version(draft, content):
        session.warnings.append(
            f"Someone else made configuration {wish.name!r} ({draft['id']}) while ours was being created. It was "
            "compared with what is wanted."
        )
        return _update(task, draft, api.client.clock.monotonic())
    twin = older_twin(session.gateway.client, api.drafts, draft)
    if twin is not None:
        return _withdraw(task, draft, twin)
    configuration_id = operation.resource_id = str(draft["id"])
    with accepted(diff):
        entity, version = _finish(task, found_draft(draft, is_own=True), 0)
    operation.outcome = _audit.CREATED
    return Ensured(entity, version, not wish.publish, diff, True, configuration_id)


def _made_or_named(api: WebDeploymentsApi, content: JsonObject, found: list[JsonObject]) -> JsonObject | None:
    """What a lost creation made, or else what somebody else made by the same name; kept in ``found``."""
    named = [each for each in api.drafts() if each.get("name") == content["name"] and each.get("status") != "Deleting"]
    ours = [each for each in named if is_same_version(each, content)]
    found[:] = sorted(ours or named, key=lambda each: str(each.get("dateCreated")))[:1]
    return found[0] if found else None


def _withdraw(task: _Task, own: JsonObject, twin: JsonObject) -> Ensured:
    """Delete what was created just now, and use the older one of the same name in its place."""
    api = task.api
    try:
        delete_configuration(api, str(own["id"]), None, {"before": {}, "after": {}})
    except GenesysError as error:
        both = f"{own['id']} was created while {twin['id']} got the same name"
        error.advice = f"{both}, and could not be withdrawn. Delete one of them."
        raise
    task.session.warnings.append(
        f"Someone else created a configuration {own.get('name')!r} at the same moment. Ours ({own['id']}) was "
        f"withdrawn, and theirs ({twin['id']}) is used."
    )
    task.operation.action = "CONFIGURATION_UPDATE"
    _wait_for_rival(api, str(twin["id"]))
    read_at = api.client.clock.monotonic()
    return _update(task, api.draft(str(twin["id"])), read_at)


def _wait_for_rival(api: WebDeploymentsApi, configuration_id: str) -> None:
    """Who made it a moment ago is about to publish it, too."""
    patience = Patience(api.client, RIVAL_PUBLISHES_WITHIN, "")
    with suppress(Unavailable):
        patience.until(lambda: newest_published(api.versions(configuration_id)), configuration_id, "unpublished")


@dataclass(frozen=True)
class _Comparison:
    """A configuration as it is and as it shall be. ``base`` is what the wish is held against.

    ``newest``: the version that was published last. ``target``: the draft that is to be written. ``is_dirty``: whether
    somebody left a draft. ``plan`` tells also what has to be done though nothing differs.
    """

    draft: JsonObject
    newest: JsonObject | None
    base: JsonObject
    plan: Plan
    target: JsonObject
    is_dirty: bool

    @property
    def version(self) -> str | None:
        return None if self.newest is None else str(self.newest["version"])

    @property
    def number(self) -> int:
        return 0 if self.newest is None else version_number(self.newest) or 0

    @property
    def has_to_write(self) -> bool:
        return not is_same_version(self.draft, self.target) or self.draft.get("status") == "Error"


def _compare(wish: ConfigurationWish, draft: JsonObject, newest: JsonObject | None) -> _Comparison:
    """Compared with what is published, or with ``publish: false`` with the draft."""
    is_dirty = newest is None or not is_same_version(draft, newest)
    base = draft if newest is None or not wish.publish else newest
    plan = wish.plan(base)
    start = newest if newest is not None and wish.overwrite_draft else base  # what was in the draft is lost
    target = without_nulls(merge(known(start), wish.plan(start).patch))
    is_first = wish.publish and (newest is None or newest.get("status") == "Error")  # nobody can pin that one
    has_failed = not wish.publish and draft.get("status") == "Error"
    if newest is not None and is_dirty and wish.overwrite_draft and not is_same_version(draft, target):
        paths = [f"draft.{path}" for path in differing_paths(draft, target)]
        if plan.changed or is_first:
            plan = plan.also("draft", *lost_draft(draft, target), paths)
    if is_first:
        plan = plan.also(PUBLISHED, False, True, [PUBLISHED])
    if has_failed:
        plan = plan.also("status", "Error", "Active", ["status"])
    return _Comparison(draft, newest, base, plan, target, is_dirty)


def _update(task: _Task, draft: JsonObject, read_at: float) -> Ensured:
    """``read_at``: when the draft was read, perhaps with the listing."""
    operation, wish, api = task.operation, task.wish, task.api
    operation.resource_id, operation.resource_name = str(draft["id"]), draft.get("name")
    is_row = wish.selector.id is None
    for _turn in range(MOST_TURNS):
        newest = newest_published(api.versions(str(draft["id"])))
        if wish.publish and wish.selector.name is not None:
            refuse_renamed(wish.selector.name, newest)
        compared = _compare(wish, draft, newest)
        operation.changes = compared.plan.changes
        if not compared.plan.changed:
            return _unchanged(task, compared)
        compared = _unless_drafted(task, compared)
        if task.session.check_mode:
            return _checked(task, compared)
        # A row of a listing may show less than there is; what is written is made from the draft itself.
        is_thin = is_row and compared.base is draft and compared.has_to_write
        if not is_thin and api.client.clock.monotonic() - read_at <= FRESH_FOR:
            ensured = _write(task, compared, read_at)
            if ensured is not None:
                return ensured
        read_at, is_row = api.client.clock.monotonic(), False
        draft = api.draft(str(draft["id"]))
    raise Conflict(
        "it was published by someone else again and again while it was being changed",
        advice="Run it again once they are done.",
    )


def _unchanged(task: _Task, compared: _Comparison) -> Ensured:
    """Nothing differs; what the service is still doing with it is waited for, since it may fail."""
    configuration_id, base = str(compared.draft["id"]), compared.base
    if task.wish.wait and base.get("status") == "Pending":
        if base is compared.newest:
            base = wait_for_version(task.api, configuration_id, base, task.patience)
        else:
            base = wait_for_draft(task.api, found_draft(base), task.patience)
    task.operation.outcome = _audit.UNCHANGED
    return Ensured(base, compared.version, compared.is_dirty, compared.plan.diff, False, configuration_id)


def _unless_drafted(task: _Task, compared: _Comparison) -> _Comparison:
    """Raises Conflict where somebody left a draft that would be lost."""
    draft, newest = compared.draft, compared.newest
    for _time in range(2):
        is_theirs = newest is not None and compared.is_dirty and not is_same_version(draft, compared.target)
        if not is_theirs or task.wish.overwrite_draft:
            return compared
        newest = newest_published(published_since(task.api, str(draft["id"]), draft))
        if newest is None or version_number(newest) == compared.number:
            break
        compared = _compare(task.wish, draft, newest)  # the listing of versions lagged behind
    raise _is_drafted(draft)


def _checked(task: _Task, compared: _Comparison) -> Ensured:
    wish, newest, target = task.wish, compared.newest, compared.target
    task.operation.outcome, task.operation.changes = _audit.CHECKED, compared.plan.changes
    version = None if wish.publish else compared.version
    differs = not wish.publish and not (newest is not None and is_same_version(target, newest))
    return Ensured(target, version, differs, compared.plan.diff, True, str(compared.draft["id"]))


def _write(task: _Task, compared: _Comparison, read_at: float) -> Ensured | None:
    """Write and publish; None where somebody else has published meanwhile, so that it has to be planned anew."""
    api, wish, diff = task.api, task.wish, compared.plan.diff
    configuration_id = str(compared.draft["id"])
    draft = found_draft({**compared.draft, "id": configuration_id})
    if compared.has_to_write:
        draft = write_draft(api, configuration_id, compared.target, compared.draft)
    with accepted(diff):
        entity, published = _finish(task, draft, compared.number, read_at)
        if entity is None:
            return None
        missing = wish.plan(entity).changes
        if missing:
            raise Conflict(f"the writes were accepted, but {', '.join(missing)} did not become what was wanted")
    newest = compared.newest
    differs = not wish.publish and not (newest is not None and is_same_version(compared.target, newest))
    task.operation.outcome, task.operation.changes = _audit.UPDATED, compared.plan.changes
    return Ensured(entity, published or compared.version, differs, diff, True, configuration_id)


def _finish(
    task: _Task, draft: Draft, newest: int, read_at: float | None = None
) -> tuple[JsonObject | None, str | None]:
    """Publish the draft if that is wanted; what there is then, and the version that it became.

    ``newest``: the highest number as it was at ``read_at``. The first is None where somebody published another since.
    """
    api, wish, patience = task.api, task.wish, task.patience
    if not wish.publish:
        is_shown = draft.written.is_ours(draft.entity)
        return (draft.entity if is_shown and not wish.wait else wait_for_draft(api, draft, patience)), None
    wait_for_draft(api, draft, patience)
    if read_at is not None and api.client.clock.monotonic() - read_at > FRESH_FOR:
        found = newest_published(api.versions(draft.configuration_id))
        if found is not None and (version_number(found) or 0) > newest:
            return (found, str(found["version"])) if holds_content(found, draft.content) else (None, None)
    version = publish(api, draft, newest, patience)
    _require_next(api, draft, newest, version)
    if wish.wait:
        version = wait_for_version(api, draft.configuration_id, version, patience)
    return version, str(version.get("version"))


def _require_next(api: WebDeploymentsApi, draft: Draft, newest: int, version: JsonObject) -> None:
    """Raises Conflict where somebody else's version lies between the one that was read and ours, which lacks it."""
    number = version_number(version) or 0
    if number <= newest + 1:
        return
    between = [each for each in api.versions(draft.configuration_id) if newest < (version_number(each) or 0) < number]
    theirs = [each for each in between if not is_same_content(each, draft.content)]
    if theirs:
        told = ", ".join(f"{each['version']} ({', '.join(differing_paths(draft.content, each))})" for each in theirs)
        raise Conflict(
            f"version {number} was published, but someone else published at the same moment what it lacks: {told}",
            advice=f"Compare them, and say in the task what has to hold. {NOT_PINNED}",
        )


def _is_drafted(draft: JsonObject) -> Conflict:
    return Conflict(
        f"it has an unpublished draft that differs from what is published{last_edit(draft)}",
        advice="Publish or discard that draft in Genesys Cloud, or set overwrite_draft: true to lose it.",
    )
