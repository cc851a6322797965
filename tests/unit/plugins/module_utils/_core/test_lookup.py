# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looking an object up by its name: exactly, and never one of several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import Ambiguous
from ansible_collections.genesys.cloud.plugins.module_utils._core.lookup import find_named

NAMES = st.sampled_from(["A", "a", "A ", "B", None])


@given(st.lists(NAMES), st.sampled_from(["A", "a", "B"]))
def test_one_of_that_name_or_none_and_of_several_an_error_with_their_ids(names: list[str | None], name: str) -> None:
    entities = [{"id": f"id{index}", "name": each} for index, each in enumerate(names)]
    matching = [entity for entity in entities if entity["name"] == name]
    if len(matching) < 2:
        assert find_named(entities, name, "thing") == (matching[0] if matching else None)
        return
    with pytest.raises(Ambiguous) as told:
        find_named(entities, name, "thing")
    assert all(str(entity["id"]) in str(told.value) for entity in matching)
    assert "Select one by id" in str(told.value)
