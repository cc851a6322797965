# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The numbers of one task or operation."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils._core.tally import READ, TOKEN, WRITE, Tally


def test_every_kind_of_request_is_there_from_the_start_and_latencies_add_up() -> None:
    tally = Tally()
    assert (tally.requests, tally.latency_ms) == ({TOKEN: 0, READ: 0, WRITE: 0}, 0.0)
    tally.latencies_ms += [1.5, 2.5]
    assert tally.latency_ms == 4.0
    assert Tally().requests is not tally.requests
