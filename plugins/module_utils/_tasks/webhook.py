# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the webhook modules: their options, the validation of them, and the use cases that they call."""

from __future__ import annotations

from .._communications import webhook as webhook_rules
from .._core import selector
from .._core.json_values import JsonObject
from .._core.plan import NOTHING
from .._core.redact import secrets_in_url
from .._use_cases import webhooks as webhook_use_cases
from .._use_cases.audit import Operation
from .._use_cases.context import Context
from .._use_cases.webhook_writes import WebhookWish
from . import arguments
from .runner import Options, Task


def _list_webhooks(options: Options, context: Context) -> JsonObject:
    webhooks = webhook_use_cases.listed(context, selector.from_options(options.given))
    for entity in webhooks:
        for secret in webhook_rules.secrets_of(entity):
            context.redactor.add(secret)
    found = [webhook_rules.to_result(entity) for entity in webhooks]
    return {**NOTHING, "webhooks": found, "total": len(found)}


def webhook_secrets(options: Options) -> list[str]:
    headers = webhook_rules.header_secrets(options.params.get("http_headers"))
    in_url = secrets_in_url(options.params.get("callback_url"))
    return [secret for secret in (options.params.get("secret"), *headers, *in_url) if secret]


def _ensure_webhook(options: Options, context: Context) -> JsonObject:
    params = options.params
    if params["state"] == "absent":
        ensured = webhook_use_cases.ensure_absent(context, params["name"])
    else:
        desired = WebhookWish(
            webhook_rules.desired(params, options.given), params.get("secret"), params["update_secret"] == "always"
        )
        ensured = webhook_use_cases.ensure_present(context, desired)
    webhook = None if ensured.entity is None else webhook_rules.to_result(ensured.entity)
    return {"changed": ensured.changed, "diff": ensured.diff, "webhook": webhook}


WEBHOOK_INFO = Task(
    argument_spec=arguments.info_options(),
    problems=lambda options: selector.problems(options.given),
    run=_list_webhooks,
    doing="read the webhooks",
)

WEBHOOK = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        **arguments.webhook_options(),
    },
    problems=lambda options: webhook_rules.problems(options.params, options.given),
    run=_ensure_webhook,
    subject=lambda options: Operation(
        "WEBHOOK_DELETE" if options.params.get("state") == "absent" else "WEBHOOK_UPDATE",
        "webhook",
        None,
        options.params.get("name"),
    ),
    secrets=webhook_secrets,
)
