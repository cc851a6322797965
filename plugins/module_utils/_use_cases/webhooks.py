# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over platform webhooks: list them, ensure that one is there as wanted, or gone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator

from .._communications import webhook
from .._communications.gateway import NO_WEBHOOKS_HERE
from .._core import outcomes
from .._core.errors import Rejected
from .._core.json_values import JsonObject
from .._core.lookup import find_named
from .._core.plan import NO_DIFF
from .._core.selector import Selector
from .._http.client import found_or_none
from .audit import Operation
from .context import Context
from .detection import NO_WEBHOOKS
from .webhook_creation import DELETE_OTHERS, present
from .webhook_listing import listing
from .webhook_writes import EnsuredWebhook, WebhookWish, delete


def listed(context: Context, selector: Selector) -> list[JsonObject]:
    """The webhooks that match. Raises Rejected where the org serves no listing."""
    context.channels.require_webhooks(ask=False)
    if selector.id is not None:
        wanted = selector.id
        entity = found_or_none(lambda: context.webhooks.webhook(wanted))
        if entity is None:
            context.channels.require_webhooks()
        return [] if entity is None else [entity]
    found = listing(context)
    if found is None:
        what = "this org serves no listing of webhooks, so what it has cannot be told"
        raise Rejected(what, advice=NO_WEBHOOKS_HERE)
    return [entity for entity in found if selector.matches(str(entity.get("name")))]


def ensure_present(context: Context, desired: WebhookWish) -> EnsuredWebhook:
    """Create the webhook, or update what differs, with one audit entry. Raises Rejected where there can be none."""
    operation = Operation("WEBHOOK_UPDATE", "webhook", None, desired.name)
    with _recorded(context, operation):
        context.channels.require_webhooks(ask=False)
        if desired.secret is None:
            context.warnings.append(
                f"No secret was given for webhook {desired.name!r}: unless it got one earlier, its deliveries are "
                "unsigned and "
                "their receiver cannot tell who sent them. Give the option secret, or WEBHOOK_SECRET in the "
                "environment."
            )
        return present(context, operation, desired)


def ensure_absent(context: Context, name: str) -> EnsuredWebhook:
    """Delete the webhook of that name if there is one, with one audit entry."""
    operation = Operation("WEBHOOK_DELETE", "webhook", None, name)
    with _recorded(context, operation):
        webhooks = listing(context)
        if webhooks is None:
            what = "this org serves no listing of webhooks, so the one to delete cannot be found"
            raise Rejected(what, advice=NO_WEBHOOKS_HERE)
        entity = find_named(webhooks, name, "webhook", DELETE_OTHERS)
        if entity is None:
            operation.outcome = outcomes.UNCHANGED
            return EnsuredWebhook(None, NO_DIFF, False)
        webhook_id = operation.resource_id = str(entity["id"])
        operation.changes = ("state",)
        before = {"state": "present", **webhook.masked(webhook.state_of(entity))}
        if not context.check_mode and not delete(context.webhooks, webhook_id):
            operation.outcome, operation.changes = outcomes.UNCHANGED, ()
            return EnsuredWebhook(None, NO_DIFF, False)
        operation.outcome = outcomes.CHECKED if context.check_mode else outcomes.DELETED
        return EnsuredWebhook(None, {"before": before, "after": {"state": "absent"}}, True)


@contextmanager
def _recorded(context: Context, operation: Operation) -> Iterator[None]:
    """One audit entry; none where the API has no webhooks, so that a run that goes on without has no failure in it."""
    with context.audit.operation(operation):
        try:
            yield
        except Rejected as error:
            operation.is_recorded = error.answer.code != NO_WEBHOOKS
            raise
