# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The channels of the Communications API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.simulator.client import Simulator
from tests.simulator.fleets import mixed

from .api import CHANNEL_ID, CHANNELS, Api, assert_error

CHANNEL = f"{CHANNELS}/{CHANNEL_ID}"


def _read_all(api: Api, size: int) -> list[dict[str, Any]]:
    channels: list[dict[str, Any]] = []
    number = 1
    while page := api.get(CHANNELS, pageSize=size, pageNumber=number).json()["entities"]:
        channels += page
        number += 1
    return channels


def test_pages(api: Api) -> None:
    answer = api.get(CHANNELS, pageSize=15, pageNumber=3)
    page = answer.json()
    assert len(page.pop("entities")) == 10
    assert page == {"pageSize": 15, "pageNumber": 3, "total": 40, "pageCount": 3}
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("size", [1, 7, 40, 100])
def test_pages_hold_every_channel_once_unharmed(api: Api, size: int) -> None:
    assert _read_all(api, size) == mixed(40)["channels"]


def test_past_the_end(api: Api) -> None:
    page = api.get(CHANNELS, pageNumber=10**17).json()
    assert page["entities"] == []
    assert page["total"] == 40


@pytest.mark.parametrize(
    "query",
    [
        *("pageSize=0", "pageSize=101", "pageSize=ten", "pageSize=5.0", "pageSize=", "pageSize=-1"),
        *("pageNumber=0", "pageNumber=x", "pageNumber=1&pageNumber=2", "pagesize=10", "nonsense"),
    ],
)
def test_wrong_pages(api: Api, query: str) -> None:
    assert api.call("GET", f"{CHANNELS}?{query}").status_code == 400


def test_a_service_that_announces_less(api: Api, simulator: Simulator) -> None:
    simulator.settings(announce_total=False, announce_page_count=False, page_size_cap=10)
    page = api.get(CHANNELS, pageSize=100).json()
    assert len(page.pop("entities")) == 10
    assert page == {"pageSize": 10, "pageNumber": 1}


def test_one_channel(api: Api, simulator: Simulator) -> None:
    assert api.get(CHANNEL).json() == simulator.channel(CHANNEL_ID)
    assert_error(api.get(f"{CHANNELS}/unknown"), 404, "not.found")


def test_patch_merges_objects_and_replaces_lists(api: Api, simulator: Simulator) -> None:
    change = {"configuration": {"webchat": {"features": ["co-browsing"]}, "new": {"a": 1}}}
    answer = api.patch(change)
    expected = mixed(1)["channels"][0]
    expected["configuration"]["webchat"]["features"] = ["co-browsing"]
    expected["configuration"]["new"] = {"a": 1}
    expected["version"] = 2
    assert answer.json() == expected == simulator.channel(CHANNEL_ID)


def test_patch_that_changes_nothing_is_a_new_version(api: Api) -> None:
    channel = api.get(CHANNEL).json()
    assert api.patch(channel).json() == {**channel, "version": 2}


def test_any_channel_can_be_sent_back_as_it_was_read(api: Api) -> None:
    for channel in _read_all(api, 100):
        answer = api.patch(channel, channel["id"])
        assert answer.json() == {**channel, "version": 2}


def test_values_survive(api: Api) -> None:
    extra = {"ü": '💬 " \\ \u0000 é', "int": 10**40, "float": 0.1, "null": None, "deep": [{"x": [{}]}], "": False}
    api.patch({"extra": extra})
    assert api.get(CHANNEL).json()["extra"] == extra


def test_null_is_a_value(api: Api) -> None:
    assert api.patch({"configuration": {"routing": {"queueId": None}}}).json()["configuration"]["routing"] == {
        "queueId": None,
        "assignmentMode": "longest-idle",
    }
    assert api.patch({"configuration": None}).json()["configuration"] is None


