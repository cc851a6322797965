# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages to their end, and writes whose outcome nobody knows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    GenesysError,
    NotFound,
    Outdated,
    ProtocolError,
    Rejected,
    Unavailable,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault, Policy
from ansible_collections.genesys.cloud.plugins.module_utils._http.sender import Tries
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Response
from ansible_collections.genesys.cloud.tests.unit.network import Scripted, Sent, Wired, reply, wired

THINGS = "/api/v2/things"


def entities(*numbers: int) -> list[dict[str, str]]:
    return [{"id": str(number)} for number in numbers]


class Listing:
    """Serves ``total`` things in pages, and tells as much about their number as it is told to."""

    def __init__(self, total: int, tells: tuple[str, ...], size: int = 100) -> None:
        self.total, self.tells, self.size = total, tells, size

    def __call__(self, sent: Sent) -> Response:
        query = parse_qs(urlsplit(sent.url).query)
        assert query["pageSize"] == ["100"]
        first = (int(query["pageNumber"][0]) - 1) * self.size
        facts = {"total": self.total, "pageCount": -(-self.total // self.size)}
        page = entities(*range(first, min(first + self.size, self.total)))
        return reply({"entities": page, **{key: facts[key] for key in self.tells}})


def ids(net: Wired) -> list[str]:
    return [entity["id"] for entity in net.client.pages(THINGS)]


@pytest.mark.parametrize("tells", [("pageCount",), ("total",), ("pageCount", "total"), ()])
@given(total=st.integers(0, 450), size=st.sampled_from([100, 100, 40, 7]))
def test_every_entity_is_read_once_in_order_with_no_request_too_many(
    tells: tuple[str, ...], total: int, size: int
) -> None:
    net = wired(Listing(total, tells, size))
    assert ids(net) == [str(number) for number in range(total)]
    pages = -(-total // size)
    assert len(net.network.sent) == (max(1, pages) if tells else pages + 1)


def test_a_short_page_is_not_the_end() -> None:
    net = wired(
        reply({"entities": entities(1, 2), "total": 5}),
        reply({"entities": entities(3), "total": 5}),
        reply({"entities": entities(4, 5), "total": 5}),
    )
    assert ids(net) == ["1", "2", "3", "4", "5"]
    assert len(net.network.sent) == 3


def test_page_count_is_believed_before_total() -> None:
    net = wired(
        reply({"entities": entities(1), "pageCount": 2, "total": 1}),
        reply({"entities": entities(2), "pageCount": 2, "total": 1}),
    )
    assert ids(net) == ["1", "2"]
    assert len(net.network.sent) == 2


@pytest.mark.parametrize("nonsense", [None, -1, "3", True, 2.5, []])
def test_a_count_that_is_none_is_not_believed(nonsense: Any) -> None:
    net = wired(
        reply({"entities": entities(1), "pageCount": nonsense, "total": nonsense}),
        reply({"entities": [], "pageCount": nonsense, "total": nonsense}),
    )
    assert ids(net) == ["1"]


def test_an_empty_page_ends_it_though_total_promises_more() -> None:
    net = wired(reply({"entities": entities(1), "total": 9}), reply({"entities": [], "total": 9}))
    assert ids(net) == ["1"]
    assert len(net.network.sent) == 2


def test_an_entity_that_moved_to_the_next_page_meanwhile_is_there_once() -> None:
    net = wired(
        reply({"entities": entities(1, 2), "pageCount": 2}), reply({"entities": entities(2, 3), "pageCount": 2})
    )
    assert ids(net) == ["1", "2", "3"]


def test_an_entity_that_is_twice_on_one_page_is_there_once() -> None:
    assert ids(wired(reply({"entities": entities(1, 1, 2), "total": 3}))) == ["1", "2"]


@pytest.mark.parametrize(("facts", "read"), [({}, 2), ({"total": 500}, 2), ({"pageCount": 5}, 5)])
def test_a_page_that_repeats_ends_with_an_error_and_not_never(facts: dict[str, int], read: int) -> None:
    """Announced pages are read at once, before anyone can see that they repeat."""
    net = wired(reply({"entities": entities(1, 2), **facts}))
    with pytest.raises(ProtocolError, match="repeats earlier pages"):
        ids(net)
    assert len(net.network.sent) == read


@pytest.mark.parametrize(
    "page", [{}, {"entities": None}, {"entities": {}}, {"entities": "none"}, {"channels": []}, {"total": 0}]
)
def test_an_answer_without_a_list_of_entities_is_an_error_and_never_nothing(page: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="no list 'entities'"):
        ids(wired(reply(page)))


@pytest.mark.parametrize("entity", [None, 5, "1", [], {}, {"id": None}, {"id": 5}, {"id": ""}])
def test_an_entity_without_an_id_is_an_error(entity: Any) -> None:
    with pytest.raises(ProtocolError, match="no object with an id"):
        ids(wired(reply({"entities": [entity], "total": 1})))


def test_a_listing_that_fails_half_way_is_not_half_a_listing() -> None:
    net = wired(reply({"entities": entities(1), "pageCount": 2}), reply({"message": "gone"}, 404))
    with pytest.raises(NotFound):
        ids(net)


def test_reads_ask_for_fresh_answers_and_writes_send_json() -> None:
    net = wired(reply())
    net.client.get("/a")
    net.client.write("PATCH", "/a", {"name": "\u00fc"}, net.sender.tries())
    net.client.write("DELETE", "/a", None, net.sender.tries())
    read, write, delete = net.network.sent
    assert read.headers["Cache-Control"] == "no-cache"
    assert (write.headers["Content-Type"], write.body) == ("application/json", b'{"name": "\\u00fc"}')
    assert (delete.body, "Content-Type" in delete.headers) == (None, False)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, "protocol"),
        (400, "rejected"),
        (401, "authentication"),
        (403, "permission"),
        (404, "not_found"),
        (405, "rejected"),
        (408, "unavailable"),
        (409, "conflict"),
        (422, "rejected"),
        (429, "rate_limited"),
        (500, "unavailable"),
        (501, "unavailable"),
        (503, "unavailable"),
    ],
)
def test_an_error_carries_all_that_the_server_said(status: int, kind: str) -> None:
    said = {
        "message": "No.",
        "code": "not.today",
        "contextId": "c-1",
        "details": [{"errorCode": "e", "fieldName": "f"}],
        "errors": ["and this"],
        "limit": {"key": "k", "namespace": "web.deployments", "value": 50, "selfUri": "/x"},
    }
    net = wired(reply(said, status), policy=Policy(retries=0))
    with pytest.raises(GenesysError) as raised:
        net.client.get("/a")
    assert raised.value.failure() == {
        "kind": kind,
        "status": status,
        "code": "not.today",
        "message": "No.",
        "advice": raised.value.advice,
        "context_id": "c-1",
        "method": "GET",
        "path": "/a",
        "details": [{"errorCode": "e", "fieldName": "f"}, "and this"],
        "limit": {"key": "k", "namespace": "web.deployments", "value": 50},
    }
    for part in (
        "limit k of web.deployments: 50",
        "GET /a",
        str(status),
        "not.today",
        "No",
        "c-1",
        "errorCode=e",
        "and this",
    ):
        assert part in str(raised.value)


