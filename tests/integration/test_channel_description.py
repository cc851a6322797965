# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A channel's description: that of the deployment on Web Deployments, refused with the reason on Communications."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import CHANNEL, FLEET, INFO, TOKEN, converge
from tests.integration.conftest import Modules
from tests.integration.web_deployments import DEPLOYMENTS, deployment, pin, pinned, writes
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_fleets import FIRST_DEPLOYMENT_ID

PRIMARY = "Primary Web Messaging"
REASON = "a channel of the Communications API has no description"


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("webdeployments:13")
    return simulator


@pytest.mark.parametrize("wanted", ["On the shop's pages", None])
def test_it_is_set_and_unset_with_one_put_of_the_deployment(
    org: Simulator, modules: Modules, wanted: str | None
) -> None:
    before, pinned_before = deployment(org, PRIMARY), pin(org, PRIMARY)
    result = converge(org, modules, name=PRIMARY, description=wanted, api="webdeployments").result
    assert result["diff"] == {
        "before": {"description": before["description"]},
        "after": {"description": wanted},
    }
    assert result["audit"][0]["changes"] == ["description"]
    after = deployment(org, PRIMARY)
    assert after.get("description") == wanted
    assert ("description" in after) is (wanted is not None)
    kept = before.keys() - {"description", "dateModified", "configuration"}
    assert {key: after.get(key) for key in kept} == {key: before[key] for key in kept}
    assert pin(org, PRIMARY) == pinned_before


def test_it_costs_the_listing_and_the_write(org: Simulator, modules: Modules) -> None:
    modules.succeed(CHANNEL, name=PRIMARY, description="x", api="webdeployments")
    assert org.requests() == [TOKEN, DEPLOYMENTS, *pinned(FIRST_DEPLOYMENT_ID)]


def test_every_channel_shows_it(org: Simulator, modules: Modules) -> None:
    found = modules.succeed(INFO, name=PRIMARY)["channels"]
    assert [channel["description"] for channel in found] == [deployment(org, PRIMARY)["description"]]


def test_an_empty_one_is_refused_before_any_request(org: Simulator, modules: Modules) -> None:
    result = modules.fail(CHANNEL, name=PRIMARY, description="")
    assert "description: '' is empty; give a value, or null to unset it." in result["msg"]
    assert org.requests() == []


@pytest.mark.parametrize("api", ["communications", "auto"])
def test_communications_refuses_it_and_says_where_it_lives(simulator: Simulator, modules: Modules, api: str) -> None:
    result = modules.fail(CHANNEL, name=PRIMARY, description="x", features=["rich-media"], api=api)
    assert REASON in result["msg"]
    assert writes(simulator) == []


def test_a_fleet_takes_it_for_all_and_for_one(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {
        "defaults": {"description": "For all"},
        "channels": [{"name": PRIMARY, "description": "For one"}, {"name_glob": "EU *"}],
    }
    checked = modules.succeed(FLEET, check_mode=True, **wanted)
    assert writes(org) == []
    rows = modules.succeed(FLEET, **wanted)["channels"]
    assert [row["diff"] for row in rows] == [row["diff"] for row in checked["channels"]]
    assert {row["channel"]["name"]: row["channel"]["description"] for row in rows} == {
        row["name"]: "For one" if row["name"] == PRIMARY else "For all" for row in rows
    }
    assert len(rows) > 1
    assert not modules.succeed(FLEET, **wanted)["changed"]
