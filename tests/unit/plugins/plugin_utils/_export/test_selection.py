# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The selection of deployments: patterns in every form in which a variable can hold them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.selection import selection


@pytest.mark.parametrize("nothing", [None, "", [], "\n", [""]])
def test_nothing_selects_everything(nothing: Any) -> None:
    chosen = selection(nothing, nothing)
    assert chosen.is_everything
    assert chosen.has("any", "id")


@pytest.mark.parametrize("wanted", ["EU *\nShop", ["EU *", "Shop"]])
def test_a_name_is_selected_by_any_pattern_unless_one_excludes_it(wanted: Any) -> None:
    chosen = selection(wanted, "* test")
    assert [chosen.has(name) for name in ("EU 1", "Shop", "eu 1", "EU test", "Other")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert not chosen.is_everything
    assert not selection("*", "x").is_everything


def test_an_object_without_a_name_is_called_by_its_id() -> None:
    assert selection("*", "d1").has(None, "d2")
    assert not selection("*", "d1").has("Twin", "d1")
