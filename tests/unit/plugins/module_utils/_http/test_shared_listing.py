# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One listing for all threads that need it at about the same time, and never one that is older than they need."""

from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import NotFound
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._http.clock import Clock
from ansible_collections.genesys.cloud.plugins.module_utils._http.freshness import ROWS_A_PAGE
from ansible_collections.genesys.cloud.plugins.module_utils._http.shared_listing import SPACING, Listing, SharedListing
from ansible_collections.genesys.cloud.tests.unit.network import Wired, wired

THREADS = 12


class Org:
    """Rows that show the number of their listing."""

    def __init__(self, fails: bool = False) -> None:
        self.listings = 0
        self.fails = fails

    def list(self) -> list[JsonObject]:
        self.listings += 1
        time.sleep(0.01)
        if self.fails:
            raise NotFound("there is no listing")
        return [{"id": "one", "listing": self.listings}]


def with_threads() -> Wired:
    net = wired()
    net.sender.clock = Clock()
    net.client.workers = THREADS
    return net


def test_one_listing_serves_all_that_ask() -> None:
    net, org = with_threads(), Org()
    listing = SharedListing(net.client, org.list)

    def ask(number: int) -> Listing:
        time.sleep(0.002 * number)
        return listing.since(net.client.clock.monotonic())

    found = net.client.each(ask, range(THREADS))
    assert org.listings == 1
    assert {each.rows["one"]["listing"] for each in found} == {1}


def test_a_listing_is_never_older_than_asked_for() -> None:
    net, org = with_threads(), Org()
    listing = SharedListing(net.client, org.list)

    def ask(number: int) -> None:
        for _time in range(3):
            moment = net.client.clock.monotonic()
            assert listing.since(moment).began_at >= moment

    net.client.each(ask, range(THREADS))
    assert 3 <= org.listings <= 3 * THREADS


def test_one_that_is_new_enough_is_not_read_again() -> None:
    net, org = wired(), Org()
    listing = SharedListing(net.client, org.list)
    assert listing.since(net.clock.monotonic()).rows == {"one": {"id": "one", "listing": 1}}
    net.clock.passed += 4
    assert listing.since(net.clock.monotonic() - 5).rows["one"]["listing"] == 1
    assert listing.since(net.clock.monotonic()).rows["one"]["listing"] == 2


@pytest.mark.parametrize("pages", [1, 4])
def test_two_listings_keep_a_distance_that_grows_with_their_pages(pages: int) -> None:
    net, org = wired(), Org()
    listing = SharedListing(net.client, org.list)
    listing.expect(pages * ROWS_A_PAGE)
    began = [listing.since(net.clock.monotonic() + 0.001 * time).began_at for time in range(3)]
    assert all(after - before > 0.99 * SPACING * pages for before, after in zip(began, began[1:]))


def test_a_listing_that_fails_fails_for_each_that_asks() -> None:
    net, org = with_threads(), Org(fails=True)
    listing = SharedListing(net.client, org.list)
    told = []

    def ask(number: int) -> None:
        with pytest.raises(NotFound):
            listing.since(net.client.clock.monotonic())
        told.append(number)

    net.client.each(ask, range(3))
    assert len(told) == 3
    assert not net.client.crew.has_work


def test_it_waits_for_threads_that_may_need_it_too() -> None:
    net, org = with_threads(), Org()
    listing = SharedListing(net.client, org.list)
    written = threading.Event()

    def ask(number: int) -> bool:
        if number == 0:
            time.sleep(0.1)
            written.set()
        listing.since(net.client.clock.monotonic())
        return written.is_set()

    assert net.client.each(ask, range(THREADS)) == [True] * THREADS
    assert org.listings == 1


def test_who_asks_gets_none_if_it_is_not_wanted() -> None:
    net, org = wired(), Org()
    listing = SharedListing(net.client, org.list)
    assert listing.read(lambda: False, lambda: False, net.clock.monotonic()) is None
    assert org.listings == 0