def test_a_feature_that_the_org_lacks_is_told_as_such() -> None:
    detail = {"errorCode": "this feature is not yet implemented", "fieldName": "messenger.apps.knowledge"}
    net = wired(reply({"message": "Bad.", "code": "bad.request", "details": [detail]}, 400))
    with pytest.raises(GenesysError) as raised:
        net.client.get("/a")
    assert "This org does not have it: messenger.apps.knowledge." in str(raised.value)


@pytest.mark.parametrize("limit", [None, "x", [], {}, {"value": 5}])
def test_a_limit_without_a_name_is_none(limit: Any) -> None:
    net = wired(reply({"message": "Bad.", "limit": limit}, 400))
    with pytest.raises(GenesysError) as raised:
        net.client.get("/a")
    assert raised.value.failure()["limit"] is None


class Write:
    """A write for ``settle``: what it sends, and what a look finds, one entry a look."""

    def __init__(self, net: Wired, found: list[Any], method: str = "PATCH") -> None:
        self.net, self.found, self.method = net, found, method
        self.looks = 0

    def send(self, tries: Tries) -> Any:
        return self.net.client.write(self.method, "/a", {"n": self.looks}, tries)

    def look(self) -> Any:
        self.looks += 1
        return self.found.pop(0)

    def settled(self) -> Any:
        return self.net.client.settle(self.send, self.look)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize("trouble", [Fault.TIMEOUT, Fault.RESET, Fault.CUT, reply(status=502), reply(status=504)])
def test_a_lost_write_that_took_effect_is_not_sent_again(method: str, trouble: Scripted) -> None:
    write = Write(wired(trouble, reply({"never": "sent"})), ["as it is now"], method)
    assert write.settled() == "as it is now"
    assert write.net.network.requests == [f"{method} /a"]
    assert write.net.clock.slept == [1.0]


def test_a_lost_write_that_took_no_effect_is_sent_again_as_the_look_left_it() -> None:
    write = Write(wired(Fault.RESET, reply(status=504), reply({"done": True})), [None, None])
    assert write.settled() == {"done": True}
    assert [sent.json for sent in write.net.network.sent] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert write.net.clock.slept == [1.0, 2.0]


