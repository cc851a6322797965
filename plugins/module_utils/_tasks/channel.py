# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the channel modules: their options, the validation of them, and the use cases that they call."""

from __future__ import annotations

from dataclasses import replace

from .._channel import capabilities as catalogue
from .._channel.capabilities import Capabilities
from .._channel.channel_fields import DESIRED_OPTIONS
from .._channel.desired import own_problems
from .._channel.desired_options import dialect_problems, make_desired
from .._core import selector
from .._core.json_values import JsonObject
from .._core.plan import NOTHING
from .._core.validation import Problem
from .._use_cases import channels as channel_use_cases
from .._use_cases import fleet
from .._use_cases.audit import Operation
from .._use_cases.context import Context
from .._webdeployments.deployment_schema import FLOW
from . import arguments, fleet_options
from .names import with_ids
from .runner import Options, Task


def _discover(options: Options, context: Context) -> JsonObject:
    channels, scanned = channel_use_cases.discover(context, selector.from_options(options.given))
    context.features += [channel.features for channel in channels]
    found = [channel_use_cases.to_result(channel, context.names.known) for channel in channels]
    result = {**NOTHING, "channels": found, "total": len(found), "scanned": scanned}
    if not options.params["resolve_names"]:
        return result
    routings, told = context.names.shown((FLOW,), [row["routing"] for row in found])
    named = [{**row, "routing": routing} for row, routing in zip(found, routings)]
    return {**result, "channels": named, **told}


def limits(options: Options) -> tuple[Capabilities, list[Problem]]:
    """Merge the capabilities option into the catalogue, and return its errors; with errors, the defaults."""
    given = options.given.get("capabilities")
    problems = catalogue.option_problems(given)
    return catalogue.from_options(None if problems else given), problems


def _channel_problems(options: Options) -> list[Problem]:
    capabilities, problems = limits(options)
    found = selector.problems(options.given, ["id", "name"], required=True)
    return found + problems + own_problems(options.given, capabilities)


def _configure(options: Options, context: Context) -> JsonObject:
    applied = channel_use_cases.configure(
        context,
        selector.from_options(options.given),
        lambda dialect: make_desired(with_ids(options, context, DESIRED_OPTIONS).given, dialect),
        limits(options)[0],
    )
    channel = channel_use_cases.to_result(applied.channel, context.names.looked_up)
    diff = context.names.beside_diff(DESIRED_OPTIONS, applied.plan.diff)
    return {"changed": applied.plan.changed, "diff": diff, "channel": channel}


def _fleet_problems(options: Options) -> list[Problem]:
    capabilities, problems = limits(options)
    return problems + fleet_options.own_problems(options.params, options.given, capabilities)


def _configure_fleet(options: Options, context: Context) -> JsonObject:
    entries = fleet_options.entries(options.given, context.names)
    stop_on_error = options.params["on_error"] == "stop"
    rows = fleet.configure(context, entries, limits(options)[0], stop_on_error) if entries else []
    return fleet.to_result(context, rows)


CHANNEL_INFO = Task(
    argument_spec={**arguments.info_options(), **arguments.naming_options()},
    problems=lambda options: selector.problems(options.given),
    run=_discover,
    doing="read the Web Messaging channels",
)

INVENTORY = replace(
    CHANNEL_INFO,
    argument_spec={
        **arguments.client_options(),
        **arguments.naming_options(),
        "name_glob": CHANNEL_INFO.argument_spec["name_glob"],
    },
)

CHANNEL = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        **arguments.selection_options(),
        **arguments.desired_channel_options(),
        **arguments.capability_options(),
        **arguments.publishing_options(),
    },
    problems=_channel_problems,
    dialect_problems=lambda options, dialect: dialect_problems(options.given, limits(options)[0], dialect),
    run=_configure,
    suited=lambda options: fleet_options.suited([options.given]),
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel", options.given.get("id"), options.given.get("name")),
)

CHANNELS = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        **arguments.fleet_options(),
        **arguments.capability_options(),
        **arguments.publishing_options(),
    },
    problems=_fleet_problems,
    rank=fleet_options.rank,
    dialect_problems=lambda options, dialect: fleet_options.dialect_problems(
        options.given, limits(options)[0], dialect
    ),
    run=_configure_fleet,
    suited=lambda options: fleet_options.suited_fleet(options.given),
    doing="configure the channels",
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel"),
)
