# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Host names for channels: one each, never somebody else's, and the name only where it is clear."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.host_names import host_names, safe

NAMES = st.sampled_from(["EU 1", "EU 2", "EU,2", "localhost", "webmessaging", "id-1", "", "Größe", "a/../b"])
CHANNELS = st.lists(NAMES, max_size=6).map(
    lambda names: [{"id": f"id-{index}", "name": name} for index, name in enumerate(names)]
)


@given(CHANNELS, st.permutations(["name", "id"]), st.sampled_from([(), ("EU_1", "webmessaging")]))
def test_every_channel_has_one_of_its_own(
    channels: list[dict[str, str]], preferred: list[str], taken: tuple[str, ...]
) -> None:
    names = host_names(channels, preferred, taken)
    assert len(names) == len(set(names)) == len(channels)
    assert not {*taken, "localhost", ""} & set(names)
    for channel, name in zip(channels, names):
        assert name in (safe(channel["id"]), safe(channel["name"]))
        assert re.fullmatch(r"[\w.-]+", name)


@pytest.mark.parametrize("preferred", [["id"], ["id", "name"], []])
def test_without_a_wish_for_names_it_is_the_id(preferred: list[str]) -> None:
    assert host_names([{"id": "one", "name": "EU 1"}], preferred, ()) == ["one"]
    assert host_names([{"id": "one", "name": "EU 1"}], ["name"], ()) == ["EU_1"]
