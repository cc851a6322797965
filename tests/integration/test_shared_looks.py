# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fleet on Web Deployments costs: its writes, its first reads, and a few listings for all that waits."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.integration.channels import FLEET, TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DEPLOYMENTS,
    DETECTED_BY_LISTING,
    DRAFTS,
    PUBLISHED,
    draft_of,
    pin,
    pinned,
    sharing,
    written,
)
from tests.simulator import fleets
from tests.simulator.client import Simulator

SIZE = 40
FLOW = {"routing": {"flow_id": None}}
EVERYTHING: dict[str, Any] = {"channels": [{"name_glob": "*", "enable_features": ["co-browsing"]}]}


@pytest.fixture
def own(simulator: Simulator) -> Simulator:
    """An org of SIZE deployments with a configuration each."""
    simulator.reset(f"plain-webdeployments:{SIZE}")
    return simulator


def configurations(simulator: Simulator) -> list[str]:
    return [each["id"] for each in simulator.configurations()]


def deployments(simulator: Simulator) -> list[str]:
    return [each["id"] for each in simulator.deployments()]


def writes_of(simulator: Simulator) -> list[str]:
    """A PUT and a publication for each configuration, a PUT for each deployment."""
    drafts = [request for each in configurations(simulator) for request in (written(each)[0], written(each)[-1])]
    return [*drafts, *(pinned(each)[0] for each in deployments(simulator))]


def assert_converged(simulator: Simulator) -> None:
    assert {each["configuration"]["version"] for each in simulator.deployments()} == {"2"}
    assert {each["status"] for each in simulator.deployments()} == {"Active"}
    assert {len(each["versions"]) for each in simulator.configurations()} == {2}


def singles(simulator: Simulator) -> int:
    """The reads of one object."""
    return sum("/versions/" in request or "/deployments/" in request for request in simulator.requests("read"))


def test_a_configuration_each(own: Simulator, modules: Modules) -> None:
    result = modules.succeed(FLEET, **EVERYTHING)
    looks = [DRAFTS, DRAFTS, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS]
    assert Counter(own.requests()) == Counter([*DETECTED_BY_LISTING, DEPLOYMENTS, DRAFTS, *looks, *writes_of(own)])
    assert_converged(own)
    assert result["metrics"]["requests"]["total"] == len(own.requests())
    assert {entry["attempts"] for entry in result["audit"]} == {3}
    own.clear_journal()
    assert modules.succeed(FLEET, **EVERYTHING)["changed"] is False
    assert own.requests() == [*DETECTED_BY_LISTING, DEPLOYMENTS]


