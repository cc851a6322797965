# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind ``webmessaging_validate``: it validates channels and webhook without sending a request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from .._channel.dialect import Dialect
from .._communications import webhook as webhook_rules
from .._core.json_values import JsonObject
from .._core.plan import NOTHING
from .._core.validation import Problem
from .._use_cases.audit import Operation
from .._use_cases.context import Context
from .._webdeployments import raw_fields
from .._webdeployments.configuration_schema import CONTENT
from .._webdeployments.mapping import WebDeploymentsDialect
from . import arguments, fleet_options
from .channel import limits
from .runner import Options, Task
from .webhook import webhook_secrets


def _configuration_options() -> dict[str, Any]:
    """Return the options of ``webmessaging_channels``, and those of ``webmessaging_webhook`` as one option."""
    fleet = arguments.fleet_options()
    desired = arguments.desired_channel_options()
    return {
        **fleet,
        "channels": {**fleet["channels"], "required": False},
        "target_browsers": desired["target_browsers"],
        **arguments.capability_options(),
        **arguments.publishing_options(),
        "webhook": {"type": "dict", "options": arguments.webhook_options()},
    }


def _configuration_problems(options: Options) -> list[Problem]:
    """Return every error of the channels and of the webhook."""
    capabilities, found = limits(options)
    if options.params.get("channels") is None and options.params.get("webhook") is None:
        found.append(Problem("channels or webhook", "is missing; say what shall be configured."))
    own = fleet_options.own_problems(options.params, _fleet(options.given), capabilities)
    found += _as_written(own, options.given)
    webhook = _nested_webhook(options)
    if webhook.params:
        own = webhook_rules.problems(webhook.params, webhook.given)
        found += [replace(problem, option=f"webhook.{problem.option}") for problem in own]
    return found


def _dialect_problems(options: Options, dialect: Dialect) -> list[Problem]:
    found = fleet_options.dialect_problems(_fleet(options.given), limits(options)[0], dialect)
    return _as_written(found, options.given)


def _fleet(given: Mapping[str, Any]) -> JsonObject:
    """Return the options in the form of ``webmessaging_channels``: browsers for all channels are a default there."""
    browsers = {"target_browsers": given["target_browsers"]} if "target_browsers" in given else {}
    return {**given, "defaults": {**browsers, **(given.get("defaults") or {})}}


def _as_written(problems: list[Problem], given: Mapping[str, Any]) -> list[Problem]:
    is_default = "target_browsers" in (given.get("defaults") or {})
    return [
        replace(each, option="target_browsers")
        if each.option == "defaults.target_browsers" and not is_default
        else each
        for each in problems
    ]


def _warned(options: Options, context: Context) -> JsonObject:
    """Change nothing; return the warnings that do not need the channels."""
    if WebDeploymentsDialect.name in (options.params.get("api"), fleet_options.suited_fleet(options.given)):
        entries = [options.given.get("defaults"), *(options.given.get("channels") or [])]
        raw = [(entry or {}).get("configuration") or {} for entry in entries]
        context.warnings.extend(raw_fields.cautions_of_all(CONTENT, raw, "configuration"))
    return dict(NOTHING)


def _nested_webhook(options: Options) -> Options:
    params, given = options.params.get("webhook"), options.given.get("webhook")
    return Options(params if isinstance(params, dict) else {}, given if isinstance(given, dict) else {})


VALIDATE = Task(
    argument_spec={**arguments.client_options(), **arguments.audit_options(), **_configuration_options()},
    problems=_configuration_problems,
    rank=fleet_options.rank,
    dialect_problems=_dialect_problems,
    run=_warned,
    suited=lambda options: fleet_options.suited_fleet(options.given),
    subject=lambda options: Operation("VALIDATE", "configuration"),
    secrets=lambda options: webhook_secrets(_nested_webhook(options)),
    enters_api=lambda options: False,
)
