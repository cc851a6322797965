# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the modules: which options they take, what is wrong with them, and which use case they call."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils import (
    _arguments,
    _capabilities,
    _channel,
    _channels,
    _communications,
    _validation,
    _webhook,
    _webhooks,
)
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._channels import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._redact import secrets_in_url
from ansible_collections.genesys.cloud.plugins.module_utils._runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem

_NO_DIFF = {"changed": False, "diff": {"before": {}, "after": {}}}
_ANY = ["id", "name", "name_glob"]


def _info_options() -> dict[str, Any]:
    return {**_arguments.client_options(), **_arguments.selection_options(), "name_glob": {"type": "str"}}


def _selector(options: Options) -> Selector:
    return Selector(**{key: options.given.get(key) for key in _ANY})


def _selection_problems(options: Options, required: bool) -> list[Problem]:
    given = options.given
    known = [key for key in _ANY if key in given]
    found = _validation.exactly_one(known, _ANY[:2]) if required else _validation.at_most_one(known, _ANY)
    if "id" in given:
        found += _validation.identifier("id", given["id"])
    for key in _ANY[1:]:
        if key in given:
            found += _validation.name(key, given[key])
    return found


def _discover(options: Options, session: Session) -> JsonObject:
    channels, scanned = _channels.discover(session.gateway, _selector(options))
    session.handled += channels
    found = [channel.to_result() for channel in channels]
    return {**_NO_DIFF, "channels": found, "total": len(found), "scanned": scanned}


def _wish(options: Options) -> _channel.Wish:
    return _channel.make_wish(options.given, *_communications.absorb(options.given.get("configuration")))


def _channel_problems(options: Options) -> list[Problem]:
    absorbed, _rest = _communications.absorb(options.given.get("configuration"))
    limits = options.given.get("capabilities")
    limit_problems = _capabilities.option_problems(limits)
    capabilities = _capabilities.from_options(None if limit_problems else limits)
    found = _selection_problems(options, required=True) + limit_problems
    found += _channel.wish_problems(options.given, _wish(options), capabilities)
    found += _channel.contradictions(options.given, absorbed)
    return found + _communications.contradictions(options.given)


def _configure(options: Options, session: Session) -> JsonObject:
    capabilities = _capabilities.from_options(options.given.get("capabilities"))
    applied = _channels.configure(session, _selector(options), _wish(options), capabilities)
    return {"changed": applied.plan.changed, "diff": applied.plan.diff, "channel": applied.channel.to_result()}


def _list_webhooks(options: Options, session: Session) -> JsonObject:
    webhooks = _webhooks.listed(session.gateway, _selector(options))
    for entity in webhooks:
        for secret in _webhook.header_secrets(entity.get("httpHeaders")):
            session.redactor.add(secret)
    found = [_webhook.to_result(entity) for entity in webhooks]
    return {**_NO_DIFF, "webhooks": found, "total": len(found)}


def _webhook_secrets(options: Options) -> list[str]:
    headers = _webhook.header_secrets(options.params.get("http_headers"))
    in_url = secrets_in_url(options.params.get("callback_url"))
    return [secret for secret in (options.params.get("secret"), *headers, *in_url) if secret]


def _ensure_webhook(options: Options, session: Session) -> JsonObject:
    params = options.params
    if params["state"] == "absent":
        ensured = _webhooks.ensure_absent(session, params["name"])
    else:
        wish = _webhooks.WebhookWish(
            _webhook.wish(params, options.given), params.get("secret"), params["update_secret"] == "always"
        )
        ensured = _webhooks.ensure_present(session, wish)
    webhook = None if ensured.entity is None else _webhook.to_result(ensured.entity)
    return {"changed": ensured.changed, "diff": ensured.diff, "webhook": webhook}


CHANNEL_INFO = Task(
    argument_spec=_info_options(),
    problems=lambda options: _selection_problems(options, required=False),
    run=_discover,
    doing="read the Web Messaging channels",
)

CHANNEL = Task(
    argument_spec={
        **_arguments.client_options(),
        **_arguments.audit_options(),
        **_arguments.selection_options(),
        **_arguments.desired_channel_options(),
        **_arguments.capability_options(),
    },
    problems=_channel_problems,
    run=_configure,
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel", options.given.get("id"), options.given.get("name")),
)

WEBHOOK_INFO = Task(
    argument_spec=_info_options(),
    problems=lambda options: _selection_problems(options, required=False),
    run=_list_webhooks,
    doing="read the webhooks",
)

WEBHOOK = Task(
    argument_spec={
        **_arguments.client_options(),
        **_arguments.audit_options(),
        **_arguments.webhook_options(),
    },
    problems=lambda options: _webhook.problems(options.params, options.given),
    run=_ensure_webhook,
    subject=lambda options: Operation(
        "WEBHOOK_DELETE" if options.params.get("state") == "absent" else "WEBHOOK_UPDATE",
        "webhook",
        None,
        options.params.get("name"),
    ),
    secrets=_webhook_secrets,
)
