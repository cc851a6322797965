# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write an org's channels and webhook as a file of variables for the role: applied at once, it changes nothing. Pure.

Values that the role would refuse are left out, and a comment names them with the reason. Credentials are left out too,
and a comment says what the user has to supply instead.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, Sequence

from ...module_utils._channel import desired_options
from ...module_utils._channel.capabilities import FEATURES, SESSION_LIMIT, Capabilities
from ...module_utils._channel.channel_fields import CHANNEL_FIELDS, ChannelField, InConfiguration, InDeployment
from ...module_utils._channel.dialect import Dialect
from ...module_utils._communications import webhook as webhook_rules
from ...module_utils._communications.mapping import CommunicationsDialect
from ...module_utils._core import validation
from ...module_utils._core.json_values import JsonObject, at, merge, nested
from ...module_utils._core.redact import (
    HIDDEN,
    is_sensitive_header,
    shown_url,
    without_user_info,
)
from ...module_utils._core.validation import Problem
from ...module_utils._webdeployments.mapping import WebDeploymentsDialect
from .yaml import Template, in_comment, indented, to_yaml

_HEAD = """\
---
# Web Messaging as it was in Genesys Cloud, as variables of the role genesys.cloud.webmessaging. While nobody changes
# anything, there or here, this changes nothing:
#
#   ansible-playbook genesys.cloud.configure -e @THIS-FILE
"""
_FILTER = {"resource", "action", "condition"}


def role_variables(
    channels: Sequence[Mapping[str, Any]],
    webhooks: Sequence[Mapping[str, Any]] | None,
    webhook_name: str | None = None,
) -> str:
    """Return the text of the file.

    ``channels``: as ``webmessaging_channel_info`` returns them; ``webhooks``: as ``webmessaging_webhook_info`` does,
    None if the org serves no listing. ``webhook_name``: the one of several webhooks that the role shall keep.
    """
    return "\n".join([_HEAD, _channel_variables(channels), _webhook_variables(webhooks, webhook_name)])


def _channel_variables(channels: Sequence[Mapping[str, Any]]) -> str:
    entries = [_entry(channel) for channel in channels]
    _unset_missing(entries, channels)
    capabilities = _capabilities(entries)
    text = ""
    special: JsonObject = {}
    if capabilities.features != FEATURES:
        special["features"] = list(capabilities.features)
    if capabilities.session_limit != SESSION_LIMIT:
        special["session_limit"] = capabilities.session_limit
    if special:
        text += "# The org holds more than the catalogue of the modules allows.\n"
        text += to_yaml({"webmessaging_capabilities": special}) + "\n"
    blocks = [_entry_text(channel, entry, capabilities) for channel, entry in zip(channels, entries)]
    is_selected = any("\n  - " in block for block in blocks)
    return "".join([text, "webmessaging_channels:\n" if is_selected else "webmessaging_channels: []\n", *blocks])


def _entry_text(channel: Mapping[str, Any], entry: JsonObject, capabilities: Capabilities) -> str:
    unselectable = validation.identifier("id", channel["id"])
    problems = unselectable or _refused(entry, capabilities, _dialect_of(channel))
    text = _comments([channel["name"] or "(without a name)", *(f"left out: {problem}" for problem in problems)])
    return text if unselectable else text + indented(to_yaml([entry]))


def _dialect_of(channel: Mapping[str, Any]) -> Dialect:
    return WebDeploymentsDialect() if "configuration_id" in channel else CommunicationsDialect()


def _entry(channel: Mapping[str, Any]) -> JsonObject:
    """Return an entry that describes the whole channel, selected by id, because names need not be unique."""
    absorbed, rest = _dialect_of(channel).absorb(channel["configuration"])
    entry: JsonObject = {"id": channel["id"]}
    of_deployment = [field for field in CHANNEL_FIELDS if isinstance(field.webdeployments, InDeployment)]
    for field in of_deployment:
        if at(channel, field.keys) is not None:
            entry = merge(entry, nested(field.keys, at(channel, field.keys)))
    for path, (_written, value) in absorbed.items():
        entry = merge(entry, nested(path.split("."), value))
    if "features" in entry and isinstance(entry["features"] or [], list):
        features = entry["features"] or []
        entry["features"] = [item for index, item in enumerate(features) if item not in features[:index]]
    if rest:
        entry["configuration"] = rest
    return entry


def _unset_missing(entries: list[JsonObject], channels: Sequence[Mapping[str, Any]]) -> None:
    """Add null for each field that a channel lacks and another one has, so that later additions differ from the file.

    A listing may leave out a field that no channel shows; null would remove it then.
    """
    for field in (each for each in CHANNEL_FIELDS if each.can_be_unset):
        if not any(at(entry, field.keys) for entry in entries):
            continue
        for index, (entry, channel) in enumerate(zip(entries, channels)):
            if at(entry, field.keys) is None and field.is_given(channel) and _is_mapped(field, entry):
                entries[index] = merge(entry, nested(field.keys, None))


def _is_mapped(field: ChannelField, entry: JsonObject) -> bool:
    """Return whether it has a value of its own, and no section of the raw configuration sets it."""
    place = field.communications
    return not isinstance(place, InConfiguration) or place.path[0] not in (entry.get("configuration") or {})


