# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The law of the feed: whatever the order, the delay, the clock and the restarts, each entry is told exactly once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._changes.feed import Feed, has_time, moment, written

START = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.utc)
OVERLAP = timedelta(seconds=120)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def entry(name: str, seconds: float) -> dict[str, Any]:
    return {"id": name, "eventDate": written(after(seconds))}


def restarted(feed: Feed) -> Feed:
    return Feed.from_json(json.loads(json.dumps(feed.to_json())))


HAPPENED = st.tuples(
    st.floats(0, 7200, allow_nan=False),  # seconds after the start
    st.floats(0, 119.9, allow_nan=False),  # how much later it becomes visible
)
POLL = st.tuples(
    st.floats(0.01, 2000, allow_nan=False),  # seconds since the poll before
    st.integers(0, 4),  # so many are told before it is cut off; 4: none is cut off
    st.booleans(),  # whether the process starts anew afterwards
    st.integers(1, 3),  # so many stretches of time the poll asks for, one after the other
)


@given(
    st.lists(HAPPENED, max_size=12),
    st.lists(POLL, max_size=12),
    st.floats(-3000, 10**7, allow_nan=False),
    st.floats(-(10**7), 3500, allow_nan=False) | st.none(),
    st.lists(st.floats(120, 900, allow_nan=False), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
def test_each_entry_is_told_exactly_once(
    happened: list[tuple[float, float]],
    polls: list[tuple[float, int, bool, int]],
    clock_is_ahead: float,
    answers_are_ahead: float | None,
    overlaps: list[float],
    chance: Any,
) -> None:
    """Our clock is wrong by ``clock_is_ahead``, what dates the answers by ``answers_are_ahead``.

    Each start may come with another overlap.
    """
    entries = {f"id-{number}": (date, date + delay) for number, (date, delay) in enumerate(happened)}
    feed, told, now, starts = Feed.starting(START), [], 0.0, 0
    # In the end it polls undisturbed, until also a clock that is late has come to the last one.
    last = [(12000.0, 4, True, 2), (4000.0, 4, False, 1), (1.0, 4, False, 1)]
    for gap, cut_off_after, restarts, pieces in [*polls, *last]:
        now += gap
        overlap = timedelta(seconds=overlaps[starts % len(overlaps)])
        first = feed.floor
        whole = max(after(now + clock_is_ahead) - first, timedelta(seconds=1))
        is_cut_off = cut_off_after != 4
        for piece in range(pieces):
            begin, end = first + whole * piece / pieces, first + whole * (piece + 1) / pieces
            page = [
                entry(name, date)
                for name, (date, visible) in entries.items()
                if visible <= now and begin <= moment(entry(name, date)["eventDate"]) < end
            ]
            chance.shuffle(page)
            fresh = feed.fresh(page, end)
            assert [each["eventDate"] for each in fresh] == sorted(each["eventDate"] for each in fresh)
            for each in fresh[:cut_off_after] if is_cut_off else fresh:
                told.append(each["id"])
                feed.mark(each)
            if is_cut_off:
                break
            served_at = None if answers_are_ahead is None else after(int(now + answers_are_ahead))
            feed.polled(end, served_at, overlap)
        if restarts or is_cut_off:
            feed = restarted(feed)
            starts += 1
    assert sorted(told) == sorted(entries)


def test_what_was_before_the_start_is_not_told() -> None:
    feed = Feed.starting(START)
    assert feed.floor == START
    page = [entry("before", -0.001), entry("then", 0), entry("then", 0)]
    assert [each["id"] for each in feed.fresh(page, after(1))] == ["then"]


def test_it_remembers_and_asks_for_no_more_than_the_overlap() -> None:
    feed = Feed.starting(START)
    for each in feed.fresh([entry(str(number), number) for number in range(1000)], after(1000)):
        feed.mark(each)
    feed.polled(after(1000), after(1000), OVERLAP)
    assert feed.floor == after(999 - 120)
    assert list(feed.seen) == [str(number) for number in range(879, 1000)]
    # Where nothing happens, it does not ask back to the last entry for ever.
    feed.polled(after(100_000), after(100_000), OVERLAP)
    assert feed.floor == after(100_000 - 3600 - 120)
    assert feed.seen == {}


def test_it_goes_no_further_than_it_has_asked_and_the_service_has_come() -> None:
    feed = Feed.starting(START)
    for each in feed.fresh([entry("then", 5), entry("later than asked", 1e9)], after(10)):
        feed.mark(each)
    feed.polled(after(10), None, OVERLAP)
    assert (list(feed.seen), feed.horizon, feed.floor) == (["then"], after(5), START)
    feed.polled(after(1000), after(7200), OVERLAP)
    assert (feed.horizon, feed.floor) == (after(3600), after(1000))
    # What is asked for again is the overlap, however often what is older was asked for.
    feed.polled(after(7200), after(7200), timedelta(days=1))
    assert feed.floor == after(1000)


NO_TIMES = [
    "0001-01-01T00:00:00+10:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-23:00",
]


@pytest.mark.parametrize("date", [None, 5, "yesterday", *NO_TIMES])
def test_an_entry_without_a_time_is_left_out(date: Any) -> None:
    odd = {"id": "odd", "eventDate": date}
    assert not has_time(odd)
    assert [each["id"] for each in Feed.starting(START).fresh([odd, entry("then", 0)], after(1))] == ["then"]
    assert not has_time({"id": "odd"})


@pytest.mark.parametrize(
    "content", [None, [], {}, {"seen": {}}, {"seen": {"a": 1}, "floor": "x", "horizon": "y"}, {"seen": []}]
)
def test_what_is_no_checkpoint_is_refused(content: Any) -> None:
    with pytest.raises(ValueError, match=r"no |isoformat"):
        Feed.from_json(content)


@pytest.mark.parametrize("text", [None, 5, "yesterday", "2026-11-22T10:15:30", *NO_TIMES])
def test_a_time_without_a_zone_is_none_and_one_beyond_all_orgs_neither(text: Any) -> None:
    with pytest.raises(ValueError, match=r"no |isoformat|without"):
        moment(text)
