# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What differs between the APIs before anything is sent: what can be wanted and how its raw part is spelled. Pure."""

from __future__ import annotations

from typing import Any, Mapping, Protocol

from .._core.fields import Field
from .._core.json_values import JsonObject
from .._core.plan import Plan
from .._core.validation import Problem
from .channel import Channel
from .desired import DesiredChannel


class Dialect(Protocol):
    """``name`` is a value of the option ``api``, ``title`` what errors call it.

    ``fields``: what is known of a channel's ``configuration``.
    """

    name: str
    title: str
    fields: tuple[Field, ...]

    def absorb(self, configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
        """Split a raw configuration into the fields that have an option of their own, and the rest.

        The first is ``{field: (path as the user wrote it, value)}``.
        """

    def problems(self, given: Mapping[str, Any]) -> list[Problem]:
        """What this API cannot set, where it lives instead, and what contradicts itself in its raw spelling."""

    def problems_with(self, desired: DesiredChannel, plan: Plan, channel: Channel) -> list[Problem]:
        """What shows only once the channel is known."""
