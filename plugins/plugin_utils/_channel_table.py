# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Channels as a table of plain text, a line each. Pure."""

from __future__ import annotations

import unicodedata
from typing import Any, Mapping, Sequence

_HEADINGS = ("ID", "SESSIONS", "QUEUE", "NAME", "FEATURES")


def table(channels: Sequence[Mapping[str, Any]]) -> list[str]:
    """``channels``: as ``webmessaging_channel_info`` returns them."""
    rows = [_HEADINGS, *map(_cells, channels)]
    widths = [max(map(_width, column)) for column in zip(*rows)]
    return ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths)).rstrip() for row in rows]


def _cells(channel: Mapping[str, Any]) -> tuple[str, ...]:
    sessions, queue = channel["max_concurrent_sessions"], channel["routing"]["queue_id"]
    features = channel["features"]
    shown = ", ".join(map(str, features)) if isinstance(features, list) else str(features)
    return (_text(channel["id"]), _text(sessions), _text(queue), _text(channel["name"]), _text(shown or None))


def _text(value: Any) -> str:
    """In one line, whatever it holds."""
    text = "-" if value is None else str(value)
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _width(text: str) -> int:
    """In columns of a terminal, where some characters take two and some none."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
