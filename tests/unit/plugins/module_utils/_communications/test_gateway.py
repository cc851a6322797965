# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Communications gateway: what it sends, what it makes of the answer, and what it foretells."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._communications.gateway import Communications
from ansible_collections.genesys.cloud.plugins.module_utils._communications.mapping import predicted, to_channel
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, equal, merged_by_server, trees
from ansible_collections.genesys.cloud.tests.unit.network import API, reply, wired
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils._channel.test_desired import desired_of
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils.channel_strategies import (
    ENTITIES,
    GIVEN,
    KEYS,
)

CHANNEL = "/api/v2/communications/channels/"


@given(ENTITIES, GIVEN)
def test_what_is_foretold_is_what_the_server_makes_of_the_patch(entity: Tree, given: Tree) -> None:
    channel = to_channel(entity)
    patch = desired_of(given).plan(channel).patch
    net = wired(lambda sent: reply(merged_by_server(entity, sent.json)))
    updated = Communications(net.client).update_channel(channel, patch, net.sender.tries())
    assert net.network.requests == [f"PATCH {CHANNEL}{entity['id']}"]
    assert net.network.sent[0].json["id"] == entity["id"]
    assert updated.content is not None
    shown, foretold = to_channel(updated.content), predicted(channel, patch)
    assert equal(shown.to_result(), foretold.to_result())
    assert shown.is_web_messaging == foretold.is_web_messaging


@given(ENTITIES, GIVEN)
def test_a_patch_holds_the_id_and_wished_paths_alone(entity: Tree, given: Tree) -> None:
    def paths(value: Any, prefix: str = "") -> set[str]:
        if not isinstance(value, dict) or not value:
            return {prefix}
        return {path for key, item in value.items() for path in paths(item, f"{prefix}/{key}")}

    channel = to_channel(entity)
    patch = desired_of(given).plan(channel).patch
    net = wired(reply({"id": entity["id"]}))
    Communications(net.client).update_channel(channel, patch, net.sender.tries())
    body = net.network.sent[0].json
    wished = paths(given.get("configuration", {}))
    wished |= {"/webchat/maxConcurrentSessions"} if "max_concurrent_sessions" in given else set()
    wished |= {"/webchat/features"} if given.keys() & {"features", "enable_features", "disable_features"} else set()
    routing = given.get("routing", {})
    wished |= {"/routing/queueId"} if "queue_id" in routing else set()
    wished |= {"/routing/assignmentMode"} if "assignment_mode" in routing else set()
    assert body.keys() == {"id", "configuration"}
    for path in paths(body["configuration"]) - {""}:
        assert any(path == other or path.startswith(f"{other}/") for other in wished), path


@given(st.text(min_size=1))
def test_an_id_stays_one_segment_of_the_path(channel_id: str) -> None:
    net = wired(reply({"id": channel_id}))
    assert Communications(net.client).channel(channel_id).id == channel_id
    path = net.network.sent[0].url[len(API) :]
    assert path.startswith(CHANNEL)
    segment = path[len(CHANNEL) :]
    assert set(segment) & set("/?#%&\\ ") <= {"%"}
    assert unquote(segment) == channel_id


@given(trees(KEYS))
def test_an_answer_that_is_not_the_channel_is_none(answer: Tree) -> None:
    net = wired(reply({**answer, "id": "another"}))
    channel = to_channel({"id": "1", "name": "n"})
    assert Communications(net.client).update_channel(channel, {"features": []}, net.sender.tries()).content is None
