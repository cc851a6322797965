# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The labels of a user, and what is filled into them and into file names."""

from __future__ import annotations

import pytest

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.metric_labels import filled, labels


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        (" , ", {}),
        ("team=web,site=eu", {"team": "web", "site": "eu"}),
        (" team = web , site = a=b ", {"team": "web", "site": "a=b"}),
        ('a_1=é "x"', {"a_1": 'é "x"'}),
    ],
)
def test_labels_are_names_and_values_without_the_blanks_around_them(text: str, found: dict[str, str]) -> None:
    assert labels(text) == (found, [])


@pytest.mark.parametrize("text", ["team", "team=", "=web", "1a=b", "a-b=c", "__a=b", "é=b", "playbook=x", "kind=x"])
def test_what_cannot_be_a_label_is_told_and_left_out(text: str) -> None:
    found, problems = labels(f"{text}, site=eu, site=us")
    assert found == {"site": "eu"}
    assert len(problems) == 2


def test_placeholders_are_filled_and_others_stay() -> None:
    assert filled("/a/{job_id}-{job_id}.prom", {"job_id": "{run}"}) == ("/a/{run}-{run}.prom", [])
    assert filled("{a} {job} {} {{job}}", {"job": "7"}) == ("{a} 7 {} {7}", ["a"])
