# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind ``webmessaging_notify``. It sends nothing to the API, so it needs neither credentials nor a token."""

from __future__ import annotations

from .._communications import webhook
from .._core.json_values import JsonObject
from .._core.redact import secrets_in_url
from .._use_cases import notification, notify
from .._use_cases.audit import Operation
from .._use_cases.context import Context
from . import arguments
from .runner import Options, Task


def _notify_secrets(options: Options) -> list[str]:
    headers = webhook.header_secrets(options.params.get("http_headers"))
    in_url = secrets_in_url(options.params.get("url"))
    return [secret for secret in (options.params.get("secret"), *headers, *in_url) if secret]


def _post_events(options: Options, context: Context) -> JsonObject:
    params = options.params
    receiver = notify.Receiver(
        params["url"], notification.headers(params.get("http_headers") or {}), params.get("secret")
    )
    result = notify.notify(context, receiver, params["audit"])
    if receiver.secret is None and result["deliveries"]:
        context.warnings.append(
            "No secret was given, so the events are unsigned and their receiver cannot tell who sent them. Give the "
            "option secret, or WEBHOOK_SECRET in the environment."
        )
    return result


NOTIFY = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        **arguments.notify_options(),
    },
    problems=lambda options: notification.problems(options.params),
    run=_post_events,
    doing="post the events",
    subject=lambda options: Operation("NOTIFICATION_SEND", notification.RESOURCE),
    secrets=_notify_secrets,
    enters_api=lambda options: False,
)
