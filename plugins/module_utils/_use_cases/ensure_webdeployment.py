# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The steps that configurations and deployments share: creation by name, and deletion.

The service lets two runs create the same name, so the later one withdraws its own. A deletion takes a while.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Callable

from .._core import outcomes
from .._core.errors import Conflict, NotFound
from .._core.json_values import JsonObject
from .._core.selector import Selector
from .._http.client import counts_as_changed, delete_once, found_or_none
from .._http.sender import Tries
from .._http.shared_looks import SharedLooks
from .._http.waiting import Deadline
from .._webdeployments.twins import made_or_named, older_in_its_place
from .context import Context
from .ensure import C, E, Steps, update
from .seen import Seen
from .webdeployment_reads import Reads

WAIT_LONGER = "The writes so far remain; run it again, or raise wait_timeout."


@dataclass(frozen=True)
class Endpoints:
    """``rows``: every object of a kind, as the listing shows it now; ``read``: one of them, whole.

    ``compare``: one of them as it is compared, maybe from a listing. ``looks``: at those that the task waits for.
    """

    rows: Callable[[], list[JsonObject]]
    read: Callable[[str], Seen]
    compare: Callable[[str], Seen]
    delete: Callable[[str, Tries], None]
    looks: SharedLooks


class WebDeploymentSteps(Steps[C, E]):
    """``deadline``: for all waits of the task."""

    def __init__(self, context: Context, selector: Selector, waits: bool, wait_timeout: float) -> None:
        super().__init__(context, selector)
        self.api = context.webdeployments
        self.reads = context.reads or Reads(self.api)
        self.deadline = Deadline(self.client, wait_timeout, WAIT_LONGER)
        self._waits = waits
        self._wait_timeout = wait_timeout

    @property
    @abstractmethod
    def endpoints(self) -> Endpoints:
        """The requests for this kind of object."""

    @property
    def where_listed(self) -> str:
        return f"webmessaging_{self.noun}_info lists the {self.noun}s that exist, with their ids."

    @abstractmethod
    def named(self, name: str) -> Seen | None:
        """Find the object of that name."""

    @abstractmethod
    def new(self) -> tuple[JsonObject, JsonObject]:
        """Return a new object for the diff, and the body to send. Raises InvalidInput if something is missing."""

    @abstractmethod
    def predicted_new(self, body: JsonObject, diff: JsonObject) -> E:
        """Return the prediction of the creation for check mode."""

    @abstractmethod
    def post(self, body: JsonObject, look: Callable[[], JsonObject | None]) -> JsonObject:
        """Send the creation; ``look`` finds the new object if the response was lost."""

    @abstractmethod
    def is_made_of(self, entity: JsonObject, body: JsonObject) -> bool:
        """Return whether a creation with this body can have made it."""

    @abstractmethod
    def theirs(self, entity: JsonObject, own: JsonObject | None) -> Seen:
        """Return somebody else's object of that name, with a warning; ``own``: ours, deleted in favour of it."""

    def warn_of_theirs(self, named: str, own: JsonObject | None) -> None:
        """Warn that somebody else created the object; the arguments are those of ``theirs``, the object as a text."""
        when = "while ours was being created. It was"
        if own is not None:
            when = f"at the same moment. Ours ({own['id']}) was withdrawn, and theirs was"
        self.context.warnings.append(f"Someone else created {named} {when} compared with the desired state.")

    @abstractmethod
    def finish(self, entity: JsonObject, diff: JsonObject) -> E:
        """Finish a new object."""

    def find(self) -> Seen | None:
        """Find the object: with an id it must exist; with a name it may be created."""
        if self.selector.id is None:
            return self.named(self.selector.name or "")
        try:
            return self.endpoints.compare(self.selector.id)
        except NotFound as error:
            error.advice = error.advice or self.where_listed
            raise

    def bring(self) -> E:
        try:
            return self._bring_once()
        except NotFound as error:
            is_gone = self.operation.resource_id is not None and not error.result.get("changed")
            if self.selector.id is not None or not is_gone:
                raise
            return self._bring_once()  # a listing still showed a deleted object

    def _bring_once(self) -> E:
        seen = self.find()
        if seen is not None and self.is_going(seen.entity):
            self._wait_out_deletion(seen.id)
            seen = None
        return self._create() if seen is None else update(self, seen)

    def _create(self) -> E:
        """Create it once and only once; or use the object that somebody else created at the same moment."""
        state, body = self.new()
        self.acts("CREATE")
        self.operation.changes = tuple(sorted(state))
        diff = {"before": {"state": "absent"}, "after": {"state": "present", **state}}
        if self.context.check_mode:
            return self.ended(outcomes.CHECKED, self.predicted_new(body, diff))
        found: list[JsonObject] = []

        def look() -> JsonObject | None:
            found[:] = made_or_named(self.endpoints.rows(), body["name"], lambda each: self.is_made_of(each, body))
            return found[0] if found else None

        entity = self.post(body, look)
        if found and not self.is_made_of(entity, body):
            return self._use(entity, None)
        own_id = self.operation.resource_id = str(entity["id"])
        older = older_in_its_place(self.client, self.endpoints.rows, entity, lambda: self._delete_once(own_id), diff)
        if older is not None:
            return self._use(older, entity)
        with counts_as_changed(diff):
            ensured = self.finish(entity, diff)
        return self.ended(outcomes.CREATED, ensured)

    def _use(self, theirs: JsonObject, own: JsonObject | None) -> E:
        self.acts("UPDATE")
        return update(self, self.theirs(theirs, own))

    def is_going(self, entity: JsonObject) -> bool:
        return entity.get("status") == "Deleting"

    def _wait_out_deletion(self, object_id: str) -> None:
        """Wait for the deletion, so that the name is free for a new object; an id cannot come back."""
        if self.selector.id is not None:
            going = f"{self.noun} {object_id} is being deleted"
            raise Conflict(going, advice="Select by name to create a new one.")
        if not self.context.check_mode:
            self._wait_until_gone(object_id, self.deadline)

    def delete(self, object_id: str, diff: JsonObject) -> bool:
        deadline = Deadline(self.client, self._wait_timeout, WAIT_LONGER)
        is_ours = self._delete_once(object_id)
        if is_ours and self._waits:
            with counts_as_changed(diff):
                self._wait_until_gone(object_id, deadline)
        return is_ours

    def _delete_once(self, object_id: str) -> bool:
        def is_deleted() -> bool:
            seen = found_or_none(lambda: self.endpoints.read(object_id))
            return seen is None or self.is_going(seen.entity)

        return delete_once(self.client, lambda tries: self.endpoints.delete(object_id, tries), is_deleted)

    def _wait_until_gone(self, object_id: str, deadline: Deadline) -> None:
        def is_gone() -> bool | None:
            return found_or_none(lambda: self.endpoints.read(object_id)) is None or None

        what = f"{self.noun} {object_id}"
        self.endpoints.looks.until(
            object_id, lambda row: None, is_gone, deadline, what, "there, though it was deleted,", if_missing=True
        )
