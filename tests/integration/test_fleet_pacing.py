# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet under the service's limits: one 429 pauses its token, none is run into, and nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import FLEET, TOKEN, page
from tests.integration.conftest import Modules
from tests.integration.fleet import small_org
from tests.simulator.client import Simulator

WISH = {"max_concurrent_sessions": 800}
EVERYTHING: dict[str, Any] = {"channels": [{"name_glob": "*", **WISH}]}


def throttled(retry_after: str) -> dict[str, Any]:
    headers = {"Retry-After": retry_after}
    return {"respond": {"status": 429, "code": "too.many.requests.retry.after", "headers": headers}}


def test_a_429_pauses_all_requests_of_its_token(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:60", latency_ms=20)
    simulator.fault("PATCH", ".*", throttled("3"), skip=19)
    result = modules.succeed(FLEET, **EVERYTHING, workers=4)
    journal = simulator.journal()
    (refused,) = [entry for entry in journal if entry["status"] == 429]
    told_at = refused["at"] + refused["duration_ms"] / 1000
    # What was under way, or about to be, when the answer came is not called back.
    assert [entry["path"] for entry in journal if told_at + 1 < entry["at"] < told_at + 2.9] == []
    assert [entry for entry in journal if entry["at"] >= told_at + 2.9]
    assert len(simulator.requests("write")) == 61
    assert result["metrics"]["retries"] == 1
    assert result["metrics"]["wait_ms"] >= 3000


def test_a_token_that_shall_wait_too_long_does_nothing_more(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:60")
    simulator.fault("PATCH", ".*", throttled("99999"), skip=10)
    result = modules.fail(FLEET, **EVERYTHING, workers=1)
    outcomes = [row["outcome"] for row in result["channels"]]
    assert outcomes == ["updated"] * 10 + ["failed"] * 50
    assert len(simulator.requests()) == 2 + 11
    asked = result["channels"][10]["failure"]
    assert (asked["kind"], asked["status"], asked["code"]) == ("rate_limited", 429, "too.many.requests.retry.after")
    for row in result["channels"][11:]:
        failure = row["failure"]
        assert (failure["kind"], failure["status"]) == ("rate_limited", None)
        assert failure["path"].endswith(row["id"])
        assert "not sent" in failure["message"]
    details = result["failure"]["details"]
    assert result["msg"].count("asked to wait 99999 s") == 2
    for row, detail in zip(result["channels"][10:], details, strict=True):
        assert row["id"] in detail
        assert detail.count("Cannot update channel") == 1
    assert result["metrics"]["wait_ms"] == 0


def test_with_many_workers_only_what_was_under_way_is_still_sent(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:100", latency_ms=20)
    simulator.fault("PATCH", ".*", throttled("99999"), skip=10, times=None)
    result = modules.fail(FLEET, **EVERYTHING, workers=4)
    assert len(simulator.requests("write")) <= 10 + 4
    assert {row["failure"]["kind"] for row in result["channels"] if row["failure"]} == {"rate_limited"}
    assert sum(row["outcome"] == "failed" for row in result["channels"]) == 90


def test_the_other_tokens_of_a_pool_do_what_one_must_not(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:60", latency_ms=10)
    simulator.fault("PATCH", ".*", throttled("99999"), skip=10)
    result = modules.fail(FLEET, **EVERYTHING, workers=4, token_pool_size=2)
    failed = [row for row in result["channels"] if row["outcome"] == "failed"]
    # The one that was told, and what its token's other thread may just have begun.
    assert 1 <= len(failed) <= 2
    assert len(simulator.requests("write")) >= 59


def statuses_by_window(simulator: Simulator, window_seconds: float) -> list[Counter[int]]:
    """How often each status came in each window of the only token; windows as the service counts them."""
    windows: list[Counter[int]] = []
    began = float("-inf")
    for entry in simulator.journal():
        if entry["kind"] == "token":
            continue
        if entry["at"] - began >= window_seconds:
            began = entry["at"]
            windows.append(Counter())
        windows[-1][entry["status"]] += 1
    return windows


def refusals_by_window(simulator: Simulator, window_seconds: float) -> list[int]:
    return [statuses[429] for statuses in statuses_by_window(simulator, window_seconds)]


def test_inside_a_limit_that_is_told_no_channel_fails(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:100", rate_limit={"requests": 30, "window_seconds": 2})
    result = modules.succeed(FLEET, **EVERYTHING)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    refused = refusals_by_window(simulator, 2)
    assert max(refused) <= 1
    assert len(refused) >= 4
    assert result["metrics"]["wait_ms"] > 0


def test_a_limit_that_only_429s_tell_is_learned_from_the_first_window(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webmessaging:118", rate_limit={"requests": 40, "window_seconds": 2}, announce_rate_limit=False)
    result = modules.succeed(FLEET, **EVERYTHING, workers=8)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    windows = statuses_by_window(simulator, 2)
    assert [statuses[200] for statuses in windows] == [40, 40, 40], "the whole allowance, with the two pages"
    refused = [statuses[429] for statuses in windows]
    assert refused[0] <= 8
    assert refused[1:] == [1, 0], "one probe in a window that is followed by another"
    assert result["metrics"]["retries"] == sum(refused)


def test_a_pool_has_the_allowance_of_all_its_tokens(simulator: Simulator, modules: Modules) -> None:
    """In windows so long that a second one of any token would end the test."""
    simulator.reset("webmessaging:60", rate_limit={"requests": 40, "window_seconds": 900}, latency_ms=10)
    result = modules.succeed(FLEET, **EVERYTHING, workers=4, token_pool_size=2, deadline=30)
    assert {row["outcome"] for row in result["channels"]} == {"updated"}
    assert simulator.requests("token") == [TOKEN, TOKEN]


def test_a_window_longer_than_the_deadline_fails_what_is_left_at_once(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(small_org(*"abcdef"), rate_limit={"requests": 3, "window_seconds": 600})
    result = modules.fail(FLEET, **EVERYTHING, deadline=5, workers=2)
    assert sorted(row["outcome"] for row in result["channels"]) == ["failed"] * 4 + ["updated"] * 2
    for row in result["channels"]:
        if row["outcome"] == "failed":
            assert row["failure"]["kind"] == "rate_limited"
            assert "rate limit is used up" in row["failure"]["message"]
    assert "the deadline of 5 s" in result["msg"]
    sent = simulator.requests()
    assert (sent[:2], len(sent)) == ([TOKEN, page(1)], 4)
    assert 429 not in [entry["status"] for entry in simulator.journal()]


@pytest.fixture
def fleet_task() -> dict[str, Any]:
    return {"name": "fleet", "genesys.cloud.webmessaging_channels": {**EVERYTHING, "workers": 2}}


def test_a_long_wait_is_told_while_it_lasts(simulator: Simulator, ansible: Ansible, fleet_task: dict[str, Any]) -> None:
    simulator.reset("webmessaging:12", latency_ms=5)
    simulator.fault("PATCH", ".*", throttled("4"), skip=5)
    finished = ansible.playbook([fleet_task])
    assert finished.status == 0, finished.output
    said = [line for line in finished.errors.splitlines() if "[genesys.cloud.webmessaging_channels]" in line]
    (waiting,) = [line for line in said if "waiting" in line]
    prefix = "[genesys.cloud.webmessaging_channels] waiting 4 s: the service asked for it; "
    assert waiting.startswith(prefix)
    assert " of 12 channels (" in waiting
    assert len(said) <= 2


def test_progress_is_told_when_it_takes_long(
    simulator: Simulator, ansible: Ansible, fleet_task: dict[str, Any]
) -> None:
    simulator.reset("webmessaging:35", latency_ms=400)
    finished = ansible.playbook([fleet_task])
    assert finished.status == 0, finished.output
    said = [line for line in finished.errors.splitlines() if line.startswith("[genesys.cloud.webmessaging_channels] ")]
    assert 1 <= len(said) <= 3
    assert all(" of 35 channels (" in line and line.endswith(" s left") for line in said)


@pytest.mark.parametrize("state", ["webmessaging:5", "plain-webdeployments:12"])
def test_a_short_run_says_nothing(
    simulator: Simulator, ansible: Ansible, fleet_task: dict[str, Any], state: str
) -> None:
    simulator.reset(state)
    assert "[genesys.cloud" not in ansible.playbook([fleet_task]).errors
