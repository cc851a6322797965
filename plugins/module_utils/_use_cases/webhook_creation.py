# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Create a webhook once and only once, despite lost or late responses and other runs at the same moment.

If the org refuses a name that is taken (409), one run of many creates it. Otherwise all may: then each run that sees
another webhook of the name decides by the time of creation, or else by the id, who deletes its own again.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Callable, Iterator, TypeVar

from .._communications import webhook
from .._communications.gateway import NO_WEBHOOKS_HERE
from .._communications.webhook_twins import OLDER, age, is_to_stay
from .._core import outcomes
from .._core.errors import Conflict, GenesysError, NotFound, Rejected, Unavailable
from .._core.json_values import JsonObject
from .._core.lookup import all_named, find_named
from .._core.plan import NO_DIFF
from .._core.written import is_recent, moment
from .._http.client import counts_as_changed
from .._http.read_back import Accepted, shown
from .._http.sender import Tries
from .._http.waiting import Deadline
from .._webdeployments.twins import SHOWN_WITHIN
from .context import Context
from .detection import NO_WEBHOOKS
from .ensure import update
from .seen import Seen
from .webhook_listing import listing
from .webhook_registration import checked, creation_diff, register, untold
from .webhook_writes import EnsuredWebhook, WebhookWish, WebhookWrites, shown_webhook

DELETE_OTHERS = "Delete all but one of them."
WITHDRAWN_WITHIN = 5.0
"""Seconds in which another run that has seen ours withdraws its own."""
MOST_TURNS = 3
"""How often one is created again because the webhooks of others were withdrawn too."""

T = TypeVar("T")


