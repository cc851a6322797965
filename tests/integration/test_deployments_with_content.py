# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_deployments`` with supported content profiles: written first, deleted last, and one default."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.supported_content import (
    CONTENT_USERS,
    DEFAULT,
    EVERYTHING,
    PICTURES,
    PROFILES,
    PROFILES_LISTING,
    profile,
)
from tests.integration.web_deployments import BARE_DEPLOYMENTS, BASE, DRAFTS, PUBLISHED, deployment, writes
from tests.simulator.client import Simulator

MODULE = "webmessaging_deployments"
NAME = "Primary Web Messaging"
GET_DEFAULT = f"GET {DEFAULT}"
DOCUMENTS: dict[str, Any] = {"name": "Documents", "inbound": ["image/*"], "outbound": []}
Json = dict[str, Any]


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset("webdeployments:13", pending_polls=0)
    return simulator


def outcomes(result: Json) -> list[tuple[str, str]]:
    return [(row["name"], row["outcome"]) for row in result["supported_contents"]]


def test_profiles_are_made_and_changed_in_one_task(org: Simulator, modules: Modules) -> None:
    contents = [DOCUMENTS, {"name": "Pictures", "outbound": []}, {"id": EVERYTHING, "name": "All"}]
    predicted = modules.succeed(MODULE, check_mode=True, supported_contents=contents)
    reads = [TOKEN, PROFILES_LISTING, GET_DEFAULT]
    assert Counter(org.requests()) == Counter(reads)
    assert {row["outcome"] for row in predicted["supported_contents"]} == {"checked"}
    org.clear_journal()
    done = modules.succeed(MODULE, supported_contents=contents)
    patches = [f"PATCH {PROFILES}/{each}" for each in (PICTURES, EVERYTHING)]
    looks = [f"POST {PROFILES}", PROFILES_LISTING]
    assert Counter(org.requests()) == Counter([*reads, *patches, *looks])
    assert outcomes(done) == [("Documents", "created"), ("Pictures", "updated"), ("Everything", "updated")]
    for before, after in zip(predicted["supported_contents"], done["supported_contents"], strict=True):
        assert before["diff"] == after["diff"]
        assert {**before["supported_content"], "id": after["id"]} == after["supported_content"]
    assert (done["configurations"], done["deployments"]) == ([], [])
    assert done["diff"][0]["after_header"] == f"supported content 'Documents' ({profile(org, 'Documents')['id']})"
    assert sorted(each["action"] for each in done["audit"]) == ["CONTENT_CREATE", "CONTENT_UPDATE", "CONTENT_UPDATE"]
    org.clear_journal()
    again = modules.succeed(MODULE, supported_contents=[DOCUMENTS, *contents[1:]])
    assert (again["changed"], Counter(org.requests())) == (False, Counter(reads))


def test_they_are_written_before_the_rest_and_deleted_after_it(org: Simulator, modules: Modules) -> None:
    org.person("make_default_supported_content", EVERYTHING)
    users = [each for each in org.deployments() if each.get("supportedContent", {}).get("id") == PICTURES]
    assert [each["name"] for each in users] == [NAME]
    wanted: Json = {
        "supported_contents": [{"name": "Pictures", "state": "absent"}, DOCUMENTS],
        "configurations": [{"name": "EU", "description": "Ours"}],
        "deployments": [{"name": NAME, "supported_content_id": EVERYTHING}],
    }
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert writes(org) == []
    listings = [PROFILES_LISTING, DRAFTS, PUBLISHED, BARE_DEPLOYMENTS, CONTENT_USERS]
    assert Counter(org.requests()) == Counter([TOKEN, *listings, GET_DEFAULT])
    org.clear_journal()
    done = modules.succeed(MODULE, **wanted)
    sent = [each.partition("?")[0] for each in writes(org)]
    assert (sent[0], sent[-1]) == (f"POST {PROFILES}", f"DELETE {PROFILES}/{PICTURES}")
    assert f"PUT {BASE}/deployments/{users[0]['id']}" in sent
    assert outcomes(done) == [("Pictures", "deleted"), ("Documents", "created")]
    assert [diff["before"] for diff in done["diff"]] == [diff["before"] for diff in predicted["diff"]]
    assert done["supported_contents"][0]["supported_content"] is None
    assert modules.succeed(MODULE, **wanted)["changed"] is False


def test_what_is_still_in_use_stays_and_the_others_are_written(org: Simulator, modules: Modules) -> None:
    contents = [{"name": "Pictures", "state": "absent"}, {"name": "Everything", "state": "absent"}, DOCUMENTS]
    for check_mode in (True, False):
        failed = modules.fail(MODULE, check_mode=check_mode, supported_contents=contents)
        assert failed["failure"]["kind"] == "conflict"
        assert "2 of 3 supported content profiles failed" in failed["msg"]
        assert NAME in failed["msg"]
        assert "it is the org's default" in failed["msg"]
    assert [each["name"] for each in org.supported_content()] == ["Pictures", "Everything", "Documents"]


