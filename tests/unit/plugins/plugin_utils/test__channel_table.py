# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels as a table of plain text."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._channel_table import table


def channel(**fields: Any) -> dict[str, Any]:
    plain = {"id": "c0", "name": "EU 1", "max_concurrent_sessions": 500, "features": ["rich-media", "co-browsing"]}
    return {**plain, "routing": {"queue_id": "queue-1", "assignment_mode": None}, **fields}


def test_columns_are_as_wide_as_what_a_terminal_shows_of_them() -> None:
    none = {"queue_id": None, "assignment_mode": None}
    rows = [channel(), channel(id="c10", name="チャネル", max_concurrent_sessions=None, features=[], routing=none)]
    assert table(rows) == [
        "ID   SESSIONS  QUEUE    NAME      FEATURES",
        "c0   500       queue-1  EU 1      rich-media, co-browsing",
        "c10  -         -        チャネル  -",
    ]


def test_each_channel_is_one_line_whatever_it_holds() -> None:
    lines = table([channel(name="a\nb\x1b[31m{{ c }}", features="x\n", max_concurrent_sessions="many")])
    assert [line.split("  ")[-2:] for line in lines[1:]] == [["a\ufffdb\ufffd[31m{{ c }}", "x\ufffd"]]
    assert table([]) == ["ID  SESSIONS  QUEUE  NAME  FEATURES"]
