# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Look at many deployments as guests do: read the public files, compare them with the API, and connect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from .._core.errors import FleetFailed, GenesysError, NotFound, Unavailable
from .._core.json_values import JsonObject
from .._core.plan import NOTHING
from .._core.result_shapes import GuestRow
from .._core.selector import Selector
from .._http.client import found_or_none
from .._http.waiting import Deadline
from .._webdeployments import guest, guest_probe
from .._webdeployments.configuration_content import content_of, is_version
from .._webdeployments.guest import Domains, Pinned, Published
from .._webdeployments.guest_files import GuestFiles
from .._webdeployments.mapping import ACTIVE
from .context import Context
from .fleet import READ_SINGLY

PINNED = "pinned"
_OF_DOMAINS = ("allow_all_domains", "allowed_domains")
WAIT_LONGER = "Caches keep the old files for some time. Look again later, or raise wait_timeout."


@dataclass(frozen=True)
class Looking:
    """``ids``: looked at without the API, unless ``compare`` is true or ``version``, the one to wait for, is PINNED.

    ``versions``: the one to wait for of each deployment, by its id.
    """

    selector: Selector
    ids: Sequence[str] | None
    compare: bool
    site: str | None
    depth: str
    version: str | None
    versions: Mapping[str, str]
    wait_timeout: float

    def version_of(self, deployment_id: str) -> str | None:
        """Return the version to wait for; PINNED: that of the API; None: the task does not wait."""
        return self.versions.get(deployment_id, self.version)

    @property
    def enters_api(self) -> bool:
        return self.ids is None or self.compare or self.version == PINNED


@dataclass(frozen=True)
class _Subject:
    """A deployment. ``pinned``: None if the API was not asked. ``error``: why the API does not tell."""

    id: str
    name: str | None = None
    pinned: Pinned | None = None
    error: GenesysError | None = None


@dataclass
class _Seen:
    """The files that guests get, once both were read. None: there is no such file."""

    domains: Domains | None = None
    published: Published | None = None
    latency_ms: float | None = None
    is_whole: bool = False


def looked_at(context: Context, looking: Looking) -> JsonObject:
    """Return a row for each deployment. Raises FleetFailed, with all rows, if some could not be looked at."""
    guests = _Guests(context, looking)
    subjects = guests.subjects()
    ended = context.client.each(guests.row, subjects)
    rows = [row for row, _error in ended]
    result = {**NOTHING, "guests": rows, "total": len(rows)}
    failed = [(_label(subject), error) for subject, (_row, error) in zip(subjects, ended) if error is not None]
    if failed:
        raise FleetFailed(failed, {"looked at": len(rows) - len(failed)}, result, "deployments")
    return result


def _label(subject: _Subject) -> str:
    return subject.id if subject.name is None else f"{subject.name!r} ({subject.id})"


