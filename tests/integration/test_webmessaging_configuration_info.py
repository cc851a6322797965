# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_configuration_info``: what is published, what the draft holds, and all versions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import BASE, DRAFTS, FLEET, PUBLISHED, configuration, draft_of, versions_of
from tests.simulator.client import Simulator

MODULE = "webmessaging_configuration_info"


def test_all_are_listed_with_what_is_published_and_what_is_not(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET, page_size_cap=5)
    simulator.person("publish", configuration(simulator, "EU")["id"], description="in the UI")
    modules.succeed("webmessaging_configuration", name="Never published", languages=["ja"], publish=False)
    simulator.clear_journal()
    result = modules.succeed(MODULE)
    assert [each["name"] for each in result["configurations"]] == [
        each["draft"]["name"] for each in simulator.configurations()
    ]
    assert (result["total"], result["changed"]) == (13, False)
    assert simulator.requests()[:2] == [TOKEN, DRAFTS]
    assert len(simulator.requests()) == 1 + 3 + 3
    by_name = {each["name"]: each for each in result["configurations"]}
    told = {name: (each["version"], each["draft_differs"], each["draft_changes"]) for name, each in by_name.items()}
    assert told["EU"] == ("2", False, [])
    assert told["Drafted 4"] == ("1", True, ["messenger.styles.primaryColor"])
    assert told["Never published"] == (None, True, [])
    assert told["Behind 9"] == ("12", False, [])
    assert by_name["Drafted 4"]["draft"]["messenger"]["styles"] == {"primaryColor": "#C0FFEE"}
    assert by_name["Drafted 4"]["configuration"]["messenger"]["styles"] == {"primaryColor": "#2A6EBB"}
    assert by_name["Never published"]["configuration"] == {"name": "Never published", "languages": ["ja"]}


@pytest.mark.parametrize("fault", [None, {"thin": ["version"]}])
def test_rows_that_do_not_tell_which_version_is_published_are_read_singly(
    simulator: Simulator, modules: Modules, fault: dict[str, Any] | None
) -> None:
    simulator.reset(FLEET)
    simulator.person("save_draft", configuration(simulator, "EU")["id"], name="Renamed")
    modules.succeed("webmessaging_configuration", name="Never published", languages=["ja"], publish=False)
    told = modules.succeed(MODULE)["configurations"]
    simulator.settings(published_listing_shows_drafts=fault is None)
    if fault:
        simulator.fault("GET", ".*/configurations", fault, times=None, query="showOnlyPublished")
    simulator.clear_journal()
    assert modules.succeed(MODULE)["configurations"] == told
    published = [each["id"] for each in told if each["version"] is not None]
    singly = [versions_of(each) for each in published]
    assert sorted(simulator.requests()) == sorted([TOKEN, DRAFTS, PUBLISHED, *singly])
    assert [each["draft"]["name"] for each in modules.succeed(MODULE, name="EU")["configurations"]] == ["Renamed"]
    simulator.clear_journal()
    same = modules.succeed("webmessaging_configuration", name="EU", default_language="en-us")
    assert (same["changed"], simulator.requests("write")) == (False, []), "no second configuration is made"


def test_every_version_comes_newest_first(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    (by_name,) = modules.succeed(MODULE, name="Behind 9", versions=True)["configurations"]
    assert [each["version"] for each in by_name["versions"]] == [str(number) for number in range(12, 0, -1)]
    assert by_name["versions"][-1]["configuration"]["description"] == "The look of season 1"
    assert simulator.requests() == [TOKEN, DRAFTS, PUBLISHED, versions_of(by_name["id"])]
    simulator.clear_journal()
    (by_id,) = modules.succeed(MODULE, id=by_name["id"], versions=True)["configurations"]
    assert by_id == by_name
    assert simulator.requests() == [TOKEN, draft_of(by_name["id"]), versions_of(by_name["id"])]
    simulator.clear_journal()
    everything = modules.succeed(MODULE, versions=True)["configurations"]
    assert by_name in everything
    assert sorted(simulator.requests()) == sorted([TOKEN, DRAFTS, *(versions_of(each["id"]) for each in everything)])


def test_what_is_not_there_is_an_empty_list(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    selectors: list[dict[str, Any]] = [{"id": "nobody"}, {"name": "twin"}, {"name_glob": "Nobody*"}]
    for selector in selectors:
        assert modules.succeed(MODULE, **selector)["configurations"] == []
    assert len(modules.succeed(MODULE, name="Twin")["configurations"]) == 2
    assert simulator.requests("write") == []
    assert PUBLISHED in simulator.requests()


def test_what_cannot_be_read_fails_the_task_unless_it_is_to_be_skipped(simulator: Simulator, modules: Modules) -> None:
    simulator.reset(FLEET)
    path = f"{BASE}/configurations/{configuration(simulator, 'EU')['id']}/versions"
    simulator.fault("GET", path, {"respond": {"status": 403, "message": "No."}}, times=None)
    assert modules.fail(MODULE, versions=True)["failure"]["kind"] == "permission"
    rows = {row["name"]: row for row in modules.succeed(MODULE, versions=True, skip_unreadable=True)["configurations"]}
    assert (rows["EU"]["configuration"], rows["EU"]["version"]) == (None, None)
    assert rows["EU"]["unreadable"]["versions"]["path"] == path
    assert (rows["Behind 9"]["version"], rows["Behind 9"]["unreadable"]) == ("12", {})
