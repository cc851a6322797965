# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check at the end of every test here finds what a guest must not do, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.integration.conftest import pytest_runtest_call
from tests.simulator.client import Simulator
from tests.simulator_tests.guests import Guest, guest


def end_of_test(**fixtures: Any) -> None:
    """Let the check run as at the end of a test with these fixtures."""
    item: Any = SimpleNamespace(funcargs=fixtures)
    check = pytest_runtest_call(item)
    next(check)
    with pytest.raises(StopIteration):
        next(check)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda visitor: visitor.message(type="Text", text="hello"), "'conversations': 1"),
        (lambda visitor: visitor.event("Typing", typing={"type": "On"}), "'typing': 1"),
        (lambda visitor: visitor.ask("closeSession", closeAllConnections=True), "'forbidden': 1"),
    ],
)
def test_more_than_a_look_is_found(simulator: Simulator, act: Callable[[Guest], Any], kind: str) -> None:
    simulator.reset("webdeployments:1")
    with guest(simulator, simulator.deployments()[0]["id"]) as visitor:
        visitor.get_configuration()
        visitor.configure()
        visitor.echo()
        end_of_test(simulator=simulator)
        act(visitor)
    with pytest.raises(AssertionError, match=kind):
        end_of_test(other=1, second=simulator)
    simulator.reset()


def test_a_test_without_a_simulator_has_none_to_ask() -> None:
    end_of_test(tmp_path="/tmp")
