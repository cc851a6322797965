# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Families of gauges as text."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.metric_family import Family, text_of


def test_a_family_has_its_type_its_unit_and_its_samples() -> None:
    families = [
        Family("a_seconds", "How long.", "seconds", [({}, 1.5)]),
        Family("b", "How many.", "", [({"name": 'x"\\\n'}, 2), ({"name": "half \ud800"}, 3)]),
        Family("c", "None yet.", "", []),
    ]
    assert text_of(families, {"site": "eu"}).split("\n") == [
        "# TYPE a_seconds gauge",
        "# UNIT a_seconds seconds",
        "# HELP a_seconds How long.",
        'a_seconds{site="eu"} 1.5',
        "# TYPE b gauge",
        "# HELP b How many.",
        'b{site="eu",name="x\\"\\\\\\n"} 2',
        'b{site="eu",name="half ?"} 3',
        "# TYPE c gauge",
        "# HELP c None yet.",
        "# EOF",
        "",
    ]


def test_no_families_are_a_text_too() -> None:
    assert text_of([], {}) == "# EOF\n"