def test_the_old_default_can_go_in_the_same_task(org: Simulator, modules: Modules) -> None:
    org.person("edit_deployment", deployment(org, NAME)["id"], supportedContent=None)
    wanted: Json = {
        "supported_contents": [
            {"name": "Everything", "state": "absent"},
            {"name": "Pictures", "default": True},
            {"name": "Documents", "inbound": []},
        ]
    }
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert [row["outcome"] for row in predicted["supported_contents"]] == ["checked"] * 3
    done = modules.succeed(MODULE, **wanted)
    assert outcomes(done) == [("Everything", "deleted"), ("Pictures", "updated"), ("Documents", "created")]
    assert org.state()["webdeployments"]["default_supported_content"] == PICTURES
    assert modules.succeed(MODULE, **wanted)["changed"] is False


@pytest.mark.parametrize("check_mode", [True, False])
def test_only_one_of_the_results_is_the_default(org: Simulator, modules: Modules, check_mode: bool) -> None:
    contents: list[Json] = [{"name": "Everything"}, {"name": "Documents", "default": True}, {"name": "Pictures"}]
    done = modules.succeed(MODULE, check_mode=check_mode, supported_contents=contents)
    found = [row["supported_content"]["default"] for row in done["supported_contents"]]
    assert found == [False, True, False]


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        ([], "configurations, deployments and supported_contents: are missing or empty"),
        ([{"inbound": []}], "supported_contents[0].id or name: is missing"),
        ([{"name": "x", "inbound": ["png"]}], "supported_contents[0].inbound[0]: 'png' is no media type"),
        ([{"name": "x"}, {"name": "x"}], "supported_contents[0] and supported_contents[1]: both select name 'x'"),
        (
            [{"name": "x", "default": True}, {"name": "y"}, {"name": "z", "default": True}],
            "supported_contents[0].default and supported_contents[2].default: are both true",
        ),
    ],
)
def test_errors_name_their_entry(org: Simulator, modules: Modules, contents: list[Json], told: str) -> None:
    refused = modules.fail(MODULE, supported_contents=contents)
    assert (refused["failure"]["kind"], told in refused["msg"]) == ("validation", True)
    assert org.requests() == []


def test_an_id_and_a_name_of_one_profile_are_two_entries_for_it(org: Simulator, modules: Modules) -> None:
    contents = [{"name": "Pictures", "inbound": []}, {"id": PICTURES, "inbound": ["*/*"]}]
    refused = modules.fail(MODULE, supported_contents=contents)
    assert "supported_contents[0] and supported_contents[1]: both select Pictures." in refused["msg"]
    assert writes(org) == []


def test_the_playbooks_take_them_too(org: Simulator, ansible: Ansible) -> None:
    wanted = {"webmessaging_supported_contents": [{"name": "Pictures", "inbound": ["text/plain"]}, DOCUMENTS]}
    (ansible.folder / "wanted.yml").write_text(json.dumps(wanted), encoding="utf-8")
    drift = ("ansible-playbook", "genesys.cloud.drift_deployments", "-e", "@wanted.yml")
    ran = ansible.run(*drift)
    assert (ran.status, writes(org)) == (2, [])
    assert f"supported content 'Pictures' ({PICTURES}): inbound: " in ran.output
    assert "supported content 'Documents': state: " in ran.output
    configure = ("ansible-playbook", "genesys.cloud.configure_deployments", "-e", "@wanted.yml")
    done = ansible.run(*configure)
    assert done.status == 0, done.output
    assert done.of("Show what changed")["msg"] == [
        "supported content Pictures: updated",
        "supported content Documents: created",
    ]
    assert "changed=0" in ansible.run(*configure).output
    assert ansible.run(*drift).status == 0


def test_a_deployment_names_a_profile_that_the_same_task_makes(org: Simulator, modules: Modules) -> None:
    new: Json = {"name": "New", "configuration": {"name": "EU"}, "allow_all_domains": True}
    wanted: Json = {
        "supported_contents": [DOCUMENTS, {"id": PICTURES, "name": "Images"}],
        "deployments": [
            {"name": NAME, "supported_content_name": "Documents"},
            {**new, "supported_content_name": "Documents"},
            {"name": "EU 1", "supported_content_name": "Images"},
        ],
    }
    predicted = modules.succeed(MODULE, check_mode=True, **wanted)
    assert writes(org) == []
    after = predicted["deployments"][0]["diff"]["after"]
    assert after["supported_content_id"] == "that of 'Documents', which this run makes"
    assert after["supported_content_name"] == "Documents"
    done = modules.succeed(MODULE, **wanted)
    made = profile(org, "Documents")["id"]
    assert [deployment(org, each)["supportedContent"]["id"] for each in (NAME, "New", "EU 1")] == [made, made, PICTURES]
    assert done["deployments"][0]["diff"]["after"]["supported_content_name"] == "Documents"
    again = modules.succeed(MODULE, **wanted)
    assert again["changed"] is False


def test_a_deployment_is_not_written_without_the_profile_that_it_names(org: Simulator, modules: Modules) -> None:
    refused = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    org.fault("POST", PROFILES, refused, times=None)
    deployments = [{"name": NAME, "supported_content_name": "Documents"}, {"name": "EU 1", "description": "Ours"}]
    failed = modules.fail(MODULE, supported_contents=[DOCUMENTS], deployments=deployments)
    assert failed["failure"]["kind"] == "permission"
    assert "its supported content 'Documents' could not be written in this task" in failed["msg"]
    assert deployment(org, NAME)["supportedContent"]["id"] == PICTURES
    assert deployment(org, "EU 1")["description"] == "Ours"
