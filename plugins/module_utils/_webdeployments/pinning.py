# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Change a deployment: PUT the whole of it, made from a fresh read, and wait for the result.

There is no ETag. So a PUT of someone else that was made from an older read can undo ours; the wait detects that, and
the change is planned again on the new state. A value that someone else set on purpose is not overwritten: that is a
conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Tuple

from .._core.errors import Conflict, GenesysError, Outdated, Rejected
from .._core.json_values import JsonObject, same
from .._core.written import Sight, Written
from .._http.freshness import FRESH_FOR, MOST_RENEWALS
from .._http.shared_looks import Unclear
from .._http.waiting import Deadline, NotYet, finished, once_there
from .api import WebDeploymentsApi
from .mapping import DEPLOYMENT_OPTIONAL, DEPLOYMENT_SERVER_OWNED, SETTABLE_STATUSES
from .publishing import require_own

MOST_TURNS = 8
"""How often a change that others undo is written."""

_ADDED = ("name", "selfUri")
"""The keys that the service adds to references."""

BodyOf = Callable[[JsonObject], "JsonObject | None"]
"""Returns the whole deployment for a PUT, made from a read; None if that read is as desired.

It raises Conflict if the read rules the change out.
"""


Reread = Callable[[str], Tuple[JsonObject, float]]
"""Returns the whole deployment of an id as it was a moment ago, and the time of the clock's ``monotonic`` then."""


@dataclass
class _Base:
    """The deployment that a change is made from, and when it was read."""

    deployment: JsonObject
    read_at: float
    renewals: int = 0
    undone: int = 0

    @property
    def send_by(self) -> float | None:
        return self.read_at + FRESH_FOR if self.renewals < MOST_RENEWALS else None


class _Undone(Exception):
    """Someone else's write undid ours; ``deployment`` is the current state."""

    def __init__(self, deployment: JsonObject) -> None:
        super().__init__()
        self.deployment = deployment


def change_deployment(
    api: WebDeploymentsApi,
    deployment: JsonObject,
    read_at: float,
    body_of: BodyOf,
    deadline: Deadline,
    accepted: Callable[[], None],
    waits: bool = True,
    is_young: Callable[[JsonObject], bool] = lambda body: False,
    reread: Reread | None = None,
) -> JsonObject:
    """PUT the result of ``body_of`` until a read shows the desired state; return the deployment then.

    ``accepted`` is called once the service accepted a PUT. ``waits``: False returns as soon as the write shows,
    whatever the service is still doing. ``is_young``: whether the service may not know yet an object that a body refers
    to, so that its 400 is waited out. ``reread``: how a read is renewed that is too old; None: singly.
    """
    base = _Base(deployment, read_at)
    while base.undone < MOST_TURNS:
        if base.deployment.get("status") == "Pending":
            base.deployment = wait_while_pending(api, base.deployment, deadline)
            base.read_at = api.client.clock.monotonic()
        body = body_of(base.deployment)
        if body is None:
            return base.deployment
        try:
            return _change_once(api, base, body, body_of, deadline, accepted, waits, is_young)
        except _Undone as undone:
            base.undone += 1
            base.deployment, base.read_at = undone.deployment, api.client.clock.monotonic()
        except Outdated:
            base.renewals += 1
            base.deployment, base.read_at = (reread or _singly(api))(str(deployment["id"]))
    raise Conflict(
        f"it was written {MOST_TURNS} times, and each time someone else's write took that away again",
        advice="Another run may be changing the same deployment. Run it again once they are done.",
    )


def _singly(api: WebDeploymentsApi) -> Reread:
    return lambda deployment_id: api.client.dated(lambda: api.deployment(deployment_id))


def _change_once(
    api: WebDeploymentsApi,
    base: _Base,
    body: JsonObject,
    body_of: BodyOf,
    deadline: Deadline,
    accepted: Callable[[], None],
    waits: bool,
    is_young: Callable[[JsonObject], bool],
) -> JsonObject:
    before = base.deployment
    deployment_id, what = str(before["id"]), named(before)

    lost = Written(before, None, lambda fresh: holds(fresh, body), is_alike)

    def put() -> JsonObject:
        return api.client.settle(
            lambda tries: not_yet_if_young(lambda: api.replace_deployment(deployment_id, body, tries), is_young(body)),
            lambda: _judged(lost, body, body_of, api.deployment(deployment_id)),
        )

    answer = deadline.until(put, what)
    accepted()
    written = Written(before, answer, lost.is_ours, is_alike)
    is_done = finished if waits else _as_it_is

    def of_row(row: JsonObject) -> JsonObject | None:
        require_own(written, row)
        return is_done({**answer, **row}, what, _consequence(row))

    def alone() -> JsonObject | None:
        seen = _judged(written, body, body_of, once_there(lambda: api.deployment(deployment_id)))
        return None if seen is None else is_done(seen, what, _consequence(seen))

    # A response that does not show the write, but for example the body of before, is read back.
    first = is_done(answer, what, _consequence(answer)) if written.is_ours(answer) else None
    return first or api.deployment_looks.until(deployment_id, of_row, alone, deadline, what)


