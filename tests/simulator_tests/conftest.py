# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator for all tests, reset before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.client import Simulator

from .api import Api


@pytest.fixture(autouse=True)
def _no_proxy_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    with Simulator("mixed:40") as simulator:
        yield simulator


@pytest.fixture(scope="module")
def server() -> Iterator[Simulator]:
    """With Web Deployments; a module can have another one."""
    with Simulator("webdeployments:13") as simulator:
        yield simulator


@pytest.fixture
def org(server: Simulator) -> Simulator:
    server.reset()
    return server


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.reset()
    return running_simulator


@pytest.fixture
def api(simulator: Simulator) -> Iterator[Api]:
    """A client with a token of every scope. Its token request is not in the journal."""
    with Api(simulator) as client:
        simulator.clear_journal()
        yield client
