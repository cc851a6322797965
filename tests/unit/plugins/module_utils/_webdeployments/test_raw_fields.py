# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Raw content against the table: what the table takes passes, another spelling does not, what nobody knows is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import raw_fields
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, values
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils._core.test_fields import GIVEN


def told(content: Tree, **options: bool) -> dict[str, str]:
    return {each.option: each.reason for each in raw_fields.problems(CONTENT, content, "raw", **options)}


@given(GIVEN)
def test_what_the_options_take_is_taken_in_the_apis_spelling(given: Tree) -> None:
    content = fields.to_api(CONTENT, given)
    assert told(content) == {}
    assert raw_fields.cautions(CONTENT, content, "raw") == []


@given(st.dictionaries(st.sampled_from([*sorted(fields.paths(CONTENT)), "x"]), values(), max_size=3))
def test_nothing_makes_it_fail(content: Tree) -> None:
    told(content)
    raw_fields.cautions(CONTENT, content, "raw")


@pytest.mark.parametrize(
    ("content", "path", "meant"),
    [
        ({"messenger": {"styles": {"primary_color": "#00FF00"}}}, "messenger.styles.primary_color", "primaryColor"),
        ({"messenger": {"Styles": {}}}, "messenger.Styles", "messenger.styles"),
        ({"mesenger": {}}, "mesenger", "raw.messenger?"),
        ({"messenger": {"styles": {"primaryColour": "#00FF00"}}}, "messenger.styles.primaryColour", "primaryColor"),
        ({"primaryColor": "#00FF00"}, "primaryColor", "raw.messenger.styles.primaryColor or "),
        (
            {"messenger": {"fileUpload": {"modes": [{"max_file_size_kb": 1}]}}},
            "messenger.fileUpload.modes[0].max_file_size_kb",
            "raw.messenger.fileUpload.modes[0].maxFileSizeKB?",
        ),
    ],
)
def test_another_spelling_of_a_known_path_is_an_error(content: Tree, path: str, meant: str) -> None:
    ((option, reason),) = told(content).items()
    assert option == f"raw.{path}"
    assert reason.startswith("is unknown. Did you mean raw.")
    assert meant in reason


def test_a_name_like_a_known_one_is_a_newer_field_where_that_is_said() -> None:
    content = {"messenger": {"launcherButtons": {}}, "video": {"Enabled": True}}
    assert list(told(content)) == ["raw.messenger.launcherButtons", "raw.video.Enabled"]
    assert list(told(content, takes_near=True)) == ["raw.video.Enabled"]
    (caution,) = raw_fields.cautions(CONTENT, {"messenger": {"launcherButtons": {}}}, "raw")
    assert (
        "does not know the field raw.messenger.launcherButtons. Did you mean raw.messenger.launcherButton?" in caution
    )


def test_what_nobody_knows_is_told_and_no_error() -> None:
    content = {"branding": {"theme": "dark"}, "messenger": {"future": 1, "selfUri": "/x"}}
    assert told({**content, "enabled": True}) == {}
    assert raw_fields.cautions(CONTENT, content, "configuration") == [
        "This release does not know the field configuration.branding. It is sent as it is.",
        "This release does not know the field configuration.messenger.future. It is sent as it is.",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"video": {"enabled": "true"}}, {"raw.video.enabled": "'true' is neither true nor false"}),
        ({"description": 5}, {"raw.description": "5 is no text"}),
        ({"messenger": []}, {"raw.messenger": "[] is no mapping of fields."}),
        ({"languages": "en-us"}, {"raw.languages": "'en-us' is no list."}),
        ({"languages": [5]}, {"raw.languages[0]": "5 is no text"}),
        ({"messenger": {"fileUpload": {"modes": ["x"]}}}, {"raw.messenger.fileUpload.modes[0]": "'x' is no mapping"}),
        ({"position": {"sideSpace": "5"}}, {"raw.position.sideSpace": "'5' is not a whole number."}),
        ({"position": {"alignment": "Top"}}, {"raw.position.alignment": "'Top' is unknown."}),
        (
            {"messenger": {"styles": {"primaryColor": "blue"}}},
            {"raw.messenger.styles.primaryColor": "'blue' does not look like #RRGGBB."},
        ),
        (
            {"journeyEvents": {"clickEvents": [{"selector": "a"}]}},
            {"raw.journeyEvents.clickEvents[0].eventName": "is missing."},
        ),
    ],
)
def test_wrong_types_and_values_are_told_with_their_path(content: Tree, expected: dict[str, Any]) -> None:
    found = told(content)
    assert found.keys() == expected.keys()
    for path, reason in expected.items():
        assert found[path].startswith(reason)