@pytest.mark.parametrize("sessions", [0, 2001, -1, "500", 500.0, True, None, [500]])
def test_wrong_sessions(api: Api, simulator: Simulator, sessions: Any) -> None:
    body = assert_error(
        api.patch({"configuration": {"webchat": {"maxConcurrentSessions": sessions}}}), 400, "invalid.value"
    )
    assert body["details"][0]["fieldName"] == "configuration.webchat.maxConcurrentSessions"
    assert simulator.channel(CHANNEL_ID) == mixed(1)["channels"][0]


@pytest.mark.parametrize("sessions", [1, 2000])
def test_right_sessions(api: Api, sessions: int) -> None:
    assert api.patch({"configuration": {"webchat": {"maxConcurrentSessions": sessions}}}).status_code == 200


@pytest.mark.parametrize("features", [None, "rich-media", ["unknown"], [1], [["rich-media"]], ["rich-media"] * 2, {}])
def test_wrong_features(api: Api, features: Any) -> None:
    assert_error(api.patch({"configuration": {"webchat": {"features": features}}}), 400, "invalid.value")


@pytest.mark.parametrize("queue", ["unknown", 5, ["queue-123"], {}, ""])
def test_wrong_queue(api: Api, queue: Any) -> None:
    assert_error(api.patch({"configuration": {"routing": {"queueId": queue}}}), 400, "invalid.value")


def test_every_problem_is_reported(api: Api) -> None:
    change = {
        "configuration": {"webchat": {"maxConcurrentSessions": 0, "features": ["x"]}, "routing": {"queueId": "x"}}
    }
    assert len(assert_error(api.patch(change), 400, "invalid.value")["details"]) == 3


def test_webchat_is_for_web_messaging_channels(api: Api, simulator: Simulator) -> None:
    voice = next(channel for channel in simulator.channels() if channel["channelType"] == "voice")
    answer = api.patch({"configuration": {"webchat": {"features": []}}}, voice["id"])
    assert "Web Messaging" in assert_error(answer, 400, "invalid.value")["message"]
    by_its_object = next(channel for channel in simulator.channels() if channel["channelType"] == "open")
    assert api.patch({"configuration": {"webchat": {"features": []}}}, by_its_object["id"]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"null", b"{", b"{}", b'{"id": "other"}', b'{"id": 5}', b"\xff", b'{"id": NaN}'),
        *(b'{"a": "\\ud800"}', b'{"a": 1, "a": 1}', b'{"a": 1e999}'),
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_bodies_that_are_refused(api: Api, simulator: Simulator, body: bytes) -> None:
    body = body.replace(b'{"a"', b'{"id": "' + CHANNEL_ID.encode() + b'", "a"')
    assert_error(
        api.call("PATCH", CHANNEL, data=body, headers={"Content-Type": "application/json"}), 400, "bad.request"
    )
    assert simulator.channel(CHANNEL_ID)["version"] == 1


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/json; charset=latin-1", "json"])
def test_content_types_that_are_refused(api: Api, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = api.call("PATCH", CHANNEL, data=json.dumps({"id": CHANNEL_ID}).encode(), headers=headers)
    assert_error(answer, 415, "unsupported.media.type")


def test_a_body_can_be_too_large(api: Api) -> None:
    assert_error(api.patch({"extra": "x" * 600_000}), 413, "request.entity.too.large")


def test_a_channel_that_is_not_there(api: Api) -> None:
    assert_error(api.patch({}, "unknown"), 404, "not.found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", [CHANNELS, CHANNEL])
def test_wrong_methods(api: Api, method: str, path: str) -> None:
    answer = api.call(method, path)
    assert_error(answer, 405, "method.not.allowed")
    assert "GET" in answer.headers["Allow"]


def test_head_is_a_wrong_method_without_a_body(api: Api) -> None:
    answer = api.call("HEAD", CHANNELS)
    assert (answer.status_code, answer.content) == (405, b"")
    assert api.get(CHANNEL).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/v2/nonsense", f"{CHANNELS}/", f"{CHANNEL}/x", "/api/v2/webdeployments"])
def test_unknown_paths(api: Api, path: str) -> None:
    assert_error(api.get(path), 404, "not.found")
