# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Refuse what a task on Web Deployments must not touch unasked: shared configurations, others' drafts, deleted objects.

Every function works on a ``PlannedChange`` whose channel's ``source`` is the deployment with its whole version.
"""

from __future__ import annotations

import copy
from typing import Callable, Mapping, Sequence

from .._channel.desired import DesiredChannel
from .._channel.gateway import PlannedChange
from .._core.errors import Conflict, GenesysError
from .._core.json_values import JsonObject, canonical
from .._core.plan import Plan
from .configuration_content import (
    content_key,
    content_of,
    is_same_content,
    is_same_version,
    is_version,
    last_edit,
    lost_draft,
)
from .mapping import (
    changed_content,
    changes_content,
)

MOST_TOLD = 50
"""The most deployments that an error names for a shared configuration; each row of a fleet repeats them."""


def wanted_content(change: PlannedChange) -> JsonObject:
    """Return the content of the version that the change's deployment shall be pinned to."""
    return changed_content(content_of(change.channel.source.get("configuration")), change.plan.patch)


def refuse(changes: Sequence[PlannedChange], error: GenesysError) -> None:
    for change in changes:
        change.error = change.error or copy.copy(error)


def refuse_unchangeable(change: PlannedChange) -> None:
    """Refuse a change of a deployment that is being deleted, or that has no configuration to change."""
    deployment = change.channel.source
    configuration = deployment.get("configuration")
    if deployment.get("status") == "Deleting":
        going = Conflict("it is being deleted", advice="Remove it from the task, or run it again once it is deleted.")
        refuse([change], going)
    elif not isinstance(configuration, dict) or not configuration.get("id"):
        refuse([change], Conflict("it is pinned to no configuration", advice="Pin one, with webmessaging_deployment."))
    elif not is_version(configuration):
        pinned = f"version {configuration.get('version')} of configuration {_label(configuration)}"
        advice = "Pin one that does, with webmessaging_deployment."
        refuse([change], Conflict(f"{pinned}, which it is pinned to, does not exist any more", advice=advice))


def may_be_edited(draft: JsonObject, change: PlannedChange) -> bool:
    """Return whether the draft may differ from the last published version, judged by the pinned version."""
    pinned = change.channel.source["configuration"]
    if not is_same_version(draft, pinned):
        return True
    saved, published = draft.get("dateModified"), pinned.get("datePublished")
    return isinstance(saved, str) and isinstance(published, str) and saved > published


def refuse_edited(edits: Sequence[PlannedChange], draft: JsonObject, newest: JsonObject) -> None:
    """Refuse to overwrite a draft of somebody that is neither the published nor the desired content."""
    if is_same_version(draft, newest):
        return
    for change in edits:
        wanted = {**wanted_content(change), "name": newest.get("name")}
        if not is_same_version(draft, wanted) and not holds_content(newest, wanted):
            refuse([change], _is_drafted(draft))


def refuse_shared(
    edits: Sequence[PlannedChange],
    users: Sequence[JsonObject],
    newest: JsonObject | None,
    changes: Mapping[str, PlannedChange],
) -> None:
    """Refuse to change a configuration that other deployments use, unless they have or get the same content.

    ``users``: the deployments that are pinned to it; ``changes``: all changes of the task, by the deployment's id.
    """
    groups = _by_content([user for user in users if user.get("status") != "Deleting"], changes)
    found: dict[tuple[str, int], list[JsonObject]] = {}
    for change in edits:
        wanted = wanted_content(change)
        if holds_content(newest, wanted):
            continue  # nothing is published
        key = (content_key(wanted), id(change.desired))
        if key not in found:
            others = [user for content, group in groups.items() if content != key[0] for user in group]
            found[key] = [user for user in others if not _is_wanted_alike(changes.get(user["id"]), change)]
        if found[key]:
            refuse([change], _is_shared(change, found[key]))


def _by_content(users: Sequence[JsonObject], changes: Mapping[str, PlannedChange]) -> dict[str, list[JsonObject]]:
    """Group the deployments by their future content: their present content, or the task's."""
    found: dict[str, list[JsonObject]] = {}
    for user in users:
        change = changes.get(user["id"])
        content = user["configuration"] if change is None else wanted_content(change)
        found.setdefault(content_key(content), []).append(user)
    return found


def _is_wanted_alike(other: PlannedChange | None, change: PlannedChange) -> bool:
    """Return whether the task wants the same for both."""
    return other is not None and (
        other.desired is change.desired or _meaning(other.desired) == _meaning(change.desired)
    )


def _meaning(desired: DesiredChannel) -> tuple[str, ...]:
    """Return the meaning of a desired state as text; the order of features has no meaning."""
    features = desired.state.get("features")
    state = {**desired.state, "features": sorted(map(str, features)) if isinstance(features, list) else features}
    switched = (sorted(desired.enable_features or ()), sorted(desired.disable_features or ()))
    return (canonical(state), *map(canonical, switched))


def beside_overwritten_draft(draft: JsonObject, newest: JsonObject, body: JsonObject) -> Callable[[Plan], Plan]:
    """Return a function that adds to a plan the changes of somebody's draft that are lost when ``body`` replaces it."""
    lost, instead, paths = lost_draft(draft, newest, body)
    return lambda plan: plan.also("draft", lost, instead, paths) if changes_content(plan.patch) else plan


def holds_content(newest: JsonObject | None, content: JsonObject) -> bool:
    """Return whether the newest version, if one is known, already has the desired content and can be pinned."""
    return newest is not None and newest.get("status") != "Error" and is_same_content(newest, content)


def _is_shared(change: PlannedChange, others: list[JsonObject]) -> Conflict:
    names = ", ".join(f"{other.get('name')!r} ({other['id']})" for other in others[:MOST_TOLD])
    more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
    used = f"its configuration {_label(change.channel.source['configuration'])} is used by other deployments too"
    return Conflict(
        f"{used}: {names}{more}",
        advice="With change_shared: true the change is published, and only the selected deployments get it; or change "
        "all of them alike in one webmessaging_channels task.",
    )


def _is_drafted(draft: JsonObject) -> Conflict:
    return Conflict(
        f"its configuration {_label(draft)} has an unpublished draft that differs from the published version"
        f"{last_edit(draft)}",
        advice="Publish or discard that draft in Genesys Cloud, or set overwrite_draft: true to lose it.",
    )


def _label(version: JsonObject) -> str:
    return f"{version.get('name')!r} ({version.get('id')})"
