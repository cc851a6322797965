# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_deployment``: which version it is pinned to, who may use it, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    FLEET,
    configuration,
    deployment,
    draft_of,
    pin,
    pinned,
    versions_of,
    writes,
)
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT

MODULE = "webmessaging_deployment"
NAME = "Primary Web Messaging"
FLOW = DEFAULT_FLOWS[1]["id"]
CONTENT = DEFAULT_SUPPORTED_CONTENT[0]["id"]
PUSH = [
    {"id": "00000000-0000-4000-8000-000000000001", "provider": "APNS"},
    {"id": "00000000-0000-4000-8000-000000000002", "provider": "FCM"},
]
IDENTITY = {"resolve_identities": True, "automerge": {"web_tracking": True}}


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset(FLEET)
    return simulator


def test_a_new_one_is_made_as_it_is_wanted(org: Simulator, modules: Modules) -> None:
    options: dict[str, Any] = {
        "name": "Shop",
        "description": "On every page",
        "configuration": {"name": "Behind 9"},
        "allowed_domains": ["shop.example", "www.shop.example"],
        "flow_id": FLOW,
        "supported_content_id": CONTENT,
        "push_integrations": PUSH,
        "identity_resolution": IDENTITY,
        "status": "Inactive",
    }
    configuration_id = configuration(org, "Behind 9")["id"]
    reads = [TOKEN, BARE_DEPLOYMENTS, DRAFTS, draft_of(configuration_id), versions_of(configuration_id)]
    predicted = modules.succeed(MODULE, check_mode=True, **options)
    assert org.requests() == reads
    org.clear_journal()
    made = modules.succeed(MODULE, **options)
    path = f"{BASE}/deployments/{made['deployment']['id']}"
    identity = f"{path}/identityresolution"
    identified = [f"GET {identity}", f"PUT {identity}"]
    made_and_looked = [f"POST {BASE}/deployments", BARE_DEPLOYMENTS]
    assert org.requests() == [*reads, *made_and_looked, *identified, f"GET {path}"]
    assert made["deployment"]["configuration"] == {"id": configuration_id, "name": "Behind 9", "version": "12"}
    assert made["deployment"]["status"] == "Inactive"
    assert made["deployment"]["snippet"].startswith("<script")
    stored = deployment(org, "Shop")
    assert (stored["allowAllDomains"], stored["flow"], stored["supportedContent"]) == (
        False,
        {"id": FLOW},
        {"id": CONTENT},
    )
    assert stored["identityResolution"] == {"resolveIdentities": True, "automerge": {"webTracking": True}}
    assert predicted["diff"] == made["diff"]
    assert predicted["deployment"]["id"] is None
    assert made["audit"][0]["action"] == "DEPLOYMENT_CREATE"

    org.clear_journal()
    shuffled = {**options, "allowed_domains": options["allowed_domains"][::-1], "push_integrations": PUSH[::-1]}
    again = modules.succeed(MODULE, **shuffled)
    assert (again["changed"], again["audit"][0]["outcome"]) == (False, "unchanged")
    assert org.requests() == [TOKEN, BARE_DEPLOYMENTS, DRAFTS, f"GET {identity}"]

    org.clear_journal()
    nothing: dict[str, Any] = {
        "description": None,
        "flow_id": None,
        "supported_content_id": None,
        "push_integrations": None,
    }
    emptied = modules.succeed(MODULE, name="Shop", **nothing, allow_all_domains=True)
    stored = deployment(org, "Shop")
    assert not {"description", "flow", "supportedContent"} & stored.keys()
    assert (stored["pushIntegrations"], stored["allowedDomains"], stored["allowAllDomains"]) == ([], [], True)
    assert (emptied["deployment"]["status"], emptied["deployment"]["flow_id"]) == ("Inactive", None)
    assert modules.succeed(MODULE, name="Shop", **nothing, allow_all_domains=True)["changed"] is False


def test_going_back_is_one_task_and_going_on_another(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, "Behind 9")
    deployment_id = deployment(org, "Behind 9")["id"]
    for version, expected in (("2", "2"), ("latest", "12"), (3, "3")):
        org.clear_journal()
        predicted = modules.succeed(MODULE, check_mode=True, name="Behind 9", configuration={"version": version})
        drafts = [draft_of(configuration_id)] if version == "latest" else []
        reads = [TOKEN, BARE_DEPLOYMENTS, *drafts, versions_of(configuration_id)]
        assert org.requests() == reads
        org.clear_journal()
        moved = modules.succeed(MODULE, name="Behind 9", configuration={"version": version})
        assert org.requests() == [*reads, *pinned(deployment_id)]
        assert moved["diff"]["after"]["configuration"] == {"id": configuration_id, "version": expected}
        assert (predicted["diff"], predicted["deployment"]) == (moved["diff"], moved["deployment"])
        assert pin(org, "Behind 9") == (configuration_id, expected)
        assert modules.succeed(MODULE, name="Behind 9", configuration={"version": version})["changed"] is False
    missing = modules.fail(MODULE, name="Behind 9", configuration={"version": 13})
    assert (missing["failure"]["kind"], "It has 1, 2, 3, 4" in missing["msg"]) == ("not_found", True)


def test_a_version_published_in_the_ui_is_drift_for_latest_alone(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, NAME)
    org.person("publish", configuration_id, description="in the UI")
    assert modules.succeed(MODULE, name=NAME, configuration={"name": NAME})["changed"] is False
    drift = modules.succeed(MODULE, check_mode=True, name=NAME, configuration={"name": NAME, "version": "latest"})
    assert drift["diff"]["after"]["configuration"]["version"] == "2"
    other = configuration(org, "EU")["id"]
    modules.succeed(MODULE, name=NAME, configuration={"id": other})
    assert pin(org, NAME) == (other, "1")


