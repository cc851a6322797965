# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_configuration``: every field of the API, drafts and versions, and what others are at work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields as field_table
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import Field
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from tests.integration.ansible_process import ROOT
from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.web_deployments import (
    BARE_DEPLOYMENTS,
    BASE,
    DRAFTS,
    FLEET,
    PUBLISHED,
    configuration,
    draft_of,
    pin,
    versions_of,
    writes,
    written,
)
from tests.integration.webhooks import warnings_of
from tests.simulator.client import Simulator
from tests.simulator.references_state import DEFAULT_INTEGRATIONS

MODULE = "webmessaging_configuration"
NAME = "Primary Web Messaging"
COLOUR = {"styles": {"primary_color": "#00FF00"}}
NEEDS_ALL_OF_IT = {"label_filter", "authentication_settings", "support_center"}
"""Sections that the API takes with all that it requires of them, or not at all."""


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset(FLEET)
    return simulator


def everything() -> dict[str, Any]:
    """The example that shows every option."""
    text = (ROOT / f"plugins/modules/{MODULE}.py").read_text(encoding="utf-8")
    tasks = yaml.safe_load(text.partition('EXAMPLES = r"""')[2].partition('"""')[0])
    options: dict[str, Any] = next(task for task in tasks if "every option" in task["name"])[f"genesys.cloud.{MODULE}"]
    return options


def nulls(fields: Sequence[Field]) -> dict[str, Any]:
    """Null for every field that is not within a list."""
    found: dict[str, Any] = {}
    for field in fields:
        is_walked = field.type == "dict" and field.name not in NEEDS_ALL_OF_IT
        found[field.name] = nulls(field.parts) if is_walked else None
    return found


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    return [value]


def test_every_path_is_set_read_back_left_alone_and_removed(org: Simulator, modules: Modules) -> None:
    org.settings(pending_polls=0)
    wanted = everything()
    options = {key: value for key, value in wanted.items() if key != "name"}
    created = modules.succeed(MODULE, **wanted)
    assert (created["changed"], created["version"], created["draft_differs"]) == (True, "1", False)
    (stored,) = configuration(org, "Everything")["versions"]
    assert field_table.from_api(CONTENT, stored) == options
    (found,) = modules.succeed("webmessaging_configuration_info", name="Everything")["configurations"]
    assert field_table.from_api(CONTENT, found["configuration"]) == options
    assert set(field_table.paths(CONTENT)) == set(field_table.paths(CONTENT)) & paths_in(stored)

    org.clear_journal()
    assert modules.succeed(MODULE, **wanted)["changed"] is False
    assert writes(org) == []

    removed = modules.succeed(MODULE, name="Everything", **nulls(CONTENT))
    assert (removed["changed"], removed["version"]) == (True, "2")
    assert leaves(field_table.from_api(CONTENT, configuration(org, "Everything")["versions"][1])) == []
    assert modules.succeed(MODULE, name="Everything", **nulls(CONTENT))["changed"] is False


def paths_in(content: Any, prefix: str = "") -> set[str]:
    """Every path of an object in the API's spelling, as ``fields.paths`` has them."""
    if isinstance(content, list):
        return {path for item in content for path in paths_in(item, f"{prefix[:-1]}[].")}
    if not isinstance(content, dict):
        return set()
    inner = {path for key, value in content.items() for path in paths_in(value, f"{prefix}{key}.")}
    return {f"{prefix}{key}" for key in content} | inner


