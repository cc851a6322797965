# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many configurations and deployments in one task: all is planned before the first write, and waits are shared."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    PUBLISHED,
    configuration,
    deployment,
    draft_of,
    pin,
    writes,
)
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_FLOWS

MODULE = "webmessaging_deployments"
SIZE = 60
LISTINGS = [DRAFTS, PUBLISHED, BARE_DEPLOYMENTS]
PRIMARY, DRAFTED, BEHIND = "Primary Web Messaging", "Drafted 4", "Behind 9"
CREATE = [f"POST {BASE}/configurations", f"POST {BASE}/deployments"]
REFUSED = {"status": 403, "code": "missing.permissions", "message": "You may not."}
FLOW = DEFAULT_FLOWS[1]["id"]

Json = dict[str, Any]


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("webdeployments:13")
    return simulator


def new_configuration(name: str, **more: Any) -> Json:
    return {"name": name, "languages": ["en-us"], "default_language": "en-us", **more}


def new_deployment(name: str, configuration_name: str, **more: Any) -> Json:
    pinned = {"name": configuration_name, "version": "latest"}
    return {"name": name, "configuration": pinned, "allow_all_domains": True, **more}


def numbered(size: int = SIZE, **more: Any) -> Json:
    """So many configurations, and a deployment pinned to each."""
    names = [f"{number:02}" for number in range(size)]
    return {
        "configurations": [new_configuration(f"C {name}", **more) for name in names],
        "deployments": [new_deployment(f"D {name}", f"C {name}") for name in names],
    }


def absent(entries: Json) -> Json:
    return {key: [{"name": each["name"], "state": "absent"} for each in rows] for key, rows in entries.items()}


def rows(result: Json) -> list[Json]:
    return [*result["configurations"], *result["deployments"]]


def outcomes(result: Json) -> Counter[str]:
    return Counter(row["outcome"] for row in rows(result))


def told(row: Json) -> tuple[Any, ...]:
    """The name, the outcome, and the kind of failure."""
    return row["name"], row["outcome"], (row["failure"] or {}).get("kind")


def changes(result: Json) -> list[list[str]]:
    """The changed paths of each audit entry, which check mode foretells without the new ids."""
    return sorted([entry["resource"], *entry["changes"]] for entry in result["audit"])


def checked_and_done(simulator: Simulator, modules: Modules, **options: Any) -> Json:
    """Run it in check mode, for real, and again: the check foretells it, and the second run changes nothing."""
    simulator.clear_journal()
    predicted = modules.succeed(MODULE, check_mode=True, **options)
    assert writes(simulator) == []
    assert outcomes(predicted) == {"checked": len(rows(predicted))}
    simulator.clear_journal()
    result: Json = modules.succeed(MODULE, **options)
    result["journal"] = simulator.requests()
    assert result["changed"] is predicted["changed"] is True
    assert changes(result) == changes(predicted)
    assert [diff["after_header"].partition(" (")[0] for diff in result["diff"]] == [
        diff["after_header"].partition(" (")[0] for diff in predicted["diff"]
    ]
    simulator.clear_journal()
    again = modules.succeed(MODULE, **options)
    assert again["changed"] is False
    assert outcomes(again) == {"unchanged": len(rows(again))}
    assert Counter(simulator.requests()) == Counter([TOKEN, *LISTINGS])
    return result


