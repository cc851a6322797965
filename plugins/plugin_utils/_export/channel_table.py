# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Show channels as a table of plain text, a line each."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible.utils.display import get_text_width

from ...module_utils._core.json_values import at

# Fields of only one API: their place in a channel as ``webmessaging_channel_info`` returns it.
_COLUMNS = {
    "SESSIONS": ("max_concurrent_sessions",),
    "QUEUE": ("routing", "queue_id"),
    "ASSIGNMENT": ("routing", "assignment_mode"),
    "STATUS": ("deployment", "status"),
    "VERSION": ("version",),
}


def table(channels: Sequence[Mapping[str, Any]], configurations: Sequence[Mapping[str, Any]] = ()) -> list[str]:
    """Return the lines, without empty columns. ``channels``: as ``webmessaging_channel_info`` returns them.

    ``configurations``: as ``webmessaging_configuration_info`` returns them; they show which features only a draft has.
    """
    unpublished = {each["id"] for each in configurations if each["draft_differs"]}
    columns = {heading: [at(channel, path) for channel in channels] for heading, path in _COLUMNS.items()}
    columns["FLOW"] = [at(each, ("routing", "flow_name")) or at(each, ("routing", "flow_id")) for each in channels]
    columns["DRAFT"] = ["differs" if channel.get("configuration_id") in unpublished else None for channel in channels]
    shown = {
        "ID": [channel["id"] for channel in channels],
        **{heading: values for heading, values in columns.items() if any(value is not None for value in values)},
        "NAME": [channel["name"] for channel in channels],
        "FEATURES": [_features(channel["features"]) for channel in channels],
    }
    return lines(shown)


def lines(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return aligned lines, the headings first. ``columns``: values by heading."""
    return _aligned(list(zip(*([heading, *map(_text, values)] for heading, values in columns.items()))))


def _features(features: Any) -> str | None:
    return (", ".join(map(str, features)) if isinstance(features, list) else str(features)) or None


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows)]
    return ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths)).rstrip() for row in rows]


def _text(value: Any) -> str:
    """Return one line, whatever the value holds."""
    text = "-" if value is None else str(value)
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _width(text: str) -> int:
    """Return the width in columns of a terminal, as Ansible counts them; in characters if the C library has none."""
    try:
        return get_text_width(text)
    except OSError:
        return len(text)