def test_a_change_is_written_published_and_pinned_by_nobody(org: Simulator, modules: Modules) -> None:
    configuration_id, before = pin(org, NAME)
    predicted = modules.succeed(MODULE, check_mode=True, name=NAME, messenger=COLOUR)
    assert org.requests() == [TOKEN, DRAFTS, versions_of(configuration_id)]
    org.clear_journal()
    changed = modules.succeed(MODULE, name=NAME, messenger=COLOUR)
    assert org.requests() == [TOKEN, DRAFTS, versions_of(configuration_id), *written(configuration_id)]
    assert (changed["changed"], changed["id"], changed["version"]) == (True, configuration_id, "2")
    assert changed["diff"] == {
        "before": {"name": NAME, "messenger": {"styles": {"primaryColor": "#2A6EBB"}}},
        "after": {"name": NAME, "messenger": {"styles": {"primaryColor": "#00FF00"}}},
    }
    assert (predicted["diff"], predicted["configuration"]) == (changed["diff"], changed["configuration"])
    assert (predicted["version"], predicted["audit"][0]["outcome"]) == (None, "checked")
    (entry,) = changed["audit"]
    assert (entry["action"], entry["resource"], entry["outcome"]) == (
        "CONFIGURATION_UPDATE",
        "configuration",
        "updated",
    )
    assert (entry["resource_id"], entry["changes"], entry["attempts"]) == (
        configuration_id,
        ["messenger.styles.primaryColor"],
        2,
    )
    assert pin(org, NAME)[1] == before
    org.clear_journal()
    again = modules.succeed(MODULE, id=configuration_id, messenger=COLOUR)
    assert (again["changed"], again["audit"][0]["outcome"]) == (False, "unchanged")
    assert org.requests() == [TOKEN, draft_of(configuration_id), versions_of(configuration_id)]


def test_a_new_one_is_a_draft_first_and_a_version_when_it_is_published(org: Simulator, modules: Modules) -> None:
    options: dict[str, Any] = {"name": "New", "languages": ["ja", "en-us"], "default_language": "ja"}
    predicted = modules.succeed(MODULE, check_mode=True, **options, publish=False)
    assert org.requests() == [TOKEN, DRAFTS, PUBLISHED]  # the name may be one that a person's draft hides
    org.clear_journal()
    drafted = modules.succeed(MODULE, **options, publish=False)
    draft = draft_of(drafted["id"])
    # The second listing tells whether somebody else has made one of that name at the same moment.
    assert org.requests() == [TOKEN, DRAFTS, PUBLISHED, f"POST {BASE}/configurations", DRAFTS, draft]
    assert (drafted["version"], drafted["draft_differs"], drafted["audit"][0]["action"]) == (
        None,
        True,
        "CONFIGURATION_CREATE",
    )
    assert (predicted["diff"], predicted["configuration"], predicted["id"]) == (
        drafted["diff"],
        drafted["configuration"],
        None,
    )
    assert modules.succeed(MODULE, **options, publish=False)["changed"] is False
    org.clear_journal()
    published = modules.succeed(MODULE, **options)
    assert writes(org) == [f"{draft_of(drafted['id'], 'POST')}/publish"]
    assert (published["changed"], published["version"], published["draft_differs"]) == (True, "1", False)
    assert published["diff"]["after"]["published"] is True
    assert published["audit"][0]["changes"] == ["published"]
    assert modules.succeed(MODULE, name="New", languages=["en-us", "ja"])["changed"] is False


def test_what_a_person_left_in_a_draft_is_not_lost_unasked(org: Simulator, modules: Modules) -> None:
    theirs = configuration(org, "Drafted 4")
    for publish in (True, False):
        for check_mode in (True, False):
            refused = modules.fail(MODULE, check_mode, name="Drafted 4", description="ours", publish=publish)
            assert refused["failure"]["kind"] == "conflict"
            assert "unpublished draft" in refused["msg"]
            assert "overwrite_draft" in refused["msg"]
    assert configuration(org, "Drafted 4") == theirs
    assert writes(org) == []
    # What they want too is no conflict: published as it stands, without writing the draft.
    same = modules.succeed(MODULE, name="Drafted 4", messenger={"styles": {"primary_color": "#C0FFEE"}})
    assert (same["version"], writes(org)) == ("2", [f"{draft_of(theirs['id'], 'POST')}/publish"])
    org.person("save_draft", theirs["id"], description="theirs again")
    ours = modules.succeed(MODULE, name="Drafted 4", description="ours", overwrite_draft=True)
    assert (ours["version"], configuration(org, "Drafted 4")["draft"]["description"]) == ("3", "ours")


