# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""List the webhooks of an org, if it has a listing."""

from __future__ import annotations

from .._channel.gateway import is_absent
from .._core.errors import NotFound, Rejected
from .._core.json_values import JsonObject
from .._http.client import found_or_none
from .context import Context


def listing(context: Context) -> list[JsonObject] | None:
    """Return every webhook; None if the org serves no listing of them (404 or 405), though it has the API.

    A row without its name could be the searched one, so it is read singly.
    """
    context.channels.require_webhooks(ask=False)
    gateway = context.webhooks
    try:
        rows = gateway.webhooks()
    except (NotFound, Rejected) as error:
        if not is_absent(error):
            raise
        context.channels.require_webhooks()
        return None
    nameless = [str(row["id"]) for row in rows if not isinstance(row.get("name"), str)]
    if not nameless:
        return rows
    read = gateway.client.each(lambda webhook_id: found_or_none(lambda: gateway.webhook(webhook_id)), nameless)
    return [row for row in rows if row["id"] not in nameless] + [entity for entity in read if entity is not None]
