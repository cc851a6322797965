# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Use cases over platform webhooks: list them, ensure that one is there as wanted, or gone."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Callable, Iterator

from ansible_collections.genesys.cloud.plugins.module_utils import _audit, _webhook
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._client import accepted, found_or_none
from ansible_collections.genesys.cloud.plugins.module_utils._communications import Communications, is_absent
from ansible_collections.genesys.cloud.plugins.module_utils._detection import NO_WEBHOOKS
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Conflict,
    GenesysError,
    NotFound,
    Rejected,
)
from ansible_collections.genesys.cloud.plugins.module_utils._lookup import the_one_named
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject, Plan, make_plan
from ansible_collections.genesys.cloud.plugins.module_utils._selector import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session


@dataclass(frozen=True)
class WebhookWish:
    """``state`` is what shall be, in the collection's words and without the secret."""

    state: JsonObject
    secret: str | None = field(default=None, repr=False)
    update_secret: bool = False

    @property
    def name(self) -> str:
        return str(self.state["name"])

    def plan(self, entity: JsonObject) -> Plan:
        return _webhook.plan(entity, self.state, self.secret if self.update_secret else None)

    def is_met_by(self, entity: JsonObject) -> bool:
        """Whether everything that can be read is as wanted."""
        return not _webhook.plan(entity, self.state, None).changed

    def creation(self) -> Plan:
        """The plan for a webhook that is not there yet."""
        whole = {"event_filters": _webhook.DEFAULT_EVENT_FILTERS, **self.state}
        wanted = {key: value for key, value in whole.items() if value is not None}
        if self.secret is not None:
            wanted["secret"] = self.secret
        return make_plan({}, wanted, write_only=("secret",))


@dataclass(frozen=True)
class Ensured:
    """``entity`` is the webhook as the API has it (in check mode: as it would), None after it went."""

    entity: JsonObject | None
    diff: JsonObject
    changed: bool


def listed(session: Session, selector: Selector) -> list[JsonObject]:
    """The webhooks that match. Raises Rejected where the org serves no listing."""
    session.gateway.require_webhooks(ask=False)
    if selector.id is not None:
        wanted = selector.id
        entity = found_or_none(lambda: session.gateway.communications.webhook(wanted))
        if entity is None:
            session.gateway.require_webhooks()
        return [] if entity is None else [entity]
    found = _listing(session)
    if found is None:
        raise Rejected("this org serves no listing of webhooks, so what it has cannot be told")
    return [entity for entity in found if selector.matches(str(entity.get("name")))]


def ensure_present(session: Session, wish: WebhookWish) -> Ensured:
    """Create the webhook, or update what differs, with one audit entry. Raises Rejected where there can be none."""
    operation = Operation("WEBHOOK_UPDATE", "webhook", None, wish.name)
    with _recorded(session, operation):
        session.gateway.require_webhooks(ask=False)
        if wish.secret is None:
            session.warnings.append(
                f"No secret was given for webhook {wish.name!r}: unless it got one earlier, its deliveries are "
                "unsigned and "
                "their receiver cannot tell who sent them. Give the option secret, or WEBHOOK_SECRET in the "
                "environment."
            )
        webhooks = _listing(session)
        if webhooks is None:
            return _register(session, operation, wish)
        entity = _by_name(webhooks, wish.name)
        return _create(session, operation, wish) if entity is None else _update(session, operation, wish, entity)


def ensure_absent(session: Session, name: str) -> Ensured:
    """Delete the webhook of that name if there is one, with one audit entry."""
    operation = Operation("WEBHOOK_DELETE", "webhook", None, name)
    with _recorded(session, operation):
        webhooks = _listing(session)
        if webhooks is None:
            raise Rejected("this org serves no listing of webhooks, so the one to delete cannot be found")
        entity = _by_name(webhooks, name)
        if entity is None:
            operation.outcome = _audit.UNCHANGED
            return Ensured(None, {"before": {}, "after": {}}, False)
        webhook_id = operation.resource_id = str(entity["id"])
        operation.changes = ("state",)
        before = {"state": "present", **_webhook.masked(_webhook.state_of(entity))}
        if not session.check_mode:
            _delete(session.gateway.communications, webhook_id)
        operation.outcome = _audit.CHECKED if session.check_mode else _audit.DELETED
        return Ensured(None, {"before": before, "after": {"state": "absent"}}, True)


@contextmanager
def _recorded(session: Session, operation: Operation) -> Iterator[None]:
    """One audit entry; none where the API has no webhooks, so that a run that goes on without has no failure in it."""
    with session.audit.operation(operation):
        try:
            yield
        except Rejected as error:
            operation.is_recorded = error.answer.code != NO_WEBHOOKS
            raise


def _delete(gateway: Communications, webhook_id: str) -> None:
    def send(tries: Tries) -> bool:
        # A 404: someone else was faster, or an earlier try of ours took effect. Gone is gone.
        with suppress(NotFound):
            gateway.delete_webhook(webhook_id, tries)
        return True

    def look() -> bool | None:
        return True if found_or_none(lambda: gateway.webhook(webhook_id)) is None else None

    gateway.client.settle(send, look)


def _create(session: Session, operation: Operation, wish: WebhookWish) -> Ensured:
    plan = _planned_creation(operation, wish)
    if session.check_mode:
        return _checked_creation(operation, plan)
    entity, is_ours = _post(
        session.gateway.communications, plan, wish, lambda: _by_name(_listing(session) or [], wish.name)
    )
    if entity is None:
        raise Conflict("the API says that the name is taken, but it lists no webhook of that name")
    if not is_ours:
        session.warnings.append(
            f"Webhook {wish.name!r} was created by someone else at the same moment; it was compared with what is "
            "wanted. "
            "Its secret is theirs unless update_secret is always."
        )
        return _update(session, operation, wish, entity)
    operation.resource_id = str(entity.get("id"))
    diff = _creation_diff(plan)
    with accepted(diff):
        entity = _verified(session.gateway.communications, entity, wish)
    operation.outcome = _audit.CREATED
    return Ensured(entity, diff, True)


