# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind ``webmessaging_validate``: the problems of channels and webhook together, and no request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils import _arguments, _fleet_options, _raw_fields, _webhook
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._channel_tasks import limits
from ansible_collections.genesys.cloud.plugins.module_utils._configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._dialect import Dialect
from ansible_collections.genesys.cloud.plugins.module_utils._plan import NOTHING, JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments_fields import WebDeploymentsDialect
from ansible_collections.genesys.cloud.plugins.module_utils._webhook_tasks import webhook_secrets


def _configuration_options() -> dict[str, Any]:
    """Those of ``webmessaging_channels``, and those of ``webmessaging_webhook`` in one of their own."""
    fleet = _arguments.fleet_options()
    desired = _arguments.desired_channel_options()
    return {
        **fleet,
        "channels": {**fleet["channels"], "required": False},
        "target_browsers": desired["target_browsers"],
        **_arguments.capability_options(),
        **_arguments.publishing_options(),
        "webhook": {"type": "dict", "options": _arguments.webhook_options()},
    }


def _configuration_problems(options: Options, dialect: Dialect) -> list[Problem]:
    """Every error of the channels and of the webhook."""
    capabilities, found = limits(options)
    given = options.given
    if options.params.get("channels") is None and options.params.get("webhook") is None:
        found.append(Problem("channels or webhook", "is missing; say what shall be configured."))
    defaults = given.get("defaults") or {}
    browsers = {"target_browsers": given["target_browsers"]} if "target_browsers" in given else {}
    together = {**given, "defaults": {**browsers, **defaults}}
    for problem in _fleet_options.fleet_problems(options.params, together, capabilities, dialect):
        is_theirs = problem.option == "defaults.target_browsers" and "target_browsers" not in defaults
        found.append(replace(problem, option="target_browsers") if is_theirs else problem)
    webhook = _nested_webhook(options)
    if webhook.params:
        own = _webhook.problems(webhook.params, webhook.given)
        found += [replace(problem, option=f"webhook.{problem.option}") for problem in own]
    return found


def _warned(options: Options, session: Session) -> JsonObject:
    """Nothing is done; what can be told without the channels is."""
    if WebDeploymentsDialect.name in (options.params.get("api"), _fleet_options.suited_fleet(options.given)):
        entries = [options.given.get("defaults"), *(options.given.get("channels") or [])]
        raw = [(entry or {}).get("configuration") or {} for entry in entries]
        session.warnings.extend(_raw_fields.cautions_of_all(CONTENT, raw, "configuration"))
    return dict(NOTHING)


def _nested_webhook(options: Options) -> Options:
    params, given = options.params.get("webhook"), options.given.get("webhook")
    return Options(params if isinstance(params, dict) else {}, given if isinstance(given, dict) else {})


VALIDATE = Task(
    argument_spec={**_arguments.client_options(), **_arguments.audit_options(), **_configuration_options()},
    problems=_configuration_problems,
    run=_warned,
    suited=lambda options: _fleet_options.suited_fleet(options.given),
    subject=lambda options: Operation("VALIDATE", "configuration"),
    secrets=lambda options: webhook_secrets(_nested_webhook(options)),
    enters_api=False,
)
