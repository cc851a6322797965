# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind ``webmessaging_notify``. It asks the API nothing, so it needs no credentials and gets no token."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils import _arguments, _notification, _notify, _webhook
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._redact import secrets_in_url
from ansible_collections.genesys.cloud.plugins.module_utils._runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session


def _notify_secrets(options: Options) -> list[str]:
    headers = _webhook.header_secrets(options.params.get("http_headers"))
    in_url = secrets_in_url(options.params.get("url"))
    return [secret for secret in (options.params.get("secret"), *headers, *in_url) if secret]


def _post_events(options: Options, session: Session) -> JsonObject:
    params = options.params
    receiver = _notify.Receiver(
        params["url"], _notification.headers(params.get("http_headers") or {}), params.get("secret")
    )
    result = _notify.notify(session, receiver, params["audit"])
    if receiver.secret is None and result["deliveries"]:
        session.warnings.append(
            "No secret was given, so the events are unsigned and their receiver cannot tell who sent them. Give the "
            "option secret, or WEBHOOK_SECRET in the environment."
        )
    return result


NOTIFY = Task(
    argument_spec={
        **_arguments.client_options(),
        **_arguments.audit_options(),
        **_arguments.notify_options(),
    },
    problems=lambda options, dialect: _notification.problems(options.params),
    run=_post_events,
    doing="post the events",
    subject=lambda options: Operation("NOTIFICATION_SEND", _notification.RESOURCE),
    secrets=_notify_secrets,
    enters_api=False,
)
