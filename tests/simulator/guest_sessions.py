# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What guests say over their WebSockets, and what they are answered. No HTTP library in here.

It counts what a check of a deployment must never do: start a conversation (the first Text, Structured or Presence Join
message of a session), say that a guest is typing, and send anything else but ``configureSession`` (without a
``journeyContext``), ``getConfiguration`` and ``echo``, which is *forbidden* to it.

Without evidence, and so our choice: which sites the server lets in (the rule that Genesys' own client applies to the
page's host, here to the ``Origin``); that a session can be configured where guests have to authenticate, and only
their messages are refused; that the file upload settings do not show in ``allowedMedia``; the text of most errors.
"""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from . import guest_limits as limits
from .exchange import Call, Reply, json_reply
from .guest_files import GuestFiles, Publication
from .guest_limits import Rate
from .json_values import JsonObject, NotJson, encode_json, parse_json
from .settings import Settings
from .webdeployments_lifecycle import ACTIVE
from .webdeployments_state import WebDeploymentsState, now

SOCKET_PATH = "/v1"
DENIED = "User is not authorized to access this resource with an explicit deny"
BLOCKED_EXTENSIONS = [".bat", ".cmd", ".com", ".dll", ".exe", ".js", ".msi", ".ps1", ".scr", ".sh", ".vbs"]
SESSION_SECONDS = 259_200
MAX_FILE_KB = 10_240


@dataclass(eq=False, slots=True)
class Connection:
    """One try to open a WebSocket, and what came of it."""

    deployment_id: str
    origin: str | None
    user_agent: str | None
    status: int | None = None
    """101, or how it was refused; None: it was not answered (yet)."""
    close_code: int | None = None
    """None: it is open, or never was."""
    frames: list[Any] = field(default_factory=list)
    """Those that came in, as JSON values where they are, else as texts."""
    session: Session | None = None
    requests: Rate = field(default_factory=lambda: Rate(*limits.REQUESTS_PER_CONNECTION))
    health_checks: Rate = field(default_factory=lambda: Rate(*limits.HEALTH_CHECKS_PER_CONNECTION))

    def as_json(self) -> JsonObject:
        names = ("deployment_id", "origin", "user_agent", "status", "close_code", "frames")
        return {name: getattr(self, name) for name in names}


@dataclass(eq=False, slots=True)
class Session:
    """A guest's session."""

    expires_at: int
    in_conversation: bool = False
    connections: list[Connection] = field(default_factory=list)
    """The oldest first."""
    configured: Rate = field(default_factory=lambda: Rate(*limits.CONFIGURE_PER_SESSION))
    messages: Rate = field(default_factory=lambda: Rate(*limits.MESSAGES_PER_SESSION))


@dataclass(frozen=True, slots=True)
class Sending:
    """A frame that goes out."""

    to: Connection
    frame: JsonObject
    then_close: bool = False


class _Refused(Exception):
    """A frame that is answered with an error."""

    def __init__(self, code: int, body: Any, kind: str = "string") -> None:
        super().__init__(f"{code} {body}")
        self.code, self.body, self.kind = code, body, kind


class GuestSessions:
    """The guests of an org."""

    def __init__(self, files: GuestFiles, state: Callable[[], WebDeploymentsState], settings: Settings) -> None:
        """``state``: what the org holds now, which control can replace."""
        self._files = files
        self._current = state
        self._settings = settings
        self._connections: list[Connection] = []
        self._sessions: dict[tuple[str, str], Session] = {}
        self._rates: dict[str, Rate] = {}
        self._counts = {"conversations": 0, "typing": 0, "forbidden": 0, "sessions": 0}
        self._actions: defaultdict[str, Callable[[Connection, JsonObject], list[Sending]]] = defaultdict(
            lambda: self._unknown,
            {
                "configureSession": self._configure,
                "getConfiguration": self._get_configuration,
                "echo": self._echo,
                "onMessage": self._message,
                "getJwt": self._get_jwt,
                "closeSession": self._close_session,
            },
        )

    def as_json(self) -> JsonObject:
        """The counts, and every connection with its frames."""
        return {**self._counts, "connections": [each.as_json() for each in self._connections]}

    def arrive(self, call: Call) -> Connection:
        """Somebody asks for a connection."""
        deployment_id = parse_qs(call.query).get("deploymentId", [""])[0]
        connection = Connection(deployment_id, call.headers.get("Origin"), call.headers.get("User-Agent"))
        self._connections.append(connection)
        return connection

    def refusal(self, connection: Connection) -> Reply | None:
        """How the connection is refused; None: it is not. Nobody can tell the reasons apart."""
        publication = self._active(connection.deployment_id)
        denied = json_reply({"message": DENIED}, 403)
        if publication is None or not _may_use(publication.deployment, connection.origin):
            return denied
        limit = self._settings.guest_connections_per_minute
        rate = self._rates.setdefault(connection.deployment_id, Rate(limit, limits.MINUTE))
        rate.limit = limit
        if not rate.admit():
            return None
        too_many = json_reply({"message": "Too Many Requests"}, 429)
        return too_many if self._settings.guest_limit_status == too_many.status else denied

    def hear(self, connection: Connection, text: str) -> list[Sending]:
        """Take a frame."""
        try:
            frame = parse_json(text.encode(errors="surrogatepass"))
        except NotJson:
            frame = text
        connection.frames.append(frame)
        request = frame if isinstance(frame, dict) else {}
        try:
            _admit(connection.requests)
            return self._actions[str(request.get("action"))](connection, request)
        except _Refused as refused:
            return [_answer(connection, request, refused.kind, refused.body, refused.code)]

    def leave(self, connection: Connection, close_code: int) -> None:
        """The connection is closed. ``close_code``: the guest's; the service's own stays, if that one closed it."""
        if connection.close_code is None:
            connection.close_code = close_code
        if connection.session:
            connection.session.connections.remove(connection)
            connection.session = None

    def _configure(self, connection: Connection, request: JsonObject) -> list[Sending]:
        if "journeyContext" in request:
            self._counts["forbidden"] += 1
        publication = self._addressed(connection, request)
        key = (connection.deployment_id, _token(request))
        session = None if request.get("startNew") is True else self._sessions.get(key)
        is_new = session is None
        if session is None:
            self._counts["sessions"] += 1
            session = self._sessions[key] = Session(int(time.time()) + _session_seconds(publication))
        _admit(session.configured)
        pushed_out = self._join(connection, session)
        body = {
            "connected": True,
            "newSession": is_new,
            "readOnly": False,
            **self._media(publication),
            "maxCustomDataBytes": limits.CUSTOM_DATA_BYTES,
            "durationSeconds": _session_seconds(publication),
            "expirationDate": session.expires_at,
        }
        if (
            is_new
            and self._settings.guest_autostart
            and _conversations(publication).get("autoStart", {}).get("enabled")
        ):
            self._start_conversation(session)
            body["autoStarted"] = True
        return [*pushed_out, _answer(connection, request, "SessionResponse", body)]

    def _join(self, connection: Connection, session: Session) -> list[Sending]:
        """Make it a connection of the session; the oldest one has to go, if there are too many."""
        if connection.session is not session:
            if connection.session:
                connection.session.connections.remove(connection)
            connection.session = session
            session.connections.append(connection)
        return [_pushed_out(each) for each in session.connections[: -limits.CONNECTIONS_PER_SESSION]]

    def _get_configuration(self, connection: Connection, request: JsonObject) -> list[Sending]:
        publication = self._addressed(connection, request)
        _token(request)
        body = {
            **self._media(publication),
            "maxCustomDataBytes": limits.CUSTOM_DATA_BYTES,
            "messageRoutingEnabled": bool(publication.deployment.get("flow")),
            "sessionDurationSeconds": _session_seconds(publication),
        }
        return [_answer(connection, request, "GetConfigurationResponse", body)]

    def _echo(self, connection: Connection, request: JsonObject) -> list[Sending]:
        """Also a message of type Text, but no guest has said anything."""
        session = _session(connection)
        _admit(connection.health_checks)
        metadata = {"durationSeconds": str(SESSION_SECONDS), "expirationDate": str(session.expires_at)}
        body = {**_said(request), "metadata": metadata}
        return [_answer(connection, request, "StructuredMessage", body)]

    def _message(self, connection: Connection, request: JsonObject) -> list[Sending]:
        message = request.get("message")
        message = message if isinstance(message, dict) else {}
        kind = _kind(message)
        if kind == "typing":
            self._counts["typing"] += 1
        try:
            session = self._accepting(connection, kind)
            _check_size(request, message)
        except _Refused:
            if kind != "typing":
                self._counts["forbidden"] += 1
            raise
        if kind == "start":
            self._start_conversation(session)
        return [_answer(connection, request, "StructuredMessage", _received(request), type_="message")]

    def _accepting(self, connection: Connection, kind: str) -> Session:
        """The session, if it takes such a message."""
        session = _session(connection)
        _admit(session.messages)
        publication = self._active(connection.deployment_id)
        if publication and (publication.version.get("authenticationSettings") or {}).get("enabled"):
            raise _Refused(403, "Try to authenticate again.")
        if kind == "typing" and publication and _conversations(publication).get("showUserTypingIndicator") is False:
            raise _Refused(403, "Turn on the Feature Toggle or fix the configuration.")
        if kind == "other":
            raise _Refused(403, "Presence events of this type are not supported")
        return session

    def _start_conversation(self, session: Session) -> None:
        if not session.in_conversation:
            session.in_conversation = True
            self._counts["conversations"] += 1

    def _get_jwt(self, _connection: Connection, _request: JsonObject) -> list[Sending]:
        self._counts["forbidden"] += 1
        raise _Refused(403, "Request failed.")

    def _close_session(self, connection: Connection, request: JsonObject) -> list[Sending]:
        self._counts["forbidden"] += 1
        session = _session(connection)
        others = [each for each in session.connections if each is not connection]
        session.connections, connection.session = others, None
        pushed_out = [_pushed_out(each) for each in others if request.get("closeAllConnections") is True]
        return [*pushed_out, _answer(connection, request, "SessionResponse", {"connected": False})]

    def _unknown(self, _connection: Connection, _request: JsonObject) -> list[Sending]:
        self._counts["forbidden"] += 1
        raise _Refused(400, "Request failed.")

    def _active(self, deployment_id: str) -> Publication | None:
        publication = self._files.published(deployment_id)
        return publication if publication is not None and publication.status == ACTIVE else None

    def _addressed(self, connection: Connection, request: JsonObject) -> Publication:
        """The deployment that the frame names, which has to be the connection's."""
        publication = self._active(connection.deployment_id)
        if publication is None or request.get("deploymentId") != connection.deployment_id:
            raise _Refused(400, "Deployment not found")
        return publication

    def _media(self, publication: Publication) -> JsonObject:
        """What the deployment's content profile lets guests send; without any profile, everything (open)."""
        org = self._current()
        content_id = (publication.deployment.get("supportedContent") or {}).get("id", org.default_supported_content)
        profile = org.supported_content.get(str(content_id), {})
        allowed = profile.get("mediaTypes", {}).get("allow", {}).get("inbound", [{"type": "*/*"}])
        inbound = {"fileTypes": [{"type": each["type"]} for each in allowed], "maxFileSizeKB": MAX_FILE_KB}
        return {"allowedMedia": {"inbound": inbound}, "blockedExtensions": BLOCKED_EXTENSIONS}


def _may_use(deployment: JsonObject, origin: str | None) -> bool:
    """Whether a page there may use the deployment: at one of its domains, or below one."""
    if deployment.get("allowAllDomains") is True:
        return True
    if origin is None:
        return False
    try:
        host = urlsplit(origin if "://" in origin else f"//{origin}").hostname or ""
    except ValueError:
        return False
    return any(f".{host}".endswith(f".{each.lower()}") for each in deployment.get("allowedDomains") or [] if each)


def _kind(message: JsonObject) -> str:
    """start: a conversation begins with it, if there is none yet; typing; other."""
    if message.get("type") in ("Text", "Structured"):
        return "start"
    events = message.get("events") if message.get("type") == "Event" else None
    event = events[0] if isinstance(events, list) and events and isinstance(events[0], dict) else {}
    if event.get("eventType") == "Typing":
        return "typing"
    presence = event.get("presence")
    return "start" if isinstance(presence, dict) and presence.get("type") == "Join" else "other"


def _check_size(request: JsonObject, message: JsonObject) -> None:
    if len(str(message.get("text", ""))) > limits.TEXT_LENGTH:
        raise _Refused(4011, f"The message is longer than {limits.TEXT_LENGTH} characters.")
    for holder in (request, message):
        channel = holder.get("channel")
        metadata = channel.get("metadata") if isinstance(channel, dict) else None
        attributes = metadata.get("customAttributes") if isinstance(metadata, dict) else None
        if len(encode_json(attributes)) > limits.CUSTOM_DATA_BYTES:
            raise _Refused(4013, f"The custom attributes are larger than {limits.CUSTOM_DATA_BYTES} bytes.")


def _session(connection: Connection) -> Session:
    if connection.session is None:
        raise _Refused(4007, "The session was not found.")
    return connection.session


def _token(request: JsonObject) -> str:
    token = request.get("token")
    if not isinstance(token, str) or not token:
        raise _Refused(4020, "The parameter token is missing.")
    return token


def _admit(rate: Rate) -> None:
    seconds = rate.admit()
    if seconds:
        body = {"retryAfter": seconds, "errorCode": 4029, "errorMessage": "Message rate too high for this session"}
        raise _Refused(429, body, "TooManyRequestsErrorMessage")


def _conversations(publication: Publication) -> JsonObject:
    apps: JsonObject = (publication.version.get("messenger") or {}).get("apps") or {}
    return apps.get("conversations") or {}


def _starts_by_itself(publication: Publication) -> bool:
    return (_conversations(publication).get("autoStart") or {}).get("enabled") is True


def _session_seconds(publication: Publication) -> int:
    return int(_conversations(publication).get("sessionDurationSeconds", SESSION_SECONDS))


def _said(request: JsonObject) -> JsonObject:
    """What a guest said, as it comes back; channel and metadata are the service's own."""
    message = request.get("message")
    said = message if isinstance(message, dict) else {}
    own = ("channel", "metadata")
    return {**{key: said[key] for key in said if key not in own}, "direction": "Inbound", "id": str(uuid.uuid4())}


def _received(request: JsonObject) -> JsonObject:
    """The same as a part of the conversation. Clients put messages into the order of ``channel.time``."""
    message_id = str(uuid.uuid4())
    channel = {"time": now(), "messageId": message_id}
    return {"originatingEntity": "", **_said(request), "channel": channel, "metadata": {"correlationId": message_id}}


def _pushed_out(connection: Connection) -> Sending:
    """Another connection took its place, or told it to go."""
    return Sending(connection, {"type": "message", "class": "ConnectionClosedEvent", "code": 200, "body": {}}, True)


def _answer(
    connection: Connection, request: JsonObject, kind: str, body: Any, code: int = 200, type_: str = "response"
) -> Sending:
    traced = {"tracingId": request["tracingId"]} if isinstance(request.get("tracingId"), str) else {}
    return Sending(connection, {"type": type_, "class": kind, "code": code, "body": body, **traced})
