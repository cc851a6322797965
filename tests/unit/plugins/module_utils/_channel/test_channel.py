# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A channel as results and messages show it, whatever a server said of its features."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel import Channel
from ansible_collections.genesys.cloud.tests.unit.json_values import values


def channel(features: Any = None, **more: Any) -> Channel:
    return Channel("one", "EU 1", "webchat", True, {"features": features, "configuration": {}}, more)


@given(values())
def test_features_are_texts_and_nothing_else(features: Any) -> None:
    found = channel(features).features
    assert all(isinstance(each, str) for each in found)
    assert [each for each in features if isinstance(each, str)] == found if isinstance(features, list) else not found


def test_the_result_holds_what_only_one_api_has_to_tell() -> None:
    result = channel(["rich-media"], version="3").to_result()
    own = {"id": "one", "name": "EU 1", "channel_type": "webchat"}
    assert result == {**own, "features": ["rich-media"], "configuration": {}, "version": "3"}
    assert channel().label == "channel 'EU 1' (one)"
