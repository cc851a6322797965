# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over platform webhooks: list them, ensure that one exists as desired, or none."""

from __future__ import annotations

from .._communications.gateway import NO_WEBHOOKS_HERE
from .._core.errors import Rejected
from .._core.json_values import JsonObject
from .._core.selector import Selector
from .._http.client import found_or_none
from . import ensure
from .context import Context
from .webhook_creation import WebhookSteps
from .webhook_listing import listing
from .webhook_writes import EnsuredWebhook, WebhookWish


def listed(context: Context, selector: Selector) -> list[JsonObject]:
    """Return the webhooks that match. Raises Rejected if the org serves no listing."""
    context.channels.require_webhooks(ask=False)
    if selector.id is not None:
        wanted = selector.id
        entity = found_or_none(lambda: context.webhooks.webhook(wanted))
        if entity is None:
            context.channels.require_webhooks()
        return [] if entity is None else [entity]
    found = listing(context)
    if found is None:
        what = "this org serves no listing of webhooks, so they cannot be listed"
        raise Rejected(what, advice=NO_WEBHOOKS_HERE)
    return [entity for entity in found if selector.matches(str(entity.get("name")))]


def ensure_present(context: Context, desired: WebhookWish) -> EnsuredWebhook:
    """Create the webhook, or update the differences, with one audit entry. Raises Rejected without webhooks."""
    return ensure.ensure_present(WebhookSteps(context, desired))


def ensure_absent(context: Context, name: str) -> EnsuredWebhook:
    """Delete the webhook of that name if there is one, with one audit entry."""
    return ensure.ensure_absent(WebhookSteps(context, WebhookWish({"name": name})))
