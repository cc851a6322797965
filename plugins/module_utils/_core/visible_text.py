# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Make text from outside safe to read: spell out characters that cannot be seen. Pure."""

from __future__ import annotations

import re
from typing import Any

_UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters
    "\xad\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb"  # no width
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"  # a change of line or direction
    "\ud800-\udfff"  # halves of surrogate pairs, which no file in UTF-8 can hold
    "\U000e0000-\U000e007f"  # tags
    "]"
)


def visible(text: str) -> str:
    """Return ``a[U+202E]b`` for ``a\\u202eb``: nothing in a name can hide, or turn around the text beside it.

    Joiners (U+200C, U+200D) stay, because scripts and emoji need them.
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def all_visible(value: Any) -> Any:
    """Make every text in a value visible, keys included; only for readers, never for an API."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {all_visible(key): all_visible(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [all_visible(item) for item in value]
    return value