def _register(session: Session, operation: Operation, wish: WebhookWish) -> Ensured:
    """An org that serves POST alone: the name is all that it compares, and its 409 means "registered"."""
    plan = _planned_creation(operation, wish)
    if session.check_mode:
        session.warnings.append("This org serves no listing of webhooks: whether the webhook is there cannot be told.")
        return _checked_creation(operation, plan)
    entity, is_ours = _post(session.gateway.communications, plan, wish, None)
    if entity is None:
        session.warnings.append(
            f"Webhook {wish.name!r} is registered, but this org serves no listing: it was not compared with what "
            "is wanted."
        )
    if not is_ours:
        operation.outcome, operation.changes = _audit.UNCHANGED, ()
        return Ensured(None, {"before": {}, "after": {}}, False)
    operation.resource_id = None if entity is None else str(entity.get("id"))
    operation.outcome = _audit.CREATED
    return Ensured(entity, _creation_diff(plan), True)


def _post(
    gateway: Communications, plan: Plan, wish: WebhookWish, find: Callable[[], JsonObject | None] | None
) -> tuple[JsonObject | None, bool]:
    """Create the webhook once and only once: (the webhook as far as ``find`` sees it, whether it is ours).

    What a look finds, or a 409 means, after a try whose answer was lost: this try took effect, unless the webhook is
    not as it would have made it. ``find`` is None where nothing can be looked up.
    """
    answer_lost = False
    found: JsonObject | None = None

    def look() -> JsonObject | None:
        nonlocal answer_lost, found
        answer_lost = True
        found = find() if find else None
        return found

    body = _webhook.to_body(plan.patch)
    try:
        entity = gateway.client.settle(lambda tries: gateway.create_webhook(body, tries), look, can_tell=bool(find))
    except Conflict:
        found = find() if find else None
        return found, answer_lost and (found is None or wish.is_met_by(found))
    return entity, found is None or wish.is_met_by(found)


def _planned_creation(operation: Operation, wish: WebhookWish) -> Plan:
    plan = wish.creation()
    operation.action, operation.changes = "WEBHOOK_CREATE", plan.changes
    return plan


def _checked_creation(operation: Operation, plan: Plan) -> Ensured:
    operation.outcome = _audit.CHECKED
    return Ensured({"id": None, **_webhook.to_body(plan.patch)}, _creation_diff(plan), True)


def _creation_diff(plan: Plan) -> JsonObject:
    return {"before": {"state": "absent"}, "after": {"state": "present", **_webhook.masked(plan.after)}}


def _update(session: Session, operation: Operation, wish: WebhookWish, entity: JsonObject) -> Ensured:
    operation.action = "WEBHOOK_UPDATE"
    webhook_id = operation.resource_id = str(entity["id"])
    plan = wish.plan(entity)
    operation.changes = plan.changes
    diff = _webhook.masked_diff(plan.before, plan.after)
    if not plan.changed:
        operation.outcome = _audit.UNCHANGED
        return Ensured(entity, diff, False)
    if session.check_mode:
        operation.outcome = _audit.CHECKED
        return Ensured({**entity, **_webhook.to_body(plan.patch)}, diff, True)
    gateway = session.gateway.communications
    latest = entity, plan

    def send(tries: Tries) -> JsonObject:
        base, needed = latest
        if needed.removes:
            answer = gateway.replace_webhook(webhook_id, _webhook.replacement(base, needed.patch), tries)
        else:
            answer = gateway.update_webhook(webhook_id, _webhook.to_body(needed.patch), tries)
        with accepted(diff):
            return _verified(gateway, {**answer, "id": webhook_id}, wish)

    def look() -> JsonObject | None:
        nonlocal latest
        fresh = gateway.webhook(webhook_id)
        latest = fresh, wish.plan(fresh)
        return None if latest[1].changed else fresh

    updated = gateway.client.settle(send, look, can_tell="secret" not in plan.patch)
    operation.outcome = _audit.UPDATED
    return Ensured(updated, diff, True)


def _verified(gateway: Communications, entity: JsonObject, wish: WebhookWish) -> JsonObject:
    """The webhook as the answer shows it, or a fresh read where that does not show what was wanted."""
    if wish.is_met_by(entity):
        return entity
    try:
        fresh = gateway.webhook(str(entity.get("id")))
    except GenesysError as error:
        error.advice = f"The write was accepted, but its effect could not be read back. {error.advice}".strip()
        raise
    if not wish.is_met_by(fresh):
        missing = _webhook.plan(fresh, wish.state, None).changes
        raise Conflict(f"the write was accepted, but {', '.join(missing)} did not become what was wanted")
    return fresh


def _listing(session: Session) -> list[JsonObject] | None:
    """Every webhook; None where the org serves no listing of them (404 or 405), though it has the API."""
    session.gateway.require_webhooks(ask=False)
    try:
        return session.gateway.communications.webhooks()
    except (NotFound, Rejected) as error:
        if not is_absent(error):
            raise
    session.gateway.require_webhooks()
    return None


def _by_name(webhooks: list[JsonObject], name: str) -> JsonObject | None:
    return the_one_named(webhooks, name, "webhook", "Delete all but one of them.")
