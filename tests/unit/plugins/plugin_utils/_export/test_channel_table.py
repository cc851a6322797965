# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels as a table of plain text."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._export import channel_table
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.channel_table import table


def channel(**fields: Any) -> dict[str, Any]:
    plain = {"id": "c0", "name": "EU 1", "max_concurrent_sessions": 500, "features": ["rich-media", "co-browsing"]}
    return {**plain, "routing": {"queue_id": "queue-1", "assignment_mode": "longest-idle"}, **fields}


def deployment(**fields: Any) -> dict[str, Any]:
    routing = {"queue_id": None, "assignment_mode": None, "flow_id": "f1"}
    more = {"deployment": {"id": "c0", "status": "Active"}, "configuration_id": "k0", "version": "3"}
    return channel(max_concurrent_sessions=None, routing=routing, **{**more, **fields})


def test_columns_are_as_wide_as_what_a_terminal_shows_of_them() -> None:
    none = {"queue_id": None, "assignment_mode": None}
    rows = [channel(), channel(id="c10", name="チャネル", max_concurrent_sessions=None, features=[], routing=none)]
    assert table(rows) == [
        "ID   SESSIONS  QUEUE    ASSIGNMENT    NAME      FEATURES",
        "c0   500       queue-1  longest-idle  EU 1      rich-media, co-browsing",
        "c10  -         -        -             チャネル  -",
    ]


@pytest.mark.parametrize("name", ["Cafe\u0301", "Sur \u2600\ufe0e", "\u0915\u0941 EU"])
def test_a_mark_on_another_character_takes_no_column(name: str) -> None:
    heading, marked = table([channel(name=name)])
    assert marked.index("rich-media") == heading.index("FEATURES") + 1


def test_characters_that_the_c_library_does_not_know_count_as_one_column(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(text: str) -> int:
        raise OSError(text)

    monkeypatch.setattr(channel_table, "get_text_width", unknown)
    assert table([channel(features=[])])[1] == "c0  500       queue-1  longest-idle  EU 1  -"


def test_a_deployment_shows_what_a_deployment_has() -> None:
    rows = [deployment(), deployment(id="c1", configuration_id="k1", version=None, deployment={"status": "Inactive"})]
    configurations = [{"id": "k0", "draft_differs": False}, {"id": "k1", "draft_differs": True}]
    assert table(rows, configurations) == [
        "ID  STATUS    VERSION  FLOW  DRAFT    NAME  FEATURES",
        "c0  Active    3        f1    -        EU 1  rich-media, co-browsing",
        "c1  Inactive  -        f1    differs  EU 1  rich-media, co-browsing",
    ]


def test_a_column_that_no_channel_fills_is_left_out() -> None:
    assert table([deployment()], [{"id": "k0", "draft_differs": False}])[0].split()[-3:] == ["FLOW", "NAME", "FEATURES"]
    assert table([channel(routing={"queue_id": 0, "assignment_mode": None})])[0].split()[2] == "QUEUE"
    assert table([]) == ["ID  NAME  FEATURES"]


def test_each_channel_is_one_line_whatever_it_holds() -> None:
    lines = table([channel(name="a\nb\x1b[31m{{ c }}", features="x\n", max_concurrent_sessions="many")])
    assert [line.split("  ")[-2:] for line in lines[1:]] == [["a\ufffdb\ufffd[31m{{ c }}", "x\ufffd"]]