def test_a_draft_that_is_overwritten_by_what_is_published_shows_as_a_change(org: Simulator, modules: Modules) -> None:
    wanted: dict[str, Any] = {"name": "Drafted 4", "messenger": {"styles": {"primary_color": "#2A6EBB"}}}
    result = modules.succeed(MODULE, **wanted, publish=False, overwrite_draft=True)
    assert result["diff"]["before"]["messenger"] == {"styles": {"primaryColor": "#C0FFEE"}}
    assert (result["changed"], result["draft_differs"], result["version"]) == (True, False, "1")
    again = modules.succeed(MODULE, **wanted, publish=False, overwrite_draft=True)
    assert (again["changed"], writes(org)) == (False, [draft_of(again["id"], "PUT")])


def test_a_draft_is_told_of_where_nothing_has_to_be_published(org: Simulator, modules: Modules) -> None:
    result = modules.succeed(MODULE, name="Drafted 4", messenger={"styles": {"primary_color": "#2A6EBB"}})
    assert (result["changed"], result["draft_differs"], result["version"]) == (False, True, "1")


def test_what_was_published_in_the_ui_is_drift(org: Simulator, modules: Modules) -> None:
    options: dict[str, Any] = {"name": NAME, "messenger": COLOUR}
    modules.succeed(MODULE, **options)
    configuration_id, _version = pin(org, NAME)
    org.person("publish", configuration_id, messenger={"styles": {"primaryColor": "#111111"}})
    drift = modules.succeed(MODULE, check_mode=True, **options)
    assert drift["diff"]["before"]["messenger"] == {"styles": {"primaryColor": "#111111"}}
    repaired = modules.succeed(MODULE, **options)
    assert (repaired["changed"], repaired["version"]) == (True, "4")
    assert modules.succeed(MODULE, **options)["changed"] is False


def test_fields_that_nobody_knows_stay_and_can_be_set(org: Simulator, modules: Modules) -> None:
    modules.succeed(MODULE, name="Extended 7", description="changed", raw={"futureSection": {"Farbe": "Blau"}})
    stored = configuration(org, "Extended 7")["versions"][-1]
    assert stored["futureSection"] == {"Farbe": "Blau", "list": [{"x": 1}]}
    assert stored["cobrowse"]["future"] == {"deep": [1, 2.5, True]}
    assert modules.succeed(MODULE, name="Extended 7", raw={"futureSection": {"Farbe": "Blau"}})["changed"] is False


def test_an_id_with_a_name_renames(org: Simulator, modules: Modules) -> None:
    configuration_id, _version = pin(org, NAME)
    renamed = modules.succeed(MODULE, id=configuration_id, name="Shop")
    assert (renamed["diff"]["after"], renamed["version"]) == ({"name": "Shop"}, "2")
    assert modules.succeed(MODULE, id=configuration_id, name="Shop")["changed"] is False


def test_which_one_is_meant_has_to_be_clear(org: Simulator, modules: Modules) -> None:
    ambiguous = modules.fail(MODULE, name="Twin", description="x")
    ids = [each["id"] for each in org.configurations() if each["draft"]["name"] == "Twin"]
    assert (ambiguous["failure"]["kind"], all(each in ambiguous["msg"] for each in ids)) == ("ambiguous", True)
    missing = modules.fail(MODULE, id="nobody", description="x")
    assert (missing["failure"]["kind"], "webmessaging_configuration_info" in missing["msg"]) == ("not_found", True)


def test_everything_wrong_is_told_at_once_before_any_request(org: Simulator, modules: Modules) -> None:
    result = modules.fail(
        MODULE,
        api="communications",
        name="x" * 101,
        wait_timeout=0,
        position={"alignment": "Top"},
        messenger={"styles": {"primary_color": "blue"}, "file_upload": {"modes": [{"max_file_size_kb": 20000}]}},
        description="one",
        raw={"description": "two", "id": "x", "messenger": {"styles": {"primaryColor": "blue"}}},
    )
    assert {told.partition(":")[0] for told in result["failure"]["details"]} == {
        "api",
        "wait_timeout",
        "name",
        "position.alignment",
        "messenger.file_upload.modes[0].max_file_size_kb",
        "messenger.styles.primary_color",
        "raw.id",
        "raw.messenger.styles.primaryColor",
        "raw.description",
    }
    assert org.requests() == []
    assert result["audit"][0]["outcome"] == "rejected"


