# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the channel modules: their options, what is wrong with them, and which use case they call."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.genesys.cloud.plugins.module_utils import (
    _arguments,
    _capabilities,
    _channels,
    _fleet,
    _fleet_options,
    _selector,
)
from ansible_collections.genesys.cloud.plugins.module_utils._audit import Operation
from ansible_collections.genesys.cloud.plugins.module_utils._capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._dialect import Dialect
from ansible_collections.genesys.cloud.plugins.module_utils._fleet_options import make_wish, wish_problems
from ansible_collections.genesys.cloud.plugins.module_utils._plan import NOTHING, JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem


def _discover(options: Options, session: Session) -> JsonObject:
    channels, scanned = _channels.discover(session.gateway, _selector.from_options(options.given))
    session.handled += channels
    found = [channel.to_result() for channel in channels]
    return {**NOTHING, "channels": found, "total": len(found), "scanned": scanned}


def limits(options: Options) -> tuple[Capabilities, list[Problem]]:
    """What the capabilities option makes of the catalogue, and what is wrong with it; the defaults then."""
    given = options.given.get("capabilities")
    problems = _capabilities.option_problems(given)
    return _capabilities.from_options(None if problems else given), problems


def _channel_problems(options: Options, dialect: Dialect) -> list[Problem]:
    capabilities, problems = limits(options)
    found = _selector.problems(options.given, ["id", "name"], required=True)
    return found + problems + wish_problems(options.given, capabilities, dialect)


def _configure(options: Options, session: Session) -> JsonObject:
    given = options.given
    applied = _channels.configure(
        session, _selector.from_options(given), lambda dialect: make_wish(given, dialect), limits(options)[0]
    )
    return {"changed": applied.plan.changed, "diff": applied.plan.diff, "channel": applied.channel.to_result()}


def _fleet_problems(options: Options, dialect: Dialect) -> list[Problem]:
    capabilities, problems = limits(options)
    return problems + _fleet_options.fleet_problems(options.params, options.given, capabilities, dialect)


def _configure_fleet(options: Options, session: Session) -> JsonObject:
    entries = _fleet_options.entries(options.given)
    stop_on_error = options.params["on_error"] == "stop"
    rows = _fleet.configure(session, entries, limits(options)[0], stop_on_error) if entries else []
    return _fleet.to_result(rows, session.redactor, session.interruption.reason)


CHANNEL_INFO = Task(
    argument_spec=_arguments.info_options(),
    problems=lambda options, dialect: _selector.problems(options.given),
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
        **_arguments.publishing_options(),
    },
    problems=_channel_problems,
    run=_configure,
    suited=lambda options: _fleet_options.suited([options.given]),
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel", options.given.get("id"), options.given.get("name")),
)

CHANNELS = Task(
    argument_spec={
        **_arguments.client_options(),
        **_arguments.audit_options(),
        **_arguments.fleet_options(),
        **_arguments.capability_options(),
        **_arguments.publishing_options(),
    },
    problems=_fleet_problems,
    run=_configure_fleet,
    suited=lambda options: _fleet_options.suited_fleet(options.given),
    doing="configure the channels",
    subject=lambda options: Operation("CHANNEL_UPDATE", "channel"),
)
