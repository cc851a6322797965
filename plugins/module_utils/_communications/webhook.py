# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""A platform webhook in the collection's own words, its desired state, and the validation of it. Pure."""

from __future__ import annotations

import re
from typing import Any, Mapping, Sequence

from .._core import validation
from .._core.json_values import JsonObject
from .._core.plan import Plan, make_plan
from .._core.redact import (
    HIDDEN,
    is_sensitive_header,
    secrets_in_url,
    shown_url,
)
from .._core.validation import Problem, shown

_SPELLING = {
    "name": "name",
    "description": "description",
    "callback_url": "callbackUrl",
    "event_filters": "eventFilters",
    "enabled": "enabled",
    "http_headers": "httpHeaders",
    "secret": "secret",
}
"""The collection's word for a field, and the API's."""

DEFAULT_EVENT_FILTERS = [{"resource": "channel", "action": "updated", "condition": 'channelType == "webchat"'}]
"""The filter of a new webhook if the user gives none: every change of a Web Messaging channel."""

REQUIRED = ("callback_url", "event_filters", "enabled", "http_headers")
"""The fields that every webhook has beside its name."""
WRITABLE = (*REQUIRED, "description")
"""The fields that can be both read and written."""

_SERVER_OWNED = ("id", "secret", "version", "selfUri", "dateCreated", "dateModified", "createdBy", "modifiedBy")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SHORTEST_CREDENTIAL = 4


def state_of(entity: JsonObject) -> JsonObject:
    """Return the readable fields of a webhook from the API; a field that is absent there is absent here."""
    readable = {key: spelled for key, spelled in _SPELLING.items() if key != "secret"}
    return {key: entity[spelled] for key, spelled in readable.items() if spelled in entity}


def shows(entity: JsonObject, fields: Sequence[str]) -> bool:
    """Return whether the response shows each of these fields, even as null."""
    return all(_SPELLING[field] in entity for field in fields)


def to_result(entity: JsonObject) -> JsonObject:
    """Return id, name, description, callback_url, event_filters, enabled and http_headers, credentials masked."""
    state = state_of(entity)
    found = {"id": entity.get("id"), **{key: state.get(key) for key in _SPELLING if key != "secret"}}
    return masked(found)


def masked(state: JsonObject) -> JsonObject:
    """Mask the state: headers that may carry credentials, and the query of the address."""
    found = dict(state)
    if isinstance(state.get("callback_url"), str):
        found["callback_url"] = shown_url(state["callback_url"])
    if isinstance(state.get("http_headers"), dict):
        found["http_headers"] = {
            name: HIDDEN if is_sensitive_header(str(name)) else value for name, value in state["http_headers"].items()
        }
    return found


def masked_diff(before: JsonObject, after: JsonObject) -> JsonObject:
    """Mask before and after; a hidden value that changes is marked, so that the diff is not empty."""
    was, shown_after = masked(before), masked(after)
    url, old_url = shown_after.get("callback_url"), was.get("callback_url")
    if isinstance(url, str) and url == old_url and before["callback_url"] != after["callback_url"]:
        shown_after["callback_url"] = f"{url} (changed)"
    headers, had = shown_after.get("http_headers"), before.get("http_headers")
    if isinstance(headers, dict) and isinstance(had, dict):
        for header, value in headers.items():
            if value == HIDDEN and had.get(header) not in (None, after["http_headers"][header]):
                headers[header] = f"{HIDDEN} (changed)"
    return {"before": was, "after": shown_after}


def desired(params: Mapping[str, Any], given: Mapping[str, Any]) -> JsonObject:
    """Return the desired state, without the secret; a field without a value and a default is kept."""
    wanted = {"name": params["name"], "callback_url": params["callback_url"]}
    if "description" in given:
        wanted["description"] = given["description"]
    if "event_filters" in given:
        # A filter is replaced as a whole, so a null in it has nothing to unset.
        wanted["event_filters"] = [
            {key: value for key, value in item.items() if value is not None} for item in given["event_filters"]
        ]
    wanted.update({key: params[key] for key in ("enabled", "http_headers")})
    return wanted


def plan(entity: JsonObject, wanted: JsonObject, secret: str | None) -> Plan:
    """Make the plan. ``secret``: sent even though nobody can tell whether it differs; None if it is not to be set."""
    state = state_of(entity)
    with_secret = wanted if secret is None else {**wanted, "secret": secret}
    headers = _spelled_alike(wanted.get("http_headers"), state.get("http_headers"))
    if headers is not None:
        with_secret = {**with_secret, "http_headers": headers}
    return make_plan(state, with_secret, unordered=("event_filters",), exact=("http_headers",), write_only=("secret",))


