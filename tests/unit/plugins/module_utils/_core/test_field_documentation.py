# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of options that a table gives: the limits of each, and a name beside each reference."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils._core.field_documentation import documentation
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import number, reference, section, text


def test_a_reference_is_documented_with_the_option_for_its_name() -> None:
    found = documentation((section("division", "Where.", reference("id", "Its id.", "division", required=True)),))
    inner = found["division"]["suboptions"]
    assert list(inner) == ["id", "name"]
    assert inner["name"]["description"].startswith("The exact name of the division, instead of its id.")
    assert "required" not in inner["id"]  # the name does as well


def test_limits_and_links_are_part_of_it() -> None:
    fields = (number("size", "The size. See O(kind).", 1, 5), text("kind", "Which.", "A", "B"))
    found = documentation(fields, "things[]")
    assert found["size"] == {"description": ["The size. See O(things[].kind).", "From 1 to 5."], "type": "int"}
    assert found["kind"]["description"] == ["Which.", "One of V(A), V(B)."]