def test_inactive_converges_and_so_does_active(org: Simulator, modules: Modules) -> None:
    for status in ("Inactive", "Active"):
        changed = modules.succeed(MODULE, name=NAME, status=status)
        assert (changed["changed"], changed["deployment"]["status"]) == (True, status)
        assert deployment(org, NAME)["status"] == status
        assert modules.succeed(MODULE, name=NAME, status=status)["changed"] is False
    unwaited = modules.succeed(MODULE, name=NAME, status="Inactive", wait=False)
    assert unwaited["deployment"]["status"] == "Pending"
    org.clear_journal()
    assert modules.succeed(MODULE, name=NAME, status="Inactive")["changed"] is False
    assert writes(org) == []


def test_what_it_does_not_name_stays_even_what_nobody_knows(org: Simulator, modules: Modules) -> None:
    before = deployment(org, "Extended 7")
    modules.succeed(MODULE, id=before["id"], name="Renamed")
    after = deployment(org, "Renamed")
    ignored = ("name", "dateModified", "configuration", "status")
    assert {key: after[key] for key in before if key not in ignored} == {
        key: before[key] for key in before if key not in ignored
    }
    assert after["futureField"] == {"kept": True}


def test_identity_resolution_alone_is_one_write(org: Simulator, modules: Modules) -> None:
    path = f"{BASE}/deployments/{deployment(org, NAME)['id']}/identityresolution"
    result = modules.succeed(MODULE, name=NAME, identity_resolution=IDENTITY)
    assert org.requests() == [TOKEN, BARE_DEPLOYMENTS, f"GET {path}", f"PUT {path}"]
    assert result["diff"]["before"] == {"name": NAME, "identity_resolution": {"resolveIdentities": False}}
    assert result["audit"][0]["changes"] == [
        "identity_resolution.automerge",
        "identity_resolution.resolveIdentities",
    ]
    assert modules.succeed(MODULE, name=NAME, identity_resolution=IDENTITY)["changed"] is False


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"allow_all_domains": True, "allowed_domains": ["a.example"]}, "allow_all_domains and allowed_domains"),
        ({"allow_all_domains": False}, "allow_all_domains"),
        ({"allowed_domains": []}, "allowed_domains"),
        ({"configuration": {"id": "a", "name": "b"}}, "name"),
        ({"configuration": {"version": "newest"}}, "configuration.version"),
        ({"configuration": {"version": 0}}, "configuration.version"),
        ({"configuration": None}, "configuration"),
        ({"flow_id": "a b"}, "flow_id"),
        ({"identity_resolution": None}, "identity_resolution"),
        (
            {"push_integrations": [{"id": "00000000-0000-4000-8000-000000000001", "provider": "MAIL"}]},
            "push_integrations[0].provider",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_request(
    org: Simulator, modules: Modules, options: dict[str, Any], told: str
) -> None:
    result = modules.fail(MODULE, name=NAME, **options)
    assert [each.partition(":")[0] for each in result["failure"]["details"]] == [told]
    assert org.requests() == []


def test_what_a_new_one_lacks_is_told_together(org: Simulator, modules: Modules) -> None:
    result = modules.fail(MODULE, name="New", description="x")
    assert result["failure"]["kind"] == "validation"
    assert [each.partition(":")[0] for each in result["failure"]["details"]] == ["configuration", "allowed_domains"]
    unknown = modules.fail(MODULE, name="New", allow_all_domains=True, configuration={"name": "Nobody"})
    assert (unknown["failure"]["kind"], writes(org)) == ("not_found", [])
    modules.succeed("webmessaging_configuration", name="Draft alone", publish=False)
    unpublished = modules.fail(MODULE, name="New", allow_all_domains=True, configuration={"name": "Draft alone"})
    assert (unpublished["failure"]["kind"], "has no published version" in unpublished["msg"]) == ("conflict", True)


def test_it_goes_away_and_stays_away(org: Simulator, modules: Modules) -> None:
    deployment_id = deployment(org, NAME)["id"]
    path = f"{BASE}/deployments/{deployment_id}"
    predicted = modules.succeed(MODULE, check_mode=True, name=NAME, state="absent")
    org.clear_journal()
    gone = modules.succeed(MODULE, name=NAME, state="absent")
    assert org.requests() == [TOKEN, BARE_DEPLOYMENTS, f"DELETE {path}", f"GET {path}", f"GET {path}"]
    assert (gone["deployment"], gone["diff"]) == (None, predicted["diff"])
    for selector in ({"name": NAME}, {"id": deployment_id}):
        assert modules.succeed(MODULE, **selector, state="absent")["changed"] is False


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"after": {"status": 502}}, {"reset": "before"}])
def test_a_write_whose_answer_was_lost_is_done_once(org: Simulator, modules: Modules, fault: dict[str, Any]) -> None:
    org.fault("PUT", f"{BASE}/deployments/.*", fault)
    assert modules.succeed(MODULE, name=NAME, flow_id=FLOW)["deployment"]["flow_id"] == FLOW
    org.fault("POST", f"{BASE}/deployments", fault)
    modules.succeed(MODULE, name="Once", allow_all_domains=True, configuration={"name": "EU"}, timeout=1)
    assert [each["name"] for each in org.deployments()].count("Once") == 1
    org.fault("DELETE", f"{BASE}/deployments/.*", fault)
    assert modules.succeed(MODULE, name="Once", state="absent")["changed"] is True
    org.fault("PUT", f"{BASE}/deployments/.*", {"end_in_error": True})
    failed = modules.fail(MODULE, name=NAME, description="x")
    assert (failed["failure"]["kind"], failed["changed"]) == ("rejected", True)
