# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Ensure that one object is as desired, or absent: find it; create, change or delete it; return the outcome.

The functions here walk the steps. ``Steps`` holds the work of one kind of object at each of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Iterator, Protocol, TypeVar

from .._core import outcomes
from .._core.json_values import JsonObject
from .._core.plan import NO_DIFF
from .._core.selector import Selector
from .._http.client import found_or_none
from .audit import Operation
from .context import Context
from .seen import Seen


class Compared(Protocol):
    """An object compared with its desired state."""

    @property
    def changes(self) -> tuple[str, ...]:
        """The paths that differ."""

    @property
    def version(self) -> str | None:
        """The present version."""


@dataclass(frozen=True)
class Ensured:
    """The outcome. ``entity``: the object as the API has it (in check mode: as predicted), None after its deletion."""

    entity: JsonObject | None
    diff: JsonObject
    changes: tuple[str, ...] = ()
    changed: bool = False
    version: str | None = None

    @property
    def becomes_default(self) -> bool:
        """Return whether the change makes it the org's default of its kind."""
        return False


C = TypeVar("C", bound=Compared)
E = TypeVar("E", bound=Ensured)


class Steps(ABC, Generic[C, E]):
    """The work of a kind of object at each step, for one object of that kind and one task."""

    noun: str
    subject = ""
    """The beginning of the actions in the audit trail; empty: the noun."""
    ensured: type[E]

    def __init__(self, context: Context, selector: Selector) -> None:
        self.context = context
        self.client = context.client
        self.selector = selector
        self.operation = Operation("", self.noun.replace(" ", "_"), selector.id, selector.name)
        self.acts("UPDATE")

    def acts(self, verb: str) -> None:
        """Set the operation to CREATE, UPDATE or DELETE from here on."""
        self.operation.action = f"{self.subject or self.noun.upper()}_{verb}"

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Record everything inside as one audit entry."""
        with self.context.audit.operation(self.operation):
            yield

    def ended(self, outcome: str, ensured: E) -> E:
        """Return ``ensured`` as the end of the operation."""
        operation = self.operation
        operation.outcome, operation.changes, operation.version_after = outcome, ensured.changes, ensured.version
        return ensured

    @abstractmethod
    def find(self) -> Seen | None:
        """Find the object of the task; None if there is none."""

    @abstractmethod
    def bring(self) -> E:
        """Find the object; ``update`` it, or create it."""

    @abstractmethod
    def compare(self, seen: Seen) -> C:
        """Compare it with the desired state. Reads the parts that ``seen`` does not show."""

    @abstractmethod
    def unchanged(self, compared: C) -> E:
        """Return the outcome if nothing differs."""

    @abstractmethod
    def predicted(self, compared: C) -> E:
        """Return the prediction of ``write`` for check mode."""

    @abstractmethod
    def write(self, compared: C) -> E | Seen:
        """Write the differences and read them back; or return the current object, if it has to be compared again."""

    def is_going(self, entity: JsonObject) -> bool:
        """Return whether it is being deleted already."""
        return False

    @abstractmethod
    def state_to_delete(self, seen: Seen) -> JsonObject | None:
        """Return the state that the diff shows before a deletion; None if the object is already deleted.

        Raises Conflict if it must stay.
        """

    @abstractmethod
    def delete(self, object_id: str, diff: JsonObject) -> bool:
        """Delete it, and wait for the deletion if the task wants it; False if somebody else was faster."""


def ensure_present(steps: Steps[Any, E]) -> E:
    """Create the object, or write the differences, with one audit entry."""
    with steps.recorded():
        return steps.bring()


def update(steps: Steps[C, E], seen: Seen) -> E:
    """Write the differences of the object that was found."""
    operation = steps.operation
    steps.acts("UPDATE")
    operation.resource_id, operation.resource_name = seen.id, seen.entity.get("name")
    while True:
        compared = steps.compare(seen)
        operation.changes, operation.version_before = compared.changes, compared.version
        if not compared.changes:
            return steps.ended(outcomes.UNCHANGED, steps.unchanged(compared))
        if steps.context.check_mode:
            return steps.ended(outcomes.CHECKED, steps.predicted(compared))
        written = steps.write(compared)
        if not isinstance(written, Seen):
            return steps.ended(outcomes.UPDATED if written.changed else outcomes.UNCHANGED, written)
        seen = written


def ensure_absent(steps: Steps[Any, E]) -> E:
    """Delete the object if it is there, with one audit entry."""
    steps.acts("DELETE")
    with steps.recorded():
        seen = found_or_none(steps.find)
        if seen is None or steps.is_going(seen.entity):
            return _was_gone(steps)
        operation = steps.operation
        operation.resource_id, operation.resource_name, operation.changes = seen.id, seen.entity.get("name"), ("state",)
        state = steps.state_to_delete(seen)
        if state is None:
            return _was_gone(steps)
        diff = {"before": {"state": "present", **state}, "after": {"state": "absent"}}
        is_checked = steps.context.check_mode
        if not is_checked and not steps.delete(seen.id, diff):
            return _was_gone(steps)
        outcome = outcomes.CHECKED if is_checked else outcomes.DELETED
        return steps.ended(outcome, steps.ensured(None, diff, operation.changes, True))


def _was_gone(steps: Steps[Any, E]) -> E:
    return steps.ended(outcomes.UNCHANGED, steps.ensured(None, NO_DIFF))
