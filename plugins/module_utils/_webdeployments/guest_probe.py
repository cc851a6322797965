# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Ask the service for guests, as a visitor's browser does, without a conversation.

Source: ``docs/reference/guest-api.md`` section 3. A conversation begins with the first message, or with the event Join;
Genesys bills it. So only the three actions below are ever sent.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from .._core.json_values import JsonObject, at
from .._core.redact import Redactor
from .._http.sender import Sender
from .._http.web_socket import Refused, Socket

NONE, HANDSHAKE, CONFIGURATION, SESSION = "none", "handshake", "configuration", "session"
DEPTHS = (NONE, HANDSHAKE, CONFIGURATION, SESSION)

_GET_CONFIGURATION, _CONFIGURE_SESSION, _ECHO = "getConfiguration", "configureSession", "echo"
_ACTIONS = (_GET_CONFIGURATION, _CONFIGURE_SESSION, _ECHO)
_ECHO_ID = "SGVhbHRoQ2hlY2tNZXNzYWdlSWQ="
"""Genesys' own SDK sends this with an echo."""
_FAILURES = ("string", "TooManyRequestsErrorMessage", "Error")
_OK = 200
_BECAUSE = {
    403: (
        "refused the connection (403). It tells no reason: an unknown or inactive deployment, a site that may not open "
        "the messenger and too many connections look the same"
    ),
    429: "refused the connection (429), because there were too many in the last minute",
}


@dataclass(frozen=True)
class Target:
    """``url``: of the service, without a slash at its end. ``origin``: of a page that may open the messenger."""

    url: str
    deployment_id: str
    origin: str | None


@dataclass
class Found:
    """``accepted``: whether the service took everything that was sent. ``latency_ms``: of the handshake."""

    accepted: bool = False
    code: int | None = None
    reason: str = ""
    latency_ms: float | None = None
    configuration: JsonObject | None = None
    session: JsonObject | None = None

    def to_result(self) -> JsonObject:
        return dict(vars(self))


def unasked(reason: str) -> JsonObject:
    """Return the result for a deployment that was not asked."""
    return Found(reason=reason).to_result()


def probe(sender: Sender, redactor: Redactor, target: Target, depth: str, no_session: str = "") -> JsonObject:
    """Connect, and ask as much as ``depth`` says. ``no_session``: why no session may be opened; empty: it may.

    The token is the key of the guest's session, so it is a secret.
    """
    token, found = str(uuid.uuid4()), Found()
    redactor.add(token)
    began = sender.clock.monotonic()
    try:
        with sender.socket(f"{target.url}/v1?deploymentId={target.deployment_id}", target.origin) as socket:
            found.latency_ms = round((sender.clock.monotonic() - began) * 1000, 3)
            asked = _Asked(sender, socket, target, token)
            if depth == CONFIGURATION:
                found.configuration = asked.configuration()
            if depth == SESSION and not no_session:
                found.session = asked.session()
        found.accepted, found.reason = True, no_session if depth == SESSION else ""
    except Refused as refused:
        found.code = refused.code
        is_answer = found.latency_ms is None and refused.code in _BECAUSE
        found.reason = _BECAUSE[refused.code] if is_answer and refused.code else str(refused)
    return found.to_result()


@dataclass(frozen=True)
class _Asked:
    """The frames of one connection."""

    _sender: Sender
    _socket: Socket
    _target: Target
    _token: str = field(repr=False)

    def configuration(self) -> JsonObject:
        body = self._ask(_GET_CONFIGURATION, deploymentId=self._target.deployment_id)
        return {
            **_media(body),
            "max_custom_data_bytes": body.get("maxCustomDataBytes"),
            "session_duration_seconds": body.get("sessionDurationSeconds"),
            "message_routing_enabled": body.get("messageRoutingEnabled"),
        }

    def session(self) -> JsonObject:
        """Open a session of nobody, and have one echo back. Nothing of it reaches an agent or a flow."""
        body = self._ask(_CONFIGURE_SESSION, deploymentId=self._target.deployment_id)
        if body.get("connected") is not True:
            raise Refused("did not open a session: connected is not true")
        self._ask(_ECHO, tracingId=_ECHO_ID, message={"type": "Text", "text": "ping"})
        return {
            "connected": True,
            "new_session": body.get("newSession"),
            "read_only": body.get("readOnly"),
            "duration_seconds": body.get("durationSeconds"),
            **_media(body),
            "max_custom_data_bytes": body.get("maxCustomDataBytes"),
        }

    def _ask(self, action: str, **more: Any) -> JsonObject:
        if action not in _ACTIONS:
            raise AssertionError(f"{action} could start a conversation")
        tracing_id = more.pop("tracingId", None) or str(uuid.uuid4())
        frame = {"action": action, "token": self._token, "tracingId": tracing_id, **more}

        def is_answer(each: JsonObject) -> bool:
            if "tracingId" in each:
                return bool(each["tracingId"] == tracing_id)
            return each.get("type") == "response"  # only one request is under way

        with self._sender.counted():
            answer = self._socket.ask(frame, is_answer)
        code, body = answer.get("code"), answer.get("body")
        if code != _OK or answer.get("class") in _FAILURES:
            raise Refused(f"answered {action} with {code}: {_said(body)}", code if isinstance(code, int) else None)
        return body if isinstance(body, dict) else {}


def _said(body: Any) -> str:
    found = at(body, ("errorMessage",)) or at(body, ("message",)) if isinstance(body, dict) else body
    return found if isinstance(found, str) else "it gave no reason"


def _media(body: JsonObject) -> JsonObject:
    """Return the files that a guest may send."""
    inbound = at(body, ("allowedMedia", "inbound"))
    kinds = at(inbound, ("fileTypes",))
    return {
        "allowed_media": [each.get("type") for each in kinds if isinstance(each, dict)]
        if isinstance(kinds, list)
        else None,
        "max_file_size_kb": at(inbound, ("maxFileSizeKB",)),
        "blocked_extensions": body.get("blockedExtensions"),
    }