@pytest.mark.parametrize("shown", ["as it is now", None])
def test_a_lost_write_whose_read_is_old_by_now_is_looked_for_once_more(shown: str | None) -> None:
    """It can take effect late: who reads and plans again then would find nothing to do, and tell of no change."""
    write = Write(wired(Fault.TIMEOUT), [None, shown])
    read_at = write.net.clock.monotonic()

    def send(tries: Tries) -> Any:
        tries.send_by = read_at + 0.5
        return write.send(tries)

    if shown is None:
        with pytest.raises(Outdated):
            write.net.client.settle(send, write.look)
    else:
        assert write.net.client.settle(send, write.look) == shown
    assert write.looks == 2
    assert write.net.network.requests == ["PATCH /a"]


def test_a_write_that_was_never_sent_is_not_looked_for() -> None:
    write = Write(wired(), [])

    def send(tries: Tries) -> Any:
        tries.send_by = write.net.clock.monotonic() - 1.0
        return write.send(tries)

    with pytest.raises(Outdated):
        write.net.client.settle(send, write.look)
    assert (write.looks, write.net.network.requests) == (0, [])


@given(st.integers(0, 4))
def test_the_tries_of_a_write_count_together_and_the_last_one_is_looked_at_too(retries: int) -> None:
    write = Write(wired(Fault.TIMEOUT, policy=Policy(retries=retries)), [None] * 9)
    with pytest.raises(GenesysError) as raised:
        write.settled()
    assert raised.value.kind == "network"
    assert len(write.net.network.sent) == retries + 1
    assert write.looks == retries + 1


def test_a_last_try_that_took_effect_after_all_is_a_success() -> None:
    write = Write(wired(Fault.TIMEOUT, policy=Policy(retries=1)), [None, "as it is now"])
    assert write.settled() == "as it is now"
    assert len(write.net.network.sent) == 2


@pytest.mark.parametrize("trouble", [reply(status=500), reply(b"<html></html>")])
def test_what_is_not_to_be_repeated_is_looked_at_once(trouble: Scripted) -> None:
    assert Write(wired(trouble), ["as it is now"]).settled() == "as it is now"
    write = Write(wired(trouble), [None])
    with pytest.raises(GenesysError):
        write.settled()
    assert len(write.net.network.sent) == write.looks == 1


def test_a_refused_write_is_not_looked_at() -> None:
    write = Write(wired(reply({"message": "no"}, 400)), [])
    with pytest.raises(Rejected):
        write.settled()
    assert write.looks == 0


def test_a_look_that_fails_leaves_the_outcome_open_and_says_so() -> None:
    net = wired(reply(status=502))

    def look() -> None:
        raise Unavailable("out of order")

    with pytest.raises(Unavailable) as raised:
        net.client.settle(lambda tries: net.client.write("PATCH", "/a", {}, tries), look)
    assert raised.value.answer.status == 502
    assert "Whether it took effect is not known: reading it back failed too (out of order)" in str(raised.value)


def test_a_look_that_finds_the_object_gone_says_that() -> None:
    net = wired(reply(status=502))

    def look() -> None:
        raise NotFound("no such thing")

    with pytest.raises(NotFound, match="someone deleted it meanwhile"):
        net.client.settle(lambda tries: net.client.write("PATCH", "/a", {}, tries), look)


def test_a_query_is_a_read_that_goes_through_its_pages_and_is_sent_again() -> None:
    """A POST that changes nothing: after a lost answer it may just be repeated."""

    def page(sent: Sent) -> Response:
        number = sent.json["pageNumber"]
        # What is new meanwhile stands first and pushes the others on: each of them is taken once.
        return reply({"entities": [{"id": str(number)}, {"id": str(number + 1)}], "pageCount": 3})

    net = wired(Fault.RESET, reply(status=503), page)
    found = net.client.query_pages("/query", {"pageSize": 2})
    assert [entity["id"] for entity in found] == ["1", "2", "3", "4"]
    assert net.network.requests == ["POST /query"] * 5
    assert [sent.json for sent in net.network.sent[2:]] == [
        {"pageSize": 2, "pageNumber": number} for number in (1, 2, 3)
    ]
    assert net.recorder.total.requests == {"token": 0, "read": 5, "write": 0}


def test_a_read_is_as_old_as_the_request_that_was_answered() -> None:
    """It may have waited for its turn, or for the service, which makes its result no older."""
    net = wired(reply(status=429, Retry_After="7"), reply({"id": "a"}), latency=0.5)
    before = net.clock.monotonic()
    found, sent_at = net.client.dated(lambda: net.client.get("/one"))
    assert found == {"id": "a"}
    assert sent_at - before >= 7.5
    assert net.clock.monotonic() - sent_at == 0.5


def test_a_read_of_several_requests_is_as_old_as_the_first_of_them() -> None:
    net = wired(latency=2)

    def read() -> list[dict[str, Any]]:
        inner, inner_sent_at = net.client.dated(lambda: net.client.get("/one"))
        assert inner_sent_at == 1000
        return [inner, net.client.get("/two")]

    found, sent_at = net.client.dated(read)
    assert (len(found), sent_at, net.clock.monotonic()) == (2, 1000, 1004)
    assert net.client.dated(lambda: "nothing was sent") == ("nothing was sent", 1004)
