# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The one exception tree. Each error knows the ``failure`` that a task returns. Pure.

No error carries a header or a body of an authentication call: what is not in it cannot leak out of it. What the server
said is kept apart from our own words, so that each is masked and made visible as it needs.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field, replace
from typing import Any, Mapping, Sequence

from . import outcomes
from .redact import Redactor
from .result_shapes import Failure
from .visible_text import all_visible, visible

_NO_SECRETS = Redactor()


@dataclass(frozen=True)
class RequestInfo:
    """What is known of the request that failed; every part can be absent.

    ``said``: the server's own words, where the message ends in them. ``limit``: the org's, ``{key, namespace, value}``.
    """

    method: str | None = None
    path: str | None = None
    status: int | None = None
    code: str | None = None
    context_id: str | None = None
    details: list[Any] = field(default_factory=list)
    said: str = ""
    limit: dict[str, Any] | None = None


class GenesysError(Exception):
    """A failure told to the operator: what was tried, what the server said, what to do.

    ``message`` is what the server said, or the finding itself where no server spoke. ``advice`` is the way out, a whole
    sentence. ``tried`` is what the collection was doing, as in "update channel 'Primary' (a1b2)".
    """

    kind = outcomes.PROTOCOL
    advice = ""

    def __init__(self, message: str, answer: RequestInfo | None = None, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.answer = answer or RequestInfo()
        self.tried = ""
        self.result: dict[str, Any] = {}
        """What the task has to return all the same: each channel of a fleet, a write that was accepted."""
        if advice is not None:
            self.advice = advice

    def during(self, tried: str) -> GenesysError:
        """Say what was being done; the innermost caller knows best, so the first to say it wins."""
        self.tried = self.tried or tried
        return self

    def located(self, method: str, path: str) -> GenesysError:
        """Name the request, where the finding came from an answer that had passed as good."""
        if self.answer.method is None:
            self.answer = replace(self.answer, method=method, path=path)
        return self

    def failure(self, redactor: Redactor | None = None) -> dict[str, Any]:
        """A ``result_shapes.Failure``; with a redactor, as a task returns it."""
        known = redactor or _NO_SECRETS
        found: Failure = {
            "kind": self.kind,
            "status": self.answer.status,
            "code": known.data(self.answer.code),
            "message": self.masked_message(known),
            "advice": known.sentence(self.advice) if self.advice else "",
            "context_id": known.data(self.answer.context_id),
            "method": self.answer.method,
            "path": known.sentence(self.answer.path) if self.answer.path else self.answer.path,
            "details": self.masked_details(known),
            "limit": self.masked_limit(known),
        }
        return {**found} if redactor is None else all_visible(found)

    def masked_message(self, redactor: Redactor) -> str:
        said = self.answer.said
        if not said or not self.message.endswith(said):
            return redactor.sentence(self.message)
        return redactor.sentence(self.message[: -len(said)]) + redactor.text(said)

    def masked_details(self, redactor: Redactor) -> list[Any]:
        details: list[Any] = redactor.data(self.answer.details)
        return details

    def masked_limit(self, redactor: Redactor) -> dict[str, Any] | None:
        """Its keys are ours, whatever a secret is."""
        limit = self.answer.limit
        return None if limit is None else {key: redactor.data(value) for key, value in limit.items()}

    def told(self, redactor: Redactor) -> str:
        """All of it in one line, fit to be shown."""
        return visible(self._text(redactor))

    def brief(self, redactor: Redactor) -> str:
        """What was tried and why it failed, without the request and the way out."""
        message = self.masked_message(redactor)
        return visible(f"{redactor.sentence(f'Cannot {self.tried}')}: {message}" if self.tried else message)

    def __str__(self) -> str:
        return self.told(_NO_SECRETS)

    def _text(self, redactor: Redactor) -> str:
        parts = []
        code = redactor.data(self.answer.code)
        if self.tried:
            parts.append(redactor.sentence(f"Cannot {self.tried}"))
        request = redactor.sentence(f"{self.answer.method} {self.answer.path}") if self.answer.method else ""
        if self.answer.status is not None:
            said = f"{self.answer.status} {code}" if code else str(self.answer.status)
            parts.append(f"{request} answered {said}".strip())
        elif request:
            parts.append(request)
        parts.append(self.masked_message(redactor))
        text = ": ".join(parts)
        notes = []
        if self.answer.context_id:
            notes.append(f"contextId {redactor.data(self.answer.context_id)}")
        if self.answer.details and self.answer.status is not None:
            notes.append("details: " + "; ".join(_detail(item) for item in self.masked_details(redactor)))
        limit = self.masked_limit(redactor)
        if limit:
            notes.append(f"limit {limit['key']} of {limit['namespace']}: {limit['value']}")
        if notes:
            text = f"{text.rstrip('.')} ({'; '.join(notes)})"
        if self.advice:
            text = f"{text.rstrip('.')}. {redactor.sentence(self.advice)}"
        return text


def _detail(item: Any) -> str:
    """One entry of the server's ``details``: ``{errorCode, fieldName, ...}`` or whatever else it sent."""
    if isinstance(item, dict):
        return ", ".join(f"{key}={value}" for key, value in item.items())
    return str(item)


MOST_ALIKE = 3
"""So many entries or channels are named that have the same error; more than one more is a number."""
_ENTRY = re.compile(r"\Achannels\[(\d+)\]\.(.*)\Z", re.DOTALL)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _grouped(texts: list[str]) -> list[str]:
    """Errors of entries that differ in the entry alone, as one: ``channels[0, 1, 2 and 197 more].features: ...``."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        entry = _ENTRY.match(text)
        groups.setdefault(entry.group(2) if entry else text, []).append(entry.group(1) if entry else "")
    return [f"channels[{listed(entries)}].{text}" if all(entries) else text for text, entries in groups.items()]


def listed(names: Sequence[str]) -> str:
    """``a, b, c and 7 more``."""
    if len(names) <= MOST_ALIKE + 1:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_ALIKE])} and {len(names) - MOST_ALIKE} more"


class InvalidInput(GenesysError):
    """Refused by our own validation; ``problems`` holds every error, one for each option."""

    kind = outcomes.VALIDATION

    def __init__(self, problems: list[Any]) -> None:
        texts = [str(problem) for problem in problems]
        told = _grouped(texts)
        if len(texts) == 1:
            message = texts[0]
        else:
            numbered = " ".join(f"({number}) {text}" for number, text in enumerate(told, 1))
            message = f"{len(texts)} errors: {numbered}"
        super().__init__(message, RequestInfo(details=texts))
        self.problems = problems

    def masked_details(self, redactor: Redactor) -> list[Any]:
        return [redactor.sentence(text) for text in self.answer.details]


class FleetFailed(GenesysError):
    """Some channels of many failed; ``result`` tells what became of each. Its kind is theirs, or the first one's.

    ``failed``: who, and why. ``others``: how many channels ended in each other outcome.
    """

    MOST_TOLD = 10

    def __init__(
        self, failed: Sequence[tuple[str, GenesysError]], others: Mapping[str, int], result: dict[str, Any]
    ) -> None:
        self._failed = failed
        self._others = others
        super().__init__(self.masked_message(_NO_SECRETS))
        self.kind = failed[0][1].kind
        self.result = result

    def masked_message(self, redactor: Redactor) -> str:
        """Grouped by cause, the one of most channels first."""
        groups: dict[str, list[tuple[str, GenesysError]]] = {}
        for label, error in self._failed:
            cause = _cause_of(error).told(redactor)
            groups.setdefault(_UUID.sub("", cause.replace(label, "")), []).append((label, error))
        causes = sorted(groups.values(), key=len, reverse=True)
        told = [self._told(group, redactor) for group in causes[: self.MOST_TOLD]]
        numbered = [f"({number}) {text}" for number, text in enumerate(told, 1)] if len(causes) > 1 else told
        more = sum(map(len, causes[self.MOST_TOLD :]))
        total = len(self._failed) + sum(self._others.values())
        others = "".join(f", {count} {outcome}" for outcome, count in self._others.items() if count)
        text = f"{len(self._failed)} of {total} channels failed{others}: {' '.join(numbered)}"
        return f"{text} And {more} more, for other causes." if more else text

    def _told(self, group: Sequence[tuple[str, GenesysError]], redactor: Redactor) -> str:
        _label, error = group[0]
        if len(group) == 1:
            return error.told(redactor)
        labels = listed([redactor.sentence(visible(each)) for each, _error in group])
        return f"{len(group)} ({labels}): {_cause_of(error).told(redactor)}"

    def masked_details(self, redactor: Redactor) -> list[Any]:
        """In brief: request, answer and context id of each are in its row."""
        return [error.brief(redactor) for _label, error in self._failed]


def _cause_of(error: GenesysError) -> GenesysError:
    """The error without what is of one channel alone."""
    cause = copy.copy(error)
    cause.tried = ""
    path = error.answer.path
    cause.answer = replace(error.answer, context_id=None, path=_UUID.sub("{id}", path) if path else path)
    return cause


ROLES_LACK = "The roles of the OAuth client lack a permission for this."


class AuthenticationFailed(GenesysError):
    kind = outcomes.AUTHENTICATION


class PermissionDenied(GenesysError):
    kind = outcomes.PERMISSION
    advice = (
        "The client needs the scopes communications:read (channels), communications:write (changing channels) and "
        "webhooks:write (webhooks); where the scopes option is set, it must ask for them too."
    )


class NotFound(GenesysError):
    kind = outcomes.NOT_FOUND


class Ambiguous(GenesysError):
    kind = outcomes.AMBIGUOUS


class Conflict(GenesysError):
    kind = outcomes.CONFLICT


class Rejected(GenesysError):
    kind = outcomes.REFUSED


class RateLimited(GenesysError):
    kind = outcomes.RATE_LIMITED


class Unavailable(GenesysError):
    kind = outcomes.UNAVAILABLE


class ProtocolError(GenesysError):
    kind = outcomes.PROTOCOL


class NetworkError(GenesysError):
    kind = outcomes.NETWORK


class TaskInterrupted(GenesysError):
    kind = outcomes.INTERRUPTED
    advice = (
        "Run it again: what is done already costs no write. Whether a write that was under way took effect is not "
        "known; the audit trail has it as unknown."
    )


class UnknownOutcome(Exception):
    """A write whose effect is not known: look before you write again. Never reaches the user.

    ``error`` is what to raise if it turns out to have had no effect, ``wait`` the seconds to wait before looking,
    ``again`` whether the write may be sent once more.
    """

    def __init__(self, error: GenesysError, wait: float, again: bool) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait
        self.again = again


class Outdated(Exception):
    """A write that was not sent: by the time that it could go out, the read it was made from was too old.

    Read again, plan again, and write that. Never reaches the user.
    """
