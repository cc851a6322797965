# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The one exception tree. Each error builds the ``failure`` that its task returns. Pure.

No error carries a header or a body of an authentication request, so it cannot leak one. The server's words are kept
apart from our own, because both are masked and made visible in different ways.
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
    """The known facts about the failed request; each can be missing.

    ``said``: the server's own words, if the message ends in them. ``limit``: the org's limit, ``{key, namespace,
    value}``.
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
    """A failure for the operator: the attempt, the server's reply, the way out.

    ``message`` is the server's text, or our finding if no server replied. ``advice`` is the way out, a whole sentence.
    ``tried`` is the step that failed, as in "update channel 'Primary' (a1b2)".
    """

    kind = outcomes.PROTOCOL
    advice = ""

    def __init__(self, message: str, answer: RequestInfo | None = None, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.answer = answer or RequestInfo()
        self.tried = ""
        self.result: dict[str, Any] = {}
        """The result that the task returns despite the failure: each channel of a fleet, a write that was accepted."""
        if advice is not None:
            self.advice = advice

    def during(self, tried: str) -> GenesysError:
        """Add the step that failed. Only the first call counts, because the innermost caller knows best."""
        self.tried = self.tried or tried
        return self

    def located(self, method: str, path: str) -> GenesysError:
        """Add the request, if the finding came from a response that had passed as good."""
        if self.answer.method is None:
            self.answer = replace(self.answer, method=method, path=path)
        return self

    def failure(self, redactor: Redactor | None = None) -> dict[str, Any]:
        """Return a ``result_shapes.Failure``; with a redactor, as a task returns it."""
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
        """Mask the values only: the keys are ours, even if a secret equals one."""
        limit = self.answer.limit
        return None if limit is None else {key: redactor.data(value) for key, value in limit.items()}

    def told(self, redactor: Redactor) -> str:
        """Return the whole error in one line, masked."""
        return visible(self._text(redactor))

    def brief(self, redactor: Redactor) -> str:
        """Return the step and the reason, without the request and the advice."""
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
    """Show one entry of the server's ``details``: ``{errorCode, fieldName, ...}`` or whatever else it sent."""
    if isinstance(item, dict):
        return ", ".join(f"{key}={value}" for key, value in item.items())
    return str(item)


MOST_ALIKE = 3
"""The number of names in a message about one error; it counts the others if two or more are left."""
_ENTRY = re.compile(r"\Achannels\[(\d+)\]\.(.*)\Z", re.DOTALL)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _grouped(texts: list[str]) -> list[str]:
    """Join errors that differ only in their entry: ``channels[0, 1, 2 and 197 more].features: ...``."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        entry = _ENTRY.match(text)
        groups.setdefault(entry.group(2) if entry else text, []).append(entry.group(1) if entry else "")
    return [f"channels[{listed(entries)}].{text}" if all(entries) else text for text, entries in groups.items()]


def listed(names: Sequence[str], most: int = MOST_ALIKE) -> str:
    """Return ``a, b, c and 7 more``; the last one is named in place of ``1 more``."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


class InvalidInput(GenesysError):
    """Our own validation refused the options; ``problems`` holds every error, one for each option."""

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


class Unresolved(InvalidInput):
    """Names in the options stand for no object, or for several. ``kind``: of the first problem."""

    def __init__(self, problems: list[Any], kind: str) -> None:
        super().__init__(problems)
        self.kind = kind


class FleetFailed(GenesysError):
    """Some objects of many failed; ``result`` has each outcome. ``kind`` is their common kind, or the first one's.

    ``failed``: each failed object and its error. ``others``: the number of objects with each other outcome.
    ``objects``: the word for them.
    """

    MOST_TOLD = 10

    def __init__(
        self,
        failed: Sequence[tuple[str, GenesysError]],
        others: Mapping[str, int],
        result: dict[str, Any],
        objects: str = "channels",
    ) -> None:
        self._failed = failed
        self._others = others
        self._objects = objects
        super().__init__(self.masked_message(_NO_SECRETS))
        self.kind = failed[0][1].kind
        self.result = result

    def masked_message(self, redactor: Redactor) -> str:
        """Group the failures by cause; the most frequent cause comes first."""
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
        text = f"{len(self._failed)} of {total} {self._objects} failed{others}: {' '.join(numbered)}"
        return f"{text} And {more} more, for other causes." if more else text

    def _told(self, group: Sequence[tuple[str, GenesysError]], redactor: Redactor) -> str:
        _label, error = group[0]
        if len(group) == 1:
            return error.told(redactor)
        labels = listed([redactor.sentence(visible(each)) for each, _error in group])
        return f"{len(group)} ({labels}): {_cause_of(error).told(redactor)}"

    def masked_details(self, redactor: Redactor) -> list[Any]:
        """Return brief errors: the row of each channel has the request, the response and the context id."""
        return [error.brief(redactor) for _label, error in self._failed]


def _cause_of(error: GenesysError) -> GenesysError:
    """Return the error without the details that belong to only one channel."""
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
        "webhooks:write (webhooks). If you set the scopes option, it must contain them too."
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
        "Run it again: finished changes are not written again. The task cannot tell whether a write in flight took "
        "effect; the audit trail has it as unknown."
    )


class UnknownOutcome(Exception):
    """The effect of a write is not known: read before you write again. Never reaches the user.

    Raise ``error`` if the write had no effect. ``wait``: seconds before the read. ``again``: whether the write may be
    sent once more.
    """

    def __init__(self, error: GenesysError, wait: float, again: bool) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait
        self.again = again


class Outdated(Exception):
    """A write was not sent, because the read behind it was too old by then.

    The caller reads again, plans again and writes that. Never reaches the user.
    """