def test_what_a_deployment_is_pinned_to_is_not_deleted(org: Simulator, modules: Modules) -> None:
    for check_mode in (True, False):
        refused = modules.fail(MODULE, check_mode, name="EU", state="absent")
        assert refused["failure"]["kind"] == "conflict"
        assert "'EU 1'" in refused["msg"]
        assert "'EU 2'" in refused["msg"]
    modules.succeed(MODULE, name="Unused", description="x")
    configuration_id = configuration(org, "Unused")["id"]
    org.clear_journal()
    predicted = modules.succeed(MODULE, check_mode=True, name="Unused", state="absent")
    assert writes(org) == []
    org.clear_journal()
    gone = modules.succeed(MODULE, name="Unused", state="absent")
    draft = draft_of(configuration_id)
    assert org.requests() == [
        TOKEN,
        DRAFTS,
        versions_of(configuration_id),
        BARE_DEPLOYMENTS,
        f"DELETE {BASE}/configurations/{configuration_id}",
        draft,
        draft,
    ]
    assert (gone["changed"], gone["configuration"], gone["audit"][0]["outcome"]) == (True, None, "deleted")
    assert gone["diff"] == predicted["diff"]
    for selector in ({"name": "Unused"}, {"id": configuration_id}):
        assert modules.succeed(MODULE, **selector, state="absent")["changed"] is False


def test_status_error_is_told_as_the_service_says_it(org: Simulator, modules: Modules) -> None:
    org.fault("PUT", f"{BASE}/configurations/.*", {"end_in_error": True})
    result = modules.fail(MODULE, name=NAME, messenger=COLOUR)
    assert (result["failure"]["kind"], result["changed"]) == ("rejected", True)
    assert "ended in status Error" in result["msg"]
    assert "The service gave up." in result["msg"]
    assert modules.succeed(MODULE, name=NAME, messenger=COLOUR)["version"] == "2"


def test_waiting_ends_with_its_time(org: Simulator, modules: Modules) -> None:
    org.settings(pending_polls=1000)
    result = modules.fail(MODULE, name=NAME, messenger=COLOUR, wait_timeout=0.6)
    assert (result["failure"]["kind"], result["changed"]) == ("unavailable", True)
    assert "still Pending after 0.6 s" in result["msg"]
    assert "wait_timeout" in result["msg"]
    assert 0 < result["metrics"]["wait_ms"] <= 600
    org.settings(pending_polls=1)
    unwaited = modules.succeed(MODULE, name=NAME, description="x", publish=False, overwrite_draft=True, wait=False)
    assert unwaited["metrics"]["wait_ms"] == 0


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"after": {"status": 502}}, {"reset": "before"}])
def test_a_write_whose_answer_was_lost_is_done_once(org: Simulator, modules: Modules, fault: dict[str, Any]) -> None:
    for method, path in (("PUT", ".*/draft"), ("POST", ".*/publish")):
        org.fault(method, path, fault)
    result = modules.succeed(MODULE, name=NAME, messenger=COLOUR, timeout=1)
    assert (result["changed"], result["version"]) == (True, "2")
    assert [each["version"] for each in configuration(org, NAME)["versions"]] == ["1", "2"]
    org.fault("POST", f"{BASE}/configurations", fault)
    modules.succeed(MODULE, name="Once", description="x", timeout=1)
    assert [each["draft"]["name"] for each in org.configurations()].count("Once") == 1


