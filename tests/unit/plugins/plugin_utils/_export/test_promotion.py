# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries for another org: what they hold, what prevents them, and what a user has to know."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.promotion import (
    Promotion,
    promotion,
    source_of_file,
    source_of_org,
)
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.selection import selection

PROFILE = "5c000000-0000-4000-8000-000000000001"
FLOW = "f10f0000-0000-4000-8000-000000000001"
TWIN_FLOW = {"kind": "inbound_message_flow", "name": "Day", "ids": [FLOW, "f2"]}


def configuration(identity: str, name: str, **more: Any) -> dict[str, Any]:
    content = {"languages": ["en-us"]}
    return {"id": identity, "name": name, "version": "3", "draft_differs": False, "configuration": content, **more}


def deployment(identity: str, name: str, pinned: str, version: str = "3", **more: Any) -> dict[str, Any]:
    unset = dict.fromkeys(("description", "flow_id", "supported_content_id", "allowed_domains", "push_integrations"))
    pin = {"id": pinned, "name": None, "version": version}
    entity = {"id": identity, "name": name, "status": "Active", "configuration": pin, "allow_all_domains": True}
    return {**entity, **unset, **more}


def promoted(
    configurations: list[dict[str, Any]],
    deployments: list[dict[str, Any]],
    target: dict[str, Any] | None = None,
    glob: Any = None,
    excluded: Any = None,
    overrides: Any = None,
    **names: Any,
) -> Promotion:
    org = {"configurations": configurations, "deployments": deployments, "ambiguous_names": [], "unlisted_kinds": []}
    source = source_of_org({**org, **names})
    return promotion(source, target or {}, selection(glob, excluded), overrides)


LOOK, SHOP = configuration("c1", "Look"), deployment("d1", "Shop", "c1")


def test_a_deployment_follows_the_newest_version_and_an_older_pin_is_told() -> None:
    found = promoted([LOOK], [SHOP, deployment("d2", "Old", "c1", version="2")])
    pins = [each["configuration"] for each in found.deployments]
    assert pins == [{"name": "Look", "version": "latest"}] * 2
    assert found.errors == []
    assert found.notes == [
        "Pinned to an older version in the source, and to the newest in the target: deployment 'Old'."
    ]


def test_a_version_of_the_target_can_be_named() -> None:
    found = promoted([LOOK], [SHOP], overrides={"Shop": {"configuration": {"version": "7"}}})
    assert found.deployments[0]["configuration"] == {"name": "Look", "version": "7"}


def test_a_selection_takes_the_configurations_that_it_will_use() -> None:
    others = [LOOK, configuration("c2", "Other"), configuration("c3", "Third")]
    deployments = [SHOP, deployment("d2", "Site", "c2")]
    found = promoted(others, deployments, glob="S*", excluded="Site")
    assert [each["name"] for each in found.configurations] == ["Look"]
    assert [each["name"] for each in found.deployments] == ["Shop"]
    moved = promoted(others, deployments, glob="Shop", overrides={"Shop": {"configuration": {"name": "Third"}}})
    assert [each["name"] for each in moved.configurations] == ["Third"]
    (error,) = promoted(others, deployments, glob="shop").errors
    assert error.endswith("no deployment of the source has a name like 'shop'. Nearest: 'Shop'.")


def test_an_empty_source_is_an_error() -> None:
    assert promoted([], []).errors == ["The source has neither configurations nor deployments."]
    assert promotion(source_of_file({}), {}, selection(), None).errors == promoted([], []).errors


def test_names_that_several_have_are_told_with_their_users() -> None:
    twins = [configuration("c1", "Look"), configuration("c2", "Look")]
    found = promoted(twins, [SHOP, deployment("d2", "Twin", "c2"), deployment("d3", "Twin", "c2")])
    told, other = found.errors
    assert told == (
        "2 configurations of the source have the name 'Look' (c1, c2). Used by deployments 'Shop', 'Twin'. Rename one, "
        "or leave out the deployments that use them with webmessaging_promote_except."
    )
    assert other.startswith("2 deployments of the source have the name 'Twin' (d2, d3). Rename one")
    # Another one with the name of a promoted one is enough: nobody knows which one the target has.
    assert len(promoted(twins, [SHOP], glob="Shop").errors) == 1


