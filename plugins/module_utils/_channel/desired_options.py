# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert the options of one channel to the desired channel of a dialect, and return every error in them. Pure."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.validation import Problem
from . import desired as desired_channel
from .capabilities import Capabilities
from .desired import DesiredChannel
from .dialect import Dialect


def make_desired(given: Mapping[str, Any], dialect: Dialect) -> DesiredChannel:
    return desired_channel.make_desired(given, *dialect.absorb(given.get("configuration")), dialect.fields)


def dialect_problems(given: Mapping[str, Any], capabilities: Capabilities, dialect: Dialect) -> list[Problem]:
    """Return the further errors if the org's API speaks that dialect."""
    absorbed, _rest = dialect.absorb(given.get("configuration"))
    return desired_channel.absorbed_problems(given, absorbed, capabilities) + dialect.problems(given)


def desired_problems(given: Mapping[str, Any], capabilities: Capabilities, dialect: Dialect) -> list[Problem]:
    return desired_channel.own_problems(given, capabilities) + dialect_problems(given, capabilities, dialect)
