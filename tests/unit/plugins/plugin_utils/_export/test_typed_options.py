# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The split of an API's content: options, nulls, and the rest in the API's spelling."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.typed_options import (
    deployment_problems,
    options_of,
    take_out,
)

PUSH = "7a5b0000-0000-4000-8000-000000000001"


def test_known_fields_are_options_and_the_rest_is_raw() -> None:
    typed, raw = options_of(
        CONTENT, {"languages": ["ja"], "position": {"alignment": "Centre", "sideSpace": 5}, "new": 1}
    )
    assert (typed["languages"], typed["position"]) == (["ja"], {"side_space": 5, "bottom_space": None})
    assert raw == {"new": 1, "position": {"alignment": "Centre"}}
    assert list(typed)[-1] != "languages"  # nulls come last
    assert typed["description"] is None


def test_what_is_taken_out_takes_an_emptied_section_along() -> None:
    content: dict[str, Any] = {"position": {"alignment": "Centre"}, "list": [1], "kept": 1}
    take_out(content, "position.alignment")
    take_out(content, "list[0]")
    assert content == {"kept": 1}


@pytest.mark.parametrize(
    ("part", "is_fine"),
    [
        ({"description": "x"}, True),
        ({"description": 5}, False),
        ({"push_integrations": [{"id": PUSH, "provider": "FCM"}]}, True),
        ({"push_integrations": [{"id": PUSH, "provider": "FCM", "future": 1}]}, False),
        ({"allow_all_domains": True, "allowed_domains": ["a.example"]}, False),
    ],
)
def test_what_the_module_would_refuse_or_change_is_a_problem(part: dict[str, Any], is_fine: bool) -> None:
    assert (deployment_problems(part) == []) is is_fine
