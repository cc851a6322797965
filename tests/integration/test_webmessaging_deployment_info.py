# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_deployment_info``: every deployment over all pages, with its pin and its snippet."""

from __future__ import annotations

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import BARE_DEPLOYMENTS, BASE, FLEET, deployment
from tests.simulator.client import Simulator

MODULE = "webmessaging_deployment_info"


def test_all_are_listed_over_all_pages(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webdeployments:26", page_size_cap=10)
    result = modules.succeed(MODULE)
    assert [each["id"] for each in result["deployments"]] == [each["id"] for each in simulator.deployments()]
    assert (result["total"], result["changed"]) == (26, False)
    assert simulator.requests()[:2] == [TOKEN, BARE_DEPLOYMENTS]
    assert len(simulator.requests()) == 4
    first, europe = result["deployments"][:2]
    assert first["configuration"]["version"] == "1"
    assert (europe["allow_all_domains"], europe["allowed_domains"]) == (False, ["eu.example", "www.eu.example"])
    assert "identity_resolution" not in first


def test_one_is_found_by_id_name_or_pattern(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    wanted = deployment(simulator, "Asleep 5")
    path = f"{BASE}/deployments/{wanted['id']}"
    (by_id,) = modules.succeed(MODULE, id=wanted["id"], identity_resolution=True)["deployments"]
    assert simulator.requests() == [TOKEN, f"GET {path}", f"GET {path}/identityresolution"]
    assert (by_id["status"], by_id["identity_resolution"]) == ("Inactive", {"resolveIdentities": False})
    (by_name,) = modules.succeed(MODULE, name="Asleep 5")["deployments"]
    assert {**by_name, "identity_resolution": {"resolveIdentities": False}} == by_id
    found = modules.succeed(MODULE, name_glob="EU *")["deployments"]
    assert [each["name"] for each in found] == ["EU 1", "EU 2"]
    assert modules.succeed(MODULE, id="nobody")["deployments"] == []


def test_what_cannot_be_read_fails_the_task_unless_it_is_to_be_skipped(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    wanted = deployment(simulator, "Asleep 5")
    path = f"{BASE}/deployments/{wanted['id']}/identityresolution"
    simulator.fault("GET", path, {"respond": {"status": 403, "message": "No."}}, times=None)
    failed = modules.fail(MODULE, name="Asleep 5", identity_resolution=True)
    assert failed["failure"]["kind"] == "permission"
    options = {"identity_resolution": True, "skip_unreadable": True}
    rows = {row["name"]: row for row in modules.succeed(MODULE, **options)["deployments"]}
    assert rows["Asleep 5"]["identity_resolution"] is None
    told = rows["Asleep 5"]["unreadable"]
    assert {part: (each["kind"], each["path"]) for part, each in told.items()} == {
        "identity_resolution": ("permission", path)
    }
    assert rows["EU 1"]["unreadable"] == {}