def test_one_configuration_for_all(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(sharing(SIZE))
    (configuration_id,) = configurations(simulator)
    modules.succeed(FLEET, **EVERYTHING)
    draft, first = draft_of(configuration_id), pinned(deployments(simulator)[0])[1]
    looks = [draft, draft, first, first, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS]
    expected = [*DETECTED_BY_LISTING, DEPLOYMENTS, draft, *looks, *writes_of(simulator)]
    assert Counter(simulator.requests()) == Counter(expected)
    assert_converged(simulator)


def test_only_deployments(own: Simulator, modules: Modules) -> None:
    result = modules.succeed(FLEET, channels=[{"name_glob": "*", **FLOW}], api="webdeployments")
    assert result["changed"] is True
    pins = [pinned(each)[0] for each in deployments(own)]
    assert Counter(own.requests()) == Counter([TOKEN, DEPLOYMENTS, *pins, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS])
    assert all("flow" not in each for each in own.deployments())


def test_some_share_some_have_their_own_and_some_need_only_a_pin(simulator: Simulator, modules: Modules) -> None:
    """Drafts wait together, then the first pins, and last the pins of the deployments that share one."""
    state = sharing(10)
    others = fleets.named("plain-webdeployments:20")["webdeployments"]
    parts = state["webdeployments"]
    parts["configurations"] += others["configurations"][10:]
    parts["deployments"] += others["deployments"][10:]
    simulator.reset(state)
    modules.succeed(FLEET, **EVERYTHING, api="webdeployments")
    looks = [DRAFTS, DRAFTS, *[BARE_DEPLOYMENTS] * 4]
    assert Counter(simulator.requests()) == Counter([TOKEN, DEPLOYMENTS, DRAFTS, *looks, *writes_of(simulator)])
    assert_converged(simulator)


def test_versions_that_are_pending_are_waited_for_together_too(own: Simulator, modules: Modules) -> None:
    own.settings(pending_versions=True)
    modules.succeed(FLEET, **EVERYTHING)
    looks = [DRAFTS, DRAFTS, PUBLISHED, PUBLISHED, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS]
    assert Counter(own.requests()) == Counter([*DETECTED_BY_LISTING, DEPLOYMENTS, DRAFTS, *looks, *writes_of(own)])
    assert_converged(own)


def test_published_rows_that_show_drafts_do_not_count(own: Simulator, modules: Modules) -> None:
    own.settings(pending_versions=True, published_listing_shows_drafts=True)
    modules.succeed(FLEET, **EVERYTHING)
    assert own.requests().count(PUBLISHED) == 1
    assert 2 * SIZE <= singles(own) <= 2 * SIZE + 2
    assert_converged(own)


@pytest.mark.parametrize("workers", [2, 8])
def test_what_takes_long_costs_little_more(own: Simulator, modules: Modules, workers: int) -> None:
    own.settings(pending_ms=1500)
    modules.succeed(FLEET, **EVERYTHING, workers=workers)
    assert len(own.requests("write")) == 3 * SIZE
    assert len(own.requests("read")) <= SIZE  # each by itself would take five times as many
    assert_converged(own)


def test_with_stop_no_more_begin_than_can_be_in_flight(own: Simulator, modules: Modules) -> None:
    """Eight share their looks, and then the next eight."""
    modules.succeed(FLEET, **EVERYTHING, on_error="stop")
    assert_converged(own)
    assert len(own.requests("read")) <= 3 + SIZE
    own.reset(f"plain-webdeployments:{SIZE}")
    own.fault("PUT", f"{BASE}/configurations/.*", {"respond": {"status": 403}}, skip=8)
    failed = modules.fail(FLEET, **EVERYTHING, on_error="stop")
    outcomes = Counter(row["outcome"] for row in failed["channels"])
    assert outcomes["failed"] == 1
    assert outcomes["skipped"] >= SIZE - 16


@pytest.mark.parametrize(("listing", "reads"), [("configurations", 1), ("deployments", 2)])
def test_a_listing_without_a_status_is_read_once_more_at_most(
    own: Simulator, modules: Modules, listing: str, reads: int
) -> None:
    """A deployment is also read before it is written, because its row lacks a field that the write must keep."""
    own.fault("GET", f"{BASE}/{listing}", {"thin": ["status"]}, times=None)
    modules.succeed(FLEET, **EVERYTHING, api="webdeployments")
    assert_converged(own)
    assert own.requests().count(f"GET {BASE}/{listing}?pageSize=300") == 1 + (listing == "configurations")
    assert reads * SIZE <= singles(own) <= reads * SIZE + 2


def test_listings_that_lag_end_right(own: Simulator, modules: Modules) -> None:
    own.settings(lag_ms=700)
    result = modules.succeed(FLEET, **EVERYTHING)
    assert_converged(own)
    assert {row["channel"]["version"] for row in result["channels"]} == {"2"}
    assert len(own.requests("write")) == 3 * SIZE


def test_listings_that_lag_for_ever_are_found_out(own: Simulator, modules: Modules) -> None:
    own.fault("GET", f"{BASE}/deployments", {"stale": True}, query="pageSize=300", times=None)
    own.fault("GET", f"{BASE}/configurations", {"stale": True}, skip=1, times=None)
    modules.succeed(FLEET, **EVERYTHING)
    assert_converged(own)
    assert len(own.requests("write")) == 3 * SIZE
    assert len(own.requests("read")) <= 6 * SIZE


def test_one_that_ends_in_error_is_told_in_its_row(own: Simulator, modules: Modules) -> None:
    own.fault("PUT", f"{BASE}/deployments/.*", {"end_in_error": True})
    failed = modules.fail(FLEET, **EVERYTHING)
    rows = [row for row in failed["channels"] if row["outcome"] != "updated"]
    assert [(row["outcome"], row["changed"], row["failure"]["kind"]) for row in rows] == [("failed", True, "rejected")]
    assert own.requests().count(BARE_DEPLOYMENTS) == 2
    assert modules.succeed(FLEET, **EVERYTHING)["changed"] is True
    assert pin(own, rows[0]["name"])[1] == "2"
