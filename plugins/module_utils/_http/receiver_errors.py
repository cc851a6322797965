# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert a receiver's response to an event to the error that a user reads. The receiver is not the API."""

from __future__ import annotations

import re

from .._core import errors
from .._core.errors import GenesysError, RequestInfo
from .._core.retry import Fault, TryResult
from . import api_errors
from .transport import Response

LONGEST_WORDS = 200
"""Bytes of the receiver's own words that an error quotes."""

_ADVICE = {
    400: "Check secret: a receiver that wants a signature refuses an event without one.",
    401: "Check secret, and the credentials in http_headers: the receiver takes neither another key nor another user.",
    404: "Check url: nothing takes events there.",
    429: "Run it again later, or raise retries, retry_after_max or deadline.",
}
_ADVICE.update({403: _ADVICE[401], 405: _ADVICE[404]})

_NO_RECEIVER = "Check url and proxy: the server there does not speak HTTP as a receiver should."
_UNREACHABLE = {
    **api_errors.FAULT_ADVICE,
    Fault.CONNECT: "Check url and proxy, and that this host may reach them.",
    Fault.TIMEOUT: "Raise timeout if the receiver is known to be slow.",
    Fault.OVERDUE: "Raise deadline if the receiver is known to be that slow.",
    Fault.INVALID: "Check url and http_headers.",
    Fault.MALFORMED: _NO_RECEIVER,
    Fault.TOO_LARGE: _NO_RECEIVER,
}


def error(path: str, outcome: TryResult, reply: Response | None, cause: str = "", reason: str = "") -> GenesysError:
    """Return the error. ``cause``: why there was no response; ``reason``: why no further try follows."""
    said = f"{reason[0].upper()}{reason[1:]}." if reason else ""
    if reply is None:
        fault = outcome.fault or Fault.RESET
        advice = f"{said} {_UNREACHABLE.get(fault, '')}".strip()
        kind = errors.ProtocolError if fault in api_errors.NO_ANSWER_OF_THE_API else errors.NetworkError
        return kind(cause, RequestInfo(method="POST", path=path), advice)
    words = _words(reply)
    answer = RequestInfo(method="POST", path=path, status=reply.status, said=words)
    if reply.status < 400:
        return errors.ProtocolError(
            "the receiver redirects to another address, which is not followed", answer, "Give that address as url."
        )
    advice = f"{said} {_ADVICE.get(reply.status, '')}".strip()
    return _class_of(reply.status)(f"the receiver did not take the event{': ' if words else ''}{words}", answer, advice)


def _class_of(status: int) -> type[GenesysError]:
    if status == 429:
        return errors.RateLimited
    return errors.Unavailable if status >= 500 else errors.Rejected


def _words(reply: Response) -> str:
    """Return the receiver's words, if they are a short text: a cut text can end in a part of a secret."""
    try:
        text = reply.body.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError:
        return ""
    is_page = re.match("<(!doctype|html)", text, re.IGNORECASE)
    return text if len(reply.body) <= LONGEST_WORDS and text.isprintable() and not is_page else ""