def test_an_id_without_a_usable_name_is_told_once_for_all_and_an_override_helps() -> None:
    routed = [deployment(f"d{number}", f"Site {number}", "c1", flow_id=FLOW, flow_name="Day") for number in range(7)]
    (error,) = promoted([LOOK], routed, ambiguous_names=[TWIN_FLOW]).errors
    assert error == (
        f"flow_id: inbound message flow {FLOW} has no name to promote: 2 inbound message flows have the name 'Day'. "
        "Used by deployments 'Site 0', 'Site 1', 'Site 2', 'Site 3', 'Site 4' and 2 more. Name another one with an "
        "override, or leave the deployments out."
    )
    named = {each["name"]: {"flow_name": "Night"} for each in routed}
    found = promoted([LOOK], routed, ambiguous_names=[TWIN_FLOW], overrides=named)
    assert found.errors == []
    assert {each["flow_name"] for each in found.deployments} == {"Night"}
    (error,) = promoted([LOOK], routed[:1], unlisted_kinds=["inbound_message_flow"]).errors
    assert "architect:flow:view" in error


def test_an_id_in_the_api_s_spelling_is_told_too() -> None:
    label = {"id": "1ab00000-0000-4000-8000-000000000001", "future": 1}
    content = {"supportCenter": {"labelFilter": {"labels": [label]}}}
    (error,) = promoted([configuration("c1", "Look", configuration=content)], []).errors
    assert error.startswith("raw.support_center.label_filter.labels[0].id: knowledge label 1ab00000")


def test_one_org_is_no_target_of_itself() -> None:
    (error,) = promoted([LOOK], [SHOP], {"deployments": [{"id": "d1", "name": "Shop"}]}).errors
    assert error == "The source and the target are the same org: both have deployment 'Shop' (d1)."


def test_what_only_the_target_has_is_told_if_all_is_promoted() -> None:
    there = {
        "configurations": [{"id": "x", "name": "Theirs"}],
        "deployments": [{"id": f"y{n}", "name": n} for n in "AB"],
    }
    (note,) = promoted([LOOK], [SHOP], there).notes
    assert note == "Only the target has configuration 'Theirs' and deployments 'A', 'B'; they stay as they are."
    assert promoted([LOOK], [SHOP], there, glob="Shop").notes == []
    assert promoted([LOOK], [SHOP, deployment("d2", "A", "c1")], there, excluded="A").notes[0].count("'A'") == 0


def test_drafts_and_deleted_deployments_are_not_promoted() -> None:
    found = promoted(
        [configuration("c1", "Look", draft_differs=True)], [deployment("d1", "X", "c1", status="Deleting")]
    )
    assert found.deployments == []
    assert found.notes == ["Unpublished drafts are not promoted, only the published versions: configuration 'Look'."]


def test_a_file_is_a_source_and_its_ids_mean_nothing_elsewhere() -> None:
    variables = {
        "webmessaging_configurations": [{"name": "Look"}, {"id": "c2", "languages": ["ja"]}],
        "webmessaging_deployments": [
            {"name": "Shop", "configuration": {"name": "Look", "version": "2"}},
            {"name": "Site", "configuration": {"id": "c9"}, "flow_id": FLOW},
        ],
    }
    found = promotion(source_of_file(variables), {}, selection(), None)
    assert [error.partition(":")[0] for error in found.errors] == ["configuration c2", "flow_id", "configuration.id"]
    assert found.deployments[0]["configuration"] == {"name": "Look", "version": "latest"}
    chosen = promotion(source_of_file(variables), {}, selection("Shop"), None)
    assert (chosen.errors, chosen.configurations) == ([], [{"name": "Look"}])


def test_the_profiles_that_are_used_go_along_by_name() -> None:
    profiles = [
        {"id": f"s{name}", "name": name, "inbound": ["image/*"], "outbound": [], "default": False} for name in "AB"
    ]
    using = {"supported_content_id": PROFILE, "supported_content_name": "A"}
    profiles[0]["id"] = PROFILE
    found = promoted([LOOK], [deployment("d1", "Shop", "c1", **using)], supported_contents=profiles)
    assert found.supported_contents == [{"name": "A", "inbound": ["image/*"], "outbound": []}]
    assert found.deployments[0]["supported_content_name"] == "A"
    other = {"Shop": {"supported_content_name": "B"}}
    elsewhere = promoted(
        [LOOK], [deployment("d1", "Shop", "c1", **using)], supported_contents=profiles, overrides=other
    )
    assert elsewhere.supported_contents == []  # that of the target
    twins = {"kind": "supported_content", "name": "A", "ids": [PROFILE, "s9"]}
    (error,) = promoted(
        [LOOK], [deployment("d1", "Shop", "c1", **using)], supported_contents=profiles, ambiguous_names=[twins]
    ).errors
    assert error.startswith(f"supported_content_id: supported content {PROFILE} has no name to promote: 2 supported")
