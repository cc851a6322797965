# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A listing ends, whatever the service says about its pages."""

from __future__ import annotations

from itertools import count
from typing import Any, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import listing as listings
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import ProtocolError
from ansible_collections.genesys.cloud.plugins.module_utils._core.listing import (
    MOST_EMPTY,
    MOST_ENTITIES,
    MOST_PAGES,
    CursorPages,
    NumberedPages,
)
from ansible_collections.genesys.cloud.tests.unit.network import Sent, reply, wired


def things(*ids: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": str(each), **more} for each in ids]


def follow(pages: Iterator[dict[str, Any]]) -> tuple[CursorPages, int]:
    """All pages of a cursor, and how many were read."""
    listing = CursorPages("/things")
    for read, page in enumerate(pages, 1):
        if listing.add(page) is None:
            return listing, read
    raise AssertionError("it wants more pages than there are")


def number(pages: Iterator[dict[str, Any]]) -> tuple[NumberedPages, int]:
    listing = NumberedPages("/things")
    for read, page in enumerate(pages, 1):
        listing.add(page)
        if listing.is_complete:
            return listing, read
    raise AssertionError("it wants more pages than there are")


def counted(pages: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """No test reads for ever."""
    for read, page in enumerate(pages):
        assert read <= MOST_PAGES
        yield page


def cursor(each: Any) -> str:
    return f"/things?after={each}"


ENDLESS_CURSORS: dict[str, tuple[Any, int, str]] = {
    "one page again and again, with new cursors": (
        lambda n: {"entities": things(1, 2), "nextUri": cursor("x" * n)},
        2,
        "page 2 repeats earlier pages and brings nothing new",
    ),
    "parts of what came before": (
        lambda n: {"entities": things(*range(9)) if n == 1 else things(n % 9, (n + 4) % 9), "nextUri": cursor(n)},
        2,
        "page 2 repeats",
    ),
    "empty pages": (lambda n: {"entities": [], "nextUri": cursor(n)}, MOST_EMPTY + 1, "11 pages are empty"),
    "empty pages after full ones": (
        lambda n: {"entities": things(n) if n < 5 else [], "nextUri": cursor(n)},
        MOST_EMPTY + 5,
        "11 pages are empty",
    ),
    "one cursor": (lambda n: {"entities": things(n), "nextUri": cursor(1)}, 2, "lead back to an earlier one"),
    "a ring of cursors": (lambda n: {"entities": things(n), "nextUri": cursor(n % 7)}, 8, "lead back"),
    "ever new things": (lambda n: {"entities": things(n), "nextUri": cursor(n)}, MOST_PAGES, "more than 1000 pages"),
    "one new thing among old ones": (
        lambda n: {"entities": things(1, 2, n + 9), "nextUri": cursor(n)},
        MOST_PAGES,
        "more than 1000 pages",
    ),
    "a total that grows": (
        lambda n: {"entities": things(n), "total": n + 1, "nextUri": cursor(n)},
        MOST_PAGES,
        "more than 1000 pages",
    ),
    "large pages": (
        lambda n: {"entities": things(*range(n * 3000, n * 3000 + 3000)), "nextUri": cursor(n)},
        MOST_ENTITIES // 3000 + 1,
        "more than 200000 entities",
    ),
}


@pytest.mark.parametrize("name", ENDLESS_CURSORS)
def test_a_listing_by_cursor_without_an_end_is_given_up(name: str) -> None:
    page, reads, told = ENDLESS_CURSORS[name]
    read = 0

    def pages() -> Iterator[dict[str, Any]]:
        nonlocal read
        for read in count(1):
            yield page(read)

    with pytest.raises(ProtocolError, match=told) as raised:
        follow(counted(pages()))
    assert read == reads
    assert "the end of the listing /things cannot be found" in str(raised.value)


ENDLESS_NUMBERS: dict[str, tuple[Any, int, str]] = {
    "ever new things, and no counts": (lambda n: {"entities": things(n)}, MOST_PAGES, "more than 1000 pages"),
    "one new thing among old ones": (lambda n: {"entities": things(1, 2, n + 9)}, MOST_PAGES, "more than 1000 pages"),
    "one page again and again": (lambda n: {"entities": things(1, 2)}, 2, "page 2 repeats"),
    "a total that grows": (lambda n: {"entities": things(n), "total": n + 1}, MOST_PAGES, "more than 1000 pages"),
    "a page count that grows": (lambda n: {"entities": things(n), "pageCount": n + 1}, MOST_PAGES, "more than 1000"),
    "empty pages that are counted": (
        lambda n: {"entities": things(n) if n == 1 else [], "pageCount": n + 1},
        MOST_EMPTY + 2,
        "11 pages are empty",
    ),
    "large pages": (
        lambda n: {"entities": things(*range(n * 3000, n * 3000 + 3000))},
        MOST_ENTITIES // 3000 + 1,
        "more than 200000 entities",
    ),
}


@pytest.mark.parametrize("name", ENDLESS_NUMBERS)
def test_a_listing_by_number_without_an_end_is_given_up(name: str) -> None:
    page, reads, told = ENDLESS_NUMBERS[name]
    read = 0

    def pages() -> Iterator[dict[str, Any]]:
        nonlocal read
        for read in count(1):
            yield page(read)

    with pytest.raises(ProtocolError, match=told):
        number(counted(pages()))
    assert read == reads


@pytest.mark.parametrize("more", [{"pageCount": 1001}, {"total": 100_001, "pageSize": 100}, {"pageCount": 10**30}])
def test_a_first_page_that_announces_too_many_is_the_only_one_that_is_read(more: dict[str, int]) -> None:
    net = wired(reply({"entities": things(1), **more}))
    with pytest.raises(ProtocolError, match="announces"):
        net.client.pages("/things")
    assert net.network.requests == ["GET /things?pageSize=100&pageNumber=1"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=MOST_EMPTY + 1))
def test_every_honest_listing_by_cursor_is_read_to_its_end(sizes: list[int]) -> None:
    """Empty pages and versions of one object included."""
    ids = count()
    pages = [
        {"entities": things(*(next(ids) for _each in range(size))), "nextUri": cursor(index)}
        for index, size in enumerate(sizes)
    ]
    del pages[-1]["nextUri"]
    listing, read = follow(iter(pages))
    assert [each["id"] for each in listing.entities] == [str(each) for each in range(sum(sizes))]
    assert read == len(pages)


def test_versions_of_one_object_are_no_repetition() -> None:
    pages = [{"entities": things(1, version=each), "nextUri": cursor(each)} for each in range(5)]
    listing, _read = follow(iter([*pages, {"entities": things(1, version=5)}]))
    assert [each["version"] for each in listing.entities] == list(range(6))


def test_versions_that_came_before_are_a_repetition_whichever_page_they_were_on() -> None:
    listing = CursorPages("/things")
    for page in ([1, 2], [3], [4, 1], [2, 5]):
        listing.add({"entities": [*things(1, version=page[0]), *things(1, version=page[-1])], "nextUri": cursor(page)})
    with pytest.raises(ProtocolError, match="page 5 repeats"):
        listing.add({"entities": [*things(1, version=3), *things(1, version=5)], "nextUri": cursor("last")})


def test_the_last_page_may_hold_what_came_before() -> None:
    listing, _read = follow(iter([{"entities": things(1), "nextUri": cursor(1)}, {"entities": things(1)}]))
    assert [each["id"] for each in listing.entities] == ["1", "1"]


@pytest.mark.parametrize("uri", ["http://[::1", "/things?after=", "/things", "?", 5, {"after": 1}])
def test_a_next_page_without_a_cursor_is_told_where_more_is_promised(uri: Any) -> None:
    listing = CursorPages("/things")
    assert listing.add({"entities": things(1), "nextUri": uri, "total": 1}) is None
    with pytest.raises(ProtocolError, match="without its cursor"):
        CursorPages("/things").add({"entities": things(1), "nextUri": uri, "total": 2})


def test_a_query_is_named_as_what_it_is_where_it_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "MOST_PAGES", 20)

    def page(sent: Sent) -> Any:
        return reply({"entities": things(sent.json["pageNumber"])})

    net = wired(page)
    with pytest.raises(ProtocolError, match="more than 20 pages") as raised:
        net.client.query_pages("/query", {"pageSize": 1})
    assert (raised.value.answer.method, raised.value.answer.path) == ("POST", "/query")
    assert len(net.network.sent) == 20


def test_a_cursor_below_a_key_of_the_page_leads_on() -> None:
    """As the listing of external sources has it."""
    listing = CursorPages("/things", "cursor")
    assert listing.add({"entities": things(1), "cursors": {"after": "next"}}) == "next"
    assert listing.add({"entities": things(2), "cursors": {}}) is None
    assert [each["id"] for each in listing.entities] == [each["id"] for each in things(1, 2)]
