# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A short run of the campaign that ``make faults`` runs for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import laws
from tests.faults.campaign import Stage
from tests.faults.jobs import JOBS
from tests.integration.action_hub import ActionHub
from tests.simulator.client import Simulator

SEED, CASES, A_TEST = 11, 40, 10


@pytest.mark.parametrize("first", range(0, CASES, A_TEST))
def test_what_disturbs_a_task_loses_and_doubles_nothing(
    running_simulator: Simulator, action_hub: ActionHub, tmp_path: Path, first: int
) -> None:
    stage = Stage(running_simulator, action_hub, tmp_path)
    wrong = {}
    for number in range(first, first + A_TEST):
        case = stage.case(SEED, number, JOBS, None)
        wrong[str(case)] = laws.broken(stage.run(case))
    assert {case: broken for case, broken in wrong.items() if broken} == {}
