# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Overrides by name: both forms, what they replace, and every error in them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.overrides import Overrides

KNOWN = {"configuration": ["Look", "Both"], "deployment": ["Shop", "Both"]}


def problem(given: Any) -> str:
    (found,) = Overrides(given, KNOWN).problems
    return found


@pytest.mark.parametrize("nothing", [None, "", {}, [], "{}", {"Shop": None}, {"Shop": {}}])
def test_nothing_overrides_nothing(nothing: Any) -> None:
    overrides = Overrides(nothing, KNOWN)
    assert overrides.problems == []
    assert overrides.applied("deployment", "Shop", {"name": "Shop"}) == {"name": "Shop"}


@pytest.mark.parametrize(
    "given",
    [
        {"Shop": {"flow_name": "Night"}},
        "{Shop: {flow_name: Night}}",
        [{"deployment": "Shop", "flow_name": "Night"}],
    ],
)
def test_a_name_replaces_an_id_and_the_other_way_round(given: Any) -> None:
    overrides = Overrides(given, KNOWN)
    assert overrides.problems == []
    applied = overrides.applied("deployment", "Shop", {"name": "Shop", "flow_id": "f1", "status": "Active"})
    assert applied == {"name": "Shop", "flow_name": "Night", "status": "Active"}
    assert overrides.given("deployment", "Shop") == {"flow_name": "Night"}
    assert overrides.applied("configuration", "Shop", {"name": "Shop"}) == {"name": "Shop"}


@pytest.mark.parametrize(
    ("over", "base"),
    [
        ({"allowed_domains": ["b.example"]}, {"allow_all_domains": True}),
        ({"allowed_domains": ["b.example"]}, {"allow_all_domains": False, "allowed_domains": ["a.example"]}),
        ({"allow_all_domains": True}, {"allow_all_domains": False, "allowed_domains": ["a.example"]}),
    ],
)
def test_domains_replace_each_other(over: dict[str, Any], base: dict[str, Any]) -> None:
    assert Overrides({"Shop": over}, KNOWN).applied("deployment", "Shop", base) == over


def test_a_configuration_is_merged_deeply() -> None:
    over = {"messenger": {"styles": {"primary_color": "#123456"}}, "description": None}
    base = {"name": "Look", "messenger": {"enabled": True, "styles": None}, "description": "x"}
    assert Overrides({"Look": over}, KNOWN).applied("configuration", "Look", base) == {
        "name": "Look",
        "messenger": {"enabled": True, "styles": {"primary_color": "#123456"}},
        "description": None,
    }


def test_a_list_says_which_of_two_kinds_is_meant() -> None:
    given = [
        {"deployment": "Both", "configuration": {"name": "Look"}},
        {"configuration": "Both", "languages": ["ja"]},
    ]
    overrides = Overrides(given, KNOWN)
    assert overrides.problems == []
    assert overrides.given("deployment", "Both") == {"configuration": {"name": "Look"}}
    assert overrides.given("configuration", "Both") == {"languages": ["ja"]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (5, "is neither a mapping of names to options nor a list"),
        ("{", "is a text that is no YAML"),
        ({"Shop": [1]}, "['Shop']: [1] is no mapping of options."),
        ({"Shop": {"name": "Other"}}, "['Shop'].name: an override cannot change it."),
        ({"Shop": {"id": "x"}}, "['Shop'].id: an override cannot change it."),
        (
            {"Shops": {"status": "Active"}},
            "no deployment, configuration or supported content of the source has the name 'Shops'. Nearest: 'Shop'.",
        ),
        ({"Both": {"status": "Active"}}, "a configuration and a deployment have this name"),
        (
            [{"status": "Active"}],
            "[0]: say which object is meant: one of deployment, configuration or supported_content, by name.",
        ),
        ([{"deployment": "Shop", "configuration": "Look"}], "[0]: say which object is meant"),
        (["Shop"], "[0]: say which object is meant"),
        ([{"configuration": "Shop", "languages": ["ja"]}], "[0]: no configuration of the source has the name 'Shop'."),
        (
            [{"deployment": "Shop", "status": "Active"}, {"deployment": "Shop", "description": "x"}],
            "webmessaging_promote_overrides[0] and webmessaging_promote_overrides[1]: both are for deployment 'Shop'.",
        ),
    ],
)
def test_a_wrong_override_is_told(given: Any, told: str) -> None:
    assert told in problem(given)
