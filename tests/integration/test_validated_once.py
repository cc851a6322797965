# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task validates its own options once, those of each possible API once, and builds each desired state once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._channel import desired_options
from ansible_collections.genesys.cloud.plugins.module_utils._channel.desired import DesiredChannel
from ansible_collections.genesys.cloud.plugins.module_utils._channel.dialect import Dialect
from ansible_collections.genesys.cloud.plugins.module_utils._core.validation import Problem
from ansible_collections.genesys.cloud.plugins.module_utils._tasks import channel, fleet_options
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.runner import Finished, Options, Task, execute
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DIALECTS
from ansible_collections.genesys.cloud.plugins.plugin_utils._options import read
from tests.integration.apis import APIS, Api
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_FLOWS

BOTH = list(DIALECTS)
FLOW = {"routing": {"flow_id": DEFAULT_FLOWS[1]["id"]}}


def of_api(name: str) -> Api:
    return next(api for api in APIS if api.name == name)


class Counted:
    """A task that counts how often it is validated, and how many desired states it builds."""

    def __init__(self, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
        self.own = 0
        self.by_dialect: Counter[str] = Counter()
        self.built = 0
        self._real = task
        self._task = replace(task, problems=self._problems, dialect_problems=self._dialect_problems)
        for module in (channel, fleet_options):
            monkeypatch.setattr(module, "make_desired", self._make_desired)

    def _problems(self, options: Options) -> list[Problem]:
        self.own += 1
        return self._real.problems(options)

    def _dialect_problems(self, options: Options, dialect: Dialect) -> list[Problem]:
        self.by_dialect[dialect.name] += 1
        return self._real.dialect_problems(options, dialect)

    def _make_desired(self, given: Mapping[str, Any], dialect: Dialect) -> DesiredChannel:
        self.built += 1
        return desired_options.make_desired(given, dialect)

    def run(self, simulator: Simulator, **options: Any) -> Finished:
        client = {"client_id": simulator.client_id, "client_secret": simulator.client_secret}
        return execute(self._task, read(self._task, {"api_url": simulator.url, **client, **options}), check_mode=False)


@pytest.mark.parametrize(
    ("org", "api", "possible"),
    [
        ("communications", "auto", BOTH),
        ("webdeployments", "auto", BOTH),
        ("communications", "communications", ["communications"]),
        ("webdeployments", "webdeployments", ["webdeployments"]),
    ],
)
def test_a_task_validates_its_own_options_once_and_those_of_each_possible_api_once(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, org: str, api: str, possible: list[str]
) -> None:
    simulator.reset(of_api(org).plain(3))
    counted = Counted(channel.CHANNEL, monkeypatch)
    finished = counted.run(simulator, name="Web Messaging 0001", features=["rich-media", "co-browsing"], api=api)
    assert finished.result["changed"]
    assert (counted.own, dict(counted.by_dialect), counted.built) == (1, dict.fromkeys(possible, 1), 1)


@pytest.mark.parametrize("org", ["communications", "webdeployments"])
def test_a_fleet_of_100_builds_100_desired_states(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, org: str
) -> None:
    simulator.reset(of_api(org).plain(100))
    entries = [{"id": channel_id, "enable_features": ["co-browsing"]} for channel_id in of_api(org).ids(simulator)]
    counted = Counted(channel.CHANNELS, monkeypatch)
    finished = counted.run(simulator, channels=entries)
    assert len(finished.result["channels"]) == 100
    assert (counted.own, dict(counted.by_dialect), counted.built) == (1, dict.fromkeys(BOTH, 1), 100)


def test_what_the_org_refuses_is_refused_with_what_was_found_before(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The read that finds the API asks nobody to validate again."""
    simulator.reset(of_api("communications").plain(3))
    counted = Counted(channel.CHANNEL, monkeypatch)
    finished = counted.run(simulator, name="Web Messaging 0001", **FLOW)
    assert finished.failed
    assert "knows no flow" in finished.result["msg"]
    assert simulator.requests("write") == []
    assert (counted.own, dict(counted.by_dialect), counted.built) == (1, dict.fromkeys(BOTH, 1), 0)
