# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Show what guests get of each deployment as a table of plain text, a line each."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from .channel_table import lines

MOST_ROWS = 50
"""The most deployments in the table. Those with problems come first."""
_COLUMNS = {
    "ID": "deployment_id",
    "STATUS": "status",
    "VERSION": "version",
    "PINNED": "pinned_version",
    "SITES": "sites",
    "NAME": "name",
    "VERDICT": "verdict",
}


def guest_table(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines: headings, the deployments, and how many more there are."""
    shown, more = findings[:MOST_ROWS], findings[MOST_ROWS:]
    found = lines({heading: [each[key] for each in shown] for heading, key in _COLUMNS.items()})
    if more:
        bad = sum(bool(each["problems"]) for each in more)
        found.append(f"and {len(more)} more, {bad} of them with problems" if bad else f"and {len(more)} more")
    return found
