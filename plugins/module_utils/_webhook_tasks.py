# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the webhook modules: their options, what is wrong with them, and which use case they call."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils import (
    _arguments,
    _selector,
    _webhook,
    _webhooks,
)
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._plan import NOTHING, JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._redact import secrets_in_url
from ansible_collections.genesys.cloud.plugins.module_utils._runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._webhook_writes import WebhookWish


def _list_webhooks(options: Options, session: Session) -> JsonObject:
    webhooks = _webhooks.listed(session, _selector.from_options(options.given))
    for entity in webhooks:
        for secret in _webhook.secrets_of(entity):
            session.redactor.add(secret)
    found = [_webhook.to_result(entity) for entity in webhooks]
    return {**NOTHING, "webhooks": found, "total": len(found)}


def webhook_secrets(options: Options) -> list[str]:
    headers = _webhook.header_secrets(options.params.get("http_headers"))
    in_url = secrets_in_url(options.params.get("callback_url"))
    return [secret for secret in (options.params.get("secret"), *headers, *in_url) if secret]


def _ensure_webhook(options: Options, session: Session) -> JsonObject:
    params = options.params
    if params["state"] == "absent":
        ensured = _webhooks.ensure_absent(session, params["name"])
    else:
        wish = WebhookWish(
            _webhook.wish(params, options.given), params.get("secret"), params["update_secret"] == "always"
        )
        ensured = _webhooks.ensure_present(session, wish)
    webhook = None if ensured.entity is None else _webhook.to_result(ensured.entity)
    return {"changed": ensured.changed, "diff": ensured.diff, "webhook": webhook}


WEBHOOK_INFO = Task(
    argument_spec=_arguments.info_options(),
    problems=lambda options, dialect: _selector.problems(options.given),
    run=_list_webhooks,
    doing="read the webhooks",
)

WEBHOOK = Task(
    argument_spec={
        **_arguments.client_options(),
        **_arguments.audit_options(),
        **_arguments.webhook_options(),
    },
    problems=lambda options, dialect: _webhook.problems(options.params, options.given),
    run=_ensure_webhook,
    subject=lambda options: Operation(
        "WEBHOOK_DELETE" if options.params.get("state") == "absent" else "WEBHOOK_UPDATE",
        "webhook",
        None,
        options.params.get("name"),
    ),
    secrets=webhook_secrets,
)
