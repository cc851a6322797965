# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of those who made one name at the same moment, all but one withdraw, whatever the order in which they look."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.twins import older_twin, oldest_before
from ansible_collections.genesys.cloud.tests.unit.network import wired

DATES = st.sampled_from([None, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.001Z", "2026-01-01T00:00:01Z"])


@given(st.lists(st.tuples(st.uuids(), DATES), min_size=1, max_size=10, unique_by=lambda each: each[0]))
def test_exactly_one_stays_and_all_agree_which(made: list[tuple[Any, Any]]) -> None:
    everyone = [{"id": str(made_id), "name": "One", "dateCreated": date} for made_id, date in made]
    used = [(oldest_before(everyone, own) or own)["id"] for own in everyone]
    assert len(set(used)) == 1
    assert sum(oldest_before(everyone, own) is None for own in everyone) == 1


def test_others_names_and_what_is_going_do_not_count() -> None:
    own = {"id": "2", "name": "One", "dateCreated": "2026-01-01T00:00:01Z"}
    older = {"id": "1", "name": "One", "dateCreated": "2026-01-01T00:00:00Z"}
    assert oldest_before([own, {**older, "name": "one"}, {**older, "status": "Deleting"}], own) is None
    assert oldest_before([own, older], own) == older


def test_a_listing_without_our_own_is_read_again_and_given_up_in_the_end() -> None:
    net, own = wired(), {"id": "2", "name": "One"}
    older = {"id": "1", "name": "One"}
    listings = iter([[], [older], [older, own]])
    assert older_twin(net.client, lambda: next(listings), own) == older
    assert older_twin(net.client, list, own) is None
    assert net.clock.passed < 20
