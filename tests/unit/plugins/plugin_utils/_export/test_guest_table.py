# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What guests get as a table of plain text."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.guest_table import MOST_ROWS, guest_table


def finding(number: int, *problems: str) -> dict[str, Any]:
    return {
        "deployment_id": f"d{number}",
        "status": "Active",
        "version": "3",
        "pinned_version": None,
        "sites": "all",
        "name": f"EU\n{number}",
        "problems": list(problems),
        "verdict": "; ".join(problems) or "as pinned",
    }


def test_a_line_each() -> None:
    assert guest_table([finding(1, "status Error", "Inactive"), finding(2)]) == [
        "ID  STATUS  VERSION  PINNED  SITES  NAME  VERDICT",
        "d1  Active  3        -       all    EU\N{REPLACEMENT CHARACTER}1  status Error; Inactive",
        "d2  Active  3        -       all    EU\N{REPLACEMENT CHARACTER}2  as pinned",
    ]


def test_a_long_table_ends_with_how_many_more_there_are() -> None:
    bad = [finding(number, "Inactive") for number in range(MOST_ROWS + 2)]
    found = guest_table([*bad, finding(99)])
    assert (len(found), found[-1]) == (MOST_ROWS + 2, "and 3 more, 2 of them with problems")
    assert guest_table([*bad[:MOST_ROWS], finding(99)])[-1] == "and 1 more"