def test_a_refusal_to_publish_what_is_pending_is_waited_out(org: Simulator, modules: Modules) -> None:
    refusal = {"status": 400, "code": "bad.request", "message": "The draft is Pending."}
    org.fault("POST", ".*/publish", {"respond": refusal, "person": {"act": "save_draft", "id": pin(org, NAME)[0]}})
    result = modules.succeed(MODULE, name=NAME, messenger=COLOUR)
    assert result["version"] == "2"
    org.fault("POST", ".*/publish", {"respond": {**refusal, "message": "Never"}}, times=None)
    refused = modules.fail(MODULE, name=NAME, description="y", wait_timeout=1.5)
    assert (refused["failure"]["kind"], "Never" in refused["msg"]) == ("rejected", True)
    assert "refused so for 1.5 s" in refused["msg"]


def test_a_section_that_says_nothing_is_neither_sent_nor_missed(org: Simulator, modules: Modules) -> None:
    """``authenticationSettings`` is read without the ``integrationId`` that a write requires (Terraform, issue 879)."""
    found = configuration(org, NAME)
    org.person("publish", found["id"], authenticationSettings={"enabled": False}, settled=True)
    result = modules.succeed(MODULE, name=NAME, description="anew")
    assert (result["changed"], "authenticationSettings" in result["diff"]["after"]) == (True, False)
    assert "authenticationSettings" not in configuration(org, NAME)["versions"][-1]
    org.clear_journal()
    off = {"enabled": False, "allow_session_upgrade": False}
    assert modules.succeed(MODULE, name=NAME, authentication_settings=off)["changed"] is False
    assert writes(org) == []

    message = modules.fail(MODULE, name=NAME, authentication_settings={"enabled": True})["msg"]
    assert "authentication_settings.integration_id: is missing" in message
    message = modules.fail(MODULE, name="New", authentication_settings={"enabled": True})["msg"]
    assert "authentication_settings.integration_id: is missing" in message
    assert writes(org) == []

    settings = {"enabled": True, "integration_id": DEFAULT_INTEGRATIONS[0]["id"]}
    assert modules.succeed(MODULE, name=NAME, authentication_settings=settings)["changed"] is True
    gone = {"enabled": False, "integration_id": None}
    assert modules.succeed(MODULE, name=NAME, authentication_settings=gone)["changed"] is True
    assert "authenticationSettings" not in configuration(org, NAME)["versions"][-1]
    assert modules.succeed(MODULE, name=NAME, authentication_settings=gone)["changed"] is False


def test_co_browsing_over_voice_asks_for_the_home_screen(org: Simulator, modules: Modules) -> None:
    cobrowse = {"enabled": True, "channels": ["Voice"]}
    told = "cobrowse.channels: Voice needs the home screen: set messenger.home_screen.enabled to true"
    messenger = {"home_screen": {"enabled": False}}
    assert told in modules.fail(MODULE, name="New", cobrowse=cobrowse, messenger=messenger)["msg"]
    assert org.requests() == []
    assert told in modules.fail(MODULE, name="New", cobrowse=cobrowse)["msg"]
    assert told in modules.fail(MODULE, name=NAME, cobrowse=cobrowse)["msg"]
    assert writes(org) == []
    together: dict[str, Any] = {"cobrowse": cobrowse, "messenger": {"home_screen": {"enabled": True}}}
    assert modules.succeed(MODULE, name=NAME, **together)["changed"] is True
    # What somebody has left so is not this task's business.
    org.person("publish", configuration(org, NAME)["id"], messenger={"homeScreen": {"enabled": False}}, settled=True)
    assert modules.succeed(MODULE, name=NAME, description="anew")["changed"] is True


def test_a_launcher_text_that_is_cut_is_warned_about(org: Simulator, modules: Modules) -> None:
    def labels(text: str) -> list[dict[str, Any]]:
        label = {"key": "MessengerLauncherButtonText", "value": text}
        return [{"language": "en-us", "localized_labels": [label]}]

    long = modules.succeed(MODULE, name=NAME, custom_i18n_labels=labels("Chat with us whenever you like"))
    told = "The text of the launcher button in en-us has 30 characters. The messenger shows 20: 'Chat with us wheneve'."
    assert told in warnings_of(long)
    short = modules.succeed(MODULE, name=NAME, custom_i18n_labels=labels("Chat with us now ok?"))
    assert "launcher" not in warnings_of(short)
