# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the modules: which options they take, what is wrong with them, and which use case they call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils import (
    _arguments,
    _capabilities,
    _channels,
    _fleet,
    _fleet_options,
    _webhook,
    _webhooks,
)
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._fleet_options import (
    SELECTORS,
    make_wish,
    selection_problems,
    wish_problems,
)
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._redact import secrets_in_url
from ansible_collections.genesys.cloud.plugins.module_utils._runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._selection import Selector
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem

_NO_DIFF = {"changed": False, "diff": {"before": {}, "after": {}}}


def _info_options() -> dict[str, Any]:
    return {**_arguments.client_options(), **_arguments.selection_options(), "name_glob": {"type": "str"}}


def _info_problems(options: Options) -> list[Problem]:
    return selection_problems(options.given, SELECTORS, required=False)


def _selector(options: Options) -> Selector:
    return Selector(**{key: options.given.get(key) for key in SELECTORS})


def _discover(options: Options, session: Session) -> JsonObject:
    channels, scanned = _channels.discover(session.gateway, _selector(options))
    session.handled += channels
    found = [channel.to_result() for channel in channels]
    return {**_NO_DIFF, "channels": found, "total": len(found), "scanned": scanned}


def _limits(options: Options) -> tuple[Capabilities, list[Problem]]:
    """What the capabilities option makes of the catalogue, and what is wrong with it; the defaults then."""
    given = options.given.get("capabilities")
    problems = _capabilities.option_problems(given)
    return _capabilities.from_options(None if problems else given), problems


def _channel_problems(options: Options) -> list[Problem]:
    capabilities, problems = _limits(options)
    found = selection_problems(options.given, SELECTORS[:2], required=True)
    return found + problems + wish_problems(options.given, capabilities)


def _configure(options: Options, session: Session) -> JsonObject:
    applied = _channels.configure(session, _selector(options), make_wish(options.given), _limits(options)[0])
    return {"changed": applied.plan.changed, "diff": applied.plan.diff, "channel": applied.channel.to_result()}


def _fleet_problems(options: Options) -> list[Problem]:
    capabilities, problems = _limits(options)
    return problems + _fleet_options.fleet_problems(options.params, options.given, capabilities)


def _configure_fleet(options: Options, session: Session) -> JsonObject:
    entries = _fleet_options.entries(options.given)
    stop_on_error = options.params["on_error"] == "stop"
    rows = _fleet.configure(session, entries, _limits(options)[0], stop_on_error) if entries else []
    return _fleet.to_result(rows)


def _configuration_options() -> dict[str, Any]:
    """Those of ``webmessaging_channels``, and those of ``webmessaging_webhook`` in one of their own."""
    fleet = _arguments.fleet_options()
    desired = _arguments.desired_channel_options()
    return {
        **fleet,
        "channels": {**fleet["channels"], "required": False},
        "target_browsers": desired["target_browsers"],
        **_arguments.capability_options(),
        "webhook": {"type": "dict", "options": _arguments.webhook_options()},
    }


def _configuration_problems(options: Options) -> list[Problem]:
    """Every error of the channels and of the webhook."""
    capabilities, found = _limits(options)
    given = options.given
    if options.params.get("channels") is None and options.params.get("webhook") is None:
        found.append(Problem("channels or webhook", "is missing; say what shall be configured."))
    defaults = given.get("defaults") or {}
    browsers = {"target_browsers": given["target_browsers"]} if "target_browsers" in given else {}
    together = {**given, "defaults": {**browsers, **defaults}}
    for problem in _fleet_options.fleet_problems(options.params, together, capabilities):
        is_theirs = problem.option == "defaults.target_browsers" and "target_browsers" not in defaults
        found.append(replace(problem, option="target_browsers") if is_theirs else problem)
    webhook = _nested_webhook(options)
    if webhook.params:
        own = _webhook.problems(webhook.params, webhook.given)
        found += [replace(problem, option=f"webhook.{problem.option}") for problem in own]
    return found


def _nested_webhook(options: Options) -> Options:
    params, given = options.params.get("webhook"), options.given.get("webhook")
    return Options(params if isinstance(params, dict) else {}, given if isinstance(given, dict) else {})


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
    problems=_info_problems,
    run=_discover,
    doing="read the Web Messaging channels",
)

INVENTORY = replace(
    CHANNEL_INFO, argument_spec={**_arguments.client_options(), "name_glob": CHANNEL_INFO.argument_spec["name_glob"]}
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

CHANNELS = Task(
    argument_spec={
        **_arguments.client_options(),
        **_arguments.audit_options(),
        **_arguments.fleet_options(),
        **_arguments.capability_options(),
    },
    problems=_fleet_problems,
    run=_configure_fleet,
    doing="configure the channels",
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel"),
)

WEBHOOK_INFO = Task(
    argument_spec=_info_options(),
    problems=_info_problems,
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

VALIDATE = Task(
    argument_spec={**_arguments.client_options(), **_arguments.audit_options(), **_configuration_options()},
    problems=_configuration_problems,
    run=lambda options, session: dict(_NO_DIFF),
    subject=lambda options: Operation("VALIDATE", "configuration"),
    secrets=lambda options: _webhook_secrets(_nested_webhook(options)),
    sends_requests=False,
)
