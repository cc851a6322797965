# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A PATCH of a channel: made from a fresh and whole read of the channel that was asked for, and compared after it."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.desired import DesiredChannel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.gateway import PlannedChange
from ansible_collections.genesys.cloud.plugins.module_utils._communications.gateway import Communications
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    ProtocolError,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import JsonObject, merge
from ansible_collections.genesys.cloud.plugins.module_utils._core.plan import Plan
from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault, Policy
from ansible_collections.genesys.cloud.plugins.module_utils._core.validation import Problem
from ansible_collections.genesys.cloud.plugins.module_utils._http.freshness import FRESH_FOR
from ansible_collections.genesys.cloud.plugins.module_utils._http.read_back import SHOWN_WITHIN
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.tests.unit.network import API, Sent, Wired, reply, wired

CHANNELS = "/api/v2/communications/channels"
COBROWSING = DesiredChannel(enable_features=("co-browsing",))
SESSIONS = DesiredChannel({"max_concurrent_sessions": 800})


def entity(number: int, *features: str, **webchat: Any) -> JsonObject:
    held = {"webchat": {"maxConcurrentSessions": 500, "features": list(features), **webchat}}
    return {"id": f"c{number}", "name": f"Channel {number}", "channelType": "webchat", "configuration": held}


class Org:
    """Channels that answer as they should, until a test says otherwise; each request takes ``latency`` seconds.

    ``before``: what is done before request number n. ``answers``: what it gets in place of being handled.
    """

    def __init__(self, *channels: JsonObject, latency: float = 0.0, policy: Policy | None = None) -> None:
        self.channels = {channel["id"]: channel for channel in channels}
        self.before: dict[int, Callable[[], Any]] = {}
        self.answers: dict[int, Response | JsonObject] = {}
        self.net: Wired = wired(self._answer, policy=policy, latency=latency)
        self.gateway = Communications(self.net.client)

    def _answer(self, sent: Sent) -> Response:
        number = len(self.net.network.sent)
        self.before.get(number, lambda: None)()
        answer = self.answers.get(number)
        if isinstance(answer, dict):
            return reply(answer)
        if answer is not None:
            return answer
        return self._handle(sent)

    def _handle(self, sent: Sent) -> Response:
        path, _mark, query = sent.url[len(API) :].partition("?")
        if path == CHANNELS:
            number = int(query.rpartition("=")[2])
            rows = list(self.channels.values())
            page = rows[100 * (number - 1) : 100 * number]
            return reply({"entities": page, "pageSize": 100, "total": len(rows), "pageCount": -(-len(rows) // 100)})
        channel_id = path.rpartition("/")[2]
        if channel_id not in self.channels:
            return reply({"message": "None.", "status": 404}, 404)
        if sent.method == "PATCH":
            self.channels[channel_id] = merge(self.channels[channel_id], sent.json)
        return reply(self.channels[channel_id])

    def edit(self, channel_id: str, **webchat: Any) -> None:
        """Somebody changes the channel."""
        self.channels[channel_id] = merge(self.channels[channel_id], {"configuration": {"webchat": webchat}})

    def sleeps(self, seconds: float) -> Callable[[], None]:
        return lambda: self.net.clock.sleep(seconds)

    @property
    def requests(self) -> list[str]:
        """``GET c1``, and ``GET`` for a page of the listing."""
        return [
            request.split("?")[0].replace(CHANNELS, "").replace(" /", " ").strip()
            for request in self.net.network.requests
        ]

    def features(self, channel_id: str) -> list[str]:
        held: list[str] = self.channels[channel_id]["configuration"]["webchat"]["features"]
        return held

    def change(self, channel: Channel, desired: DesiredChannel) -> PlannedChange:
        return PlannedChange(channel, desired, desired.plan(channel), desired.plan)

    def by_id(self, desired: DesiredChannel, pause: float = 0.0) -> PlannedChange:
        """Read channel c1 by itself, wait, and bring it to the wish."""
        change = self.change(self.gateway.channel("c1"), desired)
        self.net.clock.sleep(pause)
        self.gateway.waves([change])
        self.gateway.apply(change)
        return change

    def all(self, desired: DesiredChannel, pause: float = 0.0) -> list[PlannedChange]:
        """Every channel of the listing."""
        changes = [self.change(channel, desired) for channel in self.gateway.channels()]
        self.gateway.waves(changes)
        for change in changes:
            self.net.clock.sleep(pause)
            if change.plan.changed:
                self.gateway.apply(change)
        return changes


def test_a_list_that_was_made_from_an_old_read_is_made_anew() -> None:
    org = Org(entity(1, "rich-media"))
    org.before[2] = lambda: org.edit("c1", features=["rich-media", "video-calling"])
    change = org.by_id(COBROWSING, pause=FRESH_FOR + 1)
    assert org.requests == ["GET c1", "GET c1", "PATCH c1"]
    assert org.features("c1") == ["rich-media", "video-calling", "co-browsing"]
    assert change.plan.before == {"features": ["rich-media", "video-calling"]}
    assert change.plan.after == {"features": ["rich-media", "video-calling", "co-browsing"]}


def test_what_someone_else_has_done_meanwhile_is_not_sent_and_no_change_of_ours() -> None:
    org = Org(entity(1, "rich-media"))
    org.before[2] = lambda: org.edit("c1", features=["co-browsing"])
    change = org.by_id(COBROWSING, pause=FRESH_FOR + 1)
    assert org.requests == ["GET c1", "GET c1"]
    assert not change.plan.changed


@pytest.mark.parametrize(
    ("desired", "pause"), [(COBROWSING, 1.0), (SESSIONS, 600.0)], ids=["a young read", "a given value"]
)
def test_nothing_is_read_again_where_that_is_not_needed(desired: DesiredChannel, pause: float) -> None:
    org = Org(entity(1, "rich-media"))
    org.by_id(desired, pause=pause)
    assert org.requests == ["GET c1", "PATCH c1"]


@pytest.mark.parametrize(
    "answer",
    [reply({}, 429, Retry_After="30"), reply({}, 503, Retry_After="6"), reply({}, 429, Retry_After="5.0")],
    ids=["429", "503", "a Retry-After that cannot be read"],
)
def test_a_wait_of_the_patch_makes_it_old_too(answer: Response) -> None:
    org = Org(entity(1, "rich-media"))
    org.answers[2] = answer
    org.before[3] = lambda: org.edit("c1", features=["rich-media", "video-calling"])
    org.by_id(COBROWSING, pause=4.5)
    assert org.requests == ["GET c1", "PATCH c1", "GET c1", "PATCH c1"]
    assert org.features("c1") == ["rich-media", "video-calling", "co-browsing"]
    assert org.net.recorder.total.requests["write"] == 2


def test_a_given_value_waits_and_is_sent_as_it_is() -> None:
    org = Org(entity(1, "rich-media"))
    org.answers[2] = reply({}, 429, Retry_After="30")
    org.by_id(SESSIONS)
    assert org.requests == ["GET c1", "PATCH c1", "PATCH c1"]


def test_an_allowance_that_lets_nothing_through_in_time_does_not_stop_it_for_good() -> None:
    org = Org(entity(1, "rich-media"))
    for number in (2, 4, 6):
        org.answers[number] = reply({}, 429, Retry_After="6")
    org.by_id(COBROWSING)
    assert org.requests == ["GET c1", *["PATCH c1", "GET c1"] * 3, "PATCH c1"]
    assert org.features("c1") == ["rich-media", "co-browsing"]


def test_a_fleet_that_is_done_in_time_reads_nothing_again() -> None:
    org = Org(*(entity(number, "rich-media") for number in range(120)))
    org.all(COBROWSING, pause=0.04)
    assert org.requests == ["GET", "GET", *[f"PATCH c{number}" for number in range(120)]]


def test_a_slow_fleet_is_listed_again_and_not_read_one_by_one() -> None:
    org = Org(*(entity(number, "rich-media") for number in range(120)))
    org.before[12] = lambda: org.edit("c100", features=["video-calling"])
    org.all(COBROWSING, pause=0.5)
    listings = org.requests.count("GET")
    assert listings == 2 * 11
    assert len(org.requests) == listings + 120
    assert org.features("c100") == ["video-calling", "co-browsing"]


def test_the_last_ones_of_a_fleet_are_read_singly() -> None:
    org = Org(*(entity(number, "rich-media") for number in range(2)))
    org.all(COBROWSING, pause=3.0)
    assert org.requests == ["GET", "PATCH c0", "GET c1", "PATCH c1"]


def test_of_a_fleet_with_given_values_none_is_read_again() -> None:
    org = Org(*(entity(number, "rich-media") for number in range(3)))
    org.all(SESSIONS, pause=6.0)
    assert org.requests == ["GET", "PATCH c0", "PATCH c1", "PATCH c2"]


def without(channel: JsonObject, *path: str) -> JsonObject:
    """A copy that lacks what the path leads to."""
    copy: JsonObject = json.loads(json.dumps(channel))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return copy


THIN = [("configuration",), ("configuration", "webchat"), ("configuration", "webchat", "features")]


@pytest.mark.parametrize("path", THIN, ids=[".".join(path) for path in THIN])
@pytest.mark.parametrize(
    "desired", [COBROWSING, DesiredChannel(disable_features=("rich-media",))], ids=["enable", "disable"]
)
def test_what_a_row_of_the_listing_leaves_out_is_read_before_it_is_written(
    path: tuple[str, ...], desired: DesiredChannel
) -> None:
    whole = entity(1, "rich-media", "file-sharing")
    org = Org(whole)
    org.answers[1] = {"entities": [without(whole, *path)], "pageCount": 1, "total": 1}
    (change,) = org.all(desired)
    assert org.requests == ["GET", "GET c1", "PATCH c1"]
    assert "file-sharing" in org.features("c1")
    assert change.plan.before == {"features": ["rich-media", "file-sharing"]}


def test_a_channel_that_really_has_no_features_is_read_once() -> None:
    org = Org(without(entity(1), "configuration", "webchat", "features"))
    org.all(COBROWSING)
    assert org.requests == ["GET", "GET c1", "PATCH c1"]
    assert org.features("c1") == ["co-browsing"]


@pytest.mark.parametrize("answered", ["c2", None, "", 1, "C1", "c1 "], ids=repr)
def test_an_answer_about_another_channel_is_none_about_this(answered: Any) -> None:
    org = Org(entity(1))
    org.answers[1] = {**entity(2), "id": answered}
    with pytest.raises(ProtocolError) as raised:
        org.gateway.channel("c1")
    told = str(raised.value)
    assert "'c1' was requested" in told
    assert repr(answered) in told if answered is not None else "has no id" in told
    assert f"GET {CHANNELS}/c1" in told


def test_an_answer_without_any_member_is_none_either() -> None:
    org = Org(entity(1))
    org.answers[1] = {}
    with pytest.raises(ProtocolError):
        org.by_id(SESSIONS)
    assert org.requests == ["GET c1"]


WEAK: dict[str, Response | JsonObject] = {
    "nothing": {},
    "another id": {**entity(2), "id": "c2"},
    "no id": {"configuration": {}},
    "a 204": reply(b"", 204),
    "a 202": reply(b"", 202),
    "HTML": reply(b"<html>Welcome</html>"),
    "null": reply(b"null"),
    "the channel as it was": entity(1, "rich-media"),
}


@pytest.mark.parametrize("answer", WEAK.values(), ids=WEAK.keys())
@pytest.mark.parametrize("lag", [0, 1, 3])
def test_what_an_answer_does_not_show_is_read_until_it_shows(answer: Response | JsonObject, lag: int) -> None:
    org = Org(entity(1, "rich-media"))
    org.before[2] = lambda: org.edit("c1", maxConcurrentSessions=800)
    org.answers[2] = answer
    for number in range(3, 3 + lag):
        org.answers[number] = entity(1, "rich-media")
    change = org.by_id(SESSIONS)
    assert org.requests == ["GET c1", "PATCH c1", *["GET c1"] * (lag + 1)]
    assert change.plan.before == {"max_concurrent_sessions": 500}


@pytest.mark.parametrize(
    ("answer", "error", "changed", "told"),
    [
        ({}, Conflict, True, "max_concurrent_sessions did not take the desired value"),
        ({"id": "c2"}, Conflict, True, "max_concurrent_sessions did not .* was about 'c2'"),
        (reply(b"<html/>"), ProtocolError, None, "may still take effect"),
        (entity(1), Conflict, True, "max_concurrent_sessions did not take the desired value"),
    ],
    ids=["nothing", "another id", "HTML", "as it was"],
)
def test_what_never_shows_is_told_in_time(answer: Any, error: type[Exception], changed: Any, told: str) -> None:
    org = Org(entity(1))
    org.answers[2] = answer
    with pytest.raises(error, match=told) as raised:
        org.by_id(SESSIONS)
    assert getattr(raised.value, "result", {}).get("changed") is changed
    assert 0.5 * SHOWN_WITHIN < org.net.clock.passed < SHOWN_WITHIN
    assert org.requests.count("PATCH c1") == 1


def test_where_what_was_written_shows_the_rest_is_not_waited_for() -> None:
    org = Org(entity(1, "rich-media"))
    org.before[2] = lambda: org.edit("c1", features=["video-calling"])
    with pytest.raises(Conflict, match="but features did not take"):
        org.by_id(DesiredChannel({"max_concurrent_sessions": 800, "features": ["rich-media"]}))
    assert org.requests == ["GET c1", "PATCH c1", "GET c1"]
    assert org.net.clock.passed == 0


def test_the_deadline_ends_the_wait_earlier() -> None:
    org = Org(entity(1), policy=Policy(deadline=3.0))
    org.answers[2] = {}
    with pytest.raises(Conflict):
        org.by_id(SESSIONS)
    assert org.net.clock.passed < 3


def test_a_409_is_planned_again_on_what_is_there_then() -> None:
    org = Org(entity(1, "rich-media"))
    org.answers[2] = reply({"status": 409}, 409)
    org.before[3] = lambda: org.edit("c1", features=["video-calling"], maxConcurrentSessions=7)
    desired = DesiredChannel({"max_concurrent_sessions": 800}, enable_features=("co-browsing",))
    change = org.by_id(desired)
    assert org.requests == ["GET c1", "PATCH c1", "GET c1", "PATCH c1"]
    assert org.features("c1") == ["video-calling", "co-browsing"]
    assert change.plan.before == {"max_concurrent_sessions": 7, "features": ["video-calling"]}


def test_a_second_409_is_told_with_a_way_out() -> None:
    org = Org(entity(1, "rich-media"))
    org.answers = {2: reply({"status": 409}, 409), 4: reply({"status": 409}, 409)}
    with pytest.raises(Conflict, match="Run it again"):
        org.by_id(SESSIONS)
    assert org.requests == ["GET c1", "PATCH c1", "GET c1", "PATCH c1"]


def test_what_a_lost_try_did_counts_as_ours_though_a_late_one_was_planned() -> None:
    """The PATCH took effect after we looked, and before the next try, which would have come too late."""
    org = Org(entity(1, "rich-media"))
    org.answers = {2: reply({}, 502), 4: reply({}, 429, Retry_After="20")}
    org.before[5] = lambda: org.edit("c1", features=["rich-media", "co-browsing"])
    change = org.by_id(COBROWSING)
    assert org.requests == ["GET c1", "PATCH c1", "GET c1", "PATCH c1", "GET c1"]
    assert change.plan.changed
    assert change.plan.diff == {
        "before": {"features": ["rich-media"]},
        "after": {"features": ["rich-media", "co-browsing"]},
    }


def test_what_no_longer_fits_the_wish_is_refused_before_it_is_written() -> None:
    org = Org(entity(1, "rich-media"))
    org.before[2] = lambda: org.edit("c1", features=["co-browsing"])

    def plan_for(channel: Channel) -> Plan:
        if "co-browsing" in channel.features:
            raise InvalidInput([Problem("features", "co-browsing does not work in safari")])
        return desired.plan(channel)

    desired = DesiredChannel(enable_features=("file-sharing",))
    channel = org.gateway.channel("c1")
    change = PlannedChange(channel, desired, desired.plan(channel), plan_for)
    org.net.clock.sleep(FRESH_FOR + 1)
    org.gateway.waves([change])
    with pytest.raises(InvalidInput):
        org.gateway.apply(change)
    assert org.requests == ["GET c1", "GET c1"]


def test_a_channel_that_went_meanwhile_is_told_as_gone() -> None:
    org = Org(entity(1, "rich-media"))
    org.before[2] = org.channels.clear
    with pytest.raises(NotFound):
        org.by_id(COBROWSING, pause=FRESH_FOR + 1)
    assert org.requests == ["GET c1", "GET c1"]


def test_an_answer_that_is_no_http_is_a_lost_one_and_the_patch_is_sent_again() -> None:
    net = wired(reply(entity(1)), Fault.MALFORMED, reply(entity(1)), reply(entity(1, maxConcurrentSessions=800)))
    gateway = Communications(net.client)
    channel = gateway.channel("c1")
    change = PlannedChange(channel, SESSIONS, SESSIONS.plan(channel), SESSIONS.plan)
    gateway.waves([change])
    assert gateway.apply(change).state["max_concurrent_sessions"] == 800
    assert [sent.method for sent in net.network.sent] == ["GET", "PATCH", "GET", "PATCH"]
