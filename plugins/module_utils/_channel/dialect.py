# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The differences between the APIs before a request: the settable fields, and the spelling of their raw part. Pure."""

from __future__ import annotations

from typing import Any, Mapping, Protocol

from .._core.fields import Field
from .._core.json_values import JsonObject
from .._core.plan import Plan
from .._core.validation import Problem
from .channel import Channel
from .desired import DesiredChannel


class Dialect(Protocol):
    """``name`` is a value of the option ``api``, ``title`` its name in errors.

    ``fields``: the table for a channel's ``configuration``. ``if_not_found``: the advice if a task sets the API and its
    id is not found. ``why_no_webhooks``: the error and the advice for an API without webhooks.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    if_not_found: str
    why_no_webhooks: tuple[str, str] | None

    def absorb(self, configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
        """Split a raw configuration into the fields with an option of their own, and the rest.

        The first is ``{field: (path as the user wrote it, value)}``.
        """

    def problems(self, given: Mapping[str, Any]) -> list[Problem]:
        """Return the settings that this API cannot set, and the contradictions in its raw spelling."""

    def problems_with(self, desired: DesiredChannel, plan: Plan, channel: Channel) -> list[Problem]:
        """Return the errors that show only once the channel is known."""
