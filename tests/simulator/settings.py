# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be set about the simulated service while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from .json_values import JsonObject, is_integer, is_number


@dataclass(slots=True)
class Settings:
    """Defaults describe a service that keeps every promise of the contract."""

    latency_ms: float = 0
    """Milliseconds that every API request waits before it is handled."""
    token_ttl_seconds: float = 86399
    """How long a new token lives; ``expires_in`` is this, rounded down."""
    issued_token: str = ""
    """The text of every token that is issued. Empty: another one each time."""
    bad_credentials_status: int = 400
    """Token endpoint's status for wrong credentials: 400 as the real service answers, or 401 as RFC 6749 has it."""
    announce_total: bool = True
    """Whether a page says ``total``."""
    announce_page_count: bool = True
    """Whether a page says ``pageCount``."""
    page_size_cap: int | None = None
    """A page holds at most this many entities whatever was asked; its ``pageSize`` tells."""
    webhooks_post_only: int | None = None
    """404 or 405: what every webhook call but POST answers. None: all are served."""
    webhook_names_unique: bool = True
    """Whether a webhook's name that is taken is refused with a 409."""
    webhooks_dated: bool = False
    """Whether new webhooks have a ``dateCreated``."""
    absent_apis: list[str] = field(default_factory=list)
    """Names of API families that this organisation does not have: their paths are unknown (404)."""
    path_prefix: str = ""
    """A path such as ``/gateway/genesys`` that everything, the token endpoint too, is under. Empty: none."""
    rate_limit: JsonObject | None = None
    """``{"requests": int, "window_seconds": number}`` for each token; None: no limit."""
    announce_rate_limit: bool = True
    """Whether every response says in ``inin-ratelimit-`` headers where its token stands; else only a 429 tells."""
    pending_polls: int = 1
    """So many reads find a written draft or deployment Pending (or one being deleted still there)."""
    pending_ms: float = 0
    """And so many milliseconds."""
    pending_versions: bool = False
    """Whether a published version is Pending at first too."""
    lag_reads: int = 0
    """After a write, so many reads of that object show what was before."""
    lag_listings: int = 0
    """After a write, so many listings of each resource that shows it show what was before; all pages count once."""
    lag_ms: float = 0
    """And every read and listing within so many milliseconds of the write."""
    answers_lag: bool = False
    """Whether PUT and PATCH answer the object as it was before."""
    fresh_refusals: int = 0
    """So many publishes of a draft just written, and pins of a version just published, are refused (400) at first."""
    fresh_refusal_ms: float = 0
    """And all within so many milliseconds. Reads show neither."""
    refuse_unknown_fields: bool = False
    """Whether Web Deployments answer fields beyond the schema with a 400; else they keep them, as newer ones."""
    content_patches_merge: bool = False
    """Whether a PATCH of a content profile merges ``mediaTypes`` deeply; else it replaces them as a whole (open)."""
    refuse_content_in_use: bool = False
    """Whether a content profile that is the default, or that deployments use, cannot be deleted: 409 (open)."""
    published_listing_shows_drafts: bool = False
    """Whether ``showOnlyPublished`` lists the drafts of what is published, and not its newest versions (R16: open)."""
    guest_lag_reads: int = 0
    """After a deployment's file has changed, so many reads of that file by guests show what it was before."""
    guest_lag_ms: float = 0
    """And all within so many milliseconds."""
    guest_connections_per_minute: int = 1000
    """So many WebSocket connections a minute can be opened to one deployment."""
    guest_limit_status: int = 429
    """429 or 403: how more of them are refused (open)."""
    guest_autostart: bool = False
    """Whether ``configureSession`` alone starts a conversation where the configuration has autoStart on (open)."""
    audit_delay_ms: float = 0
    """How long after it happened an audit entry becomes visible."""
    audit_realtime: bool = True
    """Whether the realtime query serves Web Deployments; else it finds nothing of them (R4: open)."""
    audit_query_polls: int = 1
    """So many looks find an asynchronous audit query still running."""
    delivery_timeout_seconds: float = 2
    """How long one try of a webhook delivery may take."""
    delivery_retries: int = 2
    """Extra tries of a webhook delivery."""

    def change(self, changes: Any) -> None:
        """Set the named settings, all or (with ValueError) none."""
        if not isinstance(changes, dict):
            raise ValueError("settings: has to be an object")
        for name, value in changes.items():
            if name not in _CHECKS:
                raise ValueError(f"settings: {name!r} is not one of {', '.join(_CHECKS)}")
            expectation, holds = _CHECKS[name]
            if not holds(value):
                raise ValueError(f"settings.{name}: has to be {expectation}")
        for name, value in changes.items():
            setattr(self, name, value)

    def as_json(self) -> JsonObject:
        """Every setting by name."""
        return asdict(self)


