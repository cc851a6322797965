# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated organisation: channels, webhooks, queues and OAuth clients, as a state file describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from . import credentials
from .json_values import JsonObject, encode_json, is_integer
from .webdeployments_state import WebDeploymentsState
from .webhook_rules import problems_of_webhook

DEFAULT_QUEUES = ("queue-123", "queue-456")
"""The queues of a state that does not list any; the contract's example uses the first."""

_PUBLIC_API = ("webdeployments", "supported_content", "references", "audits")
_CONTRACT = ("communications", "platform_webhooks")
_COLLECTIONS = ("channels", "webhooks", "queues", "clients", "webdeployments")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the API answers it, and the same as UTF-8 JSON. Replaced as a whole, never changed in place."""

    value: JsonObject
    encoded: bytes


@dataclass(slots=True)
class Webhook:
    """A webhook."""

    value: JsonObject
    """What the API answers: with ``id``, without ``secret``. Replaced, never changed in place."""
    secret: str | None
    sequence: int = 0
    """The sequence number of its latest delivery."""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """An OAuth client of the organisation."""

    client_id: str
    client_secret: str
    scopes: frozenset[str]


class Organisation:
    """All that the API families read and change. Dictionaries are by id, in the order of the listing."""

    channels: dict[str, Channel]
    webhooks: dict[str, Webhook]
    queues: frozenset[str]
    clients: dict[str, OAuthClient]
    webdeployments: WebDeploymentsState | None

    @property
    def absent_apis(self) -> tuple[str, ...]:
        """An org serves one of the two APIs."""
        return _PUBLIC_API if self.webdeployments is None else _CONTRACT

    def __init__(self, state: JsonObject) -> None:
        self.load(state)

    def load(self, state: Any) -> None:
        """Become what ``state`` describes, all or (with ValueError that names the place) nothing.

        ``{"channels": [...], "webhooks": [...], "queues": ["id"], "clients": [{"client_id", "client_secret",
        "scopes"}], "webdeployments": {...} or null}``. What is left out: no channels, no webhooks, ``DEFAULT_QUEUES``,
        the fixed test client, no Web Deployments. An org with those has neither channels nor webhooks.
        """
        if not isinstance(state, dict):
            raise ValueError("state: has to be an object")
        for name in state:
            if name not in _COLLECTIONS:
                raise ValueError(f"state: {name!r} is not one of {', '.join(_COLLECTIONS)}")
        channels = _read(state, "channels", _channel, lambda channel: str(channel.value["id"]))
        webhooks = _read(state, "webhooks", _webhook, lambda webhook: str(webhook.value["id"]))
        _require_distinct("webhooks", "name", (webhook.value["name"] for webhook in webhooks.values()))
        queues = _read({"queues": list(DEFAULT_QUEUES), **state}, "queues", _queue, str)
        clients = _read({"clients": [default_client()], **state}, "clients", _client, lambda client: client.client_id)
        deployments = state.get("webdeployments")
        self.webdeployments = None if deployments is None else WebDeploymentsState(deployments)
        self.channels, self.webhooks, self.queues, self.clients = channels, webhooks, frozenset(queues), clients

    def put_channel(self, value: JsonObject) -> None:
        """Store a channel, a new one or the next version of one."""
        self.channels[value["id"]] = Channel(value, encode_json(value))

    def collection(self, name: str) -> Any:
        """One part of the state, in the shape that ``load`` takes. LookupError: there is no such part."""
        if name == "channels":
            return [channel.value for channel in self.channels.values()]
        if name == "webhooks":
            return [_webhook_state(webhook) for webhook in self.webhooks.values()]
        if name == "queues":
            return sorted(self.queues)
        if name == "clients":
            return [
                {"client_id": each.client_id, "client_secret": each.client_secret, "scopes": sorted(each.scopes)}
                for each in self.clients.values()
            ]
        if name == "webdeployments":
            return None if self.webdeployments is None else self.webdeployments.as_json()
        raise LookupError(f"state: there is no {name!r}")

    def state(self) -> JsonObject:
        """Everything, in the shape that ``load`` takes, secrets included."""
        found = {name: self.collection(name) for name in _COLLECTIONS}
        return {name: value for name, value in found.items() if value is not None}


def default_client() -> JsonObject:
    """The fixed test client, with every scope."""
    return {
        "client_id": credentials.CLIENT_ID,
        "client_secret": credentials.CLIENT_SECRET,
        "scopes": [*credentials.SCOPES, *credentials.PERMISSIONS],
    }


_Entity = TypeVar("_Entity")


def _read(
    state: JsonObject, name: str, read: Callable[[Any], _Entity], id_of: Callable[[_Entity], str]
) -> dict[str, _Entity]:
    values = state.get(name, [])
    if not isinstance(values, list):
        raise ValueError(f"state.{name}: has to be a list")
    entities: list[_Entity] = []
    for index, value in enumerate(values):
        try:
            entities.append(read(value))
        except ValueError as error:
            raise ValueError(f"state.{name}[{index}]: {error}") from None
    _require_distinct(name, "id", map(id_of, entities))
    return {id_of(entity): entity for entity in entities}


def _require_distinct(collection: str, what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"state.{collection}: two have the {what} {value!r}")
        seen.add(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _object_with_id(value: Any) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError("has to be an object")
    if not _is_text(value.get("id")):
        raise ValueError("id: has to be a non-empty string")
    return value


def _channel(value: Any) -> Channel:
    """Only what the simulator itself works with is checked: a state may hold shapes that no PATCH could make."""
    channel = _object_with_id(value)
    if "version" in channel and not is_integer(channel["version"]):
        raise ValueError("version: has to be an integer")
    return Channel(channel, encode_json(channel))


def _webhook(value: Any) -> Webhook:
    """Fields beyond the contract's are allowed here: they stand for what a server adds of its own."""
    webhook = _object_with_id(value)
    for field, problem in problems_of_webhook(webhook).items():
        raise ValueError(f"{field}: {problem}")
    public = {"enabled": True, "httpHeaders": {}, **webhook}
    secret = public.pop("secret", None)
    return Webhook(public, secret)


def _webhook_state(webhook: Webhook) -> JsonObject:
    return webhook.value if webhook.secret is None else {**webhook.value, "secret": webhook.secret}


def _queue(value: Any) -> str:
    if not _is_text(value):
        raise ValueError("has to be a non-empty string, the queue's id")
    return str(value)


def _client(value: Any) -> OAuthClient:
    if not isinstance(value, dict) or value.keys() != {"client_id", "client_secret", "scopes"}:
        raise ValueError("has to be an object of client_id, client_secret and scopes")
    client_id, secret, scopes = value["client_id"], value["client_secret"], value["scopes"]
    if not _is_text(client_id) or ":" in client_id:
        raise ValueError("client_id: has to be a non-empty string without a colon, which HTTP Basic could not carry")
    if not _is_text(secret):
        raise ValueError("client_secret: has to be a non-empty string")
    if not isinstance(scopes, list) or not all(_is_text(scope) and " " not in scope for scope in scopes):
        raise ValueError("scopes: has to be a list of strings without spaces")
    return OAuthClient(client_id, secret, frozenset(scopes))
