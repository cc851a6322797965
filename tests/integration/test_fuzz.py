# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A short run of the fuzz that ``make fuzz`` runs for long, and what it has found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.campaign import WAYS
from tests.fuzz import laws
from tests.fuzz.cases import KINDS, draw
from tests.fuzz.stage import Stage
from tests.integration.action_hub import ActionHub
from tests.integration.module_process import Call, start_module
from tests.simulator.client import Simulator

DEPLOYMENTS = "/api/v2/webdeployments/deployments"
SEED, CASES, A_TEST = 3, 32, 16


@pytest.mark.parametrize("first", range(0, CASES, A_TEST))
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_given_or_answered_every_law_holds(
    running_simulator: Simulator, action_hub: ActionHub, tmp_path: Path, kind: str, first: int
) -> None:
    stage = Stage(running_simulator, action_hub)
    wrong = {}
    for number in range(first, first + A_TEST):
        case = draw(kind, SEED, number, tmp_path)
        wrong[str(case)] = laws.broken(stage.run(case))
    assert {case: broken for case, broken in wrong.items() if broken} == {}


@pytest.mark.parametrize("way", WAYS)
def test_half_of_a_surrogate_pair_is_a_validation_error(simulator: Simulator, action_hub: ActionHub, way: str) -> None:
    """A process that logs its options in UTF-8 ended with a traceback."""
    options = {"id": "one", "description": "\ud800", "enable_features": ["co-browsing"]}
    call = Call("webmessaging_channel", options, {**simulator.environment, "GENESYS_CLIENT_ID": "\udcff"})
    ran = (start_module if way == WAYS[0] else action_hub.start)(call).finish()
    assert (ran.failed, ran.result["failure"]["kind"]) == (True, "validation")
    assert "description" in ran.result["msg"]
    assert "half of a surrogate pair" in ran.result["msg"]
    assert simulator.requests() == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("listing", [True, False])
def test_a_deployment_that_refers_to_no_id_is_a_protocol_error(
    simulator: Simulator, action_hub: ActionHub, way: str, listing: bool
) -> None:
    """Its configuration's id went into a path, whatever it was."""
    simulator.reset("plain-webdeployments:2")
    broken = {**simulator.deployments()[0], "configuration": {"id": [7], "version": "1"}}
    answer = {"entities": [broken]} if listing else broken
    path = DEPLOYMENTS if listing else f"{DEPLOYMENTS}/.*"
    simulator.fault("GET", path, {"respond": {"status": 200, "body": answer}}, times=None)
    options = {"name": broken["name"]} if listing else {"id": broken["id"]}
    call = Call("webmessaging_channel", {**options, "enable_features": ["co-browsing"]}, simulator.environment)
    ran = (start_module if way == WAYS[0] else action_hub.start)(call).finish()
    assert (ran.failed, ran.result["failure"]["kind"]) == (True, "protocol")
    assert simulator.requests("write") == []
