# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entries of an org: which are selected, how they refer to each other, and what they lack."""

from __future__ import annotations

from typing import Any

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.org_entries import OrgEntries
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.selection import selection
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.usable_names import UsableNames


def configuration(identity: str, name: str, **more: Any) -> dict[str, Any]:
    content = {"languages": ["en-us"]}
    return {"id": identity, "name": name, "version": "3", "draft_differs": False, "configuration": content, **more}


def deployment(identity: str, name: str, pinned: str, **more: Any) -> dict[str, Any]:
    unset = dict.fromkeys(("description", "flow_id", "supported_content_id", "allowed_domains", "push_integrations"))
    pin = {"id": pinned, "name": "Inline", "version": "3"}
    return {"id": identity, "name": name, "status": "Active", "configuration": pin, "allow_all_domains": True} | {
        **unset,
        **more,
    }


CONFIGURATIONS = [configuration("c2", "Twin"), configuration("c1", "Twin"), configuration("c3", "Alone")]
DEPLOYMENTS = [deployment("d2", "B", "c2"), deployment("d1", "A", "c3")]
FAILURE = {"method": "GET", "path": "/x", "status": 403, "message": "No."}


def test_entries_are_sorted_by_name_then_id_in_any_order_of_the_listings() -> None:
    for step in (1, -1):
        org = OrgEntries(CONFIGURATIONS[::step], DEPLOYMENTS[::step], UsableNames([]))
        assert [each.id for each in org.configurations()] == ["c3", "c1", "c2"]
        assert [each.id for each in org.deployments()] == ["d1", "d2"]


def test_a_selection_has_the_configurations_that_it_uses() -> None:
    org = OrgEntries(CONFIGURATIONS, DEPLOYMENTS, UsableNames([]), selection("*", "B"))
    assert [each.id for each in org.configurations()] == ["c3"]
    assert [each.name for each in org.deployments()] == ["A"]


def test_a_twin_is_selected_by_its_id_even_if_the_other_is_not_in_the_file() -> None:
    org = OrgEntries(CONFIGURATIONS, DEPLOYMENTS, UsableNames([]), selection("B"))
    (entry,) = org.configurations()
    (user,) = org.deployments()
    assert entry.options is not None
    assert user.options is not None
    assert entry.options["id"] == "c2"
    assert user.options["configuration"] == {"id": "c2", "version": "latest"}


def test_a_reference_to_an_unreadable_configuration_stays() -> None:
    unreadable = [configuration("c3", "Alone", configuration=None, unreadable={"versions": FAILURE})]
    for names, selector in ((UsableNames([]), {"name": "Inline"}), (UsableNames([], ["configuration"]), {"id": "c3"})):
        org = OrgEntries(unreadable, DEPLOYMENTS[1:], names)
        (entry,), (user,) = org.configurations(), org.deployments()
        assert (entry.options, entry.left_out) == (None, ["GET /x answered 403: No."])
        assert user.options is not None
        assert user.options["configuration"] == {**selector, "version": "3"}


def test_a_draft_is_told() -> None:
    org = OrgEntries(
        [configuration("c1", "New", version=None), configuration("c2", "X", draft_differs=True)], [], UsableNames([])
    )
    new, changed = org.configurations()
    assert new.options is not None
    assert (new.options["publish"], new.has_draft, changed.has_draft) == (False, False, True)


def test_the_profiles_that_deployments_use_are_told() -> None:
    profiles = [
        {"id": identity, "name": name, "inbound": ["*/*"], "outbound": [], "default": True}
        for identity, name in (("s3", "Used"), ("s1", "Used too"), ("s2", "Unused"))
    ]
    users = [
        deployment("d1", "A", "c3", supported_content_id="s1"),
        deployment("d2", "B", "c3", supported_content_id="s3"),
    ]
    found = OrgEntries(CONFIGURATIONS, users, UsableNames([]), profiles=profiles).profiles()
    assert [each.options for each in found] == [
        {"name": "Used", "inbound": ["*/*"], "outbound": []},
        {"name": "Used too", "inbound": ["*/*"], "outbound": []},
    ]
    (one,) = OrgEntries(CONFIGURATIONS, users, UsableNames([]), selection("A"), profiles).profiles()
    assert one.id == "s1"
