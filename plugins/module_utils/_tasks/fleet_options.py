# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""From the options of ``webmessaging_channels`` to entries, and every error in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Iterable, Mapping

from .._channel.capabilities import Capabilities
from .._channel.desired_options import desired_problems, make_desired
from .._channel.dialect import Dialect
from .._core import selector, validation
from .._core.json_values import JsonObject, merge
from .._core.validation import Problem, shown
from .._use_cases.fleet import Entry
from .._webdeployments.configuration_schema import CONTENT

_EXCLUSIVE = {
    "features": ("enable_features", "disable_features"),
    "enable_features": ("features",),
    "disable_features": ("features",),
}
"""What an entry says puts aside these defaults."""

MOST_WORKERS = 64
MOST_TOKENS = 50
"""As many as the Terraform provider's pool."""


def entries(given: Mapping[str, Any]) -> list[Entry]:
    """Only for options without problems."""
    return [_entry(entry, given.get("defaults")) for entry in given["channels"]]


def _entry(entry: Mapping[str, Any], defaults: Mapping[str, Any] | None) -> Entry:
    return Entry(selector.from_options(entry), lambda dialect: make_desired(with_defaults(entry, defaults), dialect))


def with_defaults(entry: Mapping[str, Any], defaults: Mapping[str, Any] | None) -> JsonObject:
    """An entry's own options come first; routing and configuration are merged."""
    aside = {other for option in entry for other in _EXCLUSIVE.get(option, ())}
    return merge({key: value for key, value in (defaults or {}).items() if key not in aside}, entry)


def suited(desired_states: Iterable[Any]) -> str:
    """The API that alone has what these entries name.

    Their raw configuration has its sections, or they name a flow, and nothing is wanted that it lacks.
    """
    given = [desired for desired in desired_states if isinstance(desired, Mapping)]
    raw = [desired["configuration"] for desired in given if isinstance(desired.get("configuration"), Mapping)]
    sections = {key for each in raw for key in each}
    routed = [desired["routing"] for desired in given if isinstance(desired.get("routing"), Mapping)]
    lacks = any("max_concurrent_sessions" in desired for desired in given)
    lacks = lacks or any(each.keys() - {"flow_id"} for each in routed)
    has_flow = any(each.get("flow_id") is not None for each in routed)
    has_theirs = (sections or has_flow) and sections <= {field.key for field in CONTENT}
    return "webdeployments" if has_theirs and not lacks else ""


def suited_fleet(given: Mapping[str, Any]) -> str:
    channels = given.get("channels")
    return suited([given.get("defaults"), *(channels if isinstance(channels, list) else [])])


def _repetitions(channels: Any) -> list[Problem]:
    """Entries that select by the same word; those that meet in a channel by different words show with the listing."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for index, entry in enumerate(channels if isinstance(channels, list) else []):
        for key in selector.SELECTORS:
            value = entry.get(key) if isinstance(entry, dict) else None
            if isinstance(value, str) and first.setdefault((key, value), index) != index:
                both = f"channels[{first[key, value]}] and channels[{index}]"
                found.append(Problem(both, f"both select {key} {shown(value)}; make one entry of them."))
    return found


def fleet_problems(
    params: Mapping[str, Any], given: Mapping[str, Any], capabilities: Capabilities, dialect: Dialect
) -> list[Problem]:
    """Every error of the whole fleet; one that lies in the defaults is told once, not for each channel."""
    defaults = given.get("defaults") or {}
    in_defaults = desired_problems(defaults, capabilities, dialect)
    found = [replace(problem, option=f"defaults.{problem.option}") for problem in in_defaults]
    channels = given.get("channels")
    if channels is not None and not isinstance(channels, list):
        found.append(Problem("channels", f"{shown(channels)} is not a list of channels."))
    for index, entry in enumerate(channels if isinstance(channels, list) else []):
        if isinstance(entry, dict):
            own = selector.problems(entry, required=True)
            own += desired_problems(with_defaults(entry, defaults), capabilities, dialect)
            found += [
                replace(item, option=f"channels[{index}].{item.option}") for item in own if item not in in_defaults
            ]
    found += _repetitions(channels)
    found += validation.whole_number("workers", given.get("workers", params["workers"]), 1, MOST_WORKERS)
    pool_size = given.get("token_pool_size", params["token_pool_size"])
    found += validation.whole_number("token_pool_size", pool_size, 1, MOST_TOKENS)
    if params.get("access_token") and pool_size != 1:
        found.append(Problem("token_pool_size", "cannot be combined with access_token, which is a single token."))
    return found
