# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator for each worker, made anew for each test; modules run for real against it over HTTP."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.integration import apis, module_process
from tests.integration.action_hub import ActionHub
from tests.integration.ansible_process import Ansible
from tests.integration.guests import assert_guests_only_looked
from tests.integration.module_process import Call, Ran, Running, start_module
from tests.integration.tls_front import make_certificate
from tests.simulator.client import Simulator, SimulatorControl, SimulatorError


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    with Simulator("mixed:0") as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    """A simulator with an empty organisation and an empty journal."""
    running_simulator.reset()
    return running_simulator


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """At the end of each test: whoever was a guest of its simulators only looked.

    Before its fixtures are torn down, so that their simulators still run. A test without one costs nothing.
    """
    yield
    for simulator in getattr(item, "funcargs", {}).values():
        if isinstance(simulator, SimulatorControl):
            with suppress(SimulatorError):  # the test has stopped it
                assert_guests_only_looked(simulator)


class Modules:
    """Runs modules, in one of the two ways, with the simulator's address and credentials in the environment."""

    def __init__(self, simulator: Simulator, start: Callable[[Call], Running]) -> None:
        self.simulator = simulator
        self._start = start
        self.environment = simulator.environment

    def run(self, module: str, check_mode: bool = False, diff: bool = False, **options: Any) -> Ran:
        """Run a module, whatever comes of it."""
        return self._start(Call(module, options, self.environment, check_mode, diff)).finish()

    def start(self, module: str, check_mode: bool = False, **options: Any) -> Running:
        """Start a module without waiting for it; ``finish()`` of what this returns must be called."""
        return self._start(Call(module, options, self.environment, check_mode))

    def succeed(self, module: str, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """Run a module that must not fail; its result."""
        ran = self.run(module, check_mode, **options)
        assert not ran.failed, ran.result["msg"]
        return ran.result

    def fail(self, module: str, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """Run a module that must fail; its result."""
        ran = self.run(module, check_mode, **options)
        assert ran.failed, ran.result
        return ran.result


@pytest.fixture(scope="session", autouse=True)
def module_server() -> None:
    module_process.start_server()


@pytest.fixture(scope="session")
def action_hub() -> Iterator[ActionHub]:
    hub = ActionHub()
    yield hub
    hub.stop()


@pytest.fixture(params=apis.chosen(), ids=lambda api: str(api.name))
def api(request: pytest.FixtureRequest) -> apis.Api:
    """For tests that hold on both APIs."""
    chosen: apis.Api = request.param
    return chosen


WAYS = ("as a module", "in process")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let each test of a module run it in one way, half of the tests in each; with BOTH_WAYS=1, in both.

    Both ways are the same code but for a thin wrapper, and each module has many tests in either way. The name of a test
    decides, so that it always runs in the same way.
    """
    if "modules" in metafunc.fixturenames:
        name = f"{metafunc.module.__name__}.{metafunc.function.__name__}"
        own = WAYS[zlib.crc32(name.encode()) % 2]
        metafunc.parametrize("modules", WAYS if os.environ.get("BOTH_WAYS") else [own], indirect=True)


@pytest.fixture
def modules(simulator: Simulator, action_hub: ActionHub, request: pytest.FixtureRequest) -> Modules:
    """Runs modules; nobody can tell from the result in which way that was."""
    return Modules(simulator, start_module if request.param == "as a module" else action_hub.start)


@pytest.fixture
def ansible(simulator: Simulator, tmp_path: Path) -> Ansible:
    """Ansible's own commands, with the simulator's address and credentials in the environment."""
    return Ansible(tmp_path, simulator.environment)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the address of `https_front`; nobody vouches for it."""
    return make_certificate(tmp_path_factory.mktemp("tls") / "ours.pem")
