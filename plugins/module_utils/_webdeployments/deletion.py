# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Deleting what Web Deployments hold, and waiting for what is being deleted."""

from __future__ import annotations

from typing import Callable

from .._core.errors import Conflict, NotFound
from .._core.json_values import JsonObject
from .._core.selector import Selector
from .._http.client import Client, counts_as_changed, found_or_none
from .._http.sender import Tries
from .._http.waiting import Deadline
from .api import WebDeploymentsApi


def delete_configuration(
    api: WebDeploymentsApi, configuration_id: str, deadline: Deadline | None, diff: JsonObject
) -> bool:
    """Delete a configuration, and wait with ``deadline`` until it is gone; without, it is not waited for.

    False where someone else was faster.
    """
    return _delete(
        api.client,
        lambda tries: api.delete_configuration(configuration_id, tries),
        lambda: api.draft(configuration_id),
        deadline,
        diff,
        f"configuration {configuration_id}",
    )


def delete_deployment(api: WebDeploymentsApi, deployment_id: str, deadline: Deadline | None, diff: JsonObject) -> bool:
    """Delete a deployment, and wait with ``deadline`` until it is gone; without, it is not waited for.

    False where someone else was faster.
    """
    return _delete(
        api.client,
        lambda tries: api.delete_deployment(deployment_id, tries),
        lambda: api.deployment(deployment_id),
        deadline,
        diff,
        f"deployment {deployment_id}",
    )


def _delete(
    client: Client,
    delete: Callable[[Tries], None],
    read: Callable[[], JsonObject],
    deadline: Deadline | None,
    diff: JsonObject,
    what: str,
) -> bool:
    def send(tries: Tries) -> bool:
        try:
            delete(tries)
        except NotFound:
            return tries.made > 1  # an earlier try of ours may have taken effect
        return True

    def look() -> bool | None:
        return True if (found_or_none(read) or {"status": "Deleting"}).get("status") == "Deleting" else None

    is_ours = client.settle(send, look)
    if is_ours and deadline is not None:
        with counts_as_changed(diff):
            _wait_until_gone(read, deadline, what)
    return is_ours


def wait_out_deletion(
    found: JsonObject | None,
    selector: Selector,
    read: Callable[[str], JsonObject],
    deadline: Deadline | None,
    noun: str,
) -> JsonObject | None:
    """What was found; None where that was being deleted, and is gone now, so that another one can be made by its name.

    Raises Conflict where it was selected by id, since that cannot come back. ``deadline``: None where nothing will be
    made, since it is check mode.
    """
    if found is None or found.get("status") != "Deleting":
        return found
    entity_id = str(found["id"])
    what = f"{noun} {entity_id}"
    if selector.id is not None:
        raise Conflict(f"{what} is being deleted", advice="Select by name to have another one made.")
    if deadline is not None:
        _wait_until_gone(lambda: read(entity_id), deadline, what)
    return None


def _wait_until_gone(read: Callable[[], JsonObject], deadline: Deadline, what: str) -> None:
    """Until ``read`` raises NotFound."""
    deadline.until(lambda: None if found_or_none(read) else True, what, "there, though it was deleted,")