def _is_rate_limit(value: Any) -> bool:
    return value is None or (
        isinstance(value, dict)
        and value.keys() == {"requests", "window_seconds"}
        and is_integer(value["requests"])
        and value["requests"] >= 1
        and is_number(value["window_seconds"])
        and value["window_seconds"] > 0
    )


def _is_prefix(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and value.startswith("/") and not value.endswith("/"))


def _is_amount(value: Any) -> bool:
    return is_number(value) and value >= 0


def _is_count(value: Any) -> bool:
    return is_integer(value) and value >= 0


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_Check = tuple[str, Callable[[Any], bool]]
_CHECKS: dict[str, _Check] = {
    "latency_ms": ("a number of milliseconds", _is_amount),
    "token_ttl_seconds": ("a number of seconds", _is_amount),
    "issued_token": ("a text without blanks", lambda value: isinstance(value, str) and not set(value) & set(" \t\r\n")),
    "bad_credentials_status": ("400 or 401", lambda value: value in (400, 401)),
    "announce_total": ("true or false", _is_flag),
    "announce_page_count": ("true or false", _is_flag),
    "page_size_cap": ("null or an integer from 1", lambda value: value is None or (is_integer(value) and value >= 1)),
    "webhooks_post_only": ("null, 404 or 405", lambda value: value in (None, 404, 405)),
    "webhook_names_unique": ("true or false", _is_flag),
    "webhooks_dated": ("true or false", _is_flag),
    "absent_apis": (
        "a list of names",
        lambda value: isinstance(value, list) and all(isinstance(name, str) for name in value),
    ),
    "path_prefix": ("empty, or a path that begins and does not end with a slash", _is_prefix),
    "rate_limit": ("null or {requests, window_seconds}, both above 0", _is_rate_limit),
    "announce_rate_limit": ("true or false", _is_flag),
    "pending_polls": ("an integer from 0", _is_count),
    "pending_ms": ("a number of milliseconds", _is_amount),
    "pending_versions": ("true or false", _is_flag),
    "lag_reads": ("an integer from 0", _is_count),
    "lag_listings": ("an integer from 0", _is_count),
    "lag_ms": ("a number of milliseconds", _is_amount),
    "answers_lag": ("true or false", _is_flag),
    "fresh_refusals": ("an integer from 0", _is_count),
    "fresh_refusal_ms": ("a number of milliseconds", _is_amount),
    "refuse_unknown_fields": ("true or false", _is_flag),
    "content_patches_merge": ("true or false", _is_flag),
    "refuse_content_in_use": ("true or false", _is_flag),
    "published_listing_shows_drafts": ("true or false", _is_flag),
    "guest_lag_reads": ("an integer from 0", _is_count),
    "guest_lag_ms": ("a number of milliseconds", _is_amount),
    "guest_connections_per_minute": ("an integer from 0", _is_count),
    "guest_limit_status": ("403 or 429", lambda value: value in (403, 429)),
    "guest_autostart": ("true or false", _is_flag),
    "audit_delay_ms": ("a number of milliseconds", _is_amount),
    "audit_realtime": ("true or false", _is_flag),
    "audit_query_polls": ("an integer from 0", _is_count),
    "delivery_timeout_seconds": ("a number of seconds above 0", lambda value: is_number(value) and value > 0),
    "delivery_retries": ("an integer from 0", _is_count),
}
assert _CHECKS.keys() == {each.name for each in fields(Settings)}, "a setting without a check, or the other way round"
