# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert the options of ``webmessaging_channels`` to entries, and return every error in them."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from functools import partial
from typing import Any, Callable, Iterable, Mapping

from .._channel import desired as desired_channel
from .._channel import desired_options
from .._channel.capabilities import Capabilities
from .._channel.channel_fields import CHANNEL_FIELDS, DESIRED_OPTIONS, Refused
from .._channel.desired import DesiredChannel
from .._channel.desired_options import make_desired
from .._channel.dialect import Dialect
from .._core import selector, validation
from .._core.json_values import JsonObject
from .._core.named_references import named, overridden
from .._core.validation import Problem, shown
from .._use_cases.fleet import Entry
from .._use_cases.names import Given, Names
from .._webdeployments.configuration_schema import CONTENT

_EXCLUSIVE = {
    "features": ("enable_features", "disable_features"),
    "enable_features": ("features",),
    "disable_features": ("features",),
}
"""An entry with such an option ignores these defaults."""

MOST_WORKERS = 64
MOST_TOKENS = 50
"""As many as the Terraform provider's pool."""


def entries(given: Mapping[str, Any], names: Names) -> list[Entry]:
    """Return the entries of options without problems. The names in all of them are looked up once the API is known."""
    wanted = [_given(index, entry, given.get("defaults")) for index, entry in enumerate(given["channels"])]
    found: list[JsonObject] = []

    def desired_in(dialect: Dialect, index: int) -> DesiredChannel:
        if not found:
            found.extend(names.resolved(wanted))
        return make_desired(found[index], dialect)

    return [
        Entry(selector.from_options(entry), partial(desired_in, index=index))
        for index, entry in enumerate(given["channels"])
    ]


def _given(index: int, entry: JsonObject, defaults: Mapping[str, Any] | None) -> Given:
    is_own = named(DESIRED_OPTIONS, entry)
    return Given(DESIRED_OPTIONS, with_defaults(entry, defaults), f"channels[{index}]." if is_own else "defaults.")


def with_defaults(entry: JsonObject, defaults: Mapping[str, Any] | None) -> JsonObject:
    """Apply the defaults. An entry's own options come first; routing and configuration are merged."""
    aside = {other for option in entry for other in _EXCLUSIVE.get(option, ())}
    kept = {key: value for key, value in (defaults or {}).items() if key not in aside}
    return overridden(DESIRED_OPTIONS, kept, entry)


def suited(desired_states: Iterable[Any]) -> str:
    """Return the only API that has the options of these entries, or an empty text.

    Their raw configuration has its sections, or they set a field that the other API refuses, and they set nothing that
    this one refuses.
    """
    given = [desired for desired in desired_states if isinstance(desired, Mapping)]
    raw = [desired["configuration"] for desired in given if isinstance(desired.get("configuration"), Mapping)]
    sections = {key for each in raw for key in each}
    named = [field for field in CHANNEL_FIELDS if any(field.is_given(desired) for desired in given)]
    wanted = [field for field in named if any(field.is_wanted(desired) for desired in given)]
    lacks = any(isinstance(field.webdeployments, Refused) for field in named)
    has_own = bool(sections) or any(isinstance(field.communications, Refused) for field in wanted)
    return "webdeployments" if has_own and not lacks and sections <= {field.key for field in CONTENT} else ""


def suited_fleet(given: Mapping[str, Any]) -> str:
    channels = given.get("channels")
    return suited([given.get("defaults"), *(channels if isinstance(channels, list) else [])])


def _repetitions(channels: Any) -> list[Problem]:
    """Return the entries with equal selectors; only the listing shows that different selectors meet in one channel."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for index, entry in _readable(channels):
        for key in selector.SELECTORS:
            value = entry.get(key)
            if isinstance(value, str) and first.setdefault((key, value), index) != index:
                both = f"channels[{first[key, value]}] and channels[{index}]"
                found.append(Problem(both, f"both select {key} {shown(value)}; make one entry of them."))
    return found


def own_problems(params: Mapping[str, Any], given: Mapping[str, Any], capabilities: Capabilities) -> list[Problem]:
    """Return every error of the whole fleet that is an error on every API."""
    channels = given.get("channels")
    found = []
    if channels is not None and not isinstance(channels, list):
        found.append(Problem("channels", f"{shown(channels)} is not a list of channels."))
    for index, entry in _readable(channels):
        found += [_of_entry(index, problem) for problem in selector.problems(entry, required=True)]
    found += _problems_of_each(given, lambda desired: desired_channel.own_problems(desired, capabilities))
    found += _repetitions(channels)
    return found + problems_of_many(params, given)


def problems_of_many(params: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    """Return the errors in ``arguments.many_options``."""
    found = validation.whole_number("workers", given.get("workers", params["workers"]), 1, MOST_WORKERS)
    pool_size = given.get("token_pool_size", params["token_pool_size"])
    found += validation.whole_number("token_pool_size", pool_size, 1, MOST_TOKENS)
    if params.get("access_token") and pool_size != 1:
        found.append(Problem("token_pool_size", "cannot be combined with access_token, which is a single token."))
    return found


def dialect_problems(given: Mapping[str, Any], capabilities: Capabilities, dialect: Dialect) -> list[Problem]:
    """Return the further errors if the org's API speaks that dialect."""
    return _problems_of_each(given, lambda desired: desired_options.dialect_problems(desired, capabilities, dialect))


def rank(problem: Problem) -> int:
    """Sort errors: first of the limits, then of the defaults, of each entry, and of the whole fleet."""
    entry = re.match(r"channels\[(\d+)\]\.", problem.option)
    if entry:
        return int(entry[1])
    return {"capabilities": -2, "defaults": -1, "target_browsers": -1}.get(
        problem.option.partition(".")[0], sys.maxsize
    )


def _problems_of_each(
    given: Mapping[str, Any], problems: Callable[[Mapping[str, Any]], list[Problem]]
) -> list[Problem]:
    """Validate the defaults and each entry; an error in the defaults is reported once, not for each channel."""
    defaults = given.get("defaults") or {}
    in_defaults = problems(defaults)
    found = [replace(problem, option=f"defaults.{problem.option}") for problem in in_defaults]
    for index, entry in _readable(given.get("channels")):
        own = problems(with_defaults(entry, defaults))
        found += [_of_entry(index, problem) for problem in own if problem not in in_defaults]
    return found


def _readable(channels: Any) -> list[tuple[int, JsonObject]]:
    """Return the entries that are mappings, with their places in the list; Ansible refuses the others."""
    entries = enumerate(channels if isinstance(channels, list) else [])
    return [(index, entry) for index, entry in entries if isinstance(entry, dict)]


def _of_entry(index: int, problem: Problem) -> Problem:
    return replace(problem, option=f"channels[{index}].{problem.option}")
