# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments that share a configuration: it is published once, and then all of them are pinned side by side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import FLEET, TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import BASE, DEPLOYMENTS, draft_of, pin, pinned, pinned_together, written
from tests.simulator import fleets
from tests.simulator.client import Simulator

SIZE = 12
REFUSED = {"status": 403, "code": "missing.permissions", "message": "You may not publish it."}
EVERYTHING: dict[str, Any] = {
    "api": "webdeployments",
    "channels": [{"name_glob": "*", "enable_features": ["co-browsing"]}],
    "workers": 4,
}


@pytest.fixture
def shared(simulator: Simulator) -> str:
    """An org in which SIZE deployments are pinned to one version; the configuration's id."""
    state = fleets.named(f"plain-webdeployments:{SIZE}")
    parts = state["webdeployments"]
    configuration_id: str = parts["configurations"][0]["id"]
    parts["configurations"] = parts["configurations"][:1]
    for deployment in parts["deployments"]:
        deployment["configuration"] = {**deployment["configuration"], "id": configuration_id}
    simulator.reset(state)
    return configuration_id


def pinning(simulator: Simulator) -> list[dict[str, Any]]:
    """The PUTs of deployments."""
    return [entry for entry in simulator.journal() if entry["method"] == "PUT" and "/deployments/" in entry["path"]]


def test_the_configuration_is_published_once_and_the_pins_go_side_by_side(
    simulator: Simulator, modules: Modules, shared: str
) -> None:
    ids = [deployment["id"] for deployment in simulator.deployments()]
    result = modules.succeed(FLEET, **EVERYTHING)
    sent = simulator.requests()
    assert sent[:3] == [TOKEN, DEPLOYMENTS, draft_of(shared)]
    changes = [*written(shared), *pinned(ids[0]), *pinned_together(ids[1:])]
    assert sorted(sent[3:]) == sorted(changes)
    assert {row["channel"]["version"] for row in result["channels"]} == {"2"}
    assert len({entry["connection"] for entry in pinning(simulator)}) > 1
    assert modules.succeed(FLEET, **EVERYTHING)["changed"] is False


def test_nothing_is_pinned_before_its_version_is_there(simulator: Simulator, modules: Modules, shared: str) -> None:
    modules.succeed(FLEET, **EVERYTHING)
    sent = simulator.requests()
    first_pin = next(
        index for index, request in enumerate(sent) if request.startswith("PUT") and "/deployments/" in request
    )
    assert all(request in sent[:first_pin] for request in written(shared))


def test_a_version_that_cannot_be_published_fails_every_row_and_is_tried_once(
    simulator: Simulator, modules: Modules, shared: str
) -> None:
    publish = f"{BASE}/configurations/{shared}/versions/draft/publish"
    simulator.fault("POST", publish, {"respond": REFUSED}, times=9)
    failed = modules.fail(FLEET, **EVERYTHING)
    assert {row["outcome"] for row in failed["channels"]} == {"failed"}
    assert len(failed["channels"]) == SIZE
    assert sum(request.endswith("/publish") for request in simulator.requests()) == 1
    assert pinning(simulator) == []


def test_with_stop_no_pin_follows_a_publication_that_failed(
    simulator: Simulator, modules: Modules, shared: str
) -> None:
    publish = f"{BASE}/configurations/{shared}/versions/draft/publish"
    simulator.fault("POST", publish, {"respond": REFUSED}, times=9)
    failed = modules.fail(FLEET, **EVERYTHING, on_error="stop")
    assert [row["outcome"] for row in failed["channels"]] == ["failed", *["skipped"] * (SIZE - 1)]


def test_two_contents_of_one_configuration_are_published_in_the_order_of_the_entries(
    simulator: Simulator, modules: Modules, shared: str
) -> None:
    names = [deployment["name"] for deployment in simulator.deployments()]
    entries = [
        {"name": name, "enable_features": [["co-browsing", "video-calling"][index % 2]]}
        for index, name in enumerate(names)
    ]
    result = modules.succeed(FLEET, api="webdeployments", channels=entries, change_shared=True)
    assert [row["channel"]["version"] for row in result["channels"]] == ["2", "3"] * (SIZE // 2)
    assert [pin(simulator, name)[1] for name in names] == ["2", "3"] * (SIZE // 2)