def _capabilities(entries: Iterable[Mapping[str, Any]]) -> Capabilities:
    """Return the catalogue, extended by the org's further values."""
    known, most = dict.fromkeys(FEATURES), SESSION_LIMIT
    for entry in entries:
        features, sessions = entry.get("features"), entry.get("max_concurrent_sessions")
        named = features if isinstance(features, list) else []
        known.update(dict.fromkeys(item for item in named if isinstance(item, str)))
        if isinstance(sessions, int) and sessions < 2**31:
            most = max(most, sessions)
    return Capabilities(features=tuple(known), session_limit=most)


def _refused(entry: JsonObject, capabilities: Capabilities, dialect: Dialect) -> list[Problem]:
    """Remove the values that the role would refuse from the entry, and return their problems."""
    found = [_not_of_type(entry, field) for field in CHANNEL_FIELDS if field.option.type == "str"]
    problems = [problem for problem in found if problem] + desired_options.desired_problems(
        entry, capabilities, dialect
    )
    for problem in problems:
        _take_out(entry, re.split(r"[.\[]", problem.option))
    return problems


def _not_of_type(entry: JsonObject, field: ChannelField) -> Problem | None:
    """Check for a text: Ansible would convert another value, and the result would differ."""
    value = at(entry, field.keys)
    if value is None or isinstance(value, str):
        return None
    return Problem(field.path, f"{validation.shown(value)} is not a text.")


def _take_out(entry: JsonObject, path: Sequence[str]) -> None:
    """Remove an option, a part of routing, or a whole section of configuration."""
    inner = entry.get(path[0])
    if isinstance(inner, dict) and len(path) > 1:
        inner.pop(path[1], None)
    if not inner or not isinstance(inner, dict) or len(path) == 1:
        entry.pop(path[0], None)


def _webhook_variables(webhooks: Sequence[Mapping[str, Any]] | None, name: str | None) -> str:
    if webhooks is None:
        return "# The org serves no listing of webhooks, so they cannot be exported.\n"
    named = [webhook for webhook in webhooks if webhook["name"] == name]
    chosen = named if name is not None else webhooks
    if len(chosen) != 1:
        names = [f"- {webhook['name']}" for webhook in webhooks]
        if not names:
            return "# The org has no webhook.\n"
        missing = "None of the org's webhooks is exported" + ("" if name is None else f": none is called {name}")
        return _comments([f"{missing}. Select one of them with webmessaging_webhook.name:", *names], "")
    (webhook,) = chosen
    others = [f"- {other['name']}" for other in webhooks if other is not webhook]
    text = _comments(["Webhooks that this file does not manage:", *others], "") + "\n" if others else ""
    exported, notes = _exported_webhook(webhook)
    return text + "webmessaging_webhook:\n" + indented(to_yaml(exported)) + _comments(notes)


def _exported_webhook(webhook: Mapping[str, Any]) -> tuple[JsonObject, list[str]]:
    """Return the webhook as the role takes it, and the notes beside it."""
    # The role would set its defaults for these if they were left out; null equals an absent value.
    exported = {key: webhook[key] for key in ("name", "callback_url", "enabled", "http_headers")}
    notes = ["secret: cannot be read. Only a new webhook needs it, here or as WEBHOOK_SECRET in the environment."]
    if webhook["description"] is not None:
        exported["description"] = webhook["description"]
    if _are_filters(webhook["event_filters"]):
        exported["event_filters"] = webhook["event_filters"]
    else:
        notes.append("event_filters: left out, because the role cannot write them in this form; it keeps them.")
    headers = exported["http_headers"] or {}
    credentials = [header for header in headers if is_sensitive_header(header)]
    if credentials:
        supplied = {header: Template(f"{{{{ webmessaging_webhook_headers[{header!r}] }}}}") for header in credentials}
        exported["http_headers"] = {**headers, **supplied}
        notes.append(
            f"http_headers: credentials are not exported. Supply the mapping webmessaging_webhook_headers with "
            f"{', '.join(credentials)}, from a vault for example."
        )
    return exported, notes + _address_notes(exported)


def _address_notes(exported: JsonObject) -> list[str]:
    """Return the notes about the address, and change it if it must not be exported as it is."""
    url = str(exported["callback_url"])
    if without_user_info(url) != url:
        del exported["callback_url"]
        return ["callback_url: left out, because it has credentials in it. Give one, with credentials in a header."]
    notes = []
    if webhook_rules.problems(exported, exported):
        exported["allow_http_callback"] = True
        notes = [f"The role will refuse this. {problem}" for problem in webhook_rules.problems(exported, exported)]
    if shown_url(url) != url or HIDDEN in url:
        exported["callback_url"] = Template("{{ webmessaging_webhook_callback_url }}")
        notes.append(
            "callback_url: the values of its query are not exported, since one can be a credential. Supply the whole "
            f"address as webmessaging_webhook_callback_url, from a vault for example: {shown_url(url)}"
        )
    return notes


def _are_filters(filters: Any) -> bool:
    """Return whether the role can write them as they are."""
    return isinstance(filters, list) and all(
        isinstance(item, dict)
        and {"resource", "action"} <= item.keys() <= _FILTER
        and all(value and isinstance(value, str) for value in item.values())
        for item in filters
    )


def _comments(lines: Iterable[str], indent: str = "  ") -> str:
    return "".join(f"{indent}# {in_comment(line)}\n" for line in lines)
