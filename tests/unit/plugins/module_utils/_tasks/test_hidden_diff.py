# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A diff that Ansible does not find, and reports do."""

from __future__ import annotations

from hypothesis import given

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.hidden_diff import HIDDEN, diff_of, with_hidden_diff
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees


@given(trees(), trees())
def test_it_is_found_under_either_name(result: Tree, diff: Tree) -> None:
    shown = {**result, "diff": diff}
    hidden = with_hidden_diff(shown)
    assert "diff" not in hidden
    assert diff_of(hidden) == diff_of(shown) == diff
    assert {key: value for key, value in hidden.items() if key != HIDDEN} == result
    assert diff_of(result) is None
