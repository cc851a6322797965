# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the public files say, and how they compare with the API: captured files, and laws of the comparison."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import ProtocolError
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import at, merge, nested
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import guest
from ansible_collections.genesys.cloud.tests.unit.captured_file import CAPTURED

CONVERSATIONS = ("messenger", "apps", "conversations")
ANYWHERE = guest.Domains(True, [])
SWITCHES = [
    (*CONVERSATIONS, "showAgentTypingIndicator"),
    (*CONVERSATIONS, "autoStart", "enabled"),
    ("journeyEvents", "enabled"),
    ("cobrowse", "enabled"),
    ("headlessMode", "enabled"),
]


def pinned_as(there: guest.Published, **changes: Any) -> guest.Pinned:
    """What the API would say if guests got everything."""
    said = guest.Pinned(there.configuration_id, there.version, there.status, True, [], copy.deepcopy(there.content))
    return replace(said, **changes)


def test_the_captured_file_in_our_words() -> None:
    there = guest.published(CAPTURED)
    assert (there.configuration_id, there.version, there.status) == (CAPTURED["id"], "6", "Active")
    assert there.features == ["rich-media", "typing-indicators", "co-browsing"]
    assert there.starts_by_itself is False
    assert there.content["authenticationSettings"] == {"enabled": False}
    assert there.content["customI18nLabels"] == []
    assert not {"id", "version", "status", "apiEndpoint", "auth", "customI18NLabels"} & there.content.keys()
    assert "messagingEndpoint" not in there.content["messenger"]["apps"]["conversations"]


def test_the_newer_spelling_of_labels_and_a_number_as_version() -> None:
    newer = {key: value for key, value in CAPTURED.items() if key != "customI18NLabels"}
    there = guest.published({**newer, "version": 6, "customI18nLabels": [{"language": "es", "localizedLabels": []}]})
    assert (there.version, there.content["customI18nLabels"][0]["language"]) == ("6", "es")


def test_guests_get_no_feature_of_an_inactive_messenger() -> None:
    assert guest.published({**CAPTURED, "status": "Inactive"}).features == []


@pytest.mark.parametrize(
    ("file", "lacks"),
    [
        ({}, "id, messenger, status, version"),
        ({**CAPTURED, "version": True}, "version"),
        ({**CAPTURED, "version": None}, "version"),
        ({**CAPTURED, "id": 5}, "id"),
        ({**CAPTURED, "messenger": []}, "messenger"),
    ],
)
def test_another_file_is_no_configuration(file: dict[str, Any], lacks: str) -> None:
    with pytest.raises(ProtocolError, match=f"lacks {lacks}"):
        guest.published(file)


@pytest.mark.parametrize(
    "file", [{}, {"allowAllDomains": True}, {"allowAllDomains": 1, "allowedDomains": []}, {"allowedDomains": ["a"]}]
)
def test_another_file_is_no_list_of_domains(file: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="no list of domains"):
        guest.domains(file)


def test_domains() -> None:
    assert guest.domains({"allowAllDomains": True, "allowedDomains": []}).may_open("any.example")
    some = guest.domains({"allowAllDomains": False, "allowedDomains": ["shop.example"]})
    assert (some.may_open("www.shop.example"), some.may_open("other.example")) == (True, False)


def test_guests_get_what_is_pinned() -> None:
    there = guest.published(CAPTURED)
    assert guest.differences(pinned_as(there), there, ANYWHERE) == []


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"version": "7"}, ["version"]),
        ({"configuration_id": "other"}, ["configuration_id"]),
        ({"status": "Inactive"}, ["status"]),
        ({"status": "Error"}, []),  # the files know neither Error nor Pending
        ({"status": "Pending"}, []),
        ({"allow_all_domains": False}, ["allow_all_domains"]),
        ({"allowed_domains": ["a.example"]}, ["allowed_domains"]),
        ({"version": "7", "content": {"languages": ["de"]}}, ["version"]),
        ({"content": {"languages": ["de"]}}, ["configuration.languages"]),
        (
            {"content": nested((*CONVERSATIONS, "showUserTypingIndicator"), False)},
            ["configuration.messenger.apps.conversations.showUserTypingIndicator"],
        ),
    ],
)
def test_each_difference_is_named_by_its_path(changes: dict[str, Any], wanted: list[str]) -> None:
    there = guest.published(CAPTURED)
    assert guest.differences(pinned_as(there, **changes), there, ANYWHERE) == wanted


def test_the_order_of_domains_has_no_meaning() -> None:
    there = guest.published(CAPTURED)
    said = pinned_as(there, allow_all_domains=False, allowed_domains=["b.example", "a.example"])
    assert guest.differences(said, there, guest.Domains(False, ["a.example", "b.example"])) == []


def test_nothing_published_is_one_difference() -> None:
    there = guest.published(CAPTURED)
    assert guest.differences(pinned_as(there), None, ANYWHERE) == ["published"]
    assert guest.differences(pinned_as(there), there, None) == ["published"]


@pytest.mark.parametrize(
    "only_one_has",
    [
        nested(("authenticationSettings", "integrationId"), "00000000-0000-4000-8000-000000000001"),
        nested(("journeyEvents", "pageviewConfig"), {"urlFragment": True}),
        {"supportCenter": {"enabled": True}},
        {"video": None},
    ],
)
def test_what_only_one_side_has_is_no_difference(only_one_has: dict[str, Any]) -> None:
    content = guest.published(CAPTURED).content
    assert guest.differing_content(merge(content, only_one_has), content) == []
    assert guest.differing_content(content, merge(content, only_one_has)) == []


def test_modes_count_only_without_a_switch() -> None:
    content = guest.published(CAPTURED).content
    modes = nested(("messenger", "fileUpload", "modes"), [{"fileTypes": ["image/png"], "maxFileSizeKB": 100}])
    assert guest.differing_content(content, merge(content, modes)) == ["messenger.fileUpload.modes"]
    switch = nested(("messenger", "fileUpload", "enableAttachments"), True)
    assert guest.differing_content(merge(content, switch), merge(content, modes)) == []


@given(st.sampled_from(SWITCHES), st.booleans())
def test_a_difference_is_the_same_from_either_side(path: tuple[str, ...], value: bool) -> None:
    content = guest.published(CAPTURED).content
    other = merge(content, nested(path, value))
    wanted = [] if at(content, path) is value else [".".join(path)]
    assert guest.differing_content(content, other) == guest.differing_content(other, content) == wanted