def _judged(written: Written, body: JsonObject, body_of: BodyOf, fresh: JsonObject) -> JsonObject | None:
    """Return the deployment if it is as desired, None if the read lags. Raises _Undone or Conflict."""
    sight = written.sight(fresh)
    if sight is Sight.OTHER and body_of(fresh) is not None:
        _refuse_set_back(written.before or {}, body, fresh)
        raise _Undone(fresh)
    return None if sight is Sight.EARLIER else fresh


def _as_it_is(deployment: JsonObject, what: str, consequence: str) -> JsonObject:
    """Return the deployment, whatever the service is still doing with it."""
    return deployment


def not_yet_if_young(write: Callable[[], JsonObject], is_young: bool) -> JsonObject:
    """Write a deployment. Raises NotYet for a 400 if the service may not know yet the version that it pins."""
    try:
        return write()
    except Rejected as error:
        if is_young and error.answer.status == 400 and _is_about_the_pin(error):
            raise NotYet(error) from None
        raise


def _is_about_the_pin(error: GenesysError) -> bool:
    """Return whether a refusal can be about the version; a refusal that names only other fields is not."""
    fields = [item.get("fieldName") for item in error.answer.details if isinstance(item, dict)]
    named_fields = [field for field in fields if isinstance(field, str) and field]
    return not named_fields or any(field.startswith("configuration") for field in named_fields)


def wait_for_deployment(api: WebDeploymentsApi, deployment: JsonObject, deadline: Deadline) -> JsonObject:
    """Wait until the service has processed a deployment, which may have been created just now."""
    deployment_id, what = str(deployment["id"]), named(deployment)
    found = finished(deployment, what, _consequence(deployment))

    def of_row(row: JsonObject) -> JsonObject | None:
        if not is_alike(row, deployment):
            raise Unclear
        return finished({**deployment, **row}, what, _consequence(row))

    def alone() -> JsonObject | None:
        fresh = once_there(lambda: api.deployment(deployment_id))
        return finished(fresh, what, _consequence(fresh))

    return found or api.deployment_looks.until(deployment_id, of_row, alone, deadline, what)


def wait_while_pending(api: WebDeploymentsApi, deployment: JsonObject, deadline: Deadline) -> JsonObject:
    """Wait until the deployment is not Pending: before that nobody knows which status a write has to keep."""
    if deployment.get("status") != "Pending":
        return deployment
    deployment_id = str(deployment["id"])

    def of_row(row: JsonObject) -> None:
        if row["status"] != "Pending":
            raise Unclear  # the next write is made from a whole read

    def alone() -> JsonObject | None:
        fresh = api.deployment(deployment_id)
        return None if fresh.get("status") == "Pending" else fresh

    return api.deployment_looks.until(deployment_id, of_row, alone, deadline, named(deployment))


def named(deployment: JsonObject) -> str:
    return f"deployment {deployment.get('name')!r} ({deployment.get('id')})"


def holds(deployment: JsonObject, body: JsonObject) -> bool:
    """Return whether the deployment is as ``body`` makes it, or is about to be, or the service failed at that."""
    status = body.get("status")
    if status in SETTABLE_STATUSES and deployment.get("status") not in (status, "Pending", "Error"):
        return False
    return all(_is_alike(deployment.get(key), body.get(key)) for key in {*body, *DEPLOYMENT_OPTIONAL} - {"status"})


def is_alike(one: JsonObject, other: JsonObject) -> bool:
    """Return whether two reads of a deployment show the same, whatever the service is doing with it."""
    keys = {*one, *other} - {*DEPLOYMENT_SERVER_OWNED, "status"}
    return all(_is_alike(one.get(key), other.get(key)) for key in keys)


def _is_alike(there: Any, wanted: Any) -> bool:
    """Compare without the service's additions to references and the order of lists; empty values are equal."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        return all(same(there.get(part), value) for part, value in wanted.items() if part not in _ADDED)
    if isinstance(wanted, list) and isinstance(there, list) and len(wanted) == len(there):
        return all(any(_is_alike(item, each) for item in there) for each in wanted)
    return same(there, wanted) or (not there and not wanted)


def _refuse_set_back(before: JsonObject, body: JsonObject, fresh: JsonObject) -> None:
    """Raise Conflict if someone changed a field of ours on purpose, or set all of them back."""
    ours = [key for key in {*before, *body} - {*DEPLOYMENT_SERVER_OWNED, "status"} if not _kept(before, body, key)]
    third = [key for key in ours if not _kept(before, fresh, key) and not _kept(body, fresh, key)]
    if not third and not is_alike(before, fresh):
        return
    fields = ", ".join(sorted(third or ours)) or "status"
    raise Conflict(
        f"{named(fresh)} was written, but someone else has set {fields} meanwhile"
        f"{_pin_named(fresh) if 'configuration' in (third or ours) else ''}",
        advice="Someone else may be changing the same deployment; another run's diff shows what it holds.",
    )


def _kept(one: JsonObject, other: JsonObject, key: str) -> bool:
    return _is_alike(one.get(key), other.get(key))


def _pin_named(deployment: JsonObject) -> str:
    pinned = deployment.get("configuration")
    if not isinstance(pinned, dict):
        return ""
    return f": it is now pinned to version {pinned.get('version')} of configuration {pinned.get('id')}"


def _consequence(deployment: JsonObject) -> str:
    pinned = deployment.get("configuration")
    version = pinned.get("version") if isinstance(pinned, dict) else None
    return f"It is pinned to version {version}, and sites may not get that." if version else ""
