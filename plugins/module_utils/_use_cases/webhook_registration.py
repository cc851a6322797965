# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Create a webhook in an org that serves nothing but the creation: existing webhooks cannot be read."""

from __future__ import annotations

from .._communications import webhook
from .._communications.gateway import Communications
from .._core import outcomes
from .._core.errors import Conflict, ProtocolError, RequestInfo, UnknownOutcome
from .._core.json_values import JsonObject
from .._core.plan import NO_DIFF, Plan
from .._http.client import counts_as_changed
from .._http.read_back import Accepted
from .._http.sender import Tries
from .webhook_writes import EnsuredWebhook, WebhookWrites


def register(steps: WebhookWrites) -> EnsuredWebhook:
    """Register the webhook if the org serves only POST: the API compares the name, and a 409 means "registered"."""
    context, desired, plan = steps.context, steps.desired, steps.desired.creation()
    steps.acts("CREATE")
    steps.operation.changes = plan.changes
    if context.check_mode:
        context.warnings.append("This org serves no listing of webhooks, so the task cannot tell if this one exists.")
        return checked(steps, plan)
    answer, is_ours = _post_blindly(steps.gateway, plan)
    if answer is None:
        context.warnings.append(
            f"Webhook {desired.name!r} is registered, but this org serves no listing: it was not compared with the "
            "desired state."
        )
    if not is_ours:
        return steps.ended(outcomes.UNCHANGED, EnsuredWebhook(None, NO_DIFF))
    if answer is not None and answer.doubt is not None:
        raise answer.doubt
    with counts_as_changed(creation_diff(plan)):
        entity = None if answer is None else answer.content
        if answer is not None and (entity is None or entity.get("name") != desired.name):
            raise untold()
    steps.operation.resource_id = None if entity is None else str(entity["id"])
    return steps.ended(outcomes.CREATED, EnsuredWebhook(entity, creation_diff(plan), plan.changes, True))


def _post_blindly(gateway: Communications, plan: Plan) -> tuple[Accepted | None, bool]:
    """Return the response, None if the name is taken; and whether a lost try of ours may have taken it."""
    is_lost = False

    def create(tries: Tries) -> Accepted | None:
        nonlocal is_lost
        try:
            return gateway.create_webhook(webhook.to_body(plan.patch), tries)
        except Conflict as error:
            if error.answer.status != 409:
                raise
            return None
        except UnknownOutcome:
            is_lost = True
            raise

    answer = gateway.client.settle(create, lambda: None, can_tell=False)
    return answer, is_lost or answer is not None


def checked(steps: WebhookWrites, plan: Plan) -> EnsuredWebhook:
    predicted = {"id": None, **webhook.to_body(plan.patch)}
    return steps.ended(outcomes.CHECKED, EnsuredWebhook(predicted, creation_diff(plan), plan.changes, True))


def creation_diff(plan: Plan) -> JsonObject:
    return {"before": {"state": "absent"}, "after": {"state": "present", **webhook.masked(plan.after)}}


def untold() -> ProtocolError:
    return ProtocolError(
        "the POST was accepted, but its response is not the webhook, which may exist or not",
        RequestInfo(method="POST"),
        "Run it again: it looks for the webhook first.",
    )
