# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Draft, publish, pin: how a change of a configuration gets to the people who use a deployment.

``PUT versions/draft``, wait until the draft is Active, ``POST versions/draft/publish``, ``PUT`` the deployment with the
new version, wait until it is Active (``facts/platform-api.md``, section 2). Each write whose answer was lost is looked
up before it is sent again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Callable

from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Conflict, NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, same
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience, finished, unless_pending
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_api import (
    WebDeploymentsApi,
    newest_published,
    version_number,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import (
    DEPLOYMENT_OPTIONAL,
    SETTABLE_STATUSES,
    is_same_content,
    is_same_version,
)


def write_draft(api: WebDeploymentsApi, configuration_id: str, body: JsonObject) -> JsonObject:
    """The draft as the service has it then, perhaps still Pending."""

    def look() -> JsonObject | None:
        fresh = api.draft(configuration_id)
        return fresh if is_same_version(fresh, body) else None

    return api.client.settle(lambda tries: api.replace_draft(configuration_id, body, tries), look)


def draft_ready(api: WebDeploymentsApi, configuration_id: str, draft: JsonObject, patience: Patience) -> JsonObject:
    """The draft once it can be published."""
    what = f"the draft of configuration {draft.get('name')!r} ({configuration_id})"
    found = finished(draft, what)
    return found or patience.until(lambda: finished(api.draft(configuration_id), what), what)


def publish(api: WebDeploymentsApi, draft: JsonObject, newest_known: int, patience: Patience) -> JsonObject:
    """Make the draft a version; ``newest_known``: the highest number that was there before, as far as known."""
    configuration_id = str(draft["id"])

    def look() -> JsonObject | None:
        newest = newest_published(api.versions(configuration_id))
        if newest is None or (version_number(newest) or 0) <= newest_known or not is_same_content(newest, draft):
            return None
        return newest

    return unless_pending(
        patience,
        lambda: api.client.settle(lambda tries: api.publish(configuration_id, tries), look),
        lambda: api.draft(configuration_id).get("status") == "Pending",
        f"the draft of configuration {draft.get('name')!r} ({configuration_id})",
    )


def version_ready(api: WebDeploymentsApi, configuration_id: str, version: JsonObject, patience: Patience) -> JsonObject:
    """A published version once it can be pinned."""
    found = finished_version(configuration_id, version)
    return found or patience.until(
        lambda: finished_version(configuration_id, api.version(configuration_id, str(version.get("version")))),
        _version_named(configuration_id, version),
    )


def finished_version(configuration_id: str, version: JsonObject) -> JsonObject | None:
    """The version if it can be pinned, None while it is Pending. Raises Rejected where it failed."""
    return finished(version, _version_named(configuration_id, version))


def _version_named(configuration_id: str, version: JsonObject) -> str:
    return f"version {version.get('version')} of configuration {version.get('name')!r} ({configuration_id})"


def configuration_gone(
    api: WebDeploymentsApi, configuration_id: str, patience: Patience | None, diff: JsonObject
) -> None:
    """Delete a configuration, and wait with ``patience`` until it is gone; without, it is not waited for."""
    _delete(
        api,
        lambda tries: api.delete_configuration(configuration_id, tries),
        lambda: api.draft(configuration_id),
        patience,
        diff,
        f"configuration {configuration_id}",
    )


def deployment_gone(api: WebDeploymentsApi, deployment_id: str, patience: Patience | None, diff: JsonObject) -> None:
    """Delete a deployment, and wait with ``patience`` until it is gone; without, it is not waited for."""
    _delete(
        api,
        lambda tries: api.delete_deployment(deployment_id, tries),
        lambda: api.deployment(deployment_id),
        patience,
        diff,
        f"deployment {deployment_id}",
    )


def _delete(
    api: WebDeploymentsApi,
    delete: Callable[[Tries], None],
    read: Callable[[], JsonObject],
    patience: Patience | None,
    diff: JsonObject,
    what: str,
) -> None:
    def send(tries: Tries) -> bool:
        # A 404: someone else was faster, or an earlier try of ours took effect. Gone is gone.
        with suppress(NotFound):
            delete(tries)
        return True

    def look() -> bool | None:
        return True if (found_or_none(read) or {"status": "Deleting"}).get("status") == "Deleting" else None

    api.client.settle(send, look)
    if patience is not None:
        with accepted(diff):
            _wait_until_gone(read, patience, what)


def unless_going(
    found: JsonObject | None,
    selector: Selector,
    read: Callable[[str], JsonObject],
    patience: Patience | None,
    noun: str,
) -> JsonObject | None:
    """What was found; None where that was being deleted, and is gone now, so that another one can be made by its name.

    Raises Conflict where it was selected by id, since that cannot come back. ``patience``: None where nothing will be
    made, since it is check mode.
    """
    if found is None or found.get("status") != "Deleting":
        return found
    entity_id = str(found["id"])
    what = f"{noun} {entity_id}"
    if selector.id is not None:
        raise Conflict(f"{what} is being deleted", advice="Select by name to have another one made.")
    if patience is not None:
        _wait_until_gone(lambda: read(entity_id), patience, what)
    return None


def _wait_until_gone(read: Callable[[], JsonObject], patience: Patience, what: str) -> None:
    """Until ``read`` raises NotFound."""
    patience.until(lambda: None if found_or_none(read) else True, what, "there, though it was deleted,")


def write_deployment(api: WebDeploymentsApi, deployment_id: str, body: JsonObject, patience: Patience) -> JsonObject:
    """The whole deployment as the service has it then, perhaps still Pending."""
    pinned = body.get("configuration") or {}

    def send(tries: Tries) -> JsonObject:
        return api.replace_deployment(deployment_id, body, tries)

    def look() -> JsonObject | None:
        fresh = api.deployment(deployment_id)
        return fresh if holds(fresh, body) else None

    def is_pending() -> bool:
        return api.version(str(pinned.get("id")), str(pinned.get("version"))).get("status") == "Pending"

    return unless_pending(
        patience,
        lambda: {**api.client.settle(send, look), "id": deployment_id},
        is_pending,
        f"version {pinned.get('version')} of configuration {pinned.get('id')}",
    )


def deployment_ready(api: WebDeploymentsApi, deployment: JsonObject, patience: Patience) -> JsonObject:
    """The deployment once the service is done with it."""
    deployment_id = str(deployment["id"])
    what = f"deployment {deployment.get('name')!r} ({deployment_id})"
    found = finished(deployment, what)
    return found or patience.until(lambda: finished(api.deployment(deployment_id), what), what)


def settled_deployment(api: WebDeploymentsApi, deployment: JsonObject, patience: Patience) -> JsonObject:
    """The deployment as it is once it is not Pending: before that nobody knows which status a write has to keep."""
    if deployment.get("status") != "Pending":
        return deployment
    deployment_id = str(deployment["id"])

    def look() -> JsonObject | None:
        fresh = api.deployment(deployment_id)
        return None if fresh.get("status") == "Pending" else fresh

    return patience.until(look, f"deployment {deployment.get('name')!r} ({deployment_id})")


def holds(deployment: JsonObject, body: JsonObject) -> bool:
    """Whether the deployment is as ``body`` would have made it, or is about to be."""
    status = body.get("status")
    if status in SETTABLE_STATUSES and deployment.get("status") not in (status, "Pending"):
        return False
    return all(_is_alike(deployment.get(key), body.get(key)) for key in {*body, *DEPLOYMENT_OPTIONAL} - {"status"})


def _is_alike(there: Any, wanted: Any) -> bool:
    """Of a reference what the service may add to it makes no difference, nor does nothing in another form."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        return all(same(there.get(part), value) for part, value in wanted.items() if part in ("id", "version"))
    return same(there, wanted) or (not there and not wanted)
