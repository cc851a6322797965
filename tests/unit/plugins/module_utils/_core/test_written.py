# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose state a read shows after a write: ours, the one before, or somebody else's."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.written import Sight, Written, is_recent, moment

BEFORE, OURS, LATER = "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.1Z", "2026-01-02T03:04:06.000Z"


def written(before: Any = None, answer: Any = None) -> Written:
    """A write of ``{"x": 1}``."""
    return Written(before, answer, lambda fresh: fresh["x"] == 1, lambda one, other: bool(one["x"] == other["x"]))


def state(x: int, modified: str | None = None, **more: Any) -> dict[str, Any]:
    return {"x": x, **({"dateModified": modified} if modified else {}), **more}


@pytest.mark.parametrize(
    ("fresh", "sight"),
    [
        (state(1, OURS), Sight.OURS),
        (state(1, BEFORE), Sight.OURS),
        (state(0, BEFORE), Sight.EARLIER),
        (state(2, "2026-01-02T03:04:05.05Z"), Sight.EARLIER),  # written between the read and our write
        (state(2, LATER), Sight.OTHER),
        (state(0, LATER), Sight.OTHER),  # set back
        (state(2, OURS), Sight.OTHER),
    ],
)
def test_dates_tell_a_lagging_read_from_someone_s_write(fresh: dict[str, Any], sight: Sight) -> None:
    assert written(state(0, BEFORE), state(1, OURS)).sight(fresh) is sight


def test_without_dates_what_was_there_before_is_a_lagging_read() -> None:
    assert written(state(0)).sight(state(0)) is Sight.EARLIER
    assert written(state(0)).sight(state(2)) is Sight.OTHER
    assert written(state(0)).sight(state(1)) is Sight.OURS


def test_an_answer_that_shows_the_body_of_before_dates_nothing() -> None:
    late = written(state(0, BEFORE), state(0, BEFORE))
    assert late.sight(state(2, "2026-01-02T03:04:05.05Z")) is Sight.OTHER
    assert late.sight(state(0, BEFORE)) is Sight.EARLIER


def test_what_was_created_has_no_state_before() -> None:
    assert written(None, state(1, OURS)).sight(state(2, BEFORE)) is Sight.OTHER


def test_a_failure_of_before_is_not_the_failure_of_what_was_written_again() -> None:
    again = written(state(1, BEFORE, status="Error"), state(1, OURS, status="Pending"))
    assert again.sight(state(1, BEFORE, status="Error")) is Sight.EARLIER
    assert again.sight(state(1, OURS, status="Error")) is Sight.OURS
    assert again.sight(state(1, BEFORE, status="Active")) is Sight.OURS
    assert written(state(1, status="Error")).sight(state(1, status="Error")) is Sight.OURS


@given(st.datetimes(timezones=st.just(timezone.utc)), st.integers(0, 6))
def test_a_timestamp_is_read_with_any_number_of_digits(when: datetime, digits: int) -> None:
    when = when.replace(microsecond=when.microsecond // 10 ** (6 - digits) * 10 ** (6 - digits))
    fraction = f"{when.microsecond:06}"[:digits]
    text = when.strftime("%Y").zfill(4) + when.strftime("-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "")
    assert moment(f"{text}Z") == moment(f"{text}+00:00") == when


@pytest.mark.parametrize("value", [None, "", 5, "yesterday", "2026-13-01T00:00:00Z", "2026-01-02T03:04:05", [], {}])
def test_what_is_no_timestamp_is_none(value: Any) -> None:
    assert moment(value) is None
    assert is_recent(value, datetime(2026, 1, 1, tzinfo=timezone.utc)) is False


def test_recent_is_what_lies_less_than_a_minute_back() -> None:
    now = datetime(2026, 1, 2, 3, 5, tzinfo=timezone.utc)
    assert [is_recent(text, now) for text in ("2026-01-02T03:04:00.5Z", "2026-01-02T03:04:00Z")] == [True, False]
    assert is_recent("2026-01-02T03:04:59Z", None) is False
    assert is_recent("2026-01-02T03:04:57Z", now, 2) is False
    assert is_recent("2026-01-02T03:04:57Z", now - timedelta(seconds=2), 2) is True