def test_many_are_created_changed_and_deleted_in_three_tasks(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("plain-webdeployments:3")
    untouched = simulator.state()["webdeployments"]
    made = checked_and_done(simulator, modules, **numbered())
    publish = [f"{draft_of(row['id'], 'POST')}/publish" for row in made["configurations"]]
    reads = [TOKEN, *LISTINGS, DRAFTS, DRAFTS, BARE_DEPLOYMENTS, BARE_DEPLOYMENTS]  # a look for twins, and one to wait
    assert Counter(made["journal"]) == Counter([*reads, *CREATE * SIZE, *publish])
    assert outcomes(made) == {"created": 2 * SIZE}
    for made_of, row in zip(made["configurations"], made["deployments"], strict=True):
        reference = {"id": made_of["id"], "name": made_of["name"], "version": "1"}
        assert row["deployment"]["configuration"] == reference
        assert (made_of["configuration"]["version"], row["deployment"]["status"]) == ("1", "Active")

    changed = checked_and_done(simulator, modules, **numbered(headless_mode={"enabled": True}))
    ids = [row["id"] for row in changed["deployments"]]
    drafts = [draft_of(row["id"], "PUT") for row in changed["configurations"]]
    puts = [f"PUT {BASE}/deployments/{each}" for each in ids]
    assert Counter(changed["journal"]) == Counter([*reads, *drafts, *publish, *puts])
    assert outcomes(changed) == {"updated": 2 * SIZE}
    assert {row["deployment"]["configuration"]["version"] for row in changed["deployments"]} == {"2"}
    assert [row["id"] for row in changed["configurations"]] == [row["id"] for row in made["configurations"]]

    deleted = checked_and_done(simulator, modules, **absent(numbered()))
    gone = [f"DELETE {BASE}/deployments/{each}" for each in ids]
    gone += [f"DELETE {BASE}/configurations/{row['id']}" for row in changed["configurations"]]
    assert [request for request in deleted["journal"] if request.startswith("DELETE")] == sorted(
        (request for request in deleted["journal"] if request.startswith("DELETE")),
        key=lambda request: "/configurations/" in request,
    )
    reads = [TOKEN, *LISTINGS, DRAFTS, DRAFTS, *[BARE_DEPLOYMENTS] * 3]  # the third tells who is pinned to what
    assert Counter(deleted["journal"]) == Counter([*reads, *gone])
    assert simulator.state()["webdeployments"] == untouched


def test_check_mode_foretells_the_pin_of_what_the_same_task_would_publish(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    options: Json = {
        "configurations": [{"name": PRIMARY, "description": "Ours"}, new_configuration("New")],
        "deployments": [
            {"name": PRIMARY, "configuration": {"name": PRIMARY, "version": "latest"}},
            {"name": BEHIND, "configuration": {"id": configuration_id, "version": "latest"}},
            new_deployment("New", "New"),
        ],
    }
    coming = str(len(org.configuration(configuration_id)["versions"]) + 1)
    predicted = modules.succeed(MODULE, check_mode=True, **options)
    pins = [row["deployment"]["configuration"] for row in predicted["deployments"]]
    assert [each["version"] for each in pins] == [coming, coming, "1"]
    assert pins[2]["id"] == "that of 'New', which this run makes"
    result = modules.succeed(MODULE, **options)
    assert [row["deployment"]["configuration"]["version"] for row in result["deployments"]] == [coming, coming, "1"]
    assert pin(org, BEHIND) == (configuration_id, coming)


def test_one_that_fails_leaves_the_others_right_and_is_told_in_its_row(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("plain-webdeployments:1")
    simulator.fault("POST", ".*/draft/publish", {"respond": REFUSED}, skip=2)
    failed = modules.fail(MODULE, **numbered(6))
    (bad,) = [row for row in failed["configurations"] if row["outcome"] == "failed"]
    number = bad["name"].split()[1]
    assert (bad["failure"]["kind"], bad["changed"], bad["configuration"]) == ("permission", True, None)
    assert [told(row) for row in failed["deployments"] if row["name"].endswith(number)] == [
        (f"D {number}", "failed", "permission")
    ]
    assert outcomes(failed) == {"created": 10, "failed": 2}
    assert {row["name"] for row in failed["deployments"] if row["outcome"] == "created"} == {
        f"D {each:02}" for each in range(6) if f"{each:02}" != number
    }
    assert "2 of 12 configurations and deployments failed, 10 created" in failed["msg"]
    assert f"its configuration 'C {number}' could not be written in this task" in failed["msg"]
    again = modules.succeed(MODULE, **numbered(6))
    assert outcomes(again) == {"unchanged": 10, "updated": 1, "created": 1}


@pytest.mark.parametrize("check_mode", [True, False])
def test_with_stop_nothing_is_written_if_an_entry_is_refused(
    org: Simulator, modules: Modules, check_mode: bool
) -> None:
    options: Json = {
        "configurations": [new_configuration("New"), {"name": DRAFTED, "description": "Ours"}],
        "deployments": [new_deployment("New", "New"), new_deployment("Newer", "Nobody")],
    }
    failed = modules.fail(MODULE, check_mode=check_mode, **options, on_error="stop")
    assert [told(row) for row in rows(failed)] == [
        ("New", "checked" if check_mode else "skipped", None),
        (DRAFTED, "failed", "conflict"),
        ("New", "checked" if check_mode else "skipped", None),
        ("Newer", "failed", "not_found"),
    ]
    assert writes(org) == []
    assert failed["changed"] is check_mode


def test_with_stop_no_write_begins_after_a_failure(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("plain-webdeployments:1")
    simulator.fault("POST", f"{BASE}/configurations", {"respond": REFUSED})
    failed = modules.fail(MODULE, **numbered(20), on_error="stop", workers=2)
    assert outcomes(failed)["failed"] == 1
    assert outcomes(failed)["skipped"] >= 40 - 4
    assert {row["outcome"] for row in failed["deployments"]} == {"skipped"}


def test_two_entries_for_one_object_are_an_error_that_names_both(org: Simulator, modules: Modules) -> None:
    deployment_id, configuration_id = deployment(org, PRIMARY)["id"], pin(org, PRIMARY)[0]
    failed = modules.fail(
        MODULE,
        configurations=[{"id": configuration_id, "description": "One"}, {"name": PRIMARY, "description": "Two"}],
        deployments=[{"name": PRIMARY, "description": "One"}, {"id": deployment_id, "state": "absent"}],
    )
    assert failed["failure"]["kind"] == "validation"
    for option in ("configurations", "deployments"):
        assert f"{option}[0] and {option}[1]: both select {PRIMARY}" in failed["msg"]
    assert writes(org) == []


def test_every_error_in_the_options_comes_at_once_and_before_any_request(org: Simulator, modules: Modules) -> None:
    failed = modules.fail(
        MODULE,
        configurations=[
            {"languages": ["en-us"]},
            {"name": "Twice"},
            {"name": "Twice", "wait_timeout": -1},
            {"id": "", "raw": {"name": "x"}},
        ],
        deployments=[
            {"name": "One", "allowed_domains": ["https://shop.example"], "configuration": {"version": "newest"}},
            {"id": "x", "allow_all_domains": True, "allowed_domains": ["a.example"]},
        ],
        workers=0,
    )
    for place in (
        "configurations[0]",
        "configurations[1] and configurations[2]",
        "configurations[2].wait_timeout",
        "configurations[3].id",
        "configurations[3].raw.name",
        "deployments[0].allowed_domains[0]",
        "deployments[0].configuration.version",
        "deployments[1].allow_all_domains and allowed_domains",
        "workers",
    ):
        assert place in failed["msg"]
    assert org.requests() == []
    assert "give at least one of them" in modules.fail(MODULE, configurations=[])["msg"]


def test_what_is_not_found_ambiguous_or_refused_fails_its_row_only(org: Simulator, modules: Modules) -> None:
    org.person("create_deployment", name="Twin", configuration={"id": pin(org, PRIMARY)[0]}, settled=True)
    org.person("create_deployment", name="Twin", configuration={"id": pin(org, PRIMARY)[0]}, settled=True)
    failed = modules.fail(
        MODULE,
        configurations=[
            {"id": "nobody", "description": "x"},
            {"name": DRAFTED, "description": "Ours"},
        ],
        deployments=[
            {"name": "Twin", "description": "x"},
            {"name": PRIMARY, "configuration": {"name": PRIMARY, "version": "99"}},
            {"name": "Unpinned", "allow_all_domains": True},
            {"name": BEHIND, "description": "Ours"},
        ],
    )
    assert [told(row)[1:] for row in rows(failed)] == [
        ("failed", "not_found"),
        ("failed", "conflict"),
        ("failed", "ambiguous"),
        ("failed", "not_found"),
        ("rejected", "validation"),
        ("updated", None),
    ]
    assert len(writes(org)) == 1
    assert deployment(org, BEHIND)["description"] == "Ours"
    assert Counter(entry["outcome"] for entry in failed["audit"]) == {"failed": 4, "rejected": 1, "updated": 1}


def test_an_entry_may_overwrite_the_draft_of_somebody(org: Simulator, modules: Modules) -> None:
    options: Json = {"configurations": [{"name": DRAFTED, "description": "Ours", "overwrite_draft": True}]}
    predicted = modules.succeed(MODULE, check_mode=True, **options)
    result = modules.succeed(MODULE, **options)
    assert predicted["configurations"][0]["diff"] == result["configurations"][0]["diff"]
    assert "draft" in result["configurations"][0]["diff"]["before"]


def test_a_configuration_goes_once_nothing_is_pinned_to_it_any_more(org: Simulator, modules: Modules) -> None:
    """One deployment moves to another configuration in the same task, and one is deleted in it."""
    shared = pin(org, "EU 1")[0]
    name = org.configuration(shared)["draft"]["name"]
    gone: Json = {"configurations": [{"name": name, "state": "absent"}]}
    kept = modules.fail(MODULE, **gone, deployments=[{"name": "EU 1", "state": "absent"}])
    assert [told(row) for row in rows(kept)] == [(name, "failed", "conflict"), ("EU 1", "deleted", None)]
    assert "'EU 2'" in kept["msg"]
    org.reset("webdeployments:13")
    moved = {"name": "EU 2", "configuration": {"name": PRIMARY}}
    deployments = [{"name": "EU 1", "state": "absent"}, moved]
    predicted = modules.succeed(MODULE, check_mode=True, **gone, deployments=deployments)
    assert [row["outcome"] for row in rows(predicted)] == ["checked"] * 3
    result = modules.succeed(MODULE, **gone, deployments=deployments)
    assert [row["outcome"] for row in rows(result)] == ["deleted", "deleted", "updated"]
    assert shared not in [each["id"] for each in org.configurations()]
    assert pin(org, "EU 2")[0] == pin(org, PRIMARY)[0]


def test_drafts_are_not_pinned(org: Simulator, modules: Modules) -> None:
    options: Json = {
        "configurations": [new_configuration("New", publish=False)],
        "deployments": [new_deployment("New", "New")],
    }
    for check_mode in (True, False):
        failed = modules.fail(MODULE, check_mode=check_mode, **options)
        assert [told(row)[1:] for row in rows(failed)] == [
            ("checked" if check_mode else "created", None),
            ("failed", "conflict"),
        ]
        assert "no published version" in failed["msg"]


def test_the_rest_of_a_deployment_is_as_with_the_module_for_one(org: Simulator, modules: Modules) -> None:
    wanted: Json = {
        "flow_id": FLOW,
        "description": "Ours",
        "status": "Inactive",
        "identity_resolution": {"resolve_identities": True},
    }
    result = checked_and_done_with_identity(org, modules, {"name": PRIMARY, **wanted})
    single = modules.succeed("webmessaging_deployment", name=PRIMARY, **wanted)
    assert single["changed"] is False
    assert result["deployments"][0]["deployment"] == single["deployment"]


def checked_and_done_with_identity(org: Simulator, modules: Modules, entry: Json) -> Json:
    predicted = modules.succeed(MODULE, check_mode=True, deployments=[entry])
    assert writes(org) == []
    result: Json = modules.succeed(MODULE, deployments=[entry])
    assert result["diff"] == predicted["diff"]
    assert modules.succeed(MODULE, deployments=[entry])["changed"] is False
    return result


def test_a_rename_by_id_is_followed_by_its_deployments(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, PRIMARY)
    options: Json = {
        "configurations": [{"id": configuration_id, "name": "Renamed"}],
        "deployments": [new_deployment("New", "Renamed")],
    }
    predicted = modules.succeed(MODULE, check_mode=True, **options)
    result = modules.succeed(MODULE, **options)
    for each in (predicted, result):
        assert each["deployments"][0]["deployment"]["configuration"]["id"] == configuration_id
    assert configuration(org, "Renamed")["id"] == configuration_id


def test_two_runs_that_make_the_same_names_end_with_one_each(org: Simulator, modules: Modules) -> None:
    theirs = {"act": "create_deployment", "name": "D 00", "configuration": {"id": pin(org, PRIMARY)[0]}}
    org.fault("POST", f"{BASE}/configurations", {"person": theirs})  # after the plan, and before ours
    result = modules.succeed(MODULE, **numbered(3))
    names = [each["name"] for each in org.deployments()]
    assert [names.count(f"D {number:02}") for number in range(3)] == [1, 1, 1]
    assert len(result["deployments"]) == 3


def test_a_listing_that_cannot_be_read_fails_the_task_and_every_row(org: Simulator, modules: Modules) -> None:
    org.fault("GET", f"{BASE}/configurations", {"respond": REFUSED}, times=None)
    failed = modules.fail(MODULE, **numbered(4))
    assert failed["failure"]["kind"] == "permission"
    assert outcomes(failed) == {"failed": 8}
    assert len(org.requests("read")) <= len(LISTINGS)
    assert writes(org) == []


@pytest.mark.parametrize(
    "settings", [{"lag_ms": 400}, {"pending_ms": 600, "pending_versions": True}, {"fresh_refusals": 1}]
)
def test_an_org_that_lags_or_takes_its_time_ends_right(simulator: Simulator, modules: Modules, settings: Json) -> None:
    simulator.reset("plain-webdeployments:3", **settings)
    result = modules.succeed(MODULE, **numbered(12))
    assert outcomes(result) == {"created": 24}
    assert {each["configuration"]["version"] for each in simulator.deployments() if each["name"][0] == "D"} == {"1"}
    assert len(simulator.requests("write")) == 36 + (24 if "fresh_refusals" in settings else 0)


def test_what_is_pending_is_waited_for_before_it_is_compared(org: Simulator, modules: Modules) -> None:
    org.person("edit_deployment", deployment(org, PRIMARY)["id"], description="By hand")
    result = modules.succeed(MODULE, deployments=[{"name": PRIMARY, "description": "By hand", "status": "Active"}])
    assert result["changed"] is False
    assert result["deployments"][0]["deployment"]["status"] == "Active"


def test_each_entry_has_one_line_in_the_audit_trail(org: Simulator, modules: Modules) -> None:
    result = modules.succeed(MODULE, **numbered(3), workers=3)
    actions = Counter(entry["action"] for entry in result["audit"])
    assert actions == {"CONFIGURATION_CREATE": 3, "DEPLOYMENT_CREATE": 3}
    assert all(entry["resource_id"] for entry in result["audit"])
    unchanged = modules.succeed(MODULE, **numbered(3))
    assert Counter(entry["outcome"] for entry in unchanged["audit"]) == {"unchanged": 6}
