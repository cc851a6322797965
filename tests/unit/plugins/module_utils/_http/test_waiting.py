# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for the service: never past the time that is given, and never longer than it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import Rejected, RequestInfo, Unavailable
from ansible_collections.genesys.cloud.plugins.module_utils._http.waiting import (
    FIRST_WAIT,
    LONGEST_WAIT,
    Deadline,
    finished,
    retry_while_pending,
)
from ansible_collections.genesys.cloud.tests.unit.network import wired


@given(st.floats(0.1, 300), st.integers(0, 50))
def test_it_ends_with_the_thing_or_before_its_time_is_over(seconds: float, reads: int) -> None:
    net = wired()
    answers = iter([None] * reads)
    deadline = Deadline(net.client, seconds, "Wait longer.")
    told = ""
    try:
        assert deadline.until(lambda: next(answers, "done"), "it") == "done"
    except Unavailable as error:
        told = str(error)
    assert told in ("", f"it is still Pending after {seconds:g} s. Wait longer.")
    assert net.clock.passed < seconds
    assert net.clock.passed <= reads * LONGEST_WAIT * 1.25
    assert net.clock.passed >= (FIRST_WAIT * 0.75 if reads and net.clock.passed else 0)


def test_what_is_there_at_once_is_not_waited_for() -> None:
    net = wired()
    assert Deadline(net.client, 1, "").until(lambda: 5, "it") == 5
    assert net.clock.passed == 0


def test_a_status_of_error_is_a_failure_with_what_the_service_says() -> None:
    assert finished({"status": "Pending"}, "it") is None
    assert finished({"status": "Inactive"}, "it") == {"status": "Inactive"}
    with pytest.raises(Rejected, match=r"it ended in status Error: .*too large"):
        finished({"status": "Error", "errorInfo": {"message": "too large"}}, "it")


@pytest.mark.parametrize(("status", "is_pending", "tries"), [(400, True, 2), (400, False, 1), (409, True, 1)])
def test_only_a_400_while_something_is_pending_is_waited_out(status: int, is_pending: bool, tries: int) -> None:
    made = []

    def write() -> str:
        made.append(status)
        if len(made) == 1:
            raise Rejected("not yet", RequestInfo(status=status))
        return "written"

    deadline = Deadline(wired().client, 10, "")
    if tries == 2:
        assert retry_while_pending(deadline, write, lambda: is_pending, "it") == "written"
    else:
        with pytest.raises(Rejected, match="not yet"):
            retry_while_pending(deadline, write, lambda: is_pending, "it")
    assert len(made) == tries
