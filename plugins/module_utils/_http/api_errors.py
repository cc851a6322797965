# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert a response without success to the error that a user reads.

Shape of the body: ``{message, code, status, contextId, details: [{errorCode, fieldName, ...}], errors: []}`` (SDK
``error_body.py``). It can also be HTML, empty or cut off; then the error has only the status.
"""

from __future__ import annotations

import re
from typing import Any

from .._core import errors
from .._core.errors import GenesysError, RequestInfo
from .._core.json_values import JsonObject, text_or_none
from .._core.retry import Fault, TryResult
from .._core.validation import shown
from .transport import Response

_BY_STATUS: dict[int, type[GenesysError]] = {
    401: errors.AuthenticationFailed,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.Conflict,
    429: errors.RateLimited,
}

_ADVICE = {
    401: (
        "The token was refused: check that it belongs to this org and region, and that it has not expired or "
        "been revoked."
    ),
    429: "Run it again later, or raise retries, retry_after_max or deadline.",
}


_SOMETHING_ELSE = (
    "Something other than the API answered, a proxy or a login page perhaps: check api_url, region and proxy."
)
NO_ANSWER_OF_THE_API = frozenset([Fault.MALFORMED, Fault.TOO_LARGE])
"""Bytes were received, but no response of the API."""
FAULT_ADVICE = {
    Fault.TLS: "Check ca_path or REQUESTS_CA_BUNDLE; validate_certs: false turns the check off.",
    Fault.CONNECT: "Check api_url, region and proxy, and that this host may reach them.",
    Fault.TIMEOUT: "Raise timeout if the service is known to be slow.",
    Fault.OVERDUE: "Raise deadline if the service is known to be that slow.",
    Fault.MALFORMED: _SOMETHING_ELSE,
    Fault.TOO_LARGE: _SOMETHING_ELSE,
    Fault.PROXY: "Ask whoever runs the proxy to let this host through, or give another proxy in the option proxy "
    "(environment GENESYS_PROXY; HTTPS_PROXY if neither is set).",
    Fault.PROXY_LOGIN: "Put the user and the password for the proxy into the option proxy (environment GENESYS_PROXY), "
    "as in http://user:password@proxy.example:3128.",
}
"""The advice for requests without a response."""


def error_from(
    method: str,
    path: str,
    reply: Response,
    content: JsonObject | None,
    reason: str = "",
    sent: JsonObject | None = None,
    if_forbidden: str = errors.ROLES_LACK,
) -> GenesysError:
    """Return the error for a status of 300 or more.

    ``reason``: why no further try follows. ``if_forbidden``: the advice for a 403, from the API that sent it.
    """
    content = content or {}
    answer = RequestInfo(
        method=method,
        path=path,
        status=reply.status,
        code=text_or_none(content.get("code")),
        context_id=text_or_none(content.get("contextId")) or reply.headers.get("ININ-Correlation-Id"),
        details=_details(content),
        said=text_or_none(content.get("message")) or "",
        limit=_limit(content.get("limit")),
    )
    message = answer.said or _without_body(reply)
    advice = if_forbidden if reply.status == 403 else _ADVICE.get(reply.status)
    missing = [str(item.get("fieldName")) for item in answer.details if _is_not_implemented(item)]
    if missing:
        advice = f"This org does not have it: {', '.join(missing)}. Leave it out, or ask Genesys to turn it on."
    refused = _refused_values(answer.details, sent) if reply.status == 400 and not advice else ""
    if refused:
        advice = f"The request had: {refused}."
    if reason:
        advice = f"{reason[0].upper()}{reason[1:]}.{' ' + advice if advice else ''}"
    return _class_of(reply.status)(message, answer, advice)


def garbled_error(method: str, path: str, reply: Response, flaw: str = "") -> GenesysError:
    """Return the error for a success without the promised JSON object; ``flaw``: what the body is instead."""
    content_type = reply.headers.get("Content-Type", "no content type")
    why = f"; {flaw}" if flaw else ""
    return errors.ProtocolError(
        f"the body is not the JSON object expected ({content_type}, {len(reply.body)} bytes{why})",
        RequestInfo(method=method, path=path, status=reply.status, context_id=reply.headers.get("ININ-Correlation-Id")),
        _SOMETHING_ELSE,
    )


def network_error(method: str, path: str, outcome: TryResult, cause: str, reason: str) -> GenesysError:
    """Return the error for a request without any usable response."""
    fault = outcome.fault or Fault.RESET
    advice = FAULT_ADVICE.get(fault, "")
    if reason:
        advice = f"{reason[0].upper()}{reason[1:]}. {advice}".strip()
    kind = errors.ProtocolError if fault in NO_ANSWER_OF_THE_API else errors.NetworkError
    return kind(cause, RequestInfo(method=method, path=path), advice)


def is_throttled_token(status: int, content: JsonObject | None) -> bool:
    """Detect a throttled token request, a 400: ``invalid_request (rate limit exceeded; ...)`` (Terraform)."""
    texts = " ".join(str((content or {}).get(key, "")) for key in ("error", "error_description", "description"))
    return status == 429 or (status == 400 and "rate limit exceeded" in texts)


def throttled_token_error(path: str, reply: Response, content: JsonObject | None, reason: str) -> GenesysError:
    """Return the error for a response that ``is_throttled_token`` detected, after the last try."""
    content = content or {}
    said = (text_or_none(content.get(key)) for key in ("error_description", "description", "message"))
    message = next(filter(None, said), "rate limit exceeded")
    code = text_or_none(content.get("error")) or text_or_none(content.get("code"))
    context_id = text_or_none(content.get("contextId"))
    answer = RequestInfo(method="POST", path=path, status=reply.status, code=code, context_id=context_id, said=message)
    way_out = "Run it again later, raise deadline, or share a token with token_cache."
    return errors.RateLimited(message, answer, f"{reason[0].upper()}{reason[1:]}. {way_out}")


def _class_of(status: int) -> type[GenesysError]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500 or status == 408:
        return errors.Unavailable
    if status < 400:
        return errors.ProtocolError
    return errors.Rejected


def _without_body(reply: Response) -> str:
    if 300 <= reply.status < 400:
        return "redirected to another address, which is not followed; check api_url and region"
    content_type = reply.headers.get("Content-Type", "")
    title = re.search(rb"<title[^>]*>\s*([^<]{1,120}?)\s*</title>", reply.body[:4096], re.IGNORECASE)
    if title:
        return f"an HTML page, {title.group(1).decode('utf-8', 'replace')!r}"
    return f"no error body the API would send ({content_type or 'no content type'}, {len(reply.body)} bytes)"


def _details(content: JsonObject) -> list[Any]:
    """Return ``details``, and the ``errors`` beside them if the server put its reasons there."""
    found: list[Any] = []
    for key in ("details", "errors"):
        if isinstance(content.get(key), list):
            found += content[key]
    return found


def _limit(value: Any) -> JsonObject | None:
    """Return the limit that ``ErrorBody.limit`` names (SDK ``error_body.py``, ``limit.py``)."""
    if not isinstance(value, dict) or not value.get("key"):
        return None
    return {key: value.get(key) for key in ("key", "namespace", "value")}


def _is_not_implemented(detail: Any) -> bool:
    """Return whether the service says that the org lacks a feature (Terraform provider, FeatureNotImplemented)."""
    return isinstance(detail, dict) and "feature is not yet implemented" in str(detail.get("errorCode"))


def _refused_values(details: list[Any], sent: JsonObject | None) -> str:
    """Return the values of the fields that the service names: ``flow.id is 'x'``; empty if they are not known."""
    found = []
    for detail in details:
        field = detail.get("fieldName") if isinstance(detail, dict) else None
        value = _at(sent, field) if isinstance(field, str) else None
        if isinstance(value, (str, int, float, bool)):
            found.append(f"{field} is {shown(value)}")
    return ", ".join(dict.fromkeys(found))


def _at(tree: Any, path: str) -> Any:
    """Return the value at a path such as ``modes[0].fileTypes``; None if there is none."""
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        if index:
            tree = tree[int(index)] if isinstance(tree, list) and int(index) < len(tree) else None
        else:
            tree = tree.get(name) if isinstance(tree, dict) else None
    return tree
