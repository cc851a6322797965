# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Selecting channels: what is meant is found exactly, and what is not exactly one is told with the candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.selection import (
    channel_named,
    matching,
    web_messaging,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import Ambiguous, NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._core.selector import Selector

NAMES = st.sampled_from(["EU", "eu", " EU", "EU ", "EU 1", "EU 2", "E*", "[EU]", ""])


def channel(channel_id: str, name: str, is_web_messaging: bool = True) -> Channel:
    channel_type = "webchat" if is_web_messaging else "voice"
    return Channel(channel_id, name, channel_type, is_web_messaging, {"features": []})


CHANNELS = st.lists(st.tuples(NAMES, st.booleans())).map(
    lambda rows: [channel(str(number), name, kind) for number, (name, kind) in enumerate(rows)]
)


@given(CHANNELS, NAMES)
def test_one_name_selects_exactly_one_web_messaging_channel_or_nothing(channels: list[Channel], name: str) -> None:
    wanted = [item for item in channels if item.is_web_messaging and item.name == name]
    if len(wanted) == 1:
        assert channel_named(channels, name) is wanted[0]
    else:
        with pytest.raises(Ambiguous if wanted else NotFound) as raised:
            channel_named(channels, name)
        assert all(item.id in raised.value.message for item in wanted)


def test_a_name_that_only_another_type_has_is_told() -> None:
    with pytest.raises(NotFound, match=r"only channels of another type: 7 \(voice\)"):
        channel_named([channel("7", "Main", is_web_messaging=False)], "Main")


@given(CHANNELS)
def test_no_selector_means_all_web_messaging_channels_in_their_order(channels: list[Channel]) -> None:
    assert matching(channels, Selector()) == [item for item in channels if item.is_web_messaging]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("EU*", ["EU", "EU 1"]), ("eu*", ["eu"]), ("EU ?", ["EU 1"]), ("[[]EU]", ["[EU]"]), ("[!E]*", ["eu", "[EU]"])],
)
def test_a_pattern_is_a_shell_s_and_minds_case(pattern: str, found: list[str]) -> None:
    channels = [channel(name, name) for name in ("EU", "eu", "EU 1", "[EU]")]
    assert [item.name for item in matching(channels, Selector(name_glob=pattern))] == found


def test_an_id_that_leads_to_another_type_is_refused() -> None:
    found = channel("7", "Main")
    assert web_messaging(found) is found
    with pytest.raises(NotFound, match="its type is 'voice'"):
        web_messaging(channel("7", "Main", is_web_messaging=False))