class WebhookSteps(WebhookWrites):
    """Finds and creates a webhook.

    ``_is_lost``: whether a try of ours may have created one whose id we do not know. ``_withdrawn``: ids of ours.
    """

    def __init__(self, context: Context, desired: WebhookWish) -> None:
        super().__init__(context, desired)
        self._has_begun = self._is_lost = False
        self._withdrawn: set[str] = set()
        self._plan = desired.creation()
        self._diff = creation_diff(self._plan)

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Record no audit entry if the API has no webhooks, so that a run without them shows no failure."""
        with super().recorded():
            try:
                yield
            except Rejected as error:
                self.operation.is_recorded = error.answer.code != NO_WEBHOOKS
                raise

    def find(self) -> Seen | None:
        read_at = self.client.clock.monotonic()
        webhooks = listing(self.context)
        if webhooks is None:
            what = "this org serves no listing of webhooks, so the one to delete cannot be found"
            raise Rejected(what, advice=NO_WEBHOOKS_HERE)
        entity = find_named(webhooks, self.desired.name, self.noun, DELETE_OTHERS)
        return None if entity is None else Seen(entity, read_at, is_row=True)

    def bring(self) -> EnsuredWebhook:
        """Find it again, unlike other kinds, whenever a webhook of others may have been deleted."""
        self.context.channels.require_webhooks(ask=False)
        if self.desired.secret is None:
            self.context.warnings.append(
                f"No secret was given for webhook {self.desired.name!r}: unless it got one earlier, its deliveries are "
                "unsigned and their receiver cannot tell who sent them. Give the option secret, or WEBHOOK_SECRET in "
                "the environment."
            )
        for _turn in range(MOST_TURNS):
            read_at = self.client.clock.monotonic()
            webhooks = listing(self.context)
            if webhooks is None:
                return register(self)
            seen = self._the_one(webhooks, read_at)
            ensured = self._create() if seen is None else self._use(seen)
            if ensured is not None:
                return ensured
        raise Conflict(
            "someone else created webhooks of the same name and deleted them again and again, so ours was withdrawn "
            "each time",
            advice="Other runs may be creating it too. Run it again.",
        )

    def _create(self) -> EnsuredWebhook | None:
        """Create it; None if another one of the name may be there instead."""
        self.acts("CREATE")
        self.operation.changes = self._plan.changes
        if self.context.check_mode:
            return checked(self, self._plan)
        self._has_begun = True
        found, answer = self._post()
        if answer is None or answer.content is None:
            return self._use(found[0]) if len(found) == 1 else None
        own = answer.content
        with counts_as_changed(self._diff):
            rows = self._rows_with(own)
        if self._stays(next((row for row in rows if row["id"] == own["id"]), own), rows):
            return self._created(own, answer, rows)
        self._withdraw(str(own["id"]))
        return None

    def _use(self, seen: Seen) -> EnsuredWebhook | None:
        """Use the webhook of that name: keep it if a lost try of ours created it, else change it to the desired state.

        None if it was deleted meanwhile, as a run deletes its own that withdraws.
        """
        if not self._has_begun:
            return update(self, seen)
        if self._is_lost and self.desired.is_creation(seen.entity):
            return self._created(seen.entity, Accepted(seen.entity), [])
        self.context.warnings.append(
            f"Webhook {self.desired.name!r} was created by someone else at the same moment; it was compared with the "
            "desired state. Its secret is theirs unless update_secret is always."
        )
        try:
            return update(self, seen)
        except NotFound:
            return None

    def _post(self) -> tuple[list[Seen], Accepted | None]:
        """Return the webhooks of the name, if read, and the response to our creation; None if it was not received."""
        found: list[Seen] = []

        def look() -> Accepted | None:
            self._is_lost = True
            found[:] = self._named()
            return Accepted(None) if found else None

        def create(tries: Tries) -> Accepted:
            return self.gateway.create_webhook(webhook.to_body(self._plan.patch), tries)

        try:
            answer = self.client.settle(create, look, creates=True)
        except Conflict as error:
            if error.answer.status != 409:
                raise
            return self._who_took_it(error), None
        if found:
            return found, None
        if answer.content is not None and answer.content.get("name") == self.desired.name:
            return [], answer
        self._is_lost = True
        return self._named_at_last(answer), None

    def _named(self) -> list[Seen]:
        read_at = self.client.clock.monotonic()
        return [Seen(row, read_at, is_row=True) for row in self._rows(listing(self.context) or [])]

    def _rows(self, webhooks: list[JsonObject]) -> list[JsonObject]:
        return [row for row in all_named(webhooks, self.desired.name) if row["id"] not in self._withdrawn]

    def _named_at_last(self, answer: Accepted) -> list[Seen]:
        """Return the webhooks of the name, once the listing shows ours. Raises ProtocolError if it never does."""
        try:
            return shown(
                self.client, lambda: self._named() or None, f"webhook {self.desired.name!r}", answer, self._diff
            )
        except Conflict as never:
            with counts_as_changed(self._diff):
                raise untold() from never

    def _who_took_it(self, refusal: Conflict) -> list[Seen]:
        """Return the webhooks of the name that the API calls taken, once the listing shows one."""
        found = self._patiently(SHOWN_WITHIN, lambda: self._named() or None, "missing in the listing")
        if found is None:
            raise Conflict("the API says that the name is taken, but it lists no webhook of that name", refusal.answer)
        return found

    def _rows_with(self, own: JsonObject) -> list[JsonObject]:
        """Return all of the name from one listing that shows ours; none if no listing does."""

        def look() -> list[JsonObject] | None:
            rows = [seen.entity for seen in self._named()]
            return rows if any(row["id"] == own["id"] for row in rows) else None

        with counts_as_changed(self._diff):
            return self._patiently(SHOWN_WITHIN, look, "missing in the listing") or []

    def _stays(self, own: JsonObject, rows: list[JsonObject]) -> bool:
        """Return whether ours stays. A run that sees no other does not look again, so it never withdraws."""
        waiting = iter([rows])

        def look() -> bool | None:
            there = next(waiting, None)
            if there is None:
                there = [seen.entity for seen in self._named()]
            return is_to_stay(own, there)

        with counts_as_changed(self._diff):
            stays = self._patiently(WITHDRAWN_WITHIN, look, "there twice") or False
        younger = [str(row["id"]) for row in rows if age(own, row) == OLDER]
        if stays and younger:
            self.context.warnings.append(
                f"Someone else created a webhook {self.desired.name!r} ({', '.join(younger)}) at the same moment; "
                f"ours ({own['id']}) is older and stays. If theirs was not withdrawn, delete it."
            )
        return stays

    def _withdraw(self, own_id: str) -> None:
        try:
            with counts_as_changed(self._diff):
                self.delete(own_id, NO_DIFF)
        except GenesysError as error:
            error.advice = (
                f"{own_id} was created while someone else's got the same name, and could not be withdrawn. Delete one "
                f"of them. {error.advice}"
            ).strip()
            raise
        self._withdrawn.add(own_id)
        if not self._is_lost:
            self.context.warnings.append(
                f"Our own webhook {self.desired.name!r} ({own_id}) was withdrawn, since another has the same name."
            )

    def _created(self, entity: JsonObject, answer: Accepted, rows: list[JsonObject]) -> EnsuredWebhook:
        webhook_id = self.operation.resource_id = str(entity["id"])
        row = next((row for row in rows if row["id"] == webhook_id), None)
        met = [each for each in (answer.content, row) if each is not None and self.desired.is_met_by(each)]
        told = Accepted(met[0]) if met else answer
        entity = shown_webhook(self.gateway, self.desired, webhook_id, told, self._diff, self._plan.changes)
        return self.ended(outcomes.CREATED, EnsuredWebhook(entity, self._diff, self._plan.changes, True))

    def _the_one(self, webhooks: list[JsonObject], read_at: float) -> Seen | None:
        """Return the one webhook of that name, None if there is none. Raises Ambiguous if several stay.

        Several may be there for a moment only: runs that create them at once withdraw all but one.
        """
        named = [Seen(row, read_at, is_row=True) for row in self._rows(webhooks)]

        def look() -> bool | None:
            nonlocal named
            named = self._named()
            return True if len(named) < 2 else None

        if len(named) > 1 and any(self._may_be_young(seen.entity) for seen in named):
            self._patiently(SHOWN_WITHIN, look, "ambiguous")
        one = find_named([seen.entity for seen in named], self.desired.name, "webhook", DELETE_OTHERS)
        return next((seen for seen in named if seen.entity is one), None)

    def _may_be_young(self, row: JsonObject) -> bool:
        created = row.get("dateCreated")
        return moment(created) is None or is_recent(created, self.client.served_at)

    def _patiently(self, seconds: float, look: Callable[[], T | None], is_still: str) -> T | None:
        """Call ``look`` until it returns something; None if it never does."""
        deadline = Deadline(self.client, min(seconds, self.client.deadline), "")
        try:
            return deadline.until(look, f"webhook {self.desired.name!r}", is_still)
        except Unavailable as error:
            if error.answer.method is not None:  # a read failed; the time is not over
                raise
            return None
