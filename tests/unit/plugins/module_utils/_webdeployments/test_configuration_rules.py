# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of a configuration does not go together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_rules import (
    cautions,
    contradictions,
    flaws,
    new_flaws,
)
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils._core.test_fields import GIVEN

CALLS = {"enabled": True, "channels": ["Webmessaging", "Voice"]}
HOME, NO_HOME = ({"homeScreen": {"enabled": on}} for on in (True, False))
SIGNED_IN = {"authenticationSettings": {"enabled": True}}


@pytest.mark.parametrize(
    ("content", "in_part", "in_all"),
    [
        ({"cobrowse": CALLS}, 0, 1),
        ({"cobrowse": CALLS, "messenger": {}}, 0, 1),
        ({"cobrowse": CALLS, "messenger": NO_HOME}, 1, 1),
        ({"cobrowse": CALLS, "messenger": HOME}, 0, 0),
        ({"cobrowse": {**CALLS, "enabled": False}, "messenger": NO_HOME}, 0, 0),
        ({"cobrowse": {**CALLS, "channels": ["Webmessaging"]}, "messenger": NO_HOME}, 0, 0),
        (SIGNED_IN, 0, 1),
        ({"authenticationSettings": {"enabled": True, "integrationId": "x"}}, 0, 0),
    ],
)
def test_voice_needs_the_home_screen_and_a_section_its_id(content: Tree, in_part: int, in_all: int) -> None:
    assert (len(contradictions(content)), len(flaws(content))) == (in_part, in_all)


def test_what_was_wrong_before_is_nobodys_business() -> None:
    assert new_flaws(SIGNED_IN, {**SIGNED_IN, "description": "x"}) == []
    assert [each.option for each in new_flaws(SIGNED_IN, {**SIGNED_IN, "cobrowse": CALLS})] == ["cobrowse.channels"]


@given(GIVEN)
def test_a_change_that_changes_nothing_brings_no_flaw(given: Tree) -> None:
    content = fields.to_api(CONTENT, given)
    assert new_flaws(content, content) == []
    cautions(content)


@given(trees(st.sampled_from(["cobrowse", "channels", "enabled", "messenger", "customI18nLabels"])))
def test_nothing_makes_it_fail(content: Tree) -> None:
    cautions(content)
    contradictions(content)
    flaws(content)


def test_a_launcher_text_is_cut_at_20_characters() -> None:
    def content(text: Any) -> Tree:
        label = {"key": "MessengerLauncherButtonText", "value": text}
        return {"customI18nLabels": [{"language": "ja", "localizedLabels": [{"key": "x", "value": "y" * 30}, label]}]}

    assert cautions(content("x" * 20)) == cautions(content(None)) == cautions({"customI18nLabels": "x"}) == []
    (told,) = cautions(content("0123456789" * 3))
    assert told.endswith("in ja has 30 characters. The messenger shows 20: '01234567890123456789'.")
