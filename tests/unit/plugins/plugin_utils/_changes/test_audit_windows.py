# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The law of the windows: all of the time, none of it twice, the oldest first, each with a query that holds it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._changes.audit_windows import Window, is_kept, windows

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.utc)
DAY = timedelta(days=1)


@given(st.timedeltas(timedelta(milliseconds=1), timedelta(days=365)), st.booleans())
def test_they_cover_all_of_the_time_with_queries_that_hold_it(age: timedelta, serves_realtime: bool) -> None:
    found = windows(NOW - age, NOW, serves_realtime)
    assert [found[0].begin, *(each.end for each in found)] == [*(each.begin for each in found), NOW]
    for each in found:
        assert timedelta() < each.end - each.begin <= (DAY if each.is_realtime else 30 * DAY)
        assert each.is_realtime == (serves_realtime and each.begin >= NOW - 14 * DAY + timedelta(hours=1))


@pytest.mark.parametrize(("days", "realtime", "asynchronous"), [(0.5, 1, 0), (13, 13, 0), (40, 14, 1), (50, 14, 2)])
def test_as_few_as_the_service_allows(days: float, realtime: int, asynchronous: int) -> None:
    found = windows(NOW - days * DAY, NOW, True)
    assert [each.is_realtime for each in found] == [False] * asynchronous + [True] * realtime
    assert windows(NOW, NOW, True) == []
    assert windows(NOW - DAY, NOW, True) == [Window(NOW - DAY, NOW, True)]


def test_a_year_is_kept() -> None:
    assert is_kept(NOW - 364 * DAY, NOW)
    assert not is_kept(NOW - 365 * DAY, NOW)