class _Guests:
    """One task."""

    def __init__(self, context: Context, looking: Looking) -> None:
        self._context = context
        self._client = context.client
        self._looking = looking
        self._files = GuestFiles(context.client.sender, context.addresses.guest_url)

    def subjects(self) -> list[_Subject]:
        """Return the deployments. With ``ids``, each id once, in the order of the option."""
        ids = None if self._looking.ids is None else list(dict.fromkeys(self._looking.ids))
        if not self._looking.enters_api:
            return [_Subject(each) for each in ids or ()]
        found = self._deployments(ids)
        contents = self._contents(found)
        known = {
            str(each["id"]): _Subject(str(each["id"]), each.get("name"), guest.pinned(each, contents[_pin(each)]))
            for each in found
        }
        if ids is None:
            return list(known.values())
        return [known.get(each) or _Subject(each, error=_unknown(each)) for each in ids]

    def _deployments(self, ids: Sequence[str] | None) -> list[JsonObject]:
        api, selector = self._context.webdeployments, self._looking.selector
        if ids is None and selector.id is not None:
            ids = [selector.id]
        if ids is None:
            return [each for each in api.deployments() if selector.matches(str(each.get("name")))]
        if len(ids) > READ_SINGLY:
            return [each for each in api.deployments() if each["id"] in ids]
        found = self._client.each(lambda each: found_or_none(lambda: api.deployment(each)), list(ids))
        return [each for each in found if each is not None]

    def _contents(self, deployments: Sequence[JsonObject]) -> dict[tuple[str, str], JsonObject]:
        """Return the content of each version that a deployment is pinned to."""
        api = self._context.webdeployments
        contents = {
            _pin(each): content_of(each["configuration"])
            for each in deployments
            if is_version(each.get("configuration"))
        }
        missing = sorted({_pin(each) for each in deployments} - contents.keys())

        def read(pin: tuple[str, str]) -> JsonObject:
            return content_of(api.version(*pin)) if all(pin) else {}

        contents.update(zip(missing, self._client.each(read, missing)))
        return contents

    def row(self, subject: _Subject) -> tuple[JsonObject, GenesysError | None]:
        """Return the row of a deployment, and why it could not be looked at."""
        seen = _Seen()
        error = subject.error
        connection = None
        try:
            if error is None:
                self._look(subject, seen)
                connection = self._connection(subject, seen)
        except GenesysError as caught:
            error = caught
        if error is not None:
            error.during(f"look at {_label(subject)}")
        row = _row(subject, seen, self._looking.site)
        row["connection"] = connection
        row["failure"] = error.failure(self._context.redactor) if error else None
        if seen.is_whole:
            self._context.features.append(seen.published.features if seen.published else [])
        return {**row}, error

    def _look(self, subject: _Subject, seen: _Seen) -> None:
        """Read both files; wait, if the task does, until they show what is wanted."""
        unseen: list[str] = []

        def look() -> bool | None:
            self._read(subject, seen, unseen)
            unseen[:] = self._unseen(subject, seen)
            return None if unseen else True

        Deadline(self._client, self._looking.wait_timeout, "").until(
            look,
            f"what guests get from {_label(subject)}",
            "the old",
            at_end=lambda seconds: self._late(subject, seen, unseen, seconds),
        )

    def _unseen(self, subject: _Subject, seen: _Seen) -> list[str]:
        """Return what guests do not see yet of what the task waits for."""
        version, pinned = self._looking.version_of(subject.id), subject.pinned
        if version is None:
            return []
        if seen.published is None or seen.domains is None:
            return ["published"]
        if version == PINNED and pinned is not None:
            return guest.unseen(pinned, seen.published, seen.domains)
        return [] if seen.published.version == version else ["version"]

    def _read(self, subject: _Subject, seen: _Seen, unseen: Sequence[str]) -> None:
        """Read the files; after a first look, only the one that was not as wanted."""
        if not unseen or set(unseen) & {"published", *_OF_DOMAINS}:
            seen.domains = self._files.domains(subject.id)
        if not unseen or set(unseen) - {*_OF_DOMAINS}:
            seen.published = self._files.published(subject.id)
            sender = self._client.sender
            seen.latency_ms = round((sender.clock.monotonic() - sender.sent_at) * 1000, 3)
        seen.is_whole = True

    def _late(self, subject: _Subject, seen: _Seen, unseen: Sequence[str], seconds: float) -> GenesysError:
        pinned, wanted = subject.pinned, self._looking.version_of(subject.id)
        if wanted == PINNED and pinned is not None:
            wanted = f"{pinned.version} of configuration {pinned.configuration_id}"
        there = f"version {seen.published.version}" if seen.published else "nothing"
        others = sorted({*unseen} - {"version", "configuration_id", "published"})
        told = f", with another {' and another '.join(others)}" if others else ""
        return Unavailable(
            f"guests do not see it yet: after {seconds:g} s they get {there}{told}; version {wanted} is wanted",
            advice=WAIT_LONGER,
        )

    def _connection(self, subject: _Subject, seen: _Seen) -> JsonObject | None:
        if self._looking.depth == guest_probe.NONE:
            return None
        if seen.published is None or seen.domains is None:
            return guest_probe.unasked("was not asked, because nothing is published")
        if seen.published.status != ACTIVE:
            return guest_probe.unasked(f"was not asked, because the status is {seen.published.status}")
        host = self._looking.site or next(iter(seen.domains.allowed), None)
        target = guest_probe.Target(
            self._context.addresses.messaging_url, subject.id, f"https://{host}" if host else None
        )
        sender, redactor = self._client.sender, self._context.redactor
        return guest_probe.probe(sender, redactor, target, self._looking.depth, self._no_session(seen.published))

    def _no_session(self, published: Published) -> str:
        if published.starts_by_itself:
            return "no session was opened, because autoStart is on: it could start a conversation"
        return "no session was opened in check mode" if self._context.check_mode else ""


def _row(subject: _Subject, seen: _Seen, site: str | None) -> GuestRow:
    there, domains = seen.published, seen.domains
    pinned = subject.pinned
    differing = None if pinned is None or not seen.is_whole else guest.differences(pinned, there, domains)
    is_published = there is not None and domains is not None
    may_open = domains is not None and site is not None and domains.may_open(site)
    return {
        "deployment_id": subject.id,
        "name": subject.name,
        "published": is_published if seen.is_whole else None,
        "status": there.status if there else None,
        "configuration_id": there.configuration_id if there else None,
        "version": there.version if there else None,
        "pinned": pinned.to_result() if pinned else None,
        "as_pinned": None if differing is None else not differing,
        "differences": differing or [],
        "allow_all_domains": domains.allow_all if domains else None,
        "allowed_domains": domains.allowed if domains else None,
        "features": there.features if there else [],
        "configuration": there.content if there else None,
        "site": None if site is None else {"host": site, "allowed": may_open if seen.is_whole else None},
        "connection": None,
        "latency_ms": seen.latency_ms,
        "failure": None,
    }


def _pin(deployment: JsonObject) -> tuple[str, str]:
    found = guest.pinned(deployment, {})
    return found.configuration_id or "", found.version or ""


def _unknown(deployment_id: str) -> NotFound:
    return NotFound(
        f"there is no deployment {deployment_id}",
        advice="webmessaging_deployment_info lists the deployments that exist, with their ids.",
    )