def to_body(patch: JsonObject) -> JsonObject:
    """Convert fields to the API's spelling; for creating and merging."""
    return {_SPELLING[key]: value for key, value in patch.items()}


def replacement(entity: JsonObject, patch: JsonObject) -> JsonObject:
    """Return the whole webhook for a PUT: with the changes, without the fields that have to go away."""
    kept = {key: value for key, value in entity.items() if key not in _SERVER_OWNED}
    changed = to_body(patch)
    return {key: value for key, value in {**kept, **changed}.items() if value is not None}


def secrets_of(entity: Mapping[str, Any]) -> list[str]:
    """Return the credentials in a webhook from the API."""
    return [*header_secrets(entity.get("httpHeaders")), *secrets_in_url(entity.get("callbackUrl"))]


def header_secrets(headers: Any) -> list[str]:
    """Return the credentials among headers: each value whole, and without a scheme such as ``Bearer``.

    Headers in an invalid shape are searched too, because Ansible shows the options of a refused task: there every text
    counts as a credential.
    """
    if not isinstance(headers, Mapping):
        return _credentials_in(headers)
    found = []
    for header, value in headers.items():
        if not _HEADER_NAME.fullmatch(str(header)):
            found += _credentials_in([header, value])
        elif is_sensitive_header(str(header)):
            found += _credentials_in(value)
    return found


def _credentials_in(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _credentials_in(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _credentials_in(item)]
    text = "" if value is None or isinstance(value, bool) else str(value)
    return [part for part in (text, text.strip(), *text.split()[1:]) if len(part) >= _SHORTEST_CREDENTIAL]


def problems(params: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    """Return every error in the options of one webhook."""
    found = validation.name("name", params["name"]) if params.get("name") is not None else []
    if params.get("state") == "absent":
        return found
    if params.get("callback_url") is None:
        found.append(Problem("callback_url", "is missing; say where the events shall be posted."))
    else:
        way_out = "use https://, or allow_http_callback: true if you accept that."
        found += validation.url(
            "callback_url", params["callback_url"], bool(params.get("allow_http_callback")), way_out
        )
    if params.get("secret") == "":
        found.append(Problem("secret", "is empty; give one, or leave the option out for unsigned deliveries."))
    if "secret" in given and given["secret"] is None:
        found.append(Problem("secret", "null cannot be set; leave the option out to keep what is there."))
    if params.get("update_secret") == "always" and params.get("secret") is None:
        found.append(Problem("update_secret", "always needs a secret; none was given (environment WEBHOOK_SECRET)."))
    return found + header_problems(params.get("http_headers")) + _filter_problems(given)


def _filter_problems(given: Mapping[str, Any]) -> list[Problem]:
    if "event_filters" not in given:
        return []
    filters = given["event_filters"]
    if not isinstance(filters, list):
        return [Problem("event_filters", f"{shown(filters)} is not a list of filters; write [] for none.")]
    return [
        Problem(f"event_filters[{index}].{key}", "'' is empty; name what the events are about.")
        for index, item in enumerate(filters)
        for key in ("resource", "action")
        if isinstance(item, Mapping) and item.get(key) == ""
    ]


def header_problems(headers: Any) -> list[Problem]:
    """Validate HTTP headers."""
    if not isinstance(headers, Mapping):
        return []
    found, seen = [], set()
    for header, value in headers.items():
        option = f"http_headers.{header}"
        if not isinstance(header, str) or not _HEADER_NAME.fullmatch(header):
            # A pasted whole line is no name; a message must not show the text after the colon.
            found.append(
                Problem("http_headers", f"{shown(str(header).partition(':')[0])} is no name of an HTTP header.")
            )
            continue
        if header.lower() in seen:
            found.append(Problem(option, "is there twice; case does not tell headers apart."))
        seen.add(header.lower())
        if not isinstance(value, str):
            found.append(Problem(option, "its value is not a string; quote it."))
        elif re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
            found.append(Problem(option, "its value holds a line break or another control character."))
    return found


def _spelled_alike(wanted: Any, there: Any) -> JsonObject | None:
    """Return the desired headers under the webhook's own names: case has no meaning in a header's name."""
    if not isinstance(wanted, Mapping):
        return None
    names = {str(name).lower(): str(name) for name in there} if isinstance(there, Mapping) else {}
    return {names.get(str(name).lower(), str(name)): value for name, value in wanted.items()}
